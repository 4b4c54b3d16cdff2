package vault

import (
	"container/list"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"slices"
	"sync"

	"ruhang/core/fault"
)

// bankKey names the bank's own key beside the class keys; every account has it.
const bankKey = "bank"

// openCases is how many cases' keys stay unwrapped in memory, about 1 kB each.
const openCases = 4096

// ring is the keys of the account that is signed in. Every use has a key of its own, derived from the class key.
type ring struct {
	keys   map[string][]byte      // as granted, with bankKey
	wraps  map[string]cipher.AEAD // class → seals the cases' keys
	banks  map[string]cipher.AEAD // class → seals what belongs to no case
	header []byte                 // signs the header
	blind  []byte                 // blind index
	past   [][]byte               // blind keys of earlier epochs, oldest first
	epoch  string                 // of the keys
	next   *ring                  // the keys that a rotation brings, until it is settled

	mu     sync.Mutex // guards what follows
	byCase map[caseKeyID]*list.Element
	recent *list.List // of *caseKey, the last used first
}

// caseKeyID includes the sealed key, so that a key that was replaced is never answered from memory.
type caseKeyID struct{ caseID, class, sealed string }

type caseKey struct {
	id   caseKeyID
	raw  []byte
	aead cipher.AEAD
}

func freshKeys() map[string][]byte {
	keys := map[string][]byte{bankKey: random(32)}
	for _, class := range classes {
		keys[class] = random(32)
	}
	return keys
}

func newRing(keys map[string][]byte, past [][]byte, epoch string) (*ring, error) {
	r := &ring{
		past: past, epoch: epoch, keys: keys, wraps: map[string]cipher.AEAD{}, banks: map[string]cipher.AEAD{},
		byCase: map[caseKeyID]*list.Element{}, recent: list.New(),
		header: derive(keys[bankKey], nil, "accounts"), blind: derive(keys[bankKey], nil, "blind index"),
	}
	for class, key := range keys {
		if class == bankKey {
			continue
		}
		var err error
		if r.wraps[class], err = derivedAEAD(key, "case keys"); err != nil {
			return nil, err
		}
		if r.banks[class], err = derivedAEAD(key, "bank data"); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// derive makes a key for one use. HKDF fails only when asked for more than 8160 bytes.
func derive(secret, salt []byte, use string) []byte {
	key, err := hkdf.Key(sha256.New, secret, salt, "ruhang.vault.1 "+use, 32)
	if err != nil {
		panic(err)
	}
	return key
}

func derivedAEAD(secret []byte, use string) (cipher.AEAD, error) {
	key := derive(secret, nil, use)
	defer clear(key)
	return newAEAD(key)
}

// officerNames seals the names of recovery officers.
func (r *ring) officerNames() (cipher.AEAD, error) { return derivedAEAD(r.keys[bankKey], "officers") }

func (r *ring) raw(class string) ([]byte, error) {
	if key, ok := r.keys[class]; ok {
		return key, nil
	}
	return nil, noClass(class)
}

// noClass tells a class that does not exist from one this account may not open.
func noClass(class string) error {
	if !slices.Contains(classes, class) {
		return fault.New(fault.Invalid, "vault.class")
	}
	return fault.New(fault.Denied, "vault.no_class", "class", class)
}

// unwrap opens a case's key, from memory when it was used lately.
func (r *ring) unwrap(caseID, class string, sealed []byte) (*caseKey, error) {
	r.mu.Lock()
	e, ok := r.byCase[caseKeyID{caseID, class, string(sealed)}]
	if ok {
		r.recent.MoveToFront(e)
		r.mu.Unlock()
		return e.Value.(*caseKey), nil
	}
	r.mu.Unlock()
	k, err := r.unwrapCold(caseID, class, sealed)
	if err == nil {
		r.keep(k)
	}
	return k, err
}

func (r *ring) unwrapCold(caseID, class string, sealed []byte) (*caseKey, error) {
	wrap, ok := r.wraps[class]
	if !ok {
		return nil, noClass(class)
	}
	raw, err := openWith(wrap, sealed, bind("case key", caseID, class))
	if err != nil {
		return nil, err
	}
	aead, err := newAEAD(raw)
	return &caseKey{id: caseKeyID{caseID, class, string(sealed)}, raw: raw, aead: aead}, err
}

// keep remembers a key. The one that falls out is left to the garbage collector, not overwritten: another goroutine
// may be using it just now.
func (r *ring) keep(k *caseKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, there := r.byCase[k.id]; there {
		return
	}
	r.byCase[k.id] = r.recent.PushFront(k)
	if r.recent.Len() > openCases {
		oldest := r.recent.Remove(r.recent.Back()).(*caseKey)
		delete(r.byCase, oldest.id)
	}
}

// forget drops the keys of an erased case from memory.
func (r *ring) forget(caseID string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, e := range r.byCase {
		if id.caseID == caseID {
			r.recent.Remove(e)
			delete(r.byCase, id)
		}
	}
}

// wipe overwrites every key; nobody may be using the ring.
func (r *ring) wipe() {
	for _, key := range r.keys {
		clear(key)
	}
	if r.next != nil {
		r.next.wipe()
	}
	clear(r.header)
	clear(r.blind)
	for e := r.recent.Front(); e != nil; e = e.Next() {
		clear(e.Value.(*caseKey).raw)
	}
	clear(r.byCase)
	r.recent.Init()
}
