package office

import (
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"sync"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Effects are what settlings owe the outside. Deliver does them outside of any transaction: it claims due ones (from then on nobody
// else takes them before the lease is over), asks the network, and closes them together with what the case is told, in one
// transaction. A program that dies in between leaves a claim that runs out: at least once, under the same key.

// effect is a claimed effect with its body opened.
type effect struct {
	OutboxRow
	body []byte
}

// effected is what became of an effect that did not fail.
type effected struct {
	again time.Duration    // it is not over and is done again after that: no failure
	facts []hiring.Command // what the workflow tells the case; one that the rules refuse is not told
}

// effectKind is how effects of a kind are done.
type effectKind struct {
	// ready says that there is a way out at all; without one, effects wait untried.
	ready func(r *reach, kind string) bool
	do    func(ctx context.Context, r *reach, e effect) (effected, error)
	// over is what the case is told when an effect failed for good.
	over func(e effect, err error) []hiring.Command
	// tries is how often at most an effect that gets no answer is tried; 30 are about a day (see backoff).
	tries int
}

// effectKinds is the table of kinds, by what stands before "/" in a row's kind.
func (o *Office) effectKinds() map[string]effectKind {
	return map[string]effectKind{"mail": o.channelKind(), "sms": o.channelKind(), "chat": o.chatKind(), "check": o.checkEffect()}
}

// reach is the way out as it is configured now.
type reach struct {
	outside    Outside
	carriers   map[string]Carrier
	connectors map[string]Connector
	health     map[string]ConnectorHealth
}

func (o *Office) reachOut(ctx context.Context) (*reach, error) {
	out, err := o.outside(ctx)
	if err != nil {
		return nil, err
	}
	r := &reach{outside: out}
	if o.ports.Carriers != nil {
		r.carriers = o.ports.Carriers(out)
	}
	if o.ports.Connectors != nil {
		r.connectors = o.ports.Connectors(out)
	}
	r.health = map[string]ConnectorHealth{}
	return r, o.ports.Store.Read(ctx, func(tx Reader) error {
		for id := range out.Connectors {
			if r.health[id], err = o.healthIn(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

const (
	// effectLease is how long a claim holds: longer than a batch can take.
	effectLease = 10 * time.Minute
	// effectPatience is how long one effect may take.
	effectPatience = time.Minute
	// effectBatch is how many are claimed at once.
	effectBatch = 8
	// effectSilence is after how many that got no answer in a row a kind is left alone until the next time.
	effectSilence = 3
)

// Deliver does every due effect, each kind by itself so that a dead channel holds up no other; it runs beside Tick. It gives how
// many are over. While it runs in this program, a second call does nothing.
func (o *Office) Deliver(ctx context.Context) (over int, err error) {
	if !o.ports.Vault.Unlocked() || !o.delivering.TryLock() {
		return 0, nil
	}
	defer o.delivering.Unlock()
	var kinds []string
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		kinds, err = r.DueKinds(o.now())
		return err
	}); err != nil || len(kinds) == 0 {
		return 0, err
	}
	r, err := o.reachOut(ctx)
	if err != nil {
		return 0, err
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	table := o.effectKinds()
	for _, kind := range kinds {
		first, _, _ := strings.Cut(kind, "/")
		how, known := table[first]
		if !known || !how.ready(r, kind) {
			continue
		}
		group.Go(func() {
			n, kindErr := o.deliverKind(ctx, r, kind, how)
			mu.Lock()
			defer mu.Unlock()
			over, err = over+n, errors.Join(err, kindErr)
		})
	}
	group.Wait()
	return over, err
}

// deliverKind does the due effects of one kind until none is left, or nobody answers.
func (o *Office) deliverKind(ctx context.Context, r *reach, kind string, how effectKind) (over int, err error) {
	silent := 0
	for silent < effectSilence && ctx.Err() == nil {
		var rows []OutboxRow
		err := o.ports.Store.Update(ctx, func(tx Tx) (err error) {
			now := o.now()
			rows, err = tx.Claim(kind, now, now.Add(effectLease), effectBatch)
			return err
		})
		if err != nil || len(rows) == 0 {
			return over, err
		}
		for _, row := range rows {
			if silent >= effectSilence || ctx.Err() != nil {
				if err := o.release(row); err != nil {
					return over, err
				}
				continue
			}
			done, answered, err := o.deliver(ctx, r, row, how)
			if err != nil {
				return over, err
			}
			if silent++; answered {
				silent = 0
			}
			if done {
				over++
			}
		}
	}
	return over, nil
}

// release gives a claim back untried, also when the caller's time is up.
func (o *Office) release(row OutboxRow) error {
	is := row
	is.Attempts, is.NextAt = row.Attempts-1, o.now()
	return o.ports.Store.Update(context.Background(), func(tx Tx) error {
		_, err := tx.PutOutbox(row, is)
		return err
	})
}

// deliver does one effect and writes what became of it.
func (o *Office) deliver(ctx context.Context, r *reach, row OutboxRow, how effectKind) (over, answered bool, err error) {
	body, unread := o.openEffect(ctx, row)
	if unread != nil && !fault.Is(unread, fault.Corrupt) {
		return false, true, unread
	}
	e := effect{row, body}
	var out effected
	// A panic in one message ends that message, with its place and without its values.
	tried := fault.Caught(func() (err error) {
		if unread != nil {
			return unread // what cannot be read is over, and holds up nothing
		}
		limited, stop := context.WithTimeout(ctx, effectPatience)
		defer stop()
		out, err = how.do(limited, r, e)
		return err
	})
	if ctx.Err() != nil && tried != nil {
		return false, true, o.release(row) // the program ends: what was cut short is no failure
	}
	is, facts := o.verdict(e, out, tried, how)
	return is.State != EffectWaiting, !fault.Is(tried, fault.Offline), o.close(row, is, facts)
}

// verdict is a row as it is to be written after an attempt, and what the case is told.
func (o *Office) verdict(e effect, out effected, tried error, how effectKind) (OutboxRow, []hiring.Command) {
	is, now := e.OutboxRow, o.now()
	switch {
	case tried == nil && out.again > 0:
		is.Attempts, is.NextAt, is.Code = e.Attempts-1, now.Add(out.again), ""
		return is, out.facts
	case tried == nil:
		is.State, is.DoneAt, is.Code = EffectDone, now, ""
		return is, out.facts
	}
	is.Code = fault.Of(tried).Code
	if fault.Is(tried, fault.Offline) && e.Attempts < how.tries {
		is.NextAt = now.Add(o.backoff(e.Attempts))
		return is, nil
	}
	is.State, is.DoneAt = EffectFailed, now
	return is, how.over(e, tried)
}

// backoff is how long to wait after the nth attempt that got no answer: a minute, doubled each time, at most an hour; up to half of
// it shorter, so that many machines do not come back at once.
func (o *Office) backoff(attempts int) time.Duration {
	wait := time.Minute << min(max(attempts-1, 0), 6)
	wait = min(wait, time.Hour)
	salt := o.ports.Salt()
	return wait - time.Duration(binary.BigEndian.Uint64(salt[:8])%uint64(wait/2))
}

func (o *Office) openEffect(ctx context.Context, row OutboxRow) (body []byte, err error) {
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		keys, err := o.keys(r, row.Case)
		if err != nil {
			return err
		}
		body, err = o.ports.Vault.Open(string(row.Case), string(hiring.Basic), keys[hiring.Basic], "outbox", row.Key, row.Body)
		return err
	})
	return body, err
}

// close writes what became of an effect and tells the case in the same transaction; when the claim was lost in the meantime,
// nothing is written. It does not stop when the caller's time is up, since what was sent was sent.
func (o *Office) close(was, is OutboxRow, facts []hiring.Command) error {
	var outs []Outcome
	err := o.ports.Store.Update(context.Background(), func(tx Tx) error {
		held, err := tx.PutOutbox(was, is)
		if err != nil || !held {
			return err
		}
		for _, cmd := range facts {
			out, _, err := o.settleIn(tx, job{id: was.Case, who: hiring.SystemActor, cmd: cmd})
			if err != nil {
				return err
			}
			o.remember(out.Case)
			outs = append(outs, out)
		}
		return nil
	})
	if err != nil {
		o.forget(was.Case)
		return err
	}
	for _, out := range outs {
		if out.Changed {
			o.feed.publish(Change{Case: was.Case, Parts: parts(out.Events)})
		}
	}
	return nil
}

// Undone counts the effects that are not over.
func (o *Office) Undone(ctx context.Context) (n int, err error) {
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		count, err := r.CountOutbox()
		n = count[EffectWaiting]
		return err
	})
	return n, err
}
