package hiring

import (
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
)

// Diff names the terms that differ between two versions, with both values as a person reads them (N-16).
func Diff(old, new Terms) []TermChange {
	var out []TermChange
	note := func(field, a, b string) {
		if a != b {
			out = append(out, TermChange{Field: field, Old: a, New: b})
		}
	}
	note("branch", old.Branch, new.Branch)
	note("grade", old.Grade, new.Grade)
	note("monthly", old.Monthly.String(), new.Monthly.String())
	note("months", count(old.Months), count(new.Months))
	note("start", string(old.Start), string(new.Start))
	note("contract_months", count(old.ContractMonths), count(new.ContractMonths))
	note("probation_months", count(old.ProbationMonths), count(new.ProbationMonths))
	note("probation_pay", old.ProbationPay.String(), new.ProbationPay.String())
	note("city", old.City, new.City)
	note("benefit_table", old.BenefitTable, new.BenefitTable)
	if !slices.Equal(old.Clauses, new.Clauses) {
		out = append(out, TermChange{Field: "clauses", Old: join(old.Clauses), New: join(new.Clauses)})
	}
	return out
}

// TermChange is one term that changed.
type TermChange struct {
	Field, Old, New string
}

func join(lines []string) string {
	out := ""
	for i, l := range lines {
		if i > 0 {
			out += "; "
		}
		out += l
	}
	return out
}

func (cmd RequestChange) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferIssued, OfferViewed)
	if err != nil {
		return nil, err
	}
	if env.Now.After(o.ExpiresAt) { // the clock has not come round yet
		return nil, fault.New(fault.Refused, "offer.expired")
	}
	old := ""
	switch cmd.Field {
	case "start":
		if !Date(cmd.Value).Valid() {
			return nil, fault.New(fault.Invalid, "field.dates", "field", "value")
		}
		if Date(cmd.Value) < DateOf(env.Now) {
			return nil, fault.New(fault.Invalid, "offer.start_past", "field", "value")
		}
		old = string(o.Terms.Start)
	case "salary":
		old = o.Terms.Monthly.String()
	case "branch":
		old = o.Terms.Branch
	case "other":
	default:
		return nil, fault.New(fault.Invalid, "field.choose", "field", "field")
	}
	if strings.TrimSpace(cmd.Value) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "value")
	}
	return []Body{ChangeRequested{RequestChange: cmd, Old: old}}, nil
}

func (cmd AnswerChange) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferNegotiating)
	if err != nil {
		return nil, err
	}
	if !cmd.Accept {
		if strings.TrimSpace(cmd.Note) == "" {
			return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
		}
		return []Body{ChangeAnswered(cmd), OfferExtended{ExpiresAt: rested(o, env)}}, nil
	}
	pos, err := position(c, env)
	if err != nil {
		return nil, err
	}
	t := o.Terms
	if o.Change.Field == "start" {
		t.Start = Date(o.Change.New)
		if err := price(&t, t.Monthly, pos, env); err != nil {
			return nil, err
		}
		if err := lawful(t, env); err != nil {
			return nil, err
		}
	}
	next := []Body{ChangeAnswered(cmd), OfferDrafted{Version: len(c.Offers) + 1, Terms: t, Basis: o.Basis, FromChange: true}}
	if o.Change.Field == "start" && !env.Who.Holds(o.Approved.By) {
		// A start date within policy needs no second approval (china.md § 9.1): the new version stands approved as the old one did.
		// Who approved the old one is not the one who writes the new one, or it is approved by other hands.
		next = append(next, OfferSubmitted{}, ApprovalKept{By: o.Approved.By})
	}
	return next, nil
}

// rested is when an offer lapses whose wish is declined now: its clock rested while the bank owed the answer, so the time the
// bank took is given back. After the first answer there are at least the bank's grace hours, to think it over again; later
// wishes win no more than their own wait, or an offer could be kept open by asking for ever.
func rested(o *Offer, env Env) time.Time {
	until := o.ExpiresAt.Add(env.Now.Sub(o.Change.At))
	grace := env.Now.Add(time.Duration(env.Catalog.Bank.GraceHours) * time.Hour)
	if o.Extended == 0 && until.Before(grace) {
		return grace
	}
	return until
}

// OfferExtended moves the end of an offer whose clock rested.
type OfferExtended struct {
	ExpiresAt time.Time `json:"expires_at"`
}

// Wire names the event.
func (OfferExtended) Wire() string { return "offer_extended.1" }

// Class seals it.
func (OfferExtended) Class() Class { return Salary }

func (e OfferExtended) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.ExpiresAt = e.ExpiresAt; o.Extended++ })
}

// ApprovalKept carries an approval over to a version whose change needs none.
type ApprovalKept struct {
	By AccountID `json:"by"`
}

// Wire names the event.
func (ApprovalKept) Wire() string { return "approval_kept.1" }

// Class seals it.
func (ApprovalKept) Class() Class { return Salary }

func (e ApprovalKept) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.Approved = OfferApproved, &Stamp{At: at.At, By: e.By} })
}
