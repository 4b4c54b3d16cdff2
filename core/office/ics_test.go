package office_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

func invitation() office.CalendarEntry {
	start := time.Date(2026, 11, 24, 10, 0, 0, 0, hiring.China)
	return office.CalendarEntry{UID: "case-i1@ruhang", Revision: 2, Start: start, End: start.Add(45 * time.Minute), Made: start.Add(-time.Hour), Title: "柜员结构化面试",
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

func TestZ26_AnEntryNamesItsRoundAndAsksForAnAnswer(t *testing.T) {
	id, round, ok := office.EntryRound(office.EntryUID("01J-A", "i2"))
	require.True(t, ok)
	require.Equal(t, hiring.CaseID("01J-A"), id)
	require.Equal(t, "i2", round)
	for _, foreign := range []string{"", "@ruhang", "-i1@ruhang", "x-@ruhang", "x-i1@example.com", "x-i1"} {
		_, _, ok := office.EntryRound(foreign)
		require.False(t, ok, foreign)
	}
	call := invitation()
	call.HostMail, call.GuestMail = "hr@bank.example", "wang@example.com"
	got := unfold(string(call.ICS()))
	require.Equal(t, "mailto:hr@bank.example", got[`ORGANIZER;CN="嘉禾银行"`])
	require.Equal(t, "mailto:wang@example.com", got[`ATTENDEE;CN="王小喆";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE`])
	require.Equal(t, call.ICS(), call.ICS(), "sent again it is the same entry")
}
