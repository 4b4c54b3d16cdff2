package model

import (
	"encoding/hex"
	"strconv"

	"ruhang/core/office"
)

// LedgerRows are what a check of the whole ledger found.
func (r Reader) LedgerRows(rep office.Verdict) []Row {
	return []Row{
		{Label: r.Say("verify.records"), Value: strconv.FormatUint(rep.Records, 10)},
		{Label: r.Say("verify.head"), Value: hex.EncodeToString(rep.Head[:])},
		{Label: r.Say("verify.root"), Value: hex.EncodeToString(rep.Root[:])},
	}
}

// ProofRows are what the ledger says of a PDF.
func (r Reader) ProofRows(p office.Proof) []Row {
	out := []Row{
		{Label: r.Say("verify.pdf_name"), Value: p.Name},
		{Label: r.Say("verify.pdf_version"), Value: strconv.Itoa(p.Version)},
		{Label: r.Say("verify.pdf_state"), Value: r.Say("offer.state." + string(p.State))},
		{Label: r.Say("verify.pdf_issued_at"), Value: r.Moment(p.IssuedAt)},
	}
	if !p.SignedAt.IsZero() {
		out = append(out, Row{Label: r.Say("verify.pdf_signed_at"), Value: r.Moment(p.SignedAt)})
	}
	return append(out, Row{Label: "SHA-256", Value: p.SHA256})
}
