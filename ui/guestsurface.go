package ui

import (
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/office"
	"ruhang/ui/guest"
	"ruhang/ui/kit"
)

// columnWidth is how wide a candidate's column is where there is more room than on a phone.
const columnWidth = 480

// guestSurface is what a candidate has, or the kiosk: one page, and the way back to the first.
type guestSurface struct {
	w       *Window
	session *office.Session
	guest   *office.Guest
	kiosk   *office.Kiosk
	allow   []string
	home    string
	at      string
	past    []string
	page    guest.Page
	host    *guestHost
	room    *fyne.Container
	all     fyne.CanvasObject
}

func newGuestSurface(w *Window, s *office.Session) (surface, error) {
	door, err := s.Guest()
	if err != nil {
		return nil, err
	}
	u := &guestSurface{w: w, session: s, guest: door, allow: s.Screens(), home: "journey", room: container.NewStack()}
	u.Go(u.home)
	return u, nil
}

// frame puts the column around the page: the way back, the screen's name, the person's menu.
func (u *guestSurface) frame() {
	w := u.w
	back := kit.IconButton(theme.NavigateBackIcon(), u.Back)
	if u.at == u.home {
		back.Disable()
	}
	var person *kit.Button
	person = kit.IconButton(theme.AccountIcon(), func() { w.personMenu(person) })
	bar := kit.Inset(4, container.NewBorder(nil, nil, back, person, kit.Head(w.words("screen."+u.at)).At(kit.Center).Clip()))
	body := container.NewBorder(container.NewVBox(bar, kit.Rule()), nil, nil, nil, u.room)
	u.all = container.NewStack(kit.NewGround(kit.Sunken, "", 0), kit.Readable(columnWidth, container.NewStack(kit.NewGround(kit.Paper, "", 0), body)))
}

func (u *guestSurface) content() fyne.CanvasObject { return u.all }

// Go opens a screen of the candidate's.
func (u *guestSurface) Go(screen string) {
	if u.at != "" && u.at != screen {
		u.past = append(u.past, u.at)
	}
	u.visit(place{screen: screen})
	u.w.show(u.all)
}

// Back opens the screen before, else the first.
func (u *guestSurface) Back() {
	last := u.home
	if n := len(u.past); n > 0 {
		last, u.past = u.past[n-1], u.past[:n-1]
	}
	u.visit(place{screen: last})
	u.w.show(u.all)
}

func (u *guestSurface) visit(p place) {
	for _, s := range guest.Screens {
		if s.ID != p.screen || !contains(u.allow, s.ID) {
			continue
		}
		u.close()
		u.at = s.ID
		u.host = &guestHost{u: u}
		u.room.Objects = []fyne.CanvasObject{u.w.standing(func() fyne.CanvasObject {
			u.page = s.Open(u.host)
			return u.page.Content()
		}, func() { u.visit(p) })}
		u.room.Refresh()
		if u.kiosk == nil {
			u.frame()
		}
		return
	}
}

func contains(list []string, id string) bool {
	for _, l := range list {
		if l == id {
			return true
		}
	}
	return false
}

func (u *guestSurface) where() place { return place{screen: u.at} }

func (u *guestSurface) close() {
	if u.page != nil {
		u.host.closed = true
		u.page.Close()
		u.page = nil
	}
}

func (u *guestSurface) relang() { u.visit(place{screen: u.at}) }

func (u *guestSurface) changed(office.Change) {
	if u.page != nil {
		u.page.Refresh()
	}
}

func (u *guestSurface) dropped([]fyne.URI)       {}
func (u *guestSurface) idleLimit() time.Duration { return u.w.start.GuestLockAfter }
func (u *guestSurface) idled()                   { u.w.SignOut(true) }

// guestHost is the window as one page of the candidate's or the kiosk's sees it.
type guestHost struct {
	u      *guestSurface
	closed bool
}

var _ guest.Host = (*guestHost)(nil)

func (h *guestHost) Guest() *office.Guest   { return h.u.guest }
func (h *guestHost) Kiosk() *office.Kiosk   { return h.u.kiosk }
func (h *guestHost) Words() kit.Words       { return h.u.w.words }
func (h *guestHost) Lang() string           { return h.u.w.lang }
func (h *guestHost) Canvas() fyne.Canvas    { return h.u.w.win.Canvas() }
func (h *guestHost) Fault(err error) string { return h.u.w.fault(err) }
func (h *guestHost) Fail(err error)         { h.u.w.Fail(err) }
func (h *guestHost) Told(sentence string)   { h.u.w.Told(sentence) }
func (h *guestHost) Go(screen string)       { h.u.Go(screen) }

func (h *guestHost) Run(work func(ctx context.Context) error, done func(err error)) {
	h.u.w.run(work, func(err error) {
		if !h.closed && done != nil {
			done(err)
		}
	})
}

func (h *guestHost) PickFile(endings []string, chosen func(name string, content io.ReadCloser)) {
	h.u.w.pickFile(endings, chosen)
}
func (h *guestHost) SaveFile(name string, content []byte) { h.u.w.saveFile(name, content) }
func (h *guestHost) ShowPDF(name string, pdf []byte)      { h.u.w.showPDF(name, pdf) }
func (h *guestHost) Pages(pdf []byte, width int) ([][]byte, error) {
	return h.u.w.bank.Pages(pdf, width)
}
func (h *guestHost) QR(payload string, size int) ([]byte, error) { return h.u.w.bank.QR(payload, size) }

// Leave ends a candidate's session; the kiosk asks for the password of somebody of the bank first.
func (h *guestHost) Leave() {
	if h.u.kiosk != nil {
		h.u.askStaff()
		return
	}
	h.u.w.SignOut(false)
}
