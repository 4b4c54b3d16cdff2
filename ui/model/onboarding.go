package model

import (
	"slices"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// OnboardingView is a newcomer's way from the signature to the first day.
type OnboardingView struct {
	Start     string
	Arrives   LineCell // in how many days
	Steps     []StepView
	Materials []MaterialView
	Insurance TaskView
	Desk      TaskView
	Team      TaskView
	CheckIn   TaskView
	Absence   Act // who was to come, and has not
	Welcome   []StepView
	Guide     bool // issued, and can be shown
}

// StepView is one step of a chain.
type StepView struct {
	Name string
	Done bool
	When string
	Why  string // why it is still pending
}

// TaskView is a piece of work with what is known and what may be done.
type TaskView struct {
	Done   bool
	Rows   []Row
	Fields []TaskField
	Act    Act
}

// TaskField is one input of a task's form.
type TaskField struct {
	ID, Name, Kind, Value string // kind: text, number, date, tick
	Required              bool
}

// MaterialView is a document of the list: what was typed beside it, and what the rules say.
type MaterialView struct {
	ID, Name, Hint string
	State          string
	Tone           Tone
	Required       bool
	Fields         []SeenField
	Engine         string // who read the letters, in words
	Links          []Row  // where the codes in the picture lead
	Check          Row    // how the check order of the education stands (Y-05); no label where the material has none
	Verdicts       []Row
	File           hiring.FileRef
	HandedIn       string
	Tries          int
	Returned       string // why, while it is returned
	NeedsOriginal  bool
	Original       string   // by whom and when the original was seen
	Doubts         []string // what whoever accepts it has to have looked at, in words
	Doubted        []string // the same by its rules
	Accept         Act
	Return         Act
	See            Act
	Queued         bool // waits for HR's answer
}

// Onboarding is a newcomer's page.
func Onboarding(r Reader, f *office.CaseFile) OnboardingView {
	c := f.Case
	v := OnboardingView{Guide: c.Guide != nil}
	if o := c.Offer(); o != nil {
		v.Start, v.Arrives = string(o.Terms.Start), r.inDays(hiring.DateOf(r.Now).DaysUntil(o.Terms.Start))
	}
	if c.CheckIn != nil {
		v.Arrives = LineCell{Text: r.Say("onboarding.arrived"), Tone: Plain}
	}
	for _, s := range c.Steps(hiring.Env{Catalog: r.Cat}) {
		v.Steps = append(v.Steps, StepView{Name: onboardingTask(r, c, s.Task), Done: s.Done, When: r.Day(s.At)})
	}
	for i := range c.Materials {
		v.Materials = append(v.Materials, materialView(r, f, &c.Materials[i]))
	}
	v.Insurance, v.Desk, v.Team = insuranceView(r, f), deskView(r, f), teamView(r, f)
	v.CheckIn, v.Absence, v.Welcome = checkInView(r, f), absenceAct(r, f), welcomeSteps(r, f)
	return v
}

func plannedTask(r Reader, c *hiring.Case, id string) *catalog.Task {
	plan := r.Cat.Plan(c.Plan)
	if plan == nil || plan.Stage("onboarding") == nil {
		return nil
	}
	return plan.Stage("onboarding").Task(id)
}

func onboardingTask(r Reader, c *hiring.Case, id string) string {
	if t := plannedTask(r, c, id); t != nil {
		return t.Name.In(r.Lang)
	}
	return id
}

func materialView(r Reader, f *office.CaseFile, m *hiring.Material) MaterialView {
	v := MaterialView{ID: m.ID, Name: m.ID, State: r.Say("material.state." + string(m.State)), Tries: len(m.Tries), Tone: materialTone(m.State),
		Queued: m.State == hiring.Submitted}
	known := r.Cat.Materials[m.ID]
	var order []string
	if known != nil {
		v.Name, v.Hint, v.NeedsOriginal, v.Required, order = known.Name.In(r.Lang), known.Hint.In(r.Lang), known.Original, known.Required, slices.Concat(known.Fields, known.Optional)
	}
	if m.Original != nil {
		v.Original = r.stamped(f, *m.Original)
	} else if v.NeedsOriginal {
		v.See = able(f, r.Say("material.see_original"), hiring.SeeOriginal{Material: m.ID})
	}
	t := m.Last()
	if t == nil {
		return v
	}
	v.Doubted = t.Doubts()
	v.File, v.HandedIn = t.File, r.stamped(f, t.Stamp)
	for _, id := range order {
		v.Fields = append(v.Fields, r.seenField(t, id))
	}
	v.Engine, v.Links = r.engine(t.Read), r.links(t.Read)
	if known != nil && (known.Rule == "diploma" || known.Rule == "certificate" && slices.Contains(known.Optional, "chsi_code")) {
		v.Check = r.educationCheck(f.Case, t)
	}
	for _, verdict := range t.Verdicts {
		v.Verdicts = append(v.Verdicts, verdictRow(r, verdict))
		if !verdict.OK && !verdict.Must {
			v.Doubts = append(v.Doubts, r.verdict(verdict))
		}
	}
	if m.State == hiring.Returned {
		v.Returned = returnedWhy(r, t)
	}
	if m.State == hiring.Submitted {
		v.Accept = able(f, r.Say("material.accept"), hiring.AcceptMaterial{Material: m.ID, Despite: t.Doubts()})
	}
	if m.State == hiring.Submitted || m.State == hiring.Accepted {
		v.Return = able(f, r.Say("material.return"), hiring.ReturnMaterial{Material: m.ID, Reason: r.firstReason("return_material")})
	}
	return v
}

// verdictRow is a rule's sentence; a broken rule is bad when nobody may overlook it, else a doubt.
func verdictRow(r Reader, v hiring.Verdict) Row {
	row := Row{Label: r.verdict(v), Value: r.Say("verdict.ok"), Tone: Good}
	switch {
	case !v.OK && v.Must:
		row.Value, row.Tone = r.Say("verdict.broken"), Bad
	case !v.OK:
		row.Value, row.Tone = r.Say("verdict.look"), Warn
	}
	return row
}

// returnedWhy is why a document went back; the rules by themselves leave their sentence's key as the note.
func returnedWhy(r Reader, t *hiring.MaterialTry) string {
	why := r.Reason(t.Reason)
	if t.Reason == "rule_failed" {
		return r.Say("material.by_rule", "rule", r.Say(t.Note))
	}
	if t.Note != "" {
		why += r.Say("list.comma") + t.Note
	}
	return why
}

func insuranceView(r Reader, f *office.CaseFile) TaskView {
	task := plannedTask(r, f.Case, "insurance")
	if task == nil {
		return TaskView{}
	}
	done, ok := f.Case.Tasks["onboarding/insurance"]
	v := TaskView{Done: ok}
	for _, field := range task.Fields {
		v.Fields = append(v.Fields, TaskField{ID: field.ID, Name: field.Name.In(r.Lang), Kind: field.Kind, Required: field.Required, Value: done.Fields[field.ID]})
		value := done.Fields[field.ID]
		if field.Kind == "tick" && value != "" {
			value = r.Say("yes")
		}
		if value != "" {
			v.Rows = append(v.Rows, Row{Label: field.Name.In(r.Lang), Value: value})
		}
	}
	if ok {
		v.Rows = append(v.Rows, Row{Label: r.Say("onboarding.done_by"), Value: r.stamped(f, done.Stamp)})
		return v
	}
	v.Act = able(f, r.Say("onboarding.insurance"), hiring.CompleteTask{Stage: "onboarding", Task: "insurance"})
	return v
}

func deskView(r Reader, f *office.CaseFile) TaskView {
	v := TaskView{Done: f.Case.Desk != "", Act: able(f, r.Say("onboarding.desk"), hiring.AssignDesk{Desk: "-"})}
	if v.Done {
		v.Rows, v.Act.Word = []Row{{Label: onboardingTask(r, f.Case, "desk"), Value: f.Case.Desk}}, r.Say("onboarding.change")
	}
	v.Fields = []TaskField{{ID: "desk", Name: onboardingTask(r, f.Case, "desk"), Kind: "text", Required: true, Value: f.Case.Desk}}
	return v
}

func teamView(r Reader, f *office.CaseFile) TaskView {
	t := f.Case.Team
	v := TaskView{Done: t.Ready(), Act: able(f, r.Say("onboarding.team"), hiring.SetTeam{Team: hiring.Team{Manager: "-", ManagerPhone: "-", Colleagues: []string{"-"}}})}
	values := map[string]string{"manager": t.Manager, "manager_phone": t.ManagerPhone, "buddy": t.Buddy, "colleagues": strings.Join(t.Colleagues, r.Say("list.comma"))}
	if task := plannedTask(r, f.Case, "team"); task != nil {
		for _, field := range task.Fields {
			value := values[field.ID]
			v.Fields = append(v.Fields, TaskField{ID: field.ID, Name: field.Name.In(r.Lang), Kind: field.Kind, Required: field.Required, Value: value})
			if value != "" {
				v.Rows = append(v.Rows, Row{Label: field.Name.In(r.Lang), Value: value})
			}
		}
	}
	if v.Done {
		v.Act.Word = r.Say("onboarding.change")
	}
	return v
}

// Team reads a filled form: colleagues are parted by a comma of either script or a line.
func Team(values map[string]string) hiring.Team {
	t := hiring.Team{Manager: strings.TrimSpace(values["manager"]), ManagerPhone: strings.TrimSpace(values["manager_phone"]), Buddy: strings.TrimSpace(values["buddy"])}
	for _, name := range strings.FieldsFunc(values["colleagues"], func(c rune) bool { return strings.ContainsRune(",;\n\u3001\uff0c\uff1b", c) }) {
		if name = strings.TrimSpace(name); name != "" {
			t.Colleagues = append(t.Colleagues, name)
		}
	}
	return t
}

func checkInView(r Reader, f *office.CaseFile) TaskView {
	if k := f.Case.CheckIn; k != nil {
		return TaskView{Done: true, Rows: []Row{{Label: r.Say("onboarding.arrived"), Value: r.stamped(f, k.Stamp)}, {Label: r.Say("onboarding.where"), Value: r.known("checkin."+k.Where, k.Where)}}}
	}
	return TaskView{Act: able(f, r.Say("onboarding.check_in"), hiring.ArriveAt{Where: "hr"})}
}

// absenceAct is there once the first day has passed: before, nobody is late.
func absenceAct(r Reader, f *office.CaseFile) Act {
	act := able(f, r.Say("onboarding.absence"), hiring.ReportAbsence{Reason: r.firstReason("absence")})
	if act.Why != nil {
		return Act{}
	}
	return act
}

// welcomeSteps is the four actions of day one, each done once or pending with what it waits for (Z-20).
func welcomeSteps(r Reader, f *office.CaseFile) []StepView {
	c := f.Case
	var out []StepView
	for _, action := range hiring.WelcomeActions {
		at, done := c.Welcome[action]
		s := StepView{Name: r.Say("welcome." + action), Done: done, When: r.Moment(at)}
		switch {
		case done:
		case c.CheckIn == nil:
			s.Why = r.Say("welcome.wait_arrival")
		case action == "desk" && c.Desk == "":
			s.Why = r.Say("welcome.wait_desk")
		case (action == "welcome" || action == "colleagues") && !c.Team.Ready():
			s.Why = r.Say("welcome.wait_team")
		}
		out = append(out, s)
	}
	return out
}
