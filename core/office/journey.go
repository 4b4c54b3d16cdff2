package office

import (
	"ruhang/core/hiring"
)

// journey is the one function that writes what a candidate may see, field by field.
func (g *Guest) journey(c *hiring.Case, p *hiring.Person, env hiring.Env) (*Journey, error) {
	o, lang := g.office, g.Lang
	j := &Journey{Position: c.Position, Branch: c.Branch, Status: c.Status, Stage: c.Stage, Consents: o.consents(c, env), Steps: c.Steps(env),
		Next: nextAction(c, env)}
	if p != nil {
		j.Name = p.Name
	}
	j.Stages = g.stages(c)
	for _, iv := range c.Interviews {
		j.Interviews = append(j.Interviews, GuestInterview{ID: iv.ID, Revision: iv.Revision, Start: iv.Start, End: iv.End, Place: iv.Place, State: iv.State})
	}
	j.Summary = g.safeSummary(c)
	if d := c.Declaration(); d != nil {
		said := *d
		said.By = ""
		j.Declared = &said
	}
	j.DeclarationDue = c.DeclarationDue(env.Catalog)
	if n := len(c.Reviews); n > 0 {
		j.Review = &c.Reviews[n-1]
	}
	var err error
	if j.Offer, err = g.offer(c, p); err != nil {
		return nil, err
	}
	if c.Guide != nil {
		doc, err := o.guideBook(c, p, lang)
		if err != nil {
			return nil, err
		}
		j.Guide = &GuestGuide{Code: c.Guide.Code, Document: doc}
	}
	j.ReviewBy, j.Erasure, j.ErasureNo = c.ReviewBy(env.Catalog), c.Erasure, c.ErasureNo
	if kept, clock := c.Kept(env.Catalog); clock {
		j.KeptUntil = kept.Until
	}
	j.Materials = g.materials(c)
	if c.Signed() {
		j.FirstDay = g.firstDay(c)
	}
	if c.Probation != nil {
		goal := o.Catalog().Positions[c.Position].Probation.Goal
		j.Probation = &GuestProbation{Start: c.Probation.Start, End: c.Probation.End, Goal: goal.Name.In(lang), Unit: goal.Unit.In(lang),
			Weeks: c.Probation.Weeks, ThisWeek: hiring.DateOf(env.Now).ISOWeek()}
	}
	return j, nil
}

func (g *Guest) stages(c *hiring.Case) []StageStep {
	plan := g.office.Catalog().Plan(c.Plan)
	if plan == nil {
		return nil
	}
	var out []StageStep
	state := "done"
	for _, s := range plan.Stages {
		step := StageStep{ID: s.ID, Name: s.Name.In(g.Lang), State: state}
		if s.ID == c.Stage && !c.Closed() {
			step.State, state = "now", "todo"
		} else if s.ID == c.Stage {
			state = "todo"
		}
		for _, e := range c.Entered {
			if e.Stage == s.ID {
				step.At = e.At
			}
		}
		out = append(out, step)
	}
	return out
}

// nextAction is the one thing the candidate can do now.
func nextAction(c *hiring.Case, env hiring.Env) string {
	o := c.Offer()
	switch {
	case c.Closed():
		return "closed"
	case len(c.ConsentsMissing(env.Catalog, hiring.DateOf(env.Now))) > 0:
		return "consent"
	case c.DeclarationDue(env.Catalog):
		return "declare"
	case o != nil && o.Live():
		return "sign"
	case o != nil && o.State == hiring.OfferNegotiating:
		return "wait_change"
	case c.Stage == "onboarding":
		for _, m := range c.Materials {
			if m.State == hiring.Awaited || m.State == hiring.Returned {
				return "materials"
			}
		}
		return "first_day"
	case c.Probation != nil:
		return "progress"
	case c.Stage == "interview" && len(c.Interviews) > 0:
		return "interview"
	}
	return "wait"
}

// safeSummary is the AI result in plain words: dimensions only, in three bands.
func (g *Guest) safeSummary(c *hiring.Case) []SafeScore {
	r := c.Report()
	if r == nil {
		return nil
	}
	var out []SafeScore
	for _, d := range r.Dimensions {
		known := g.office.Catalog().Dimensions[d.Code]
		if known == nil || known.Kind != "dimension" || known.Plain.In(g.Lang) == "" {
			continue
		}
		band := "developing"
		if v := d.Score.Of100(); v >= 80 {
			band = "strong"
		} else if v >= 60 {
			band = "good"
		}
		out = append(out, SafeScore{Name: known.Name.In(g.Lang), Plain: known.Plain.In(g.Lang), Band: band})
	}
	return out
}

func (g *Guest) offer(c *hiring.Case, p *hiring.Person) (*GuestOffer, error) {
	var shown *hiring.Offer
	out := &GuestOffer{}
	for i := range c.Offers {
		of := &c.Offers[i]
		if of.Issued == nil {
			continue
		}
		if shown != nil {
			out.Earlier = append(out.Earlier, shown.Version)
		}
		shown = of
	}
	if shown == nil {
		return nil, nil
	}
	doc, err := g.office.offerLetter(c, p, shown, shown.Issued.At, g.Lang)
	if err != nil {
		return nil, err
	}
	out.Version, out.State, out.PDF, out.Signed, out.ExpiresAt = shown.Version, shown.State, shown.PDF, shown.SignedPDF, shown.ExpiresAt
	out.Evidence, out.Printed, out.Document, out.Change = shown.Evidence, shown.Printed, doc, shown.Change
	if shown.Signed != nil {
		out.SignedAt = shown.Signed.At
	}
	if n := len(out.Earlier); n > 0 {
		out.Changes = g.office.spokenDiff(hiring.Diff(c.Offers[out.Earlier[n-1]-1].Terms, shown.Terms), c.Offers[out.Earlier[n-1]-1].Terms, shown.Terms, g.Lang)
	}
	return out, nil
}

// spokenDiff is a diff with its values as a person reads them.
func (o *Office) spokenDiff(diff []hiring.TermChange, old, new hiring.Terms, lang string) []hiring.TermChange {
	out := make([]hiring.TermChange, len(diff))
	for i, d := range diff {
		out[i] = d
		if a, b := o.termValue(d.Field, old, lang), o.termValue(d.Field, new, lang); a != "" || b != "" {
			out[i].Old, out[i].New = a, b
		}
	}
	return out
}

func (g *Guest) materials(c *hiring.Case) []GuestMaterial {
	cat := g.office.Catalog()
	var out []GuestMaterial
	for _, m := range c.Materials {
		known := cat.Materials[m.ID]
		if known == nil {
			continue
		}
		gm := GuestMaterial{ID: m.ID, Name: known.Name.In(g.Lang), Hint: known.Hint.In(g.Lang), Rule: known.Rule, Fields: known.Fields, Optional: known.Optional, State: m.State}
		if last := m.Last(); last != nil {
			gm.Verdicts = last.Verdicts
			if r := cat.Reasons[last.Reason]; r != nil && m.State == hiring.Returned {
				if gm.Reason = r.Text.In(g.Lang); last.Reason != "rule_failed" { // the rules leave a sentence's key there, and the verdicts say it
					gm.Note = last.Note
				}
			}
		}
		out = append(out, gm)
	}
	return out
}

func (g *Guest) firstDay(c *hiring.Case) *FirstDay {
	d := &FirstDay{Start: c.Offer().Terms.Start, Team: c.Team, Desk: c.Desk, Plan: g.office.firstDay(c.Position, g.Lang)}
	for _, id := range g.office.Catalog().Positions[c.Position].Courses {
		if k := g.office.Catalog().Courses[id]; k != nil {
			d.Courses = append(d.Courses, k.Name.In(g.Lang))
		}
	}
	if c.CheckIn != nil {
		d.CheckedIn = c.CheckIn.At
	}
	return d
}
