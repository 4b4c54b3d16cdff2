package hiring

import (
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
	OfferReneged     OfferState = "reneged"     // 已毁约: signed, and did not come
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
	Printed    time.Time // the end as the letter says it; ExpiresAt may lie later
	PDF        FileRef
	Viewed     *Stamp
	Change     *Change
	Signed     *Stamp
	SignedPDF  FileRef
	Stroke     FileRef // the drawn signature, a PNG
	Evidence   FileRef // the evidence sheet; none for offers signed before there was one
	EndedAt    time.Time
	EndReason  string
	Extended   int  // how often an answer to a wish moved ExpiresAt
	FromChange bool // came from a change the candidate asked for
}

// Live says whether the candidate has it in hands and may sign it.
func (o *Offer) Live() bool { return o.State == OfferIssued || o.State == OfferViewed }

// Binding says whether the bank is bound by it: out, or signed (民法典 Art. 472).
func (o *Offer) Binding() bool {
	return o.Live() || o.State == OfferNegotiating || o.State == OfferSigned
}
