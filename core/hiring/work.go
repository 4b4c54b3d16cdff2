package hiring

import (
	"slices"
	"time"

	"ruhang/core/catalog"
)

// Item is a piece of work (待办) that waits for somebody: whose it is, since when, until when.
type Item struct {
	Code  string    // what is to be done: translation key "work.<code>"
	To    string    // an account's id or "role:hr"
	Since time.Time // UTC
	Due   time.Time // zero: no clock
	Ref   string    // what it is about inside the case: an interview's id, an offer's version
}

// Class is the compartment of what the work is about: who may not see flags does not learn from the work list that there are any.
func (i Item) Class() Class {
	if i.Code == "clear_flag" || i.Code == "explain" {
		return Background
	}
	return Basic
}

// Work is everything that waits for a person in the case: the work list and the stuck-work list are made of it.
func Work(c *Case, cat *catalog.Catalog) []Item {
	var out []Item
	item := func(code, to string, since, due time.Time, ref string) {
		out = append(out, Item{Code: code, To: to, Since: since, Due: due, Ref: ref})
	}
	out = append(out, erasureWork(c, cat)...)
	out = append(out, deliveryWork(c)...)
	if n := len(c.Reviews); n > 0 && c.Reviews[n-1].Answered == nil {
		item("answer_review", "role:hr", c.Reviews[n-1].At, c.ReviewBy(cat), "")
	}
	if c.Status == Waiting {
		item("confirm_fail", "role:hr", c.ReceivedAt, time.Time{}, "")
	}
	stage := c.PlanStage(cat)
	if c.Status != Open || stage == nil {
		return out
	}
	due := c.StageAt.AddDate(0, 0, stage.Days)
	switch stage.ID {
	case "assessment":
		if c.CV == nil {
			item("attach_cv", "role:hr", c.StageAt, due, "")
		}
	case "interview":
		out = append(out, interviewWork(c, cat, due)...)
	case "check":
		out = append(out, checkWork(c, cat)...)
	case "offer":
		out = append(append(out, offerWork(c, cat, due)...), renewWork(c)...)
	case "onboarding":
		out = append(append(out, onboardingWork(c)...), chaseMaterials(c, cat)...)
	case "probation":
		out = append(out, probationWork(c)...)
	}
	if ready(c, stage, false) == nil && !stage.Gate.Auto {
		item("pass_gate", "role:"+first(stage.Gate.Roles), c.StageAt, due, stage.ID)
	}
	for _, f := range c.Flags {
		if f.ClearedBy == "" {
			item("clear_flag", "role:compliance", f.At, time.Time{}, f.ID)
		}
	}
	for _, v := range c.ToVerify {
		if v.ExplainedBy == "" {
			item("explain", "role:hr", v.At, time.Time{}, v.ID)
		}
	}
	return out
}

func first(roles []string) string {
	if len(roles) == 0 {
		return "hr"
	}
	return roles[0]
}

func interviewWork(c *Case, cat *catalog.Catalog, due time.Time) []Item {
	var out []Item
	if !slices.ContainsFunc(c.Interviews, func(iv Interview) bool { return iv.State == Planned }) {
		return []Item{{Code: "plan_interview", To: "role:hr", Since: c.StageAt, Due: due}}
	}
	for i := range c.Interviews {
		if iv := &c.Interviews[i]; iv.State == Planned && len(c.uninvited(iv)) > 0 { // it is on the list of what is stuck before it is too late (Z-30)
			out = append(out, Item{Code: "send_invitation", To: "role:hr", Since: iv.Arranged, Due: iv.Start, Ref: iv.ID})
		}
	}
	for _, iv := range c.Interviews {
		for _, p := range iv.Panel {
			if iv.State == Planned && iv.CardOf(p) == nil {
				late := Item{Code: "submit_scorecard", To: string(p), Since: iv.Start, Due: iv.Deadline(cat.Bank.ScoreHours), Ref: iv.ID}
				out = append(out, late)
				if _, escalated := c.Reminded[scoreGroup(&iv, p)+"/escalated"]; escalated { // now HR's work too (Z-28)
					late.To = "role:hr"
					out = append(out, late)
				}
			}
		}
	}
	return out
}

func offerWork(c *Case, cat *catalog.Catalog, due time.Time) []Item {
	o := c.Offer()
	if o == nil {
		return []Item{{Code: "draft_offer", To: "role:hr", Since: c.StageAt, Due: due}}
	}
	ref := count(o.Version)
	switch o.State {
	case OfferDraft, OfferRefused, OfferExpired:
		return []Item{{Code: "submit_offer", To: "role:hr", Since: o.DraftedAt, Due: due, Ref: ref}}
	case OfferApproving:
		return []Item{{Code: "approve_offer", To: "role:approver", Since: o.Submitted.At, Due: due, Ref: ref}}
	case OfferApproved:
		return []Item{{Code: "issue_offer", To: "role:hr", Since: o.Approved.At, Due: due, Ref: ref}}
	case OfferNegotiating:
		return []Item{{Code: "answer_change", To: "role:hr", Since: o.Change.At, Due: o.AnswerBy(cat), Ref: ref}}
	case OfferIssued, OfferViewed:
		return []Item{{Code: "sign_offer", To: "candidate", Since: o.Issued.At, Due: o.ExpiresAt, Ref: ref}}
	}
	return nil
}

func onboardingWork(c *Case) []Item {
	var out []Item
	o := c.Offer()
	if o == nil {
		return nil
	}
	start := o.Terms.Start.Time()
	for _, m := range c.Materials {
		switch m.State {
		case Submitted:
			out = append(out, Item{Code: "answer_material", To: "role:hr", Since: m.Last().At, Due: start, Ref: m.ID})
		case Awaited, Returned:
			if m.Settled() {
				continue
			}
			out = append(out, Item{Code: "submit_material", To: "candidate", Since: c.StageAt, Due: start, Ref: m.ID})
		}
	}
	if _, done := c.Tasks["onboarding/insurance"]; !done && c.materialsComplete() {
		out = append(out, Item{Code: "register_insurance", To: "role:hr", Since: c.StageAt, Due: start})
	}
	if c.Desk == "" {
		out = append(out, Item{Code: "assign_desk", To: "role:hr", Since: c.StageAt, Due: start})
	}
	if !c.Team.Ready() {
		out = append(out, Item{Code: "set_team", To: "role:hr", Since: c.StageAt, Due: start})
	}
	if c.CheckIn == nil {
		out = append(out, Item{Code: "check_in", To: "candidate", Since: start, Due: start.Add(9 * time.Hour)})
	}
	return append(out, absenceWork(c)...)
}

func probationWork(c *Case) []Item {
	var out []Item
	if c.Probation == nil {
		return nil
	}
	for _, r := range c.Probation.Reviews {
		if r.Done == nil {
			out = append(out, Item{Code: "review_probation", To: "role:hr", Since: r.Due.AddDays(-7).Time(), Due: r.Due.AddDays(1).Time(), Ref: r.ID})
		}
	}
	return out
}
