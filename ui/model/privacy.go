package model

import (
	"strconv"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// PrivacyPart is a case's side of privacy: until when it is kept, what stands against erasing it, who asked for it.
type PrivacyPart struct {
	Rows    []Row
	Hold    Act
	Release Act
	Request Act
	Refuse  Act
	Erase   Act
	Left    Act
	Export  bool
}

// PrivacyPart words it.
func (r Reader) PrivacyPart(f *office.CaseFile) PrivacyPart {
	c := f.Case
	p := PrivacyPart{Export: r.HasJob("subject")}
	until := r.Say("privacy.no_clock")
	if kept, clock := c.Kept(r.Cat); clock {
		until = r.Say("privacy.until", "day", string(kept.Until), "outcome", r.outcome(kept.Outcome))
	}
	p.Rows = append(p.Rows, Row{Label: r.Say("privacy.kept"), Value: until})
	if k := r.Cat.Privacy.RetentionOf(c.Outcome()); k != nil {
		p.Rows = append(p.Rows, Row{Label: r.Say("privacy.source"), Value: k.Source.In(r.Lang)})
	}
	if h := c.Hold; h != nil {
		p.Rows = append(p.Rows, Row{Label: r.Say("privacy.hold"), Value: inOneLine(r, r.Reason(h.Reason), h.Note, r.stamped(f, h.Stamp)), Tone: Urgent})
		if h.Release != nil {
			p.Rows = append(p.Rows, Row{Label: r.Say("privacy.release"), Value: r.Say("privacy.release_asked", "stamp", r.stamped(f, *h.Release))})
		}
	}
	if e := c.Erasure; e != nil {
		key := "privacy.request_by"
		if e.Asked {
			key = "privacy.asked_by"
		}
		p.Rows = append(p.Rows, Row{Label: r.Say("privacy.request"), Value: inOneLine(r, r.Say(key, "stamp", r.stamped(f, e.Stamp)), r.Reason(e.Reason), e.Note), Tone: Urgent})
	}
	if no := c.ErasureNo; no != nil {
		p.Rows = append(p.Rows, Row{Label: r.Say("privacy.refused"), Value: inOneLine(r, no.Note, r.stamped(f, no.Stamp))})
	}
	if c.Hold == nil {
		p.Hold = able(f, r.Say("privacy.act.hold"), hiring.HoldData{Reason: r.firstReason("keep")})
	} else {
		p.Release = able(f, r.Say("privacy.act.release"), hiring.ReleaseHold{Note: "-"})
	}
	if c.Erasure == nil || c.Erasure.Asked {
		p.Request = able(f, r.Say("privacy.act.request"), hiring.RequestErasure{Reason: r.firstReason("erase")})
	}
	if c.Erasure != nil {
		p.Refuse = able(f, r.Say("privacy.act.refuse"), hiring.RefuseErasure{Note: "-"})
	}
	if c.Erasure != nil && !c.Erasure.Asked {
		p.Erase = able(f, r.Say("privacy.act.erase"), hiring.EraseCase{Ground: hiring.GroundRequest})
	}
	if c.Status == hiring.Confirmed && c.Left == "" {
		p.Left = able(f, r.Say("privacy.act.left"), hiring.RecordLeaving{})
	}
	return p
}

// outcome is the name of a period of retention.
func (r Reader) outcome(id string) string {
	if k := r.Cat.Privacy.RetentionOf(id); k != nil {
		return k.Name.In(r.Lang)
	}
	return id
}

// ProposedLine is a case whose period is over.
type ProposedLine struct{ Name, Outcome, Until, Why string }

// ProposedLines word them; who may not see names sees pseudonyms.
func (r Reader) ProposedLines(all []office.Proposed, fault func(error) string) []ProposedLine {
	var out []ProposedLine
	for _, p := range all {
		l := ProposedLine{Name: p.Name, Outcome: r.outcome(p.Outcome), Until: string(p.Until)}
		if l.Name == "" {
			l.Name = string(p.Case)
		}
		if p.Why != nil {
			l.Why = fault(p.Why)
		}
		out = append(out, l)
	}
	return out
}

// RetentionDays are the days to come on which periods end, with how many of which outcome.
func (r Reader) RetentionDays(days []office.RetentionDay) []Row {
	var out []Row
	for _, d := range days {
		var parts []string
		for _, id := range sortedKeys(d.Counts) {
			parts = append(parts, r.Say("retention.of", "outcome", r.outcome(id), "n", strconv.Itoa(d.Counts[id])))
		}
		out = append(out, Row{Label: string(d.On), Value: r.list(parts)})
	}
	return out
}

// RetentionRules are the periods in force, with their source.
func (r Reader) RetentionRules() []Row {
	var out []Row
	for _, k := range r.Cat.Privacy.Retention {
		value := r.Say("retention.days", "n", strconv.Itoa(k.Days), "source", k.Source.In(r.Lang))
		if k.LeastDays > 0 {
			value = r.Say("retention.days_least", "n", strconv.Itoa(k.Days), "least", strconv.Itoa(k.LeastDays), "source", k.Source.In(r.Lang))
		}
		out = append(out, Row{Label: k.Name.In(r.Lang), Value: value})
	}
	return out
}

// CertificateLine is an erasure in the list of certificates.
type CertificateLine struct {
	Case, When, Ground, Backups string
	Pending                     bool
}

// CertificateLines word them.
func (r Reader) CertificateLines(all []office.ErasureCertificate) []CertificateLine {
	var out []CertificateLine
	for _, c := range all {
		out = append(out, CertificateLine{Case: string(c.Case), When: r.Moment(c.At), Ground: r.Say("certificate.ground." + c.Ground),
			Backups: string(c.BackupsUntil), Pending: c.FinishedAt.IsZero()})
	}
	return out
}

// UseRows are the records of processing (PIPL Art. 55, 56), one card each.
func (r Reader) UseRows() []struct {
	Title string
	Rows  []Row
} {
	var out []struct {
		Title string
		Rows  []Row
	}
	for _, u := range r.Cat.Privacy.Uses {
		out = append(out, struct {
			Title string
			Rows  []Row
		}{u.Purpose.In(r.Lang), []Row{{Label: r.Say("consent.data"), Value: u.Data.In(r.Lang)}, {Label: r.Say("consent.recipient"), Value: u.Recipient.In(r.Lang)},
			{Label: r.Say("consent.basis"), Value: u.Basis.In(r.Lang)}, {Label: r.Say("retention.kept"), Value: u.Kept.In(r.Lang)}}})
	}
	return out
}
