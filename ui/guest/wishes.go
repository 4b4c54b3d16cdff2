package guest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// consent is a tick with a sentence that may be longer than a line.
type consent struct {
	widget.BaseWidget
	Checked bool
	check   *widget.Check
	box     fyne.CanvasObject
}

func newConsent(sentence string, changed func()) *consent {
	c := &consent{}
	c.check = widget.NewCheck("", func(on bool) {
		c.Checked = on
		changed()
	})
	c.box = container.NewBorder(nil, nil, container.NewVBox(c.check), nil, kit.Long(sentence))
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is Fyne's hook.
func (c *consent) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }

// Tapped ticks wherever the sentence is touched.
func (c *consent) Tapped(*fyne.PointEvent) { c.check.SetChecked(!c.check.Checked) }

// askChange asks for another start date, salary, branch, or something else (Z-13).
func askChange(p *page) {
	words := p.h.Words()
	room := container.NewStack()
	turn := func(field string) {
		room.Objects = []fyne.CanvasObject{changeForm(p, field)}
		room.Refresh()
	}
	var options []kit.Option
	for _, field := range model.ChangeFields {
		options = append(options, kit.Option{Value: field, Label: words("term." + field)})
	}
	chips := kit.NewChips(options, false, func(chosen []string) {
		if len(chosen) == 1 {
			turn(chosen[0])
		}
	})
	chips.Choose(model.ChangeFields[0])
	turn(model.ChangeFields[0])
	p.enter(words("guest.change.do"), kit.Page(soft(words("guest.change.explain")), chips, room))
}

func changeForm(p *page, field string) fyne.CanvasObject {
	words := p.h.Words()
	value := kit.Field{Name: "value", Label: words("guest.change.value." + field), Required: true}
	switch field {
	case "start":
		value.Kind = kit.FieldDate
	case "salary":
		value.Kind = kit.FieldNumber
	case "branch":
		value.Kind, value.Options = kit.FieldSelect, choices(p.reader().BranchChoices())
	default:
		value.Kind = kit.FieldArea
	}
	var form *kit.Form
	form = kit.NewForm(words, kit.FormSpec{Submit: words("guest.change.send"), OnSubmit: func(v map[string]string) {
		form.Busy(true)
		p.give(hiring.RequestChange{Field: field, Value: v["value"], Note: v["note"]}, func() {
			p.h.Told(words("guest.change.sent"))
			p.paint()
		}, beside(p.h, form))
	}, Fields: []kit.Field{value, {Name: "note", Label: words("field.note"), Kind: kit.FieldArea, Hint: words("guest.change.note")}}})
	return form
}

// decline turns the offer down, with a reason; it is asked about first, since it ends the case.
func decline(p *page) {
	words := p.h.Words()
	farewell(p, words("guest.decline"), words("guest.decline.text"), choices(p.reader().Reasons("decline")), kit.Question{Title: words("guest.decline.sure"),
		Sentence: words("guest.decline.sure.text"), Yes: words("guest.decline"), No: words("guest.not_yet"), Danger: true},
		func(reason, note string) hiring.Command { return hiring.DeclineOffer{Reason: reason, Note: note} })
}

// farewell is the form of declining and of withdrawing: a reason, a note, and a question before it is done.
func farewell(p *page, title, text string, reasons []kit.Option, sure kit.Question, cmd func(reason, note string) hiring.Command) {
	words := p.h.Words()
	var form *kit.Form
	form = kit.NewForm(words, kit.FormSpec{Submit: title, Fields: []kit.Field{
		{Name: "reason", Label: words("field.reason"), Kind: kit.FieldSelect, Options: reasons, Required: true},
		{Name: "note", Label: words("field.note"), Kind: kit.FieldArea}},
		OnSubmit: func(v map[string]string) {
			sure.OnYes = func() {
				form.Busy(true)
				p.give(cmd(v["reason"], v["note"]), p.paint, beside(p.h, form))
			}
			kit.Ask(p.h.Canvas(), sure)
		}})
	p.enter(title, kit.Page(soft(text), form))
}
