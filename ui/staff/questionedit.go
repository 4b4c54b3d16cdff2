package staff

import (
	"context"
	"maps"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/catalog"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// questionEditor is one question while it is edited: its words in both languages, each with the linter's verdict, and its five anchors.
type questionEditor struct {
	page   *questionsPage
	bank   *catalog.QuestionBank
	file   office.ConfigFile // as it was when editing began, so that nobody else's change is overwritten
	draft  model.QuestionDraft
	fields map[string]*askedField
	meta   *kit.Form
	wrong  *kit.LongText
	all    fyne.CanvasObject
}

func newQuestionEditor(p *questionsPage, q *catalog.Question) *questionEditor {
	words := p.h.Words()
	competencies := p.read.BankCompetencies(p.bank())
	first := p.filter.Competency
	if first == "" && len(competencies) > 0 {
		first = competencies[0].Value
	}
	e := &questionEditor{page: p, bank: p.bank(), file: p.file(), draft: model.NewQuestionDraft(p.bank(), q, first), fields: map[string]*askedField{},
		wrong: kit.Long("").In(kit.Bad)}
	e.wrong.Hide()
	title := words("questions.new")
	if q != nil {
		title = words("questions.one", "id", q.ID)
	}
	e.meta = e.figures(competencies)
	body := kit.Rows(kit.Between(kit.Head(title), e.actions(q)...), e.wrong)
	if q != nil && q.Retired {
		body.Add(kit.Long(words("questions.is_retired")).In(kit.InkSoft))
	} else if q != nil {
		body.Add(kit.Long(words("questions.versions")).Sized(kit.SizeNote).In(kit.InkSoft))
	}
	body.Add(kit.Card(words("kit.question"), e.pair("text", "", 3)))
	body.Add(kit.Card(words("questions.probe"), e.pair("probe", "", 2)))
	anchors := kit.Rows(kit.Long(words("questions.anchors_say")).Sized(kit.SizeNote).In(kit.InkSoft))
	for i := range model.Levels {
		anchors.Add(e.pair("anchors["+strconv.Itoa(i)+"]", strconv.Itoa(i+1)+" \u00b7 ", 2))
	}
	body.Add(kit.Card(words("room.anchors"), anchors))
	body.Add(kit.Card(words("questions.figures"), e.meta))
	e.all = scrolled(body)
	return e
}

// pair is one text in both languages beside each other.
func (e *questionEditor) pair(field, before string, rows int) fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for _, lang := range catalog.Languages {
		name := field + "." + lang
		made := newAskedField(e.page.h, name, lang, before+e.page.h.Words()("lang."+lang), e.draft.Texts[name], rows, func(text string) { e.draft.Texts[name] = text })
		e.fields[name] = made
		cells = append(cells, made.room)
	}
	return kit.Grid(240, cells...)
}

// figures are competency, level, minutes and tags, and the button that saves.
func (e *questionEditor) figures(competencies []model.Choice) *kit.Form {
	words := e.page.h.Words()
	levels := []kit.Option{{Value: "1", Label: words("questions.easy")}, {Value: "2", Label: words("questions.middle")}, {Value: "3", Label: words("questions.hard")}}
	return kit.NewForm(words, kit.FormSpec{Submit: words("action.save"), Cancel: words("action.close"), Columns: 2, OnCancel: e.page.leave, OnSubmit: e.save,
		Fields: []kit.Field{
			{Name: "competency", Label: words("kit.competency"), Kind: kit.FieldSelect, Options: options(competencies), Value: e.draft.Meta["competency"], Required: true},
			{Name: "level", Label: words("questions.level_name"), Kind: kit.FieldSelect, Options: levels, Value: e.draft.Meta["level"], Required: true},
			{Name: "minutes", Label: words("questions.minutes"), Kind: kit.FieldNumber, Value: e.draft.Meta["minutes"], Required: true},
			{Name: "tags", Label: words("questions.tags"), Hint: words("questions.tags_hint"), Value: e.draft.Meta["tags"]},
		}})
}

// actions save a question, retire it or bring it back.
func (e *questionEditor) actions(q *catalog.Question) []fyne.CanvasObject {
	words := e.page.h.Words()
	save := kit.Secondary(words("action.save"), e.meta.Submit)
	switch {
	case q == nil:
		return []fyne.CanvasObject{save}
	case q.Retired:
		return []fyne.CanvasObject{kit.Secondary(words("questions.bring_back"), func() { e.retire(false) })}
	}
	return []fyne.CanvasObject{kit.Quiet(words("questions.retire"), func() {
		kit.Ask(e.page.h.Canvas(), kit.Question{Title: words("questions.retire"), Sentence: words("questions.retire_ask"), Yes: words("questions.retire"), No: words("action.cancel"),
			OnYes: func() { e.retire(true) }})
	}), save}
}

func (e *questionEditor) retire(retired bool) {
	q := *e.draft.Was
	q.Retired = retired
	e.put(q)
}

// changed says whether anything was typed that is not saved.
func (e *questionEditor) changed() bool {
	first := model.NewQuestionDraft(e.bank, e.draft.Was, e.draft.Meta["competency"])
	for name, field := range e.fields {
		if field.entry.Text != first.Texts[name] {
			return true
		}
	}
	return e.meta.Changed()
}

func (e *questionEditor) save(values map[string]string) {
	maps.Copy(e.draft.Meta, values)
	e.put(e.draft.Saved(e.bank)...)
}

// put saves questions; what is wrong stands beside its field, and nothing typed is lost.
func (e *questionEditor) put(questions ...catalog.Question) {
	p := e.page
	e.meta.Busy(true)
	p.h.Run(func(ctx context.Context) error { return p.h.Staff().SaveQuestion(ctx, e.file, questions...) }, func(err error) {
		e.meta.Busy(false)
		if err != nil {
			e.show(err)
			return
		}
		p.leave()
		p.h.Told(p.h.Words()("questions.saved"))
		p.Refresh()
	})
}

func (e *questionEditor) show(err error) {
	found := e.page.read.QuestionProblems(e.bank, err, e.page.h.Fault)
	var rest []string
	for name, sentence := range found {
		if field := e.fields[name]; field != nil {
			field.say(sentence)
			delete(found, name)
		} else if _, own := e.meta.Spec(name); !own {
			rest = append(rest, sentence)
			delete(found, name)
		}
	}
	e.meta.SetErrors(found)
	e.wrong.SetText(strings.Join(rest, "\n"))
	e.wrong.Hidden = len(rest) == 0
	e.all.(*container.Scroll).ScrollToTop()
	e.all.Refresh()
}
