package ledger

import (
	"crypto/hmac"
	"iter"
	"strconv"
	"time"

	"ruhang/core/fault"
)

// Body is the personal part of a record as far as the walker can read it. The zero Body is one that is withheld from
// this reader or erased: the record still verifies. That an erasure was lawful is said by a record of its own.
type Body struct {
	Opened bool
	Salt   [32]byte
	Plain  []byte
}

// Entry is one step of the walk.
type Entry struct {
	Record Record
	Body   Body
}

// Report is what a walk has seen up to where it ended.
type Report struct {
	Records   uint64   // records that verified
	Bodies    uint64   // of these, with a body that was opened and matched
	Withheld  uint64   // of these, with a body withheld or erased
	Regressed uint64   // of these, with a time before their predecessor's: a clock was set back; told, not refused
	Agreed    uint64   // size of the largest checkpoint that the walk came past and agreed with
	Head      [32]byte // hash of the newest record
	Root      [32]byte // Merkle root over all of them
}

// Checkpoint is the report's ledger as a checkpoint taken now.
func (r Report) Checkpoint(now time.Time) Checkpoint {
	return Checkpoint{Size: r.Records, Head: r.Head, Root: r.Root, At: now.UTC().Truncate(time.Microsecond)}
}

// Verifier walks a ledger record by record. Make one with NewVerifier, Add every record in the order of Seq, then Done.
type Verifier struct {
	report      Report
	tree        Tree
	last        time.Time
	versions    map[string]uint64
	checkpoints map[uint64][]Checkpoint
}

// NewVerifier prepares a walk that also compares the ledger with checkpoints taken earlier and kept elsewhere.
func NewVerifier(against ...Checkpoint) *Verifier {
	v := &Verifier{versions: map[string]uint64{}, checkpoints: map[uint64][]Checkpoint{}}
	for _, c := range against {
		v.checkpoints[c.Size] = append(v.checkpoints[c.Size], c)
	}
	return v
}

// Verify walks entries in the order of Seq and stops at the first bad one, with a Corrupt error that says what is
// wrong and at which seq:
//
//	ledger.gap        records are missing: "seq" was expected, "found" came
//	ledger.order      an earlier or repeated seq came: "seq" was expected, "found" came
//	ledger.hash       a field of the record was changed after it was written
//	ledger.prev       the record does not continue the one before it: that one was exchanged
//	ledger.version    the case's own count has a gap: "expected" and "found"
//	ledger.body       the body is not the one that was recorded
//	ledger.rewritten  the ledger differs from a checkpoint of "size" records, somewhere after "from", up to where one agreed
//	ledger.cut        the ledger is shorter ("found") than a checkpoint ("size")
//
// What concerns one record names its "case" too.
//
// An error of the iterator itself ends the walk and is returned as it is.
func Verify(entries iter.Seq2[Entry, error], against ...Checkpoint) (Report, error) {
	v := NewVerifier(against...)
	if err := v.compare(); err != nil {
		return v.Report(), err
	}
	for e, err := range entries {
		if err != nil {
			return v.Report(), err
		}
		if err := v.Add(&e.Record, e.Body); err != nil {
			return v.Report(), err
		}
	}
	return v.Report(), v.Done()
}

// Add checks the next record and its body. After an error the verifier is used up.
func (v *Verifier) Add(r *Record, body Body) error {
	if err := v.check(r); err != nil {
		return err
	}
	if body.Opened {
		want := Commit(body.Salt, body.Plain)
		if !hmac.Equal(want[:], r.Commitment[:]) {
			return corrupt("ledger.body", r)
		}
	}
	v.take(r, body.Opened)
	return v.compare()
}

func (v *Verifier) check(r *Record) error {
	expected := v.report.Records + 1
	switch {
	case r.Seq > expected:
		return corrupt("ledger.gap", r).With("seq", number(expected)).With("found", number(r.Seq))
	case r.Seq < expected:
		return corrupt("ledger.order", r).With("seq", number(expected)).With("found", number(r.Seq))
	case digest(r) != r.Hash:
		return corrupt("ledger.hash", r)
	case r.Prev != v.report.Head:
		return corrupt("ledger.prev", r)
	}
	if want := v.versions[r.Case] + 1; r.Ver != want {
		return corrupt("ledger.version", r).With("expected", number(want)).With("found", number(r.Ver))
	}
	return nil
}

func (v *Verifier) take(r *Record, opened bool) {
	v.versions[r.Case] = r.Ver
	v.tree.Append(r.Hash[:])
	if r.Back(v.last) {
		v.report.Regressed++
	}
	v.last = r.At
	v.report.Records++
	v.report.Head = r.Hash
	if opened {
		v.report.Bodies++
	} else {
		v.report.Withheld++
	}
}

// compare holds the ledger as walked so far against the checkpoints of just this size.
func (v *Verifier) compare() error {
	for _, c := range v.checkpoints[v.report.Records] {
		if c.Head != v.report.Head || c.Root != v.tree.Root() {
			return fault.New(fault.Corrupt, "ledger.rewritten", "size", number(c.Size), "from", number(v.report.Agreed))
		}
		v.report.Agreed = c.Size
	}
	return nil
}

// Done ends the walk: a checkpoint beyond the last record means that the tail is gone.
func (v *Verifier) Done() error {
	longest := v.report.Records
	for size := range v.checkpoints {
		longest = max(longest, size)
	}
	if longest > v.report.Records {
		return fault.New(fault.Corrupt, "ledger.cut", "size", number(longest), "found", number(v.report.Records))
	}
	return nil
}

// Report is what was seen so far.
func (v *Verifier) Report() Report {
	r := v.report
	r.Root = v.tree.Root()
	return r
}

func corrupt(code string, r *Record) *fault.Error {
	return fault.New(fault.Corrupt, code, "seq", number(r.Seq), "case", r.Case)
}

func number(n uint64) string { return strconv.FormatUint(n, 10) }
