package catalog

import (
	"maps"
	"slices"

	"ruhang/core/fault"
	"ruhang/core/lint"
)

// Unlawful is what candidates may not be asked (unlawful.yaml, N-05), and how such a question is recognised (core/lint).
type Unlawful struct {
	Same   []string        `yaml:"same"`
	Words  []*UnlawfulWord `yaml:"words"`
	Others []string        `yaml:"others"`
	Rules  []*UnlawfulRule `yaml:"rules"`

	rules *lint.Rules
}

// UnlawfulWord is a name for words that patterns share.
type UnlawfulWord struct {
	ID  string   `yaml:"id"`
	Any []string `yaml:"any"`
}

// UnlawfulRule is one thing that may not be asked, with the law that says so and what may be asked instead.
type UnlawfulRule struct {
	ID      string   `yaml:"id"`
	Name    Text     `yaml:"name"`
	Never   Text     `yaml:"never"` // what may not be asked
	Law     Text     `yaml:"law"`   // with its articles
	Instead Text     `yaml:"instead"`
	Always  []string `yaml:"always"`
	Alone   []string `yaml:"alone"`
	Except  []string `yaml:"except"`
}

// Unasked is a rule that a text breaks.
type Unasked struct {
	Rule  *UnlawfulRule
	Words string // as they were written
	At    int    // byte of the text
}

// Breaks says which rules a question's text breaks, each once, in the file's order.
func (u *Unlawful) Breaks(text string) []Unasked {
	var out []Unasked
	for _, f := range u.rules.Find(text) {
		i := slices.IndexFunc(u.Rules, func(r *UnlawfulRule) bool { return r.ID == f.Rule })
		out = append(out, Unasked{u.Rules[i], f.Words, f.At})
	}
	return out
}

// Refuse is the first rule that a text breaks as a refusal of the named field; nil for a lawful text.
func (u *Unlawful) Refuse(field, text string) error {
	for _, f := range u.Breaks(text) {
		return fault.New(fault.Refused, "question.unlawful", append(f.pairs(), "field", field)...)
	}
	return nil
}

// pairs are what a sentence says of a finding: rule, words, law and what may be asked instead.
func (f Unasked) pairs() []string {
	return []string{"rule", f.Rule.ID, "words", f.Words, "name", f.Rule.Name.In("zh"), "name_en", f.Rule.Name.In("en"), "law", f.Rule.Law.In("zh"), "law_en", f.Rule.Law.In("en"),
		"instead", f.Rule.Instead.In("zh"), "instead_en", f.Rule.Instead.In("en")}
}

// Compile makes the rules ready to find, or says all that cannot be used.
func (u *Unlawful) Compile() (wrong []lint.Wrong) {
	source := lint.Source{Same: u.Same, Others: u.Others}
	for _, w := range u.Words {
		source.Words = append(source.Words, lint.Word{ID: w.ID, Any: w.Any})
	}
	for _, r := range u.Rules {
		source.Rules = append(source.Rules, lint.Rule{ID: r.ID, Always: r.Always, Alone: r.Alone, Except: r.Except})
	}
	u.rules, wrong = lint.Compile(source)
	return wrong
}

// unlawfulRules makes the rules ready and refuses what cannot be used; what a rule offers instead must be lawful under all of them.
func (b *builder) unlawfulRules() {
	u := &b.cat.Unlawful
	if !b.there(u, "unlawful.yaml") || slices.Contains(u.Words, nil) || slices.Contains(u.Rules, nil) {
		return // a hole in a list is reported already
	}
	b.some(u.Rules, u, "rules")
	for _, w := range u.Words {
		b.some(w.Any, w, "any")
	}
	for _, r := range u.Rules {
		if len(r.Always)+len(r.Alone) == 0 {
			b.refuse(b.at(r, "always"), "empty_list")
		}
	}
	for _, w := range u.Compile() {
		b.badPattern(u, w)
	}
	for _, r := range u.Rules {
		b.askable(r.Instead, b.at(r, "instead"))
	}
}

func (b *builder) badPattern(u *Unlawful, w lint.Wrong) {
	at := b.at(u, w.Part, w.Item)
	switch w.Part {
	case "words":
		at = b.at(u.Words[w.Rule], "any", w.Item)
	case "always", "alone", "except":
		at = b.at(u.Rules[w.Rule], w.Part, w.Item)
	}
	b.refuse(at, "bad_pattern")
}

// askable refuses a text of a question that may not be asked, in any language.
func (b *builder) askable(text Text, at place) {
	for _, lang := range slices.Sorted(maps.Keys(text)) {
		for _, f := range b.cat.Unlawful.Breaks(text[lang]) {
			b.refuse(at.key(lang), "unlawful_question", f.pairs()...)
		}
	}
}
