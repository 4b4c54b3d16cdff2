package catalog_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/catalog"
)

var civil = time.FixedZone("CST", 8*3600)

// quietBank has the arrangement for 2026, and quiet hours.
func quietBank(from, to string, daysOff bool) *catalog.Catalog {
	return &catalog.Catalog{Bank: catalog.Bank{Quiet: &catalog.Quiet{From: from, To: to, DaysOff: daysOff}},
		Years: map[string]*catalog.Year{"2026": {ID: "2026", Work: []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"},
			Off: []catalog.DayOff{{ID: "new_year", From: "2026-01-01", To: "2026-01-03"}, {ID: "spring", From: "2026-02-15", To: "2026-02-23"},
				{ID: "qingming", From: "2026-04-04", To: "2026-04-06"}, {ID: "labour", From: "2026-05-01", To: "2026-05-05"},
				{ID: "dragon_boat", From: "2026-06-19", To: "2026-06-21"}, {ID: "mid_autumn", From: "2026-09-25", To: "2026-09-27"}, {ID: "national", From: "2026-10-01", To: "2026-10-07"}}}}}
}

func TestWorkdaysFollowTheStateCouncil(t *testing.T) {
	c := quietBank("21:00", "08:00", true)
	for day, want := range map[string]bool{"2026-02-14": true, "2026-02-15": false, "2026-02-16": false, "2026-02-23": false, "2026-02-24": true, "2026-02-28": true,
		"2026-09-20": true, "2026-10-07": false, "2026-10-08": true, "2026-10-10": true, "2026-10-11": false, "2026-11-23": true} {
		work, known := c.Workday(day)
		require.True(t, known, day)
		require.Equal(t, want, work, day)
	}
	work, known := c.Workday("2027-01-01") // a Friday: no notice for 2027 is known
	require.True(t, work)
	require.False(t, known)
	work, known = c.Workday("2027-01-02")
	require.False(t, work || known)
	require.Equal(t, "spring", c.Holiday("2026-02-20").ID)
	require.Nil(t, c.Holiday("2026-02-24"))
}

// TestQuietHoursMoveMessagesToTheFirstMinuteThatIsOpen holds Outgoing against an oracle that tries every minute.
func TestQuietHoursMoveMessagesToTheFirstMinuteThatIsOpen(t *testing.T) {
	off := map[string]bool{}
	for _, span := range [][2]string{{"01-01", "01-03"}, {"02-15", "02-23"}, {"04-04", "04-06"}, {"05-01", "05-05"}, {"06-19", "06-21"}, {"09-25", "09-27"}, {"10-01", "10-07"}} {
		for d, _ := time.Parse("2006-01-02", "2026-"+span[0]); d.Format("01-02") <= span[1]; d = d.AddDate(0, 0, 1) {
			off[d.Format("2006-01-02")] = true
		}
	}
	swapped := map[string]bool{"2026-01-04": true, "2026-02-14": true, "2026-02-28": true, "2026-05-09": true, "2026-09-20": true, "2026-10-10": true}
	rapid.Check(t, func(r *rapid.T) {
		from, to := rapid.IntRange(18*60, 23*60+59).Draw(r, "from"), rapid.IntRange(0, 11*60).Draw(r, "to")
		daysOff := rapid.Bool().Draw(r, "days off")
		clock := func(m int) string { return time.Date(2000, 1, 1, 0, m, 0, 0, time.UTC).Format("15:04") }
		c := quietBank(clock(from), clock(to), daysOff)
		now := time.Date(2026, 1, 1, 0, rapid.IntRange(0, 365*24*60-1).Draw(r, "minute"), rapid.IntRange(0, 59).Draw(r, "second"), 0, civil)
		open := func(at time.Time) bool {
			day, m := at.Format("2006-01-02"), at.Hour()*60+at.Minute()
			weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
			free := off[day] || weekend && !swapped[day]
			if at.Year() == 2027 {
				free = weekend
			}
			return m >= to && m < from && !(daysOff && free)
		}
		want := now
		for minute := now.Truncate(time.Minute); !open(want); want = minute {
			minute = minute.Add(time.Minute)
		}
		got := c.Outgoing(now.UTC(), civil)
		require.True(r, got.Equal(want), "from %v: %v, not %v", now, got.In(civil), want)
		require.False(r, got.Before(now), "never earlier")
		require.Equal(r, time.UTC, got.Location())
	})
	free := &catalog.Catalog{}
	at := time.Date(2026, 2, 17, 23, 0, 0, 0, civil)
	require.Equal(t, at, free.Outgoing(at, civil), "a bank without quiet hours")
}
