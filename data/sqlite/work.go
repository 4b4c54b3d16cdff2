package sqlite

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

const dueKey = "ifnull(w.due, " + never + ")"

// place is where a row of work stands in the order of all work.
type place struct {
	office.WorkRow
	n int
}

func (a place) compare(b place) int {
	return cmp.Or(cmp.Compare(dueOf(a), dueOf(b)), cmp.Compare(a.Case, b.Case), cmp.Compare(a.n, b.n))
}

func dueOf(p place) int64 {
	if p.Due.IsZero() {
		return 1<<63 - 1
	}
	return p.Due.UnixMicro()
}

func readWork(s scanner) (p place, err error) {
	err = s.Scan(&p.Case, &p.n, &p.Code, &p.To, instant{&p.Since}, instant{&p.Due}, &p.Ref)
	return p, err
}

// Work is the work of some addressees (nil: of all) in some branches (nil: in all), by due time and without one last. Each
// addressee's is read in the order of an index, and merged.
func (t *tx) Work(to []string, branches []string, limit int) ([]office.WorkRow, error) {
	var all []place
	err := perAddressee(to, func(one []string) error {
		q := &query{}
		among(q, "w.addressee", one)
		among(q, "w.branch", branches)
		rows, err := list(t, "Work", "SELECT w.case_id, w.n, w.code, w.addressee, w.since, w.due, w.ref FROM view_work w"+
			workPath(one, branches != nil && len(branches) <= fewBranches)+q.text()+" ORDER BY "+dueKey+", w.case_id, w.n LIMIT ?", append(q.args, few(limit)), readWork)
		all = append(all, rows...)
		return firstOf(q.err, err)
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, place.compare)
	out := make([]office.WorkRow, 0, len(all))
	for _, p := range all[:upTo(limit, len(all))] {
		out = append(out, p.WorkRow)
	}
	return out, nil
}

// fewBranches is up to how many branches it is quicker to read each one's work and sort it than to read all in order and
// leave out other branches'.
const fewBranches = 20

// workPath names the index to read work by.
func workPath(one []string, byBranch bool) string {
	switch {
	case one == nil:
		return " INDEXED BY view_work_due"
	case byBranch:
		return " INDEXED BY view_work_branch"
	}
	return " INDEXED BY view_work_addressee"
}

// CountWork counts the same work, and how much of it was due before now.
func (t *tx) CountWork(to []string, branches []string, now time.Time) (open, overdue int, err error) {
	err = perAddressee(to, func(one []string) error {
		q := &query{}
		q.args = append(q.args, now.UnixMicro())
		among(q, "w.addressee", one)
		among(q, "w.branch", branches)
		var o, late int
		_, err := t.one("CountWork", "SELECT count(*), count(iif("+dueKey+" < ?, 1, NULL)) FROM view_work w"+
			workPath(one, branches != nil)+q.text(), q.args, &o, &late)
		open, overdue = open+o, overdue+late
		return firstOf(q.err, err)
	})
	return open, overdue, err
}

// Waits counts the open work of some branches (nil: of all) by hand-over, in the order of an index that holds all it needs.
func (t *tx) Waits(branches []string, now time.Time) ([]office.Wait, error) {
	q := &query{}
	q.args = append(q.args, now.UnixMicro())
	among(q, "branch", branches)
	if q.err != nil {
		return nil, q.err
	}
	return list(t, "Waits", `SELECT stage, code, addressee, count(*), count(iif(due < ?, 1, NULL)), nullif(min(ifnull(since, 0)), 0), min(due)
		FROM view_work INDEXED BY view_work_waiting`+q.text()+` GROUP BY stage, code, addressee`, q.args,
		func(s scanner) (w office.Wait, err error) {
			err = s.Scan(&w.Stage, &w.Code, &w.To, &w.Count, &w.Overdue, instant{&w.Since}, instant{&w.Due})
			return w, err
		})
}

// Waiting are the items of one hand-over in some branches (nil: in all), longest waiting first.
func (t *tx) Waiting(of office.Wait, branches []string, limit int) ([]office.WorkRow, error) {
	q := &query{}
	q.and("w.stage = ? AND w.code = ? AND w.addressee = ?", of.Stage, of.Code, of.To)
	among(q, "w.branch", branches)
	if q.err != nil {
		return nil, q.err
	}
	rows, err := list(t, "Waiting", `SELECT w.case_id, w.n, w.code, w.addressee, w.since, w.due, w.ref FROM view_work w INDEXED BY view_work_waiting`+
		q.text()+` ORDER BY ifnull(w.since, 0), w.case_id, w.n LIMIT ?`, append(q.args, few(limit)), readWork)
	out := make([]office.WorkRow, 0, len(rows))
	for _, p := range rows {
		out = append(out, p.WorkRow)
	}
	return out, err
}

// PutWork replaces a case's work.
func (t *tx) PutWork(id hiring.CaseID, rows []office.WorkRow) error {
	if t.bare == id {
		t.bare = ""
	} else if err := t.put("PutWork", `DELETE FROM view_work WHERE case_id = ? AND n >= ?`, id, len(rows)); err != nil {
		return err
	}
	for n, r := range rows {
		err := t.put("PutWork", `INSERT INTO view_work (case_id, n, branch, stage, code, addressee, since, due, ref)
			VALUES (?1, ?2, ifnull((SELECT branch FROM view_case WHERE id = ?1), ''), ifnull((SELECT stage FROM view_case WHERE id = ?1), ''), ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT DO UPDATE SET branch = excluded.branch, stage = excluded.stage, code = excluded.code, addressee = excluded.addressee,
				since = excluded.since, due = excluded.due, ref = excluded.ref
			WHERE code <> ?3 OR addressee <> ?4 OR since IS NOT ?5 OR due IS NOT ?6 OR ref <> ?7 OR view_work.branch <> excluded.branch OR
				view_work.stage <> excluded.stage`,
			id, n, r.Code, r.To, micros(r.Since), micros(r.Due), r.Ref)
		if err != nil {
			return err
		}
	}
	return nil
}

// Messages are the newest messages to some addressees (nil: to all).
func (t *tx) Messages(to []string, limit int) ([]office.MessageRow, error) {
	var all []office.MessageRow
	err := perAddressee(to, func(one []string) error {
		q := &query{}
		among(q, "m.addressee", one)
		index := "view_message_addressee"
		if one == nil {
			index = "view_message_at"
		}
		rows, err := list(t, "Messages", "SELECT m.case_id, m.id, m.addressee, m.at, m.seen FROM view_message m INDEXED BY "+index+q.text()+
			" ORDER BY ifnull(m.at, 0) DESC, m.case_id DESC, m.id DESC LIMIT ?", append(q.args, few(limit)), readMessage)
		all = append(all, rows...)
		return firstOf(q.err, err)
	})
	slices.SortFunc(all, func(a, b office.MessageRow) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Case, a.Case), cmp.Compare(b.ID, a.ID))
	})
	return all[:upTo(limit, len(all))], err
}

// Uncarried are the messages since an instant whose first sending is not in the outbox, by case.
func (t *tx) Uncarried(since time.Time) ([]office.MessageRow, error) {
	return list(t, "Uncarried", `SELECT m.case_id, m.id, m.addressee, m.at, m.seen FROM view_message m INDEXED BY view_message_at
		WHERE ifnull(m.at, 0) >= ? AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = 'message/' || m.case_id || '/' || m.id)
		ORDER BY m.case_id, m.id`, []any{since.UnixMicro()}, readMessage)
}

func readMessage(s scanner) (m office.MessageRow, err error) {
	var seen []byte
	if err = s.Scan(&m.Case, &m.ID, &m.To, instant{&m.At}, &seen); err != nil {
		return m, err
	}
	return m, json.Unmarshal(seen, &m.Read)
}

// PutMessages adds a case's new messages, and says of known ones who has read them.
func (t *tx) PutMessages(id hiring.CaseID, rows []office.MessageRow) error {
	for _, m := range rows {
		read := slices.Sorted(slices.Values(m.Read))
		seen, err := asList(read)
		if err != nil {
			return err
		}
		if err := t.put("PutMessages", `INSERT INTO view_message (case_id, id, addressee, at, seen) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET seen = excluded.seen`, id, m.ID, m.To, micros(m.At), seen); err != nil {
			return err
		}
	}
	return nil
}

// perAddressee asks once for each different addressee, or once for all when there is no list.
func perAddressee(to []string, ask func(one []string) error) error {
	if to == nil {
		return ask(nil)
	}
	different := slices.Compact(slices.Sorted(slices.Values(to)))
	for i := range different {
		if err := ask(different[i : i+1]); err != nil {
			return err
		}
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func upTo(limit, n int) int {
	if limit <= 0 {
		return n
	}
	return min(limit, n)
}
