package office

import (
	"context"
	"errors"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Tick acts on every clock that is due: it runs when the app starts and every minute it is open, and with every job of the command
// line. A second tick at once finds nothing to do. What goes wrong with one thing, or at one case, holds up no other.
func (o *Office) Tick(ctx context.Context) (acted int, err error) {
	if !o.ports.Vault.Unlocked() {
		return 0, nil
	}
	o.accounts.Store(nil) // another program may have closed one
	hourly, err := o.lookAtClock(ctx)
	err = errors.Join(err, o.dailyCheckpoint(ctx), o.expireInvitations(ctx), ignoreBusy(o.FinishErasures(ctx)), o.eraseOnTime(ctx))
	acted, wrong := o.tickClocks(ctx)
	err = errors.Join(err, wrong, o.freshenClocks(ctx))
	if hourly {
		_, wrong = o.Reconcile(ctx)
		err = errors.Join(err, wrong)
	}
	return acted, errors.Join(err, o.sweepFiles(ctx))
}

const (
	tickPage  = 200 // due cases read at once
	tickBatch = 25  // settled in one transaction, so that a thousand cost no thousand waits for the disk, and nobody waits long
)

// tickClocks looks at every due case once, those that the rules or a fault hold back too, so that none of them stands before the others.
func (o *Office) tickClocks(ctx context.Context) (acted int, err error) {
	stuck, last := 0, DueCase{}
	defer func() { o.stuck.Store(int64(stuck)) }()
	for ctx.Err() == nil {
		var due []DueCase
		wrong := o.ports.Store.Read(ctx, func(r Reader) (err error) {
			due, err = r.DueCases(o.now(), last, tickPage)
			return err
		})
		if wrong != nil || len(due) == 0 {
			return acted, errors.Join(err, wrong)
		}
		for i := 0; i < len(due); i += tickBatch {
			n, held, wrong := o.tickSome(ctx, due[i:min(i+tickBatch, len(due))])
			acted, stuck, err = acted+n, stuck+held, errors.Join(err, wrong)
		}
		last = due[len(due)-1]
	}
	return acted, errors.Join(err, ctx.Err())
}

// tickSome acts on some due cases in one transaction, or on each alone when one of them has a fault.
func (o *Office) tickSome(ctx context.Context, due []DueCase) (acted, stuck int, err error) {
	var outs []Outcome
	err = o.ports.Store.Update(ctx, func(tx Tx) error {
		for _, d := range due {
			done, held, err := o.tickCase(tx, d.ID)
			if err != nil {
				return err
			}
			outs = append(outs, done...)
			stuck += held
		}
		return nil
	})
	if err == nil {
		for _, out := range outs {
			o.feed.publish(Change{Case: out.Case.ID, Parts: parts(out.Events)})
		}
		return len(outs), stuck, nil
	}
	for _, d := range due {
		o.forget(d.ID)
	}
	if len(due) == 1 || ctx.Err() != nil {
		return 0, len(due), err
	}
	acted, stuck, err = 0, 0, nil
	for i := range due {
		n, held, wrong := o.tickSome(ctx, due[i:i+1])
		acted, stuck, err = acted+n, stuck+held, errors.Join(err, wrong)
	}
	return acted, stuck, err
}

// tickCase acts on a case's clocks, also those that come of it at once. A refusal is written down nowhere: it would be again every
// minute. held counts the clocks that the rules hold back.
func (o *Office) tickCase(tx Tx, id hiring.CaseID) (outs []Outcome, held int, err error) {
	for range 4 {
		keys, err := o.keys(tx, id)
		if err != nil {
			return nil, 0, err
		}
		c, err := o.load(tx, id, keys)
		if err != nil {
			return nil, 0, err
		}
		env := o.env(hiring.SystemActor)
		due := hiring.Due(c, env)
		if len(due) == 0 { // nothing, or not any more: the row says what is next
			if len(outs) == 0 {
				err = o.project(tx, keys, c, c, env)
			}
			return outs, 0, err
		}
		before := len(outs)
		held = 0
		for _, cmd := range due {
			if _, refused := hiring.Decide(c, env, cmd); refused != nil {
				held++
				continue
			}
			out, refused, err := o.settleIn(tx, job{id: id, who: hiring.SystemActor, cmd: cmd})
			if err != nil {
				return nil, 0, err
			}
			if refused == nil {
				c = out.Case
				o.remember(c)
				outs = append(outs, out)
			}
		}
		if len(outs) == before {
			break
		}
	}
	return outs, held, nil
}

// ignoreBusy: that another program reads the bank just now is no reason to stop; the next tick tries again.
func ignoreBusy(err error) error {
	if fault.HasCode(err, "store.busy") {
		return nil
	}
	return err
}
