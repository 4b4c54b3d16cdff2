package officetest

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/ledger"
	"ruhang/core/office"
)

// another writes beside everything a second case of a second person, which an erasing must leave alone.
func another(tx office.Tx) error {
	_, err := Append(tx, "c2", 1, 2, body("other"))
	return errors.Join(err,
		tx.PutIntent(office.Intent{ID: "i2", Case: "c2", Name: "add_note", Body: []byte("s2"), OK: true, SettledAt: start}),
		tx.PutCase(office.CaseRow{ID: "c2", Status: hiring.Open, Stage: "interview", Head: []byte("h2")}),
		tx.PutWork("c2", []office.WorkRow{{Case: "c2", Item: hiring.Item{Code: "x", To: "role:hr"}}}),
		tx.PutMessages("c2", []office.MessageRow{{Case: "c2", ID: "m1", To: "acc-1", At: start}}),
		tx.PutKey("c2", hiring.Basic, []byte("k2")),
		tx.PutPerson("p2", []byte("p2"), start, "acc-1"),
		tx.PutLookup("phone", []byte("blind"), "p2"),
		tx.PutAccount("acc-2", []byte("a2"), start, "acc-1"),
		tx.PutSetting("account/acc-1/my/card/c2/i1", []byte("draft 2"), start, "acc-1"),
		tx.PutFile("f2", "c2", 20, start),
		tx.Queue(office.OutboxRow{Key: "k2", Kind: "message", Case: "c2", Body: []byte("o2"), At: start}))
}

// erasing drops one case, its person and account, and nothing else; its records stand and the chain still verifies.
func erasing(t *testing.T, s office.Store) {
	update(t, s, everything)
	update(t, s, another)
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.PutPerson("p1", []byte("p, corrected"), start, "acc-1"), tx.PutSetting("account/acc-1/my/card/c1/i1", []byte("draft"), start, "acc-1"),
			tx.PutLookup("report", []byte("r1"), "c1"))
	})
	var before uint64
	read(t, s, func(r office.Reader) (err error) { before, _, _, err = r.Head(); return err })
	failed := errors.New("in the middle")
	drop := func(tx office.Tx) (office.Dropped, error) {
		if err := tombstone(tx, "c1", 3); err != nil {
			return office.Dropped{}, err
		}
		return tx.Erase(office.Erasure{Case: "c1", Person: "p1", Accounts: []hiring.AccountID{"acc-1"}})
	}
	require.ErrorIs(t, s.Update(ctx, func(tx office.Tx) error {
		_, err := drop(tx)
		return errors.Join(err, failed)
	}), failed)
	read(t, s, func(r office.Reader) error {
		_, ok, err := r.Case("c1")
		require.True(t, ok, "an erasing that fails leaves everything")
		return err
	})
	update(t, s, func(tx office.Tx) error {
		d, err := drop(tx)
		require.Equal(t, office.Dropped{Bodies: 2, Keys: 1, Intents: 1, Lookups: 2, Outbox: 1, Messages: 1, Drafts: 1, Persons: 2, Accounts: 1}, d)
		return errors.Join(err, tx.PutErasure(office.ErasureRow{Case: "c1", At: start, Todo: []byte("{}"), Certificate: []byte("c")}))
	})
	require.NoError(t, s.Truncate(ctx))
	read(t, s, func(r office.Reader) error {
		events, err := r.Events("c1")
		require.Len(t, events, 3, "records stay")
		require.Equal(t, []byte("plain"), events[2].Body, "what is public stays too")
		require.Nil(t, events[0].Body)
		require.Nil(t, events[1].Body)
		report, broken := Verify(r)
		require.EqualValues(t, before+1, report.Records)
		_, there, err2 := r.Case("c1")
		keys, err3 := r.Keys("c1")
		_, known, err4 := r.Person("p1")
		ids, err5 := r.Lookup("phone", []byte("blind"))
		accounts, err6 := r.Accounts()
		_, draft, err7 := r.Setting("account/acc-1/my/card/c1/i1")
		intent, _, err8 := r.Intent("i1")
		require.False(t, there || known || draft)
		require.Empty(t, keys)
		require.Equal(t, []string{"p2"}, ids)
		require.NotContains(t, accounts, hiring.AccountID("acc-1"))
		require.Nil(t, intent.Body)
		require.True(t, intent.OK, "the verdict stays")
		files, err9 := r.FilesOf("c1")
		require.Equal(t, map[string]int64{"f1": 10}, files, "files are dropped one by one, when they are gone from the disk")
		return errors.Join(err, broken, err2, err3, err4, err5, err6, err7, err8, err9)
	})
	read(t, s, func(r office.Reader) error { // the other case
		events, err := r.Events("c2")
		require.Len(t, events, 2)
		require.NotNil(t, events[0].Body)
		row, there, err2 := r.Case("c2")
		require.True(t, there)
		require.Equal(t, []byte("k2"), row.HeadKey)
		_, person, err3 := r.Person("p2")
		_, draft, err4 := r.Setting("account/acc-1/my/card/c2/i1")
		work, err5 := r.Work([]string{"role:hr"}, nil, 10)
		require.True(t, person && draft && len(work) == 1)
		return errors.Join(err, err2, err3, err4, err5)
	})
	update(t, s, func(tx office.Tx) error {
		return errors.Join(tx.DropFile("f1"), tx.PutErasure(office.ErasureRow{Case: "c1", At: start, Certificate: []byte("done")}))
	})
	read(t, s, func(r office.Reader) error {
		open, err := r.Erasures(true)
		require.Empty(t, open)
		all, err2 := r.Erasures(false)
		require.Equal(t, []office.ErasureRow{{Case: "c1", At: start, Certificate: []byte("done")}}, all)
		files, err3 := r.FilesOf("c1")
		require.Empty(t, files)
		return errors.Join(err, err2, err3)
	})
}

// tombstone adds a record of the public class, as an erasure's is.
func tombstone(tx office.Tx, id hiring.CaseID, ver uint64) error {
	seq, head, peaks, err := tx.Head()
	tree, ok := ledger.ResumeTree(seq, peaks)
	if err != nil || !ok {
		return errors.Join(err, errors.New("the peaks do not belong to the head"))
	}
	e := Record(seq+1, head, id, ver, []byte("plain"))
	e.Record.Kind, e.Record.Class = "case_erased.1", string(hiring.Public)
	ledger.Link(head, &e.Record)
	tree.Append(e.Record.Hash[:])
	return tx.Append([]office.StoredEvent{e}, tree.Peaks())
}
