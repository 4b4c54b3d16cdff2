package staff_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// desk is a source that answers as it is told to: nothing of it is scripted into the bank.
type desk struct {
	answer office.CheckAnswer
	err    error
}

func (d *desk) Order(context.Context, office.CheckRequest) (office.CheckAnswer, error) {
	return d.answer, d.err
}
func (d *desk) Poll(context.Context, string) (office.CheckAnswer, error) { return d.answer, d.err }
func (d *desk) Callback(context.Context, map[string]string, []byte) (office.CheckAnswer, error) {
	return d.answer, d.err
}
func (d *desk) Try(context.Context) error { return d.err }

func withDesk(t *testing.T) (*uitest.Fixture, *desk) {
	f, d := uitest.Bank(t), &desk{answer: office.CheckAnswer{State: "running", Reference: "TYC-2026-0117"}}
	f.Connectors = func(x office.Outside) map[string]office.Connector {
		out := map[string]office.Connector{}
		for id := range x.Connectors {
			out[id] = d
		}
		return out
	}
	return f, d
}

func setUp(t *testing.T, f *uitest.Fixture) {
	require.NoError(t, f.Staff("admin").SetConnector(context.Background(), "tianyancha", office.ConnectorAccount{Endpoint: "https://open.api.tianyancha.com", Token: "t-1",
		PerMin: 60, PriceFen: 15, DailyFen: 50000, Kinds: []string{"employment", "conflict"}}))
}

func deliver(t *testing.T, f *uitest.Fixture) {
	_, err := f.Office.Deliver(context.Background())
	require.NoError(t, err)
}

func TestZ06_N12_ChecksPageSaysWhereAnOrderGoesAndHowItStands(t *testing.T) {
	f, d := withDesk(t)
	setUp(t, f)
	id := f.CaseAt("check/consented")
	deliver(t, f)
	for _, lang := range []string{"zh", "en"} {
		h, page := at(t, f, "hr", lang, "checks", string(id))
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "checks_running-"+lang)
	}
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "进行中", "天眼查企业工商信息", "TYC-2026-0117", "任职单位与起止", "学信网在线验证报告", "打开查验页")
	d.answer = office.CheckAnswer{State: "incomplete", Reference: "TYC-2026-0117", Note: "缺离职证明"}
	f.Advance(5 * time.Hour)
	deliver(t, f)
	page.Refresh()
	says(t, page.Content(), "需补充", "缺离职证明")
	d.answer = office.CheckAnswer{State: "running", Reference: "TYC-2026-0117"}
	uitest.Tap(t, page.Content(), "已补充，重新查询")
	says(t, page.Content(), "已补充，重新查询（")
	d.answer = office.CheckAnswer{State: "done", Result: &hiring.RecordCheck{Light: hiring.Green, Conclusion: "存续期内",
		Facts: hiring.CheckFacts{Companies: []hiring.Company{{Asked: "某商贸", Name: "某商贸有限公司", Code: "91330100MA0000001X", Status: "live", Founded: "2010-05-06", Former: []string{"老某商贸"},
			People: []hiring.Officer{{Name: "赵一", Role: "representative"}}}, {Asked: "无此公司", Unknown: true}}}}}
	deliver(t, f)
	page.Refresh()
	says(t, page.Content(), "已完成", "存续期内", "系统对接", "91330100MA0000001X", "曾用名 老某商贸", "查不到“无此公司”")
	hides(t, page.Content(), "赵一")
	uitest.Shot(t, h.Window, "checks_done-zh")
}

func TestZ06_AnOutageShowsOnTheWaitingCaseAndBlocksNothing(t *testing.T) {
	f, d := withDesk(t)
	id := f.CaseAt("check/consented")
	_, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "还没有配置")
	setUp(t, f)
	d.err = fault.New(fault.Denied, "outward.denied", "host", "open.api.tianyancha.com")
	deliver(t, f)
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "拒绝了本行的请求")
	uitest.CheckPage(t, page)
	uitest.Shot(t, h.Window, "checks_outage-zh")
	require.False(t, uitest.Button(page.Content(), "录入结果").Disabled())
}

func TestY05_TheCodeOfAReportOpensItsPageAndNothingElse(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	for _, lang := range []string{"zh", "en"} {
		h, page := at(t, f, "hr", lang, "checks", string(id))
		uitest.Tap(t, page.Content(), h.Words()("check.page"))
		fill(t, uitest.Overlay(h.Window), map[string]string{"code": "../../evil?x="})
		says(t, uitest.Overlay(h.Window), h.Words()("check.page_code_wrong"))
		fill(t, uitest.Overlay(h.Window), map[string]string{"code": "A1B2C3D4E5F6G7H8"})
		says(t, uitest.Overlay(h.Window), "https://www.chsi.com.cn/xlcx/bg.do?vcode=A1B2C3D4E5F6G7H8&srcid=bgcx")
		uitest.Shot(t, h.Window, "checks_source-"+lang)
	}
}

func TestN12_ACheckIsTrackedByHandAndOrderedAgain(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/flagged")
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "登记进展")
	form := fill(t, uitest.Overlay(h.Window), map[string]string{"state": "incomplete"})
	require.NotEmpty(t, form.Error("note"))
	fill(t, uitest.Overlay(h.Window), map[string]string{"note": "原单位要求书面函"})
	says(t, page.Content(), "原单位要求书面函")
	uitest.Tap(t, page.Content(), "重新核验")
	fill(t, uitest.Overlay(h.Window), map[string]string{"source": "certificate"})
	checks := f.File("hr", id).Case.Checks
	require.Len(t, checks, 4)
	require.Equal(t, "certificate", checks[3].Source)
	require.Len(t, checks[0].Reports, 1, "the result before stays")
	uitest.CheckPage(t, page)
	uitest.Shot(t, h.Window, "checks_again-zh")
}

func TestWhatOnlyALawAllowsAsksForTheLaw(t *testing.T) {
	f := uitest.Bank(t)
	f.Catalog.Packages["basic"].Checks = append(f.Catalog.Packages["basic"].Checks, "criminal_record")
	id := f.CaseAt("check/consented")
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "没有依据的岗位不得查询")
	uitest.Tap(t, page.Content(), "下单")
	form := fill(t, uitest.Overlay(h.Window), map[string]string{"law": "《商业银行法》第二十七条"})
	require.NotEmpty(t, form.Error("says"))
	uitest.Shot(t, h.Window, "checks_law-zh")
	fill(t, uitest.Overlay(h.Window), map[string]string{"says": "因犯有破坏社会经济秩序罪被判处刑罚的，不得担任高级管理人员"})
	says(t, page.Content(), "法律依据", "《商业银行法》第二十七条：因犯有", "待授权")
}

func TestN13_HRRecordsADeclarationAndComplianceDecidesOnTheHit(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	colleague := uitest.People()[2].Name
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "候选人还没有申报")
	uitest.Tap(t, page.Content(), "代为登记申报")
	uitest.Shot(t, h.Window, "checks_declare-zh")
	fill(t, page.Content(), map[string]string{"relation0": "spouse", "name0": colleague, "company0": "某商贸有限公司", "role0": "持股 30%"})
	says(t, page.Content(), "配偶", colleague, "投资或兼职", "某商贸有限公司", "与在职员工同名")
	for _, lang := range []string{"zh", "en"} {
		h, page := at(t, f, "compliance", lang, "checks", string(id))
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "checks_conflict-"+lang)
	}
	h, page = at(t, f, "compliance", "zh", "checks", string(id))
	uitest.Tap(t, page.Content(), "裁定")
	fill(t, uitest.Overlay(h.Window), map[string]string{"reason": "explained", "note": "不在同一条线"})
	require.Equal(t, 0, f.File("compliance", id).Case.OpenFlags())
}

// connectorsTab is the place of the tab.
const connectorsTab = 6

func TestConnectorsPageHasItsFacesAndKeepsItsSecrets(t *testing.T) {
	f, d := withDesk(t)
	tab := func(lang string) *uitest.StaffHost {
		h, page := at(t, f, "admin", lang, "settings", "")
		tabs := uitest.Find[*kit.Tabs](page.Content())[0]
		tabs.Turn(connectorsTab)
		h.Show(page)
		uitest.CheckPage(t, page)
		return h
	}
	h := tab("zh")
	all := h.Window.Content()
	says(t, all, "未配置", "填写账户")
	uitest.Tap(t, all, "填写账户")
	form := fill(t, uitest.Overlay(h.Window), map[string]string{"endpoint": "http://open.api.tianyancha.com", "token": "t-1"})
	require.NotEmpty(t, form.Error("endpoint"), "%v %v", form.Values(), uitest.Texts(uitest.Overlay(h.Window)))
	form = fill(t, uitest.Overlay(h.Window), map[string]string{"endpoint": "https://open.api.tianyancha.com", "price": "x"})
	require.NotEmpty(t, form.Error("price"))
	uitest.Shot(t, h.Window, "settings_connector_form-zh")
	fill(t, uitest.Overlay(h.Window), map[string]string{"price": "0.15", "daily": "500", "per_min": "60"})
	says(t, all, "可用", "已设置，不再显示", "每次 0.15 元", "每天最多 500.00 元")
	hides(t, all, "t-1")
	f.CaseAt("check/consented")
	deliver(t, f)
	d.err = fault.New(fault.Denied, "outward.denied", "host", "open.api.tianyancha.com")
	f.Advance(5 * time.Hour)
	deliver(t, f)
	for _, lang := range []string{"zh", "en"} {
		h = tab(lang)
		says(t, h.Window.Content(), h.Words()("connector.standing.stopped"), h.Words()("connector.resume"))
		uitest.Shot(t, h.Window, "settings_connectors-"+lang)
	}
	uitest.Tap(t, h.Window.Content(), h.Words()("connector.try"))
	require.Len(t, h.Failed, 1)
}

func TestConnectorsPageIsEmptyWhereTheCatalogNamesNone(t *testing.T) {
	f := uitest.Bank(t)
	for _, k := range f.Catalog.Checks {
		k.Sources = nil
	}
	h, page := at(t, f, "admin", "zh", "settings", "")
	uitest.Find[*kit.Tabs](page.Content())[0].Turn(connectorsTab)
	h.Show(page)
	says(t, page.Content(), "配置库里没有由程序查询的背调来源")
}

func TestN13_AConflictOfInterestWaitsForTheDeclaration(t *testing.T) {
	f, _ := withDesk(t)
	setUp(t, f)
	f.Catalog.Packages["basic"].Checks = append(f.Catalog.Packages["basic"].Checks, "conflict")
	id := f.CaseAt("check/consented")
	require.NoError(t, f.Guest(id).Do(context.Background(), hiring.GiveConsent{Purpose: "conflict"}))
	deliver(t, f)
	_, page := at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "等待候选人申报", "申报的亲属姓名")
	require.NoError(t, f.Guest(id).Do(context.Background(), hiring.DeclareInterests{None: true}))
	deliver(t, f)
	page.Refresh()
	hides(t, page.Content(), "等待候选人申报")
	says(t, page.Content(), "没有需要申报的")
}

// verification is a report as CHSI gives it to its holder, as a PDF with words.
func verification(t *testing.T, f *uitest.Fixture, name, school string) []byte {
	pdf, err := f.Press.Draw(office.Document{Title: "教育部学历证书电子注册备案表", Lang: "zh", Blocks: []office.Block{{Kind: office.Pairs, Rows: [][]string{
		{"更新日期", "2026年11月20日"}, {"姓名", name}, {"性别", "女"}, {"出生日期", "1995年03月07日"}, {"入学日期", "2017年09月01日"}, {"毕（结）业日期", "2021年06月30日"},
		{"学校名称", school}, {"专业", "金融学"}, {"学历类别", "普通高等教育"}, {"层次", "本科"}, {"毕（结）业", "毕业"}, {"证书编号", "103351202105001234"},
		{"在线验证码", "A1B2C3D4E5F6G7H8"}}}}})
	require.NoError(t, err)
	return pdf
}

func TestY05_TheCandidatesReportIsReadComparedAndBecomesEvidence(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	c, name := f.File("hr", id).Case, f.File("hr", id).Person.Name
	school := c.CV.Education[0].School
	for _, lang := range []string{"zh", "en"} {
		h, page := at(t, f, "hr", lang, "checks", string(id))
		h.Pick("报告.pdf", verification(t, f, name, school))
		uitest.Tap(t, page.Content(), h.Words()("check.page"))
		uitest.Tap(t, uitest.Overlay(h.Window), h.Words()("check.report_read"))
		says(t, uitest.Overlay(h.Window), h.Words()("check.report_name.same"), school, "2026-11-20", "vcode=A1B2C3D4E5F6G7H8")
		uitest.Shot(t, h.Window, "checks_report-"+lang)
	}
	h, page := at(t, f, "hr", "zh", "checks", string(id))
	h.Pick("other.pdf", verification(t, f, "赵六", school))
	uitest.Tap(t, page.Content(), "打开查验页")
	uitest.Tap(t, uitest.Overlay(h.Window), "读取候选人的报告（PDF）")
	says(t, uitest.Overlay(h.Window), "与候选人不一致")
	h.Pick("none.pdf", []byte("%PDF-1.4 nothing"))
	uitest.Tap(t, uitest.Overlay(h.Window), "读取候选人的报告（PDF）")
	hides(t, uitest.Overlay(h.Window), "与候选人不一致")

	h, page = at(t, f, "hr", "zh", "checks", string(id))
	h.Pick("报告.pdf", verification(t, f, name, school))
	uitest.Tap(t, page.Content(), "打开查验页")
	uitest.Tap(t, uitest.Overlay(h.Window), "读取候选人的报告（PDF）")
	uitest.Tap(t, uitest.Overlay(h.Window), "录入结果")
	fill(t, page.Content(), map[string]string{"light": "green"})
	report := f.File("hr", id).Case.Checks[0].Latest()
	require.NotNil(t, report)
	require.Equal(t, hiring.Education{School: school, Degree: "bachelor", Major: "金融学", From: "2017-09-01", To: "2021-06-30", Number: "103351202105001234"}, report.Facts.Education[0])
	require.Equal(t, "学信网在线验证报告", report.Source)
	require.Equal(t, "报告.pdf", report.Files[0].Name)
	require.Equal(t, "hand", report.Method)
}

func TestZ07_TheListSaysHowTheOrdersStandAndFiltersByIt(t *testing.T) {
	f, _ := withDesk(t)
	setUp(t, f)
	waiting, running, lacking := f.CaseAt("check"), f.CaseAt("check/consented"), f.CaseAt("check/consented")
	deliver(t, f)
	f.Do("hr", lacking, hiring.TrackCheck{Order: f.File("hr", lacking).Case.Checks[0].ID, State: hiring.CheckIncomplete, Note: "原件不清"})
	name := func(id hiring.CaseID) string { return f.File("hr", id).Person.Name }
	for _, lang := range []string{"zh", "en"} {
		h, page := at(t, f, "hr", lang, "checks", "")
		says(t, page.Content(), name(waiting), name(running), name(lacking), h.Words()("check.state.awaiting_consent"), h.Words()("check.state.incomplete"), h.Words()("check.state.ordered"))
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "checks_list-"+lang)
	}
	states := map[hiring.CaseID]hiring.CheckState{}
	board, err := f.Staff("hr").Board(context.Background(), office.CaseQuery{Stages: []string{"check"}})
	require.NoError(t, err)
	for _, row := range board.Rows {
		states[row.ID] = row.Checks
	}
	require.Equal(t, map[hiring.CaseID]hiring.CheckState{waiting: hiring.CheckAwaitsConsent, running: hiring.CheckOrdered, lacking: hiring.CheckIncomplete}, states)
}
