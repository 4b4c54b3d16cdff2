package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// lookDigest finds a case by the digest of a PDF that was issued or signed in it.
const lookDigest = "digest"

// PaperKind is which of an offer's papers a PDF is.
type PaperKind string

// The kinds.
const (
	IssuedPaper   PaperKind = "issued"   // the letter as the bank sealed and issued it
	SignedPaper   PaperKind = "signed"   // the letter with the candidate's signature
	EvidencePaper PaperKind = "evidence" // the sheet beside it
)

// Proof is what a PDF's own signatures and the ledger say of it: which offer it is, who signed it, and what happened to it.
type Proof struct {
	Case       hiring.CaseID
	Name       string // masked
	Version    int
	State      hiring.OfferState
	Kind       PaperKind
	Signed     bool // these are the signed bytes; else the issued ones, or the evidence
	IssuedAt   time.Time
	SignedAt   time.Time
	SHA256     string
	Signatures []SignatureFacts // none: a paper from before this bank had certificates, which only the ledger vouches for
	Offline    bool             // held against a root alone: no ledger was asked
}

// VerifyPDF says whether a PDF is, byte for byte, an offer that this bank issued or that its candidate signed, by two witnesses who know
// nothing of each other: the signatures in the file, and the digests in the ledger. It proves acceptance of an offer, not a labour contract.
func (s *Session) VerifyPDF(ctx context.Context, pdf []byte) (Proof, error) {
	if err := s.Alive(); err != nil {
		return Proof{}, err
	}
	proof := Proof{SHA256: digestOf(pdf)}
	o := s.office
	keys, err := o.certificates(ctx)
	if err != nil {
		return proof, err
	}
	report, wrong := o.ports.Signer.Verify(pdf, o.trust(keys))
	proof.Signatures = report.Signatures
	known := false
	err = o.ports.Store.Read(ctx, func(r Reader) (err error) {
		known, err = o.findProof(r, &proof)
		return err
	})
	switch {
	case err != nil:
		return proof, err
	case wrong != nil && !fault.HasCode(wrong, "signature.none"):
		return proof, wrong
	case !known && wrong != nil:
		return proof, fault.New(fault.Corrupt, "verify.unknown_pdf")
	case !known:
		return proof, fault.New(fault.Corrupt, "verify.not_in_ledger")
	case proof.Kind == IssuedPaper && !proof.SignedAt.IsZero():
		// The candidate's signature can be cut off without a trace in the file. The ledger remembers that there is one.
		return proof, fault.New(fault.Corrupt, "verify.stripped", "version", strconv.Itoa(proof.Version), "at", civil(proof.SignedAt))
	}
	return proof, nil
}

// VerifyAlone holds a PDF against roots that somebody was given: without a ledger and without this bank.
func VerifyAlone(signer Signer, pdf []byte, trust Trust) (Proof, error) {
	report, err := signer.Verify(pdf, trust)
	proof := Proof{SHA256: digestOf(pdf), Signatures: report.Signatures, Offline: true, Kind: IssuedPaper}
	if n := len(report.Signatures); err == nil && report.Signatures[n-1].Once {
		proof.Kind, proof.Signed, proof.SignedAt = SignedPaper, true, report.Signatures[n-1].At
	}
	return proof, err
}

func digestOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// findProof looks for the case that a digest belongs to.
func (o *Office) findProof(r Reader, proof *Proof) (bool, error) {
	ids, err := o.lookup(r, lookDigest, proof.SHA256)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		keys, err := o.keys(r, hiring.CaseID(id))
		if err != nil {
			return false, err
		}
		c, err := o.load(r, hiring.CaseID(id), keys)
		if err != nil {
			return false, err
		}
		if ok, err := o.proves(r, c, proof); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

func (o *Office) proves(r Reader, c *hiring.Case, proof *Proof) (bool, error) {
	for _, of := range c.Offers {
		switch proof.SHA256 {
		case of.SignedPDF.SHA256:
			proof.Kind, proof.Signed = SignedPaper, true
		case of.Evidence.SHA256:
			proof.Kind = EvidencePaper
		case of.PDF.SHA256:
			proof.Kind = IssuedPaper
		default:
			continue
		}
		proof.Case, proof.Version, proof.State = c.ID, of.Version, of.State
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
	return s.office.intake().CV(name, r)
}

// ReadCVText is ReadCV of pasted text.
func (s *Staff) ReadCVText(text string) (hiring.CV, error) {
	return s.office.intake().CV("pasted.txt", bytes.NewReader([]byte(text)))
}
