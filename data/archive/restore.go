package archive

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"ruhang/core/fault"
	"ruhang/core/ledger"
)

// Return is what a restore needs.
type Return struct {
	File    string
	Dir     string         // of the bank
	Keys    []age.Identity // for a wrapped backup; see ParseKeys
	Replace bool           // a bank in Dir is kept under another name
	Now     time.Time
	Inspect func(ctx context.Context, path string) (ledger.Report, error)
	// Alone answers nil when no program has the database open; a bank in use cannot be replaced.
	Alone func(ctx context.Context, path string) error
	// Told writes into the restored bank that it was restored, before it stands in its place.
	Told     func(ctx context.Context, path string) error
	Progress func(done, total int)
}

// Restored is what came back.
type Restored struct {
	Kept    string    // where the bank from before is; "" when there was none
	At      time.Time // of the backup
	Records uint64
	Erased  int // cases erased since the backup, or before, that the bank must erase again when it is opened
}

// Restore unpacks a backup beside the bank's folder, checks all of it, and only then puts it in place; a bank that stood there is
// kept as DIR.before-<time>. Whatever goes wrong before that leaves everything as it was.
//
//	bank.exists         there is a bank, and Replace was not said
//	bank.in_use         another program has it open
//	backup.foreign      not a backup of Ruhang
//	backup.newer        of a newer program
//	backup.key_needed   wrapped, and no key was given
//	backup.key          no key that was given opens it
//	backup.not_whole    cut or changed
//	backup.poisoned     holds what a bank never holds: names that lead elsewhere, links, devices, wrong sizes
//	backup.mixed        its parts do not belong together
func Restore(ctx context.Context, r Return) (Restored, error) {
	dir := filepath.Clean(r.Dir)
	there := exists(dir)
	if there && !r.Replace {
		return Restored{}, fault.New(fault.Refused, "bank.exists")
	}
	if there && r.Alone != nil {
		if err := r.Alone(ctx, filepath.Join(dir, database)); err != nil {
			return Restored{}, err
		}
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return Restored{}, diskFault(err, filepath.Dir(dir))
	}
	sweep(filepath.Dir(dir), workPrefix, r.Now)
	work, err := os.MkdirTemp(filepath.Dir(dir), workPrefix+"*")
	if err != nil {
		return Restored{}, diskFault(err, filepath.Dir(dir))
	}
	defer os.RemoveAll(work)
	fresh := filepath.Join(work, "bank")
	count := &counter{ctx: ctx, tell: r.Progress, steps: restoreSteps}
	m, err := unpack(count, r.File, r.Keys, fresh, true)
	if err == nil {
		err = inspect(ctx, fresh, m, r.Inspect)
	}
	if err != nil {
		return Restored{}, diskFault(damaged(err), filepath.Dir(dir))
	}
	if r.Told != nil {
		if err := r.Told(ctx, filepath.Join(fresh, database)); err != nil {
			return Restored{}, diskFault(err, filepath.Dir(dir))
		}
	}
	out := Restored{At: m.At, Records: m.ledger.Size}
	if out.Erased, err = carryOver(dir, r.File, fresh); err != nil {
		return out, err
	}
	out.Kept, err = putInPlace(fresh, dir, r.Now)
	return out, err
}

// damaged says of a database that does not open, or not as the manifest says, that the backup is not whole.
func damaged(err error) error {
	if fault.Is(err, fault.Corrupt) && !fault.HasCode(err, "backup.mixed") && !fault.HasCode(err, "backup.poisoned") {
		return notWhole(err)
	}
	return err
}

// putInPlace moves the bank that stood there aside and the fresh one in; when the second move fails the first is undone.
func putInPlace(fresh, dir string, now time.Time) (kept string, err error) {
	if _, err := os.Lstat(dir); err == nil {
		kept = free(dir + ".before-" + now.UTC().Format("20060102-150405"))
		if err := os.Rename(dir, kept); err != nil {
			return "", fault.Wrap(err, fault.Internal, "bank.folder", "archive.Restore")
		}
	}
	if err := os.Rename(fresh, dir); err != nil {
		if kept != "" {
			err = errors.Join(err, os.Rename(kept, dir))
		}
		return "", fault.Wrap(err, fault.Internal, "bank.folder", "archive.Restore")
	}
	return kept, diskFault(syncFolder(filepath.Dir(dir)), filepath.Dir(dir))
}

// free is a name that nothing has: restoring twice in a second keeps both.
func free(path string) string {
	for name, n := path, 'b'; ; name, n = path+string(n), n+1 {
		if _, err := os.Lstat(name); err != nil || n > 'z' {
			return name
		}
	}
}
