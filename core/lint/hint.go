package lint

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// pattern is a regular expression with what a text must hold at least one of to match: most texts hold none, and looking for
// words is a hundred times cheaper than matching.
type pattern struct {
	re    *regexp.Regexp
	hints []string // none: every text is tried
}

// pairs are the pairs of bytes that a text holds: whoever looks for hundreds of words asks them before the text.
type pairs [1 << 10]uint64

func pairsOf(text string) *pairs {
	p := &pairs{}
	for i := 1; i < len(text); i++ {
		bit := uint(text[i-1])<<8 | uint(text[i])
		p[bit>>6] |= 1 << (bit & 63)
	}
	return p
}

// may says whether a word can stand in the text. A Han character's last two bytes say more than its first two.
func (p *pairs) may(word string) bool {
	if len(word) < 3 {
		return true
	}
	bit := uint(word[1])<<8 | uint(word[2])
	return p[bit>>6]&(1<<(bit&63)) != 0
}

func newPattern(expr string) *pattern {
	re := regexp.MustCompile(expr) // each part was tried by itself
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return &pattern{re: re}
	}
	return &pattern{re, hintsOf(tree.Simplify())}
}

// find is where the pattern first matches from a byte on; nil when it does not. has may be of a longer text.
func (p *pattern) find(has *pairs, text string, from int) []int {
	if !p.likely(has, text[from:]) {
		return nil
	}
	at := p.re.FindStringIndex(text[from:])
	if at == nil || at[0] == at[1] { // nothing at all breaks no rule
		return nil
	}
	return []int{at[0] + from, at[1] + from}
}

// patterns are looked for one after the other.
type patterns []*pattern

func (all patterns) find(has *pairs, text string) []int {
	for _, p := range all {
		if at := p.find(has, text, 0); at != nil {
			return at
		}
	}
	return nil
}

func (p *pattern) likely(has *pairs, text string) bool {
	if len(p.hints) == 0 {
		return true
	}
	for _, hint := range p.hints {
		if has.may(hint) && strings.Contains(text, hint) {
			return true
		}
	}
	return false
}

// few is how many characters a class may have to be spelled out.
const few = 16

// hintsOf are words of which every match of an expression holds one; none when there are no such words.
func hintsOf(e *syntax.Regexp) []string {
	switch e.Op {
	case syntax.OpLiteral:
		return []string{string(e.Rune)}
	case syntax.OpCharClass:
		return oneOf(e.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return hintsOf(e.Sub[0])
	case syntax.OpAlternate:
		return ofAll(e.Sub)
	case syntax.OpConcat:
		return ofBest(e.Sub)
	}
	return nil
}

func oneOf(ranges []rune) (out []string) {
	for i := 0; i+1 < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] > few || len(out) > few {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			out = append(out, string(r))
		}
	}
	return out
}

func ofAll(parts []*syntax.Regexp) (out []string) {
	for _, p := range parts {
		hints := hintsOf(p)
		if hints == nil {
			return nil
		}
		out = append(out, hints...)
	}
	return out
}

// ofBest takes the part whose shortest word is longest: the rarest in texts. Among equals it is the later one, since the earlier
// is who is asked and the later what.
func ofBest(parts []*syntax.Regexp) (best []string) {
	for _, p := range parts {
		if hints := hintsOf(p); hints != nil && (best == nil || shortest(hints) >= shortest(best)) {
			best = hints
		}
	}
	return best
}

func shortest(words []string) int {
	n := len(words[0])
	for _, w := range words {
		n = min(n, len(w))
	}
	if r, _ := utf8.DecodeRuneInString(words[0]); n < 2 || r == utf8.RuneError {
		return 0
	}
	return n
}
