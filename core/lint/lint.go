// Package lint finds what a question may not ask (N-05): rules as data, each with the words that give it away, the words
// that only look like it, and what the law says. It is pure text work: it knows no YAML, no case and no screen.
//
// It refuses to decide what follows from a finding (core/catalog refuses a file, core/hiring a kit) and to guess at meaning:
// what no pattern names is not found, and what one names is found in every spelling that Read undoes.
//
//	rules, wrong := lint.Compile(source)
//	for _, f := range rules.Find("Are you m a r r i e d?") { … f.Rule, f.Words … }
package lint

import "strings"

// Source is what a set of rules is made of.
type Source struct {
	Same   []string // "ab": the character a is read as b (traditional forms, accents, look-alikes)
	Words  []Word   // names that patterns use as {name}
	Others []string // patterns of people who are not the candidate: customers, borrowers, colleagues
	Rules  []Rule
}

// Word is a name for alternatives.
type Word struct {
	ID  string
	Any []string
}

// Rule is one thing that may not be asked. Patterns are regular expressions of RE2 over what Read makes of a text, where {name}
// stands for a Word, ~ for a few characters of the same sentence and ~~ for some more.
type Rule struct {
	ID     string
	Always []string // asks it of the candidate
	Alone  []string // asks it unless the text is about somebody else
	Except []string // means something else, and is taken out first
}

// Finding is a rule that a text breaks, with the words that break it as they were written.
type Finding struct {
	Rule  string
	Words string
	At    int // byte of the text at which they begin
}

// Wrong is a piece of a Source that cannot be used, by where it stands.
type Wrong struct {
	Part string // same, words, others, always, alone, except
	Rule int    // of the last three; of words: which word
	Item int
}

// Rules are ready to find.
type Rules struct {
	same   map[rune]rune
	others patterns
	rules  []compiled
}

type compiled struct {
	id                    string
	always, alone, except patterns
}

// reach is how far behind a match somebody else may be named and still be the one it speaks of: "a pregnant young customer".
const reach = 24

// Find says what a text breaks, each rule once, in the rules' order. A nil set finds nothing.
func (r *Rules) Find(text string) []Finding {
	if r == nil || strings.TrimSpace(text) == "" {
		return nil
	}
	read := r.read(text)
	has := pairsOf(read.text)
	elsewhere := r.others.find(has, read.text) != nil
	var out []Finding
	for _, rule := range r.rules {
		if at := rule.breaks(has, read.text, r.others, elsewhere); at != nil {
			from, to := read.origin(at[0], at[1])
			out = append(out, Finding{Rule: rule.id, Words: strings.TrimSpace(text[from:to]), At: from})
		}
	}
	return out
}

// breaks is where a rule is broken; nil when it is not.
func (c compiled) breaks(has *pairs, text string, others patterns, elsewhere bool) []int {
	text = blank(c.except, has, text)
	for _, p := range c.always {
		for at := p.find(has, text, 0); at != nil; at = p.find(has, text, at[1]) {
			if others.find(has, around(text, at)) == nil {
				return at
			}
		}
	}
	if elsewhere {
		return nil
	}
	return c.alone.find(has, text)
}

// around is a match with what follows it in its clause, as far as it reaches.
func around(text string, at []int) string {
	end := min(at[1]+reach, len(text))
	if stop := strings.IndexAny(text[at[1]:end], ends+","); stop >= 0 {
		end = at[1] + stop
	}
	return text[at[0]:end]
}

// blank takes out what means something else, leaving every byte where it was.
func blank(except patterns, has *pairs, text string) string {
	for _, p := range except {
		if p.likely(has, text) {
			text = p.re.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("#", len(s)) })
		}
	}
	return text
}
