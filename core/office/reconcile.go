package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/ledger"
)

// Reconciling is what going through open orders and messages found and put right.
type Reconciling struct {
	Orders  int `json:"orders,omitempty"`  // orders that a source was asked about anew, or that had got lost on the way to it
	Unsent  int `json:"unsent,omitempty"`  // messages for outside that no effect carried: queued
	Untold  int `json:"untold,omitempty"`  // messages whose sending was over and whose case did not know: told
	Invites int `json:"invites,omitempty"` // invitations that had not been made: made
}

// Any says whether anything was found.
func (r Reconciling) Any() bool { return r != Reconciling{} }

// reconcileBack is how far back messages are gone through, when nothing was for longer.
const reconcileBack = 25 * time.Hour

// Reconcile goes through what is open with the outside and puts right what does not fit: it repeats nothing that was done, and a second
// time at once it finds nothing. Tick calls it once an hour. What it found stands in the trail, and on the radar.
func (o *Office) Reconcile(ctx context.Context) (found Reconciling, err error) {
	var s ClockState
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) { s, err = clockIn(r); return err }); err != nil {
		return found, err
	}
	now := o.now()
	from := now.Add(-reconcileBack)
	if s.Reconciled.After(from) && !s.Reconciled.After(now) {
		from = s.Reconciled.Add(-time.Hour)
	}
	var wrong error
	if found.Orders, err = o.ReconcileChecks(ctx); err == nil {
		found.Invites, err = o.inviteAgain(ctx)
	}
	found.Unsent, wrong = o.queueLost(ctx, from)
	err = errors.Join(err, wrong)
	found.Untold, wrong = o.tellLost(ctx, from)
	err = errors.Join(err, wrong)
	return found, errors.Join(err, o.ports.Store.Update(ctx, func(tx Tx) error {
		wrong := o.putClock(tx, func(s *ClockState) {
			if s.Reconciled, s.Found = now, found; found.Any() {
				s.Lately, s.LatelyAt = found, now
			}
		})
		if wrong != nil || !found.Any() {
			return wrong
		}
		count := func(n int) string { return num(uint64(n)) }
		return o.trace(tx, hiring.System, Trace{Kind: TraceReconciled, Facts: map[string]string{"orders": count(found.Orders), "unsent": count(found.Unsent),
			"untold": count(found.Untold), "invites": count(found.Invites)}})
	}))
}

// queueLost owes the outside the messages since an instant that should have been owed: not what is history told anew, and not what
// stays in the inbox.
func (o *Office) queueLost(ctx context.Context, from time.Time) (queued int, err error) {
	var rows []MessageRow
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) { rows, err = r.Uncarried(from); return err }); err != nil {
		return 0, err
	}
	for len(rows) > 0 && ctx.Err() == nil {
		n := 1
		for n < len(rows) && rows[n].Case == rows[0].Case {
			n++
		}
		wrong := o.ports.Store.Update(ctx, func(tx Tx) error {
			done, err := o.queueLostOf(tx, rows[:n])
			queued += done
			return err
		})
		err, rows = errors.Join(err, wrong), rows[n:]
	}
	return queued, err
}

func (o *Office) queueLostOf(tx Tx, rows []MessageRow) (queued int, err error) {
	id := rows[0].Case
	l, err := o.loaded(tx, id)
	if err != nil {
		return 0, err
	}
	keys, err := o.keys(tx, id)
	if err != nil {
		return 0, err
	}
	var lost []hiring.Event
	for _, row := range rows {
		m := l.c.Message(row.ID)
		if m == nil || m.Delivery.State != "" || m.Attempt > 0 {
			continue
		}
		if t := o.Catalog().Messages[m.Template]; t != nil && t.Channel != "inbox" {
			lost = append(lost, hiring.Event{Stamp: m.Stamp, Body: hiring.MessageQueued{ID: m.ID}})
		}
	}
	if len(lost) == 0 {
		return 0, nil
	}
	stored, err := tx.Events(id)
	if err != nil {
		return 0, err
	}
	told := map[time.Time]bool{} // when history was told anew
	for _, e := range stored {
		if e.Record.Device == ledger.Told {
			told[e.Record.At] = true
		}
	}
	lost = slices.DeleteFunc(lost, func(e hiring.Event) bool { return told[e.At] })
	return len(lost), o.queue(tx, keys, l.c, lost, o.env(hiring.SystemActor))
}

// untoldMost is how many sendings are gone through in an hour: the newest.
const untoldMost = 2000

// tellLost tells cases of sendings that are over in the outbox, and of which they know nothing.
func (o *Office) tellLost(ctx context.Context, from time.Time) (told int, err error) {
	var over []OutboxRow
	err = o.ports.Store.Read(ctx, func(r Reader) (err error) {
		over, err = r.Outbox(OutboxQuery{Kinds: []string{"mail", "sms"}, States: []EffectState{EffectDone, EffectFailed}, Limit: untoldMost})
		return err
	})
	for _, row := range over {
		if err != nil || ctx.Err() != nil {
			return told, errors.Join(err, ctx.Err())
		}
		if row.DoneAt.Before(from) {
			continue
		}
		var fact hiring.Command
		if fact, err = o.untold(ctx, row); err != nil || fact == nil {
			continue
		}
		if _, err = o.settle(ctx, job{id: row.Case, who: hiring.SystemActor, cmd: fact}); err == nil {
			told++
		} else if fault.Is(err, fault.Refused) || fault.Is(err, fault.Missing) {
			err = nil // the case has ended, or is gone
		}
	}
	return told, err
}

// untold is what a case should have been told of a sending that is over; nil when it knows.
func (o *Office) untold(ctx context.Context, row OutboxRow) (hiring.Command, error) {
	body, err := o.openEffect(ctx, row)
	if err != nil {
		return nil, err
	}
	id, attempt := sending(body)
	var m *hiring.Message
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		l, err := o.loaded(r, row.Case)
		if err == nil {
			m = l.c.Message(id)
		}
		return err
	})
	switch {
	case err != nil || m == nil || m.Attempt != attempt || m.Delivery.State != "":
		return nil, err
	case row.State == EffectDone:
		return hiring.RecordSent{Message: id, Attempt: attempt, Tries: row.Attempts}, nil
	}
	return hiring.RecordUnsent{Message: id, Attempt: attempt, Tries: row.Attempts, Code: row.Code}, nil
}

// inviteAgain makes the invitations that are missing (Z-30): whoever was told is not told twice.
func (o *Office) inviteAgain(ctx context.Context) (made int, err error) {
	var cases []hiring.CaseID
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Waiting(Wait{Stage: "interview", Code: "send_invitation", To: "role:hr"}, nil, 0)
		for _, row := range rows {
			cases = append(cases, row.Case)
		}
		return err
	})
	slices.Sort(cases)
	for _, id := range slices.Compact(cases) {
		c, _, wrong := o.caseWithPerson(ctx, id)
		if wrong != nil {
			err = errors.Join(err, wrong)
			continue
		}
		for _, cmd := range hiring.Uninvited(c, o.now()) {
			if _, wrong := o.settle(ctx, job{id: id, who: hiring.SystemActor, cmd: cmd}); wrong == nil {
				made++
			} else if !fault.Is(wrong, fault.Refused) && !fault.Is(wrong, fault.Invalid) {
				err = errors.Join(err, wrong)
			}
		}
	}
	return made, err
}
