package hiring

import (
	"time"

	"ruhang/core/catalog"
)

// offerClocks are what an offer that is out owes: to the candidate while it is theirs to answer, to the bank while it is the bank's.
func offerClocks(c *Case, env Env) []Clock {
	o := c.Offer()
	switch {
	case o == nil:
		return nil
	case o.Live():
		return lapseClocks(o)
	case o.State == OfferNegotiating:
		return answerClocks(o, env.Catalog)
	}
	return nil
}

// lapseClocks warn a day before the end, and end it.
func lapseClocks(o *Offer) []Clock {
	key := "offer/" + count(o.Version)
	if o.Extended > 0 { // another end is another clock
		key += "/" + count(o.Extended)
	}
	return []Clock{
		{At: o.ExpiresAt.Add(-24 * time.Hour), Key: key + "/expiring", Group: key, Rule: "offer_expiring", Notify: []Notify{{To: "candidate", Template: "offer_expiring",
			Cause: key + "/expiring", Params: map[string]string{"expires": instant(o.ExpiresAt)}}}},
		{At: o.ExpiresAt.Add(time.Second), Key: key + "/expired", Group: key, Rule: "offer_expired", Do: ExpireOffer{}},
	}
}

// AnswerBy is until when the bank owes the answer to a wish.
func (o *Offer) AnswerBy(cat *catalog.Catalog) time.Time {
	return o.Change.At.Add(time.Duration(cat.Bank.AnswerHours) * time.Hour)
}

// answerClocks remind HR of a wish nobody answers, and a day later those who approve offers as well. The offer does not lapse
// meanwhile: on the day it would have, the candidate is told so. Idempotent per version, wish and kind (china.md § 9.4).
func answerClocks(o *Offer, cat *catalog.Catalog) []Clock {
	group, due := "change/"+count(o.Version)+"/"+instant(o.Change.At), o.AnswerBy(cat)
	say := func(kind, template string, to ...string) []Notify {
		var ns []Notify
		for _, t := range to {
			ns = append(ns, Notify{To: t, Template: template, Cause: group + "/" + kind + "/" + t, Params: map[string]string{"deadline": instant(due)}})
		}
		return ns
	}
	return []Clock{
		{At: due, Key: group + "/due", Group: group, Rule: "change_due", Notify: say("due", "offer_change_waiting", "role:hr")},
		{At: due.Add(24 * time.Hour), Key: group + "/escalated", Group: group, Rule: "change_escalated", Notify: say("escalated", "offer_change_escalated", "role:hr", "role:approver")},
		{At: o.ExpiresAt, Key: group + "/rests", Group: group + "/rests", Rule: "change_rests", Notify: say("rests", "offer_rests", "candidate")},
	}
}
