package screening

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// The kinds of findings; a person's own flag has the kind "hand".
const (
	Discrepancy     = "discrepancy"      // the CV and the evidence differ
	Gap             = "gap"              // a time between jobs that nothing in the CV accounts for
	Stability       = "stability"        // many jobs begun in a short time (频繁离职)
	Impossible      = "impossible"       // dates that cannot be
	CreditViolation = "credit_violation" // 信贷违规 in the work history: always red (K-02)
	Incident        = "incident"         // anything else a check found that needs a view
)

// Screen is everything that the case's CV and its check reports give reason to ask about, in a fixed order.
//
// Of each check order the newest report counts; stopped orders do not. Without evidence there is no discrepancy, without
// a CV nothing but incidents.
func Screen(c *hiring.Case, cat *catalog.Catalog, now time.Time) []hiring.Finding {
	proof, today := gather(c), hiring.DateOf(now)
	out := incidents(proof.incidents)
	if c.CV != nil {
		out = append(out, educations(c.CV.Education, proof.education)...)
		out = append(out, employments(c.CV.Employments, proof.employments, today)...)
		out = append(out, tenures(c.CV.Employments, proof.companies, proof.employments, today)...)
		out = append(out, qualifications(c.CV.Qualifications, proof.qualifications)...)
		out = append(out, impossible(c.CV, today)...)
		out = append(out, gaps(c.CV, cat.Bank.GapDays, today)...)
		out = append(out, hops(c.CV.Employments, cat.Bank, today)...)
	}
	slices.SortStableFunc(out, func(a, b hiring.Finding) int { return strings.Compare(a.Key, b.Key) })
	return slices.CompactFunc(out, func(a, b hiring.Finding) bool { return a.Key == b.Key })
}

// evidence is what the newest reports say. Facts of one kind come from the newest report that has any.
type evidence struct {
	education      []hiring.Education
	employments    []hiring.Employment
	qualifications []hiring.Qualification
	incidents      []hiring.Incident
	companies      []hiring.Company // of every kind's newest report: employers, and companies that somebody holds
}

func gather(c *hiring.Case) evidence {
	var reports []*hiring.CheckReport
	for _, o := range c.Counting() {
		reports = append(reports, o.Latest())
	}
	slices.SortStableFunc(reports, func(a, b *hiring.CheckReport) int { return a.At.Compare(b.At) })
	var e evidence
	for _, r := range reports {
		if len(r.Facts.Education) > 0 {
			e.education = r.Facts.Education
		}
		if len(r.Facts.Employments) > 0 {
			e.employments = r.Facts.Employments
		}
		if len(r.Facts.Qualifications) > 0 {
			e.qualifications = r.Facts.Qualifications
		}
		e.companies = append(e.companies, r.Facts.Companies...)
		e.incidents = append(e.incidents, r.Facts.Incidents...)
	}
	return e
}

func incidents(all []hiring.Incident) []hiring.Finding {
	var out []hiring.Finding
	for _, in := range all {
		f := hiring.Finding{Kind: Incident, Flag: true, Light: hiring.Amber, Field: "incident", Proof: in.Text, From: in.On,
			Values: map[string]string{"incident": in.Kind, "date": string(in.On)}}
		if strings.TrimSpace(in.Kind) == CreditViolation {
			f.Kind, f.Light = CreditViolation, hiring.Red
		}
		f.Key = key("incident", in.Kind, string(in.On), digest(in.Text))
		out = append(out, f)
	}
	return out
}

// key names a finding by what it is, never by where it stands in a list.
func key(parts ...string) string { return strings.Join(parts, "/") }

func digest(s string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(s), " ")))
	return hex.EncodeToString(sum[:6])
}
