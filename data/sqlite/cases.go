package sqlite

import (
	"database/sql"
	"encoding/json"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

const caseColumns = `c.id, c.person, c.status, c.stage, c.position, c.branch, c.stage_at, c.opened_at, c.closed_at, c.next_due, c.due_at,
	c.light, c.offer, c.start_on, c.ends_on, c.flags, c.to_verify, c.panel, c.next_round, c.version, c.head,
	(SELECT k.wrapped FROM case_key k WHERE k.case_id = c.id AND k.class = 'basic')`

func readCase(s scanner) (r office.CaseRow, err error) {
	var start, end sql.NullString
	var panel []byte
	err = s.Scan(&r.ID, &r.Person, &r.Status, &r.Stage, &r.Position, &r.Branch, instant{&r.StageAt}, instant{&r.OpenedAt}, instant{&r.ClosedAt},
		instant{&r.NextDue}, instant{&r.DueAt}, &r.Light, &r.Offer, &start, &end, &r.Flags, &r.ToVerify, &panel, instant{&r.NextRound},
		&r.Version, &r.Head, &r.HeadKey)
	if err != nil {
		return r, err
	}
	r.StartOn, r.EndsOn = hiring.Date(start.String), hiring.Date(end.String)
	return r, json.Unmarshal(panel, &r.Panel)
}

// Case is a case's row.
func (t *tx) Case(id hiring.CaseID) (office.CaseRow, bool, error) {
	rows, err := list(t, "Case", `SELECT `+caseColumns+` FROM view_case c WHERE c.id = ?`, []any{id}, readCase)
	if err != nil || len(rows) == 0 {
		return office.CaseRow{}, false, err
	}
	return rows[0], true, nil
}

// Cases is a page of cases.
func (t *tx) Cases(q office.CaseQuery) ([]office.CaseRow, error) {
	text, args, err := caseQuery(q)
	if err != nil {
		return nil, err
	}
	return list(t, "Cases", text, args, readCase)
}

// CountCases counts by stage; what waits stands before the stages and counts as stage "".
func (t *tx) CountCases(q office.CaseQuery) (map[string]int, error) {
	text, args, err := countQuery(q)
	if err != nil {
		return nil, err
	}
	type group struct {
		status hiring.Status
		stage  string
		n      int
	}
	groups, err := list(t, "CountCases", text, args, func(s scanner) (g group, err error) {
		err = s.Scan(&g.status, &g.stage, &g.n)
		return g, err
	})
	out := map[string]int{}
	for _, g := range groups {
		if g.status == hiring.Waiting {
			g.stage = ""
		}
		out[g.stage] += g.n
	}
	return out, err
}

// Heads yields every row in the order of ids; yield may ask and write in between.
func (t *tx) Heads(yield func(office.CaseRow) error) error {
	return each(yield, func(after *office.CaseRow) ([]office.CaseRow, error) {
		var id hiring.CaseID
		if after != nil {
			id = after.ID
		}
		return list(t, "Heads", `SELECT `+caseColumns+` FROM view_case c WHERE c.id > ? ORDER BY c.id LIMIT 512`, []any{id}, readCase)
	})
}

// Touched are the cases that have records after a sequence number.
func (t *tx) Touched(after uint64) ([]hiring.CaseID, error) {
	return list(t, "Touched", `SELECT DISTINCT case_id FROM record WHERE seq > ? ORDER BY case_id`, []any{after}, readID)
}

func readID(s scanner) (id hiring.CaseID, err error) {
	err = s.Scan(&id)
	return id, err
}

// DueCases are the cases whose clocks owe something, longest owed first, those behind one of them.
func (t *tx) DueCases(now time.Time, after office.DueCase, limit int) ([]office.DueCase, error) {
	from := int64(-1 << 63)
	if !after.At.IsZero() {
		from = after.At.UnixMicro()
	}
	return list(t, "DueCases", `SELECT id, next_due FROM view_case WHERE next_due <= ? AND (next_due, id) > (?, ?) ORDER BY next_due, id LIMIT ?`,
		[]any{now.UnixMicro(), from, after.ID, few(limit)}, func(s scanner) (d office.DueCase, err error) {
			err = s.Scan(&d.ID, instant{&d.At})
			return d, err
		})
}

// PutCase writes a case's row, and who is on its panels.
func (t *tx) PutCase(r office.CaseRow) error {
	panel, err := asList(r.Panel)
	if err != nil {
		return err
	}
	err = t.put("PutCase", `INSERT INTO view_case (id, person, status, stage, position, branch, stage_at, opened_at, closed_at, next_due, due_at,
			light, offer, start_on, ends_on, flags, to_verify, panel, next_round, version, head)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET person = excluded.person, status = excluded.status, stage = excluded.stage, position = excluded.position,
			branch = excluded.branch, stage_at = excluded.stage_at, opened_at = excluded.opened_at, closed_at = excluded.closed_at,
			next_due = excluded.next_due, due_at = excluded.due_at, light = excluded.light, offer = excluded.offer,
			start_on = excluded.start_on, ends_on = excluded.ends_on, flags = excluded.flags, to_verify = excluded.to_verify,
			panel = excluded.panel, next_round = excluded.next_round, version = excluded.version, head = excluded.head`,
		r.ID, r.Person, r.Status, r.Stage, r.Position, r.Branch, micros(r.StageAt), micros(r.OpenedAt), micros(r.ClosedAt), micros(r.NextDue),
		micros(r.DueAt), r.Light, r.Offer, textOrNull(string(r.StartOn)), textOrNull(string(r.EndsOn)), r.Flags, r.ToVerify, panel,
		micros(r.NextRound), r.Version, r.Head)
	if err != nil {
		return err
	}
	if t.fresh == r.ID { // nobody was on its panels, and it had no work
		t.fresh = ""
		return t.putPanel(r, panel)
	}
	if err := t.put("PutCase", `DELETE FROM view_panel WHERE case_id = ?1 AND account NOT IN (SELECT value FROM json_each(?2))`, r.ID, panel); err != nil {
		return err
	}
	if err := t.putPanel(r, panel); err != nil {
		return err
	}
	return t.put("PutCase", `UPDATE view_work SET branch = ?2, stage = ?3 WHERE case_id = ?1 AND (branch <> ?2 OR stage <> ?3)`, r.ID, r.Branch, r.Stage)
}

func (t *tx) putPanel(r office.CaseRow, panel string) error {
	if len(r.Panel) == 0 {
		return nil
	}
	return t.put("PutCase", `INSERT INTO view_panel (account, case_id) SELECT value, ?1 FROM json_each(?2) WHERE true
		ON CONFLICT DO NOTHING`, r.ID, panel)
}
