package hiring

import (
	"slices"
	"strings"
	"time"
)

// Clock is an instant at which the case owes something.
type Clock struct {
	At     time.Time
	Key    string   // acted on once
	Rule   string   // the line of Rules that it is
	Group  string   // of several due clocks of a group only the latest speaks; the others are recorded as missed
	Notify []Notify // what it says
	Do     Command  // what it does instead of saying something
}

// Due is what the clock owes at env.Now: reminders, escalations, expiries. Late is right: after nothing was running, only
// the latest due clock of each group speaks (china.md § 9.4).
func Due(c *Case, env Env) []Command {
	groups := map[string][]Clock{}
	var order []string
	for _, k := range Clocks(c, env) {
		if k.At.After(env.Now) {
			continue
		}
		if _, seen := groups[k.Group]; !seen {
			order = append(order, k.Group)
		}
		groups[k.Group] = append(groups[k.Group], k)
	}
	var out []Command
	for _, g := range order {
		due := groups[g]
		slices.SortStableFunc(due, func(a, b Clock) int { return a.At.Compare(b.At) })
		last := due[len(due)-1]
		if last.Do != nil {
			out = append(out, last.Do)
			continue
		}
		var missed []string
		for _, k := range due[:len(due)-1] {
			missed = append(missed, k.Key)
		}
		out = append(out, Remind{Key: last.Key, Missed: missed, Notify: last.Notify})
	}
	return out
}

// NextDue is the next instant at which the case owes something; the zero time when never.
func NextDue(c *Case, env Env) time.Time {
	var next time.Time
	for _, k := range Clocks(c, env) {
		if next.IsZero() || k.At.Before(next) {
			next = k.At
		}
	}
	return next
}

// Clocks are all instants that the case still owes something at, acted on or not yet reached; done ones are left out.
func Clocks(c *Case, env Env) []Clock {
	if c.Status == Erased {
		return nil
	}
	all := reviewClocks(c, env) // the right to a human review does not end with the case
	if c.Status == Open {
		all = append(all, openClocks(c, env)...)
	}
	return slices.DeleteFunc(all, func(k Clock) bool { _, done := c.Reminded[k.Key]; return done })
}

// openClocks are those that run while the case is open.
func openClocks(c *Case, env Env) []Clock {
	return slices.Concat(readClocks(c, env), scoreClocks(c, env), checkClocks(c, env), endingClocks(c, env), offerClocks(c, env),
		materialClocks(c, env), absenceClocks(c), probationClocks(c, env))
}

// readLead is how long before an interview its interviewers are told that they have not read the AI report.
const readLead = 2 * time.Hour

// readClocks remind interviewers of the unread AI report before the start (B-05); later the clock only falls silent.
func readClocks(c *Case, env Env) []Clock {
	var out []Clock
	for _, iv := range c.Interviews {
		if iv.State != Planned {
			continue
		}
		for _, p := range iv.Panel {
			if _, read := c.ReportReads[p]; read || iv.CardOf(p) != nil {
				continue
			}
			key := "read/" + iv.ID + "/" + count(iv.Revision) + "/" + string(p)
			k := Clock{At: iv.Start.Add(-readLead), Key: key, Group: key, Rule: "report_unread"}
			if env.Now.Before(iv.Start) {
				k.Notify = []Notify{{To: string(p), Template: "report_unread", Cause: key, Params: map[string]string{"interview_time": instant(iv.Start)}}}
			}
			out = append(out, k)
		}
	}
	return out
}

// scoreClocks are first reminder at the scheduled end, second at the deadline with HR told, escalation a day later
// (Z-27, Z-28); idempotent per revision, interviewer and kind.
func scoreClocks(c *Case, env Env) []Clock {
	hours := env.Catalog.Bank.ScoreHours
	var out []Clock
	for _, iv := range c.Interviews {
		if iv.State != Planned {
			continue
		}
		deadline := iv.Deadline(hours)
		for _, p := range iv.Panel {
			if iv.CardOf(p) != nil {
				continue
			}
			group := scoreGroup(&iv, p)
			params := map[string]string{"deadline": instant(deadline), "interview_time": instant(iv.Start), "interviewer": "account:" + string(p)}
			say := func(kind string, to ...string) []Notify {
				var ns []Notify
				for i := 0; i+1 < len(to); i += 2 {
					ns = append(ns, Notify{To: to[i], Template: to[i+1], Cause: group + "/" + kind + "/" + to[i], Params: params})
				}
				return ns
			}
			out = append(out,
				Clock{At: iv.End, Key: group + "/first", Group: group, Rule: "score_first", Notify: say("first", string(p), "score_reminder")},
				Clock{At: deadline, Key: group + "/second", Group: group, Rule: "score_second", Notify: say("second", string(p), "score_second", "role:hr", "score_late_hr")},
				Clock{At: deadline.Add(24 * time.Hour), Key: group + "/escalated", Group: group, Rule: "score_escalated", Notify: say("escalated", "role:hr", "score_escalated")})
		}
	}
	return out
}

// scoreGroup names the reminders of one interviewer for one revision of a round.
func scoreGroup(iv *Interview, p AccountID) string {
	return "score/" + iv.ID + "/" + count(iv.Revision) + "/" + string(p)
}

// probationClocks remind HR before the last day, and never after it (Y-09).
func probationClocks(c *Case, env Env) []Clock {
	p := c.Probation
	pos := env.Catalog.Positions[c.Position]
	if p == nil || pos == nil {
		return nil
	}
	over := !env.Now.Before(p.End.AddDays(1).Time())
	say := func(n Notify) []Notify {
		if over { // the clock is put down as missed, and says nothing
			return nil
		}
		return []Notify{n}
	}
	var out []Clock
	for _, days := range pos.Probation.RemindDays {
		at := p.End.AddDays(-days).Time().Add(9 * time.Hour)
		key := "probation/" + count(days)
		out = append(out, Clock{At: at, Key: key, Group: "probation", Rule: "probation_due", Notify: say(Notify{To: "role:hr", Template: "probation_due", Cause: key,
			Params: map[string]string{"days": count(days), "date": string(p.End)}})})
	}
	for _, r := range p.Reviews {
		if r.Done == nil {
			key := "review/" + strings.ToLower(r.ID)
			out = append(out, Clock{At: r.Due.Time().Add(9 * time.Hour), Key: key, Group: key, Rule: "probation_review", Notify: say(Notify{To: "role:hr",
				Template: "probation_review", Cause: key, Params: map[string]string{"review": "review:" + r.ID, "date": string(r.Due)}})})
		}
	}
	return out
}
