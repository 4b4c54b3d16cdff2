package main

import (
	"archive/tar"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/data/sqlite"
)

// A backup is one tar of the bank's folder: the database by SQLite's own backup, the vault's header, the sealed files. All
// of it is ciphertext or structure, as it lies on the disk.

func runBackup(ctx context.Context, c *call, args []string) error {
	if len(args) != 1 {
		return errUsage{jobs["backup"].usage}
	}
	return c.asStaff(ctx, func(b *bank, s *office.Staff) error {
		if err := b.backup(ctx, s, args[0], nil); err != nil {
			return err
		}
		c.say("cli.written", "file", args[0])
		return nil
	})
}

// backup writes the bank into one new file: whole, or not at all.
func (b *bank) backup(ctx context.Context, s *office.Staff, path string, progress func(done, total int)) error {
	work, err := os.MkdirTemp(filepath.Dir(path), ".ruhang-backup-*")
	if err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.backup")
	}
	defer os.RemoveAll(work)
	db := filepath.Join(work, dbName)
	if err := s.Backup(ctx, db, progress); err != nil {
		return err
	}
	out, err := os.CreateTemp(work, "tar-*")
	if err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.backup")
	}
	t := tar.NewWriter(out)
	err = addFile(t, db, dbName)
	if err == nil {
		err = addFile(t, filepath.Join(b.dir, vaultName), vaultName)
	}
	for _, folder := range []string{"files", "catalog", goodName} {
		if err == nil {
			err = addFolder(ctx, t, b.dir, folder)
		}
	}
	err = errors.Join(err, t.Close(), out.Sync(), out.Close())
	if err == nil {
		err = os.Rename(out.Name(), path)
	}
	return fault.Wrap(err, fault.Internal, "backup.failed", "cmd.backup")
}

func addFolder(ctx context.Context, t *tar.Writer, dir, folder string) error {
	root := filepath.Join(dir, folder)
	return filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) && path == root {
			return nil
		}
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if !e.Type().IsRegular() {
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return addFile(t, path, filepath.ToSlash(name))
	})
}

func addFile(t *tar.Writer, path, name string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return err
	}
	_, err = io.CopyN(t, f, info.Size())
	return err
}

// backupName is what may stand in a backup: names from elsewhere never become paths.
var backupName = regexp.MustCompile(`^(ruhang\.db|vault\.json|catalog\.good|(files|catalog)/[A-Za-z0-9_./-]+)$`)

func runRestore(ctx context.Context, c *call, args []string) error {
	replace := false
	words, err := own("restore", args, func(fs *flag.FlagSet) { fs.BoolVar(&replace, "replace", false, "") })
	if err != nil {
		return err
	}
	if len(words) != 1 {
		return errUsage{jobs["restore"].usage}
	}
	if err := restore(ctx, words[0], c.data, replace, c.now); err != nil {
		return err
	}
	c.say("cli.restored", "dir", c.data)
	return nil
}

// restore unpacks beside the bank's folder, checks what came out, and only then puts it in place; a bank that stood there is
// kept under a dated name.
func restore(ctx context.Context, path, dir string, replace bool, now clock) error {
	if isBank(dir) && !replace {
		return fault.New(fault.Refused, "bank.exists")
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return fault.Wrap(err, fault.Internal, "bank.folder", "cmd.restore")
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), ".ruhang-restore-*")
	if err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.restore")
	}
	defer os.RemoveAll(fresh)
	if err := unpack(ctx, path, fresh); err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, filepath.Join(fresh, dbName))
	if err == nil {
		err = store.Close()
	}
	if err != nil || !isBank(fresh) {
		return fault.Wrap(errors.Join(err, errors.New("not whole")), fault.Corrupt, "backup.not_whole", "cmd.restore")
	}
	if _, err := os.Stat(dir); err == nil {
		if err := os.Rename(dir, dir+".before-"+now().UTC().Format("20060102-150405")); err != nil {
			return fault.Wrap(err, fault.Internal, "bank.folder", "cmd.restore")
		}
	}
	return fault.Wrap(os.Rename(fresh, dir), fault.Internal, "bank.folder", "cmd.restore")
}

func unpack(ctx context.Context, path, dir string) error {
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "file.read", "cmd.restore")
	}
	defer f.Close()
	for t := tar.NewReader(f); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || ctx.Err() != nil {
			return fault.Wrap(errors.Join(err, ctx.Err()), fault.Corrupt, "backup.not_whole", "cmd.restore")
		}
		if h.Typeflag != tar.TypeReg || !backupName.MatchString(h.Name) || strings.Contains(h.Name, "..") {
			return fault.New(fault.Corrupt, "backup.not_whole")
		}
		if err := writeNew(filepath.Join(dir, filepath.FromSlash(h.Name)), t, h.Size); err != nil {
			return err
		}
	}
}

func writeNew(path string, r io.Reader, size int64) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.restore")
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.restore")
	}
	_, err = io.CopyN(out, r, size)
	return fault.Wrap(errors.Join(err, out.Sync(), out.Close()), fault.Internal, "file.write", "cmd.restore")
}
