package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"ruhang/core/fault"
	"ruhang/ui/kit"
)

// menu is what a person may do about their own session.
func (u *staffSurface) menu(below fyne.CanvasObject) { u.w.personMenu(below) }

func (w *Window) personMenu(below fyne.CanvasObject) {
	item := func(word string, do func()) *fyne.MenuItem { return fyne.NewMenuItem(word, do) }
	items := []*fyne.MenuItem{
		item(w.words("command.lock"), func() { w.SignOut(true) }),
		item(w.words("command.switch_user"), func() { w.SignOut(false) }),
		fyne.NewMenuItemSeparator(),
		item(w.words("command.password"), w.changePassword),
	}
	if _, staff := w.surface.(*staffSurface); staff {
		items = append(items, item(w.words("command.factor"), w.ownFactor), item(w.words("command.remember"), w.remember))
	}
	items = append(items, item(w.words("lang.other"), func() { w.SetLang(w.otherLang()) }), item(w.lookWord(), func() { w.SetDark(!w.dark) }))
	widget.ShowPopUpMenuAtRelativePosition(fyne.NewMenu("", items...), w.win.Canvas(), fyne.NewPos(0, below.Size().Height), below)
}

// changePassword asks for the old password and the new one twice.
func (w *Window) changePassword() {
	var form *kit.Form
	var closeIt func()
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("password.change"), Cancel: w.words("action.cancel"),
		OnCancel: func() { closeIt() },
		OnSubmit: func(v map[string]string) {
			if v["fresh"] != v["again"] {
				form.SetErrors(map[string]string{"again": w.words("password.differs")})
				return
			}
			form.Busy(true)
			session := w.session
			w.run(func(context.Context) error { return session.ChangePassword(v["old"], v["fresh"]) }, func(err error) {
				form.Busy(false)
				if err != nil {
					form.SetErrors(map[string]string{w.passwordField(err): w.fault(err)})
					return
				}
				closeIt()
				w.Told(w.words("password.changed"))
			})
		},
		Fields: []kit.Field{
			{Name: "old", Label: w.words("field.password_old"), Kind: kit.FieldSecret, Required: true},
			{Name: "fresh", Label: w.words("field.password_new"), Hint: w.words("password.hint"), Kind: kit.FieldSecret, Required: true},
			{Name: "again", Label: w.words("field.password_again"), Kind: kit.FieldSecret, Required: true},
		}})
	closeIt = kit.Modal(w.win.Canvas(), 420, kit.Rows(kit.Head(w.words("command.password")), form))
	form.Focus()
}

// passwordField is which of the three is wrong: guesses are about the old one, rules about the new one.
func (w *Window) passwordField(err error) string {
	switch fault.Of(err).Code {
	case "vault.password_short", "vault.password_common", "vault.password_name":
		return "fresh"
	}
	return "old"
}
