package intake

import (
	_ "embed"
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

//go:embed words.json
var wordsFile []byte

// vocabulary is what people and vendors call things, in the languages files come in. It is data: a new word needs no code.
type vocabulary struct {
	Columns       map[string][]string `json:"columns"`          // field of a report → column names
	CheckColumns  map[string][]string `json:"check_columns"`    // field of a check result → column names
	Questions     map[string][]string `json:"question_columns"` // field of a question → column names
	Suffixes      []string            `json:"score_suffixes"`
	Units         []string            `json:"score_units"`
	Verdicts      map[string][]string `json:"verdicts"` // pass, fail, open
	Lights        map[string][]string `json:"lights"`
	Degrees       map[string][]string `json:"degrees"`
	DegreeFillers []string            `json:"degree_fillers"`
	Headings      map[string][]string `json:"headings"`
	Schools       []string            `json:"schools"`
	Majors        []string            `json:"majors"`
	Present       []string            `json:"present"`
	Months        map[string]int      `json:"months"`
	RangeWords    []string            `json:"range_words"`
	Internship    []string            `json:"internship"`
	Surnames      map[string]string   `json:"surnames"` // surname → how it is read when it is one
}

var words = mustWords()

// mustWords parses the embedded file; a test holds that it parses, so the panic cannot reach a user.
func mustWords() (v vocabulary) {
	if err := json.Unmarshal(wordsFile, &v); err != nil {
		panic("intake: words.json: " + err.Error())
	}
	return v
}

// known turns field → names into plain name → field.
func known(fields map[string][]string) map[string]string {
	out := map[string]string{}
	for field, names := range fields {
		out[plain(field)] = field
		for _, name := range names {
			out[plain(name)] = field
		}
	}
	return out
}

// plain is a name as it is compared: half-width, lower case, without spaces, dashes, points and what stands in brackets.
func plain(name string) string {
	name = narrow(name)
	if i := strings.IndexByte(name, '('); i > 0 {
		name = name[:i]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("_-.:*()/", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// wordIn finds which list of a group holds a word.
func wordIn(group map[string][]string, word string) (string, bool) {
	word = strings.ToLower(strings.TrimSpace(narrow(word)))
	for id, list := range group {
		if id == word {
			return id, true
		}
		for _, w := range list {
			if w == word {
				return id, true
			}
		}
	}
	return "", false
}

// narrow makes full-width letters, digits and signs half-width; most text has none.
func narrow(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return width.Narrow.String(s)
		}
	}
	return s
}
