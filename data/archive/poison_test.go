package archive

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/ledger"
)

// entry is a part of a backup that somebody made by hand.
type entry struct {
	h    tar.Header
	body string
}

// forge makes a backup of a whole bank, with more in it than belongs there. The manifest names what is added when listed.
func forge(t testing.TB, listed bool, extra ...entry) string {
	m := manifest{Format: manifestFormat, Bank: "b1", At: today, Ledger: ledger.Report{Root: (&ledger.Tree{}).Root()}.Checkpoint(today).Encode()}
	all := append([]entry{{tar.Header{Name: database}, ""}, {tar.Header{Name: keys}, "{}"}}, extra...)
	var body bytes.Buffer
	w := tar.NewWriter(&body)
	for i, e := range all {
		if i < 2 || listed {
			sum := sha256.Sum256([]byte(e.body))
			m.Parts = append(m.Parts, part{e.h.Name, int64(len(e.body)), hex.EncodeToString(sum[:])})
		}
	}
	raw, err := json.Marshal(m)
	require.NoError(t, err)
	for _, e := range append([]entry{{tar.Header{Name: manifestName}, string(raw)}}, all...) {
		h := e.h
		h.Mode, h.Size = 0o600, int64(len(e.body))
		if h.Typeflag == 0 {
			h.Typeflag = tar.TypeReg
		}
		if h.Typeflag != tar.TypeReg {
			h.Size = 0
		}
		require.NoError(t, w.WriteHeader(&h))
		if h.Size > 0 {
			_, err := w.Write([]byte(e.body))
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	path := filepath.Join(t.TempDir(), "forged.tar")
	put(t, path, body.Bytes())
	return path
}

// slips are names that lead out of a folder, or to something that is no file, on one system or another.
var slips = []string{
	"../x", "..\\x", "..\\..\\windows\\x", "../../etc/cron.d/x", "/etc/passwd", "\\etc\\passwd", "C:\\x", "C:x", "c:/windows/x", "\\\\host\\share\\x", "//host/share/x",
	"CON", "catalog/CON", "catalog/con.yaml", "catalog/NUL", "catalog/nul.txt", "catalog/aux", "catalog/PRN.yaml", "catalog/COM1", "catalog/com9.yaml", "catalog/LPT1.x.y",
	"catalog/COM\u00b9", "catalog/CONIN$", "catalog/CLOCK$", "catalog/con .yaml",
	"catalog/..", "catalog/../x", "catalog/../../x", "catalog/./x", "catalog//x", "catalog/x/", "catalog/", "catalog", "catalog/..\\x", "catalog/a/../../../x",
	"catalog/a:b", "catalog/x.yaml:stream", "catalog/x.", "catalog/x ", "catalog/ x", "catalog/a?b", "catalog/a*b", "catalog/a<b", "catalog/a|b", "catalog/a\"b",
	"catalog/a\x01b", "catalog/a\tb", "catalog/a\u202eb", "catalog/a\u200bb", "catalog/" + "a/" + "b/c/d/e/f/g/h/i", "catalog/" + strings.Repeat("x", 200),
	"files/x", "files/ab/cd", "files/../vault.json", "files/ab/" + strings.Repeat("G", 62), "files/AB/" + strings.Repeat("a", 62), "files/.part-1",
	"ruhang.db-wal", "ruhang.db-journal", "RUHANG.DB", "Vault.json", "backup.json", "erased.list", "manifest.json", ".ssh/authorized_keys", "out/x", "x", "", ".", "..",
}

func TestControl31_NamesFromOutsideNeverBecomePaths(t *testing.T) {
	for _, name := range slips {
		require.False(t, allowed(name), "%q", name)
	}
	for _, name := range []string{database, keys, "catalog.good", "catalog/bank.yaml", "catalog/positions/综合柜员.yaml", "catalog/a b.yaml", "catalog/.hidden", "catalog/context.yaml", "catalog/com10.yaml",
		"files/ab/" + strings.Repeat("0", 62)} {
		require.True(t, allowed(name), "%q", name)
	}
	_, err := restored(t, forge(t, true), nil)
	require.NoError(t, err, "the forger's own bank is one, so it is the rest that is refused")
}

func TestControl31_ABackupWithASlipIsRefusedWholeAndLeavesNothing(t *testing.T) {
	for _, name := range slips {
		if name == "" || strings.HasSuffix(name, "/") {
			continue // no tar can say it of a file
		}
		for _, listed := range []bool{true, false} {
			root := t.TempDir()
			_, err := Restore(ctx, Return{File: forge(t, listed, entry{tar.Header{Name: name, Format: tar.FormatPAX}, "owned"}), Dir: filepath.Join(root, "a", "bank"), Now: today, Inspect: look})
			require.Error(t, err, "%q listed %v", name, listed)
			require.Contains(t, []string{"backup.poisoned", "backup.not_whole"}, fault.Of(err).Code, "%q: %v", name, err)
			nothingLeft(t, root, "a")
			nothingLeft(t, filepath.Join(root, "a"))
		}
	}
}

func TestControl31_LinksDevicesAndTwinsAreRefused(t *testing.T) {
	name := "catalog/x.yaml"
	for what, e := range map[string]entry{
		"a symbolic link": {tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, ""},
		"a hard link":     {tar.Header{Name: name, Typeflag: tar.TypeLink, Linkname: keys}, ""},
		"a device":        {tar.Header{Name: name, Typeflag: tar.TypeChar, Devmajor: 1, Devminor: 8}, ""},
		"a block device":  {tar.Header{Name: name, Typeflag: tar.TypeBlock}, ""},
		"a pipe":          {tar.Header{Name: name, Typeflag: tar.TypeFifo}, ""},
		"a folder":        {tar.Header{Name: name, Typeflag: tar.TypeDir}, ""},
		"a file twice":    {tar.Header{Name: keys}, "{}"},
	} {
		for _, listed := range []bool{true, false} {
			_, err := restored(t, forge(t, listed, e), nil)
			require.Error(t, err, what)
		}
	}
	_, err := restored(t, forge(t, true, entry{tar.Header{Name: "catalog/A.yaml"}, "1"}, entry{tar.Header{Name: "catalog/a.yaml"}, "2"}), nil)
	code(t, err, "backup.poisoned")
	// A link that stands where the bank will be unpacked is not followed either: the folder is a new one.
	_, err = restored(t, forge(t, true, entry{tar.Header{Name: "catalog/x.yaml"}, "1"}), nil)
	require.NoError(t, err)
}

func TestControl31_SizesAreBoundedByTheFileItself(t *testing.T) {
	huge := func(change func(*manifest)) string {
		m := manifest{Format: manifestFormat, At: today, Ledger: ledger.Report{Root: (&ledger.Tree{}).Root()}.Checkpoint(today).Encode(),
			Parts: []part{{database, 0, strings.Repeat("0", 64)}, {keys, 2, strings.Repeat("0", 64)}}}
		change(&m)
		raw, err := json.Marshal(m)
		require.NoError(t, err)
		var body bytes.Buffer
		w := tar.NewWriter(&body)
		require.NoError(t, w.WriteHeader(&tar.Header{Name: manifestName, Size: int64(len(raw)), Mode: 0o600}))
		_, err = w.Write(raw)
		require.NoError(t, err)
		require.NoError(t, w.WriteHeader(&tar.Header{Name: database, Size: m.Parts[0].Size, Mode: 0o600, Format: tar.FormatGNU}))
		path := filepath.Join(t.TempDir(), "huge.tar")
		put(t, path, body.Bytes())
		return path
	}
	for what, change := range map[string]func(*manifest){
		"one huge part":         func(m *manifest) { m.Parts[0].Size = 1 << 50 },
		"many that add up":      func(m *manifest) { m.Parts[0].Size, m.Parts[1].Size = 3000, 3000 },
		"a negative one":        func(m *manifest) { m.Parts[1].Size = -1 },
		"a digest too short":    func(m *manifest) { m.Parts[1].SHA256 = "00" },
		"more than fits an int": func(m *manifest) { m.Parts[0].Size, m.Parts[1].Size = 1<<62, 1<<62 },
	} {
		if what == "a negative one" {
			m := manifest{Parts: []part{{database, -1, strings.Repeat("0", 64)}}}
			code(t, m.check(100), "backup.poisoned")
			continue
		}
		_, err := restored(t, huge(change), nil)
		code(t, err, "backup.poisoned")
		require.Error(t, err, what)
	}
}

// block is a tar's header of an entry as no honest writer makes it.
func block(name string, size int64, kind byte) []byte {
	b := make([]byte, 512)
	copy(b, name)
	copy(b[100:], "0000600\x00")
	copy(b[124:], fmt.Sprintf("%011o\x00", size))
	copy(b[136:], "00000000000\x00")
	b[156] = kind
	copy(b[257:], "ustar\x0000")
	copy(b[148:], "        ")
	sum := 0
	for _, c := range b {
		sum += int(c)
	}
	copy(b[148:], fmt.Sprintf("%06o\x00 ", sum))
	return b
}

func padded(s string) []byte { return append([]byte(s), make([]byte, (512-len(s)%512)%512)...) }

func TestControl31_ASparseFileCannotGrowToWhatItClaims(t *testing.T) {
	const claim = int64(4 << 30)
	sparse := "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n34 GNU.sparse.name=catalog/x.yaml\n34 GNU.sparse.realsize=4294967296\n"
	for _, told := range []int64{1, claim} {
		m := manifest{Format: manifestFormat, At: today, Ledger: ledger.Report{Root: (&ledger.Tree{}).Root()}.Checkpoint(today).Encode(), Parts: []part{
			{"catalog/x.yaml", told, strings.Repeat("0", 64)}, {database, 0, strings.Repeat("0", 64)}, {keys, 0, strings.Repeat("0", 64)}}}
		raw, err := json.Marshal(m)
		require.NoError(t, err)
		body := append(block(manifestName, int64(len(raw)), '0'), padded(string(raw))...)
		body = append(append(body, block("pax", int64(len(sparse)), 'x')...), padded(sparse)...)
		body = append(append(body, block("GNUSparseFile.0/x.yaml", 512, '0')...), padded("1\n4294967295\n1\n")...)
		t2 := tar.NewReader(bytes.NewReader(body))
		_, err = t2.Next()
		require.NoError(t, err)
		h, err := t2.Next()
		require.NoError(t, err)
		require.Equal(t, claim, h.Size, "the forgery is what it should be")
		path := filepath.Join(t.TempDir(), "sparse.tar")
		put(t, path, append(body, make([]byte, 1024)...))
		_, err = restored(t, path, nil)
		code(t, err, "backup.poisoned")
	}
}

func TestControl31_PartsOfAnotherTimeAndNewerFormatsAreRefused(t *testing.T) {
	dir := bank(t, 5)
	b := written(t, dir)
	raw, err := os.ReadFile(b.Path)
	require.NoError(t, err)
	newer := bytes.Replace(raw, []byte(manifestFormat), []byte("ruhang.backup.2"), 1)
	path := filepath.Join(t.TempDir(), "b")
	put(t, path, newer)
	_, err = restored(t, path, nil)
	code(t, err, "backup.newer")

	// A whole and well-formed database, but not the one the manifest speaks of.
	mixed := forge(t, true)
	raw, err = os.ReadFile(mixed)
	require.NoError(t, err)
	root := (&ledger.Tree{}).Root()
	one := ledger.Checkpoint{Size: 7, Root: root, At: today}.Encode()
	none := ledger.Checkpoint{Root: root, At: today}.Encode()
	put(t, mixed, bytes.Replace(raw, []byte(jsonText(t, none)), []byte(jsonText(t, one)), 1))
	_, err = restored(t, mixed, nil)
	code(t, err, "backup.mixed")
}

func jsonText(t testing.TB, s string) string {
	raw, err := json.Marshal(s)
	require.NoError(t, err)
	return string(raw)
}

// FuzzUnpack: whatever the bytes, the answer is an error or a bank, and nothing is written outside of the folder.
func FuzzUnpack(f *testing.F) {
	for _, listed := range []bool{true, false} {
		for _, e := range []entry{{tar.Header{Name: "catalog/x.yaml"}, "id: x"}, {tar.Header{Name: "../x"}, "x"}, {tar.Header{Name: "catalog/l", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, ""}} {
			raw, err := os.ReadFile(forge(f, listed, e))
			require.NoError(f, err)
			f.Add(raw)
		}
	}
	f.Add([]byte(wrapMark + "-> X25519 x\nx\n--- x\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		root := t.TempDir()
		path := filepath.Join(root, "b")
		put(t, path, raw)
		m, err := unpack(&counter{ctx: ctx}, path, nil, filepath.Join(root, "in", "bank"), false)
		if err == nil && m.total() > int64(len(raw)) {
			t.Fatal("grew")
		}
		entries, err := os.ReadDir(root)
		require.NoError(t, err)
		require.LessOrEqual(t, len(entries), 2)
		outside, _ := filepath.Glob(filepath.Join(root, "in", "*"))
		require.LessOrEqual(t, len(outside), 1)
	})
}
