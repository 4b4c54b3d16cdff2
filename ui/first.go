package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// firstRoles are what the first account may do: a small bank begins with one person.
var firstRoles = []string{"hr", "admin"}

// showFirst is the very first start: an empty bank, a backup, or the demo bank.
func (w *Window) showFirst() {
	w.again = w.showFirst
	choice := func(title, text string, button fyne.CanvasObject) fyne.CanvasObject {
		return kit.Panel(kit.Rows(kit.Head(w.words(title)), kit.Long(w.words(text)).In(kit.InkSoft), kit.Line(button)))
	}
	w.show(w.door(640, kit.Rows(
		kit.Title(w.words("first.title")),
		kit.Long(w.words("first.text")),
		kit.Grid(260,
			choice("first.empty_title", "first.empty_text", kit.Primary(w.words("first.empty"), w.create)),
			choice("first.demo_title", "first.demo_text", kit.Secondary(w.words("first.demo"), w.startDemo)),
		),
		kit.Line(kit.Quiet(w.words("restore.begin"), func() { w.showRestore(nil, nil) })),
	)))
}

// create makes an empty bank and asks for its first account.
func (w *Window) create() {
	w.wait(w.words("start.creating"))
	var bank *Bank
	w.run(func(ctx context.Context) (err error) {
		bank, err = w.start.Create(ctx)
		return err
	}, func(err error) {
		if err != nil {
			w.refuse(err, w.showFirst)
			return
		}
		w.bank = bank
		w.showCreate()
	})
}

// startDemo fills the demo bank, which takes a while and says how far it is.
func (w *Window) startDemo() {
	faces := w.wait(w.words("start.demo"))
	sentence := w.words("start.demo")
	var bank *Bank
	w.run(func(ctx context.Context) (err error) {
		bank, err = w.start.Demo(ctx, func(done, total int) {
			fyne.Do(func() { faces.Load(sentence, done, total) })
		})
		return err
	}, func(err error) {
		if err != nil {
			w.refuse(err, w.showFirst)
			return
		}
		w.opened(bank)
	})
}

// showCreate asks for the first account.
func (w *Window) showCreate() {
	w.again = w.showCreate
	var form *kit.Form
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("first.create"), OnSubmit: func(v map[string]string) { w.firstAccount(form, v) },
		Fields: []kit.Field{
			{Name: "name", Label: w.words("field.name"), Required: true},
			{Name: "login", Label: w.words("field.login"), Hint: w.words("first.login_hint"), Required: true},
			{Name: "password", Label: w.words("field.password"), Hint: w.words("password.hint"), Kind: kit.FieldSecret, Required: true},
			{Name: "again", Label: w.words("field.password_again"), Kind: kit.FieldSecret, Required: true},
			{Name: "factor", Label: w.words("first.factor"), Hint: w.words("first.factor_hint"), Kind: kit.FieldCheck, Value: "true"},
		}})
	w.show(w.door(420, kit.Rows(kit.Title(w.words("first.account_title")), kit.Long(w.words("first.account_text")).In(kit.InkSoft), form)))
	form.Focus()
}

func (w *Window) firstAccount(form *kit.Form, v map[string]string) {
	if v["password"] != v["again"] {
		form.SetErrors(map[string]string{"again": w.words("password.differs")})
		return
	}
	form.Busy(true)
	var session *office.Session
	w.run(func(ctx context.Context) (err error) {
		session, err = w.bank.Office.FirstAccount(ctx, office.Account{Login: v["login"], Name: v["name"], Roles: firstRoles}, v["password"])
		if err == nil && v["factor"] == "true" {
			err = session.PutSetting(ctx, office.FactorSetting, true)
		}
		return err
	}, func(err error) {
		form.Busy(false)
		if err != nil {
			form.SetErrors(map[string]string{w.fieldOf(err, "password"): w.fault(err)})
			return
		}
		w.enter(session, v["password"])
	})
}

// fieldOf is the form's field that an error is about.
func (w *Window) fieldOf(err error, otherwise string) string {
	if field := fault.Of(err).Params["field"]; field != "" {
		return field
	}
	return otherwise
}
