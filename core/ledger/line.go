package ledger

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"time"

	"ruhang/core/fault"
)

// line is a record in an export: one JSON object, hashes in hex. Bodies stay in the bank.
type line struct {
	Seq        uint64 `json:"seq"`
	Case       string `json:"case"`
	Ver        uint64 `json:"ver"`
	Kind       string `json:"kind"`
	Actor      string `json:"actor"`
	Device     string `json:"device"`
	At         string `json:"at"`
	Intent     string `json:"intent"`
	Class      string `json:"class"`
	Commitment string `json:"commitment"`
	Prev       string `json:"prev"`
	Hash       string `json:"hash"`
}

// EncodeLine is a record as a line of an export, with its newline.
func EncodeLine(r *Record) []byte {
	raw, _ := json.Marshal(line{r.Seq, r.Case, r.Ver, r.Kind, r.Actor, r.Device, r.At.UTC().Format(checkpointTime), r.Intent, r.Class,
		hex.EncodeToString(r.Commitment[:]), hex.EncodeToString(r.Prev[:]), hex.EncodeToString(r.Hash[:])}) // texts and numbers only: cannot fail
	return append(raw, '\n')
}

// DecodeLine reads what EncodeLine wrote and nothing else (Corrupt, ledger.line), so that nothing can stand in an export that is
// not covered by the chain.
func DecodeLine(raw []byte) (Record, error) {
	bad := fault.New(fault.Corrupt, "ledger.line")
	var l line
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return Record{}, bad
	}
	if _, err := d.Token(); err != io.EOF {
		return Record{}, bad
	}
	at, err := time.Parse(checkpointTime, l.At)
	if err != nil {
		return Record{}, bad
	}
	r := Record{Seq: l.Seq, Case: l.Case, Ver: l.Ver, Kind: l.Kind, Actor: l.Actor, Device: l.Device, At: at, Intent: l.Intent, Class: l.Class}
	for to, text := range map[*[32]byte]string{&r.Commitment: l.Commitment, &r.Prev: l.Prev, &r.Hash: l.Hash} {
		b, err := hex.DecodeString(text)
		if err != nil || len(b) != 32 {
			return Record{}, bad
		}
		*to = [32]byte(b)
	}
	if !bytes.Equal(bytes.TrimSuffix(EncodeLine(&r), []byte("\n")), bytes.TrimSuffix(raw, []byte("\n"))) {
		return Record{}, bad
	}
	return r, nil
}
