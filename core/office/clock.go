package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"ruhang/core/hiring"
)

// The clock of the bank is the machine's, as it stands: what is due is what is due now. No largest instant is kept in its place, since a
// clock that once stood in the wrong year would end every offer from then on. That nothing is sent twice when a clock goes back is the
// case's doing, which remembers each key that was acted on; what is not due yet waits until the clock gets there again. A jump is
// noticed, told, and what waits for an instant in the outbox is looked at anew.

// ClockState is what Tick remembers. It names nobody and is kept in clear.
type ClockState struct {
	Seen       time.Time   `json:"seen,omitzero"`       // when it last looked, to ten minutes
	Back       *ClockJump  `json:"back,omitempty"`      // the last time that the machine's clock was set back
	Pause      *ClockJump  `json:"pause,omitempty"`     // the last time that nothing was running for an hour
	Reconciled time.Time   `json:"reconciled,omitzero"` // when open orders and messages were last gone through
	Found      Reconciling `json:"found,omitzero"`      // what was found then
	Lately     Reconciling `json:"lately,omitzero"`     // the last finding that was one, …
	LatelyAt   time.Time   `json:"lately_at,omitzero"`  // … and when
	Rules      string      `json:"rules,omitempty"`     // the catalog and rules that all open cases' clocks were last set by
}

// ClockJump is from which instant to which.
type ClockJump struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

const (
	clockKey      = "clock"
	seenEvery     = 10 * time.Minute // a commit a minute would wake every disk for nothing
	jumpTolerance = 2 * time.Minute  // what a time server corrects
	pauseLeast    = time.Hour
	freshenPage   = 500
)

func clockIn(r Reader) (s ClockState, err error) {
	raw, known, err := r.Setting(clockKey)
	if err != nil || !known {
		return s, err
	}
	return s, json.Unmarshal(raw, &s)
}

func (o *Office) putClock(tx Tx, change func(s *ClockState)) error {
	s, err := clockIn(tx)
	if err != nil {
		return err
	}
	change(&s)
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return tx.PutSetting(clockKey, raw, o.now(), hiring.System)
}

// lookAtClock notes that somebody looks at the clock, and how it stands to the last time; hourly says that an hour's work is owed.
func (o *Office) lookAtClock(ctx context.Context) (hourly bool, err error) {
	var s ClockState
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) { s, err = clockIn(r); return err }); err != nil {
		return false, err
	}
	now, seen := o.now(), s.Seen
	if mine := o.seen.Swap(&now); mine != nil && mine.After(seen) {
		seen = *mine
	}
	hourly = now.Sub(s.Reconciled) >= time.Hour || s.Reconciled.After(now)
	jump := ClockJump{From: seen, To: now}
	switch {
	case now.Before(seen.Add(-jumpTolerance)):
		return true, o.clockWentBack(ctx, jump)
	case !seen.IsZero() && now.Sub(seen) >= pauseLeast:
		return hourly, o.ports.Store.Update(ctx, func(tx Tx) error {
			return o.putClock(tx, func(s *ClockState) { s.Seen, s.Pause = now, &jump })
		})
	case now.Sub(s.Seen) >= seenEvery || now.Before(s.Seen):
		return hourly, o.ports.Store.Update(ctx, func(tx Tx) error { return o.putClock(tx, func(s *ClockState) { s.Seen = now }) })
	}
	return hourly, nil
}

// clockWentBack writes the jump into the trail, and makes every waiting effect due: one that waited for an hour of before would wait
// for as long as the clock went back as well. What must not leave yet says so again.
func (o *Office) clockWentBack(ctx context.Context, jump ClockJump) error {
	return o.ports.Store.Update(ctx, func(tx Tx) error {
		if err := o.putClock(tx, func(s *ClockState) { s.Seen, s.Back = jump.To, &jump }); err != nil {
			return err
		}
		if err := o.wake(tx, OutboxQuery{}); err != nil {
			return err
		}
		return o.trace(tx, hiring.System, Trace{Kind: TraceClockBack, Facts: map[string]string{"from": jump.From.Format(time.RFC3339), "to": jump.To.Format(time.RFC3339)}})
	})
}

// clockRules names the numbers and rules that clocks are set by.
func (o *Office) clockRules() string {
	sum := sha256.Sum256([]byte(fmt.Sprint(o.Catalog().Hash, hiring.Rules)))
	return hex.EncodeToString(sum[:8])
}

// freshenClocks sets the clocks of open cases anew when the catalog's numbers or the program's rules are others than when they were
// set: some cases with each tick, so that it costs no standstill.
func (o *Office) freshenClocks(ctx context.Context) error {
	want := o.clockRules()
	o.freshening.Lock()
	defer o.freshening.Unlock()
	var rows []CaseRow
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		s, err := clockIn(r)
		if err != nil || s.Rules == want {
			return err
		}
		if o.freshened.rules != want {
			o.freshened.rules, o.freshened.after = want, nil
		}
		rows, err = r.Cases(CaseQuery{Statuses: []hiring.Status{hiring.Open, hiring.Waiting}, Sort: ByStageAt, After: o.freshened.after, Limit: freshenPage})
		if err == nil && len(rows) == 0 {
			rows = []CaseRow{} // none left
		}
		return err
	})
	if err != nil || rows == nil {
		return err
	}
	return o.ports.Store.Update(ctx, func(tx Tx) error {
		for i := range rows {
			if err := o.freshenCase(tx, rows[i].ID); err != nil {
				return err
			}
		}
		if len(rows) == freshenPage {
			o.freshened.after = &rows[len(rows)-1]
			return nil
		}
		return o.putClock(tx, func(s *ClockState) { s.Rules = want })
	})
}

// freshenCase writes a case's views anew; one that cannot be read keeps those it has.
func (o *Office) freshenCase(tx Tx, id hiring.CaseID) error {
	keys, err := o.keys(tx, id)
	if err != nil {
		return err
	}
	c, err := o.load(tx, id, keys)
	if err != nil || c.Status == hiring.Erased {
		return nil
	}
	return o.project(tx, keys, c, c, o.env(hiring.SystemActor))
}
