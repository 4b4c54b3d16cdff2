package model

import (
	"encoding/hex"
	"strconv"

	"ruhang/core/office"
)

// LedgerRows are what a check of the whole ledger found.
func (r Reader) LedgerRows(rep office.Verdict) []Row {
	rows := []Row{
		{Label: r.Say("verify.records"), Value: strconv.FormatUint(rep.Records, 10)},
		{Label: r.Say("verify.head"), Value: hex.EncodeToString(rep.Head[:])},
		{Label: r.Say("verify.root"), Value: hex.EncodeToString(rep.Root[:])},
	}
	proof := Row{Label: r.Say("checkpoint.proof"), Value: r.Say("checkpoint.none_given"), Tone: Warn}
	switch {
	case rep.Stale():
		proof.Value = r.Say("checkpoint.stale", "size", figure(rep.Agreed), "newest", figure(rep.Made))
	case rep.Agreed > 0:
		proof = Row{Label: proof.Label, Value: r.Say("checkpoint.agrees", "size", figure(rep.Agreed)), Tone: Good}
	}
	rows = append(rows, proof)
	if rep.Regressed > 0 {
		rows = append(rows, Row{Label: r.Say("audit.group.clock"), Value: r.Say("checkpoint.clock", "count", figure(rep.Regressed)), Tone: Warn})
	}
	return rows
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

// CheckpointRows are the newest checkpoint and where it lies.
func (r Reader) CheckpointRows(last office.LastCheckpoint) []Row {
	if last.Size == 0 {
		return []Row{{Label: r.Say("checkpoint.newest"), Value: r.Say("checkpoint.none")}}
	}
	away := Row{Label: r.Say("checkpoint.away"), Value: last.Away, Tone: Good}
	switch {
	case last.Trouble != "":
		away.Value, away.Tone = r.known(last.Trouble, last.Trouble), Urgent
	case last.Away == "":
		away.Value, away.Tone = r.Say("checkpoint.no_away"), Urgent
	}
	return []Row{{Label: r.Say("checkpoint.newest"), Value: r.Say("checkpoint.of", "size", figure(last.Size), "at", r.Second(last.At))},
		{Label: r.Say("checkpoint.short"), Value: last.Short()}, away}
}
