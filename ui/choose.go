package ui

import (
	"context"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// showChoose is all that an invitation's code opens: the person chooses the password that takes its place. The code is the one just
// typed; without it the page asks.
func (w *Window) showChoose(s *office.Session, code string) {
	w.half = s
	w.again = func() { w.showChoose(s, code) }
	until, _ := s.Invited()
	fields := []kit.Field{
		{Name: "fresh", Label: w.words("field.password_new"), Hint: w.words("password.hint"), Kind: kit.FieldSecret, Required: true},
		{Name: "again", Label: w.words("field.password_again"), Kind: kit.FieldSecret, Required: true},
	}
	if code == "" {
		fields = append([]kit.Field{{Name: "old", Label: w.words("person.code"), Kind: kit.FieldSecret, Required: true}}, fields...)
	}
	var form *kit.Form
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("choose.submit"), Cancel: w.words("signin.back"), Fields: fields,
		OnCancel: func() { w.SignOut(false) },
		OnSubmit: func(v map[string]string) {
			if code != "" {
				v["old"] = code
			}
			w.choose(s, form, v)
		}})
	w.show(w.door(420, kit.Rows(kit.Title(w.words("choose.title")),
		kit.Long(w.words("choose.text", "login", s.Account.Login, "until", moment(until))).In(kit.InkSoft), form)))
	form.Focus()
}

func (w *Window) choose(s *office.Session, form *kit.Form, v map[string]string) {
	if v["fresh"] != v["again"] {
		form.SetErrors(map[string]string{"again": w.words("password.differs")})
		return
	}
	form.Busy(true)
	w.run(func(context.Context) error { return s.ChangePassword(v["old"], v["fresh"]) }, func(err error) {
		form.Busy(false)
		switch {
		case fault.HasCode(err, "vault.locked"), fault.HasCode(err, "invite.expired"), fault.HasCode(err, "account.closed"):
			w.SignOut(false) // there is nothing to choose for any more
			w.Fail(err)
		case err != nil:
			field := w.passwordField(err)
			if form.Input(field) == nil {
				field = "fresh"
			}
			form.SetErrors(map[string]string{field: w.fault(err)})
		default:
			w.half = nil
			w.enter(s, v["fresh"])
			w.Told(w.words("choose.done"))
		}
	})
}

// moment is an instant in the bank's time.
func moment(t time.Time) string { return t.In(hiring.China).Format("2006-01-02 15:04") }
