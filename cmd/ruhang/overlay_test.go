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
	require.NoError(t, err)
	text := string(raw)
	require.Contains(t, text, "offer_days: 7")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "catalog"), 0o700))
	text = strings.Replace(text, "offer_days: 7", "offer_days: "+days, 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "catalog", "bank.yaml"), []byte(text), 0o600))
}

func offerDays(t *testing.T, dir string) (int, error) {
	t.Helper()
	cat, wrong, err := loadCatalog(dir)
	require.NoError(t, err)
	return cat.Bank.OfferDays, wrong
}

func TestABadOverlayLeavesTheLastGoodCatalogInForce(t *testing.T) {
	dir := t.TempDir()
	days, wrong := offerDays(t, dir)
	require.NoError(t, wrong)
	require.Equal(t, 7, days)

	overlay(t, dir, "-7")
	days, wrong = offerDays(t, dir)
	require.Equal(t, 7, days, "there never was a good one: what is shipped")
	require.Equal(t, "catalog.out_of_range", catalog.Problems(wrong)[0].Code)

	overlay(t, dir, "5")
	days, wrong = offerDays(t, dir)
	require.NoError(t, wrong)
	require.Equal(t, 5, days)

	overlay(t, dir, "[")
	days, wrong = offerDays(t, dir)
	require.Equal(t, 5, days, "the last good one")
	require.Equal(t, "catalog.not_yaml", catalog.Problems(wrong)[0].Code)

	require.NoError(t, os.WriteFile(filepath.Join(dir, goodName), []byte("{torn"), 0o600))
	days, wrong = offerDays(t, dir)
	require.Equal(t, 7, days)
	require.Error(t, wrong)

	require.NoError(t, os.RemoveAll(filepath.Join(dir, "catalog")))
	days, wrong = offerDays(t, dir)
	require.NoError(t, wrong)
	require.Equal(t, 7, days, "no files of its own is right, too")
}

func TestAnOverlayThatIsWrongIsNamedAndTheBankWorks(t *testing.T) {
	s := newShell(t)
	overlay(t, s.dir, "-7")
	code, out, said := s.run("--as", "hr", "--json", "case", "list")
	require.Equal(t, exitDone, code, said)
	require.Contains(t, out, `"cases"`)
	require.Contains(t, said, "bank.yaml")
}
