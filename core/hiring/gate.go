package hiring

import (
	"slices"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Outcome is what a gate decides.
type Outcome string

// The outcomes of a gate.
const (
	Pass Outcome = "pass"
	Fail Outcome = "fail"
	Hold Outcome = "hold"
)

// PassGate decides the gate of the case's stage: on, out, or later.
type PassGate struct {
	Stage   string  `json:"stage"`
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason,omitempty"` // for fail and hold
	Note    string  `json:"note,omitempty"`
}

// GateDecided is the decision (决议).
type GateDecided PassGate

// StageEntered moves the case into a stage.
type StageEntered struct {
	Stage string `json:"stage"`
}

// Reject ends the case for the bank, at any stage; a named human does it.
type Reject struct {
	Reason string `json:"reason"`
	Note   string `json:"note,omitempty"`
}

// CaseRejected is that end (淘汰).
type CaseRejected Reject

// Withdraw ends the case for the candidate.
type Withdraw struct {
	Reason string `json:"reason"`
	Note   string `json:"note,omitempty"`
}

// CaseWithdrawn is that end (候选人放弃).
type CaseWithdrawn Withdraw

func (PassGate) Name() string   { return "pass_gate" }
func (PassGate) Nature() Nature { return Decisive }
func (Reject) Name() string     { return "reject" }
func (Reject) Nature() Nature   { return Decisive }
func (Withdraw) Name() string   { return "withdraw" }
func (Withdraw) Nature() Nature { return Decisive }

func (GateDecided) Wire() string   { return "gate_decided.1" }
func (GateDecided) Class() Class   { return Evaluation }
func (StageEntered) Wire() string  { return "stage_entered.1" }
func (StageEntered) Class() Class  { return Basic }
func (CaseRejected) Wire() string  { return "case_rejected.1" }
func (CaseRejected) Class() Class  { return Evaluation }
func (CaseWithdrawn) Wire() string { return "case_withdrawn.1" }
func (CaseWithdrawn) Class() Class { return Basic }

func (cmd PassGate) decide(c *Case, env Env) ([]Body, error) {
	stage, err := currentStage(c, env)
	if err != nil {
		return nil, err
	}
	if cmd.Stage != stage.ID {
		return nil, fault.New(fault.Refused, "gate.other_stage", "stage", cmd.Stage, "current", stage.ID)
	}
	if stage.ID == "probation" {
		return nil, fault.New(fault.Refused, "gate.by_confirmation")
	}
	if env.Who.Account != System && !anyRole(env.Who, stage.Gate.Roles) {
		return nil, fault.New(fault.Denied, "gate.denied", "stage", stage.ID)
	}
	switch cmd.Outcome {
	case Hold:
		if err := reason(env, "hold", cmd.Reason); err != nil {
			return nil, err
		}
		return []Body{GateDecided(cmd)}, nil
	case Fail:
		end, err := Reject{Reason: cmd.Reason, Note: cmd.Note}.decide(c, env)
		if err != nil {
			return nil, err
		}
		return append([]Body{GateDecided(cmd)}, end...), nil
	case Pass:
		if err := ready(c, stage, env.Who.Account == System); err != nil {
			return nil, err
		}
		if stage.ID == "check" {
			if err := c.outOfDate(env); err != nil {
				return nil, err
			}
		}
		return passing(c, env, cmd), nil
	}
	return nil, fault.New(fault.Invalid, "gate.outcome", "field", "outcome")
}

func passing(c *Case, env Env, cmd PassGate) []Body {
	bodies := []Body{GateDecided(cmd)}
	if next := env.Catalog.Plan(c.Plan).Next(cmd.Stage); next != nil {
		bodies = append(bodies, StageEntered{Stage: next.ID})
	}
	return bodies
}

// currentStage is the open case's stage in its plan, or why there is none.
func currentStage(c *Case, env Env) (*catalog.Stage, error) {
	if c.Status != Open {
		return nil, fault.New(fault.Refused, "case.not_open", "status", string(c.Status))
	}
	stage := c.PlanStage(env.Catalog)
	if stage == nil {
		return nil, fault.New(fault.Corrupt, "case.plan_missing")
	}
	return stage, nil
}

// inStage refuses what belongs to another stage.
func inStage(c *Case, env Env, ids ...string) error {
	stage, err := currentStage(c, env)
	if err != nil {
		return err
	}
	if !slices.Contains(ids, stage.ID) {
		return fault.New(fault.Refused, "case.other_stage", "stage", ids[0], "current", stage.ID)
	}
	return nil
}

// ready says what a gate still waits for; nil when it can be passed. The workflow by itself needs more: every
// order answered, every light green (Z-29).
func ready(c *Case, stage *catalog.Stage, auto bool) error {
	if auto && !stage.Gate.Auto {
		return fault.New(fault.Refused, "gate.by_hand", "stage", stage.ID)
	}
	for _, need := range stage.Gate.Needs {
		if !c.TaskIsDone(stage.ID, need) {
			return fault.New(fault.Refused, "gate.needs", "stage", stage.ID, "task", need)
		}
	}
	if stage.ID != "check" {
		return nil
	}
	if n := c.OpenFlags(); n > 0 {
		return fault.New(fault.Refused, "gate.open_flags", "count", count(n))
	}
	if n := c.OpenVerify(); n > 0 {
		return fault.New(fault.Refused, "gate.open_verify", "count", count(n))
	}
	if auto && (c.CheckLight() != Green || c.checksOpen()) {
		return fault.New(fault.Refused, "gate.not_green")
	}
	return nil
}

func anyRole(who Actor, roles []string) bool { return slices.ContainsFunc(roles, who.Is) }

func (e GateDecided) apply(c *Case, at Stamp) {
	c.Decisions = add(c.Decisions, GateDecision{Stamp: at, Stage: e.Stage, Outcome: e.Outcome, Reason: e.Reason, Note: e.Note})
}

func (e StageEntered) apply(c *Case, at Stamp) {
	c.Stage, c.StageAt = e.Stage, at.At
	c.Entered = add(c.Entered, Entry{Stage: e.Stage, At: at.At})
}

func (cmd Reject) decide(c *Case, env Env) ([]Body, error) {
	if env.Who.Account == System {
		return nil, fault.New(fault.Denied, "report.human_only")
	}
	if c.Probation != nil {
		return nil, fault.New(fault.Refused, "probation.end_it")
	}
	if o := c.Offer(); o != nil && o.Binding() {
		return nil, fault.New(fault.Refused, "offer.rescind_first")
	}
	if err := reason(env, "reject", cmd.Reason); err != nil {
		return nil, err
	}
	return append(c.callOff(env), CaseRejected(cmd)), nil
}

// callOff cancels the rounds that a case which ends now leaves behind, so that nobody waits in a room.
func (c *Case) callOff(env Env) []Body {
	var out []Body
	for _, iv := range c.Interviews {
		if iv.State == Planned && len(iv.Cards) == 0 && env.Now.Before(iv.Start) {
			out = append(out, InterviewCancelled{Interview: iv.ID})
		}
	}
	return out
}

func (e CaseRejected) apply(c *Case, at Stamp) {
	c.endOffer(OfferVoid, at, e.Reason)
	c.close(Rejected, at, e.Reason, e.Class())
}

func (cmd Withdraw) decide(c *Case, env Env) ([]Body, error) {
	if c.Probation != nil { // who leaves in probation is a separation, and counts as one
		return nil, fault.New(fault.Refused, "probation.end_it")
	}
	if err := reason(env, "withdraw", cmd.Reason); err != nil {
		return nil, err
	}
	return append(c.callOff(env), CaseWithdrawn(cmd)), nil
}

func (e CaseWithdrawn) apply(c *Case, at Stamp) {
	c.endOffer(OfferDeclined, at, e.Reason)
	c.close(Withdrawn, at, e.Reason, e.Class())
}
