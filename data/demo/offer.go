package demo

import (
	"time"

	"ruhang/core/hiring"
)

// offer is the offer stage; false when the story ends in it. It begins with the draft that the workflow made.
func (s *story) offer() bool {
	hr, clear := s.hr(), s.last
	if s.Fate == "draft" {
		return false
	}
	if s.Start == "today" {
		s.do(clear.Add(20*time.Minute), hr, hiring.EditOffer{Start: hiring.DateOf(s.bank.opt.Now)})
	}
	s.do(clear.Add(30*time.Minute), hr, hiring.SubmitOffer{})
	if s.Fate == "approving" {
		return false
	}
	approver := s.bank.actor("approver")
	if s.Fate == "refused" {
		s.do(clear.Add(70*time.Minute), approver, hiring.RefuseOffer{Note: s.bank.words.Refused})
		return false
	}
	took := 150*time.Minute + s.shift/4
	if s.slow {
		took = 6*time.Hour + time.Duration(s.nth%3)*45*time.Minute
	}
	s.do(clear.Add(took-40*time.Minute), approver, hiring.ApproveOffer{})
	if s.Fate == "approved" {
		return false
	}
	issued := clear.Add(took)
	s.do(issued, hr, hiring.IssueOffer{PDF: toDraw})
	return s.answer(issued)
}

// answer is what the candidate makes of the offer.
func (s *story) answer(issued time.Time) bool {
	who, w := s.candidate(), s.bank.words
	switch s.Fate {
	case "live":
		return false
	case "expired":
		s.look(issued.AddDate(0, 0, 9), s.hr())
		s.do(issued.AddDate(0, 0, 9).Add(time.Hour), s.hr(), hiring.DraftOffer{})
		return false
	case "rescinded":
		s.do(issued.Add(20*time.Hour), s.hr(), hiring.RescindOffer{Reason: "rescind_legal_bar", Note: w.Rescinded})
		return false
	}
	s.do(issued.Add(90*time.Minute), who, hiring.ViewOffer{})
	switch s.Fate {
	case "negotiating":
		start := s.c.Offer().Terms.Start.AddDays(14)
		s.do(issued.Add(3*time.Hour), who, hiring.RequestChange{Field: "start", Value: string(start), Note: w.ChangeNote})
		return false
	case "declined":
		reasons := []string{"salary", "location", "other_offer", "family"}
		s.do(issued.Add(26*time.Hour), who, hiring.DeclineOffer{Reason: reasons[s.nth%4], Note: w.Declined})
		return false
	}
	stroke := s.file(hiring.Salary, "signature.png", signature())
	s.do(s.signing(), who, hiring.SignOffer{SHA256: toDraw.SHA256, Stroke: stroke, PDF: toDraw, Agreed: true})
	return true
}

// signing is when the offer is signed: 78 hours after the case was opened, or near it.
func (s *story) signing() time.Time {
	if s.Position != "teller" {
		return s.c.OpenedAt.Add(90*time.Hour + 2*s.shift)
	}
	return s.c.OpenedAt.Add(78*time.Hour + 2*s.shift)
}
