package lint

import (
	"regexp"
	"strings"
	"unicode"
)

// ends close a sentence in what Read makes of a text.
const ends = ".?!;"

// Narrow folds a full-width form to its plain one.
func Narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x3000:
		return ' '
	}
	return r
}

// reading is a text as the rules read it: one spelling for what can be spelled in many, and where each byte came from.
type reading struct {
	text string
	from []int // byte of the original, by byte of text
	size []int // bytes of the original character there
}

func (r reading) origin(from, to int) (int, int) {
	return r.from[from], r.from[to-1] + r.size[to-1]
}

// letter is a character on its way, with its place in the original.
type letter struct {
	r        rune
	at, size int
	broad    bool // a full stop or comma of Chinese text, which is no trick
}

// read undoes spellings: full width, capitals, traditional forms and accents, invisible characters, signs and spaces put between
// Han characters or between single Latin letters, and figures put for letters.
func (r *Rules) read(text string) reading {
	all := spelled(joined(r.folded(text)))
	out := reading{}
	var b strings.Builder
	for _, l := range all {
		n := b.Len()
		b.WriteRune(l.r)
		for range b.Len() - n {
			out.from, out.size = append(out.from, l.at), append(out.size, l.size)
		}
	}
	out.text = b.String()
	return out
}

// folded writes every character in one way, and drops those that nobody sees.
func (r *Rules) folded(text string) []letter {
	var out []letter
	for at, c := range text {
		l := letter{r: unicode.ToLower(Narrow(c)), at: at, size: len(string(c))}
		if same, ok := r.same[l.r]; ok {
			l.r = same
		}
		switch {
		case unicode.In(l.r, unicode.Cf, unicode.Mn):
			continue
		case unicode.IsSpace(l.r) && c != '\n':
			l.r = ' '
		case c == '\n' || c == 0x3002: // the ideographic full stop
			l.r, l.broad = ';', true
		case c == 0x3001: // the ideographic comma
			l.r, l.broad = ',', true
		case strings.ContainsRune(ends+",", l.r) && l.r != '.':
			l.broad = true
		}
		out = append(out, l)
	}
	return out
}

// joined takes out what was put between Han characters: any sign that is not a sentence's own, and even those when they stand
// after every single character.
func joined(in []letter) []letter {
	var out []letter
	for i := 0; i < len(in); {
		if word(in[i].r) {
			out = append(out, in[i])
			i++
			continue
		}
		end := i
		for end < len(in) && !word(in[end].r) {
			end++
		}
		if i == 0 || end == len(in) || !(han(in[i-1].r) || han(in[end].r)) || !trick(in, i, end) {
			out = append(out, in[i:end]...)
		}
		i = end
	}
	return out
}

// trick says whether signs between two characters mean nothing.
func trick(in []letter, from, to int) bool {
	for _, l := range in[from:to] {
		if l.broad && !(lone(in, from-1) && lone(in, to)) {
			return false
		}
	}
	return true
}

// lone says whether a character has signs on both sides, or the text's edge.
func lone(in []letter, i int) bool {
	return (i == 0 || !word(in[i-1].r)) && (i == len(in)-1 || !word(in[i+1].r))
}

func word(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.So, r)
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// single is a Latin word spelled letter by letter; four letters, since "a b c" may be a list.
var single = regexp.MustCompile(`(?:^|[^a-z0-9])((?:[a-z0-9][ ._*/|-]{1,3}){3,}[a-z0-9])(?:$|[^a-z0-9])`)

// figures are what is put for letters inside a word.
var figures = map[rune]rune{'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '@': 'a', '$': 's'}

// spelled puts letter-by-letter words together, puts letters for figures inside words, and one space for hyphens and several spaces.
func spelled(in []letter) []letter {
	in = gathered(in)
	var out []letter
	for i, l := range in {
		inside := i > 0 && i+1 < len(in) && lower(in[i-1].r) && lower(in[i+1].r)
		if f, ok := figures[l.r]; ok && inside {
			l.r = f
		}
		if strings.ContainsRune("-_/*", l.r) {
			l.r = ' '
		}
		if l.r == ' ' && len(out) > 0 && out[len(out)-1].r == ' ' {
			continue
		}
		out = append(out, l)
	}
	return out
}

func lower(r rune) bool { return r >= 'a' && r <= 'z' }

// spaced says whether two Latin letters stand with one sign between and signs around: most texts have none, and are left alone.
func spaced(in []letter) bool {
	for i := range in {
		if i+3 < len(in) && lower(in[i].r) && !word(in[i+1].r) && lower(in[i+2].r) && !word(in[i+3].r) && (i == 0 || !word(in[i-1].r)) {
			return true
		}
	}
	return false
}

// gathered drops what stands between the letters of a spelled-out word; two spaces between words stay one.
func gathered(in []letter) []letter {
	if !spaced(in) {
		return in
	}
	ascii := make([]byte, len(in))
	for i, l := range in {
		ascii[i] = '#'
		if l.r < 128 {
			ascii[i] = byte(l.r)
		}
	}
	drop := map[int]bool{}
	for from := 0; from < len(ascii); {
		m := single.FindSubmatchIndex(ascii[from:])
		if m == nil {
			break
		}
		a, b := from+m[2], from+m[3]
		for i := a; i < b; i++ {
			alone := !(i+1 < b && ascii[i+1] == ' ' || i > a && ascii[i-1] == ' ') // "a r e  y o u": the wide gap parts words
			drop[i] = !lower(rune(ascii[i])) && !(ascii[i] >= '0' && ascii[i] <= '9') && alone
		}
		from = b
	}
	var out []letter
	for i, l := range in {
		if !drop[i] {
			out = append(out, l)
		}
	}
	return out
}
