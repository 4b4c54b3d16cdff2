package yaml_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/data/yaml"
	"ruhang/resources"
)

const smallList = `# who wrote it
id: x
things:
  # the first
  - id: a
    name: {zh: "甲", en: "A"} # a word

  # the second
  - {id: b, name: {zh: "乙", en: "B"}}
tail: 1
`

type thing struct {
	ID   string       `yaml:"id"`
	Tags []string     `yaml:"tags"`
	Name catalog.Text `yaml:"name"`
}

func TestAmendChangesOneThingAndNoOtherLine(t *testing.T) {
	fresh := "  - id: %\n    tags: [p, q]\n    name:\n      zh: \"新\"\n      en: \"New: \\\"quoted\\\"\"\n"
	one := func(id string) thing {
		return thing{id, []string{"p", "q"}, catalog.Text{"en": `New: "quoted"`, "zh": "新"}}
	}
	for id, want := range map[string]string{
		"a": strings.Replace(smallList, "  - id: a\n    name: {zh: \"甲\", en: \"A\"} # a word\n", strings.Replace(fresh, "%", "a", 1), 1),
		"b": strings.Replace(smallList, "  - {id: b, name: {zh: \"乙\", en: \"B\"}}\n", strings.Replace(fresh, "%", "b", 1), 1),
		"c": strings.Replace(smallList, "tail: 1\n", "\n"+strings.Replace(fresh, "%", "c", 1)+"tail: 1\n", 1),
	} {
		got, err := yaml.Folder{}.Amend(smallList, "things", id, one(id))
		require.NoError(t, err)
		require.Equal(t, want, got, id)
	}
	for _, text := range []string{"[", "things: []\n", "things: {}\n", "others:\n  - id: a\n", ""} {
		_, err := yaml.Folder{}.Amend(text, "things", "a", one("a"))
		require.Error(t, err, text)
	}
}

// TestAmendWithWhatIsThereSaysTheSame writes every shipped question over itself: the bank stays what it was.
func TestAmendWithWhatIsThereSaysTheSame(t *testing.T) {
	cat := shipped(t)
	for _, bank := range cat.Banks {
		raw, err := fs.ReadFile(resources.Catalog, bank.File)
		require.NoError(t, err)
		text := string(raw)
		for _, q := range bank.Questions {
			text, err = yaml.Folder{}.Amend(text, "questions", q.ID, q)
			require.NoError(t, err)
		}
		f, err := yaml.Parse(bank.File, []byte(text))
		require.NoError(t, err)
		again, err := catalog.Build(load(t, resources.Catalog), []catalog.File{f})
		require.NoError(t, err)
		require.Equal(t, bank.Questions, again.Banks[bank.ID].Questions)
		require.Equal(t, len(strings.Split(string(raw), "\n")), len(strings.Split(text, "\n")), "as the shipped files are laid out")
	}
}
