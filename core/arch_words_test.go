package core_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// plural holds the forms one sentence may come in; they are one sentence here.
var plural = []string{"zero", "one", "two", "few", "many", "other"}

// flatten turns a language file, nested or not, into dotted keys and sentences.
func flatten(key string, node any, words map[string]string) {
	switch value := node.(type) {
	case string:
		words[key] = value
	case map[string]any:
		forms := isPlural(value)
		for name, inner := range value {
			text, _ := inner.(string)
			switch {
			case forms:
				words[key] += text + "\n"
			case key == "":
				flatten(name, inner, words)
			default:
				flatten(key+"."+name, inner, words)
			}
		}
	default:
		words[key] = fmt.Sprint(value)
	}
}

func isPlural(node map[string]any) bool {
	_, other := node["other"].(string)
	for name, inner := range node {
		if _, text := inner.(string); !text || !slices.Contains(plural, name) {
			return false
		}
	}
	return other
}

var placeholder = regexp.MustCompile(`\{\{?\s*\.?([A-Za-z_][A-Za-z0-9_]*)\s*\}?\}`)

// placeholders gives the set of names a sentence has places for: {name} or {{.Name}}.
func placeholders(sentence string) []string {
	var names []string
	for _, match := range placeholder.FindAllStringSubmatch(sentence, -1) {
		names = append(names, match[1])
	}
	sort.Strings(names)
	return slices.Compact(names)
}

func differences(oneName string, one map[string]string, otherName string, other map[string]string) []string {
	var broken []string
	for key, sentence := range one {
		translated, ok := other[key]
		switch {
		case !ok:
			broken = append(broken, otherName+" lacks "+key)
		case strings.TrimSpace(sentence) == "" || strings.TrimSpace(translated) == "":
			broken = append(broken, key+" is empty")
		case !slices.Equal(placeholders(sentence), placeholders(translated)):
			broken = append(broken, fmt.Sprintf("%s: %s has %v, %s has %v", key, oneName, placeholders(sentence), otherName, placeholders(translated)))
		}
	}
	for key := range other {
		if _, ok := one[key]; !ok {
			broken = append(broken, oneName+" lacks "+key)
		}
	}
	sort.Strings(broken)
	return broken
}

// ---- fault codes

// maker is a function that makes a fault: where among its arguments the code stands.
type maker struct{ name, folder string }

// faultCodes collects every code that non-test code hands to fault.New, fault.Wrap or fault.Error{Code: …}, directly or through a function of the same
// folder that passes one of its own parameters on. Codes put together at run time are not seen. The result is code → one place it stands.
func faultCodes(files []*source) map[string]string {
	codes := map[string]string{}
	makers := map[maker]int{}
	for grown := true; grown; { // a maker may be called by another maker
		grown = false
		for _, file := range files {
			if !file.isTest() {
				grown = searchFile(file, makers, codes) || grown
			}
		}
	}
	return codes
}

func searchFile(file *source, makers map[maker]int, codes map[string]string) (grown bool) {
	for _, declaration := range file.tree.Decls {
		function, _ := declaration.(*ast.FuncDecl)
		ast.Inspect(declaration, func(node ast.Node) bool {
			code := codeIn(file, node, makers)
			if text, ok := literal(code); ok && codes[text] == "" {
				codes[text] = file.at(code.Pos())
			}
			if position, ok := parameter(function, code); ok {
				key := maker{function.Name.Name, file.folder()}
				if _, known := makers[key]; !known {
					makers[key] = position
					grown = true
				}
			}
			return true
		})
	}
	return grown
}

// codeIn gives the expression a node uses as a fault's code, or nil.
func codeIn(file *source, node ast.Node, makers map[maker]int) ast.Expr {
	switch value := node.(type) {
	case *ast.CallExpr:
		if position, ok := codePosition(file, value.Fun, makers); ok && position < len(value.Args) {
			return value.Args[position]
		}
	case *ast.CompositeLit:
		if !isFault(file, value.Type) {
			return nil
		}
		for _, element := range value.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Code" {
					return pair.Value
				}
			}
		}
	}
	return nil
}

// isFault recognises the type fault.Error, also inside its own package.
func isFault(file *source, of ast.Expr) bool {
	if name, ok := of.(*ast.Ident); ok {
		return name.Name == "Error" && file.folder() == "core/fault"
	}
	from, name, ok := qualified(of)
	return ok && name == "Error" && from == importedAs(file, module+"/core/fault")
}

func codePosition(file *source, called ast.Expr, makers map[maker]int) (int, bool) {
	switch function := called.(type) {
	case *ast.Ident:
		position, ok := makers[maker{function.Name, file.folder()}]
		return position, ok
	case *ast.SelectorExpr:
		of, name, ok := qualified(function)
		if ok && of == importedAs(file, module+"/core/fault") {
			position, known := map[string]int{"New": 1, "Wrap": 2}[name]
			return position, known
		}
		position, known := makers[maker{function.Sel.Name, file.folder()}]
		return position, known
	}
	return 0, false
}

func literal(code ast.Expr) (string, bool) {
	basic, ok := code.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil && text != ""
}

// parameter says which parameter of the function an expression is.
func parameter(function *ast.FuncDecl, code ast.Expr) (int, bool) {
	name, ok := code.(*ast.Ident)
	if !ok || function == nil {
		return 0, false
	}
	position := 0
	for _, field := range function.Type.Params.List {
		for _, parameter := range field.Names {
			if parameter.Name == name.Name {
				return position, true
			}
			position++
		}
	}
	return 0, false
}

func untranslated(codes map[string]string, languages map[string]map[string]string) []string {
	var broken []string
	for code, place := range codes {
		for name, words := range languages {
			if _, ok := words[code]; !ok {
				broken = append(broken, fmt.Sprintf("%s: %q is not in %s", place, code, name))
			}
		}
	}
	sort.Strings(broken)
	return broken
}

// ---- words

var wordKey = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_]+)+$`)

// wordKeys collects every key that non-test code hands to a function called words, Words or Say: h.Words()("act.send"). Keys put
// together at run time are not seen. The result is key → one place it stands.
func wordKeys(files []*source) map[string]string {
	found := map[string]string{}
	for _, file := range files {
		if file.isTest() {
			continue
		}
		ast.Inspect(file.tree, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || !speaks(call.Fun) {
				return true
			}
			for _, argument := range call.Args {
				if key, ok := literal(argument); ok && wordKey.MatchString(key) && found[key] == "" {
					found[key] = file.at(argument.Pos())
				}
			}
			return true
		})
	}
	return found
}

// speaks says whether a called expression gives words: words(…), p.words(…), h.Words()(…), o.ports.Words(…), r.Say(…).
func speaks(called ast.Expr) bool {
	name := ""
	switch function := called.(type) {
	case *ast.Ident:
		name = function.Name
	case *ast.SelectorExpr:
		name = function.Sel.Name
	case *ast.CallExpr:
		return speaks(function.Fun)
	}
	return name == "words" || name == "Words" || name == "Say" || name == "say"
}
