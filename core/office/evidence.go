package office

import (
	"context"
	"encoding/hex"
	"time"

	"ruhang/core/hiring"
)

// ConsentWording is the version of the words that a candidate agrees to when signing electronically (signpage.consent_text): a
// change of the words is a new version.
const ConsentWording = "2026-11"

// ledgerEnd is where the ledger stood.
type ledgerEnd struct {
	Records uint64
	Head    [32]byte
}

// testimony is all that an evidence sheet tells of.
type testimony struct {
	c       *hiring.Case
	of      *hiring.Offer
	p       *hiring.Person
	account Account
	signed  signature
	at      ledgerEnd // before the signature was settled
}

// evidence is the sheet that says who signed what, when, how they were identified and what they agreed to, sealed by the bank. It is a
// paper of its own: nothing can be added to a sealed letter but signatures, and the letter's own digest can only stand outside of it.
func (o *Office) evidence(ctx context.Context, keys certificates, t testimony, lang string) ([]byte, error) {
	report, err := o.ports.Signer.Verify(t.signed.PDF, o.trust(keys))
	if err != nil {
		return nil, err
	}
	seal, err := o.described(keys.Seal.Chain)
	if err != nil {
		return nil, err
	}
	doc := o.evidenceSheet(t, report, lang)
	pdf, fields, err := o.ports.Paper.Form(doc)
	if err != nil {
		return nil, err
	}
	return o.seals(ctx, keys, pdf, fields, seal, o.ports.Words(lang, "sign.reason_evidence"), lang)
}

func (o *Office) evidenceSheet(t testimony, report SignatureReport, lang string) Document {
	say := func(key string, pairs ...string) string { return o.ports.Words(lang, key, pairs...) }
	last := report.Signatures[len(report.Signatures)-1]
	bank := o.Catalog().Bank.Name.In(lang)
	doc := Document{Title: say("evidence.title"), Lang: lang, Made: t.signed.at, Subject: "evidence " + string(t.c.ID), Footer: say("evidence.footer", "bank", bank)}
	add := func(blocks ...Block) { doc.Blocks = append(doc.Blocks, blocks...) }
	add(Block{Kind: Paragraph, Text: say("evidence.intro", "bank", bank)},
		Block{Kind: Heading, Text: say("evidence.file")},
		Block{Kind: Pairs, Rows: [][]string{
			{say("evidence.paper"), say("evidence.offer", "version", num(uint64(t.of.Version)), "bank", bank)},
			{say("evidence.before"), last.Before},
			{say("evidence.after"), last.SHA256},
			{say("evidence.size"), say("evidence.bytes", "n", num(uint64(last.Bytes)))},
		}})
	for _, s := range report.Signatures {
		add(Block{Kind: Heading, Text: say("evidence.by_" + s.Field)}, Block{Kind: Pairs, Rows: o.signerRows(s, t, lang)})
	}
	add(Block{Kind: Heading, Text: say("evidence.consent")},
		Block{Kind: Paragraph, Text: say("signpage.consent_text", "name", t.p.Name, "bank", bank)},
		Block{Kind: Paragraph, Text: say("evidence.agreed", "wording", ConsentWording)},
		Block{Kind: Heading, Text: say("evidence.story")},
		Block{Kind: Table, Rows: o.storyRows(t, lang)},
		Block{Kind: Pairs, Rows: [][]string{
			{say("evidence.ledger"), say("evidence.records", "n", num(t.at.Records))},
			{say("evidence.head"), hex.EncodeToString(t.at.Head[:])},
		}},
		Block{Kind: Heading, Text: say("evidence.means")},
		Block{Kind: Bullets, Rows: [][]string{{say("signpage.proves_1")}, {say("signpage.proves_2")}, {say("signpage.proves_3")}, {say("evidence.check")}}},
		Block{Kind: Fields, Rows: [][]string{{FieldBank, say("signpage.seal")}}, Text: digestCode + last.SHA256, Caption: say("evidence.qr")})
	return doc
}

// signerRows say who signed, how they were identified, with which certificate, and when.
func (o *Office) signerRows(s SignatureFacts, t testimony, lang string) [][]string {
	say := func(key string, pairs ...string) string { return o.ports.Words(lang, key, pairs...) }
	rows := [][]string{{say("evidence.signer"), s.Certificate.Subject}}
	if s.Once {
		rows = append(rows, []string{say("evidence.identified"), say("evidence.by_account", "login", t.account.Login)})
	}
	return append(rows,
		[]string{say("evidence.time"), precise(s.At, lang)},
		[]string{say("evidence.certified"), o.certified(s, t, lang)},
		[]string{say("evidence.certificate"), say("evidence.issued_by", "key", s.Certificate.Key, "issuer", s.Certificate.Issuer,
			"from", day(s.Certificate.From, lang), "until", day(s.Certificate.Until, lang))},
		[]string{say("evidence.print"), s.Certificate.SHA256},
		[]string{say("evidence.root"), s.Root.SHA256})
}

// certified says whether somebody else vouches for the time, and if an authority was asked in vain, that too.
func (o *Office) certified(s SignatureFacts, t testimony, lang string) string {
	switch {
	case !s.CertifiedAt.IsZero():
		return o.ports.Words(lang, "evidence.time_certified", "when", precise(s.CertifiedAt, lang), "authority", s.Authority)
	case s.Once && t.signed.Uncertified != nil:
		return o.ports.Words(lang, "evidence.time_silent")
	}
	return o.ports.Words(lang, "evidence.time_own")
}

// storyRows are the offer's way to this signature.
func (o *Office) storyRows(t testimony, lang string) [][]string {
	say := func(key string) string { return o.ports.Words(lang, key) }
	rows := [][]string{{say("evidence.when"), say("evidence.what")}}
	note := func(s *hiring.Stamp, key string) {
		if s != nil {
			rows = append(rows, []string{precise(s.At, lang), say(key)})
		}
	}
	note(t.of.Approved, "evidence.approved")
	note(t.of.Issued, "evidence.issued")
	note(t.of.Viewed, "evidence.viewed")
	if t.of.Change != nil {
		note(&t.of.Change.Stamp, "evidence.asked")
		note(t.of.Change.Answered, "evidence.answered")
	}
	note(&hiring.Stamp{At: t.signed.at}, "evidence.signed")
	return rows
}

// precise writes an instant to the second, in China's civil time, with its distance from UTC.
func precise(t time.Time, lang string) string {
	return day(t, lang) + " " + t.In(hiring.China).Format("15:04:05 -07:00")
}
