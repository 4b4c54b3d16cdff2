package hiring_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
)

// observer writes down what really happened by itself while scenarios are played.
type observer struct {
	t    testing.TB
	seen map[hiring.Rule]string // the line, and where it was seen first
}

func (o *observer) note(c *hiring.Case, at string, r hiring.Rule, cmd hiring.Command) {
	says := []hiring.Notify{{}}
	switch cmd := cmd.(type) {
	case hiring.Notify:
		says = []hiring.Notify{cmd}
	case hiring.Remind:
		if len(cmd.Notify) == 0 {
			return // put down as missed
		}
		says = cmd.Notify
	default:
		r.Does = cmd.Name()
	}
	for _, n := range says {
		line := r
		if line.Does == "" {
			line.Does = "notify"
		}
		line.Says, line.To = n.Template, n.To
		if n.To != "" && n.To != "candidate" && !strings.HasPrefix(n.To, "role:") {
			line.To = "interviewer"
		}
		if line.Stage = stageOf(line); line.Stage != "" && c.Stage != "" {
			require.Equal(o.t, line.Stage, c.Stage, "%+v happened in another stage: %s", line, at)
		}
		if o.seen[line] == "" {
			o.seen[line] = at
		}
	}
}

// stageOf is the stage that the table names for a line.
func stageOf(line hiring.Rule) string {
	for _, r := range hiring.Rules {
		stage := r.Stage
		if r.Stage = ""; r == line {
			return stage
		}
	}
	return ""
}

// follow settles a command step by step as Settle does, and notes what followed.
func (o *observer) follow(s *stage, cmd hiring.Command) {
	env := s.env()
	events, err := hiring.Decide(s.c, env, cmd)
	if err != nil {
		return
	}
	c := hiring.Fold(s.c, events)
	env.Who = hiring.SystemActor
	for i := 0; i < len(events); i++ {
		on, _, _ := strings.Cut(events[i].Body.Wire(), ".")
		at := c // where it happens, not where it leads
		for _, next := range hiring.Follow(c, env, events[i]) {
			if more, err := hiring.Decide(c, env, next); err == nil {
				o.note(at, s.at, hiring.Rule{On: on}, next)
				c, events = hiring.Fold(c, more), append(events, more...)
			}
		}
	}
	settled, _, err := hiring.Settle(s.c, s.env(), cmd)
	require.NoError(o.t, err)
	require.Equal(o.t, settled, events, "what is watched is what happens: %s", s.at)
}

func (o *observer) clocks(s *stage) {
	env := s.env()
	env.Who = hiring.SystemActor
	clocks := hiring.Clocks(s.c, env)
	for _, cmd := range hiring.Due(s.c, env) {
		i := slices.IndexFunc(clocks, func(k hiring.Clock) bool {
			if r, says := cmd.(hiring.Remind); says {
				return k.Key == r.Key
			}
			return k.Do == cmd
		})
		require.GreaterOrEqual(o.t, i, 0, s.at)
		o.note(s.c, s.at, hiring.Rule{Clock: clocks[i].Rule}, cmd)
		o.follow(s, cmd)
	}
}

// TestTheRulesAreWhatHappens holds the table that people read against what Follow and Due do in every scenario: whatever happened by
// itself is a line of the table, and every line of the table happened.
func TestTheRulesAreWhatHappens(t *testing.T) {
	scripts := readScripts(t)
	o := &observer{t: t, seen: map[hiring.Rule]string{}}
	for _, b := range scripts.scenarios {
		s := newStage(t, scripts)
		s.watch = o
		s.run(b)
	}
	table := map[hiring.Rule]bool{}
	for _, r := range hiring.Rules {
		require.False(t, table[r], "twice: %+v", r)
		table[r] = true
		require.NotEmpty(t, o.seen[r], "no scenario shows it: %+v", r)
	}
	for r, at := range o.seen {
		require.True(t, table[r], "%s: the table does not say that %+v", at, r)
	}
}
