package vault

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"filippo.io/age"

	"ruhang/core/fault"
)

// mostOfficers bounds the pairs, which grow with the square: seven officers are 21 pairs, 80 kB.
const mostOfficers = 7

// officer is somebody whose kit is half of a way back in. Only the public half of the kit is kept here.
type officer struct {
	ID        string `json:"id"`        // random
	Recipient string `json:"recipient"` // age, hybrid: MLKEM768-X25519
	Name      []byte `json:"name"`      // sealed under the bank's key
}

// pair is the bank's keys, sealed to one officer and what came out of it to the other: both are needed to open it.
type pair struct {
	Officers [2]string `json:"officers"`
	Keys     []byte    `json:"keys"`
}

// AddOfficer makes a recovery officer and returns the officer's id and kit. The kit, AGE-SECRET-KEY-PQ-1 and 58 more
// characters, is what the officer keeps on paper: it is made once, shown once and stored nowhere. Two officers are needed
// before anything can be restored, then any two can. The account that is signed in must hold every class.
func (v *Vault) AddOfficer(name string) (id, kit string, err error) {
	if name = strings.TrimSpace(name); name == "" {
		return "", "", fault.New(fault.Invalid, "vault.name_empty")
	}
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return "", "", storeFault(err)
	}
	id = hex.EncodeToString(random(16))
	err = v.change(func(h *header, r *ring) error {
		if h.Next != nil {
			return fault.New(fault.Refused, "vault.rotating")
		}
		if len(h.Officers) >= mostOfficers {
			return fault.New(fault.Refused, "vault.too_many_officers")
		}
		seal, err := r.officerNames()
		if err != nil {
			return err
		}
		o := officer{ID: id, Recipient: identity.Recipient().String(), Name: sealWith(seal, []byte(name), bind("officer", id))}
		h.Officers = append(h.Officers, o)
		return h.sealPairs(r)
	})
	return id, identity.String(), err
}

// RemoveOfficer takes an officer's half away. What the officer could open together with another one, from a copy of the
// header of before, stays open to them until the keys are rotated.
func (v *Vault) RemoveOfficer(id string) error {
	return v.change(func(h *header, r *ring) error {
		if h.Next != nil {
			return fault.New(fault.Refused, "vault.rotating")
		}
		n := len(h.Officers)
		h.Officers = slices.DeleteFunc(h.Officers, func(o officer) bool { return o.ID == id })
		if len(h.Officers) == n {
			return fault.New(fault.Missing, "vault.no_officer")
		}
		return h.sealPairs(r)
	})
}

// Officers are the names of the recovery officers by id; the vault must be unlocked.
func (v *Vault) Officers() (map[string]string, error) {
	out := map[string]string{}
	err := v.read(func(h *header, r *ring) error {
		for i := range h.Officers {
			names, err := r.nameOfficers(h, &h.Officers[i])
			if err != nil {
				return err
			}
			out[h.Officers[i].ID] = names[0]
		}
		return nil
	})
	return out, err
}

// Recipients are the officers' age recipients, for what must outlive this machine: a backup sealed to them opens with
// an officer's kit by any age program. The vault must be unlocked, since only its keys tell that nobody slipped in a
// recipient of their own.
func (v *Vault) Recipients() ([]string, error) {
	var out []string
	err := v.read(func(h *header, _ *ring) error {
		for _, o := range h.Officers {
			out = append(out, o.Recipient)
		}
		return nil
	})
	return out, err
}

// Recover gives an account a new password with the kits of two officers, and signs it in. Whoever types the password is
// the account's owner; nobody chooses it for them. Everything that was sealed under the old password is gone: it gets
// new keys, and a second factor must be enrolled anew. Kits that are not those of two different officers of this bank
// are one answer: Denied, vault.kits. told hears of it with the officers' names once the keys are in memory and before
// anything is changed; its error is the end of it.
func (v *Vault) Recover(kits [2]string, name, password string, told func(accountID string, officers []string) error) (string, error) {
	if err := CheckPassword(name, password); err != nil {
		return "", err
	}
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return "", err
	}
	r, officers, err := h.openPair(kits)
	if err != nil {
		return "", err
	}
	a := h.byLookup(lookup(h.Bank, name))
	if a == nil {
		r.wipe()
		return "", fault.New(fault.Missing, "vault.no_account")
	}
	v.setRing(r)
	if err = told(a.ID, officers); err == nil {
		err = v.renew(h, a, r, password)
	}
	if err != nil {
		v.Lock()
		return "", err
	}
	return a.ID, nil
}

// sealPairs seals the keys in the ring to every two officers.
func (h *header) sealPairs(r *ring) error {
	h.Pairs = nil
	if len(h.Officers) < 2 {
		return nil
	}
	for _, class := range classes {
		if _, err := r.raw(class); err != nil {
			return err
		}
	}
	plain, _ := json.Marshal(r.keys) // names and bytes: cannot fail
	defer clear(plain)
	for i, a := range h.Officers {
		for _, b := range h.Officers[:i] {
			inner, err := ageSeal(a.Recipient, plain)
			if err != nil {
				return err
			}
			outer, err := ageSeal(b.Recipient, inner)
			if err != nil {
				return err
			}
			h.Pairs = append(h.Pairs, pair{Officers: [2]string{a.ID, b.ID}, Keys: outer})
		}
	}
	return nil
}

// openPair finds the pair that two kits open, and proves with what was in it that the header is the bank's own. It names
// the two officers.
func (h *header) openPair(kits [2]string) (*ring, []string, error) {
	wrong := fault.New(fault.Denied, "vault.kits")
	first, one := parseKit(kits[0])
	second, two := parseKit(kits[1])
	if one != nil || two != nil {
		return nil, nil, wrong
	}
	a, b := h.officerOf(first), h.officerOf(second)
	i := slices.IndexFunc(h.Pairs, func(p pair) bool {
		return a != nil && b != nil && (p.Officers == [2]string{a.ID, b.ID} || p.Officers == [2]string{b.ID, a.ID})
	})
	if i < 0 {
		return nil, nil, wrong
	}
	r, err := ringOf(h.Pairs[i], first, second, h.Past, h.Epoch)
	if err == nil && h.Next != nil { // a rotation was cut off; its pairs are in the same order
		r.next, err = ringOf(h.Next.Pairs[i], first, second, h.Next.Past, h.Next.Epoch)
	}
	if err != nil {
		return nil, nil, err
	}
	names, err := r.nameOfficers(h, a, b)
	if err != nil {
		r.wipe()
		return nil, nil, err
	}
	return r, names, nil
}

// ringOf is the keys of a pair.
func ringOf(p pair, a, b *age.HybridIdentity, sealedPast []byte, epoch string) (*ring, error) {
	plain, err := ageOpen(p.Keys, a, b)
	if err != nil {
		return nil, fault.New(fault.Denied, "vault.kits")
	}
	defer clear(plain)
	keys := map[string][]byte{}
	if json.Unmarshal(plain, &keys) != nil || len(keys[bankKey]) != 32 {
		return nil, fault.New(fault.Corrupt, "vault.header")
	}
	past, err := openPast(keys[bankKey], sealedPast)
	if err != nil {
		return nil, err
	}
	return newRing(keys, past, epoch)
}

// nameOfficers opens names once the header has proved to be the bank's own.
func (r *ring) nameOfficers(h *header, officers ...*officer) ([]string, error) {
	if err := r.authentic(h); err != nil {
		return nil, err
	}
	seal, err := r.officerNames()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, o := range officers {
		name, err := openWith(seal, o.Name, bind("officer", o.ID))
		if err != nil {
			return nil, err
		}
		names = append(names, string(name))
	}
	return names, nil
}

// officerOf is whose kit it is; nil for nobody's.
func (h *header) officerOf(kit *age.HybridIdentity) *officer {
	for i := range h.Officers {
		if h.Officers[i].Recipient == kit.Recipient().String() {
			return &h.Officers[i]
		}
	}
	return nil
}

// parseKit reads a kit as it is typed from paper: spaces and small letters do not matter.
func parseKit(typed string) (*age.HybridIdentity, error) {
	return age.ParseHybridIdentity(strings.ToUpper(strings.Join(strings.Fields(typed), "")))
}

func ageSeal(recipient string, plain []byte) ([]byte, error) {
	to, err := age.ParseHybridRecipient(recipient)
	if err != nil {
		return nil, fault.New(fault.Corrupt, "vault.header")
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err != nil {
		return nil, storeFault(err)
	}
	_, err = w.Write(plain)
	err = errors.Join(err, w.Close()) // before the bytes are taken: it writes the last of them
	return out.Bytes(), storeFault(err)
}

// ageOpen takes off both seals; each kit opens one of them, whichever.
func ageOpen(sealed []byte, a, b *age.HybridIdentity) ([]byte, error) {
	for range 2 {
		r, err := age.Decrypt(bytes.NewReader(sealed), a, b)
		if err != nil {
			return nil, err
		}
		if sealed, err = io.ReadAll(io.LimitReader(r, headerLimit)); err != nil {
			return nil, err
		}
	}
	return sealed, nil
}
