package vault

import (
	"slices"
	"strings"
	"time"

	"ruhang/core/office"
)

// missed counts the failed sign-ins of one account that nobody has told of yet. It lives apart from the guesses, which end with
// the next success, and holds one line for all names that do not exist.
type missed struct {
	Failures int       `json:"failures"`
	First    time.Time `json:"first"`
	Last     time.Time `json:"last"`
}

// miss counts a failed try of an account; "" for a name that does not exist.
func (h *header) miss(account string, at time.Time) {
	m := h.Missed[account]
	if m.Failures++; m.First.IsZero() {
		m.First = at
	}
	m.Last = at
	h.setMissed(account, m)
}

func (h *header) setMissed(account string, m missed) {
	if h.Missed == nil {
		h.Missed = map[string]missed{}
	}
	h.Missed[account] = m
	if m.Failures <= 0 {
		delete(h.Missed, account)
	}
}

// Missed are the failed sign-ins since they were last told, by account; those of names that do not exist have none. A failed
// try can seal no record of itself, since whoever failed holds no keys.
func (v *Vault) Missed() ([]office.Missed, error) {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return nil, err
	}
	var out []office.Missed
	for account, m := range h.Missed {
		out = append(out, office.Missed{Account: account, Failures: m.Failures, First: m.First, Last: m.Last})
	}
	slices.SortFunc(out, func(a, b office.Missed) int { return strings.Compare(a.Account, b.Account) })
	return out, nil
}

// Told forgets failed sign-ins that were recorded; what failed since then stays.
func (v *Vault) Told(told []office.Missed) error {
	defer v.hold()()
	h, err := v.load()
	if err != nil {
		return err
	}
	for _, t := range told {
		m := h.Missed[t.Account]
		m.Failures -= t.Failures
		if m.First = t.Last; m.Failures > 0 && m.Last.After(t.Last) {
			m.First = m.Last
		}
		h.setMissed(t.Account, m)
	}
	return v.store(h)
}
