package uitest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/model"
	"ruhang/ui/uitest"
)

func openssl(t *testing.T, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not here; make test installs it")
	}
	out, err := exec.Command("openssl", args...).CombinedOutput()
	require.NoError(t, err, string(out))
}

// authority is OpenSSL behind a server on this machine, and its certificate.
func authority(t *testing.T) (*httptest.Server, office.Authority) {
	dir := t.TempDir()
	at := func(file string) string { return filepath.Join(dir, file) }
	openssl(t, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("key"), "-out", at("pem"), "-days", "3000", "-subj", "/CN=Time Authority",
		"-addext", "extendedKeyUsage=critical,timeStamping", "-addext", "keyUsage=critical,digitalSignature")
	config := "[tsa]\ndefault_tsa=it\n[it]\nserial=" + at("serial") + "\nsigner_digest=sha256\ndefault_policy=1.2.3\ndigests=sha256\ness_cert_id_alg=sha256\n"
	require.NoError(t, os.WriteFile(at("cnf"), []byte(config), 0o600))
	require.NoError(t, os.WriteFile(at("serial"), []byte("01"), 0o600))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := io.ReadAll(r.Body)
		if err == nil {
			err = os.WriteFile(at("query"), query, 0o600)
		}
		if err == nil {
			err = exec.Command("openssl", "ts", "-reply", "-queryfile", at("query"), "-signer", at("pem"), "-inkey", at("key"), "-config", at("cnf"), "-section", "it",
				"-out", at("reply")).Run()
		}
		reply, _ := os.ReadFile(at("reply"))
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		_, _ = w.Write(reply)
	}))
	t.Cleanup(server.Close)
	raw, err := os.ReadFile(at("pem"))
	require.NoError(t, err)
	return server, office.Authority{URL: server.URL, Roots: model.Certificates(raw)}
}

// With an authority configured every signature is B-T, and the evidence and the verdict say whose time it is; when the authority is down
// the candidate still signs, and everything says that the time is not certified.
func TestZ12_ATimestampAuthorityCertifiesOffersOrItIsSaid(t *testing.T) {
	f, ctx := uitest.Bank(t), context.Background()
	id := f.CaseAt("offer/approved")
	if time.Now().Before(f.Now()) {
		t.Skip("this machine's clock, which is the authority's, stands before the fixture's")
	}
	f.SetNow(time.Now())
	server, tsa := authority(t)
	admin := f.Session("admin")
	require.Equal(t, "field.empty", fault.Of(admin.SetAuthority(ctx, office.Authority{URL: tsa.URL})).Code)
	book, err := admin.Certificates(ctx)
	require.NoError(t, err)
	require.Equal(t, "signature.stamp_untrusted", fault.Of(admin.SetAuthority(ctx, office.Authority{URL: tsa.URL, Roots: book.Roots})).Code)
	require.Equal(t, "office.denied", fault.Of(f.Session("hr").SetAuthority(ctx, tsa)).Code)
	require.NoError(t, admin.SetAuthority(ctx, tsa))

	f.Do("hr", id, hiring.IssueOffer{})
	g := f.Guest(id)
	pdf, err := g.OfferPDF(ctx, 1)
	require.NoError(t, err)
	require.NoError(t, g.Sign(ctx, pdf, uitest.Stroke(), true))
	signed, err := g.OfferPDF(ctx, 1)
	require.NoError(t, err)
	proof, err := admin.VerifyPDF(ctx, signed)
	require.NoError(t, err)
	say := func(key string, pairs ...string) string { return f.Words.Say("zh", key, pairs...) }
	for _, s := range proof.Signatures {
		require.WithinDuration(t, time.Now(), s.CertifiedAt, 2*time.Minute)
	}
	require.NotContains(t, model.WordProof(say, proof).Not, say("proof.not_time"))
	require.Contains(t, evidenceText(t, f, g), "TimeAuthority")

	other := f.CaseAt("offer/issued")
	server.Close()
	g = f.Guest(other)
	pdf, err = g.OfferPDF(ctx, 1)
	require.NoError(t, err)
	require.NoError(t, g.Sign(ctx, pdf, uitest.Stroke(), true))
	signed, err = g.OfferPDF(ctx, 1)
	require.NoError(t, err)
	proof, err = admin.VerifyPDF(ctx, signed)
	require.NoError(t, err)
	require.True(t, proof.Signatures[1].CertifiedAt.IsZero())
	require.Contains(t, model.WordProof(say, proof).Not, say("proof.not_time"))
	require.Contains(t, evidenceText(t, f, g), strings.ReplaceAll(say("evidence.time_silent"), " ", ""))
	require.NoError(t, admin.SetAuthority(ctx, office.Authority{}))
}

// The bank's own certificate, from a PKCS#12 file, seals from then on; what was sealed before stays good.
func TestN03_TheBanksOwnCertificateTakesOver(t *testing.T) {
	f, ctx := uitest.Bank(t), context.Background()
	if now := time.Now().UTC(); now.After(f.Now()) {
		f.SetNow(now) // the certificate is made by another program, on the machine's clock
	}
	before := f.CaseAt("offer/issued")
	old, err := f.Guest(before).OfferPDF(ctx, 1)
	require.NoError(t, err)
	p12 := sealFile(t, "secret words", "digitalSignature")
	admin := f.Session("admin")
	require.Equal(t, "signature.password", fault.Of(admin.ImportSeal(ctx, p12, "wrong words")).Code)
	require.Equal(t, "office.denied", fault.Of(f.Session("hr").ImportSeal(ctx, p12, "secret words")).Code)
	require.Equal(t, "signature.wrong_usage", fault.Of(admin.ImportSeal(ctx, sealFile(t, "secret words", "keyEncipherment"), "secret words")).Code)
	require.NoError(t, admin.ImportSeal(ctx, p12, "secret words"))
	book, err := admin.Certificates(ctx)
	require.NoError(t, err)
	require.Equal(t, []any{true, "Own Seal"}, []any{book.Own, book.Seal.Subject})

	id := f.CaseAt("onboarding")
	signed, err := f.Guest(id).OfferPDF(ctx, 1)
	require.NoError(t, err)
	proof, err := admin.VerifyPDF(ctx, signed)
	require.NoError(t, err)
	require.Equal(t, "Own Seal", proof.Signatures[0].Certificate.Subject)
	require.Equal(t, book.Root.SHA256, proof.Signatures[1].Root.SHA256, "candidates' certificates are still the bank's own")
	_, err = admin.VerifyPDF(ctx, old)
	require.NoError(t, err, "what was sealed before stays good")
	require.NoError(t, f.Guest(before).Sign(ctx, old, uitest.Stroke(), true))
	alone, err := office.VerifyAlone(f.Signer, signed, office.Trust{Roots: book.Roots, Now: f.Now()})
	require.NoError(t, err)
	require.True(t, alone.Signed)

	f.SetNow(book.Seal.Until.AddDate(0, 0, -5)) // shorter than an offer stands
	last := f.CaseAt("offer/approved")
	_, err = f.Staff("hr").Do(ctx, last, hiring.IssueOffer{})
	require.Equal(t, "certificate.too_short", fault.Of(err).Code)
}

// sealFile is a certificate for some use, packed with its key.
func sealFile(t *testing.T, password, use string) []byte {
	dir := t.TempDir()
	at := func(file string) string { return filepath.Join(dir, file) }
	openssl(t, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("key"), "-out", at("pem"), "-days", "900", "-subj", "/CN=Own Seal",
		"-addext", "keyUsage=critical,"+use, "-addext", "basicConstraints=critical,CA:FALSE")
	openssl(t, "pkcs12", "-export", "-in", at("pem"), "-inkey", at("key"), "-out", at("p12"), "-passout", "pass:"+password)
	raw, err := os.ReadFile(at("p12"))
	require.NoError(t, err)
	return raw
}

// evidenceText is the words of a candidate's evidence sheet, without space.
func evidenceText(t *testing.T, f *uitest.Fixture, g *office.Guest) string {
	pdf, err := g.EvidencePDF(context.Background(), 1)
	require.NoError(t, err)
	pages, err := f.Press.Text(pdf)
	require.NoError(t, err)
	return strings.Join(strings.Fields(strings.Join(pages, "")), "")
}
