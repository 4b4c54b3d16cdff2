package hiring_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/hiring"
)

func TestZ07_TheStatesOfAnOrderInTheirOrder(t *testing.T) {
	s := played(t, "scored")
	s.enter("as", "hr at 2026-03-04T16:00")
	state := func(i int) hiring.CheckState { return s.c.CheckState(&s.c.Checks[i], s.cat, hiring.DateOf(s.now)) }
	for _, step := range []struct {
		do    string
		state hiring.CheckState
	}{
		{"pass_gate stage=interview outcome=pass", hiring.CheckAwaitsConsent},
		{"give_consent purpose=check recipient=x wording=1 file=@file", hiring.CheckOrdered},
		{"track_check order=k2 state=running reference=r", hiring.CheckRunning},
		{"track_check order=k2 state=incomplete note=x", hiring.CheckIncomplete},
		{"record_check order=k2 light=amber source=x method=http", hiring.CheckDone},
	} {
		s.do(step.do)
		require.NoError(t, s.err, step.do)
		require.Equal(t, step.state, state(1), step.do)
		askable := step.state == hiring.CheckOrdered || step.state == hiring.CheckRunning || step.state == hiring.CheckIncomplete
		require.Equal(t, askable, s.c.Askable(&s.c.Checks[1], s.cat, hiring.DateOf(s.now)), step.do)
	}
	s.do("stop_check order=k1 why=x")
	require.NoError(t, s.err)
	require.Equal(t, hiring.CheckIsStopped, state(0))
}

// TestN12_NoHistoryLosesAResult holds what is true of the checks in every history: a result that was recorded stays as it was, a stopped
// order never changes, nothing is recorded or told of an order whose consent does not stand, and the light is the worst of each kind's newest.
func TestN12_NoHistoryLosesAResult(t *testing.T) {
	scripts := readScripts(t)
	rapid.Check(t, func(r *rapid.T) {
		s := newStage(t, scripts)
		s.now = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
		s.run(scripts.ways[rapid.SampledFrom([]string{"scored", "check", "check"}).Draw(r, "way")])
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			s.now = s.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(r, "hours")) * time.Hour)
			s.who = rapid.SampledFrom(actors).Draw(r, "who")
			before, cmd := s.c, command(r, s.c)
			events, after, err := hiring.Settle(before, s.env(), cmd)
			if err != nil {
				continue
			}
			s.c = after
			keptChecks(r, s, before, events)
		}
	})
}

func keptChecks(r *rapid.T, s *stage, before *hiring.Case, events []hiring.Event) {
	for i, old := range before.Checks {
		now := s.c.Checks[i]
		require.GreaterOrEqual(r, len(now.Reports), len(old.Reports))
		for n := range old.Reports {
			require.Equal(r, old.Reports[n], now.Reports[n], "a result that was in is as it was")
		}
		for n := range old.Progress {
			require.Equal(r, old.Progress[n], now.Progress[n])
		}
		if old.Stopped != nil {
			require.Equal(r, old, now, "a stopped order never changes")
		}
	}
	for _, e := range events {
		told := map[string]bool{}
		switch b := e.Body.(type) {
		case hiring.CheckReported:
			told[b.Order] = true
		case hiring.CheckTracked:
			told[b.Order] = true
		}
		for _, o := range before.Checks {
			if told[o.ID] {
				require.True(r, before.Consented(s.cat.ConsentFor(o.Kind, o.Source), s.cat, hiring.DateOf(s.now)), "nothing comes of an order without its consent")
			}
		}
	}
	require.Equal(r, worstOfNewest(s.c), s.c.CheckLight())
}

// worstOfNewest says it the long way: of every kind the newest report of orders that were not stopped, and of open flags.
func worstOfNewest(c *hiring.Case) hiring.Light {
	newest := map[string]hiring.CheckReport{}
	for _, o := range c.Checks {
		for _, rep := range o.Reports {
			if old, known := newest[o.Kind]; o.Stopped == nil && (!known || !rep.At.Before(old.At)) {
				newest[o.Kind] = rep
			}
		}
	}
	light := hiring.Light("")
	for _, rep := range newest {
		light = light.Worse(rep.Light)
	}
	for _, f := range c.Flags {
		if f.ClearedBy == "" {
			light = light.Worse(f.Light)
		}
	}
	return light
}
