package model

import (
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// GuestConsent is one permission: what for, to whom, which data, how long, how it stands.
type GuestConsent struct {
	Purpose   string
	Title     string
	State     string // asked, given, withdrawn, ended
	Says      string // how it stands, with its dates
	Text      string // the words: those asked for, or those agreed to
	Sensitive bool
	Rows      []Row // recipient, data, basis, how long (PIPL Art. 17, 23)
	Give      hiring.GiveConsent
	Withdraw  hiring.WithdrawConsent
}

// GuestConsents words them, those that are asked for first.
func (r Reader) GuestConsents(j *office.Journey) []GuestConsent {
	var asked, others []GuestConsent
	for _, c := range j.Consents {
		m := r.guestConsent(c)
		if c.Asked {
			asked = append(asked, m)
		} else {
			others = append(others, m)
		}
	}
	return append(asked, others...)
}

func (r Reader) guestConsent(c office.GuestConsent) GuestConsent {
	w := c.Wording
	m := GuestConsent{Purpose: c.Purpose, Title: w.Title.In(r.Lang), Text: w.Text.In(r.Lang), Sensitive: w.Sensitive,
		Give: hiring.GiveConsent{Purpose: c.Purpose, Wording: w.Hash}, Withdraw: hiring.WithdrawConsent{Purpose: c.Purpose}}
	recipient := r.Cat.Bank.Name.In(r.Lang)
	if w.Recipient != nil {
		recipient = r.Say("guest.consent.recipient", "name", w.Recipient.In(r.Lang), "contact", w.Contact)
	}
	var data []string
	for _, d := range w.Data {
		data = append(data, d.In(r.Lang))
	}
	m.Rows = []Row{{Label: r.Say("consent.recipient"), Value: recipient}, {Label: r.Say("consent.data"), Value: r.list(data)},
		{Label: r.Say("consent.basis"), Value: w.Basis.In(r.Lang)}, {Label: r.Say("consent.lasts"), Value: r.Say("consent.days", "n", itoa(w.Days))},
		{Label: r.Say("consent.version"), Value: w.Version + " · " + short(w.Hash)}}
	m.State, m.Says = r.consentState(c.Given, c.Stands)
	if c.Asked {
		m.State = "asked"
	}
	return m
}

// consentState is how a consent stands, in one word and one sentence.
func (r Reader) consentState(k *hiring.Consent, stands bool) (state, says string) {
	switch {
	case k == nil:
		return "none", ""
	case k.Withdrawn != nil:
		return "withdrawn", r.Say("consent.withdrawn", "when", r.Moment(k.Withdrawn.At))
	case !stands:
		return "ended", r.Say("consent.ended", "day", string(k.Until))
	case k.Until == "":
		return "given", r.Say("consent.given", "when", r.Moment(k.At))
	}
	return "given", r.Say("consent.given_until", "when", r.Moment(k.At), "day", string(k.Until))
}
