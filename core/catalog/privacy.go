package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
)

// Privacy is what the bank asks people's permission for, and how long it keeps what it knows of them (privacy.yaml).
// Every text and number is the bank's counsel's to change; each names where it comes from.
type Privacy struct {
	ReviewHours int         `yaml:"review_hours"` // a human review is answered within (PIPL Art. 24)
	RemindDays  int         `yaml:"remind_days"`  // before a consent that is still needed runs out, the candidate is told
	EraseDays   int         `yaml:"erase_days"`   // a request for erasure is answered within
	BackupDays  int         `yaml:"backup_days"`  // the longest that a backup is kept: until then it may still hold what was erased
	Consents    []Consent   `yaml:"consents"`
	Retention   []Retention `yaml:"retention"`
	Uses        []Use       `yaml:"uses"`
}

// Consent is a permission as it is asked for: one purpose, one recipient, one wording (PIPL Art. 13, 14, 23, 28, 29). Its
// wording is pinned by content hash, so that the exact text somebody agreed to is found again.
type Consent struct {
	ID        string `yaml:"id"` // the purpose
	Version   string `yaml:"version"`
	Title     Text   `yaml:"title"`
	Text      Text   `yaml:"text"`
	Recipient Text   `yaml:"recipient,omitempty"` // who else gets the data; none: the bank itself
	Contact   string `yaml:"contact,omitempty"`   // of the recipient
	Data      []Text `yaml:"data"`                // the kinds of data
	Basis     Text   `yaml:"basis"`               // the law that asks for it
	Days      int    `yaml:"days"`                // it stands this long
	Sensitive bool   `yaml:"sensitive"`           // sensitive data: asked for by itself, never with others
	Hash      string `yaml:"-"`
}

// Retention is how long a case is kept after it came out one way.
type Retention struct {
	ID        string `yaml:"id"`                   // waiting, failed, rejected, withdrawn, undone, confirmed, separated
	Days      int    `yaml:"days"`                 // kept this long; then it is proposed for erasure
	LeastDays int    `yaml:"least_days,omitempty"` // the law keeps it this long: nobody may erase it earlier
	Name      Text   `yaml:"name"`
	Source    Text   `yaml:"source"` // the law, or who decided it
}

// Use is a line of the records of processing (PIPL Art. 55, 56): what is done with which data, for whom, how long.
type Use struct {
	ID        string `yaml:"id"`
	Purpose   Text   `yaml:"purpose"`
	Data      Text   `yaml:"data"`
	Recipient Text   `yaml:"recipient"`
	Basis     Text   `yaml:"basis"`
	Kept      Text   `yaml:"kept"`
}

// Outcomes are the ways a case can come out that have a period of retention each.
var Outcomes = []string{"waiting", "failed", "rejected", "withdrawn", "undone", "confirmed", "separated"}

// Consent finds a consent by purpose; nil when unknown.
func (p *Privacy) Consent(purpose string) *Consent {
	for i := range p.Consents {
		if p.Consents[i].ID == purpose {
			return &p.Consents[i]
		}
	}
	return nil
}

// RetentionOf finds the period of an outcome; nil when there is none.
func (p *Privacy) RetentionOf(outcome string) *Retention {
	for i := range p.Retention {
		if p.Retention[i].ID == outcome {
			return &p.Retention[i]
		}
	}
	return nil
}

// Digest is the wording's content hash: SHA-256, hex, over a canonical encoding.
func (c *Consent) Digest() string {
	h := sha256.New()
	canonical(h, reflect.ValueOf(*c))
	return hex.EncodeToString(h.Sum(nil))
}

// Wording finds a consent's wording by its content hash, today's or an earlier one that was pinned; nil when unknown.
func (c *Catalog) Wording(hash string) *Consent { return c.wordings[hash] }

// PinWording adds wordings of earlier catalogs, so that what was agreed to under them can be read again.
func (c *Catalog) PinWording(all ...*Consent) {
	if c.wordings == nil {
		c.wordings = map[string]*Consent{}
	}
	for _, w := range all {
		c.wordings[w.Hash] = w
	}
}

func (b *builder) privacyRules() {
	p := &b.cat.Privacy
	if !b.there(p, "privacy.yaml") {
		return
	}
	within(b, p.ReviewHours, 1, 24*60, p, "review_hours")
	within(b, p.RemindDays, 1, 90, p, "remind_days")
	within(b, p.EraseDays, 1, 30, p, "erase_days")
	within(b, p.BackupDays, 1, 3650, p, "backup_days")
	for i := range p.Consents {
		c := &p.Consents[i]
		b.some(c.Data, c, "data")
		within(b, c.Days, 1, 3650, c, "days")
		if c.Recipient != nil && c.Contact == "" {
			b.refuse(b.at(c, "contact"), "missing")
		}
	}
	if p.Consent(defaultConsent) == nil {
		b.refuse(b.at(p, "consents"), "unknown_reference", "id", defaultConsent)
	}
	for _, k := range sorted(b.cat.Checks) {
		if k.Consent != "" && p.Consent(k.Consent) == nil {
			b.refuse(b.at(k, "consent"), "unknown_reference", "id", k.Consent)
		}
	}
	for i := range p.Retention {
		r := &p.Retention[i]
		b.oneOf(Outcomes, r.ID, r, "id")
		within(b, r.Days, max(1, r.LeastDays), 36500, r, "days")
	}
	for _, outcome := range Outcomes {
		if p.RetentionOf(outcome) == nil {
			b.refuse(b.at(p, "retention"), "unknown_reference", "id", outcome)
		}
	}
}
