package sqlite

import (
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// Erase drops for good what is sealed or findable of a case, a person and accounts, and counts it. secure_delete overwrites
// the rows where they lay; Truncate then empties the log. Records, verdicts and the rows of files stay.
func (t *tx) Erase(e office.Erasure) (office.Dropped, error) {
	var d office.Dropped
	if err := t.settled(); err != nil {
		return d, err
	}
	t.fresh, t.bare = "", ""
	drop := func(into *int, query string, args ...any) error {
		n, err := t.run("Erase", query, args)
		*into += int(n)
		return err
	}
	views := 0
	err := firstOf(
		drop(&d.Bodies, `DELETE FROM body WHERE seq IN (SELECT seq FROM record WHERE case_id = ? AND class <> ?)`, e.Case, hiring.Public),
		drop(&d.Keys, `DELETE FROM case_key WHERE case_id = ?`, e.Case),
		drop(&d.Intents, `UPDATE intent SET sealed = NULL WHERE case_id = ? AND sealed IS NOT NULL`, e.Case),
		drop(&d.Lookups, `DELETE FROM lookup WHERE id IN (?, ?) AND id <> ''`, e.Case, e.Person),
		drop(&d.Outbox, `DELETE FROM outbox WHERE case_id = ?`, e.Case),
		drop(&d.Drafts, `DELETE FROM setting WHERE ?1 <> '' AND instr(id, '/' || ?1 || '/') > 0`, e.Case),
		drop(&d.Drafts, `DELETE FROM setting_history WHERE ?1 <> '' AND instr(id, '/' || ?1 || '/') > 0`, e.Case),
		drop(&d.Messages, `DELETE FROM view_message WHERE case_id = ?`, e.Case),
		drop(&views, `DELETE FROM view_work WHERE case_id = ?`, e.Case),
		drop(&views, `DELETE FROM view_panel WHERE case_id = ?`, e.Case),
		drop(&views, `DELETE FROM view_case WHERE id = ?`, e.Case),
		drop(&d.Persons, `DELETE FROM person WHERE id = ?`, e.Person),
		drop(&d.Persons, `DELETE FROM person_history WHERE id = ?`, e.Person),
	)
	accounts, err2 := asList(e.Accounts)
	return d, firstOf(err, err2,
		drop(&d.Accounts, `DELETE FROM account WHERE id IN (SELECT value FROM json_each(?))`, accounts),
		drop(&d.Accounts, `DELETE FROM account_history WHERE id IN (SELECT value FROM json_each(?))`, accounts))
}

// PutErasure keeps an erasure's certificate, and what is still to be done.
func (t *tx) PutErasure(r office.ErasureRow) error {
	return t.put("PutErasure", `INSERT INTO erasure (case_id, at, todo, certificate) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET todo = excluded.todo, certificate = excluded.certificate`, r.Case, r.At.UnixMicro(), r.Todo, r.Certificate)
}

// Erasures are all erasures, newest first; open ones only when asked.
func (t *tx) Erasures(open bool) ([]office.ErasureRow, error) {
	query := `SELECT case_id, at, todo, certificate FROM erasure ORDER BY at DESC, case_id`
	if open {
		query = `SELECT case_id, at, todo, certificate FROM erasure WHERE todo IS NOT NULL ORDER BY case_id`
	}
	return list(t, "Erasures", query, nil, func(s scanner) (r office.ErasureRow, err error) {
		var at time.Time
		err = s.Scan(&r.Case, instant{&at}, &r.Todo, &r.Certificate)
		r.At = at
		return r, err
	})
}

// FilesOf are a case's stored files with their sizes.
func (t *tx) FilesOf(id hiring.CaseID) (map[string]int64, error) {
	return mapOf(list(t, "FilesOf", `SELECT id, size FROM file WHERE case_id = ?`, []any{id}, readPair[string, int64]))
}

// DropFile forgets a stored file.
func (t *tx) DropFile(id string) error {
	return t.put("DropFile", `DELETE FROM file WHERE id = ?`, id)
}
