package guest

import (
	"context"
	"image"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/data/scan/scantest"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// somebody is a made-up holder with the candidate's own name and number, so that the card is theirs.
func somebody(t *testing.T, f *uitest.Fixture, id hiring.CaseID) scantest.Person {
	t.Helper()
	p, n := scantest.Holder(5), whole(t, f, id)
	p.Name, p.ID = f.File("hr", id).Person.Name, n
	return p
}

// handedIn is the identity card as it was handed in last.
func handedIn(t *testing.T, f *uitest.Fixture, id hiring.CaseID) *hiring.MaterialTry {
	t.Helper()
	m := material(t, f, id, "id_card")
	return m.Last()
}

// formOf opens the form of the first material.
func formOf(t *testing.T, h *uitest.GuestHost) (Page, *kit.Form) {
	t.Helper()
	page := pageOf(t, h, "materials")
	uitest.Tap(t, page.Content(), h.Words()("guest.material.do"))
	return page, uitest.Find[*kit.Form](page.Content())[0]
}

func TestZ18_ABlurredPhotoIsToldBeforeItIsSent(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h := f.GuestHost(id, "zh")
	words := h.Words()
	page, form := formOf(t, h)
	card := scantest.Card(somebody(t, f, id))
	h.Pick("card.jpg", scantest.JPEG(scantest.Blur(card, 6), 85))
	uitest.Tap(t, page.Content(), words("guest.file.pick"))
	require.True(t, uitest.Says(page.Content(), words("flaw.blurred_do")))
	fits(t, h, pageAgain(h, page))
	number := whole(t, f, id)
	for name, value := range map[string]string{"name": f.File("hr", id).Person.Name, "id_no": number, "birth_date": birth(number), "valid_until": "2040-01-01"} {
		form.Set(name, value)
	}
	form.Submit()
	require.True(t, uitest.Says(page.Content(), words("guest.file.decide")))
	require.Equal(t, hiring.Awaited, material(t, f, id, "id_card").State, "nothing was sent")
	h.Pick("card.jpg", scantest.JPEG(card, 85))
	uitest.Tap(t, page.Content(), words("guest.file.retake"))
	require.False(t, uitest.Says(page.Content(), words("flaw.blurred_do")))
	form.Submit()
	require.Equal(t, hiring.Submitted, material(t, f, id, "id_card").State)
	require.Empty(t, handedIn(t, f, id).Read.Flaws)
}

func TestZ18_WhoeverHasNoBetterPictureMayKeepItAndHRSeesThat(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h := f.GuestHost(id, "en")
	words := h.Words()
	page, form := formOf(t, h)
	h.Pick("IMG_0001.jpg", scantest.PNG(scantest.Dim(scantest.Card(somebody(t, f, id)), 0.15)))
	uitest.Tap(t, page.Content(), words("guest.file.pick"))
	uitest.Tap(t, page.Content(), words("guest.file.keep"))
	number := whole(t, f, id)
	for name, value := range map[string]string{"name": f.File("hr", id).Person.Name, "id_no": number, "birth_date": birth(number), "valid_until": "2040-01-01"} {
		form.Set(name, value)
	}
	form.Submit()
	m := material(t, f, id, "id_card")
	require.Equal(t, hiring.Submitted, m.State)
	require.Equal(t, []string{hiring.FlawDark}, m.Last().Read.Flaws)
	require.Equal(t, []string{"legible"}, m.Last().Doubts())
	require.Equal(t, "IMG_0001.png", m.Last().File.Name, "its name says what it is")
	_, err := f.Staff("hr").Do(context.Background(), id, hiring.AcceptMaterial{Material: "id_card"})
	require.ErrorContains(t, err, "material.doubted")
	f.Do("hr", id, hiring.AcceptMaterial{Material: "id_card", Despite: []string{"legible"}})
	require.Equal(t, []string{"legible"}, handedIn(t, f, id).Despite)
}

func TestZ18_AFormatThatCannotBeOpenedIsSaidWithTheWayOut(t *testing.T) {
	f := uitest.Bank(t)
	h := f.GuestHost(f.CaseAt("onboarding"), "zh")
	page, _ := formOf(t, h)
	h.Pick("IMG_1.HEIC", []byte("\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1"))
	uitest.Tap(t, page.Content(), h.Words()("guest.file.pick"))
	require.Contains(t, h.Endings(), ".heic", "it can be chosen, so that it can be explained")
	require.True(t, uitest.Says(page.Content(), "兼容性最佳"))
	fits(t, h, pageAgain(h, page))
}

func TestZ19_WhatWasReadIsProposedAndNeverOverwrites(t *testing.T) {
	f := uitest.Bank(t)
	f.ReadLetters()
	id := f.CaseAt("onboarding")
	h := f.GuestHost(id, "zh")
	words := h.Words()
	require.NotEmpty(t, h.Guest().Reads(), "make test installs the engine")
	page, form := formOf(t, h)
	form.Set("name", "别的名字")
	h.Pick("card.jpg", scantest.JPEG(scantest.Card(somebody(t, f, id)), 88))
	uitest.Tap(t, page.Content(), words("guest.file.pick"))
	number := whole(t, f, id)
	require.True(t, uitest.Says(page.Content(), number))
	require.True(t, uitest.Says(page.Content(), words("read.proposed")))
	require.Empty(t, form.Values()["id_no"], "nothing is filled in by itself")
	fits(t, h, pageAgain(h, page))
	uitest.Tap(t, page.Content(), words("guest.read.fill"))
	require.Equal(t, number, form.Values()["id_no"])
	require.Equal(t, birth(number), form.Values()["birth_date"])
	require.Equal(t, "别的名字", form.Values()["name"], "what was typed stays")
	require.True(t, uitest.Says(page.Content(), words("read.same")))
	form.Set("id_no", swapLast(number))
	require.True(t, uitest.Says(page.Content(), words("read.other")))
	form.Set("id_no", number)
	form.Set("name", f.File("hr", id).Person.Name)
	form.Set("valid_until", "2040-01-01")
	form.Submit()
	m := material(t, f, id, "id_card")
	require.Equal(t, hiring.Submitted, m.State)
	v, ok := m.Last().Read.Value("id_no")
	require.True(t, ok && v.Sure)
	require.Equal(t, number, v.Text)
	require.True(t, strings.HasPrefix(m.Last().Read.Engine, "tesseract"))
}

func TestZ19_WithoutAnEngineTheSamePageTakesWhatIsTyped(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h := f.GuestHost(id, "zh")
	page, form := formOf(t, h)
	h.Pick("card.jpg", scantest.JPEG(scantest.Card(somebody(t, f, id)), 88))
	uitest.Tap(t, page.Content(), h.Words()("guest.file.pick"))
	require.False(t, uitest.Says(page.Content(), h.Words()("guest.read.title")))
	number := whole(t, f, id)
	for name, value := range map[string]string{"name": f.File("hr", id).Person.Name, "id_no": number, "birth_date": birth(number), "valid_until": "2040-01-01"} {
		form.Set(name, value)
	}
	form.Submit()
	require.Equal(t, hiring.Submitted, material(t, f, id, "id_card").State)
	require.Empty(t, handedIn(t, f, id).Read.Values)
}

// TestControl30_WhatACandidateSaysWasReadIsNotBelieved: only the office's own look at the file counts.
func TestControl30_WhatACandidateSaysWasReadIsNotBelieved(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	number := whole(t, f, id)
	g := f.Guest(id)
	ref, err := g.Attach(context.Background(), hiring.Identity, "x.png", strings.NewReader(string(scantest.PNG(image.NewGray(image.Rect(0, 0, 9, 9))))))
	require.NoError(t, err)
	require.NoError(t, g.Do(context.Background(), hiring.SubmitMaterial{Material: "id_card", File: ref,
		Fields: map[string]string{"name": f.File("hr", id).Person.Name, "id_no": number, "birth_date": birth(number), "valid_until": "2040-01-01"},
		Read:   &hiring.Reading{Engine: "tesseract", Values: []hiring.ReadValue{{Field: "id_no", Text: number, Sure: true}}}}))
	require.Nil(t, handedIn(t, f, id).Read)
}

func TestShotsOfHandingIn(t *testing.T) {
	if os.Getenv("SHOTS_DIR") == "" {
		t.Skip("pictures are written where SHOTS_DIR says")
	}
	f := uitest.Bank(t)
	f.ReadLetters()
	id := f.CaseAt("onboarding")
	card := scantest.Card(somebody(t, f, id))
	for _, lang := range []string{"zh", "en"} {
		h := f.GuestHost(id, lang)
		page, _ := formOf(t, h)
		h.Pick("card.jpg", scantest.JPEG(scantest.Blur(card, 6), 85))
		uitest.Tap(t, page.Content(), h.Words()("guest.file.pick"))
		h.Show(page)
		uitest.Shot(t, h.Window, "phone-material-blurred-"+lang)
		h.Pick("card.jpg", scantest.JPEG(card, 85))
		uitest.Tap(t, page.Content(), h.Words()("guest.file.retake"))
		h.Size(360, 1300)
		h.Show(page)
		uitest.Shot(t, h.Window, "phone-material-read-"+lang)
		h.Size(1280, 800)
		uitest.Shot(t, h.Window, "desktop-material-read-"+lang)
	}
}
