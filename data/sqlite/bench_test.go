package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/office/officetest"
)

// bare is SQLite as anybody would use it durably: one table, WAL, synchronous=FULL, a prepared statement.
type bare struct {
	db     *sql.DB
	insert *sql.Stmt
}

func newBare(b *testing.B) *bare {
	db, err := sql.Open("sqlite3", filepath.Join(b.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate")
	require.NoError(b, err)
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, "CREATE TABLE plain (id INTEGER PRIMARY KEY, data BLOB)")
	require.NoError(b, err)
	insert, err := db.PrepareContext(ctx, "INSERT INTO plain (data) VALUES (?)")
	require.NoError(b, err)
	b.Cleanup(func() { _ = db.Close() })
	return &bare{db, insert}
}

// commit writes rows in one transaction.
func (p *bare) commit(b *testing.B, rows ...[]byte) {
	t, err := p.db.BeginTx(ctx, nil)
	require.NoError(b, err)
	insert := t.StmtContext(ctx, p.insert)
	for _, row := range rows {
		_, err := insert.ExecContext(ctx, row)
		require.NoError(b, err)
	}
	require.NoError(b, t.Commit())
}

// settle writes what settling one command writes: five records, an intent, and the case's views.
func settle(tx office.Tx, n int, sealed []byte) error {
	id := hiring.CaseID(fmt.Sprintf("01KBANK%019d", n%1000))
	if _, err := tx.Keys(id); err != nil {
		return err
	}
	row, ok, err := tx.Case(id)
	if err != nil {
		return err
	}
	if !ok {
		row = rowOf(n, epoch)
		row.ID = id
	}
	if _, err := officetest.Append(tx, id, row.Version+1, 5, func(int) []byte { return sealed }); err != nil {
		return err
	}
	row.Version += 5
	row.StageAt = row.StageAt.Add(time.Second)
	work := []office.WorkRow{{Case: id, Item: hiring.Item{Code: "pass_gate", To: "role:hr", Since: row.StageAt, Due: row.DueAt}},
		{Case: id, Item: hiring.Item{Code: "explain", To: "role:hr", Since: row.StageAt}}}
	return firstOf(tx.PutIntent(office.Intent{ID: fmt.Sprintf("01KINTENT%017d", n), Case: id, Actor: "acc-1", Device: "dev-1", Name: "pass_gate",
		ClaimedAt: epoch, SettledAt: epoch, OK: true, Body: sealed}),
		tx.PutCase(row), tx.PutWork(id, work),
		tx.PutMessages(id, []office.MessageRow{{Case: id, ID: fmt.Sprint("m", n), To: "acc-1", At: row.StageAt}}))
}

// BenchmarkSettle compares a settling with one bare durable commit of as many bytes, taken in turns in the same run.
func BenchmarkSettle(b *testing.B) {
	s, plain := opened(b, fresh(b)), newBare(b)
	sealed := make([]byte, 400)
	bytes := make([]byte, 8*len(sealed)+5*260)
	var ours, theirs time.Duration
	ctx, stop := context.WithCancel(ctx) // as a page that may be closed gives it
	defer stop()
	for n := 0; b.Loop(); n++ {
		begin := time.Now()
		require.NoError(b, s.Update(ctx, func(tx office.Tx) error { return settle(tx, n, sealed) }))
		middle := time.Now()
		plain.commit(b, bytes)
		ours, theirs = ours+middle.Sub(begin), theirs+time.Since(middle)
	}
	b.ReportMetric(ours.Seconds()*1e6/float64(b.N), "µs/settle")
	b.ReportMetric(theirs.Seconds()*1e6/float64(b.N), "µs/bare")
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-bare")
}

// BenchmarkImport compares 10,000 cases of 5 records in one transaction with 50,000 bare rows of as many bytes.
func BenchmarkImport(b *testing.B) {
	sealed, row := make([]byte, 400), make([]byte, 400+260)
	var ours, theirs time.Duration
	for b.Loop() {
		s, plain := opened(b, fresh(b)), newBare(b)
		begin := time.Now()
		require.NoError(b, s.Update(ctx, func(tx office.Tx) error {
			for i := range 10_000 {
				if _, err := officetest.Append(tx, hiring.CaseID(fmt.Sprintf("01KBANK%019d", i)), 1, 5, func(int) []byte { return sealed }); err != nil {
					return err
				}
			}
			return nil
		}))
		middle := time.Now()
		rows := make([][]byte, 50_000)
		for i := range rows {
			rows[i] = row
		}
		plain.commit(b, rows...)
		ours, theirs = ours+middle.Sub(begin), theirs+time.Since(middle)
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/import")
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-bare")
}

// many is a bank of 100,000 cases, made once for all benchmarks: 40 % open, over six stages, 500 branches, work and messages.
var many = sync.OnceValues(func() (*Store, error) {
	const cases, at = 100_000, 10_000
	s, err := Open(ctx, filepath.Join(manyDir, "many.db"))
	for from := 0; from < cases && err == nil; from += at {
		err = s.Update(ctx, func(tx office.Tx) error {
			for i := from; i < from+at; i++ {
				if err := putMany(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return s, err
})

var manyDir string // of the first benchmark that asks

var benchStages = []string{"assessment", "interview", "check", "offer", "onboarding", "probation"}

func rowOf(i int, now time.Time) office.CaseRow {
	dice := rand.New(rand.NewPCG(uint64(i), 1)) // the same for every i, and no pattern between the columns
	status := []hiring.Status{hiring.Open, hiring.Open, hiring.Open, hiring.Open, hiring.Waiting, hiring.Rejected, hiring.Rejected, hiring.Rejected,
		hiring.Confirmed, hiring.Confirmed}[dice.IntN(10)]
	back := time.Duration(dice.IntN(1_000_000)) * time.Minute
	row := office.CaseRow{ID: hiring.CaseID(fmt.Sprintf("01KBANK%019d", i)), Person: hiring.PersonID(fmt.Sprintf("01KPERSON%017d", i)), Status: status,
		Stage: benchStages[dice.IntN(6)], Position: []string{"teller", "account_manager", "credit_officer"}[dice.IntN(3)], Branch: fmt.Sprintf("b-%03d", dice.IntN(500)),
		StageAt: now.Add(-back), OpenedAt: now.Add(-2 * back), Light: "green", Version: 20, Head: make([]byte, 160)}
	if status == hiring.Open {
		row.DueAt, row.NextDue = now.Add(back/100-time.Hour), now.Add(back/100-time.Hour)
		row.Panel = []hiring.AccountID{hiring.AccountID(fmt.Sprintf("acc-%03d", i%400)), hiring.AccountID(fmt.Sprintf("acc-%03d", i%399))}
	}
	if i%50 == 0 {
		row.Flags = 1
	}
	return row
}

func putMany(tx office.Tx, i int) error {
	row := rowOf(i, epoch)
	var work []office.WorkRow
	if row.Status == hiring.Open {
		for n := range 1 + i%3 {
			work = append(work, office.WorkRow{Case: row.ID, Item: hiring.Item{Code: "pass_gate", To: []string{"role:hr", "role:approver", "acc-001"}[(i+n)%3],
				Since: row.StageAt, Due: row.DueAt.Add(time.Duration(n) * time.Hour)}})
		}
	}
	var told []office.MessageRow
	for n := range 3 {
		told = append(told, office.MessageRow{Case: row.ID, ID: fmt.Sprint("m", n), To: []string{"role:hr", "acc-001", "candidate"}[(i+n)%3], At: row.StageAt})
	}
	return firstOf(tx.PutCase(row), tx.PutWork(row.ID, work), tx.PutMessages(row.ID, told))
}

func BenchmarkAt100000(b *testing.B) {
	var err error
	if manyDir == "" {
		manyDir = b.TempDir()
	}
	s, err := many()
	require.NoError(b, err)
	open := []hiring.Status{hiring.Open}
	var region []string
	for i := range 300 {
		region = append(region, fmt.Sprintf("b-%03d", i))
	}
	page := func(q office.CaseQuery) func(office.Reader) (int, error) {
		q.Limit = 50
		return func(r office.Reader) (int, error) {
			rows, err := r.Cases(q)
			return len(rows), err
		}
	}
	counts := func(q office.CaseQuery) func(office.Reader) (int, error) {
		return func(r office.Reader) (int, error) {
			stages, err := r.CountCases(q)
			return len(stages), err
		}
	}
	work := func(to, branches []string) func(office.Reader) (int, error) {
		return func(r office.Reader) (int, error) {
			rows, err := r.Work(to, branches, 100)
			return len(rows), err
		}
	}
	count := func(to, branches []string) func(office.Reader) (int, error) {
		return func(r office.Reader) (int, error) {
			n, _, err := r.CountWork(to, branches, epoch)
			return n, err
		}
	}
	mine := []string{"acc-001", "role:hr", "role:approver"}
	deep := rowOf(4001, epoch)
	deep.StageAt = epoch.Add(-500_000 * time.Minute)
	for _, c := range []struct {
		name string
		ask  func(office.Reader) (int, error)
	}{
		{"board/first", page(office.CaseQuery{Statuses: open, Stages: []string{"offer"}, Sort: office.ByStageAt})},
		{"board/deep", page(office.CaseQuery{Statuses: open, Stages: []string{"offer"}, Sort: office.ByStageAt, After: &deep})},
		{"board/region", page(office.CaseQuery{Statuses: open, Stages: []string{"offer"}, Branches: region, Sort: office.ByStageAt})},
		{"board/branch", page(office.CaseQuery{Statuses: open, Stages: []string{"offer"}, Branches: region[:1], Sort: office.ByStageAt})},
		{"board/due", page(office.CaseQuery{Statuses: open, Stages: []string{"offer"}, Sort: office.ByDue})},
		{"list/opened", page(office.CaseQuery{Sort: office.ByOpened})},
		{"list/closed", page(office.CaseQuery{Statuses: []hiring.Status{hiring.Rejected, hiring.Confirmed}, Sort: office.ByOpened})},
		{"list/branch", page(office.CaseQuery{Branches: region[:1], Sort: office.ByOpened})},
		{"list/flagged", page(office.CaseQuery{Statuses: open, Flagged: true, Sort: office.ByDue})},
		{"list/overdue", page(office.CaseQuery{OverdueAt: epoch, Sort: office.ByDue})},
		{"list/panel", page(office.CaseQuery{Panel: "acc-007", Statuses: open, Sort: office.ByDue})},
		{"counts/open", counts(office.CaseQuery{Statuses: open})},
		{"counts/all", counts(office.CaseQuery{})},
		{"counts/region", counts(office.CaseQuery{Statuses: open, Branches: region})},
		{"counts/flagged", counts(office.CaseQuery{Statuses: open, Flagged: true})},
		{"work/mine", work(mine, nil)},
		{"work/region", work(mine, region)},
		{"work/branch", work(mine, region[:1])},
		{"work/all", work(nil, nil)},
		{"countwork/mine", count(mine, nil)},
		{"countwork/region", count(mine, region)},
		{"messages", func(r office.Reader) (int, error) { rows, err := r.Messages(mine, 50); return len(rows), err }},
		{"waits/all", func(r office.Reader) (int, error) { w, err := r.Waits(nil, epoch); return len(w), err }},
		{"waits/region", func(r office.Reader) (int, error) { w, err := r.Waits(region, epoch); return len(w), err }},
		{"due", func(r office.Reader) (int, error) {
			ids, err := r.DueCases(epoch, office.DueCase{}, 100)
			return len(ids), err
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			found := 0
			for b.Loop() {
				require.NoError(b, s.Read(ctx, func(r office.Reader) (err error) {
					found, err = c.ask(r)
					return err
				}))
			}
			require.Positive(b, found)
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/ask")
		})
	}
	b.Run("heads", func(b *testing.B) {
		for b.Loop() {
			require.NoError(b, s.Read(ctx, func(r office.Reader) error { return r.Heads(func(office.CaseRow) error { return nil }) }))
		}
	})
}
