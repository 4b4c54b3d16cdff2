package guest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/data/scan/scantest"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// yes answers the question that lies over the window.
func yes(t *testing.T, h *uitest.GuestHost, word string) {
	t.Helper()
	over := uitest.Overlay(h.Window)
	require.NotNil(t, over, "nothing was asked")
	uitest.Tap(t, over, word)
}

// draw writes something on the pad with a finger.
func draw(pad *kit.SignaturePad) {
	for i := range 12 {
		at := fyne.NewPos(20+float32(i)*14, 60+float32(i%4)*12)
		pad.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}, Dragged: fyne.NewDelta(14, 4)})
	}
	pad.DragEnd()
}

func TestZ12_WhatIsSignedIsWhatWasShown(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/issued")
	h := f.GuestHost(id, "zh")
	words := h.Words()
	page := pageOf(t, h, "offer")
	require.Equal(t, hiring.OfferViewed, f.File("hr", id).Case.Offer().State, "opening the page is said once")
	issued, err := h.Guest().OfferPDF(context.Background(), 1)
	require.NoError(t, err)

	uitest.Tap(t, page.Content(), words("guest.sign"))
	fits(t, h, pageAgain(h, page))
	require.Len(t, uitest.Find[*kit.PageViewer](page.Content()), 1)
	uitest.Tap(t, page.Content(), words("guest.pdf.save"))
	require.Equal(t, issued, h.Saved["offer.pdf"], "what is shown and saved are the issued bytes")
	uitest.Tap(t, page.Content(), words("guest.sign.go_on"))
	fits(t, h, pageAgain(h, page))

	uitest.Tap(t, page.Content(), words("guest.sign.do"))
	require.True(t, uitest.Says(page.Content(), words("offer.agree_first")))
	test.Tap(uitest.Find[*consent](page.Content())[0])
	uitest.Tap(t, page.Content(), words("guest.sign.do"))
	require.True(t, uitest.Says(page.Content(), words("offer.no_stroke")))
	draw(uitest.Find[*kit.SignaturePad](page.Content())[0])
	uitest.Tap(t, page.Content(), words("guest.sign.do"))
	require.Equal(t, hiring.OfferViewed, f.File("hr", id).Case.Offer().State, "nothing is signed before the question is answered")
	yes(t, h, words("guest.sign.yes"))

	o := f.File("hr", id).Case.Offer()
	require.Equal(t, hiring.OfferSigned, o.State)
	sum := sha256.Sum256(issued)
	require.Equal(t, hex.EncodeToString(sum[:]), o.PDF.SHA256)
	require.True(t, uitest.Says(page.Content(), words("guest.thanks.title")))
	fits(t, h, pageAgain(h, page))
	uitest.Tap(t, page.Content(), words("guest.to_guide"))
	require.Equal(t, "guide", h.Gone[len(h.Gone)-1].Screen)
}

// pageAgain lays a page out after a tap changed it.
func pageAgain(h *uitest.GuestHost, page Page) Page {
	h.Show(page)
	return page
}

func TestZ13_AWishStopsTheSignature(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/issued")
	h := f.GuestHost(id, "zh")
	words := h.Words()
	page := pageOf(t, h, "offer")
	uitest.Tap(t, page.Content(), words("guest.change.do"))
	fits(t, h, pageAgain(h, page))

	form := uitest.Find[*kit.Form](page.Content())[0]
	form.Set("value", "2020-01-01")
	form.Submit()
	require.Equal(t, words("offer.start_past"), form.Error("value"), "the refusal stands beside its field")
	form.Set("value", "2026-12-28")
	form.Submit()
	require.Empty(t, h.Failed)
	c := f.File("hr", id).Case.Offer().Change
	require.Equal(t, "2026-12-28", c.New)
	again(h, page)
	require.Nil(t, uitest.Button(page.Content(), words("guest.sign")))
	require.True(t, uitest.Says(page.Content(), words("guest.offer.negotiating")))
	require.True(t, uitest.Says(page.Content(), "2026-12-28"))
}

func TestN16_TheNewVersionSaysWhatChanged(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/negotiating")
	old := f.File("hr", id).Case.Offer().Terms.Start
	f.Do("hr", id, hiring.AnswerChange{Accept: true})
	f.Do("hr", id, hiring.IssueOffer{})
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "offer")
	fits(t, h, page)
	require.True(t, uitest.Says(page.Content(), h.Words()("guest.changes")))
	require.True(t, uitest.Says(page.Content(), string(old)))
	require.True(t, uitest.Says(page.Content(), string(f.File("hr", id).Case.Offer().Terms.Start)))
	uitest.Tap(t, page.Content(), h.Words()("guest.offer.see_earlier", "version", h.Words()("guest.offer.earlier", "version", "1")))
	require.Len(t, uitest.Find[*kit.PageViewer](again(h, page)), 1, "the version before stays readable")
}

func TestDecliningAsksFirst(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/issued")
	h := f.GuestHost(id, "en")
	page := pageOf(t, h, "offer")
	uitest.Tap(t, page.Content(), h.Words()("guest.decline"))
	form := uitest.Find[*kit.Form](again(h, page))[0]
	form.Set("reason", "location")
	form.Submit()
	require.Equal(t, hiring.OfferViewed, f.File("hr", id).Case.Offer().State)
	yes(t, h, h.Words()("guest.decline"))
	require.Equal(t, hiring.OfferDeclined, f.File("hr", id).Case.Offer().State)
	fits(t, h, pageAgain(h, page))
}

func TestZ18_MaterialsAreHandedIn(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h := f.GuestHost(id, "zh")
	words := h.Words()
	page := pageOf(t, h, "materials")
	uitest.Tap(t, page.Content(), words("guest.material.do"))
	fits(t, h, pageAgain(h, page))

	form := uitest.Find[*kit.Form](page.Content())[0]
	person := f.File("hr", id).Person
	number := whole(t, f, id)
	for name, value := range map[string]string{"name": person.Name, "id_no": swapLast(number), "birth_date": birth(number), "valid_until": "2040-01-01"} {
		form.Set(name, value)
	}
	form.Submit()
	require.True(t, uitest.Says(page.Content(), words("guest.file.first")), "no file, nothing sent")
	h.Pick("card.png", scantest.PNG(scantest.Card(somebody(t, f, id))))
	uitest.Tap(t, page.Content(), words("guest.file.pick"))
	require.Contains(t, h.Endings(), ".pdf")
	form.Submit()
	require.Empty(t, h.Failed)
	again(h, page)

	t.Run("Z-19 one wrong digit comes back with its reason", func(t *testing.T) {
		require.Equal(t, hiring.Returned, material(t, f, id, "id_card").State)
		require.True(t, uitest.Says(page.Content(), words("verdict.id_checksum")))
		fits(t, h, page)
	})
	t.Run("Y-05 the right number is taken for review", func(t *testing.T) {
		require.NoError(t, h.Guest().Upload(context.Background(), "id_card", "card.png", uitest.Stroke(),
			map[string]string{"name": person.Name, "id_no": number, "birth_date": birth(number), "valid_until": "2040-01-01"}))
		page.Refresh()
		require.Equal(t, hiring.Submitted, material(t, f, id, "id_card").State)
		require.True(t, uitest.Says(again(h, page), words("material.state.submitted")))
	})
}

func whole(t *testing.T, f *uitest.Fixture, id hiring.CaseID) string {
	t.Helper()
	p, err := f.Staff("hr").Reveal(context.Background(), id)
	require.NoError(t, err)
	return p.IDNumber
}

func birth(number string) string { return number[6:10] + "-" + number[10:12] + "-" + number[12:14] }

func swapLast(number string) string {
	last := "0"
	if strings.HasSuffix(number, "0") {
		last = "1"
	}
	return number[:17] + last
}

func material(t *testing.T, f *uitest.Fixture, id hiring.CaseID, name string) hiring.Material {
	t.Helper()
	for _, m := range f.File("hr", id).Case.Materials {
		if m.ID == name {
			return m
		}
	}
	require.Fail(t, name)
	return hiring.Material{}
}

func TestZ17_TheGuideHasItsCodeAndItsFile(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "guide")
	code := f.File("hr", id).Case.Guide.Code
	require.True(t, uitest.Says(page.Content(), spaced(code)))
	uitest.Tap(t, page.Content(), h.Words()("guest.guide.save"))
	require.True(t, bytes.HasPrefix(h.Saved["guide.pdf"], []byte("%PDF")))
	png, err := h.QR(office.CodePrefix+code, 440)
	require.NoError(t, err)
	read, err := f.Press.ReadQR(png)
	require.NoError(t, err)
	require.Equal(t, office.CodePrefix+code, read)
}

func TestZ38_TheGuideIsOfThePosition(t *testing.T) {
	f := uitest.Bank(t)
	teller := strings.Join(uitest.Texts(pageOf(t, f.GuestHost(f.CaseOf("teller", "onboarding"), "zh"), "guide").Content()), "")
	manager := strings.Join(uitest.Texts(pageOf(t, f.GuestHost(f.CaseOf("account_manager", "onboarding"), "zh"), "guide").Content()), "")
	for _, words := range []string{"柜台操作流程", "服务礼仪培训"} {
		require.Contains(t, teller, words)
		require.NotContains(t, manager, words)
	}
	for _, words := range []string{"客户开发技巧", "产品知识手册"} {
		require.Contains(t, manager, words)
		require.NotContains(t, teller, words)
	}
}

func TestZ39_ProgressMovesWhenHRCompletesAStep(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "journey")
	require.True(t, uitest.Says(page.Content(), "材料审核中"))
	require.False(t, uitest.Says(page.Content(), "工位分配完成"))
	f.Do("hr", id, hiring.AssignDesk{Desk: "3-21"})
	page.Refresh()
	require.True(t, uitest.Says(again(h, page), "工位分配完成"))
}

func TestY07_AWeekIsReported(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("probation")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "probation")
	uitest.Tap(t, page.Content(), h.Words()("guest.trial.do"))
	fits(t, h, pageAgain(h, page))
	form := uitest.Find[*kit.Form](page.Content())[0]
	form.Set("value", "7")
	form.Set("note", "三家商户")
	h.Pick("proof.png", uitest.Stroke())
	uitest.Tap(t, page.Content(), h.Words()("guest.trial.attach"))
	form.Submit()
	require.Empty(t, h.Failed)
	reported := f.File("hr", id).Case.Probation.Weeks[0].Progress[0]
	require.Equal(t, 7.0, reported.Value)
	require.Equal(t, "三家商户", reported.Note)
	require.False(t, reported.File.Empty())
	require.False(t, reported.At.IsZero())
	require.True(t, uitest.Says(again(h, page), "三家商户"))
}

func TestWithdrawingAsksFirst(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "privacy")
	uitest.Tap(t, page.Content(), h.Words()("guest.withdraw"))
	form := uitest.Find[*kit.Form](again(h, page))[0]
	form.Set("reason", "withdraw_personal")
	form.Submit()
	require.Equal(t, hiring.Open, f.File("hr", id).Case.Status)
	yes(t, h, h.Words()("guest.withdraw"))
	require.Equal(t, hiring.Withdrawn, f.File("hr", id).Case.Status)
	require.Nil(t, uitest.Button(again(h, page), h.Words()("guest.withdraw")))
}

func TestAChangeElsewhereDoesNotTakeAFormAway(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "materials")
	uitest.Tap(t, page.Content(), h.Words()("guest.material.do"))
	form := uitest.Find[*kit.Form](again(h, page))[0]
	form.Set("name", "半个名字")
	f.Do("hr", id, hiring.AssignDesk{Desk: "3-21"})
	page.Refresh()
	require.Equal(t, "半个名字", uitest.Find[*kit.Form](page.Content())[0].Values()["name"])
}
