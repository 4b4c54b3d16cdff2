package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"filippo.io/age"
	"golang.org/x/term"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/data/archive"
	"ruhang/data/sqlite"
	"ruhang/ui"
)

// recoveryKey is the environment's name for a recovery officer's key.
const recoveryKey = "RUHANG_RECOVERY_KEY"

func runBackup(ctx context.Context, c *call, args []string) error {
	scheduled := false
	words, err := own("backup", args, func(fs *flag.FlagSet) { fs.BoolVar(&scheduled, "scheduled", false, "") })
	if err != nil {
		return err
	}
	if scheduled && len(words) == 0 {
		return c.backUpScheduled(ctx)
	}
	if len(words) != 1 || scheduled {
		return errUsage{jobs["backup"].usage}
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		b, err := s.Backup(ctx, words[0], nil)
		if err == nil {
			c.sayBackup(b)
		}
		return err
	})
}

// backUpScheduled makes the backup that the plan owes. It needs no account: what it copies is sealed, and where to was said by an
// administrator.
func (c *call) backUpScheduled(ctx context.Context) error {
	b, err := openBank(ctx, c.data, c.words, c.now)
	if err != nil {
		return err
	}
	made, err := b.office.BackUpIfDue(ctx)
	if err == nil && !made {
		c.say("backup.not_due")
	}
	if err == nil && made {
		var s office.BackupState
		if s, err = b.archive.State(); err == nil {
			c.sayBackup(*s.Last)
		}
	}
	return errors.Join(err, b.close())
}

// sayBackup tells what was written: as data, or in words, with what its wrapping means.
func (c *call) sayBackup(b office.Backup) {
	if c.json {
		c.print(map[string]any{"file": b.Path, "bytes": b.Size, "records": b.Records, "head": b.Head, "wrapped": b.Wrapped(), "damaged": b.Damaged})
	}
	c.say("backup.done", "file", b.Path, "records", strconv.FormatUint(b.Records, 10))
	if !b.Wrapped() {
		c.say("backup.not_wrapped")
	}
	if b.Damaged > 0 {
		c.say("backup.damaged", "n", strconv.Itoa(b.Damaged))
	}
}

func runRestore(ctx context.Context, c *call, args []string) error {
	replace, keyFile := false, ""
	words, err := own("restore", args, func(fs *flag.FlagSet) {
		fs.BoolVar(&replace, "replace", false, "")
		fs.StringVar(&keyFile, "key", "", "")
	})
	if err != nil {
		return err
	}
	if len(words) != 1 {
		return errUsage{jobs["restore"].usage}
	}
	keys, err := c.keysGiven(keyFile)
	if err != nil {
		return err
	}
	if isBank(c.data) && !replace {
		replace = c.asked("restore.ask", "dir", c.data)
	}
	done, err := restore(ctx, words[0], c.data, keys, replace, c.now, nil)
	if fault.HasCode(err, "backup.key_needed") && c.terminal() {
		if keys, err = c.askKey(); err == nil {
			done, err = restore(ctx, words[0], c.data, keys, replace, c.now, nil)
		}
	}
	if err != nil {
		return err
	}
	c.say("cli.restored", "dir", c.data)
	if done.Kept != "" {
		c.say("restore.kept", "dir", done.Kept)
	}
	if done.Erased > 0 {
		c.say("restore.erased", "n", strconv.Itoa(done.Erased))
	}
	return nil
}

// restore makes a bank from a backup; see archive.Restore.
func restore(ctx context.Context, path, dir string, keys []age.Identity, replace bool, now clock, progress func(done, total int)) (archive.Restored, error) {
	return archive.Restore(ctx, archive.Return{File: path, Dir: dir, Keys: keys, Replace: replace, Now: now(),
		Inspect: sqlite.Inspect, Alone: sqlite.Alone, Progress: progress,
		Told: func(ctx context.Context, db string) error { return toldRestored(ctx, db, now()) }})
}

// restoreForWindow restores and opens what came back.
func (c *call) restoreForWindow(ctx context.Context, r ui.Restoring) (*bank, archive.Restored, error) {
	var keys []age.Identity
	if r.Key != "" {
		var err error
		if keys, err = archive.ParseKeys(r.Key); err != nil {
			return nil, archive.Restored{}, err
		}
	}
	done, err := restore(ctx, r.File, c.data, keys, r.Replace, c.now, r.Progress)
	if err != nil {
		return nil, done, err
	}
	b, err := openBank(ctx, c.data, c.words, c.now)
	return b, done, err
}

// toldRestored owes the restored bank's trail that it was restored.
func toldRestored(ctx context.Context, db string, at time.Time) error {
	store, err := sqlite.Open(ctx, db)
	if err != nil {
		return err
	}
	return errors.Join(office.Owe(ctx, store, office.Owed{At: at, Kind: office.TraceRestored}), store.Close())
}

// keysGiven are the recovery keys of a file or of the environment; none is no error.
func (c *call) keysGiven(file string) ([]age.Identity, error) {
	text, given := os.LookupEnv(recoveryKey)
	if file != "" {
		raw, err := os.ReadFile(file)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "file.read", "cmd.keysGiven")
		}
		text, given = string(raw), true
	}
	if !given {
		return nil, nil
	}
	return archive.ParseKeys(text)
}

// terminal says whether a person can be asked.
func (c *call) terminal() bool {
	f, ok := c.in.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// asked asks a question that only a "yes" agrees to; where nobody can be asked the answer is no.
func (c *call) asked(key string, pairs ...string) bool {
	if !c.terminal() {
		return false
	}
	fmt.Fprint(c.err, c.words.Say(c.lang, key, pairs...)+" ")
	line, _ := bufio.NewReader(c.in).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(line), "yes")
}

func (c *call) askKey() ([]age.Identity, error) {
	fmt.Fprint(c.err, c.words.Say(c.lang, "restore.key")+" ")
	raw, err := term.ReadPassword(int(c.in.(*os.File).Fd()))
	fmt.Fprintln(c.err)
	if err != nil {
		return nil, err
	}
	return archive.ParseKeys(string(raw))
}

// archiveOf is where the bank's backups come from.
func archiveOf(dir, pseudonym string, store *sqlite.Store, now clock) archive.Archive {
	return archive.Archive{Dir: dir, Bank: pseudonym, Version: version, Now: func() time.Time { return now() },
		Copy: store.Backup, Inspect: sqlite.Inspect}
}
