package vault

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

// withFactor is a bank whose owner has a second factor; the clock stands a minute after it was enrolled.
func withFactor(t *testing.T) (v *Vault, dir, id, shared string, paper []string, c *clock) {
	c = &clock{time.Date(2026, 11, 25, 9, 0, 7, 0, time.UTC)}
	o := quick()
	o.Now = c.read
	v, dir = filled(t, o)
	id, err := v.Unlock(owner, secret, "")
	require.NoError(t, err)
	shared, _ = v.NewFactor("bank", owner)
	paper, err = v.Enrol(id, secret, shared, phone(t, shared, c.now))
	require.NoError(t, err)
	require.Len(t, paper, 10)
	v.Lock()
	c.now = c.now.Add(time.Minute)
	return v, dir, id, shared, paper, c
}

// phone is what an authenticator shows.
func phone(t *testing.T, shared string, at time.Time) string {
	code, err := totp.GenerateCode(shared, at)
	require.NoError(t, err)
	return code
}

// TestControl8_CodesAreThoseOfRFC6238 uses the vectors of its appendix B, SHA-1, cut to six digits.
func TestControl8_CodesAreThoseOfRFC6238(t *testing.T) {
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		step, ok := stepOf([]byte("12345678901234567890"), code[:3]+" "+code[3:], time.Unix(at, 0))
		require.True(t, ok, "%d", at)
		require.Equal(t, at/30, step)
	}
}

func TestControl7_WithoutTheSecondFactorThereIsNoKey(t *testing.T) {
	v, _, _, shared, _, c := withFactor(t)
	_, err := v.Unlock(owner, secret, "")
	requireCode(t, err, fault.Denied, "vault.code_needed")
	_, err = v.Unlock(owner, secret+"x", phone(t, shared, c.now))
	requireCode(t, err, fault.Denied, "vault.sign_in")
	_, err = v.Unlock(owner, secret, "000000")
	requireCode(t, err, fault.Denied, "vault.code_wrong")
	require.False(t, v.Unlocked())
	_, err = v.SealBank("basic", "x", nil)
	requireCode(t, err, fault.Denied, "vault.locked")
	_, err = v.Unlock(owner, secret, phone(t, shared, c.now))
	require.NoError(t, err)
	require.True(t, v.Unlocked())
}

func TestControl8_ACodeIsTakenOnceAlsoAfterARestart(t *testing.T) {
	v, dir, _, shared, _, c := withFactor(t)
	code := phone(t, shared, c.now)
	_, err := v.Unlock(owner, secret, code)
	require.NoError(t, err)
	o := quick()
	o.Now = c.read
	v, err = Open(dir, o)
	require.NoError(t, err)
	_, err = v.Unlock(owner, secret, code)
	requireCode(t, err, fault.Denied, "vault.code_wrong")
	_, err = v.Unlock(owner, secret, phone(t, shared, c.now.Add(-30*time.Second)))
	requireCode(t, err, fault.Denied, "vault.code_wrong")
	_, err = v.Unlock(owner, secret, phone(t, shared, c.now.Add(60*time.Second)))
	requireCode(t, err, fault.Denied, "vault.code_wrong")
	_, err = v.Unlock(owner, secret, phone(t, shared, c.now.Add(30*time.Second)))
	require.NoError(t, err, "a phone that is half a minute ahead")
	c.now = c.now.Add(30 * time.Second)
	_, err = v.Unlock(owner, secret, phone(t, shared, c.now))
	requireCode(t, err, fault.Denied, "vault.code_wrong")
}

func TestControl8_CodesOnPaperWorkOnceEach(t *testing.T) {
	v, _, _, _, paper, _ := withFactor(t)
	for _, code := range paper {
		require.Regexp(t, `^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$`, code)
		_, err := v.Unlock(owner, secret, strings.ToLower(strings.ReplaceAll(code, "-", " ")))
		require.NoError(t, err)
		v.Lock()
		_, err = v.Unlock(owner, secret, code)
		requireCode(t, err, fault.Denied, "vault.code_wrong")
		require.False(t, v.Unlocked())
	}
}

func TestControl5_CodesCannotBeGuessedEither(t *testing.T) {
	v, _, _, shared, _, c := withFactor(t)
	refused := 0
	for range 20 {
		_, err := v.Unlock(owner, secret, "123456")
		if fault.HasCode(err, "vault.too_many") {
			refused++
		}
		_, err = v.Unlock(owner, secret, "")
		require.Error(t, err, "asking for the code forgets no guesses")
	}
	require.Equal(t, 15, refused)
	_, err := v.Unlock(owner, secret, phone(t, shared, c.now))
	requireCode(t, err, fault.Refused, "vault.too_many")
	c.now = c.now.Add(time.Minute)
	_, err = v.Unlock(owner, secret, phone(t, shared, c.now))
	require.NoError(t, err)
}

func TestControl12_ARestoredPasswordOwesAFactorAndHasNone(t *testing.T) {
	v, _, id, shared, _, c := withFactor(t)
	_, err := v.Unlock(owner, secret, phone(t, shared, c.now))
	require.NoError(t, err)
	_, one, err := v.AddOfficer("Qin Yue")
	require.NoError(t, err)
	_, two, err := v.AddOfficer("Gao Lin")
	require.NoError(t, err)
	v.Lock()
	_, err = v.Recover([2]string{one, two}, owner, fresh, quietly)
	require.NoError(t, err)
	has, owes, err := v.Factor(id)
	require.NoError(t, err)
	require.False(t, has)
	require.True(t, owes)
	again, _ := v.NewFactor("bank", owner)
	_, err = v.Enrol(id, fresh, again, phone(t, again, c.now))
	require.NoError(t, err)
	has, owes, err = v.Factor(id)
	require.NoError(t, err)
	require.True(t, has)
	require.False(t, owes)
	c.now = c.now.Add(time.Minute)
	_, err = v.Unlock(owner, fresh, phone(t, shared, c.now))
	requireCode(t, err, fault.Denied, "vault.code_wrong")
}

func TestAFactorIsEnrolledAndDroppedByItsOwnerOnly(t *testing.T) {
	v, _, id, shared, _, c := withFactor(t)
	other, _ := v.NewFactor("bank", owner)
	_, err := v.Enrol(id, secret, other, phone(t, other, c.now))
	requireCode(t, err, fault.Refused, "vault.has_factor")
	requireCode(t, v.DropFactor(id, secret, ""), fault.Denied, "vault.code_needed")
	requireCode(t, v.DropFactor(id, secret+"x", phone(t, shared, c.now)), fault.Denied, "vault.sign_in")
	require.NoError(t, v.DropFactor(id, secret, phone(t, shared, c.now)))
	_, err = v.Enrol(id, secret, other, "000000")
	requireCode(t, err, fault.Invalid, "vault.code_wrong")
	_, err = v.Enrol(id, secret, "short", "000000")
	requireCode(t, err, fault.Invalid, "vault.code_wrong")
	require.NoError(t, v.ChangePassword(id, secret, fresh))
	_, err = v.Unlock(owner, fresh, "")
	require.NoError(t, err)
}

func TestAChangedPasswordKeepsTheFactor(t *testing.T) {
	v, _, id, shared, _, c := withFactor(t)
	require.NoError(t, v.ChangePassword(id, secret, fresh))
	_, err := v.Unlock(owner, fresh, phone(t, shared, c.now))
	require.NoError(t, err)
}
