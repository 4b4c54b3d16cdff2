package archive

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/ledger"
	"ruhang/core/office"
)

var (
	ctx   = context.Background()
	today = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
)

// A bank of these tests has a real chain of records, a line to each, in place of SQLite; cmd/ruhang tests the whole with it.
func bank(t testing.TB, records int) string {
	dir := filepath.Join(t.TempDir(), "bank")
	put(t, filepath.Join(dir, keys), []byte(`{"format":"test"}`))
	put(t, filepath.Join(dir, "catalog.good"), []byte(`{}`))
	put(t, filepath.Join(dir, "catalog", "positions", "综合柜员 v2.yaml"), []byte("id: teller\n"))
	for i := range 5 {
		sealed(t, dir, bytes.Repeat([]byte{byte(i), 0x5a}, 20_000*i+10))
	}
	put(t, filepath.Join(dir, "files", ".part-123"), []byte("half written"))
	put(t, filepath.Join(dir, "out", "shown.pdf"), []byte("not the bank's"))
	appendRecords(t, dir, records)
	return dir
}

func put(t testing.TB, path string, raw []byte) {
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, raw, 0o600))
}

func sealed(t testing.TB, dir string, raw []byte) string {
	sum := sha256.Sum256(raw)
	id := hex.EncodeToString(sum[:])
	path := filepath.Join(dir, "files", id[:2], id[2:])
	put(t, path, raw)
	return path
}

func appendRecords(t testing.TB, dir string, n int) {
	path := filepath.Join(dir, database)
	report, err := look(ctx, path)
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	defer f.Close()
	for i := range n {
		r := ledger.Record{Seq: report.Records + uint64(i) + 1, Case: "c1", Ver: report.Records + uint64(i) + 1, Kind: "note.1", At: today}
		ledger.Link(report.Head, &r)
		report.Head = r.Hash
		require.NoError(t, json.NewEncoder(f).Encode(r))
	}
}

func look(_ context.Context, path string) (ledger.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return ledger.Report{}, err
	}
	defer f.Close()
	v := ledger.NewVerifier()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var r ledger.Record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return v.Report(), fault.Wrap(err, fault.Corrupt, "store.corrupt", "test")
		}
		if err := v.Add(&r, ledger.Body{}); err != nil {
			return v.Report(), err
		}
	}
	return v.Report(), nil
}

func of(dir string) Archive {
	return Archive{Dir: dir, Bank: "b1", Version: "test", Now: func() time.Time { return today }, Inspect: look,
		Copy: func(_ context.Context, path string, progress func(done, total int)) error {
			raw, err := os.ReadFile(filepath.Join(dir, database))
			if err != nil {
				return err
			}
			progress(1, 1)
			return os.WriteFile(path, raw, 0o600)
		}}
}

// officers are recovery keys of both kinds, or of none.
func officers(t testing.TB, kind string) (to []string, opening [][]age.Identity) {
	for range 2 {
		switch kind {
		case "classic":
			k, err := age.GenerateX25519Identity()
			require.NoError(t, err)
			to, opening = append(to, k.Recipient().String()), append(opening, []age.Identity{k})
		case "post-quantum":
			k, err := age.GenerateHybridIdentity()
			require.NoError(t, err)
			to, opening = append(to, k.Recipient().String()), append(opening, []age.Identity{k})
		}
	}
	return to, opening
}

func written(t testing.TB, dir string, to ...string) office.Backup {
	b, err := of(dir).Write(ctx, filepath.Join(t.TempDir(), BackupFile), to, nil)
	require.NoError(t, err)
	return b
}

// BackupFile is what tests call a backup.
const BackupFile = "a backup.tar"

func restored(t testing.TB, file string, keys []age.Identity) (string, error) {
	dir := filepath.Join(t.TempDir(), "restored")
	_, err := Restore(ctx, Return{File: file, Dir: dir, Keys: keys, Now: today, Inspect: look})
	return dir, err
}

// contents are the bank's files by name.
func contents(t testing.TB, dir string) map[string]string {
	out := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)] = string(raw)
		return err
	}))
	return out
}

// theBanks is contents without what is not the bank's.
func theBanks(t testing.TB, dir string) map[string]string {
	all := contents(t, dir)
	for name := range all {
		if strings.HasPrefix(name, "out/") || strings.Contains(name, ".part-") {
			delete(all, name)
		}
	}
	return all
}

// nothingLeft is that a folder holds only what is named.
func nothingLeft(t testing.TB, dir string, but ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	require.ElementsMatch(t, but, names)
}

func code(t testing.TB, err error, want string) {
	t.Helper()
	require.True(t, fault.HasCode(err, want), "wanted %s, got %v", want, err)
}
