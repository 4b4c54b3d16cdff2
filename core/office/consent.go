package office

import (
	"context"
	"encoding/json"
	"slices"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// wordingPrefix tells the pinned wordings of consents from the pinned plans beside them.
const wordingPrefix = "consent."

// pinWording makes a wording that was in force once readable again.
func pinWording(cat *catalog.Catalog, hash string, raw []byte) error {
	w := &catalog.Consent{}
	if err := json.Unmarshal(raw, w); err != nil {
		return fault.Wrap(err, fault.Corrupt, "catalog.pinned", "office.pinWording")
	}
	w.Hash = hash
	if cat.Wording(hash) == nil {
		cat.PinWording(w)
	}
	return nil
}

// keepWordings stores the wordings in force, for those who will agree to them.
func keepWordings(tx Tx, cat *catalog.Catalog, known map[string][]byte) error {
	for i := range cat.Privacy.Consents {
		w := &cat.Privacy.Consents[i]
		if known[wordingPrefix+w.Hash] != nil {
			continue
		}
		raw, err := json.Marshal(w)
		if err != nil {
			return err
		}
		if err := tx.PutPlan(wordingPrefix+w.Hash, raw); err != nil {
			return err
		}
	}
	return nil
}

// Wording is the exact text that a consent was given to, by the hash that the consent carries.
func (s *Staff) Wording(_ context.Context, hash string) (catalog.Consent, error) {
	if w := s.office.Catalog().Wording(hash); w != nil {
		return *w, nil
	}
	return catalog.Consent{}, fault.New(fault.Missing, "consent.no_wording")
}

// consents are the permissions of a candidate's case: what is asked for now, and what was ever given, newest first per purpose.
func (o *Office) consents(c *hiring.Case, env hiring.Env) []GuestConsent {
	cat, today := env.Catalog, hiring.DateOf(env.Now)
	missing := c.ConsentsMissing(cat, today)
	var out []GuestConsent
	for i := range cat.Privacy.Consents {
		w := &cat.Privacy.Consents[i]
		g := GuestConsent{Purpose: w.ID, Wording: *w, Asked: slices.Contains(missing, w.ID)}
		for j := range c.Consents {
			if k := &c.Consents[j]; k.Purpose == w.ID {
				g.Given = k
			}
		}
		if g.Given != nil {
			g.Stands = g.Given.Stands(today)
			if agreed := cat.Wording(g.Given.Wording); agreed != nil && !g.Asked {
				g.Wording = *agreed
			}
		}
		if g.Asked || g.Given != nil {
			out = append(out, g)
		}
	}
	return out
}
