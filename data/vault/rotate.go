package vault

import (
	"crypto/hmac"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"ruhang/core/fault"
)

// turn is the keys that a rotation brings, in the header beside the old ones until the store says which of them it is sealed
// under. A crash at any moment leaves both, and the next sign-in settles it: SettleRotation.
type turn struct {
	Epoch    string                       `json:"epoch"`
	Grants   map[string]map[string][]byte `json:"grants"` // account → class → its new key
	Officers []officer                    `json:"officers,omitempty"`
	Pairs    []pair                       `json:"pairs,omitempty"`
	Past     []byte                       `json:"past"`
}

// Epoch names the keys that are in memory; it changes with every rotation and is "" before the first. What the store holds
// is sealed under the keys of the epoch that the store names.
func (v *Vault) Epoch() string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.ring == nil {
		return ""
	}
	return v.ring.epoch
}

// BeginRotation makes new keys for the bank and every class, seals them to every account and every two officers, and keeps
// them in the header beside the old ones. The store then re-seals what it holds with Rewrap, ResealBank and Reblind, all of
// it and the new epoch's name in one transaction, within which this is called, so that no other program can settle the
// rotation meanwhile; then SettleRotation. The account that is signed in must hold every class.
//
// Afterwards a header, a backup of the header, a password, or two kits of before open nothing that the store holds from then
// on. What rotation cannot do: unsay what somebody has read or copied while they had the keys. The cases' own keys stay, wrapped
// anew: bodies and files are not sealed again.
func (v *Vault) BeginRotation() (epoch string, err error) {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return "", err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ring == nil {
		return "", locked()
	}
	if err := v.ring.authentic(h); err != nil {
		return "", err
	}
	for _, class := range classes {
		if _, err := v.ring.raw(class); err != nil {
			return "", err
		}
	}
	epoch = hex.EncodeToString(random(8))
	next, err := newRing(freshKeys(), append(cloned(v.ring.past), slices.Clone(v.ring.blind)), epoch)
	if err != nil {
		return "", err
	}
	if h.Next, err = h.turnTo(v.ring, next); err == nil {
		err = v.keep(h, v.ring)
	}
	if err != nil {
		next.wipe()
		return "", err
	}
	v.ring.next = next
	return epoch, nil
}

// turnTo seals new keys to everybody who had the old ones.
func (h *header) turnTo(old, next *ring) (*turn, error) {
	t := &turn{Epoch: next.epoch, Grants: map[string]map[string][]byte{}}
	for _, a := range h.Accounts {
		public, err := hpke.MLKEM768X25519().NewPublicKey(a.Public)
		if err != nil {
			return nil, fault.New(fault.Corrupt, "vault.header")
		}
		fresh := account{ID: a.ID, Grants: map[string][]byte{}}
		for class := range a.Grants {
			if err := fresh.grant(public, class, next); err != nil {
				return nil, err
			}
		}
		t.Grants[a.ID] = fresh.Grants
	}
	return t, h.turnOfficers(t, old, next)
}

func (h *header) turnOfficers(t *turn, old, next *ring) error {
	seal, err := next.officerNames()
	if err != nil {
		return err
	}
	fresh := header{}
	for i := range h.Officers {
		o := h.Officers[i]
		names, err := old.nameOfficers(h, &o)
		if err != nil {
			return err
		}
		o.Name = sealWith(seal, []byte(names[0]), bind("officer", o.ID))
		fresh.Officers = append(fresh.Officers, o)
	}
	if err := fresh.sealPairs(next); err != nil {
		return err
	}
	t.Officers, t.Pairs = fresh.Officers, fresh.Pairs
	t.Past, err = next.sealPast()
	return err
}

// Rewrap is a case's key, sealed under the new class key.
func (v *Vault) Rewrap(caseID, class string, wrapped []byte) ([]byte, error) {
	var fresh []byte
	err := v.turning(func(r *ring) error {
		k, err := r.unwrapCold(caseID, class, wrapped)
		if err != nil {
			return err
		}
		defer clear(k.raw)
		fresh = sealWith(r.next.wraps[class], k.raw, bind("case key", caseID, class))
		return nil
	})
	return fresh, err
}

// ResealBank is what SealBank made, sealed under the new keys. What is not sealed stays as it is.
func (v *Vault) ResealBank(class, label string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != suite {
		return sealed, nil
	}
	var fresh []byte
	err := v.turning(func(r *ring) error {
		old, ok := r.banks[class]
		if !ok {
			return noClass(class)
		}
		plain, err := openWith(old, sealed, bind("bank", class, label))
		if err != nil {
			return err
		}
		defer clear(plain)
		fresh = sealWith(r.next.banks[class], plain, bind("bank", class, label))
		return nil
	})
	return fresh, err
}

// Reblind is the new index of the same value, which nobody has to know: every rotation puts one more keyed hash around it.
func (v *Vault) Reblind(index []byte) ([]byte, error) {
	var fresh []byte
	err := v.turning(func(r *ring) error {
		fresh = around(r.next.blind, index)
		return nil
	})
	return fresh, err
}

func around(key, index []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(index)
	return mac.Sum(nil)[:16]
}

// turning lends a ring that has the next one.
func (v *Vault) turning(f func(*ring) error) error {
	return v.use(func(r *ring) error {
		if r.next == nil {
			return fault.New(fault.Refused, "vault.not_rotating")
		}
		return f(r)
	})
}

// SettleRotation ends a rotation: the store says whose epoch it is sealed under. The new one: the old keys leave header and
// memory. The old one: the rotation never happened. Nothing to settle is nothing to do. Call it while the store can be
// written by nobody else.
func (v *Vault) SettleRotation(epoch string) error {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ring == nil {
		return locked()
	}
	if h.Next == nil {
		if h.Epoch == epoch && v.ring.next != nil && v.ring.next.epoch == epoch { // another program was quicker
			v.promote()
		}
		return nil
	}
	if epoch != h.Next.Epoch {
		h.Next = nil
		v.dropNext()
		return v.keep(h, v.ring)
	}
	if v.ring.next == nil {
		return fault.New(fault.Stale, "vault.rotated")
	}
	h.become()
	if err := v.keep(h, v.ring.next); err != nil {
		return err
	}
	v.promote()
	return nil
}

// become takes the new keys' side of the header.
func (h *header) become() {
	t := h.Next
	for i := range h.Accounts {
		h.Accounts[i].Grants = t.Grants[h.Accounts[i].ID]
	}
	h.Epoch, h.Officers, h.Pairs, h.Past, h.Next = t.Epoch, t.Officers, t.Pairs, t.Past, nil
}

func (v *Vault) promote() {
	next := v.ring.next
	v.ring.next = nil
	v.ring.wipe()
	v.ring = next
}

func (v *Vault) dropNext() {
	if v.ring.next != nil {
		v.ring.next.wipe()
		v.ring.next = nil
	}
}

// openNext opens the other side of a rotation that was cut off, for an account that is signing in.
func (a *account) openNext(h *header, private hpke.PrivateKey) (*ring, error) {
	keys, err := a.openKeys(private, h.Next.Grants[a.ID])
	if err != nil {
		return nil, err
	}
	past, err := openPast(keys[bankKey], h.Next.Past)
	if err != nil {
		return nil, err
	}
	return newRing(keys, past, h.Next.Epoch)
}

// sealPast keeps the blind keys of earlier epochs, which stand under every index, oldest first.
func (r *ring) sealPast() ([]byte, error) {
	seal, err := derivedAEAD(r.keys[bankKey], "past blinds")
	if err != nil {
		return nil, err
	}
	return sealWith(seal, slices.Concat(r.past...), bind("past blinds")), nil
}

func openPast(bank, sealed []byte) ([][]byte, error) {
	if sealed == nil {
		return nil, nil
	}
	seal, err := derivedAEAD(bank, "past blinds")
	if err != nil {
		return nil, err
	}
	plain, err := openWith(seal, sealed, bind("past blinds"))
	if err != nil {
		return nil, err
	}
	return slices.Collect(slices.Chunk(plain, 32)), nil
}

// cloned copies keys, since the ring they are in is overwritten when it is dropped.
func cloned(keys [][]byte) [][]byte {
	out := make([][]byte, len(keys))
	for i, k := range keys {
		out[i] = slices.Clone(k)
	}
	return out
}
