package vault

import (
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"ruhang/core/fault"
)

// AddAccount makes an account that can open the given classes (none given means all) and returns its id. Somebody who
// holds those classes must have unlocked the vault; only the very first account needs nobody: it makes the keys, gets
// all of them, and leaves the vault unlocked. On the authority's machine every account is given all classes, since
// settling needs whole cases: there roles are kept by Decide and by views.
func (v *Vault) AddAccount(name, password string, granted []string) (string, error) {
	if normalName(name) == "" {
		return "", fault.New(fault.Invalid, "vault.name_empty")
	}
	if err := CheckPassword(name, password); err != nil {
		return "", err
	}
	if len(granted) == 0 {
		granted = classes
	}
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return "", err
	}
	if h.Next != nil {
		return "", fault.New(fault.Refused, "vault.rotating")
	}
	a := account{ID: hex.EncodeToString(random(16)), Lookup: lookup(h.Bank, name)}
	if h.byLookup(a.Lookup) != nil {
		return "", fault.New(fault.Invalid, "vault.name_taken")
	}
	if len(h.Accounts) == 0 {
		return a.ID, v.addFirst(h, a, password)
	}
	return a.ID, v.use(func(r *ring) error {
		if err := r.authentic(h); err != nil {
			return err
		}
		return v.add(h, a, password, r, granted)
	})
}

func (v *Vault) addFirst(h *header, a account, password string) error {
	r, err := newRing(freshKeys(), nil, "")
	if err != nil {
		return err
	}
	if err := v.add(h, a, password, r, classes); err != nil {
		r.wipe()
		return err
	}
	v.setRing(r)
	return nil
}

func (v *Vault) add(h *header, a account, password string, r *ring, granted []string) error {
	if err := v.outfit(&a, password, r, granted); err != nil {
		return err
	}
	h.Accounts = append(h.Accounts, a)
	return v.keep(h, r)
}

// outfit gives an account a key pair of its own under its password, and the class keys sealed to it.
func (v *Vault) outfit(a *account, password string, r *ring, granted []string) error {
	private, err := hpke.MLKEM768X25519().GenerateKey()
	if err != nil {
		return storeFault(err)
	}
	a.Public, a.Grants = private.PublicKey().Bytes(), map[string][]byte{}
	for _, class := range append(slices.Clone(granted), bankKey) {
		if err := a.grant(private.PublicKey(), class, r); err != nil {
			return err
		}
	}
	return a.wrap(private, password, v.options.Argon)
}

// renew is outfit for an account whose password is lost: it keeps its name and its classes, and its guesses are forgotten.
func (v *Vault) renew(h *header, a *account, r *ring, password string) error {
	granted := slices.DeleteFunc(slices.Collect(maps.Keys(a.Grants)), func(class string) bool { return class == bankKey })
	if err := v.outfit(a, password, r, granted); err != nil {
		return err
	}
	if h.Next != nil { // a rotation was cut off: the other side of it belongs to the new key pair too
		if r.next == nil {
			return fault.New(fault.Refused, "vault.rotating")
		}
		other := account{ID: a.ID, Grants: map[string][]byte{}}
		public, err := hpke.MLKEM768X25519().NewPublicKey(a.Public)
		for class := range a.Grants {
			if err == nil {
				err = other.grant(public, class, r.next)
			}
		}
		if err != nil {
			return storeFault(err)
		}
		h.Next.Grants[a.ID] = other.Grants
	}
	v.forget(a)
	a.Quick, a.Factor, a.Owes = nil, nil, true // what was sealed under the old keys is gone
	delete(h.Guesses, hex.EncodeToString(a.Lookup))
	return v.keep(h, r)
}

// ChangePassword needs the old password, even of somebody who is signed in; wrong ones count as guesses.
func (v *Vault) ChangePassword(accountID, old, fresh string) error {
	if err := CheckPassword("", fresh); err != nil {
		return err
	}
	return v.own(accountID, old, nil, func(a *account, private hpke.PrivateKey) error {
		v.forget(a)
		a.Quick = nil // whoever had the old password may have had the machine too
		return a.wrap(private, fresh, v.options.Argon)
	})
}

func (v *Vault) rewrap(h *header, a *account, private hpke.PrivateKey, password string, r *ring) error {
	if err := a.wrap(private, password, v.options.Argon); err != nil {
		return err
	}
	return v.keep(h, r)
}

// RemoveAccount takes an account's way in. The vault must be unlocked, and the last account stays, since without any
// the bank is lost. Keys that the account has already seen are changed by rotation, which is not done here.
func (v *Vault) RemoveAccount(accountID string) error {
	return v.change(func(h *header, _ *ring) error {
		if h.byID(accountID) == nil {
			return fault.New(fault.Missing, "vault.no_account")
		}
		if len(h.Accounts) == 1 {
			return fault.New(fault.Refused, "vault.last_account")
		}
		h.Accounts = slices.DeleteFunc(h.Accounts, func(a account) bool { return a.ID == accountID })
		return nil
	})
}

// Accounts lists the ids of all accounts, locked or not.
func (v *Vault) Accounts() ([]string, error) {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(h.Accounts))
	for i, a := range h.Accounts {
		ids[i] = a.ID
	}
	return ids, nil
}

// Pseudonym names the bank without saying which it is, so that a backup can tell whose it is; locked or not.
func (v *Vault) Pseudonym() (string, error) {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte("ruhang.bank\x00"), h.Bank...))
	return hex.EncodeToString(sum[:8]), nil
}
