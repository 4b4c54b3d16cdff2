// Package pades signs PDFs with PAdES signatures (ETSI EN 319 142-1, level B-B, or B-T with a timestamp authority, RFC 3161),
// verifies them strictly, and makes and reads the certificates behind them.
//
// It refuses to know what a document is about: bytes in, bytes out. It refuses to be a PDF library: it reads classic files as
// data/paper draws them and as it extends them itself, and says of everything else that it is not such a file. It refuses
// to be lenient: what a signature does not cover, or what this package would not have written after the first signature, is refused,
// since every lenient reader so far was shown pages that nobody had signed (Mladenov et al., PDF Insecurity, 2019 and 2021).
//
// Why our own: no Go library writes PAdES, and the best known one breaks on Chinese names.
//
//	n := pades.New(reach)
//	root, _ := n.Root("Bank", now)
//	seal, _ := n.Seal(root, "Bank", now)
//	signed, err := n.Sign(ctx, pdf, seal, office.Signing{Field: office.FieldBank, Fields: fields, Certify: true, At: now})
//	report, err := n.Verify(signed.PDF, office.Trust{Roots: [][]byte{root.Chain[0]}, Now: now})
package pades

import (
	"net/http"
	"time"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// Reach is the way to an address: the whole answer of a request there, or a fault; see data/outward.
type Reach func(address string) func(*http.Request) (*http.Response, error)

// Notary implements office.Signer. It is safe for concurrent use and keeps nothing.
type Notary struct {
	reach Reach
}

var _ office.Signer = (*Notary)(nil)

// stampPatience is how long an authority may take to answer; somebody waits for it.
const stampPatience = 8 * time.Second

// New makes a notary. Its only connection is the one to a timestamp authority that a call names, by the way it is given; with none
// it verifies, and signs without timestamps.
func New(reach Reach) *Notary { return &Notary{reach: reach} }

// refuse is why a file does not verify.
func refuse(code string, pairs ...string) error {
	return fault.New(fault.Corrupt, code, pairs...)
}

// broken says that a file is none that this package reads, and what in it is not.
func broken(what string) error { return refuse("signature.not_ours", "value", what) }
