package catalog

import (
	"regexp"
	"slices"
	"strings"
)

// CheckKind is one kind of background check (checks.yaml).
type CheckKind struct {
	ID           string        `yaml:"id"` // education, employment, qualification, credit…
	Name         Text          `yaml:"name"`
	SLAHours     int           `yaml:"sla_hours"`
	Proves       Text          `yaml:"proves"`
	CannotProve  Text          `yaml:"cannot_prove"`
	LegalBasis   bool          `yaml:"legal_basis"`       // an order needs the law that allows it
	ValidityDays int           `yaml:"validity_days"`     // how long a result counts
	Consent      string        `yaml:"consent,omitempty"` // the permission it needs, of privacy.yaml; none: "check"
	Sources      []CheckSource `yaml:"sources,omitempty"` // where it may be looked up; an order goes to the first
}

// CheckSource is one place where a kind of check may be looked up: a connector, a page that a person looks at, or a person's own
// enquiry.
type CheckSource struct {
	ID          string   `yaml:"id"`  // of a connector: its id in the settings
	Way         string   `yaml:"way"` // connector, link, hand
	Name        Text     `yaml:"name"`
	Proves      Text     `yaml:"proves"`
	CannotProve Text     `yaml:"cannot_prove"`
	Link        string   `yaml:"link,omitempty"`    // of a page: https, with {code} where the report's code belongs
	Code        string   `yaml:"code,omitempty"`    // the shape of that code, a regular expression
	Sends       []string `yaml:"sends,omitempty"`   // what of the case a connector is sent, and nothing else
	Consent     string   `yaml:"consent,omitempty"` // who receives personal data is agreed to by name (PIPL Art. 23); none: the kind's
}

// Page is the address where a person looks a code up; "" when the source has no page or the code is not one of its kind.
func (s *CheckSource) Page(code string) string {
	if !strings.Contains(s.Link, "{code}") {
		return s.Link
	}
	if shape, err := regexp.Compile(s.Code); err != nil || s.Code == "" || !shape.MatchString(code) {
		return ""
	}
	return strings.ReplaceAll(s.Link, "{code}", code)
}

// Source finds a source of the kind; nil when it has none of that id.
func (k *CheckKind) Source(id string) *CheckSource {
	for i := range k.Sources {
		if k.Sources[i].ID == id {
			return &k.Sources[i]
		}
	}
	return nil
}

// Law is a legal basis: the act and article, and what they say.
type Law struct {
	Name Text `yaml:"name"`
	Says Text `yaml:"says"`
}

// CheckPackage is the set of checks ordered together for a job family.
type CheckPackage struct {
	ID     string   `yaml:"id"`
	Name   Text     `yaml:"name"`
	Checks []string `yaml:"checks"`
}

// defaultConsent is the purpose of a check that names none of its own.
const defaultConsent = "check"

// ConsentFor is the permission that a kind of check needs when it goes to a source: the source's own where it names one, since
// every recipient is agreed to by name (PIPL Art. 23), else the kind's.
func (c *Catalog) ConsentFor(kind, source string) string {
	k := c.Checks[kind]
	if k == nil {
		return defaultConsent
	}
	if s := k.Source(source); s != nil && s.Consent != "" {
		return s.Consent
	}
	if k.Consent != "" {
		return k.Consent
	}
	return defaultConsent
}

// CheckSends is what a source may be sent.
var CheckSends = []string{"name", "id_no", "education", "employments", "qualifications", "relatives", "businesses"}

// personal is what of it says who the candidate is, or names a third person.
var personal = []string{"name", "id_no", "relatives"}

// SourceWays are the ways of looking something up.
var SourceWays = []string{"connector", "link", "hand"}

func (b *builder) checkRules() {
	for _, k := range sorted(b.cat.Checks) {
		within(b, k.SLAHours, 1, 24*60, k, "sla_hours")
		within(b, k.ValidityDays, 1, 3650, k, "validity_days")
		seen := map[string]bool{}
		for i := range k.Sources {
			b.sourceRules(k, &k.Sources[i], seen)
		}
	}
	for _, p := range sorted(b.cat.Packages) {
		b.some(p.Checks, p, "checks")
		for i, id := range p.Checks {
			known(b, b.cat.Checks, id, p, "checks", i)
		}
	}
}

// sourceRules: who is sent a person's name has been agreed to by name (PIPL Art. 23). A page is reached over https and nothing else, and the code in its address has a known shape, so that what a person
// types cannot lead elsewhere.
func (b *builder) sourceRules(k *CheckKind, s *CheckSource, seen map[string]bool) {
	if seen[s.ID] {
		b.refuse(b.at(s, "id"), "duplicate", "id", s.ID)
	}
	seen[s.ID] = true
	b.oneOf(SourceWays, s.Way, s, "way")
	if (s.Way == "link") != (s.Link != "") {
		b.refuse(b.at(s, "link"), "missing")
	}
	if s.Link != "" && !strings.HasPrefix(s.Link, "https://") {
		b.refuse(b.at(s, "link"), "not_https")
	}
	coded := strings.Contains(s.Link, "{code}")
	if _, err := regexp.Compile(s.Code); err != nil || coded != (s.Code != "") || coded && !(strings.HasPrefix(s.Code, "^") && strings.HasSuffix(s.Code, "$")) {
		b.refuse(b.at(s, "code"), "code_shape")
	}
	if (s.Way == "connector") != (len(s.Sends) > 0) {
		b.refuse(b.at(s, "sends"), "missing")
	}
	for i, what := range s.Sends {
		b.oneOf(CheckSends, what, s, "sends", i)
		if consent := b.cat.Privacy.Consent(b.cat.ConsentFor(k.ID, s.ID)); slices.Contains(personal, what) && (consent == nil || consent.Recipient == nil) {
			b.refuse(b.at(s, "sends", i), "unnamed_recipient", "id", what)
		}
	}
	if s.Consent != "" && b.cat.Privacy.Consent(s.Consent) == nil {
		b.refuse(b.at(s, "consent"), "unknown_reference", "id", s.Consent)
	}
}
