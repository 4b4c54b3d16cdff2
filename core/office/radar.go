package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ruhang/core/hiring"
)

// Radar is what waits on whom since when, over all cases in an account's scope, and what is wrong with what should move by itself (N-17).
type Radar struct {
	At      time.Time
	Waits   []Wait            // hand-overs, those with the most overdue work first
	Names   map[string]string // of the people among the addressees, by account
	Clock   ClockState
	Stuck   int             // clocks that are due and that the rules or a fault hold back
	Silent  []SilentKind    // effects that wait for a channel that the bank does not have
	Sources []SourceTrouble // sources of checks that do not answer, with the orders that wait for them
}

// SilentKind is a channel that is not configured, with how many messages wait for it.
type SilentKind struct {
	Kind  string
	Count int
}

// SourceTrouble is a source of checks that cannot be asked.
type SourceTrouble struct {
	ID       string
	Standing string // see ConnectorHealth.Standing
	Waiting  int
	Since    time.Time // of the last failure
}

// radarMost bounds how many waiting effects are counted one by one.
const radarMost = 1000

// Radar is the account's. It reads counts that an index holds, and opens no case.
func (s *Staff) Radar(ctx context.Context) (Radar, error) {
	if err := s.mayOffice("all_cases"); err != nil {
		return Radar{}, err
	}
	o, now := s.office, s.office.now()
	out := Radar{At: now, Names: map[string]string{}, Stuck: int(o.stuck.Load())}
	r, err := o.reachOut(ctx)
	if err != nil {
		return out, err
	}
	err = o.ports.Store.Read(ctx, func(tx Reader) error {
		if out.Clock, err = clockIn(tx); err != nil {
			return err
		}
		waits, err := tx.Waits(s.narrow(CaseQuery{}).Branches, now)
		if err != nil {
			return err
		}
		accounts, err := o.accountsIn(tx)
		if err != nil {
			return err
		}
		for _, w := range waits {
			if (hiring.Item{Code: w.Code}).Class() == hiring.Background && !s.may(hiring.Background) {
				continue
			}
			if a, is := accounts[hiring.AccountID(w.To)]; is {
				out.Names[w.To] = a.Name
			}
			out.Waits = append(out.Waits, w)
		}
		return o.radarOutside(tx, r, &out)
	})
	slices.SortFunc(out.Waits, func(a, b Wait) int {
		return cmp.Or(cmp.Compare(min(b.Overdue, 1), min(a.Overdue, 1)), a.Since.Compare(b.Since), cmp.Compare(a.Code, b.Code), cmp.Compare(a.To, b.To))
	})
	return out, err
}

// radarOutside adds what does not get out of the house.
func (o *Office) radarOutside(tx Reader, r *reach, out *Radar) error {
	for _, kind := range []string{"mail", "sms"} {
		if r.carriers[kind] != nil {
			continue
		}
		rows, err := tx.Outbox(OutboxQuery{Kinds: []string{kind}, States: []EffectState{EffectWaiting}, Limit: radarMost})
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			out.Silent = append(out.Silent, SilentKind{Kind: kind, Count: len(rows)})
		}
	}
	for _, id := range o.connectorIDs(r.outside) {
		state, err := o.connectorState(tx, id, r.outside, r.connectors)
		if err != nil {
			return err
		}
		down := state.Standing == "stopped" || state.Standing == "resting" || state.Standing == "capped"
		if state.Waiting > 0 && state.Standing != "ready" || down {
			out.Sources = append(out.Sources, SourceTrouble{ID: id, Standing: state.Standing, Waiting: state.Waiting, Since: state.Health.LastFail})
		}
	}
	return nil
}

// Waiting are the pieces of work of one hand-over, longest waiting first.
func (s *Staff) Waiting(ctx context.Context, of Wait, limit int) ([]WorkItem, error) {
	if err := s.mayOffice("all_cases"); err != nil {
		return nil, err
	}
	if (hiring.Item{Code: of.Code}).Class() == hiring.Background && !s.may(hiring.Background) {
		return nil, nil
	}
	var out []WorkItem
	err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Waiting(of, s.narrow(CaseQuery{}).Branches, limit)
		if err != nil {
			return err
		}
		out, err = s.workItems(r, rows, s.office.now())
		return err
	})
	return out, err
}
