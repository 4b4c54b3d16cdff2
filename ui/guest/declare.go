package guest

import (
	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// declareCard is what was declared of relatives in the bank and of business outside, and the way to declare anew.
func declareCard(p *page, j *office.Journey) fyne.CanvasObject {
	words, m := p.h.Words(), p.reader().GuestDeclared(j)
	body := kit.Rows(soft(words("guest.declare.text")))
	if m.When != "" {
		body.Add(kit.Long(m.When).Bold())
		body.Add(pairs(m.Rows))
	}
	if m.Open {
		label, first := words("guest.declare.do"), kit.Secondary
		switch {
		case m.When != "":
			label = words("guest.declare.again")
		case m.Asked:
			first = kit.Primary
		}
		body.Add(thumb(first(label, func() { (&declaring{p: p}).show() })))
	}
	if m.Asked {
		return kit.Card(words("guest.declare"), body, kit.Badge(words("guest.declare.asked"), kit.ToneNow))
	}
	return kit.Card(words("guest.declare"), body)
}

// declaring is a declaration that grows entry by entry, as a phone can show it; nothing is sent before the end.
type declaring struct {
	p    *page
	said hiring.DeclareInterests
}

// show is the list so far, with what may be added to it.
func (d *declaring) show() {
	words := d.p.h.Words()
	parts := []fyne.CanvasObject{soft(words("guest.declare.rule"))}
	draft := hiring.Declaration{Relatives: d.said.Relatives, Businesses: d.said.Businesses}
	for i, row := range d.p.reader().DeclaredRows(&draft) {
		parts = append(parts, kit.Panel(kit.Rows(pairs([]model.Row{row}), kit.Line(kit.Quiet(words("guest.declare.remove"), func() { d.remove(i) })))))
	}
	parts = append(parts, thumb(kit.Secondary(words("guest.declare.relative"), d.relative)), thumb(kit.Secondary(words("guest.declare.business"), d.business)))
	if len(draft.Relatives)+len(draft.Businesses) == 0 {
		parts = append(parts, thumb(kit.Primary(words("guest.declare.nothing"), func() { d.send(hiring.DeclareInterests{None: true}) })))
	} else {
		parts = append(parts, thumb(kit.Primary(words("guest.declare.send"), func() { d.send(d.said) })))
	}
	d.p.enter(words("guest.declare"), kit.Page(parts...))
}

// remove takes the nth entry back; relatives stand before companies.
func (d *declaring) remove(n int) {
	if r := len(d.said.Relatives); n < r {
		d.said.Relatives = append(d.said.Relatives[:n:n], d.said.Relatives[n+1:]...)
	} else {
		d.said.Businesses = append(d.said.Businesses[:n-r:n-r], d.said.Businesses[n-r+1:]...)
	}
	d.show()
}

func (d *declaring) relative() {
	words := d.p.h.Words()
	d.entry(words("guest.declare.relative"), []kit.Field{
		{Name: "relation", Label: words("field.relation"), Kind: kit.FieldSelect, Options: choices(d.p.reader().Relations()), Required: true},
		{Name: "name", Label: words("field.name"), Required: true}, {Name: "where", Label: words("guest.declare.where"), Hint: words("guest.declare.where.hint")}},
		func(v map[string]string) {
			d.said.Relatives = append(d.said.Relatives, hiring.Relative{Relation: v["relation"], Name: v["name"], Where: v["where"]})
		})
}

func (d *declaring) business() {
	words := d.p.h.Words()
	d.entry(words("guest.declare.business"), []kit.Field{{Name: "company", Label: words("guest.declare.company"), Required: true},
		{Name: "role", Label: words("guest.declare.role"), Hint: words("guest.declare.role.hint")}},
		func(v map[string]string) {
			d.said.Businesses = append(d.said.Businesses, hiring.Business{Company: v["company"], Role: v["role"]})
		})
}

func (d *declaring) entry(title string, fields []kit.Field, take func(v map[string]string)) {
	words := d.p.h.Words()
	form := kit.NewForm(words, kit.FormSpec{Fields: fields, Submit: words("guest.declare.add"), Cancel: words("guest.declare.back"), OnCancel: d.show,
		OnSubmit: func(v map[string]string) {
			take(v)
			d.show()
		}})
	d.p.enter(title, kit.Page(form))
}

func (d *declaring) send(cmd hiring.DeclareInterests) {
	d.p.give(cmd, func() {
		d.p.h.Told(d.p.h.Words()("guest.declare.thanks"))
		d.p.paint()
	}, nil)
}
