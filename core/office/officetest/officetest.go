// Package officetest is the suite that every implementation of an office port must pass, whatever it is made of.
//
// It refuses to know how a store keeps things: it asks through the port only, and holds the answers against a plain model in
// memory. Tests import it; programs never.
//
//	officetest.TestStore(t, func(t *testing.T) office.Store { return openAnEmptyOne(t) })
package officetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/ledger"
	"ruhang/core/office"
)

// TestStore runs the suite; open gives an empty store and closes it when its test ends.
func TestStore(t *testing.T, open func(t *testing.T) office.Store) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, s office.Store)
	}{
		{"an error leaves nothing behind", errorLeavesNothing},
		{"a panic leaves nothing behind", panicLeavesNothing},
		{"a reader sees one moment", readerSeesOneMoment},
		{"what is written is seen inside its transaction", seesOwnWrites},
		{"a cancelled context ends the work and writes nothing", cancelled},
		{"updates from many goroutines come one after the other", concurrentUpdates},
		{"the ledger comes back as it was written", ledgerRoundTrip},
		{"a case's history comes in pages and knows what stood before it", history},
		{"a record that does not follow is refused", appendRefusesGaps},
		{"a long ledger is read while others are asked and written", walkWhileAsking},
		{"big bodies", bigBodies},
		{"an intent and its verdict", intents},
		{"keys are kept and never replaced", keys},
		{"people, accounts and settings", people},
		{"look-ups find several ids", lookups},
		{"the outbox takes a key once", outbox},
		{"an effect is claimed by one, and again when its lease is over", claims},
		{"an effect that is no longer as it was is not written", effectFence},
		{"files and plans", filesAndPlans},
		{"a row of a case comes back as it was written", caseRoundTrip},
		{"no list chooses all, an empty list nothing", emptyLists},
		{"pages never lose or repeat rows of equal order", pagingUnderEqualKeys},
		{"cases without a date come last", withoutDateLast},
		{"due cases", dueCases},
		{"work is in the order of its deadlines", workOrder},
		{"work follows its case to another branch", workFollowsBranch},
		{"messages, newest first, and who read them", messages},
		{"cleared views are empty, and nothing else is", clearViews},
		{"an erased case is gone, and nothing else", erasing},
		{"hundreds of branches", manyBranches},
		{"pages, counts and work equal a plain model's", againstModel},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

// ctx is what tests without a deadline of their own use.
var ctx = context.Background()

var errOurs = errors.New("the test's own error")

// start is a moment to count from, in whole microseconds.
var start = time.Date(2026, 11, 23, 1, 0, 0, 123_000, time.UTC)

func update(t testing.TB, s office.Store, fn func(tx office.Tx) error) {
	t.Helper()
	require.NoError(t, s.Update(ctx, fn))
}

func read(t testing.TB, s office.Store, fn func(r office.Reader) error) {
	t.Helper()
	require.NoError(t, s.Read(ctx, fn))
}

// Record makes the next record after a head, for a case at a version.
func Record(seq uint64, prev [32]byte, id hiring.CaseID, ver uint64, body []byte) office.StoredEvent {
	var salt [32]byte
	salt[0] = byte(seq)
	r := ledger.Record{Seq: seq, Case: string(id), Ver: ver, Kind: "note_added.1", Actor: "acc-1", Device: "dev-1",
		At: start.Add(time.Duration(seq) * time.Second), Intent: fmt.Sprintf("intent-%d", seq), Class: string(hiring.Basic), Commitment: ledger.Commit(salt, body)}
	ledger.Link(prev, &r)
	return office.StoredEvent{Record: r, Body: body}
}

// Append adds n records to a case's, as a settling does: linked to the head, with the tree's peaks.
func Append(tx office.Tx, id hiring.CaseID, ver uint64, n int, body func(i int) []byte) ([]office.StoredEvent, error) {
	seq, head, peaks, err := tx.Head()
	if err != nil {
		return nil, err
	}
	tree, ok := ledger.ResumeTree(seq, peaks)
	if !ok {
		return nil, errors.New("the peaks do not belong to the head")
	}
	events := make([]office.StoredEvent, n)
	for i := range events {
		events[i] = Record(seq+1+uint64(i), head, id, ver+uint64(i), body(i))
		head = events[i].Record.Hash
		tree.Append(head[:])
	}
	return events, tx.Append(events, tree.Peaks())
}

// Verify walks the whole ledger and holds it against the store's head and peaks.
func Verify(r office.Reader) (ledger.Report, error) {
	v := ledger.NewVerifier()
	if err := r.Records(func(e office.StoredEvent) error { return v.Add(&e.Record, ledger.Body{}) }); err != nil {
		return v.Report(), err
	}
	seq, head, peaks, err := r.Head()
	if err != nil {
		return v.Report(), err
	}
	report := v.Report()
	tree, ok := ledger.ResumeTree(seq, peaks)
	if !ok || report.Records != seq || report.Head != head || report.Root != tree.Root() {
		return report, fmt.Errorf("the head says %d records, the ledger has %d, or their hashes differ", seq, report.Records)
	}
	return report, nil
}

func body(text string) func(int) []byte {
	return func(i int) []byte { return []byte(fmt.Sprintf("%s %d", text, i)) }
}

// noise is n bytes that do not compress and are the same every time.
func noise(n int) []byte {
	out := make([]byte, 0, n+sha256.Size)
	for sum := sha256.Sum256(nil); len(out) < n; sum = sha256.Sum256(sum[:]) {
		out = append(out, sum[:]...)
	}
	return out[:n]
}
