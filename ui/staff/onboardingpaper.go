package staff

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// materialsCard is the newcomer's documents; those that wait for HR stand first.
func (p *casePage) materialsCard(all []model.MaterialView) fyne.CanvasObject {
	body := kit.Rows()
	add := func(queued bool) {
		for _, m := range all {
			if m.Queued == queued {
				if len(body.Objects) > 0 {
					body.Add(kit.Rule())
				}
				body.Add(p.materialPart(m))
			}
		}
	}
	add(true)
	add(false)
	if len(all) == 0 {
		body.Add(small(p.say("material.none")))
	}
	return kit.Card(p.say("onboarding.materials"), body)
}

func (p *casePage) materialPart(m model.MaterialView) fyne.CanvasObject {
	var acts []fyne.CanvasObject
	acts = append(acts, button(kit.Quiet, m.See, func() { p.seeOriginal(m) })...)
	if !m.File.Empty() {
		label := p.say("material.open")
		if m.Queued {
			label = p.say("material.review")
		}
		acts = append(acts, kit.Secondary(label, func() { p.reviewMaterial(m) }))
	}
	head := kit.Line(kit.Body(m.Name).Bold(), kit.Badge(m.State, toneOf(m.Tone)))
	parts := []fyne.CanvasObject{kit.Between(head, acts...)}
	for _, text := range []string{m.HandedIn, m.Returned} {
		if text != "" {
			parts = append(parts, small(text))
		}
	}
	switch {
	case m.Original != "":
		parts = append(parts, small(p.say("material.original_seen", "stamp", m.Original)))
	case m.NeedsOriginal:
		parts = append(parts, small(p.say("material.original_due")))
	}
	return kit.Tight(parts...)
}

func (p *casePage) seeOriginal(m model.MaterialView) {
	p.ask("material.see_original", p.say("material.see_original_says", "material", m.Name), "material.see_original", false, func() {
		p.give(hiring.SeeOriginal{Material: m.ID}, "material.seen", nil)
	})
}

// reviewMaterial shows the document beside what was typed of it and what the rules say.
func (p *casePage) reviewMaterial(m model.MaterialView) {
	d := newPaper(p.h, p.say("material.file_name"), p.stored(m.File))
	p.fill(m.Name, p.materialReview(m, d), d.buttons()...)
}

// materialReview is the document at the left, and at the right the answer and its grounds.
func (p *casePage) materialReview(m model.MaterialView, d *paper) fyne.CanvasObject {
	acts := append(button(kit.Secondary, m.Return, func() { p.returnMaterial(m) }), button(kit.Primary, m.Accept, func() { p.acceptMaterial(m) })...)
	head := []fyne.CanvasObject{kit.Line(kit.Badge(m.State, toneOf(m.Tone)), kit.Note(p.say("material.tries", "n", itoa(m.Tries)))), small(m.HandedIn)}
	if len(acts) > 0 {
		head = append(head, kit.Flow(acts...))
	}
	side := append(append(head, p.whys(m.Accept, m.Return)...), p.materialFacts(m)...)
	return kit.Split(0.6, d.faces, container.NewVScroll(clear(kit.Panel(kit.Rows(side...)))))
}

// acceptMaterial asks first where something is in doubt: nothing is overlooked in silence.
func (p *casePage) acceptMaterial(m model.MaterialView) {
	accept := func() {
		p.give(hiring.AcceptMaterial{Material: m.ID, Despite: m.Doubted}, "material.accepted", func(err error) {
			p.over = err != nil || p.answered != nil
			switch {
			case err != nil:
				p.h.Fail(err)
			case p.answered != nil:
				p.answered()
			}
		})
	}
	if len(m.Doubts) == 0 {
		accept()
		return
	}
	p.ask("material.accept_title", p.say("material.accept_says", "doubts", strings.Join(m.Doubts, p.say("list.comma"))), "material.accept_anyway", false, accept)
}

// materialFacts is what was typed, what the rules say of it, and what was asked for.
func (p *casePage) materialFacts(m model.MaterialView) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if m.Returned != "" {
		rows = append(rows, kit.Long(m.Returned).In(kit.Accent))
	}
	rows = append(rows, kit.Section(p.say("material.fields")))
	for _, f := range m.Fields {
		rows = append(rows, p.seenField(f))
	}
	if len(m.Fields) > 0 {
		rows = append(rows, small(m.Engine))
	} else {
		rows = append(rows, small(p.say("material.no_fields")))
	}
	for _, link := range m.Links {
		rows = append(rows, kit.Tight(kit.Light(link.Value, toneOf(link.Tone)), kit.Long(link.Label).Sized(kit.SizeNote)))
	}
	if m.Check.Label != "" {
		rows = append(rows, kit.Section(m.Check.Label), kit.Line(kit.Badge(m.Check.Value, toneOf(m.Check.Tone))))
	}
	rows = append(rows, kit.Section(p.say("material.rules")))
	for _, v := range m.Verdicts {
		rows = append(rows, kit.Tight(kit.Light(v.Value, toneOf(v.Tone)), kit.Long(v.Label)))
	}
	if len(m.Verdicts) == 0 {
		rows = append(rows, small(p.say("material.no_rules")))
	}
	if m.Hint != "" {
		rows = append(rows, kit.Section(p.say("material.hint")), small(m.Hint))
	}
	return rows
}

// seenField is what was typed, and below it what was read on the picture, each as it is.
func (p *casePage) seenField(f model.SeenField) fyne.CanvasObject {
	typed := f.Typed
	if typed == "" {
		typed = p.say("material.not_typed")
	}
	rows := []fyne.CanvasObject{kit.Note(f.Label), kit.Long(typed).Bold()}
	if f.Read != "" {
		rows = append(rows, kit.Flow(kit.Badge(f.State, toneOf(f.Tone)), kit.Body(p.say("material.on_picture", "text", f.Read))))
	}
	return kit.Tight(rows...)
}

func (p *casePage) returnMaterial(m model.MaterialView) {
	p.modal(sheet{title: p.say("material.return_title", "material", m.Name), submit: p.say("material.return"), told: "material.returned", about: kit.Long(p.say("material.return_says")),
		fields: []kit.Field{p.reasons("return_material"), p.note(false)},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.ReturnMaterial{Material: m.ID, Reason: values["reason"], Note: values["note"]}, nil
		}, after: func() {
			if p.over = p.answered != nil; p.over {
				p.answered()
			}
		}})
}
