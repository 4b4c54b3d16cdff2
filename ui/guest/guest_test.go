package guest

import (
	"context"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// pageOf opens a candidate's screen in the host's window.
func pageOf(t *testing.T, h *uitest.GuestHost, id string) Page {
	t.Helper()
	for _, s := range Screens {
		if s.ID == id {
			page := s.Open(h)
			h.Show(page)
			t.Cleanup(page.Close)
			return page
		}
	}
	require.Fail(t, "no screen "+id)
	return nil
}

// again shows a page anew after something was tapped in it, so that it is laid out.
func again(h *uitest.GuestHost, page uitest.Page) fyne.CanvasObject {
	h.Show(page)
	return page.Content()
}

// wider are the objects whose right edge lies outside a window, whatever they are.
func wider(o fyne.CanvasObject, at fyne.Position, width float32) []string {
	var out []string
	if o == nil || !o.Visible() {
		return nil
	}
	if at.X < -0.5 || at.X+o.Size().Width > width+0.5 {
		out = append(out, strings.Join(uitest.Texts(o), " "))
	}
	for _, child := range uitest.Children(o) {
		if child != nil {
			out = append(out, wider(child, at.Add(child.Position()), width)...)
		}
	}
	return out
}

// endless is a height that nothing lies below: pages scroll downwards, and only downwards.
const endless float32 = 1e6

// fits checks that nothing on a page is wider than the phone, cut, or untranslated.
func fits(t *testing.T, h *uitest.GuestHost, page uitest.Page) {
	t.Helper()
	width := h.Canvas().Size().Width
	require.Empty(t, uitest.Blemishes(page.Content(), fyne.NewSize(width, endless)))
	require.Empty(t, wider(page.Content(), fyne.NewPos(0, 0), width))
}

// stops are where each screen has something to show.
var stops = []struct{ screen, stop string }{
	{"journey", "interview/planned"}, {"journey", "onboarding"}, {"interview", "interview/planned"}, {"offer", "offer/issued"}, {"offer", "offer/negotiating"},
	{"materials", "onboarding"}, {"guide", "onboarding"}, {"first_day", "onboarding/ready"}, {"probation", "probation"}, {"privacy", "check"}, {"interview", "check"},
}

func TestZ11_EveryPageFitsAPhone(t *testing.T) {
	f := uitest.Bank(t)
	at := map[string]hiring.CaseID{}
	for _, s := range stops {
		if at[s.stop] == "" {
			at[s.stop] = f.CaseAt(s.stop)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		for _, s := range stops {
			t.Run(lang+" "+s.screen+" "+s.stop, func(t *testing.T) {
				h := f.GuestHost(at[s.stop], lang)
				page := pageOf(t, h, s.screen)
				require.Empty(t, h.Failed)
				fits(t, h, page)
				require.LessOrEqual(t, len(uitest.Find[*place](page.Content())), 5)
				for _, p := range uitest.Find[*place](page.Content()) {
					require.GreaterOrEqual(t, p.Size().Height, float32(44))
				}
			})
		}
	}
}

func TestEveryPageHasAnEmptyFaceWithTheWayBack(t *testing.T) {
	f := uitest.Bank(t)
	h := f.GuestHost(f.CaseAt("assessment"), "zh")
	for _, id := range []string{"offer", "materials", "guide", "first_day", "probation"} {
		page := pageOf(t, h, id)
		fits(t, h, page)
		uitest.Tap(t, page.Content(), h.Words()("guest.home"))
	}
	require.Len(t, h.Gone, 5)
}

func TestScreensHaveTheirIconsAndNames(t *testing.T) {
	f := uitest.Bank(t)
	for _, s := range Screens {
		require.NotEqual(t, theme.QuestionIcon(), s.Icon, s.ID)
		for _, lang := range []string{"zh", "en"} {
			require.True(t, f.Words.Has(lang, "screen."+s.ID), s.ID)
		}
	}
	var ids []string
	for _, s := range Screens[:len(Screens)-1] {
		ids = append(ids, s.ID)
	}
	require.ElementsMatch(t, f.Catalog.Roles["candidate"].Screens, ids)
}

func TestJourneyOpensAMessageOnce(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "journey")
	require.True(t, uitest.Says(page.Content(), h.Words()("guest.letter.new")))
	panels := uitest.Find[*kit.Tap](page.Content())
	require.NotEmpty(t, panels)
	panels[0].Tapped(nil)
	again(h, page)
	fits(t, h, page)
	j, err := h.Guest().Journey(context.Background())
	require.NoError(t, err)
	require.True(t, j.Letters[0].Read)
}

func TestN20_TheCandidateSeesBandsAndMayAskAPerson(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "interview")
	shown := strings.Join(uitest.Texts(page.Content()), " ")
	file := f.File("hr", id)
	for _, trait := range file.Case.Report().Traits {
		require.NotContains(t, shown, trait.Label)
	}
	require.Contains(t, shown, h.Words()("band.strong"))
	uitest.Tap(t, page.Content(), h.Words()("guest.review.do"))
	again(h, page)
	fits(t, h, page)
	uitest.Tap(t, page.Content(), h.Words()("guest.review.send"))
	require.Empty(t, h.Failed)
	require.Len(t, f.File("hr", id).Case.Reviews, 1)
	require.Nil(t, uitest.Button(again(h, page), h.Words()("guest.review.do")), "one request at a time")
}

func TestZ26_TheCalendarFileMovesWithTheInterview(t *testing.T) {
	f := uitest.Bank(t)
	h := f.GuestHost(f.CaseAt("interview/planned"), "zh")
	page := pageOf(t, h, "interview")
	uitest.Tap(t, page.Content(), h.Words()("guest.calendar"))
	ics := string(h.Saved["interview.ics"])
	require.Contains(t, ics, "METHOD:REQUEST\r\n")
	require.Contains(t, ics, "DTSTART:20261124T020000Z\r\n")
}

// shoot shows a page in both lights for a person to look at.
func shoot(t *testing.T, h *uitest.GuestHost, page uitest.Page, name string) {
	t.Helper()
	for _, dark := range []bool{false, true} {
		h.Dark(dark)
		again(h, page)
		light := map[bool]string{false: "light", true: "dark"}[dark]
		uitest.Shot(t, h.Window, name+"-"+light)
	}
	h.Dark(false)
}

func TestShotsOfThePhone(t *testing.T) {
	if os.Getenv("SHOTS_DIR") == "" {
		t.Skip("SHOTS_DIR names no folder for pictures")
	}
	f := uitest.Bank(t)
	at := map[string]hiring.CaseID{}
	for _, lang := range []string{"zh", "en"} {
		for _, s := range stops {
			if at[s.stop] == "" {
				at[s.stop] = f.CaseAt(s.stop)
			}
			h := f.GuestHost(at[s.stop], lang)
			page := pageOf(t, h, s.screen)
			name := "guest_" + s.screen + "-" + lang + "-" + strings.ReplaceAll(s.stop, "/", "_")
			shoot(t, h, page, name)
			h.Size(360, 1800)
			uitest.Shot(t, h.Window, name+"-whole")
		}
	}
}

// zoomed is the kiosk's window: everything a third larger.
func zoomed(h *uitest.GuestHost, page uitest.Page) {
	zoom := kit.Zoomed(fyne.CurrentApp().Settings().Theme(), 1.3)
	h.Window.SetContent(container.NewStack(kit.NewGround(kit.Paper, "", 0), container.NewThemeOverride(page.Content(), zoom)))
	uitest.Settle(h.Window)
}
