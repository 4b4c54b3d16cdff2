package staff

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

const resume = `{"education":[{"institution":"中原财经大学","studyType":"Bachelor","area":"金融学","startDate":"2017-09","endDate":"2021-06"}],
"work":[{"name":"汇达商贸有限公司","position":"收银主管","startDate":"2021-07"}]}`

func TestACVIsLoadedCorrectedAndSavedWithItsFile(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("assessment")
	h, page := caseAt(t, f, "hr", "zh", id, "cv")
	page.editCV()
	h.Pick("cv.json", []byte(resume))
	uitest.Tap(t, page.Content(), "读取文件")
	require.Empty(t, h.Failed)
	require.Equal(t, "汇达商贸有限公司", page.cv.form.Sections[1].Rows[0][0])
	page.cv.form.Sections[1].Rows[0][3] = "2021-13"
	uitest.Tap(t, page.Content(), "保存简历")
	require.True(t, uitest.Says(page.Content(), "请写成 2024-07"), "the fault stands below its input")
	require.Nil(t, f.File("hr", id).Case.CV)
	page.cv.form.Sections[1].Rows[0][3] = "2021/8"
	uitest.Tap(t, page.Content(), "保存简历")
	cv := f.File("hr", id).Case.CV
	require.NotNil(t, cv)
	require.Equal(t, hiring.Date("2021-08"), cv.Employments[0].From)
	kept, err := f.Staff("hr").File(context.Background(), id, cv.File)
	require.NoError(t, err)
	require.Equal(t, resume, string(kept))
	require.Nil(t, page.cv, "the form is closed")
}

func TestAPastedCVIsReadIntoTheForm(t *testing.T) {
	f := uitest.Bank(t)
	h, page := caseAt(t, f, "hr", "zh", f.CaseAt("assessment"), "cv")
	page.editCV()
	uitest.Tap(t, page.Content(), "粘贴文字")
	form := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	form.Set("text", "教育经历\n2017.09-2021.06 中原财经大学 本科 金融学\n工作经历\n2021.07-至今 汇达商贸有限公司 收银主管\n")
	form.Submit()
	require.Contains(t, strings.Join(page.cv.form.Sections[0].Rows[0], " "), "中原财经大学")
	require.Contains(t, strings.Join(page.cv.form.Sections[1].Rows[0], " "), "汇达商贸有限公司")
}

func TestAChangeFromElsewhereLeavesTheFormAlone(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("assessment")
	_, page := caseAt(t, f, "hr", "zh", id, "cv")
	page.editCV()
	page.cv.form.Sections[0].Rows[0][0] = "中原财经大学"
	f.Do("hr", id, hiring.AddNote{Text: "来自别处"})
	page.Refresh()
	require.Equal(t, "中原财经大学", page.cv.form.Sections[0].Rows[0][0])
	require.NotNil(t, uitest.Button(page.Content(), "保存简历"))
}

func TestZ05_LogicStrongAndForcefulAddsTeamworkAndNamesTheRule(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	_, page := caseAt(t, f, "hr", "zh", id, "kit")
	require.False(t, uitest.Says(page.Content(), "加问团队协作"), "without the trait there is none")
	report := *page.file.Case.Report()
	report.ReportID, report.Traits = "U-forceful", []hiring.Trait{{Code: "assertive", Label: "强势"}}
	c := page.file.Case
	f.Do("hr", id, hiring.ReceiveReport{Person: c.Person, Branch: c.Branch, Report: report})
	f.Do("hr", id, hiring.DrawKit{})
	page.Refresh()
	require.True(t, uitest.Says(page.Content(), "加问团队协作"))
}

func TestTheKitIsReorderedAddedToAndSaved(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	h, page := caseAt(t, f, "hr", "zh", id, "kit")
	uitest.Tap(t, page.Content(), "调整")
	before := page.file.Case.Kit
	uitest.Tap(t, page.Content(), "移除")
	uitest.Tap(t, page.Content(), "自己写一题")
	form := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	uitest.Find[*kit.Entry](uitest.Overlay(h.Window))[0].SetText("请讲一次你坚持规定的经历")
	form.Set("competency", "compliance")
	form.Submit()
	require.Equal(t, before, f.File("hr", id).Case.Kit, "nothing is given before it is saved")
	uitest.Tap(t, page.Content(), "保存面试包")
	after := f.File("hr", id).Case.Kit
	require.Len(t, after, len(before))
	require.Equal(t, before[1], after[0])
	require.Equal(t, "请讲一次你坚持规定的经历", after[len(after)-1].Text)
	require.True(t, uitest.Says(page.Content(), "请讲一次你坚持规定的经历"))
}
