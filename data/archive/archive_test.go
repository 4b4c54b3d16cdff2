package archive

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

func TestQ09_ABackupBringsEveryByteBack_WithAnyOfficersKeyOrWithoutOfficers(t *testing.T) {
	for _, kind := range []string{"", "classic", "post-quantum"} {
		dir := bank(t, 30)
		to, opening := officers(t, kind)
		if kind == "" {
			opening = [][]age.Identity{nil}
		}
		b := written(t, dir, to...)
		require.EqualValues(t, 30, b.Records)
		require.Equal(t, kind != "", b.Wrapped())
		info, err := os.Stat(b.Path)
		require.NoError(t, err)
		require.Equal(t, info.Size(), b.Size)
		require.True(t, of(dir).Present(b))
		nothingLeft(t, filepath.Dir(b.Path), BackupFile)
		nothingLeft(t, filepath.Dir(dir), "bank")
		for _, keys := range opening {
			back, err := restored(t, b.Path, keys)
			require.NoError(t, err)
			require.Equal(t, theBanks(t, dir), contents(t, back))
			nothingLeft(t, filepath.Dir(back), "restored")
		}
	}
}

func TestQ09_AWrappedBackupNeedsAKey_AndSaysWhichIsWrong(t *testing.T) {
	to, _ := officers(t, "post-quantum")
	b := written(t, bank(t, 3), to...)
	_, err := restored(t, b.Path, nil)
	code(t, err, "backup.key_needed")
	_, strangers := officers(t, "post-quantum")
	_, err = restored(t, b.Path, strangers[0])
	code(t, err, "backup.key")
	_, classic := officers(t, "classic")
	_, err = restored(t, b.Path, classic[0])
	code(t, err, "backup.key")
	for _, text := range []string{"", "   ", "hello", "AGE-SECRET-KEY-1QQQQ", to[0]} {
		_, err = ParseKeys(text)
		code(t, err, "backup.key_form")
		require.NotContains(t, err.Error(), "QQQQ", "a key with a wrong letter is still nearly a key")
	}
	k, err := age.GenerateHybridIdentity()
	require.NoError(t, err)
	got, err := ParseKeys("\ufeff# of an officer\r\n  " + k.String() + "   # kept in the safe\r\n")
	require.NoError(t, err)
	require.Len(t, got, 1)
}

func TestQ09_EveryCutAndEveryChangedByteOfAWrappedBackupIsRefused(t *testing.T) {
	to, opening := officers(t, "classic")
	b := written(t, bank(t, 10), to...)
	whole, err := os.ReadFile(b.Path)
	require.NoError(t, err)
	bad := filepath.Join(t.TempDir(), "bad")
	try := func(raw []byte, what string, at int) {
		put(t, bad, raw)
		dir, err := restored(t, bad, opening[0])
		require.Error(t, err, "%s at %d", what, at)
		require.Contains(t, []string{"backup.not_whole", "backup.foreign", "backup.key", "backup.poisoned"}, fault.Of(err).Code, "%s at %d: %v", what, at, err)
		require.NoDirExists(t, dir)
		nothingLeft(t, filepath.Dir(dir))
	}
	for at := 0; at < len(whole); at += 1 + len(whole)/60 {
		try(whole[:at], "cut", at)
		flipped := bytes.Clone(whole)
		flipped[at] ^= 0x10
		try(flipped, "flipped", at)
	}
	try(whole[:len(whole)-1], "cut", len(whole)-1)
	try(append(bytes.Clone(whole), 0), "longer", len(whole))
	try(append(bytes.Clone(whole), whole...), "twice", len(whole))
}

func TestQ09_AChangedBareBackupIsRefusedOrStillTheSameBank(t *testing.T) {
	dir := bank(t, 10)
	b := written(t, dir)
	whole, err := os.ReadFile(b.Path)
	require.NoError(t, err)
	bad := filepath.Join(t.TempDir(), "bad")
	refused := 0
	for at := 0; at < len(whole); at += 1 + len(whole)/200 {
		put(t, bad, whole[:at])
		if at < len(whole)-1024 { // a tar ends with two empty blocks
			_, err := restored(t, bad, nil)
			require.Error(t, err, "cut at %d", at)
		}
		flipped := bytes.Clone(whole)
		flipped[at] ^= 0x10
		put(t, bad, flipped)
		back, err := restored(t, bad, nil)
		if err == nil { // what fills a tar's blocks up means nothing
			require.Equal(t, theBanks(t, dir), contents(t, back), "flipped at %d", at)
			continue
		}
		refused++
	}
	require.Greater(t, refused, 150)
	put(t, bad, append(bytes.Clone(whole), "and more"...))
	_, err = restored(t, bad, nil)
	code(t, err, "backup.not_whole")
}

func TestQ09_WhatIsNoBackupIsRefusedInWords(t *testing.T) {
	for name, raw := range map[string]string{"empty": "", "a picture": "\x89PNG\r\n\x1a\n", "text": "hello, I am no backup", "zeros": string(make([]byte, 4096)),
		"an old database": "SQLite format 3\x00" + string(make([]byte, 4096))} {
		file := filepath.Join(t.TempDir(), "x")
		put(t, file, []byte(raw))
		_, err := restored(t, file, nil)
		code(t, err, "backup.foreign")
		require.Contains(t, err.Error(), "backup.foreign", name)
	}
	_, err := restored(t, filepath.Join(t.TempDir(), "none"), nil)
	code(t, err, "file.read")
}

func TestQ09_ABankIsReplacedOnlyWhenSaid_AndIsKept(t *testing.T) {
	dir := bank(t, 5)
	b := written(t, dir)
	appendRecords(t, dir, 4)
	now := contents(t, dir)
	_, err := Restore(ctx, Return{File: b.Path, Dir: dir, Now: today, Inspect: look})
	code(t, err, "bank.exists")
	_, err = Restore(ctx, Return{File: b.Path, Dir: dir, Now: today, Inspect: look, Replace: true,
		Alone: func(context.Context, string) error { return fault.New(fault.Refused, "bank.in_use") }})
	code(t, err, "bank.in_use")
	require.Equal(t, now, contents(t, dir))
	for range 2 { // within one second
		done, err := Restore(ctx, Return{File: b.Path, Dir: dir, Now: today, Inspect: look, Replace: true})
		require.NoError(t, err)
		require.Equal(t, now, contents(t, done.Kept))
		require.EqualValues(t, 5, done.Records)
		now = contents(t, dir)
	}
	require.NotContains(t, now, "out/shown.pdf")
}

func TestQ09_AFailureAtAnyMomentLeavesTheLastGoodOne(t *testing.T) {
	dir := bank(t, 20)
	to, _ := officers(t, "classic")
	good := written(t, dir, to...)
	folder := filepath.Dir(good.Path)
	before := contents(t, folder)
	for at := range 25 {
		stopping, stop := context.WithCancel(ctx)
		_, err := of(dir).Write(stopping, filepath.Join(folder, "next.tar"), to, func(done, _ int) {
			if done >= at*40 {
				stop()
			}
		})
		stop()
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
			require.Equal(t, before, contents(t, folder), "stopped at %d", at)
			nothingLeft(t, filepath.Dir(dir), "bank")
		}
		_ = os.Remove(filepath.Join(folder, "next.tar"))
	}
	_, err := of(dir).Write(ctx, good.Path, to, nil)
	code(t, err, "backup.exists")
	require.Equal(t, before, contents(t, folder))
}

func TestQ09_ADiskThatKeepsSomethingElseIsFoundByTheTrial(t *testing.T) {
	dir := bank(t, 20)
	to, _ := officers(t, "classic")
	for _, officers := range [][]string{nil, to} {
		folder := t.TempDir()
		done := false
		_, err := of(dir).Write(ctx, filepath.Join(folder, "b.tar"), officers, func(at, _ int) {
			if at < 650 || done {
				return
			}
			done = true
			half, err := filepath.Glob(filepath.Join(folder, partPrefix+"*"))
			require.NoError(t, err)
			raw, err := os.ReadFile(half[0])
			require.NoError(t, err)
			raw[len(raw)/2] ^= 1
			require.NoError(t, os.WriteFile(half[0], raw, 0o600))
		})
		require.True(t, done)
		code(t, err, "backup.trial")
		nothingLeft(t, folder)
	}
}

func TestQ09_ATargetThatDisappearsIsNamedAndNothingIsHalfWritten(t *testing.T) {
	dir := bank(t, 20)
	gone := filepath.Join(t.TempDir(), "stick")
	_, err := of(dir).Write(ctx, filepath.Join(gone, "b.tar"), nil, nil)
	code(t, err, "backup.gone")
	require.Equal(t, gone, fault.Of(err).Params["folder"])
	for _, at := range []int{0, 150, 400, 990} {
		require.NoError(t, os.MkdirAll(gone, 0o700))
		_, err := of(dir).Write(ctx, filepath.Join(gone, "b.tar"), nil, func(done, _ int) {
			if done >= at {
				_ = os.RemoveAll(gone)
			}
		})
		require.Contains(t, []string{"backup.gone", "backup.trial"}, fault.Of(err).Code, "pulled at %d: %v", at, err)
		require.NoDirExists(t, gone)
		nothingLeft(t, filepath.Dir(dir), "bank")
	}
}

func TestQ09_AFileErasedMeanwhileDoesNotSpoilTheBackup(t *testing.T) {
	dir := bank(t, 5)
	victim := sealed(t, dir, []byte("soon erased"))
	b, err := of(dir).Write(ctx, filepath.Join(t.TempDir(), "b.tar"), nil, func(done, _ int) {
		if done >= 250 {
			_ = os.Remove(victim)
		}
	})
	require.NoError(t, err)
	back, err := restored(t, b.Path, nil)
	require.NoError(t, err)
	require.Equal(t, theBanks(t, dir), contents(t, back))

	n := 0
	_, err = of(dir).Write(ctx, filepath.Join(t.TempDir(), "b.tar"), nil, func(done, _ int) {
		if done > 200 && done <= 300 { // after it was measured
			n++
			put(t, filepath.Join(dir, "catalog.good"), bytes.Repeat([]byte{byte('a' + n)}, 2))
		}
	})
	code(t, err, "backup.changed")
}

// TestQ09_DatabaseAndKeysInABackupBelongTogether: keys that change while the database is copied may be those of a rotation.
func TestQ09_DatabaseAndKeysInABackupBelongTogether(t *testing.T) {
	for changes, want := range map[int]string{0: "", 2: "", 1 << 20: "backup.changed"} {
		dir := bank(t, 5)
		a, left := of(dir), changes
		copied := a.Copy
		a.Copy = func(ctx context.Context, path string, progress func(done, total int)) error {
			require.NoFileExists(t, path)
			err := copied(ctx, path, progress)
			if left > 0 {
				left--
				put(t, filepath.Join(dir, keys), []byte(strconv.Itoa(left)))
			}
			return err
		}
		b, err := a.Write(ctx, filepath.Join(t.TempDir(), BackupFile), nil, nil)
		if want != "" {
			code(t, err, want)
			continue
		}
		require.NoError(t, err)
		back, err := restored(t, b.Path, nil)
		require.NoError(t, err)
		require.Equal(t, theBanks(t, dir), contents(t, back), "after %d changes", changes)
	}
}

func TestQ09_AttachmentsThatWereDamagedBeforeAreCounted(t *testing.T) {
	dir := bank(t, 5)
	path := sealed(t, dir, []byte("whole"))
	put(t, path, []byte("whola"))
	b := written(t, dir)
	require.Equal(t, 1, b.Damaged)
	_, err := restored(t, b.Path, nil)
	require.NoError(t, err)
}

func TestQ09_WhatAnEndedProgramLeftIsSweptLater(t *testing.T) {
	dir := bank(t, 5)
	folder := t.TempDir()
	old, young := today.Add(-2*time.Hour), today.Add(-time.Minute)
	for path, at := range map[string]time.Time{
		filepath.Join(folder, partPrefix+"1"):            old,
		filepath.Join(folder, partPrefix+"2"):            young,
		filepath.Join(filepath.Dir(dir), workPrefix+"1"): old,
		filepath.Join(folder, "somebody's"):              old,
	} {
		put(t, path, []byte("x"))
		require.NoError(t, os.Chtimes(path, at, at))
	}
	_, err := of(dir).Write(ctx, filepath.Join(folder, "b.tar"), nil, nil)
	require.NoError(t, err)
	nothingLeft(t, folder, partPrefix+"2", "somebody's", "b.tar")
	nothingLeft(t, filepath.Dir(dir), "bank")
}

func TestQ09_OnlyAFileThatIsStillTheBackupIsRemoved(t *testing.T) {
	dir := bank(t, 5)
	a := of(dir)
	one, two := written(t, dir), written(t, dir)
	raw, err := os.ReadFile(one.Path)
	require.NoError(t, err)
	raw[100] ^= 1
	put(t, one.Path, raw)
	require.False(t, a.Present(one))
	require.NoError(t, a.Remove(one))
	require.FileExists(t, one.Path, "somebody put another file there")
	require.NoError(t, a.Remove(two))
	require.NoFileExists(t, two.Path)
	require.NoError(t, a.Remove(two), "gone is gone")
}

func TestQ09_ThePlanIsRememberedWholeOrNotAtAll(t *testing.T) {
	a := of(bank(t, 1))
	s, err := a.State()
	require.NoError(t, err)
	require.Zero(t, s)
	b := written(t, a.Dir)
	want := office.BackupState{Plan: office.BackupPlan{Folder: "/x", Hour: 12, Daily: 7}, Last: &b, Kept: []office.Backup{b}, Officers: []string{"age1x"},
		Failed: &office.BackupFailure{At: today, Code: "backup.full", Params: fault.Params{"folder": "/x"}}}
	require.NoError(t, a.Remember(want))
	got, err := a.State()
	require.NoError(t, err)
	require.Equal(t, want, got)
	put(t, filepath.Join(a.Dir, planName), []byte("{"))
	_, err = a.State()
	code(t, err, "backup.plan_broken")
}

// T18: an old backup does not bring back who was erased since.
func TestQ09_ErasuresSinceTheBackupAreCarriedOver(t *testing.T) {
	dir := bank(t, 5)
	b := written(t, dir)
	put(t, filepath.Join(dir, ErasedName), []byte("01CASE2\n01CASE1\n"))
	require.NoError(t, of(dir).Remember(office.BackupState{Plan: office.BackupPlan{Folder: "/x"}}))
	done, err := Restore(ctx, Return{File: b.Path, Dir: dir, Now: today, Inspect: look, Replace: true})
	require.NoError(t, err)
	require.Equal(t, 2, done.Erased)
	ids, err := readErased(filepath.Join(dir, ErasedName))
	require.NoError(t, err)
	require.Equal(t, []string{"01CASE1", "01CASE2"}, ids)
	s, err := of(dir).State()
	require.NoError(t, err)
	require.Equal(t, "/x", s.Plan.Folder, "the plan is the machine's")

	put(t, filepath.Join(dir, ErasedName), []byte("01CASE3\nnot an id: ../../x\n\n"))
	folder := t.TempDir()
	put(t, filepath.Join(folder, ErasedName), []byte("01OTHERBANK\n"))
	later, err := of(dir).Write(ctx, filepath.Join(folder, "b.tar"), nil, nil)
	require.NoError(t, err)
	ids, err = readErased(filepath.Join(folder, ErasedName))
	require.NoError(t, err)
	require.Equal(t, []string{"01CASE3", "01OTHERBANK"}, ids, "a list lies beside the backups")
	elsewhere := filepath.Join(t.TempDir(), "new")
	done, err = Restore(ctx, Return{File: later.Path, Dir: elsewhere, Now: today, Inspect: look})
	require.NoError(t, err)
	require.Equal(t, 2, done.Erased)
	require.False(t, slices.Contains(mapKeys(contents(t, elsewhere)), planName))
}

func mapKeys(m map[string]string) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

func TestTroubleWithDisksHasSentences(t *testing.T) {
	for _, e := range full {
		code(t, diskFault(&os.PathError{Op: "write", Path: "x", Err: e}, "/f"), "backup.full")
	}
	for _, e := range gone {
		code(t, diskFault(errors.Join(e), "/f"), "backup.gone")
	}
	code(t, diskFault(os.ErrPermission, "/f"), "backup.no_right")
	code(t, diskFault(fault.New(fault.Internal, "store.full"), "/f"), "backup.full")
	code(t, diskFault(errors.New("x"), "/f"), "backup.failed")
	require.NoError(t, diskFault(nil, "/f"))
}
