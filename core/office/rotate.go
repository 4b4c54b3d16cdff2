package office

import (
	"context"
	"sync/atomic"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// epochSetting says under which keys the store is sealed; it lies in clear, and is nothing but a random name.
const epochSetting = "keys.epoch"

// Rekeying is how a store seals anew what lies under the bank's and the class keys.
type Rekeying struct {
	Key      func(caseID, class string, wrapped []byte) ([]byte, error)
	Bank     func(table, id string, sealed []byte) ([]byte, error) // table: person, account, setting
	Blind    func(blind []byte) ([]byte, error)
	Progress func(done, total int)
}

// Rotate gives the bank new keys: the bank's own, every class's, and the wrapping of every case's key. Passwords, kits and codes stay
// valid. Afterwards a password or two kits together with an older copy of the key file open nothing that is stored from now on:
// do it when an account or an officer was removed, or a backup was lost.
//
// One transaction of the store holds all of it, and the name of the new keys with it; the key file has both keys until the store has
// committed. A crash leaves the old or the new, never half, and the next sign-in finds out which.
func (s *Staff) Rotate(ctx context.Context, progress func(done, total int)) error {
	if err := s.mayOffice("accounts"); err != nil {
		return err
	}
	if err := s.proven("accounts"); err != nil {
		return err
	}
	o, v := s.office, s.office.ports.Vault
	epoch := ""
	err := o.ports.Store.Update(ctx, func(tx Tx) (err error) {
		if err := o.trace(tx, s.Account.ID, Trace{Kind: TraceRotated}); err != nil {
			return err
		}
		if epoch, err = v.BeginRotation(); err != nil {
			return err
		}
		how := Rekeying{Key: v.Rewrap, Blind: v.Reblind, Progress: progress, Bank: func(table, id string, sealed []byte) ([]byte, error) {
			return v.ResealBank(string(hiring.Basic), table+"/"+id, sealed)
		}}
		if err := tx.Rekey(how); err != nil {
			return err
		}
		return tx.PutSetting(epochSetting, []byte(epoch), o.now(), s.Account.ID)
	})
	if settled := o.settleKeys(ctx); err == nil {
		err = settled
	}
	o.forgetAll()
	o.feed.publish(Change{})
	return err
}

// settleKeys ends a rotation that this program has just done, or that another one was cut off in. It asks the store in a writing
// transaction, so that no rotation is on its way meanwhile.
func (o *Office) settleKeys(ctx context.Context) error {
	return o.ports.Store.(*keyed).Store.Update(ctx, func(tx Tx) error {
		epoch, _, err := tx.Setting(epochSetting)
		if err != nil {
			return err
		}
		return o.ports.Vault.SettleRotation(string(epoch))
	})
}

// keyed is the store with a look at every transaction's start whether its keys are still those in memory: another program may have
// rotated them.
type keyed struct {
	Store
	vault Vault
	own   atomic.Uint64 // how long the ledger was when this program last wrote to it, or looked; 0 before that
	news  atomic.Bool   // another program had written before this one did
}

// Update is the store's.
func (k *keyed) Update(ctx context.Context, fn func(Tx) error) error {
	var found, left uint64
	err := k.Store.Update(ctx, func(tx Tx) error {
		err := k.check(tx)
		if err == nil {
			found, _, _, err = tx.Head()
		}
		if err == nil {
			err = fn(tx)
		}
		if err == nil {
			left, _, _, err = tx.Head()
		}
		return err
	})
	if err == nil {
		if own := k.own.Swap(left); own != 0 && found > own {
			k.news.Store(true)
		}
	}
	return err
}

// Read is the store's.
func (k *keyed) Read(ctx context.Context, fn func(Reader) error) error {
	return k.Store.Read(ctx, func(r Reader) error {
		if err := k.check(r); err != nil {
			return err
		}
		return fn(r)
	})
}

func (k *keyed) check(r Reader) error {
	if !k.vault.Unlocked() {
		return nil
	}
	epoch, _, err := r.Setting(epochSetting)
	if err == nil && string(epoch) != k.vault.Epoch() {
		return fault.New(fault.Stale, "vault.rotated")
	}
	return err
}
