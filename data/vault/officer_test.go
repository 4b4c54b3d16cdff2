package vault

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

const fresh = "Morning-fog over 9 bridges"

// kit is what an officer holds.
type kit struct{ Officer, Name, Secret string }

func quietly(string, []string) error { return nil }

// staffed is a bank with officers; their kits in order.
func staffed(t testing.TB, names ...string) (*Vault, string, []kit) {
	v, dir := filled(t, quick())
	kits := make([]kit, len(names))
	for i, name := range names {
		id, secret, err := v.AddOfficer(name)
		kits[i] = kit{id, name, secret}
		require.NoError(t, err)
	}
	return v, dir, kits
}

func TestControl12_AnyTwoOfThreeOfficersRestoreALostPassword(t *testing.T) {
	v, dir, kits := staffed(t, "Qin Yue", "Gao Lin", "Shen Mo")
	sealed, err := v.SealBank("identity", "people/1", []byte("person"))
	require.NoError(t, err)
	for i, two := range [][2]kit{{kits[0], kits[1]}, {kits[2], kits[0]}, {kits[1], kits[2]}} {
		password := fresh + string(rune('a'+i))
		v, err = Open(dir, quick())
		require.NoError(t, err)
		typed := strings.ToLower(two[0].Secret[:20]) + " \n" + two[0].Secret[20:]
		id, err := v.Recover([2]string{typed, two[1].Secret}, owner, password, quietly)
		require.NoError(t, err)
		plain, err := v.OpenBank("identity", "people/1", sealed)
		require.NoError(t, err)
		require.Equal(t, "person", string(plain))
		v.Lock()
		_, err = v.Unlock(owner, secret, "")
		requireCode(t, err, fault.Denied, "vault.sign_in")
		again, err := v.Unlock(owner, password, "")
		require.NoError(t, err)
		require.Equal(t, id, again)
	}
}

func TestControl12_OneOfficerAloneOpensNothing(t *testing.T) {
	v, _, kits := staffed(t, "Qin Yue", "Gao Lin")
	v.Lock()
	stranger, err := age.GenerateHybridIdentity()
	require.NoError(t, err)
	for name, two := range map[string][2]string{
		"one": {kits[0].Secret, ""}, "the same twice": {kits[1].Secret, kits[1].Secret},
		"with a stranger": {kits[0].Secret, stranger.String()}, "none": {"", ""}, "no kits at all": {"hello", "hello"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := v.Recover(two, owner, fresh, quietly)
			requireCode(t, err, fault.Denied, "vault.kits")
			require.False(t, v.Unlocked())
		})
	}
	both := [2]string{kits[0].Secret, kits[1].Secret}
	_, err = v.Recover(both, "nobody", fresh, quietly)
	requireCode(t, err, fault.Missing, "vault.no_account")
	_, err = v.Recover(both, owner, "short", quietly)
	requireCode(t, err, fault.Invalid, "vault.password_short")
	_, err = v.Unlock(owner, secret, "")
	require.NoError(t, err, "what failed changed nothing")
}

func TestControl12_OneAloneIsNotAPair(t *testing.T) {
	v, _, kits := staffed(t, "Qin Yue")
	_, err := v.Recover([2]string{kits[0].Secret, kits[0].Secret}, owner, fresh, quietly)
	requireCode(t, err, fault.Denied, "vault.kits")
}

func TestControl12_ARemovedOfficerIsNoOfficer(t *testing.T) {
	v, _, kits := staffed(t, "Qin Yue", "Gao Lin", "Shen Mo")
	require.NoError(t, v.RemoveOfficer(kits[0].Officer))
	requireCode(t, v.RemoveOfficer(kits[0].Officer), fault.Missing, "vault.no_officer")
	officers, err := v.Officers()
	require.NoError(t, err)
	require.Equal(t, map[string]string{kits[1].Officer: "Gao Lin", kits[2].Officer: "Shen Mo"}, officers)
	_, err = v.Recover([2]string{kits[0].Secret, kits[1].Secret}, owner, fresh, quietly)
	requireCode(t, err, fault.Denied, "vault.kits")
	_, err = v.Recover([2]string{kits[2].Secret, kits[1].Secret}, owner, fresh, quietly)
	require.NoError(t, err)
}

func TestControl12_TheHeaderHoldsNoKitAndNoName(t *testing.T) {
	v, dir, kits := staffed(t, "Qin Yue", "Gao Lin")
	data, err := os.ReadFile(filepath.Join(dir, HeaderName))
	require.NoError(t, err)
	for _, k := range kits {
		require.NotContains(t, string(data), k.Secret)
		require.NotContains(t, string(data), k.Name)
		require.Regexp(t, `^AGE-SECRET-KEY-PQ-1[A-Z0-9]{58}$`, k.Secret, "short enough to type, and upper case for a small QR")
	}
	recipients, err := v.Recipients()
	require.NoError(t, err)
	for i, r := range recipients {
		identity, err := age.ParseHybridIdentity(kits[i].Secret)
		require.NoError(t, err)
		require.Equal(t, identity.Recipient().String(), r)
	}
	v.Lock()
	_, err = v.Recipients()
	requireCode(t, err, fault.Denied, "vault.locked")
}

func TestASlippedInOfficerIsFound(t *testing.T) {
	v, dir, _ := staffed(t, "Qin Yue", "Gao Lin")
	mallory, err := age.GenerateHybridIdentity()
	require.NoError(t, err)
	h, err := v.load()
	require.NoError(t, err)
	h.Officers[1].Recipient = mallory.Recipient().String()
	require.NoError(t, v.store(h))
	_, err = v.Recipients()
	requireCode(t, err, fault.Corrupt, "vault.header")
	_, _, err = v.AddOfficer("Shen Mo")
	requireCode(t, err, fault.Corrupt, "vault.header")
	for _, cut := range []func(*header){func(h *header) { h.Pairs = nil }, func(h *header) { h.Mac = nil }, func(h *header) { h.Format = firstFormat }} {
		h, err := v.load()
		require.NoError(t, err)
		cut(h)
		require.NoError(t, v.store(h))
		reopened, err := Open(dir, quick())
		if err == nil {
			_, err = reopened.Unlock(owner, secret, "")
		}
		requireCode(t, err, fault.Corrupt, "vault.header")
		h.Mac, h.Format = random(32), headerFormat
		require.NoError(t, v.store(h))
	}
}

func TestOfficersAreBounded(t *testing.T) {
	v, _, _ := staffed(t, "a", "b", "c", "d", "e", "f", "g")
	_, _, err := v.AddOfficer("h")
	requireCode(t, err, fault.Refused, "vault.too_many_officers")
	_, _, err = v.AddOfficer(" ")
	requireCode(t, err, fault.Invalid, "vault.name_empty")
}

// TestAHeaderOfTheFirstFormatIsTakenOver reads a bank that an earlier version wrote, and changes it.
func TestAHeaderOfTheFirstFormatIsTakenOver(t *testing.T) {
	dir := t.TempDir()
	old, err := os.ReadFile(filepath.Join("testdata", "first", HeaderName))
	require.NoError(t, err)
	sealed, err := os.ReadFile(filepath.Join("testdata", "first", "sealed"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, HeaderName), old, 0o600))
	v, err := Open(dir, quick())
	require.NoError(t, err)
	_, err = v.Unlock(owner, secret, "")
	require.NoError(t, err)
	plain, err := v.OpenBank("basic", "people/1", sealed)
	require.NoError(t, err)
	require.Equal(t, "person", string(plain))
	_, _, err = v.AddOfficer("Qin Yue")
	require.NoError(t, err)
	v, err = Open(dir, quick())
	require.NoError(t, err)
	_, err = v.Unlock("zhao", secret+"2", "")
	require.NoError(t, err)
	h, err := v.load()
	require.NoError(t, err)
	require.Equal(t, headerFormat, h.Format)
	require.Nil(t, h.Accounts[0].Mac)
}

func TestControl12_ARecoveryThatCannotBeToldDoesNotHappen(t *testing.T) {
	v, _, kits := staffed(t, "Qin Yue", "Gao Lin", "Shen Mo")
	v.Lock()
	both := [2]string{kits[2].Secret, kits[0].Secret}
	var told []string
	_, err := v.Recover(both, owner, fresh, func(_ string, officers []string) error {
		require.True(t, v.Unlocked(), "a record can be sealed")
		told = officers
		return fault.New(fault.Internal, "vault.disk")
	})
	requireCode(t, err, fault.Internal, "vault.disk")
	require.Equal(t, []string{"Shen Mo", "Qin Yue"}, told)
	require.False(t, v.Unlocked())
	_, err = v.Unlock(owner, fresh, "")
	requireCode(t, err, fault.Denied, "vault.sign_in")
	_, err = v.Unlock(owner, secret, "")
	require.NoError(t, err)
}

func FuzzRecover(f *testing.F) {
	v, _, kits := staffed(f, "Qin Yue", "Gao Lin")
	f.Add(kits[0].Secret)
	f.Add("AGE-SECRET-KEY-PQ-1")
	f.Add("\x00\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		if _, err := v.Recover([2]string{typed, kits[0].Secret}, owner, fresh, quietly); err == nil && !strings.Contains(strings.ToUpper(typed), "AGE-") {
			t.Fatal("one kit opened the bank")
		}
	})
}
