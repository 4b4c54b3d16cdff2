package staff_test

import (
	"context"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/data/scan/scantest"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// queueOf hands two documents in for one newcomer and one for another, with real reading where the machine can.
func queueOf(t *testing.T, f *uitest.Fixture) (first, second hiring.CaseID) {
	t.Helper()
	first, second = f.CaseAt("onboarding"), f.CaseAt("onboarding")
	for _, id := range []hiring.CaseID{first, second} {
		p := whole(t, f, id)
		holder := scantest.Holder(7)
		holder.Name, holder.ID = p.Name, p.IDNumber
		require.NoError(t, f.Guest(id).Upload(context.Background(), "id_card", "card.jpg", scantest.JPEG(scantest.Card(holder), 88), idCard(p)))
	}
	holder := scantest.Holder(9)
	require.NoError(t, f.Guest(first).Upload(context.Background(), "diploma", "report.jpg", scantest.JPEG(scantest.Report(holder, "https://chsi.example.org/?vcode="+holder.Code), 88),
		map[string]string{"name": whole(t, f, first).Name, "number": holder.Diploma, "school": holder.School, "degree": "bachelor", "graduated_on": strconv.Itoa(holder.Graduated) + "-06-30"}))
	return first, second
}

func documents(t *testing.T, f *uitest.Fixture, lang string) (*uitest.StaffHost, uitest.Page) {
	t.Helper()
	h := f.StaffHost("hr", lang)
	page := screen(t, "documents").Open(h, "")
	listen(h, page)
	return h, page
}

// listen puts the page into the window as the app does: it is there before the documents are.
func listen(h *uitest.StaffHost, page uitest.Page) {
	h.Show(page)
	for _, keys := range uitest.Find[*kit.Hotkeys](page.Content()) {
		h.Canvas().Focus(keys)
	}
}

func press(t *testing.T, h *uitest.StaffHost, keys ...any) {
	t.Helper()
	for _, key := range keys {
		focused := h.Canvas().Focused()
		require.NotNil(t, focused, "nothing hears keys")
		switch k := key.(type) {
		case rune:
			focused.TypedRune(k)
		case fyne.KeyName:
			focused.TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
}

func TestZ19_TheQueueIsWorkedWithTheKeyboardAlone(t *testing.T) {
	f := uitest.Bank(t)
	f.ReadLetters()
	first, second := queueOf(t, f)
	h, page := documents(t, f, "zh")
	says(t, page.Content(), "第 1 份，共 3 份", "读取一致", "身份证号校验位正确")
	uitest.CheckPage(t, page)
	press(t, h, 't', '+', '-')
	press(t, h, fyne.KeyRight)
	says(t, page.Content(), "第 2 份，共 3 份")
	press(t, h, fyne.KeyLeft)
	says(t, page.Content(), "第 1 份，共 3 份")
	states := func() (accepted, returned int) {
		for _, id := range []hiring.CaseID{first, second} {
			for _, m := range f.File("hr", id).Case.Materials {
				switch m.State {
				case hiring.Accepted:
					accepted++
				case hiring.Returned:
					returned++
				}
			}
		}
		return accepted, returned
	}
	for !uitest.Says(page.Content(), "不通向学信网") {
		press(t, h, 'a')
	}
	accepted, _ := states()
	require.Equal(t, 3-len(uitest.Find[*kit.PageViewer](page.Content()))-leftBehind(page), accepted)
	press(t, h, 'a')
	require.NotNil(t, uitest.Overlay(h.Window), "what is in doubt is asked about")
	says(t, uitest.Overlay(h.Window), "不通向学信网")
	uitest.Tap(t, uitest.Overlay(h.Window), "取消")
	before, _ := states()
	require.Equal(t, accepted, before, "nothing was accepted")
	listen(h, page)
	press(t, h, 'r')
	fill(t, uitest.Overlay(h.Window), map[string]string{"reason": "unreadable"})
	_, returned := states()
	require.Equal(t, 1, returned)
}

// leftBehind is how many documents of the queue come after the one on the page.
func leftBehind(page uitest.Page) int {
	switch {
	case uitest.Says(page.Content(), "第 1 份，共 1 份"):
		return 0
	case uitest.Says(page.Content(), "第 1 份，共 2 份"):
		return 1
	}
	return 2
}

func TestZ19_AnEmptyQueueSaysSo(t *testing.T) {
	f := uitest.Bank(t)
	_, page := documents(t, f, "en")
	says(t, page.Content(), "No document waits for you")
	uitest.CheckPage(t, page)
}

func TestY05_TheDegreeItemShowsItsCheckOrder(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	p := whole(t, f, id)
	require.NoError(t, f.Guest(id).Upload(context.Background(), "diploma", "d.jpg", paperOf("diploma"), map[string]string{"name": p.Name, "number": "990901202105662607",
		"school": "样张大学", "degree": "bachelor", "graduated_on": "2021-06-30", "chsi_code": "A1B2C3D4E5F6G7H8"}))
	_, page := documents(t, f, "zh")
	says(t, page.Content(), "学历核验", "核验通过")
	hides(t, page.Content(), "自动核验通过")
}

func TestShotsOfDocuments(t *testing.T) {
	f := uitest.Bank(t)
	f.ReadLetters()
	queueOf(t, f)
	for _, lang := range []string{"zh", "en"} {
		h, page := documents(t, f, lang)
		uitest.Shot(t, h.Window, "documents-card-"+lang)
		for !uitest.Says(page.Content(), map[string]string{"zh": "不通向学信网", "en": "not lead to CHSI"}[lang]) {
			press(t, h, fyne.KeyRight)
		}
		uitest.Shot(t, h.Window, "documents-report-"+lang)
		h.Size(360, 640)
		uitest.Shot(t, h.Window, "documents-phone-"+lang)
	}
}
