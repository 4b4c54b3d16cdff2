package model_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/model"
)

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
