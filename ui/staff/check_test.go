package staff_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/staff"
	"ruhang/ui/uitest"
)

// at opens a screen of work at a case, shown in a window.
func at(t *testing.T, f *uitest.Fixture, login, lang, screen, arg string) (*uitest.StaffHost, staff.Page) {
	t.Helper()
	h := f.StaffHost(login, lang)
	line, ok := staff.Find(screen)
	require.True(t, ok)
	page := line.Open(h, arg)
	h.Show(page)
	return h, page
}

// fill fills the form in view, over the page or in it, and submits it.
func fill(t *testing.T, in fyne.CanvasObject, values map[string]string) *kit.Form {
	t.Helper()
	forms := uitest.Find[*kit.Form](in)
	require.NotEmpty(t, forms, "no form in view")
	form := forms[len(forms)-1]
	for name, value := range values {
		require.NotNil(t, form.Input(name), "no field %q", name)
		form.Set(name, value)
	}
	form.Submit()
	return form
}

// says fails for words that are not in view.
func says(t *testing.T, in fyne.CanvasObject, words ...string) {
	t.Helper()
	for _, w := range words {
		require.True(t, uitest.Says(in, w), "%q is not in view", w)
	}
}

func hides(t *testing.T, in fyne.CanvasObject, words ...string) {
	t.Helper()
	for _, w := range words {
		require.False(t, uitest.Says(in, w), "%q is in view", w)
	}
}

func TestZ06_ThreeChecksStandOrderedWithClocksAndLimits(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check")
	_, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "学历核验", "工作经历核验", "职业资格核验", "不能证明", "未出结果", "未授权")
	record := uitest.Button(page.Content(), "录入结果")
	require.True(t, record.Disabled(), "without a consent no result")
	says(t, page.Content(), "候选人尚未授权背景调查")
	uitest.CheckPage(t, page)
}

func TestChecksPaperConsentNeedsItsScan(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check")
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "代录纸质授权")
	form := fill(t, uitest.Overlay(h.Window), map[string]string{"recipient": "核验平台"})
	require.Empty(t, f.File("hr", id).Case.Consents)
	says(t, form, "须附文件")
	h.Pick("consent.png", uitest.Stroke())
	uitest.Tap(t, uitest.Overlay(h.Window), "选择文件")
	form.Submit()
	require.True(t, f.File("hr", id).Case.Consented("check", f.Catalog, hiring.DateOf(f.Now())))
	require.False(t, f.File("hr", id).Case.Consents[0].File.Empty())
	require.Nil(t, uitest.Overlay(h.Window))
	says(t, page.Content(), "已授权", "纸质授权书，接收方 核验平台")
}

func TestN12_ANewerResultReplacesAndTheEarlierStaysInView(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/flagged")
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "录入新结果")
	form := fill(t, page.Content(), map[string]string{"light": "green", "source": "学校档案馆", "conclusion": "更正后一致", "education0.school": "中原财经大学", "education0.degree": "bachelor"})
	says(t, form, "须附证据文件")
	h.Pick(`C:\scans\letter.png`, uitest.Stroke())
	uitest.Tap(t, page.Content(), "选择文件")
	form.Submit()
	reports := f.File("hr", id).Case.Checks[0].Reports
	require.Len(t, reports, 2)
	require.Equal(t, "letter.png", reports[1].Files[0].Name)
	require.Equal(t, []hiring.Education{{School: "中原财经大学", Degree: "bachelor"}}, reports[1].Facts.Education)
	says(t, page.Content(), "更正后一致", "学历与简历不符", "已被新结果替代", "学校档案馆", "SHA-256", "人工查询")
}

func TestZ08_BothValuesStandSideBySideAndComplianceDecides(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/flagged")
	_, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "简历写的", "本科", "证据显示", "专科", "待裁定")
	require.Nil(t, uitest.Button(page.Content(), "裁定"), "clearing is not HR's")
	uitest.CheckPage(t, page)
	h, page := at(t, f, "compliance", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "裁定")
	form := fill(t, uitest.Overlay(h.Window), map[string]string{"reason": "authority_confirmed"})
	require.NotEmpty(t, form.Error("note"))
	fill(t, uitest.Overlay(h.Window), map[string]string{"note": "学校已来函更正"})
	require.Equal(t, 0, f.File("hr", id).Case.OpenFlags())
	says(t, page.Content(), "经出具机构确认无误", "学校已来函更正", "周岚")
}

func TestN15_WhoRaisedAFlagReadsWhyTheyMayNotDecideIt(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	h, page := at(t, f, "compliance", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "提出风险点")
	fill(t, uitest.Overlay(h.Window), map[string]string{"text": "同行反映的情况，待核"})
	require.Equal(t, 1, f.File("hr", id).Case.OpenFlags())
	require.True(t, uitest.Button(page.Content(), "裁定").Disabled())
	says(t, page.Content(), "提出风险点的人不能自己裁定", "同行反映的情况，待核")
}

func TestZ09_AGapShowsItsDatesAndClosesWithAuthorAndTime(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	f.Do("hr", id, hiring.AttachCV{CV: hiring.CV{Source: "form", Employments: []hiring.Employment{
		{Company: "甲公司", From: "2021-07", To: "2022-01-31"}, {Company: "乙公司", From: "2022-06-01"}}}})
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "2022-02-01 至 2022-05-31，共 120 天")
	uitest.Tap(t, page.Content(), "说明")
	fill(t, uitest.Overlay(h.Window), map[string]string{"text": "照顾家人，有居委会证明"})
	says(t, page.Content(), "照顾家人，有居委会证明", "说明人：陈静，2026-11-2")
}

func TestK02_ACreditViolationIsARedFlag(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	buttons := uitest.Find[*kit.Button](page.Content())
	records := []*kit.Button{}
	for _, b := range buttons {
		if b.Text == "录入结果" {
			records = append(records, b)
		}
	}
	require.Len(t, records, 3)
	records[1].OnTapped()
	h.Pick("letter.pdf", []byte("%PDF-1.7 evidence"))
	uitest.Tap(t, page.Content(), "选择文件")
	fill(t, page.Content(), map[string]string{"light": "red", "source": "原单位人事", "incident0.kind": "credit_violation", "incident0.text": "违规办理贷款", "incident0.on": "2024-05"})
	says(t, page.Content(), "工作经历中有信贷违规记录", "违规办理贷款", "待裁定")
	flag := f.File("hr", id).Case.Flags[0]
	require.Equal(t, hiring.Red, flag.Light)
	letters, err := f.Staff("hr").Inbox(context.Background(), 5)
	require.NoError(t, err)
	require.Equal(t, id, letters[0].Case, "HR is told")
}

func TestZ29_WithAmberDecidedAHumanPassesTheGate(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/flagged")
	c := f.File("hr", id).Case
	for _, o := range c.Checks[1:] {
		ref, err := f.Staff("hr").Attach(context.Background(), id, hiring.Background, "e.png", bytes.NewReader(uitest.Stroke()))
		require.NoError(t, err)
		f.Do("hr", id, hiring.RecordCheck{Order: o.ID, Light: hiring.Green, Source: "平台", Method: "hand", Files: []hiring.FileRef{ref}})
	}
	_, page := at(t, f, "hr", "zh", "checks", string(id))
	require.True(t, uitest.Button(page.Content(), "通过背调").Disabled())
	for _, flag := range c.Flags {
		f.Do("compliance", id, hiring.ClearFlag{Flag: flag.ID, Reason: "explained", Note: "已解释"})
	}
	require.Equal(t, "check", f.File("hr", id).Case.Stage, "not by itself")
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "通过背调")
	fill(t, uitest.Overlay(h.Window), map[string]string{"note": "裁定后通过"})
	require.Equal(t, "offer", f.File("hr", id).Case.Stage)
}

func TestChecksImportAnswersEveryRow(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	h, page := at(t, f, "hr", "zh", "checks", "")
	file := fmt.Sprintf(`{"checks":[{"case":%q,"kind":"education","light":"green","source":"chsi.com.cn"},{"case":%q,"kind":"education","light":"purple","source":"x"}]}`, id, id)
	h.Pick("results.json", []byte(file))
	uitest.Tap(t, page.Content(), "导入结果文件")
	require.NotNil(t, uitest.Overlay(h.Window))
	says(t, uitest.Overlay(h.Window), "录入 1 条，未收 1 条")
	require.Len(t, f.File("hr", id).Case.Checks[0].Reports, 1)
	require.True(t, h.Drop("again.json", []byte(file)))
}

func TestWorkListsFilterAndSayHowTheyAreFilled(t *testing.T) {
	f := uitest.Bank(t)
	for _, screen := range []string{"checks", "offers", "onboarding", "probation"} {
		h, page := at(t, f, "hr", "zh", screen, "")
		says(t, page.Content(), "去看板")
		uitest.CheckPage(t, page)
		uitest.Tap(t, page.Content(), "去看板")
		require.Equal(t, "board", h.Gone[0].Screen)
	}
	flagged, calm := f.CaseAt("check/flagged"), f.CaseAt("check/consented")
	h, page := at(t, f, "hr", "zh", "checks", "")
	says(t, page.Content(), f.File("hr", flagged).Person.Name, f.File("hr", calm).Person.Name)
	uitest.CheckPage(t, page)
	chips := uitest.Find[*kit.Chips](page.Content())[0]
	chips.OnChanged([]string{"flagged"})
	hides(t, page.Content(), f.File("hr", calm).Person.Name)
	uitest.Find[*kit.DataTable](page.Content())[0].OnOpen(0)
	require.Equal(t, uitest.Gone{Screen: "checks", Arg: string(flagged)}, h.Gone[len(h.Gone)-1])
}

func TestChecksSayWhenAFileCannotBeShownAndStillKeepIt(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	order := f.File("hr", id).Case.Checks[0].ID
	broken := []byte("%PDF-1.7 cut off in the mail")
	ref, err := f.Staff("hr").Attach(context.Background(), id, hiring.Background, "letter.pdf", bytes.NewReader(broken))
	require.NoError(t, err)
	f.Do("hr", id, hiring.RecordCheck{Order: order, Light: hiring.Amber, Source: "原单位人事", Method: "hand", Files: []hiring.FileRef{ref}})
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "letter.pdf")
	says(t, page.Content(), "PDF 读不出来", "可以另存后用别的程序打开")
	uitest.Tap(t, page.Content(), "另存为")
	require.Equal(t, broken, h.Saved["letter.pdf"])
	uitest.CheckPage(t, page)
}

func TestWorkPageOfACaseOutOfSightIsRefused(t *testing.T) {
	f := uitest.Bank(t)
	_, page := at(t, f, "hr", "zh", "checks", "nobody")
	says(t, page.Content(), "没有这份档案")
	uitest.Tap(t, page.Content(), "重试")
}

// shots are the pictures of one page in both languages and looks.
func shots(t *testing.T, f *uitest.Fixture, login, screen, arg, name string) {
	t.Helper()
	if os.Getenv("SHOTS_DIR") == "" {
		t.Skip("SHOTS_DIR is not set")
	}
	for _, v := range []struct {
		lang, look string
		dark       bool
	}{{"zh", "light", false}, {"en", "dark", true}} {
		h, page := at(t, f, login, v.lang, screen, arg)
		h.Dark(v.dark)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, name+"-"+v.lang+"-"+v.look)
		h.Size(1040, 720) // beside the navigation of a 1280 window
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, name+"-"+v.lang+"-"+v.look+"-narrow")
	}
}

func TestShotsChecks(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/flagged")
	f.Do("hr", id, hiring.AttachCV{CV: hiring.CV{Source: "form", Education: []hiring.Education{{School: "中原财经大学", Degree: "bachelor", Major: "金融学", From: "2017-09", To: "2021-06"}},
		Employments: []hiring.Employment{{Company: "甲商贸有限公司", Title: "收银主管", From: "2021-07", To: "2022-01-31"}, {Company: "乙科技有限公司", From: "2022-06-01"}}}})
	f.CaseAt("check")
	f.CaseAt("check/consented")
	shots(t, f, "hr", "checks", "", "checks")
	shots(t, f, "compliance", "checks", string(id), "checks-case")
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "录入新结果")
	uitest.Shot(t, h.Window, "checks-record-zh-light")
	uitest.CheckPage(t, page)
}
