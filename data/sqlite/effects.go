package sqlite

import (
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// Queue writes an effect once: a known Key changes nothing.
func (t *tx) Queue(row office.OutboxRow) error {
	return t.put("Queue", `INSERT INTO outbox (key, kind, case_id, sealed, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
		row.Key, row.Kind, row.Case, row.Body, micros(row.At))
}

// Outbox are the effects not done yet, oldest first.
func (t *tx) Outbox(limit int) ([]office.OutboxRow, error) {
	return list(t, "Outbox", `SELECT id, key, kind, case_id, sealed, at FROM outbox WHERE done_at IS NULL ORDER BY id LIMIT ?`,
		[]any{few(limit)}, func(s scanner) (r office.OutboxRow, err error) {
			err = s.Scan(&r.ID, &r.Key, &r.Kind, &r.Case, &r.Body, instant{&r.At})
			return r, err
		})
}

// DoneOutbox marks an effect as done; the first time counts.
func (t *tx) DoneOutbox(id int64, at time.Time) error {
	return t.put("DoneOutbox", `UPDATE outbox SET done_at = ? WHERE id = ? AND done_at IS NULL`, at.UnixMicro(), id)
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
