package hiring_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
)

// structural are the fields of bodies that a case is held together by: names of its parts, and what the views show in clear.
// Everything else that a body says gets a mark.
var structural = []string{"id", "interview", "order", "item", "flag", "stage", "kind", "light", "outcome", "template", "cause", "key", "to", "review",
	"material", "purpose", "version", "position", "branch", "person", "batch", "passed", "class", "agreed"}

var aDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// marked is a body in which every text and number that is not structural bears the mark of its compartment; what is basic is
// open to everybody and stays.
func marked(t *testing.T, b hiring.Body) hiring.Body {
	if b.Class() == hiring.Basic {
		return b
	}
	raw, err := hiring.EncodeBody(b)
	require.NoError(t, err)
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var tree any
	require.NoError(t, d.Decode(&tree))
	raw, err = json.Marshal(mark(tree, "", b.Class()))
	require.NoError(t, err)
	out, err := hiring.DecodeBody(b.Wire(), raw)
	require.NoError(t, err, "%s: %s", b.Wire(), raw)
	return out
}

func textMark(class hiring.Class) string { return "mark-of-" + string(class) }

func numberMark(class hiring.Class) json.Number {
	return json.Number(fmt.Sprint(918273640 + slices.Index(hiring.Classes, class)))
}

func mark(v any, key string, class hiring.Class) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = mark(x[k], k, class)
		}
		return x
	case []any:
		for i := range x {
			x[i] = mark(x[i], key, class)
		}
		return x
	case string:
		if !slices.Contains(structural, key) && !aDate.MatchString(x) {
			return x + textMark(class)
		}
	case json.Number:
		if !slices.Contains(structural, key) {
			return numberMark(class)
		}
	}
	return v
}

// TestQ08_Control19_NothingOfAClosedCompartmentIsShown plays every scenario, marks what every body says, and looks for the marks of
// closed compartments in what each role is shown: also a field that somebody adds to the case one day must not slip through.
func TestQ08_Control19_NothingOfAClosedCompartmentIsShown(t *testing.T) {
	scripts := readScripts(t)
	found := map[hiring.Class]int{}
	for _, block := range scripts.scenarios {
		s := newStage(t, scripts)
		s.run(block)
		c := &hiring.Case{ID: "c1"}
		for _, e := range s.all {
			e.Body = marked(t, e.Body)
			c = hiring.Apply(c, e)
		}
		for role := range s.cat.Roles {
			who := hiring.Actor{Account: "nobody", Roles: []string{role}, Case: c.ID}
			seen, err := json.Marshal(hiring.Show(c, who, s.cat.Roles))
			require.NoError(t, err)
			open := hiring.Compartments(who, s.cat.Roles)
			for _, class := range hiring.Classes {
				for _, m := range []string{textMark(class), string(numberMark(class))} {
					at := bytes.Index(seen, []byte(m))
					if at >= 0 && open[class] {
						found[class]++
					}
					require.Falsef(t, at >= 0 && !open[class], "%s is shown a body of %s in %q: …%s", role, class, block.title, seen[max(0, at-120):max(0, min(len(seen), at+40))])
				}
			}
		}
	}
	for _, class := range hiring.Classes[1:] {
		require.NotZero(t, found[class], "the marks of %s are nowhere to be seen, so this test cannot fail", class)
	}
}
