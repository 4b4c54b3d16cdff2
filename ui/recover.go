package ui

import (
	"context"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// showRecover is the way back for somebody who lost their password: two recovery officers bring their kits, and the person types a
// new password that nobody else chooses.
func (w *Window) showRecover() {
	w.again = w.showRecover
	var form *kit.Form
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("recover.submit"), Cancel: w.words("signin.back"), OnCancel: w.showSignIn,
		OnSubmit: func(v map[string]string) { w.recover(form, v) },
		Fields: []kit.Field{
			{Name: "login", Label: w.words("field.login"), Required: true},
			{Name: "kit_1", Label: w.words("recover.kit_1"), Prompt: "AGE-SECRET-KEY-PQ-1…", Kind: kit.FieldSecret, Required: true},
			{Name: "kit_2", Label: w.words("recover.kit_2"), Prompt: "AGE-SECRET-KEY-PQ-1…", Hint: w.words("recover.kit_hint"), Kind: kit.FieldSecret, Required: true},
			{Name: "fresh", Label: w.words("field.password_new"), Hint: w.words("password.hint"), Kind: kit.FieldSecret, Required: true},
			{Name: "again", Label: w.words("field.password_again"), Kind: kit.FieldSecret, Required: true},
		}})
	w.show(w.door(520, kit.Rows(kit.Title(w.words("recover.title")), kit.Long(w.words("recover.text")).In(kit.InkSoft), form)))
	form.Focus()
}

func (w *Window) recover(form *kit.Form, v map[string]string) {
	if v["fresh"] != v["again"] {
		form.SetErrors(map[string]string{"again": w.words("password.differs")})
		return
	}
	form.Busy(true)
	var session *office.Session
	w.run(func(ctx context.Context) (err error) {
		session, err = w.bank.Office.Recover(ctx, [2]string{v["kit_1"], v["kit_2"]}, v["login"], v["fresh"])
		return err
	}, func(err error) {
		form.Busy(false)
		if err != nil {
			form.SetErrors(map[string]string{recoverField(err): w.fault(err)})
			return
		}
		w.enter(session, v["fresh"])
	})
}

func recoverField(err error) string {
	switch fault.Of(err).Code {
	case "vault.kits":
		return "kit_2"
	case "vault.no_account", "account.closed":
		return "login"
	}
	return "fresh"
}
