package uitest_test

import (
	"bytes"
	"context"
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
	"ruhang/ui/uitest"
)

// papers are an offer's PDFs after its candidate signed.
type papers struct{ issued, signed, evidence []byte }

func signedOffer(t *testing.T, f *uitest.Fixture, lang string) (hiring.CaseID, papers) {
	ctx := context.Background()
	hr := f.Staff("hr")
	hr.Lang = lang
	id := f.CaseAt("offer/issued")
	g := f.Guest(id)
	g.Lang = lang
	var p papers
	var err error
	p.issued, err = g.OfferPDF(ctx, 1)
	require.NoError(t, err)
	f.Advance(26 * time.Minute)
	require.NoError(t, g.Do(ctx, hiring.ViewOffer{}))
	f.Advance(7 * time.Minute)
	require.NoError(t, g.Sign(ctx, p.issued, uitest.Stroke(), true))
	p.signed, err = g.OfferPDF(ctx, 1)
	require.NoError(t, err)
	p.evidence, err = g.EvidencePDF(ctx, 1)
	require.NoError(t, err)
	same, err := hr.EvidencePDF(ctx, id, 0)
	require.NoError(t, err)
	require.Equal(t, p.evidence, same)
	if dir := os.Getenv("SHOTS_DIR"); dir != "" {
		for name, pdf := range map[string][]byte{"issued": p.issued, "signed": p.signed, "evidence": p.evidence} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name+"-"+lang+".pdf"), pdf, 0o600))
		}
	}
	return id, p
}

// A candidate's signature is a PAdES signature under exactly the bytes the bank sealed and the candidate read; the evidence is sealed too.
func TestZ12_N03_SealSignatureAndEvidence(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			f, ctx := uitest.Bank(t), context.Background()
			id, p := signedOffer(t, f, lang)
			require.True(t, bytes.HasPrefix(p.signed, p.issued), "what was shown is what is signed")
			proof, err := f.Session("hr").VerifyPDF(ctx, p.signed)
			require.NoError(t, err)
			require.Equal(t, []any{id, office.SignedPaper, true, hiring.OfferSigned, 2}, []any{proof.Case, proof.Kind, proof.Signed, proof.State, len(proof.Signatures)})
			candidate := proof.Signatures[1]
			require.Equal(t, []any{f.File("hr", id).Person.Name, true, proof.Signatures[0].SHA256}, []any{candidate.Certificate.Subject, candidate.Once, candidate.Before})
			sheet, err := f.Session("hr").VerifyPDF(ctx, p.evidence)
			require.NoError(t, err)
			require.Equal(t, []any{office.EvidencePaper, id, 1}, []any{sheet.Kind, sheet.Case, len(sheet.Signatures)})
			pages, err := f.Press.Text(p.evidence)
			require.NoError(t, err)
			text := strings.ReplaceAll(strings.Join(pages, ""), "\n", "")
			for _, said := range []string{proof.SHA256, candidate.Before, candidate.Certificate.SHA256, proof.Signatures[0].Certificate.SHA256, office.ConsentWording} {
				require.Contains(t, strings.ReplaceAll(text, " ", ""), said)
			}
			_, err = f.Session("hr").VerifyPDF(ctx, p.issued)
			require.Equal(t, "verify.stripped", fault.Of(err).Code, "the candidate's signature cut off leaves a whole file; the ledger misses it")
		})
	}
}

// Anybody with the bank's public root verifies the file without the bank.
func TestN03_TheFileVerifiesWithTheRootAlone(t *testing.T) {
	f, ctx := uitest.Bank(t), context.Background()
	_, p := signedOffer(t, f, "zh")
	book, err := f.Session("hr").Certificates(ctx)
	require.NoError(t, err)
	proof, err := office.VerifyAlone(f.Signer, p.signed, office.Trust{Roots: book.Roots, Now: f.Now()})
	require.NoError(t, err)
	require.Equal(t, []any{true, true, 2}, []any{proof.Offline, proof.Signed, len(proof.Signatures)})
	other, err := uitest.Bank(t).Session("hr").Certificates(ctx)
	require.NoError(t, err)
	_, err = office.VerifyAlone(f.Signer, p.signed, office.Trust{Roots: other.Roots, Now: f.Now()})
	require.Equal(t, "signature.untrusted", fault.Of(err).Code)
}

// The code beside the signature is the digest of what was signed.
func TestN03_TheQRHoldsTheDigest(t *testing.T) {
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Skip("zbarimg is not here; make test installs it")
	}
	f := uitest.Bank(t)
	_, p := signedOffer(t, f, "zh")
	proof, err := f.Session("hr").VerifyPDF(context.Background(), p.signed)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		pdf    []byte
		digest string
	}{"letter": {p.signed, proof.Signatures[1].Before}, "evidence": {p.evidence, proof.SHA256}} {
		pages, err := f.Press.Pages(c.pdf, 1400)
		require.NoError(t, err)
		said := ""
		for i, page := range pages {
			path := filepath.Join(t.TempDir(), name+string(rune('0'+i))+".png")
			require.NoError(t, os.WriteFile(path, page, 0o600))
			out, _ := exec.Command("zbarimg", "-q", "--raw", path).Output() // a page without a code is no error of ours
			said += string(out)
		}
		require.Contains(t, said, "RUHANG:OFFER:"+c.digest, name)
	}
}

// T16: bytes other than those that were issued are not signed, whatever they are.
func TestZ12_OtherBytesThanThoseShownAreNotSigned(t *testing.T) {
	f, ctx := uitest.Bank(t), context.Background()
	id := f.CaseAt("offer/issued")
	g := f.Guest(id)
	pdf, err := g.OfferPDF(ctx, 1)
	require.NoError(t, err)
	swapped := bytes.Clone(pdf)
	swapped[len(swapped)/2] ^= 1
	require.Equal(t, "offer.other_bytes", fault.Of(g.Sign(ctx, swapped, uitest.Stroke(), true)).Code)
	require.Equal(t, "offer.agree_first", fault.Of(g.Sign(ctx, pdf, uitest.Stroke(), false)).Code)
	now := f.Now()
	f.SetNow(now.Add(-time.Hour)) // T15
	require.Equal(t, "offer.clock_back", fault.Of(g.Sign(ctx, pdf, uitest.Stroke(), true)).Code)
	f.SetNow(now.AddDate(0, 1, 0))
	require.Equal(t, "offer.expired", fault.Of(g.Sign(ctx, pdf, uitest.Stroke(), true)).Code)
}

// An expired seal issues nothing; it is warned of sixty days before, to those who can replace it.
func TestN03_AnExpiredSealIsWarnedOfAndNeverUsed(t *testing.T) {
	f, ctx := uitest.Bank(t), context.Background()
	admin := f.Session("admin")
	book, err := admin.Certificates(ctx)
	require.NoError(t, err)
	notice := func(login string) string {
		said, err := f.Session(login).SealNotice(ctx)
		require.NoError(t, err)
		if said == nil {
			return ""
		}
		return fault.Of(said).Code
	}
	require.Empty(t, notice("admin"))
	f.SetNow(book.Seal.Until.AddDate(0, 0, -60).Add(-time.Hour))
	require.Empty(t, notice("admin"))
	f.SetNow(book.Seal.Until.AddDate(0, 0, -59))
	require.Equal(t, "certificate.soon", notice("admin"))
	require.Empty(t, notice("hr"), "who cannot mend it is not told")
	f.SetNow(book.Seal.Until.Add(time.Hour))
	require.Equal(t, "signature.expired", notice("admin"))

	id := f.CaseAt("offer/approved")
	_, err = f.Staff("hr").Do(ctx, id, hiring.IssueOffer{})
	require.Equal(t, "signature.expired", fault.Of(err).Code)
	require.Equal(t, "office.denied", fault.Of(f.Session("hr").RenewSeal(ctx)).Code)
	require.NoError(t, admin.RenewSeal(ctx))
	_, err = f.Staff("hr").Do(ctx, id, hiring.IssueOffer{})
	require.NoError(t, err)
	fresh, err := admin.Certificates(ctx)
	require.NoError(t, err)
	require.NotEqual(t, book.Seal.SHA256, fresh.Seal.SHA256)
	require.Equal(t, book.Root.SHA256, fresh.Root.SHA256)
}

// No door hands out the keys behind the certificates.
func TestControl26_TheSigningKeysStayInside(t *testing.T) {
	f, ctx := uitest.Bank(t), context.Background()
	_, err := f.Session("admin").Certificates(ctx)
	require.NoError(t, err)
	for _, login := range []string{"admin", "hr"} {
		var any map[string]any
		_, err = f.Session(login).Setting(ctx, "secret/certificates", &any)
		require.Equal(t, "setting.secret", fault.Of(err).Code)
		require.Equal(t, "setting.secret", fault.Of(f.Session(login).PutSetting(ctx, "secret/certificates", any)).Code)
	}
}

// An offer that went out before the bank had seals is signed all the same, and says what vouches for it.
func TestZ12_AnOfferFromBeforeTheSealsIsStillSigned(t *testing.T) {
	f, ctx := uitest.Bank(t), context.Background()
	id := f.CaseAt("offer/approved")
	hr := f.Staff("hr")
	old, err := hr.OfferPDF(ctx, id, 0) // drawn, not sealed
	require.NoError(t, err)
	ref, err := f.Office.StoreFile(ctx, id, hiring.Salary, "offer.pdf", old)
	require.NoError(t, err)
	_, err = hr.Do(ctx, id, hiring.IssueOffer{PDF: ref})
	require.Equal(t, "offer.own_letter", fault.Of(err).Code, "today nothing goes out unsealed")
	by := hiring.Actor{Account: f.Account("hr"), Roles: []string{"hr"}}
	require.NoError(t, f.Office.Play(ctx, nil, []office.Step{{At: f.Now(), By: by, Case: id, Command: hiring.IssueOffer{PDF: ref}}}))
	proof, err := hr.VerifyPDF(ctx, old)
	require.NoError(t, err)
	require.Empty(t, proof.Signatures)
	g := f.Guest(id)
	require.NoError(t, g.Sign(ctx, old, uitest.Stroke(), true))
	signed, err := g.OfferPDF(ctx, 1)
	require.NoError(t, err)
	proof, err = hr.VerifyPDF(ctx, signed)
	require.NoError(t, err)
	require.Len(t, proof.Signatures, 1)
	require.True(t, proof.Signatures[0].Once)
	_, err = g.EvidencePDF(ctx, 1)
	require.NoError(t, err)
}
