package hiring

import (
	"slices"

	"ruhang/core/fault"
)

// OutcomeKinds are what can be learnt of somebody after joining. Values: satisfaction 1–5, npl_ratio in percent, rating 1–5,
// award and promotion 1 with their name in Note, conflict 1, training in hours.
var OutcomeKinds = []string{"satisfaction", "npl_ratio", "rating", "award", "promotion", "conflict", "training"}

// Result is a result after joining.
type Result struct {
	Stamp
	Kind  string
	On    Date
	Value float64
	Note  string
}

// RecordOutcome brings a result after joining into the case, also after probation has ended.
type RecordOutcome struct {
	Kind  string  `json:"kind"`
	On    Date    `json:"on"`
	Value float64 `json:"value"`
	Note  string  `json:"note,omitempty"`
}

// OutcomeRecorded is that.
type OutcomeRecorded RecordOutcome

// Name is the command's name.
func (RecordOutcome) Name() string { return "record_outcome" }

// Nature says that it is a fact.
func (RecordOutcome) Nature() Nature { return Fact }

// Wire names the event.
func (OutcomeRecorded) Wire() string { return "outcome_recorded.1" }

// Class seals it.
func (OutcomeRecorded) Class() Class { return Evaluation }

func (cmd RecordOutcome) decide(c *Case, env Env) ([]Body, error) {
	switch {
	case c.CheckIn == nil:
		return nil, fault.New(fault.Missing, "outcome.not_joined")
	case !slices.Contains(OutcomeKinds, cmd.Kind):
		return nil, fault.New(fault.Invalid, "field.choose", "field", "kind")
	case !cmd.On.Valid() || cmd.On < c.CheckIn.On || cmd.On > DateOf(env.Now):
		return nil, fault.New(fault.Invalid, "field.dates", "field", "on")
	case !(cmd.Value >= 0 && cmd.Value <= 1e6): // NaN fails both
		return nil, fault.New(fault.Invalid, "field.range", "field", "value", "min", "0", "max", "1000000")
	}
	return []Body{OutcomeRecorded(cmd)}, nil
}

func (e OutcomeRecorded) apply(c *Case, at Stamp) {
	c.Outcomes = add(c.Outcomes, Result{Stamp: at, Kind: e.Kind, On: e.On, Value: e.Value, Note: e.Note})
}
