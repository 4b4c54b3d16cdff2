package hiring

import (
	"strings"
	"time"

	"ruhang/core/fault"
)

// Light is what a check says: green, amber, red; "" while it is not in.
type Light string

// The lights.
const (
	Green Light = "green"
	Amber Light = "amber"
	Red   Light = "red"
)

// Worse is the worse of two lights; no light yet is neutral.
func (l Light) Worse(o Light) Light {
	rank := map[Light]int{"": 0, Green: 1, Amber: 2, Red: 3}
	if rank[o] > rank[l] {
		return o
	}
	return l
}

// CheckOrder is a request (背调委托) with the reports it brought; the newest counts, none is overwritten.
type CheckOrder struct {
	ID        string
	Kind      string // education, employment, qualification…
	Source    string // of the kind's sources in checks.yaml; "" in orders from before sources had names
	Law, Says string // the legal basis, where the kind needs one: the act and article, and what they say
	OrderedAt time.Time
	SLA       time.Duration // how long it may take; see CheckDue
	Progress  []CheckProgress
	Reports   []CheckReport
	Stopped   *Stamp
	StopWhy   string
}

// CheckReport is one result (背调报告): what it says, and how that is known (N-12).
type CheckReport struct {
	Stamp
	Light      Light      `json:"light"`
	Conclusion string     `json:"conclusion"`
	Facts      CheckFacts `json:"facts"`
	Files      []FileRef  `json:"files"`
	Source     string     `json:"source"` // where: "chsi.com.cn", the company's HR…
	Method     string     `json:"method"` // hand, file, http
	ValidUntil Date       `json:"valid_until,omitempty"`
}

// Finding is what screening sees in a case: a discrepancy, a gap, job-hopping, an incident.
type Finding struct {
	Key    string            `json:"key"`    // the same finding has the same key for ever
	Kind   string            `json:"kind"`   // discrepancy, gap, stability, credit_violation, incident, impossible
	Flag   bool              `json:"flag"`   // a risk flag (风险点); else an entry of the to-verify list (待核实清单)
	Light  Light             `json:"light"`  // how bad
	Field  string            `json:"field"`  // what it is about: education.degree, employments…
	Says   string            `json:"says"`   // what the CV says
	Proof  string            `json:"proof"`  // what the evidence says
	From   Date              `json:"from"`   // of a gap
	To     Date              `json:"to"`     //
	Values map[string]string `json:"values"` // for the sentence
}

// Flag is a risk flag with the human decision that clears it.
type Flag struct {
	ID string
	Stamp
	Finding
	ClearedBy AccountID
	ClearedAt time.Time
	Reason    string
	Note      string
}

// VerifyItem is an entry of the to-verify list with its explanation.
type VerifyItem struct {
	ID string
	Stamp
	Finding
	ExplainedBy AccountID
	ExplainedAt time.Time
	Text        string
	File        FileRef
}

// OrderChecks orders what of the position's package is not ordered; with a kind, that one, also again when its result is in.
type OrderChecks struct {
	Kind   string `json:"kind,omitempty"`
	Source string `json:"source,omitempty"` // one of the kind's; "" the first
	Law    string `json:"law,omitempty"`    // the act and article, for kinds that only a law allows
	Says   string `json:"says,omitempty"`   // and what they say
}

// ChecksOrdered are the orders.
type ChecksOrdered struct {
	Orders []OrderedCheck `json:"orders"`
}

// OrderedCheck is one of them. DueAt is the order's instant and the time it may take: its clock runs from there when the consent
// stands already, else from the consent.
type OrderedCheck struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	DueAt  time.Time `json:"due_at"`
	Source string    `json:"source,omitempty"`
	Law    string    `json:"law,omitempty"`
	Says   string    `json:"says,omitempty"`
}

// RecordCheck brings a check's result in.
type RecordCheck struct {
	Order      string     `json:"order"`
	Light      Light      `json:"light"`
	Conclusion string     `json:"conclusion"`
	Facts      CheckFacts `json:"facts"`
	Files      []FileRef  `json:"files,omitempty"`
	Source     string     `json:"source"`
	Method     string     `json:"method"`
	ValidUntil Date       `json:"valid_until,omitempty"`
}

// CheckReported is that; an earlier report is superseded, not overwritten.
type CheckReported RecordCheck

// StopCheck terminates an order; it cannot change any more.
type StopCheck struct {
	Order string `json:"order"`
	Why   string `json:"why"`
}

// CheckStopped is that.
type CheckStopped StopCheck

// Screen holds the CV against itself and the evidence.
type Screen struct{}

// Found is a new finding.
type Found struct {
	ID string `json:"id"`
	Finding
}

// RaiseFlag is a person's own risk flag.
type RaiseFlag struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// ClearFlag is a named human's decision about a flag; whoever raised it may not clear it.
type ClearFlag struct {
	Flag   string `json:"flag"`
	Reason string `json:"reason"`
	Note   string `json:"note"`
}

// FlagCleared is that (结果裁定).
type FlagCleared ClearFlag

// Explain closes an entry of the to-verify list.
type Explain struct {
	Item string  `json:"item"`
	Text string  `json:"text"`
	File FileRef `json:"file"`
}

// GapExplained is that.
type GapExplained Explain

func (OrderChecks) Name() string   { return "order_checks" }
func (OrderChecks) Nature() Nature { return Decisive }
func (RecordCheck) Name() string   { return "record_check" }
func (RecordCheck) Nature() Nature { return Decisive }
func (StopCheck) Name() string     { return "stop_check" }
func (StopCheck) Nature() Nature   { return Decisive }
func (Screen) Name() string        { return "screen" }
func (Screen) Nature() Nature      { return Decisive }
func (RaiseFlag) Name() string     { return "raise_flag" }
func (RaiseFlag) Nature() Nature   { return Decisive }
func (ClearFlag) Name() string     { return "clear_flag" }
func (ClearFlag) Nature() Nature   { return Decisive }
func (Explain) Name() string       { return "explain" }
func (Explain) Nature() Nature     { return Fact }
func (ChecksOrdered) Wire() string { return "checks_ordered.1" }
func (ChecksOrdered) Class() Class { return Background }
func (CheckReported) Wire() string { return "check_reported.1" }
func (CheckReported) Class() Class { return Background }
func (CheckStopped) Wire() string  { return "check_stopped.1" }
func (CheckStopped) Class() Class  { return Background }
func (Found) Wire() string         { return "found.1" }
func (Found) Class() Class         { return Background }
func (FlagCleared) Wire() string   { return "flag_cleared.1" }
func (FlagCleared) Class() Class   { return Background }
func (GapExplained) Wire() string  { return "gap_explained.1" }
func (GapExplained) Class() Class  { return Background }

// Latest is an order's newest report, nil while none is in.
func (o *CheckOrder) Latest() *CheckReport {
	if len(o.Reports) == 0 {
		return nil
	}
	return &o.Reports[len(o.Reports)-1]
}

// CheckLight is the worst of the newest light per kind; "" while none is in.
func (c *Case) CheckLight() Light {
	var light Light
	for _, o := range c.Counting() {
		light = light.Worse(o.Latest().Light)
	}
	for _, f := range c.Flags {
		if f.ClearedBy == "" {
			light = light.Worse(f.Light)
		}
	}
	return light
}

func (cmd RecordCheck) decide(c *Case, env Env) ([]Body, error) {
	i := c.check(func(o CheckOrder) bool { return o.ID == cmd.Order })
	if i < 0 {
		return nil, missing("order", "order")
	}
	switch {
	case c.Checks[i].Stopped != nil:
		return nil, fault.New(fault.Refused, "check.stopped")
	case !c.Consented(env.Catalog.ConsentFor(c.Checks[i].Kind, c.Checks[i].Source), env.Catalog, DateOf(env.Now)):
		return nil, fault.New(fault.Refused, "check.no_consent")
	case cmd.Light != Green && cmd.Light != Amber && cmd.Light != Red:
		return nil, fault.New(fault.Invalid, "field.choose", "field", "light")
	case strings.TrimSpace(cmd.Source) == "":
		return nil, fault.New(fault.Invalid, "field.empty", "field", "source")
	case len(cmd.Files) == 0 && cmd.Method == "hand":
		return nil, fault.New(fault.Invalid, "check.no_evidence", "field", "files")
	case cmd.ValidUntil != "" && !cmd.ValidUntil.Valid():
		return nil, fault.New(fault.Invalid, "field.dates", "field", "valid_until")
	}
	if cmd.ValidUntil == "" {
		cmd.ValidUntil = validUntil(c.Checks[i].Kind, env)
	}
	return []Body{CheckReported(cmd)}, nil
}

func (e CheckReported) apply(c *Case, at Stamp) {
	if i := c.check(func(o CheckOrder) bool { return o.ID == e.Order }); i >= 0 {
		c.Checks = edit(c.Checks, i, func(o *CheckOrder) {
			o.Reports = add(o.Reports, CheckReport{Stamp: at, Light: e.Light, Conclusion: e.Conclusion, Facts: e.Facts, Files: e.Files,
				Source: e.Source, Method: e.Method, ValidUntil: e.ValidUntil})
		})
	}
}

func (cmd StopCheck) decide(c *Case, env Env) ([]Body, error) {
	i := c.check(func(o CheckOrder) bool { return o.ID == cmd.Order })
	if i < 0 {
		return nil, missing("order", "order")
	}
	if c.Checks[i].Stopped != nil {
		return nil, fault.New(fault.Refused, "check.stopped")
	}
	if c.Checks[i].Latest() != nil { // a result is superseded by a better one, never made to count no more
		return nil, fault.New(fault.Refused, "check.done")
	}
	if strings.TrimSpace(cmd.Why) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "why")
	}
	return []Body{CheckStopped(cmd)}, nil
}

func (e CheckStopped) apply(c *Case, at Stamp) {
	if i := c.check(func(o CheckOrder) bool { return o.ID == e.Order }); i >= 0 {
		c.Checks = edit(c.Checks, i, func(o *CheckOrder) { o.Stopped, o.StopWhy = &at, e.Why })
	}
}
