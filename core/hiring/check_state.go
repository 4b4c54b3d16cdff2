package hiring

import (
	"slices"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// CheckState is how an order stands (china.md 9.2).
type CheckState string

// The states. An order awaits consent, is ordered, runs at its source or lacks something there, and ends as done or stopped.
const (
	CheckAwaitsConsent CheckState = "awaiting_consent"
	CheckOrdered       CheckState = "ordered"
	CheckRunning       CheckState = "running"
	CheckIncomplete    CheckState = "incomplete"
	CheckDone          CheckState = "done"
	CheckIsStopped     CheckState = "stopped"
)

// CheckProgress is what a source, or whoever asks it, says of an order while no result is in.
type CheckProgress struct {
	Stamp
	State     CheckState // running or incomplete
	Reference string     // the source's own name for the order
	Note      string     // what is missing, in words
}

// TrackCheck says that an order runs at its source, or what it lacks.
type TrackCheck struct {
	Order     string     `json:"order"`
	State     CheckState `json:"state"`
	Reference string     `json:"reference,omitempty"`
	Note      string     `json:"note,omitempty"`
}

// CheckTracked is that.
type CheckTracked TrackCheck

func (TrackCheck) Name() string   { return "track_check" }
func (TrackCheck) Nature() Nature { return Decisive }
func (CheckTracked) Wire() string { return "check_tracked.1" }
func (CheckTracked) Class() Class { return Background }

// CheckState is how an order stands on a day.
func (c *Case) CheckState(o *CheckOrder, cat *catalog.Catalog, on Date) CheckState {
	switch {
	case o.Stopped != nil:
		return CheckIsStopped
	case o.Latest() != nil:
		return CheckDone
	case !c.Consented(cat.ConsentFor(o.Kind, o.Source), cat, on):
		return CheckAwaitsConsent
	case len(o.Progress) > 0:
		return o.Progress[len(o.Progress)-1].State
	}
	return CheckOrdered
}

// checkUrgency is which state of an order says most about the case: what needs a person comes first, what is over last.
var checkUrgency = []CheckState{CheckIncomplete, CheckAwaitsConsent, CheckOrdered, CheckRunning, CheckDone}

// ChecksState is how the case's orders stand together: the state that needs a person most; "" without an order that counts.
func (c *Case) ChecksState(cat *catalog.Catalog, on Date) CheckState {
	there := map[CheckState]bool{}
	for i := range c.Checks {
		there[c.CheckState(&c.Checks[i], cat, on)] = true
	}
	for _, s := range checkUrgency {
		if there[s] {
			return s
		}
	}
	return ""
}

// Reference is the source's own name for an order; "" while it has given none.
func (o *CheckOrder) Reference() string {
	for _, p := range slices.Backward(o.Progress) {
		if p.Reference != "" {
			return p.Reference
		}
	}
	return ""
}

// Askable says whether an order may go to its source now: the consent for that recipient stands, and of whom to ask is known. A
// conflict of interest is asked about after the declaration, since the declared relatives are whom it is about.
func (c *Case) Askable(o *CheckOrder, cat *catalog.Catalog, on Date) bool {
	switch c.CheckState(o, cat, on) {
	case CheckOrdered, CheckRunning, CheckIncomplete:
		return c.Status == Open && (o.Kind != "conflict" || c.Declaration() != nil)
	}
	return false
}

func (cmd TrackCheck) decide(c *Case, env Env) ([]Body, error) {
	i := c.check(func(o CheckOrder) bool { return o.ID == cmd.Order })
	if i < 0 {
		return nil, missing("order", "order")
	}
	cmd.Note, cmd.Reference = strings.TrimSpace(cmd.Note), strings.TrimSpace(cmd.Reference)
	o := &c.Checks[i]
	switch state := c.CheckState(o, env.Catalog, DateOf(env.Now)); {
	case state == CheckIsStopped:
		return nil, fault.New(fault.Refused, "check.stopped")
	case state == CheckDone:
		return nil, fault.New(fault.Refused, "check.done")
	case state == CheckAwaitsConsent:
		return nil, fault.New(fault.Refused, "check.no_consent")
	case cmd.State != CheckRunning && cmd.State != CheckIncomplete:
		return nil, fault.New(fault.Invalid, "field.choose", "field", "state")
	case cmd.State == CheckIncomplete && cmd.Note == "":
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	case state == cmd.State && o.Progress[len(o.Progress)-1].Note == cmd.Note && (cmd.Reference == "" || cmd.Reference == o.Reference()):
		return nil, fault.New(fault.Refused, "check.nothing_new")
	}
	return []Body{CheckTracked(cmd)}, nil
}

func (e CheckTracked) apply(c *Case, at Stamp) {
	if i := c.check(func(o CheckOrder) bool { return o.ID == e.Order }); i >= 0 {
		c.Checks = edit(c.Checks, i, func(o *CheckOrder) {
			o.Progress = add(o.Progress, CheckProgress{Stamp: at, State: e.State, Reference: e.Reference, Note: e.Note})
		})
	}
}

// tracked tells HR what a source lacks; what it is stands in the case, where those may read it who may.
func tracked(c *Case, e CheckTracked) []Command {
	i := c.check(func(o CheckOrder) bool { return o.ID == e.Order })
	if i < 0 || e.State != CheckIncomplete {
		return nil
	}
	return []Command{Notify{To: "role:hr", Template: "check_incomplete", Cause: "incomplete/" + e.Order + "/" + count(len(c.Checks[i].Progress)),
		Params: map[string]string{"item": "check:" + c.Checks[i].Kind}}}
}
