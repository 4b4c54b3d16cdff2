package model

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

func plainReader() Reader {
	say := func(key string, _ ...string) string { return key }
	rooms := []catalog.Room{{ID: "r1", Name: catalog.Text{"zh": "一号", "en": "One"}}}
	return Reader{Lang: "zh", Say: say, Cat: &catalog.Catalog{Bank: catalog.Bank{Rooms: rooms}}, Now: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)}
}

func TestConflictsAreOverlapsOfPeopleAndRooms(t *testing.T) {
	at := func(minutes int) time.Time {
		return time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
	}
	known := []office.Round{{Case: "a", Interview: hiring.Interview{ID: "i1", Panel: []hiring.AccountID{"p"}, Start: at(0), End: at(45), Place: "r1", State: hiring.Planned}}}
	slot := func(from, to int, who hiring.AccountID, place string) RoundSlot {
		return RoundSlot{Case: "b", Interview: "i1", Panel: []hiring.AccountID{who}, Start: at(from), End: at(to), Place: place}
	}
	for name, c := range map[string]struct {
		slot RoundSlot
		want []string
	}{
		"the same person":          {slot(30, 60, "p", "x"), []string{"interview.conflict_person"}},
		"the same room by name":    {slot(30, 60, "q", "One"), []string{"interview.conflict_place"}},
		"both":                     {slot(-30, 90, "p", "一号"), []string{"interview.conflict_person", "interview.conflict_place"}},
		"right after is no clash":  {slot(45, 60, "p", "r1"), nil},
		"right before is no clash": {slot(-30, 0, "p", "r1"), nil},
		"other person and place":   {slot(0, 45, "q", "x"), nil},
	} {
		require.Equal(t, c.want, plainReader().Conflicts(c.slot, known, nil), name)
	}
	itself := slot(0, 45, "p", "r1")
	itself.Case = "a"
	require.Empty(t, plainReader().Conflicts(itself, known, nil), "a round is not in its own way")
	known[0].Interview.State = hiring.Cancelled
	require.Empty(t, plainReader().Conflicts(slot(0, 45, "p", "r1"), known, nil), "nor is a cancelled one")
}

func TestTheWeekBeginsOnMondayInCivilTime(t *testing.T) {
	sunday := time.Date(2026, 11, 29, 15, 59, 0, 0, time.UTC) // 23:59 in Shanghai
	require.Equal(t, hiring.Date("2026-11-23"), hiring.DateOf(Monday(sunday)))
	require.Equal(t, hiring.Date("2026-11-30"), hiring.DateOf(Monday(sunday.Add(time.Minute))))
}

func TestAPlanSaysWhatIsWrongByField(t *testing.T) {
	_, wrong := RoundPlan{Date: "2026-02-30", Time: "9", Minutes: "0"}.Slot()
	require.Equal(t, map[string]string{"panel": "interview.no_panel", "place": "field.empty", "date": "interview.bad_time", "minutes": "interview.bad_minutes"}, wrong)
	slot, wrong := RoundPlan{Panel: []string{"p"}, Date: "2026-11-24", Time: "09:30", Minutes: "45", Place: "r1"}.Slot()
	require.Empty(t, wrong)
	require.Equal(t, time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC), slot.Start)
	require.Equal(t, 45*time.Minute, slot.End.Sub(slot.Start))
}

func TestMovedKeepsEveryItem(t *testing.T) {
	items := []hiring.KitItem{{Question: "a"}, {Question: "b"}, {Question: "c"}}
	require.Equal(t, []hiring.KitItem{{Question: "b"}, {Question: "a"}, {Question: "c"}}, Moved(items, 1, -1))
	require.Equal(t, []hiring.KitItem{{Question: "a"}, {Question: "c"}, {Question: "b"}}, Moved(items, 1, 1))
	require.Equal(t, items, Moved(items, 0, -1), "at the ends it stays")
	require.Equal(t, "a", items[0].Question, "the list given is left as it was")
}

func TestACVGoesThroughTheFormUnchanged(t *testing.T) {
	cv := hiring.CV{Summary: "s", Source: "text", Education: []hiring.Education{{School: "A", Degree: "master", From: "2019-09", To: "2022-06", Number: "1"}},
		Employments:    []hiring.Employment{{Company: "B", From: "2022-07", Internship: true, Why: "w"}},
		Qualifications: []hiring.Qualification{{Name: "C", On: "2023-01-05"}}, Projects: []hiring.Project{{Name: "D", Text: "t"}}}
	form := FormOf(&cv)
	form.Add(0) // an empty row is left out
	back, wrong := form.CV()
	require.Empty(t, wrong)
	require.Equal(t, cv, back)
}

func TestMonthsComeIntoOneForm(t *testing.T) {
	for typed, want := range map[string]string{"2024/7": "2024-07", "2024.07": "2024-07", "2024年7月": "2024-07", "2024-07-01": "2024-07-01", "2024-7-1": "2024-07-01"} {
		require.Equal(t, want, month(typed), typed)
	}
	form := FormOf(nil)
	form.Add(1)
	form.Sections[1].Rows[0] = []string{"", "t", "", "2024-13", "2020-01", "", ""}
	_, wrong := form.CV()
	require.Equal(t, map[string]string{"employments.0.company": "field.empty", "employments.0.from": "cv.bad_month", "employments.0.to": "cv.ends_before"}, wrong)
}
