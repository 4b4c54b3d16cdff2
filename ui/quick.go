package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// pinForm is the quick way in, where this machine remembers somebody; nil where it does not, and never at the kiosk.
func (w *Window) pinForm() fyne.CanvasObject {
	if w.start.Kiosk || w.bank == nil {
		return nil
	}
	id, known := w.bank.Office.Remembered()
	if !known {
		return nil
	}
	var form *kit.Form
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("quick.submit"), OnSubmit: func(v map[string]string) { w.signInPIN(id, v["pin"], form) },
		Fields: []kit.Field{{Name: "pin", Label: w.words("quick.pin"), Hint: w.words("quick.hint"), Kind: kit.FieldSecret, Required: true}}})
	return kit.Rows(form, kit.Rule())
}

func (w *Window) signInPIN(id hiring.AccountID, pin string, form *kit.Form) {
	form.Busy(true)
	var session *office.Session
	w.run(func(ctx context.Context) (err error) {
		session, err = w.bank.Office.SignInPIN(ctx, id, pin)
		return err
	}, func(err error) {
		form.Busy(false)
		if err != nil {
			form.SetErrors(map[string]string{"pin": w.fault(err)})
			return
		}
		w.enter(session, "")
	})
}

// remember asks for what it takes to let this machine remember who is signed in.
func (w *Window) remember() {
	session := w.session
	var form *kit.Form
	var closeIt func()
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("quick.remember"), Cancel: w.words("action.cancel"), OnCancel: func() { closeIt() },
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			w.run(func(ctx context.Context) error { return session.Remember(ctx, v["password"], v["code"], v["pin"]) }, func(err error) {
				form.Busy(false)
				if err != nil {
					form.SetErrors(map[string]string{rememberField(err): w.fault(err)})
					return
				}
				closeIt()
				w.Told(w.words("quick.done"))
			})
		},
		Fields: []kit.Field{
			{Name: "password", Label: w.words("field.password"), Kind: kit.FieldSecret, Required: true},
			{Name: "code", Label: w.words("field.code"), Hint: w.words("kiosk.code_hint")},
			{Name: "pin", Label: w.words("quick.new_pin"), Hint: w.words("quick.pin_hint"), Kind: kit.FieldSecret, Required: true},
		}})
	closeIt = kit.Modal(w.win.Canvas(), 420, kit.Rows(kit.Head(w.words("command.remember")), kit.Long(w.words("quick.text")).In(kit.InkSoft), form))
	form.Focus()
}

func rememberField(err error) string {
	if fault.HasCode(err, "vault.sign_in") {
		return "password"
	}
	if field := codeField(err); field == "code" {
		return field
	}
	return "pin"
}
