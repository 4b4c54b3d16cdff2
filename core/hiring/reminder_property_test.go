package hiring_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/hiring"
)

// oracle says which reminders of scorecards a bank owes, from the sentences of china.md § 9.4 and from nothing of the code: "First
// reminder at end, second at deadline together with a task for HR, escalation at deadline + 24 h. Idempotent per (interview revision,
// interviewer, kind); rescheduling starts a new revision. Catch-up after nothing was running: send only the latest due reminder, record
// the missed ones."
type oracle struct {
	rounds map[string]*promised
	over   bool // the case has ended
}

// promised is a round as it was arranged last.
type promised struct {
	revision int
	end      time.Time
	panel    []string
	off      bool
	cards    map[string]bool
	settled  map[string]bool // revision, interviewer and kind: sent, or put down as missed
}

// owed are the messages that a look at the clock must bring, "template to", and how many it must put down as missed.
func (o *oracle) owed(now time.Time) (messages []string, missed int) {
	if o.over {
		return nil, 0
	}
	kinds := []struct {
		after time.Duration
		says  []string
	}{
		{0, []string{"score_reminder @"}},
		{24 * time.Hour, []string{"score_second @", "score_late_hr role:hr"}},
		{48 * time.Hour, []string{"score_escalated role:hr"}},
	}
	for _, r := range o.rounds {
		for _, who := range r.panel {
			if r.off || r.cards[who] {
				continue
			}
			latest := -1
			for k, kind := range kinds {
				key := fmt.Sprint(r.revision, who, k)
				if now.Before(r.end.Add(kind.after)) || r.settled[key] {
					continue
				}
				if r.settled[key] = true; latest >= 0 {
					missed++
				}
				latest = k
			}
			if latest >= 0 {
				for _, line := range kinds[latest].says {
					if line[len(line)-1] == '@' {
						line = line[:len(line)-1] + who
					}
					messages = append(messages, line)
				}
			}
		}
	}
	slices.Sort(messages)
	return messages, missed
}

// hear takes in what was arranged, from the commands that were accepted.
func (o *oracle) hear(cmd hiring.Command, events []hiring.Event) {
	names := func(ids []hiring.AccountID) (out []string) {
		for _, id := range ids {
			out = append(out, string(id))
		}
		return out
	}
	switch cmd := cmd.(type) {
	case hiring.PlanInterview:
		id := fmt.Sprint("i", len(o.rounds)+1)
		o.rounds[id] = &promised{end: cmd.End, panel: names(cmd.Panel), cards: map[string]bool{}, settled: map[string]bool{}}
	case hiring.MoveInterview:
		r := o.rounds[cmd.Interview]
		r.revision, r.end = r.revision+1, cmd.End
		if len(cmd.Panel) > 0 {
			r.panel = names(cmd.Panel)
		}
	case hiring.CancelInterview:
		o.rounds[cmd.Interview].off = true
	case hiring.RecordNoShow:
		o.rounds[cmd.Interview].off = true
	case hiring.SubmitScorecard:
		o.rounds[cmd.Interview].cards[string(events[0].By)] = true
	case hiring.Withdraw:
		o.over = true
	}
}

// look acts on the clock as the office does, and gives what it said and put down of scorecards.
func look(r *rapid.T, s *stage) (messages []string, missed int) {
	s.who = hiring.SystemActor
	for _, cmd := range hiring.Due(s.c, s.env()) {
		events, c, err := hiring.Settle(s.c, s.env(), cmd)
		require.NoError(r, err)
		s.c, s.all = c, append(s.all, events...)
		for _, e := range events {
			switch b := e.Body.(type) {
			case hiring.MessageQueued:
				if b.Template != "report_unread" {
					messages = append(messages, b.Template+" "+b.To)
				}
			case hiring.Reminded:
				missed += len(b.Missed)
			}
		}
	}
	slices.Sort(messages)
	return messages, missed
}

// TestZ27_Z28_NoReminderIsMissingAndNoneIsDoubled plays interviews that are planned, moved, cancelled, missed and scored while the
// program runs or does not, and while the machine's clock jumps ahead and back, and holds every look at the clock against the oracle.
func TestZ27_Z28_NoReminderIsMissingAndNoneIsDoubled(t *testing.T) {
	scripts := readScripts(t)
	looks, said, caught, back := 0, 0, 0, 0
	check := func(r *rapid.T) {
		s := newStage(t, scripts)
		s.run(scripts.ways["interview"])
		o := &oracle{rounds: map[string]*promised{}}
		for range rapid.IntRange(5, 40).Draw(r, "steps") {
			switch rapid.IntRange(0, 9).Draw(r, "turn") {
			case 0, 1, 2, 3: // time goes on, and nothing was running meanwhile
				s.now = s.now.Add(time.Duration(rapid.SampledFrom([]int{1, 30, 60, 600, 1440, 2880, 6000}).Draw(r, "minutes")) * time.Minute)
			case 4: // somebody sets the machine's clock back
				s.now, back = s.now.Add(-time.Duration(rapid.IntRange(1, 4000).Draw(r, "back"))*time.Minute), back+1
			case 5: // to the second of something that is owed
				if id := pickRound(r, o); id != "" {
					s.now = o.rounds[id].end.Add(time.Duration(rapid.IntRange(0, 2).Draw(r, "kind"))*24*time.Hour + time.Duration(rapid.IntRange(-1, 0).Draw(r, "second"))*time.Second)
				}
			case 6, 7, 8:
				give(r, s, o)
			}
			if rapid.IntRange(0, 2).Draw(r, "running") > 0 {
				expected, skipped := o.owed(s.now)
				got, missed := look(r, s)
				require.Equal(r, expected, got, "at %s", s.now)
				require.Equal(r, skipped, missed, "what nothing was running for is put down, at %s", s.now)
				again, _ := look(r, s)
				require.Empty(r, again, "a second look at once says nothing")
				looks, said, caught = looks+1, said+len(got), caught+missed
			}
		}
		causes := map[string]bool{}
		for _, m := range s.c.Messages {
			require.False(r, causes[m.Cause], "doubled: %s", m.Cause)
			causes[m.Cause] = true
		}
	}
	for range 10 { // a hundred histories each
		rapid.Check(t, check)
	}
	t.Logf("%d looks at the clock, %d reminders, %d caught up for, %d times the clock was set back", looks, said, caught, back)
	require.Positive(t, said*caught*back, "the draws show something")
}

func pickRound(r *rapid.T, o *oracle) string {
	if len(o.rounds) == 0 {
		return ""
	}
	return fmt.Sprint("i", rapid.IntRange(1, len(o.rounds)).Draw(r, "round"))
}

// give draws something that people do to a round, and tells the oracle when the rules let it.
func give(r *rapid.T, s *stage, o *oracle) {
	start := s.now.Add(time.Duration(rapid.IntRange(-50, 80).Draw(r, "starts in"))*time.Hour + time.Second).Truncate(time.Minute)
	end := start.Add(time.Duration(rapid.IntRange(10, 120).Draw(r, "lasts")) * time.Minute)
	panels := [][]hiring.AccountID{{"wu"}, {"he"}, {"wu", "he"}, {"qian", "wu", "he"}}
	panel := rapid.SampledFrom(panels).Draw(r, "panel")
	round := pickRound(r, o)
	s.who = hiring.Actor{Account: "hr", Roles: []string{"hr"}}
	var cmd hiring.Command = hiring.PlanInterview{Panel: panel, Start: start, End: end, Place: "301"}
	switch rapid.IntRange(0, 9).Draw(r, "what") {
	case 0, 1:
	case 2, 3:
		cmd = hiring.MoveInterview{Interview: round, Panel: panel, Start: start, End: end}
	case 4:
		cmd = hiring.CancelInterview{Interview: round, Why: "x"}
	case 5:
		cmd = hiring.RecordNoShow{Interview: round}
	case 6:
		if rapid.IntRange(0, 9).Draw(r, "leaves") == 0 {
			cmd = hiring.Withdraw{Reason: "withdraw_personal"}
		}
	default:
		var ratings []hiring.Rating
		for i, it := range s.c.Kit {
			ratings = append(ratings, hiring.Rating{Question: it.Key(i), Level: 4})
		}
		who := rapid.SampledFrom([]hiring.AccountID{"wu", "he", "qian"}).Draw(r, "who")
		s.who = hiring.Actor{Account: who, Roles: []string{"interviewer"}}
		cmd = hiring.SubmitScorecard{Interview: round, Ratings: ratings, Recommendation: "yes"}
	}
	if events, c, err := hiring.Settle(s.c, s.env(), cmd); err == nil && len(events) > 0 {
		o.hear(cmd, events)
		s.c, s.all = c, append(s.all, events...)
	}
}

// TestY09_ProbationIsRemindedOfBeforeItsEndAndNeverAfter looks at the clock at random times of a probation. The oracle: each of 30, 15
// and 7 days before the last one, at nine in the morning, HR is told; of several that nothing was running for only the nearest; once
// the last day is over, nothing.
func TestY09_ProbationIsRemindedOfBeforeItsEndAndNeverAfter(t *testing.T) {
	joined := played(t, "joined")
	last := joined.c.Probation.End
	over := last.AddDays(1).Time()
	rapid.Check(t, func(r *rapid.T) {
		s := *joined
		settled := map[int]bool{}
		for range rapid.IntRange(1, 30).Draw(r, "looks") {
			s.now = over.Add(time.Duration(rapid.IntRange(-40*24*60, 2*24*60).Draw(r, "minutes")) * time.Minute)
			if rapid.IntRange(0, 4).Draw(r, "exactly") == 0 {
				s.now = last.AddDays(-rapid.SampledFrom([]int{30, 15, 7}).Draw(r, "days")).Time().Add(9 * time.Hour)
			}
			want := ""
			for _, days := range []int{30, 15, 7} {
				at := last.AddDays(-days).Time().Add(9 * time.Hour)
				if !s.now.Before(at) && !settled[days] {
					settled[days] = true
					want = fmt.Sprint(days)
				}
			}
			if !s.now.Before(over) {
				want = ""
			}
			before := len(s.c.Messages)
			look(r, &s)
			got := ""
			for _, m := range s.c.Messages[before:] {
				require.True(r, m.At.Before(over), "%s after the last day", m.Template)
				if m.Template == "probation_due" {
					require.Empty(r, got, "one at a time")
					got = m.Params["days"]
				}
			}
			require.Equal(r, want, got, "at %s", s.now)
		}
	})
}
