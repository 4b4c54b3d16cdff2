package catalog

import "slices"

// StageIDs are the stages that every plan has, in this order; a bank may set others between them.
var StageIDs = []string{"assessment", "interview", "check", "offer", "onboarding", "probation"}

// TaskKinds are the six kinds of work.
var TaskKinds = []string{"form", "scorecard", "check", "checklist", "paper", "review"}

var fieldKinds = []string{"text", "number", "date", "tick"}

func (b *builder) planRules(p *Plan) {
	next := 0
	for i := range p.Stages {
		if next < len(StageIDs) && p.Stages[i].ID == StageIDs[next] {
			next++
		}
		b.stageRules(&p.Stages[i])
	}
	if next < len(StageIDs) {
		b.refuse(b.at(p, "stages"), "stage_missing", "id", StageIDs[next])
	}
}

func (b *builder) stageRules(s *Stage) {
	within(b, s.Days, 1, 400, s, "days")
	b.some(s.Tasks, s, "tasks")
	for i := range s.Tasks {
		t := &s.Tasks[i]
		b.oneOf(TaskKinds, t.Kind, t, "kind")
		known(b, b.cat.Roles, t.Role, t, "role")
		if t.Kind == "check" {
			known(b, b.cat.Checks, t.ID, t, "id")
		}
		within(b, t.DueDays, 0, 400, t, "due_days")
		for j := range t.Fields {
			b.oneOf(fieldKinds, t.Fields[j].Kind, &t.Fields[j], "kind")
		}
	}
	for i, id := range s.Gate.Needs {
		if s.Task(id) == nil {
			b.refuse(b.at(&s.Gate, "needs", i), "unknown_reference", "id", id)
		}
	}
	for i, role := range s.Gate.Roles {
		known(b, b.cat.Roles, role, &s.Gate, "roles", i)
	}
	// A gate that neither a person nor the workflow can pass, or that passes by itself with nothing to wait for.
	if !s.Gate.Auto && len(s.Gate.Roles) == 0 || s.Gate.Auto && len(s.Gate.Needs) == 0 {
		b.refuse(b.at(s, "gate"), "gate_without_decision", "id", s.ID)
	}
}

// positionPlanRules: what the position orders and reviews is what its plan has tasks for; else a gate waits for ever, or a
// check is paid for and nobody looks at it.
func (b *builder) positionPlanRules(p *Position, plan *Plan) {
	if pack := b.cat.Packages[p.Package]; pack != nil {
		tasks := plan.tasksOf("check", "check")
		for _, id := range tasks {
			if !slices.Contains(pack.Checks, id) {
				b.refuse(b.at(p, "package"), "check_not_ordered", "id", id)
			}
		}
		for _, id := range pack.Checks {
			if !slices.Contains(tasks, id) {
				b.refuse(b.at(p, "package"), "check_without_task", "id", id)
			}
		}
	}
	tasks, reviews := plan.tasksOf("probation", "review"), []string{}
	for i, r := range p.Probation.Reviews {
		reviews = append(reviews, r.ID)
		if !slices.Contains(tasks, r.ID) {
			b.refuse(b.at(&p.Probation, "reviews", i), "unknown_reference", "id", r.ID)
		}
	}
	for _, id := range tasks {
		if !slices.Contains(reviews, id) {
			b.refuse(b.at(&p.Probation, "reviews"), "review_without_date", "id", id)
		}
	}
}

// tasksOf are the ids of a stage's tasks of one kind.
func (p *Plan) tasksOf(stage, kind string) []string {
	var ids []string
	if s := p.Stage(stage); s != nil {
		for _, t := range s.Tasks {
			if t.Kind == kind {
				ids = append(ids, t.ID)
			}
		}
	}
	return ids
}
