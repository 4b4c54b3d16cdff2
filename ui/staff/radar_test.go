package staff

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/model"
	"ruhang/ui/uitest"
)

func TestN17_Z30_TheRadarSaysWhatWaitsOnWhomAndForHowLong(t *testing.T) {
	f := uitest.Bank(t)
	uninvited, unchecked := f.CaseAt("interview"), f.CaseAt("check/consented")
	f.CaseAt("offer/issued")
	f.CaseAt("onboarding")
	f.Advance(10 * 24 * time.Hour)
	for _, lang := range []string{"zh", "en"} {
		h, page := opened(t, f, "radar", "hr", lang)
		p := page.(*radarPage)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "radar-"+lang)
		for _, want := range []struct {
			code string
			id   hiring.CaseID
		}{{"plan_interview", uninvited}, {"record_check", unchecked}} {
			at := slices.IndexFunc(p.view.Lines, func(l model.RadarLine) bool { return l.Of.Code == want.code })
			require.GreaterOrEqual(t, at, 0, want.code)
			require.NotEmpty(t, p.view.Lines[at].Late)
			p.table.OnOpen(at)
			i := slices.IndexFunc(p.items, func(i model.RadarItem) bool { return i.Case == want.id })
			require.GreaterOrEqual(t, i, 0)
			p.cases.OnOpen(i)
			require.Equal(t, uitest.Gone{Screen: "case", Arg: string(want.id)}, h.Gone[len(h.Gone)-1])
		}
		h.Show(page)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "radar_cases-"+lang)
	}
}

func TestTheRadarOfAnEmptyBankSaysSo(t *testing.T) {
	f := uitest.Bank(t)
	_, page := opened(t, f, "radar", "hr", "zh")
	require.True(t, uitest.Says(page.Content(), "没有事项在等人"))
	require.True(t, uitest.Says(page.Content(), "还没有对过账"))
}

func TestTheRadarHidesFlagsFromWhoMayNotSeeThem(t *testing.T) {
	f := uitest.Bank(t)
	f.CaseAt("check/flagged")
	_, open := opened(t, f, "radar", "compliance", "zh")
	require.True(t, slices.ContainsFunc(open.(*radarPage).view.Lines, func(l model.RadarLine) bool { return l.Of.Code == "clear_flag" }))
	f.Catalog.Roles["approver"].Compartments = []string{"basic"}
	_, page := opened(t, f, "radar", "approver", "zh")
	for _, l := range page.(*radarPage).view.Lines {
		require.NotEqual(t, "clear_flag", l.Of.Code)
	}
}
