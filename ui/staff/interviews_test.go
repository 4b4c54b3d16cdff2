package staff

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/uitest"
)

func interviewsAt(t *testing.T, f *uitest.Fixture, login, arg string) (*uitest.StaffHost, *interviewsPage) {
	t.Helper()
	h := f.StaffHost(login, "zh")
	page := openInterviews(h, arg).(*interviewsPage)
	h.Show(page)
	return h, page
}

func TestARoundIsPlannedFromTheListAndStandsInTheWeek(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	h, page := interviewsAt(t, f, "hr", "")
	require.Len(t, page.read.Unplanned(page.rows), 1)
	require.True(t, uitest.Says(page.Content(), "这一周没有面试"))
	file := f.File("hr", id)
	form := page.showPlan(file, nil)
	form.submit()
	require.True(t, uitest.Says(uitest.Overlay(h.Window), f.Words.Say("zh", "interview.no_panel")), "the refusal stands in the form")
	form.plan.Panel = []string{string(f.Account("interviewer1"))}
	form.submit()
	iv := f.File("hr", id).Case.Interviews[0]
	require.Equal(t, time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC), iv.Start, "the next working day at nine")
	require.Equal(t, 45*time.Minute, iv.End.Sub(iv.Start), "as long as the position's kit")
	require.True(t, uitest.Says(page.Content(), "周二 11-24"))
	require.Empty(t, page.read.Unplanned(page.rows))
	require.Len(t, page.read.InterviewWeek(page.monday, page.rounds, page.names).Items, 1)
}

func TestConflictsOfInterviewerAndRoomAreShownBeforeTheRoundIsMade(t *testing.T) {
	f := uitest.Bank(t)
	f.CaseAt("interview/planned") // Tuesday 10:00, both interviewers
	id := f.CaseAt("interview")
	h, page := interviewsAt(t, f, "hr", "")
	form := page.showPlan(f.File("hr", id), nil)
	form.plan.Panel = []string{string(f.Account("interviewer2"))}
	form.plan.Date, form.plan.Time, form.plan.Place = "2026-11-24", "10:30", page.rounds[0].Interview.Place
	form.check()
	require.True(t, uitest.Says(form.clash, "已有面试"))
	require.True(t, uitest.Says(form.clash, "已被占用"))
	form.submit()
	require.Empty(t, f.File("hr", id).Case.Interviews, "asked first")
	uitest.Tap(t, uitest.Overlay(h.Window), "仍然安排")
	require.Len(t, f.File("hr", id).Case.Interviews, 1)
	for _, it := range page.read.InterviewWeek(page.monday, page.rounds, page.names).Items {
		require.NotEmpty(t, it.Conflicts)
	}
}

func TestARoundIsMovedCancelledAndMissed(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	h, page := interviewsAt(t, f, "hr", string(id)+"/i1")
	require.True(t, uitest.Says(uitest.Overlay(h.Window), "改期"), "opened for this round")
	form := page.showPlan(f.File("hr", id), &f.File("hr", id).Case.Interviews[0])
	form.plan.Date, form.plan.Time = "2026-12-02", "14:00"
	form.submit()
	iv := f.File("hr", id).Case.Interviews[0]
	require.Equal(t, 2, iv.Revision)
	require.Equal(t, "2026-11-30", string(hiring.DateOf(page.monday)), "the calendar follows the round")
	f.SetNow(iv.End)
	require.NoError(t, f.File("hr", id).May(hiring.RecordNoShow{Interview: "i1"}))
	f.Do("hr", id, hiring.CancelInterview{Interview: "i1", Why: "-"})
	page.Refresh()
	require.Equal(t, "已取消", page.read.InterviewWeek(page.monday, page.rounds, page.names).Items[0].State)
}

func TestAnInterviewersOwnRoundsComeFirst(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	h, page := interviewsAt(t, f, "interviewer1", "")
	require.False(t, page.mayPlan)
	week := page.read.InterviewWeek(page.monday, page.rounds, page.names)
	require.Len(t, week.Own, 1)
	require.True(t, week.Own[0].Owed)
	page.open(week.Own[0])
	uitest.Tap(t, uitest.Overlay(h.Window), "进入面试间")
	require.Equal(t, uitest.Gone{Screen: "room", Arg: string(id) + "/i1"}, h.Gone[0])
}
