package office

import (
	"context"
	"errors"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Tick acts on every clock that is due: it runs when the app starts and every minute it is open. Each case stands alone, and
// a second tick at once finds nothing to do.
func (o *Office) Tick(ctx context.Context) (acted int, err error) {
	if !o.ports.Vault.Unlocked() {
		return 0, nil
	}
	o.accounts.Store(nil) // another program may have closed one
	if err := errors.Join(o.dailyCheckpoint(ctx), o.expireInvitations(ctx), ignoreBusy(o.FinishErasures(ctx)), o.eraseOnTime(ctx)); err != nil {
		return 0, err
	}
	acted, err = o.tickClocks(ctx)
	return acted, errors.Join(err, o.sweepFiles(ctx))
}

func (o *Office) tickClocks(ctx context.Context) (acted int, err error) {
	for {
		var due []hiring.CaseID
		err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
			due, err = r.DueCases(o.now(), 200)
			return err
		})
		if err != nil || len(due) == 0 {
			return acted, err
		}
		before := acted
		for _, id := range due {
			n, err := o.tickCase(ctx, id)
			acted += n
			if err != nil {
				return acted, err
			}
		}
		if acted == before {
			return acted, nil // what is due is refused by the rules: nothing moves by asking again
		}
	}
}

func (o *Office) tickCase(ctx context.Context, id hiring.CaseID) (acted int, err error) {
	var due []hiring.Command
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		keys, err := o.keys(r, id)
		if err != nil {
			return err
		}
		c, err := o.load(r, id, keys)
		if err != nil {
			return err
		}
		due = hiring.Due(c, o.env(hiring.SystemActor))
		return nil
	})
	for _, cmd := range due {
		_, serr := o.settle(ctx, job{id: id, who: hiring.SystemActor, cmd: cmd})
		if serr != nil && !fault.Is(serr, fault.Refused) {
			return acted, serr
		}
		if serr == nil {
			acted++
		}
	}
	return acted, err
}

// ignoreBusy: that another program reads the bank just now is no reason to stop; the next tick tries again.
func ignoreBusy(err error) error {
	if fault.HasCode(err, "store.busy") {
		return nil
	}
	return err
}
