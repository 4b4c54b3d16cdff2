package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// lookDigest finds a case by the digest of a PDF that was issued or signed in it.
const lookDigest = "digest"

// Proof is what the ledger says of a PDF: which offer it is, and what happened to it.
type Proof struct {
	Case     hiring.CaseID
	Name     string // masked
	Version  int
	State    hiring.OfferState
	Signed   bool // these are the signed bytes; else the issued ones
	IssuedAt time.Time
	SignedAt time.Time
	SHA256   string
}

// VerifyPDF says whether a PDF is, byte for byte, an offer that this bank issued or that its candidate signed. Any other
// byte gives another digest, and another digest is not in the ledger. It proves acceptance of an offer, not a labour contract.
func (s *Session) VerifyPDF(ctx context.Context, pdf []byte) (Proof, error) {
	sum := sha256.Sum256(pdf)
	proof := Proof{SHA256: hex.EncodeToString(sum[:])}
	o := s.office
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		ids, err := o.lookup(r, lookDigest, proof.SHA256)
		if err != nil {
			return err
		}
		for _, id := range ids {
			keys, err := o.keys(r, hiring.CaseID(id))
			if err != nil {
				return err
			}
			c, err := o.load(r, hiring.CaseID(id), keys)
			if err != nil {
				return err
			}
			if ok, err := o.proves(r, c, &proof); ok || err != nil {
				return err
			}
		}
		return fault.New(fault.Corrupt, "verify.unknown_pdf")
	})
	return proof, err
}

func (o *Office) proves(r Reader, c *hiring.Case, proof *Proof) (bool, error) {
	for _, of := range c.Offers {
		signed := of.SignedPDF.SHA256 == proof.SHA256
		if !signed && of.PDF.SHA256 != proof.SHA256 {
			continue
		}
		proof.Case, proof.Version, proof.State, proof.Signed = c.ID, of.Version, of.State, signed
		if of.Issued != nil {
			proof.IssuedAt = of.Issued.At
		}
		if of.Signed != nil {
			proof.SignedAt = of.Signed.At
		}
		p, err := o.person(r, c.Person)
		if p != nil {
			proof.Name = maskName(p.Name)
		}
		return true, err
	}
	return false, nil
}

// ReadCV reads a CV from a file or from pasted text into the form, for a person's correction; nothing is stored.
func (s *Staff) ReadCV(name string, r io.Reader) (hiring.CV, error) {
	return s.office.ports.Intake.CV(name, r)
}

// ReadCVText is ReadCV of pasted text.
func (s *Staff) ReadCVText(text string) (hiring.CV, error) {
	return s.office.ports.Intake.CV("pasted.txt", bytes.NewReader([]byte(text)))
}
