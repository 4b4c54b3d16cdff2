package pades

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
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

// FuzzImport: a PKCS#12 file is somebody's upload; it gives an identity that may seal, or a refusal.
func FuzzImport(f *testing.F) {
	s := shop{f, f.TempDir()}
	s.ca("root")
	s.leaf("root", "seal", "rsa:2048", "keyUsage=digitalSignature", "90")
	good := s.p12("seal", "root")
	f.Add(good, "secret words")
	f.Add(good[:len(good)-20], "secret words")
	f.Add([]byte{0x30, 0x80}, "")
	f.Fuzz(func(t *testing.T, p12 []byte, password string) {
		_, err := (&Notary{}).Import(p12, password, time.Now())
		require.False(t, err != nil && fault.Is(err, fault.Internal), "%v", err)
	})
}
