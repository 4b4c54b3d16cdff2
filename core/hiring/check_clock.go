package hiring

import (
	"slices"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// consentedAt is since when a consent for a purpose has stood without a break; the zero time while none stands. A second paper
// for what was agreed to already starts no clock anew.
func (c *Case) consentedAt(purpose string) time.Time {
	var since time.Time
	for i := len(c.Consents) - 1; i >= 0; i-- {
		if k := c.Consents[i]; k.Purpose == purpose {
			if k.Withdrawn != nil {
				break
			}
			since = k.At
		}
	}
	return since
}

// withdrew says whether the candidate took back the newest consent for a purpose.
func (c *Case) withdrew(purpose string) bool {
	return !c.Consented(purpose) && slices.ContainsFunc(c.Consents, func(k Consent) bool { return k.Purpose == purpose })
}

// CheckBegins is when work on an order could begin: it is ordered, and the candidate consents, since nobody may look anything up
// before (PIPL Art. 13, 29). The zero time while the consent is missing.
func (c *Case) CheckBegins(o *CheckOrder) time.Time {
	consent := c.consentedAt("check")
	if !consent.IsZero() && consent.Before(o.OrderedAt) {
		return o.OrderedAt
	}
	return consent
}

// CheckDue is until when an order wants its result; the zero time while nobody may work on it.
func (c *Case) CheckDue(o *CheckOrder) time.Time {
	if begin := c.CheckBegins(o); !begin.IsZero() {
		return begin.Add(o.SLA)
	}
	return time.Time{}
}

// checkClocks tell HR of checks that are late, of results that no longer count, and chase the missing consent.
func checkClocks(c *Case, env Env) []Clock {
	out := consentClocks(c, env.Catalog)
	for i := range c.Checks {
		o := &c.Checks[i]
		k := Clock{Key: "check/" + o.ID, At: c.CheckDue(o)}
		say := Notify{To: "role:hr", Template: "check_overdue", Params: map[string]string{"item": "check:" + o.Kind}}
		r := o.Latest()
		if r != nil { // its result is in, and counts until a day
			if r.ValidUntil == "" || !c.checksCount() {
				continue
			}
			k = Clock{Key: renewKey(o), At: r.ValidUntil.AddDays(1).Time()}
			say.Template, say.Params["date"] = "check_out_of_date", string(r.ValidUntil)
		}
		if o.Stopped == nil && !k.At.IsZero() {
			say.Cause, k.Group, k.Notify = k.Key, k.Key, []Notify{say}
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
	for i := range c.Checks {
		o := &c.Checks[i]
		if r := o.Latest(); o.Stopped == nil && r != nil && r.ValidUntil != "" && r.ValidUntil < DateOf(env.Now) {
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
	if c.Stage != "check" || c.Consented("check") || c.withdrew("check") {
		return nil
	}
	group, at := consentGroup(c), c.ConsentBy(cat)
	ask := func(kind string) Notify {
		return Notify{To: "candidate", Template: "consent_reminder", Cause: group + "/" + kind}
	}
	return []Clock{
		{At: at, Key: group + "/first", Group: group, Notify: []Notify{ask("first")}},
		{At: at.Add(24 * time.Hour), Key: group + "/second", Group: group, Notify: []Notify{ask("second"),
			{To: "role:hr", Template: "consent_missing", Cause: group + "/hr"}}},
	}
}

func consentGroup(c *Case) string { return "consent/" + instant(c.StageAt) }

// ConsentBy is when a consent to the check that was asked for on entering the stage is asked for again.
func (c *Case) ConsentBy(cat *catalog.Catalog) time.Time {
	return c.StageAt.Add(time.Duration(cat.Bank.ConsentHours) * time.Hour)
}

// checkWork is the consent, then the results, then those that are to be renewed.
func checkWork(c *Case, cat *catalog.Catalog) []Item {
	var out []Item
	if !c.Consented("check") {
		due := c.ConsentBy(cat)
		if !c.withdrew("check") {
			out = append(out, Item{Code: "give_consent", To: "candidate", Since: c.StageAt, Due: due})
		}
		if _, chased := c.Reminded[consentGroup(c)+"/second"]; chased || c.withdrew("check") {
			out = append(out, Item{Code: "chase_consent", To: "role:hr", Since: c.StageAt, Due: due})
		}
		return append(out, renewWork(c)...)
	}
	for i := range c.Checks {
		if o := &c.Checks[i]; o.Stopped == nil && o.Latest() == nil {
			out = append(out, Item{Code: "record_check", To: "role:hr", Since: c.CheckBegins(o), Due: c.CheckDue(o), Ref: o.ID})
		}
	}
	return append(out, renewWork(c)...)
}

// renewWork is the results that no longer count, since the clock said so.
func renewWork(c *Case) []Item {
	var out []Item
	for i := range c.Checks {
		o := &c.Checks[i]
		if o.Stopped != nil || o.Latest() == nil || !c.checksCount() {
			continue
		}
		if _, over := c.Reminded[renewKey(o)]; over {
			ended := o.Latest().ValidUntil.AddDays(1).Time()
			out = append(out, Item{Code: "renew_check", To: "role:hr", Since: ended, Due: ended, Ref: o.ID})
		}
	}
	return out
}
