package office

import (
	"context"
	"io"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// CalendarReply is a calendar's answer to an invitation, as its file says it.
type CalendarReply struct {
	UID      string
	Revision int    // SEQUENCE: of which arrangement
	From     string // the answerer's mail address
	Answer   string // accepted, declined, proposed
	Start    time.Time
	End      time.Time
	Note     string
}

// TakeReply records the answer that a calendar's file holds (.ics, from the bank's mailbox): it must be about a round that this account
// sees, to its newest arrangement, and from somebody who was invited. It gives the command that was settled.
func (s *Staff) TakeReply(ctx context.Context, file io.Reader) (hiring.CaseID, hiring.AnswerInvitation, error) {
	var cmd hiring.AnswerInvitation
	reply, err := s.office.intake().Reply(file)
	if err != nil {
		return "", cmd, err
	}
	id, round, ok := EntryRound(reply.UID)
	if !ok {
		return "", cmd, fault.New(fault.Missing, "reply.foreign")
	}
	cmd = hiring.AnswerInvitation{Interview: round, Revision: reply.Revision, Answer: reply.Answer, Start: reply.Start, End: reply.End, Note: reply.Note}
	err = s.office.ports.Store.Read(ctx, func(r Reader) error {
		c, _, _, err := s.reach(r, id)
		if err != nil {
			return fault.New(fault.Missing, "reply.foreign")
		}
		cmd.Who, err = s.office.answerer(r, c, round, reply.From)
		return err
	})
	if err != nil {
		return "", cmd, err
	}
	_, err = s.Do(ctx, id, cmd)
	return id, cmd, err
}

// answerer is who of a round has a mail address.
func (o *Office) answerer(r Reader, c *hiring.Case, round, address string) (string, error) {
	p, err := o.person(r, c.Person)
	if err != nil {
		return "", err
	}
	if p != nil && p.Email != "" && strings.EqualFold(p.Email, address) {
		return "candidate", nil
	}
	accounts, err := o.accountsIn(r)
	if err != nil {
		return "", err
	}
	for _, iv := range c.Interviews {
		for _, member := range iv.Panel {
			if a := accounts[member]; iv.ID == round && a.Email != "" && strings.EqualFold(a.Email, address) {
				return string(member), nil
			}
		}
	}
	return "", fault.New(fault.Invalid, "reply.stranger")
}
