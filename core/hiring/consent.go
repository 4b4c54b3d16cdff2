package hiring

import (
	"slices"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Consent is permission for one purpose and one recipient (PIPL Art. 13, 14, 23, 29). It stands until it is taken back or
// runs out.
type Consent struct {
	Stamp
	Purpose   string // id of privacy.yaml: "check", "credit"…
	Recipient string // as named to the candidate
	Wording   string // the content hash of the words that were agreed to; on paper: what HR wrote down
	Until     Date   // its last day; "" when the words named none
	File      FileRef
	Withdrawn *Stamp
	Lapsed    *Stamp
}

// Stands says whether the consent holds on a day.
func (k *Consent) Stands(on Date) bool {
	return k.Withdrawn == nil && k.Lapsed == nil && (k.Until == "" || on <= k.Until)
}

// GiveConsent is the candidate's permission, or HR's record of one on paper (File). Online, recipient and wording are the
// catalog's: nobody agrees to words that were not shown.
type GiveConsent struct {
	Purpose   string  `json:"purpose"`
	Recipient string  `json:"recipient"`
	Wording   string  `json:"wording"`
	File      FileRef `json:"file"`
}

// ConsentGiven is that, as it was recorded before consents had an end.
type ConsentGiven GiveConsent

// ConsentAgreed is that, with its last day.
type ConsentAgreed struct {
	GiveConsent
	Until Date `json:"until"`
}

// WithdrawConsent takes a permission back; with a recipient, that one's only.
type WithdrawConsent struct {
	Purpose   string `json:"purpose"`
	Recipient string `json:"recipient,omitempty"`
}

// ConsentWithdrawn is that, as it was recorded when a purpose had one recipient.
type ConsentWithdrawn struct {
	Purpose string `json:"purpose"`
}

// ConsentTakenBack is that, per recipient.
type ConsentTakenBack WithdrawConsent

// LapseConsent ends a permission whose last day is over; the clock gives it.
type LapseConsent struct {
	Purpose string `json:"purpose"`
}

// ConsentLapsed is that.
type ConsentLapsed LapseConsent

func (GiveConsent) Name() string       { return "give_consent" }
func (GiveConsent) Nature() Nature     { return Fact }
func (WithdrawConsent) Name() string   { return "withdraw_consent" }
func (WithdrawConsent) Nature() Nature { return Fact }
func (LapseConsent) Name() string      { return "lapse_consent" }
func (LapseConsent) Nature() Nature    { return Decisive }
func (ConsentGiven) Wire() string      { return "consent_given.1" }
func (ConsentGiven) Class() Class      { return Basic }
func (ConsentAgreed) Wire() string     { return "consent_given.2" }
func (ConsentAgreed) Class() Class     { return Basic }
func (ConsentWithdrawn) Wire() string  { return "consent_withdrawn.1" }
func (ConsentWithdrawn) Class() Class  { return Basic }
func (ConsentTakenBack) Wire() string  { return "consent_withdrawn.2" }
func (ConsentTakenBack) Class() Class  { return Basic }
func (ConsentLapsed) Wire() string     { return "consent_lapsed.1" }
func (ConsentLapsed) Class() Class     { return Basic }

// Consented says whether a consent for a purpose stands on a day. Where the catalog names a recipient, only a consent for
// that one counts: the bank's next vendor is asked for anew (PIPL Art. 23).
func (c *Case) Consented(purpose string, cat *catalog.Catalog, on Date) bool {
	return c.Standing(purpose, cat, on) != nil
}

// consent is the newest consent for a purpose and for the recipient in force; nil when there is none.
func (c *Case) consent(purpose string, cat *catalog.Catalog) *Consent {
	asked := cat.Privacy.Consent(purpose)
	for i := len(c.Consents) - 1; i >= 0; i-- {
		if k := &c.Consents[i]; k.Purpose == purpose && (asked == nil || asked.Recipient == nil || named(asked.Recipient, k.Recipient)) {
			return k
		}
	}
	return nil
}

// Standing is the consent for a purpose, and for the recipient in force, that stands on a day; nil when none does.
func (c *Case) Standing(purpose string, cat *catalog.Catalog, on Date) *Consent {
	if k := c.consent(purpose, cat); k != nil && k.Stands(on) {
		return k
	}
	return nil
}

func named(name catalog.Text, said string) bool {
	for _, s := range name {
		if s == said {
			return true
		}
	}
	return false
}

// ConsentsNeeded are the purposes that the case's checks need permission for now, each once: of orders without a result, and
// of the package's checks that are not done.
func (c *Case) ConsentsNeeded(cat *catalog.Catalog) []string {
	if c.Status != Open || c.Stage != "check" {
		return nil
	}
	var out []string
	need := func(kind, source string) {
		if p := cat.ConsentFor(kind, source); !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	for _, o := range c.Checks {
		if o.Stopped == nil && o.Latest() == nil {
			need(o.Kind, o.Source)
		}
	}
	for _, kind := range c.orderable(cat) {
		need(kind, firstSource(cat, kind))
	}
	return out
}

// ConsentsMissing are those of them that nobody has given.
func (c *Case) ConsentsMissing(cat *catalog.Catalog, on Date) []string {
	return slices.DeleteFunc(c.ConsentsNeeded(cat), func(p string) bool { return c.Consented(p, cat, on) })
}

func (cmd GiveConsent) decide(c *Case, env Env) ([]Body, error) {
	asked := env.Catalog.Privacy.Consent(cmd.Purpose)
	online := env.Who.Is("candidate")
	switch {
	case cmd.Purpose == "":
		return nil, fault.New(fault.Invalid, "field.empty", "field", "purpose")
	case asked == nil:
		return nil, missing("consent", "purpose")
	case !online && cmd.File.Empty():
		return nil, fault.New(fault.Invalid, "consent.paper", "field", "file")
	case !online && strings.TrimSpace(cmd.Wording) == "":
		return nil, fault.New(fault.Invalid, "field.empty", "field", "wording")
	case online && cmd.Wording != "" && cmd.Wording != asked.Hash:
		return nil, fault.New(fault.Invalid, "consent.wording", "field", "wording")
	}
	if recipient := asked.Recipient["zh"]; online || recipient != "" {
		if cmd.Recipient = recipient; recipient == "" {
			cmd.Recipient = env.Catalog.Bank.Name["zh"]
		}
	}
	if online {
		cmd.Wording = asked.Hash
	}
	return []Body{ConsentAgreed{GiveConsent: cmd, Until: DateOf(env.Now).AddDays(asked.Days)}}, nil
}

func (e ConsentGiven) apply(c *Case, at Stamp) {
	ConsentAgreed{GiveConsent: GiveConsent(e)}.apply(c, at)
}

func (e ConsentAgreed) apply(c *Case, at Stamp) {
	c.Consents = add(c.Consents, Consent{Stamp: at, Purpose: e.Purpose, Recipient: e.Recipient, Wording: e.Wording, Until: e.Until, File: e.File})
}

// openConsents are the places of the consents that are neither taken back nor ended.
func (c *Case) openConsents(purpose, recipient string) []int {
	var out []int
	for i, k := range c.Consents {
		if k.Purpose == purpose && (recipient == "" || k.Recipient == recipient) && k.Withdrawn == nil && k.Lapsed == nil {
			out = append(out, i)
		}
	}
	return out
}

func (cmd WithdrawConsent) decide(c *Case, _ Env) ([]Body, error) {
	if len(c.openConsents(cmd.Purpose, cmd.Recipient)) == 0 {
		return nil, fault.New(fault.Refused, "consent.none")
	}
	return []Body{ConsentTakenBack(cmd)}, nil
}

func (e ConsentWithdrawn) apply(c *Case, at Stamp) { ConsentTakenBack{Purpose: e.Purpose}.apply(c, at) }

func (e ConsentTakenBack) apply(c *Case, at Stamp) {
	for _, i := range c.openConsents(e.Purpose, e.Recipient) {
		c.Consents = edit(c.Consents, i, func(k *Consent) { k.Withdrawn = &at })
	}
}

func (cmd LapseConsent) decide(c *Case, env Env) ([]Body, error) {
	for _, i := range c.openConsents(cmd.Purpose, "") {
		if !c.Consents[i].Stands(DateOf(env.Now)) {
			return []Body{ConsentLapsed(cmd)}, nil
		}
	}
	return nil, fault.New(fault.Refused, "consent.none")
}

func (e ConsentLapsed) apply(c *Case, at Stamp) {
	for _, i := range c.openConsents(e.Purpose, "") {
		if !c.Consents[i].Stands(DateOf(at.At)) {
			c.Consents = edit(c.Consents, i, func(k *Consent) { k.Lapsed = &at })
		}
	}
}

// withdrawn is what a withdrawal leads to: the open orders it covered stop, and HR is told (PIPL Art. 15).
func withdrawn(c *Case, env Env, purpose string, at Stamp) []Command {
	var out []Command
	for _, o := range c.Checks {
		if o.Stopped == nil && o.Latest() == nil && env.Catalog.ConsentFor(o.Kind, o.Source) == purpose && !c.Consented(purpose, env.Catalog, DateOf(env.Now)) {
			out = append(out, StopCheck{Order: o.ID, Why: "consent_withdrawn"})
		}
	}
	return append(out, Notify{To: "role:hr", Template: "consent_withdrawn_hr", Cause: "consent-withdrawn/" + purpose + "/" + instant(at.At),
		Params: map[string]string{"item": "consent:" + purpose}})
}

// given is what a consent leads to: checks that a withdrawal had stopped are ordered again, and the gate is tried.
func given(c *Case) []Command { return append([]Command{OrderChecks{}}, gateByItself(c)...) }

// again asks the candidate anew when a consent ran out.
func again(e ConsentLapsed, at Stamp) []Command {
	return []Command{Notify{To: "candidate", Template: "consent_request", Cause: "consent-lapsed/" + e.Purpose + "/" + instant(at.At)}}
}

// endingClocks tell the candidate before a consent that is still needed runs out, and end it after its last day.
func endingClocks(c *Case, env Env) []Clock {
	var out []Clock
	for i := range c.Consents {
		k := &c.Consents[i]
		if k.Until == "" || k.Withdrawn != nil || k.Lapsed != nil || !slices.Contains(c.ConsentsNeeded(env.Catalog), k.Purpose) {
			continue
		}
		key := "consent-ending/" + count(i)
		out = append(out, Clock{At: k.Until.AddDays(-env.Catalog.Privacy.RemindDays).Time().Add(9 * time.Hour), Key: key + "/ending", Group: key, Rule: "consent_ending",
			Notify: []Notify{{To: "candidate", Template: "consent_ending", Cause: key + "/ending",
				Params: map[string]string{"item": "consent:" + k.Purpose, "date": string(k.Until)}}}},
			Clock{At: k.Until.AddDays(1).Time(), Key: key + "/lapsed", Group: key, Rule: "consent_lapsed", Do: LapseConsent{Purpose: k.Purpose}})
	}
	return out
}
