package staff

import (
	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// probationPage is a newcomer's probation: the weeks at the left, what has to be decided at the right.
func probationPage(p *casePage) fyne.CanvasObject {
	v := model.Probation(p.read, p.file)
	if v.None {
		return kit.EmptyFace(workIcon("probation")(), p.say("probation.not_yet"), nil)
	}
	left := kit.Card(p.say("probation.weeks", "goal", v.Goal), p.weeksPart(v))
	right := []fyne.CanvasObject{p.probationHead(v), p.appraisalsCard(v.Reviews), kit.Card(p.say("probation.law"), pairs(v.Law)), criteriaCard(p.say("probation.criteria"), v.Criteria)}
	return kit.Split(0.52, left, kit.Rows(right...))
}

func criteriaCard(title string, lines []string) fyne.CanvasObject {
	body := kit.Tight()
	for _, line := range lines {
		body.Add(kit.Long("· " + line))
	}
	return kit.Card(title, body)
}

// probationHead is how long it lasts, and the two ways it ends.
func (p *casePage) probationHead(v model.ProbationView) fyne.CanvasObject {
	body := []fyne.CanvasObject{}
	if v.Closed != "" {
		body = append(body, kit.Long(v.Closed).Bold())
	} else {
		body = append(body, kit.Badge(v.Left.Text, toneOf(v.Left.Tone)))
	}
	body = append(body, pairs([]model.Row{{Label: p.say("probation.first_day"), Value: v.Start}, {Label: p.say("probation.last_day"), Value: v.End}}))
	acts := append(button(kit.Primary, v.Confirm, p.confirmProbation), button(kit.Quiet, v.Separate, func() { p.endProbation(v) })...)
	if len(acts) > 0 {
		body = append(body, kit.Flow(acts...))
	}
	return kit.Card(p.say("screen.probation"), kit.Rows(append(body, p.whys(v.Confirm, v.Separate)...)...))
}

func (p *casePage) confirmProbation() {
	p.ask("probation.confirm", p.say("probation.confirm_says", "name", p.file.Person.Name), "probation.confirm", false, func() {
		p.give(hiring.Confirm{}, "probation.confirmed_now", nil)
	})
}

// endProbation asks for the ground, whose text of law stands below it.
func (p *casePage) endProbation(v model.ProbationView) {
	law := kit.Long(p.say("probation.choose_ground")).In(kit.InkSoft)
	field := p.reasons("end_probation")
	field.OnChange = func(value string) {
		for _, g := range v.Grounds {
			if g.ID == value {
				law.SetText(g.Law)
			}
		}
	}
	note := p.note(true)
	note.Label, note.Hint = p.say("probation.facts"), p.say("probation.facts_hint")
	p.modal(sheet{title: p.say("probation.end"), submit: p.say("probation.end"), told: "probation.ended_now", width: 620,
		about: kit.Rows(kit.Long(p.say("probation.end_says", "date", v.End)).In(kit.Accent), law), fields: []kit.Field{field, note},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.EndProbation{Reason: values["reason"], Note: values["note"]}, nil
		}})
}

// weeksPart is the weeks as bars: what was reached of the target, in words and as a share.
func (p *casePage) weeksPart(v model.ProbationView) fyne.CanvasObject {
	out := kit.Rows(small(v.Total))
	for _, w := range v.Weeks {
		tone := kit.ToneChosen
		head := []fyne.CanvasObject{kit.Body(w.Week).Bold(), kit.Note(w.Days)}
		switch {
		case w.Now:
			head = append(head, kit.Badge(p.say("probation.this_week"), kit.ToneChosen))
		case w.Ahead:
			head = append(head, kit.Badge(p.say("probation.ahead"), kit.TonePlain))
		case w.Missed:
			tone = kit.ToneNow
			head = append(head, kit.Badge(p.say("probation.missed"), kit.ToneNow))
		}
		bar := kit.NewBar()
		bar.Set(float32(w.Share), tone)
		week := kit.Tight(kit.Between(kit.Line(head...), kit.Note(w.Says).In(kit.Ink)), bar)
		for _, n := range w.Notes {
			week.Add(kit.Line(append([]fyne.CanvasObject{kit.Note(n.When)}, p.fileButtons(n.File)...)...))
			week.Add(kit.Long(n.Says))
		}
		out.Add(week)
	}
	return out
}

// appraisalsCard is the dated reviews, each with its form while it is open.
func (p *casePage) appraisalsCard(reviews []model.AppraisalView) fyne.CanvasObject {
	body := kit.Rows()
	for _, a := range reviews {
		state := kit.Badge(p.say("probation.due", "date", a.Due), toneOf(a.Tone))
		if a.Done != "" {
			state = kit.Badge(p.say("probation.rated", "rating", itoa(a.Rating)), kit.ToneChosen)
		}
		part := kit.Tight(kit.Between(kit.Line(kit.Body(a.Name).Bold(), state), button(kit.Secondary, a.Act, func() { p.reviewProbation(a) })...))
		if a.Done != "" {
			part.Add(kit.Long(a.Text))
			part.Add(small(a.Done))
		}
		for _, why := range p.whys(a.Act) {
			part.Add(why)
		}
		body.Add(part)
	}
	return kit.Card(p.say("probation.reviews"), body)
}

func (p *casePage) reviewProbation(a model.AppraisalView) {
	var ratings []kit.Option
	for _, n := range []string{"5", "4", "3", "2", "1"} {
		ratings = append(ratings, kit.Option{Value: n, Label: p.say("probation.rating." + n)})
	}
	p.modal(sheet{title: a.Name, submit: p.say("probation.review_save"), told: "probation.reviewed_now", about: small(p.say("probation.review_says")),
		fields: []kit.Field{{Name: "rating", Label: p.say("field.rating"), Kind: kit.FieldSelect, Options: ratings, Required: true},
			{Name: "text", Label: p.say("probation.review_text"), Kind: kit.FieldArea, Required: true}},
		command: func(values map[string]string) (hiring.Command, error) {
			return model.Review(a.ID, values)
		}})
}
