package hiring

// DraftOffer computes a draft from the band and the benefit table.
type DraftOffer struct {
	Start Date `json:"start,omitempty"`
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

// SubmitOffer sends a draft to approval.
type SubmitOffer struct{}

// ApproveOffer is the bank's consent, by somebody else than the author.
type ApproveOffer struct {
	Note string `json:"note,omitempty"`
}

// RefuseOffer sends it back with a reason.
type RefuseOffer struct {
	Note string `json:"note"`
}

// IssueOffer puts the offer to the candidate; PDF is exactly what they will read and sign.
type IssueOffer struct {
	PDF FileRef `json:"pdf"`
}

// ViewOffer says that the candidate opened it.
type ViewOffer struct{}

// RequestChange is the candidate's wish; until HR answers the offer cannot be signed (Z-13).
type RequestChange struct {
	Field string `json:"field"` // start, salary, branch, other
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
}

// AnswerChange accepts or declines it.
type AnswerChange struct {
	Accept bool   `json:"accept"`
	Note   string `json:"note,omitempty"`
}

// SignOffer is the candidate's acceptance of exactly the bytes with this digest.
type SignOffer struct {
	SHA256   string  `json:"sha256"`            // of the PDF that was shown
	Stroke   FileRef `json:"stroke"`            // the drawn signature
	PDF      FileRef `json:"pdf"`               // the signed PDF
	Evidence FileRef `json:"evidence,omitzero"` // the sheet that says who signed what, when, and how they were identified
	Agreed   bool    `json:"agreed"`            // consent to sign electronically
}

// DeclineOffer is the candidate's no.
type DeclineOffer struct {
	Reason string `json:"reason"`
	Note   string `json:"note,omitempty"`
}

// ExpireOffer ends an offer nobody answered; the clock says so.
type ExpireOffer struct{}

// RescindOffer takes an offer back, for a reason the law allows.
type RescindOffer struct {
	Reason string `json:"reason"`
	Note   string `json:"note"`
}

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
