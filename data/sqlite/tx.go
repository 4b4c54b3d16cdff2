package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// tx is a transaction as the office sees it: a snapshot to read, and in Update also what is written.
type tx struct {
	ctx    context.Context // of the Update or Read that it lives in
	sql    *sql.Tx
	behind *behind // of an Update: what is written but not yet by SQLite

	head  *head         // of the chain, once it was read
	fresh hiring.CaseID // has its first records from this transaction, so nothing in the views yet…
	bare  hiring.CaseID // …and no work
}

var _ office.Tx = (*tx)(nil)

// put lets a statement run whose count of rows does not matter.
func (t *tx) put(op, query string, args ...any) error {
	return t.behind.add(func() error {
		_, err := t.run(op, query, args)
		return err
	})
}

// putOne lets a statement run that must change a row; otherwise the transaction fails (Stale, code).
func (t *tx) putOne(op, code, query string, args ...any) error {
	return t.behind.add(func() error {
		n, err := t.run(op, query, args)
		if err == nil && n == 0 {
			return fault.New(fault.Stale, code)
		}
		return err
	})
}

func (t *tx) run(op, query string, args []any) (rows int64, err error) {
	res, err := t.sql.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, trouble(t.ctx, err, "sqlite."+op)
	}
	return res.RowsAffected()
}

// settled waits until everything that was put is written; what is read then holds it.
func (t *tx) settled() error {
	if t.behind == nil {
		return nil
	}
	return t.behind.wait()
}

// one reads one row; false when there is none.
func (t *tx) one(op, query string, args []any, into ...any) (bool, error) {
	if err := t.settled(); err != nil {
		return false, err
	}
	err := t.sql.QueryRowContext(t.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, trouble(t.ctx, err, "sqlite."+op)
}

// scanner is a row that is being read.
type scanner interface{ Scan(into ...any) error }

// list reads all rows of a query.
func list[T any](t *tx, op, query string, args []any, read func(scanner) (T, error)) ([]T, error) {
	if err := t.settled(); err != nil {
		return nil, err
	}
	op = "sqlite." + op
	rows, err := t.sql.QueryContext(t.ctx, query, args...)
	if err != nil {
		return nil, trouble(t.ctx, err, op)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := read(rows)
		if err != nil {
			return nil, trouble(t.ctx, err, op)
		}
		out = append(out, v)
	}
	return out, trouble(t.ctx, rows.Err(), op)
}

// each yields what pages of a query hold, so that yield may ask and write in between, and the rows need not fit in memory.
func each[T any](yield func(T) error, page func(after *T) ([]T, error)) error {
	var last *T
	for {
		rows, err := page(last)
		if err != nil || len(rows) == 0 {
			return err
		}
		for i := range rows {
			if err := yield(rows[i]); err != nil {
				return err
			}
		}
		last = &rows[len(rows)-1]
	}
}

// pair is a key and a value of what is read into a map.
type pair[K comparable, V any] struct {
	key   K
	value V
}

func readPair[K comparable, V any](s scanner) (pair[K, V], error) {
	var p pair[K, V]
	err := s.Scan(&p.key, &p.value)
	return p, err
}

func mapOf[K comparable, V any](pairs []pair[K, V], err error) (map[K]V, error) {
	out := make(map[K]V, len(pairs))
	for _, p := range pairs {
		out[p.key] = p.value
	}
	return out, err
}

// micros is a time as a column keeps it: NULL for the zero time.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// instant reads a time column.
type instant struct{ to *time.Time }

// Scan takes NULL or microseconds.
func (i instant) Scan(v any) error {
	*i.to = time.Time{}
	if n, ok := v.(int64); ok {
		*i.to = time.UnixMicro(n).UTC()
	} else if v != nil {
		return errors.New("a time is not a number")
	}
	return nil
}

// textOrNull keeps an empty text as NULL.
func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// asList is a list parameter: one value for json_each, however long the list is.
func asList[T ~string](values []T) (string, error) {
	raw, err := json.Marshal(values)
	return string(raw), err
}

// few is a limit for SQLite, where a negative one means none.
func few(limit int) int {
	if limit <= 0 {
		return -1
	}
	return limit
}
