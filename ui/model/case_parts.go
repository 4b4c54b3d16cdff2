package model

import (
	"slices"
	"strconv"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// CaseTabs are the parts of a case file this account sees: a part whose compartment is closed to it is absent.
func (r Reader) CaseTabs(f *office.CaseFile) []string {
	c := f.Case
	evaluation := r.Sees(hiring.Evaluation)
	var out []string
	for _, tab := range []struct {
		id   string
		seen bool
	}{
		{"timeline", true},
		{"report", evaluation},
		{"cv", true},
		{"interviews", true},
		{"kit", evaluation},
		{"checks", r.Sees(hiring.Background)},
		{"offer", r.Sees(hiring.Salary)},
		{"onboarding", r.Sees(hiring.Identity)},
		{"probation", c.Probation != nil || r.HasScreen("probation")},
		{"notes", evaluation},
		{"privacy", r.HasJob("retention")},
		{"audit", evaluation || r.Sees(hiring.Background) || r.Sees(hiring.Salary)},
	} {
		if tab.seen {
			out = append(out, tab.id)
		}
	}
	return out
}

// Happening is a line of a timeline or of the audit: when, who, what.
type Happening struct {
	At   time.Time
	When string
	Who  string
	What string
	Tone Tone
}

// Timeline is what happened, newest first.
func (r Reader) Timeline(f *office.CaseFile) []Happening {
	out := make([]Happening, 0, len(f.Timeline))
	for _, m := range slices.Backward(f.Timeline) {
		who := r.Who(f, m.By)
		if m.By == hiring.AccountID(f.Case.ID) {
			who = r.Say("role.candidate")
		}
		out = append(out, Happening{At: m.At, When: r.Moment(m.At), Who: who, What: r.Say("event." + m.Kind)})
	}
	return out
}

// ChecksPart is the checks in short: each with its light, then how many flags and entries are open.
func (r Reader) ChecksPart(c *hiring.Case) []Row {
	var out []Row
	for _, o := range c.Checks {
		state := c.CheckState(&o, r.Cat, hiring.DateOf(r.Now))
		row := Row{Label: o.Kind, Value: r.Say("check.state." + string(state)), Tone: stateTones[state]}
		if k := r.Cat.Checks[o.Kind]; k != nil {
			row.Label = k.Name.In(r.Lang)
		}
		if latest := o.Latest(); latest != nil && o.Stopped == nil {
			row.Value, row.Tone = r.Say("light."+string(latest.Light))+" · "+r.Day(latest.At), LightTone(latest.Light)
		}
		out = append(out, row)
	}
	if n := len(c.Flags); n > 0 {
		out = append(out, r.openCount("case.flags", c.OpenFlags(), n))
	}
	if n := len(c.ToVerify); n > 0 {
		out = append(out, r.openCount("case.to_verify", c.OpenVerify(), n))
	}
	return out
}

func (r Reader) openCount(key string, open, all int) Row {
	row := Row{Label: r.Say(key), Value: r.Say("case.open_of", "open", strconv.Itoa(open), "all", strconv.Itoa(all))}
	if open > 0 {
		row.Tone = Urgent
	}
	return row
}

// OfferPart is the newest offer in short.
func (r Reader) OfferPart(c *hiring.Case) []Row {
	o := c.Offer()
	if o == nil {
		return nil
	}
	rows := []Row{
		{Label: r.Say("case.offer_version"), Value: strconv.Itoa(o.Version)},
		{Label: r.Say("case.offer_state"), Value: r.Say("offer.state." + string(o.State))},
		{Label: r.Say("case.offer_monthly"), Value: r.Say("case.yuan", "amount", o.Terms.Monthly.String())},
		{Label: r.Say("case.offer_start"), Value: string(o.Terms.Start)},
		{Label: r.Say("case.offer_expires"), Value: r.expires(o)},
	}
	if o.Signed != nil {
		rows = append(rows, Row{Label: r.Say("case.offer_signed"), Value: r.Moment(o.Signed.At)})
	}
	return slices.DeleteFunc(rows, func(row Row) bool { return row.Value == "" })
}

// expires is how long an offer stands; while the bank owes an answer its clock rests.
func (r Reader) expires(o *hiring.Offer) string {
	if o.State == hiring.OfferNegotiating {
		return r.Say("offer.rests")
	}
	return r.Moment(o.ExpiresAt)
}

// OnboardingPart is materials and first day in short.
func (r Reader) OnboardingPart(c *hiring.Case) []Row {
	var out []Row
	for _, m := range c.Materials {
		row := Row{Label: m.ID, Value: r.Say("material.state." + string(m.State)), Tone: materialTone(m.State)}
		if k := r.Cat.Materials[m.ID]; k != nil {
			row.Label = k.Name.In(r.Lang)
		}
		out = append(out, row)
	}
	if len(out) == 0 {
		return nil
	}
	out = append(out, Row{Label: r.Say("case.desk"), Value: r.orNone(c.Desk)}, Row{Label: r.Say("case.manager"), Value: r.orNone(c.Team.Manager)})
	arrived := Row{Label: r.Say("case.checked_in"), Value: r.Say("case.none_yet")}
	if c.CheckIn != nil {
		arrived.Value = r.Moment(c.CheckIn.At)
	}
	return append(out, arrived)
}

func materialTone(s hiring.MaterialState) Tone {
	return map[hiring.MaterialState]Tone{hiring.Submitted: Urgent}[s]
}

func (r Reader) orNone(text string) string {
	if text == "" {
		return r.Say("case.none_yet")
	}
	return text
}

// ProbationPart is the probation in short: its days, the present week, the reviews.
func (r Reader) ProbationPart(c *hiring.Case) []Row {
	p := c.Probation
	if p == nil {
		return nil
	}
	rows := []Row{{Label: r.Say("case.probation_days"), Value: string(p.Start) + " – " + string(p.End)}}
	week := hiring.DateOf(r.Now).ISOWeek()
	for i := range p.Weeks {
		if w := &p.Weeks[i]; w.Week == week {
			rows = append(rows, Row{Label: r.Say("case.this_week"), Value: r.Score(w.Done()) + " / " + r.Score(w.Target)})
		}
	}
	for _, a := range p.Reviews {
		row := Row{Label: r.reviewName(c, a.ID), Value: r.Say("case.review_due", "date", string(a.Due))}
		if a.Done != nil {
			row.Value = r.Say("case.review_done", "date", r.Day(a.Done.At))
		}
		rows = append(rows, row)
	}
	return rows
}

func (r Reader) reviewName(c *hiring.Case, id string) string {
	if p := r.Cat.Positions[c.Position]; p != nil {
		for _, v := range p.Probation.Reviews {
			if v.ID == id {
				return v.Name.In(r.Lang)
			}
		}
	}
	return id
}

// Notes are the remarks, newest first.
func (r Reader) Notes(f *office.CaseFile) []Happening {
	var out []Happening
	for _, n := range slices.Backward(f.Case.Notes) {
		out = append(out, Happening{At: n.At, When: r.Moment(n.At), Who: r.Who(f, n.By), What: n.Text})
	}
	return out
}
