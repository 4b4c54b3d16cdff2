package vault

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ruhang/core/fault"
)

const (
	shortestPassword = 12   // characters (OWASP ASVS 5, 6.2.1 asks for 8 and advises 15)
	longestPassword  = 1024 // characters; only so that a pasted file is not hashed
	ownCharacters    = 6    // different ones that must be left beside common words
)

// common.txt: one word a line, lower case; what people type most, and this product's and trade's own words.
//
//go:embed common.txt
var commonText string

var commonWords = sortedWords(commonText)

// sortedWords puts long words first, so that "password1" is taken out before "password".
func sortedWords(text string) []string {
	words := strings.Fields(text)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// CheckPassword refuses (Invalid) a password of fewer than 12 characters (vault.password_short), one that is little
// more than common words, a run or a repetition (vault.password_common), or little more than the sign-in name
// (vault.password_name). Any characters may be used, and none must be.
func CheckPassword(name, password string) error {
	length := utf8.RuneCountInString(password)
	switch {
	case length < shortestPassword:
		return fault.New(fault.Invalid, "vault.password_short", "min", strconv.Itoa(shortestPassword))
	case length > longestPassword:
		return fault.New(fault.Invalid, "vault.password_long", "max", strconv.Itoa(longestPassword))
	}
	text := []rune(strings.ToLower(norm.NFKC.String(password)))
	if isRepetition(text) || isRun(text) {
		return fault.New(fault.Invalid, "vault.password_common")
	}
	rest := string(text)
	for _, word := range commonWords {
		rest = strings.ReplaceAll(rest, word, "")
	}
	if different(rest) < ownCharacters {
		return fault.New(fault.Invalid, "vault.password_common")
	}
	if name = normalName(name); name != "" {
		without := strings.ReplaceAll(string(text), name, "")
		if len(without) < len(string(text)) && different(without) < ownCharacters {
			return fault.New(fault.Invalid, "vault.password_name")
		}
	}
	return nil
}

func different(text string) int {
	seen := map[rune]bool{}
	for _, c := range text {
		seen[c] = true
	}
	return len(seen)
}

// isRepetition finds "abcabcabcabc": one piece of at most four characters, over and over.
func isRepetition(text []rune) bool {
	for unit := 1; unit <= 4; unit++ {
		if slices.Equal(text[unit:], text[:len(text)-unit]) {
			return true
		}
	}
	return false
}

// isRun finds "abcdefghijkl" and "210987654321": each character next to the one before, 9 and 0 being neighbours.
func isRun(text []rune) bool {
	for _, step := range []rune{1, -1} {
		run := true
		for i := 1; i < len(text) && run; i++ {
			d := text[i] - text[i-1]
			run = d == step || d == -9*step
		}
		if run {
			return true
		}
	}
	return false
}
