package vault

import (
	"crypto/cipher"
	"encoding/binary"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ruhang/core/fault"
)

// NewCaseKey makes the random key of one case in one class and returns it sealed (61 bytes), for the store to keep in
// a table of its own. Deleting that row is what erases the case.
func (v *Vault) NewCaseKey(caseID, class string) ([]byte, error) {
	var sealed []byte
	err := v.use(func(r *ring) error {
		wrap, ok := r.wraps[class]
		if !ok {
			return noClass(class)
		}
		raw := random(32)
		defer clear(raw)
		sealed = sealWith(wrap, raw, bind("case key", caseID, class))
		return nil
	})
	return sealed, err
}

// Seal encrypts under a case's key. What comes out opens only with the same case, class, kind and column: a sealed
// value moved to another row is found. Where several values share a kind and a column, put what tells them apart
// (a version) into the column.
func (v *Vault) Seal(caseID, class string, key []byte, kind, column string, plain []byte) ([]byte, error) {
	var sealed []byte
	err := v.use(func(r *ring) error {
		k, err := r.unwrap(caseID, class, key)
		if err == nil {
			sealed = sealWith(k.aead, plain, bind("case", caseID, class, kind, column))
		}
		return err
	})
	return sealed, err
}

// Open decrypts what Seal made. Anything changed, moved or sealed under another key is Corrupt, vault.open.
func (v *Vault) Open(caseID, class string, key []byte, kind, column string, sealed []byte) ([]byte, error) {
	var plain []byte
	err := v.use(func(r *ring) error {
		k, err := r.unwrap(caseID, class, key)
		if err == nil {
			plain, err = openWith(k.aead, sealed, bind("case", caseID, class, kind, column))
		}
		return err
	})
	return plain, err
}

// OpenOnce is Open for a walk over all cases: it does not push the keys of the cases in use out of memory.
func (v *Vault) OpenOnce(caseID, class string, key []byte, kind, column string, sealed []byte) ([]byte, error) {
	var plain []byte
	err := v.use(func(r *ring) error {
		k, err := r.unwrapCold(caseID, class, key)
		if err == nil {
			plain, err = openWith(k.aead, sealed, bind("case", caseID, class, kind, column))
			clear(k.raw)
		}
		return err
	})
	return plain, err
}

// Forget drops the keys of a case from memory; call it when their rows are deleted.
func (v *Vault) Forget(caseID string) {
	_ = v.use(func(r *ring) error { r.forget(caseID); return nil }) // a locked vault has nothing to forget
}

// SealBank encrypts what belongs to no case (people, display names, settings) under the class's bank-wide key. The
// label names the place, table, row and column, and must be the same to open.
func (v *Vault) SealBank(class, label string, plain []byte) ([]byte, error) {
	var sealed []byte
	err := v.use(func(r *ring) error {
		aead, ok := r.banks[class]
		if !ok {
			return noClass(class)
		}
		sealed = sealWith(aead, plain, bind("bank", class, label))
		return nil
	})
	return sealed, err
}

// OpenBank decrypts what SealBank made.
func (v *Vault) OpenBank(class, label string, sealed []byte) ([]byte, error) {
	var plain []byte
	err := v.use(func(r *ring) (err error) {
		aead, ok := r.banks[class]
		if !ok {
			return noClass(class)
		}
		plain, err = openWith(aead, sealed, bind("bank", class, label))
		return err
	})
	return plain, err
}

// Blind is 16 bytes that are equal for equal values of one label and tell nothing without the bank's key: how the
// same person is found without storing the number. Width, capitals, spaces and hyphens make no difference.
func (v *Vault) Blind(label, value string) ([]byte, error) {
	var index []byte
	err := v.use(func(r *ring) error {
		index = bind(label, normalValue(value))
		for _, key := range r.past {
			index = around(key, index)
		}
		index = around(r.blind, index)
		return nil
	})
	return index, err
}

func normalValue(value string) string {
	return strings.Map(func(c rune) rune {
		if c == '-' || unicode.IsSpace(c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKC.String(value))
}

// sealWith gives suite | nonce | ciphertext | tag, with a nonce drawn by the cipher itself.
func sealWith(aead cipher.AEAD, plain, place []byte) []byte {
	out := make([]byte, 1, 1+aead.Overhead()+len(plain))
	out[0] = suite
	return aead.Seal(out, nil, plain, place)
}

func openWith(aead cipher.AEAD, sealed, place []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, fault.New(fault.Corrupt, "vault.open")
	}
	if sealed[0] != suite {
		return nil, fault.New(fault.Corrupt, "vault.suite")
	}
	plain, err := aead.Open(nil, nil, sealed[1:], place)
	if err != nil {
		return nil, fault.New(fault.Corrupt, "vault.open")
	}
	return plain, nil
}

// bind joins the parts of a place so that no two lists of parts give the same bytes.
func bind(parts ...string) []byte {
	n := 1
	for _, p := range parts {
		n += 4 + len(p)
	}
	b := append(make([]byte, 0, n), suite)
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}
