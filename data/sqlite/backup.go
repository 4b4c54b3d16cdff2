package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"ruhang/core/fault"
)

// backupStep is how many pages are copied between two looks at the context.
const backupStep = 256

// Backup writes the state of this moment to a new file through SQLite's backup interface, while others read and write. The
// copy gets its name only after it was checked; a file of that name is never overwritten (Refused, store.exists).
func (s *Store) Backup(ctx context.Context, path string, progress func(done, total int)) (err error) {
	const op = "sqlite.Backup"
	if _, err := os.Lstat(path); err == nil {
		return fault.New(fault.Refused, "store.exists")
	}
	temp, err := os.MkdirTemp(filepath.Dir(path), ".backup-")
	if err != nil {
		return fault.Wrap(err, fault.Internal, "store.open", op)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	part := filepath.Join(temp, "part")
	if err := touch(part); err != nil {
		return fault.Wrap(err, fault.Internal, "store.open", op)
	}
	if err := s.copyTo(ctx, part, progress); err != nil {
		return trouble(ctx, err, op)
	}
	if err := seal(ctx, part); err != nil {
		return trouble(ctx, err, op)
	}
	return trouble(ctx, publish(part, path), op)
}

// copyTo copies page by page inside one read transaction, so that writers do not make it start again.
func (s *Store) copyTo(ctx context.Context, part string, progress func(done, total int)) error {
	from, err := s.reader.Conn(ctx)
	if err != nil {
		return err
	}
	defer from.Close()
	snapshot, err := from.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = snapshot.Rollback() }()
	var seq int64
	if err := snapshot.QueryRowContext(ctx, `SELECT seq FROM meta`).Scan(&seq); err != nil {
		return err
	}
	target, err := newConnector(part, copying).Connect(ctx)
	if err != nil {
		return err
	}
	err = from.Raw(func(raw any) error {
		return copyPages(ctx, target.(*sqlite3.SQLiteConn), raw.(*sqlite3.SQLiteConn), progress)
	})
	return errors.Join(err, target.Close())
}

func copyPages(ctx context.Context, to, from *sqlite3.SQLiteConn, progress func(done, total int)) error {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	for left := -1; ; {
		done, err := b.Step(backupStep)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return errors.Join(err, b.Finish())
		}
		if progress != nil {
			progress(b.PageCount()-b.Remaining(), b.PageCount())
		}
		if done {
			return b.Finish()
		}
		if b.Remaining() == left { // busy: somebody else has the lock for a moment
			time.Sleep(10 * time.Millisecond)
		}
		left = b.Remaining()
	}
}

// seal checks a copy and makes it one file that needs no log beside it.
func seal(ctx context.Context, part string) error {
	db := sql.OpenDB(newConnector(part, copying))
	db.SetMaxOpenConns(1)
	err := check(ctx, db, "integrity_check")
	if err == nil {
		_, err = db.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	}
	return errors.Join(err, db.Close())
}

// publish makes the copy durable, then gives it its name.
func publish(part, path string) error {
	f, err := os.OpenFile(part, os.O_RDWR, 0o600) // #nosec G304 -- the file just written
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a new name durable where folders can be synced; Windows has no such call and keeps names by itself.
func syncFolder(dir string) error {
	d, err := os.Open(dir) // #nosec G304 -- the folder of the copy
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
