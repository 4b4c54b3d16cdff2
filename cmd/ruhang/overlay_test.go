package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/resources"
)

// overlay writes the bank's own bank.yaml with another number of days for an offer.
func overlay(t *testing.T, dir, days string) {
	t.Helper()
	raw, err := fs.ReadFile(resources.Catalog, "bank.yaml")
	require.NoError(t, err)
	text := string(raw)
	require.Contains(t, text, "offer_days: 7")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "catalog"), 0o700))
	text = strings.Replace(text, "offer_days: 7", "offer_days: "+days, 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "catalog", "bank.yaml"), []byte(text), 0o600))
}

func TestABadOverlayLeavesTheLastGoodCatalogInForce(t *testing.T) {
	dir := t.TempDir()
	holds := func(days int, problem, why string) {
		t.Helper()
		cat, wrong, err := loadCatalog(dir)
		require.NoError(t, err)
		require.Equal(t, days, cat.Bank.OfferDays, why)
		if problem == "" {
			require.NoError(t, wrong, why)
			return
		}
		require.Equal(t, problem, catalog.Problems(wrong)[0].Code, why)
	}
	holds(7, "", "what is shipped")
	overlay(t, dir, "-7")
	holds(7, "catalog.out_of_range", "there never was a good one: what is shipped")
	overlay(t, dir, "5")
	holds(5, "", "right")
	overlay(t, dir, "[")
	holds(5, "catalog.not_yaml", "the last good one")
	require.NoError(t, os.WriteFile(filepath.Join(dir, goodName), []byte("{torn"), 0o600))
	holds(7, "catalog.not_yaml", "what was kept is torn: what is shipped")
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "catalog")))
	holds(7, "", "no files of its own is right, too")
}

func TestAnOverlayThatIsWrongIsNamedAndTheBankWorks(t *testing.T) {
	s := newShell(t)
	overlay(t, s.dir, "-7")
	code, out, said := s.run("--as", "hr", "--json", "case", "list")
	require.Equal(t, exitDone, code, said)
	require.Contains(t, out, `"cases"`)
	require.Contains(t, said, "bank.yaml")
}
