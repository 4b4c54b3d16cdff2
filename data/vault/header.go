package vault

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gofrs/flock"

	"ruhang/core/fault"
)

const (
	headerFormat = "ruhang.vault.2"
	firstFormat  = "ruhang.vault.1" // every account signed by itself; becomes the present one with the first change

	// suite 1: AES-256-GCM, HKDF-SHA256, HMAC-SHA256, Argon2id, HPKE with MLKEM768-X25519. Sealed bytes begin with it.
	suite = 1

	headerLimit = 4 << 20 // bytes; an account takes 11 kB
)

// header is vault.json. It holds no name, no password and nothing that was made from one without Argon2id; the lookup
// of a name can be tested by guessing names, but not read.
type header struct {
	Format   string           `json:"format"`
	Suite    int              `json:"suite"`
	Bank     []byte           `json:"bank"` // public salt of the lookups
	Accounts []account        `json:"accounts"`
	Officers []officer        `json:"officers,omitempty"`
	Pairs    []pair           `json:"pairs,omitempty"` // of every two officers
	Epoch    string           `json:"epoch,omitempty"` // of the keys; "" before the first rotation
	Past     []byte           `json:"past,omitempty"`  // blind keys of earlier epochs, sealed under the bank's key
	Next     *turn            `json:"next,omitempty"`  // the keys of a rotation that is not settled
	Mac      []byte           `json:"mac,omitempty"`   // under the bank's key, over all of the above
	Guesses  map[string]guess `json:"guesses"`         // failed sign-ins by lookup, also of names that do not exist
	// Missed are failed sign-ins that the bank's trail does not tell of yet, by account id.
	Missed map[string]missed `json:"missed,omitempty"`
}

type account struct {
	ID      string            `json:"id"`     // random
	Lookup  []byte            `json:"lookup"` // HMAC of the sign-in name
	Argon   Argon             `json:"argon"`
	Salt    []byte            `json:"salt"`
	Public  []byte            `json:"public"`
	Private []byte            `json:"private"`          // sealed under the user key
	Grants  map[string][]byte `json:"grants"`           // class → its key, sealed to Public
	Factor  []byte            `json:"factor,omitempty"` // second factor, sealed under the private key
	Owes    bool              `json:"owes,omitempty"`   // a second factor, since its password was restored
	Quick   []machine         `json:"quick,omitempty"`  // machines that remember it
	Mac     []byte            `json:"mac,omitempty"`    // of the first format only

	used []byte // Factor less the code just taken, until the header is known to be its owners'
}

// parseHeader accepts what this version wrote and refuses the rest: another suite, unknown fields, parameters below
// the floor (somebody made guessing cheap) or absurdly high (somebody made signing in impossible).
func parseHeader(data []byte, floor Argon) (*header, error) {
	h := &header{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(h); err != nil {
		return nil, fault.New(fault.Corrupt, "vault.header")
	}
	if _, err := d.Token(); err != io.EOF || len(data) > headerLimit || len(h.Bank) != 32 {
		return nil, fault.New(fault.Corrupt, "vault.header")
	}
	if h.Format != headerFormat && h.Format != firstFormat || h.Suite != suite {
		return nil, fault.New(fault.Corrupt, "vault.suite")
	}
	if !h.signed() {
		return nil, fault.New(fault.Corrupt, "vault.header")
	}
	if h.Guesses == nil {
		h.Guesses = map[string]guess{}
	}
	seen := map[string]bool{}
	for i := range h.Accounts {
		a := &h.Accounts[i]
		if seen[a.ID] || seen[string(a.Lookup)] || !a.wellFormed() {
			return nil, fault.New(fault.Corrupt, "vault.header")
		}
		if !a.Argon.covers(floor) {
			return nil, fault.New(fault.Corrupt, "vault.weak_params")
		}
		seen[a.ID], seen[string(a.Lookup)] = true, true
	}
	return h, nil
}

// signed says whether the header has the signatures of its format; whether they are right only the keys can tell. A new
// bank has no account, hence no key to sign with.
func (h *header) signed() bool {
	for _, a := range h.Accounts {
		if (len(a.Mac) == 32) != (h.Format == firstFormat) {
			return false
		}
	}
	if h.Format == firstFormat || len(h.Accounts) == 0 {
		return h.Mac == nil && h.Officers == nil && h.Pairs == nil && h.Next == nil
	}
	return len(h.Mac) == 32
}

func (a *account) wellFormed() bool {
	ceiling := Argon{Time: 64, MemoryKiB: 4 << 20, Threads: 64}
	id, err := hex.DecodeString(a.ID)
	return err == nil && len(id) == 16 && len(a.Lookup) == 32 && len(a.Salt) == 16 && a.Grants[bankKey] != nil && ceiling.covers(a.Argon)
}

func (h *header) byLookup(lookup []byte) *account {
	for i := range h.Accounts {
		if bytes.Equal(h.Accounts[i].Lookup, lookup) {
			return &h.Accounts[i]
		}
	}
	return nil
}

func (h *header) byID(id string) *account {
	for i := range h.Accounts {
		if h.Accounts[i].ID == id {
			return &h.Accounts[i]
		}
	}
	return nil
}

// lockName is the file by which two programs on one bank change the header one after the other; nothing is in it.
const lockName = ".vault.lock"

// hold keeps everybody else from the header, in this program and in others, until what it returns is called. On a disk
// without locks other programs are not kept.
func (v *Vault) hold() (release func()) {
	v.header.Lock()
	lock := flock.New(filepath.Join(v.dir, lockName), flock.SetPermissions(0o600))
	_ = lock.Lock()
	return func() {
		_ = lock.Close()
		v.header.Unlock()
	}
}

func (v *Vault) headerPath() string { return filepath.Join(v.dir, HeaderName) }

func (v *Vault) load() (*header, error) {
	f, err := os.Open(v.headerPath())
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.Missing, "vault.missing")
	}
	if err != nil {
		return nil, storeFault(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, headerLimit+1))
	if err != nil {
		return nil, storeFault(err)
	}
	return parseHeader(data, v.options.Floor)
}

func (v *Vault) store(h *header) error {
	data, err := json.MarshalIndent(h, "", " ")
	if err != nil {
		return storeFault(err)
	}
	return storeFault(writeWhole(v.headerPath(), append(data, '\n')))
}

// keep signs the header and writes it.
func (v *Vault) keep(h *header, r *ring) error {
	r.sign(h)
	return v.store(h)
}

// change lets f change a header that is as its owners left it, and signs it anew.
func (v *Vault) change(f func(*header, *ring) error) error {
	return v.read(func(h *header, r *ring) error {
		if err := f(h, r); err != nil {
			return err
		}
		return v.keep(h, r)
	})
}

// read lends f a header that is as its owners left it.
func (v *Vault) read(f func(*header, *ring) error) error {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return err
	}
	return v.use(func(r *ring) error {
		if err := r.authentic(h); err != nil {
			return err
		}
		return f(h, r)
	})
}

// writeWhole replaces a file so that a crash leaves the old one or the new one, never a piece.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), partPrefix+"*") // made with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // only what was not renamed is still there
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes a rename last through a power cut. Windows cannot open a folder for that and journals renames itself.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
