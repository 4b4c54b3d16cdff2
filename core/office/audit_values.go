package office

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/hiring"
)

// Fact names one value of a case that an audit follows: what, and of which part (an offer's version, a check's kind).
type Fact struct{ Name, Of string }

// Value is a fact that is different after a record. Before and After are codes, numbers, instants; screens give them words by the
// fact's name.
type Value struct {
	Fact
	Before, After string
}

// factsOf is what an audit follows of a case, as hiring.Show left it: what the account may not see is not there.
func factsOf(c *hiring.Case) map[Fact]string {
	f := facts{}
	f.put("status", "", string(c.Status))
	f.put("stage", "", c.Stage)
	f.put("position", "", c.Position)
	f.put("branch", "", c.Branch)
	f.put("desk", "", c.Desk)
	if r := c.Report(); r != nil {
		f.put("ai_score", "", score(round1(r.Overall.Of100())))
	}
	for _, d := range c.Decisions {
		f.put("gate", d.Stage, string(d.Outcome))
	}
	for name, done := range c.Tasks {
		f.put("task", name, instantText(done.At))
	}
	f.put("kit", "", countText(len(c.Kit)))
	f.put("notes", "", countText(len(c.Notes)))
	f.interviews(c)
	f.checks(c)
	for i := range c.Offers {
		f.offer(&c.Offers[i])
	}
	f.joining(c)
	for _, r := range c.Outcomes {
		f.put("outcome", r.Kind, score(r.Value))
	}
	return f
}

type facts map[Fact]string

func (f facts) put(name, of, value string) {
	if value != "" {
		f[Fact{name, of}] = value
	}
}

func (f facts) interviews(c *hiring.Case) {
	for _, iv := range c.Interviews {
		f.put("interview_state", iv.ID, string(iv.State))
		f.put("interview_start", iv.ID, instant(iv.Start))
		f.put("interview_place", iv.ID, iv.Place)
		f.put("panel", iv.ID, accountsText(iv.Panel))
		for _, card := range iv.Cards {
			f.put("recommendation", iv.ID+"/"+string(card.By), card.Recommendation)
		}
	}
}

func (f facts) checks(c *hiring.Case) {
	for _, k := range c.Consents {
		state := "given"
		if k.Withdrawn != nil || k.Lapsed != nil {
			state = "ended"
		}
		f.put("consent", k.Purpose, state)
	}
	for _, o := range c.Checks {
		f.put("check_ordered", o.Kind, instant(o.OrderedAt))
		if n := len(o.Progress); n > 0 {
			f.put("check_progress", o.Kind, string(o.Progress[n-1].State))
		}
		if r := o.Latest(); r != nil {
			f.put("check_light", o.Kind, string(r.Light))
		}
		if o.Stopped != nil {
			f.put("check_stopped", o.Kind, instant(o.Stopped.At))
		}
	}
	if n := len(c.Declarations); n > 0 {
		f.put("declared", "", strconv.Itoa(n))
	}
	for _, fl := range c.Flags {
		f.put("flag", fl.Kind, openOr(fl.ClearedBy == "", "cleared"))
	}
	for _, v := range c.ToVerify {
		f.put("to_verify", v.Kind, openOr(v.ExplainedBy == "", "explained"))
	}
}

func (f facts) offer(o *hiring.Offer) {
	v := strconv.Itoa(o.Version)
	f.put("offer_state", v, string(o.State))
	f.put("offer_start", v, string(o.Terms.Start))
	f.put("offer_branch", v, o.Terms.Branch)
	f.put("offer_grade", v, o.Terms.Grade)
	f.put("offer_expires", v, instant(o.ExpiresAt))
	if o.Terms.Monthly != 0 {
		f.put("offer_monthly", v, o.Terms.Monthly.String())
		f.put("offer_probation_pay", v, o.Terms.ProbationPay.String())
	}
	f.put("offer_months", v, countText(o.Terms.Months))
	f.put("offer_contract", v, countText(o.Terms.ContractMonths))
	f.put("offer_probation", v, countText(o.Terms.ProbationMonths))
	if o.Basis.By == "hand" {
		f.put("offer_by", v, o.Basis.By)
	}
}

func (f facts) joining(c *hiring.Case) {
	for _, m := range c.Materials {
		f.put("material", m.ID, string(m.State))
		if m.Original != nil {
			f.put("original", m.ID, instant(m.Original.At))
		}
	}
	f.put("manager", "", c.Team.Manager)
	f.put("buddy", "", c.Team.Buddy)
	f.put("colleagues", "", strings.Join(c.Team.Colleagues, ", "))
	if c.CheckIn != nil {
		f.put("arrived", "", string(c.CheckIn.On))
	}
	p := c.Probation
	if p == nil {
		return
	}
	f.put("probation_start", "", string(p.Start))
	f.put("probation_end", "", string(p.End))
	for i := range p.Weeks {
		if w := &p.Weeks[i]; len(w.Progress) > 0 {
			f.put("progress", w.Week, score(w.Done()))
		}
	}
	for _, r := range p.Reviews {
		if r.Done != nil && r.Rating != 0 {
			f.put("rating", r.ID, strconv.Itoa(r.Rating))
		}
	}
}

func openOr(open bool, done string) string {
	if open {
		return "open"
	}
	return done
}

func countText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return instantText(t)
}

func accountsText(ids []hiring.AccountID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ",")
}

// difference is what changed from one step to the next, in a fixed order.
func difference(before, after map[Fact]string) []Value {
	var out []Value
	for f, v := range after {
		if before[f] != v {
			out = append(out, Value{f, before[f], v})
		}
	}
	for f, v := range before {
		if _, stays := after[f]; !stays {
			out = append(out, Value{f, v, ""})
		}
	}
	slices.SortFunc(out, func(a, b Value) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Of, b.Of)) })
	return out
}
