package office

import (
	"context"
	"slices"
	"time"

	"ruhang/core/hiring"
)

// BoardRow is a case on the board.
type BoardRow struct {
	CaseRow
	Name string
	Head Head
	Days int // whole days in its stage
	// Checks is how its orders stand together; on the list of checks only, for who may read them.
	Checks hiring.CheckState
}

// BoardPage is a page of the board with the counts of all stages under the same filter.
type BoardPage struct {
	Rows   []BoardRow
	Counts map[string]int
	Total  int
	More   bool
}

// pageSize is how many rows a page asks for when the query names no limit.
const pageSize = 50

// Board is a page of cases in the account's scope, longest in their stage first unless q says otherwise.
func (s *Staff) Board(ctx context.Context, q CaseQuery) (BoardPage, error) {
	if err := s.Alive(); err != nil {
		return BoardPage{}, err
	}
	var page BoardPage
	q = s.narrow(q)
	if q.Limit == 0 {
		q.Limit = pageSize
	}
	counted := q
	counted.Stages = nil
	if len(q.Statuses) == 0 {
		q.Statuses = []hiring.Status{hiring.Open, hiring.Waiting}
		counted.Statuses = q.Statuses
	}
	err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Cases(q)
		if err != nil {
			return err
		}
		if page.Counts, err = r.CountCases(counted); err != nil {
			return err
		}
		page.More = len(rows) == q.Limit
		if page.Rows, err = s.boardRows(rows); err != nil || !slices.Equal(q.Stages, []string{"check"}) || !s.may(hiring.Background) {
			return err
		}
		return s.checkStates(r, page.Rows)
	})
	for _, n := range page.Counts {
		page.Total += n
	}
	return page, err
}

// checkStates folds the cases of a page, since no view holds how their orders stand: what is folded is remembered.
func (s *Staff) checkStates(r Reader, rows []BoardRow) error {
	o := s.office
	for i := range rows {
		keys, err := o.keys(r, rows[i].ID)
		if err != nil {
			return err
		}
		c, err := o.load(r, rows[i].ID, keys)
		if err != nil {
			return err
		}
		rows[i].Checks = c.ChecksState(o.Catalog(), hiring.DateOf(o.now()))
	}
	return nil
}

func (s *Staff) boardRows(rows []CaseRow) ([]BoardRow, error) {
	now := s.office.now()
	background := s.may(hiring.Background)
	out := make([]BoardRow, 0, len(rows))
	for _, row := range rows {
		h, err := s.office.openHead(row)
		if err != nil {
			return nil, err
		}
		h = s.hide(Hit{ID: row.ID, Head: h}).Head
		if !background {
			row.Light, row.Flags, row.ToVerify = "", 0, 0
		}
		out = append(out, BoardRow{CaseRow: row, Name: h.Name, Head: h, Days: int(since(now, row.StageAt) / (24 * time.Hour))})
	}
	return out, nil
}

// hide takes out of a head what the account's roles may not read.
func (s *Staff) hide(h Hit) Hit {
	if s.mayOffice("contact") != nil {
		h.Head.Phone, h.Head.IDTail = "", ""
	}
	if !s.may(hiring.Evaluation) {
		h.Head.AI, h.Head.Panel = "", ""
	}
	if s.mayOffice("all_cases") != nil {
		h.Head.Panel = "" // an interviewer sees panel results in the case, after their own card
	}
	return h
}

// WorkItem is a piece of work with whose case it is.
type WorkItem struct {
	WorkRow
	Name     string
	Position string
	Overdue  bool
}

// Day is what the Today page shows.
type Day struct {
	Work     []WorkItem
	Open     int
	Overdue  int
	Stuck    []BoardRow // past a deadline, most late first
	Rounds   []BoardRow // interviews of today
	Arrivals []BoardRow // newcomers of today
	Counts   map[string]int
	Unread   int
}

// workOf is to whom the account's work is addressed.
func (s *Staff) workOf() []string {
	to := []string{string(s.Account.ID)}
	for _, r := range s.actor().Roles {
		to = append(to, "role:"+r)
	}
	return to
}

// Today is the account's day: work by clock, what is stuck, interviews and arrivals, the funnel of open cases.
func (s *Staff) Today(ctx context.Context) (Day, error) {
	if err := s.Alive(); err != nil {
		return Day{}, err
	}
	var d Day
	o, now := s.office, s.office.now()
	open := s.narrow(CaseQuery{Statuses: []hiring.Status{hiring.Open, hiring.Waiting}})
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Work(s.workOf(), open.Branches, 100)
		if err != nil {
			return err
		}
		if d.Open, d.Overdue, err = r.CountWork(s.workOf(), open.Branches, now); err != nil {
			return err
		}
		if d.Work, err = s.workItems(r, rows, now); err != nil {
			return err
		}
		if d.Counts, err = r.CountCases(open); err != nil {
			return err
		}
		return s.dayLists(r, &d, open, now)
	})
	if err != nil {
		return d, err
	}
	inbox, err := s.Inbox(ctx, 100)
	for _, m := range inbox {
		if !m.Read {
			d.Unread++
		}
	}
	return d, err
}

func (s *Staff) workItems(r Reader, rows []WorkRow, now time.Time) ([]WorkItem, error) {
	var out []WorkItem
	for _, w := range rows {
		row, ok, err := r.Case(w.Case)
		if err != nil {
			return nil, err
		}
		if !ok || !s.scope().sees(row.Branch, row.Panel) {
			continue
		}
		h, err := s.office.openHead(row)
		if err != nil {
			return nil, err
		}
		out = append(out, WorkItem{WorkRow: w, Name: h.Name, Position: row.Position, Overdue: !w.Due.IsZero() && w.Due.Before(now)})
	}
	return out, nil
}

func (s *Staff) dayLists(r Reader, d *Day, open CaseQuery, now time.Time) error {
	stuck := open
	stuck.OverdueAt, stuck.Sort, stuck.Limit = now, ByDue, 20
	rows, err := r.Cases(stuck)
	if err != nil {
		return err
	}
	if d.Stuck, err = s.boardRows(rows); err != nil {
		return err
	}
	today := hiring.DateOf(now)
	for _, l := range []struct {
		stage string
		into  *[]BoardRow
		keep  func(CaseRow) bool
	}{
		{"interview", &d.Rounds, func(c CaseRow) bool { return hiring.DateOf(c.NextRound) == today }},
		{"onboarding", &d.Arrivals, func(c CaseRow) bool { return c.StartOn == today }},
	} {
		q := open
		q.Stages, q.Sort, q.Limit = []string{l.stage}, ByStart, 500
		rows, err := r.Cases(q)
		if err != nil {
			return err
		}
		var kept []CaseRow
		for _, row := range rows {
			if l.keep(row) {
				kept = append(kept, row)
			}
		}
		if *l.into, err = s.boardRows(kept); err != nil {
			return err
		}
	}
	return nil
}
