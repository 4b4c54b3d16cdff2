package model

import (
	"cmp"
	"slices"
	"strconv"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// ChecksView is the background check of a case.
type ChecksView struct {
	Consents []ConsentView
	Orders   []OrderView
	Flags    []FlagView
	Verify   []VerifyView
	Light    string // of all checks together
	Tone     Tone
	Raise    Act
	Pass     Act // the gate, by hand
	Order    Act // what of the package is not ordered
	Missing  []MissingView
	Declared DeclaredView
}

// ConsentView is one permission of the candidate: what for, to whom, how it stands, and how one on paper is recorded.
type ConsentView struct {
	Purpose, Title   string
	Recipient        string // in force; a paper consent may name another where the bank itself is the recipient
	State            string // given, withdrawn, ended, none
	Says             []string
	Wording, Version string // content hash of the words agreed to; the version in force
	Named            bool   // the recipient is the catalog's
	File             hiring.FileRef
	Record           Act
}

// ResultView is one result; one that a newer result replaced stays visible (N-12).
type ResultView struct {
	Light      string
	Tone       Tone
	Conclusion string
	Rows       []Row
	Facts      []Row
	Files      []hiring.FileRef
	Superseded bool
	Expired    bool
}

// FlagView is a risk flag: what the CV says beside what the evidence says, and the human decision.
type FlagView struct {
	ID, Title, Light string
	Tone             Tone
	Says, Proof      string
	Sides            [2]string // what the two are called
	Found            string
	Decided          string // "" while it is open
	Note             string
	Clear            Act
}

// VerifyView is an entry of the to-verify list with its explanation.
type VerifyView struct {
	ID, Title, Detail string
	Found             string
	Explained         string // by whom and when; "" while it is open
	Text              string
	File              hiring.FileRef
	Explain           Act
}

// Checks is the background check of a case as its reader may see it.
func Checks(r Reader, f *office.CaseFile) ChecksView {
	c := f.Case
	v := ChecksView{Consents: consentViews(r, f), Light: r.light(c.CheckLight()), Tone: LightTone(c.CheckLight()),
		Raise: able(f, r.Say("check.raise"), hiring.RaiseFlag{})}
	for i := range c.Checks {
		v.Orders = append(v.Orders, orderView(r, f, &c.Checks[i]))
	}
	for _, flag := range c.Flags {
		v.Flags = append(v.Flags, flagView(r, f, flag))
	}
	for _, item := range c.ToVerify {
		v.Verify = append(v.Verify, verifyView(r, f, item))
	}
	if c.Stage == "check" && !c.Closed() {
		v.Pass = able(f, r.Say("check.pass"), hiring.PassGate{Stage: "check", Outcome: hiring.Pass})
		if a := able(f, r.Say("check.order"), hiring.OrderChecks{}); a.Why == nil {
			v.Order = a
		}
		v.Missing = missingViews(r, f)
	}
	v.Declared = declaredView(r, f)
	return v
}

// consentViews are the permissions that the case needs or ever had.
func consentViews(r Reader, f *office.CaseFile) []ConsentView {
	needed, today := f.Case.ConsentsNeeded(r.Cat), hiring.DateOf(r.Now)
	var out []ConsentView
	for i := range r.Cat.Privacy.Consents {
		w := &r.Cat.Privacy.Consents[i]
		v := ConsentView{Purpose: w.ID, Title: w.Title.In(r.Lang), Recipient: r.Cat.Bank.Name.In(r.Lang), Version: w.Version, State: "none", Named: w.Recipient != nil}
		if v.Named {
			v.Recipient = w.Recipient.In(r.Lang)
		}
		for j := range f.Case.Consents {
			k := &f.Case.Consents[j]
			if k.Purpose != w.ID {
				continue
			}
			way := "check.consent_online"
			if !k.File.Empty() {
				way = "check.consent_paper"
			}
			state, says := r.consentState(k, k.Stands(today))
			v.State, v.File, v.Wording = state, k.File, k.Wording
			v.Says = append(v.Says, r.Say(way, "recipient", k.Recipient, "stamp", r.stamped(f, k.Stamp)), says)
		}
		if !slices.Contains(needed, w.ID) && len(v.Says) == 0 {
			continue
		}
		if !f.Case.Consented(w.ID, r.Cat, today) {
			if v.State == "given" {
				v.State = "none" // to another recipient
			}
			v.Record = able(f, r.Say("check.consent_record"), hiring.GiveConsent{Purpose: w.ID, Wording: "-"})
		}
		out = append(out, v)
	}
	return out
}

func resultView(r Reader, f *office.CaseFile, rep hiring.CheckReport, old bool) ResultView {
	v := ResultView{Light: r.light(rep.Light), Tone: LightTone(rep.Light), Conclusion: rep.Conclusion, Files: rep.Files, Superseded: old,
		Facts: factRows(r, rep.Facts), Expired: rep.ValidUntil != "" && rep.ValidUntil < hiring.DateOf(r.Now)}
	v.Rows = []Row{{Label: r.Say("check.source"), Value: rep.Source},
		{Label: r.Say("check.method"), Value: r.known("check.method."+rep.Method, rep.Method)},
		{Label: r.Say("check.recorded"), Value: r.stamped(f, rep.Stamp)}}
	if rep.ValidUntil != "" {
		v.Rows = append(v.Rows, Row{Label: r.Say("check.valid_until"), Value: string(rep.ValidUntil)})
	}
	for _, file := range rep.Files {
		v.Rows = append(v.Rows, Row{Label: r.Say("check.digest"), Value: r.Say("check.digest_of", "name", file.Name, "sha", file.SHA256[:min(16, len(file.SHA256))])})
	}
	return v
}

func flagView(r Reader, f *office.CaseFile, flag hiring.Flag) FlagView {
	v := FlagView{ID: flag.ID, Title: r.finding(flag.Finding), Light: r.light(flag.Light), Tone: LightTone(flag.Light),
		Says: r.value(flag.Field, flag.Says), Proof: r.value(flag.Field, flag.Proof), Found: r.stamped(f, flag.Stamp)}
	v.Sides = [2]string{r.Say("check.cv_says"), r.Say("check.evidence_proves")}
	if flag.Kind == "conflict_of_interest" {
		v.Sides = [2]string{r.Say("check.declared_says"), r.Say("check.met")}
	}
	if flag.ClearedBy != "" {
		v.Decided = r.Say("check.flag_decided", "reason", r.Reason(flag.Reason), "stamp", r.stamped(f, hiring.Stamp{At: flag.ClearedAt, By: flag.ClearedBy}))
		v.Note, v.Tone = flag.Note, Plain
		return v
	}
	// Whether the account may clear it does not hang on the reason: any of the list and a word stand in for the form's.
	v.Clear = able(f, r.Say("check.flag_clear"), hiring.ClearFlag{Flag: flag.ID, Reason: r.firstReason("clear_flag"), Note: "-"})
	return v
}

func verifyView(r Reader, f *office.CaseFile, item hiring.VerifyItem) VerifyView {
	v := VerifyView{ID: item.ID, Title: r.finding(item.Finding), Found: r.stamped(f, item.Stamp), Detail: r.value(item.Field, item.Says)}
	if item.Kind == "gap" {
		v.Detail = r.Say("check.gap_dates", "from", string(item.From), "to", string(item.To), "days", item.Values["days"])
		if item.To == "" {
			v.Detail = r.Say("check.gap_open", "from", string(item.From), "days", item.Values["days"])
		}
	}
	if item.ExplainedBy != "" {
		v.Explained, v.Text, v.File = r.stamped(f, hiring.Stamp{At: item.ExplainedAt, By: item.ExplainedBy}), item.Text, item.File
		return v
	}
	v.Explain = able(f, r.Say("check.explain"), hiring.Explain{Item: item.ID})
	return v
}

// finding is what was found, in one sentence.
func (r Reader) finding(f hiring.Finding) string {
	field := r.known("cvfield."+f.Field, f.Field)
	switch f.Kind {
	case "hand":
		return r.Say("found.hand")
	case "stability":
		return r.Say("found.stability", "jobs", f.Values["jobs"], "days", f.Values["days"])
	case "discrepancy":
		if !f.Flag {
			return r.Say("found.unconfirmed", "field", field)
		}
		return r.Say("found.discrepancy", "field", field, "item", f.Values["item"])
	case "impossible":
		return r.Say("found.impossible", "item", f.Values["item"])
	case "conflict_of_interest":
		return r.Say("found.conflict."+f.Values["why"], "item", f.Values["item"], "relation", r.known("relation."+f.Values["relation"], ""),
			"role", r.known("officer."+f.Values["role"], f.Values["role"]), "declared", r.Say(cmp.Or(f.Values["declared"], "no")))
	case "declared":
		return r.Say("found.declared."+f.Values["what"], "relation", r.known("relation."+f.Values["relation"], ""))
	case "tenure", "former_name", "unregistered":
		return r.Say("found."+f.Kind, "item", f.Values["item"])
	case "incident":
		return r.Say("found.incident", "kind", r.known("incident."+f.Values["incident"], f.Values["incident"]))
	}
	return r.known("found."+f.Kind, f.Kind)
}

// value is what a CV or a piece of evidence says, with the codes of degrees in words.
func (r Reader) value(field, value string) string {
	if value == "" {
		return "—"
	}
	if field == "education.degree" {
		return r.known("degree."+value, value)
	}
	return value
}

// factRows are the evidence's own values, so that a person reads what was compared.
func factRows(r Reader, f hiring.CheckFacts) []Row {
	var out []Row
	span := func(from, to hiring.Date) string {
		if from == "" && to == "" {
			return ""
		}
		return string(from) + " – " + string(to)
	}
	for _, e := range f.Education {
		out = append(out, Row{Label: r.Say("fact.education"), Value: inOneLine(r, e.School, r.known("degree."+e.Degree, e.Degree), e.Major, span(e.From, e.To), e.Number)})
	}
	for _, e := range f.Employments {
		out = append(out, Row{Label: r.Say("fact.employment"), Value: inOneLine(r, e.Company, e.Title, span(e.From, e.To))})
	}
	for _, q := range f.Qualifications {
		out = append(out, Row{Label: r.Say("fact.qualification"), Value: inOneLine(r, q.Name, q.Number, string(q.On), q.Issuer)})
	}
	for _, c := range f.Companies {
		out = append(out, r.companyRow(c, span))
	}
	for _, in := range f.Incidents {
		row := Row{Label: r.known("incident."+in.Kind, in.Kind), Value: inOneLine(r, string(in.On), in.Text), Tone: Warn}
		if in.Kind == "credit_violation" {
			row.Tone = Bad
		}
		out = append(out, row)
	}
	return out
}

func inOneLine(r Reader, parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" && out != "" {
			out += r.Say("list.comma")
		}
		out += p
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }
