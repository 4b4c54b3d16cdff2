package sqlite

import (
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// Queue writes an effect once: a known Key changes nothing.
func (t *tx) Queue(row office.OutboxRow) error {
	return t.put("Queue", `INSERT INTO outbox (key, kind, case_id, sealed, at, next_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
		row.Key, row.Kind, row.Case, row.Body, micros(row.At), orElse(micros(row.NextAt), 0))
}

const effectColumns = `SELECT id, key, kind, case_id, sealed, at, state, attempts, nullif(next_at, 0), code, done_at FROM outbox`

func readEffect(s scanner) (r office.OutboxRow, err error) {
	err = s.Scan(&r.ID, &r.Key, &r.Kind, &r.Case, &r.Body, instant{&r.At}, &r.State, &r.Attempts, instant{&r.NextAt}, &r.Code, instant{&r.DoneAt})
	return r, err
}

// Outbox are effects, newest first.
func (t *tx) Outbox(ask office.OutboxQuery) ([]office.OutboxRow, error) {
	q := &query{}
	among(q, "kind", ask.Kinds)
	among(q, "state", ask.States)
	if ask.Case != "" {
		q.and("case_id = ?", ask.Case)
	}
	if ask.Before > 0 {
		q.and("id < ?", ask.Before)
	}
	if q.err != nil {
		return nil, q.err
	}
	return list(t, "Outbox", effectColumns+q.text()+` ORDER BY id DESC LIMIT ?`, append(q.args, few(ask.Limit)), readEffect)
}

// DueKinds are the kinds that have a due effect.
func (t *tx) DueKinds(now time.Time) ([]string, error) {
	return list(t, "DueKinds", `SELECT DISTINCT kind FROM outbox WHERE state = 'waiting' AND next_at <= ? ORDER BY kind`, []any{now.UnixMicro()},
		func(s scanner) (kind string, err error) { err = s.Scan(&kind); return kind, err })
}

// CountOutbox counts effects by state.
func (t *tx) CountOutbox() (map[office.EffectState]int, error) {
	return mapOf(list(t, "CountOutbox", `SELECT state, count(*) FROM outbox GROUP BY state`, nil, readPair[office.EffectState, int]))
}

// Claim takes due effects of a kind; the transaction is alone, so no other program takes the same.
func (t *tx) Claim(kind string, now, until time.Time, limit int) ([]office.OutboxRow, error) {
	rows, err := list(t, "Claim", effectColumns+` WHERE kind = ? AND state = 'waiting' AND next_at <= ? ORDER BY next_at, id LIMIT ?`,
		[]any{kind, now.UnixMicro(), few(limit)}, readEffect)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		r := &rows[i]
		r.Attempts, r.NextAt = r.Attempts+1, until
		if err := t.put("Claim", `UPDATE outbox SET attempts = ?, next_at = ? WHERE id = ?`, r.Attempts, until.UnixMicro(), r.ID); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// PutOutbox writes how far an effect has come, unless it is no longer as it was.
func (t *tx) PutOutbox(was, is office.OutboxRow) (bool, error) {
	var held int
	ok, err := t.one("PutOutbox", `SELECT 1 FROM outbox WHERE id = ? AND state = ? AND next_at = ?`,
		[]any{was.ID, was.State, orElse(micros(was.NextAt), 0)}, &held)
	if err != nil || !ok {
		return false, err
	}
	return true, t.put("PutOutbox", `UPDATE outbox SET state = ?, attempts = ?, next_at = ?, code = ?, done_at = ? WHERE id = ?`,
		is.State, is.Attempts, orElse(micros(is.NextAt), 0), is.Code, micros(is.DoneAt), was.ID)
}

// Files are the stored files and the cases they belong to.
func (t *tx) Files() (map[string]hiring.CaseID, error) {
	return mapOf(list(t, "Files", `SELECT id, case_id FROM file`, nil, readPair[string, hiring.CaseID]))
}

// StoredFiles are the files stored after a time and id and not after until, oldest first, at most limit.
func (t *tx) StoredFiles(after time.Time, id string, until time.Time, limit int) ([]office.StoredFile, error) {
	from := after.UnixMicro()
	if after.IsZero() {
		from = 0
	}
	return list(t, "StoredFiles", `SELECT id, case_id, at FROM file WHERE (at, id) > (?, ?) AND at <= ? ORDER BY at, id LIMIT ?`,
		[]any{from, id, until.UnixMicro(), limit}, func(s scanner) (office.StoredFile, error) {
			var f office.StoredFile
			err := s.Scan(&f.ID, &f.Case, instant{&f.At})
			return f, err
		})
}

// PutFile says whose a stored file is.
func (t *tx) PutFile(id string, c hiring.CaseID, size int64, at time.Time) error {
	return t.put("PutFile", `INSERT INTO file (id, case_id, size, at) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET case_id = excluded.case_id, size = excluded.size, at = excluded.at`, id, c, size, micros(at))
}

// Plans are the pinned plans by hash.
func (t *tx) Plans() (map[string][]byte, error) {
	return mapOf(list(t, "Plans", `SELECT hash, plan FROM plan`, nil, readPair[string, []byte]))
}

// PutPlan pins a plan; what a hash names never changes.
func (t *tx) PutPlan(hash string, plan []byte) error {
	return t.put("PutPlan", `INSERT INTO plan (hash, plan) VALUES (?, ?) ON CONFLICT DO NOTHING`, hash, plan)
}

// ClearViews empties what Rebuild writes anew.
func (t *tx) ClearViews() error {
	for _, table := range []string{"view_case", "view_panel", "view_work", "view_message"} {
		if err := t.put("ClearViews", "DELETE FROM "+table); err != nil {
			return err
		}
	}
	return nil
}
