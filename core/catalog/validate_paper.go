package catalog

import (
	"regexp"
	"slices"
	"sort"
)

// What papers hold at least: a guide without its address is no guide (Z-17), an offer without its salary none.
var (
	guideBlocks    = []string{"address", "route", "materials", "criteria"}
	letterKinds    = []string{"heading", "paragraph", "bullets", "rule", "salary", "benefits", "terms"}
	letterTables   = []string{"salary", "benefits", "terms"}
	benefitItems   = []string{"pension", "medical", "unemployment", "injury", "maternity", "housing"}
	neededExtra    = "supplementary_medical" // Z-10
	channels       = []string{"inbox", "mail", "sms"}
	nights         = []string{"always", "same_day"}
	effectiveShape = regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)
)

func (b *builder) paperRules() {
	for _, g := range sorted(b.cat.Guides) {
		b.guideRules(g)
	}
	for _, l := range sorted(b.cat.Letters) {
		b.letterRules(l)
	}
	for _, m := range sorted(b.cat.Messages) {
		b.oneOf(channels, m.Channel, m, "channel")
		if m.Channel != "sms" && m.Subject == nil {
			b.refuse(b.at(m, "subject"), "missing")
		}
		b.template(m.Subject, Placeholders, m, "subject")
		b.template(m.Body, Placeholders, m, "body")
		b.oneOf(nights, m.Night, m, "night")
		for i := range m.Positions {
			words := &m.Positions[i]
			known(b, b.cat.Positions, words.ID, words, "id")
			if words.Subject == nil && words.Body == nil {
				b.refuse(b.at(words, "body"), "missing")
			}
			b.template(words.Subject, Placeholders, words, "subject")
			b.template(words.Body, Placeholders, words, "body")
		}
	}
}

func (b *builder) guideRules(g *Guide) {
	var have []string
	for i := range g.Blocks {
		block := &g.Blocks[i]
		have = append(have, block.ID)
		if block.Text == nil && len(block.Items) == 0 {
			b.refuse(b.at(block, "text"), "missing")
		}
		b.template(block.Text, Placeholders, block, "text")
		for j, item := range block.Items {
			b.template(item, Placeholders, block, "items", j)
		}
	}
	b.needs(guideBlocks, have, g, "blocks")
}

func (b *builder) letterRules(l *Letter) {
	var have []string
	for i := range l.Blocks {
		block := &l.Blocks[i]
		have = append(have, block.Kind)
		b.oneOf(letterKinds, block.Kind, block, "kind")
		switch {
		case (block.Kind == "heading" || block.Kind == "paragraph") && block.Text == nil:
			b.refuse(b.at(block, "text"), "missing")
		case block.Kind == "bullets" && len(block.Items) == 0:
			b.refuse(b.at(block, "items"), "empty_list")
		}
		b.template(block.Text, Placeholders, block, "text")
		for j, item := range block.Items {
			b.template(item, Placeholders, block, "items", j)
		}
	}
	b.needs(letterTables, have, l, "blocks")
	b.template(l.Footer, Placeholders, l, "footer")
}

// needs refuses a list that lacks one of what must stand in it.
func (b *builder) needs(want, have []string, owner any, key string) {
	for _, id := range want {
		if !slices.Contains(have, id) {
			b.refuse(b.at(owner, key), "block_missing", "id", id)
		}
	}
}

// template refuses braces that do not close, and names that no letter knows.
func (b *builder) template(t Text, allowed []string, owner any, steps ...any) {
	langs := make([]string, 0, len(t))
	for lang := range t {
		langs = append(langs, lang)
	}
	sort.Strings(langs)
	for _, lang := range langs {
		where := append(slices.Clone(steps), lang)
		names, balanced := placeholdersIn(t[lang])
		if !balanced {
			b.refuse(b.at(owner, where...), "unbalanced_braces")
		}
		for _, name := range names {
			if !slices.Contains(allowed, name) {
				b.refuse(b.at(owner, where...), "unknown_placeholder", "id", name)
			}
		}
	}
}

func (b *builder) benefitRules() {
	seen := map[string]bool{}
	for _, t := range b.cat.Benefits {
		key := t.City + " " + t.Effective
		if seen[key] {
			b.refuse(b.at(t, "effective"), "duplicate", "id", key)
		}
		seen[key] = true
		if !effectiveShape.MatchString(t.Effective) {
			b.refuse(b.at(t, "effective"), "wrong_type", "want", "date")
		}
		within(b, t.BaseMin, 1, max(1, t.BaseMax), t, "base_min_yuan")
		var items, extras []string
		for i := range t.Items {
			item := &t.Items[i]
			items = append(items, item.ID)
			b.oneOf(benefitItems, item.ID, item, "id")
			within(b, item.Employer, 0, 5000, item, "employer_bp")
			within(b, item.Employee, 0, 5000, item, "employee_bp")
		}
		for _, e := range t.Extras {
			extras = append(extras, e.ID)
		}
		b.needs(benefitItems, items, t, "items")
		b.needs([]string{neededExtra}, extras, t, "extras")
	}
}
