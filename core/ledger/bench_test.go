package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"
	"time"
)

// BenchmarkVerify3M walks three million records with bodies of 300 bytes over 100,000 cases, as a big bank has after years: links,
// bodies, the tree, and thirty checkpoints. x-bare is the ratio to SHA-256 over the same bytes (each record's fields and its body,
// once), measured beside it. The chain is made in pieces outside the clock, so that it needs no memory.
func BenchmarkVerify3M(b *testing.B) {
	const records, piece, cases = 3_000_000, 50_000, 100_000
	var ours, bare time.Duration
	entries := make([]Entry, piece)
	plain := make([]byte, 300)
	for b.Loop() {
		var taken []Checkpoint
		for size := uint64(100_000); size <= records; size += 100_000 { // looked up at every record; none ends this walk
			taken = append(taken, Checkpoint{Size: size + records})
		}
		v, head := NewVerifier(taken...), [32]byte{}
		for at := 0; at < records; at += piece {
			for i := range entries {
				n := at + i
				body := Body{Opened: true, Salt: [32]byte{byte(n), byte(n >> 8), byte(n >> 16)}, Plain: binary.BigEndian.AppendUint64(plain[:292:292], uint64(n))}
				r := Record{Seq: uint64(n + 1), Case: fmt.Sprintf("01M88CASE%017d", n%cases), Ver: uint64(n/cases + 1), Kind: "note_added.1", Actor: "0123456789abcdef0123456789abcdef",
					Device: "desk", At: start.Add(time.Duration(n) * time.Second), Intent: "01M88INTENT0000000000000000", Class: "basic", Commitment: Commit(body.Salt, body.Plain)}
				Link(head, &r)
				head, entries[i] = r.Hash, Entry{Record: r, Body: body}
			}
			begun := time.Now()
			for i := range entries {
				if err := v.Add(&entries[i].Record, entries[i].Body); err != nil {
					b.Fatal(err)
				}
			}
			ours += time.Since(begun)
			bare += bareHash(entries)
		}
		if got := v.Report().Records; got != records {
			b.Fatal(got)
		}
	}
	b.ReportMetric(records*float64(b.N)/ours.Seconds(), "records/s")
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/verify")
	b.ReportMetric(ours.Seconds()/bare.Seconds(), "x-bare")
}

// bareHash is SHA-256 over the same bytes and nothing else.
func bareHash(entries []Entry) time.Duration {
	fields := make([]byte, 320)
	begun := time.Now()
	for i := range entries {
		h := sha256.New()
		h.Write(fields[:len(fields)-len(entries[i].Record.Kind)+12])
		h.Write(entries[i].Body.Plain)
		h.Sum(nil)
	}
	return time.Since(begun)
}
