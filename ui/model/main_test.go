package model_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/model"
	"ruhang/ui/uitest"
)

func readerFor(t *testing.T, login, lang string) (*uitest.Fixture, model.Reader) {
	t.Helper()
	f := uitest.Bank(t)
	return f, model.NewReader(f.Session(login), lang, f.Words.In(lang))
}

func TestTodayLinesLeadToWhereTheWorkIsDone(t *testing.T) {
	_, hr := readerFor(t, "hr", "zh")
	_, admin := readerFor(t, "admin", "zh")
	_, interviewer := readerFor(t, "interviewer1", "zh")
	now := hr.Now
	day := office.Day{Open: 2, Overdue: 1, Counts: map[string]int{"": 1, "check": 3}, Work: []office.WorkItem{
		{WorkRow: office.WorkRow{Case: "c1", Item: hiring.Item{Code: "submit_scorecard", Ref: "i1", Due: now.Add(-26 * time.Hour)}}, Name: "N", Position: "teller"},
		{WorkRow: office.WorkRow{Case: "c2", Item: hiring.Item{Code: "attach_cv"}}, Name: "M", Position: "teller"},
	}}
	v := interviewer.Today(day)
	require.Equal(t, "room", v.Work[0].Screen)
	require.Equal(t, "c1/i1", v.Work[0].Arg)
	require.Equal(t, model.Urgent, v.Work[0].Due.Tone)
	v = hr.Today(day)
	require.Equal(t, "case", v.Work[1].Screen)
	require.Equal(t, "2 项待办，其中 1 项已超时", v.Summary)
	require.Equal(t, 7, len(v.Stages), "the waiting and the six stages")
	require.False(t, v.Empty())
	require.Empty(t, admin.Today(day).Work[1].Screen, "no screen to go to")
	require.True(t, hr.Today(office.Day{}).Empty())
	require.Equal(t, 6, len(hr.Today(office.Day{}).Stages), "nobody waits: no bar for it")
}

func TestBoardFilterAsksForWhatWasChosen(t *testing.T) {
	_, r := readerFor(t, "hr", "en")
	require.Equal(t, []hiring.Status{hiring.Waiting}, model.BoardFilter{}.Query(r).Statuses)
	q := model.BoardFilter{Stage: "check", Position: "teller", Branch: "zhengdong", Flagged: true, Overdue: true}.Query(r)
	require.Equal(t, []string{"check"}, q.Stages)
	require.Equal(t, []string{"teller"}, q.Positions)
	require.Equal(t, []string{"zhengdong", "zhengdong_lakeside"}, q.Branches, "a branch and what is below it")
	require.True(t, q.Flagged)
	require.Equal(t, r.Now, q.OverdueAt)
	require.Empty(t, model.BoardFilter{Stage: model.AllStages}.Query(r).Stages)
	stages := r.BoardStages(map[string]int{"": 2, "check": 3})
	require.Equal(t, "All 5", stages[0].Label)
	require.Equal(t, "Background check 3", stages[4].Label)
}

func TestBulkActsAreThoseOfTheRole(t *testing.T) {
	for login, want := range map[string]int{"hr": 3, "approver": 0, "compliance": 1, "interviewer1": 0} {
		_, r := readerFor(t, login, "zh")
		require.Equal(t, want, len(r.BulkChoices()), login)
	}
}

func TestAMappingThatCannotBeReadSaysWhatIsMissing(t *testing.T) {
	_, r := readerFor(t, "hr", "zh")
	whole := office.Mapping{Columns: map[string]string{"a": "name", "b": "position", "c": "report_id"}}
	require.Empty(t, r.MappingGap(whole))
	delete(whole.Columns, "b")
	require.Contains(t, r.MappingGap(whole), "应聘岗位")
}

func TestAnswersPutWhatNeedsAPersonFirst(t *testing.T) {
	f, r := readerFor(t, "hr", "zh")
	res := office.ImportResult{Answers: []office.Answer{
		{State: office.RowTaken, Line: 1, Passed: true},
		{State: office.RowRefused, Line: 2, Err: fault.New(fault.Invalid, "field.empty", "field", "name")},
		{State: office.RowDoubtful, Line: 3, Err: fault.New(fault.Refused, office.DoubtCode)},
		{State: office.RowAlready, Line: 4},
	}}
	lines := r.Answers(res, func(err error) string { return f.Words.Fault("zh", f.Catalog, err) })
	require.Equal(t, []string{"3", "2", "1", "4"}, []string{lines[0].Line, lines[1].Line, lines[2].Line, lines[3].Line})
	require.Contains(t, lines[1].Why, "姓名", "the field is named")
	require.Equal(t, "已导入 1，已存在 1，未导入 1，待确认 1。", r.ImportSummary(res))
	res.Dry = true
	require.Equal(t, "可导入 1，已存在 1，未导入 1，待确认 1。", r.ImportSummary(res), "a dry run keeps nothing, and says so")
	require.Equal(t, "可导入", r.Answers(res, func(error) string { return "" })[2].State)
}

func TestRulesAreReadOutForEveryPosition(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		f, r := readerFor(t, "admin", lang)
		groups := r.Rules()
		require.Len(t, groups, len(r.Automatic())+1+len(f.Catalog.Positions))
		for _, g := range groups {
			require.NotEmpty(t, g.Rules, g.Title)
			for _, rule := range g.Rules {
				require.NotRegexp(t, `\{[a-z_]+\}|^rules\.`, rule, "no gap in the words")
			}
		}
	}
}

func TestAccountLinesLeaveCandidatesOut(t *testing.T) {
	_, r := readerFor(t, "admin", "en")
	lines := r.AccountLines([]office.Account{{Login: "a", Roles: []string{"hr", "admin"}}, {Login: "c", Roles: []string{"candidate"}}, {Login: "b", Roles: []string{"hr"}, Branch: "zhengdong"}})
	require.Len(t, lines, 2)
	require.Equal(t, "HR, Administrator", lines[0].Roles)
	require.Equal(t, "Whole bank", lines[0].Branch)
	require.Equal(t, 2, lines[1].At)
}
