package vault

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

const limit = 8 << 20

// document is a text of n bytes.
func document(n int) []byte {
	return bytes.Repeat([]byte("All of this stands in a document. "), n/34+1)[:n]
}

func put(t testing.TB, v *Vault, key, data []byte) string {
	id, size, _, digest, err := v.Put(context.Background(), caseA, "basic", key, bytes.NewReader(data), limit)
	require.NoError(t, err)
	require.EqualValues(t, len(data), size)
	sum := sha256.Sum256(data)
	require.Equal(t, hex.EncodeToString(sum[:]), digest)
	return id
}

func get(v *Vault, key []byte, id string) ([]byte, error) {
	r, err := v.Get(context.Background(), caseA, "basic", key, id)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// onDisk lists every file below files/, with its path from there.
func onDisk(t testing.TB, dir string) []string {
	var paths []string
	root := filepath.Join(dir, filesDir)
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, path[len(root)+1:])
		}
		return err
	}))
	return paths
}

func TestFilesOfEverySizeComeBack(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	for _, n := range []int{1, 100, chunkSize - 1, chunkSize, chunkSize + 1, 2*chunkSize - 1, 2 * chunkSize, 5*chunkSize + 7} {
		id := put(t, v, key, document(n))
		back, err := get(v, key, id)
		require.NoError(t, err, "%d bytes", n)
		require.Equal(t, document(n), back)
		sealed, err := os.ReadFile(filepath.Join(dir, filesDir, id[:2], id[2:]))
		require.NoError(t, err)
		sum := sha256.Sum256(sealed)
		require.Equal(t, id, hex.EncodeToString(sum[:]), "the address is of what lies there")
	}
	require.NotEqual(t, put(t, v, key, document(9)), put(t, v, key, document(9)), "equal files cannot be told from outside")
}

func TestAChangedFileIsFound(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	data := document(3*chunkSize + 100)
	id := put(t, v, key, data)
	path := filepath.Join(dir, filesDir, id[:2], id[2:])
	sealed, err := os.ReadFile(path)
	require.NoError(t, err)
	head, chunk := 1+saltSize, func(i int) []byte { return sealed[1+saltSize+i*sealedChunk:][:sealedChunk] }
	flip := func(at int) []byte { c := bytes.Clone(sealed); c[at] ^= 1; return c }
	changed := map[string][]byte{
		"bit in the salt":       flip(5),
		"bit in a chunk":        flip(head + sealedChunk + 9),
		"bit in the last tag":   flip(len(sealed) - 1),
		"cut in a chunk":        sealed[:len(sealed)-30],
		"cut between chunks":    sealed[:head+2*sealedChunk],
		"cut to the header":     sealed[:head],
		"cut in the header":     sealed[:9],
		"empty":                 {},
		"chunks swapped":        bytes.Join([][]byte{sealed[:head], chunk(1), chunk(0), sealed[head+2*sealedChunk:]}, nil),
		"chunk doubled":         bytes.Join([][]byte{sealed[:head], chunk(0), sealed[head:]}, nil),
		"chunk missing":         bytes.Join([][]byte{sealed[:head], sealed[head+sealedChunk:]}, nil),
		"bytes added":           append(bytes.Clone(sealed), 0),
		"another file's middle": nil, // filled in below
	}
	other := put(t, v, key, document(3*chunkSize+100))
	foreign, err := os.ReadFile(filepath.Join(dir, filesDir, other[:2], other[2:]))
	require.NoError(t, err)
	changed["another file's middle"] = bytes.Join([][]byte{sealed[:head+sealedChunk], foreign[head+sealedChunk:]}, nil)
	for name, bytes := range changed {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(path, bytes, 0o600))
			back, err := get(v, key, id)
			requireCode(t, err, fault.Corrupt, "file.corrupt")
			require.Less(t, len(back), len(data))
		})
	}
	t.Run("another whole file under this name", func(t *testing.T) {
		require.NoError(t, os.WriteFile(path, foreign, 0o600))
		back, err := get(v, key, id)
		requireCode(t, err, fault.Corrupt, "file.corrupt")
		require.Less(t, len(back), len(data), "never the whole of the wrong file")
	})
	t.Run("another suite", func(t *testing.T) {
		require.NoError(t, os.WriteFile(path, append([]byte{7}, sealed[1:]...), 0o600))
		_, err := get(v, key, id)
		requireCode(t, err, fault.Corrupt, "vault.suite")
	})
}

func TestControl24_AFileOpensOnlyInItsCase(t *testing.T) {
	v, _ := filled(t, quick())
	a, b := caseKeyOf(t, v, caseA, "basic"), caseKeyOf(t, v, caseB, "basic")
	id := put(t, v, a, document(100))
	r, err := v.Get(context.Background(), caseB, "basic", b, id)
	require.NoError(t, err)
	defer r.Close()
	_, err = io.ReadAll(r)
	requireCode(t, err, fault.Corrupt, "file.corrupt")
	_, err = v.Get(context.Background(), caseB, "basic", a, id)
	requireCode(t, err, fault.Corrupt, "vault.open")
}

func TestControl14_LockingEndsReading(t *testing.T) {
	v, _ := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	id := put(t, v, key, document(3*chunkSize))
	r, err := v.Get(context.Background(), caseA, "basic", key, id)
	require.NoError(t, err)
	defer r.Close()
	_, err = io.ReadFull(r, make([]byte, 10))
	require.NoError(t, err)
	v.Lock()
	_, err = io.ReadAll(r)
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.Unlock(owner, secret, "")
	require.NoError(t, err)
	_, err = r.Read(make([]byte, 10))
	requireCode(t, err, fault.Denied, "vault.locked")
	_, _, _, _, err = (&Vault{dir: v.dir, options: v.options}).Put(context.Background(), caseA, "basic", key, strings.NewReader("x"), 9)
	requireCode(t, err, fault.Denied, "vault.locked")
}

func TestControl29_RefusedFilesLeaveNothingBehind(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	lost := errors.New("lost")
	refuse := func(ctx context.Context, r io.Reader, limit int64) error {
		_, _, _, _, err := v.Put(ctx, caseA, "basic", key, r, limit)
		return err
	}
	err := refuse(context.Background(), bytes.NewReader(document(200_001)), 200_000)
	requireCode(t, err, fault.Invalid, "file.too_big")
	require.Equal(t, "200000", fault.Of(err).Params["limit"])
	requireCode(t, refuse(context.Background(), strings.NewReader(""), 10), fault.Invalid, "file.empty")
	require.ErrorIs(t, refuse(gone, strings.NewReader("x"), 10), context.Canceled)
	err = refuse(context.Background(), io.MultiReader(bytes.NewReader(document(100_000)), iotest.ErrReader(lost)), limit)
	requireCode(t, err, fault.Invalid, "file.read")
	require.ErrorIs(t, err, lost)
	require.Empty(t, onDisk(t, dir))
	require.NoError(t, refuse(context.Background(), bytes.NewReader(document(200_000)), 200_000))
	require.Len(t, onDisk(t, dir), 1)
}

func TestControl29_AnEndlessStreamStopsAtTheLimit(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	endless := readerFunc(func(p []byte) (int, error) { return copy(p, document(len(p))), nil })
	_, _, _, _, err := v.Put(context.Background(), caseA, "basic", key, endless, 1<<20)
	requireCode(t, err, fault.Invalid, "file.too_big")
	require.Empty(t, onDisk(t, dir))
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// officeZip makes a zip with the given names; padded makes it larger than what is kept of the end.
func officeZip(t testing.TB, padded int, names ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "docProps/padding", Method: zip.Store})
	require.NoError(t, err)
	_, err = f.Write(make([]byte, padded))
	require.NoError(t, err)
	for _, name := range names {
		_, err := w.Create(name)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestTypesAreReadFromTheBytes(t *testing.T) {
	v, _ := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	mime := func(data []byte) (string, error) {
		_, _, mime, _, err := v.Put(context.Background(), caseA, "basic", key, bytes.NewReader(data), limit)
		return mime, err
	}
	const contents = "[Content_Types].xml"
	taken := map[string][]byte{
		"application/pdf": []byte("%PDF-1.7\n..."),
		"image/png":       []byte("\x89PNG\r\n\x1a\n..."),
		"image/jpeg":      []byte("\xff\xd8\xff\xe0..."),
		"image/webp":      []byte("RIFF\x10\x00\x00\x00WEBPVP8 "),
		"text/plain":      []byte("\xcd\xf5\xd0\xa1\xc3\xf7,13\n"), // GBK
		typeDocx:          officeZip(t, 10, contents, "word/document.xml"),
		typeXlsx:          officeZip(t, 1<<20, contents, "xl/workbook.xml"),
	}
	for want, data := range taken {
		got, err := mime(data)
		require.NoError(t, err, want)
		require.Equal(t, want, got)
	}
	refused := map[string][]byte{
		"windows program": []byte("MZ\x90\x00\x03\x00\x00\x00"), "linux program": []byte("\x7fELF\x02\x01\x01\x00"),
		"mac program": {0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1}, "script": []byte("#!/bin/sh\nrm -rf ~\n"),
		"web page": []byte("<!DOCTYPE html><script>"), "svg": []byte(`<?xml version="1.0"?><svg onload="x">`),
		"plain zip": officeZip(t, 10, "a.txt"), "zip that only begins": []byte("PK\x03\x04 and no more"),
		"macros": officeZip(t, 10, contents, "word/document.xml", "word/vbaProject.bin"),
		"gzip":   []byte("\x1f\x8b\x08\x00"), "unknown": {0, 1, 2, 3, 4}, "java": {0xca, 0xfe, 0xba, 0xbe, 0, 0},
	}
	for name, data := range refused {
		_, err := mime(data)
		require.Error(t, err, name)
		requireCode(t, err, fault.Invalid, "file.type")
	}
}

func TestControl31_NamesNeverReachTheDisk(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	const contents, word = "[Content_Types].xml", "word/document.xml"
	for _, slip := range []string{`..\..\evil`, "../../evil", `C:\evil`, "C:evil"} {
		_, _, _, _, err := v.Put(context.Background(), caseA, "basic", key, bytes.NewReader(officeZip(t, 1, contents, word, slip)), limit)
		requireCode(t, err, fault.Invalid, "file.type")
	}
	id := put(t, v, key, document(10))
	require.Equal(t, []string{filepath.Join(id[:2], id[2:])}, onDisk(t, dir))
	for _, bad := range []string{
		"", "..", "../../vault.json", `..\..\x`, `C:\x`, "CON", "NUL", strings.Repeat("../", 21) + "x", strings.ToUpper(id), id + "0", id[:62] + "/.",
		strings.Repeat("\x00", 64),
	} {
		_, err := get(v, key, bad)
		requireCode(t, err, fault.Invalid, "file.id")
		requireCode(t, v.Delete(bad), fault.Invalid, "file.id")
	}
}

func TestDeletedFilesAreGone(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	id := put(t, v, key, document(10))
	require.NoError(t, v.Delete(id))
	require.NoError(t, v.Delete(id))
	_, err := get(v, key, id)
	requireCode(t, err, fault.Missing, "file.missing")
	require.Empty(t, onDisk(t, dir))
}

func TestSweepRemovesOnlyOldOrphans(t *testing.T) {
	c := &clock{time.Now()}
	o := quick()
	o.Now = c.read
	v, dir := filled(t, o)
	key := caseKeyOf(t, v, caseA, "basic")
	kept, orphan := put(t, v, key, document(10)), put(t, v, key, document(11))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "other"), 0o700))
	for _, path := range []string{filepath.Join(filesDir, partPrefix+"123"), partPrefix + "7", filepath.Join("other", partPrefix+"1"), "bank.db"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, path), []byte("half"), 0o600))
	}
	known := func(id string) bool { return id == kept }
	n, err := v.Sweep(known)
	require.NoError(t, err)
	require.Zero(t, n, "a write may still be on its way into the store")
	c.now = c.now.Add(25 * time.Hour)
	n, err = v.Sweep(known)
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.FileExists(t, filepath.Join(dir, "bank.db"))
	require.FileExists(t, filepath.Join(dir, HeaderName))
	require.FileExists(t, filepath.Join(dir, "other", partPrefix+"1"))
	require.NoFileExists(t, filepath.Join(dir, partPrefix+"7"))
	require.Equal(t, []string{filepath.Join(kept[:2], kept[2:])}, onDisk(t, dir))
	_, err = get(v, key, orphan)
	requireCode(t, err, fault.Missing, "file.missing")
}

// The opener meets any bytes under the name they really have: it must refuse, never crash, never give out plaintext.
func FuzzOpenFile(f *testing.F) {
	v, dir := filled(f, quick())
	key := caseKeyOf(f, v, caseA, "basic")
	id := put(f, v, key, document(100))
	whole, err := os.ReadFile(filepath.Join(dir, filesDir, id[:2], id[2:]))
	require.NoError(f, err)
	f.Add([]byte{})
	f.Add([]byte{suite})
	f.Add(whole[:40])
	f.Add(append(bytes.Clone(whole), 1, 2, 3))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		sum := sha256.Sum256(sealed)
		id := hex.EncodeToString(sum[:])
		path, err := v.filePath(id)
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, sealed, 0o600))
		defer os.Remove(path)
		plain, err := get(v, key, id)
		if !bytes.Equal(sealed, whole) && (!fault.Is(err, fault.Corrupt) || len(plain) > 0) {
			t.Fatalf("%d bytes came out: %v", len(plain), err)
		}
	})
}

// "bare" is AES-256-GCM over the same bytes in memory: what no file can beat.
func BenchmarkFile(b *testing.B) {
	v, _ := filled(b, quick())
	key, data := caseKeyOf(b, v, caseA, "basic"), document(limit)
	b.Run("put", func(b *testing.B) {
		b.SetBytes(limit)
		for b.Loop() {
			_, _, _, _, err := v.Put(context.Background(), caseA, "basic", key, bytes.NewReader(data), limit)
			require.NoError(b, err)
		}
	})
	id := put(b, v, key, data)
	b.Run("get", func(b *testing.B) {
		b.SetBytes(limit)
		for b.Loop() {
			r, err := v.Get(context.Background(), caseA, "basic", key, id)
			require.NoError(b, err)
			_, err = io.Copy(io.Discard, r)
			require.NoError(b, err)
			r.Close()
		}
	})
	b.Run("bare", func(b *testing.B) {
		block, err := aes.NewCipher(make([]byte, 32))
		require.NoError(b, err)
		aead, err := cipher.NewGCM(block)
		require.NoError(b, err)
		out, nonce := make([]byte, 0, len(data)+16), make([]byte, 12)
		b.SetBytes(limit)
		for b.Loop() {
			aead.Seal(out, nonce, data, nil)
		}
	})
}
