package office_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

func tick(t *testing.T, f *uitest.Fixture) int {
	t.Helper()
	n, err := f.Office.Tick(context.Background())
	require.NoError(t, err)
	return n
}

// reminders are what a case was told of its scorecards: "template to", sorted.
func reminders(f *uitest.Fixture, id hiring.CaseID) (out []string) {
	for _, m := range f.File("hr", id).Case.Messages {
		if slices.Contains([]string{"score_reminder", "score_second", "score_late_hr", "score_escalated"}, m.Template) {
			out = append(out, m.Template+" "+m.To)
		}
	}
	slices.Sort(out)
	return out
}

// TestZ27_Z28_OverARealStoreNothingIsMissingOrDoubled plays interviews over SQLite, with outages and a clock that jumps both ways: what was
// said is what the sentences of china.md 9.4 promise.
func TestZ27_Z28_OverARealStoreNothingIsMissingOrDoubled(t *testing.T) {
	for seed := range uint64(6) {
		draw := rand.New(rand.NewPCG(seed, 9))
		f := uitest.Bank(t)
		id := f.CaseAt("interview/planned")
		iv := f.File("hr", id).Case.Interviews[0]
		promised := []time.Duration{0, 24 * time.Hour, 48 * time.Hour}
		done := map[string]bool{} // interviewer and kind, sent or put down as missed
		var want []string
		for range 14 {
			f.SetNow(iv.End.Add(time.Duration(draw.IntN(80*60)-4*60) * time.Minute)) // ahead and back
			for _, p := range iv.Panel {
				last := -1
				for k, after := range promised {
					if key := fmt.Sprint(p, k); !f.Now().Before(iv.End.Add(after)) && !done[key] {
						done[key], last = true, k
					}
				}
				switch last {
				case 0:
					want = append(want, "score_reminder "+string(p))
				case 1:
					want = append(want, "score_second "+string(p), "score_late_hr role:hr")
				case 2:
					want = append(want, "score_escalated role:hr")
				}
			}
			tick(t, f)
			slices.Sort(want)
			require.Equal(t, want, reminders(f, id), "seed %d at %s", seed, f.Now())
			require.Zero(t, tick(t, f), "a second look at once does nothing")
		}
		require.NotEmpty(t, want)
	}
}

func TestAClockThatGoesBackIsToldAndNothingIsSentTwice(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	end := f.File("hr", id).Case.Interviews[0].End
	f.SetNow(end)
	tick(t, f)
	said := reminders(f, id)
	require.NotEmpty(t, said)
	f.Advance(-48 * time.Hour)
	tick(t, f)
	tick(t, f)
	trail, err := f.Staff(admin).Trail(context.Background(), 0, 50)
	require.NoError(t, err)
	back := slices.DeleteFunc(trail, func(r office.Traced) bool { return r.Kind != office.TraceClockBack })
	require.Len(t, back, 1, "told once")
	require.Equal(t, end.Format(time.RFC3339), back[0].Facts["from"])
	f.SetNow(end.Add(time.Minute))
	tick(t, f)
	require.Equal(t, said, reminders(f, id))
	f.SetNow(end.Add(24 * time.Hour))
	tick(t, f)
	require.Greater(t, len(reminders(f, id)), len(said), "what was not due yet is not lost")
}

// TestZ17_TheGuideIsThereWithinTheMinute holds the guide's moment against the signature's, with no clock looked at in between.
func TestZ17_TheGuideIsThereWithinTheMinute(t *testing.T) {
	f := uitest.Bank(t)
	c := f.File("hr", f.CaseAt("onboarding")).Case
	require.NotNil(t, c.Guide)
	require.LessOrEqual(t, c.Guide.At.Sub(c.Offer().Signed.At), time.Minute)
}

func TestB05_WhoHasNotReadTheReportIsRemindedBeforeTheStart(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	iv := f.File("hr", id).Case.Interviews[0]
	f.Do("interviewer1", id, hiring.ReadReport{})
	f.SetNow(iv.Start.Add(-time.Hour))
	tick(t, f)
	var told []string
	for _, m := range f.File("hr", id).Case.Messages {
		if m.Template == "report_unread" {
			told = append(told, m.To)
		}
	}
	require.Equal(t, []string{string(f.Account("interviewer2"))}, told, "opening it clears the reminder")
}

func TestN17_WhatIsDueBehindAThousandHeldBackIsActedOn(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	// A case that cannot be read owes something since long ago: a fault at one case holds up no other.
	broken := f.CaseAt("interview/planned")
	require.NoError(t, f.Store.Update(context.Background(), func(tx office.Tx) error {
		row, _, err := tx.Case(broken)
		if err != nil {
			return err
		}
		row.ID, row.NextDue = "nobody", office.DueCase{}.At.Add(time.Hour)
		return tx.PutCase(row)
	}))
	f.SetNow(f.File("hr", id).Case.Interviews[0].End)
	_, _ = f.Office.Tick(context.Background())
	require.NotEmpty(t, reminders(f, id))
	require.NotEmpty(t, reminders(f, broken))
}

func TestN17_ReconcilingPutsRightWhatGotLostAndThenFindsNothing(t *testing.T) {
	ctx := context.Background()
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	rows := func() (out []office.OutboxRow) {
		require.NoError(t, f.Store.Read(ctx, func(r office.Reader) (err error) {
			out, err = r.Outbox(office.OutboxQuery{Kinds: []string{"mail"}, Case: id})
			return err
		}))
		return out
	}
	all := rows()
	require.NotEmpty(t, all)
	// One sending is over and its case does not know; another was never owed.
	over := all[len(all)-1]
	require.NoError(t, f.Store.Update(ctx, func(tx office.Tx) error {
		is := over
		is.State, is.DoneAt = office.EffectDone, f.Now()
		_, err := tx.PutOutbox(over, is)
		return err
	}))
	lose(t, f, all[0].Key)
	require.Len(t, rows(), len(all)-1)
	found, err := f.Office.Reconcile(ctx)
	require.NoError(t, err)
	require.Equal(t, office.Reconciling{Unsent: 1, Untold: 1}, found)
	require.Len(t, rows(), len(all))
	again, err := f.Office.Reconcile(ctx)
	require.NoError(t, err)
	require.False(t, again.Any(), "%+v", again)
	trail, err := f.Staff(admin).Trail(ctx, 0, 50)
	require.NoError(t, err)
	trail = slices.DeleteFunc(trail, func(r office.Traced) bool { return r.Kind != office.TraceReconciled })
	require.Len(t, trail, 1)
	require.Equal(t, "1", trail[0].Facts["unsent"])
}
