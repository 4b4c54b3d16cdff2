package lint

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// near and far are what ~ and ~~ stand for in a pattern: a few characters of the same sentence, and some more, since English
// takes three letters where Chinese takes one character.
const (
	near = `[^.?!;]{0,10}`
	far  = `[^.?!;]{0,40}`
)

var name = regexp.MustCompile(`\{([a-z_]+)\}`)

// Compile makes the rules ready, or says all that cannot be used.
func Compile(s Source) (*Rules, []Wrong) {
	c := &compiler{out: &Rules{same: map[rune]rune{}}, names: map[string]string{}}
	c.same(s.Same)
	for i, w := range s.Words {
		c.names[w.ID] = "(?:" + strings.Join(c.good("words", i, w.Any), "|") + ")"
	}
	c.out.others = c.all("others", 0, s.Others)
	for i, r := range s.Rules {
		c.out.rules = append(c.out.rules, compiled{r.ID, c.all("always", i, r.Always), c.all("alone", i, r.Alone), c.all("except", i, r.Except)})
	}
	if len(c.wrong) > 0 {
		return nil, c.wrong
	}
	return c.out, nil
}

type compiler struct {
	out   *Rules
	names map[string]string
	wrong []Wrong
}

func (c *compiler) same(pairs []string) {
	for i, pair := range pairs {
		runes := []rune(pair)
		if len(runes) != 2 || runes[0] == runes[1] {
			c.wrong = append(c.wrong, Wrong{"same", 0, i})
			continue
		}
		c.out.same[runes[0]] = runes[1]
	}
}

// all makes every pattern ready by itself.
func (c *compiler) all(part string, rule int, exprs []string) patterns {
	var out patterns
	for _, expr := range c.good(part, rule, exprs) {
		out = append(out, newPattern(expr))
	}
	return out
}

// good are the patterns that can be used, written out.
func (c *compiler) good(part string, rule int, exprs []string) (out []string) {
	for i, p := range exprs {
		full, ok := c.expand(p)
		if ok {
			re, err := regexp.Compile(full)
			ok = err == nil && !re.MatchString("") // what matches nothing matches everything
		}
		if !ok {
			c.wrong = append(c.wrong, Wrong{part, rule, i})
			continue
		}
		out = append(out, full)
	}
	return out
}

// expand puts names and gaps in, and holds Latin words to their borders.
func (c *compiler) expand(p string) (string, bool) {
	known := true
	full := name.ReplaceAllStringFunc(p, func(s string) string {
		of, ok := c.names[s[1:len(s)-1]]
		known = known && ok
		return of
	})
	full = strings.NewReplacer("~~", far, "~", near).Replace(full)
	if latin(p[:min(1, len(p))]) {
		full = `\b` + full
	}
	if latin(p[max(0, len(p)-1):]) {
		full += `\b`
	}
	return full, known && p != ""
}

func latin(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 'a' && r <= 'z'
}
