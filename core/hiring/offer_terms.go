package hiring

import (
	"math"
	"slices"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

func firstMonday(d Date) Date {
	for d.Time().In(China).Weekday() != time.Monday {
		d = d.AddDays(1)
	}
	return d
}

// bandFor computes the monthly salary from the position's table (Y-02): points are the weighted mean of the AI overall
// score and the panel's score, the step is the highest whose edge the points reach.
func bandFor(c *Case, band catalog.Band) (Basis, Fen, error) {
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
	if t.ContractMonths < 1 || t.ContractMonths > 600 {
		return fault.New(fault.Invalid, "field.range", "field", "contract_months", "min", "1", "max", "600")
	}
	if t.ProbationMonths < 0 {
		return fault.New(fault.Invalid, "field.range", "field", "probation_months", "min", "0", "max", count(env.Catalog.Legal.CapFor(t.ContractMonths).MaxMonths))
	}
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

// inBand keeps a salary set by hand inside the position's band.
func inBand(monthly Fen, band catalog.Band) error {
	low, high := Yuan(band.Steps[0].Yuan), Yuan(band.Steps[len(band.Steps)-1].Yuan)
	if monthly < low || monthly > high {
		return fault.New(fault.Refused, "offer.outside_band", "field", "monthly", "min", low.String(), "max", high.String())
	}
	return nil
}

// sendable refuses an offer that lacks a value, breaks the law, stands against an open risk flag, or rests on a check that no
// longer counts.
func sendable(c *Case, o *Offer, env Env) error {
	if n := c.OpenFlags(); n > 0 {
		return fault.New(fault.Refused, "offer.red_flag_open", "count", count(n))
	}
	if err := c.outOfDate(env); err != nil {
		return err
	}
	t := o.Terms
	for _, value := range []struct {
		field string
		empty bool
	}{{"branch", t.Branch == ""}, {"grade", t.Grade == ""}, {"monthly", t.Monthly <= 0}, {"components", len(t.Components) == 0},
		{"start", t.Start == ""}, {"benefits", len(t.Benefits) == 0},
		{"supplementary_medical", !slices.Contains(t.Extras, "supplementary_medical")}} {
		if value.empty {
			return fault.New(fault.Refused, "offer.missing_value", "field", value.field)
		}
	}
	return lawful(t, env)
}
