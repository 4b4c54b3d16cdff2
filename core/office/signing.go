package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// The size of a signature's box in points: what data/paper draws for two beside each other. A reader scales a look to its box.
const boxWidth, boxHeight = 218.27, 102.05

// digestCode stands before the digest in an offer's QR.
const digestCode = "RUHANG:OFFER:"

// signaturePage ends the letter: who offers and who accepts, what the candidate agrees to by signing here, and the boxes. It is part of
// what is issued, since nothing may be added to a sealed file but signatures in its fields.
func (o *Office) signaturePage(doc *Document, values map[string]string, lang string) {
	say := func(key string) string {
		return o.ports.Words(lang, key, "bank", values["bank"], "name", values["name"], "version", values["version"], "expires", values["expires"])
	}
	doc.Blocks = append(doc.Blocks, Block{Kind: Break},
		Block{Kind: Heading, Text: say("signpage.title")},
		Block{Kind: Paragraph, Text: say("signpage.text")},
		Block{Kind: Pairs, Rows: [][]string{
			{say("signpage.offers"), values["bank"]},
			{say("signpage.accepts"), values["name"]},
			{say("signpage.post"), values["branch"] + " " + values["position"]},
			{say("signpage.version"), values["version"]},
			{say("signpage.until"), values["expires"]},
		}},
		Block{Kind: Heading, Text: say("signpage.consent")},
		Block{Kind: Paragraph, Text: say("signpage.consent_text")},
		Block{Kind: Fields, Rows: [][]string{{FieldBank, say("signpage.seal")}, {FieldCandidate, say("signpage.signature")}}},
		Block{Kind: Heading, Text: say("signpage.proves")},
		Block{Kind: Bullets, Rows: [][]string{{say("signpage.proves_1")}, {say("signpage.proves_2")}, {say("signpage.proves_3")}}})
}

// sealed is the letter as it is issued: drawn, and sealed by the bank.
func (o *Office) sealed(ctx context.Context, doc Document, until time.Time, lang string) ([]byte, error) {
	c, err := o.certificates(ctx)
	if err != nil {
		return nil, err
	}
	seal, err := o.described(c.Seal.Chain)
	if err != nil {
		return nil, err
	}
	if wrong, _ := standing(seal, o.now()); wrong != nil {
		return nil, wrong
	}
	if until.After(seal.Until) { // the evidence of a signature on the last day is sealed as well
		return nil, fault.New(fault.Refused, "certificate.too_short", "until", civil(seal.Until))
	}
	pdf, fields, err := o.ports.Paper.Form(doc)
	if err != nil {
		return nil, err
	}
	return o.seals(ctx, c, pdf, fields, seal, o.ports.Words(lang, "sign.reason_offer"), lang)
}

// seals puts the bank's seal into a drawn paper.
func (o *Office) seals(ctx context.Context, c certificates, pdf []byte, fields []Field, seal Certificate, reason, lang string) ([]byte, error) {
	at := o.now().Truncate(time.Second)
	how := Signing{Field: FieldBank, Fields: fields, Certify: true, Name: seal.Subject, Reason: reason, At: at, Authority: c.Authority}
	for _, f := range fields {
		if f.Name == FieldBank {
			say := func(key string, pairs ...string) string { return o.ports.Words(lang, key, pairs...) }
			look, err := o.ports.Paper.Look(Mark{Width: f.Width, Height: f.Height, Name: o.bankName(), Lines: []string{
				seal.Subject, say("sign.sealed"), moment(at, lang), say("sign.certificate", "print", leading(seal.SHA256))}})
			if err != nil {
				return nil, err
			}
			how.Look = look
		}
	}
	out, err := o.ports.Signer.Sign(ctx, pdf, c.Seal, how)
	return out.PDF, err
}

// leading is the beginning of a fingerprint, enough to tell two apart by eye.
func leading(digest string) string { return digest[:min(len(digest), 16)] }

// signature is the candidate's, as it was made.
type signature struct {
	SignedPDF
	by Certificate
	at time.Time
}

// candidateSigns signs exactly the bytes that were shown, with a key and a certificate for this file only. The key is not kept.
func (o *Office) candidateSigns(ctx context.Context, c certificates, p *hiring.Person, shown, stroke []byte, lang string) (signature, error) {
	if p == nil {
		return signature{}, fault.New(fault.Missing, "person.erased")
	}
	s := signature{at: o.now().Truncate(time.Second)}
	sum := sha256.Sum256(shown)
	digest := hex.EncodeToString(sum[:])
	id, err := o.ports.Signer.Once(c.Root, p.Name, digest, o.now())
	if err != nil {
		return s, err
	}
	if s.by, err = o.described(id.Chain); err != nil {
		return s, err
	}
	how := Signing{Field: FieldCandidate, Name: p.Name, Reason: o.ports.Words(lang, "sign.reason_accept"), At: s.at, Authority: c.Authority}
	if _, err := o.ports.Signer.Verify(shown, o.trust(c)); fault.HasCode(err, "signature.none") {
		// An offer issued before there were seals: its own field is laid down beside the foot of its last page.
		pages, err := o.ports.Paper.Text(shown)
		if err != nil {
			return s, err
		}
		how.Fields = []Field{{Name: FieldCandidate, Label: how.Reason, Page: len(pages), X: 310, Y: 82, Width: boxWidth, Height: boxHeight}}
	} else if err != nil {
		return s, err
	}
	how.Look, err = o.ports.Paper.Look(Mark{Width: boxWidth, Height: boxHeight, Stroke: stroke, Code: digestCode + digest,
		Lines: []string{p.Name, moment(s.at, lang), o.ports.Words(lang, "sign.certificate", "print", leading(s.by.SHA256))}})
	if err != nil {
		return s, err
	}
	s.SignedPDF, err = o.ports.Signer.Sign(ctx, shown, id, how)
	return s, err
}
