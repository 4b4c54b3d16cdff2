package sqlite

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/ledger"
	"ruhang/core/office"
	"ruhang/core/office/officetest"
)

var epoch = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

func peaksOf(hashes ...[32]byte) [][32]byte {
	var tree ledger.Tree
	for i := range hashes {
		tree.Append(hashes[i][:])
	}
	return tree.Peaks()
}

// fill appends n records of a size in one transaction.
func fill(t testing.TB, s *Store, ver uint64, n, size int) {
	require.NoError(t, s.Update(ctx, func(tx office.Tx) error {
		_, err := officetest.Append(tx, "c1", ver, n, func(i int) []byte { return bytes.Repeat([]byte{byte(i), 0xa5}, size/2) })
		return err
	}))
}

func verified(t testing.TB, s *Store) ledger.Report {
	t.Helper()
	var report ledger.Report
	require.NoError(t, s.Read(ctx, func(r office.Reader) (err error) {
		report, err = officetest.Verify(r)
		return err
	}))
	return report
}

func TestABackupIsTheStateOfOneMomentWhileOthersWrite(t *testing.T) {
	s := opened(t, fresh(t))
	fill(t, s, 1, 1500, 4000)
	path := filepath.Join(t.TempDir(), "copy.db")
	calls, last, ver := 0, 0, uint64(1501)
	require.NoError(t, s.Backup(ctx, path, func(done, total int) {
		calls++
		require.GreaterOrEqual(t, done, last, "it never starts again")
		require.LessOrEqual(t, done, total)
		last = done
		appendOne(t, s, ver)
		ver++
	}))
	require.Greater(t, calls, 3)
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1, "one file, nothing beside it")
	require.EqualValues(t, 1500, verified(t, opened(t, path)).Records)
	require.EqualValues(t, ver-1, verified(t, s).Records)
	err = s.Backup(ctx, path, nil)
	require.True(t, fault.HasCode(err, "store.exists"), "a backup is never overwritten: %v", err)
}

func TestACancelledBackupLeavesNothing(t *testing.T) {
	s := opened(t, fresh(t))
	fill(t, s, 1, 1000, 4000)
	dir := t.TempDir()
	stopping, stop := context.WithCancel(ctx)
	err := s.Backup(stopping, filepath.Join(dir, "copy.db"), func(int, int) { stop() })
	require.ErrorIs(t, err, context.Canceled)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, entries)
}

func TestControl4_WhatIsReplacedIsNotLeftInTheFileOrItsLog(t *testing.T) {
	s := opened(t, fresh(t))
	secret := bytes.Repeat([]byte("sealed-under-a-lost-key"), 400)
	put := func(head []byte) {
		require.NoError(t, s.Update(ctx, func(tx office.Tx) error { return tx.PutCase(office.CaseRow{ID: "c1", Head: head}) }))
	}
	put(secret)
	require.True(t, onDisk(t, s, secret[:23]), "the search itself finds it")
	put([]byte("short"))
	require.NoError(t, s.Truncate(ctx))
	require.False(t, onDisk(t, s, secret[:23]))
}

func onDisk(t *testing.T, s *Store, what []byte) bool {
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(s.path + suffix)
		require.NoError(t, err)
		if bytes.Contains(raw, what) {
			return true
		}
	}
	return false
}

func TestClosingLeavesOneFile(t *testing.T) {
	path := fresh(t)
	s, err := Open(ctx, path)
	require.NoError(t, err)
	appendOne(t, s, 1)
	require.NoError(t, s.Close())
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1)
	require.Error(t, s.Update(ctx, func(office.Tx) error { return nil }))
}

func TestAFullDiskIsSaidAndNothingIsHalfWritten(t *testing.T) {
	s := opened(t, fresh(t))
	appendOne(t, s, 1)
	require.Equal(t, "200", text(t, s.writer, "PRAGMA max_page_count = 200"))
	err := s.Update(ctx, func(tx office.Tx) error {
		_, err := officetest.Append(tx, "c1", 2, 1000, func(int) []byte { return make([]byte, 4000) })
		return err
	})
	require.True(t, fault.Is(err, fault.Internal) && fault.HasCode(err, "store.full"), "%v", err)
	require.EqualValues(t, 1, verified(t, s).Records)
	appendOne(t, s, 2)
}

func TestADamagedFileIsFoundAfterAnUncleanEnd(t *testing.T) {
	path := fresh(t)
	s, err := Open(ctx, path)
	require.NoError(t, err)
	fill(t, s, 1, 500, 2000)
	require.NoError(t, s.Close())
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	for i := 8192; i < len(raw); i += 4096 { // the header of every later page
		copy(raw[i:], "damaged!")
	}
	require.NoError(t, os.WriteFile(path, raw, 0o600))
	require.NoError(t, os.WriteFile(path+"-wal", []byte("what a crash leaves"), 0o600))
	_, err = Open(ctx, path)
	require.True(t, fault.Is(err, fault.Corrupt) && fault.HasCode(err, "store.corrupt"), "%v", err)
}

func TestASecondProgramWaitsAndIsToldWhenItWaitedTooLong(t *testing.T) {
	path := fresh(t)
	app, cli := opened(t, path), opened(t, path)
	require.Equal(t, "200", text(t, cli.writer, "PRAGMA busy_timeout = 200"))
	appendOne(t, app, 1)
	appendOne(t, cli, 2)
	require.NoError(t, app.Update(ctx, func(office.Tx) error {
		err := cli.Update(ctx, func(office.Tx) error { return nil })
		require.True(t, fault.Is(err, fault.Stale) && fault.HasCode(err, "store.busy"), "%v", err)
		require.EqualValues(t, 2, verified(t, cli).Records, "readers do not wait for writers")
		return nil
	}))
	require.NoError(t, app.Read(ctx, func(office.Reader) error {
		appendOne(t, cli, 3)
		err := cli.Truncate(ctx)
		require.True(t, fault.HasCode(err, "store.busy"), "an older state is still read: %v", err)
		return nil
	}))
	require.NoError(t, cli.Truncate(ctx))
	require.EqualValues(t, 3, verified(t, app).Records)
}
