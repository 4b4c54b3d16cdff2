package pades

import (
	"bytes"
	"testing"
)

// FuzzVerify looks for a file that panics or stalls the verifier, and for one that is accepted although nobody signed it. Small hostile
// files are kept in testdata/fuzz. (go test -fuzz FuzzVerify -fuzzminimizetime 1s: minimising files of this size takes long.)
func FuzzVerify(f *testing.F) {
	h := newHouse(f)
	sealed := h.sealed()
	signed, err := h.n.Sign(f.Context(), sealed, h.once(sealed), byCandidate(f))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{signed.PDF, sealed, drawn(f)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := h.n.Verify(b, h.trust()); err == nil && !bytes.Equal(b, signed.PDF) && !bytes.Equal(b, sealed) {
			t.Fatal("accepted what nobody signed")
		}
	})
}
