// Package catalog is everything the bank configures (配置库): plans, positions, question banks, kit rules, guides,
// letters, messages, salary bands, benefit tables, legal caps, roles, reasons. It parses strictly, validates, and hashes.
//
// It refuses to decide anything: an `if` about a candidate is Go in hiring, kit or screening, never YAML. It reads no
// disk and knows no YAML; it takes Nodes (node.go), which data/yaml makes from files.
//
//	cat, err := catalog.Build(shipped, ours) // err names file, line and field of everything that is wrong
//	teller := cat.Positions["teller"]
package catalog

import (
	"slices"
	"sort"
)

// Text is one thing said in every language the app speaks, by language code ("zh", "en").
type Text map[string]string

// In gives the text in a language, else in Chinese, else whatever there is.
func (t Text) In(lang string) string {
	if s := t[lang]; s != "" {
		return s
	}
	if s := t["zh"]; s != "" {
		return s
	}
	for _, s := range t {
		return s
	}
	return ""
}

// Languages are what every Text must have.
var Languages = []string{"zh", "en"}

// Catalog is one version of the bank's configuration.
type Catalog struct {
	Hash       string // SHA-256 over every file's name and content, hex
	Bank       Bank
	Legal      Legal
	Privacy    Privacy
	Unlawful   Unlawful
	Roles      map[string]*Role
	Positions  map[string]*Position
	Plans      map[string]*Plan
	Banks      map[string]*QuestionBank // question banks by id
	Dimensions map[string]*Dimension    // AI dimensions, traits and competencies by code
	Guides     map[string]*Guide
	Letters    map[string]*Letter
	Messages   map[string]*MessageTemplate
	Benefits   []*Benefits // by city, newest first
	Materials  map[string]*Material
	Checks     map[string]*CheckKind
	Packages   map[string]*CheckPackage
	Reasons    map[string]*Reason
	Courses    map[string]*Course
	Years      map[string]*Year // holiday arrangements, by year

	pinned   map[string]*Plan    // plans by hash: today's and every one a case was opened under
	wordings map[string]*Consent // consents by hash, likewise
}

// Plan finds a plan by its content hash, today's or an earlier one that was pinned; nil when unknown.
func (c *Catalog) Plan(hash string) *Plan { return c.pinned[hash] }

// Pin adds plans of earlier catalogs, so that cases opened under them go on under them.
func (c *Catalog) Pin(plans ...*Plan) {
	if c.pinned == nil {
		c.pinned = map[string]*Plan{}
	}
	for _, p := range plans {
		c.pinned[p.Hash] = p
	}
}

// PositionList is every position, by id.
func (c *Catalog) PositionList() []*Position { return sorted(c.Positions) }

// ReasonsFor lists the reasons of one use ("reject", "decline", "rescind"…), by id.
func (c *Catalog) ReasonsFor(use string) []*Reason {
	var out []*Reason
	for _, r := range sorted(c.Reasons) {
		if r.For == use {
			out = append(out, r)
		}
	}
	return out
}

// BenefitsFor is the benefit table of a city in force on a day (yyyy-mm-dd): the newest that is not later; nil when none.
func (c *Catalog) BenefitsFor(city, day string) *Benefits {
	var best *Benefits
	for _, b := range c.Benefits {
		if b.City == city && b.Effective <= day && (best == nil || b.Effective > best.Effective) {
			best = b
		}
	}
	return best
}

// CityName is what people call a city; its id when no table names it.
func (c *Catalog) CityName(city string) Text {
	for _, b := range c.Benefits {
		if b.City == city {
			return b.Name
		}
	}
	return Text{"zh": city}
}

// DimensionOf maps a vendor's code or name to ours, by our id, an alias, or the dimension's name in any language; an unknown
// one is kept as it came. A code is asked first: it says more exactly what is meant than a name.
func (c *Catalog) DimensionOf(code, name string) string {
	for _, said := range []string{code, name} {
		if d := c.dimensionCalled(said); d != nil {
			return d.ID
		}
	}
	if code == "" {
		return name
	}
	return code
}

// dimensionCalled finds a dimension by one word for it; nil when nobody calls one so. Should two share a word, the first by
// id has it, as in data/intake.
func (c *Catalog) dimensionCalled(said string) *Dimension {
	if said == "" {
		return nil
	}
	if d := c.Dimensions[said]; d != nil {
		return d
	}
	for _, d := range sorted(c.Dimensions) {
		if slices.Contains(d.Aliases, said) {
			return d
		}
		for _, name := range d.Name {
			if name == said {
				return d
			}
		}
	}
	return nil
}

func sorted[T any](m map[string]T) []T {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	out := make([]T, len(ids))
	for i, id := range ids {
		out[i] = m[id]
	}
	return out
}
