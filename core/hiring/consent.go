package hiring

import "ruhang/core/fault"

// Consent is permission for a purpose and a recipient (PIPL Art. 13, 23, 29).
type Consent struct {
	Stamp
	Purpose   string // "check"
	Recipient string
	Wording   string // version of the words that were agreed to
	File      FileRef
	Withdrawn *Stamp
}

// GiveConsent is the candidate's permission, or HR's record of one on paper (File).
type GiveConsent struct {
	Purpose   string  `json:"purpose"`
	Recipient string  `json:"recipient"`
	Wording   string  `json:"wording"`
	File      FileRef `json:"file"`
}

// ConsentGiven is that.
type ConsentGiven GiveConsent

// WithdrawConsent takes a permission back.
type WithdrawConsent struct {
	Purpose string `json:"purpose"`
}

// ConsentWithdrawn is that.
type ConsentWithdrawn WithdrawConsent

func (GiveConsent) Name() string       { return "give_consent" }
func (GiveConsent) Nature() Nature     { return Fact }
func (WithdrawConsent) Name() string   { return "withdraw_consent" }
func (WithdrawConsent) Nature() Nature { return Fact }
func (ConsentGiven) Wire() string      { return "consent_given.1" }
func (ConsentGiven) Class() Class      { return Basic }
func (ConsentWithdrawn) Wire() string  { return "consent_withdrawn.1" }
func (ConsentWithdrawn) Class() Class  { return Basic }

// Consented says whether a consent for a purpose stands.
func (c *Case) Consented(purpose string) bool {
	for i := len(c.Consents) - 1; i >= 0; i-- {
		if c.Consents[i].Purpose == purpose {
			return c.Consents[i].Withdrawn == nil
		}
	}
	return false
}

func (cmd GiveConsent) decide(c *Case, env Env) ([]Body, error) {
	if cmd.Purpose == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "purpose")
	}
	if cmd.Wording == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "wording")
	}
	if !env.Who.Is("candidate") && cmd.File.Empty() {
		return nil, fault.New(fault.Invalid, "consent.paper", "field", "file")
	}
	return []Body{ConsentGiven(cmd)}, nil
}

func (e ConsentGiven) apply(c *Case, at Stamp) {
	c.Consents = add(c.Consents, Consent{Stamp: at, Purpose: e.Purpose, Recipient: e.Recipient, Wording: e.Wording, File: e.File})
}

func (cmd WithdrawConsent) decide(c *Case, env Env) ([]Body, error) {
	if !c.Consented(cmd.Purpose) {
		return nil, fault.New(fault.Refused, "consent.none")
	}
	return []Body{ConsentWithdrawn(cmd)}, nil
}

func (e ConsentWithdrawn) apply(c *Case, at Stamp) {
	for i := range c.Consents {
		if c.Consents[i].Purpose == e.Purpose && c.Consents[i].Withdrawn == nil {
			c.Consents = edit(c.Consents, i, func(k *Consent) { k.Withdrawn = &at })
		}
	}
}
