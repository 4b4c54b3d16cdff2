package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/kit"
	"ruhang/core/office"
	"ruhang/core/screening"
	"ruhang/data/intake"
)

// clearVault is the bank's vault with everything a case holds left as it is: what the program would cost if it sealed nothing. Sign-in
// and the keys of accounts stay. It exists for this file alone.
type clearVault struct{ office.Vault }

var clearKey = make([]byte, 61) // as long as a wrapped key

func (clearVault) NewCaseKey(string, string) ([]byte, error) { return slices.Clone(clearKey), nil }

func (clearVault) Seal(_, _ string, _ []byte, _, _ string, plain []byte) ([]byte, error) {
	return slices.Clone(plain), nil
}

func (clearVault) Open(_, _ string, _ []byte, _, _ string, sealed []byte) ([]byte, error) {
	return slices.Clone(sealed), nil
}

func (v clearVault) OpenOnce(id, class string, key []byte, kind, column string, sealed []byte) ([]byte, error) {
	return v.Open(id, class, key, kind, column, sealed)
}

// twice is two equal banks with HR signed in, one that seals and one that does not.
func twice(b *testing.B) (sealed, clear *office.Staff) {
	_, sealed = benchShell(b)
	bank, _ := benchShell(b)
	o, err := office.Open(context.Background(), office.Ports{Store: bank.store, Vault: clearVault{bank.vault}, Paper: bank.press, Scanner: eyes(bank.press), Archive: bank.archive,
		Intake: intake.New(bank.office.Catalog()), Advice: hiring.Advice{Kit: kit.Draw, Screen: screening.Screen, Conflicts: screening.Conflicts, Inspect: screening.Inspect},
		Words: func(_, key string, _ ...string) string { return key }, Catalog: bank.office.Catalog(), Now: time.Now, Fresh: fresh, Salt: salt, Device: "desk",
		Keep: func(string, string, string) error { return nil }})
	require.NoError(b, err)
	b.Cleanup(o.Close)
	session, err := o.SignIn(context.Background(), "hr", testPassword)
	require.NoError(b, err)
	clear, err = session.Staff()
	require.NoError(b, err)
	return sealed, clear
}

// BenchmarkSealing does the same work in a bank that seals and in one that does not, in turn; x-clear is what sealing costs.
func BenchmarkSealing(b *testing.B) {
	ctx := context.Background()
	b.Run("import", func(b *testing.B) {
		const n = 3000
		inTurn(b, func(hr *office.Staff, round int) {
			r, err := hr.Import(ctx, "many.json", strings.NewReader(manyReports(n, round*n)), office.ImportOptions{})
			require.NoError(b, err)
			require.Equal(b, n, r.Count(office.RowTaken))
		})
	})
	for name, act := range map[string]func(hr *office.Staff, id hiring.CaseID, round int) error{
		"settle": func(hr *office.Staff, id hiring.CaseID, round int) error {
			_, err := hr.Do(ctx, id, hiring.AddNote{Text: fmt.Sprint("note ", round%7)})
			return err
		},
		"case": func(hr *office.Staff, id hiring.CaseID, _ int) error {
			_, err := hr.CaseFile(ctx, id)
			return err
		},
		"board": func(hr *office.Staff, _ hiring.CaseID, _ int) error {
			_, err := hr.Board(ctx, office.CaseQuery{})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			first := map[*office.Staff]hiring.CaseID{}
			inTurn(b, func(hr *office.Staff, round int) {
				if first[hr] == "" {
					r, err := hr.Import(ctx, "many.json", strings.NewReader(manyReports(500, 0)), office.ImportOptions{})
					require.NoError(b, err)
					first[hr] = r.Answers[0].Case
				}
				require.NoError(b, act(hr, first[hr], round))
			})
		})
	}
}

// inTurn runs a round in each bank, the first one not counted, and reports the ratio of the times.
func inTurn(b *testing.B, round func(hr *office.Staff, n int)) {
	sealed, clear := twice(b)
	round(sealed, 0)
	round(clear, 0)
	var with, without time.Duration
	b.ResetTimer()
	for i := range b.N {
		start := time.Now()
		round(sealed, i+1)
		with += time.Since(start)
		start = time.Now()
		round(clear, i+1)
		without += time.Since(start)
	}
	b.ReportMetric(with.Seconds()/without.Seconds(), "x-clear")
}
