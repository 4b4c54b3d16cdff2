package yaml

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
)

func TestParseKeepsLinesAndOrder(t *testing.T) {
	f, err := Parse("bank.yaml", []byte("# a comment\nb: 1\na:\n  - x\n  - ~\nt: {zh: \"一\", en: one}\n"))
	require.NoError(t, err)
	node := func(line int, v string) *catalog.Node { return &catalog.Node{File: "bank.yaml", Line: line, Value: v} }
	require.Equal(t, &catalog.Node{File: "bank.yaml", Line: 2, Kind: catalog.Map, Fields: []catalog.Pair{
		{Key: "b", Line: 2, Value: node(2, "1")},
		{Key: "a", Line: 3, Value: &catalog.Node{File: "bank.yaml", Line: 4, Kind: catalog.List, Items: []*catalog.Node{
			node(4, "x"), {File: "bank.yaml", Line: 5, Value: "~", Null: true}}}},
		{Key: "t", Line: 6, Value: &catalog.Node{File: "bank.yaml", Line: 6, Kind: catalog.Map, Fields: []catalog.Pair{
			{Key: "zh", Line: 6, Value: node(6, "一")}, {Key: "en", Line: 6, Value: node(6, "one")}}}},
	}}, f.Root)
}

func TestParseRefusesWhatIsNotPlainData(t *testing.T) {
	for name, c := range map[string]struct{ raw, code, line string }{
		"not yaml":        {"a: 1\nb: [", "catalog.not_yaml", "2"},
		"an anchor":       {"a: 1\nb: &x 2\n", "catalog.alias", "2"},
		"an alias":        {"a: &x 1\nb: *x\n", "catalog.alias", "1"},
		"a bomb":          {"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n", "catalog.alias", "1"},
		"a merge":         {"a: 1\n<<: {b: 2}\n", "catalog.bad_key", "2"},
		"a number as key": {"a: 1\n2: b\n", "catalog.bad_key", "2"},
		"a list as key":   {"? [a]\n: b\n", "catalog.bad_key", "1"},
		"a tag":           {"a: !!binary aGk=\n", "catalog.tag", "1"},
		"a type":          {"a: !person {b: 1}\n", "catalog.tag", "1"},
		"two documents":   {"a: 1\n---\nb: 2\n", "catalog.many_documents", "2"},
		"depth":           {strings.Repeat("[", 60) + strings.Repeat("]", 60), "catalog.too_deep", "1"},
		"size":            {"a: " + strings.Repeat("x", MaxBytes), "catalog.too_large", "1"},
		"not UTF-8":       {"a: \xc4\xfa", "catalog.not_utf8", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("bank.yaml", []byte(c.raw))
			require.Len(t, catalog.Problems(err), 1)
			p := catalog.Problems(err)[0]
			require.Equal(t, []string{c.code, "bank.yaml", c.line}, []string{p.Code, p.Params["file"], p.Params["line"]}, err)
		})
	}
}

func TestLoadNamesEveryBadFileAndPassesOverOthers(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"bank.yaml":        {Data: []byte("a: *x")},
		"plans/a.yaml":     {Data: []byte("a: [")},
		"plans/good.yaml":  {Data: []byte("a: 1")},
		"plans/huge.yaml":  {Data: make([]byte, 3*MaxBytes)},
		"README.md":        {Data: []byte("a: [")},
		"plans/.keep":      {},
		"letters/old.yaml": {},
	})
	var got []string
	for _, p := range catalog.Problems(err) {
		got = append(got, p.Params["file"]+" "+p.Code)
	}
	require.Equal(t, []string{"bank.yaml catalog.not_yaml", "plans/a.yaml catalog.not_yaml", "plans/huge.yaml catalog.too_large"}, got)
}

func TestAnEmptyFileIsAProblemOfTheCatalog(t *testing.T) {
	for _, raw := range []string{"", "# only a comment\n", "~\n"} {
		f, err := Parse("bank.yaml", []byte(raw))
		require.NoError(t, err)
		_, err = catalog.Build([]catalog.File{f})
		require.Equal(t, "catalog.missing", catalog.Problems(err)[0].Code, raw)
	}
}

// FuzzParse: whatever the bytes are, the answer is a file or an Invalid fault, and the catalog's decoder takes the file.
func FuzzParse(f *testing.F) {
	for _, raw := range []string{"a: 1", "roles:\n  - {id: hr, name: {zh: x, en: x}}", "- [a, {b: c}]", "a: &x *x", "%YAML 1.1\n---\n", "? \n: ", "\ufeffa: b", "a: |\n  b\n", "!!map {a: 1}"} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, path := range []string{"roles.yaml", "positions/x.yaml"} {
			file, err := Parse(path, raw)
			if err == nil {
				_, err = catalog.Build([]catalog.File{file})
			}
			for _, p := range catalog.Problems(err) {
				require.Equal(t, "invalid", p.Kind.String(), p)
				require.True(t, strings.HasPrefix(p.Code, "catalog."), p)
			}
		}
	})
}
