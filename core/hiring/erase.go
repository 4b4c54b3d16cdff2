package hiring

import (
	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Erased is the status of a case whose data was erased: its records stand, their bodies are gone.
const Erased Status = "erased"

// Public is the class of what says nothing of a person and is therefore sealed by no key: it outlives an erasure.
const Public Class = "public"

// The grounds of an erasure.
const (
	GroundRequest   = "request"   // asked for by one person, done by another
	GroundRetention = "retention" // its period is over
	GroundRestored  = "restored"  // erased before; an older backup had brought it back
)

// ErasureRequest is a wish that a case be erased (PIPL Art. 47). The candidate's own must be taken up by somebody of the bank.
type ErasureRequest struct {
	Stamp
	Reason string
	Note   string
	Asked  bool // by the candidate
}

// RequestErasure asks that the case be erased.
type RequestErasure struct {
	Reason string `json:"reason"`
	Note   string `json:"note,omitempty"`
}

// ErasureRequested is that.
type ErasureRequested struct {
	RequestErasure
	Asked bool `json:"asked,omitempty"`
}

// RefuseErasure answers a request with no, and why; the candidate is told.
type RefuseErasure struct {
	Note string `json:"note"`
}

// ErasureRefused is that.
type ErasureRefused RefuseErasure

// EraseCase erases the case: for a request of somebody else, or because its period is over.
type EraseCase struct {
	Ground string `json:"ground"`
}

// CaseErased is the last record of a case; it is all that remains readable of it.
type CaseErased struct {
	Ground    string `json:"ground"`
	Reason    string `json:"reason,omitempty"` // id of reasons.yaml, or of the period
	Requested Stamp  `json:"requested,omitzero"`
}

func (RequestErasure) Name() string   { return "request_erasure" }
func (RequestErasure) Nature() Nature { return Decisive }
func (RefuseErasure) Name() string    { return "refuse_erasure" }
func (RefuseErasure) Nature() Nature  { return Decisive }
func (EraseCase) Name() string        { return "erase_case" }
func (EraseCase) Nature() Nature      { return Live }
func (ErasureRequested) Wire() string { return "erasure_requested.1" }
func (ErasureRequested) Class() Class { return Basic }
func (ErasureRefused) Wire() string   { return "erasure_refused.1" }
func (ErasureRefused) Class() Class   { return Basic }
func (CaseErased) Wire() string       { return "case_erased.1" }
func (CaseErased) Class() Class       { return Public }

func (cmd RequestErasure) decide(c *Case, env Env) ([]Body, error) {
	candidate := env.Who.Is("candidate")
	if c.Erasure != nil && (candidate || !c.Erasure.Asked) {
		return nil, fault.New(fault.Refused, "erase.requested_already")
	}
	if candidate {
		cmd.Reason = "erase_subject_request"
	}
	if err := reason(env, "erase", cmd.Reason); err != nil {
		return nil, err
	}
	if err := c.unerasable(env.Catalog, DateOf(env.Now)); err != nil && !candidate { // the candidate may always ask, and is answered
		return nil, err
	}
	return []Body{ErasureRequested{cmd, candidate}}, nil
}

func (e ErasureRequested) apply(c *Case, at Stamp) {
	c.Erasure = &ErasureRequest{Stamp: at, Reason: e.Reason, Note: e.Note, Asked: e.Asked}
}

func (cmd RefuseErasure) decide(c *Case, _ Env) ([]Body, error) {
	if c.Erasure == nil {
		return nil, fault.New(fault.Refused, "erase.no_request")
	}
	if cmd.Note == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	}
	return []Body{ErasureRefused(cmd)}, nil
}

func (e ErasureRefused) apply(c *Case, at Stamp) {
	c.Erasure, c.ErasureNo = nil, &ErasureRefusal{at, e.Note}
}

// ErasureRefusal is why a request was answered with no.
type ErasureRefusal struct {
	Stamp
	Note string
}

// unerasable is why a case may not be erased now, whoever asks; nil when it may.
func (c *Case) unerasable(cat *catalog.Catalog, today Date) error {
	kept, clock := c.Kept(cat)
	switch o := c.Offer(); {
	case c.Hold != nil:
		return fault.New(fault.Refused, "erase.held")
	case c.Status == Open && c.Probation != nil, c.Status == Confirmed && c.Left == "":
		return fault.New(fault.Refused, "erase.employee")
	case c.Status == Open && o != nil && o.Binding():
		return fault.New(fault.Refused, "erase.offer")
	case c.Status == Open:
		return fault.New(fault.Refused, "erase.open")
	case clock && today <= kept.Least:
		return fault.New(fault.Refused, "erase.law_keeps", "date", string(kept.Least), "outcome", kept.Outcome)
	}
	return nil
}

func (cmd EraseCase) decide(c *Case, env Env) ([]Body, error) {
	today := DateOf(env.Now)
	if err := c.unerasable(env.Catalog, today); err != nil {
		return nil, err
	}
	switch cmd.Ground {
	case GroundRetention:
		kept, clock := c.Kept(env.Catalog)
		if !clock || !kept.Over(today) {
			return nil, fault.New(fault.Refused, "erase.not_due", "date", string(kept.Until))
		}
		return []Body{CaseErased{Ground: cmd.Ground, Reason: kept.Outcome}}, nil
	case GroundRequest:
		r := c.Erasure
		switch {
		case env.Who.Account == System:
			return nil, fault.New(fault.Denied, "report.human_only")
		case r == nil:
			return nil, fault.New(fault.Refused, "erase.no_request")
		case r.Asked:
			return nil, fault.New(fault.Refused, "erase.not_taken_up")
		case env.Who.Holds(r.By):
			return nil, fault.New(fault.Denied, "erase.same_person")
		}
		return []Body{CaseErased{Ground: cmd.Ground, Reason: r.Reason, Requested: r.Stamp}}, nil
	}
	return nil, fault.New(fault.Invalid, "field.choose", "field", "ground")
}

// apply leaves nothing of the case but that it was there and when it went.
func (e CaseErased) apply(c *Case, at Stamp) {
	*c = Case{ID: c.ID, Version: c.Version, Status: Erased, ClosedAt: at.At, CloseWhy: e.Reason}
}

// erasureWork is what waits because somebody asked for an erasure.
func erasureWork(c *Case, cat *catalog.Catalog) []Item {
	r := c.Erasure
	switch {
	case r == nil:
		return nil
	case r.Asked:
		return []Item{{Code: "answer_erasure", To: "role:hr", Since: r.At, Due: r.At.AddDate(0, 0, cat.Privacy.EraseDays)}}
	}
	return []Item{{Code: "confirm_erasure", To: "role:compliance", Since: r.At, Due: r.At.AddDate(0, 0, cat.Privacy.EraseDays)}}
}
