package catalog

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

// tree builds Nodes from Go values; lines gives them the lines that they would have in a file in block style.
type tree struct{}

func (*tree) scalar(s string) *Node { return &Node{File: "f.yaml", Value: s, Null: s == "~"} }

func (*tree) items(items ...*Node) *Node { return &Node{File: "f.yaml", Kind: List, Items: items} }

func (t *tree) fields(pairs ...any) *Node {
	n := &Node{File: "f.yaml", Kind: Map}
	for i := 0; i < len(pairs); i += 2 {
		v, ok := pairs[i+1].(*Node)
		if !ok {
			v = t.scalar(pairs[i+1].(string))
		}
		n.Fields = append(n.Fields, Pair{Key: pairs[i].(string), Value: v})
	}
	return n
}

// lines returns the last line it used.
func lines(n *Node, line int) int {
	n.Line = line + 1
	for i := range n.Fields {
		p := &n.Fields[i]
		p.Line = line + 1
		if p.Value.Kind != Scalar {
			line++
		}
		line = lines(p.Value, line)
	}
	for _, item := range n.Items {
		line = lines(item, line)
	}
	if n.Kind == Scalar {
		line++
	}
	return line
}

func (t *tree) text(s string) *Node { return t.fields("zh", s, "en", s) }

func decode(t *testing.T, n *Node, into any) []string {
	t.Helper()
	lines(n, 0)
	d := newDecoder()
	d.value(n, reflect.ValueOf(into).Elem(), place{file: "f.yaml", line: n.Line})
	var out []string
	for _, e := range Problems(d.err()) {
		out = append(out, e.Code+" "+e.Params["line"]+" "+e.Params["field"])
	}
	return out
}

func TestDecodeReadsEveryKind(t *testing.T) {
	b := &tree{}
	var c Condition
	require.Empty(t, decode(t, b.fields("dimension", "logic", "at_least", "80.5"), &c))
	require.Equal(t, "logic", c.Dimension)
	require.Equal(t, 80.5, *c.AtLeast)
	require.Nil(t, c.Below)

	var m Material
	require.Empty(t, decode(t, b.fields("id", "photo", "name", b.text("照片"), "rule", "photo",
		"fields", b.items(b.scalar("name")), "required", "true", "hint", "~"), &m))
	require.Equal(t, Material{ID: "photo", Name: Text{"zh": "照片", "en": "照片"}, Rule: "photo", Fields: []string{"name"}, Required: true}, m)

	var r Rule
	require.Empty(t, decode(t, b.fields("value", "80", "source", b.text("x")), &r))
	require.Equal(t, 80, r.Value)
}

func TestDecodeRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		node func(b *tree) *Node
		into any
		want []string
	}{
		"an unknown field": {func(b *tree) *Node {
			return b.fields("id", "a", "name", b.text("x"), "percent", "1", "colour", "red")
		}, new(Component), []string{"catalog.unknown_field 6 colour"}},
		"a duplicate key": {func(b *tree) *Node { return b.fields("id", "a", "name", b.text("x"), "percent", "1", "percent", "2") },
			new(Component), []string{"catalog.duplicate 6 percent"}},
		"a missing field, at its owner": {func(b *tree) *Node { return b.fields("id", "a", "name", b.text("x")) },
			new(Component), []string{"catalog.missing 1 percent"}},
		"an empty string": {func(b *tree) *Node { return b.fields("id", " ", "name", b.text("x"), "percent", "1") },
			new(Component), []string{"catalog.missing 1 id", "catalog.bad_id 1 id"}},
		"a number that is none": {func(b *tree) *Node { return b.fields("at_least", "NaN", "yuan", "5.5") },
			new(BandStep), []string{"catalog.wrong_type 1 at_least", "catalog.wrong_type 2 yuan"}},
		"a tick that is none": {func(b *tree) *Node {
			return b.fields("id", "a", "name", b.text("x"), "kind", "text", "required", "yes")
		}, new(Field), []string{"catalog.wrong_type 6 required"}},
		"a list where a text belongs": {func(b *tree) *Node { return b.fields("value", "1", "source", b.items(b.scalar("x"))) },
			new(Rule), []string{"catalog.wrong_type 3 source"}},
		"a map where a list belongs": {func(b *tree) *Node {
			return b.fields("tasks", b.text("x"), "id", "a", "name", b.text("x"), "days", "1", "gate", b.fields("auto", "true"))
		},
			new(Stage), []string{"catalog.wrong_type 2 tasks"}},
		"a word in one language only": {func(b *tree) *Node { return b.fields("value", "1", "source", b.fields("zh", "x", "en", "")) },
			new(Rule), []string{"catalog.untranslated 4 source.en"}},
		"a hole in a list": {func(b *tree) *Node { return b.fields("roles", b.items(b.scalar("hr"), b.scalar("~"))) },
			new(Gate), []string{"catalog.missing 3 roles[1]"}},
		"a name twice in a list": {func(b *tree) *Node { return b.fields("needs", b.items(b.scalar("cv"), b.scalar("cv"))) },
			new(Gate), []string{"catalog.duplicate 3 needs[1]"}},
		"an id that no link can carry": {func(b *tree) *Node { return b.fields("id", "../a", "name", b.text("x"), "percent", "1") },
			new(Component), []string{"catalog.bad_id 1 id"}},
		"a scalar for a whole thing": {func(b *tree) *Node { return b.scalar("x") },
			new(Component), []string{"catalog.wrong_type 1 "}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, decode(t, c.node(&tree{}), c.into)) })
	}
}

func TestBuildOfNothingNamesWhatIsMissing(t *testing.T) {
	_, err := Build(nil)
	var files []string
	for _, e := range Problems(err) {
		files = append(files, e.Code+" "+e.Params["file"])
	}
	require.Contains(t, files, "catalog.missing bank.yaml")
	require.Contains(t, files, "catalog.missing legal.yaml")
	require.Contains(t, files, "catalog.no_reason reasons.yaml")
}

func TestAFileWithoutAPlaceIsRefused(t *testing.T) {
	for _, path := range []string{"extra.yaml", "colours/red.yaml", "bank.yml", "positions/a/b.yaml"} {
		_, err := Build([]File{{Path: path, Root: (&tree{}).fields("id", "a")}})
		var found bool
		for _, e := range Problems(err) {
			found = found || e.Code == "catalog.unknown_file" && e.Params["file"] == path
		}
		require.True(t, found, path)
	}
}
