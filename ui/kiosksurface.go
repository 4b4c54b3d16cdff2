package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/office"
	"ruhang/ui/kit"
)

// kioskIdle is how long a newcomer's page may stand there untouched (screens: kiosk).
const kioskIdle = 60 * time.Second

// kioskSurface is the machine in the lobby: full screen, read from further away, back to the welcome page by itself.
type kioskSurface struct{ guestSurface }

func newKioskSurface(w *Window, s *office.Session) (surface, error) {
	door, err := s.Kiosk()
	if err != nil {
		return nil, err
	}
	u := &kioskSurface{guestSurface{w: w, session: s, kiosk: door, allow: s.Screens(), home: "kiosk", room: container.NewStack()}}
	u.frame()
	u.visit(place{screen: u.home})
	w.win.SetFullScreen(true)
	return u, nil
}

// frame zooms the page and keeps the way out small.
func (u *kioskSurface) frame() {
	out := kit.Line(kit.Quiet(u.w.words("lang.other"), func() { u.w.SetLang(u.w.otherLang()) }), kit.Quiet(u.w.words("kiosk.leave"), u.askStaff))
	page := container.NewThemeOverride(u.room, kit.Zoomed(u.w.app.Settings().Theme(), 1.3))
	u.all = container.NewBorder(nil, kit.Inset(6, kit.Between(kit.Note(""), out)), nil, nil, page)
}

func (u *kioskSurface) content() fyne.CanvasObject { return u.all }

func (u *kioskSurface) relang() {
	u.frame()
	u.visit(place{screen: u.home})
}

func (u *kioskSurface) idleLimit() time.Duration { return kioskIdle }

// idled clears what the last person left behind.
func (u *kioskSurface) idled() {
	for _, overlay := range u.w.win.Canvas().Overlays().List() {
		u.w.win.Canvas().Overlays().Remove(overlay)
	}
	u.visit(place{screen: u.home})
}

func (u *kioskSurface) close() {
	u.guestSurface.close()
	u.w.win.SetFullScreen(false)
}

// askStaff lets somebody of the bank take the machine back with their own password.
func (u *guestSurface) askStaff() {
	w := u.w
	var form *kit.Form
	var closeIt func()
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("kiosk.leave"), Cancel: w.words("action.cancel"), OnCancel: func() { closeIt() },
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			w.run(func(ctx context.Context) error {
				s, err := w.bank.Office.SignInWith(ctx, v["login"], v["password"], v["code"])
				if err == nil {
					_, err = s.Staff()
				}
				return err
			}, func(err error) {
				form.Busy(false)
				if err != nil {
					form.SetErrors(map[string]string{codeField(err): w.fault(err)})
					return
				}
				closeIt()
				w.SignOut(false)
			})
		},
		Fields: []kit.Field{
			{Name: "login", Label: w.words("field.login"), Required: true},
			{Name: "password", Label: w.words("field.password"), Kind: kit.FieldSecret, Required: true},
			{Name: "code", Label: w.words("field.code"), Hint: w.words("kiosk.code_hint")},
		}})
	closeIt = kit.Modal(w.win.Canvas(), 420, kit.Rows(kit.Head(w.words("kiosk.leave_title")), kit.Long(w.words("kiosk.leave_text")).In(kit.InkSoft), form))
	form.Focus()
}
