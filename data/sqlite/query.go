package sqlite

import (
	"strings"

	"ruhang/core/office"
)

// order is how a page is sorted: by a key, the same expression its index is made of, and then by the id.
type order struct {
	key   string
	index string
	down  bool
	value func(*office.CaseRow) any
}

const never = "9223372036854775807" // after every deadline

var orders = map[office.CaseSort]order{
	office.ByStageAt: {key: "ifnull(c.stage_at, 0)", index: "view_case_stage_at", value: func(r *office.CaseRow) any { return orElse(micros(r.StageAt), int64(0)) }},
	office.ByOpened:  {key: "ifnull(c.opened_at, 0)", index: "view_case_opened", down: true, value: func(r *office.CaseRow) any { return orElse(micros(r.OpenedAt), int64(0)) }},
	office.ByDue:     {key: "ifnull(c.due_at, " + never + ")", index: "view_case_due", value: func(r *office.CaseRow) any { return orElse(micros(r.DueAt), int64(1<<63-1)) }},
	office.ByStart:   {key: "ifnull(c.start_on, '~')", index: "view_case_start", value: func(r *office.CaseRow) any { return orElse(textOrNull(string(r.StartOn)), "~") }},
}

func orElse(v, otherwise any) any {
	if v == nil {
		return otherwise
	}
	return v
}

// query is a statement as it grows: its conditions, and the values behind their question marks.
type query struct {
	where []string
	args  []any
	err   error
}

func (q *query) and(condition string, args ...any) {
	q.where, q.args = append(q.where, condition), append(q.args, args...)
}

// text is the conditions joined.
func (q *query) text() string {
	if len(q.where) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(q.where, " AND ")
}

// among lets a column be one of a list. No list (nil) lets everything through; an empty one nothing, so that a search
// without a hit, or a person without a branch, never sees all. A single value is compared directly: an index then keeps its
// order.
func among[T ~string](q *query, column string, values []T) {
	switch {
	case values == nil:
	case len(values) == 1:
		q.and(column+" = ?", values[0])
	default:
		text, err := asList(values)
		if err != nil {
			q.err = err
		}
		q.and(column+" IN (SELECT value FROM json_each(?))", text)
	}
}

// choose adds the conditions of a CaseQuery.
func choose(c office.CaseQuery) *query {
	q := &query{}
	among(q, "c.status", c.Statuses)
	among(q, "c.stage", c.Stages)
	among(q, "c.position", c.Positions)
	among(q, "c.branch", c.Branches)
	among(q, "c.id", c.IDs)
	if c.Panel != "" {
		q.and("c.id IN (SELECT case_id FROM view_panel WHERE account = ?)", c.Panel)
	}
	if c.Flagged {
		q.and("c.flags + c.to_verify > 0")
	}
	if !c.OverdueAt.IsZero() {
		q.and(orders[office.ByDue].key+" < ?", c.OverdueAt.UnixMicro())
	}
	return q
}

// path names the index that leaves the fewest rows to look at, since SQLite has no statistics to know it from; otherwise is
// taken when no condition is narrow.
func path(c office.CaseQuery, otherwise string) string {
	switch {
	case c.IDs != nil || c.Panel != "":
		return "" // by the ids: SQLite's own choice is right
	case c.Flagged:
		return " INDEXED BY view_case_flagged"
	case !c.OverdueAt.IsZero():
		return " INDEXED BY view_case_due"
	}
	return " INDEXED BY " + otherwise
}

func caseQuery(c office.CaseQuery) (string, []any, error) {
	by, ok := orders[c.Sort]
	if !ok {
		c.Sort, by = office.ByStageAt, orders[office.ByStageAt]
	}
	index := by.index
	if c.Sort == office.ByStageAt && len(c.Statuses) == 1 && len(c.Stages) == 1 {
		index = "view_case_board"
	}
	q := choose(c)
	sign, direction := " > ", ""
	if by.down {
		sign, direction = " < ", " DESC"
	}
	if c.After != nil {
		q.and("("+by.key+", c.id)"+sign+"(?, ?)", by.value(c.After), c.After.ID)
	}
	q.args = append(q.args, few(c.Limit))
	return "SELECT " + caseColumns + " FROM view_case c" + path(c, index) + q.text() +
		" ORDER BY " + by.key + direction + ", c.id" + direction + " LIMIT ?", q.args, q.err
}

// countQuery counts by status and stage, the order of an index, so that nothing is sorted or kept beside it.
func countQuery(c office.CaseQuery) (string, []any, error) {
	q := choose(c)
	return "SELECT c.status, c.stage, count(*) FROM view_case c" + path(c, "view_case_board") + q.text() + " GROUP BY c.status, c.stage", q.args, q.err
}
