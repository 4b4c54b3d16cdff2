package vault

import (
	"crypto/hpke"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"ruhang/core/fault"
)

// Five tries are free; then each failure doubles the wait, up to an hour.
const (
	freeTries = 5
	firstWait = 30 * time.Second
	longWait  = time.Hour
	strangers = 256 // names that do not exist whose failures are remembered
)

// guess counts the failures of one name since it last signed in.
type guess struct {
	Failures int       `json:"failures"`
	Last     time.Time `json:"last"`
}

func (g guess) wait() time.Duration {
	if g.Failures < freeTries {
		return 0
	}
	return min(longWait, firstWait<<min(g.Failures-freeTries, 10))
}

// Unlock signs in and brings the account's class keys into memory in place of those that were there; it returns the
// account's id. A name that does not exist and a wrong password are one answer after the same work (Denied,
// vault.sign_in); too many of either are Refused, vault.too_many, with the "seconds" to wait. An account with a second
// factor needs a code too: none is Denied, vault.code_needed, which only the right password gets to hear; a wrong or used
// one Denied, vault.code_wrong, and counts as a guess. A failed Unlock leaves the vault as it was.
func (v *Vault) Unlock(name, password, code string) (string, error) {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return "", err
	}
	a, private, err := v.try(h, lookup(h.Bank, name), password, &code)
	if err != nil {
		return "", err
	}
	r, err := a.openGrants(h, private)
	if err != nil {
		return "", err
	}
	if err := v.refresh(h, a, private, password, r); err != nil {
		r.wipe()
		return "", err
	}
	v.setRing(r)
	return a.ID, nil
}

// refresh writes what a sign-in changes: a code that is used up, parameters that have grown.
func (v *Vault) refresh(h *header, a *account, private hpke.PrivateKey, password string, r *ring) error {
	if a.Argon != v.options.Argon && v.options.Argon.covers(a.Argon) {
		return v.rewrap(h, a, private, password, r)
	}
	if a.Factor != nil {
		return v.keep(h, r)
	}
	return nil
}

// Confirm proves that the person who signed in is still the one sitting there, before an act that needs it (releasing
// an offer, exporting, erasing). It changes no keys; wrong passwords count as guesses.
func (v *Vault) Confirm(accountID, password string) error {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return err
	}
	a := h.byID(accountID)
	if a == nil {
		return fault.New(fault.Missing, "vault.no_account")
	}
	_, _, err = v.try(h, a.Lookup, password, nil)
	return err
}

// try tests one password. The failure is on the disk before the password is looked at, so pulling the plug does not
// give a free guess, and is taken back when the password is right. A code that is nil is not asked for; one that is
// missing is no guess, but does not forget the guesses before either.
func (v *Vault) try(h *header, lookup []byte, password string, code *string) (*account, hpke.PrivateKey, error) {
	name := hex.EncodeToString(lookup)
	a := h.byLookup(lookup)
	stranger := a == nil
	known := ""
	if !stranger {
		known = a.ID
	}
	guesses, missed := h.Guesses[name], h.Missed[known]
	if err := v.admit(h, name, known); err != nil {
		return nil, nil, err
	}
	if stranger { // the same work with a password that nobody has
		a = &account{Argon: v.options.Argon, Salt: lookup[:16], Private: make([]byte, 61)}
		a.Private[0] = suite
	}
	private := a.unwrap(password)
	if private == nil && guesses.Failures+1 >= manyGuesses {
		v.forget(a)
	}
	if private == nil || stranger {
		return nil, nil, fault.New(fault.Denied, "vault.sign_in")
	}
	if code != nil {
		err := a.second(private, *code, v.options.Now())
		if fault.HasCode(err, "vault.code_needed") {
			h.guessed(name, guesses)
			h.setMissed(known, missed)
			return nil, nil, errors.Join(err, v.store(h))
		}
		if err != nil {
			return nil, nil, err
		}
	}
	h.guessed(name, guess{})
	h.setMissed(known, missed)
	return a, private, v.store(h)
}

// admit refuses while the wait runs and counts the try as failed in advance. The wait is measured from the last
// failure; when the clock stands before that it was set back, and the whole wait begins anew from the time it shows
// now. So setting the clock back never shortens a wait, and a clock once wrong by years does not shut people out.
func (v *Vault) admit(h *header, name, account string) error {
	now := v.options.Now().UTC().Truncate(time.Second)
	g := h.Guesses[name]
	if wait := g.wait(); wait > 0 {
		left := wait - now.Sub(g.Last)
		if now.Before(g.Last) {
			g.Last, left = now, wait
			h.Guesses[name] = g
			if err := v.store(h); err != nil {
				return err
			}
		}
		if left > 0 {
			seconds := strconv.FormatInt(int64((left+time.Second-1)/time.Second), 10)
			return fault.New(fault.Refused, "vault.too_many", "seconds", seconds)
		}
	}
	h.Guesses[name] = guess{Failures: g.Failures + 1, Last: now}
	h.miss(account, now)
	h.forgetStrangers()
	return v.store(h)
}

func (h *header) guessed(name string, g guess) {
	h.Guesses[name] = g
	if g.Failures == 0 {
		delete(h.Guesses, name)
	}
}

// forgetStrangers keeps the list of names that do not exist bounded, the longest unseen go first; a real account's
// count is never pushed out.
func (h *header) forgetStrangers() {
	existing := map[string]bool{}
	for _, a := range h.Accounts {
		existing[hex.EncodeToString(a.Lookup)] = true
	}
	for _, name := range h.quickNames() {
		existing[name] = true
	}
	for len(h.Guesses)-len(existing) > strangers {
		oldest := ""
		for name, g := range h.Guesses {
			if !existing[name] && (oldest == "" || g.Last.Before(h.Guesses[oldest].Last)) {
				oldest = name
			}
		}
		delete(h.Guesses, oldest)
	}
}
