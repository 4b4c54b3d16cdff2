package vault

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

func TestN02_FailedSignInsAreCountedUntilTheyAreTold(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	options := quick()
	options.Now = func() time.Time { return now }
	v, dir := filled(t, options)
	ids, err := v.Accounts()
	require.NoError(t, err)
	fail := func(name string) {
		t.Helper()
		now = now.Add(time.Hour)
		_, err := v.Unlock(name, "not the password", "")
		requireCode(t, err, fault.Denied, "vault.sign_in")
	}
	first := now.Add(time.Hour)
	fail(owner)
	fail(owner)
	fail("stranger one")
	fail("stranger two")
	v, err = Open(dir, options) // it survives the end of the program
	require.NoError(t, err)
	now = now.Add(time.Hour)
	_, err = v.Unlock(owner, secret, "")
	require.NoError(t, err, "a success ends the waiting, and takes nothing from the tale")
	told, err := v.Missed()
	require.NoError(t, err)
	require.Equal(t, []office.Missed{
		{Account: "", Failures: 2, First: first.Add(2 * time.Hour), Last: first.Add(3 * time.Hour)},
		{Account: ids[0], Failures: 2, First: first, Last: first.Add(time.Hour)},
	}, told)

	now = now.Add(time.Hour)
	requireCode(t, v.ChangePassword(ids[0], "not the password", "Marble & 31 umbrellas"), fault.Denied, "vault.sign_in")
	require.NoError(t, v.Told(told))
	left, err := v.Missed()
	require.NoError(t, err)
	require.Equal(t, []office.Missed{{Account: ids[0], Failures: 1, First: now, Last: now}}, left, "what failed since stays")
	require.NoError(t, v.Told(left))
	none, err := v.Missed()
	require.NoError(t, err)
	require.Empty(t, none)
}
