package model

import (
	"strings"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// OfferView is an offer as the bank's people see it.
type OfferView struct {
	None     bool // no version yet
	Version  int
	State    string
	Tone     Tone
	Clock    *Timing // of whoever has to act
	Waits    string  // for whom
	Terms    []Row
	Pay      [][]string // component, a month
	Benefits [][]string // name, base, the bank's part, the person's part; the first row is the head
	Table    string     // which table, from when
	Extras   []Row
	Law      []Row // the caps, each with its source
	Basis    []Row // where the sum comes from; only for HR
	Diff     []DiffRow
	Change   *ChangeView
	Versions []VersionView
	Refusal  string // the approver's, while the draft answers it
	Acts     []Act
	Edit     map[string]string // a draft's values for its form
	Band     string            // what monthly may be
}

// DiffRow is one term that changed (N-16).
type DiffRow struct{ Term, Old, New string }

// ChangeView is what the candidate asks for (Z-14).
type ChangeView struct {
	Term, Old, New, Note string
	Asked                string
	Answered             string // "" while it is open
	Accepted             bool
	Accept, Decline      Act
}

// VersionView is one version in the list.
type VersionView struct {
	Version int
	State   string
	Tone    Tone
	When    string
	Diff    []DiffRow // to the version before
	Proved  bool      // there is an evidence sheet of its signature
}

func offerTone(s hiring.OfferState) Tone {
	if s == hiring.OfferNegotiating || s == hiring.OfferRefused {
		return Urgent
	}
	return Plain
}

// Offers is the case's offer; hr says whether the reader may see where the salary comes from.
func Offers(r Reader, f *office.CaseFile, hr bool) OfferView {
	c := f.Case
	o := c.Offer()
	v := OfferView{Acts: offerActs(r, f)}
	if o == nil {
		v.None = true
		return v
	}
	v.Version, v.State, v.Tone = o.Version, r.Say("offer.state."+string(o.State)), offerTone(o.State)
	v.Terms, v.Pay = termRows(r, o.Terms), payTable(r, c.Position, o.Terms)
	v.Benefits, v.Extras, v.Table = benefitTable(r, o.Terms)
	v.Law = capRows(r, o.Terms.ContractMonths)
	v.Clock, v.Waits = offerClock(r, f)
	v.Versions = versionViews(r, c)
	v.Diff = v.Versions[0].Diff
	v.Change = changeView(r, f, o)
	if o.State == hiring.OfferRefused {
		v.Refusal = o.Refusal
	}
	if hr && o.Basis.By != "" {
		v.Basis = basisRows(r, o.Basis)
	}
	v.Edit, v.Band = editValues(r, c.Position, o.Terms)
	return v
}

// offerActs are what may be done, the next step first.
func offerActs(r Reader, f *office.CaseFile) []Act {
	var out []Act
	for _, one := range []struct {
		word string
		cmd  hiring.Command
	}{
		{"offer.approve", hiring.ApproveOffer{}}, {"offer.refuse", hiring.RefuseOffer{Note: "-"}},
		{"offer.issue", hiring.IssueOffer{PDF: hiring.FileRef{ID: "-", SHA256: "-"}}}, {"offer.submit", hiring.SubmitOffer{}},
		{"offer.draft", hiring.DraftOffer{}}, {"offer.edit", hiring.EditOffer{}},
		{"offer.rescind", hiring.RescindOffer{Reason: r.firstReason("rescind"), Note: "-"}},
	} {
		if a := able(f, r.Say(one.word), one.cmd); a.ID != "" && wanted(f.Case.Offer(), a) {
			out = append(out, a)
		}
	}
	return out
}

// wanted leaves out what the offer's state makes pointless, and keeps what a rule forbids: its reason is to be read.
func wanted(o *hiring.Offer, a Act) bool {
	if a.Why == nil {
		return true
	}
	state := hiring.OfferState("")
	if o != nil {
		state = o.State
	}
	switch a.ID {
	case "approve_offer", "refuse_offer":
		return state == hiring.OfferApproving
	case "issue_offer":
		return state == hiring.OfferApproved
	case "submit_offer", "edit_offer":
		return state == hiring.OfferDraft
	case "draft_offer":
		return state == "" || state == hiring.OfferExpired || state == hiring.OfferRefused
	}
	return false
}

func termRows(r Reader, t hiring.Terms) []Row {
	var out []Row
	for _, field := range []string{"branch", "grade", "monthly", "months", "start", "contract_months", "probation_months", "probation_pay", "city", "clauses"} {
		if value := termText(r, field, t); value != "" {
			out = append(out, Row{Label: r.Say("term." + field), Value: value})
		}
	}
	return out
}

// termText is a term as a person reads it.
func termText(r Reader, field string, t hiring.Terms) string {
	months := func(n int) string { return r.Say("letter.n_months", "n", itoa(n)) }
	switch field {
	case "branch":
		return r.Branch(t.Branch)
	case "grade":
		return t.Grade
	case "monthly":
		return t.Monthly.String()
	case "months":
		return itoa(t.Months)
	case "start":
		return string(t.Start)
	case "contract_months":
		return months(t.ContractMonths)
	case "probation_months":
		return months(t.ProbationMonths)
	case "probation_pay":
		return t.ProbationPay.String()
	case "city":
		return r.Cat.CityName(t.City).In(r.Lang)
	case "clauses":
		return strings.Join(t.Clauses, "\n")
	}
	return ""
}

func payTable(r Reader, position string, t hiring.Terms) [][]string {
	names := map[string]string{}
	if pos := r.Cat.Positions[position]; pos != nil {
		for _, k := range pos.Band.Components {
			names[k.ID] = k.Name.In(r.Lang)
		}
		for _, a := range pos.Band.Allowances {
			names[a.ID] = a.Name.In(r.Lang)
		}
	}
	out := [][]string{{r.Say("letter.component"), r.Say("letter.monthly")}}
	total := hiring.Fen(0)
	for _, a := range append(append([]hiring.Amount{}, t.Components...), t.Allowances...) {
		out = append(out, []string{names[a.ID], a.Fen.String()})
		total += a.Fen
	}
	return append(out, []string{r.Say("letter.total"), total.String()})
}

// benefitTable are 五险一金 with base and both parts, and what has no rate.
func benefitTable(r Reader, t hiring.Terms) (lines [][]string, extras []Row, table string) {
	in := r.Cat.BenefitsFor(t.City, string(t.Start))
	if in == nil || len(t.Benefits) == 0 {
		return nil, nil, ""
	}
	names := map[string]string{}
	for _, it := range in.Items {
		names[it.ID] = it.Name.In(r.Lang)
	}
	lines = [][]string{{r.Say("letter.benefit"), r.Say("letter.base"), r.Say("letter.employer"), r.Say("letter.employee")}}
	for _, l := range t.Benefits {
		lines = append(lines, []string{names[l.ID], l.Base.String(), l.Employer.String(), l.Employee.String()})
	}
	for _, x := range in.Extras {
		extras = append(extras, Row{Label: x.Name.In(r.Lang), Value: x.Text.In(r.Lang)})
	}
	return lines, extras, r.Say("offer.table", "city", in.Name.In(r.Lang), "date", t.BenefitTable)
}

// capRows is the caps that the terms are held against, each with where it stands (N-10).
func capRows(r Reader, contract int) []Row {
	legal := r.Cat.Legal
	limit := legal.CapFor(contract)
	return []Row{
		{Label: r.Say("law.probation_cap", "n", itoa(limit.MaxMonths)), Value: limit.Source.In(r.Lang)},
		{Label: r.Say("law.probation_pay", "n", itoa(legal.ProbationPay.Value)), Value: legal.ProbationPay.Source.In(r.Lang)},
		{Label: r.Say("law.contract_days", "n", itoa(legal.ContractDays.Value)), Value: legal.ContractDays.Source.In(r.Lang)},
	}
}

func basisRows(r Reader, b hiring.Basis) []Row {
	by := r.Say("offer.basis_band")
	if b.By == "hand" {
		by = r.Say("offer.basis_hand")
	}
	return []Row{{Label: r.Say("offer.basis_ai"), Value: r.Score(b.AI)}, {Label: r.Say("offer.basis_panel"), Value: r.Score(b.Panel)},
		{Label: r.Say("offer.basis_points"), Value: r.Score(b.Points)}, {Label: r.Say("offer.basis_step"), Value: r.Say("offer.basis_from", "points", r.Score(b.Step))},
		{Label: r.Say("offer.basis_light"), Value: r.light(b.Light), Tone: LightTone(b.Light)}, {Label: r.Say("offer.basis_by"), Value: by}}
}

// offerClock is the work that the offer waits for, with its limit.
func offerClock(r Reader, f *office.CaseFile) (*Timing, string) {
	for _, w := range f.Work {
		switch w.Code {
		case "draft_offer", "submit_offer", "approve_offer", "issue_offer", "answer_change", "sign_offer":
			waits := r.Say("offer.waits." + w.Code)
			if w.Due.IsZero() {
				return nil, waits
			}
			t := r.Timing(waits, w.Since, w.Due)
			return &t, waits
		}
	}
	return nil, ""
}

func versionViews(r Reader, c *hiring.Case) []VersionView {
	var out []VersionView
	for i := len(c.Offers) - 1; i >= 0; i-- {
		o := c.Offers[i]
		v := VersionView{Version: o.Version, State: r.Say("offer.state." + string(o.State)), Tone: offerTone(o.State), When: r.Moment(lastMoment(o)), Proved: !o.Evidence.Empty()}
		if i > 0 {
			v.Diff = Diff(r, c.Offers[i-1].Terms, o.Terms)
		}
		out = append(out, v)
	}
	return out
}

// lastMoment is when the version came into its state.
func lastMoment(o hiring.Offer) time.Time {
	at := o.DraftedAt
	for _, s := range []*hiring.Stamp{o.Submitted, o.Approved, o.Issued, o.Viewed, o.Signed} {
		if s != nil && s.At.After(at) {
			at = s.At
		}
	}
	if o.EndedAt.After(at) {
		at = o.EndedAt
	}
	return at
}

// Diff is the terms that differ between two versions, in words.
func Diff(r Reader, old, new hiring.Terms) []DiffRow {
	var out []DiffRow
	for _, d := range hiring.Diff(old, new) {
		row := DiffRow{Term: r.Say("term." + d.Field), Old: d.Old, New: d.New}
		if was, is := termText(r, d.Field, old), termText(r, d.Field, new); was != "" || is != "" {
			row.Old, row.New = was, is
		}
		out = append(out, row)
	}
	return out
}

func changeView(r Reader, f *office.CaseFile, o *hiring.Offer) *ChangeView {
	from := o
	if o.Change == nil && o.FromChange && o.Version > 1 {
		from = &f.Case.Offers[o.Version-2]
	}
	if from.Change == nil {
		return nil
	}
	k := from.Change
	v := &ChangeView{Term: r.Say("term." + k.Field), Old: k.Old, New: k.New, Note: k.Note, Asked: r.stamped(f, k.Stamp), Accepted: k.Accepted}
	if k.Field == "branch" {
		v.Old, v.New = r.Branch(k.Old), r.Branch(k.New)
	}
	if k.Answered != nil {
		word := "offer.change_declined"
		if k.Accepted {
			word = "offer.change_accepted"
		}
		v.Answered = r.Say(word, "stamp", r.stamped(f, *k.Answered), "answer", k.Answer)
		return v
	}
	v.Accept = able(f, r.Say("offer.change_accept"), hiring.AnswerChange{Accept: true})
	v.Decline = able(f, r.Say("offer.change_decline"), hiring.AnswerChange{Note: "-"})
	return v
}

// editValues is a draft's values as its form has them, and what monthly may be.
func editValues(r Reader, position string, t hiring.Terms) (map[string]string, string) {
	values := map[string]string{"monthly": PlainYuan(t.Monthly), "grade": t.Grade, "start": string(t.Start), "branch": t.Branch,
		"contract_months": itoa(t.ContractMonths), "probation_months": itoa(t.ProbationMonths), "clauses": strings.Join(t.Clauses, "\n")}
	pos := r.Cat.Positions[position]
	if pos == nil || len(pos.Band.Steps) == 0 {
		return values, ""
	}
	low, high := pos.Band.Steps[0].Yuan, pos.Band.Steps[len(pos.Band.Steps)-1].Yuan
	return values, r.Say("offer.band", "grade", pos.Band.Grade, "min", hiring.Yuan(low).String(), "max", hiring.Yuan(high).String())
}
