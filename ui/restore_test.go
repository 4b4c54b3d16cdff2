package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

func TestQ09_ABackupIsRestoredFromTheFirstPage(t *testing.T) {
	f := uitest.Bank(t)
	var asked []Restoring
	d := sit(t, f, func(s *Start) {
		bank, _ := s.Open(t.Context())
		s.Open = func(context.Context) (*Bank, error) { return nil, fault.New(fault.Missing, "bank.none") }
		s.Files.Path = func(_ fyne.Window, endings []string, chosen func(string), _ func(error)) {
			require.Equal(t, []string{".tar", ".age"}, endings)
			chosen("/media/stick/bank.tar.age")
		}
		s.Restore = func(_ context.Context, r Restoring) (Restored, error) {
			r.Progress(1, 2)
			asked = append(asked, r)
			if r.Key == "" {
				return Restored{}, fault.New(fault.Denied, "backup.key_needed", "field", "key")
			}
			return Restored{Bank: bank, Erased: 2}, nil
		}
	})
	uitest.Tap(t, d.win.Content(), "恢复备份…")
	d.check(t)
	uitest.Shot(t, d.win, "restore-zh")
	uitest.Tap(t, d.win.Content(), "选择文件…")
	form := uitest.Find[*kit.Form](d.win.Content())[0]
	require.Equal(t, "/media/stick/bank.tar.age", form.Values()["file"])
	form.Submit()
	form = uitest.Find[*kit.Form](d.win.Content())[0]
	require.NotEmpty(t, form.Error("key"))
	require.Equal(t, "/media/stick/bank.tar.age", form.Values()["file"], "what was chosen stays")
	d.check(t)
	form.Set("key", "AGE-SECRET-KEY-X")
	form.Submit()
	require.Len(t, asked, 2)
	require.False(t, asked[1].Replace, "there is nothing to replace")
	d.signIn(t, "admin", uitest.Password)
	require.NotNil(t, d.surface)
}

func TestQ09_TheSettingsLeadToTheRestoreAndARefusedOneLeavesTheBank(t *testing.T) {
	f := uitest.Bank(t)
	closed := 0
	d := sit(t, f, func(s *Start) {
		bank, _ := s.Open(t.Context())
		bank.Close = func() error { closed++; return nil }
		s.Restore = func(_ context.Context, r Restoring) (Restored, error) {
			require.True(t, r.Replace)
			require.Positive(t, closed, "nobody has the bank open while it is replaced")
			return Restored{}, fault.New(fault.Corrupt, "backup.not_whole")
		}
	})
	d.signIn(t, "admin", uitest.Password)
	u := d.staff(t)
	require.True(t, uitest.Says(d.win.Content(), "还没有任何备份"), "an administrator is told")
	u.Go("settings", "")
	u.host.Restore()
	require.Nil(t, d.surface, "the session has ended")
	require.True(t, uitest.Says(d.win.Content(), "改名保留"))
	form := uitest.Find[*kit.Form](d.win.Content())[0]
	form.Set("file", "/x.tar")
	form.Submit()
	form = uitest.Find[*kit.Form](d.win.Content())[0]
	require.NotEmpty(t, form.Error("file"))
	d.check(t)
	d.signIn2(t)
}

// signIn2 gives the restore up and signs in again.
func (d *desk) signIn2(t *testing.T) {
	t.Helper()
	uitest.Tap(t, d.win.Content(), "取消")
	d.signIn(t, "hr", uitest.Password)
	require.False(t, uitest.Says(d.win.Content(), "还没有任何备份"), "others need not worry")
}
