package hiring

import (
	"strings"
	"time"

	"ruhang/core/fault"
)

// ReportAbsence says that who signed has not come (已毁约, china.md § 9.1): a named human's word, after the first day, once they
// tried to reach the newcomer. Who is merely late checks in as ever.
type ReportAbsence struct {
	Reason string `json:"reason"`
	Note   string `json:"note"` // how it was tried to reach them
}

// NewcomerAbsent is that: it ends the signed offer and the case. The case counts as withdrawn: the bank kept its word, and a hire that never
// was must stand in no figure of hires or of the first months.
type NewcomerAbsent ReportAbsence

func (ReportAbsence) Name() string   { return "report_absence" }
func (ReportAbsence) Nature() Nature { return Decisive }
func (NewcomerAbsent) Wire() string  { return "offer_reneged.1" }
func (NewcomerAbsent) Class() Class  { return Basic }

func (cmd ReportAbsence) decide(c *Case, env Env) ([]Body, error) {
	if env.Who.Account == System {
		return nil, fault.New(fault.Denied, "report.human_only")
	}
	if c.CheckIn != nil {
		return nil, fault.New(fault.Refused, "absence.is_here", "date", string(c.CheckIn.On))
	}
	if !c.Signed() {
		return nil, fault.New(fault.Refused, "checkin.not_signed")
	}
	if start := c.Offer().Terms.Start; DateOf(env.Now) <= start {
		return nil, fault.New(fault.Refused, "absence.too_early", "date", string(start))
	}
	if err := reason(env, "absence", cmd.Reason); err != nil {
		return nil, err
	}
	if strings.TrimSpace(cmd.Note) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	}
	return []Body{NewcomerAbsent(cmd)}, nil
}

func (e NewcomerAbsent) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.EndedAt, o.EndReason = OfferReneged, at.At, e.Reason })
	c.close(Withdrawn, at, e.Reason, e.Class())
}

// absenceClocks tell HR on the morning after the first day that nobody came.
func absenceClocks(c *Case) []Clock {
	if c.Stage != "onboarding" || !c.Signed() || c.CheckIn != nil {
		return nil
	}
	start := c.Offer().Terms.Start
	key := absenceKey(c)
	return []Clock{{At: start.AddDays(1).Time().Add(9 * time.Hour), Key: key, Group: key, Rule: "absence", Notify: []Notify{{To: "role:hr", Template: "newcomer_absent",
		Cause: key, Params: map[string]string{"start_date": string(start)}}}}}
}

func absenceKey(c *Case) string { return "absent/" + count(c.Offer().Version) }

// absenceWork is HR's from that morning on: to reach the newcomer, and to check them in or say that they do not come.
func absenceWork(c *Case) []Item {
	at, noted := c.Reminded[absenceKey(c)]
	if !noted || c.CheckIn != nil {
		return nil
	}
	return []Item{{Code: "report_absence", To: "role:hr", Since: at, Due: DateOf(at).AddDays(1).Time()}}
}
