// Package archive is a bank's backup: one file that holds the whole bank as it lies on the disk, and the way back.
//
// The file is a tar, so that a person without this program can open it. Its first entry is the manifest: what follows, with
// sizes and digests, and how far the ledger had come; so a cut, a mixture and a foreign part are found. The database, the
// sealed keys, the sealed files and the configuration follow. All of it is ciphertext or pseudonymous structure. Where the bank
// has recovery officers, the tar is wrapped by age to their keys: any one of them opens the wrapping, and what is inside is
// still sealed under the accounts' keys. Nothing is compressed: ciphertext does not shrink, and without compression no
// file can unpack to more than it is, so there are no bombs.
//
// A backup gets its name only after it was read back from where it was written, restored to a folder of its own and
// checked: so whatever ends the program, a file with a backup's name is whole, and the one before is untouched.
//
// The package refuses to know keys, what a record means, and when a backup is due (core/office decides that).
//
//	a := archive.Archive{Dir: dir, Copy: store.Backup, Inspect: sqlite.Inspect, Bank: id, Now: time.Now}
//	b, err := a.Write(ctx, "/media/stick/ruhang-20261123-0200.tar.age", officers, progress)
//	err = archive.Restore(ctx, archive.Return{File: b.Path, Dir: dir, Keys: keys, Inspect: sqlite.Inspect, Now: now})
package archive

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ruhang/core/fault"
	"ruhang/core/ledger"
	"ruhang/core/office"
)

// The parts of a bank that a backup holds; folders with everything below them.
const (
	database = "ruhang.db"
	keys     = "vault.json"
)

var (
	single  = []string{"catalog.good"}
	folders = []string{"files", "catalog"}
)

// Archive writes the backups of one bank. It is an office.Archive.
type Archive struct {
	Dir     string // of the bank
	Bank    string // its pseudonym, so that a backup says whose it is without saying who
	Version string // of this program
	Now     func() time.Time

	// Copy writes a consistent copy of the database (office.Store.Backup).
	Copy func(ctx context.Context, path string, progress func(done, total int)) error
	// Inspect checks a database without keys, every page and the whole chain, and says how far its ledger has come.
	Inspect func(ctx context.Context, path string) (ledger.Report, error)
}

var _ office.Archive = Archive{}

// workPrefix begins the name of the folder where a database is copied and a backup is tried; it stands beside the bank's.
// partPrefix begins the name of a backup that is not finished.
const (
	workPrefix = ".ruhang-work-"
	partPrefix = ".ruhang-backup-"
)

// leftover is how old unfinished work must be before it counts as left behind by a program that was ended.
const leftover = time.Hour

// Write makes a backup at path, a new file, wrapped to the officers' age recipients when there are any, and gives what it made
// once it was tried. When it fails it leaves nothing.
//
//	backup.exists    there is a file of that name
//	backup.full      no room: "folder" is where
//	backup.gone      the folder cannot be reached (any more): "folder"
//	backup.trial     what was written does not read back as what was meant
//	backup.changed   a file went away or changed while it was copied, twice
func (a Archive) Write(ctx context.Context, path string, officers []string, progress func(done, total int)) (office.Backup, error) {
	if _, err := os.Lstat(path); err == nil {
		return office.Backup{}, fault.New(fault.Refused, "backup.exists")
	}
	to, err := wrapTo(officers)
	if err != nil {
		return office.Backup{}, err
	}
	sweep(filepath.Dir(path), partPrefix, a.Now())
	sweep(filepath.Dir(a.Dir), workPrefix, a.Now())
	b, err := a.write(ctx, path, to, progress)
	if fault.HasCode(err, "backup.changed") { // something was erased just then
		b, err = a.write(ctx, path, to, progress)
	}
	return b, err
}

func (a Archive) write(ctx context.Context, path string, to recipients, progress func(done, total int)) (office.Backup, error) {
	work, err := os.MkdirTemp(filepath.Dir(filepath.Clean(a.Dir)), workPrefix+"*")
	if err != nil {
		return office.Backup{}, diskFault(err, filepath.Dir(a.Dir))
	}
	defer os.RemoveAll(work)
	part, err := os.CreateTemp(filepath.Dir(path), partPrefix+"*") // first of all: a stick that is pulled leaves its folder behind, empty
	if err != nil {
		return office.Backup{}, diskFault(err, filepath.Dir(path))
	}
	defer os.Remove(part.Name()) // only what was not renamed is still there
	defer part.Close()
	count := &counter{ctx: ctx, tell: progress}
	from, m, err := a.gather(ctx, work, count)
	if err != nil {
		return office.Backup{}, err
	}
	written, err := pack(count, part, to, m, from)
	err = errors.Join(err, part.Sync(), part.Close())
	if err != nil {
		return office.Backup{}, diskFault(err, filepath.Dir(path))
	}
	if err := os.Remove(from[0].path); err != nil { // the copy of the database: its room is needed for the trial
		return office.Backup{}, diskFault(err, work)
	}
	forget(part.Name())
	if err := a.try(count, part.Name(), to, filepath.Join(work, "trial"), m); err != nil {
		return office.Backup{}, err
	}
	if err := errors.Join(a.settled(path), publish(part.Name(), path)); err != nil {
		return office.Backup{}, diskFault(err, filepath.Dir(path))
	}
	return office.Backup{Path: path, At: m.At, Size: written.size, Mark: written.mark(), Records: m.ledger.Size,
		To: to.names, Head: hex.EncodeToString(m.ledger.Head[:]), Damaged: m.Damaged}, nil
}

// try restores what was written into a folder of its own and holds it against what was meant.
func (a Archive) try(count *counter, part string, to recipients, dir string, meant *manifest) error {
	got, err := unpack(count, part, to.witness(), dir, false)
	if err == nil && !got.same(meant) {
		err = errors.New("another manifest")
	}
	if err == nil {
		err = inspect(count.ctx, dir, got, a.Inspect)
	}
	switch {
	case err == nil || count.ctx.Err() != nil, fault.HasCode(err, "backup.full"):
		return err
	case fault.Is(err, fault.Corrupt), fault.Is(err, fault.Internal), fault.Is(err, fault.Invalid):
		return fault.Wrap(err, fault.Corrupt, "backup.trial", "archive.try")
	}
	return err
}

// inspect opens the restored database without keys and holds its ledger against the manifest.
func inspect(ctx context.Context, dir string, m *manifest, look func(context.Context, string) (ledger.Report, error)) error {
	report, err := look(ctx, filepath.Join(dir, database))
	if err != nil {
		return err
	}
	if report.Records != m.ledger.Size || report.Head != m.ledger.Head || report.Root != m.ledger.Root {
		return fault.New(fault.Corrupt, "backup.mixed")
	}
	return nil
}

// sweep removes what a program that was ended left unfinished. What cannot be removed stays; that is no reason to make no backup.
func sweep(dir, prefix string, now time.Time) {
	left, _ := filepath.Glob(filepath.Join(escape(dir), prefix+"*"))
	for _, path := range left {
		if info, err := os.Lstat(path); err == nil && now.Sub(info.ModTime()) > leftover {
			_ = os.RemoveAll(path)
		}
	}
}

// exists says whether there is a bank in a folder.
func exists(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, keys))
	return !errors.Is(err, fs.ErrNotExist)
}
