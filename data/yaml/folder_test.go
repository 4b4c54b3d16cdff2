package yaml_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/office"
	"ruhang/data/yaml"
	"ruhang/resources"
)

func ownBank(t *testing.T, days string) office.ConfigFile {
	t.Helper()
	raw, err := fs.ReadFile(resources.Catalog, "bank.yaml")
	require.NoError(t, err)
	return office.ConfigFile{Path: "bank.yaml", Text: strings.Replace(string(raw), "offer_days: 7", "offer_days: "+days, 1), Own: true}
}

// TestWhoeverReadsFindsTheOldFileOrTheNew writes a file again and again while another reads: there is no half.
func TestWhoeverReadsFindsTheOldFileOrTheNew(t *testing.T) {
	f := yaml.Folder{Shipped: resources.Catalog, Dir: t.TempDir()}
	one, two := ownBank(t, "5"), ownBank(t, "6")
	two.Text += strings.Repeat("# longer\n", 20_000)
	require.NoError(t, f.Put(one))
	done := make(chan error)
	go func() {
		var err error
		for i := 0; i < 12 && err == nil; i++ {
			err = f.Put([]office.ConfigFile{two, one}[i%2])
		}
		done <- err
	}()
	name := filepath.Join(f.Dir, "catalog", "bank.yaml")
	for reads := 0; ; reads++ {
		select {
		case err := <-done:
			require.NoError(t, err)
			require.Greater(t, reads, 12)
			return
		default:
			raw, err := os.ReadFile(name)
			require.NoError(t, err)
			require.True(t, string(raw) == one.Text || string(raw) == two.Text)
		}
	}
}

// TestWhatAKilledProgramLeftIsNoConfiguration: the file it was writing has another name, and the one in its place is whole.
func TestWhatAKilledProgramLeftIsNoConfiguration(t *testing.T) {
	f := yaml.Folder{Shipped: resources.Catalog, Dir: t.TempDir()}
	require.NoError(t, f.Put(ownBank(t, "5")))
	require.NoError(t, os.WriteFile(filepath.Join(f.Dir, "catalog", ".ruhang-123"), []byte("offer_days: ["), 0o600))
	cat, wrong, err := f.Load()
	require.NoError(t, err)
	require.NoError(t, wrong)
	require.Equal(t, 5, cat.Bank.OfferDays)
}

// TestAWrongFileCanBeMendedFromInside: what stands on the disk is shown as it is, and trying another text names what is still wrong.
func TestAWrongFileCanBeMendedFromInside(t *testing.T) {
	f := yaml.Folder{Shipped: resources.Catalog, Dir: t.TempDir()}
	broken := office.ConfigFile{Path: "bank.yaml", Text: "offer_days: [", Own: true}
	require.NoError(t, f.Put(broken))
	files, err := f.Files()
	require.NoError(t, err)
	require.Contains(t, files, broken)
	require.NoFileExists(t, filepath.Join(f.Dir, "catalog.good"), "what is wrong is not kept as good")
	_, err = f.Build(office.ConfigFile{Path: "legal.yaml"})
	require.Equal(t, "catalog.not_yaml", catalog.Problems(err)[0].Code, "another file's change does not hide it")
	cat, err := f.Build(ownBank(t, "4"))
	require.NoError(t, err)
	require.Equal(t, 4, cat.Bank.OfferDays)
	for _, path := range []string{"../x.yaml", "/x.yaml", "a/b/c.yaml", "x.txt", ""} {
		require.Error(t, f.Put(office.ConfigFile{Path: path, Own: true}), path)
	}
}
