package guest

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// upload is one material on its way in: the file chosen so far, how it can be seen, what was read of it, and what is typed.
type upload struct {
	p       *page
	m       model.GuestPaperwork
	name    string
	looked  *office.Looked
	looking bool
	kept    bool              // the person keeps a picture that can hardly be seen
	waiting map[string]string // typed and sent while the picture was still being looked at

	pick    *kit.Button
	shown   *kit.LongText
	preview *fyne.Container
	flaws   *fyne.Container
	seen    *fyne.Container
	form    *kit.Form
	page    fyne.CanvasObject
}

// handIn takes a photo or a PDF and what is typed with it.
func handIn(p *page, m model.GuestPaperwork) {
	words := p.h.Words()
	u := &upload{p: p, m: m, shown: kit.Long(words("guest.file.none")).In(kit.InkSoft), preview: kit.Rows(), flaws: kit.Rows(), seen: kit.Rows()}
	var fields []kit.Field
	for _, f := range m.Fields {
		field := kit.Field{Name: f.Name, Label: f.Label, Hint: f.Hint, Required: !f.Optional, OnChange: func(string) { u.tellRead() }}
		if f.Day {
			field.Kind = kit.FieldDate
		}
		fields = append(fields, field)
	}
	u.form = kit.NewForm(words, kit.FormSpec{Fields: fields, Submit: words("guest.material.send"), OnSubmit: u.send})
	u.pick = kit.Secondary(words("guest.file.pick"), u.choose).WithIcon(icon("photo"))
	u.page = kit.Page(kit.Tight(soft(m.Hint), kit.Long(words("guest.file.takes")).Sized(kit.SizeNote).In(kit.InkSoft)),
		kit.Panel(kit.Rows(thumb(u.pick), u.shown, u.preview, u.flaws)), u.seen, u.form)
	p.enter(m.Name, u.page)
}

func (u *upload) choose() {
	u.p.h.PickFile(takenFiles, func(name string, content io.ReadCloser) {
		defer func() { _ = content.Close() }()
		raw, err := io.ReadAll(io.LimitReader(content, uploadLimit+1))
		switch {
		case err != nil:
			u.say(u.p.h.Fault(fault.Wrap(err, fault.Invalid, "file.read", "pick")), kit.Accent)
		case len(raw) > uploadLimit:
			u.say(u.p.h.Words()("guest.file.big"), kit.Accent)
		default:
			u.look(name, raw)
		}
	})
}

// look says how well the picture can be seen before anything is sent.
func (u *upload) look(name string, raw []byte) {
	words := u.p.h.Words()
	u.name, u.looked, u.kept, u.looking = name, nil, false, true
	clearAll(u.preview, u.flaws, u.seen)
	u.say(words("guest.file.looking"), kit.InkSoft)
	u.pick.Disable()
	var looked *office.Looked
	u.p.h.Run(func(ctx context.Context) (err error) {
		looked, err = u.p.h.Guest().Look(ctx, u.m.ID, raw)
		return err
	}, func(err error) {
		u.looking = false
		u.pick.Enable()
		u.pick.SetText(words("guest.file.again"))
		if err != nil {
			u.waiting = nil
			u.say(u.p.h.Fault(err), kit.Accent)
			return
		}
		u.looked = looked
		u.say(words("guest.file.chosen", "name", name), kit.Ink)
		u.show()
		if len(looked.Flaws) == 0 {
			u.read()
		}
	})
}

// show is the page as it would be kept, and what is wrong with it.
func (u *upload) show() {
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("page.png", u.looked.Page))
	picture.FillMode, picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	picture.SetMinSize(fyne.NewSize(200, 180))
	u.preview.Add(picture)
	words := u.p.h.Words()
	for _, flaw := range u.looked.Flaws {
		u.flaws.Add(kit.Long(words("flaw." + flaw + "_do")).In(kit.Accent).Bold())
	}
	if len(u.looked.Flaws) > 0 {
		u.waiting = nil
		u.flaws.Add(thumb(kit.Primary(words("guest.file.retake"), u.choose)))
		u.flaws.Add(thumb(kit.Quiet(words("guest.file.keep"), u.keep)))
	}
}

// keep goes on with a picture that can hardly be seen: the bank's people see that too, and decide.
func (u *upload) keep() {
	u.kept = true
	clearAll(u.flaws)
	u.flaws.Add(soft(u.p.h.Words()("guest.file.kept")))
	u.read()
}

// read looks for the letters, where this machine can; it proposes, and whoever holds the document decides.
func (u *upload) read() {
	looked := u.looked
	if u.p.h.Guest().Reads() != "" { // in the line that stands there anyway: nothing moves
		u.say(u.p.h.Words()("guest.file.reading", "name", u.name), kit.Ink)
	}
	u.p.h.Run(func(ctx context.Context) error { return u.p.h.Guest().Read(ctx, looked) }, func(err error) {
		if u.looked != looked {
			return // another picture was chosen meanwhile
		}
		u.say(u.p.h.Words()("guest.file.chosen", "name", u.name), kit.Ink)
		u.tellRead()
		if values := u.waiting; values != nil && err == nil {
			u.waiting = nil
			u.send(values)
		}
	})
}

// tellRead shows what was read beside what is typed. Only empty fields are filled, and only when asked.
func (u *upload) tellRead() { kit.Still(u.page, u.form, u.compare) }

func (u *upload) compare() {
	clearAll(u.seen)
	if u.looked == nil || u.looked.Read() == nil {
		return
	}
	words := u.p.h.Words()
	lines := u.p.reader().Proposals(u.m, u.looked.Read(), u.form.Values())
	if len(lines) == 0 {
		return
	}
	rows, fill := kit.Rows(), false
	for _, l := range lines {
		rows.Add(kit.Tight(kit.Note(l.Label), kit.Long(l.Text), kit.Badge(l.State, tones[l.Tone])))
		fill = fill || l.Empty
	}
	if fill {
		rows.Add(thumb(kit.Secondary(words("guest.read.fill"), func() { u.fill(lines) })))
	}
	u.seen.Add(kit.Card(words("guest.read.title"), kit.Rows(soft(words("guest.read.text")), rows)))
}

func (u *upload) fill(lines []model.Proposal) {
	for _, l := range lines {
		if l.Empty {
			u.form.Set(l.Field, l.Text)
		}
	}
	u.tellRead()
}

func clearAll(boxes ...*fyne.Container) {
	for _, box := range boxes {
		box.RemoveAll()
	}
}

func (u *upload) say(text string, ink fyne.ThemeColorName) {
	u.shown.In(ink).SetText(text)
	u.shown.Refresh()
}

func (u *upload) send(values map[string]string) {
	words := u.p.h.Words()
	switch {
	case u.looking:
		u.waiting = values
		return
	case u.looked == nil:
		u.say(words("guest.file.first"), kit.Accent)
		return
	case len(u.looked.Flaws) > 0 && !u.kept:
		u.say(words("guest.file.decide"), kit.Accent)
		return
	}
	u.form.Busy(true)
	u.say(words("guest.file.sending"), kit.InkSoft)
	u.p.work(func(ctx context.Context) error { return u.p.h.Guest().HandIn(ctx, u.looked, u.name, values) }, func() {
		u.p.h.Told(words("guest.material.sent"))
		u.p.paint()
	}, func(err error) {
		u.say(words("guest.file.chosen", "name", u.name), kit.Ink)
		beside(u.p.h, u.form)(err)
	})
}
