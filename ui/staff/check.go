package staff

import (
	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// checksPage is a case's background check: the orders at the left, what needs a human's view at the right.
func checksPage(p *casePage) fyne.CanvasObject {
	v := model.Checks(p.read, p.file)
	var orders []fyne.CanvasObject
	for _, o := range v.Orders {
		orders = append(orders, p.orderCard(o))
	}
	for _, m := range v.Missing {
		orders = append(orders, p.missingCard(m))
	}
	if len(orders) == 0 {
		orders = append(orders, kit.Panel(kit.Long(p.say("check.none")).In(kit.InkSoft)))
	}
	right := []fyne.CanvasObject{p.checkHead(v), p.consentsCard(v.Consents), p.declaredCard(v.Declared), p.flagsCard(v), p.verifyCard(v.Verify)}
	return kit.Split(0.54, kit.Rows(orders...), kit.Rows(right...))
}

// checkHead is the light of all checks together, and the gate.
func (p *casePage) checkHead(v model.ChecksView) fyne.CanvasObject {
	var acts []fyne.CanvasObject
	acts = append(acts, button(kit.Secondary, v.Order, func() { p.give(hiring.OrderChecks{}, "check.ordered", nil) })...)
	acts = append(acts, button(kit.Primary, v.Pass, p.passCheck)...)
	body := append([]fyne.CanvasObject{kit.Line(kit.Body(p.say("check.together")), kit.Light(v.Light, toneOf(v.Tone)))}, p.whys(v.Pass)...)
	return kit.Card(p.say("check.result"), kit.Rows(body...), acts...)
}

func (p *casePage) passCheck() {
	p.modal(sheet{title: p.say("check.pass"), submit: p.say("check.pass"), told: "check.passed", about: kit.Long(p.say("check.pass_says")),
		fields: []kit.Field{p.note(false)},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.PassGate{Stage: "check", Outcome: hiring.Pass, Note: values["note"]}, nil
		}})
}

// consentsCard is every permission by purpose and recipient, with the exact words that were agreed to.
func (p *casePage) consentsCard(all []model.ConsentView) fyne.CanvasObject {
	if len(all) == 0 {
		return kit.Card(p.say("check.consent"), small(p.say("check.consent_not_needed")))
	}
	rows := kit.Rows()
	for i, v := range all {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(p.consentPart(v))
	}
	return kit.Card(p.say("check.consent"), rows)
}

func (p *casePage) consentPart(v model.ConsentView) fyne.CanvasObject {
	light := kit.Badge(p.say("check.consent_state."+v.State), kit.ToneNow)
	if v.State == "given" {
		light = kit.Badge(p.say("check.consent_state.given"), kit.TonePlain)
	}
	body := kit.Tight(kit.Between(kit.Long(v.Title).Bold(), light), small(p.say("check.consent_to", "recipient", v.Recipient)))
	if len(v.Says) == 0 {
		body.Add(kit.Long(p.say("check.consent_none")))
	}
	for _, line := range v.Says {
		body.Add(kit.Long(line))
	}
	acts := p.fileButtons(v.File)
	if p.read.Cat.Wording(v.Wording) != nil {
		acts = append(acts, kit.Quiet(p.say("check.consent_words"), func() { p.showWording(v) }))
	}
	acts = append(acts, button(kit.Secondary, v.Record, func() { p.recordConsent(v) })...)
	if len(acts) > 0 {
		body.Add(kit.Line(acts...))
	}
	for _, why := range p.whys(v.Record) {
		body.Add(why)
	}
	return body
}

// showWording shows the words that were agreed to, also when the catalog says others today.
func (p *casePage) showWording(v model.ConsentView) {
	w := p.read.Cat.Wording(v.Wording)
	var closeIt func()
	done := kit.Secondary(p.say("close"), func() { closeIt() })
	closeIt = kit.Modal(p.h.Canvas(), 560, kit.Rows(kit.Head(w.Title.In(p.read.Lang)), kit.Long(w.Text.In(p.read.Lang)),
		small(p.say("check.consent_hash", "version", w.Version, "hash", w.Hash)), kit.Line(done)))
}

// recordConsent keeps a consent that was signed on paper, with its scan.
func (p *casePage) recordConsent(v model.ConsentView) {
	files := p.attachments(hiring.Background, p.say("check.consent_file"))
	fields := []kit.Field{{Name: "wording", Label: p.say("check.wording"), Value: v.Version, Required: true}}
	if !v.Named {
		fields = append([]kit.Field{{Name: "recipient", Label: p.say("check.recipient"), Hint: p.say("check.recipient_hint"), Required: true}}, fields...)
	}
	p.modal(sheet{title: v.Title, submit: p.say("save"), told: "check.consent_kept", about: kit.Long(p.say("check.consent_paper_says")), below: files.box,
		fields: fields,
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.GiveConsent{Purpose: v.Purpose, Recipient: values["recipient"], Wording: values["wording"], File: files.first()}, nil
		}})
}

// resultPart is one result; a replaced one says so and keeps everything it said.
func (p *casePage) resultPart(r model.ResultView) fyne.CanvasObject {
	head := []fyne.CanvasObject{kit.Light(r.Light, toneOf(r.Tone))}
	if r.Superseded {
		head = append(head, kit.Badge(p.say("check.superseded"), kit.TonePlain))
	}
	if r.Expired {
		head = append(head, kit.Badge(p.say("check.expired"), kit.ToneNow))
	}
	parts := []fyne.CanvasObject{kit.Rule(), kit.Flow(head...)}
	if r.Conclusion != "" {
		parts = append(parts, kit.Long(r.Conclusion))
	}
	parts = append(parts, pairs(append(append([]model.Row{}, r.Facts...), r.Rows...)))
	if files := p.fileButtons(r.Files...); len(files) > 0 {
		parts = append(parts, kit.Flow(files...))
	}
	return kit.Tight(parts...)
}

func (p *casePage) stopCheck(o model.OrderView) {
	p.modal(sheet{title: p.say("check.stop_title", "check", o.Name), submit: p.say("check.stop"), told: "check.stopped_now", about: kit.Long(p.say("check.stop_says")),
		fields: []kit.Field{{Name: "why", Label: p.say("field.why"), Kind: kit.FieldArea, Required: true}},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.StopCheck{Order: o.ID, Why: values["why"]}, nil
		}})
}

// recordCheck is the form of a result: what it says, what the evidence itself says, and the evidence.
func (p *casePage) recordCheck(o model.OrderView) { p.recordRead(o, nil) }

// recordRead is that form with what a candidate's own report said filled in: somebody has compared it with its page.
func (p *casePage) recordRead(o model.OrderView, read *office.ReportOfCandidate) {
	files := p.attachments(hiring.Background, p.say("check.evidence_says"))
	said := map[string]string{}
	if read != nil {
		files.keep(read.File)
		said = model.FactValues(p.read, o.Kind, p.file.Case.CV, read.Facts)
		said["source"] = o.Source.Name
	}
	fields := append(p.resultFields(o), p.factFields(o.Kind)...)
	for i := range fields {
		if v := said[fields[i].Name]; v != "" {
			fields[i].Value = v
		}
	}
	p.wide(sheet{title: p.say("check.record_title", "check", o.Name), submit: p.say("check.record_save"), told: "check.recorded_now", columns: 3,
		about:  kit.Panel(pairs([]model.Row{{Label: p.say("check.proves"), Value: o.Proves}, {Label: p.say("check.cannot_prove"), Value: o.CannotProve}})),
		below:  kit.Panel(files.box),
		fields: fields,
		command: func(values map[string]string) (hiring.Command, error) {
			return model.RecordCheck(o.ID, values, files.refs), nil
		}})
}

func (p *casePage) resultFields(o model.OrderView) []kit.Field {
	var lights []kit.Option
	for _, l := range []hiring.Light{hiring.Green, hiring.Amber, hiring.Red} {
		lights = append(lights, kit.Option{Value: string(l), Label: p.say("light." + string(l))})
	}
	return []kit.Field{
		{Name: "light", Label: p.say("field.light"), Kind: kit.FieldSelect, Options: lights, Required: true},
		{Name: "source", Label: p.say("check.source"), Prompt: p.say("check.source_prompt"), Required: true},
		{Name: "valid_until", Label: p.say("check.valid_until"), Hint: o.Counts, Kind: kit.FieldDate},
		{Name: "conclusion", Label: p.say("check.conclusion"), Kind: kit.FieldArea},
	}
}

// factFields are the inputs for what the evidence says; what the CV says stands in them as a hint only.
func (p *casePage) factFields(kind string) []kit.Field {
	var out []kit.Field
	for _, group := range model.FactForm(p.read, kind, p.file.Case.CV) {
		for _, f := range group.Fields {
			field := kit.Field{Name: f.Name, Label: p.say("fact.label", "group", group.Title, "field", f.Label), Prompt: f.Prompt}
			switch f.Kind {
			case "degree":
				field.Kind, field.Options, field.Hint, field.Prompt = kit.FieldSelect, p.coded("degree.", model.Degrees), f.Prompt, ""
			case "incident":
				field.Kind, field.Options = kit.FieldSelect, p.coded("incident.", model.Incidents)
			case "date":
				field.Check = p.coarse
				if field.Prompt == "" {
					field.Prompt = p.say("fact.date_form")
				}
			}
			out = append(out, field)
		}
	}
	return out
}

func (p *casePage) coded(prefix string, codes []string) []kit.Option {
	var out []kit.Option
	for _, code := range codes {
		out = append(out, kit.Option{Value: code, Label: p.say(prefix + code)})
	}
	return out
}

func (p *casePage) coarse(value string) string {
	if model.CoarseDate(value) {
		return ""
	}
	return p.say("fact.bad_date")
}
