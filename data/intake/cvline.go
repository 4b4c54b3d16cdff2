package intake

import (
	"regexp"
	"sort"
	"strings"

	"ruhang/core/hiring"
)

// entry is a line of a CV taken apart: its dates, and its other pieces in their order.
type entry struct {
	said     string
	dated    bool // from and to are a range; else from is the one day of the line, or none
	from, to hiring.Date
	pieces   []string
}

// The shapes of a date: 2019.07, 2019-07-01, 2019/7, 2019年7月, Jul 2019, 2019; and of a range: two of them, or one and
// a word for now.
var (
	monthNames = alternatives(keys(words.Months))
	dateShape  = `(?:(?:19|20)\d\d\s?(?:[-./]|\x{5e74})\s?(?:0?[1-9]|1[0-2])(?:(?:[-./]|\x{6708})\s?(?:[12]\d|3[01]|0?[1-9]))?\s?[\x{6708}\x{65e5}]?|(?:` + monthNames + `)\.?,?\s?(?:19|20)\d\d|(?:19|20)\d\d\x{5e74}?)`
	dashShape  = `\s?(?:[-~\x{2010}-\x{2015}\x{2212}\x{301c}]+|` + alternatives(words.RangeWords) + `)\s?`
	rangeShape = regexp.MustCompile(`(?i)(^|[^0-9A-Za-z])(` + dateShape + `)(?:` + dashShape + `(` + dateShape + `|` + alternatives(words.Present) + `)|(` + alternatives(words.Present) + `))($|[^0-9A-Za-z])`)
	dayShape   = regexp.MustCompile(`(?i)(^|[^0-9A-Za-z])(` + dateShape + `)($|[^0-9A-Za-z])`)
	english    = regexp.MustCompile(`(?i)^(` + monthNames + `)\.?,?\s?(\d{4})$`)
)

// dashes makes one sign of the full-width tilde and of the doubled dash.
var dashes = strings.NewReplacer("\uff5e", "~", "\u2014\u2014", "-")

// takeApart finds the dates of a line and splits the rest. A line with two ranges is left whole: which is meant is not ours to say.
func takeApart(said string) entry {
	e := entry{said: said}
	text := narrowDigits(dashes.Replace(said))
	rest := text
	if m := rangeShape.FindStringSubmatchIndex(text); m != nil {
		if !e.span(text, m) {
			return entry{said: said}
		}
		rest = text[:m[3]] + "\t" + text[m[10]:]
	} else if m := dayShape.FindStringSubmatchIndex(text); m != nil {
		e.from = date(text[m[4]:m[5]])
		rest = text[:m[3]] + "\t" + text[m[6]:]
	}
	if e.from == "" {
		rest = text
	}
	if e.from != "" && dayShape.MatchString(rest) {
		return entry{said: said}
	}
	e.pieces = split(rest)
	return e
}

// span reads the range that was found; false when a date in it is none, or it runs backwards.
func (e *entry) span(text string, m []int) bool {
	e.from = date(text[m[4]:m[5]])
	if m[6] >= 0 && !isPresent(text[m[6]:m[7]]) {
		if e.to = date(text[m[6]:m[7]]); e.to == "" || e.from[:min(4, len(e.from))] > e.to[:4] {
			return false
		}
	}
	e.dated = e.from != ""
	return e.dated
}

// narrowDigits makes full-width digits and signs half-width, and leaves every other character as it was written.
func narrowDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xff0d && r <= 0xff19 {
			return r - 0xfee0
		}
		if r == 0x3000 {
			return '\t'
		}
		return r
	}, s)
}

// separators end a piece whatever stands around them; a single space does so only beside a Chinese character, since
// English names have spaces within.
var (
	separators = regexp.MustCompile(`\t| {2,}|\s*[|\x{ff5c},\x{ff0c};\x{ff1b}\x{3001}/\x{2022}]\s*|\s[-\x{2013}\x{2014}]\s`)
	beside     = regexp.MustCompile(`(\p{Han}[)\x{ff09}]?) | (\p{Han})`)
)

func split(s string) []string {
	s = beside.ReplaceAllString(s, "$1\t$2")
	var out []string
	for _, p := range separators.Split(s, -1) {
		if p = unwrapped(strings.Trim(p, " \t-*\u00b7:\uff1a\u2022")); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// unwrapped takes brackets off that stand around the whole of a piece.
func unwrapped(p string) string {
	for _, pair := range [][2]string{{"(", ")"}, {"\uff08", "\uff09"}, {"[", "]"}} {
		if inner, ok := strings.CutPrefix(p, pair[0]); ok && strings.HasSuffix(inner, pair[1]) {
			return strings.TrimSpace(strings.TrimSuffix(inner, pair[1]))
		}
	}
	return p
}

// date reads one date of a CV in any of its shapes.
func date(s string) hiring.Date {
	s = strings.TrimSpace(s)
	if m := english.FindStringSubmatch(s); m != nil {
		month := words.Months[strings.ToLower(m[1])]
		return day(m[2] + "-" + itoa(month))
	}
	return day(s)
}

// isPresent says whether a word means until now.
func isPresent(s string) bool {
	s = strings.ToLower(strings.TrimSpace(narrow(s)))
	for _, w := range words.Present {
		if s == w {
			return true
		}
	}
	return false
}

// degreeIn finds a degree in a piece; left is what the piece says beside it.
func degreeIn(piece string) (degree, left string) {
	lower := strings.ToLower(piece)
	for _, id := range []string{"doctor", "master", "bachelor", "junior_college", "high_school"} {
		for _, w := range words.Degrees[id] {
			i := wordAt(lower, w)
			if i < 0 || len(lower) != len(piece) {
				continue
			}
			left = piece[:i] + piece[i+len(w):]
			for _, filler := range words.DegreeFillers {
				left = strings.Replace(left, filler, "", 1)
			}
			return id, strings.Trim(left, " \t()\uff08\uff09/")
		}
	}
	return "", piece
}

// wordAt finds a word; one in Latin letters must stand alone, so that "diplomatic" is no diploma.
func wordAt(s, w string) int {
	i := strings.Index(s, w)
	if i < 0 || w[0] >= 0x80 {
		return i
	}
	letter := func(b byte) bool { return b >= 'a' && b <= 'z' }
	if i > 0 && letter(s[i-1]) || i+len(w) < len(s) && letter(s[i+len(w)]) {
		return -1
	}
	return i
}

func keys(m map[string]int) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}

// alternatives is a pattern of words, longest first.
func alternatives(list []string) string {
	quoted := make([]string, len(list))
	for i, w := range list {
		quoted[i] = regexp.QuoteMeta(w)
	}
	sort.Slice(quoted, func(i, j int) bool {
		return len(quoted[i]) > len(quoted[j]) || len(quoted[i]) == len(quoted[j]) && quoted[i] < quoted[j]
	})
	return strings.Join(quoted, "|")
}
