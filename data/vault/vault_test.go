package vault

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

const (
	owner  = "lin.hr"
	secret = "琥珀-Kettle 47 staircase"
	caseA  = "01J9ZK0000000000000000000A"
	caseB  = "01J9ZK0000000000000000000B"
)

// clock is the machine's clock as its user may set it.
type clock struct{ now time.Time }

func (c *clock) read() time.Time { return c.now }

// quick is the lowest cost the default floor allows.
func quick() Options { return Options{Argon: Argon{Time: 2, MemoryKiB: 19 << 10, Threads: 1}} }

// filled makes a bank with one account and leaves it unlocked.
func filled(t testing.TB, o Options) (*Vault, string) {
	dir := t.TempDir()
	v, err := Create(dir, o)
	require.NoError(t, err)
	_, err = v.AddAccount(owner, secret, nil)
	require.NoError(t, err)
	return v, dir
}

func caseKeyOf(t testing.TB, v *Vault, id, class string) []byte {
	key, err := v.NewCaseKey(id, class)
	require.NoError(t, err)
	return key
}

func requireCode(t testing.TB, err error, kind fault.Kind, code string) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, code, fault.Of(err).Code, "%v", err)
	require.Equal(t, kind, fault.Of(err).Kind, "%v", err)
}

func TestControl6_ANewBankHasNoAccountAndNoKey(t *testing.T) {
	dir := t.TempDir()
	v, err := Create(dir, quick())
	require.NoError(t, err)
	ids, err := v.Accounts()
	require.NoError(t, err)
	require.Empty(t, ids)
	require.False(t, v.Unlocked())
	_, err = v.Unlock("admin", "admin", "")
	requireCode(t, err, fault.Denied, "vault.sign_in")
	_, err = Create(dir, quick())
	requireCode(t, err, fault.Refused, "vault.exists")
	_, err = Open(t.TempDir(), quick())
	requireCode(t, err, fault.Missing, "vault.missing")
	_, err = Create(t.TempDir(), Options{Argon: Argon{Time: 1, MemoryKiB: 8, Threads: 1}})
	requireCode(t, err, fault.Corrupt, "vault.weak_params")
}

func TestWhatWasSealedOpensAfterARestart(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	sealed, err := v.Seal(caseA, "basic", key, "head", "head", []byte("plain"))
	require.NoError(t, err)
	bank, err := v.SealBank("basic", "people/1", []byte("person"))
	require.NoError(t, err)
	blind, err := v.Blind("phone", "138-0013-8000")
	require.NoError(t, err)

	v, err = Open(dir, quick())
	require.NoError(t, err)
	require.False(t, v.Unlocked())
	id, err := v.Unlock(" LIN.hr ", secret, "")
	require.NoError(t, err, "the name is read as people type it")
	ids, err := v.Accounts()
	require.NoError(t, err)
	require.Equal(t, []string{id}, ids)
	plain, err := v.Open(caseA, "basic", key, "head", "head", sealed)
	require.NoError(t, err)
	require.Equal(t, "plain", string(plain))
	plain, err = v.OpenOnce(caseA, "basic", key, "head", "head", sealed)
	require.NoError(t, err)
	require.Equal(t, "plain", string(plain))
	plain, err = v.OpenBank("basic", "people/1", bank)
	require.NoError(t, err)
	require.Equal(t, "person", string(plain))
	again, err := v.Blind("phone", "138 0013 8000")
	require.NoError(t, err)
	require.Equal(t, blind, again)
	other, err := v.Blind("id", "13800138000")
	require.NoError(t, err)
	require.NotEqual(t, blind, other)
}

func TestAccountsComeAndGo(t *testing.T) {
	v, dir := filled(t, quick())
	first, err := v.Unlock(owner, secret, "")
	require.NoError(t, err)
	second, err := v.AddAccount("zhao", secret, nil)
	require.NoError(t, err)
	_, err = v.AddAccount("ZHAO ", secret, nil)
	requireCode(t, err, fault.Invalid, "vault.name_taken")
	_, err = v.AddAccount("  ", secret, nil)
	requireCode(t, err, fault.Invalid, "vault.name_empty")

	sealed, err := v.SealBank("salary", "x", []byte("shared"))
	require.NoError(t, err)
	_, err = v.Unlock("zhao", secret, "")
	require.NoError(t, err)
	plain, err := v.OpenBank("salary", "x", sealed)
	require.NoError(t, err)
	require.Equal(t, "shared", string(plain))

	require.NoError(t, v.RemoveAccount(first))
	requireCode(t, v.RemoveAccount(first), fault.Missing, "vault.no_account")
	requireCode(t, v.RemoveAccount(second), fault.Refused, "vault.last_account")
	_, err = v.Unlock(owner, secret, "")
	requireCode(t, err, fault.Denied, "vault.sign_in")
	require.True(t, v.Unlocked(), "a failed sign-in leaves the vault as it was")

	v, err = Open(dir, quick())
	require.NoError(t, err)
	_, err = v.AddAccount("qian", secret, nil)
	requireCode(t, err, fault.Denied, "vault.locked")
	requireCode(t, v.RemoveAccount(second), fault.Denied, "vault.locked")
}

func TestControl14_AfterLockNothingOpens(t *testing.T) {
	v, _ := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	sealed, err := v.Seal(caseA, "basic", key, "head", "head", []byte("plain"))
	require.NoError(t, err)
	held := v.ring
	raws := [][]byte{held.blind, held.header, held.recent.Front().Value.(*caseKey).raw}
	for _, k := range held.keys {
		raws = append(raws, k)
	}
	v.Lock()
	require.False(t, v.Unlocked())
	for _, raw := range raws {
		require.Equal(t, make([]byte, 32), raw, "key bytes are overwritten")
	}
	_, err = v.Open(caseA, "basic", key, "head", "head", sealed)
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.OpenOnce(caseA, "basic", key, "head", "head", sealed)
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.Seal(caseA, "basic", key, "head", "head", nil)
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.SealBank("basic", "x", nil)
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.OpenBank("basic", "x", sealed)
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.Blind("x", "y")
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.NewCaseKey(caseA, "basic")
	requireCode(t, err, fault.Denied, "vault.locked")
	v.Forget(caseA)
	v.Lock()
}

func TestControl19_AnAccountWithoutTheClassCannotDecrypt(t *testing.T) {
	v, _ := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "salary")
	sealed, err := v.Seal(caseA, "salary", key, "offer", "terms", []byte("18000"))
	require.NoError(t, err)
	bank, err := v.SealBank("identity", "people/1", []byte("id"))
	require.NoError(t, err)
	_, err = v.AddAccount("interviewer1", secret, []string{"basic", "evaluation"})
	require.NoError(t, err)
	_, err = v.AddAccount("nobody", secret, []string{"everything"})
	requireCode(t, err, fault.Invalid, "vault.class")

	_, err = v.Unlock("interviewer1", secret, "")
	require.NoError(t, err)
	require.NotContains(t, v.ring.keys, "salary")
	_, err = v.Open(caseA, "salary", key, "offer", "terms", sealed)
	requireCode(t, err, fault.Denied, "vault.no_class")
	_, err = v.OpenBank("identity", "people/1", bank)
	requireCode(t, err, fault.Denied, "vault.no_class")
	_, err = v.Open(caseA, "basic", key, "offer", "terms", sealed)
	requireCode(t, err, fault.Corrupt, "vault.open")
	_, err = v.AddAccount("friend", secret, []string{"salary"})
	requireCode(t, err, fault.Denied, "vault.no_class")
}

func TestAnErasedCaseStaysShut(t *testing.T) {
	v, _ := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	sealed, err := v.Seal(caseA, "basic", key, "head", "head", []byte("plain"))
	require.NoError(t, err)
	v.Forget(caseA)
	require.Zero(t, v.ring.recent.Len())
	require.Empty(t, v.ring.byCase)
	fresh := caseKeyOf(t, v, caseA, "basic")
	_, err = v.Open(caseA, "basic", fresh, "head", "head", sealed)
	requireCode(t, err, fault.Corrupt, "vault.open")
}

func TestTheKeysInMemoryAreBounded(t *testing.T) {
	v, _ := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	sealed, err := v.Seal(caseA, "basic", key, "head", "head", []byte("plain"))
	require.NoError(t, err)
	for range openCases + 10 {
		_, err := v.Seal(caseB, "basic", caseKeyOf(t, v, caseB, "basic"), "head", "head", nil)
		require.NoError(t, err)
	}
	require.Equal(t, openCases, v.ring.recent.Len())
	require.Len(t, v.ring.byCase, openCases)
	plain, err := v.Open(caseA, "basic", key, "head", "head", sealed)
	require.NoError(t, err)
	require.Equal(t, "plain", string(plain))
}

func TestTheHeaderIsPrivateAndLeavesNoPiecesBehind(t *testing.T) {
	_, dir := filled(t, quick())
	info, err := os.Stat(filepath.Join(dir, HeaderName))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	pieces, err := filepath.Glob(filepath.Join(dir, partPrefix+"*"))
	require.NoError(t, err)
	require.Empty(t, pieces)
}

func TestAMissingFolderIsAFaultNotALoss(t *testing.T) {
	v, dir := filled(t, quick())
	key := caseKeyOf(t, v, caseA, "basic")
	require.Equal(t, []string{"basic", "evaluation", "salary", "background", "identity"}, Classes())
	require.NoError(t, os.RemoveAll(dir))
	_, _, _, _, err := v.Put(t.Context(), caseA, "basic", key, strings.NewReader("x"), 10)
	requireCode(t, err, fault.Internal, "vault.disk")
	_, err = v.Unlock(owner, secret, "")
	requireCode(t, err, fault.Missing, "vault.missing")
	_, err = v.AddAccount("zhao", secret, nil)
	requireCode(t, err, fault.Missing, "vault.missing")
	require.True(t, v.Unlocked())
}
