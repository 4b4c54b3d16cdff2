package ledger

import (
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

var start = time.Date(2026, 11, 23, 8, 0, 0, 123000, time.UTC)

// bank makes a ledger of n records over three cases, every body open.
func bank(n int) []Entry {
	entries := make([]Entry, n)
	versions := map[string]uint64{}
	for i := range entries {
		id := fmt.Sprintf("case-%d", i%3)
		versions[id]++
		body := Body{Opened: true, Salt: [32]byte{byte(i), 7}, Plain: fmt.Appendf(nil, "body %d", i)}
		entries[i] = Entry{Body: body, Record: Record{
			Seq: uint64(i + 1), Case: id, Ver: versions[id], Kind: "note_added.1", Actor: "a1", Device: "d1",
			At: start.Add(time.Duration(i) * time.Second), Intent: fmt.Sprintf("i%d", i), Class: "basic",
			Commitment: Commit(body.Salt, body.Plain),
		}}
	}
	return relink(entries)
}

// relink writes the whole chain anew, as somebody would who holds the file but no checkpoint.
func relink(entries []Entry) []Entry {
	var head [32]byte
	for i := range entries {
		Link(head, &entries[i].Record)
		head = entries[i].Record.Hash
	}
	return entries
}

func walk(entries []Entry) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestAnUntouchedLedgerVerifies(t *testing.T) {
	entries := bank(10)
	entries[4].Body = Body{}
	report, err := Verify(walk(entries))
	require.NoError(t, err)
	require.EqualValues(t, 10, report.Records)
	require.EqualValues(t, 9, report.Bodies)
	require.EqualValues(t, 1, report.Withheld)
	require.Zero(t, report.Regressed)
	require.Equal(t, entries[9].Record.Hash, report.Head)
}

func TestEveryForgeryIsFoundAtItsRecord(t *testing.T) {
	attacks := []struct {
		name, code, seq string
		change          func(e []Entry) []Entry
	}{
		{"forged body", "ledger.body", "5", func(e []Entry) []Entry { e[4].Body.Plain = []byte("other"); return e }},
		{"other salt", "ledger.body", "5", func(e []Entry) []Entry { e[4].Body.Salt[31]++; return e }},
		{"swapped bodies", "ledger.body", "3", func(e []Entry) []Entry { e[2].Body, e[3].Body = e[3].Body, e[2].Body; return e }},
		{"forged actor", "ledger.hash", "5", func(e []Entry) []Entry { e[4].Record.Actor = "a2"; return e }},
		{"forged kind", "ledger.hash", "5", func(e []Entry) []Entry { e[4].Record.Kind = "note_added.2"; return e }},
		{"forged device", "ledger.hash", "5", func(e []Entry) []Entry { e[4].Record.Device = "d2"; return e }},
		{"forged intent", "ledger.hash", "5", func(e []Entry) []Entry { e[4].Record.Intent = "i99"; return e }},
		{"forged class", "ledger.hash", "5", func(e []Entry) []Entry { e[4].Record.Class = "salary"; return e }},
		{"moved to another case", "ledger.hash", "5", func(e []Entry) []Entry { e[4].Record.Case = "case-0"; return e }},
		{"back-dated", "ledger.hash", "5", func(e []Entry) []Entry { e[4].Record.At = start; return e }},
		{"a letter moved between fields", "ledger.hash", "5", func(e []Entry) []Entry {
			e[4].Record.Actor, e[4].Record.Device = "a1d", "1"
			return e
		}},
		{"body and commitment exchanged together", "ledger.hash", "5", func(e []Entry) []Entry {
			e[4].Body.Plain = []byte("other")
			e[4].Record.Commitment = Commit(e[4].Body.Salt, e[4].Body.Plain)
			return e
		}},
		{"one record re-hashed", "ledger.prev", "6", func(e []Entry) []Entry {
			e[4].Record.Actor = "a2"
			Link(e[4].Record.Prev, &e[4].Record)
			return e
		}},
		{"missing record", "ledger.gap", "5", func(e []Entry) []Entry { return append(e[:4], e[5:]...) }},
		{"missing first record", "ledger.gap", "1", func(e []Entry) []Entry { return e[1:] }},
		{"order swapped", "ledger.gap", "5", func(e []Entry) []Entry { e[4], e[5] = e[5], e[4]; return e }},
		{"order swapped, seq patched", "ledger.hash", "5", func(e []Entry) []Entry {
			e[4], e[5] = e[5], e[4]
			e[4].Record.Seq, e[5].Record.Seq = 5, 6
			return e
		}},
		{"record twice", "ledger.order", "6", func(e []Entry) []Entry { e[5] = e[4]; return e }},
		{"removed and the seqs closed up", "ledger.hash", "5", func(e []Entry) []Entry {
			e = append(e[:4], e[5:]...)
			for i := range e {
				e[i].Record.Seq = uint64(i + 1)
			}
			return e
		}},
		{"removed and the chain written anew", "ledger.version", "7", func(e []Entry) []Entry {
			e = append(e[:4], e[5:]...)
			for i := range e {
				e[i].Record.Seq = uint64(i + 1)
			}
			return relink(e)
		}},
	}
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			_, err := Verify(walk(a.change(bank(10))))
			require.True(t, fault.Is(err, fault.Corrupt), "%v", err)
			require.True(t, fault.HasCode(err, a.code), "%v", err)
			require.Equal(t, a.seq, fault.Of(err).Params["seq"])
		})
	}
}

func TestAnErasedBodyStillVerifies(t *testing.T) {
	entries := bank(30)
	whole, err := Verify(walk(entries))
	require.NoError(t, err)
	for i := range entries {
		if entries[i].Record.Case == "case-1" {
			entries[i].Body = Body{}
		}
	}
	erased, err := Verify(walk(entries), whole.Checkpoint(start))
	require.NoError(t, err)
	require.Equal(t, whole.Root, erased.Root)
	require.EqualValues(t, 10, erased.Withheld)
	require.EqualValues(t, 20, erased.Bodies)
}

func TestOnlyACheckpointFindsACutTailAndARewrittenChain(t *testing.T) {
	report, err := Verify(walk(bank(10)))
	require.NoError(t, err)
	taken := report.Checkpoint(start)

	cut := bank(10)[:8]
	_, err = Verify(walk(cut))
	require.NoError(t, err, "the chain alone cannot see it")
	_, err = Verify(walk(cut), taken)
	require.True(t, fault.HasCode(err, "ledger.cut"), "%v", err)
	require.Equal(t, fault.Params{"size": "10", "found": "8"}, fault.Of(err).Params)

	rewritten := bank(12)
	rewritten[3].Record.Actor = "a2"
	_, err = Verify(walk(relink(rewritten)))
	require.NoError(t, err, "the chain alone cannot see it")
	_, err = Verify(walk(rewritten), taken)
	require.True(t, fault.HasCode(err, "ledger.rewritten"), "%v", err)

	_, err = Verify(walk(bank(12)), taken)
	require.NoError(t, err, "a ledger that only grew agrees with its older checkpoint")
	_, err = Verify(walk(nil), taken)
	require.True(t, fault.HasCode(err, "ledger.cut"))
}

func TestAClockSetBackIsToldNotRefused(t *testing.T) {
	entries := bank(5)
	entries[3].Record.At = start.Add(-time.Hour)
	report, err := Verify(walk(relink(entries)))
	require.NoError(t, err)
	require.EqualValues(t, 1, report.Regressed)
	entries[3].Record.Device = Told
	report, err = Verify(walk(relink(entries)))
	require.NoError(t, err)
	require.Zero(t, report.Regressed, "history told anew is no clock set back")
}

func TestLinkHashesWhatIsStored(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	a := Record{Seq: 1, Case: "c", Ver: 1, At: time.Date(2026, 1, 2, 11, 4, 5, 6789, zone)}
	Link([32]byte{}, &a)
	stored := a
	stored.At = time.UnixMicro(a.At.UnixMicro()).UTC()
	require.Equal(t, a.Hash, digest(&stored))
	require.Equal(t, 6000, a.At.Nanosecond())
	require.Equal(t, time.UTC, a.At.Location())
}

func TestAnErrorOfTheStoreEndsTheWalk(t *testing.T) {
	lost := errors.New("disk")
	report, err := Verify(func(yield func(Entry, error) bool) {
		_ = yield(bank(1)[0], nil) && yield(Entry{}, lost)
	})
	require.ErrorIs(t, err, lost)
	require.EqualValues(t, 1, report.Records)
}

// The leaves and roots of RFC 6962's reference implementation (Certificate Transparency, merkle_tree_test).
func TestTheTreeGivesThePublishedRFC6962Roots(t *testing.T) {
	leaves := []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	roots := []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	var tree Tree
	empty := tree.Root()
	require.Equal(t, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", hex.EncodeToString(empty[:]))
	for i, leaf := range leaves {
		data, err := hex.DecodeString(leaf)
		require.NoError(t, err)
		tree.Append(data)
		root := tree.Root()
		require.Equal(t, roots[i], hex.EncodeToString(root[:]), "size %d", i+1)
		resumed, ok := ResumeTree(tree.Size(), tree.Peaks())
		require.True(t, ok)
		require.Equal(t, root, resumed.Root())
	}
	_, ok := ResumeTree(5, tree.Peaks())
	require.False(t, ok)
}

func TestCheckpointTextIsReadBackAndNothingElseIs(t *testing.T) {
	c := Checkpoint{Size: 128, Head: [32]byte{1}, Root: [32]byte{2}, At: start}
	back, err := ParseCheckpoint(c.Encode())
	require.NoError(t, err)
	require.Equal(t, c, back)
	text := c.Encode()
	for i := range text {
		changed := []byte(text)
		changed[i] ^= 0x01
		if other, err := ParseCheckpoint(string(changed)); err == nil {
			require.NotEqual(t, c, other, "byte %d", i)
		}
		_, err := ParseCheckpoint(text[:i])
		require.True(t, fault.HasCode(err, "ledger.checkpoint"), "cut at %d", i)
	}
	_, err = ParseCheckpoint(text + "\n")
	require.Error(t, err)
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add(Checkpoint{Size: 3, At: start}.Encode())
	f.Add("ruhang/ledger.1\n03\n\nhead \nat \n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCheckpoint(text)
		if err == nil && c.Encode() != text {
			t.Fatalf("not canonical: %q", text)
		}
	})
}

func BenchmarkLinkAndCommit(b *testing.B) {
	r, body, salt := bank(1)[0].Record, make([]byte, 300), [32]byte{1}
	b.ReportAllocs()
	for b.Loop() {
		r.Commitment = Commit(salt, body)
		Link(r.Hash, &r)
	}
}

func BenchmarkVerify(b *testing.B) {
	entries := bank(1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Verify(walk(entries)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/record")
}

// recursiveRoot is the definition of RFC 6962, section 2.1, word by word.
func recursiveRoot(leaves [][]byte) [32]byte {
	if len(leaves) == 1 {
		return leafHash(leaves[0])
	}
	k := 1
	for k*2 < len(leaves) {
		k *= 2
	}
	return nodeHash(recursiveRoot(leaves[:k]), recursiveRoot(leaves[k:]))
}

func TestTheTreeAgreesWithTheDefinitionAtEverySize(t *testing.T) {
	var tree Tree
	var leaves [][]byte
	for i := range 300 {
		leaf := fmt.Appendf(nil, "%0*d", i, i) // also longer than a hash
		leaves = append(leaves, leaf)
		tree.Append(leaf)
		require.Equal(t, recursiveRoot(leaves), tree.Root(), "size %d", i+1)
		require.LessOrEqual(t, len(tree.Peaks()), 9)
	}
}
