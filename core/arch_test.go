// Package core_test holds the house's own rules: which folder may know which, how large things may be, what the core may not do, and that every
// word people read exists in every language. The rules stand in arch_rules_test.go as functions over parsed files, so that each of them
// is also tried on a small bad example and can be seen to fail.
package core_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = ".."

// source is one Go file of the repository, parsed with comments.
type source struct {
	path  string // from the root, with slashes: "core/fault/fault.go"
	text  []byte
	set   *token.FileSet
	tree  *ast.File
	lines int
}

func (s *source) folder() string { return path.Dir(s.path) }
func (s *source) isTest() bool   { return strings.HasSuffix(s.path, "_test.go") }

// at says where a node is, as people and editors write it.
func (s *source) at(pos token.Pos) string {
	return s.path + ":" + itoa(s.set.Position(pos).Line)
}

func parse(name, text string) (*source, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &source{path: name, text: []byte(text), set: set, tree: tree, lines: strings.Count(text, "\n") + 1}, nil
}

// repository parses every Go file below the root, except what git ignores in build/ and files under testdata.
func repository(t *testing.T) []*source {
	t.Helper()
	var all []*source
	err := filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if base := entry.Name(); base == "testdata" || base == "build" || (strings.HasPrefix(base, ".") && name != root) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		file, err := parse(filepath.ToSlash(relative), string(text))
		if err == nil {
			all = append(all, file)
		}
		return err
	})
	require.NoError(t, err)
	require.Greater(t, len(all), 3, "the walk found no code")
	return all
}

func none(t *testing.T, broken []string, rule string) {
	t.Helper()
	require.Empty(t, broken, "%s:\n  %s", rule, strings.Join(broken, "\n  "))
}

func TestEveryFolderImportsOnlyWhatItMayKnow(t *testing.T) {
	none(t, forbiddenImports(repository(t)), "the arrows of the folders (ARCHITECTURE.md) are broken")
}

func TestTheCoreHasNoClockNoRandomnessNoInputOrOutput(t *testing.T) {
	none(t, impurities(repository(t)), "the core decides from its arguments alone")
}

func TestControl23_NoWeakAlgorithmIsImported(t *testing.T) {
	none(t, weakAlgorithms(repository(t)), "MD5, SHA-1, DES and RC4 protect nothing")
}

func TestControl28_NoCodeTrustsAnyCertificate(t *testing.T) {
	none(t, blindTrust(repository(t)), "a connection to whoever answers is no connection to somebody")
}

func TestFilesAndFunctionsStaySmall(t *testing.T) {
	files := repository(t)
	none(t, longFiles(files), "files over 400 lines")
	long, share := longFunctions(files)
	for _, function := range long {
		t.Log("60 lines or more: " + function)
	}
	require.LessOrEqual(t, share, 0.05, "more than one function in twenty has 60 lines or more:\n  %s", strings.Join(long, "\n  "))
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	none(t, undocumented(repository(t)), "packages without a comment that begins with their name")
}

func TestNoHanCharacterStandsInCode(t *testing.T) {
	none(t, hanInCode(repository(t)), "words people read live in resources")
}

func TestNoPackageHasANameThatSaysNothing(t *testing.T) {
	none(t, emptyNames(repository(t)), "packages are named after what they do")
}

func TestNothingIsLeftForLater(t *testing.T) {
	none(t, leftForLater(repository(t)), "notes to oneself in the code")
}

func TestTheRootHoldsOnlyWhatBelongsThere(t *testing.T) {
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	none(t, strangersAtTheRoot(names), "the root has a fixed set of entries")
}

// language reads one language file as key → sentence; the test that needs it is skipped while no language is there at all.
func language(t *testing.T, code string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "resources", "lang", code+".json"))
	if os.IsNotExist(err) {
		if _, none := os.Stat(filepath.Join(root, "resources", "lang", "zh.json")); os.IsNotExist(none) {
			t.Skip("resources/lang has no zh.json yet")
		}
	}
	require.NoError(t, err)
	var tree any
	require.NoError(t, json.Unmarshal(text, &tree))
	words := map[string]string{}
	flatten("", tree, words)
	require.NotEmpty(t, words)
	return words
}

func TestBothLanguagesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	zh, en := language(t, "zh"), language(t, "en")
	none(t, differences("zh.json", zh, "en.json", en), "the languages differ")
}

func TestEnglishQuotesAreNarrow(t *testing.T) {
	var wide []string
	for key, sentence := range language(t, "en") {
		if strings.ContainsAny(sentence, "\u201c\u201d\u2018\u2019") {
			wide = append(wide, key)
		}
	}
	none(t, wide, "the font's curly quotes are as wide as a Chinese character")
}

func TestEveryFaultCodeHasASentenceInEveryLanguage(t *testing.T) {
	zh, en := language(t, "zh"), language(t, "en")
	codes := faultCodes(repository(t))
	require.NotEmpty(t, codes, "no fault code found in the code: the search itself is broken")
	none(t, untranslated(codes, map[string]map[string]string{"zh.json": zh, "en.json": en}), "fault codes nobody can read")
}

func TestEveryWordThatIsAskedForIsThere(t *testing.T) {
	keys := wordKeys(repository(t))
	require.Greater(t, len(keys), 500, "the search itself is broken")
	none(t, untranslated(keys, map[string]map[string]string{"zh.json": language(t, "zh"), "en.json": language(t, "en")}), "words that would be shown as their keys")
}
