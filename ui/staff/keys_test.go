package staff

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

func TestControl12_OfficersAreMadeInTheSettingsAndTheirSheetIsRead(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		f := uitest.Bank(t)
		h := f.StaffHost("admin", lang)
		page := openSettings(h, "").(*settingsPage)
		h.Show(page)
		say := h.Words()
		turnToKeys(t, page)
		uitest.CheckPage(t, page)
		require.True(t, uitest.Says(page.Content(), say("keys.officers_missing", "n", "2")))
		var kits []string
		for _, name := range []string{"Qin Yue", "Gao Lin"} {
			uitest.Tap(t, page.Content(), say("keys.add_officer"))
			form := uitest.Find[*kit.Form](h.Canvas().Overlays().Top())[0]
			form.Set("name", name)
			form.Submit()
			uitest.Settle(h.Window)
			dialog := h.Canvas().Overlays().Top()
			uitest.CheckObject(t, dialog)
			uitest.Shot(t, h.Window, "keys-kit-"+lang)
			uitest.Tap(t, dialog, say("keys.save_kit"))
			pages, err := f.Press.Pages(h.Saved["ruhang-recovery-kit.pdf"], 1200)
			require.NoError(t, err)
			require.Len(t, pages, 1)
			kitText, err := f.Press.ReadQR(pages[0])
			require.NoError(t, err)
			kits = append(kits, kitText)
			uitest.Tap(t, dialog, say("keys.kit_kept"))
		}
		uitest.Settle(h.Window)
		require.True(t, uitest.Says(page.Content(), say("keys.officers_ready", "n", "2")))
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "keys-"+lang)

		uitest.Tap(t, page.Content(), say("keys.rotate_now"))
		uitest.Tap(t, h.Canvas().Overlays().Top(), say("keys.rotate_now"))
		uitest.Settle(h.Window)
		require.True(t, uitest.Says(page.Content(), say("keys.rotated")), "%v", h.Failed)
		f.Office.SignOut()
		_, err := f.Office.Recover(context.Background(), [2]string{kits[0], kits[1]}, "hr", "a new morning at sea")
		require.NoError(t, err, "what was printed opens the bank, also after a rotation")
	}
}

func TestControl7_TheSettingTurnsSecondFactorsOn(t *testing.T) {
	f := uitest.Bank(t)
	h := f.StaffHost("admin", "zh")
	page := openSettings(h, "").(*settingsPage)
	h.Show(page)
	turnToKeys(t, page)
	form := uitest.Find[*kit.Form](page.Content())[0]
	form.Set("on", "true")
	form.Submit()
	on := false
	_, err := h.Staff().Setting(context.Background(), office.FactorSetting, &on)
	require.NoError(t, err)
	require.True(t, on)
}

// turnToKeys opens the last tab of the settings.
func turnToKeys(t *testing.T, page *settingsPage) {
	t.Helper()
	tabs := uitest.Find[*kit.Tabs](page.Content())[0]
	tabs.Turn(5)
	require.True(t, uitest.Says(page.Content(), page.h.Words()("keys.officers")))
}
