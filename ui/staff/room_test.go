package staff

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
	"ruhang/ui/uitest"
)

// roomAt is the room of a case's first round, for an interviewer.
func roomAt(t *testing.T, f *uitest.Fixture, login, lang string, id hiring.CaseID) (*uitest.StaffHost, *roomPage) {
	t.Helper()
	h := f.StaffHost(login, lang)
	page := openRoom(h, string(id)+"/i1").(*roomPage)
	t.Cleanup(page.Close)
	h.Show(page)
	require.NotNil(t, page.room)
	return h, page
}

func TestZ24_TheRoomShowsStyleAndNeverContactData(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	_, page := roomAt(t, f, "interviewer1", "zh", id)
	require.True(t, uitest.Says(page.Content(), "内敛") || uitest.Says(page.Content(), page.room.Traits[0].Name))
	require.True(t, uitest.Says(page.Content(), "AI 初面摘要"))
	require.False(t, uitest.Says(page.Content(), "199000"))
	require.False(t, uitest.Says(page.Content(), "@example.com"))
	require.Contains(t, f.File("hr", id).Case.ReportReads, f.Account("interviewer1"), "opening is logged")
}

func TestOthersCardsAreHiddenUntilMineIsIn(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/half")
	h, page := roomAt(t, f, "interviewer2", "zh", id)
	require.True(t, uitest.Says(page.Content(), "独立评分"))
	require.Empty(t, page.room.Others)
	for _, q := range page.room.Questions {
		page.draft.Rate(q.Key, 3)
	}
	page.draft.Recommendation = "no"
	page.turn(len(page.room.Questions))
	uitest.Tap(t, page.Content(), "提交评价表")
	require.Len(t, f.File("hr", id).Case.Interviews[0].Cards, 1, "asked first")
	uitest.Tap(t, uitest.Overlay(h.Window), "提交评价表")
	require.Len(t, f.File("hr", id).Case.Interviews[0].Cards, 2)
	require.Equal(t, "done", page.room.State)
	require.Len(t, page.room.Others, 1)
	require.True(t, uitest.Says(page.Content(), "其他面试官"))
	var draft model.CardDraft
	_, err := h.Staff().Setting(context.Background(), model.DraftKey(id, "i1"), &draft)
	require.NoError(t, err)
	require.Empty(t, draft.Ratings, "the draft is emptied once the card is in")
}

func TestNothingTypedIsLost(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	_, page := roomAt(t, f, "interviewer1", "zh", id)
	uitest.Find[*kit.ScorePicker](page.Content())[0].Choose(4)
	note := uitest.Find[*kit.Entry](page.Content())[0]
	note.SetText("举了双人复核的例子")
	page.Refresh()
	require.Same(t, note, uitest.Find[*kit.Entry](page.Content())[0], "a change from elsewhere leaves the inputs alone")
	page.Close()
	_, again := roomAt(t, f, "interviewer1", "zh", id)
	require.True(t, uitest.Says(again.Content(), "举了双人复核的例子"))
	require.Equal(t, 4, uitest.Find[*kit.ScorePicker](again.Content())[0].Score())
	_, other := roomAt(t, f, "interviewer2", "zh", id)
	require.False(t, uitest.Says(other.Content(), "举了双人复核的例子"), "a draft is its writer's own")
}

func TestAnIncompleteCardSaysWhatIsMissing(t *testing.T) {
	f := uitest.Bank(t)
	h, page := roomAt(t, f, "interviewer1", "zh", f.CaseAt("interview/planned"))
	page.draft.Rate(page.room.Questions[0].Key, 5)
	page.turn(len(page.room.Questions))
	uitest.Tap(t, page.Content(), "提交评价表")
	require.True(t, uitest.Says(uitest.Overlay(h.Window), "还没有评分的题目：2"))
	uitest.Tap(t, uitest.Overlay(h.Window), "去补上")
	require.Equal(t, 1, page.draft.At)
}

func TestTheTimerFollowsTheOfficesClock(t *testing.T) {
	f := uitest.Bank(t)
	_, page := roomAt(t, f, "interviewer1", "zh", f.CaseAt("interview/planned"))
	f.Advance(25*time.Hour + 5*time.Minute + 7*time.Second)
	page.showTime()
	require.Equal(t, "5:07 / 45:00", page.timer.Text())
	f.Advance(time.Hour)
	page.showTime()
	require.Contains(t, page.timer.Text(), "已超时")
}

func TestWhoIsNotOnThePanelWritesNoCard(t *testing.T) {
	f := uitest.Bank(t)
	_, page := roomAt(t, f, "hr", "zh", f.CaseAt("interview/planned"))
	require.Equal(t, "closed", page.room.State)
	require.Nil(t, uitest.Button(page.Content(), "提交评价表"))
}

func TestN06_TheRoomShowsFiveAnchorsForEveryQuestion(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	for _, lang := range []string{"zh", "en"} {
		_, page := roomAt(t, f, "interviewer1", lang, id)
		require.NotEmpty(t, page.room.Questions)
		for i, q := range page.room.Questions {
			page.turn(i)
			require.Len(t, q.Anchors, 5)
			for level, anchor := range q.Anchors {
				require.True(t, uitest.Says(page.Content(), strconv.Itoa(level+1)+"  "+anchor), "%s %d", q.Text, level+1)
			}
		}
	}
}
