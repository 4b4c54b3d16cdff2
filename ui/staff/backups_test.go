package staff

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// upkeepTab is the settings' page of backups.
func upkeepTab(t *testing.T, f *uitest.Fixture, lang string) (*uitest.StaffHost, Page) {
	h, page := opened(t, f, "settings", "admin", lang)
	uitest.Find[*kit.Tabs](page.Content())[0].Turn(3)
	h.Show(page)
	return h, page
}

func TestQ09_TheSettingsPageMakesPlansAndShowsBackups(t *testing.T) {
	f := full(t)
	h, page := upkeepTab(t, f, "zh")
	uitest.CheckPage(t, page)
	require.True(t, uitest.Says(page.Content(), "还没有"))
	uitest.Tap(t, page.Content(), "立即备份")
	require.True(t, uitest.Says(page.Content(), "已备份到"))
	require.True(t, uitest.Says(page.Content(), "已试恢复"))
	require.True(t, uitest.Says(page.Content(), "还没有恢复官"))
	made, err := filepath.Glob(filepath.Join(f.Dir, "ruhang-*.tar"))
	require.NoError(t, err)
	require.Len(t, made, 1)

	form := uitest.Find[*kit.Form](page.Content())[0]
	require.Equal(t, "7", form.Values()["daily"])
	form.Set("folder", "somewhere")
	form.Submit()
	require.NotEmpty(t, form.Error("folder"))
	form.Set("folder", f.Dir)
	form.Set("daily", "0")
	form.Submit()
	require.NotEmpty(t, form.Error("daily"))
	form.Set("daily", "9")
	form.Submit()
	require.Empty(t, form.Error("daily"))
	require.NotEmpty(t, h.Good)
	state, err := f.Staff("admin").BackupState()
	require.NoError(t, err)
	require.Equal(t, office.BackupPlan{Folder: f.Dir, Hour: 12, Daily: 9, Weekly: 4, Monthly: 12}, state.Plan)

	uitest.Tap(t, page.Content(), "恢复备份…")
	require.Equal(t, "restore", h.Gone[len(h.Gone)-1].Screen)
	_, err = f.Staff("hr").BackupState()
	require.True(t, fault.Is(err, fault.Denied), "backups are the administrator's")
	require.True(t, fault.Is(f.Staff("hr").PlanBackups(t.Context(), state.Plan), fault.Denied))
}

func TestQ09_AFailureIsShownWithItsReason(t *testing.T) {
	f := uitest.Bank(t)
	made, err := f.Staff("admin").BackupTo(t.Context(), t.TempDir(), nil)
	require.NoError(t, err)
	f.Advance(3 * 24 * time.Hour)
	gone := filepath.Join(t.TempDir(), "stick")
	_, err = f.Staff("admin").BackupTo(t.Context(), gone, nil)
	require.Error(t, err)
	require.FileExists(t, made.Path)
	for _, lang := range []string{"zh", "en"} {
		h, page := upkeepTab(t, f, lang)
		require.True(t, uitest.Says(page.Content(), gone))
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "settings_backup-"+lang)
	}
	require.NoError(t, os.WriteFile(filepath.Join(f.Dir, "backup.json"), []byte("{"), 0o600))
	_, page := upkeepTab(t, f, "zh")
	require.True(t, uitest.Says(page.Content(), "backup.json"))
}
