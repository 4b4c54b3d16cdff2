package vault

import (
	"crypto/hmac"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"ruhang/core/fault"
)

const (
	codePeriod    = 30 // seconds a code stands (RFC 6238)
	codeSkew      = 1  // steps that a phone's clock may be off either way
	recoveryCodes = 10
)

// factor is a second factor: a secret shared with a phone (TOTP, RFC 6238), and codes on paper for when the phone is gone.
//
// It lies sealed under the account's own private key, hence under its password. So it adds nothing against somebody who
// has the disk and the password: what a phone shows cannot be part of a key that must open offline. It stops somebody
// who saw the password being typed and sits down at this program.
type factor struct {
	Secret []byte   `json:"secret"`
	Floor  int64    `json:"floor"` // the step of the last code taken; it and those before are used up
	Codes  [][]byte `json:"codes"` // HMACs of the codes on paper that are left; they are random, so no Argon2id is needed
}

var base32Code = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewFactor is a fresh secret in base 32, and the same as authenticator apps read it from a QR code, with the names that
// they show. Nothing is kept before Enrol proves that a phone has it.
func (v *Vault) NewFactor(issuer, login string) (secret, uri string) {
	secret = base32Code.EncodeToString(random(20))
	query := url.Values{"secret": {secret}, "issuer": {issuer}}
	return secret, (&url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + login, RawQuery: query.Encode()}).String()
}

// Enrol gives an account a second factor, when the code shows that a phone holds the secret, and returns the codes for
// paper, which are shown once. An account that has one drops it first, with that one.
func (v *Vault) Enrol(accountID, password, secret, code string) ([]string, error) {
	raw, err := base32Code.DecodeString(strings.ToUpper(secret))
	if err != nil || len(raw) < 20 {
		return nil, fault.New(fault.Invalid, "vault.code_wrong")
	}
	var codes []string
	err = v.own(accountID, password, nil, func(a *account, private hpke.PrivateKey) error {
		if a.Factor != nil {
			return fault.New(fault.Refused, "vault.has_factor")
		}
		step, ok := stepOf(raw, code, v.options.Now())
		if !ok {
			return fault.New(fault.Invalid, "vault.code_wrong")
		}
		k, err := factorKeysOf(private)
		if err != nil {
			return err
		}
		f := factor{Secret: raw, Floor: step}
		for range recoveryCodes {
			paper := paperCode(random(10))
			codes, f.Codes = append(codes, paper), append(f.Codes, k.digest(paper))
		}
		a.Owes = false
		a.Factor, err = k.seal(a, f)
		return err
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// DropFactor takes the second factor off, with a code of it or one from paper.
func (v *Vault) DropFactor(accountID, password, code string) error {
	return v.own(accountID, password, &code, func(a *account, _ hpke.PrivateKey) error {
		a.Factor = nil
		return nil
	})
}

// Factor says whether an account has a second factor, and whether it owes one since its password was restored.
func (v *Vault) Factor(accountID string) (has, owes bool, err error) {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return false, false, err
	}
	a := h.byID(accountID)
	if a == nil {
		return false, false, fault.New(fault.Missing, "vault.no_account")
	}
	return a.Factor != nil, a.Owes, nil
}

// Factors are the ids of the accounts that have a second factor.
func (v *Vault) Factors() ([]string, error) {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range h.Accounts {
		if a.Factor != nil {
			ids = append(ids, a.ID)
		}
	}
	return ids, nil
}

// own lets somebody who proves to be the account's owner change it. A code that is nil is not asked for.
func (v *Vault) own(accountID, password string, code *string, f func(*account, hpke.PrivateKey) error) error {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return err
	}
	known := h.byID(accountID)
	if known == nil {
		return fault.New(fault.Missing, "vault.no_account")
	}
	a, private, err := v.try(h, known.Lookup, password, code)
	if err != nil {
		return err
	}
	r, err := a.openGrants(h, private)
	if err != nil {
		return err
	}
	defer r.wipe()
	if err := f(a, private); err != nil {
		return err
	}
	return v.keep(h, r)
}

// second checks the second factor and uses the code up.
func (a *account) second(private hpke.PrivateKey, code string, now time.Time) error {
	if a.Factor == nil {
		return nil
	}
	if code = strings.TrimSpace(code); code == "" {
		return fault.New(fault.Denied, "vault.code_needed")
	}
	k, err := factorKeysOf(private)
	if err != nil {
		return err
	}
	f, err := k.open(a)
	if err != nil {
		return err
	}
	if !f.take(k, code, now) {
		return fault.New(fault.Denied, "vault.code_wrong")
	}
	a.used, err = k.seal(a, f)
	return err
}

// take uses up a code of the phone or one from paper.
func (f *factor) take(k factorKeys, code string, now time.Time) bool {
	if step, ok := stepOf(f.Secret, code, now); ok {
		fresh := step > f.Floor
		f.Floor = max(f.Floor, step)
		return fresh
	}
	digest := k.digest(code)
	left := slices.DeleteFunc(slices.Clone(f.Codes), func(c []byte) bool { return hmac.Equal(c, digest) })
	taken := len(left) < len(f.Codes)
	f.Codes = left
	return taken
}

// stepOf finds the step that a code of the phone is of. Every step is tried, whether or not an earlier one fits.
func stepOf(secret []byte, code string, now time.Time) (int64, bool) {
	typed := strings.Join(strings.Fields(code), "")
	middle, found, ok := now.Unix()/codePeriod, int64(0), false
	for step := middle - codeSkew; step <= middle+codeSkew; step++ {
		right, err := hotp.GenerateCodeCustom(base32Code.EncodeToString(secret), uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && hmac.Equal([]byte(right), []byte(typed)) {
			found, ok = step, true
		}
	}
	return found, ok
}

// paperCode is 80 bits as four groups of four letters and digits.
func paperCode(raw []byte) string {
	s := base32Code.EncodeToString(raw)
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

// factorKeys are derived from an account's private key: what seals its factor, and what digests its codes.
type factorKeys struct{ sealing, digesting []byte }

func factorKeysOf(private hpke.PrivateKey) (factorKeys, error) {
	secret, err := private.Bytes()
	if err != nil {
		return factorKeys{}, storeFault(err)
	}
	defer clear(secret)
	return factorKeys{derive(secret, nil, "second factor"), derive(secret, nil, "recovery codes")}, nil
}

func (k factorKeys) seal(a *account, f factor) ([]byte, error) {
	plain, _ := json.Marshal(f) // bytes and a number: cannot fail
	defer clear(plain)
	seal, err := newAEAD(k.sealing)
	if err != nil {
		return nil, err
	}
	return sealWith(seal, plain, bind("second factor", a.ID)), nil
}

func (k factorKeys) open(a *account) (f factor, err error) {
	seal, err := newAEAD(k.sealing)
	if err != nil {
		return f, err
	}
	plain, err := openWith(seal, a.Factor, bind("second factor", a.ID))
	if err != nil {
		return f, err
	}
	defer clear(plain)
	if json.Unmarshal(plain, &f) != nil {
		return f, fault.New(fault.Corrupt, "vault.header")
	}
	return f, nil
}

// digest reads a code as it is typed from paper: hyphens, spaces and small letters do not matter.
func (k factorKeys) digest(code string) []byte {
	mac := hmac.New(sha256.New, k.digesting)
	mac.Write([]byte(strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))))
	return mac.Sum(nil)
}
