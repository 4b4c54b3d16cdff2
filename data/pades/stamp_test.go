package pades

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// authority is OpenSSL's timestamp authority behind a server on this machine.
type authority struct {
	office.Authority
	dir    string
	asked  atomic.Int32
	answer func(w http.ResponseWriter, honest []byte) // nil: the honest answer
}

const authorityConfig = `
[req]
distinguished_name = dn
[dn]
[tsa]
default_tsa = it
[it]
serial = %[1]s/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = %[2]s
`

func newAuthority(t testing.TB, essDigest string) *authority {
	a := &authority{dir: t.TempDir()}
	at := func(file string) string { return filepath.Join(a.dir, file) }
	kept(t, a.dir, "cnf", fmt.Appendf(nil, authorityConfig, a.dir, essDigest))
	kept(t, a.dir, "ext", []byte("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"))
	kept(t, a.dir, "serial", []byte("01"))
	tool(t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("root.key"), "-out", at("root.pem"), "-days", "30", "-subj", "/CN=Time Root")
	tool(t, "openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", at("tsa.key"), "-out", at("tsa.csr"), "-subj", "/CN=Time Authority", "-config", at("cnf"))
	tool(t, "openssl", "x509", "-req", "-in", at("tsa.csr"), "-CA", at("root.pem"), "-CAkey", at("root.key"), "-out", at("tsa.pem"), "-days", "20", "-extfile", at("ext"),
		"-set_serial", "7")
	tool(t, "openssl", "x509", "-in", at("root.pem"), "-outform", "DER", "-out", at("root.der"))
	root, err := os.ReadFile(at("root.der"))
	require.NoError(t, err)
	server := httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(server.Close)
	a.Authority = office.Authority{URL: server.URL, Roots: [][]byte{root}}
	return a
}

func (a *authority) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	at := func(kind string) string { return filepath.Join(a.dir, fmt.Sprintf("%s%d", kind, a.asked.Add(1))) }
	query, reply := at("query"), at("reply")
	if os.WriteFile(query, body, 0o600) != nil {
		return
	}
	out, err := exec.Command("openssl", "ts", "-reply", "-queryfile", query, "-signer", filepath.Join(a.dir, "tsa.pem"), "-inkey", filepath.Join(a.dir, "tsa.key"),
		"-config", filepath.Join(a.dir, "cnf"), "-section", "it", "-out", reply).CombinedOutput()
	if err != nil {
		http.Error(w, string(out), http.StatusInternalServerError)
		return
	}
	raw, err := os.ReadFile(reply)
	if err != nil {
		return
	}
	if a.answer != nil {
		a.answer(w, raw)
		return
	}
	w.Header().Set("Content-Type", "application/timestamp-reply")
	_, _ = w.Write(raw)
}

// stamped is a file whose two signatures carry timestamps.
func (h *house) stamped(a *authority) []byte {
	seal, sign := bySeal(h.t), byCandidate(h.t)
	seal.Authority, sign.Authority = a.Authority, a.Authority
	sealed, err := h.n.Sign(h.t.Context(), drawn(h.t), h.seal, seal)
	require.NoError(h.t, err)
	require.NoError(h.t, sealed.Uncertified)
	out, err := h.n.Sign(h.t.Context(), sealed.PDF, h.once(sealed.PDF), sign)
	require.NoError(h.t, err)
	require.NoError(h.t, out.Uncertified)
	require.WithinDuration(h.t, time.Now(), out.CertifiedAt, time.Minute)
	return out.PDF
}

func (h *house) trusting(a *authority) office.Trust {
	trust := h.trust()
	trust.Stamps = a.Roots
	return trust
}

func TestZ12_ATimestampAuthorityCertifiesTheTime(t *testing.T) {
	h, a := newHouse(t), newAuthority(t, "sha256")
	signed := h.stamped(a)
	report, err := h.n.Verify(signed, h.trusting(a))
	require.NoError(t, err)
	for _, s := range report.Signatures {
		require.WithinDuration(t, time.Now(), s.CertifiedAt, time.Minute)
		require.Equal(t, []any{"Time Authority", false}, []any{s.Authority, s.Unvouched})
	}
	open, err := h.n.Verify(signed, office.Trust{Roots: h.trust().Roots, Now: noon.AddDate(0, 0, 2)})
	require.NoError(t, err)
	require.True(t, open.Signatures[1].Unvouched, "without the authority's certificate its time is somebody's word")
	_, err = h.n.Verify(signed, h.trust())
	require.Equal(t, "signature.stamp_untrusted", fault.Of(err).Code, "a bank that trusts no authority trusts no timestamp")
	h.openssl(signed, 2)
	require.Equal(t, 2, strings.Count(h.pdfsig(signed), "Signature is Valid."))
}

func TestZ12_AnAuthorityIsNotBelieved(t *testing.T) {
	h := newHouse(t)
	var first []byte
	for name, c := range map[string]struct {
		code   string
		answer func(w http.ResponseWriter, honest []byte)
	}{
		"silent":  {"signature.stamp_silent", func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusServiceUnavailable) }},
		"endless": {"signature.stamp_silent", func(w http.ResponseWriter, _ []byte) { _, _ = w.Write(make([]byte, maxAnswer+1)) }},
		"elsewhere": {"signature.stamp_silent", func(w http.ResponseWriter, _ []byte) {
			w.Header().Set("Location", "/")
			w.WriteHeader(http.StatusFound)
		}},
		"noise": {"signature.stamp_refused", func(w http.ResponseWriter, _ []byte) { _, _ = w.Write([]byte("<html>")) }},
		"cut":   {"signature.stamp_refused", func(w http.ResponseWriter, honest []byte) { _, _ = w.Write(honest[:len(honest)-9]) }},
		"replayed": {"signature.stamp_other", func(w http.ResponseWriter, honest []byte) {
			if first == nil {
				first = honest
			}
			_, _ = w.Write(first)
		}},
		"forged": {"signature.stamp_forged", func(w http.ResponseWriter, honest []byte) {
			honest[len(honest)-1] ^= 1
			_, _ = w.Write(honest)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAuthority(t, "sha256")
			a.answer = c.answer
			if name == "replayed" {
				_, err := h.n.Stamp(t.Context(), a.Authority)
				require.NoError(t, err)
			}
			_, err := h.n.Stamp(t.Context(), a.Authority)
			require.Error(t, err)
			require.Equal(t, c.code, fault.Of(err).Code)
		})
	}
	strange := newAuthority(t, "sha256")
	strange.Roots = [][]byte{h.root.Chain[0]}
	_, err := h.n.Stamp(t.Context(), strange.Authority)
	require.Equal(t, "signature.stamp_untrusted", fault.Of(err).Code)
	weak := newAuthority(t, "sha1")
	_, err = h.n.Stamp(t.Context(), weak.Authority)
	require.Equal(t, "signature.stamp_weak", fault.Of(err).Code)
	for _, url := range []string{"", "ftp://x/", "http://user:secret@x/", "file:///etc/passwd"} {
		_, err = h.n.Stamp(t.Context(), office.Authority{URL: url})
		require.Equal(t, "signature.stamp_url", fault.Of(err).Code, url)
	}
}

// A candidate is not kept from signing by an authority that is down: the signature stands without a certified time, and says so.
func TestZ12_WithoutAnAnswerTheTimeStaysUncertified(t *testing.T) {
	h, a := newHouse(t), newAuthority(t, "sha256")
	a.answer = func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusBadGateway) }
	how := bySeal(t)
	how.Authority = a.Authority
	out, err := h.n.Sign(t.Context(), drawn(t), h.seal, how)
	require.NoError(t, err)
	require.True(t, fault.Is(out.Uncertified, fault.Offline))
	require.True(t, out.CertifiedAt.IsZero())
	report, err := h.n.Verify(out.PDF, h.trusting(a))
	require.NoError(t, err)
	require.True(t, report.Signatures[0].CertifiedAt.IsZero())
}
