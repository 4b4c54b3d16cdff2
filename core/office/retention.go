package office

import (
	"context"
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Retention is what would be erased on which day, and what would not.
type Retention struct {
	Days       []RetentionDay // from the next one on, those with anything
	Due        []Proposed     // its period is over: waits for somebody's word
	Exceptions []Proposed     // its period is over, and something stands against it
	Automatic  bool           // no word is waited for: an administrator has switched that on
}

// RetentionDay is a day with how many cases' periods end, by outcome.
type RetentionDay struct {
	On     hiring.Date
	Count  int
	Counts map[string]int
}

// Proposed is a case whose period is over. Its name is there for who may see the case.
type Proposed struct {
	Case    hiring.CaseID
	Name    string
	Outcome string
	Until   hiring.Date
	Why     error // of an exception
}

// RetentionAuto is the setting that lets erasures happen without a named person's word; nothing else switches it on.
const RetentionAuto = "retention_auto"

// closedStatuses are those with a clock of retention.
var closedStatuses = []hiring.Status{hiring.Waiting, hiring.Rejected, hiring.Withdrawn, hiring.Undone, hiring.Confirmed, hiring.Separated}

// Retention looks ahead so many days.
func (s *Staff) Retention(ctx context.Context, days int) (*Retention, error) {
	if err := s.mayOffice("retention"); err != nil {
		return nil, err
	}
	q := CaseQuery{}
	names := s.mayOffice("all_cases") == nil
	if names {
		q = s.narrow(q)
	}
	out, err := s.office.retention(ctx, q, hiring.DateOf(s.office.now()).AddDays(days), names)
	if err == nil {
		_, err = s.Setting(ctx, RetentionAuto, &out.Automatic)
	}
	return out, err
}

// retention goes through the rows of what came out and opens only the cases whose day is near.
func (o *Office) retention(ctx context.Context, q CaseQuery, until hiring.Date, names bool) (*Retention, error) {
	q.Statuses, q.Sort, q.Limit = closedStatuses, ByOpened, 500
	cat, out, days := o.Catalog(), &Retention{}, map[hiring.Date]map[string]int{}
	for {
		var rows []CaseRow
		err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
			if rows, err = r.Cases(q); err != nil {
				return err
			}
			for _, row := range rows {
				first := hiring.EarliestErasure(row.Status, row.Stage != "", row.OpenedAt, row.ClosedAt, cat)
				if first == "" || first > until {
					continue
				}
				if err := o.propose(r, row, until, names, out, days); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
		if err != nil {
			return nil, err
		}
		if len(rows) < q.Limit {
			break
		}
		q.After = &rows[len(rows)-1]
	}
	for on, counts := range days {
		d := RetentionDay{On: on, Counts: counts}
		for _, n := range counts {
			d.Count += n
		}
		out.Days = append(out.Days, d)
	}
	slices.SortFunc(out.Days, func(a, b RetentionDay) int { return strings.Compare(string(a.On), string(b.On)) })
	for _, list := range [][]Proposed{out.Due, out.Exceptions} {
		slices.SortFunc(list, func(a, b Proposed) int {
			return strings.Compare(string(a.Until)+string(a.Case), string(b.Until)+string(b.Case))
		})
	}
	return out, nil
}

// propose puts one case in its place: a day to come, due, or an exception.
func (o *Office) propose(r Reader, row CaseRow, until hiring.Date, names bool, out *Retention, days map[hiring.Date]map[string]int) error {
	keys, err := o.keys(r, row.ID)
	if err != nil {
		return err
	}
	c, err := o.load(r, row.ID, keys)
	if err != nil {
		return err
	}
	env := o.env(hiring.SystemActor)
	today := hiring.DateOf(env.Now)
	kept, clock := c.Kept(env.Catalog)
	if !clock || kept.Until.AddDays(1) > until {
		return nil
	}
	if !kept.Over(today) {
		on := kept.Until.AddDays(1)
		if days[on] == nil {
			days[on] = map[string]int{}
		}
		days[on][kept.Outcome]++
		return nil
	}
	p := Proposed{Case: c.ID, Outcome: kept.Outcome, Until: kept.Until}
	if names {
		head, err := o.openHead(row)
		if err != nil {
			return err
		}
		p.Name = head.Name
	}
	if _, p.Why = hiring.Decide(c, env, hiring.EraseCase{Ground: hiring.GroundRetention}); p.Why != nil {
		out.Exceptions = append(out.Exceptions, p)
	} else {
		out.Due = append(out.Due, p)
	}
	return nil
}

// EraseDue erases cases whose period is over, on a named person's word; each is decided again. It answers how many were erased;
// a refusal of one leaves the others.
func (s *Staff) EraseDue(ctx context.Context, ids []hiring.CaseID, progress func(done, total int)) (int, error) {
	if err := s.mayOffice("erase"); err != nil {
		return 0, err
	}
	if err := s.proven(hiring.EraseCase{}.Name()); err != nil { // once for the batch, which may take longer than a proof lasts
		return 0, err
	}
	n := 0
	for i, id := range ids {
		err := s.eraseOne(ctx, id)
		if err != nil && !fault.Is(err, fault.Refused) && !fault.Is(err, fault.Missing) {
			return n, err
		}
		if err == nil {
			n++
		}
		if progress != nil {
			progress(i+1, len(ids))
		}
		if err := ctx.Err(); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (s *Staff) eraseOne(ctx context.Context, id hiring.CaseID) error {
	if err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		_, _, _, err := s.reach(r, id)
		return err
	}); err != nil {
		return err
	}
	_, err := s.office.settle(ctx, job{id: id, who: s.actor(), cmd: hiring.EraseCase{Ground: hiring.GroundRetention}})
	return err
}

// eraseOnTime erases what is due without anybody's word, once a day, where an administrator has switched that on.
func (o *Office) eraseOnTime(ctx context.Context) error {
	today := hiring.DateOf(o.now())
	if done := o.retained.Load(); done != nil && *done == today {
		return nil
	}
	auto := false
	if err := o.ports.Store.Read(ctx, func(r Reader) error {
		raw, ok, err := r.Setting(RetentionAuto)
		if err != nil || !ok {
			return err
		}
		return o.openJSON("setting/"+RetentionAuto, raw, &auto)
	}); err != nil {
		return err
	}
	if auto {
		due, err := o.retention(ctx, CaseQuery{}, today, false)
		if err != nil {
			return err
		}
		for _, p := range due.Due {
			if _, err := o.settle(ctx, job{id: p.Case, who: hiring.SystemActor, cmd: hiring.EraseCase{Ground: hiring.GroundRetention}}); err != nil && !fault.Is(err, fault.Refused) {
				return err
			}
		}
	}
	o.retained.Store(&today)
	return nil
}
