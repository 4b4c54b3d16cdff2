package vault

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

// childDir, set, makes this test binary the program that is killed.
const childDir, childKey = "VAULT_CHILD_DIR", "VAULT_CHILD_KEY"

func TestMain(m *testing.M) {
	if os.Getenv(childDir) == "" {
		os.Exit(m.Run())
	}
	if err := writeUntilKilled(os.Getenv(childDir), os.Getenv(childKey)); err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}

func writeUntilKilled(dir, sealedKey string) error {
	v, err := Open(dir, quick())
	if err != nil {
		return err
	}
	if _, err := v.Unlock(owner, secret, ""); err != nil {
		return err
	}
	key, err := hex.DecodeString(sealedKey)
	for n := 1; err == nil; n++ {
		var id string
		id, _, _, _, err = v.Put(context.Background(), caseA, "basic", key, bytes.NewReader(document(n*10_000)), limit)
		fmt.Println(id)
		if err == nil {
			h, loadErr := v.load()
			if err = loadErr; err == nil {
				err = v.store(h) // the header is written as often as files are
			}
		}
	}
	return err
}

func TestAKilledProgramLeavesWholeFilesAndAWholeHeader(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	told := map[string]bool{}
	for round := range 12 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childDir+"="+dir, childKey+"="+hex.EncodeToString(key))
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		lines := bufio.NewScanner(out)
		require.True(t, lines.Scan(), "the child got to work")
		first := lines.Text()
		time.AfterFunc(time.Duration(round*7)*time.Millisecond, func() { _ = child.Process.Kill() })
		for told[first] = true; lines.Scan(); {
			require.NotContains(t, lines.Text(), "failed")
			if validID(lines.Text()) { // the last line may be cut
				told[lines.Text()] = true
			}
		}
		_ = child.Wait() // killed
	}
	for _, path := range onDisk(t, dir) {
		if strings.HasPrefix(filepath.Base(path), partPrefix) {
			continue
		}
		id := filepath.Dir(path) + filepath.Base(path)
		data, err := get(v, key, id)
		require.NoError(t, err, "a file under its name is whole")
		require.Zero(t, len(data)%10_000)
		delete(told, id)
	}
	require.Empty(t, told, "every file that was reported is there")
	v, err := Open(dir, quick())
	require.NoError(t, err)
	_, err = v.Unlock(owner, secret, "")
	require.NoError(t, err)
}

func TestControl14_NoClassKeyIsLeftInTheHeap(t *testing.T) {
	v, _ := filled(t, quick())
	_, err := v.Unlock(owner, secret, "")
	require.NoError(t, err)
	var masked [][]byte // the test's own copies must not be what it finds
	for _, key := range v.ring.keys {
		m := bytes.Clone(key)
		for i := range m {
			m[i] ^= 0x5a
		}
		masked = append(masked, m)
	}
	require.Equal(t, len(masked), inHeap(t, masked), "unlocked, the search finds every key")
	v.Lock()
	require.Zero(t, inHeap(t, masked))
	require.True(t, fault.HasCode(v.use(nil), "vault.locked"))
}

// inHeap counts which of the masked keys stand in a dump of the heap.
func inHeap(t *testing.T, masked [][]byte) int {
	runtime.GC()
	f, err := os.CreateTemp(t.TempDir(), "heap")
	require.NoError(t, err)
	defer f.Close()
	debug.WriteHeapDump(f.Fd())
	_, err = f.Seek(0, io.SeekStart)
	require.NoError(t, err)
	dump, err := io.ReadAll(f)
	require.NoError(t, err)
	for i := range dump {
		dump[i] ^= 0x5a
	}
	found := 0
	for _, m := range masked {
		if bytes.Contains(dump, m) {
			found++
		}
	}
	return found
}
