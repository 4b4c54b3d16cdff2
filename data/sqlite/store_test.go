package sqlite

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/office/officetest"
)

func TestTheStorePassesTheSuite(t *testing.T) {
	officetest.TestStore(t, func(t *testing.T) office.Store { return opened(t, fresh(t)) })
}

func fresh(t testing.TB) string { return filepath.Join(t.TempDir(), "100% 入行?#'.db") }

func opened(t testing.TB, path string) *Store {
	s, err := Open(context.Background(), path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func TestSettingsKeepTheHistoryOfWhatPeopleDecided(t *testing.T) {
	s := opened(t, fresh(t))
	for i, by := range []hiring.AccountID{hiring.System, hiring.System, "a1", "a2", hiring.System, hiring.System} {
		require.NoError(t, s.Update(ctx, func(tx office.Tx) error {
			return tx.PutSetting("x", []byte{byte(i)}, time.UnixMicro(int64(i)), by)
		}))
	}
	require.Equal(t, "010203", text(t, s.reader, `SELECT group_concat(hex(value), '') FROM (SELECT value FROM setting_history WHERE id = 'x' ORDER BY at)`))
	require.Equal(t, "05", text(t, s.reader, `SELECT hex(value) FROM setting WHERE id = 'x'`))
}
