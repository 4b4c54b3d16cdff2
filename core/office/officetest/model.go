package officetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// model is a store as anybody would write it down: everything in slices, every question a loop.
type model struct {
	cases []office.CaseRow
	work  []office.WorkRow // in the order they were put, case by case
}

func (m *model) put(row office.CaseRow, work []office.WorkRow) {
	m.cases = append(slices.DeleteFunc(m.cases, func(r office.CaseRow) bool { return r.ID == row.ID }), row)
	m.work = append(slices.DeleteFunc(m.work, func(w office.WorkRow) bool { return w.Case == row.ID }), work...)
}

func in[T comparable](list []T, v T) bool { return list == nil || slices.Contains(list, v) }

func chosen(q office.CaseQuery, r office.CaseRow) bool {
	return in(q.Statuses, r.Status) && in(q.Stages, r.Stage) && in(q.Positions, r.Position) && in(q.Branches, r.Branch) && in(q.IDs, r.ID) &&
		(q.Panel == "" || slices.Contains(r.Panel, q.Panel)) &&
		(!q.Flagged || r.Flags > 0 || r.ToVerify > 0) &&
		(q.OverdueAt.IsZero() || (!r.DueAt.IsZero() && r.DueAt.Before(q.OverdueAt)))
}

// noneLast compares times with "none" after all others.
func noneLast(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return cmp.Compare(one(a.IsZero()), one(b.IsZero()))
	}
	return a.Compare(b)
}

func compare(sort office.CaseSort, a, b office.CaseRow) int {
	id := cmp.Compare(a.ID, b.ID)
	switch sort {
	case office.ByOpened:
		return cmp.Or(b.OpenedAt.Compare(a.OpenedAt), -id) // ids are made in the order of time: newest first here, too
	case office.ByDue:
		return cmp.Or(noneLast(a.DueAt, b.DueAt), id)
	case office.ByStart:
		return cmp.Or(cmp.Compare(one(a.StartOn == ""), one(b.StartOn == "")), cmp.Compare(a.StartOn, b.StartOn), id)
	}
	return cmp.Or(a.StageAt.Compare(b.StageAt), id)
}

func (m *model) ids(q office.CaseQuery) []hiring.CaseID {
	var rows []office.CaseRow
	for _, r := range m.cases {
		if chosen(q, r) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b office.CaseRow) int { return compare(q.Sort, a, b) })
	var ids []hiring.CaseID
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func (m *model) counts(q office.CaseQuery) map[string]int {
	out := map[string]int{}
	for _, r := range m.cases {
		if chosen(q, r) && r.Status == hiring.Waiting {
			out[""]++
		} else if chosen(q, r) {
			out[r.Stage]++
		}
	}
	return out
}

func (m *model) workOf(to, branches []string) []office.WorkRow {
	branch := map[hiring.CaseID]string{}
	for _, r := range m.cases {
		branch[r.ID] = r.Branch
	}
	var out []office.WorkRow
	for _, w := range m.work {
		if in(to, w.To) && in(branches, branch[w.Case]) {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b office.WorkRow) int { return cmp.Or(noneLast(a.Due, b.Due), cmp.Compare(a.Case, b.Case)) })
	return out
}

var (
	stages    = []string{"assessment", "interview", "offer", ""}
	positions = []string{"teller", "account_manager", "credit_officer"}
	places    = []string{"b-01", "b-02", "b-03", "b-04"}
	who       = []hiring.AccountID{"acc-1", "acc-2", "acc-3"}
	to        = []string{"acc-1", "acc-2", "role:hr"}
	statuses  = []hiring.Status{hiring.Waiting, hiring.Open, hiring.Rejected, hiring.Confirmed}
)

// instants are few, so that many rows share one.
func instants(t *rapid.T, name string) time.Time {
	n := rapid.IntRange(0, 5).Draw(t, name)
	if n == 0 {
		return time.Time{}
	}
	return start.Add(time.Duration(n) * time.Hour)
}

func drawCase(t *rapid.T) office.CaseRow {
	return office.CaseRow{
		ID: hiring.CaseID(fmt.Sprintf("c%02d", rapid.IntRange(0, 29).Draw(t, "id"))), Status: rapid.SampledFrom(statuses).Draw(t, "status"),
		Stage: rapid.SampledFrom(stages).Draw(t, "stage"), Position: rapid.SampledFrom(positions).Draw(t, "position"),
		Branch: rapid.SampledFrom(places).Draw(t, "branch"), StageAt: instants(t, "stage at"), OpenedAt: instants(t, "opened"), DueAt: instants(t, "due"),
		StartOn: rapid.SampledFrom([]hiring.Date{"", "2026-12-01", "2026-12-02"}).Draw(t, "start"), Flags: rapid.IntRange(0, 1).Draw(t, "flags"),
		ToVerify: rapid.IntRange(0, 1).Draw(t, "to verify"), Panel: rapid.SliceOfNDistinct(rapid.SampledFrom(who), 0, 3, rapid.ID).Draw(t, "panel"),
	}
}

func drawWork(t *rapid.T, id hiring.CaseID) []office.WorkRow {
	rows := make([]office.WorkRow, rapid.IntRange(0, 3).Draw(t, "work"))
	for i := range rows {
		rows[i] = office.WorkRow{Case: id, Item: hiring.Item{Code: fmt.Sprint("code-", i), To: rapid.SampledFrom(to).Draw(t, "to"), Since: instants(t, "since"), Due: instants(t, "work due")}}
	}
	return rows
}

// some draws a list to choose by, or none.
func some[T comparable](t *rapid.T, name string, from []T) []T {
	if rapid.IntRange(0, 2).Draw(t, name+"?") < 2 {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, len(from), rapid.ID).Draw(t, name)
}

func drawQuery(t *rapid.T) office.CaseQuery {
	q := office.CaseQuery{Statuses: some(t, "statuses", statuses), Stages: some(t, "stages", stages), Positions: some(t, "positions", positions),
		Branches: some(t, "branches", places), Flagged: rapid.IntRange(0, 3).Draw(t, "flagged") == 3, Sort: rapid.SampledFrom(sorts).Draw(t, "sort")}
	if rapid.IntRange(0, 3).Draw(t, "panel?") == 3 {
		q.Panel = rapid.SampledFrom(who).Draw(t, "panel")
	}
	if rapid.IntRange(0, 3).Draw(t, "overdue?") == 3 {
		q.OverdueAt = instants(t, "overdue")
	}
	if rapid.IntRange(0, 5).Draw(t, "ids?") == 5 {
		q.IDs = []hiring.CaseID{"c01", "c02", "c03", "c29", "nobody"}
	}
	return q
}

func againstModel(t *testing.T, s office.Store) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{}
		require.NoError(t, s.Update(ctx, func(tx office.Tx) error {
			if err := tx.ClearViews(); err != nil {
				return err
			}
			for range rapid.IntRange(1, 40).Draw(t, "cases") {
				row := drawCase(t)
				work := drawWork(t, row.ID)
				m.put(row, work)
				if err := tx.PutCase(row); err != nil {
					return err
				}
				if err := tx.PutWork(row.ID, work); err != nil {
					return err
				}
			}
			return nil
		}))
		require.NoError(t, s.Read(ctx, func(r office.Reader) error {
			for range 8 {
				askBoth(t, r, m)
			}
			return nil
		}))
	})
}

// askBoth asks store and model the same question.
func askBoth(t *rapid.T, r office.Reader, m *model) {
	q := drawQuery(t)
	want := m.ids(q)
	require.Equal(t, want, pages(t, r, q, rapid.SampledFrom([]int{1, 3, 50}).Draw(t, "page")))
	counts, err := r.CountCases(q)
	require.NoError(t, err)
	require.Equal(t, m.counts(q), counts)
	total := 0
	for _, n := range counts {
		total += n
	}
	require.Equal(t, len(want), total, "counts add up to the list")
	addressees, branches := some(t, "addressees", to), some(t, "work's branches", places)
	wanted := m.workOf(addressees, branches)
	limit := rapid.IntRange(1, 60).Draw(t, "limit")
	work, err := r.Work(addressees, branches, limit)
	require.NoError(t, err)
	require.ElementsMatch(t, wanted[:min(limit, len(wanted))], work)
	require.Equal(t, wanted[:min(limit, len(wanted))], append(wanted[:0:0], work...))
	now, late := start.Add(3*time.Hour), 0
	for _, w := range wanted {
		if !w.Due.IsZero() && w.Due.Before(now) {
			late++
		}
	}
	open, overdue, err := r.CountWork(addressees, branches, now)
	require.NoError(t, err)
	require.Equal(t, []int{len(wanted), late}, []int{open, overdue})
	m.sameWaits(t, r, branches, now)
}

// sameWaits compares the hand-overs, and the items of each.
func (m *model) sameWaits(t *rapid.T, r office.Reader, branches []string, now time.Time) {
	stage := map[hiring.CaseID]string{}
	for _, c := range m.cases {
		stage[c.ID] = c.Stage
	}
	type handover struct{ stage, code, to string }
	items := map[handover][]office.WorkRow{}
	for _, w := range m.workOf(nil, branches) {
		h := handover{stage[w.Case], w.Code, w.To}
		items[h] = append(items[h], w)
	}
	waits, err := r.Waits(branches, now)
	require.NoError(t, err)
	require.Len(t, waits, len(items))
	for _, w := range waits {
		want := items[handover{w.Stage, w.Code, w.To}]
		slices.SortStableFunc(want, func(a, b office.WorkRow) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Case, b.Case)) })
		require.Len(t, want, w.Count)
		late, due := 0, time.Time{}
		for _, it := range want {
			if !it.Due.IsZero() && it.Due.Before(now) {
				late++
			}
			if noneLast(it.Due, due) < 0 {
				due = it.Due
			}
		}
		require.Equal(t, late, w.Overdue)
		require.True(t, due.Equal(w.Due) && want[0].Since.Equal(w.Since), "%+v", w)
		got, err := r.Waiting(w, branches, 0)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}
