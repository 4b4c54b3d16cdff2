package intake

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// Initials are the first letters and the full pinyin of a name, lower case, for search: "wxm", "wangxiaoming". A surname
// is read as one reads surnames; Latin letters stand for themselves; signs like the point in a foreign name are left out.
func (in *Reader) Initials(name string) (initials, full string) {
	runes := []rune(strings.TrimSpace(cut(narrow(name), maxName)))
	surname, n := surnameOf(runes)
	var first, whole strings.Builder
	whole.WriteString(strings.Join(surname, ""))
	for _, syllable := range surname {
		first.WriteByte(syllable[0])
	}
	start := true // of a word in Latin letters
	for _, r := range runes[n:] {
		syllable := syllableOf(r)
		if syllable != "" && (start || unicode.Is(unicode.Han, r)) {
			first.WriteByte(syllable[0])
		}
		whole.WriteString(syllable)
		start = syllable == "" || unicode.Is(unicode.Han, r)
	}
	return first.String(), whole.String()
}

// surnameOf reads the surname where it has a reading of its own: two characters before one.
func surnameOf(runes []rune) (syllables []string, n int) {
	if len(runes) > 2 {
		if both, known := words.Surnames[string(runes[:2])]; known {
			return halves(both, runes[1]), 2
		}
	}
	if len(runes) > 1 {
		if one, known := words.Surnames[string(runes[:1])]; known {
			return []string{one}, 1
		}
	}
	return nil, 0
}

// halves cuts the reading of a two-character surname where the second character's reading begins.
func halves(reading string, second rune) []string {
	for _, option := range pinyin.SinglePinyin(second, pinyin.Args{Style: pinyin.Normal, Heteronym: true}) {
		if before, ok := strings.CutSuffix(reading, option); ok && before != "" {
			return []string{before, option}
		}
	}
	return []string{reading}
}

// syllableOf is a character's pinyin, a letter or digit itself in lower case, "" for a sign.
func syllableOf(r rune) string {
	if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return strings.ToLower(string(r))
	}
	if read := pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal}); len(read) > 0 {
		return strings.ReplaceAll(read[0], "\u00fc", "v")
	}
	return ""
}
