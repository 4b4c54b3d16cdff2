package hiring

import (
	"math"
	"slices"
	"strings"
	"time"

	"ruhang/core/catalog"
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
	basis, monthly, err := bandFor(c, env)
	if err != nil {
		return nil, err
	}
	pos := env.Catalog.Positions[c.Position]
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

func firstMonday(d Date) Date {
	for d.Time().In(China).Weekday() != time.Monday {
		d = d.AddDays(1)
	}
	return d
}

// bandFor computes the monthly salary from the position's table (Y-02): points are the weighted mean of the AI overall
// score and the panel's score, the step is the highest whose edge the points reach.
func bandFor(c *Case, env Env) (Basis, Fen, error) {
	band := env.Catalog.Positions[c.Position].Band
	panel, scored := c.PanelScore()
	report := c.Report()
	if report == nil || !scored {
		return Basis{}, 0, fault.New(fault.Refused, "offer.no_scores")
	}
	ai := report.Overall.Of100()
	weight := float64(band.AIPercent + band.InterviewWeight)
	points := (ai*float64(band.AIPercent) + panel*float64(band.InterviewWeight)) / weight
	points = math.Round(points*100) / 100
	step := band.Steps[0]
	for _, s := range band.Steps {
		if points >= s.AtLeast {
			step = s
		}
	}
	return Basis{AI: ai, Panel: panel, Points: points, Step: step.AtLeast, Light: c.CheckLight(), By: "band"}, Yuan(step.Yuan), nil
}

// price fills every sum of the terms from the monthly salary, the position's components and the city's benefit table.
func price(t *Terms, monthly Fen, pos *catalog.Position, env Env) error {
	branch := env.Catalog.Bank.Branch(t.Branch)
	if branch == nil {
		return missing("branch", "branch")
	}
	table := env.Catalog.BenefitsFor(branch.City, string(t.Start))
	if table == nil {
		return fault.New(fault.Refused, "offer.no_benefit_table", "city", branch.City)
	}
	t.Monthly, t.City, t.BenefitTable = monthly, branch.City, table.Effective
	t.ProbationPay = monthly.basisPoints(int64(pos.Probation.PayPercent) * 100)
	t.Components = shares(monthly, pos.Band.Components)
	t.Allowances = nil
	for _, a := range pos.Band.Allowances {
		t.Allowances = append(t.Allowances, Amount{ID: a.ID, Fen: Yuan(a.Yuan)})
	}
	base := min(max(monthly, Yuan(table.BaseMin)), Yuan(table.BaseMax))
	t.Benefits = nil
	for _, b := range table.Items {
		t.Benefits = append(t.Benefits, BenefitLine{ID: b.ID, Base: base, Employer: base.basisPoints(b.Employer), Employee: base.basisPoints(b.Employee)})
	}
	t.Extras = nil
	for _, x := range table.Extras {
		t.Extras = append(t.Extras, x.ID)
	}
	return nil
}

// shares splits a salary by percentages; the last component takes what rounding leaves, so that the parts add up.
func shares(monthly Fen, components []catalog.Component) []Amount {
	out := make([]Amount, len(components))
	rest := monthly
	for i, k := range components {
		out[i] = Amount{ID: k.ID, Fen: monthly.basisPoints(int64(k.Percent) * 100)}
		if i == len(components)-1 {
			out[i].Fen = rest
		}
		rest -= out[i].Fen
	}
	return out
}

// lawful holds the terms against the caps of labour law (N-10).
func lawful(t Terms, env Env) error {
	legal := env.Catalog.Legal
	if limit := legal.CapFor(t.ContractMonths); t.ProbationMonths > limit.MaxMonths {
		return fault.New(fault.Refused, "offer.probation_cap", "field", "probation_months", "max", count(limit.MaxMonths), "contract", count(t.ContractMonths))
	}
	if lowest := t.Monthly.basisPoints(int64(legal.ProbationPay.Value) * 100); t.ProbationMonths > 0 && t.ProbationPay < lowest {
		return fault.New(fault.Refused, "offer.probation_pay", "field", "probation_pay", "percent", count(legal.ProbationPay.Value))
	}
	if !t.Start.Valid() {
		return fault.New(fault.Invalid, "field.dates", "field", "start")
	}
	if t.Start < DateOf(env.Now) {
		return fault.New(fault.Invalid, "offer.start_past", "field", "start")
	}
	return nil
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
	t, basis := o.Terms, o.Basis
	monthly := t.Monthly
	if cmd.Monthly != 0 {
		if cmd.Monthly < 0 {
			return nil, fault.New(fault.Invalid, "field.range", "field", "monthly")
		}
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
	if err := inBand(monthly, env.Catalog.Positions[c.Position].Band); err != nil {
		return nil, err
	}
	if err := price(&t, monthly, env.Catalog.Positions[c.Position], env); err != nil {
		return nil, err
	}
	if err := lawful(t, env); err != nil {
		return nil, err
	}
	return []Body{OfferEdited{Terms: t, Basis: basis}}, nil
}

// inBand keeps a salary set by hand inside the position's band.
func inBand(monthly Fen, band catalog.Band) error {
	low, high := Yuan(band.Steps[0].Yuan), Yuan(band.Steps[len(band.Steps)-1].Yuan)
	if monthly < low || monthly > high {
		return fault.New(fault.Refused, "offer.outside_band", "field", "monthly", "min", low.String(), "max", high.String())
	}
	return nil
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

// sendable refuses an offer that lacks a value, breaks the law, or stands against an open risk flag.
func sendable(c *Case, o *Offer, env Env) error {
	if n := c.OpenFlags(); n > 0 {
		return fault.New(fault.Refused, "offer.red_flag_open", "count", count(n))
	}
	t := o.Terms
	for field, empty := range map[string]bool{"grade": t.Grade == "", "monthly": t.Monthly <= 0, "start": t.Start == "",
		"benefits": len(t.Benefits) == 0, "components": len(t.Components) == 0, "branch": t.Branch == ""} {
		if empty {
			return fault.New(fault.Refused, "offer.missing_value", "field", field)
		}
	}
	if !slices.Contains(t.Extras, "supplementary_medical") {
		return fault.New(fault.Refused, "offer.missing_value", "field", "supplementary_medical")
	}
	return lawful(t, env)
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
	if o.Author == who.Account || (o.Submitted != nil && o.Submitted.By == who.Account) {
		return fault.New(fault.Denied, "offer.own_approval")
	}
	for _, iv := range c.Interviews {
		if iv.CardOf(who.Account) != nil {
			return fault.New(fault.Denied, "offer.scored_approval")
		}
	}
	for _, f := range c.Flags {
		if f.ClearedBy == who.Account {
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

func (cmd RequestChange) decide(c *Case, env Env) ([]Body, error) {
	o, err := inState(c, OfferIssued, OfferViewed)
	if err != nil {
		return nil, err
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
		return []Body{ChangeAnswered(cmd)}, nil
	}
	t := o.Terms
	if o.Change.Field == "start" {
		t.Start = Date(o.Change.New)
		if err := price(&t, t.Monthly, env.Catalog.Positions[c.Position], env); err != nil {
			return nil, err
		}
		if err := lawful(t, env); err != nil {
			return nil, err
		}
	}
	next := []Body{ChangeAnswered(cmd), OfferDrafted{Version: len(c.Offers) + 1, Terms: t, Basis: o.Basis, FromChange: true}}
	if o.Change.Field == "start" {
		// A start date within policy needs no second approval (china.md § 9.1): the new version stands approved as the old one did.
		next = append(next, OfferSubmitted{}, ApprovalKept{By: o.Approved.By})
	}
	return next, nil
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
