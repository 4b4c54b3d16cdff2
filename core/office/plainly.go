package office

import (
	"fmt"
	"strings"
	"unicode"
)

// Plainly makes a text safe for one line of a list, a log or a terminal (control 38): line breaks, terminal escapes and marks that
// turn the direction of writing are written as \u escapes, visible and harmless. A name can then neither forge a line nor
// rearrange the ones around it.
func Plainly(text string) string {
	if strings.IndexFunc(text, unsafeRune) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unsafeRune(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unsafeRune: controls (Cc: line breaks, escape), line and paragraph separators, and the invisible format characters (Cf) among
// which are all that embed or override direction.
func unsafeRune(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
}
