package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

// backupChild names the bank that this process, started by a test below, backs up without end, into the folder of backupTo.
const backupChild, backupTo = "RUHANG_BACKUP_CHILD", "RUHANG_BACKUP_TO"

func backUpUntilKilled(dir string) {
	ctx := context.Background()
	words, _ := model.LoadWords(resources.Lang)
	b, err := openBank(ctx, dir, words, time.Now)
	must(err)
	for n := 0; ; n++ {
		_, err := b.archive.Write(ctx, filepath.Join(os.Getenv(backupTo), fmt.Sprintf("%d-%d.tar", os.Getpid(), n)), nil, func(int, int) {})
		must(err)
		fmt.Println("made", n)
	}
}

// officersOf names two recovery officers and gives their kits.
func (s *shell) officersOf() (kits []string) {
	b, _ := s.opened("admin")
	for _, name := range []string{"甲", "乙"} {
		_, kit, err := b.vault.AddOfficer(name)
		require.NoError(s.t, err)
		kits = append(kits, kit)
	}
	require.NoError(s.t, b.close())
	return kits
}

// allCases are every case, as the bank itself writes them out.
func (s *shell) allCases() string {
	s.t.Helper()
	_, cases, errs := s.run("--as", "hr", "export", "--format", "json")
	require.NotEmpty(s.t, cases, errs)
	return cases
}

func TestQ09_ABackupIsWrappedToTheOfficersAndRestoredWithOneKey(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	s.ok("hr", "do", id, "note", "text=planted-in-a-note", "file=@"+s.file("n.png", picture()))
	kits := s.officersOf()
	folder := t.TempDir()
	to := filepath.Join(folder, "bank.tar.age")
	code, out, errs := s.run("--json", "--as", "admin", "backup", to)
	require.Equal(t, exitDone, code, errs)
	require.Contains(t, out, `"wrapped": true`)
	raw, err := os.ReadFile(to)
	require.NoError(t, err)
	for _, planted := range []string{"planted-in-a-note", "ruhang.db", "vault.json", "SQLite", id} {
		require.False(t, bytes.Contains(raw, []byte(planted)), planted)
	}
	before := s.allCases()
	s.dir = filepath.Join(t.TempDir(), "restored")
	code, _, errs = s.run("--lang", "en", "restore", to)
	require.Equal(t, exitRefused, code)
	require.Contains(t, errs, "recovery key")
	require.NoDirExists(t, s.dir)
	for i, kit := range kits {
		if i == 0 {
			t.Setenv(recoveryKey, kit)
			code, _, errs = s.run("restore", to)
		} else {
			require.NoError(t, os.Unsetenv(recoveryKey))
			code, _, errs = s.run("restore", to, "--replace", "--key", s.file("key.txt", []byte("# kit\n"+kit+"\n")))
		}
		require.Equal(t, exitDone, code, errs)
		require.Equal(t, before, s.allCases())
		require.Equal(t, true, s.ok("admin", "verify")["ok"])
	}
	_, admin := s.opened("admin")
	trail, err := admin.Trail(context.Background(), 0, 50)
	if !fault.Is(err, fault.Denied) {
		require.NoError(t, err)
		require.True(t, slices.ContainsFunc(trail, func(r office.Traced) bool { return r.Kind == office.TraceRestored }), "the trail knows of the restore")
	}
}

func TestControl22_ABareBackupHoldsNoWordOfAPerson(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	s.ok("hr", "do", id, "note", "text=planted-in-a-note", "file=@"+s.file("n.png", picture()))
	to := filepath.Join(t.TempDir(), "bank.tar")
	code, _, errs := s.run("--as", "admin", "backup", to)
	require.Equal(t, exitDone, code, errs)
	raw, err := os.ReadFile(to)
	require.NoError(t, err)
	require.True(t, bytes.Contains(raw, []byte(id)), "the search itself finds what is there: pseudonyms")
	for _, planted := range []string{"planted-in-a-note", "林喆堃", "99000019980725001X", "19900001234", "管理员", string(picture()[:40]), testPassword} {
		require.False(t, bytes.Contains(raw, []byte(planted)), planted)
	}
}

func TestQ09_ABackupWhileAnotherProgramWritesIsOneMoment(t *testing.T) {
	s := newShell(t)
	s.now = time.Now()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), killChild+"="+s.dir)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	defer func() { _ = child.Process.Kill(); _ = child.Wait() }()
	one := make([]byte, 1)
	_, err = out.Read(one) // it has settled something
	require.NoError(t, err)
	go func() { _, _ = bytes.NewBuffer(nil).ReadFrom(out) }()
	b, _ := s.opened("admin")
	folder := t.TempDir()
	last := uint64(0)
	for i := range 5 {
		made, err := b.archive.Write(context.Background(), filepath.Join(folder, strconv.Itoa(i)), nil, nil)
		require.NoError(t, err, "it was tried, so its ledger verifies")
		require.Greater(t, made.Records, last, "the other program goes on writing")
		last = made.Records
	}
	_, err = restore(context.Background(), filepath.Join(folder, "4"), s.dir, nil, true, func() time.Time { return s.now }, nil)
	require.True(t, fault.HasCode(err, "bank.in_use"), "%v", err)
}

// TestQ09_KillNineLeavesTheLastGoodBackup kills backups at random moments: whatever has a backup's name restores.
func TestQ09_KillNineLeavesTheLastGoodBackup(t *testing.T) {
	kills := 12
	if os.Getenv("CI") != "" {
		kills = 60
	}
	if v, err := strconv.Atoi(os.Getenv("RUHANG_KILLS")); err == nil {
		kills = v
	}
	s := newShell(t)
	s.now = time.Now()
	s.importOne(oneReport)
	for i := range 40 { // what the bank would have sealed; a backup does not look into it
		raw := make([]byte, 250_000)
		_, _ = rand.New(rand.NewSource(int64(i))).Read(raw)
		id := fmt.Sprintf("%x", sha256.Sum256(raw))
		require.NoError(t, os.MkdirAll(filepath.Join(s.dir, "files", id[:2]), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(s.dir, "files", id[:2], id[2:]), raw, 0o600))
	}
	folder := t.TempDir()
	r := rand.New(rand.NewSource(9))
	for range kills {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), backupChild+"="+s.dir, backupTo+"="+folder)
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		one := make([]byte, 1)
		_, _ = out.Read(one) // the first is made
		time.Sleep(time.Duration(r.Intn(250)) * time.Millisecond)
		require.NoError(t, child.Process.Kill())
		_ = child.Wait()
	}
	made, err := filepath.Glob(filepath.Join(folder, "*.tar"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(made), kills)
	half, err := filepath.Glob(filepath.Join(folder, ".*"))
	require.NoError(t, err)
	for _, path := range made {
		dir := filepath.Join(t.TempDir(), "r")
		_, err := restore(context.Background(), path, dir, nil, false, func() time.Time { return s.now }, nil)
		require.NoError(t, err, path)
		require.NoError(t, os.RemoveAll(dir))
	}
	b, _ := s.opened("admin")
	old := time.Now().Add(-2 * time.Hour)
	for _, path := range half {
		require.NoError(t, os.Chtimes(path, old, old))
	}
	_, err = b.archive.Write(context.Background(), filepath.Join(folder, "last.tar"), nil, nil)
	require.NoError(t, err)
	left, err := filepath.Glob(filepath.Join(folder, ".*"))
	require.NoError(t, err)
	require.Empty(t, left, "what was left half made is swept")
	t.Logf("%d kills, %d whole backups, %d half ones swept, none with a backup's name", kills, len(made), len(half))
}

// TestQ09_AFullDiskLeavesTheLastGoodBackup fills a disk of 3 MB; it needs the right to mount one.
func TestQ09_AFullDiskLeavesTheLastGoodBackup(t *testing.T) {
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("only root can mount a small disk")
	}
	s := newShell(t)
	s.importOne(oneReport)
	stick := filepath.Join(t.TempDir(), "stick")
	require.NoError(t, os.Mkdir(stick, 0o700))
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", stick).CombinedOutput(); err != nil {
		t.Skip("this machine does not mount: " + string(out))
	}
	pulled := false
	defer func() {
		if !pulled {
			_ = exec.Command("umount", "-l", stick).Run()
		}
	}()
	b, admin := s.opened("admin")
	ctx := context.Background()
	good, err := admin.BackupTo(ctx, stick, nil)
	require.NoError(t, err)
	s.now = s.now.Add(time.Minute)
	require.NoError(t, os.WriteFile(filepath.Join(stick, "films"), make([]byte, 3<<20-good.Size-200_000), 0o600))
	_, err = admin.BackupTo(ctx, stick, nil)
	require.True(t, fault.HasCode(err, "backup.full"), "%v", err)
	require.Equal(t, stick, fault.Of(err).Params["folder"])
	require.True(t, b.archive.Present(good))
	entries, err := os.ReadDir(stick)
	require.NoError(t, err)
	require.Len(t, entries, 2, "the good one and the films")
	_, err = restore(ctx, good.Path, filepath.Join(t.TempDir(), "r"), nil, false, func() time.Time { return s.now }, nil)
	require.NoError(t, err)
	state, err := admin.BackupState()
	require.NoError(t, err)
	require.Equal(t, "backup.full", state.Failed.Code)
	require.Equal(t, "backup.notice_failed", state.Notice(s.now))

	require.NoError(t, os.Remove(filepath.Join(stick, "films")))
	_, err = b.archive.Write(ctx, filepath.Join(stick, "pulled.tar"), nil, func(done, _ int) {
		if done >= 100 && !pulled {
			pulled = true
			require.NoError(t, exec.Command("umount", "-l", stick).Run())
		}
	})
	require.True(t, pulled)
	require.Error(t, err)
	require.Contains(t, []string{"backup.gone", "backup.trial"}, fault.Of(err).Code)
}

func TestQ09_TheScheduleNeedsNobodySignedIn(t *testing.T) {
	s := newShell(t)
	s.importOne(oneReport)
	kits := s.officersOf()
	folder := t.TempDir()
	b, admin := s.opened("admin")
	plan := office.DefaultBackupPlan
	plan.Folder, plan.Daily, plan.Weekly, plan.Monthly = folder, 2, 0, 0
	require.NoError(t, admin.PlanBackups(context.Background(), plan))
	_, err := b.office.BackUpIfDue(context.Background()) // learns today's officers
	require.NoError(t, err)
	require.NoError(t, b.close())
	t.Setenv("RUHANG_PASSWORD", "")
	require.NoError(t, os.Unsetenv("RUHANG_PASSWORD"))
	for day := range 4 {
		code, _, errs := s.run("backup", "--scheduled")
		require.Equal(t, exitDone, code, "day %d: %s", day, errs)
		code, _, errs = s.run("backup", "--scheduled")
		require.Equal(t, exitDone, code, errs)
		s.now = s.now.Add(24 * time.Hour)
	}
	made, err := filepath.Glob(filepath.Join(folder, "ruhang-*.tar.age"))
	require.NoError(t, err)
	require.Len(t, made, 2, "rotation keeps two days")
	t.Setenv("RUHANG_PASSWORD", testPassword)
	s.dir = filepath.Join(t.TempDir(), "restored")
	t.Setenv(recoveryKey, kits[1])
	code, _, errs := s.run("restore", made[1])
	require.Equal(t, exitDone, code, errs)
	require.Len(t, s.ok("hr", "case", "list")["cases"], 1)
	require.False(t, strings.Contains(errs, kits[1]))
}

func TestT18_ARestoredBackupErasesAgainWhoWasErasedSince(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.ended(id)
	s.ok("hr", "do", id, "request_erasure", "reason=erase_subject_request")
	folder := t.TempDir()
	to := filepath.Join(folder, "bank.tar")
	code, _, errs := s.run("--as", "admin", "backup", to)
	require.Equal(t, exitDone, code, errs)
	s.ok("compliance", "do", id, "erase_case", "ground=request")
	code, _, errs = s.run("--as", "admin", "backup", filepath.Join(folder, "later.tar")) // the list comes to lie beside the backups
	require.Equal(t, exitDone, code, errs)
	here := s.dir
	for _, dir := range []string{here, filepath.Join(t.TempDir(), "another machine")} {
		s.dir = dir
		code, out, errs := s.run("restore", to, "--replace")
		require.Equal(t, exitDone, code, errs)
		require.Contains(t, out, "再次删除")
		require.Equal(t, "case.missing", s.refused("hr", "case", "show", id))
		_, compliance := s.opened("compliance")
		all, err := compliance.ErasureCertificates(context.Background())
		require.NoError(t, err)
		require.Len(t, all, 1)
		require.Equal(t, "restored", all[0].Ground)
	}
}
