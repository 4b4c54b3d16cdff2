package staff_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/staff"
	"ruhang/ui/uitest"
)

func screen(t *testing.T, id string) staff.Screen {
	t.Helper()
	line, ok := staff.Find(id)
	require.True(t, ok)
	return line
}

func changeOf(id hiring.CaseID) office.Change { return office.Change{Case: id} }

func TestY06_EveryWeekStandsWithTargetAndValue(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("probation")
	p := f.File("hr", id).Case.Probation
	require.NoError(t, f.Guest(id).Do(context.Background(), hiring.ReportProgress{Week: p.Weeks[0].Week, Value: 120, Note: "独立办理第一周"}))
	_, page := at(t, f, "hr", "zh", "probation", string(id))
	require.Len(t, uitest.Find[*kit.Bar](page.Content()), len(p.Weeks))
	says(t, page.Content(), "120 / 150 笔", "本周", "合格业务笔数")
	uitest.CheckPage(t, page)
	t.Run("Y-07 the newcomer's own words with their time", func(t *testing.T) {
		says(t, page.Content(), "独立办理第一周", "120 笔", "2026-12-1")
	})
	t.Run("Y-08 a new report is there after the change", func(t *testing.T) {
		require.NoError(t, f.Guest(id).Do(context.Background(), hiring.ReportProgress{Week: p.Weeks[0].Week, Value: 151}))
		page.Refresh()
		says(t, page.Content(), "151 / 150 笔")
	})
}

func TestY09_DaysLeftAndReviewsDueAreCountedDown(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("probation")
	p := f.File("hr", id).Case.Probation
	f.SetNow(p.End.AddDays(-7).Time().Add(9 * 3600e9))
	_, list := at(t, f, "hr", "zh", "probation", "")
	says(t, list.Content(), string(p.End), "还剩 7 天")
	_, page := at(t, f, "hr", "zh", "probation", string(id))
	says(t, page.Content(), "还剩 7 天", "试用期最长 6 个月", "第十九条", string(p.Reviews[0].Due)+" 前完成")
	uitest.CheckPage(t, page)
}

func TestProbationReviewThenConfirmation(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("probation")
	h, page := at(t, f, "hr", "zh", "probation", string(id))
	require.True(t, uitest.Button(page.Content(), "转正").Disabled())
	says(t, page.Content(), "现在不能“转正”", "转正考核")
	for range 2 {
		uitest.Tap(t, page.Content(), "填写考核")
		require.NotEmpty(t, fill(t, uitest.Overlay(h.Window), map[string]string{"rating": "4"}).Error("text"))
		fill(t, uitest.Overlay(h.Window), map[string]string{"text": "点钞与上岗考试均达标。"})
	}
	says(t, page.Content(), "评级 4 / 5", "点钞与上岗考试均达标。")
	uitest.Tap(t, page.Content(), "转正")
	require.False(t, f.File("hr", id).Case.Closed(), "asked first")
	uitest.Tap(t, uitest.Overlay(h.Window), "转正")
	require.Equal(t, hiring.Confirmed, f.File("hr", id).Case.Status)
	says(t, page.Content(), "已转正（2026-12-14")
	require.Nil(t, uitest.Button(page.Content(), "结束试用"))
}

func TestN10_EndingShowsTheLawAndIsNeverAfterTheEnd(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("probation")
	h, page := at(t, f, "hr", "zh", "probation", string(id))
	uitest.Tap(t, page.Content(), "结束试用")
	form := fill(t, uitest.Overlay(h.Window), map[string]string{"reason": "not_meeting_criteria"})
	says(t, uitest.Overlay(h.Window), "第三十九条第（一）项")
	require.NotEmpty(t, form.Error("note"))
	form.Set("note", "上岗考试两次未通过，记录在案。")
	form.Submit()
	require.Equal(t, hiring.Separated, f.File("hr", id).Case.Status)
	says(t, page.Content(), "已离职", "不符合录用条件")

	late := f.CaseAt("probation")
	f.SetNow(f.File("hr", late).Case.Probation.End.AddDays(1).Time().Add(3600e9))
	_, page = at(t, f, "hr", "zh", "probation", string(late))
	require.True(t, uitest.Button(page.Content(), "结束试用").Disabled())
	says(t, page.Content(), "不能再以试用期理由结束", "已届满 1 天")
}

func TestShotsProbation(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("probation")
	weeks := f.File("hr", id).Case.Probation.Weeks
	for i, value := range []float64{96, 131, 158, 150, 80} {
		require.NoError(t, f.Guest(id).Do(context.Background(), hiring.ReportProgress{Week: weeks[i].Week, Value: value, Note: "按周统计，差错为零"}))
	}
	f.Advance(30 * 24 * 3600e9)
	shots(t, f, "hr", "probation", "", "probation")
	shots(t, f, "hr", "probation", string(id), "probation-case")
	h, page := at(t, f, "hr", "zh", "probation", string(id))
	uitest.Tap(t, page.Content(), "结束试用")
	uitest.Shot(t, h.Window, "probation-end-zh-light")
}
