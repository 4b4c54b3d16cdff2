// Package sqlite is one bank's memory in one SQLite file: the ledger, the droppable view_* tables, people, keys, the outbox.
// It implements office.Store and passes officetest.
//
// It refuses to know what a record, a head or a person means: what it is given is already sealed, and its TEXT columns hold
// pseudonyms and codes only. One connection writes, in immediate transactions made durable by fsync before Update returns; a
// pool of others reads snapshots. A second process may open the same file. It refuses a place where SQLite cannot keep a
// write-ahead log (network folders), a file of another program, and a schema newer than it knows.
//
//	store, err := sqlite.Open(ctx, filepath.Join(dir, "bank.db"))
//	err = store.Update(ctx, func(tx office.Tx) error { return tx.PutPlan(hash, plan) })
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// readers is how many snapshots may be read at once; more wait.
const readers = 8

// Store is an open bank; safe for use by many goroutines.
type Store struct {
	path   string
	writer *sql.DB // one connection
	reader *sql.DB
}

var _ office.Store = (*Store)(nil)

// Open opens the bank at path, or makes it, and brings its schema up to date. When the last program over it did not end
// properly its pages are checked first (Corrupt, store.corrupt). A folder on another machine is refused (Refused, store.place).
func Open(ctx context.Context, path string) (*Store, error) {
	if remote(filepath.Dir(path)) {
		return nil, fault.New(fault.Refused, "store.place")
	}
	unclean := nonEmpty(path + "-wal")
	if err := touch(path); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "store.open", "sqlite.Open")
	}
	s := &Store{path: path, writer: open(path, writing, 1)}
	if err := s.prepare(ctx, unclean); err != nil {
		return nil, errors.Join(trouble(ctx, err, "sqlite.Open"), s.writer.Close())
	}
	s.reader = open(path, reading, readers)
	return s, nil
}

func (s *Store) prepare(ctx context.Context, unclean bool) error {
	if unclean {
		if err := check(ctx, s.writer, "quick_check"); err != nil {
			return err
		}
	}
	return migrate(ctx, s.writer)
}

// touch makes a new bank readable by its owner only; SQLite gives its log the same rights.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) // #nosec G304 -- the bank's own file, chosen by who starts the program
	if err != nil {
		return err
	}
	return f.Close()
}

func nonEmpty(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}

// check runs quick_check or integrity_check, which answer "ok" or a list of damages.
func check(ctx context.Context, db *sql.DB, pragma string) error {
	var first string
	if err := db.QueryRowContext(ctx, "PRAGMA "+pragma+"(1)").Scan(&first); err != nil {
		return err
	}
	if first != "ok" {
		return fault.Wrap(errors.New(first), fault.Corrupt, "store.corrupt", "sqlite.check")
	}
	return nil
}

// Update runs fn in one durable transaction, alone; an error of fn leaves nothing behind and is returned as it is. fn must
// not call the Store again: it would wait for itself.
func (s *Store) Update(ctx context.Context, fn func(office.Tx) error) error {
	const op = "sqlite.Update"
	raw, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return trouble(ctx, err, op)
	}
	defer func() { _ = raw.Rollback() }() // after a commit it does nothing; after a panic of fn it undoes
	t := &tx{ctx: ctx, sql: raw, behind: newBehind()}
	defer t.behind.close()
	if err := fn(t); err != nil {
		return err
	}
	if err := t.settled(); err != nil {
		return err
	}
	return trouble(ctx, raw.Commit(), op)
}

// Read runs fn on the snapshot of the moment Read was called.
func (s *Store) Read(ctx context.Context, fn func(office.Reader) error) error {
	const op = "sqlite.Read"
	raw, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return trouble(ctx, err, op)
	}
	defer func() { _ = raw.Rollback() }()
	r := &tx{ctx: ctx, sql: raw}
	if _, _, _, err := r.Head(); err != nil { // a deferred transaction takes its snapshot with its first read
		return err
	}
	return fn(r)
}

// Truncate empties the write-ahead log, so that what was erased is not left there. While another program reads an older
// state it is refused (Stale, store.busy).
func (s *Store) Truncate(ctx context.Context) error {
	var busy, pages, moved int
	err := s.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	if err == nil && busy != 0 {
		return fault.New(fault.Stale, "store.busy")
	}
	return trouble(ctx, err, "sqlite.Truncate")
}

// Close moves the log into the file and closes it. That another program still has the bank open is no error.
func (s *Store) Close() error {
	err := s.reader.Close()
	if stuck := s.Truncate(context.Background()); stuck != nil && !fault.HasCode(stuck, "store.busy") {
		err = errors.Join(err, stuck)
	}
	return errors.Join(err, s.writer.Close())
}
