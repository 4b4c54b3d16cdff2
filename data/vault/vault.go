// Package vault is the bank's keys, and the seal on everything that names or describes a person: bodies, heads, files.
//
//	password ─Argon2id→ user key ─AEAD→ the account's private key (HPKE, MLKEM768-X25519)
//	class keys: basic, evaluation, salary, background, identity; and the bank's own key; HPKE-sealed to each account
//	a random key per case and class, sealed under the class key, kept by the store in a table of its own
//	recovery officers: the same keys, sealed to every two of them (age, MLKEM768-X25519); a kit on paper opens one of the seals
//	bodies, heads, files: AES-256-GCM under the case's key, bound to the place they stand at
//
// Deleting a case's keys erases the case. That is also why heads are sealed under the case's key, not under one
// derived from the class key and the case's name: a derived key could be made again for ever, and a head in an old
// backup would outlive its erasure. The extra unwrapping is measured (BenchmarkOpen100kHeads) and affordable.
//
// The package refuses to store a password or anything to compare one with (a wrong password is a seal that does not
// open), to write plaintext to a disk, to put a person's data in an error or a file name, and to have a way in for
// somebody who lost every password and has no two officers. It knows no cases, no events and no database.
//
//	v, err := vault.Open(dir, vault.Options{})
//	account, err := v.Unlock("lin", password, "")
//	sealed, err := v.Seal(caseID, "basic", key, "head", "head", plain)
package vault

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"ruhang/core/fault"
)

// HeaderName is the file in the bank's folder that holds accounts and sealed keys; without it nothing opens again.
const HeaderName = "vault.json"

var classes = []string{"basic", "evaluation", "salary", "background", "identity"}

// Classes are the compartments that have a key of their own.
func Classes() []string { return slices.Clone(classes) }

// Argon are the costs of turning a password into a key (RFC 9106).
type Argon struct {
	Time      uint32 `json:"time"`
	MemoryKiB uint32 `json:"memory_kib"`
	Threads   uint8  `json:"threads"`
}

func (a Argon) covers(floor Argon) bool {
	return a.Time >= floor.Time && a.MemoryKiB >= floor.MemoryKiB && a.Threads >= floor.Threads
}

// Options are what a bank may set; the zero value is what a bank should use.
type Options struct {
	Argon Argon            // for new passwords, raised on sign-in; default t=3, 64 MiB, p=4 (RFC 9106, second choice)
	Floor Argon            // a header that asks for less is refused; default t=2, 19 MiB, p=1 (OWASP)
	Now   func() time.Time // default time.Now

	KeyStore  KeyStore // where this machine may keep a key; nil: it remembers nobody
	Biometric KeyStore // a store whose keys come out after face or finger only; nil: none
}

func (o Options) filled() Options {
	if o.Argon == (Argon{}) {
		o.Argon = Argon{Time: 3, MemoryKiB: 64 << 10, Threads: 4}
	}
	if o.Floor == (Argon{}) {
		o.Floor = Argon{Time: 2, MemoryKiB: 19 << 10, Threads: 1}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Vault is one bank's folder. Its methods may be called from several goroutines.
type Vault struct {
	dir     string
	options Options
	header  sync.Mutex   // held while the header is read, changed and written
	mu      sync.RWMutex // guards ring: held for reading while its keys are in use, for writing to drop them
	ring    *ring        // nil while locked
}

// Create makes the header of a new bank: no account, no key, no default password. The first AddAccount makes the keys.
// A folder that already has a header is refused (Refused, vault.exists).
func Create(dir string, options Options) (*Vault, error) {
	v := &Vault{dir: dir, options: options.filled()}
	if !v.options.Argon.covers(v.options.Floor) {
		return nil, fault.New(fault.Corrupt, "vault.weak_params")
	}
	if err := os.MkdirAll(filepath.Join(dir, filesDir), 0o700); err != nil {
		return nil, storeFault(err)
	}
	if _, err := os.Lstat(v.headerPath()); !errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.Refused, "vault.exists")
	}
	return v, v.store(&header{Format: headerFormat, Suite: suite, Bank: random(32), Guesses: map[string]guess{}})
}

// Open reads and checks the header; the vault is locked. No header is Missing, vault.missing; one of a newer version
// or another suite, or with weakened parameters, is Corrupt.
func Open(dir string, options Options) (*Vault, error) {
	v := &Vault{dir: dir, options: options.filled()}
	if _, err := v.load(); err != nil {
		return nil, err
	}
	return v, storeFault(os.MkdirAll(filepath.Join(dir, filesDir), 0o700))
}

// Unlocked says whether keys are in memory.
func (v *Vault) Unlocked() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.ring != nil
}

// Lock overwrites the keys and drops them; everything sealed stays shut, also files that are being read, until the
// next Unlock. The copies inside the cipher objects are left to the garbage collector: Go offers no way to reach them.
func (v *Vault) Lock() { v.setRing(nil) }

func (v *Vault) setRing(r *ring) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ring != nil {
		v.ring.wipe()
	}
	v.ring = r
}

// use lends the keys to f; they cannot be dropped while it runs.
func (v *Vault) use(f func(*ring) error) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.ring == nil {
		return locked()
	}
	return f(v.ring)
}

func locked() error { return fault.New(fault.Denied, "vault.locked") }

func storeFault(err error) error { return fault.Wrap(err, fault.Internal, "vault.disk", "vault") }

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: the program ends when the system has no randomness
	return b
}
