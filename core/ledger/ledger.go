// Package ledger is the bank's memory that cannot be changed unnoticed: records joined to a chain of hashes, and the
// walk that finds the first record somebody touched.
//
// A record chains a salted digest of its body, never the body itself. So a body can be withheld from a device or erased
// by law and the chain still verifies, and what is left in the chain says nothing about a person. The package refuses
// to know what a record means, to read a clock, to roll dice or to touch a disk; it holds no keys and signs nothing: a
// Checkpoint is the text that others sign, print and carry away.
//
//	r := ledger.Record{Seq: 1, Case: "c7", Ver: 1, Kind: "case_opened.1", Commitment: ledger.Commit(salt, body)}
//	ledger.Link([32]byte{}, &r) // the first record follows the zero hash
package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// domain keeps a record's hash from ever being taken for the hash of something else.
const domain = "ruhang.ledger.record.1"

// Told is the device of history that was told anew (a demo, a past season): each record has its own moment, which is no clock's.
const Told = "told"

// Record is the structural, pseudonymous part of one thing that happened; everything personal is in its body.
type Record struct {
	Seq        uint64    // place in the bank's one chain, from 1 without gaps
	Case       string    // random pseudonym of the case, never derived from a person
	Ver        uint64    // place within the case, from 1 without gaps
	Kind       string    // wire name and version, "offer_issued.1"
	Actor      string    // account id, pseudonymous
	Device     string    // the machine the intent came from
	At         time.Time // UTC, whole microseconds; a claim of the authority's clock, not what orders records
	Intent     string    // the intent that was settled
	Class      string    // compartment of the body: which key seals it
	Commitment [32]byte  // Commit(salt, body)
	Prev       [32]byte  // hash of the record before
	Hash       [32]byte  // hash of this one, over every field above
}

// Back says that a record is dated before its predecessor: the machine's clock was set back.
func (r *Record) Back(predecessor time.Time) bool {
	return r.Device != Told && r.At.Before(predecessor)
}

// Commit is the digest of a body that a record carries. The salt (random, kept beside the body under the same seal)
// is what stops guessing: without it, a body of few possible values could be found by trying them all.
func Commit(salt [32]byte, body []byte) [32]byte {
	mac := hmac.New(sha256.New, salt[:])
	mac.Write(body)
	return [32]byte(mac.Sum(nil))
}

// Link joins a record to the one before: it brings the time to UTC microseconds, the precision that is hashed and
// stored, and fills Prev and Hash.
func Link(prev [32]byte, r *Record) {
	r.At = r.At.UTC().Truncate(time.Microsecond)
	r.Prev = prev
	r.Hash = digest(r)
}

// digest hashes every field but Hash. Each text is prefixed by its length, so moving a letter from one field to the
// next changes the hash.
func digest(r *Record) [32]byte {
	b := make([]byte, 0, 320)
	b = appendText(b, domain)
	b = binary.BigEndian.AppendUint64(b, r.Seq)
	b = appendText(b, r.Case)
	b = binary.BigEndian.AppendUint64(b, r.Ver)
	b = appendText(b, r.Kind)
	b = appendText(b, r.Actor)
	b = appendText(b, r.Device)
	b = binary.BigEndian.AppendUint64(b, uint64(r.At.UnixMicro()))
	b = appendText(b, r.Intent)
	b = appendText(b, r.Class)
	b = append(b, r.Commitment[:]...)
	b = append(b, r.Prev[:]...)
	return sha256.Sum256(b)
}

func appendText(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
	return append(b, s...)
}
