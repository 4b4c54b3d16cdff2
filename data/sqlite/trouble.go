package sqlite

import (
	"context"
	"errors"
	"syscall"

	sqlite3 "github.com/mattn/go-sqlite3"

	"ruhang/core/fault"
)

// trouble gives an error of SQLite its kind and code; what already has one, and the end of the context, stay as they are.
func trouble(ctx context.Context, err error, op string) error {
	var ours *fault.Error
	if err == nil || errors.As(err, &ours) {
		return err
	}
	if ended := ctx.Err(); ended != nil {
		return ended
	}
	var theirs sqlite3.Error
	if !errors.As(err, &theirs) {
		return fault.Wrap(err, fault.Internal, "store.failed", op)
	}
	switch theirs.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return fault.Wrap(err, fault.Stale, "store.busy", op)
	case sqlite3.ErrFull:
		return fault.Wrap(err, fault.Internal, "store.full", op)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return fault.Wrap(err, fault.Corrupt, "store.corrupt", op)
	case sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrReadonly:
		return fault.Wrap(err, fault.Internal, "store.open", op)
	}
	if theirs.SystemErrno == syscall.ENOSPC {
		return fault.Wrap(err, fault.Internal, "store.full", op)
	}
	return fault.Wrap(err, fault.Internal, "store.failed", op)
}
