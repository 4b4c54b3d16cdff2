package staff_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/uitest"
)

func TestZ10_TheOfferShowsEveryPartAndItsSources(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer")
	_, page := at(t, f, "hr", "zh", "offers", string(id))
	says(t, page.Content(), "草稿", "基本工资", "绩效工资", "月度合计", "补充医疗", "入职日期", "试用期最长 6 个月", "劳动合同法》第十九条", "第二十条")
	for _, line := range f.File("hr", id).Case.Offer().Terms.Benefits {
		says(t, page.Content(), line.Employer.String(), line.Employee.String())
	}
	uitest.CheckPage(t, page)
}

func TestY02_TheBasisIsForHROnly(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/approving")
	_, page := at(t, f, "hr", "zh", "offers", string(id))
	says(t, page.Content(), "薪酬依据", "加权得分", "80", "按带宽自动")
	require.Nil(t, uitest.Button(page.Content(), "批准"), "approving is not HR's")
	_, page = at(t, f, "approver", "zh", "offers", string(id))
	hides(t, page.Content(), "薪酬依据", "加权得分")
	says(t, page.Content(), "月薪")
	uitest.CheckPage(t, page)
}

func TestN10_ARefusalStandsAtItsFieldAndKeepsWhatWasTyped(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer")
	h, page := at(t, f, "hr", "zh", "offers", string(id))
	uitest.Tap(t, page.Content(), "修改条款")
	says(t, page.Content(), "带宽 5,200.00–8,600.00")
	form := fill(t, page.Content(), map[string]string{"probation_months": "8"})
	require.Contains(t, form.Error("probation_months"), "试用期最长 6 个月")
	form.Set("probation_months", "3")
	form.Set("monthly", "9999")
	form.Submit()
	require.Contains(t, form.Error("monthly"), "5,200.00–8,600.00")
	require.Equal(t, "3", form.Values()["probation_months"])
	form.Set("monthly", "7000")
	form.Set("clauses", "签约奖金另议\n")
	page.Refresh()
	require.Equal(t, "7000", form.Values()["monthly"], "somebody else's change paints over no form")
	form.Submit()
	terms := f.File("hr", id).Case.Offer().Terms
	require.Equal(t, hiring.Yuan(7000), terms.Monthly)
	require.Equal(t, []string{"签约奖金另议"}, terms.Clauses)
	says(t, page.Content(), "7,000.00", "人工在带宽内调整", "签约奖金另议")
	require.NotEmpty(t, h.Good)
}

func TestZ13_FromDraftToTheSignedVersionThroughTheScreens(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer")
	h, page := at(t, f, "hr", "zh", "offers", string(id))
	uitest.Tap(t, page.Content(), "提交审批")
	uitest.Tap(t, uitest.Overlay(h.Window), "提交审批")
	require.Equal(t, hiring.OfferApproving, f.File("hr", id).Case.Offer().State)

	a, approval := at(t, f, "approver", "zh", "offers", string(id))
	uitest.Tap(t, approval.Content(), "不批准")
	require.NotEmpty(t, fill(t, uitest.Overlay(a.Window), nil).Error("note"), "sending back needs a word")
	fill(t, uitest.Overlay(a.Window), map[string]string{"note": "请核对到岗日期"})
	page.Refresh()
	says(t, page.Content(), "审批意见：请核对到岗日期")
	uitest.Tap(t, page.Content(), "修改条款")
	fill(t, page.Content(), map[string]string{"start": "2027-01-04"})
	uitest.Tap(t, page.Content(), "提交审批")
	uitest.Tap(t, uitest.Overlay(h.Window), "提交审批")
	approval.Refresh()
	uitest.Tap(t, approval.Content(), "批准")
	fill(t, uitest.Overlay(a.Window), nil)

	page.Refresh()
	uitest.Tap(t, page.Content(), "发出 Offer")
	require.Equal(t, hiring.OfferApproved, f.File("hr", id).Case.Offer().State, "asked first")
	says(t, uitest.Overlay(h.Window), "发出后对本行有约束力")
	uitest.Tap(t, uitest.Overlay(h.Window), "发出 Offer")
	require.Equal(t, hiring.OfferIssued, f.File("hr", id).Case.Offer().State)
	require.NotEmpty(t, f.File("hr", id).Case.Offer().PDF.SHA256)
}

func TestZ14_AChangeShowsBothValuesAndAcceptingMakesTheNextVersion(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/negotiating")
	old := f.File("hr", id).Case.Offer()
	h, page := at(t, f, "hr", "zh", "offers", string(id))
	says(t, page.Content(), "变更协商中", string(old.Terms.Start), old.Change.New, "原单位交接", f.File("hr", id).Person.Name, "等待答复变更")
	uitest.CheckPage(t, page)
	uitest.Tap(t, page.Content(), "同意变更")
	uitest.Tap(t, uitest.Overlay(h.Window), "同意变更")
	c := f.File("hr", id).Case
	require.Len(t, c.Offers, 2)
	require.Equal(t, hiring.OfferVoid, c.Offers[0].State)
	t.Run("N-16 the new version names what changed", func(t *testing.T) {
		says(t, page.Content(), "与第 1 版相比", string(old.Terms.Start), string(c.Offers[1].Terms.Start), "已作废", "第 2 版")
		uitest.CheckPage(t, page)
	})
}

func TestZ14_DecliningAChangeNeedsAReason(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/negotiating")
	h, page := at(t, f, "hr", "zh", "offers", string(id))
	uitest.Tap(t, page.Content(), "不同意")
	require.NotEmpty(t, fill(t, uitest.Overlay(h.Window), nil).Error("note"))
	fill(t, uitest.Overlay(h.Window), map[string]string{"note": "该月岗位已排班"})
	require.Equal(t, hiring.OfferViewed, live(f.File("hr", id).Case.Offer().State))
	says(t, page.Content(), "未同意", "该月岗位已排班")
}

// live folds the two states in which the candidate has the offer in hands.
func live(s hiring.OfferState) hiring.OfferState {
	if s == hiring.OfferIssued {
		return hiring.OfferViewed
	}
	return s
}

func TestOffersShowTheExactPDFOfTheCandidate(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/issued")
	want, err := f.Guest(id).OfferPDF(context.Background(), 1)
	require.NoError(t, err)
	h, page := at(t, f, "hr", "zh", "offers", string(id))
	uitest.Tap(t, page.Content(), "查看 PDF")
	says(t, page.Content(), "录用通知书（第 1 版）")
	uitest.CheckPage(t, page)
	uitest.Tap(t, page.Content(), "另存为")
	uitest.Tap(t, page.Content(), "用系统查看器打开")
	require.True(t, bytes.Equal(want, h.Saved["offer.pdf"]), "the stored bytes, not a new drawing")
	require.True(t, bytes.Equal(want, h.PDFs["offer.pdf"]))
	uitest.Shot(t, h.Window, "offers-pdf-zh-light")
	uitest.Tap(t, page.Content(), "返回")
	says(t, page.Content(), "录用条款")
}

func TestOffersAreRescindedOnlyOnAGroundOfLaw(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/issued")
	h, page := at(t, f, "hr", "zh", "offers", string(id))
	uitest.Tap(t, page.Content(), "撤回 Offer")
	says(t, uitest.Overlay(h.Window), "《民法典》第一百四十八条")
	fill(t, uitest.Overlay(h.Window), map[string]string{"reason": "rescind_fraud", "note": "学历造假，法务已确认"})
	require.Equal(t, hiring.OfferRescinded, f.File("hr", id).Case.Offer().State)
	says(t, page.Content(), "已撤回")
}

func TestShotsOffers(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/negotiating")
	f.CaseAt("offer")
	f.CaseAt("offer/approving")
	shots(t, f, "hr", "offers", "", "offers")
	shots(t, f, "hr", "offers", string(id), "offers-case")
	f.Do("hr", id, hiring.AnswerChange{Accept: true})
	shots(t, f, "hr", "offers", string(id), "offers-diff")
	h, page := at(t, f, "hr", "zh", "offers", string(f.CaseAt("offer")))
	uitest.Tap(t, page.Content(), "修改条款")
	uitest.CheckPage(t, page)
	uitest.Shot(t, h.Window, "offers-edit-zh-light")
	h, page = at(t, f, "hr", "zh", "offers", string(f.CaseAt("offer/issued")))
	uitest.Tap(t, page.Content(), "撤回 Offer")
	uitest.Shot(t, h.Window, "offers-rescind-zh-light")
}
