package staff

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// casePage is the frame of a case's page at one kind of work: it loads the case, paints it, and gives its commands. What
// is typed in a form outlives a change that somebody else makes: while one fills the page, nothing is painted over it.
type casePage struct {
	h      Host
	screen string
	id     hiring.CaseID
	paint  func(*casePage) fyne.CanvasObject
	file   *office.CaseFile
	read   model.Reader
	over   bool // a form or a document fills the page
	// answered follows when a document was accepted or returned; nil goes back to the case.
	answered func()
	head     *fyne.Container
	scroll   *container.Scroll
	faces    *kit.Faces
	page     fyne.CanvasObject
}

func openCasePage(h Host, screen string, id hiring.CaseID, paint func(*casePage) fyne.CanvasObject) Page {
	p := &casePage{h: h, screen: screen, id: id, paint: paint, head: container.NewStack(), scroll: container.NewVScroll(kit.Rows())}
	p.faces = kit.NewFaces(h.Words(), p.scroll)
	p.page = kit.Page(p.head, kit.Fill(p.faces))
	p.header("", "")
	p.faces.Load(h.Words()("work_list.loading"), 0, 0)
	p.Refresh()
	return p
}

// Content is the page.
func (p *casePage) Content() fyne.CanvasObject { return p.page }

// Close has nothing to let go of.
func (p *casePage) Close() {}

func (p *casePage) say(key string, pairs ...string) string { return p.h.Words()(key, pairs...) }

// Refresh loads the case again.
func (p *casePage) Refresh() {
	var file *office.CaseFile
	p.h.Run(func(ctx context.Context) (err error) {
		file, err = p.h.Staff().CaseFile(ctx, p.id)
		return err
	}, func(err error) {
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), p.say("work_list.again"), kit.Secondary(p.say("retry"), p.Refresh))
			return
		}
		p.file, p.read = file, readerOf(p.h)
		if !p.over {
			p.show()
		}
	})
}

// show paints the case; the place it was scrolled to stays.
func (p *casePage) show() {
	p.over = false
	p.header(p.file.Person.Name, p.say("work_case.about", "position", p.read.Position(p.file.Case.Position), "branch", p.read.Branch(p.file.Case.Branch)))
	p.scroll.Content = clear(kit.Rows(p.paint(p), kit.Note(" ")))
	p.scroll.Refresh()
	p.faces.SetContent(p.scroll)
}

func (p *casePage) header(name, about string) {
	back := kit.Quiet(p.say("screen."+p.screen), func() { p.h.Go(p.screen, "") }).WithIcon(theme.NavigateBackIcon())
	var right []fyne.CanvasObject
	if name != "" && p.read.HasScreen("case") {
		right = append(right, kit.Quiet(p.say("work_case.file"), func() { p.h.Go("case", string(p.id)) }))
	}
	p.head.Objects = []fyne.CanvasObject{kit.Between(kit.Line(back, kit.Title(name), kit.Note(about)), right...)}
	p.head.Refresh()
}

// fill puts something in the place of the case until it is left.
func (p *casePage) fill(title string, object fyne.CanvasObject, right ...fyne.CanvasObject) {
	p.over = true
	back := kit.Quiet(p.say("back"), p.leave).WithIcon(theme.NavigateBackIcon())
	p.head.Objects = []fyne.CanvasObject{kit.Between(kit.Line(back, kit.Title(title)), right...)}
	p.head.Refresh()
	p.faces.SetContent(object)
}

// leave goes back to the case as it is now.
func (p *casePage) leave() {
	p.over = false
	p.show()
}

// give gives a command. A refusal goes to then when there is one, else to the window.
func (p *casePage) give(cmd hiring.Command, told string, then func(error)) {
	p.h.Run(func(ctx context.Context) error {
		_, err := p.h.Staff().Do(ctx, p.id, cmd)
		return err
	}, func(err error) {
		switch {
		case then != nil:
			then(err)
		case err != nil:
			p.h.Fail(err)
		}
		if err == nil {
			p.h.Told(p.say(told))
			p.Refresh()
		}
	})
}

// ask asks before a command that matters.
func (p *casePage) ask(title, sentence, yes string, danger bool, do func()) {
	kit.Ask(p.h.Canvas(), kit.Question{Title: p.say(title), Sentence: sentence, Yes: p.say(yes), No: p.say("cancel"), Danger: danger, OnYes: do})
}

// sheet is a form that gives a command.
type sheet struct {
	title, submit, told string
	about               fyne.CanvasObject // above the form; may be nil
	below               fyne.CanvasObject // below the form, such as attached files; may be nil
	fields              []kit.Field
	columns             int
	width               float32
	command             func(values map[string]string) (hiring.Command, error)
	after               func() // when the command was taken; may be nil
}

// modal opens a short form over the page.
func (p *casePage) modal(s sheet) {
	var closeIt func()
	form := p.form(s, func() { closeIt() })
	parts := []fyne.CanvasObject{kit.Head(s.title)}
	for _, part := range []fyne.CanvasObject{s.about, s.below, form} {
		if part != nil {
			parts = append(parts, part)
		}
	}
	width := s.width
	if width == 0 {
		width = 520
	}
	closeIt = kit.Modal(p.h.Canvas(), width, kit.Rows(parts...))
	form.Focus()
}

// wide opens a long form in the place of the case.
func (p *casePage) wide(s sheet) {
	form := p.form(s, p.leave)
	parts := []fyne.CanvasObject{}
	for _, part := range []fyne.CanvasObject{s.about, s.below} {
		if part != nil {
			parts = append(parts, part)
		}
	}
	parts = append(parts, kit.Panel(form), kit.Note(" "))
	p.fill(s.title, container.NewVScroll(clear(kit.Readable(960, kit.Rows(parts...)))))
}

// form gives the command when it is filled; a refusal stands at its field, and what was typed stays.
func (p *casePage) form(s sheet, leave func()) *kit.Form {
	var form *kit.Form
	form = kit.NewForm(p.h.Words(), kit.FormSpec{Fields: s.fields, Columns: s.columns, Submit: s.submit, Cancel: p.say("cancel"), OnCancel: leave,
		OnSubmit: func(values map[string]string) {
			cmd, err := s.command(values)
			if err != nil {
				p.wrong(form, err)
				return
			}
			form.Busy(true)
			p.give(cmd, s.told, func(err error) {
				form.Busy(false)
				if err != nil {
					p.wrong(form, err)
					return
				}
				leave()
				if s.after != nil {
					s.after()
				}
			})
		}})
	return form
}

func (p *casePage) wrong(form *kit.Form, err error) {
	form.SetErrors(map[string]string{fault.Of(err).Params["field"]: p.h.Fault(err)})
}

// button is an act as a button; none when the account's roles do not have it. What a rule forbids cannot be pressed, and
// why stands in the card: see whys.
func button(kind func(string, func()) *kit.Button, a model.Act, tapped func()) []fyne.CanvasObject {
	if a.ID == "" {
		return nil
	}
	b := kind(a.Word, tapped)
	if a.Why != nil {
		b.Disable()
	}
	return []fyne.CanvasObject{b}
}

// whys are the reasons why some acts may not be done now.
func (p *casePage) whys(acts ...model.Act) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, a := range acts {
		if a.ID != "" && a.Why != nil {
			out = append(out, kit.Long(p.say("work_case.why_not", "act", a.Word, "why", p.h.Fault(a.Why))).In(kit.InkSoft).Sized(kit.SizeNote))
		}
	}
	return out
}

// pairs are a model's rows as labels and values.
func pairs(rows []model.Row) *fyne.Container {
	out := make([]kit.Pair, len(rows))
	for i, row := range rows {
		out[i] = kit.Pair{Label: row.Label, Value: row.Value, Tone: toneOf(row.Tone)}
	}
	return kit.Pairs(out...)
}

// clear keeps what scrolls clear of the bar beside it.
func clear(object fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 0, 0, kit.Gap), object)
}

// small is a soft text of any length.
func small(text string) fyne.CanvasObject {
	return kit.Long(text).In(kit.InkSoft).Sized(kit.SizeNote)
}

// clock is a clock as a bar.
func (p *casePage) clock(t model.Timing) fyne.CanvasObject {
	return kit.ClockBar(p.h.Words(), kit.Clock{Label: t.Label, Elapsed: t.Elapsed, Limit: t.Limit, Over: t.Over, Share: t.Share})
}

// reasons are a use's reasons as a field.
func (p *casePage) reasons(use string) kit.Field {
	var options []kit.Option
	for _, c := range p.read.Reasons(use) {
		options = append(options, kit.Option{Value: c.Value, Label: c.Label})
	}
	return kit.Field{Name: "reason", Label: p.say("field.reason"), Kind: kit.FieldSelect, Options: options, Required: true}
}

func (p *casePage) note(required bool) kit.Field {
	return kit.Field{Name: "note", Label: p.say("field.note"), Kind: kit.FieldArea, Required: required}
}
