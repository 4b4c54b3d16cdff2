package guest

import (
	"context"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// lobby is a kiosk in a window, whose beat the test gives.
func lobby(t *testing.T, f *uitest.Fixture, lang string) (*uitest.GuestHost, *kiosk) {
	t.Helper()
	h := f.KioskHost(lang)
	k := newKiosk(h, func() {})
	zoomed(h, k)
	t.Cleanup(k.Close)
	return h, k
}

// scan is a reader that types like a keyboard and ends with Enter.
func scan(h *uitest.GuestHost, k *kiosk, code string) {
	k.beat() // the page has taken the keyboard
	for _, r := range code {
		h.Canvas().Focused().TypedRune(r)
	}
	h.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	zoomed(h, k)
}

// press presses a kiosk's button: found by its words, of which a big button shows only itself.
func press(t *testing.T, h *uitest.GuestHost, o fyne.CanvasObject, words string) {
	t.Helper()
	for _, b := range uitest.Find[*kit.BigButton](o) {
		if texts := uitest.Texts(b); len(texts) == 1 && texts[0] == words {
			test.Tap(b)
			return
		}
	}
	require.Fail(t, "no button "+words, "%v", uitest.Texts(o))
}

func typeTail(h *uitest.GuestHost, k *kiosk, tail string) {
	for _, r := range tail {
		k.pad.TypedRune(r)
	}
	k.pad.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnter})
	zoomed(h, k)
}

func arrivalDay(f *uitest.Fixture, id hiring.CaseID) {
	f.SetNow(f.File("hr", id).Case.Offer().Terms.Start.Time().Add(time.Hour))
}

func TestN14_CheckInAtTheKiosk(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding/ready")
	code, number := f.File("hr", id).Case.Guide.Code, whole(t, f, id)
	tail := number[len(number)-4:]
	arrivalDay(f, id)
	h, k := lobby(t, f, "zh")
	words := h.Words()

	scan(h, k, office.CodePrefix+code)
	name := []rune(f.File("hr", id).Person.Name)
	require.False(t, uitest.Says(k.Content(), string(name)), "the name is masked")
	require.True(t, uitest.Says(k.Content(), string(name[0])+"*"))
	fits(t, h, k)

	typeTail(h, k, "0000")
	require.True(t, uitest.Says(k.Content(), words("kiosk.not_you")))
	typeTail(h, k, tail)
	require.True(t, uitest.Says(k.Content(), words("kiosk.originals")))
	fits(t, h, k)
	press(t, h, k.Content(), words("kiosk.see"))
	zoomed(h, k)
	seen := 0
	for _, m := range f.File("hr", id).Case.Materials {
		if m.Original != nil {
			seen++
		}
	}
	require.Equal(t, 1, seen)

	press(t, h, k.Content(), words("kiosk.check_in"))
	require.Nil(t, f.File("hr", id).Case.CheckIn, "missing originals are said first")
	yes(t, h, words("kiosk.check_in"))
	zoomed(h, k)
	require.NotNil(t, f.File("hr", id).Case.CheckIn)
	for _, said := range []string{words("kiosk.arrived"), "19900002001", "17:15"} {
		require.True(t, uitest.Says(k.Content(), said), said)
	}
	fits(t, h, k)
	press(t, h, k.Content(), words("kiosk.done"))

	t.Run("Z-20 again changes nothing and says so", func(t *testing.T) {
		before := f.File("hr", id)
		scan(h, k, code)
		typeTail(h, k, tail)
		require.True(t, uitest.Says(k.Content(), words("kiosk.again")))
		after := f.File("hr", id)
		require.Equal(t, before.Case.CheckIn.At, after.Case.CheckIn.At)
		require.Equal(t, before.Version, after.Version)
	})
}

func TestKioskRefusals(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	c, number := f.File("hr", id).Case, whole(t, f, id)
	h, k := lobby(t, f, "zh")
	words := h.Words()
	t.Run("a foreign code", func(t *testing.T) {
		scan(h, k, "https://example.com/x")
		require.True(t, uitest.Says(k.Content(), words("kiosk.foreign_code")))
	})
	t.Run("an unknown code", func(t *testing.T) {
		scan(h, k, "AAAAABBBBB")
		require.True(t, uitest.Says(k.Content(), words("kiosk.unknown_code")))
	})
	t.Run("too early, with the day", func(t *testing.T) {
		scan(h, k, c.Guide.Code)
		typeTail(h, k, number[len(number)-4:])
		require.True(t, uitest.Says(k.Content(), string(c.Offer().Terms.Start)))
		require.Nil(t, k.n)
	})
	t.Run("guessing is stopped", func(t *testing.T) {
		scan(h, k, c.Guide.Code)
		for range kioskTries {
			typeTail(h, k, "9999")
		}
		require.Nil(t, k.n)
	})
	t.Run("a picture of the code", func(t *testing.T) {
		png, err := h.QR(office.CodePrefix+c.Guide.Code, 440)
		require.NoError(t, err)
		h.Pick("code.png", png)
		press(t, h, k.Content(), words("kiosk.image"))
		require.NotNil(t, k.n)
	})
	t.Run("a case that has ended", func(t *testing.T) {
		k.clear("")
		require.NoError(t, f.Guest(id).Do(context.Background(), hiring.Withdraw{Reason: "withdraw_personal"}))
		zoomed(h, k)
		scan(h, k, c.Guide.Code)
		require.Nil(t, k.n)
		require.True(t, uitest.Says(k.Content(), h.Fault(faultOf(h, c.Guide.Code))))
	})
}

func faultOf(h *uitest.GuestHost, code string) error {
	_, err := h.Kiosk().Welcome(context.Background(), code)
	return err
}

func TestTheKioskForgetsAfterAMinute(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding/ready")
	arrivalDay(f, id)
	h, k := lobby(t, f, "zh")
	code := f.File("hr", id).Case.Guide.Code
	scan(h, k, code)
	require.NotNil(t, k.n)
	f.Advance(46 * time.Second)
	k.beat()
	require.True(t, uitest.Says(k.Content(), h.Words()("kiosk.stay")), "warned first")
	press(t, h, k.Content(), h.Words()("kiosk.stay"))
	f.Advance(59 * time.Second)
	k.beat()
	require.NotNil(t, k.n, "somebody was there")
	f.Advance(time.Second)
	k.beat()
	zoomed(h, k)
	require.Nil(t, k.n)
	require.Empty(t, k.tail)
	for _, text := range uitest.Texts(k.Content()) {
		require.NotContains(t, text, "*")
	}

	t.Run("a code half typed goes too", func(t *testing.T) {
		k.beat()
		for _, r := range "ABC" {
			h.Canvas().Focused().TypedRune(r)
		}
		k.beat()
		f.Advance(kioskIdle)
		k.beat()
		require.Empty(t, k.entry.Text())
	})
	t.Run("an answer for who left reaches nobody", func(t *testing.T) {
		k.ask(func(ctx context.Context) (*office.Newcomer, error) {
			n, err := h.Kiosk().Welcome(ctx, code)
			k.clear("") // the minute ends while the office is answering
			return n, err
		}, k.found, nil)
		require.Nil(t, k.n)
	})
}

func TestN03_TheKioskVerifiesASignedOffer(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	signed, err := f.Guest(id).OfferPDF(context.Background(), 1)
	require.NoError(t, err)
	h, k := lobby(t, f, "zh")
	words := h.Words()
	press(t, h, k.Content(), words("kiosk.verify"))
	zoomed(h, k)
	h.Pick("offer.pdf", signed)
	press(t, h, k.Content(), words("kiosk.verify.pick"))
	zoomed(h, k)
	require.True(t, uitest.Says(k.Content(), words("proof.means_signed")))
	fits(t, h, k)
	changed := append([]byte(nil), signed...)
	changed[len(changed)/2] ^= 1
	h.Pick("offer.pdf", changed)
	press(t, h, k.Content(), words("kiosk.verify.pick"))
	zoomed(h, k)
	require.True(t, uitest.Says(k.Content(), words("signature.changed")))
	require.False(t, uitest.Says(k.Content(), words("proof.means_signed")))
}

// screens of a kiosk: standing and lying.
var lobbies = map[string]fyne.Size{"standing": fyne.NewSize(540, 960), "lying": fyne.NewSize(1280, 800)}

func TestZ11_TheKioskFitsStandingAndLying(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding/ready")
	code, number := f.File("hr", id).Case.Guide.Code, whole(t, f, id)
	arrivalDay(f, id)
	for _, lang := range []string{"zh", "en"} {
		h, k := lobby(t, f, lang)
		for _, size := range lobbies {
			h.Size(size.Width, size.Height)
			k.clear("")
			for _, step := range []func(){func() {}, func() { scan(h, k, code) }, func() { typeTail(h, k, number[len(number)-4:]) }} {
				step()
				zoomed(h, k)
				fits(t, h, k)
			}
		}
	}
}

func TestShotsOfTheKiosk(t *testing.T) {
	if os.Getenv("SHOTS_DIR") == "" {
		t.Skip("SHOTS_DIR names no folder for pictures")
	}
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding/ready")
	code, number := f.File("hr", id).Case.Guide.Code, whole(t, f, id)
	arrivalDay(f, id)
	shot := func(h *uitest.GuestHost, k *kiosk, step, lang string) {
		for name, size := range lobbies {
			h.Size(size.Width, size.Height)
			zoomed(h, k)
			uitest.Shot(t, h.Window, "kiosk_"+step+"-"+lang+"-"+name)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		h, k := lobby(t, f, lang)
		shot(h, k, "welcome", lang)
		scan(h, k, code)
		shot(h, k, "me", lang)
		typeTail(h, k, number[len(number)-4:])
		shot(h, k, "originals_or_today", lang)
		if k.step == "originals" {
			k.arrive()
			shot(h, k, "today", lang)
		}
	}
}
