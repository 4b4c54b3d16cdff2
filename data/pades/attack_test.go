package pades

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// attack is a way to make a signed file say what nobody signed.
type attack struct {
	name string
	code string // why it is refused
	make func(h *house) []byte
}

// attacks are on the file alone; what only a bank's ledger can find (a signature cut off whole) is tested with the office.
var attacks = []attack{
	{"a byte of the content flipped", "signature.changed", func(h *house) []byte { return flipped(h.signed(), 2000) }},
	{"a byte of the signature flipped", "signature.forged", func(h *house) []byte {
		return reworked(h.signed(), func(e *envelope) { e.signature = flipped(e.signature, len(e.signature)-3) })
	}},
	{"a page appended", "signature.unsigned_revision", func(h *house) []byte { return appended(h, h.signed()) }},
	{"a page replaced", "signature.unsigned_revision", func(h *house) []byte { return replaced(h, h.signed()) }},
	{"bytes behind the end", "signature.after_last", func(h *house) []byte { return append(h.signed(), "\n% more"...) }},
	{"a second end", "signature.after_last", func(h *house) []byte {
		b := h.signed()
		return append(b, b[bytes.LastIndex(b, []byte("startxref")):]...)
	}},
	{"an end hidden in an object", "signature.more_ends", func(h *house) []byte {
		sealed := h.sealed()
		return h.forced(sealed, h.once(sealed), byCandidate(h.t), func(u *update) { u.put(u.fresh(), "(%s)", endMark) })
	}},
	{"the byte range widened over the hole", "signature.byte_range", func(h *house) []byte { return ranged(h.signed(), -2) }},
	{"the byte range removed", "signature.wrong_kind", func(h *house) []byte {
		return swapped(h.signed(), "/ByteRange [", "/ByteRangX [")
	}},
	{"the signature zeroed", "signature.zeroed", func(h *house) []byte { return holed(h.signed(), func([]byte) []byte { return nil }) }},
	{"the signature removed", "signature.wrong_kind", func(h *house) []byte { return swapped(h.signed(), "/Contents <", "/ContentX <") }},
	{"something hidden behind the signature", "signature.padding", func(h *house) []byte {
		return holed(h.signed(), func(cms []byte) []byte { return append(cms, 0, 0, 1) })
	}},
	{"capital letters in the signature", "signature.not_ours", func(h *house) []byte {
		b := h.signed()
		hole := holeOf(b)
		copy(b[hole.from:hole.to], bytes.ToUpper(b[hole.from:hole.to]))
		return b
	}},
	{"another bank's root with the same names", "signature.untrusted", func(h *house) []byte { return newHouse(h.t).signed() }},
	{"the certificate swapped for one with the same names and key", "signature.other_certificate", sameKey},
	{"the chain stuffed with another certificate", "signature.other_certificate", func(h *house) []byte {
		other := newHouse(h.t).root.Chain[0]
		return reworked(h.signed(), func(e *envelope) { e.chain = append(e.chain, parsed(h.t, other)) })
	}},
	{"an expired certificate", "signature.expired", func(h *house) []byte {
		old, err := h.n.Seal(h.root, bankName, noon.AddDate(-sealYears, 0, -1))
		require.NoError(h.t, err)
		return h.forced(drawn(h.t), old, bySeal(h.t), nil)
	}},
	{"a certificate for another file", "signature.other_file", func(h *house) []byte {
		return h.forced(h.sealed(), h.once([]byte("another")), byCandidate(h.t), nil)
	}},
	{"a candidate's certificate for the bank's seal", "signature.order", func(h *house) []byte {
		paper := drawn(h.t)
		return h.forced(paper, backdated(h, paper), bySeal(h.t), nil)
	}},
	{"the signature of another document", "signature.changed", func(h *house) []byte {
		a, other := h.signed(), newHouse(h.t)
		other.root, other.seal = h.root, h.seal
		b := other.signed() // the same words, another seal
		return holed(a, func([]byte) []byte { return cmsOf(b) })
	}},
	{"the two signatures exchanged", "signature.changed", func(h *house) []byte {
		b := h.signed()
		return exchanged(b)
	}},
	{"the candidate before the seal", "signature.order", func(h *house) []byte {
		paper, how := drawn(h.t), byCandidate(h.t)
		how.Fields = places()
		first := h.forced(paper, h.once(paper), how, nil)
		seal := bySeal(h.t)
		seal.Fields, seal.Certify = nil, false
		seal.At = noon.AddDate(0, 0, 1)
		return h.forced(first, h.seal, seal, nil)
	}},
	{"the permission taken away by who signs next", "signature.changed_after_signature", func(h *house) []byte {
		sealed := h.sealed()
		return h.forced(sealed, h.once(sealed), byCandidate(h.t), func(u *update) {
			_, raw, err := u.f.dict(u.f.revs[0].trailer["Root"], 1)
			require.NoError(h.t, err)
			u.put(u.f.revs[0].trailer["Root"].(ref).id, "%s", regexp.MustCompile(`/Perms << .*? >>`).ReplaceAllString(string(raw), ""))
		})
	}},
	{"a page replaced by who signs next", "signature.changed_after_signature", func(h *house) []byte {
		sealed := h.sealed()
		return h.forced(sealed, h.once(sealed), byCandidate(h.t), func(u *update) { replacePage(h, u) })
	}},
	{"a note laid over the page by who signs next", "signature.changed_after_signature", func(h *house) []byte {
		sealed := h.sealed()
		return h.forced(sealed, h.once(sealed), byCandidate(h.t), func(u *update) {
			for range 3 {
				u.put(u.fresh(), "<< /Type /Annot /Subtype /FreeText /Contents (More pay) >>")
			}
		})
	}},
	{"a certifying signature without its permission", "signature.permission", func(h *house) []byte {
		how := bySeal(h.t)
		how.Certify = false
		uncertified := h.forced(drawn(h.t), h.seal, how, nil)
		return resigned(h, uncertified, h.seal, func(b []byte) []byte {
			return bytes.Replace(b, []byte("/ByteRange"), []byte("/Reference [<< >>]\n/ByteRange"), 1)
		})
	}},
	{"a seal that certifies nothing", "signature.order", func(h *house) []byte {
		how := bySeal(h.t)
		how.Certify = false
		return h.forced(drawn(h.t), h.seal, how, nil)
	}},
	{"a stream in place of the table", "signature.xref_stream", func(h *house) []byte {
		b := h.signed()
		at := len(b)
		b = append(b, "99 0 obj\n<< /Type /XRef /Size 99 /W [1 2 1] /Length 0 >>\nstream\n\nendstream\nendobj\n"...)
		return fmt.Appendf(b, "startxref\n%d\n%%%%EOF\n", at)
	}},
	{"a table that names a stream besides", "signature.xref_stream", func(h *house) []byte {
		b := replaced(h, h.signed())
		return swapped(b, "/Prev", "/XRefStm 9 /Prev")
	}},
	{"the digest weakened to SHA-1", "signature.weak_digest", sha1},
	{"the candidate's clock before the seal's", "signature.clock", func(h *house) []byte {
		sealed, how := h.sealed(), byCandidate(h.t)
		how.At = noon.Add(-time.Minute)
		return h.forced(sealed, backdated(h, sealed), how, nil)
	}},
	{"a signature from next year", "signature.future", func(h *house) []byte {
		sealed, how := h.sealed(), byCandidate(h.t)
		how.At = noon.AddDate(1, 0, 0)
		return h.forced(sealed, h.once(sealed), how, nil)
	}},
}

func TestZ12_Attack(t *testing.T) {
	h := newHouse(t)
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			h := &house{t: t, n: h.n, root: h.root, seal: h.seal}
			file := a.make(h)
			_, err := h.n.Verify(file, h.trust())
			require.Error(t, err)
			require.Equal(t, a.code, fault.Of(err).Code, err.Error())
			require.True(t, fault.Is(err, fault.Corrupt))
			if _, err := exec.LookPath("pdfsig"); err == nil {
				t.Log("poppler: " + verdict(h.pdfsig(file)))
			}
		})
	}
}

// verdict is what poppler says, on one line.
func verdict(out string) string {
	var said []string
	for _, line := range strings.Split(out, "\n") {
		for _, mark := range []string{"Signature Validation", "Certificate Validation", "otal document", "rror", "does not contain", "signal", "exit"} {
			if strings.Contains(line, mark) {
				said = append(said, strings.TrimSpace(line))
				break
			}
		}
	}
	return strings.Join(said, "; ")
}

func TestZ12_Attack_ATimestampOfAnotherDocument(t *testing.T) {
	h, a := newHouse(t), newAuthority(t, "sha256")
	mine, theirs := h.stamped(a), h.stamped(a)
	e, err := parse(cmsOf(theirs))
	require.NoError(t, err)
	moved := reworked(mine, func(mine *envelope) { mine.token = e.token })
	_, err = h.n.Verify(moved, h.trusting(a))
	require.Equal(t, "signature.stamp_other", fault.Of(err).Code)
	bare := reworked(mine, func(mine *envelope) { mine.token = nil })
	report, err := h.n.Verify(bare, h.trusting(a))
	require.NoError(t, err, "a timestamp proves more; taking it away proves less, which the report says")
	require.True(t, report.Signatures[1].CertifiedAt.IsZero())
}

// Every flip of a byte anywhere in the file is found: in the content, the tables, the signatures and the timestamps in them. The normal run
// tries a sample; with RUHANG_EVERY_BYTE it tries them all.
func TestZ12_EveryFlippedByteIsFound(t *testing.T) {
	h, a := newHouse(t), newAuthority(t, "sha256")
	for name, c := range map[string]struct {
		file  []byte
		trust office.Trust
	}{"without timestamps": {h.signed(), h.trust()}, "with timestamps": {h.stamped(a), h.trusting(a)}} {
		t.Run(name, func(t *testing.T) {
			places, bits := rand.New(rand.NewPCG(1, 2)).Perm(len(c.file)), []byte{1, 0x20, 0x80}
			if os.Getenv("RUHANG_EVERY_BYTE") == "" {
				places = places[:300]
			}
			for _, at := range places {
				for _, bit := range bits {
					c.file[at] ^= bit
					_, err := h.n.Verify(c.file, c.trust)
					require.Error(t, err, "byte %d xor %#x", at, bit)
					c.file[at] ^= bit
				}
			}
			_, err := h.n.Verify(c.file, c.trust)
			require.NoError(t, err)
			t.Logf("%d of %d bytes, three flips each, all found", len(places), len(c.file))
		})
	}
}
