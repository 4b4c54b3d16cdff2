// Package model is what screens show and which commands they offer, in plain values: it asks the office, sorts, words and
// formats, so that a page only lays out.
//
// It refuses to know Fyne, and to decide: whether a command may be given is asked of Decide through the office.
//
//	words, err := model.LoadWords(resources.Lang)
//	words.Say("zh", "fault.offer.red_flag_open", "count", "2")
package model

import (
	"encoding/json"
	"io/fs"
	"path"
	"strings"

	"ruhang/core/fault"
)

// Words are all sentences of the app, by language and key.
type Words struct{ by map[string]map[string]string }

// LoadWords reads one JSON file per language: flat keys, sentences with {placeholders}.
func LoadWords(fsys fs.FS) (*Words, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	w := &Words{by: map[string]map[string]string{}}
	for _, name := range names {
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		sentences := map[string]string{}
		if err := json.Unmarshal(raw, &sentences); err != nil {
			return nil, fault.Wrap(err, fault.Corrupt, "lang.unreadable", path.Base(name))
		}
		w.by[strings.TrimSuffix(name, ".json")] = sentences
	}
	return w, nil
}

// Has says whether a language has a sentence for a key.
func (w *Words) Has(lang, key string) bool { _, ok := w.by[lang][key]; return ok }

// Say is the sentence of a key with its placeholders filled from pairs of name and value; an unknown key is shown as itself,
// so that a gap is seen and a test finds it.
func (w *Words) Say(lang, key string, pairs ...string) string {
	text, ok := w.by[lang][key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// In is the sayer of one language.
func (w *Words) In(lang string) func(key string, pairs ...string) string {
	return func(key string, pairs ...string) string { return w.Say(lang, key, pairs...) }
}
