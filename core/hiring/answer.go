package hiring

import (
	"slices"
	"time"

	"ruhang/core/fault"
)

// Reply is what somebody answered to the invitation to a round.
type Reply struct {
	Stamp
	Who      string // "candidate" or an account of the panel
	Revision int    // of the round that was answered to: a later one asks anew
	Answer   string // accepted, declined, proposed
	Start    time.Time
	End      time.Time
	Note     string
}

// The answers to an invitation, as calendars have them (RFC 5546: ACCEPTED, DECLINED, COUNTER).
const (
	AnswerAccepted = "accepted"
	AnswerDeclined = "declined"
	AnswerProposed = "proposed"
)

// AnswerInvitation records an answer: HR for anybody, by hand or from a reply file; a panel member and the candidate for themselves.
type AnswerInvitation struct {
	Interview string    `json:"interview"`
	Revision  int       `json:"revision"` // that was answered to
	Who       string    `json:"who"`
	Answer    string    `json:"answer"`
	Start     time.Time `json:"start,omitzero"` // of a proposal
	End       time.Time `json:"end,omitzero"`
	Note      string    `json:"note,omitempty"`
}

// InvitationAnswered is that.
type InvitationAnswered AnswerInvitation

func (AnswerInvitation) Name() string     { return "answer_invitation" }
func (AnswerInvitation) Nature() Nature   { return Decisive }
func (InvitationAnswered) Wire() string   { return "invitation_answered.1" }
func (e InvitationAnswered) Class() Class { return Basic }

// ReplyOf is somebody's last answer to the round as it stands now; nil when there is none.
func (iv *Interview) ReplyOf(who string) *Reply {
	for i := len(iv.Replies) - 1; i >= 0; i-- {
		if a := &iv.Replies[i]; a.Who == who && a.Revision == iv.Revision {
			return a
		}
	}
	return nil
}

func (cmd AnswerInvitation) decide(c *Case, env Env) ([]Body, error) {
	i := c.interview(cmd.Interview)
	if i < 0 {
		return nil, missing("interview", "interview")
	}
	iv := &c.Interviews[i]
	switch {
	case iv.State != Planned:
		return nil, fault.New(fault.Refused, "interview.not_planned", "state", string(iv.State))
	case cmd.Revision != iv.Revision:
		return nil, fault.New(fault.Refused, "answer.old", "found", count(cmd.Revision), "expected", count(iv.Revision))
	case cmd.Who != "candidate" && !slices.Contains(iv.Panel, AccountID(cmd.Who)):
		return nil, fault.New(fault.Invalid, "answer.nobody", "field", "who")
	case !slices.Contains([]string{AnswerAccepted, AnswerDeclined, AnswerProposed}, cmd.Answer):
		return nil, fault.New(fault.Invalid, "field.choose", "field", "answer")
	case !env.Who.Is("hr") && env.Who.Account != System && !cmd.own(env):
		return nil, fault.New(fault.Denied, "answer.others")
	}
	if cmd.Answer != AnswerProposed {
		cmd.Start, cmd.End = time.Time{}, time.Time{}
	} else if cmd.Start.IsZero() || !cmd.End.After(cmd.Start) {
		return nil, fault.New(fault.Invalid, "interview.end_before_start", "field", "end")
	}
	cmd.Start, cmd.End = utc(cmd.Start), utc(cmd.End)
	if last := iv.ReplyOf(cmd.Who); last != nil && last.Answer == cmd.Answer && last.Start.Equal(cmd.Start) && last.End.Equal(cmd.End) && last.Note == cmd.Note {
		return nil, nil
	}
	return []Body{InvitationAnswered(cmd)}, nil
}

// own says that somebody answers for themselves.
func (cmd AnswerInvitation) own(env Env) bool {
	return cmd.Who == "candidate" && env.Who.Is("candidate") || cmd.Who != "candidate" && env.Who.Holds(AccountID(cmd.Who))
}

// utc keeps the zero time what it is.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

func (e InvitationAnswered) apply(c *Case, at Stamp) {
	c.changeInterview(e.Interview, func(iv *Interview) {
		iv.Replies = add(iv.Replies, Reply{Stamp: at, Who: e.Who, Revision: e.Revision, Answer: e.Answer, Start: e.Start, End: e.End, Note: e.Note})
	})
}

// answered tells HR of an answer that asks for something: a no, or another time.
func answered(c *Case, e InvitationAnswered, at Stamp) []Command {
	if e.Answer == AnswerAccepted {
		return nil
	}
	i := c.interview(e.Interview)
	if i < 0 {
		return nil
	}
	who := "account:" + e.Who
	if e.Who == "candidate" {
		who = "term:candidate"
	}
	params := map[string]string{"interview_time": instant(c.Interviews[i].Start), "item": e.Interview, "interviewer": who}
	template := "invitation_declined_hr"
	if e.Answer == AnswerProposed {
		template, params["deadline"] = "invitation_proposed_hr", instant(e.Start)
	}
	return []Command{Notify{To: "role:hr", Template: template, Cause: "answer/" + e.Interview + "/" + count(e.Revision) + "/" + e.Who + "/" + instant(at.At), Params: params}}
}
