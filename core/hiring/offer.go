package hiring

import (
	"slices"
	"time"
)

// OfferState is how an offer version stands (china.md § 9.1).
type OfferState string

// The states of an offer version.
const (
	OfferDraft       OfferState = "draft"       // 草稿
	OfferApproving   OfferState = "approving"   // 审批中
	OfferRefused     OfferState = "refused"     // 审批不通过
	OfferApproved    OfferState = "approved"    // 审批通过
	OfferIssued      OfferState = "issued"      // 已发出
	OfferViewed      OfferState = "viewed"      // 已查看
	OfferNegotiating OfferState = "negotiating" // 变更协商中
	OfferVoid        OfferState = "void"        // a newer version took its place
	OfferSigned      OfferState = "signed"      // 已签署
	OfferDeclined    OfferState = "declined"    // 已谢绝
	OfferExpired     OfferState = "expired"     // 已过期
	OfferRescinded   OfferState = "rescinded"   // 已撤回
)

// Amount is a named sum a month.
type Amount struct {
	ID  string `json:"id"`
	Fen Fen    `json:"fen"`
}

// BenefitLine is one insurance or the housing fund, a month.
type BenefitLine struct {
	ID       string `json:"id"`
	Base     Fen    `json:"base"`
	Employer Fen    `json:"employer"`
	Employee Fen    `json:"employee"`
}

// Terms are what is offered (录用条款). All money is before tax, a month.
type Terms struct {
	Branch          string        `json:"branch"`
	Grade           string        `json:"grade"`
	Monthly         Fen           `json:"monthly"`
	Components      []Amount      `json:"components"`
	Allowances      []Amount      `json:"allowances"`
	Months          int           `json:"months"` // salaries a year
	Start           Date          `json:"start"`
	ContractMonths  int           `json:"contract_months"`
	ProbationMonths int           `json:"probation_months"`
	ProbationPay    Fen           `json:"probation_pay"` // the monthly salary in probation
	City            string        `json:"city"`
	BenefitTable    string        `json:"benefit_table"` // version: the day the table is in force from
	Benefits        []BenefitLine `json:"benefits"`
	Extras          []string      `json:"extras"`  // supplementary_medical…
	Clauses         []string      `json:"clauses"` // further terms in words
}

// Basis is where the salary comes from; HR only.
type Basis struct {
	AI     float64 `json:"ai"`     // 0–100
	Panel  float64 `json:"panel"`  // 0–100
	Points float64 `json:"points"` // weighted
	Step   float64 `json:"step"`   // the step's edge in points
	Light  Light   `json:"light"`  // of the checks
	By     string  `json:"by"`     // "band" or "hand"
}

// Change is what the candidate asks for.
type Change struct {
	Stamp
	Field    string
	Old, New string
	Note     string
	Answered *Stamp
	Accepted bool
	Answer   string
}

// Offer is one version.
type Offer struct {
	Version    int
	State      OfferState
	Terms      Terms
	Basis      Basis
	DraftedAt  time.Time
	Author     AccountID // who last wrote its terms; the workflow for an untouched draft
	Submitted  *Stamp
	Approved   *Stamp
	Refusal    string
	Issued     *Stamp
	ExpiresAt  time.Time
	PDF        FileRef
	Viewed     *Stamp
	Change     *Change
	Signed     *Stamp
	SignedPDF  FileRef
	Stroke     FileRef // the drawn signature, a PNG
	EndedAt    time.Time
	EndReason  string
	FromChange bool // came from a change the candidate asked for
}

// Live says whether the candidate has it in hands and may sign it.
func (o *Offer) Live() bool { return o.State == OfferIssued || o.State == OfferViewed }

// Binding says whether the bank is bound by it: out, or signed (民法典 Art. 472).
func (o *Offer) Binding() bool {
	return o.Live() || o.State == OfferNegotiating || o.State == OfferSigned
}

// DraftOffer computes a draft from the band and the benefit table.
type DraftOffer struct {
	Start Date `json:"start,omitempty"`
}

// OfferDrafted is a draft: version 1, or a newer one.
type OfferDrafted struct {
	Version    int   `json:"version"`
	Terms      Terms `json:"terms"`
	Basis      Basis `json:"basis"`
	FromChange bool  `json:"from_change,omitempty"`
}

// EditOffer changes a draft's terms; zero fields stay as they are. Money parts are computed again from Monthly.
type EditOffer struct {
	Monthly         Fen      `json:"monthly,omitempty"`
	Grade           string   `json:"grade,omitempty"`
	Start           Date     `json:"start,omitempty"`
	Branch          string   `json:"branch,omitempty"`
	ContractMonths  int      `json:"contract_months,omitempty"`
	ProbationMonths int      `json:"probation_months,omitempty"`
	Clauses         []string `json:"clauses,omitempty"`
}

// OfferEdited is the draft as changed.
type OfferEdited struct {
	Terms Terms `json:"terms"`
	Basis Basis `json:"basis"`
}

// SubmitOffer sends a draft to approval.
type SubmitOffer struct{}

// OfferSubmitted is that.
type OfferSubmitted struct{}

// ApproveOffer is the bank's consent, by somebody else than the author.
type ApproveOffer struct {
	Note string `json:"note,omitempty"`
}

// OfferApprovedBy is that.
type OfferApprovedBy ApproveOffer

// RefuseOffer sends it back with a reason.
type RefuseOffer struct {
	Note string `json:"note"`
}

// OfferRefusedBy is that.
type OfferRefusedBy RefuseOffer

// IssueOffer puts the offer to the candidate; PDF is exactly what they will read and sign.
type IssueOffer struct {
	PDF FileRef `json:"pdf"`
}

// OfferSent is that.
type OfferSent struct {
	PDF       FileRef   `json:"pdf"`
	ExpiresAt time.Time `json:"expires_at"`
}

// ViewOffer says that the candidate opened it.
type ViewOffer struct{}

// OfferOpened is that.
type OfferOpened struct{}

// RequestChange is the candidate's wish; until HR answers the offer cannot be signed (Z-13).
type RequestChange struct {
	Field string `json:"field"` // start, salary, branch, other
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
}

// ChangeRequested is that, with the value before.
type ChangeRequested struct {
	RequestChange
	Old string `json:"old"`
}

// AnswerChange accepts or declines it.
type AnswerChange struct {
	Accept bool   `json:"accept"`
	Note   string `json:"note,omitempty"`
}

// ChangeAnswered is that.
type ChangeAnswered AnswerChange

// SignOffer is the candidate's acceptance of exactly the bytes with this digest.
type SignOffer struct {
	SHA256 string  `json:"sha256"` // of the PDF that was shown
	Stroke FileRef `json:"stroke"` // the drawn signature
	PDF    FileRef `json:"pdf"`    // the signed PDF
	Agreed bool    `json:"agreed"` // consent to sign electronically
}

// OfferAccepted is that.
type OfferAccepted SignOffer

// DeclineOffer is the candidate's no.
type DeclineOffer struct {
	Reason string `json:"reason"`
	Note   string `json:"note,omitempty"`
}

// OfferTurnedDown is that.
type OfferTurnedDown DeclineOffer

// ExpireOffer ends an offer nobody answered; the clock says so.
type ExpireOffer struct{}

// OfferLapsed is that.
type OfferLapsed struct{}

// RescindOffer takes an offer back, for a reason the law allows.
type RescindOffer struct {
	Reason string `json:"reason"`
	Note   string `json:"note"`
}

// OfferTakenBack is that.
type OfferTakenBack RescindOffer

func (DraftOffer) Name() string      { return "draft_offer" }
func (DraftOffer) Nature() Nature    { return Decisive }
func (EditOffer) Name() string       { return "edit_offer" }
func (EditOffer) Nature() Nature     { return Decisive }
func (SubmitOffer) Name() string     { return "submit_offer" }
func (SubmitOffer) Nature() Nature   { return Decisive }
func (ApproveOffer) Name() string    { return "approve_offer" }
func (ApproveOffer) Nature() Nature  { return Decisive }
func (RefuseOffer) Name() string     { return "refuse_offer" }
func (RefuseOffer) Nature() Nature   { return Decisive }
func (IssueOffer) Name() string      { return "issue_offer" }
func (IssueOffer) Nature() Nature    { return Live }
func (ViewOffer) Name() string       { return "view_offer" }
func (ViewOffer) Nature() Nature     { return Fact }
func (RequestChange) Name() string   { return "request_change" }
func (RequestChange) Nature() Nature { return Decisive }
func (AnswerChange) Name() string    { return "answer_change" }
func (AnswerChange) Nature() Nature  { return Decisive }
func (SignOffer) Name() string       { return "sign_offer" }
func (SignOffer) Nature() Nature     { return Live }
func (DeclineOffer) Name() string    { return "decline_offer" }
func (DeclineOffer) Nature() Nature  { return Live }
func (ExpireOffer) Name() string     { return "expire_offer" }
func (ExpireOffer) Nature() Nature   { return Decisive }
func (RescindOffer) Name() string    { return "rescind_offer" }
func (RescindOffer) Nature() Nature  { return Live }

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

func (e OfferDrafted) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.EndedAt = OfferVoid, at.At })
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
	c.last(func(o *Offer) { o.State, o.Issued, o.PDF, o.ExpiresAt = OfferIssued, &at, e.PDF, e.ExpiresAt })
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
	c.last(func(o *Offer) { o.State, o.Signed, o.SignedPDF, o.Stroke = OfferSigned, &at, e.PDF, e.Stroke })
}

func (e OfferTurnedDown) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.EndedAt, o.EndReason = OfferDeclined, at.At, e.Reason })
	c.close(Withdrawn, at, e.Reason)
}

func (OfferLapsed) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.EndedAt = OfferExpired, at.At })
}

func (e OfferTakenBack) apply(c *Case, at Stamp) {
	c.last(func(o *Offer) { o.State, o.EndedAt, o.EndReason = OfferRescinded, at.At, e.Reason })
	c.close(Rejected, at, e.Reason)
}

// Diff names the terms that differ between two versions, with both values as a person reads them (N-16).
func Diff(old, new Terms) []TermChange {
	var out []TermChange
	note := func(field, a, b string) {
		if a != b {
			out = append(out, TermChange{Field: field, Old: a, New: b})
		}
	}
	note("branch", old.Branch, new.Branch)
	note("grade", old.Grade, new.Grade)
	note("monthly", old.Monthly.String(), new.Monthly.String())
	note("months", count(old.Months), count(new.Months))
	note("start", string(old.Start), string(new.Start))
	note("contract_months", count(old.ContractMonths), count(new.ContractMonths))
	note("probation_months", count(old.ProbationMonths), count(new.ProbationMonths))
	note("probation_pay", old.ProbationPay.String(), new.ProbationPay.String())
	note("city", old.City, new.City)
	note("benefit_table", old.BenefitTable, new.BenefitTable)
	if !slices.Equal(old.Clauses, new.Clauses) {
		out = append(out, TermChange{Field: "clauses", Old: join(old.Clauses), New: join(new.Clauses)})
	}
	return out
}

// TermChange is one term that changed.
type TermChange struct {
	Field, Old, New string
}

func join(lines []string) string {
	out := ""
	for i, l := range lines {
		if i > 0 {
			out += "; "
		}
		out += l
	}
	return out
}
