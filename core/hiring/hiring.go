// Package hiring is the case (入行档案): one candidate's way into one seat, from a passed AI interview to the end of
// probation. Its four functions are pure:
//
//	Decide(case, env, command) → events | refusal
//	Apply(case, event)         → case
//	Follow(case, env, event)   → commands the workflow gives by itself
//	Due(case, env)             → commands the clock owes
//
// It refuses to know of disks, screens, clocks, randomness and networks: Env carries who asks, what time it is, the
// catalog, and the advice of kit and screening. A person's name and numbers are never in an event.
//
//	events, err := hiring.Decide(c, env, hiring.PassGate{Stage: "interview", Outcome: hiring.Pass})
package hiring

import (
	"slices"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// CaseID names a case: a random pseudonym, the same everywhere.
type CaseID string

// PersonID names a person's erasable row.
type PersonID string

// AccountID names who signs in; System is the workflow itself.
type AccountID string

// System is the actor of what the workflow and the clock do by themselves.
const System AccountID = "system"

// Class is the compartment (可见范围) a body belongs to: who may read it, and which key seals it.
type Class string

// The compartments.
const (
	Basic      Class = "basic"
	Evaluation Class = "evaluation"
	Salary     Class = "salary"
	Background Class = "background"
	Identity   Class = "identity"
)

// Classes are all compartments.
var Classes = []Class{Basic, Evaluation, Salary, Background, Identity}

// Nature is the kind of a command.
type Nature string

// The natures: a fact reports what happened and is never refused on an open case; a decision may be refused; a live
// command needs the authority to answer now.
const (
	Fact     Nature = "fact"
	Decisive Nature = "decision"
	Live     Nature = "live"
)

// Command is something a person, the workflow or the clock asks for.
type Command interface {
	Name() string   // "pass_gate": in roles.yaml, on the wire, in scripts
	Nature() Nature // fact, decision or live
	decide(c *Case, env Env) ([]Body, error)
}

// Body is what an event says; its Class seals it.
type Body interface {
	Wire() string // versioned wire name: "gate_passed.1"
	Class() Class
	apply(c *Case, at Stamp)
}

// Event is a body with who and when.
type Event struct {
	Stamp
	Body Body
}

// Stamp is who did something and when.
type Stamp struct {
	At time.Time `json:"at"`
	By AccountID `json:"by"`
}

// Actor is who gives a command.
type Actor struct {
	Account AccountID
	Also    []AccountID // further accounts of the same person: separation of duties is between people
	Roles   []string    // ids of roles.yaml
	Case    CaseID      // of a candidate: the only case that exists for them
}

// Holds says whether an account is the actor's own, this one or another.
func (a Actor) Holds(id AccountID) bool { return id == a.Account || slices.Contains(a.Also, id) }

// Is says whether the actor holds a role.
func (a Actor) Is(role string) bool {
	for _, r := range a.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// SystemActor is the workflow as an actor.
var SystemActor = Actor{Account: System, Roles: []string{"system"}}

// Env is all that a decision may know besides the case.
type Env struct {
	Who     Actor
	Now     time.Time // UTC
	Catalog *catalog.Catalog
	Person  *Person // the candidate's own data, for rules that compare it; never copied into an event
	Seed    string  // unpredictable text drawn by the office for this command; codes are made from it
	Advice  Advice
	// Sits says whether an account may sit on a panel; nil where nobody knows the accounts (a preview, a scenario), and the
	// authority says so later.
	Sits func(AccountID) bool
	// Staff are the bank's own people for conflicts of interest: those with an account, and of those hired through Ruhang whoever
	// has one of the names; nil where nobody knows them.
	Staff func(names []string) []Colleague
}

// Advice is the pure judgement of packages that know hiring and that hiring may not know.
type Advice struct {
	Kit       func(c *Case, cat *catalog.Catalog) []KitItem                                       // core/kit
	Screen    func(c *Case, cat *catalog.Catalog, now time.Time) []Finding                        // core/screening
	Conflicts func(c *Case, p *Person, staff []Colleague, cat *catalog.Catalog) []Finding         // core/screening
	Inspect   func(c *Case, p *Person, m *catalog.Material, s SubmitMaterial, now Date) []Verdict // core/screening
}

// Decide answers a command: the events it leads to, or a refusal a person can read. It is pure.
func Decide(c *Case, env Env, cmd Command) ([]Event, error) {
	if err := permit(c, env, cmd); err != nil {
		return nil, err
	}
	if c.Status == Erased { // for everybody it is as if it had never been
		return nil, fault.New(fault.Missing, "case.missing")
	}
	if c.ReadOnly {
		return nil, fault.New(fault.Refused, "case.read_only")
	}
	if c.Closed() && !afterwards[cmd.Name()] {
		return nil, fault.New(fault.Refused, "case.closed", "status", string(c.Status))
	}
	bodies, err := cmd.decide(c, env)
	if err != nil {
		return nil, err
	}
	events := make([]Event, len(bodies))
	for i, b := range bodies {
		events[i] = Event{Stamp: Stamp{At: env.Now, By: env.Who.Account}, Body: b}
	}
	return events, nil
}

// afterwards may still be said when a case is closed.
// The workflow still tells people of the end itself.
var afterwards = map[string]bool{"note": true, "request_review": true, "answer_review": true, "read_report": true, "read_message": true,
	"reveal": true, "record_outcome": true, "notify": true, "hold_data": true, "release_hold": true, "record_leaving": true,
	"request_erasure": true, "open_case": true, "remind": true, "record_sent": true, "record_unsent": true,
	"record_bounce": true, "resend_message": true, "tell_otherwise": true, "refuse_erasure": true, "erase_case": true}

// permit is the first line of Decide: the role's commands, and a candidate's own case only.
func permit(c *Case, env Env, cmd Command) error {
	if env.Who.Account == System {
		return nil
	}
	if env.Who.Is("candidate") && env.Who.Case != c.ID {
		return fault.New(fault.Missing, "case.missing")
	}
	for _, role := range env.Who.Roles {
		r := env.Catalog.Roles[role]
		if r == nil {
			continue
		}
		for _, name := range r.Commands {
			if name == cmd.Name() {
				return nil
			}
		}
	}
	return fault.New(fault.Denied, "command.denied", "command", cmd.Name())
}

// Apply is the case after an event; the case before is left as it was. It is total: what happened, happened.
func Apply(c *Case, e Event) *Case {
	next := *c
	next.Version++
	if e.Body == nil {
		next.ReadOnly = true
		return &next
	}
	e.Body.apply(&next, e.Stamp)
	if e.By != System {
		next.HumanSteps++
	} else {
		next.AutoSteps++
	}
	return &next
}

// Fold applies events in order.
func Fold(c *Case, events []Event) *Case {
	for _, e := range events {
		c = Apply(c, e)
	}
	return c
}

// maxEvents bounds Settle: no command leads to more events than this.
const maxEvents = 500

// Settle decides a command and everything that follows from it, to a fixed point: the events in order, and the case
// after them. What follows by itself is done by System; a follower that the rules refuse is simply not done.
func Settle(c *Case, env Env, cmd Command) ([]Event, *Case, error) {
	events, err := Decide(c, env, cmd)
	if err != nil {
		return nil, c, err
	}
	c = Fold(c, events)
	auto := env
	auto.Who = SystemActor
	for i := 0; i < len(events); i++ {
		for _, next := range Follow(c, auto, events[i]) {
			more, err := Decide(c, auto, next)
			if err != nil {
				continue
			}
			c = Fold(c, more)
			events = append(events, more...)
		}
		if len(events) > maxEvents {
			return nil, c, fault.New(fault.Internal, "case.endless")
		}
	}
	return events, c, nil
}
