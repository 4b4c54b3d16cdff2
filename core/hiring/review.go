package hiring

import (
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// ReviewBy is until when the newest request for a human review wants its answer; the zero time when none is open.
func (c *Case) ReviewBy(cat *catalog.Catalog) time.Time {
	n := len(c.Reviews)
	if n == 0 || c.Reviews[n-1].Answered != nil {
		return time.Time{}
	}
	return c.Reviews[n-1].At.Add(time.Duration(cat.Privacy.ReviewHours) * time.Hour)
}

// failConfirmed says whether the case ended because somebody confirmed a failed AI interview.
func (c *Case) failConfirmed() bool { return c.Status == Rejected && c.OpenedAt.IsZero() }

// reviewClocks remind HR of a human review half way, tell it and compliance at the deadline, and compliance again a day later
// (PIPL Art. 24).
func reviewClocks(c *Case, env Env) []Clock {
	by := c.ReviewBy(env.Catalog)
	if by.IsZero() {
		return nil
	}
	group := "human-review/" + count(len(c.Reviews))
	params := map[string]string{"deadline": instant(by)}
	say := func(kind, to, template string) Notify {
		return Notify{To: to, Template: template, Cause: group + "/" + kind + "/" + to, Params: params}
	}
	half := c.Reviews[len(c.Reviews)-1].At.Add(time.Duration(env.Catalog.Privacy.ReviewHours) * time.Hour / 2)
	return []Clock{
		{At: half, Key: group + "/first", Group: group, Rule: "review_first", Notify: []Notify{say("first", "role:hr", "human_review_reminder")}},
		{At: by, Key: group + "/late", Group: group, Rule: "review_late", Notify: []Notify{say("late", "role:hr", "human_review_late"), say("late", "role:compliance", "human_review_late")}},
		{At: by.Add(24 * time.Hour), Key: group + "/escalated", Group: group, Rule: "review_escalated", Notify: []Notify{say("escalated", "role:compliance", "human_review_late")}},
	}
}

// mayAnswer refuses an answer by who took the decision that is looked at again: a review by the same eyes is none.
func (c *Case) mayAnswer(env Env) error {
	if c.failConfirmed() && c.ClosedBy == env.Who.Account {
		return fault.New(fault.Denied, "review.same_person")
	}
	return nil
}
