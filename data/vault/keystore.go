package vault

import (
	"encoding/base64"
	"errors"

	"github.com/zalando/go-keyring"
)

// SystemStore is the desktop's credential store: Windows Credential Manager, macOS Keychain, the Secret Service of Linux. Where none
// answers, its errors say so. It is not for phones: theirs needs a bridge of its own behind the same interface.
type SystemStore struct{ Service string }

// Put keeps a key, as base 64: stores take text.
func (s SystemStore) Put(name string, key []byte) error {
	return keyring.Set(s.Service, name, base64.StdEncoding.EncodeToString(key))
}

// Get hands a key out.
func (s SystemStore) Get(name string) ([]byte, error) {
	text, err := keyring.Get(s.Service, name)
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(text)
}

// Delete forgets a key; one that is not there is no error.
func (s SystemStore) Delete(name string) error {
	err := keyring.Delete(s.Service, name)
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}
