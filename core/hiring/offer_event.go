package hiring

import (
	"time"
)

// OfferDrafted is a draft: version 1, or a newer one.
type OfferDrafted struct {
	Version    int   `json:"version"`
	Terms      Terms `json:"terms"`
	Basis      Basis `json:"basis"`
	FromChange bool  `json:"from_change,omitempty"`
}

// OfferEdited is the draft as changed.
type OfferEdited struct {
	Terms Terms `json:"terms"`
	Basis Basis `json:"basis"`
}

// OfferSubmitted is that.
type OfferSubmitted struct{}

// OfferApprovedBy is that.
type OfferApprovedBy ApproveOffer

// OfferRefusedBy is that.
type OfferRefusedBy RefuseOffer

// OfferSent is that.
type OfferSent struct {
	PDF       FileRef   `json:"pdf"`
	ExpiresAt time.Time `json:"expires_at"`
}

// OfferOpened is that.
type OfferOpened struct{}

// ChangeRequested is that, with the value before.
type ChangeRequested struct {
	RequestChange
	Old string `json:"old"`
}

// ChangeAnswered is that.
type ChangeAnswered AnswerChange

// OfferAccepted is that.
type OfferAccepted SignOffer

// OfferTurnedDown is that.
type OfferTurnedDown DeclineOffer

// OfferLapsed is that.
type OfferLapsed struct{}

// OfferTakenBack is that.
type OfferTakenBack RescindOffer

func (OfferDrafted) Wire() string    { return "offer_drafted.1" }
func (OfferDrafted) Class() Class    { return Salary }
func (OfferEdited) Wire() string     { return "offer_edited.1" }
func (OfferEdited) Class() Class     { return Salary }
func (OfferSubmitted) Wire() string  { return "offer_submitted.1" }
func (OfferSubmitted) Class() Class  { return Salary }
func (OfferApprovedBy) Wire() string { return "offer_approved.1" }
func (OfferApprovedBy) Class() Class { return Salary }
func (OfferRefusedBy) Wire() string  { return "offer_refused.1" }
func (OfferRefusedBy) Class() Class  { return Salary }
func (OfferSent) Wire() string       { return "offer_issued.1" }
func (OfferSent) Class() Class       { return Salary }
func (OfferOpened) Wire() string     { return "offer_viewed.1" }
func (OfferOpened) Class() Class     { return Salary }
func (ChangeRequested) Wire() string { return "change_requested.1" }
func (ChangeRequested) Class() Class { return Salary }
func (ChangeAnswered) Wire() string  { return "change_answered.1" }
func (ChangeAnswered) Class() Class  { return Salary }
func (OfferAccepted) Wire() string   { return "offer_signed.1" }
func (OfferAccepted) Class() Class   { return Salary }
func (OfferTurnedDown) Wire() string { return "offer_declined.1" }
func (OfferTurnedDown) Class() Class { return Salary }
func (OfferLapsed) Wire() string     { return "offer_expired.1" }
func (OfferLapsed) Class() Class     { return Salary }
func (OfferTakenBack) Wire() string  { return "offer_rescinded.1" }
func (OfferTakenBack) Class() Class  { return Salary }

// last changes the newest offer version.
func (c *Case) last(change func(*Offer)) {
	if n := len(c.Offers); n > 0 {
		c.Offers = edit(c.Offers, n-1, change)
	}
}

// endOffer ends the newest version unless it has ended by itself or is signed: an expired one stays expired.
func (c *Case) endOffer(state OfferState, at Stamp, why string) {
	o := c.Offer()
	if o == nil || !o.EndedAt.IsZero() || o.State == OfferSigned {
		return
	}
	if state == OfferDeclined && !o.Binding() { // never in the candidate's hands
		state = OfferVoid
	}
	c.last(func(o *Offer) { o.State, o.EndedAt, o.EndReason = state, at.At, why })
}

func (e OfferDrafted) apply(c *Case, at Stamp) {
	c.endOffer(OfferVoid, at, "")
	c.Offers = add(c.Offers, Offer{Version: e.Version, State: OfferDraft, Terms: e.Terms, Basis: e.Basis, DraftedAt: at.At,
		Author: at.By, FromChange: e.FromChange})
}

func (e OfferEdited) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) {
		o.State, o.Terms, o.Basis, o.Author, o.Submitted, o.Approved, o.Refusal = OfferDraft, e.Terms, e.Basis, at.By, nil, nil, ""
	})
}

func (OfferSubmitted) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.Submitted = OfferApproving, &at })
}

func (OfferApprovedBy) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.Approved = OfferApproved, &at })
}

func (e OfferRefusedBy) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.Refusal = OfferRefused, e.Note })
}

func (e OfferSent) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) {
		o.State, o.Issued, o.PDF, o.ExpiresAt, o.Printed = OfferIssued, &at, e.PDF, e.ExpiresAt, e.ExpiresAt
	})
}

func (OfferOpened) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.Viewed = OfferViewed, &at })
}

func (e ChangeRequested) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) {
		o.State, o.Change = OfferNegotiating, &Change{Stamp: at, Field: e.Field, Old: e.Old, New: e.Value, Note: e.Note}
	})
}

func (e ChangeAnswered) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) {
		if o.Change != nil {
			answered := *o.Change
			answered.Answered, answered.Accepted, answered.Answer = &at, e.Accept, e.Note
			o.Change = &answered
		}
		if !e.Accept {
			o.State = OfferViewed
		}
	})
}

func (e OfferAccepted) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) {
		o.State, o.Signed, o.SignedPDF, o.Stroke, o.Evidence = OfferSigned, &at, e.PDF, e.Stroke, e.Evidence
	})
}

func (e OfferTurnedDown) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.EndedAt, o.EndReason = OfferDeclined, at.At, e.Reason })
	c.close(Withdrawn, at, e.Reason, e.Class())
}

func (OfferLapsed) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.EndedAt = OfferExpired, at.At })
}

func (e OfferTakenBack) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.EndedAt, o.EndReason = OfferRescinded, at.At, e.Reason })
	c.close(Rejected, at, e.Reason, e.Class())
}
