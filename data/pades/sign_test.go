package pades

import (
	"bytes"
	"encoding/hex"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

func TestZ12_SealAndSignatureVerifyAndSayWhoSignedWhatWhen(t *testing.T) {
	h := newHouse(t)
	sealed := h.sealed()
	signed := h.signed()
	report, err := h.n.Verify(signed, h.trust())
	require.NoError(t, err)
	require.Len(t, report.Signatures, 2)
	bank, candidate := report.Signatures[0], report.Signatures[1]
	require.Equal(t, []any{office.FieldBank, bankName, "录用要约", noon, true, false, bankName, bankName + " Ruhang Root", "P-256"},
		[]any{bank.Field, bank.Name, bank.Reason, bank.At, bank.Certifies, bank.Once, bank.Certificate.Subject, bank.Root.Subject, bank.Certificate.Key})
	require.Equal(t, []any{office.FieldCandidate, candidateName, reason, noon.AddDate(0, 0, 1), false, true, candidateName, len(signed)},
		[]any{candidate.Field, candidate.Name, candidate.Reason, candidate.At, candidate.Certifies, candidate.Once, candidate.Certificate.Subject, candidate.Bytes})
	require.Equal(t, []any{bank.SHA256, digestOf(signed)}, []any{candidate.Before, candidate.SHA256}, "the candidate signed the bytes that the bank sealed")
	require.True(t, candidate.CertifiedAt.IsZero(), "no authority, no certified time")
	alone, err := h.n.Verify(sealed, h.trust())
	require.NoError(t, err)
	require.Len(t, alone.Signatures, 1)
}

func TestZ12_TheBytesBeforeAreAPrefix(t *testing.T) {
	h := newHouse(t)
	sealed := h.sealed()
	out, err := h.n.Sign(t.Context(), sealed, h.once(sealed), byCandidate(t))
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(out.PDF, sealed))
	require.True(t, bytes.HasPrefix(sealed, drawn(t)))
}

func TestN03_PopplerAndOpenSSLAgree(t *testing.T) {
	h := newHouse(t)
	signed := h.signed()
	said := h.pdfsig(signed)
	t.Log(said)
	require.Equal(t, 2, strings.Count(said, "Signature is Valid."), said)
	require.Equal(t, 2, strings.Count(said, "Certificate is Trusted."), said)
	require.Equal(t, 2, strings.Count(said, "ETSI.CAdES.detached"), said)
	require.Contains(t, said, "Total document signed")
	require.Contains(t, said, candidateName)
	h.openssl(signed, 2)
}

// openssl takes each signature out of the file by its byte range, as text, and lets OpenSSL verify it.
func (h *house) openssl(pdf []byte, count int) {
	dir := h.t.TempDir()
	root := kept(h.t, dir, "root.pem", pemOf(h.root.Chain[0]))
	ranges := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+)\]`).FindAllSubmatch(pdf, -1)
	require.Len(h.t, ranges, count)
	for _, m := range ranges {
		from, to, rest := number(m[1]), number(m[2]), number(m[3])
		raw, err := hex.DecodeString(string(pdf[from+1 : to-1]))
		require.NoError(h.t, err)
		content := kept(h.t, dir, "content", append(append([]byte{}, pdf[:from]...), pdf[to:to+rest]...))
		cms := kept(h.t, dir, "cms.der", raw[:derLength(raw)])
		out := tool(h.t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", cms, "-content", content, "-CAfile", root,
			"-purpose", "any", "-out", filepath.Join(dir, "out"))
		require.Contains(h.t, out, "CAdES Verification successful")
	}
}

func TestN03_QPDFFindsNoFault(t *testing.T) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		t.Skip("qpdf is not here; make test installs it")
	}
	h := newHouse(t)
	require.Contains(t, tool(t, "qpdf", "--check", kept(t, t.TempDir(), "x.pdf", h.signed())), "No syntax or stream encoding errors found")
}

func TestZ12_SigningRefusesWhatItMust(t *testing.T) {
	h := newHouse(t)
	sealed := h.sealed()
	for name, c := range map[string]struct {
		code string
		pdf  []byte
		by   office.Identity
		how  func(*office.Signing)
	}{
		"a field that is signed":   {"signature.signed_already", sealed, h.seal, func(s *office.Signing) { s.Field = office.FieldBank }},
		"a field that is not":      {"signature.no_field", sealed, h.seal, func(s *office.Signing) { s.Field = "other" }},
		"an expired certificate":   {"signature.expired", sealed, h.once(sealed), func(s *office.Signing) { s.At = noon.AddDate(16, 0, 0) }},
		"a certificate to come":    {"signature.not_yet", sealed, h.once(sealed), func(s *office.Signing) { s.At = noon.AddDate(0, -1, 0) }},
		"an authority as a signer": {"signature.wrong_usage", sealed, h.root, func(*office.Signing) {}},
		"another file's own":       {"signature.other_file", sealed, h.once([]byte("other")), func(*office.Signing) {}},
		"no picture":               {"signature.picture", sealed, h.once(sealed), func(s *office.Signing) { s.Look.Picture = []byte("GIF89a") }},
		"no PDF":                   {"signature.after_last", []byte("%PDF-1.4 nothing"), h.seal, func(*office.Signing) {}},
		"no certificate":           {"signature.no_certificate", sealed, office.Identity{}, func(*office.Signing) {}},
	} {
		t.Run(name, func(t *testing.T) {
			how := byCandidate(t)
			c.how(&how)
			_, err := h.n.Sign(t.Context(), c.pdf, c.by, how)
			require.Error(t, err)
			require.Equal(t, c.code, fault.Of(err).Code)
		})
	}
}

func TestZ12_AFileWithoutASealTakesTheCandidatesSignatureAlone(t *testing.T) {
	h := newHouse(t)
	old := drawn(t)
	how := byCandidate(t)
	how.Fields = places()[1:]
	out, err := h.n.Sign(t.Context(), old, h.once(old), how)
	require.NoError(t, err)
	report, err := h.n.Verify(out.PDF, h.trust())
	require.NoError(t, err)
	require.Len(t, report.Signatures, 1)
	require.Contains(t, h.pdfsig(out.PDF), "Signature is Valid.")
}

func number(b []byte) (n int) {
	for _, c := range b {
		n = 10*n + int(c-'0')
	}
	return n
}
