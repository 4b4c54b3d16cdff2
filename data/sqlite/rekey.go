package sqlite

import (
	"ruhang/core/office"
)

// rekeyPage is how many rows are read before they are written.
const rekeyPage = 1000

// rekeying is a rotation on its way through the tables.
type rekeying struct {
	*tx
	how   office.Rekeying
	done  int
	total int
}

// Rekey seals anew whatever lies under the bank's and the class keys. What lies under a case's own key (bodies, heads, intents,
// the outbox) stays: that key is sealed anew.
func (t *tx) Rekey(how office.Rekeying) error {
	r := &rekeying{tx: t, how: how}
	_, err := t.one("Rekey", `SELECT (SELECT count(*) FROM case_key) + (SELECT count(*) FROM person) + (SELECT count(*) FROM person_history) +
		(SELECT count(*) FROM account) + (SELECT count(*) FROM account_history) + (SELECT count(*) FROM setting) +
		(SELECT count(*) FROM setting_history) + (SELECT count(*) FROM lookup)`, nil, &r.total)
	if err != nil {
		return err
	}
	if err := r.caseKeys(); err != nil {
		return err
	}
	for _, in := range []struct{ table, column, of string }{
		{"person", "sealed", "person"}, {"person_history", "sealed", "person"}, {"account", "sealed", "account"},
		{"account_history", "sealed", "account"}, {"setting", "value", "setting"}, {"setting_history", "value", "setting"},
	} {
		if err := r.bankRows(in.table, in.column, in.of); err != nil {
			return err
		}
	}
	return r.lookups()
}

// write puts a changed row and counts it.
func (r *rekeying) write(query string, args ...any) error {
	if r.done++; r.how.Progress != nil && r.done%rekeyPage == 0 {
		r.how.Progress(r.done, r.total)
	}
	if err := r.ctx.Err(); err != nil {
		return trouble(r.ctx, err, "sqlite.Rekey")
	}
	return r.put("Rekey", query, args...)
}

type caseKeyRow struct {
	id, class string
	wrapped   []byte
}

func (r *rekeying) caseKeys() error {
	return each(func(k caseKeyRow) error {
		fresh, err := r.how.Key(k.id, k.class, k.wrapped)
		if err != nil {
			return err
		}
		return r.write(`UPDATE case_key SET wrapped = ? WHERE case_id = ? AND class = ?`, fresh, k.id, k.class)
	}, func(after *caseKeyRow) ([]caseKeyRow, error) {
		if after == nil {
			after = &caseKeyRow{}
		}
		return list(r.tx, "Rekey", `SELECT case_id, class, wrapped FROM case_key WHERE (case_id, class) > (?, ?) ORDER BY case_id, class LIMIT ?`,
			[]any{after.id, after.class, rekeyPage}, func(s scanner) (k caseKeyRow, err error) { err = s.Scan(&k.id, &k.class, &k.wrapped); return k, err })
	})
}

type bankRow struct {
	row    int64
	id     string
	sealed []byte
}

// bankRows are those of one table; the names of table and column are this file's own.
func (r *rekeying) bankRows(table, column, of string) error {
	return each(func(b bankRow) error {
		fresh, err := r.how.Bank(of, b.id, b.sealed)
		if err != nil {
			return err
		}
		return r.write(`UPDATE `+table+` SET `+column+` = ? WHERE rowid = ?`, fresh, b.row)
	}, func(after *bankRow) ([]bankRow, error) {
		if after == nil {
			after = &bankRow{row: -1}
		}
		return list(r.tx, "Rekey", `SELECT rowid, id, `+column+` FROM `+table+` WHERE rowid > ? ORDER BY rowid LIMIT ?`,
			[]any{after.row, rekeyPage}, func(s scanner) (b bankRow, err error) { err = s.Scan(&b.row, &b.id, &b.sealed); return b, err })
	})
}

type lookupRow struct {
	kind, id string
	blind    []byte
}

// lookups are written anew from a copy, since their order is that of what changes.
func (r *rekeying) lookups() error {
	rows, err := list(r.tx, "Rekey", `SELECT kind, id, blind FROM lookup`, nil, func(s scanner) (l lookupRow, err error) { err = s.Scan(&l.kind, &l.id, &l.blind); return l, err })
	if err != nil {
		return err
	}
	if err := r.put("Rekey", `DELETE FROM lookup`); err != nil {
		return err
	}
	for _, l := range rows {
		fresh, err := r.how.Blind(l.blind)
		if err != nil {
			return err
		}
		if err := r.write(`INSERT INTO lookup (kind, blind, id) VALUES (?, ?, ?)`, l.kind, fresh, l.id); err != nil {
			return err
		}
	}
	return nil
}
