package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// seedSize is how large a phone's camera wants the code.
const seedSize float32 = 220

// showEnrol asks for a second factor: a phone takes the seed and shows a code, which proves that it has it. The password is the one just
// typed; without it the page asks. after goes on once the codes for paper were put away.
func (w *Window) showEnrol(s *office.Session, password string, leave, after func()) {
	w.half = s
	seed := s.NewFactor()
	var page func()
	page = func() {
		w.again = page
		var form *kit.Form
		fields := []kit.Field{{Name: "code", Label: w.words("field.code"), Prompt: "000000", Required: true}}
		if password == "" {
			fields = append(fields, kit.Field{Name: "password", Label: w.words("field.password"), Kind: kit.FieldSecret, Required: true})
		}
		form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("enrol.submit"), Cancel: w.words("action.cancel"), OnCancel: leave, Fields: fields,
			OnSubmit: func(v map[string]string) {
				typed := password
				if typed == "" {
					typed = v["password"]
				}
				w.enrol(s, typed, seed.Secret, v["code"], form, after)
			}})
		w.show(w.door(520, kit.Rows(
			kit.Title(w.words("enrol.title")),
			kit.Long(w.words("enrol.why")).In(kit.InkSoft),
			kit.Long(w.words("enrol.scan")),
			w.code(seed.URI),
			kit.Tight(kit.Note(w.words("enrol.by_hand")), kit.Long(inGroups(seed.Secret)).Bold().At(kit.Center)),
			form,
		)))
		form.Focus()
	}
	page()
}

func (w *Window) enrol(s *office.Session, password, secret, code string, form *kit.Form, after func()) {
	form.Busy(true)
	var paper []string
	w.run(func(ctx context.Context) (err error) {
		paper, err = s.Enrol(ctx, password, secret, code)
		return err
	}, func(err error) {
		form.Busy(false)
		field := "code"
		if fault.HasCode(err, "vault.sign_in") {
			field = "password"
		}
		if err != nil {
			form.SetErrors(map[string]string{field: w.fault(err)})
			return
		}
		w.showPaper(s, paper, after)
	})
}

// showPaper shows the codes for paper, this once.
func (w *Window) showPaper(s *office.Session, codes []string, after func()) {
	w.again = func() { w.showPaper(s, codes, after) }
	lines := kit.Grid(200)
	for _, code := range codes {
		lines.Add(kit.Body(code).Bold())
	}
	save := kit.Secondary(w.words("enrol.save"), func() {
		var pdf []byte
		w.run(func(context.Context) (err error) {
			pdf, err = s.CodesSheet(codes)
			return err
		}, func(err error) {
			if err != nil {
				w.Fail(err)
				return
			}
			w.saveFile("ruhang-codes.pdf", pdf)
		})
	})
	kept := kit.Primary(w.words("enrol.kept"), func() {
		w.half = nil
		after()
	})
	w.show(w.door(520, kit.Rows(
		kit.Title(w.words("enrol.paper_title")),
		kit.Long(w.words("enrol.paper_text")),
		kit.Panel(lines),
		kit.Line(kept, save),
	)))
}

// code is a payload as a picture for a camera, white around it whatever the look.
func (w *Window) code(payload string) fyne.CanvasObject {
	png, err := w.bank.QR(payload, 2*int(seedSize))
	if err != nil {
		return kit.Long(w.fault(err)).In(kit.InkSoft)
	}
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("code.png", png))
	picture.FillMode, picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	picture.SetMinSize(fyne.NewSquareSize(seedSize))
	return container.NewCenter(picture)
}

// inGroups writes a secret in groups of four, as people copy it.
func inGroups(secret string) string {
	var groups []string
	for ; len(secret) > 4; secret = secret[4:] {
		groups = append(groups, secret[:4])
	}
	return strings.Join(append(groups, secret), " ")
}

// ownFactor is what a person does about their own second factor: enrols one, or takes it off.
func (w *Window) ownFactor() {
	session, has := w.session, false
	w.run(func(context.Context) (err error) {
		has, err = session.HasFactor()
		return err
	}, func(err error) {
		back := func() { w.half = nil; w.show(w.surface.content()) }
		switch {
		case err != nil:
			w.Fail(err)
		case has:
			w.askDrop(session)
		default:
			w.showEnrol(session, "", back, func() { back(); w.Told(w.words("enrol.done")) })
		}
	})
}

// askDrop takes the second factor off, with a code of it.
func (w *Window) askDrop(session *office.Session) {
	var form *kit.Form
	var closeIt func()
	form = kit.NewForm(w.words, kit.FormSpec{Submit: w.words("enrol.drop"), Cancel: w.words("action.cancel"), OnCancel: func() { closeIt() },
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			w.run(func(ctx context.Context) error { return session.DropFactor(ctx, v["password"], v["code"]) }, func(err error) {
				form.Busy(false)
				if err != nil {
					form.SetErrors(map[string]string{codeField(err): w.fault(err)})
					return
				}
				closeIt()
				w.Told(w.words("enrol.dropped"))
			})
		},
		Fields: []kit.Field{
			{Name: "password", Label: w.words("field.password"), Kind: kit.FieldSecret, Required: true},
			{Name: "code", Label: w.words("field.code"), Hint: w.words("signin.code_hint"), Required: true},
		}})
	closeIt = kit.Modal(w.win.Canvas(), 420, kit.Rows(kit.Head(w.words("command.factor")), kit.Long(w.words("enrol.drop_text")).In(kit.InkSoft), form))
	form.Focus()
}

// codeField is the field that a refused sign-in is about.
func codeField(err error) string {
	switch fault.Of(err).Code {
	case "vault.code_wrong", "vault.code_needed":
		return "code"
	}
	return "password"
}
