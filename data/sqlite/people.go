package sqlite

import (
	"encoding/hex"
	"time"

	"ruhang/core/hiring"
)

// Person is a person's sealed row; false when there is none, or none any more.
func (t *tx) Person(id hiring.PersonID) (sealed []byte, ok bool, err error) {
	ok, err = t.one("Person", `SELECT sealed FROM person WHERE id = ?`, []any{id}, &sealed)
	return sealed, ok, err
}

// Lookups is Lookup for many blind indexes at once, by the index as text; one that finds nothing is not in it.
func (t *tx) Lookups(kind string, blinds [][]byte) (map[string][]string, error) {
	codes := make([]string, len(blinds))
	for i, b := range blinds {
		codes[i] = hex.EncodeToString(b)
	}
	all, err := asList(codes)
	if err != nil {
		return nil, err
	}
	pairs, err := list(t, "Lookups", `SELECT blind, id FROM lookup WHERE kind = ? AND blind IN (SELECT unhex(value) FROM json_each(?)) ORDER BY blind, id`,
		[]any{kind, all}, readPair[string, string])
	out := map[string][]string{}
	for _, p := range pairs {
		out[p.key] = append(out[p.key], p.value)
	}
	return out, err
}

// PutPerson writes a person; the row before goes to its history.
func (t *tx) PutPerson(id hiring.PersonID, sealed []byte, at time.Time, by hiring.AccountID) error {
	if err := t.put("PutPerson", `INSERT INTO person_history (id, sealed, at, by) SELECT id, sealed, at, by FROM person WHERE id = ?`, id); err != nil {
		return err
	}
	return t.put("PutPerson", `INSERT INTO person (id, sealed, at, by) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET sealed = excluded.sealed, at = excluded.at, by = excluded.by`, id, sealed, micros(at), by)
}

// Accounts are the sealed profiles.
func (t *tx) Accounts() (map[hiring.AccountID][]byte, error) {
	return mapOf(list(t, "Accounts", `SELECT id, sealed FROM account`, nil, readPair[hiring.AccountID, []byte]))
}

// PutAccount writes a profile; the one before goes to its history.
func (t *tx) PutAccount(id hiring.AccountID, sealed []byte, at time.Time, by hiring.AccountID) error {
	if err := t.put("PutAccount", `INSERT INTO account_history (id, sealed, at, by) SELECT id, sealed, at, by FROM account WHERE id = ?`, id); err != nil {
		return err
	}
	return t.put("PutAccount", `INSERT INTO account (id, sealed, at, by) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET sealed = excluded.sealed, at = excluded.at, by = excluded.by`, id, sealed, micros(at), by)
}

// Setting is a setting's value.
func (t *tx) Setting(name string) (value []byte, ok bool, err error) {
	ok, err = t.one("Setting", `SELECT value FROM setting WHERE id = ?`, []any{name}, &value)
	return value, ok, err
}

// PutSetting writes a setting; the value before goes to its history, unless the program notes something for itself over its own note:
// how a connector fares changes with every call, and nobody decided it.
func (t *tx) PutSetting(name string, value []byte, at time.Time, by hiring.AccountID) error {
	if err := t.put("PutSetting", `INSERT INTO setting_history (id, value, at, by) SELECT id, value, at, by FROM setting
		WHERE id = ?1 AND NOT (by = ?2 AND ?3 = ?2)`, name, hiring.System, by); err != nil {
		return err
	}
	return t.put("PutSetting", `INSERT INTO setting (id, value, at, by) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at, by = excluded.by`, name, value, micros(at), by)
}

// Lookup gives the ids behind a blind index, sorted.
func (t *tx) Lookup(kind string, blind []byte) ([]string, error) {
	return list(t, "Lookup", `SELECT id FROM lookup WHERE kind = ? AND blind = ? ORDER BY id`, []any{kind, blind}, readText)
}

func readText(s scanner) (id string, err error) {
	err = s.Scan(&id)
	return id, err
}

// PutLookup lets a blind index find one more id.
func (t *tx) PutLookup(kind string, blind []byte, id string) error {
	return t.put("PutLookup", `INSERT INTO lookup (kind, blind, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, kind, blind, id)
}

// DropLookup lets a blind index no longer find an id.
func (t *tx) DropLookup(kind string, blind []byte, id string) error {
	return t.put("DropLookup", `DELETE FROM lookup WHERE kind = ? AND blind = ? AND id = ?`, kind, blind, id)
}
