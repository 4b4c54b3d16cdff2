package vault

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

// held is what a store would hold: one case key, one bank value, one index.
type held struct{ key, body, bank, blind []byte }

func holding(t testing.TB, v *Vault) held {
	h := held{key: caseKeyOf(t, v, caseA, "salary")}
	var err error
	h.body, err = v.Seal(caseA, "salary", h.key, "k", "c", []byte("pay"))
	require.NoError(t, err)
	h.bank, err = v.SealBank("basic", "person/1", []byte("name"))
	require.NoError(t, err)
	h.blind, err = v.Blind("id_no", "1234")
	require.NoError(t, err)
	return h
}

// turned is what the store makes of it within a rotation.
func (h held) turned(t testing.TB, v *Vault) held {
	n := h
	var err error
	n.key, err = v.Rewrap(caseA, "salary", h.key)
	require.NoError(t, err)
	n.bank, err = v.ResealBank("basic", "person/1", h.bank)
	require.NoError(t, err)
	n.blind, err = v.Reblind(h.blind)
	require.NoError(t, err)
	return n
}

func (h held) readable(t testing.TB, v *Vault) {
	t.Helper()
	plain, err := v.Open(caseA, "salary", h.key, "k", "c", h.body)
	require.NoError(t, err)
	require.Equal(t, "pay", string(plain))
	plain, err = v.OpenBank("basic", "person/1", h.bank)
	require.NoError(t, err)
	require.Equal(t, "name", string(plain))
	blind, err := v.Blind("id_no", "1234")
	require.NoError(t, err)
	require.Equal(t, blind, h.blind)
}

func (h held) shut(t testing.TB, v *Vault) {
	t.Helper()
	_, err := v.Open(caseA, "salary", h.key, "k", "c", h.body)
	requireCode(t, err, fault.Corrupt, "vault.open")
	_, err = v.OpenBank("basic", "person/1", h.bank)
	requireCode(t, err, fault.Corrupt, "vault.open")
	blind, err := v.Blind("id_no", "1234")
	require.NoError(t, err)
	require.NotEqual(t, blind, h.blind)
}

func TestControl26_EveryKeyIsRotatedAndTheOldOnesOpenNothingNew(t *testing.T) {
	v, dir, kits := staffed(t, "Qin Yue", "Gao Lin")
	_, err := v.AddAccount("zhao", secret+"2", nil)
	require.NoError(t, err)
	stolen, err := os.ReadFile(filepath.Join(dir, HeaderName))
	require.NoError(t, err)
	before := holding(t, v)
	now := before
	for range 3 {
		epoch, err := v.BeginRotation()
		require.NoError(t, err)
		now.readable(t, v)
		_, err = v.AddAccount("qian", secret, nil)
		requireCode(t, err, fault.Refused, "vault.rotating")
		now = now.turned(t, v)
		require.NoError(t, v.SettleRotation(epoch))
		require.Equal(t, epoch, v.Epoch())
		now.readable(t, v)
		before.shut(t, v)
	}
	require.NoError(t, v.SettleRotation("whatever"), "nothing to settle")

	for name, password := range map[string]string{owner: secret, "zhao": secret + "2"} {
		v, err = Open(dir, quick())
		require.NoError(t, err)
		_, err = v.Unlock(name, password, "")
		require.NoError(t, err, "passwords stay")
		now.readable(t, v)
	}
	v, err = Open(dir, quick())
	require.NoError(t, err)
	_, err = v.Recover([2]string{kits[0].Secret, kits[1].Secret}, owner, fresh, quietly)
	require.NoError(t, err, "kits stay")
	now.readable(t, v)
	names, err := v.Officers()
	require.NoError(t, err)
	require.Equal(t, "Gao Lin", names[kits[1].Officer])

	thief := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(thief, HeaderName), stolen, 0o600))
	old, err := Open(thief, quick())
	require.NoError(t, err)
	_, err = old.Unlock(owner, secret, "")
	require.NoError(t, err)
	now.shut(t, old)
	before.readable(t, old)
}

func TestControl26_ARotationCutOffIsOldOrNew(t *testing.T) {
	for name, committed := range map[string]bool{"before the store committed": false, "after the store committed": true} {
		for way, signIn := range map[string]func(t *testing.T, v *Vault, kits []kit){
			"by password": func(t *testing.T, v *Vault, _ []kit) {
				_, err := v.Unlock(owner, secret, "")
				require.NoError(t, err)
			},
			"by kits": func(t *testing.T, v *Vault, kits []kit) {
				_, err := v.Recover([2]string{kits[1].Secret, kits[0].Secret}, owner, fresh, quietly)
				require.NoError(t, err)
				v.Lock()
				_, err = v.Unlock(owner, fresh, "")
				require.NoError(t, err)
			},
		} {
			t.Run(name+", "+way, func(t *testing.T) {
				v, dir, kits := staffed(t, "Qin Yue", "Gao Lin")
				now := holding(t, v)
				epoch, err := v.BeginRotation()
				require.NoError(t, err)
				told := ""
				if committed {
					now, told = now.turned(t, v), epoch
				}
				v, err = Open(dir, quick()) // the program was killed here
				require.NoError(t, err)
				signIn(t, v, kits)
				require.NoError(t, v.SettleRotation(told))
				now.readable(t, v)
				require.Equal(t, told, v.Epoch())
				h, err := v.load()
				require.NoError(t, err)
				require.Nil(t, h.Next)
				v, err = Open(dir, quick())
				require.NoError(t, err)
				signIn(t, v, kits)
				now.readable(t, v)
			})
		}
	}
}

func TestControl26_OnlyAFullAccountRotates(t *testing.T) {
	v, dir := filled(t, quick())
	_, err := v.AddAccount("part", secret, []string{"basic"})
	require.NoError(t, err)
	_, err = v.Rewrap(caseA, "basic", nil)
	requireCode(t, err, fault.Refused, "vault.not_rotating")
	v, err = Open(dir, quick())
	require.NoError(t, err)
	_, err = v.BeginRotation()
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.Unlock("part", secret, "")
	require.NoError(t, err)
	_, err = v.BeginRotation()
	requireCode(t, err, fault.Denied, "vault.no_class")
}
