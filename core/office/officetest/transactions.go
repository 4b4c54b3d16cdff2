package officetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// everything writes one of each kind, so that what a transaction leaves behind can be looked for.
func everything(tx office.Tx) error {
	_, err := Append(tx, "c1", 1, 2, body("b"))
	return errors.Join(err,
		tx.PutIntent(office.Intent{ID: "i1", Case: "c1", Name: "add_note", Body: []byte("s"), OK: true, SettledAt: start}),
		tx.PutCase(office.CaseRow{ID: "c1", Status: hiring.Open, Stage: "interview", Panel: []hiring.AccountID{"acc-1"}, Head: []byte("h"), NextDue: start}),
		tx.PutWork("c1", []office.WorkRow{{Case: "c1", Item: hiring.Item{Code: "x", To: "role:hr"}}}),
		tx.PutMessages("c1", []office.MessageRow{{Case: "c1", ID: "m1", To: "acc-1", At: start}}),
		tx.PutKey("c1", hiring.Basic, []byte("k")),
		tx.PutPerson("p1", []byte("p"), start, "acc-1"),
		tx.PutLookup("phone", []byte("blind"), "p1"),
		tx.PutAccount("acc-1", []byte("a"), start, "acc-1"),
		tx.PutSetting("lang", []byte("zh"), start, "acc-1"),
		tx.PutFile("f1", "c1", 10, start),
		tx.PutPlan("hash", []byte("{}")),
		tx.Queue(office.OutboxRow{Key: "k1", Kind: "message", Case: "c1", Body: []byte("o"), At: start}))
}

// traces counts what a reader can find of everything.
func traces(t *testing.T, r office.Reader) map[string]int {
	t.Helper()
	out := map[string]int{}
	count := func(what string, n int, err error) {
		require.NoError(t, err, what)
		out[what] = n
	}
	seq, _, peaks, err := r.Head()
	count("head", int(seq)+len(peaks), err)
	events, err := r.Events("c1")
	count("events", len(events), err)
	keys, err := r.Keys("c1")
	count("keys", len(keys), err)
	_, ok, err := r.Intent("i1")
	count("intent", one(ok), err)
	_, ok, err = r.Person("p1")
	count("person", one(ok), err)
	ids, err := r.Lookup("phone", []byte("blind"))
	count("lookup", len(ids), err)
	accounts, err := r.Accounts()
	count("accounts", len(accounts), err)
	_, ok, err = r.Setting("lang")
	count("setting", one(ok), err)
	rows, err := r.Outbox(office.OutboxQuery{Limit: 10})
	count("outbox", len(rows), err)
	files, err := r.Files()
	count("files", len(files), err)
	plans, err := r.Plans()
	count("plans", len(plans), err)
	for what, n := range viewTraces(t, r) {
		out[what] = n
	}
	return out
}

func viewTraces(t *testing.T, r office.Reader) map[string]int {
	t.Helper()
	_, ok, err := r.Case("c1")
	require.NoError(t, err)
	cases, err := r.Cases(office.CaseQuery{Sort: office.ByStageAt, Panel: "acc-1"})
	require.NoError(t, err)
	work, err := r.Work([]string{"role:hr"}, nil, 10)
	require.NoError(t, err)
	messages, err := r.Messages([]string{"acc-1"}, 10)
	require.NoError(t, err)
	due, err := r.DueCases(start, office.DueCase{}, 10)
	require.NoError(t, err)
	return map[string]int{"case": one(ok), "panel": len(cases), "work": len(work), "messages": len(messages), "due": len(due)}
}

func one(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

func nothingThere(t *testing.T, s office.Store) {
	t.Helper()
	read(t, s, func(r office.Reader) error {
		for what, n := range traces(t, r) {
			require.Zero(t, n, what)
		}
		return nil
	})
}

func errorLeavesNothing(t *testing.T, s office.Store) {
	err := s.Update(ctx, func(tx office.Tx) error {
		require.NoError(t, everything(tx))
		for what, n := range traces(t, tx) {
			require.NotZero(t, n, what)
		}
		return errOurs
	})
	require.ErrorIs(t, err, errOurs)
	nothingThere(t, s)
	update(t, s, everything)
	read(t, s, func(r office.Reader) error {
		for what, n := range traces(t, r) {
			require.NotZero(t, n, what)
		}
		return nil
	})
}

func panicLeavesNothing(t *testing.T, s office.Store) {
	require.Panics(t, func() {
		_ = s.Update(ctx, func(tx office.Tx) error {
			require.NoError(t, everything(tx))
			panic("in the middle")
		})
	})
	nothingThere(t, s)
	update(t, s, everything)
}

func readerSeesOneMoment(t *testing.T, s office.Store) {
	update(t, s, everything)
	read(t, s, func(r office.Reader) error {
		update(t, s, func(tx office.Tx) error {
			if _, err := Append(tx, "c1", 3, 5, body("later")); err != nil {
				return err
			}
			return errors.Join(tx.PutCase(office.CaseRow{ID: "c2", Status: hiring.Open}), tx.PutSetting("lang", []byte("en"), start, "acc-1"))
		})
		seq, _, _, err := r.Head()
		require.NoError(t, err)
		require.EqualValues(t, 2, seq)
		_, ok, err := r.Case("c2")
		require.NoError(t, err)
		require.False(t, ok)
		lang, _, err := r.Setting("lang")
		require.Equal(t, "zh", string(lang))
		return err
	})
	read(t, s, func(r office.Reader) error {
		lang, _, err := r.Setting("lang")
		require.Equal(t, "en", string(lang))
		return err
	})
}

func seesOwnWrites(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		require.NoError(t, everything(tx))
		events, err := tx.Events("c1")
		require.Len(t, events, 2)
		require.NoError(t, err)
		_, err = Append(tx, "c1", 3, 1, body("c"))
		return err
	})
}

func cancelled(t *testing.T, s office.Store) {
	before, stop := context.WithCancel(ctx)
	stop()
	require.ErrorIs(t, s.Update(before, everything), context.Canceled)
	require.ErrorIs(t, s.Read(before, func(office.Reader) error { return nil }), context.Canceled)
	require.ErrorIs(t, s.Backup(before, t.TempDir()+"/copy", nil), context.Canceled)
	during, stop := context.WithCancel(ctx)
	err := s.Update(during, func(tx office.Tx) error {
		require.NoError(t, everything(tx))
		stop()
		return nil
	})
	require.ErrorIs(t, err, context.Canceled)
	nothingThere(t, s)
	late, stop := context.WithTimeout(ctx, 30*time.Millisecond)
	defer stop()
	require.NoError(t, s.Update(ctx, func(tx office.Tx) error { // somebody else is at work for longer than the context lives
		require.ErrorIs(t, s.Update(late, everything), context.DeadlineExceeded)
		return nil
	}))
	nothingThere(t, s)
}

func concurrentUpdates(t *testing.T, s office.Store) {
	const workers, rounds = 12, 8
	var group sync.WaitGroup
	errs := make(chan error, workers*rounds*2)
	for w := range workers {
		group.Go(func() {
			id := hiring.CaseID(fmt.Sprintf("c%d", w))
			for i := range rounds {
				errs <- s.Update(ctx, func(tx office.Tx) error {
					_, err := Append(tx, id, uint64(i+1), 1, body("b"))
					return err
				})
				errs <- s.Read(ctx, func(r office.Reader) error {
					events, err := r.Events(id)
					if err == nil && len(events) != i+1 {
						return fmt.Errorf("%s has %d records after %d", id, len(events), i+1)
					}
					return err
				})
			}
		})
	}
	group.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	read(t, s, func(r office.Reader) error {
		report, err := Verify(r)
		require.EqualValues(t, workers*rounds, report.Records)
		return err
	})
}
