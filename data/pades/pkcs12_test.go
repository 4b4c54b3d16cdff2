package pades

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// shop makes certificates with OpenSSL, as a certification service would hand them out.
type shop struct {
	t   testing.TB
	dir string
}

func (s shop) at(file string) string { return filepath.Join(s.dir, file) }

// ca makes a root.
func (s shop) ca(name string) {
	tool(s.t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", s.at(name+".key"), "-out", s.at(name+".pem"), "-days", "3650", "-subj", "/CN="+name)
}

// leaf makes a certificate under a root.
func (s shop) leaf(ca, name, key, ext string, days string) {
	args := []string{"req", "-newkey"}
	args = append(args, strings.Fields(key)...)
	tool(s.t, "openssl", append(args, "-nodes", "-keyout", s.at(name+".key"), "-out", s.at(name+".csr"), "-subj", "/CN="+name)...)
	tool(s.t, "openssl", "x509", "-req", "-in", s.at(name+".csr"), "-CA", s.at(ca+".pem"), "-CAkey", s.at(ca+".key"), "-set_serial", "9", "-days", days, "-out", s.at(name+".pem"),
		"-extfile", kept(s.t, s.dir, "ext", []byte(ext)))
}

// p12 packs a certificate, with its key unless told not to, and others beside it.
func (s shop) p12(name, others string, more ...string) []byte {
	args := []string{"pkcs12", "-export", "-in", s.at(name + ".pem"), "-out", s.at("x.p12"), "-passout", "pass:secret words"}
	if len(more) == 0 {
		more = []string{"-inkey", s.at(name + ".key")}
	}
	if others != "" {
		more = append(more, "-certfile", s.at(others+".pem"))
	}
	tool(s.t, "openssl", append(args, more...)...)
	raw, err := os.ReadFile(s.at("x.p12"))
	require.NoError(s.t, err)
	return raw
}

const (
	rsaKey   = "rsa:2048"
	ecKey    = "ec -pkeyopt ec_paramgen_curve:P-256"
	sealUse  = "keyUsage=critical,digitalSignature,nonRepudiation\n"
	serveUse = "keyUsage=critical,keyEncipherment\nextendedKeyUsage=serverAuth\n"
)

func TestN03_TheBanksOwnCertificateSeals(t *testing.T) {
	s := shop{t, t.TempDir()}
	s.ca("CA")
	for name, key := range map[string]string{"rsa": rsaKey, "ec": ecKey} {
		t.Run(name, func(t *testing.T) {
			s := shop{t, s.dir}
			s.leaf("CA", name, key, sealUse, "800")
			h := newHouse(t)
			now := noon.AddDate(0, 0, 3)
			id, err := h.n.Import(s.p12(name, "CA"), "secret words", now)
			require.NoError(t, err)
			require.Len(t, id.Chain, 2)
			how := bySeal(t)
			how.At = now
			sealed, err := h.n.Sign(t.Context(), drawn(t), id, how)
			require.NoError(t, err)
			sign := byCandidate(t)
			sign.At = now
			signed, err := h.n.Sign(t.Context(), sealed.PDF, h.once(sealed.PDF), sign)
			require.NoError(t, err)
			trust := office.Trust{Roots: [][]byte{h.root.Chain[0], id.Chain[1]}, Now: now}
			report, err := h.n.Verify(signed.PDF, trust)
			require.NoError(t, err)
			require.Equal(t, []string{name, "CA", candidateName}, []string{report.Signatures[0].Certificate.Subject, report.Signatures[0].Root.Subject,
				report.Signatures[1].Certificate.Subject})
			require.Equal(t, 2, strings.Count(h.pdfsig(signed.PDF), "Signature is Valid."))
			_, err = h.n.Verify(signed.PDF, h.trust())
			require.Equal(t, "signature.untrusted", fault.Of(err).Code)
		})
	}
}

func TestN03_WhatMayNotSealIsRefused(t *testing.T) {
	s, h := shop{t, t.TempDir()}, newHouse(t)
	s.ca("CA")
	s.ca("Other")
	s.leaf("CA", "good", ecKey, sealUse, "800")
	s.leaf("CA", "short", "rsa:1024", sealUse, "800")
	s.leaf("CA", "curve", "ec -pkeyopt ec_paramgen_curve:P-384", sealUse, "800")
	s.leaf("CA", "web", ecKey, serveUse, "800")
	now := noon.AddDate(0, 0, 3)
	good := s.p12("good", "CA")
	for name, c := range map[string]struct {
		code     string
		file     []byte
		password string
		years    int
	}{
		"wrong password":           {"signature.password", good, "secret word", 0},
		"expired":                  {"signature.expired", good, "secret words", 3},
		"not yet":                  {"signature.not_yet", good, "secret words", -1},
		"no key":                   {"signature.no_key", s.p12("good", "", "-nokeys"), "secret words", 0},
		"a weak RSA key":           {"signature.weak_key", s.p12("short", "CA"), "secret words", 0},
		"a curve nobody asked for": {"signature.weak_key", s.p12("curve", "CA"), "secret words", 0},
		"for a web server":         {"signature.wrong_usage", s.p12("web", "CA"), "secret words", 0},
		"an authority itself":      {"signature.wrong_usage", s.p12("CA", ""), "secret words", 0},
		"another's chain":          {"signature.chain", s.p12("good", "Other"), "secret words", 0},
		"no PKCS#12":               {"signature.pkcs12", []byte("hello"), "secret words", 0},
		"a large file":             {"signature.pkcs12", make([]byte, maxPKCS12+1), "secret words", 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.n.Import(c.file, c.password, now.AddDate(c.years, 0, 0))
			require.Error(t, err)
			require.Equal(t, c.code, fault.Of(err).Code, err.Error())
		})
	}
}

func TestN03_CertificatesSayWhatTheyAre(t *testing.T) {
	h := newHouse(t)
	root, err := h.n.Certificate(h.root.Chain[0])
	require.NoError(t, err)
	seal, err := h.n.Certificate(h.seal.Chain[0])
	require.NoError(t, err)
	require.Equal(t, []any{true, false, root.Subject, bankName}, []any{root.SelfMade, seal.SelfMade, seal.Issuer, seal.Subject})
	require.Equal(t, noon.AddDate(sealYears, 0, 0), seal.Until)
	later, err := h.n.Seal(h.root, bankName, noon.AddDate(rootYears-1, 0, 0))
	require.NoError(t, err)
	end, err := h.n.Certificate(later.Chain[0])
	require.NoError(t, err)
	require.Equal(t, root.Until, end.Until, "no certificate outlives its root")
	_, err = h.n.Seal(h.root, bankName, noon.AddDate(rootYears+1, 0, 0))
	require.Equal(t, "signature.root_expired", fault.Of(err).Code)
	_, err = x509.ParseCertificate(h.root.Chain[0])
	require.NoError(t, err)
}
