package archive

import (
	"crypto/rand"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// benchBank is a bank with so many bytes in files of 200 kB, as CVs and scans are, and a ledger of 20,000 records.
func benchBank(b *testing.B, bytes int) (dir string, total int64) {
	dir = bank(b, 20_000)
	raw := make([]byte, 200_000)
	for range bytes / len(raw) {
		_, _ = rand.Read(raw)
		sealed(b, dir, raw)
	}
	for _, text := range theBanks(b, dir) {
		total += int64(len(text))
	}
	return dir, total
}

// bareCopy copies every file of a folder into one file and syncs it: what any backup costs at least.
func bareCopy(b *testing.B, dir, to string) time.Duration {
	began := time.Now()
	out, err := os.Create(to)
	require.NoError(b, err)
	require.NoError(b, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		in, err := os.Open(path)
		if err != nil {
			return err
		}
		defer in.Close()
		_, err = io.Copy(out, in)
		return err
	}))
	require.NoError(b, out.Sync())
	require.NoError(b, out.Close())
	return time.Since(began)
}

// BenchmarkBackup is a whole backup of 200 MB: copied, measured, wrapped, written, read back, restored for a trial, verified.
func BenchmarkBackup(b *testing.B) {
	dir, total := benchBank(b, 200_000_000)
	to, opening := officers(b, "post-quantum")
	folder := b.TempDir()
	var bare, backup, back time.Duration
	n := 0
	for b.Loop() {
		n++
		bare += bareCopy(b, dir, filepath.Join(folder, "bare"+strconv.Itoa(n)))
		began := time.Now()
		made, err := of(dir).Write(ctx, filepath.Join(folder, strconv.Itoa(n)+".tar.age"), to, nil)
		require.NoError(b, err)
		backup += time.Since(began)
		began = time.Now()
		into := filepath.Join(folder, "r"+strconv.Itoa(n))
		_, err = Restore(ctx, Return{File: made.Path, Dir: into, Keys: opening[0], Now: today, Inspect: look})
		require.NoError(b, err)
		back += time.Since(began)
		require.NoError(b, os.RemoveAll(into))
		require.NoError(b, os.Remove(made.Path))
		require.NoError(b, os.Remove(filepath.Join(folder, "bare"+strconv.Itoa(n))))
	}
	speed := func(d time.Duration) float64 { return float64(total) * float64(n) / 1e6 / d.Seconds() }
	b.ReportMetric(speed(bare), "bare-MB/sec")
	b.ReportMetric(speed(backup), "backup-MB/sec")
	b.ReportMetric(speed(back), "restore-MB/sec")
	b.ReportMetric(backup.Seconds()/bare.Seconds(), "backup-x-bare")
	b.ReportMetric(back.Seconds()/bare.Seconds(), "restore-x-bare")
}
