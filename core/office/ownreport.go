package office

import (
	"bytes"
	"context"
	"io"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/screening"
)

// OwnReport is what a candidate's own report of a source says of itself, such as CHSI's verification report as PDF. It proves nothing
// before a person has opened the page behind its code: a PDF is easily changed.
type OwnReport struct {
	Code     string // for the page that confirms it
	Name     string
	IDNumber string // often with stars
	On       hiring.Date
	Facts    hiring.CheckFacts
}

// ReportOfCandidate is such a report held against the candidate, and kept as evidence.
type ReportOfCandidate struct {
	OwnReport
	SameName string // same, lookalike, other
	SameID   string // same, other; "" where nothing can be compared
	File     hiring.FileRef
}

// ReadOwnReport reads a candidate's own report and keeps the file for a result to name; one that no result names is swept.
func (s *Staff) ReadOwnReport(ctx context.Context, id hiring.CaseID, name string, content io.Reader) (ReportOfCandidate, error) {
	o := s.office
	var out ReportOfCandidate
	if !s.may(hiring.Background) {
		return out, fault.New(fault.Denied, "command.denied", "command", hiring.RecordCheck{}.Name())
	}
	raw, err := io.ReadAll(io.LimitReader(content, MaxFile+1))
	switch {
	case err != nil:
		return out, fault.Wrap(err, fault.Invalid, "file.read", "office.ReadOwnReport")
	case o.ports.OwnReport == nil || !bytes.HasPrefix(raw, []byte("%PDF-")):
		return out, fault.New(fault.Invalid, "file.other_type", "ending", ".pdf")
	}
	if out.File, err = s.Attach(ctx, id, hiring.Background, name, bytes.NewReader(raw)); err != nil {
		return out, err
	}
	pages, err := o.ports.Paper.Text(raw)
	if err != nil {
		return out, err
	}
	if out.OwnReport, err = o.ports.OwnReport(strings.Join(pages, "\n")); err != nil {
		return out, err
	}
	c, person, err := o.caseWithPerson(ctx, id)
	if err != nil || person == nil || c == nil {
		return out, err
	}
	out.SameName = map[screening.Likeness]string{screening.Same: "same", screening.Lookalike: "lookalike", screening.Other: "other"}[screening.CompareNames(out.Name, person.Name)]
	out.SameID = maskedFits(out.IDNumber, person.IDNumber)
	return out, nil
}

// maskedFits compares a number with stars against the whole one.
func maskedFits(masked, whole string) string {
	if masked == "" || whole == "" {
		return ""
	}
	if len(masked) != len(whole) {
		return "other"
	}
	for i := range len(whole) {
		if masked[i] != '*' && !strings.EqualFold(masked[i:i+1], whole[i:i+1]) {
			return "other"
		}
	}
	return "same"
}
