package staff

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/uitest"
)

func TestN02_TheAuditOfACaseIsReadAndFiltered(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer")
	_, err := f.Staff("hr").Do(t.Context(), id, hiring.PassGate{Stage: "probation", Outcome: hiring.Pass})
	require.Error(t, err)
	for _, lang := range []string{"zh", "en"} {
		h, page := caseAt(t, f, "hr", lang, id, "")
		page.turnTo("audit")
		uitest.Settle(h.Window)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "audit-"+lang+"-case")
		require.True(t, uitest.Says(page.Content(), f.Words.Say(lang, "audit.group.refused")))
		h.Dark(true)
		uitest.Shot(t, h.Window, "audit-"+lang+"-case-dark")
		h.Dark(false)
	}
}

func TestN02_TheTrailAndTheCheckpointsAreShown(t *testing.T) {
	f := uitest.Bank(t)
	_, err := f.Office.SignIn(t.Context(), "hr", "not the password")
	require.Error(t, err)
	_, err = f.Office.SignIn(t.Context(), "hr", uitest.Password)
	require.NoError(t, err)
	_, err = f.Staff("admin").MakeCheckpoint(t.Context())
	require.NoError(t, err)
	for _, lang := range []string{"zh", "en"} {
		for _, screen := range []string{"trail", "verify"} {
			h, page := opened(t, f, screen, "admin", lang)
			uitest.Settle(h.Window)
			uitest.CheckPage(t, page)
			uitest.Shot(t, h.Window, "audit-"+lang+"-"+screen)
			if screen == "trail" {
				p := page.(*trailPage)
				all := len(p.view.shown)
				p.view.group = "values"
				p.view.filter()
				require.Less(t, len(p.view.shown), all)
				require.NotEmpty(t, p.view.shown)
				p.askPeriod()
				uitest.Settle(h.Window)
				uitest.Shot(t, h.Window, "audit-"+lang+"-period")
			}
		}
	}
}
