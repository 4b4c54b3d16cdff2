package guest

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

func TestN11_ConsentIsGivenAndWithdrawn(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check")
	h := f.GuestHost(id, "zh")
	words := h.Words()
	page := pageOf(t, h, "privacy")
	uitest.Tap(t, page.Content(), words("guest.consent.give"))
	given := f.File("hr", id).Case.Consents
	require.Len(t, given, 1)
	require.Equal(t, f.Catalog.Privacy.Consents[0].Hash, given[0].Wording)
	require.NotEmpty(t, given[0].Recipient)
	require.Equal(t, hiring.DateOf(f.Now()).AddDays(180), given[0].Until)
	fits(t, h, pageAgain(h, page))
	uitest.Tap(t, again(h, page), words("guest.consent.withdraw"))
	require.Nil(t, f.File("hr", id).Case.Consents[0].Withdrawn, "asked first")
	yes(t, h, words("guest.consent.withdraw"))
	require.NotNil(t, f.File("hr", id).Case.Consents[0].Withdrawn)
	require.True(t, uitest.Says(again(h, page), "已于 "))
	require.NotNil(t, uitest.Button(page.Content(), words("guest.consent.give")), "it may be given again")
}

func TestQ10_OwnDataIsTakenAlongByWhoKnowsTheNumber(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/scored")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "privacy")
	uitest.Tap(t, page.Content(), h.Words()("guest.export.do"))
	fits(t, h, pageAgain(h, page))
	form := uitest.Find[*kit.Form](again(h, page))[0]
	form.Set("proof", "0000")
	form.Submit()
	require.Empty(t, h.Saved)
	require.True(t, uitest.Says(again(h, page), "末四位不符"))
	whole, err := f.Staff("hr").Reveal(context.Background(), id)
	require.NoError(t, err)
	form.Set("proof", whole.IDNumber[len(whole.IDNumber)-4:])
	form.Submit()
	require.Empty(t, h.Failed)
	files := unzipped(t, h.Saved["my-data.zip"])
	both := string(files["data.json"]) + string(files["read-me.html"])
	c := f.File("hr", id).Case
	require.Contains(t, both, f.File("hr", id).Person.Name)
	require.Contains(t, both, whole.IDNumber)
	require.Contains(t, both, c.Report().Vendor)
	for _, trait := range c.Report().Traits {
		if trait.Label != "" {
			require.NotContains(t, both, trait.Label)
		}
	}
	for _, card := range c.Interviews[0].Cards {
		require.NotContains(t, both, card.Summary)
	}
	require.NotContains(t, both, f.Session("interviewer1").Account.Name)
	require.Contains(t, both, "未包含的内容及理由")
}

func unzipped(t *testing.T, raw []byte) map[string][]byte {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		out[f.Name], err = io.ReadAll(r)
		require.NoError(t, err)
		require.Regexp(t, `^(data\.json|read-me\.html|timeline\.csv|files/\d+-\d+-[a-z-]+\.[a-z]+)$`, f.Name)
	}
	return out
}

func TestControl42_PurposeIsShownBeforeItIsAskedAndControlIsTheirs(t *testing.T) {
	app, err := os.ReadFile("../../FyneApp.toml")
	require.NoError(t, err)
	require.NotContains(t, strings.ToLower(string(app)), "permission", "the app asks its device for nothing")
	f := uitest.Bank(t)
	id := f.CaseAt("check")
	for _, lang := range []string{"zh", "en"} {
		h := f.GuestHost(id, lang)
		page := pageOf(t, h, "privacy")
		asked := f.Catalog.Privacy.Consents[0]
		for _, text := range []string{asked.Title.In(lang), string([]rune(asked.Text.In(lang))[:12]), string([]rune(asked.Basis.In(lang))[:12]), asked.Version, f.Catalog.Bank.Name.In(lang)} {
			require.True(t, uitest.Says(page.Content(), text), text)
		}
		for _, kind := range asked.Data {
			require.True(t, uitest.Says(page.Content(), kind.In(lang)))
		}
		for _, act := range []string{"guest.consent.give", "guest.export.do", "guest.erase.do", "guest.withdraw"} {
			require.NotNil(t, uitest.Button(page.Content(), h.Words()(act)), act)
		}
		fits(t, h, pageAgain(h, page))
	}
}

func TestQ10_ErasureIsAskedForAndAnswered(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "privacy")
	uitest.Tap(t, page.Content(), h.Words()("guest.erase.do"))
	fits(t, h, pageAgain(h, page))
	uitest.Find[*kit.Form](again(h, page))[0].Submit()
	require.Empty(t, h.Failed)
	require.True(t, f.File("hr", id).Case.Erasure.Asked)
	require.True(t, uitest.Says(again(h, page), "2026-12-08"), "answered within fifteen days")
	f.Do("hr", id, hiring.RefuseErasure{Note: "流程尚未结束"})
	page.Refresh()
	require.True(t, uitest.Says(again(h, page), "流程尚未结束"))
	fits(t, h, page)
}
