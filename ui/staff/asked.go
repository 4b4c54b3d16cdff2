package staff

import (
	"fyne.io/fyne/v2"

	"ruhang/ui/kit"
)

// askedField is an entry for words of a question, with the linter's verdict below it as they are typed, and what may be asked instead
// one tap away.
type askedField struct {
	h     Host
	name  string
	lang  string
	entry *kit.Entry
	wrong *kit.LongText
	swap  *kit.Button
	room  *fyne.Container
	said  string // by the office, of the words as they were then
	of    string
}

// newAskedField makes one; changed is called after the verdict.
func newAskedField(h Host, name, lang, label, text string, rows int, changed func(text string)) *askedField {
	f := &askedField{h: h, name: name, lang: lang, entry: kit.NewArea("", rows), wrong: kit.Long("").In(kit.Bad).Sized(kit.SizeNote)}
	f.swap = kit.Quiet(h.Words()("questions.use_instead"), f.useInstead)
	f.entry.SetText(text)
	f.entry.OnChanged = func(text string) {
		f.judge()
		if changed != nil {
			changed(text)
		}
	}
	f.room = kit.Tight(kit.Note(label).In(kit.Ink).Bold(), f.entry, f.wrong, kit.Line(f.swap))
	f.judge()
	return f
}

// judge shows what is wrong with the words, if anything.
func (f *askedField) judge() {
	refusal, instead := readerOf(f.h).Verdict(f.entry.Text, f.lang)
	sentence := ""
	switch {
	case refusal != nil:
		sentence = f.h.Fault(refusal)
	case f.said != "" && f.entry.Text == f.of:
		sentence = f.said
	}
	f.wrong.SetText(sentence)
	f.wrong.Hidden = sentence == ""
	f.swap.Hidden = instead == ""
	f.room.Objects[3].(*fyne.Container).Hidden = instead == ""
	f.room.Refresh()
}

// say shows what the office found wrong with the words as they stand.
func (f *askedField) say(sentence string) {
	f.said, f.of = sentence, f.entry.Text
	f.judge()
}

func (f *askedField) useInstead() {
	if _, instead := readerOf(f.h).Verdict(f.entry.Text, f.lang); instead != "" {
		f.entry.SetText(instead)
	}
}
