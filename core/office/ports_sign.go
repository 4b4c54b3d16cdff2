package office

import (
	"context"
	"time"
)

// Signer signs PDFs, says what is signed in them, and makes and reads the certificates behind it. Implemented by data/pades.
// It keeps nothing: keys come with each call, so that another implementation may leave them in an HSM or with a certification service.
type Signer interface {
	// Root makes a bank's own certificate authority.
	Root(bank string, now time.Time) (Identity, error)
	// Seal makes the certificate that a bank seals its papers with, issued by its root.
	Seal(root Identity, bank string, now time.Time) (Identity, error)
	// Once makes a key and a certificate for one signature: by this person, under the file with this digest, and no other.
	Once(root Identity, name, sha256 string, now time.Time) (Identity, error)
	// Import reads the bank's own certificate from a PKCS#12 file and refuses what it may not seal with.
	Import(p12 []byte, password string, now time.Time) (Identity, error)
	// Certificate says what a certificate is.
	Certificate(der []byte) (Certificate, error)
	// Sign adds one signature to a PDF as an incremental update: the bytes given stand unchanged at its beginning.
	Sign(ctx context.Context, pdf []byte, by Identity, how Signing) (SignedPDF, error)
	// Stamp asks a timestamp authority for the time, to see that it answers and is the one that is trusted.
	Stamp(ctx context.Context, authority Authority) (time.Time, error)
	// Verify is strict: a file with anything in it that a signature does not cover, or that a signature of ours would not have
	// written, is refused with the reason as a code signature.*. What it found until then comes with the refusal.
	Verify(pdf []byte, trust Trust) (SignatureReport, error)
}

// Identity is a certificate with its private key.
type Identity struct {
	Chain [][]byte `json:"chain"` // DER, the signer's own first; the last one is what others must trust
	Key   []byte   `json:"key"`   // PKCS#8; empty for a key that was thrown away
}

// Certificate is what a certificate says of itself.
type Certificate struct {
	Subject  string // the common name
	Issuer   string
	Serial   string // hex
	From     time.Time
	Until    time.Time
	SHA256   string // the fingerprint, hex
	Key      string // "RSA 2048", "P-256"
	SelfMade bool   // issued by itself
}

// Field is a place for a signature on a page, in points from its lower left corner.
type Field struct {
	Name                string // FieldBank, FieldCandidate
	Label               string // what a reader's program calls it
	Page                int    // from 1
	X, Y, Width, Height float64
}

// The names of the fields of an offer.
const (
	FieldBank      = "bank"
	FieldCandidate = "candidate"
)

// Look is how a signature looks on the page: drawing operators of PDF in a box, and one picture that they may place as /Im0.
type Look struct {
	Width, Height float64 // of the box, in points
	Drawing       []byte
	Picture       []byte // PNG with transparency, or none
}

// Signing is one signature to be made.
type Signing struct {
	Field     string
	Fields    []Field // to lay down when the file has none yet; a file's fields are laid down once
	Certify   bool    // only signatures in fields may be added afterwards (DocMDP, P=2)
	Name      string  // who signs
	Reason    string
	At        time.Time // the clock's own; certified only by an authority
	Look      Look
	Authority Authority // none: the time stays uncertified
}

// Authority is a timestamp authority (RFC 3161).
type Authority struct {
	URL   string   `json:"url"`
	Roots [][]byte `json:"roots"` // DER: its own certificate, or the one that issued it
}

// SignedPDF is the file with its new signature.
type SignedPDF struct {
	PDF         []byte
	CertifiedAt time.Time // of the timestamp; zero without one
	Uncertified error     // why an authority that was asked gave none
}

// Trust is what a file is held against.
type Trust struct {
	Roots  [][]byte // DER; certificates that issue seals and signatures
	Stamps [][]byte // DER; the authorities'. Nil: a timestamp is checked in itself, but whose it is stays open
	Now    time.Time
}

// SignatureReport is what a PDF's signatures say.
type SignatureReport struct {
	Signatures []SignatureFacts // in the order they were made
}

// SignatureFacts are one signature's, verified.
type SignatureFacts struct {
	Field       string
	Name        string // as the signature says; the certificate's subject is who it is
	Reason      string
	At          time.Time // the signer's clock
	CertifiedAt time.Time // the authority's; zero: the time is not certified
	Authority   string    // its name
	Unvouched   bool      // the authority's certificate was not given: its time is somebody's word
	Certificate Certificate
	Root        Certificate // that vouches for it
	Once        bool        // the certificate was made for this one file
	Certifies   bool
	Bytes       int    // the file as signed: its first so many bytes
	SHA256      string // of those bytes
	Before      string // SHA-256 of the bytes that stood before this signature was added
}
