package core_test

import (
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

const module = "ruhang"

func itoa(n int) string { return strconv.Itoa(n) }

// knows is the house's table: a folder (or a pattern of folders) and the folders of this module its code may import. The first line that matches
// decides; a folder without a line may import nothing of ours, so that a new folder is a decision.
var knows = []struct {
	folder  string
	imports []string
}{
	{"core/fault", nil},
	{"core/ledger", []string{"core/fault"}},
	{"core/lint", nil},
	{"core/catalog", []string{"core/lint", "core/fault"}},
	{"core/hiring", []string{"core/catalog", "core/fault"}},
	{"core/kit", []string{"core/hiring", "core/catalog", "core/fault"}},
	{"core/screening", []string{"core/hiring", "core/catalog", "core/lint", "core/fault"}},
	{"core/insight", []string{"core/hiring"}},
	{"core/office", []string{"core/*"}},
	{"core/office/*", []string{"core/*", "core/office/*"}},
	{"data/hub", []string{"core/*", "data/courier"}},
	{"data/scan/scantest", []string{"core/*", "resources"}}, // documents that nobody holds, for tests
	{"data/*", []string{"core/*"}},
	{"resources", nil},
	{"ui/kit", []string{"core/office", "resources"}},
	{"ui/model", []string{"core/*"}},
	{"ui/staff", []string{"ui/kit", "ui/model", "core/*", "resources"}},
	{"ui/guest", []string{"ui/kit", "ui/model", "core/*", "resources"}},
	{"ui/hand", []string{"ui/kit"}},
	{"ui/uitest", []string{"ui/kit", "ui/model", "core/*", "data/*", "resources"}}, // a whole bank for tests; programs never import it
	{"ui", []string{"ui/*", "core/*", "resources"}},
	{"cmd/ruhang-hub", []string{"core/*", "data/*", "resources"}}, // the hub never reaches Fyne
	{"cmd/*", []string{"core/*", "core/office/*", "data/*", "resources", "ui", "ui/*", "cmd/*"}},
}

// forTests may be imported by tests beside what their folder may: what ships as files, and the suites every implementation of a port must pass.
// Clients of the outside are tested through the gate that programs hand to them.
var forTests = []string{"resources", "core/office/*", "ui/uitest", "data/outward", "data/scan/scantest"}

func mayKnow(folder, target string, test bool) bool {
	if folder == target || (test && matches(forTests, target)) {
		return true
	}
	for _, line := range knows {
		if fits(line.folder, folder) {
			return matches(line.imports, target)
		}
	}
	return false
}

func matches(patterns []string, folder string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return fits(pattern, folder) })
}

func fits(pattern, folder string) bool {
	ok, err := path.Match(pattern, folder)
	return err == nil && ok
}

// inSuite says whether a folder holds tests for others to run (core/office/officetest): such code counts as a test.
func inSuite(folder string) bool { return strings.HasSuffix(path.Base(folder), "test") }

func forbiddenImports(files []*source) []string {
	var broken []string
	for _, file := range files {
		test := file.isTest() || inSuite(file.folder())
		for _, spec := range file.tree.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			if reason := whyNot(file.folder(), name, test); reason != "" {
				broken = append(broken, fmt.Sprintf("%s imports %s: %s", file.at(spec.Pos()), name, reason))
			}
		}
	}
	return broken
}

func whyNot(folder, name string, test bool) string {
	if target, ours := strings.CutPrefix(name, module+"/"); ours {
		switch {
		case !test && inSuite(target):
			return "that is a suite for tests"
		case !mayKnow(folder, target, test):
			return "not among what " + folder + " may know"
		}
		return ""
	}
	if standard(name) {
		return ""
	}
	return whyNotForeign(folder, name, test)
}

// standard is how the go command tells the standard library from modules: no dot in the first part.
func standard(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return !strings.Contains(first, ".")
}

func whyNotForeign(folder, name string, test bool) string {
	forTest := strings.HasPrefix(name, "github.com/stretchr/testify/") || name == "pgregory.net/rapid"
	fyne := name == "fyne.io/fyne/v2" || strings.HasPrefix(name, "fyne.io/")
	inCore := folder == "core" || strings.HasPrefix(folder, "core/")
	switch {
	case forTest && !test:
		return "only tests use it"
	case forTest:
		return ""
	case name == "fyne.io/fyne/v2/app" && folder != "cmd/ruhang":
		return "only cmd/ruhang opens the real app, so that everything else tests without a display"
	case fyne && folder != "cmd/ruhang" && folder != "ui" && (!strings.HasPrefix(folder, "ui/") || folder == "ui/model"):
		return "Fyne stays in the screens"
	case inCore && folder == "core/insight" && strings.HasPrefix(name, "gonum.org/v1/gonum/"):
		return ""
	case inCore || folder == "resources":
		return "only the standard library here"
	}
	return ""
}

// outside lists what reaches past the arguments of a function: the packages, and the functions of package time that read the clock or wait for it.
var (
	outside  = []string{"os", "os/*", "net", "net/*", "database/*", "database/sql/*", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/*", "syscall", "io/ioutil", "plugin", "unsafe", "C"}
	clock    = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
	weak     = []string{"crypto/md5", "crypto/sha1", "crypto/des", "crypto/rc4"}
	nameless = []string{"util", "utils", "common", "helper", "helpers", "manager", "service", "base", "types"}
)

func impurities(files []*source) []string {
	var broken []string
	for _, file := range files {
		if file.isTest() || inSuite(file.folder()) || !strings.HasPrefix(file.path, "core/") {
			continue
		}
		for _, spec := range file.tree.Imports {
			if name, _ := strconv.Unquote(spec.Path.Value); matches(outside, name) {
				broken = append(broken, file.at(spec.Pos())+" imports "+name)
			}
		}
		local := importedAs(file, "time")
		ast.Inspect(file.tree, func(node ast.Node) bool {
			if of, name, ok := qualified(node); ok && of == local && slices.Contains(clock, name) {
				broken = append(broken, file.at(node.Pos())+" uses time."+name)
			}
			return true
		})
	}
	return broken
}

// importedAs gives the name a file calls a package by: "time", its alias, or "" when it does not import it.
func importedAs(file *source, name string) string {
	for _, spec := range file.tree.Imports {
		if unquoted, _ := strconv.Unquote(spec.Path.Value); unquoted == name {
			if spec.Name != nil {
				return spec.Name.Name
			}
			return path.Base(name)
		}
	}
	return ""
}

// qualified takes pkg.Name apart.
func qualified(node ast.Node) (of, name string, ok bool) {
	selector, isSelector := node.(*ast.SelectorExpr)
	if !isSelector {
		return "", "", false
	}
	left, isName := selector.X.(*ast.Ident)
	if !isName {
		return "", "", false
	}
	return left.Name, selector.Sel.Name, true
}

func weakAlgorithms(files []*source) []string {
	var broken []string
	for _, file := range files {
		for _, spec := range file.tree.Imports {
			if name, _ := strconv.Unquote(spec.Path.Value); slices.Contains(weak, name) {
				broken = append(broken, file.at(spec.Pos())+" imports "+name)
			}
		}
	}
	return broken
}

// blindTrust finds code that turns the check of a server's certificate off, also in tests: what a test is allowed ends up in a program.
func blindTrust(files []*source) []string {
	var broken []string
	for _, file := range files {
		ast.Inspect(file.tree, func(node ast.Node) bool {
			if name, ok := node.(*ast.Ident); ok && name.Name == "InsecureSkipVerify" {
				broken = append(broken, file.at(node.Pos())+" trusts any certificate")
			}
			return true
		})
	}
	return broken
}

func longFiles(files []*source) []string {
	var broken []string
	for _, file := range files {
		if file.lines > 401 { // the last line break opens no line
			broken = append(broken, fmt.Sprintf("%s has %d lines", file.path, file.lines-1))
		}
	}
	return broken
}

// longFunctions names the functions of 60 lines or more outside tests, and their share of all.
func longFunctions(files []*source) (long []string, share float64) {
	all := 0
	for _, file := range files {
		if file.isTest() {
			continue
		}
		for _, declaration := range file.tree.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			all++
			lines := file.set.Position(function.End()).Line - file.set.Position(function.Pos()).Line + 1
			if lines >= 60 {
				long = append(long, fmt.Sprintf("%s %s, %d lines", file.at(function.Pos()), function.Name.Name, lines))
			}
		}
	}
	if all == 0 {
		return nil, 0
	}
	return long, float64(len(long)) / float64(all)
}

func undocumented(files []*source) []string {
	documented := map[string]bool{}
	for _, file := range files {
		if file.isTest() {
			continue
		}
		name := file.tree.Name.Name
		said := file.tree.Doc != nil && (name == "main" || strings.HasPrefix(file.tree.Doc.Text(), "Package "+name+" "))
		documented[file.folder()] = documented[file.folder()] || said
	}
	return namesOf(documented, false)
}

// namesOf gives the sorted keys whose value is wanted.
func namesOf(set map[string]bool, wanted bool) []string {
	var names []string
	for name, value := range set {
		if value == wanted {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

func hanInCode(files []*source) []string {
	var broken []string
	for _, file := range files {
		if file.isTest() {
			continue
		}
		eachToken(file, func(pos token.Pos, kind token.Token, text string) {
			if kind != token.COMMENT && strings.ContainsFunc(text, isHan) {
				broken = append(broken, file.at(pos)+" "+text)
			}
		})
	}
	return broken
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// eachToken scans the text again, since the parsed tree loses where a comment ends and code begins.
func eachToken(file *source, visit func(token.Pos, token.Token, string)) {
	var scan scanner.Scanner
	tokens := file.set.AddFile(file.path, -1, len(file.text))
	scan.Init(tokens, file.text, nil, scanner.ScanComments)
	for {
		pos, kind, text := scan.Scan()
		if kind == token.EOF {
			return
		}
		visit(pos, kind, text)
	}
}

func emptyNames(files []*source) []string {
	found := map[string]bool{}
	for _, file := range files {
		for _, name := range []string{path.Base(file.folder()), strings.TrimSuffix(file.tree.Name.Name, "_test")} {
			if slices.Contains(nameless, name) {
				found[file.folder()+" (package "+file.tree.Name.Name+")"] = true
			}
		}
	}
	return namesOf(found, true)
}

func leftForLater(files []*source) []string {
	var broken []string
	for _, file := range files {
		eachToken(file, func(pos token.Pos, kind token.Token, text string) {
			if kind != token.COMMENT {
				return
			}
			for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
				if word == "TODO" || word == "FIXME" || word == "XXX" || word == "HACK" {
					broken = append(broken, file.at(pos)+" "+text)
				}
			}
		})
	}
	return broken
}

// strangersAtTheRoot gives the entries that are neither code, nor the house around it, nor ignored by git.
func strangersAtTheRoot(names []string) []string {
	allowed := []string{"ui", "core", "data", "resources", "cmd", "FyneApp.toml", "Makefile", "go.mod", "go.sum", "README.md", "ARCHITECTURE.md",
		".ci", ".github", ".golangci.yml", ".gitignore", ".git", "build", "ruhang", "ruhang.exe", ".DS_Store"}
	var strangers []string
	for _, name := range names {
		if !slices.Contains(allowed, name) {
			strangers = append(strangers, name)
		}
	}
	return strangers
}
