package hiring

import (
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
)

func (cmd DraftOffer) decide(c *Case, env Env) ([]Body, error) {
	if err := inStage(c, env, "offer"); err != nil {
		return nil, err
	}
	if o := c.Offer(); o != nil && o.State != OfferExpired && o.State != OfferRefused {
		return nil, fault.New(fault.Refused, "offer.one_at_a_time", "state", string(o.State))
	}
	if n := c.OpenFlags(); n > 0 {
		return nil, fault.New(fault.Refused, "offer.red_flag_open", "count", count(n))
	}
	start := cmd.Start
	if start == "" {
		start = firstMonday(DateOf(env.Now).AddDays(14))
	}
	pos, err := position(c, env)
	if err != nil {
		return nil, err
	}
	basis, monthly, err := bandFor(c, pos.Band)
	if err != nil {
		return nil, err
	}
	terms := Terms{Branch: c.Branch, Grade: pos.Band.Grade, Start: start, Months: pos.Band.Months,
		ContractMonths: pos.Probation.ContractMonths, ProbationMonths: pos.Probation.Months}
	if err := price(&terms, monthly, pos, env); err != nil {
		return nil, err
	}
	if err := lawful(terms, env); err != nil {
		return nil, err
	}
	return []Body{OfferDrafted{Version: len(c.Offers) + 1, Terms: terms, Basis: basis}}, nil
}

// inState refuses what the newest offer's state does not allow.
func inState(c *Case, states ...OfferState) (*Offer, error) {
	o := c.Offer()
	if o == nil {
		return nil, fault.New(fault.Refused, "offer.none")
	}
	if !slices.Contains(states, o.State) {
		return nil, fault.New(fault.Refused, "offer.state", "state", string(o.State))
	}
	return o, nil
}

func (cmd EditOffer) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferDraft, OfferRefused, OfferApproved)
	if err != nil {
		return nil, err
	}
	pos, err := position(c, env)
	if err != nil {
		return nil, err
	}
	t, basis := o.Terms, o.Basis
	monthly := t.Monthly
	if cmd.Monthly != 0 {
		monthly, basis.By = cmd.Monthly, "hand"
	}
	replace(&t.Grade, cmd.Grade)
	replace(&t.Start, cmd.Start)
	replace(&t.Branch, cmd.Branch)
	replace(&t.ContractMonths, cmd.ContractMonths)
	replace(&t.ProbationMonths, cmd.ProbationMonths)
	if cmd.Clauses != nil {
		t.Clauses = cmd.Clauses
	}
	if err := inBand(monthly, pos.Band); err != nil {
		return nil, err
	}
	if err := price(&t, monthly, pos, env); err != nil {
		return nil, err
	}
	if err := lawful(t, env); err != nil {
		return nil, err
	}
	return []Body{OfferEdited{Terms: t, Basis: basis}}, nil
}

func replace[T comparable](old *T, new T) {
	var zero T
	if new != zero {
		*old = new
	}
}

func (SubmitOffer) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferDraft)
	if err != nil {
		return nil, err
	}
	if err := sendable(c, o, env); err != nil {
		return nil, err
	}
	return []Body{OfferSubmitted{}}, nil
}

func (cmd ApproveOffer) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferApproving)
	if err != nil {
		return nil, err
	}
	if err := otherHands(c, o, env.Who); err != nil {
		return nil, err
	}
	return []Body{OfferApprovedBy(cmd)}, nil
}

// otherHands is separation of duties: who wrote, submitted or scored, or cleared a flag, may not approve (N-15).
func otherHands(c *Case, o *Offer, who Actor) error {
	if who.Account == System {
		return fault.New(fault.Denied, "report.human_only")
	}
	if who.Holds(o.Author) || (o.Submitted != nil && who.Holds(o.Submitted.By)) {
		return fault.New(fault.Denied, "offer.own_approval")
	}
	for _, iv := range c.Interviews {
		if slices.ContainsFunc(iv.Cards, func(k Card) bool { return who.Holds(k.By) }) {
			return fault.New(fault.Denied, "offer.scored_approval")
		}
	}
	for _, f := range c.Flags {
		if f.ClearedBy != "" && who.Holds(f.ClearedBy) {
			return fault.New(fault.Denied, "offer.cleared_approval")
		}
	}
	return nil
}

func (cmd RefuseOffer) decide(c *Case, env Env) ([]Body, error) {
	if _, err := inState(c, OfferApproving); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cmd.Note) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	}
	return []Body{OfferRefusedBy(cmd)}, nil
}

func (cmd IssueOffer) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferApproved)
	if err != nil {
		return nil, err
	}
	if err := sendable(c, o, env); err != nil {
		return nil, err
	}
	if cmd.PDF.Empty() || cmd.PDF.SHA256 == "" {
		return nil, fault.New(fault.Refused, "offer.no_pdf")
	}
	return []Body{OfferSent{PDF: cmd.PDF, ExpiresAt: OfferExpiry(env)}}, nil
}

// OfferExpiry is when an offer issued now lapses: the end of the last of the bank's offer days, civil time.
func OfferExpiry(env Env) time.Time {
	return DateOf(env.Now).AddDays(env.Catalog.Bank.OfferDays + 1).Time().Add(-time.Second)
}

func (ViewOffer) decide(c *Case, env Env) ([]Body, error) {
	if o := c.Offer(); o == nil || o.State != OfferIssued || !env.Who.Is("candidate") {
		return nil, nil
	}
	return []Body{OfferOpened{}}, nil
}

func (cmd SignOffer) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferIssued, OfferViewed)
	if err != nil {
		return nil, err
	}
	switch {
	case !env.Who.Is("candidate"):
		return nil, fault.New(fault.Denied, "offer.sign_self")
	case env.Now.After(o.ExpiresAt):
		return nil, fault.New(fault.Refused, "offer.expired")
	case env.Now.Before(o.Issued.At): // the clock was set back: no signature may say so early a time
		return nil, fault.New(fault.Refused, "offer.clock_back")
	case cmd.SHA256 != o.PDF.SHA256:
		return nil, fault.New(fault.Refused, "offer.other_bytes")
	case !cmd.Agreed:
		return nil, fault.New(fault.Invalid, "offer.agree_first", "field", "agreed")
	case cmd.Stroke.Empty():
		return nil, fault.New(fault.Invalid, "offer.no_stroke", "field", "stroke")
	case cmd.PDF.Empty():
		return nil, fault.New(fault.Refused, "offer.no_pdf")
	case c.OpenFlags() > 0:
		return nil, fault.New(fault.Refused, "offer.red_flag_open", "count", count(c.OpenFlags()))
	}
	return []Body{OfferAccepted(cmd)}, nil
}

func (cmd DeclineOffer) decide(c *Case, env Env) ([]Body, error) {
	if _, err := inState(c, OfferIssued, OfferViewed, OfferNegotiating); err != nil {
		return nil, err
	}
	if err := reason(env, "decline", cmd.Reason); err != nil {
		return nil, err
	}
	return []Body{OfferTurnedDown(cmd)}, nil
}

func (ExpireOffer) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferIssued, OfferViewed)
	if err != nil {
		return nil, err
	}
	if !env.Now.After(o.ExpiresAt) {
		return nil, fault.New(fault.Refused, "offer.not_yet_expired")
	}
	return []Body{OfferLapsed{}}, nil
}

func (cmd RescindOffer) decide(c *Case, env Env) ([]Body, error) {
	if _, err := inState(c, OfferApproved, OfferIssued, OfferViewed, OfferNegotiating, OfferSigned); err != nil {
		return nil, err
	}
	if c.CheckIn != nil {
		return nil, fault.New(fault.Refused, "probation.end_it")
	}
	if err := reason(env, "rescind", cmd.Reason); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cmd.Note) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	}
	return []Body{OfferTakenBack(cmd)}, nil
}
