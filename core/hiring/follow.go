package hiring

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Follow is what the workflow does by itself after an event: the case is the one after it. Every command here is given
// by System and decided like any other; the rules page of the settings tells people the same list.
func Follow(c *Case, env Env, e Event) []Command {
	switch b := e.Body.(type) {
	case ReportReceived:
		return []Command{OpenCase{}, Screen{}}
	case CaseOpened:
		if c.told("rejected") { // a human review opened it again
			return []Command{DrawKit{}, Notify{To: "candidate", Template: "case_reopened", Cause: "reopened/" + instant(e.At)}}
		}
		return []Command{DrawKit{}}
	case CVAttached:
		return []Command{Screen{}, DrawKit{}}
	case StageEntered:
		return entered(c, b)
	case Found:
		return []Command{foundMessage(b), DrawKit{}}
	case InterviewPlanned:
		return invite(c, b.ID, "invitation")
	case InterviewMoved:
		return invite(c, b.Interview, "interview_moved")
	case InterviewCancelled:
		return invite(c, b.Interview, "interview_cancelled")
	case InvitationAnswered:
		return answered(c, b, e.Stamp)
	case MessageFailed:
		return unsent(c, b.Message)
	case MessageBounced:
		return unsent(c, b.Message)
	case ConsentAgreed:
		return given(c)
	case ConsentTakenBack:
		return withdrawn(c, env, b.Purpose, e.Stamp)
	case ConsentLapsed:
		return again(b, e.Stamp)
	case FlagCleared, GapExplained:
		return gateByItself(c)
	case CheckTracked:
		return tracked(c, b)
	case InterestsDeclared:
		return declaredAnew(c)
	case CheckReported:
		return append([]Command{Screen{}}, gateByItself(c)...)
	case MaterialSubmitted:
		return material(b)
	case MaterialReturned:
		return []Command{Notify{To: "candidate", Template: "material_returned", Cause: "returned/" + b.Material + "/" + count(tries(c, b.Material)),
			Params: map[string]string{"item": "material:" + b.Material, "reason": "reason:" + b.Reason}}}
	case TeamSet, DeskAssigned:
		return welcome()
	case Arrived:
		return append(append(welcome(), gateByItself(c)...), Notify{To: "role:hr", Template: "checkin_hr", Cause: "checkin"})
	case NewcomerAbsent:
		return []Command{Notify{To: "candidate", Template: "absence", Cause: "absence", Params: map[string]string{"reason": "reason:" + b.Reason,
			"start_date": string(c.Offer().Terms.Start)}}}
	case ErasureRequested:
		to := "role:compliance"
		if b.Asked {
			to = "role:hr"
		}
		return []Command{Notify{To: to, Template: "erasure_request", Cause: "erasure/" + instant(e.At)}}
	case ErasureRefused:
		return []Command{Notify{To: "candidate", Template: "erasure_refused", Cause: "erasure-no/" + instant(e.At), Params: map[string]string{"reason": b.Note}}}
	case ReviewRequested:
		return []Command{Notify{To: "role:hr", Template: "human_review_request", Cause: "review/" + count(len(c.Reviews))}}
	case ReviewAnswered:
		return []Command{Notify{To: "candidate", Template: "human_review_answer", Cause: "review-answer/" + count(len(c.Reviews))}}
	case CaseRejected, FailConfirmed:
		return []Command{Notify{To: "candidate", Template: "rejected", Cause: "rejected"}}
	case ProbationConfirmed:
		return []Command{Notify{To: "candidate", Template: "probation_confirmed", Cause: "confirmed"}}
	case ProbationEnded:
		return []Command{Notify{To: "candidate", Template: "probation_ended", Cause: "ended",
			Params: map[string]string{"date": string(DateOf(e.At)), "reason": "reason:" + b.Reason}}}
	}
	return offerFollows(c, e.Body)
}

func entered(c *Case, e StageEntered) []Command {
	switch e.Stage {
	case "check":
		return []Command{OrderChecks{}, Notify{To: "candidate", Template: "consent_request", Cause: "consent"}, Screen{}}
	case "offer":
		return []Command{DraftOffer{}}
	case "probation":
		return []Command{StartProbation{}}
	}
	return nil
}

// foundMessage tells HR of a finding, and says nothing of what it is: who may read it sees it in the case.
func foundMessage(e Found) Notify {
	template := "to_verify"
	if e.Flag {
		template = "check_risk"
	}
	return Notify{To: "role:hr", Template: template, Cause: "found/" + e.ID}
}

// invite tells the candidate and every interviewer (Z-26): two kinds of words, the same time and place.
func invite(c *Case, id, template string) []Command {
	i := c.interview(id)
	if i < 0 {
		return nil
	}
	iv := c.Interviews[i]
	params := map[string]string{"interview_time": instant(iv.Start), "interview_place": iv.Place,
		"minutes": count(int(iv.End.Sub(iv.Start).Minutes())), "item": iv.ID, "revision": count(iv.Revision)}
	cause := template + "/" + iv.ID + "/" + count(iv.Revision)
	out := []Command{Notify{To: "candidate", Template: template + "_candidate", Cause: cause + "/candidate", Params: params}}
	told := c.asInterviewer(iv.ID)
	for _, p := range iv.Panel {
		words := template
		if _, known := told[p]; template == "interview_moved" && !known {
			words = "invitation" // new on the panel
		}
		out = append(out, Notify{To: string(p), Template: words + "_interviewer", Cause: cause + "/" + string(p), Params: params})
	}
	for _, p := range slices.Sorted(maps.Keys(told)) {
		if last := told[p]; !slices.Contains(iv.Panel, p) && last.Template != "interview_cancelled_interviewer" {
			out = append(out, Notify{To: string(p), Template: "interview_cancelled_interviewer", Cause: cause + "/" + string(p),
				Params: with(last.Params, "revision", count(iv.Revision))}) // newer than the entry that it takes away
		}
	}
	return out
}

// uninvited is what should have been said of a round as it is arranged now, and was not: its message could not be made.
func (c *Case) uninvited(iv *Interview) []Command {
	template := "invitation"
	if iv.Revision > 1 {
		template = "interview_moved"
	}
	return slices.DeleteFunc(invite(c, iv.ID, template), func(cmd Command) bool { return c.told(cmd.(Notify).Cause) })
}

// Uninvited is what should have been said of the rounds that are still to come, and was not.
func Uninvited(c *Case, now time.Time) []Command {
	var out []Command
	for i := range c.Interviews {
		if iv := &c.Interviews[i]; iv.State == Planned && iv.Start.After(now) {
			out = append(out, c.uninvited(iv)...)
		}
	}
	return out
}

// asInterviewer is the last message about a round to everybody who is or was on its panel.
func (c *Case) asInterviewer(round string) map[AccountID]Message {
	told := map[AccountID]Message{}
	for _, m := range c.Messages {
		if strings.HasSuffix(m.Template, "_interviewer") && m.Params["item"] == round {
			told[AccountID(m.To)] = m
		}
	}
	return told
}

// gateByItself tries the gate of the case's stage; Decide refuses it where a person must decide or something is open.
func gateByItself(c *Case) []Command { return []Command{PassGate{Stage: c.Stage, Outcome: Pass}} }

func material(e MaterialSubmitted) []Command {
	for _, v := range e.Verdicts {
		if v.Must && !v.OK {
			return []Command{ReturnMaterial{Material: e.Material, Reason: "rule_failed", Note: v.Code}}
		}
	}
	return []Command{Notify{To: "role:hr", Template: "material_submitted_hr", Cause: "material/" + e.Material + "/" + e.File.ID,
		Params: map[string]string{"item": "material:" + e.Material}}}
}

func tries(c *Case, material string) int {
	if i := c.material(material); i >= 0 {
		return len(c.Materials[i].Tries)
	}
	return 0
}

func welcome() []Command {
	out := make([]Command, len(WelcomeActions))
	for i, a := range WelcomeActions {
		out[i] = DoWelcome{Action: a}
	}
	return out
}

// offerFollows is what an offer's events lead to.
func offerFollows(c *Case, b Body) []Command {
	o := c.Offer()
	if o == nil {
		return nil
	}
	key := "/" + count(o.Version)
	hr := func(template string, params map[string]string) []Command {
		return []Command{Notify{To: "role:hr", Template: template, Cause: template + key, Params: params}}
	}
	candidate := func(template string, params map[string]string) []Command {
		return []Command{Notify{To: "candidate", Template: template, Cause: template + key + "/candidate", Params: params}}
	}
	switch b := b.(type) {
	case OfferSubmitted:
		if o.State != OfferApproving {
			return nil
		}
		return []Command{Notify{To: "role:approver", Template: "offer_to_approve", Cause: "approve" + key + "/" + instant(o.Submitted.At)}}
	case OfferApprovedBy:
		key += "/" + instant(o.Approved.At) // a version may be approved, edited and approved again
		return hr("offer_approved", nil)
	case OfferRefusedBy:
		key += "/" + instant(o.Submitted.At)
		return hr("offer_rejected", map[string]string{"reason": b.Note})
	case OfferSent:
		return candidate("offer_issued", map[string]string{"expires": instant(b.ExpiresAt)})
	case ChangeRequested:
		key += "/" + instant(o.Change.At) // a version may be asked about more than once
		return hr("offer_change_requested", map[string]string{"field": "term:" + b.Field, "old": b.Old, "new": b.Value})
	case ChangeAnswered:
		if b.Accept {
			return candidate("offer_change_accepted", nil)
		}
		key += "/" + instant(o.Change.At)
		return candidate("offer_change_declined", map[string]string{"reason": b.Note, "expires": instant(o.ExpiresAt)})
	case OfferAccepted:
		return append([]Command{IssueGuide{}, Notify{To: "candidate", Template: "guide", Cause: "guide"},
			Notify{To: "candidate", Template: "notice_start", Cause: "notice_start", Params: map[string]string{"start_date": string(o.Terms.Start)}}},
			append(hr("offer_signed_hr", nil), gateByItself(c)...)...)
	case OfferTurnedDown:
		return hr("offer_declined_hr", map[string]string{"reason": "reason:" + b.Reason})
	case OfferLapsed:
		return append(hr("offer_expired", nil), candidate("offer_expired", nil)...)
	case OfferTakenBack:
		return candidate("offer_rescinded", map[string]string{"reason": "reason:" + b.Reason})
	}
	return nil
}
