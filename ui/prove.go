package ui

import (
	"context"

	"ruhang/ui/kit"
)

// prove asks for the password of who is signed in, before something that matters; then hears whether it was right, or false when the
// person leaves.
func (w *Window) prove(then func(proved bool)) {
	session := w.session
	if session == nil {
		then(false)
		return
	}
	var form *kit.Form
	var closeIt func()
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("prove.submit"), Cancel: w.words("action.cancel"),
		OnCancel: func() { closeIt(); then(false) },
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			w.run(func(context.Context) error { return session.Prove(v["password"]) }, func(err error) {
				form.Busy(false)
				if err != nil {
					form.SetErrors(map[string]string{"password": w.fault(err)})
					return
				}
				closeIt()
				then(true)
			})
		},
		Fields: []kit.Field{{Name: "password", Label: w.words("prove.password", "name", session.Account.Name), Kind: kit.FieldSecret, Required: true}}})
	closeIt = kit.Modal(w.win.Canvas(), 420, kit.Rows(kit.Head(w.words("prove.title")), kit.Long(w.words("prove.text")).In(kit.InkSoft), form))
	form.Focus()
}
