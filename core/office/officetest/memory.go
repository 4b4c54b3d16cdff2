package officetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

func ledgerRoundTrip(t *testing.T, s office.Store) {
	var written []office.StoredEvent
	update(t, s, func(tx office.Tx) error {
		for _, id := range []hiring.CaseID{"c1", "c2"} {
			events, err := Append(tx, id, 1, 3, body(string(id)))
			if err != nil {
				return err
			}
			written = append(written, events...)
		}
		seq, head, peaks, err := tx.Head()
		if err != nil {
			return err
		}
		withheld := Record(seq+1, head, "c1", 4, []byte("never sent here"))
		withheld.Body = nil
		written = append(written, withheld)
		return tx.Append([]office.StoredEvent{withheld}, append(peaks, withheld.Record.Hash))
	})
	read(t, s, func(r office.Reader) error {
		var all []office.StoredEvent
		require.NoError(t, r.Records(func(e office.StoredEvent) error { all = append(all, e); return nil }))
		require.Equal(t, written, all)
		events, err := r.Events("c1")
		require.Equal(t, append(written[0:3:3], written[6]), events)
		require.NoError(t, err)
		for after, want := range map[uint64][]hiring.CaseID{0: {"c1", "c2"}, 3: {"c1", "c2"}, 6: {"c1"}, 7: nil, 99: nil} {
			ids, err := r.Touched(after)
			require.NoError(t, err)
			require.Equal(t, want, ids, "after record %d", after)
		}
		seq, head, peaks, err := r.Head()
		require.EqualValues(t, 7, seq)
		require.Equal(t, written[6].Record.Hash, head)
		require.Len(t, peaks, 3)
		none, nobody := r.Events("nobody")
		require.Empty(t, none)
		return errors.Join(err, nobody)
	})
}

func appendRefusesGaps(t *testing.T, s office.Store) {
	var first office.StoredEvent
	update(t, s, func(tx office.Tx) error {
		events, err := Append(tx, "c1", 1, 1, body("b"))
		first = events[0]
		return err
	})
	second := Record(2, first.Record.Hash, "c1", 2, []byte("b"))
	for name, events := range map[string][]office.StoredEvent{
		"a gap":               {Record(3, first.Record.Hash, "c1", 2, nil)},
		"once more":           {first},
		"another's successor": {Record(2, [32]byte{1}, "c1", 2, nil)},
		"a gap inside":        {second, Record(4, second.Record.Hash, "c1", 3, nil)},
		"a break inside":      {second, Record(3, first.Record.Hash, "c1", 3, nil)},
	} {
		err := s.Update(ctx, func(tx office.Tx) error { return tx.Append(events, nil) })
		require.True(t, fault.HasCode(err, "store.moved") && fault.Is(err, fault.Stale), "%s: %v", name, err)
	}
	require.Error(t, s.Update(ctx, func(tx office.Tx) error {
		_, err := Append(tx, "c1", 1, 1, body("the same version again"))
		return err
	}))
	update(t, s, func(tx office.Tx) error { return tx.Append(nil, nil) })
	read(t, s, func(r office.Reader) error {
		report, err := Verify(r)
		require.EqualValues(t, 1, report.Records)
		return err
	})
}

func walkWhileAsking(t *testing.T, s office.Store) {
	const n = 700
	update(t, s, func(tx office.Tx) error {
		for i := range n {
			if err := tx.PutCase(office.CaseRow{ID: hiring.CaseID(fmt.Sprintf("c%04d", i)), Status: hiring.Open, Version: 1}); err != nil {
				return err
			}
		}
		_, err := Append(tx, "c1", 1, n, body("b"))
		return err
	})
	update(t, s, func(tx office.Tx) error {
		var seq uint64
		err := tx.Records(func(e office.StoredEvent) error {
			seq++
			require.Equal(t, seq, e.Record.Seq)
			return tx.PutSetting("last", e.Body, start, "acc-1")
		})
		require.EqualValues(t, n, seq)
		last := hiring.CaseID("")
		rows := 0
		return errors.Join(err, tx.Heads(func(row office.CaseRow) error {
			require.Greater(t, row.ID, last)
			last, rows = row.ID, rows+1
			row.Version++
			return tx.PutCase(row)
		}), func() error { require.Equal(t, n, rows); return nil }())
	})
	read(t, s, func(r office.Reader) error {
		rows := 0
		err := r.Heads(func(row office.CaseRow) error {
			require.EqualValues(t, 2, row.Version)
			if rows++; rows == 600 {
				return errOurs
			}
			return nil
		})
		require.ErrorIs(t, err, errOurs)
		require.Equal(t, 600, rows)
		return nil
	})
}

func bigBodies(t *testing.T, s office.Store) {
	big := noise(6 << 20)
	update(t, s, func(tx office.Tx) error {
		_, err := Append(tx, "c1", 1, 2, func(i int) []byte { return big[i*4096:] })
		return errors.Join(err, tx.PutCase(office.CaseRow{ID: "c1", Head: big}))
	})
	read(t, s, func(r office.Reader) error {
		events, err := r.Events("c1")
		require.NoError(t, err)
		require.True(t, string(events[0].Body) == string(big) && string(events[1].Body) == string(big[4096:]))
		row, _, err := r.Case("c1")
		require.True(t, string(row.Head) == string(big))
		return err
	})
}

func intents(t *testing.T, s office.Store) {
	pending := office.Intent{ID: "i1", Case: "c1", Actor: "acc-1", Device: "dev", Name: "pass_gate", ClaimedAt: start, Body: []byte("sealed")}
	settled := pending
	settled.SettledAt, settled.OK, settled.FirstSeq, settled.LastSeq = start.Add(time.Hour), true, 7, 9
	refused := office.Intent{ID: "i2", Case: "c1", Name: "sign", SettledAt: start, Code: "offer.expired"}
	for _, i := range []office.Intent{pending, settled, refused} {
		update(t, s, func(tx office.Tx) error { return tx.PutIntent(i) })
		read(t, s, func(r office.Reader) error {
			got, ok, err := r.Intent(i.ID)
			require.True(t, ok)
			require.Equal(t, i, got)
			return err
		})
	}
	overruled := refused
	overruled.OK, overruled.Code = true, ""
	err := s.Update(ctx, func(tx office.Tx) error { return tx.PutIntent(overruled) })
	require.True(t, fault.Is(err, fault.Stale) && fault.HasCode(err, "store.settled"), "a verdict is final: %v", err)
	read(t, s, func(r office.Reader) error {
		_, ok, err := r.Intent("i3")
		require.False(t, ok)
		return err
	})
}

func keys(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutKey("c1", hiring.Basic, []byte("k1")), tx.PutKey("c1", hiring.Salary, []byte("k2")), tx.PutKey("c2", hiring.Basic, []byte("k3")))
	})
	update(t, s, func(tx office.Tx) error { return tx.PutKey("c1", hiring.Basic, []byte("k1")) })
	err := s.Update(ctx, func(tx office.Tx) error { return tx.PutKey("c1", hiring.Basic, []byte("other")) })
	require.True(t, fault.Is(err, fault.Stale) && fault.HasCode(err, "store.key_exists"), "what the key sealed would be lost: %v", err)
	read(t, s, func(r office.Reader) error {
		got, err := r.Keys("c1")
		require.Equal(t, map[hiring.Class][]byte{hiring.Basic: []byte("k1"), hiring.Salary: []byte("k2")}, got)
		none, nobody := r.Keys("nobody")
		require.Empty(t, none)
		return errors.Join(err, nobody)
	})
}

func people(t *testing.T, s office.Store) {
	for _, text := range []string{"first", "second"} {
		update(t, s, func(tx office.Tx) error {
			return errors.Join(tx.PutPerson("p1", []byte("p "+text), start, "acc-1"), tx.PutAccount("acc-1", []byte("a "+text), start, "acc-1"),
				tx.PutAccount("acc-2", []byte("b"), start, "acc-1"), tx.PutSetting("lang", []byte("s "+text), start, "acc-1"))
		})
		read(t, s, func(r office.Reader) error {
			person, ok, err := r.Person("p1")
			require.True(t, ok)
			require.Equal(t, "p "+text, string(person))
			accounts, broken := r.Accounts()
			require.Equal(t, map[hiring.AccountID][]byte{"acc-1": []byte("a " + text), "acc-2": []byte("b")}, accounts)
			setting, ok, failed := r.Setting("lang")
			require.True(t, ok)
			require.Equal(t, "s "+text, string(setting))
			return errors.Join(err, broken, failed)
		})
	}
	read(t, s, func(r office.Reader) error {
		_, ok, err := r.Person("nobody")
		require.False(t, ok)
		_, known, failed := r.Setting("nothing")
		require.False(t, known)
		return errors.Join(err, failed)
	})
}

func lookups(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutLookup("phone", []byte{0, 1}, "p2"), tx.PutLookup("phone", []byte{0, 1}, "p1"), tx.PutLookup("phone", []byte{0, 1}, "p1"),
			tx.PutLookup("id_no", []byte{0, 1}, "p3"), tx.PutLookup("phone", []byte{0, 2}, "p4"))
	})
	find := func(kind string, blind ...byte) (ids []string) {
		read(t, s, func(r office.Reader) (err error) { ids, err = r.Lookup(kind, blind); return err })
		return ids
	}
	require.Equal(t, []string{"p1", "p2"}, find("phone", 0, 1))
	require.Equal(t, []string{"p3"}, find("id_no", 0, 1))
	require.Empty(t, find("phone", 0))
	read(t, s, func(r office.Reader) error {
		many, err := r.Lookups("phone", [][]byte{{0, 2}, {0}, {0, 1}, {0, 1}})
		require.Equal(t, map[string][]string{"\x00\x01": {"p1", "p2"}, "\x00\x02": {"p4"}}, many)
		return err
	})
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.DropLookup("phone", []byte{0, 1}, "p2"), tx.DropLookup("phone", []byte{9}, "p2"))
	})
	require.Equal(t, []string{"p1"}, find("phone", 0, 1))
}

func filesAndPlans(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutFile("f1", "c1", 10, start), tx.PutFile("f2", "c2", 20, start), tx.PutFile("f1", "c1", 10, start),
			tx.PutPlan("h1", []byte(`{"a":1}`)), tx.PutPlan("h2", []byte(`{}`)), tx.PutPlan("h1", []byte(`{"a":2}`)))
	})
	read(t, s, func(r office.Reader) error {
		files, err := r.Files()
		require.Equal(t, map[string]hiring.CaseID{"f1": "c1", "f2": "c2"}, files)
		pages := func(at time.Time, id string, limit int, want ...string) {
			t.Helper()
			page, err := r.StoredFiles(at, id, start, limit)
			require.NoError(t, err)
			got := []string{}
			for _, f := range page {
				require.Equal(t, start, f.At)
				got = append(got, f.ID+" "+string(f.Case))
			}
			require.Equal(t, append([]string{}, want...), got)
		}
		pages(time.Time{}, "", 9, "f1 c1", "f2 c2")
		pages(time.Time{}, "", 1, "f1 c1")
		pages(start, "f1", 9, "f2 c2")
		pages(start, "f2", 9)
		none, err2 := r.StoredFiles(time.Time{}, "", start.Add(-time.Second), 9)
		require.Empty(t, none)
		err = errors.Join(err, err2)
		plans, failed := r.Plans()
		require.Equal(t, map[string][]byte{"h1": []byte(`{"a":1}`), "h2": []byte(`{}`)}, plans, "what a hash names never changes")
		return errors.Join(err, failed)
	})
}

func history(t *testing.T, s office.Store) {
	update(t, s, func(tx office.Tx) error {
		for i := range 5 {
			if _, err := Append(tx, []hiring.CaseID{"c1", "c2"}[i%2], uint64(i/2+1), 1, body("b")); err != nil {
				return err
			}
		}
		return nil
	})
	read(t, s, func(r office.Reader) error {
		for id, want := range map[hiring.CaseID]uint64{"c1": 3, "c2": 2, "nobody": 0} {
			ver, err := r.Version(id)
			require.NoError(t, err)
			require.Equal(t, want, ver, id)
		}
		all, err := r.Events("c1")
		require.NoError(t, err)
		for i := range all {
			if i > 0 {
				all[i].PrevAt = all[i].Record.At.Add(-time.Second) // of the other case's record in between
			}
		}
		page, err := r.History("c1", 0, 2)
		require.Equal(t, all[:2], page)
		require.NoError(t, err)
		rest, err := r.History("c1", 2, 2)
		require.Equal(t, all[2:], rest)
		return err
	})
}
