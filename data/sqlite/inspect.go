package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"ruhang/core/fault"
	"ruhang/core/ledger"
	"ruhang/core/office"
)

// Inspect checks a bank's file that nobody else has open, without any key: every page, every record's hash and link, and that the
// ledger's head and tree are those of its records. The file may be of an older schema; it is brought up to date, as Open does.
func Inspect(ctx context.Context, path string) (report ledger.Report, err error) {
	s, err := Open(ctx, path)
	if err != nil {
		return report, err
	}
	if err = check(ctx, s.writer, "quick_check"); err == nil {
		err = s.Read(ctx, func(r office.Reader) (err error) {
			report, err = walk(r)
			return err
		})
	}
	return report, errors.Join(trouble(ctx, err, "sqlite.Inspect"), s.Close())
}

func walk(r office.Reader) (ledger.Report, error) {
	v := ledger.NewVerifier()
	if err := r.Records(func(e office.StoredEvent) error { return v.Add(&e.Record, ledger.Body{}) }); err != nil {
		return v.Report(), err
	}
	report := v.Report()
	seq, head, peaks, err := r.Head()
	if err != nil {
		return report, err
	}
	if tree, ok := ledger.ResumeTree(seq, peaks); !ok || report.Records != seq || report.Head != head || report.Root != tree.Root() {
		return report, fault.New(fault.Corrupt, "store.corrupt")
	}
	return report, nil
}

// Alone answers nil when no other connection has the bank's file open: only then SQLite gives up the write-ahead log. A program
// that only waits holds it too, so nothing can be moved away from under a window that is open (Refused, bank.in_use).
func Alone(ctx context.Context, path string) error {
	db := sql.OpenDB(newConnector(path, copying))
	db.SetMaxOpenConns(1)
	var mode string
	err := db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode)
	err = errors.Join(err, db.Close())
	if err = trouble(ctx, err, "sqlite.Alone"); fault.HasCode(err, "store.busy") || err == nil && mode != "delete" {
		return fault.New(fault.Refused, "bank.in_use")
	}
	return err
}
