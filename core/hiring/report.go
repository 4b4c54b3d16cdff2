package hiring

import (
	"math"
	"time"

	"ruhang/core/fault"
)

// Report is an AI interview's result as the vendor sent it (china.md § 7, schema in resources/schema).
type Report struct {
	Vendor        string        `json:"vendor"`
	ReportID      string        `json:"report_id"`
	Position      string        `json:"position"` // our position id
	InterviewedAt time.Time     `json:"interviewed_at"`
	Model         string        `json:"model_version,omitempty"`
	Overall       Score         `json:"overall"`
	Pass          *bool         `json:"pass,omitempty"`      // the vendor's own verdict, when it has one
	Threshold     float64       `json:"threshold,omitempty"` // the vendor's, for information
	Advice        string        `json:"recommendation,omitempty"`
	Dimensions    []Dimension   `json:"dimensions"`
	Traits        []Trait       `json:"traits,omitempty"`
	Answers       []Answer      `json:"questions,omitempty"`
	Integrity     []Signal      `json:"integrity,omitempty"`
	Risks         []string      `json:"risks,omitempty"`
	Suggestions   []string      `json:"suggestions,omitempty"`
	Extra         []ExtraColumn `json:"extra,omitempty"`  // columns nobody mapped, kept as text
	Source        string        `json:"source,omitempty"` // "json", "csv", "xlsx"
	RawSHA256     string        `json:"raw_sha256,omitempty"`
}

// Score is a number with its range.
type Score struct {
	Value float64 `json:"value"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
}

// Of100 is the score on 0–100, to a millionth: 57 of 100 is 57, not a hair less.
func (s Score) Of100() float64 {
	if s.Max <= s.Min {
		return s.Value
	}
	return math.Round((s.Value-s.Min)/(s.Max-s.Min)*100*1e6) / 1e6
}

// Dimension is one AI dimension's score; Code is ours where known, else the vendor's.
type Dimension struct {
	Code      string     `json:"code"`
	Name      string     `json:"name,omitempty"`
	Score     Score      `json:"score"`
	Level     string     `json:"level,omitempty"`
	Rationale string     `json:"rationale,omitempty"`
	Evidence  []Evidence `json:"evidence,omitempty"`
}

// Evidence is a quote from the interview, with seconds from its start.
type Evidence struct {
	Question string  `json:"question_id,omitempty"`
	Quote    string  `json:"quote"`
	From     float64 `json:"t_start,omitempty"`
	To       float64 `json:"t_end,omitempty"`
}

// Trait is a personality label; never shown to the candidate.
type Trait struct {
	Code     string  `json:"code"`
	Label    string  `json:"label,omitempty"`
	Strength float64 `json:"strength,omitempty"`
	Evidence string  `json:"evidence,omitempty"`
}

// Answer is what was asked and said.
type Answer struct {
	ID    string   `json:"id"`
	Text  string   `json:"text"`
	Said  string   `json:"answer_text,omitempty"`
	Score *float64 `json:"score,omitempty"`
}

// Signal is an integrity signal, evidence for a human's review and nothing more.
type Signal struct {
	Type       string  `json:"type"`
	At         float64 `json:"t"`
	Confidence float64 `json:"confidence,omitempty"`
}

// ExtraColumn is a column of a table that nobody mapped.
type ExtraColumn struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Dimension finds a dimension by code.
func (r *Report) Dimension(code string) (Dimension, bool) {
	for _, d := range r.Dimensions {
		if d.Code == code {
			return d, true
		}
	}
	return Dimension{}, false
}

// HasTrait says whether the report carries a trait.
func (r *Report) HasTrait(code string) bool {
	for _, t := range r.Traits {
		if t.Code == code {
			return true
		}
	}
	return false
}

// measured refuses scores that are no numbers or lie outside of their own range: they could neither be stored nor compared.
func (r *Report) measured() error {
	if !r.Overall.inRange() {
		return fault.New(fault.Invalid, "field.range", "field", "overall", "min", "0", "max", "100")
	}
	for _, d := range r.Dimensions {
		if !d.Score.inRange() {
			return fault.New(fault.Invalid, "field.range", "field", "dimensions."+d.Code, "min", "0", "max", "100")
		}
	}
	return nil
}

func (s Score) inRange() bool {
	of100 := s.Of100()
	return of100 >= 0 && of100 <= 100 // NaN is neither
}

// Passes says whether a report passes: the vendor's verdict where there is one, else overall against the position's
// threshold (features.md, decisions).
func (r *Report) Passes(threshold float64) bool {
	if r.Pass != nil {
		return *r.Pass
	}
	return r.Overall.Of100() >= threshold
}

// ReceiveReport brings an AI report into the case; the first one also says what the case is about.
type ReceiveReport struct {
	Person PersonID `json:"person"`
	Branch string   `json:"branch"`
	Batch  string   `json:"batch,omitempty"` // the import that brought it
	Report Report   `json:"report"`
}

// ReportReceived is the fact of it, with the verdict by the rule in force that day.
type ReportReceived struct {
	Person PersonID `json:"person"`
	Branch string   `json:"branch"`
	Batch  string   `json:"batch,omitempty"`
	Report Report   `json:"report"`
	Passed bool     `json:"passed"`
}

// UndoImport takes a case back that an import brought and that nobody has worked on since.
type UndoImport struct {
	Batch string `json:"batch"`
}

// ImportUndone is that; the same report may be imported again.
type ImportUndone UndoImport

// ConfirmFail is a named human's word that a failed AI interview stands (PIPL Art. 24).
type ConfirmFail struct {
	Reason string `json:"reason"`
	Note   string `json:"note,omitempty"`
}

// FailConfirmed ends a case that never opened.
type FailConfirmed ConfirmFail

// OpenCase puts the case into the deep-assessment pool; by hand only over a failed report, with a reason. After a human review
// it may also open a case whose failed AI interview was confirmed.
type OpenCase struct {
	Reason string `json:"reason,omitempty"`
	Note   string `json:"note,omitempty"`
}

// CaseOpened pins the plan by its content hash.
type CaseOpened struct {
	Plan   string `json:"plan"`
	Reason string `json:"reason,omitempty"`
	Note   string `json:"note,omitempty"`
}

// ReadReport says that somebody opened the full AI report (Z-24).
type ReadReport struct{}

// ReportRead is that opening.
type ReportRead struct{}

// RevealPerson says that somebody looked at the candidate's whole numbers.
type RevealPerson struct{}

// PersonRevealed is that.
type PersonRevealed struct{}

func (RevealPerson) Name() string                      { return "reveal" }
func (RevealPerson) Nature() Nature                    { return Fact }
func (RevealPerson) decide(*Case, Env) ([]Body, error) { return []Body{PersonRevealed{}}, nil }
func (PersonRevealed) Wire() string                    { return "person_revealed.1" }
func (PersonRevealed) Class() Class                    { return Basic }
func (PersonRevealed) apply(*Case, Stamp)              {}

func (ReceiveReport) Name() string   { return "receive_report" }
func (ReceiveReport) Nature() Nature { return Fact }
func (ConfirmFail) Name() string     { return "confirm_fail" }
func (ConfirmFail) Nature() Nature   { return Decisive }
func (OpenCase) Name() string        { return "open_case" }
func (OpenCase) Nature() Nature      { return Decisive }
func (ReadReport) Name() string      { return "read_report" }
func (ReadReport) Nature() Nature    { return Fact }

func (ReportReceived) Wire() string { return "report_received.1" }
func (ReportReceived) Class() Class { return Evaluation }
func (FailConfirmed) Wire() string  { return "fail_confirmed.1" }
func (FailConfirmed) Class() Class  { return Evaluation }
func (CaseOpened) Wire() string     { return "case_opened.1" }
func (CaseOpened) Class() Class     { return Basic }
func (ReportRead) Wire() string     { return "report_read.1" }
func (ReportRead) Class() Class     { return Basic }

func (cmd ReceiveReport) decide(c *Case, env Env) ([]Body, error) {
	pos := env.Catalog.Positions[cmd.Report.Position]
	if pos == nil {
		return nil, fault.New(fault.Invalid, "report.unknown_position", "field", "position")
	}
	if len(c.Reports) > 0 && c.Position != pos.ID {
		return nil, fault.New(fault.Invalid, "report.other_position", "field", "position")
	}
	for _, r := range c.Reports {
		if r.Vendor == cmd.Report.Vendor && r.ReportID == cmd.Report.ReportID {
			return nil, fault.New(fault.Refused, "report.already")
		}
	}
	if err := cmd.Report.measured(); err != nil {
		return nil, err
	}
	threshold := pos.Threshold
	if threshold == 0 {
		threshold = env.Catalog.Bank.PassThreshold
	}
	return []Body{ReportReceived{Person: cmd.Person, Branch: cmd.Branch, Batch: cmd.Batch, Report: cmd.Report, Passed: cmd.Report.Passes(threshold)}}, nil
}

func (e ReportReceived) apply(c *Case, at Stamp) {
	if len(c.Reports) == 0 {
		c.Person, c.Branch, c.Position = e.Person, e.Branch, e.Report.Position
		c.Status, c.ReceivedAt, c.Batch = Waiting, at.At, e.Batch
	}
	c.Reports = append(c.Reports[:len(c.Reports):len(c.Reports)], e.Report)
	c.Passed = e.Passed
}

func (UndoImport) Name() string   { return "undo_import" }
func (UndoImport) Nature() Nature { return Decisive }
func (ImportUndone) Wire() string { return "import_undone.1" }
func (ImportUndone) Class() Class { return Basic }

func (cmd UndoImport) decide(c *Case, env Env) ([]Body, error) {
	if c.Batch == "" || c.Batch != cmd.Batch {
		return nil, fault.New(fault.Refused, "import.other_batch")
	}
	if c.HumanSteps > 1 {
		return nil, fault.New(fault.Refused, "import.worked_on")
	}
	return []Body{ImportUndone(cmd)}, nil
}

func (e ImportUndone) apply(c *Case, at Stamp) { c.close(Undone, at, "", e.Class()) }

func (cmd ConfirmFail) decide(c *Case, env Env) ([]Body, error) {
	if c.Status != Waiting {
		return nil, fault.New(fault.Refused, "case.already_open")
	}
	if env.Who.Account == System {
		return nil, fault.New(fault.Denied, "report.human_only")
	}
	if err := reason(env, "reject", cmd.Reason); err != nil {
		return nil, err
	}
	return []Body{FailConfirmed(cmd)}, nil
}

func (e FailConfirmed) apply(c *Case, at Stamp) { c.close(Rejected, at, e.Reason, e.Class()) }

func (cmd OpenCase) decide(c *Case, env Env) ([]Body, error) {
	reviewed := c.failConfirmed() && len(c.Reviews) > 0 && env.Who.Account != System
	switch {
	case c.failConfirmed() && !reviewed:
		return nil, fault.New(fault.Refused, "case.no_review")
	case c.Status != Waiting && !reviewed:
		return nil, fault.New(fault.Refused, "case.already_open")
	case reviewed && c.ClosedBy == env.Who.Account:
		return nil, fault.New(fault.Denied, "review.same_person")
	}
	if !c.Passed || reviewed {
		if env.Who.Account == System {
			return nil, fault.New(fault.Refused, "report.failed")
		}
		if err := reason(env, "override", cmd.Reason); err != nil {
			return nil, err
		}
	}
	pos, err := position(c, env)
	if err != nil {
		return nil, err
	}
	plan := env.Catalog.Plans[pos.Plan]
	if plan == nil {
		return nil, fault.New(fault.Corrupt, "case.plan_missing")
	}
	return []Body{
		CaseOpened{Plan: plan.Hash, Reason: cmd.Reason, Note: cmd.Note},
		StageEntered{Stage: plan.Next("").ID},
	}, nil
}

func (e CaseOpened) apply(c *Case, at Stamp) {
	c.Status, c.Plan, c.OpenedAt = Open, e.Plan, at.At
	c.ClosedAt, c.CloseWhy, c.ClosedBy = time.Time{}, "", ""
}

func (ReadReport) decide(c *Case, env Env) ([]Body, error) {
	if _, read := c.ReportReads[env.Who.Account]; read {
		return nil, nil
	}
	return []Body{ReportRead{}}, nil
}

func (ReportRead) apply(c *Case, at Stamp) { c.ReportReads = with(c.ReportReads, at.By, at.At) }
