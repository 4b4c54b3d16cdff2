package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"ruhang/core/fault"
)

// normalName makes a name as people type it (full-width letters, capitals, spaces around) one and the same.
func normalName(name string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(name)))
}

func lookup(bank []byte, name string) []byte {
	mac := hmac.New(sha256.New, bank)
	mac.Write([]byte(normalName(name)))
	return mac.Sum(nil)
}

// wrap seals the private key under the password, exactly as typed, with a new salt.
func (a *account) wrap(private hpke.PrivateKey, password string, cost Argon) error {
	secret, err := private.Bytes()
	if err != nil {
		return storeFault(err)
	}
	defer clear(secret)
	a.Argon, a.Salt = cost, random(16)
	user := a.userKey(password)
	defer clear(user)
	seal, err := newAEAD(user)
	if err != nil {
		return err
	}
	a.Private = sealWith(seal, secret, a.place())
	return nil
}

// unwrap gives the private key, or nil for a wrong password.
func (a *account) unwrap(password string) hpke.PrivateKey {
	user := a.userKey(password)
	defer clear(user)
	seal, err := newAEAD(user)
	if err != nil {
		return nil
	}
	secret, err := openWith(seal, a.Private, a.place())
	if err != nil {
		return nil
	}
	defer clear(secret)
	private, err := hpke.MLKEM768X25519().NewPrivateKey(secret)
	if err != nil {
		return nil
	}
	return private
}

func (a *account) userKey(password string) []byte {
	typed := []byte(password)
	defer clear(typed)
	return argon2.IDKey(typed, a.Salt, a.Argon.Time, a.Argon.MemoryKiB, a.Argon.Threads, 32)
}

// place binds the sealed private key to the account, its parameters and its public key.
func (a *account) place() []byte {
	cost := binary.BigEndian.AppendUint32(nil, a.Argon.Time)
	cost = append(binary.BigEndian.AppendUint32(cost, a.Argon.MemoryKiB), a.Argon.Threads)
	return bind("account", a.ID, string(cost), string(a.Public))
}

func (a *account) grant(to hpke.PublicKey, class string, r *ring) error {
	key, err := r.raw(class)
	if err != nil {
		return err
	}
	sealed, err := hpke.Seal(to, hpke.HKDFSHA256(), hpke.AES256GCM(), bind("grant", a.ID, class), key)
	if err != nil {
		return storeFault(err)
	}
	a.Grants[class] = sealed
	return nil
}

// openGrants opens the class keys of an account and proves with them that nobody changed the header's accounts; only then a
// code that was taken counts as used up. Where a rotation was cut off, both sides of it are opened.
func (a *account) openGrants(h *header, private hpke.PrivateKey) (*ring, error) {
	keys, err := a.openKeys(private, a.Grants)
	if err != nil {
		return nil, err
	}
	past, err := openPast(keys[bankKey], h.Past)
	if err != nil {
		return nil, err
	}
	r, err := newRing(keys, past, h.Epoch)
	if err != nil {
		return nil, err
	}
	if err = r.authentic(h); err == nil && h.Next != nil {
		r.next, err = a.openNext(h, private)
	}
	if err != nil {
		r.wipe()
		return nil, err
	}
	if a.used != nil {
		a.Factor, a.used = a.used, nil
	}
	return r, nil
}

func (a *account) openKeys(private hpke.PrivateKey, grants map[string][]byte) (map[string][]byte, error) {
	keys := map[string][]byte{}
	for class, sealed := range grants {
		key, err := hpke.Open(private, hpke.HKDFSHA256(), hpke.AES256GCM(), bind("grant", a.ID, class), sealed)
		if err != nil || len(key) != 32 {
			return nil, fault.New(fault.Corrupt, "vault.header")
		}
		keys[class] = key
	}
	if keys[bankKey] == nil {
		return nil, fault.New(fault.Corrupt, "vault.header")
	}
	return keys, nil
}

// sign brings the header into the present format and signs it whole, but for the guesses, which are counted before
// anybody has a key.
func (r *ring) sign(h *header) {
	h.Format = headerFormat
	for i := range h.Accounts {
		h.Accounts[i].Mac = nil
	}
	h.Mac = r.mac(h.unsigned())
}

func (h *header) unsigned() header {
	plain := *h
	plain.Guesses, plain.Missed, plain.Mac = nil, nil, nil
	return plain
}

// mac is over JSON; maps are written in the order of their keys.
func (r *ring) mac(v any) []byte {
	data, _ := json.Marshal(v) // strings, bytes and numbers only: cannot fail
	mac := hmac.New(sha256.New, r.header)
	mac.Write(data)
	return mac.Sum(nil)
}

// first is an account as the first format signed it.
func (a *account) first() any {
	return struct {
		ID      string            `json:"id"`
		Lookup  []byte            `json:"lookup"`
		Argon   Argon             `json:"argon"`
		Salt    []byte            `json:"salt"`
		Public  []byte            `json:"public"`
		Private []byte            `json:"private"`
		Grants  map[string][]byte `json:"grants"`
		Mac     []byte            `json:"mac"`
	}{a.ID, a.Lookup, a.Argon, a.Salt, a.Public, a.Private, a.Grants, nil}
}

// authentic says whether accounts and officers were written by somebody who held the bank's key. Otherwise whoever can
// write the file could put their own public key into one and wait for keys to be sealed to it.
func (r *ring) authentic(h *header) error {
	right := h.Format == firstFormat || hmac.Equal(r.mac(h.unsigned()), h.Mac)
	for i := range h.Accounts {
		right = right && (h.Format != firstFormat || hmac.Equal(r.mac(h.Accounts[i].first()), h.Accounts[i].Mac))
	}
	if !right {
		return fault.New(fault.Corrupt, "vault.header")
	}
	return nil
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, storeFault(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return aead, storeFault(err)
}
