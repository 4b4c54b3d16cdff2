package hiring

import (
	"slices"
	"strings"

	"ruhang/core/fault"
)

// Probation is the months from joining to confirmation (试用期).
type Probation struct {
	Start, End Date // both days inclusive; the end never lies after the legal cap
	Goal       string
	Weeks      []Week
	Reviews    []Appraisal
}

// Week is one ISO week's goal (Y-06).
type Week struct {
	Week   string  `json:"week"` // 2026-W05
	Target float64 `json:"target"`
	// Progress is what the newcomer reported, newest last.
	Progress []Progress `json:"-"`
}

// Done is the last value reported for the week.
func (w *Week) Done() float64 {
	if len(w.Progress) == 0 {
		return 0
	}
	return w.Progress[len(w.Progress)-1].Value
}

// Progress is a report on a week.
type Progress struct {
	Stamp
	Value float64
	Note  string
	File  FileRef
}

// Appraisal is a dated probation review (试用期考核).
type Appraisal struct {
	ID     string
	Due    Date
	Done   *Stamp
	Rating int // 1–5
	Text   string
}

// StartProbation begins it on the day of arrival.
type StartProbation struct{}

// ProbationStarted lays out its weeks and reviews.
type ProbationStarted struct {
	Start   Date        `json:"start"`
	End     Date        `json:"end"`
	Weeks   []Week      `json:"weeks"`
	Reviews []DueReview `json:"reviews"`
}

// DueReview is a review's day.
type DueReview struct {
	ID  string `json:"id"`
	Due Date   `json:"due"`
}

// ReportProgress is the newcomer's word on a week (Y-07).
type ReportProgress struct {
	Week  string  `json:"week"`
	Value float64 `json:"value"`
	Note  string  `json:"note,omitempty"`
	File  FileRef `json:"file"`
}

// ProgressReported is that.
type ProgressReported ReportProgress

// ReviewProbation is a review's result.
type ReviewProbation struct {
	Review string `json:"review"`
	Rating int    `json:"rating"` // 1–5
	Text   string `json:"text"`
}

// ProbationReviewed is that.
type ProbationReviewed ReviewProbation

// Confirm ends probation well (转正).
type Confirm struct {
	Note string `json:"note,omitempty"`
}

// ProbationConfirmed is that.
type ProbationConfirmed Confirm

// EndProbation ends it otherwise, with the ground that the law asks for (劳动合同法 Art. 21, 39).
type EndProbation struct {
	Reason string `json:"reason"`
	Note   string `json:"note"`
}

// ProbationEnded is that (离职).
type ProbationEnded EndProbation

func (StartProbation) Name() string    { return "start_probation" }
func (StartProbation) Nature() Nature  { return Decisive }
func (ReportProgress) Name() string    { return "report_progress" }
func (ReportProgress) Nature() Nature  { return Fact }
func (ReviewProbation) Name() string   { return "review_probation" }
func (ReviewProbation) Nature() Nature { return Fact }
func (Confirm) Name() string           { return "confirm" }
func (Confirm) Nature() Nature         { return Decisive }
func (EndProbation) Name() string      { return "end_probation" }
func (EndProbation) Nature() Nature    { return Decisive }

func (ProbationStarted) Wire() string   { return "probation_started.1" }
func (ProbationStarted) Class() Class   { return Basic }
func (ProgressReported) Wire() string   { return "progress_reported.1" }
func (ProgressReported) Class() Class   { return Basic }
func (ProbationReviewed) Wire() string  { return "probation_reviewed.1" }
func (ProbationReviewed) Class() Class  { return Evaluation }
func (ProbationConfirmed) Wire() string { return "probation_confirmed.1" }
func (ProbationConfirmed) Class() Class { return Basic }
func (ProbationEnded) Wire() string     { return "probation_ended.1" }
func (ProbationEnded) Class() Class     { return Basic }

func (StartProbation) decide(c *Case, env Env) ([]Body, error) {
	if err := inStage(c, env, "probation"); err != nil {
		return nil, err
	}
	if c.Probation != nil {
		return nil, fault.New(fault.Refused, "probation.once")
	}
	if c.CheckIn == nil || !c.Signed() { // a plan whose gates ask for less
		return nil, fault.New(fault.Refused, "welcome.not_here")
	}
	pos, err := position(c, env)
	if err != nil {
		return nil, err
	}
	plan, terms := pos.Probation, c.Offer().Terms
	started := ProbationStarted{Start: c.CheckIn.On, End: c.CheckIn.On.AddMonths(terms.ProbationMonths).AddDays(-1)}
	for d := started.Start; d <= started.End; d = d.AddDays(1) {
		if week := d.ISOWeek(); len(started.Weeks) == 0 || started.Weeks[len(started.Weeks)-1].Week != week {
			started.Weeks = append(started.Weeks, Week{Week: week, Target: plan.Goal.Target})
		}
	}
	for _, r := range plan.Reviews {
		due := started.End.AddDays(-r.BeforeDays)
		if due < started.Start {
			due = started.Start
		}
		started.Reviews = append(started.Reviews, DueReview{ID: r.ID, Due: due})
	}
	return []Body{started}, nil
}

func (e ProbationStarted) apply(c *Case, at Stamp) {
	p := &Probation{Start: e.Start, End: e.End, Weeks: e.Weeks}
	for _, r := range e.Reviews {
		p.Reviews = append(p.Reviews, Appraisal{ID: r.ID, Due: r.Due})
	}
	c.Probation = p
}

// changeProbation edits a copy.
func (c *Case) changeProbation(change func(*Probation)) {
	if c.Probation == nil {
		return
	}
	p := *c.Probation
	p.Weeks, p.Reviews = slices.Clone(p.Weeks), slices.Clone(p.Reviews)
	change(&p)
	c.Probation = &p
}

func (p *Probation) week(id string) int {
	return slices.IndexFunc(p.Weeks, func(w Week) bool { return w.Week == id })
}

func (p *Probation) review(id string) int {
	return slices.IndexFunc(p.Reviews, func(a Appraisal) bool { return a.ID == id })
}

func (p *Probation) reviewDone(id string) bool {
	i := p.review(id)
	return i >= 0 && p.Reviews[i].Done != nil
}

func (cmd ReportProgress) decide(c *Case, env Env) ([]Body, error) {
	switch {
	case c.Probation == nil:
		return nil, fault.New(fault.Missing, "probation.none")
	case c.Probation.week(cmd.Week) < 0:
		return nil, missing("week", "week")
	case !(cmd.Value >= 0 && cmd.Value <= 1e6): // NaN fails both
		return nil, fault.New(fault.Invalid, "field.range", "field", "value", "min", "0", "max", "1000000")
	}
	return []Body{ProgressReported(cmd)}, nil
}

func (e ProgressReported) apply(c *Case, at Stamp) {
	c.changeProbation(func(p *Probation) {
		if i := p.week(e.Week); i >= 0 {
			p.Weeks[i].Progress = add(p.Weeks[i].Progress, Progress{Stamp: at, Value: e.Value, Note: e.Note, File: e.File})
		}
	})
}

func (cmd ReviewProbation) decide(c *Case, env Env) ([]Body, error) {
	switch {
	case c.Probation == nil:
		return nil, fault.New(fault.Missing, "probation.none")
	case c.Probation.review(cmd.Review) < 0:
		return nil, missing("review", "review")
	case c.Probation.reviewDone(cmd.Review):
		return nil, fault.New(fault.Refused, "probation.reviewed_already")
	case cmd.Rating < 1 || cmd.Rating > 5:
		return nil, fault.New(fault.Invalid, "field.range", "field", "rating", "min", "1", "max", "5")
	case strings.TrimSpace(cmd.Text) == "":
		return nil, fault.New(fault.Invalid, "field.empty", "field", "text")
	}
	return []Body{ProbationReviewed(cmd)}, nil
}

func (e ProbationReviewed) apply(c *Case, at Stamp) {
	c.changeProbation(func(p *Probation) {
		if i := p.review(e.Review); i >= 0 {
			p.Reviews[i].Done, p.Reviews[i].Rating, p.Reviews[i].Text = &at, e.Rating, e.Text
		}
	})
}

func (cmd Confirm) decide(c *Case, env Env) ([]Body, error) {
	stage, err := currentStage(c, env)
	if err != nil {
		return nil, err
	}
	if c.Probation == nil {
		return nil, fault.New(fault.Refused, "probation.none")
	}
	if err := ready(c, stage, false); err != nil {
		return nil, err
	}
	return []Body{GateDecided{Stage: stage.ID, Outcome: Pass, Note: cmd.Note}, ProbationConfirmed(cmd)}, nil
}

func (e ProbationConfirmed) apply(c *Case, at Stamp) { c.close(Confirmed, at, "", e.Class()) }

func (cmd EndProbation) decide(c *Case, env Env) ([]Body, error) {
	if c.Probation == nil {
		return nil, fault.New(fault.Refused, "probation.none")
	}
	if env.Who.Account == System {
		return nil, fault.New(fault.Denied, "report.human_only")
	}
	if err := reason(env, "end_probation", cmd.Reason); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cmd.Note) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	}
	if DateOf(env.Now) > c.Probation.End {
		return nil, fault.New(fault.Refused, "probation.over", "date", string(c.Probation.End))
	}
	return []Body{ProbationEnded(cmd)}, nil
}

func (e ProbationEnded) apply(c *Case, at Stamp) { c.close(Separated, at, e.Reason, e.Class()) }
