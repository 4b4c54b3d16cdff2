package catalog

import (
	"slices"
	"strings"
)

// Fill puts values into the braces of a template. Names without a value, or with an empty one, stay as they are and come
// back in missing, each once: whoever sends the text must not send it then. Values are not searched for braces.
func Fill(template string, values map[string]string) (text string, missing []string) {
	var out strings.Builder
	walk(template, func(literal string) { out.WriteString(literal) }, func(name string) {
		if v := values[name]; v != "" {
			out.WriteString(v)
			return
		}
		out.WriteString("{" + name + "}")
		if !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
	})
	return out.String(), missing
}

// PlaceholdersIn are the names in a template's braces.
func PlaceholdersIn(template string) []string {
	names, _ := placeholdersIn(template)
	return names
}

// placeholdersIn lists the names in braces; balanced says that every brace has its partner.
func placeholdersIn(template string) (names []string, balanced bool) {
	balanced = true
	walk(template, func(literal string) {
		if strings.ContainsAny(literal, "{}") {
			balanced = false
		}
	}, func(name string) { names = append(names, name) })
	return names, balanced
}

// walk takes a template apart: what stands outside of braces, and the names inside. A brace without a partner is literal.
func walk(template string, literal, name func(string)) {
	for template != "" {
		open := strings.IndexByte(template, '{')
		end := strings.IndexByte(template[open+1:], '}')
		if open < 0 || end < 0 {
			literal(template)
			return
		}
		inside := template[open+1 : open+1+end]
		if strings.ContainsRune(inside, '{') { // "{a {b}": the first one has no partner
			literal(template[:open+1])
			template = template[open+1:]
			continue
		}
		if open > 0 {
			literal(template[:open])
		}
		name(inside)
		template = template[open+1+end+1:]
	}
}
