package officetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/office"
)

// waiting are the effects that are not over, newest first.
func waiting(t *testing.T, s office.Store, limit int) (rows []office.OutboxRow) {
	t.Helper()
	read(t, s, func(r office.Reader) (err error) {
		rows, err = r.Outbox(office.OutboxQuery{States: []office.EffectState{office.EffectWaiting}, Limit: limit})
		return err
	})
	return rows
}

func claim(t *testing.T, s office.Store, kind string, now, until time.Time, limit int) (rows []office.OutboxRow) {
	t.Helper()
	update(t, s, func(tx office.Tx) (err error) { rows, err = tx.Claim(kind, now, until, limit); return err })
	return rows
}

func outbox(t *testing.T, s office.Store) {
	for _, text := range []string{"first", "second"} {
		update(t, s, func(tx office.Tx) error {
			return errors.Join(tx.Queue(office.OutboxRow{Key: "a", Kind: "mail", Case: "c1", Body: []byte(text), At: start}),
				tx.Queue(office.OutboxRow{Key: "b " + text, Kind: "sms", At: start.Add(time.Second), NextAt: start.Add(time.Hour)}))
		})
	}
	all := waiting(t, s, 10)
	require.Len(t, all, 3)
	require.Equal(t, office.OutboxRow{ID: all[2].ID, Key: "a", Kind: "mail", Case: "c1", Body: []byte("first"), At: start, State: office.EffectWaiting}, all[2])
	require.Equal(t, all[:2], waiting(t, s, 2), "newest first")
	read(t, s, func(r office.Reader) error {
		for _, q := range []struct {
			ask  office.OutboxQuery
			want []office.OutboxRow
		}{
			{office.OutboxQuery{Kinds: []string{"mail"}}, all[2:]},
			{office.OutboxQuery{Kinds: []string{"mail", "sms"}, Before: all[0].ID}, all[1:]},
			{office.OutboxQuery{Case: "c1"}, all[2:]},
			{office.OutboxQuery{States: []office.EffectState{office.EffectDone}}, nil},
		} {
			rows, err := r.Outbox(q.ask)
			require.NoError(t, err)
			require.Equal(t, q.want, rows)
		}
		due, err := r.DueKinds(start)
		require.Equal(t, []string{"mail"}, due)
		later, err2 := r.DueKinds(start.Add(time.Hour))
		require.Equal(t, []string{"mail", "sms"}, later)
		return errors.Join(err, err2)
	})
	done := all[2]
	done.State, done.DoneAt, done.Attempts = office.EffectDone, start, 1
	update(t, s, func(tx office.Tx) error {
		held, err := tx.PutOutbox(all[2], done)
		require.True(t, held)
		return errors.Join(err, tx.Queue(office.OutboxRow{Key: "a", Kind: "mail", Body: []byte("again")}))
	})
	require.Equal(t, all[:2], waiting(t, s, 10), "a key that is done is not queued again")
	read(t, s, func(r office.Reader) error {
		rows, err := r.Outbox(office.OutboxQuery{States: []office.EffectState{office.EffectDone}})
		require.Equal(t, []office.OutboxRow{done}, rows)
		n, err2 := r.CountOutbox()
		require.Equal(t, map[office.EffectState]int{office.EffectDone: 1, office.EffectWaiting: 2}, n)
		return errors.Join(err, err2)
	})
}

// claims lets many ask at once: every effect is taken by one of them, and by somebody else only when the lease is over.
func claims(t *testing.T, s office.Store) {
	const n = 40
	update(t, s, func(tx office.Tx) error {
		for i := range n {
			if err := tx.Queue(office.OutboxRow{Key: string(rune('A' + i)), Kind: "mail", At: start}); err != nil {
				return err
			}
		}
		return tx.Queue(office.OutboxRow{Key: "later", Kind: "mail", At: start, NextAt: start.Add(time.Hour)})
	})
	until := start.Add(10 * time.Minute)
	var mu sync.Mutex
	var group sync.WaitGroup
	taken := map[string]int{}
	for range 8 {
		group.Go(func() {
			for {
				rows := claim(t, s, "mail", start, until, 3)
				mu.Lock()
				for _, r := range rows {
					taken[r.Key]++
					if r.Attempts != 1 || !r.NextAt.Equal(until) {
						t.Errorf("a claimed effect says %d attempts, until %v", r.Attempts, r.NextAt)
					}
				}
				mu.Unlock()
				if len(rows) == 0 {
					return
				}
			}
		})
	}
	group.Wait()
	require.Len(t, taken, n)
	for key, times := range taken {
		require.Equal(t, 1, times, key)
	}
	require.Empty(t, claim(t, s, "mail", until.Add(-time.Microsecond), until, 99))
	again := claim(t, s, "mail", until, until.Add(time.Minute), 99)
	require.Len(t, again, n, "whoever claimed them is gone")
	require.Equal(t, 2, again[0].Attempts)
	require.Empty(t, claim(t, s, "sms", until, until, 99))
}

// effectFence: who claimed an effect and comes back after the lease was taken over writes nothing.
func effectFence(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error { return tx.Queue(office.OutboxRow{Key: "a", Kind: "mail", At: start}) })
	slow := claim(t, s, "mail", start, start.Add(time.Minute), 1)[0]
	quick := claim(t, s, "mail", start.Add(time.Minute), start.Add(2*time.Minute), 1)[0]
	put := func(was office.OutboxRow, state office.EffectState, code string) (held bool) {
		is := was
		is.State, is.Code, is.DoneAt = state, code, start
		update(t, s, func(tx office.Tx) (err error) { held, err = tx.PutOutbox(was, is); return err })
		return held
	}
	require.False(t, put(slow, office.EffectFailed, "late"))
	require.True(t, put(quick, office.EffectDone, ""))
	require.False(t, put(quick, office.EffectFailed, "twice"))
	read(t, s, func(r office.Reader) error {
		rows, err := r.Outbox(office.OutboxQuery{})
		require.Equal(t, office.EffectDone, rows[0].State)
		require.Empty(t, rows[0].Code)
		return err
	})
}
