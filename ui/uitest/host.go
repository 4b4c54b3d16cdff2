package uitest

import (
	"bytes"
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/kit"
)

// Page is what staff and guest pages have in common.
type Page interface {
	Content() fyne.CanvasObject
	Refresh()
	Close()
}

// Gone is a place a page asked to go to.
type Gone struct{ Screen, Arg string }

// host is what both kinds of host share: a window, one language, and a record of what a page asked for. Work runs where it is
// asked for, so that a test sees its end.
type host struct {
	Window fyne.Window
	Gone   []Gone
	Good   []string          // sentences of Told
	Failed []error           // errors of Fail
	Saved  map[string][]byte // files by name
	PDFs   map[string][]byte

	f      *Fixture
	lang   string
	picks  []pick
	picked []string // endings of the last PickFile
	drop   func(name string, content io.ReadCloser)
}

type pick struct {
	name    string
	content []byte
}

// light is the look of every host, and worn the app that wears it. Hosts share both: each new app and each new theme makes Fyne
// parse the fonts again, and it keeps 32 parsed ones, gigabytes in a process with many pages.
var (
	light = kit.NewTheme(resources.Regular, resources.Bold, false)
	worn  fyne.App
)

func wearLight() {
	if worn == nil || fyne.CurrentApp() != worn {
		worn = test.NewApp()
	}
	if worn.Settings().Theme() != light {
		worn.Settings().SetTheme(light)
	}
}

func (f *Fixture) host(lang string) host {
	f.t.Helper()
	wearLight()
	w := test.NewTempWindow(f.t, container.NewStack())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1280, 800))
	return host{Window: w, Saved: map[string][]byte{}, PDFs: map[string][]byte{}, f: f, lang: lang}
}

func (h *host) Words() kit.Words    { return h.f.Words.In(h.lang) }
func (h *host) Lang() string        { return h.lang }
func (h *host) Canvas() fyne.Canvas { return h.Window.Canvas() }
func (h *host) Fault(err error) string {
	return h.f.Words.Fault(h.lang, h.f.Catalog, err)
}
func (h *host) Fail(err error)       { h.Failed = append(h.Failed, err) }
func (h *host) Told(sentence string) { h.Good = append(h.Good, sentence) }

func (h *host) Run(work func(ctx context.Context) error, done func(err error)) {
	err := work(context.Background())
	if done != nil {
		done(err)
	}
}

// Pick answers the page's next PickFile with a file.
func (h *host) Pick(name string, content []byte) { h.picks = append(h.picks, pick{name, content}) }

// Endings are what the page's last PickFile asked for.
func (h *host) Endings() []string { return h.picked }

func (h *host) PickFile(endings []string, chosen func(name string, content io.ReadCloser)) {
	h.picked = endings
	for _, e := range endings {
		require.Equal(h.f.t, ".", e[:1], "the file dialog shows nothing for an ending without its dot")
	}
	if len(h.picks) > 0 {
		next := h.picks[0]
		h.picks = h.picks[1:]
		chosen(next.name, io.NopCloser(bytes.NewReader(next.content)))
	}
}

// PickFolder answers with the fixture's own folder.
func (h *host) PickFolder(chosen func(path string)) { chosen(h.f.Dir) }

// Restore notes that the page asked for it.
func (h *host) Restore() { h.Gone = append(h.Gone, Gone{Screen: "restore"}) }

func (h *host) SaveFile(name string, content []byte) { h.Saved[name] = content }
func (h *host) ShowPDF(name string, pdf []byte)      { h.PDFs[name] = pdf }
func (h *host) Pages(pdf []byte, width int) ([][]byte, error) {
	return h.f.Press.Pages(pdf, width)
}
func (h *host) QR(payload string, size int) ([]byte, error) { return h.f.Press.QR(payload, size) }

func (h *host) Dropped(fn func(name string, content io.ReadCloser)) { h.drop = fn }

// Drop drops a file onto the window; false when no page takes it.
func (h *host) Drop(name string, content []byte) bool {
	if h.drop == nil {
		return false
	}
	h.drop(name, io.NopCloser(bytes.NewReader(content)))
	return true
}

// Show puts a page into the window, laid out as the real driver does.
func (h *host) Show(page Page) {
	h.Window.SetContent(container.NewStack(kit.NewGround(kit.Paper, "", 0), page.Content()))
	Settle(h.Window)
}

// Dark turns the look.
func (h *host) Dark(dark bool) {
	fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(resources.Regular, resources.Bold, dark))
	Settle(h.Window)
}

// Size makes the window another size: 360×640 is a phone.
func (h *host) Size(width, height float32) {
	h.Window.Resize(fyne.NewSize(width, height))
	Settle(h.Window)
}

// StaffHost is what a staff page is given (staff.Host).
type StaffHost struct {
	host
	staff *office.Staff
}

// StaffHost is a host for somebody of the bank.
func (f *Fixture) StaffHost(login, lang string) *StaffHost {
	f.t.Helper()
	h := &StaffHost{host: f.host(lang), staff: f.Staff(login)}
	h.staff.Lang = lang
	return h
}

// Staff is the door.
func (h *StaffHost) Staff() *office.Staff { return h.staff }

// Go notes where the page wanted to go.
func (h *StaffHost) Go(screen, arg string) { h.Gone = append(h.Gone, Gone{screen, arg}) }

// GuestHost is what a candidate's or a kiosk's page is given (guest.Host).
type GuestHost struct {
	host
	Left  bool
	guest *office.Guest
	kiosk *office.Kiosk
}

// GuestHost is a host for a case's candidate, on a phone.
func (f *Fixture) GuestHost(id hiring.CaseID, lang string) *GuestHost {
	f.t.Helper()
	h := &GuestHost{host: f.host(lang), guest: f.Guest(id)}
	h.guest.Lang = lang
	h.Size(360, 640)
	return h
}

// KioskHost is a host for the machine in the lobby.
func (f *Fixture) KioskHost(lang string) *GuestHost {
	f.t.Helper()
	h := &GuestHost{host: f.host(lang), kiosk: f.Kiosk()}
	h.kiosk.Lang = lang
	return h
}

// Guest is the candidate's door, nil at the kiosk.
func (h *GuestHost) Guest() *office.Guest { return h.guest }

// Kiosk is the kiosk's door, nil on the phone.
func (h *GuestHost) Kiosk() *office.Kiosk { return h.kiosk }

// Go notes where the page wanted to go.
func (h *GuestHost) Go(screen string) { h.Gone = append(h.Gone, Gone{Screen: screen}) }

// Leave notes that the session was ended.
func (h *GuestHost) Leave() { h.Left = true }
