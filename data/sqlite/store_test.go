package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

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
