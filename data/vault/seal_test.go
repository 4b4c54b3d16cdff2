package vault

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

func TestControl24_SwappedCiphertextsAreFound(t *testing.T) {
	v, _ := filled(t, quick())
	a, b := caseKeyOf(t, v, caseA, "basic"), caseKeyOf(t, v, caseB, "basic")
	sealed, err := v.Seal(caseA, "basic", a, "note_added.1", "body/3", []byte("of A"))
	require.NoError(t, err)
	other, err := v.Seal(caseB, "basic", b, "note_added.1", "body/3", []byte("of B"))
	require.NoError(t, err)
	wrong := map[string]func() ([]byte, error){
		"two candidates' bodies": func() ([]byte, error) { return v.Open(caseA, "basic", a, "note_added.1", "body/3", other) },
		"body and key moved":     func() ([]byte, error) { return v.Open(caseA, "basic", b, "note_added.1", "body/3", other) },
		"another version":        func() ([]byte, error) { return v.Open(caseA, "basic", a, "note_added.1", "body/4", sealed) },
		"another kind":           func() ([]byte, error) { return v.Open(caseA, "basic", a, "note_added.2", "body/3", sealed) },
		"a letter moved":         func() ([]byte, error) { return v.Open(caseA, "basic", a, "note_added.1b", "ody/3", sealed) },
		"another class":          func() ([]byte, error) { return v.Open(caseA, "salary", a, "note_added.1", "body/3", sealed) },
		"a key as a body":        func() ([]byte, error) { return v.Open(caseA, "basic", a, "note_added.1", "body/3", a) },
		"case data as bank data": func() ([]byte, error) { return v.OpenBank("basic", "note_added.1", sealed) },
		"nothing":                func() ([]byte, error) { return v.Open(caseA, "basic", a, "note_added.1", "body/3", nil) },
		"no key":                 func() ([]byte, error) { return v.Open(caseA, "basic", nil, "note_added.1", "body/3", sealed) },
	}
	for name, open := range wrong {
		t.Run(name, func(t *testing.T) {
			plain, err := open()
			requireCode(t, err, fault.Corrupt, "vault.open")
			require.Nil(t, plain)
		})
	}
	for i := range sealed {
		changed := append([]byte(nil), sealed...)
		changed[i] ^= 0x10
		_, err := v.Open(caseA, "basic", a, "note_added.1", "body/3", changed)
		require.True(t, fault.Is(err, fault.Corrupt), "bit of byte %d", i)
	}
}

func TestControl25_NoncesNeverRepeat(t *testing.T) {
	v, _ := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	seen := make(map[string]bool, 100_000)
	for range 100_000 {
		sealed, err := v.Seal(caseA, "basic", key, "head", "head", nil)
		require.NoError(t, err)
		nonce := string(sealed[1:13])
		require.False(t, seen[nonce])
		seen[nonce] = true
	}
}

// What is compared with a secret digest is compared in constant time: no source here compares macs otherwise.
func TestControl27_DigestsAreComparedInConstantTime(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, source := range sources {
		text, err := os.ReadFile(source)
		require.NoError(t, err)
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.Contains(line, "bytes.Equal") || strings.Contains(line, "bytes.Compare") {
				require.Contains(t, line, "Lookup", "%s:%d compares bytes that are not a public lookup", source, i+1)
			}
		}
	}
}

func TestControl22_Q07_NothingPlantedIsReadableInTheFolder(t *testing.T) {
	v, dir := filled(t, quick())
	planted := []string{
		"王小明的名字", "13800138000", "99010119900307002X", "a note about nobody in particular", "cv of 王小明.pdf", owner, secret,
	}
	_, err := v.AddAccount("王小明的名字", "青铜-Lantern 58 harbour", nil)
	require.NoError(t, err)
	_, err = v.Unlock("王小明的名字", secret, "")
	requireCode(t, err, fault.Denied, "vault.sign_in")
	key := caseKeyOf(t, v, caseA, "identity")
	sealed, store := []byte(nil), []byte(nil)
	for i, plain := range planted {
		_, _, _, digest, err := v.Put(context.Background(), caseA, "identity", key, strings.NewReader(plain), 1<<20)
		require.NoError(t, err)
		planted = append(planted, digest)
		sealed, err = v.Seal(caseA, "identity", key, "head", fmt.Sprint(i), []byte(plain))
		require.NoError(t, err)
		store = append(append(store, sealed...), key...)
		sealed, err = v.SealBank("basic", "people", []byte(plain))
		require.NoError(t, err)
		blind, err := v.Blind("phone", plain)
		require.NoError(t, err)
		store = append(append(store, sealed...), blind...)
	}
	for _, raw := range v.ring.keys {
		planted = append(planted, string(raw))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "bank.db"), store, 0o600))
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		for i, p := range planted {
			require.False(t, strings.Contains(string(data)+path[len(dir):], p), "planted value %d", i)
		}
		return err
	}))
	require.Equal(t, 10, files, "eight files, the header and its lock")
}

func TestSealingFromManyGoroutinesWhileLocking(t *testing.T) {
	v, _ := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 500 {
				sealed, err := v.Seal(caseA, "basic", key, "head", "head", []byte("plain"))
				if err == nil {
					_, err = v.Open(caseA, "basic", key, "head", "head", sealed)
				}
				if err != nil && !fault.HasCode(err, "vault.locked") {
					t.Error(err)
				}
			}
		})
	}
	v.Lock()
	wg.Wait()
}

func BenchmarkSealHead(b *testing.B) {
	v, _ := filled(b, quick())
	key, plain := caseKeyOf(b, v, caseA, "basic"), make([]byte, 300)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Seal(caseA, "basic", key, "head", "head", plain); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenHead(b *testing.B) {
	v, _ := filled(b, quick())
	key := caseKeyOf(b, v, caseA, "basic")
	sealed, err := v.Seal(caseA, "basic", key, "head", "head", make([]byte, 300))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Open(caseA, "basic", key, "head", "head", sealed); err != nil {
			b.Fatal(err)
		}
	}
}

// What a start must unseal for the search in memory: every case another key. "derived" is the way not taken: a key
// made from the class key and the case's name.
func BenchmarkOpen100kHeads(b *testing.B) {
	const cases = 100_000
	v, _ := filled(b, quick())
	type head struct {
		id                   string
		key, sealed, derived []byte
	}
	heads := make([]head, cases)
	for i := range heads {
		h := &heads[i]
		h.id = fmt.Sprintf("01J9ZK%020d", i)
		h.key = caseKeyOf(b, v, h.id, "basic")
		var err error
		h.sealed, err = v.Seal(h.id, "basic", h.key, "head", "head", make([]byte, 300))
		require.NoError(b, err)
		aead, err := derivedAEAD(v.ring.keys["basic"], h.id)
		require.NoError(b, err)
		h.derived = sealWith(aead, make([]byte, 300), bind(h.id))
	}
	ways := map[string]func(h *head) error{
		"once": func(h *head) error {
			_, err := v.OpenOnce(h.id, "basic", h.key, "head", "head", h.sealed)
			return err
		},
		"remembering": func(h *head) error {
			_, err := v.Open(h.id, "basic", h.key, "head", "head", h.sealed)
			return err
		},
		"derived": func(h *head) error {
			aead, err := derivedAEAD(v.ring.keys["basic"], h.id)
			if err == nil {
				_, err = openWith(aead, h.derived, bind(h.id))
			}
			return err
		},
	}
	for name, open := range ways {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for i := range heads {
					if err := open(&heads[i]); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
