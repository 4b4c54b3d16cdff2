package model_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/model"
)

func invitation() model.Invitation {
	start := time.Date(2026, 11, 24, 10, 0, 0, 0, hiring.China)
	return model.Invitation{UID: "case-i1@ruhang", Revision: 2, Start: start, End: start.Add(45 * time.Minute), Made: start.Add(-time.Hour), Title: "柜员结构化面试",
		Place: `总行; 12 楼, 3 号\面试间`, Text: strings.Repeat("地铁至禾苗街站，C 口出站向南步行约四百米\n", 4), Host: "嘉禾\"银行\"", Phone: "0371-5555 0100", Guest: "王小喆"}
}

// unfold puts the lines of a calendar file together again.
func unfold(ics string) map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(strings.ReplaceAll(ics, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		out[name] = value
	}
	return out
}

func TestZ26_ACalendarFileKeepsToRFC5545(t *testing.T) {
	ics := string(invitation().ICS())
	require.True(t, strings.HasSuffix(ics, "END:VCALENDAR\r\n"))
	require.NotContains(t, strings.ReplaceAll(ics, "\r\n", ""), "\n", "every line ends with CRLF")
	for _, line := range strings.Split(ics, "\r\n") {
		require.LessOrEqual(t, len(line), 75)
		require.True(t, utf8.ValidString(line), "a fold lies between characters")
	}
	got := unfold(ics)
	require.Equal(t, "20261124T020000Z", got["DTSTART"])
	require.Equal(t, "20261124T024500Z", got["DTEND"])
	require.Equal(t, "2", got["SEQUENCE"])
	require.Equal(t, `总行\; 12 楼\, 3 号\\面试间`, got["LOCATION"])
	require.Equal(t, 4, strings.Count(got["DESCRIPTION"], `\n`))
	require.Contains(t, got, `ORGANIZER;CN="嘉禾银行"`)

	t.Run("cancelling has the same UID", func(t *testing.T) {
		call := invitation()
		call.Cancelled, call.Revision = true, 3
		gone := unfold(string(call.ICS()))
		require.Equal(t, got["UID"], gone["UID"])
		require.Equal(t, "CANCEL", gone["METHOD"])
		require.Equal(t, "CANCELLED", gone["STATUS"])
		require.Equal(t, "3", gone["SEQUENCE"])
	})
}

func TestWeekDaysAreISO8601(t *testing.T) {
	for week, days := range map[string]string{"2026-W05": "01-26 – 02-01", "2026-W53": "12-28 – 01-03", "2027-W01": "01-04 – 01-10", "2024-W01": "01-01 – 01-07",
		"nonsense": "nonsense"} {
		require.Equal(t, days, model.WeekDays(week), week)
	}
	for day := hiring.Date("2026-01-01"); day < "2028-01-01"; day = day.AddDays(1) {
		first, last, _ := strings.Cut(model.WeekDays(day.ISOWeek()), " – ")
		if first < last {
			require.True(t, first <= string(day[5:]) && string(day[5:]) <= last, day)
		}
	}
}

func TestTheNavigationHasFivePlacesThatExist(t *testing.T) {
	all := &office.Journey{Interviews: make([]office.GuestInterview, 1), Offer: &office.GuestOffer{}, Guide: &office.GuestGuide{}, FirstDay: &office.FirstDay{},
		Probation: &office.GuestProbation{}, Materials: []office.GuestMaterial{{State: hiring.Accepted}}}
	require.Len(t, model.GuestPlaces(all), 8)
	require.Equal(t, []string{"journey", "offer", "guide", "first_day", "probation"}, model.GuestNav(all))
	all.Materials[0].State = hiring.Returned
	require.Contains(t, model.GuestNav(all), "materials")
	require.Equal(t, []string{"journey", "privacy"}, model.GuestNav(&office.Journey{}), "no empty places")
}

func TestKioskIsMe(t *testing.T) {
	n := &office.Newcomer{IDTail: "123X"}
	require.NoError(t, model.KioskIsMe(n, " 123x"))
	require.True(t, fault.HasCode(model.KioskIsMe(n, "1234"), "kiosk.not_you"))
	require.Error(t, model.KioskIsMe(&office.Newcomer{}, ""), "without a number on record nobody is confirmed")
}
