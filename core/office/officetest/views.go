package officetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

func caseRoundTrip(t *testing.T, s office.Store) {
	full := office.CaseRow{ID: "c1", Person: "p1", Status: hiring.Open, Stage: "offer", Position: "teller", Branch: "b-01",
		StageAt: start, OpenedAt: start.Add(1), ClosedAt: start.Add(2 * time.Second), NextDue: start.Add(3 * time.Second), DueAt: start.Add(4 * time.Second),
		Light: "yellow", Offer: hiring.OfferIssued, StartOn: "2026-12-01", EndsOn: "2027-06-01", Flags: 2, ToVerify: 3,
		Panel: []hiring.AccountID{"acc-2", "acc-1", "acc-2"}, NextRound: start.Add(5 * time.Second), Version: 9, Head: []byte("sealed")}
	full.OpenedAt = start.Add(time.Microsecond)
	bare := office.CaseRow{ID: "c2"}
	for _, row := range []office.CaseRow{full, bare} {
		update(t, s, func(tx office.Tx) error { return tx.PutCase(row) })
		read(t, s, func(r office.Reader) error {
			got, ok, err := r.Case(row.ID)
			require.True(t, ok)
			require.Equal(t, row, tidy(got))
			return err
		})
	}
	full.Panel, full.Stage, full.DueAt, full.StartOn = []hiring.AccountID{"acc-3"}, "onboarding", time.Time{}, ""
	update(t, s, func(tx office.Tx) error { return tx.PutCase(full) })
	read(t, s, func(r office.Reader) error {
		got, _, err := r.Case("c1")
		require.Equal(t, full, tidy(got))
		onPanel := func(who hiring.AccountID) []office.CaseRow {
			rows, err := r.Cases(office.CaseQuery{Sort: office.ByOpened, Panel: who})
			require.NoError(t, err)
			return rows
		}
		require.Empty(t, onPanel("acc-2"), "who left the panel")
		require.Len(t, onPanel("acc-3"), 1)
		_, ok, failed := r.Case("c3")
		require.False(t, ok)
		return errors.Join(err, failed)
	})
}

// tidy makes an empty panel none, which are the same to whoever reads it.
func tidy(row office.CaseRow) office.CaseRow {
	if len(row.Panel) == 0 {
		row.Panel = nil
	}
	return row
}

func emptyLists(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutCase(office.CaseRow{ID: "c1", Status: hiring.Open, Stage: "offer", Branch: "b-01"}),
			tx.PutWork("c1", []office.WorkRow{{Case: "c1", Item: hiring.Item{Code: "x", To: "role:hr"}}}),
			tx.PutMessages("c1", []office.MessageRow{{Case: "c1", ID: "m1", To: "acc-1"}}))
	})
	read(t, s, func(r office.Reader) error {
		for _, q := range []office.CaseQuery{{IDs: []hiring.CaseID{}}, {Branches: []string{}}, {Stages: []string{}}, {Statuses: []hiring.Status{}}, {Positions: []string{}}} {
			q.Sort = office.ByDue
			rows, err := r.Cases(q)
			require.NoError(t, err)
			require.Empty(t, rows, "%+v", q)
			counts, err := r.CountCases(q)
			require.NoError(t, err)
			require.Empty(t, counts, "%+v", q)
		}
		rows, err := r.Cases(office.CaseQuery{Sort: office.ByDue})
		require.Len(t, rows, 1)
		for _, c := range []struct {
			to, branches []string
			work         int
		}{{nil, nil, 1}, {[]string{}, nil, 0}, {nil, []string{}, 0}, {[]string{"role:hr", "role:hr"}, []string{"b-01"}, 1}} {
			work, failed := r.Work(c.to, c.branches, 0)
			require.NoError(t, failed)
			require.Len(t, work, c.work)
			open, overdue, failed := r.CountWork(c.to, c.branches, start)
			require.NoError(t, failed)
			require.Equal(t, []int{c.work, 0}, []int{open, overdue})
		}
		messages, failed := r.Messages([]string{}, 0)
		require.Empty(t, messages)
		every, broken := r.Messages(nil, 0)
		require.Len(t, every, 1)
		return errors.Join(err, failed, broken)
	})
}

// asserter is what *testing.T and *rapid.T share.
type asserter interface {
	require.TestingT
	Helper()
}

// pages reads everything that q chooses, n rows at a time.
func pages(t asserter, r office.Reader, q office.CaseQuery, n int) []hiring.CaseID {
	t.Helper()
	var ids []hiring.CaseID
	for q.Limit = n; ; {
		rows, err := r.Cases(q)
		require.NoError(t, err)
		require.LessOrEqual(t, len(rows), n)
		for i := range rows {
			ids = append(ids, rows[i].ID)
		}
		if len(rows) < n {
			return ids
		}
		q.After = &rows[len(rows)-1]
	}
}

var sorts = []office.CaseSort{office.ByStageAt, office.ByOpened, office.ByDue, office.ByStart}

func pagingUnderEqualKeys(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		for i := range 53 { // what a morning's import looks like: one moment for all; some without any date
			row := office.CaseRow{ID: hiring.CaseID(fmt.Sprintf("c%02d", i*7%53)), Status: hiring.Open, Stage: "offer"}
			if i%3 != 0 {
				row.StageAt, row.OpenedAt, row.DueAt, row.StartOn = start, start, start, "2026-12-01"
			}
			if err := tx.PutCase(row); err != nil {
				return err
			}
		}
		return nil
	})
	read(t, s, func(r office.Reader) error {
		for _, sort := range sorts {
			for _, n := range []int{1, 2, 7, 53, 60} {
				for _, stages := range [][]string{nil, {"offer"}} {
					ids := pages(t, r, office.CaseQuery{Sort: sort, Statuses: []hiring.Status{hiring.Open}, Stages: stages}, n)
					seen := map[hiring.CaseID]bool{}
					for _, id := range ids {
						require.False(t, seen[id], "%s, pages of %d: %s came twice", sort, n, id)
						seen[id] = true
					}
					require.Len(t, seen, 53, "%s, pages of %d", sort, n)
				}
			}
		}
		return nil
	})
}

func withoutDateLast(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutCase(office.CaseRow{ID: "c1"}), tx.PutCase(office.CaseRow{ID: "c2", DueAt: start.Add(time.Hour), StartOn: "2027-01-04"}),
			tx.PutCase(office.CaseRow{ID: "c3", DueAt: start, StartOn: "2026-12-28"}))
	})
	read(t, s, func(r office.Reader) error {
		for _, sort := range []office.CaseSort{office.ByDue, office.ByStart} {
			require.Equal(t, []hiring.CaseID{"c3", "c2", "c1"}, pages(t, r, office.CaseQuery{Sort: sort}, 2), sort)
		}
		return nil
	})
}

func dueCases(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		for i, at := range []time.Time{start.Add(time.Hour), start, start.Add(2 * time.Hour), start, {}} {
			if err := tx.PutCase(office.CaseRow{ID: hiring.CaseID(fmt.Sprintf("c%d", i)), NextDue: at}); err != nil {
				return err
			}
		}
		return nil
	})
	read(t, s, func(r office.Reader) error {
		due := func(now time.Time, limit int) []hiring.CaseID {
			var ids []hiring.CaseID
			last := office.DueCase{}
			for { // page by page, each once
				page, err := r.DueCases(now, last, 1)
				require.NoError(t, err)
				if len(page) == 0 || len(ids) == limit {
					break
				}
				last = page[0]
				ids = append(ids, last.ID)
			}
			page, err := r.DueCases(now, office.DueCase{}, limit)
			require.NoError(t, err)
			require.Len(t, page, len(ids))
			return ids
		}
		require.Empty(t, due(start.Add(-time.Microsecond), 10))
		require.Equal(t, []hiring.CaseID{"c1", "c3", "c0"}, due(start.Add(time.Hour), 10), "what is due now is due")
		require.Equal(t, []hiring.CaseID{"c1", "c3"}, due(start.Add(time.Hour), 2))
		return nil
	})
}

func workOrder(t *testing.T, s office.Store) {
	item := func(code, to string, due time.Time) office.WorkRow {
		return office.WorkRow{Case: "c1", Item: hiring.Item{Code: code, To: to, Since: start, Due: due, Ref: "ref"}}
	}
	rows := []office.WorkRow{item("none", "role:hr", time.Time{}), item("late", "acc-1", start.Add(2*time.Hour)), item("soon", "role:hr", start.Add(time.Hour)),
		item("soon too", "role:hr", start.Add(time.Hour)), item("others'", "acc-2", start)}
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutCase(office.CaseRow{ID: "c1", Branch: "b-01"}), tx.PutWork("c1", rows))
	})
	mine := []string{"acc-1", "role:hr"}
	read(t, s, func(r office.Reader) error {
		all, err := r.Work(mine, nil, 10)
		require.Equal(t, []office.WorkRow{rows[2], rows[3], rows[1], rows[0]}, all)
		two, failed := r.Work(mine, []string{"b-01", "b-02"}, 2)
		require.Equal(t, all[:2], two)
		elsewhere, broken := r.Work(mine, []string{"b-02"}, 2)
		require.Empty(t, elsewhere)
		open, overdue, wrong := r.CountWork(mine, nil, start.Add(2*time.Hour))
		require.Equal(t, []int{4, 2}, []int{open, overdue}, "what is due now is not overdue yet")
		return errors.Join(err, failed, broken, wrong)
	})
	update(t, s, func(tx office.Tx) error { return tx.PutWork("c1", rows[1:2]) })
	read(t, s, func(r office.Reader) error {
		left, err := r.Work(nil, nil, 0)
		require.Equal(t, rows[1:2], left)
		return err
	})
}

func workFollowsBranch(t *testing.T, s office.Store) {
	row := []office.WorkRow{{Case: "c1", Item: hiring.Item{Code: "x", To: "role:hr"}}}
	count := func(branch string) (n int) {
		read(t, s, func(r office.Reader) (err error) {
			n, _, err = r.CountWork([]string{"role:hr"}, []string{branch}, start)
			return err
		})
		return n
	}
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutWork("c1", row), tx.PutCase(office.CaseRow{ID: "c1", Branch: "b-01"}))
	})
	require.Equal(t, []int{1, 0}, []int{count("b-01"), count("b-02")})
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutCase(office.CaseRow{ID: "c1", Branch: "b-02"}), tx.PutWork("c1", row))
	})
	require.Equal(t, []int{0, 1}, []int{count("b-01"), count("b-02")})
}

func messages(t *testing.T, s office.Store) {
	at := func(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutMessages("c1", []office.MessageRow{{Case: "c1", ID: "m1", To: "acc-1", At: at(1)}, {Case: "c1", ID: "m2", To: "role:hr", At: at(3)}}),
			tx.PutMessages("c2", []office.MessageRow{{Case: "c2", ID: "m1", To: "acc-1", At: at(2)}, {Case: "c2", ID: "m2", To: "acc-9", At: at(4)}}))
	})
	update(t, s, func(tx office.Tx) error {
		return tx.PutMessages("c1", []office.MessageRow{{Case: "c1", ID: "m1", To: "acc-1", At: at(1), Read: []hiring.AccountID{"acc-2", "acc-1"}},
			{Case: "c1", ID: "m3", To: "acc-1", At: at(5)}})
	})
	read(t, s, func(r office.Reader) error {
		rows, err := r.Messages([]string{"acc-1", "role:hr"}, 10)
		require.NoError(t, err)
		var order []string
		for _, m := range rows {
			order = append(order, string(m.Case)+m.ID)
		}
		require.Equal(t, []string{"c1m3", "c1m2", "c2m1", "c1m1"}, order)
		require.ElementsMatch(t, []hiring.AccountID{"acc-1", "acc-2"}, rows[3].Read)
		require.Empty(t, rows[0].Read)
		require.Equal(t, at(5), rows[0].At)
		few, err := r.Messages([]string{"acc-1", "role:hr"}, 2)
		require.Equal(t, rows[:2], few)
		return err
	})
}

func clearViews(t *testing.T, s office.Store) {
	update(t, s, everything)
	update(t, s, func(tx office.Tx) error { return tx.ClearViews() })
	read(t, s, func(r office.Reader) error {
		for what, n := range viewTraces(t, r) {
			require.Zero(t, n, what)
		}
		kept := traces(t, r)
		for what, n := range kept {
			_, view := viewTraces(t, r)[what]
			require.Equal(t, view, n == 0, what)
		}
		return nil
	})
	update(t, s, viewsAgain)
	read(t, s, func(r office.Reader) error {
		for what, n := range viewTraces(t, r) {
			require.NotZero(t, n, what)
		}
		return nil
	})
}

// viewsAgain writes the views of everything once more.
func viewsAgain(tx office.Tx) error {
	return errors.Join(
		tx.PutCase(office.CaseRow{ID: "c1", Status: hiring.Open, Stage: "interview", Panel: []hiring.AccountID{"acc-1"}, NextDue: start}),
		tx.PutWork("c1", []office.WorkRow{{Case: "c1", Item: hiring.Item{Code: "x", To: "role:hr"}}}),
		tx.PutMessages("c1", []office.MessageRow{{Case: "c1", ID: "m1", To: "acc-1", At: start}}))
}

func manyBranches(t *testing.T, s office.Store) {
	var branches []string
	update(t, s, func(tx office.Tx) error {
		for i := range 600 {
			branch := fmt.Sprintf("b-%03d", i)
			if i%2 == 0 {
				branches = append(branches, branch)
			}
			if err := tx.PutCase(office.CaseRow{ID: hiring.CaseID(fmt.Sprintf("c%03d", i)), Status: hiring.Open, Stage: "offer", Branch: branch}); err != nil {
				return err
			}
		}
		return nil
	})
	read(t, s, func(r office.Reader) error {
		q := office.CaseQuery{Branches: branches, Sort: office.ByDue}
		require.Len(t, pages(t, r, q, 50), 300)
		counts, err := r.CountCases(q)
		require.Equal(t, map[string]int{"offer": 300}, counts)
		return err
	})
}
