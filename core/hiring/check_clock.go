package hiring

import (
	"slices"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// consentedAt is since when a consent for a purpose has stood without a break; the zero time while none stands. A second paper
// for what was agreed to already starts no clock anew.
func (c *Case) consentedAt(purpose string, cat *catalog.Catalog) time.Time {
	var since time.Time
	if !c.Consented(purpose, cat, "") {
		return since
	}
	for i := len(c.Consents) - 1; i >= 0; i-- {
		if k := c.Consents[i]; k.Purpose == purpose {
			if k.Withdrawn != nil || k.Lapsed != nil {
				break
			}
			since = k.At
		}
	}
	return since
}

// withdrew says whether the candidate took back the newest consent for a purpose.
func (c *Case) withdrew(purpose string, cat *catalog.Catalog) bool {
	k := c.consent(purpose, cat)
	return k != nil && k.Withdrawn != nil
}

// CheckBegins is when work on an order could begin: it is ordered, and the candidate consents, since nobody may look anything up
// before (PIPL Art. 13, 29). The zero time while the consent is missing.
func (c *Case) CheckBegins(o *CheckOrder, cat *catalog.Catalog) time.Time {
	consent := c.consentedAt(cat.ConsentFor(o.Kind, o.Source), cat)
	if !consent.IsZero() && consent.Before(o.OrderedAt) {
		return o.OrderedAt
	}
	return consent
}

// CheckDue is until when an order wants its result; the zero time while nobody may work on it.
func (c *Case) CheckDue(o *CheckOrder, cat *catalog.Catalog) time.Time {
	if begin := c.CheckBegins(o, cat); !begin.IsZero() {
		return begin.Add(o.SLA)
	}
	return time.Time{}
}

// checkClocks tell HR of checks that are late, of results that no longer count, and chase the missing consent.
func checkClocks(c *Case, env Env) []Clock {
	out := consentClocks(c, env.Catalog)
	for i := range c.Checks {
		o := &c.Checks[i]
		k := Clock{Key: "check/" + o.ID, Rule: "check_overdue", At: c.CheckDue(o, env.Catalog)}
		say := Notify{To: "role:hr", Template: "check_overdue", Params: map[string]string{"item": "check:" + o.Kind}}
		r := o.Latest()
		if r != nil { // its result is in, and counts until a day
			if r.ValidUntil == "" || c.Stage != "check" && c.Stage != "offer" || !slices.Contains(c.Counting(), o) {
				continue
			}
			k = Clock{Key: renewKey(o), Rule: "check_out_of_date", At: r.ValidUntil.AddDays(1).Time()}
			say.Template, say.Params["date"] = "check_out_of_date", string(r.ValidUntil)
		}
		if o.Stopped == nil && !k.At.IsZero() {
			say.Cause, k.Group = k.Key, k.Key
			if r == nil || c.checksCount() { // while an offer is out the day is noted and nobody is told: nothing is to be done
				k.Notify = []Notify{say}
			}
			out = append(out, k)
		}
	}
	return out
}

func renewKey(o *CheckOrder) string { return "renew/" + o.ID + "/" + string(o.Latest().ValidUntil) }

// checksCount says whether results still carry a decision of the bank: until an offer is out.
func (c *Case) checksCount() bool {
	o := c.Offer()
	return c.Stage == "check" || c.Stage == "offer" && (o == nil || !o.Binding())
}

// outOfDate refuses a decision that rests on a result which no longer counts; its last day still does.
func (c *Case) outOfDate(env Env) error {
	for _, o := range c.Counting() {
		if r := o.Latest(); r.ValidUntil != "" && r.ValidUntil < DateOf(env.Now) {
			return fault.New(fault.Refused, "check.out_of_date", "kind", o.Kind, "date", string(r.ValidUntil))
		}
	}
	return nil
}

// validUntil is how long a result counts that names no day itself: the catalog's days for its kind.
func validUntil(kind string, env Env) Date {
	if k := env.Catalog.Checks[kind]; k != nil && k.ValidityDays > 0 {
		return DateOf(env.Now).AddDays(k.ValidityDays)
	}
	return ""
}

// consentClocks remind the candidate who has not answered yet, and a day later HR as well, whose work it then is. Who took a
// consent back has answered: nobody is asked again by a machine.
func consentClocks(c *Case, cat *catalog.Catalog) []Clock {
	if len(c.unanswered(cat)) == 0 {
		return nil
	}
	group, at := consentGroup(c), c.ConsentBy(cat)
	ask := func(kind string) Notify {
		return Notify{To: "candidate", Template: "consent_reminder", Cause: group + "/" + kind}
	}
	return []Clock{
		{At: at, Key: group + "/first", Group: group, Rule: "consent_first", Notify: []Notify{ask("first")}},
		{At: at.Add(24 * time.Hour), Key: group + "/second", Group: group, Rule: "consent_second", Notify: []Notify{ask("second"),
			{To: "role:hr", Template: "consent_missing", Cause: group + "/hr"}}},
	}
}

// unanswered are the purposes that the candidate has neither consented to nor withdrawn from. No day: the clock ends what has run out.
func (c *Case) unanswered(cat *catalog.Catalog) []string {
	return slices.DeleteFunc(c.ConsentsMissing(cat, ""), func(p string) bool { return c.withdrew(p, cat) })
}

func consentGroup(c *Case) string { return "consent/" + instant(c.consentAsked()) }

// consentAsked is when the consents that are missing were asked for last: on entering the stage, or when one ran out.
func (c *Case) consentAsked() time.Time {
	asked := c.StageAt
	for _, k := range c.Consents {
		if k.Lapsed != nil && k.Lapsed.At.After(asked) {
			asked = k.Lapsed.At
		}
	}
	return asked
}

// ConsentBy is when a consent to the check that was asked for is asked for again.
func (c *Case) ConsentBy(cat *catalog.Catalog) time.Time {
	return c.consentAsked().Add(time.Duration(cat.Bank.ConsentHours) * time.Hour)
}

// checkWork is the consents, then the results, then those that are to be renewed.
func checkWork(c *Case, cat *catalog.Catalog) []Item {
	var out []Item
	_, chased := c.Reminded[consentGroup(c)+"/second"]
	due := c.ConsentBy(cat)
	for _, purpose := range c.ConsentsMissing(cat, "") {
		if !c.withdrew(purpose, cat) {
			out = append(out, Item{Code: "give_consent", To: "candidate", Since: c.StageAt, Due: due, Ref: purpose})
		}
		if chased || c.withdrew(purpose, cat) {
			out = append(out, Item{Code: "chase_consent", To: "role:hr", Since: c.StageAt, Due: due, Ref: purpose})
		}
	}
	for i := range c.Checks {
		o := &c.Checks[i]
		if begin := c.CheckBegins(o, cat); o.Stopped == nil && o.Latest() == nil && !begin.IsZero() {
			code := "record_check"
			if c.CheckState(o, cat, "") == CheckIncomplete {
				code = "complete_check"
			}
			out = append(out, Item{Code: code, To: "role:hr", Since: begin, Due: c.CheckDue(o, cat), Ref: o.ID})
		}
	}
	for _, kind := range c.NotOrdered(cat) {
		if !c.withdrew(cat.ConsentFor(kind, firstSource(cat, kind)), cat) {
			out = append(out, Item{Code: "order_check", To: "role:hr", Since: c.StageAt, Due: due, Ref: kind})
		}
	}
	if c.DeclarationDue(cat) {
		out = append(out, Item{Code: "declare_interests", To: "candidate", Since: c.StageAt, Due: due})
	}
	return append(out, renewWork(c)...)
}

// renewWork is the results that no longer count, since the clock said so.
func renewWork(c *Case) []Item {
	var out []Item
	for _, o := range c.Counting() {
		again := c.check(func(n CheckOrder) bool { return n.Kind == o.Kind && n.Stopped == nil && n.Latest() == nil }) >= 0
		if again || !c.checksCount() { // ordered again already, or nothing hangs on it any more
			continue
		}
		if _, over := c.Reminded[renewKey(o)]; over {
			ended := o.Latest().ValidUntil.AddDays(1).Time()
			out = append(out, Item{Code: "renew_check", To: "role:hr", Since: ended, Due: ended, Ref: o.ID})
		}
	}
	return out
}
