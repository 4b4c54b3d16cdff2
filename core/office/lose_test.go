package office_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/ui/uitest"
)

// lose takes an effect out of the store, as no program of ours does.
func lose(t *testing.T, f *uitest.Fixture, key string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(f.Dir, "bank.db"))
	require.NoError(t, err)
	defer db.Close()
	gone, err := db.Exec("DELETE FROM outbox WHERE key = ?", key)
	require.NoError(t, err)
	n, err := gone.RowsAffected()
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
}
