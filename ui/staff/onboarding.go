package staff

import (
	"context"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// onboardingPage is a newcomer: the chain on top, documents at the left, the first day at the right.
func onboardingPage(p *casePage) fyne.CanvasObject {
	v := model.Onboarding(p.read, p.file)
	left := []fyne.CanvasObject{p.materialsCard(v.Materials)}
	right := []fyne.CanvasObject{p.arrivalCard(v), p.taskCard("onboarding.insurance_title", v.Insurance, p.registerInsurance),
		p.taskCard("onboarding.desk_title", v.Desk, p.assignDesk), p.taskCard("onboarding.team_title", v.Team, p.setTeam), p.welcomeCard(v.Welcome)}
	return kit.Rows(p.stepsCard(v), kit.Split(0.54, kit.Rows(left...), kit.Rows(right...)))
}

// stepsCard is the chain that the newcomer sees on the phone (Z-39).
func (p *casePage) stepsCard(v model.OnboardingView) fyne.CanvasObject {
	var links []kit.Link
	now := true
	for _, s := range v.Steps {
		l := kit.Link{Label: s.Name, Value: p.say("step.todo"), Date: s.When}
		switch {
		case s.Done:
			l.State, l.Value = kit.StateDone, p.say("step.done")
		case now:
			l.State, l.Value, now = kit.StateNow, p.say("step.now"), false
		}
		links = append(links, l)
	}
	var acts []fyne.CanvasObject
	if v.Guide {
		acts = append(acts, kit.Secondary(p.say("onboarding.guide"), p.showGuide))
	}
	return kit.Card(p.say("onboarding.progress"), kit.NewChain(links...), acts...)
}

func (p *casePage) showGuide() {
	p.showPaper(p.say("onboarding.guide"), "guide.pdf", func(ctx context.Context) ([]byte, error) {
		return p.h.Staff().GuidePDF(ctx, p.id)
	})
}

// arrivalCard is the first day, and the check-in by HR.
func (p *casePage) arrivalCard(v model.OnboardingView) fyne.CanvasObject {
	rows := append([]model.Row{{Label: p.say("term.start"), Value: v.Start}}, v.CheckIn.Rows...)
	body := []fyne.CanvasObject{kit.Badge(v.Arrives.Text, toneOf(v.Arrives.Tone)), pairs(rows)}
	body = append(body, p.whys(v.CheckIn.Act)...)
	acts := button(kit.Quiet, v.Absence, p.reportAbsence)
	return kit.Card(p.say("onboarding.first_day"), kit.Rows(body...), append(acts, button(kit.Primary, v.CheckIn.Act, func() {
		p.ask("onboarding.check_in", p.say("onboarding.check_in_says", "name", p.file.Person.Name), "onboarding.check_in", false, func() {
			p.give(hiring.ArriveAt{Where: "hr"}, "onboarding.checked_in", nil)
		})
	})...)...)
}

// reportAbsence ends the hire of somebody who signed and did not come.
func (p *casePage) reportAbsence() {
	p.modal(sheet{title: p.say("onboarding.absence"), submit: p.say("onboarding.absence"), told: "onboarding.absence_done",
		about:  kit.Long(p.say("onboarding.absence_says", "name", p.file.Person.Name)).In(kit.Accent),
		fields: []kit.Field{p.reasons("absence"), {Name: "note", Label: p.say("onboarding.absence_tried"), Kind: kit.FieldArea, Required: true}},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.ReportAbsence{Reason: values["reason"], Note: values["note"]}, nil
		}})
}

// welcomeCard is the four actions of day one, done or with what they wait for.
func (p *casePage) welcomeCard(steps []model.StepView) fyne.CanvasObject {
	body := kit.Tight()
	for _, s := range steps {
		state, note := kit.Badge(p.say("step.pending"), kit.TonePlain), s.Why
		if s.Done {
			state, note = kit.Badge(p.say("step.done"), kit.ToneChosen), s.When
		}
		body.Add(kit.Between(kit.Body(s.Name).Clip(), state))
		body.Add(small(note))
	}
	return kit.Card(p.say("onboarding.welcome"), body)
}

func (p *casePage) taskCard(title string, t model.TaskView, open func(model.TaskView)) fyne.CanvasObject {
	state := kit.Badge(p.say("step.todo"), kit.TonePlain)
	if t.Done {
		state = kit.Badge(p.say("step.done"), kit.ToneChosen)
	}
	body := []fyne.CanvasObject{kit.Line(state)}
	if len(t.Rows) > 0 {
		body = append(body, pairs(t.Rows))
	}
	body = append(body, p.whys(t.Act)...)
	return kit.Card(p.say(title), kit.Tight(body...), button(kit.Secondary, t.Act, func() { open(t) })...)
}

// taskFields are a plan's fields as the inputs of a form.
func (p *casePage) taskFields(t model.TaskView) []kit.Field {
	kinds := map[string]kit.FieldKind{"number": kit.FieldNumber, "date": kit.FieldDate, "tick": kit.FieldCheck}
	var out []kit.Field
	for _, f := range t.Fields {
		out = append(out, kit.Field{Name: f.ID, Label: f.Name, Kind: kinds[f.Kind], Required: f.Required, Value: f.Value})
	}
	return out
}

func (p *casePage) registerInsurance(t model.TaskView) {
	p.modal(sheet{title: p.say("onboarding.insurance_title"), submit: p.say("save"), told: "onboarding.insurance_done", fields: p.taskFields(t),
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.CompleteTask{Stage: "onboarding", Task: "insurance", Fields: values}, nil
		}})
}

func (p *casePage) assignDesk(t model.TaskView) {
	p.modal(sheet{title: p.say("onboarding.desk_title"), submit: p.say("save"), told: "onboarding.desk_done", fields: p.taskFields(t),
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.AssignDesk{Desk: values["desk"]}, nil
		}})
}

func (p *casePage) setTeam(t model.TaskView) {
	fields := p.taskFields(t)
	for i := range fields {
		if fields[i].Name == "colleagues" {
			fields[i].Hint = p.say("onboarding.colleagues_hint")
		}
	}
	p.modal(sheet{title: p.say("onboarding.team_title"), submit: p.say("save"), told: "onboarding.team_done", fields: fields,
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.SetTeam{Team: model.Team(values)}, nil
		}})
}
