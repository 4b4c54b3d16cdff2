package office

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What may not begin a line: stops, closing brackets and quotes, the middle dot of names, units that follow a figure.
const notFirst = "!%),.:;?]}\u00a2\u00b0\u00b7\u2019\u201d\u2022\u2026\u2027\u2030\u2032\u2033\u203a\u2103\u2236" +
	"\u3001\u3002\u3003\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\u301b\u301e\u30fb\u30fc" +
	"\ufe36\ufe3a\ufe3e\ufe40\ufe44\ufe5a\ufe5c\ufe5e\uff01\uff05\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3d\uff5d\uff5e\uffe0"

// What may not end a line: opening brackets and quotes, the middle dot, signs that stand before a figure.
const notLast = "#$([{\u00a3\u00a5\u00b7\u2018\u201c\u2039\u20ac\u2116\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\u301d" +
	"\ufe35\ufe39\ufe3d\ufe3f\ufe43\ufe59\ufe5b\ufe5d\uff03\uff04\uff08\uff3b\uff5b\uffe1\uffe5"

// Lines breaks a text into lines that are no wider than width by measure. It knows Chinese and English in one line: it
// breaks between Han characters and at white space, keeps words and figures whole (12,000.00, an ID number), never
// begins a line with a closing mark and never ends one with an opening mark (CLREQ, GB/T 15834), as long as any other
// place is left; what fits nowhere, such as a long address, is broken between two characters.
//
// No character is lost but white space: the run of white space at which a line ends, and "\n", which always ends one.
// White space that begins a paragraph stays, as its indent. A width of zero or less breaks at "\n" only.
// Measure is taken to be additive: the parts of a line are measured and summed.
//
//	office.Lines("hello world", 6, runes) // ["hello", "world"]
func Lines(text string, width float64, measure func(string) float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		if width <= 0 {
			lines = append(lines, trimEnd(paragraph))
			continue
		}
		lines = append(lines, flow(paragraph, width, measure)...)
	}
	return lines
}

// flow fills lines greedily, piece by piece; a piece is what stands between two places where a line may break.
func flow(text string, width float64, measure func(string) float64) []string {
	var lines []string
	start, used := 0, 0.0 // where the line begins, and how wide it is so far, white space included
	for at := 0; at < len(text); {
		next := pieceEnd(text, at)
		seen := at + len(trimEnd(text[at:next]))
		wide := measure(text[at:seen])
		if at > start && used+wide > width {
			lines = append(lines, trimEnd(text[start:at]))
			start, used = at, 0
		}
		if wide > width {
			lines, start = chop(lines, text[:seen], start, width, measure)
			wide = measure(text[start:seen])
		}
		used += wide
		if seen < next {
			used += measure(text[seen:next])
		}
		at = next
	}
	return append(lines, trimEnd(text[start:]))
}

// chop breaks a piece that is wider than a whole line between two characters, and returns where the last part begins.
func chop(lines []string, text string, start int, width float64, measure func(string) float64) ([]string, int) {
	used := 0.0
	for at := start; at < len(text); {
		next := clusterEnd(text, at)
		wide := measure(text[at:next])
		if at > start && used+wide > width && trimEnd(text[at:next]) != "" {
			lines = append(lines, trimEnd(text[start:at]))
			start, used = at, 0
		}
		used += wide
		at = next
	}
	return lines, start
}

// pieceEnd is the first place after at where a line may break, or the text's end.
func pieceEnd(text string, at int) int {
	for i := at; i < len(text); {
		_, n := utf8.DecodeRuneInString(text[i:])
		i += n
		if i < len(text) && mayBreak(text, i) {
			return i
		}
	}
	return len(text)
}

// clusterEnd is the end of a character together with the marks that sit on it.
func clusterEnd(text string, at int) int {
	first, n := utf8.DecodeRuneInString(text[at:])
	at += n
	for at < len(text) && !isSpace(first) {
		r, n := utf8.DecodeRuneInString(text[at:])
		if !clings(r) {
			break
		}
		at += n
	}
	return at
}

// mayBreak says whether a line may end before byte i, which is neither the text's first nor past its last.
func mayBreak(text string, i int) bool {
	next, _ := utf8.DecodeRuneInString(text[i:])
	if isSpace(next) || clings(next) { // white space stays with what it follows
		return false
	}
	before := trimEnd(text[:i])
	if before == "" { // an indent stays with its paragraph
		return false
	}
	prev, n := utf8.DecodeLastRuneInString(before)
	if strings.ContainsRune(notFirst, next) || strings.ContainsRune(notLast, prev) {
		return false
	}
	if len(before) < i {
		return true
	}
	return adjoin(before[:len(before)-n], prev, next)
}

// adjoin decides for two characters with no white space between them.
func adjoin(before string, prev, next rune) bool {
	switch {
	case prev == '\u2014' || prev == '\u2026': // a dash and an ellipsis are of two characters, never parted
		return next != prev
	case prev == '\u200b':
		return true
	case prev == '-' || prev == '\u2010':
		if first, _ := utf8.DecodeLastRuneInString(before); unicode.IsLetter(first) && unicode.IsLetter(next) {
			return true
		}
	case !solid(prev) && !solid(next):
		return false // inside a word or a figure
	}
	if unicode.Is(unicode.Zs, prev) || unicode.Is(unicode.Zs, next) || prev == '\u2060' || next == '\u2060' || prev == '\u200d' {
		return false // no-break spaces and joiners
	}
	return solid(prev) || solid(next)
}

// solid is a character that stands for itself: a line may break on either side of it.
func solid(r rune) bool {
	switch {
	case r < 0x2e80:
		return r == '\u2014'
	case r >= 0xff00 && r <= 0xffef: // full-width letters and digits form words and figures like narrow ones
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	case r >= 0x3000 && r <= 0x303f:
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi)
}

// clings is a mark that never leaves the character before it.
func clings(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) || r == '\u200d'
}

// isSpace is white space at which a line may end; no-break spaces are not.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) && r != '\u00a0' && r != '\u2007' && r != '\u202f'
}

func trimEnd(s string) string { return strings.TrimRightFunc(s, isSpace) }
