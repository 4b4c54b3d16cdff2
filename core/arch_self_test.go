package core_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// snippet parses a small file as if it stood in the repository.
func snippet(t *testing.T, path, text string) []*source {
	t.Helper()
	file, err := parse(path, text)
	require.NoError(t, err)
	return []*source{file}
}

// importing is a file of that path that imports that package.
func importing(t *testing.T, path, name string) []*source {
	t.Helper()
	return snippet(t, path, "package p\n\nimport _ \""+name+"\"\n")
}

func TestRule_ForbiddenImportsAreFound(t *testing.T) {
	for _, c := range []struct{ path, name string }{
		{"core/hiring/a.go", "ruhang/data/sqlite"}, // core → outside core
		{"core/hiring/a.go", "ruhang/ui/model"},
		{"core/hiring/a.go", "ruhang/resources"},
		{"core/hiring/a.go", "github.com/oklog/ulid/v2"},
		{"core/hiring/a_test.go", "ruhang/data/sqlite"},
		{"core/kit/a.go", "gonum.org/v1/gonum/stat"},
		{"core/fault/a.go", "ruhang/core/catalog"}, // the core's own table
		{"core/ledger/a.go", "ruhang/core/hiring"},
		{"core/catalog/a.go", "ruhang/core/hiring"},
		{"core/hiring/a.go", "ruhang/core/office"},
		{"core/kit/a.go", "ruhang/core/screening"},
		{"core/office/a.go", "ruhang/core/office/officetest"},
		{"core/unheard/a.go", "ruhang/core/fault"},
		{"data/sqlite/a.go", "ruhang/ui/model"}, // data ↔ ui
		{"ui/model/a.go", "ruhang/data/sqlite"},
		{"ui/staff/a_test.go", "ruhang/data/sqlite"},
		{"data/sqlite/a.go", "ruhang/data/vault"}, // data/x → data/y
		{"data/courier/a.go", "ruhang/data/hub"},
		{"data/sqlite/a_test.go", "ruhang/data/vault"},
		{"data/paper/a.go", "fyne.io/fyne/v2"},
		{"ui/staff/a.go", "ruhang/ui/guest"},
		{"ui/guest/a.go", "ruhang/ui/staff"},
		{"ui/kit/a.go", "ruhang/ui/model"},
		{"ui/kit/a.go", "ruhang/core/hiring"},
		{"ui/model/a.go", "fyne.io/fyne/v2/widget"},
		{"ui/staff/a.go", "fyne.io/fyne/v2/app"},
		{"ui/a.go", "fyne.io/fyne/v2/app"},
		{"cmd/ruhang-hub/a.go", "ruhang/ui"},
		{"cmd/ruhang-hub/a.go", "fyne.io/fyne/v2"},
		{"resources/embed.go", "ruhang/core/fault"},
		{"resources/embed.go", "go.yaml.in/yaml/v3"},
		{"data/sqlite/a.go", "github.com/stretchr/testify/require"},
	} {
		require.Len(t, forbiddenImports(importing(t, c.path, c.name)), 1, "%s → %s", c.path, c.name)
	}
}

func TestRule_AllowedImportsPass(t *testing.T) {
	for _, c := range []struct{ path, name string }{
		{"core/hiring/a.go", "ruhang/core/catalog"},
		{"core/hiring/a.go", "encoding/json"},
		{"core/hiring/a_test.go", "pgregory.net/rapid"},
		{"core/catalog/a_test.go", "ruhang/resources"},
		{"core/insight/a.go", "gonum.org/v1/gonum/stat"},
		{"core/office/a.go", "ruhang/core/ledger"},
		{"core/office/officetest/a.go", "github.com/stretchr/testify/require"},
		{"data/sqlite/a.go", "ruhang/core/office"},
		{"data/sqlite/a.go", "github.com/mattn/go-sqlite3"},
		{"data/sqlite/a_test.go", "ruhang/core/office/officetest"},
		{"data/hub/a.go", "ruhang/data/courier"},
		{"ui/kit/a.go", "ruhang/core/office"},
		{"ui/kit/a.go", "fyne.io/fyne/v2/widget"},
		{"ui/staff/a.go", "ruhang/ui/model"},
		{"ui/a.go", "ruhang/ui/guest"},
		{"cmd/ruhang/main.go", "fyne.io/fyne/v2/app"},
		{"cmd/ruhang/main.go", "ruhang/data/sqlite"},
	} {
		require.Empty(t, forbiddenImports(importing(t, c.path, c.name)), "%s → %s", c.path, c.name)
	}
}

func TestRule_ClockAndRandomnessAreFound(t *testing.T) {
	for _, name := range []string{"os", "os/exec", "net/http", "database/sql", "math/rand/v2", "crypto/rand"} {
		require.Len(t, impurities(importing(t, "core/hiring/a.go", name)), 1, name)
		require.Empty(t, impurities(importing(t, "core/hiring/a_test.go", name)), name)
		require.Empty(t, impurities(importing(t, "data/vault/a.go", name)), name)
	}
	renamed := "package p\n\nimport clock \"time\"\n\nvar now = clock.Now\nvar day = 24 * clock.Hour\n"
	require.Equal(t, []string{"core/hiring/a.go:5 uses time.Now"}, impurities(snippet(t, "core/hiring/a.go", renamed)))
	own := "package p\n\ntype env struct{}\n\nfunc (env) Now() {}\n\nfunc f(time env) { time.Now() }\n"
	require.Empty(t, impurities(snippet(t, "core/hiring/a.go", own)), "a method of our own is no clock")
}

func TestRule_WeakAlgorithmsAreFound(t *testing.T) {
	require.Len(t, weakAlgorithms(importing(t, "data/vault/a.go", "crypto/md5")), 1)
	require.Empty(t, weakAlgorithms(importing(t, "data/vault/a.go", "crypto/sha256")))
}

func TestRule_BlindTrustIsFound(t *testing.T) {
	require.Len(t, blindTrust(snippet(t, "data/notify/a.go", "package p\n\nvar c = tls.Config{InsecureSkipVerify: true}\n")), 1)
	require.Empty(t, blindTrust(snippet(t, "data/notify/a.go", "package p\n\nvar c = tls.Config{MinVersion: 772}\n")))
}

func TestRule_SizesAreMeasured(t *testing.T) {
	body := func(lines int) string { return "func f() {\n" + strings.Repeat("\tf()\n", lines-2) + "}\n" }
	require.Empty(t, longFiles(snippet(t, "a.go", "package p\n"+strings.Repeat("//\n", 399))))
	require.Equal(t, []string{"a.go has 401 lines"}, longFiles(snippet(t, "a.go", "package p\n"+strings.Repeat("//\n", 400))))

	long, share := longFunctions(snippet(t, "a.go", "package p\n\n"+body(59)+body(60)))
	require.Equal(t, []string{"a.go:62 f, 60 lines"}, long)
	require.InDelta(t, 0.5, share, 0)
}

func TestRule_MissingPackageCommentsAreFound(t *testing.T) {
	require.Equal(t, []string{"core/x"}, undocumented(snippet(t, "core/x/a.go", "package x\n")))
	require.Equal(t, []string{"core/x"}, undocumented(snippet(t, "core/x/a.go", "// Something else.\npackage x\n")))
	require.Empty(t, undocumented(snippet(t, "core/x/a.go", "// Package x is an example.\npackage x\n")))
	require.Empty(t, undocumented(snippet(t, "cmd/x/a.go", "// X is a program.\npackage main\n")))
}

func TestRule_HanIsFoundInCodeOnly(t *testing.T) {
	require.Equal(t, []string{"a.go:4 \"柜员\""}, hanInCode(snippet(t, "a.go", "package p\n\n// teller 柜员\nvar s = \"柜员\" /* 柜员 */\n")))
	require.Len(t, hanInCode(snippet(t, "a.go", "package p\n\nconst r = '柜'\n")), 1)
	require.Empty(t, hanInCode(snippet(t, "a_test.go", "package p\n\nvar s = \"柜员\"\n")))
}

func TestRule_EmptyNamesAndNotesAreFound(t *testing.T) {
	require.Len(t, emptyNames(snippet(t, "core/util/a.go", "package util\n")), 1)
	require.Len(t, emptyNames(snippet(t, "core/x/a.go", "package helper_test\n")), 1)
	require.Empty(t, emptyNames(snippet(t, "core/hiring/a.go", "package hiring\n")))
	require.Len(t, leftForLater(snippet(t, "a.go", "package p\n\n// TODO: later\nvar s = \"TODO\"\n")), 1)
	require.Equal(t, []string{"tools"}, strangersAtTheRoot([]string{"core", "tools", "go.mod"}))
}

func TestRule_LanguagesThatDifferAreFound(t *testing.T) {
	words := func(tree map[string]any) map[string]string {
		flat := map[string]string{}
		flatten("", tree, flat)
		return flat
	}
	zh := words(map[string]any{"case": map[string]any{"open": "打开 {name}"}, "n": "{{.Count}} 份", "empty": " ", "extra": "多"})
	en := words(map[string]any{"case.open": "Open {nam}", "n": map[string]any{"one": "one file", "other": "{{.Count}} files"}, "empty": "", "lost": "x"})
	require.Equal(t, []string{
		"case.open: zh has [name], en has [nam]", "empty is empty", "en lacks extra", "zh lacks lost",
	}, differences("zh", zh, "en", en))
}

func TestRule_FaultCodesAreFoundAlsoThroughMakers(t *testing.T) {
	text := `package p

import "ruhang/core/fault"

func a() error { return fault.New(fault.Refused, "a.direct") }
func b(err error) error { return fault.Wrap(err, fault.Internal, "b.wrapped", "p.b") }
func c() error { return &fault.Error{Kind: fault.Denied, Code: "c.literal"} }
func refuse(count int, code string) error { return fault.New(fault.Refused, code) }
func invalid(code string) error { return refuse(1, code) }
func d() error { return refuse(2, "d.maker") }
func e() error { return invalid("e.maker.of.maker") }
func f(x other) error { return x.New(1, "not.a.code") }
`
	codes := faultCodes(snippet(t, "core/p/a.go", text))
	require.Equal(t, []string{"a.direct", "b.wrapped", "c.literal", "d.maker", "e.maker.of.maker"}, keys(codes))
	require.Equal(t, "core/p/a.go:10", codes["d.maker"])
	require.Empty(t, faultCodes(snippet(t, "core/p/a_test.go", text)))

	require.Equal(t, []string{`core/p/a.go:10: "d.maker" is not in zh.json`},
		untranslated(map[string]string{"d.maker": codes["d.maker"]}, map[string]map[string]string{"zh.json": {}, "en.json": {"d.maker": "no"}}))
}

func keys(set map[string]string) []string {
	present := map[string]bool{}
	for key := range set {
		present[key] = true
	}
	return namesOf(present, true)
}

func TestRule_WordsThatAreAskedForAreFound(t *testing.T) {
	text := `package p

func a(words say, p page) []string {
	return []string{words("a.plain"), p.Words()("b.called"), p.ports.Words(lang, "c.second"), p.r.Say("d.said", "name", "no key"), p.Open("not.words"), words("e." + kind)}
}
`
	require.Equal(t, []string{"a.plain", "b.called", "c.second", "d.said"}, keys(wordKeys(snippet(t, "ui/p/a.go", text))))
}
