package staff

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
	"ruhang/ui/model"
	"ruhang/ui/uitest"
)

func certificatesTab(t *testing.T, f *uitest.Fixture, lang string) (*uitest.StaffHost, Page) {
	h, page := opened(t, f, "settings", "admin", lang)
	uitest.Find[*kit.Tabs](page.Content())[0].Turn(4)
	h.Show(page)
	return h, page
}

func TestN03_TheSettingsPageShowsReplacesAndExportsCertificates(t *testing.T) {
	f := uitest.Bank(t)
	for _, lang := range []string{"zh", "en"} {
		h, page := certificatesTab(t, f, lang)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "settings_certificates-"+lang)
	}
	h, page := certificatesTab(t, f, "zh")
	words := h.Words()
	require.True(t, uitest.Says(page.Content(), words("certificate.usable")))
	uitest.Tap(t, page.Content(), words("certificate.export"))
	require.Len(t, model.Certificates(h.Saved["bank-root.pem"]), 1)

	h.Pick("seal.p12", []byte("no such thing"))
	uitest.Tap(t, page.Content(), words("certificate.import"))
	form := uitest.Find[*kit.Form](h.Window.Canvas().Overlays().Top())[0]
	form.Submit()
	require.True(t, uitest.Says(h.Window.Canvas().Overlays().Top(), words("signature.pkcs12")))
}

func TestN03_TheSettingsPageWarnsOfASealThatEnds(t *testing.T) {
	f := uitest.Bank(t)
	book, err := f.Session("admin").Certificates(t.Context())
	require.NoError(t, err)
	f.SetNow(book.Seal.Until.Add(-10 * 24 * time.Hour))
	h, page := certificatesTab(t, f, "zh")
	require.True(t, uitest.Says(page.Content(), h.Words()("certificate.ends_soon")))
	uitest.Shot(t, h.Window, "settings_certificates_soon-zh")
	f.SetNow(book.Seal.Until.Add(time.Hour))
	h, page = certificatesTab(t, f, "zh")
	require.True(t, uitest.Says(page.Content(), h.Words()("certificate.unusable")))
}

func TestN03_TheVerifyPageSaysWhoSignedAndWhatItDoesNotProve(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	signed, err := f.Guest(id).OfferPDF(t.Context(), 1)
	require.NoError(t, err)
	for _, lang := range []string{"zh", "en"} {
		h, page := opened(t, f, "verify", "compliance", lang)
		require.True(t, h.Drop("offer.pdf", signed))
		h.Show(page)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "verify_signed-"+lang)
		for _, key := range []string{"proof.title_signed", "proof.means_signed", "proof.not", "proof.not_contract", "proof.not_time", "proof.not_public"} {
			require.True(t, uitest.Says(page.Content(), h.Words()(key)), key)
		}
		changed := append([]byte(nil), signed...)
		changed[len(changed)/2] ^= 1
		require.True(t, h.Drop("offer.pdf", changed))
		require.True(t, uitest.Says(page.Content(), h.Words()("signature.changed")))
	}
}
