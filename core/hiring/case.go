package hiring

import (
	"maps"
	"slices"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Status is how a case stands as a whole.
type Status string

// The statuses.
const (
	Waiting   Status = "waiting"   // a failed AI interview waits for a named human
	Open      Status = "open"      //
	Rejected  Status = "rejected"  // the bank ended it
	Withdrawn Status = "withdrawn" // the candidate ended it, by withdrawing or declining
	Confirmed Status = "confirmed" // end of probation, good
	Separated Status = "separated" // end of probation, not good
	Undone    Status = "undone"    // its import was taken back
)

// Case is all that is known of one candidate's way, folded from its events. Values only: a copy is a snapshot.
type Case struct {
	ID       CaseID
	Person   PersonID
	Version  uint64
	Position string
	Branch   string
	Batch    string // the import that brought it
	Plan     string // content hash of the pinned plan
	ReadOnly bool   // holds an event this program does not know

	Status     Status
	Passed     bool // the AI verdict
	ReceivedAt time.Time
	OpenedAt   time.Time
	Stage      string
	StageAt    time.Time
	ClosedAt   time.Time
	CloseWhy   string // reason id
	ClosedBy   AccountID
	closeClass Class // of the reason
	Entered    []Entry
	Decisions  []GateDecision

	Reports      []Report
	ReportReads  map[AccountID]time.Time
	CV           *CV
	Kit          []KitItem
	KitBy        AccountID
	Tasks        map[string]TaskDone // by stage/task
	Interviews   []Interview
	Consents     []Consent
	Checks       []CheckOrder
	Declarations []Declaration
	Flags        []Flag
	ToVerify     []VerifyItem
	Offers       []Offer
	Guide        *Guide
	Materials    []Material
	Team         Team
	Desk         string
	CheckIn      *CheckIn
	Welcome      map[string]time.Time // the four actions of day one, by id
	Probation    *Probation
	Outcomes     []Result        // after joining
	Reviews      []ReviewRequest // human review of the AI result
	Hold         *LegalHold
	Erasure      *ErasureRequest // that nobody has answered yet
	ErasureNo    *ErasureRefusal // the last answer that was no
	Left         Date            // of somebody confirmed: when they left the bank
	Notes        []Note
	Messages     []Message
	Reminded     map[string]time.Time // clock key → when it was acted on

	HumanSteps int
	AutoSteps  int
}

// Entry is a stage with the time it was entered.
type Entry struct {
	Stage string
	At    time.Time
}

// GateDecision is a decision (决议) at a gate.
type GateDecision struct {
	Stamp
	Stage   string
	Outcome Outcome
	Reason  string
	Note    string
}

// TaskDone is a task that is done, with a form's values.
type TaskDone struct {
	Stamp
	Fields map[string]string
}

// Closed says whether the case has ended.
func (c *Case) Closed() bool {
	return c.Status == Rejected || c.Status == Withdrawn || c.Status == Confirmed || c.Status == Separated || c.Status == Undone || c.Status == Erased
}

// close ends the case; its reason belongs to the compartment of the event that says it.
func (c *Case) close(s Status, at Stamp, why string, class Class) {
	c.Status, c.ClosedAt, c.CloseWhy, c.ClosedBy, c.closeClass = s, at.At, why, at.By, class
}

// Report is the newest AI report, nil when there is none.
func (c *Case) Report() *Report {
	if len(c.Reports) == 0 {
		return nil
	}
	return &c.Reports[len(c.Reports)-1]
}

// Offer is the newest offer version, nil when there is none.
func (c *Case) Offer() *Offer {
	if len(c.Offers) == 0 {
		return nil
	}
	return &c.Offers[len(c.Offers)-1]
}

// PanelScore is the structured interview's result on 0–100: the mean of all ratings of all submitted cards, times 20;
// false when no card is in.
func (c *Case) PanelScore() (float64, bool) {
	sum, n := 0, 0
	for _, iv := range c.Interviews {
		for _, card := range iv.Cards {
			for _, r := range card.Ratings {
				sum, n = sum+r.Level, n+1
			}
		}
	}
	if n == 0 {
		return 0, false
	}
	return float64(sum) / float64(n) * 20, true
}

// OpenFlags counts risk flags that no human has decided.
func (c *Case) OpenFlags() int {
	n := 0
	for _, f := range c.Flags {
		if f.ClearedBy == "" {
			n++
		}
	}
	return n
}

// OpenVerify counts entries of the to-verify list without an explanation.
func (c *Case) OpenVerify() int {
	n := 0
	for _, v := range c.ToVerify {
		if v.ExplainedBy == "" {
			n++
		}
	}
	return n
}

// PlanStage is the case's stage in its pinned plan; nil while it is not open or the plan is unknown.
func (c *Case) PlanStage(cat *catalog.Catalog) *catalog.Stage {
	plan := cat.Plan(c.Plan)
	if plan == nil {
		return nil
	}
	return plan.Stage(c.Stage)
}

// TaskIsDone says whether a task of a stage is done: by its typed facts where it has them, else by its tick.
func (c *Case) TaskIsDone(stage, task string) bool {
	switch stage + "/" + task {
	case "assessment/cv":
		return c.CV != nil
	case "interview/kit":
		return len(c.Kit) > 0
	case "interview/scorecard":
		return c.cardsComplete()
	case "offer/offer":
		o := c.Offer()
		return o != nil && o.State == OfferSigned
	case "onboarding/checkin":
		return c.CheckIn != nil
	case "onboarding/materials":
		return c.materialsComplete()
	case "onboarding/team":
		return c.Team.Ready()
	case "onboarding/desk":
		return c.Desk != ""
	}
	if stage == "check" {
		return c.checkDone(task)
	}
	if stage == "probation" && c.Probation != nil && c.Probation.review(task) >= 0 {
		return c.Probation.reviewDone(task) // a tick is no review
	}
	_, done := c.Tasks[stage+"/"+task]
	return done
}

// with is a map with one more entry; the map before is left alone.
func with[K comparable, V any](m map[K]V, k K, v V) map[K]V {
	next := maps.Clone(m)
	if next == nil {
		next = map[K]V{}
	}
	next[k] = v
	return next
}

// edit is a slice with one element changed; the slice before is left alone.
func edit[T any](s []T, i int, change func(*T)) []T {
	next := slices.Clone(s)
	change(&next[i])
	return next
}

// add is a slice with one more element; the slice before is left alone.
func add[T any](s []T, v T) []T { return append(s[:len(s):len(s)], v) }

// reason checks a reason id against the catalog's list of its use.
func reason(env Env, use, id string) error {
	if r := env.Catalog.Reasons[id]; r != nil && r.For == use {
		return nil
	}
	return fault.New(fault.Invalid, "reason.unknown", "field", "reason", "use", use)
}

// position is the case's position in the catalog; a catalog that lost it stops the case and harms nothing else.
func position(c *Case, env Env) (*catalog.Position, error) {
	if p := env.Catalog.Positions[c.Position]; p != nil {
		return p, nil
	}
	return nil, fault.New(fault.Corrupt, "report.unknown_position", "field", "position")
}

// missing is the refusal for something that is not in the case.
func missing(what, field string) error {
	return fault.New(fault.Invalid, "case.no_such", "what", what, "field", field)
}
