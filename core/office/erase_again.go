package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// appliedSetting remembers the list of erasures that this store agrees with, by its digest: a whole list may then be given every
// time a bank is opened, and an older backup, which remembers an older list, is gone through.
const appliedSetting = "erased.applied"

// EraseAgain erases what a list of erasures names and an older backup has brought back: cases, persons, accounts, by their
// pseudonyms. It needs nobody to be signed in and asks nothing; what is not there is passed over. Opening a bank calls it, and so
// does whoever restores one. It answers how many cases were erased again.
func (o *Office) EraseAgain(ctx context.Context, ids []string) (int, error) {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(ids)), "\n")))
	cases, others, err := o.broughtBack(ctx, ids, sum[:])
	if err != nil || cases == nil {
		return 0, err
	}
	err = o.ports.Store.Update(ctx, func(tx Tx) error {
		gone := others.Accounts
		for _, id := range cases {
			if err := o.eraseRestored(tx, id, gone); err != nil {
				return err
			}
			gone = nil
		}
		for _, id := range ids {
			_, there, err := tx.Person(hiring.PersonID(id))
			if err == nil && there {
				_, err = tx.Erase(Erasure{Person: hiring.PersonID(id)})
			}
			if err != nil {
				return err
			}
		}
		if _, err := tx.Erase(others); err != nil {
			return err
		}
		return tx.PutSetting(appliedSetting, sum[:], o.now(), hiring.System)
	})
	if err != nil || len(cases) == 0 {
		return 0, err
	}
	o.forgetAll()
	o.feed.publish(Change{})
	if err := o.FinishErasures(ctx); err != nil && !fault.HasCode(err, "vault.locked") && !fault.HasCode(err, "store.busy") {
		return len(cases), err
	}
	return len(cases), nil
}

// broughtBack are the cases and accounts of a list that are there; nil cases when the store agrees with the list already.
func (o *Office) broughtBack(ctx context.Context, ids []string, digest []byte) (cases []hiring.CaseID, others Erasure, err error) {
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		applied, _, err := r.Setting(appliedSetting)
		if err != nil || len(ids) == 0 || bytes.Equal(applied, digest) {
			return err
		}
		accounts, err := r.Accounts()
		if err != nil {
			return err
		}
		cases = []hiring.CaseID{}
		for _, id := range ids {
			if _, there := accounts[hiring.AccountID(id)]; there {
				others.Accounts = append(others.Accounts, hiring.AccountID(id))
			}
			_, there, err := r.Case(hiring.CaseID(id))
			if err != nil {
				return err
			}
			if there {
				cases = append(cases, hiring.CaseID(id))
			}
		}
		return nil
	})
	return cases, others, err
}

// eraseRestored erases one case anew; its record needs no key, since it says nothing of the person.
func (o *Office) eraseRestored(tx Tx, id hiring.CaseID, accounts []hiring.AccountID) error {
	ver, err := tx.Version(id)
	if err != nil {
		return err
	}
	cert := ErasureCertificate{}
	if cert.Before, err = ledgerHead(tx); err != nil {
		return err
	}
	e := hiring.Event{Stamp: hiring.Stamp{At: o.now(), By: hiring.System}, Body: hiring.CaseErased{Ground: hiring.GroundRestored}}
	if _, _, err := o.append(tx, keyring{}, id, ver, origin{device: o.device}, []hiring.Event{e}); err != nil {
		return err
	}
	return o.dropCase(tx, Erasure{Case: id, Accounts: accounts}, ver+1, e.Stamp, e.Body.(hiring.CaseErased), cert)
}
