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
	require.NoError(t, os.WriteFile(filepath.Join(dir, "catalog.good"), []byte("{torn"), 0o600))
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

func TestN05_AnUnlawfulQuestionInTheBanksOwnFilesIsNamedAndTheLastGoodOnesStay(t *testing.T) {
	dir := t.TempDir()
	raw, err := fs.ReadFile(resources.Catalog, "questions/teller.yaml")
	require.NoError(t, err)
	own := filepath.Join(dir, "catalog", "questions")
	require.NoError(t, os.MkdirAll(own, 0o700))
	asks := func(question string) (*catalog.Catalog, error) {
		text := strings.Replace(string(raw), "他坚持不答，你依据什么决定办还是不办？", question, 1)
		require.NoError(t, os.WriteFile(filepath.Join(own, "teller.yaml"), []byte(text), 0o600))
		cat, wrong, err := loadCatalog(dir)
		require.NoError(t, err)
		return cat, wrong
	}
	cat, wrong := asks("他仍不回答，你怎么办？")
	require.NoError(t, wrong)
	require.Equal(t, "他仍不回答，你怎么办？", cat.Banks["teller"].Question("t03").Probe.In("zh"))
	cat, wrong = asks("对了，你 打 算 什 么 时 候 要 孩 子？")
	require.Equal(t, "他仍不回答，你怎么办？", cat.Banks["teller"].Question("t03").Probe.In("zh"), "the last good one")
	problems := catalog.Problems(wrong)
	require.Len(t, problems, 1)
	require.Equal(t, "catalog.unlawful_question", problems[0].Code)
	for name, want := range map[string]string{"file": "questions/teller.yaml", "field": "questions[2].probe.zh", "rule": "childbirth", "line": "129"} {
		require.Equal(t, want, problems[0].Params[name])
	}
	require.Contains(t, problems[0].Params["law"], "第四十三条")
	require.NotEmpty(t, problems[0].Params["instead"])
}
