package model

import (
	"slices"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// ReplyLine is what somebody answered to the invitation to a round as it stands now.
type ReplyLine struct {
	Who  string // name
	Says string
	Tone Tone
	Note string
}

// replyTones are the tones of answers; one that asks for something needs a person.
var replyTones = map[string]Tone{hiring.AnswerAccepted: Good, hiring.AnswerDeclined: Bad, hiring.AnswerProposed: Urgent}

// invited are who was invited to a round: the candidate, and the panel.
func invited(iv hiring.Interview) []string {
	out := []string{"candidate"}
	for _, member := range iv.Panel {
		out = append(out, string(member))
	}
	return out
}

// replies are the answers to a round's invitations, and who may be answered for.
func (r Reader) replies(f *office.CaseFile, iv hiring.Interview, out *CaseRound) {
	if iv.State != hiring.Planned {
		return
	}
	out.Revision = iv.Revision
	for _, who := range invited(iv) {
		line := ReplyLine{Who: r.Answerer(f, who), Says: r.Say("answer.none")}
		if a := iv.ReplyOf(who); a != nil {
			line.Says, line.Tone, line.Note = r.Say("answer.is."+a.Answer, "time", r.Moment(a.Start)), replyTones[a.Answer], a.Note
		}
		out.Replies = append(out.Replies, line)
		if f.May(hiring.AnswerInvitation{Interview: iv.ID, Revision: iv.Revision, Who: who, Answer: hiring.AnswerAccepted}) == nil {
			out.MayAnswer = append(out.MayAnswer, Choice{Value: who, Label: line.Who})
		}
	}
	if !slices.ContainsFunc(out.Replies, func(l ReplyLine) bool { return l.Tone != Plain }) && len(out.MayAnswer) == 0 {
		out.Replies = nil // nothing to show and nothing to do
	}
}
