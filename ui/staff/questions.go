package staff

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhang/core/catalog"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// questionsPage is the banks of questions: a list by position and competency, and the question that is edited.
type questionsPage struct {
	h      Host
	read   model.Reader
	files  []office.ConfigFile
	bankID string
	filter model.QuestionFilter
	lines  []model.QuestionLine
	edit   *questionEditor

	banks, tools *fyne.Container
	table        *kit.DataTable
	side         *fyne.Container
	faces        *kit.Faces
	all          fyne.CanvasObject
}

// pickWidth is how wide the choice of a competency is, in dp.
const pickWidth = 230

func openQuestions(h Host, _ string) Page {
	p := &questionsPage{h: h, banks: container.NewStack(), tools: container.NewStack(), side: container.NewStack()}
	words := h.Words()
	p.table = kit.NewDataTable([]kit.Column{
		{Title: words("kit.question"), Weight: 3, Role: kit.RoleLead, Cell: func(i int) kit.Cell { return kit.Cell{Text: p.lines[i].Text, Soft: p.lines[i].Retired} }},
		{Title: words("kit.competency"), Width: 110, Cell: func(i int) kit.Cell { return kit.Cell{Text: p.lines[i].Competency, Soft: true} }},
		{Title: words("questions.size"), Width: 130, Role: kit.RoleSide, Cell: func(i int) kit.Cell { return kit.Cell{Text: p.lines[i].Note, Soft: true} }},
	}, func() int { return len(p.lines) })
	p.table.OnOpen = func(i int) { p.open(p.bank().Question(p.lines[i].ID)) }
	list := container.NewBorder(p.tools, nil, nil, nil, p.table)
	p.faces = kit.NewFaces(words, kit.Split(0.45, list, p.side))
	p.faces.Load("", 0, 0)
	p.all = kit.Page(kit.Between(kit.Title(words("screen.questions")), kit.Quiet(words("config.history"), p.history), kit.Quiet(words("questions.export"), p.export),
		kit.Quiet(words("questions.import"), p.choose), kit.Secondary(words("questions.add"), func() { p.open(nil) })),
		p.banks, kit.Fill(p.faces))
	p.Refresh()
	return p
}

func (p *questionsPage) Content() fyne.CanvasObject { return p.all }
func (p *questionsPage) Close()                     {}

// Refresh loads the files anew; a question that is being edited stays as it is typed.
func (p *questionsPage) Refresh() {
	var files []office.ConfigFile
	p.h.Run(func(ctx context.Context) (err error) {
		files, err = p.h.Staff().ConfigFiles(ctx)
		return err
	}, func(err error) {
		words := p.h.Words()
		p.read = readerOf(p.h)
		choices := p.read.BankChoices()
		switch {
		case err != nil:
			p.faces.Refuse(p.h.Fault(err), words("action.retry_hint"), kit.Secondary(words("action.retry"), p.Refresh))
			return
		case len(choices) == 0:
			p.faces.Empty(theme.ListIcon(), words("questions.none"), nil)
			return
		}
		p.files = files
		if p.bank() == nil {
			p.bankID = choices[0].Value
		}
		p.paintHead(choices)
		p.list()
		if p.edit == nil {
			p.nothingOpen()
		}
		p.faces.Content()
	})
}

func (p *questionsPage) bank() *catalog.QuestionBank { return p.read.Cat.Banks[p.bankID] }

// file is the bank's file as it was loaded.
func (p *questionsPage) file() office.ConfigFile {
	i := slices.IndexFunc(p.files, func(f office.ConfigFile) bool { return f.Path == p.bank().File })
	if i < 0 {
		return office.ConfigFile{Path: p.bank().File}
	}
	return p.files[i]
}

// paintHead is which bank, and which of its questions.
func (p *questionsPage) paintHead(choices []model.Choice) {
	words := p.h.Words()
	chips := kit.NewChips(options(choices), false, func(chosen []string) {
		if len(chosen) == 1 && chosen[0] != p.bankID {
			p.bankID, p.filter.Competency = chosen[0], ""
			p.leave()
			p.paintHead(choices)
			p.list()
		}
	})
	chips.Choose(p.bankID)
	put(p.banks, chips)
	find := kit.NewSearch(words("questions.find"), func(text string) {
		p.filter.Find = text
		p.list()
	})
	find.SetText(p.filter.Find)
	all := append([]model.Choice{{Label: words("questions.all")}}, p.read.BankCompetencies(p.bank())...)
	labels := make([]string, len(all))
	for i, c := range all {
		labels[i] = c.Label
	}
	var pick *widget.Select
	pick = widget.NewSelect(labels, func(string) {
		p.filter.Competency = all[max(0, pick.SelectedIndex())].Value
		p.list()
	})
	pick.SetSelectedIndex(max(0, slices.IndexFunc(all, func(c model.Choice) bool { return c.Value == p.filter.Competency })))
	retired := kit.NewChips([]kit.Option{{Value: "retired", Label: words("questions.retired")}}, true, func(chosen []string) {
		p.filter.Retired = len(chosen) > 0
		p.list()
	})
	if p.filter.Retired {
		retired.Choose("retired")
	}
	put(p.tools, kit.Rows(find, kit.Flow(container.NewGridWrap(fyne.NewSize(pickWidth, pick.MinSize().Height), pick), retired)))
}

func (p *questionsPage) list() {
	p.lines = p.read.BankQuestions(p.bank(), p.filter)
	p.table.Refresh()
}

func (p *questionsPage) nothingOpen() {
	put(p.side, kit.Panel(kit.Long(p.h.Words()("questions.choose")).In(kit.InkSoft)))
}

// leave closes the question that is edited; what was typed and not saved is gone, so the editor asks before.
func (p *questionsPage) leave() {
	p.edit = nil
	p.nothingOpen()
}

// open edits a question; nil is a new one.
func (p *questionsPage) open(q *catalog.Question) {
	if p.bank() == nil {
		return
	}
	then := func() {
		p.edit = newQuestionEditor(p, q)
		put(p.side, p.edit.all)
	}
	if p.edit == nil || !p.edit.changed() {
		then()
		return
	}
	words := p.h.Words()
	kit.Ask(p.h.Canvas(), kit.Question{Title: words("questions.unsaved"), Sentence: words("questions.unsaved_ask"), Yes: words("questions.discard"), No: words("action.cancel"), OnYes: then})
}

func (p *questionsPage) history() {
	if p.bank() != nil {
		showHistory(p.h, p.file())
	}
}
