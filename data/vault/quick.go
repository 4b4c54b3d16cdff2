package vault

import (
	"crypto/cipher"
	"crypto/hpke"
	"encoding/hex"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"ruhang/core/fault"
)

// KeyStore is a place of the system's own for one small key: the credential store of a desktop, the Keystore or Keychain of a
// phone. It hands out a key or an error, never a yes: whoever tricks it into saying yes has no key.
type KeyStore interface {
	Put(name string, key []byte) error
	Get(name string) ([]byte, error)
	Delete(name string) error
}

const (
	pinShortest = 6
	pinTries    = 5              // then the machine's key is deleted, and only the password opens
	quickLength = 12 * time.Hour // after which the password is asked again
	manyGuesses = 10             // wrong passwords after which no machine remembers the account any more
)

// machine is one that remembers an account: its private key once more, sealed under the machine's key in the system's
// store and a PIN, neither of which opens it alone. A phone seals it under a key that its biometrics release as well.
type machine struct {
	ID    string    `json:"id"` // random; names the machine's key in the store
	Argon Argon     `json:"argon"`
	Salt  []byte    `json:"salt"`
	PIN   []byte    `json:"pin"`             // sealed under the machine's key and the PIN
	Touch []byte    `json:"touch,omitempty"` // sealed under the key that biometrics release
	Until time.Time `json:"until"`
}

// Remember lets this machine open the account with a PIN for twelve hours, and with biometrics where Options.Biometric is one.
// It takes the password, and the code of a second factor where there is one. Losing the store's key loses nothing: the password opens.
func (v *Vault) Remember(accountID, password, code, pin string) error {
	if v.options.KeyStore == nil {
		return fault.New(fault.Offline, "vault.no_keystore")
	}
	if utf8.RuneCountInString(pin) < pinShortest || isRepetition([]rune(pin)) || isRun([]rune(pin)) {
		return fault.New(fault.Invalid, "vault.pin_weak", "min", strconv.Itoa(pinShortest))
	}
	return v.own(accountID, password, &code, func(a *account, private hpke.PrivateKey) error {
		secret, err := private.Bytes()
		if err != nil {
			return storeFault(err)
		}
		defer clear(secret)
		q := machine{ID: hex.EncodeToString(random(16)), Argon: v.options.Argon, Salt: random(16), Until: v.options.Now().UTC().Add(quickLength).Truncate(time.Second)}
		if q.PIN, err = v.sealQuick(v.options.KeyStore, a, &q, "pin", pin, secret); err != nil {
			return err
		}
		if v.options.Biometric != nil {
			if q.Touch, err = v.sealQuick(v.options.Biometric, a, &q, "touch", "", secret); err != nil {
				return err
			}
		}
		v.forget(a)
		a.Quick = []machine{q}
		return nil
	})
}

// sealQuick makes a key in a store and seals the private key under it.
func (v *Vault) sealQuick(store KeyStore, a *account, q *machine, way, pin string, secret []byte) ([]byte, error) {
	key := random(32)
	defer clear(key)
	if err := store.Put(q.ID+"."+way, key); err != nil {
		return nil, fault.Wrap(err, fault.Offline, "vault.no_keystore", "vault")
	}
	seal, err := q.cipher(key, pin)
	if err != nil {
		return nil, err
	}
	return sealWith(seal, secret, bind("quick", way, a.ID, q.ID)), nil
}

// cipher needs the store's key; a PIN, where there is one, is stretched and mixed in.
func (q *machine) cipher(key []byte, pin string) (cipher.AEAD, error) {
	var stretched []byte
	if pin != "" {
		typed := []byte(pin)
		defer clear(typed)
		stretched = argon2.IDKey(typed, q.Salt, q.Argon.Time, q.Argon.MemoryKiB, q.Argon.Threads, 32)
		defer clear(stretched)
	}
	mixed := derive(key, stretched, "quick unlock")
	defer clear(mixed)
	return newAEAD(mixed)
}

// Remembered are the accounts that this machine may open without their password.
func (v *Vault) Remembered() ([]string, error) {
	defer v.hold()()
	h, err := v.load()
	if err != nil || v.options.KeyStore == nil {
		return nil, err
	}
	var ids []string
	for _, a := range h.Accounts {
		for _, q := range a.Quick {
			if _, err := v.options.KeyStore.Get(q.ID + ".pin"); err == nil && v.options.Now().Before(q.Until) {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids, nil
}

// UnlockPIN opens a remembered account with the machine's key and the PIN. Five wrong ones delete the machine's key; it is
// counted on the disk before the PIN is looked at. Whatever is missing, the answer is to sign in with the password (Denied,
// vault.use_password).
func (v *Vault) UnlockPIN(accountID, pin string) error {
	return v.unlockQuick(accountID, v.options.KeyStore, "pin", pin)
}

// UnlockTouch opens a remembered account with the key that the system's biometrics release, and with nothing else: a bridge that
// merely says yes has no key. The PIN is the fallback.
func (v *Vault) UnlockTouch(accountID string) error {
	return v.unlockQuick(accountID, v.options.Biometric, "touch", "")
}

func (v *Vault) unlockQuick(accountID string, store KeyStore, way, pin string) error {
	usePassword := fault.New(fault.Denied, "vault.use_password")
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return err
	}
	a := h.byID(accountID)
	if a == nil || len(a.Quick) == 0 || store == nil || !v.options.Now().Before(a.Quick[0].Until) {
		return usePassword
	}
	q := &a.Quick[0]
	sealed := q.PIN
	if way == "touch" {
		sealed = q.Touch
	}
	count := "quick/" + q.ID
	tries := h.Guesses[count]
	if tries.Failures >= pinTries {
		v.forget(a)
		return usePassword
	}
	h.Guesses[count] = guess{Failures: tries.Failures + 1, Last: v.options.Now().UTC().Truncate(time.Second)}
	if err := v.store(h); err != nil {
		return err
	}
	private := v.openQuick(store, a, q, way, pin, sealed)
	if private == nil {
		if tries.Failures+1 >= pinTries {
			v.forget(a)
			return usePassword
		}
		return fault.New(fault.Denied, "vault.pin", "left", strconv.Itoa(pinTries-tries.Failures-1))
	}
	r, err := a.openGrants(h, private)
	if err != nil {
		return err
	}
	delete(h.Guesses, count)
	if err := v.store(h); err != nil {
		r.wipe()
		return err
	}
	v.setRing(r)
	return nil
}

// openQuick is the private key, or nil.
func (v *Vault) openQuick(store KeyStore, a *account, q *machine, way, pin string, sealed []byte) hpke.PrivateKey {
	key, err := store.Get(q.ID + "." + way)
	if err != nil || len(key) != 32 || len(sealed) == 0 {
		return nil
	}
	defer clear(key)
	seal, err := q.cipher(key, pin)
	if err != nil {
		return nil
	}
	secret, err := openWith(seal, sealed, bind("quick", way, a.ID, q.ID))
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

// Unremember makes this machine forget an account.
func (v *Vault) Unremember(accountID string) error {
	return v.change(func(h *header, _ *ring) error {
		a := h.byID(accountID)
		if a == nil {
			return fault.New(fault.Missing, "vault.no_account")
		}
		v.forget(a)
		a.Quick = nil
		return nil
	})
}

// forget deletes the machine's keys; what they sealed is then noise. It needs nobody's keys, so that it can follow guessing.
func (v *Vault) forget(a *account) {
	for _, q := range a.Quick {
		for way, store := range map[string]KeyStore{"pin": v.options.KeyStore, "touch": v.options.Biometric} {
			if store != nil {
				_ = store.Delete(q.ID + "." + way) // a store that does not answer hands the key out to nobody either
			}
		}
	}
}

// quickNames are the counters of remembered machines, which invented names must not push out.
func (h *header) quickNames() []string {
	var names []string
	for _, a := range h.Accounts {
		for _, q := range a.Quick {
			names = append(names, "quick/"+q.ID)
		}
	}
	return slices.Clip(names)
}
