package vault

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

// chest is a system's store that behaves: it keeps keys, loses them when told to, may be shut, and may lie.
type chest struct {
	keys map[string][]byte
	shut bool
	lie  func(key []byte) ([]byte, error) // what Get answers instead
}

func (c *chest) Put(name string, key []byte) error {
	if c.shut {
		return errors.New("nobody answers")
	}
	c.keys[name] = append([]byte(nil), key...)
	return nil
}

func (c *chest) Get(name string) ([]byte, error) {
	key, ok := c.keys[name]
	switch {
	case c.shut:
		return nil, errors.New("nobody answers")
	case c.lie != nil:
		return c.lie(key)
	case !ok:
		return nil, errors.New("not found")
	}
	return append([]byte(nil), key...), nil
}

func (c *chest) Delete(name string) error { delete(c.keys, name); return nil }

const pin = "407193"

// remembering is a bank on a machine with a store and biometrics, whose owner it remembers.
func remembering(t *testing.T) (v *Vault, id string, store, touch *chest, c *clock) {
	store, touch, c = &chest{keys: map[string][]byte{}}, &chest{keys: map[string][]byte{}}, &clock{time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)}
	o := quick()
	o.Now, o.KeyStore, o.Biometric = c.read, store, touch
	v, _ = filled(t, o)
	id, err := v.Unlock(owner, secret, "")
	require.NoError(t, err)
	require.NoError(t, v.Remember(id, secret, "", pin))
	v.Lock()
	return v, id, store, touch, c
}

func TestControl10_TheMachinesKeyAndThePINTogetherOpen(t *testing.T) {
	v, id, store, _, c := remembering(t)
	known, err := v.Remembered()
	require.NoError(t, err)
	require.Equal(t, []string{id}, known)
	require.NoError(t, v.UnlockPIN(id, pin))
	require.True(t, v.Unlocked())
	v.Lock()
	require.NoError(t, v.UnlockTouch(id))
	require.True(t, v.Unlocked())
	v.Lock()
	for _, key := range store.keys {
		require.Len(t, key, 32)
	}
	c.now = c.now.Add(12 * time.Hour)
	requireCode(t, v.UnlockPIN(id, pin), fault.Denied, "vault.use_password")
	_, err = v.Unlock(owner, secret, "")
	require.NoError(t, err)
}

func TestControl10_ABridgeThatSaysYesWithoutTheKeyOpensNothing(t *testing.T) {
	v, id, store, touch, _ := remembering(t)
	for name, answer := range map[string][]byte{"nothing": nil, "true": []byte("true"), "zeros": make([]byte, 32), "another key": random(32)} {
		touch.lie = func([]byte) ([]byte, error) { return answer, nil }
		require.Error(t, v.UnlockTouch(id), name)
		require.False(t, v.Unlocked(), name)
		touch.lie = nil
		require.NoError(t, v.UnlockTouch(id), "an honest one after it")
		v.Lock()
	}
	touch.keys = map[string][]byte{}
	require.Error(t, v.UnlockTouch(id), "a finger was added, and the phone dropped its key")
	require.NoError(t, v.UnlockPIN(id, pin), "the PIN is the fallback")
	v.Lock()
	store.lie = func([]byte) ([]byte, error) { return random(32), nil }
	requireCode(t, v.UnlockPIN(id, pin), fault.Denied, "vault.pin")
}

func TestControl10_FivePINsDeleteTheMachinesKeyAndThePasswordStays(t *testing.T) {
	v, id, store, touch, _ := remembering(t)
	for left := 4; left > 0; left-- {
		err := v.UnlockPIN(id, "999999")
		requireCode(t, err, fault.Denied, "vault.pin")
	}
	requireCode(t, v.UnlockPIN(id, "999999"), fault.Denied, "vault.use_password")
	require.Empty(t, store.keys)
	require.Empty(t, touch.keys)
	requireCode(t, v.UnlockPIN(id, pin), fault.Denied, "vault.use_password")
	require.False(t, v.Unlocked())
	_, err := v.Unlock(owner, secret, "")
	require.NoError(t, err)
}

func TestControl5_TenWrongPasswordsMakeTheMachineForget(t *testing.T) {
	v, id, store, _, c := remembering(t)
	for range 10 {
		c.now = c.now.Add(61 * time.Minute)
		_, err := v.Unlock(owner, secret+"x", "")
		requireCode(t, err, fault.Denied, "vault.sign_in")
	}
	require.Empty(t, store.keys)
	require.Error(t, v.UnlockPIN(id, pin))
	c.now = c.now.Add(61 * time.Minute)
	_, err := v.Unlock(owner, secret, "")
	require.NoError(t, err, "nobody is shut out for ever")
}

func TestQ14_AStoreThatDoesNotAnswerCostsNothingButTheQuickWay(t *testing.T) {
	v, id, store, _, _ := remembering(t)
	store.shut = true
	require.Error(t, v.UnlockPIN(id, pin))
	known, err := v.Remembered()
	require.NoError(t, err)
	require.Empty(t, known)
	_, err = v.Unlock(owner, secret, "")
	require.NoError(t, err)
	requireCode(t, v.Remember(id, secret, "", pin), fault.Offline, "vault.no_keystore")
	store.shut = false
	for _, weak := range []string{"12345", "123456", "000000", "121212"} {
		requireCode(t, v.Remember(id, secret, "", weak), fault.Invalid, "vault.pin_weak")
	}
	requireCode(t, v.Remember(id, secret+"x", "", pin), fault.Denied, "vault.sign_in")
	require.NoError(t, v.Remember(id, secret, "", pin))
	require.NoError(t, v.Unremember(id))
	require.Empty(t, store.keys)
	requireCode(t, v.UnlockPIN(id, pin), fault.Denied, "vault.use_password")
}

func TestQ14_ANewPasswordAndARestoredOneMakeTheMachineForget(t *testing.T) {
	v, id, store, _, _ := remembering(t)
	require.NoError(t, v.ChangePassword(id, secret, fresh))
	require.Empty(t, store.keys)
	requireCode(t, v.UnlockPIN(id, pin), fault.Denied, "vault.use_password")
}

func TestQ14_WithoutAStoreNothingIsRemembered(t *testing.T) {
	v, _ := filled(t, quick())
	id, err := v.Unlock(owner, secret, "")
	require.NoError(t, err)
	requireCode(t, v.Remember(id, secret, "", pin), fault.Offline, "vault.no_keystore")
	requireCode(t, v.UnlockTouch(id), fault.Denied, "vault.use_password")
}
