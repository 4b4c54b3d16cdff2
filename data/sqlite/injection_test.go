package sqlite

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

func TestControl33_TextFromOutsideIsNeverPartOfAStatement(t *testing.T) {
	s := opened(t, fresh(t))
	appendOne(t, s, 1)
	require.NoError(t, s.Update(ctx, func(tx office.Tx) error {
		return firstOf(tx.PutCase(office.CaseRow{ID: "c1", Status: "open", Stage: "check", Position: "teller", Branch: "b1", Head: []byte("h")}),
			tx.PutLookup("phone", []byte("x"), "p1"), tx.PutSetting("s", []byte("v"), epoch, "a"))
	}))
	tables := text(t, s.reader, `SELECT group_concat(name) FROM sqlite_schema`)
	for _, evil := range []string{"'", "''", "\"", "`", ";", "--", "/*", "x' OR '1'='1", "x\" OR \"1\"=\"1", "'; DROP TABLE record; --", "1) OR 1=1 --", "%", "_", "*", "NEAR(", "a\x00b",
		"' UNION SELECT sealed FROM body --", "?", "?1", ":a", "@a", "$a", "\\'", "\u2019", "＇"} {
		require.NoError(t, s.Read(ctx, func(r office.Reader) error {
			for _, q := range []office.CaseQuery{{Stages: []string{evil}}, {Positions: []string{evil}}, {Branches: []string{evil}}, {IDs: []hiring.CaseID{hiring.CaseID(evil)}},
				{Statuses: []hiring.Status{hiring.Status(evil)}}, {Panel: hiring.AccountID(evil)}} {
				q.Limit = 10
				rows, err := r.Cases(q)
				require.NoError(t, err, "%q", evil)
				require.Empty(t, rows, "%q", evil)
				counts, err := r.CountCases(q)
				require.NoError(t, err, "%q", evil)
				require.Empty(t, counts, "%q", evil)
			}
			_, there, err := r.Case(hiring.CaseID(evil))
			require.NoError(t, err)
			require.False(t, there)
			found, err := r.Lookup(evil, []byte(evil))
			require.NoError(t, err)
			require.Empty(t, found)
			_, there, err = r.Setting(evil)
			require.NoError(t, err)
			require.False(t, there)
			work, err := r.Work([]string{evil}, []string{evil}, 10)
			require.NoError(t, err)
			require.Empty(t, work)
			messages, err := r.Messages([]string{evil}, 10)
			require.NoError(t, err)
			require.Empty(t, messages)
			events, err := r.Events(hiring.CaseID(evil))
			require.NoError(t, err)
			require.Empty(t, events)
			return nil
		}))
		require.NoError(t, s.Update(ctx, func(tx office.Tx) error { return tx.PutSetting(evil, []byte(evil), epoch, hiring.AccountID(evil)) }))
		require.NoError(t, s.Read(ctx, func(r office.Reader) error {
			back, there, err := r.Setting(evil)
			require.True(t, there, "%q", evil)
			require.Equal(t, evil, string(back))
			return err
		}))
	}
	require.Equal(t, tables, text(t, s.reader, `SELECT group_concat(name) FROM sqlite_schema`))
	require.EqualValues(t, 1, verified(t, s).Records)
}
