package hiring

import (
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Kept is until when a case is kept (PIPL Art. 19, 47; control 35). It is a function of the case and the catalog alone.
type Kept struct {
	Outcome string // id of privacy.yaml's retention
	From    Date   // its clock runs from here
	Least   Date   // the law keeps it until here; "" when it does not
	Until   Date   // its last day; from the next on it is proposed for erasure
}

// Over says whether the period is over on a day.
func (k Kept) Over(on Date) bool { return on > k.Until }

// LegalHold is a legal hold (保全): a case that may not be erased, whatever the clock says.
type LegalHold struct {
	Stamp
	Reason  string
	Note    string
	Release *Stamp // somebody asked to release it; another has to agree
}

// Outcome is how a case came out, as retention counts it; "" while it is open.
func (c *Case) Outcome() string {
	if c.Status == Rejected && c.OpenedAt.IsZero() {
		return "failed"
	}
	if c.Status == Open || c.Status == Erased {
		return ""
	}
	return string(c.Status)
}

// Kept is until when the case is kept; false while no clock runs: it is open, or its person works for the bank.
func (c *Case) Kept(cat *catalog.Catalog) (Kept, bool) {
	k := Kept{Outcome: c.Outcome(), From: DateOf(c.ClosedAt)}
	rule := cat.Privacy.RetentionOf(k.Outcome)
	switch {
	case rule == nil:
		return k, false
	case c.Status == Waiting:
		k.From = DateOf(c.ReceivedAt)
	case c.Status == Confirmed:
		if k.From = c.Left; c.Left == "" {
			return k, false
		}
	}
	k.Until = k.From.AddDays(rule.Days)
	if rule.LeastDays > 0 {
		k.Least = k.From.AddDays(rule.LeastDays)
	}
	return k, true
}

// EarliestErasure is the first day on which a case that looks like this from outside could be proposed for erasure, for lists
// that do not open cases: never later than the true day. "" when none.
func EarliestErasure(status Status, opened bool, received, closed time.Time, cat *catalog.Catalog) Date {
	c := &Case{Status: status, ReceivedAt: received, ClosedAt: closed, Left: DateOf(closed)}
	if opened {
		c.OpenedAt = received
	}
	if k, ok := c.Kept(cat); ok {
		return k.Until.AddDays(1)
	}
	return ""
}

// HoldData keeps a case from being erased, for a reason (a dispute, an investigation, an audit).
type HoldData struct {
	Reason string `json:"reason"`
	Note   string `json:"note,omitempty"`
}

// HoldPlaced is that.
type HoldPlaced HoldData

// ReleaseHold asks to release a hold; given by another than who asked, it releases it.
type ReleaseHold struct {
	Note string `json:"note,omitempty"`
}

// HoldReleaseAsked is the first of the two.
type HoldReleaseAsked ReleaseHold

// HoldReleased is the second.
type HoldReleased ReleaseHold

// RecordLeaving says that somebody who was confirmed no longer works for the bank: from then on their case has a clock.
type RecordLeaving struct {
	On Date `json:"on"`
}

// LeavingRecorded is that.
type LeavingRecorded RecordLeaving

func (HoldData) Name() string         { return "hold_data" }
func (HoldData) Nature() Nature       { return Decisive }
func (ReleaseHold) Name() string      { return "release_hold" }
func (ReleaseHold) Nature() Nature    { return Decisive }
func (RecordLeaving) Name() string    { return "record_leaving" }
func (RecordLeaving) Nature() Nature  { return Decisive }
func (HoldPlaced) Wire() string       { return "hold_placed.1" }
func (HoldPlaced) Class() Class       { return Background }
func (HoldReleaseAsked) Wire() string { return "hold_release_asked.1" }
func (HoldReleaseAsked) Class() Class { return Background }
func (HoldReleased) Wire() string     { return "hold_released.1" }
func (HoldReleased) Class() Class     { return Background }
func (LeavingRecorded) Wire() string  { return "leaving_recorded.1" }
func (LeavingRecorded) Class() Class  { return Basic }

func (cmd HoldData) decide(c *Case, env Env) ([]Body, error) {
	if c.Hold != nil {
		return nil, fault.New(fault.Refused, "hold.already")
	}
	if err := reason(env, "keep", cmd.Reason); err != nil {
		return nil, err
	}
	return []Body{HoldPlaced(cmd)}, nil
}

func (e HoldPlaced) apply(c *Case, at Stamp) {
	c.Hold = &LegalHold{Stamp: at, Reason: e.Reason, Note: e.Note}
}

func (cmd ReleaseHold) decide(c *Case, env Env) ([]Body, error) {
	switch {
	case c.Hold == nil:
		return nil, fault.New(fault.Refused, "hold.none")
	case c.Hold.Release == nil && strings.TrimSpace(cmd.Note) == "":
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	case c.Hold.Release == nil:
		return []Body{HoldReleaseAsked(cmd)}, nil
	case env.Who.Holds(c.Hold.Release.By):
		return nil, fault.New(fault.Denied, "hold.same_person")
	}
	return []Body{HoldReleased(cmd)}, nil
}

func (e HoldReleaseAsked) apply(c *Case, at Stamp) {
	if c.Hold != nil {
		h := *c.Hold
		h.Release = &at
		c.Hold = &h
	}
}

func (e HoldReleased) apply(c *Case, _ Stamp) { c.Hold = nil }

func (cmd RecordLeaving) decide(c *Case, env Env) ([]Body, error) {
	switch {
	case c.Status != Confirmed:
		return nil, fault.New(fault.Refused, "leaving.not_confirmed")
	case !cmd.On.Valid() || cmd.On < DateOf(c.ClosedAt) || cmd.On > DateOf(env.Now):
		return nil, fault.New(fault.Invalid, "field.dates", "field", "on")
	}
	return []Body{LeavingRecorded(cmd)}, nil
}

func (e LeavingRecorded) apply(c *Case, _ Stamp) { c.Left = e.On }
