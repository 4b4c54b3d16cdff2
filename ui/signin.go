package ui

import (
	"context"
	"io/fs"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/kit"
)

// door is a page without a session: the seal, a panel in the middle, language and look below it.
func (w *Window) door(width float32, content fyne.CanvasObject) fyne.CanvasObject {
	brand := container.NewCenter(kit.Line(w.seal(36), kit.Head(w.words("app.name"))))
	foot := container.NewCenter(kit.Line(w.langButton(), w.lookButton()))
	middle := kit.Readable(width, kit.Rows(brand, kit.Panel(kit.Inset(8, content)), foot, kit.Note(w.which()).At(kit.Center).Clip()))
	return container.NewVScroll(container.New(layout.NewCustomPaddedLayout(80, 24, 16, 16), middle))
}

// which says what is running over which bank: somebody may have two, and a demo.
func (w *Window) which() string {
	words := []string{}
	if w.start.Version != "" {
		words = append(words, w.start.Version)
	}
	if w.bank != nil && w.bank.Folder != "" {
		words = append(words, w.bank.Folder)
	}
	return strings.Join(words, "  ·  ")
}

// seal is the app's mark.
func (w *Window) seal(size float32) fyne.CanvasObject {
	svg, err := fs.ReadFile(resources.Icon, "ruhang.svg")
	if err != nil {
		return kit.NewGround(kit.Accent, "", 8)
	}
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("ruhang.svg", svg))
	picture.FillMode = canvas.ImageFillContain
	return container.NewGridWrap(fyne.NewSquareSize(size), picture)
}

// langButton names the other language in that language.
func (w *Window) langButton() *kit.Button {
	return kit.Quiet(w.words("lang.other"), func() { w.SetLang(w.otherLang()) })
}

func (w *Window) otherLang() string {
	if w.lang == "zh" {
		return "en"
	}
	return "zh"
}

// lookButton turns light and dark.
func (w *Window) lookButton() *kit.Button {
	var b *kit.Button
	b = kit.Quiet(w.lookWord(), func() {
		w.SetDark(!w.dark)
		b.SetText(w.lookWord())
	})
	return b
}

func (w *Window) lookWord() string {
	if w.dark {
		return w.words("look.light")
	}
	return w.words("look.dark")
}

// showSignIn is the page between two sessions.
func (w *Window) showSignIn() {
	w.again = w.showSignIn
	var form *kit.Form
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("signin.submit"),
		OnSubmit: func(v map[string]string) { w.signIn(v["login"], v["password"], form) },
		Fields: []kit.Field{
			{Name: "login", Label: w.words("field.login"), Required: true},
			{Name: "password", Label: w.words("field.password"), Kind: kit.FieldSecret, Required: true},
		}})
	rows := kit.Rows(kit.Title(w.words("signin.title")))
	switch {
	case w.back.screen != "":
		rows.Add(kit.Long(w.words("signin.locked")).In(kit.InkSoft))
	case w.start.Kiosk:
		rows.Add(kit.Long(w.words("signin.kiosk")).In(kit.InkSoft))
	}
	if pin := w.pinForm(); pin != nil {
		rows.Add(pin)
	}
	rows.Add(form)
	if !w.start.Kiosk {
		rows.Add(kit.Line(kit.Quiet(w.words("signin.lost"), w.showRecover)))
	}
	if w.bank != nil && len(w.bank.Demo) > 0 {
		rows.Add(w.demoAccounts(form))
	}
	w.show(w.door(420, rows))
	form.Focus()
}

// demoAccounts are ways into the demo bank with one tap.
func (w *Window) demoAccounts(form *kit.Form) fyne.CanvasObject {
	ways := kit.Flow()
	for _, a := range w.bank.Demo {
		role := a.Role
		if r := w.bank.Office.Catalog().Roles[a.Role]; r != nil {
			role = r.Name.In(w.lang)
		}
		ways.Add(kit.Secondary(w.words("signin.demo_as", "role", role, "name", a.Name), func() { w.signIn(a.Login, a.Password, form) }))
	}
	return kit.Tight(kit.Rule(), kit.Note(w.words("signin.demo")), ways)
}

func (w *Window) signIn(login, password string, form *kit.Form) {
	w.signInWith(login, password, "", form)
}

func (w *Window) signInWith(login, password, code string, form *kit.Form) {
	form.Busy(true)
	var session *office.Session
	w.run(func(ctx context.Context) (err error) {
		session, err = w.bank.Office.SignInWith(ctx, login, password, code)
		return err
	}, func(err error) {
		form.Busy(false)
		switch {
		case err == nil:
			w.enter(session, password)
		case fault.HasCode(err, "vault.code_needed") && code == "":
			w.showCode(login, password)
		case form.Input("code") != nil:
			form.SetErrors(map[string]string{"code": w.fault(err)})
		default:
			form.SetErrors(map[string]string{"password": w.fault(err)})
		}
	})
}

// showCode asks somebody whose password was right for the code of their second factor.
func (w *Window) showCode(login, password string) {
	w.again = func() { w.showCode(login, password) }
	var form *kit.Form
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("signin.submit"), Cancel: w.words("signin.back"), OnCancel: w.showSignIn,
		OnSubmit: func(v map[string]string) { w.signInWith(login, password, v["code"], form) },
		Fields:   []kit.Field{{Name: "code", Label: w.words("field.code"), Hint: w.words("signin.code_hint"), Prompt: "000000", Required: true}}})
	w.show(w.door(420, kit.Rows(kit.Title(w.words("signin.code_title")), kit.Long(w.words("signin.code_text")).In(kit.InkSoft), form)))
	form.Focus()
}
