package staff

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// kitEditor is a kit while it is changed: nothing is given before it is saved.
type kitEditor struct {
	page  *filePage
	items []hiring.KitItem
	room  *fyne.Container
}

// kitPart is the interview kit: every question with why it is asked (Z-04, Z-05), and how well they probe.
func (p *filePage) kitPart() fyne.CanvasObject {
	if p.kit != nil {
		return p.kit.room
	}
	page := p.read.KitPage(p.file)
	if len(page.Questions) == 0 {
		var draw *kit.Button
		if page.Redraw == nil {
			draw = kit.Secondary(p.words("kit.draw"), func() { p.do(hiring.DrawKit{}, "told.done") })
		}
		return kit.EmptyFace(theme.ListIcon(), p.words("case.empty.kit"), draw)
	}
	head := kit.Section(page.Summary)
	if page.MayEdit {
		edit := kit.Secondary(p.words("kit.edit"), p.editKit)
		redraw := kit.Quiet(p.words("kit.redraw"), p.redrawKit)
		if page.Edit != nil {
			edit.Disable()
		}
		if page.Redraw != nil {
			redraw.Disable()
		}
		head = kit.Section(page.Summary, redraw, edit)
	}
	rows := []fyne.CanvasObject{head}
	if page.MayEdit && page.Edit != nil {
		rows = append(rows, kit.Long(p.h.Fault(page.Edit)).In(kit.InkSoft))
	}
	if page.ByHand != "" {
		rows = append(rows, kit.Note(page.ByHand))
	}
	rows = append(rows, coverCard(p.words, page.Covers))
	for _, q := range page.Questions {
		rows = append(rows, questionCard(p.words, q))
	}
	return scrolled(rows...)
}

// coverCard is the coverage meter.
func coverCard(words kit.Words, covers []model.KitCover) fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, len(covers))
	for i, c := range covers {
		bar := kit.NewBar()
		tone := kit.ToneChosen
		if c.Tone != model.Plain {
			tone = toneOf(c.Tone)
		}
		bar.Set(float32(c.Share), tone)
		cells[i] = kit.Tight(kit.Between(kit.Body(c.Name), kit.Note(c.Note)), bar)
	}
	return kit.Card(words("kit.coverage"), kit.Grid(260, cells...))
}

// questionCard is a question with its reasons in words.
func questionCard(words kit.Words, q model.KitQuestion, actions ...fyne.CanvasObject) fyne.CanvasObject {
	note := q.Competency
	if q.Minutes != "" {
		note += " · " + q.Minutes
	}
	body := kit.Rows(kit.Long(q.Text))
	if q.Probe != "" {
		body.Add(kit.Long(words("kit.probe", "text", q.Probe)).In(kit.InkSoft))
	}
	why := kit.Tight(kit.Note(words("kit.why")))
	for _, reason := range q.Reasons {
		why.Add(kit.Long(reason).Sized(kit.SizeNote).In(kit.InkSoft))
	}
	body.Add(why)
	return kit.Card(q.Number+"  "+note, body, actions...)
}

func (p *filePage) redrawKit() {
	kit.Ask(p.h.Canvas(), kit.Question{Title: p.words("kit.redraw"), Sentence: p.words("kit.redraw_says"), Yes: p.words("kit.redraw"),
		No: p.words("act.leave"), OnYes: func() { p.do(hiring.DrawKit{}, "told.done") }})
}

func (p *filePage) editKit() {
	p.kit = &kitEditor{page: p, items: append([]hiring.KitItem(nil), p.file.Case.Kit...), room: container.NewStack()}
	p.kit.paint()
	p.tab = "kit"
	p.paint()
}

func (e *kitEditor) paint() {
	p, words := e.page, e.page.words
	view := p.read.KitOf(p.file.Case, e.items)
	save := kit.Secondary(words("kit.save"), e.save)
	add := kit.Quiet(words("kit.add_bank"), func() { e.addFromBank() })
	bar := kit.Between(kit.Line(save, kit.Quiet(words("act.leave"), e.leave)), add, kit.Quiet(words("kit.add_hand"), e.addByHand))
	rows := []fyne.CanvasObject{kit.Note(view.Summary), coverCard(words, view.Covers)}
	for i, q := range view.Questions {
		up := kit.IconButton(theme.MoveUpIcon(), func() { e.change(model.Moved(e.items, i, -1)) })
		down := kit.IconButton(theme.MoveDownIcon(), func() { e.change(model.Moved(e.items, i, 1)) })
		remove := kit.Quiet(words("kit.remove"), func() { e.change(append(append([]hiring.KitItem(nil), e.items[:i]...), e.items[i+1:]...)) })
		rows = append(rows, questionCard(words, q, up, down, remove))
	}
	e.room.Objects = []fyne.CanvasObject{container.NewBorder(kit.Rows(bar, kit.Rule()), nil, nil, nil, scrolled(rows...))}
	e.room.Refresh()
}

func (e *kitEditor) change(items []hiring.KitItem) {
	e.items = items
	e.paint()
}

func (e *kitEditor) leave() {
	e.page.kit = nil
	e.page.paint()
}

func (e *kitEditor) save() {
	p, items := e.page, e.items
	if err := p.file.May(hiring.EditKit{Items: items}); err != nil {
		p.h.Fail(err)
		return
	}
	p.kit = nil
	p.do(hiring.EditKit{Items: items}, "told.saved")
}

// addFromBank lists the bank's questions that are not in the kit; typing narrows the list.
func (e *kitEditor) addFromBank() {
	p, words := e.page, e.page.words
	var closeIt func()
	found := p.read.Bank(p.file.Case, e.items, "")
	list := kit.NewDataTable([]kit.Column{
		{Title: words("kit.question"), Weight: 3, Role: kit.RoleLead, Cell: func(i int) kit.Cell { return kit.Cell{Text: found[i].Text} }},
		{Title: words("kit.competency"), Weight: 1, Cell: func(i int) kit.Cell { return kit.Cell{Text: found[i].Note, Soft: true} }},
	}, func() int { return len(found) })
	list.OnOpen = func(i int) {
		closeIt()
		e.change(append(append([]hiring.KitItem(nil), e.items...), found[i].Item))
	}
	find := kit.NewEntry(words("kit.find_question"))
	find.OnChanged = func(text string) {
		found = p.read.Bank(p.file.Case, e.items, text)
		list.Refresh()
	}
	leave := kit.Quiet(words("action.close"), func() { closeIt() })
	find.OnEscape = leave.OnTapped
	room := container.New(&highLayout{height: 380}, list)
	closeIt = kit.Modal(p.h.Canvas(), 860, kit.Rows(kit.Head(words("kit.add_bank")), kit.Note(words("kit.add_says")), find, room, kit.Line(leave)))
	p.h.Canvas().Focus(find)
}

// addByHand takes a question in somebody's own words, judged while they type.
func (e *kitEditor) addByHand() {
	p, words := e.page, e.page.words
	asked := newAskedField(p.h, "text", p.h.Lang(), words("kit.question"), "", 3, nil)
	var closeIt func()
	form := kit.NewForm(words, kit.FormSpec{Submit: words("kit.add"), Cancel: words("act.leave"), OnCancel: func() { closeIt() },
		Fields: []kit.Field{{Name: "competency", Label: words("kit.competency"), Kind: kit.FieldSelect, Options: options(p.read.Competencies(p.file.Case)), Required: true}},
		OnSubmit: func(v map[string]string) {
			item := p.read.HandQuestion(p.file.Case, asked.entry.Text, v["competency"])
			refusal, _ := p.read.Verdict(item.Text, p.h.Lang())
			switch {
			case item.Text == "":
				asked.say(words("kit.required"))
			case refusal == nil:
				closeIt()
				e.change(append(append([]hiring.KitItem(nil), e.items...), item))
			}
		}})
	closeIt = kit.Modal(p.h.Canvas(), 560, kit.Rows(kit.Head(words("kit.add_hand")), kit.Note(words("kit.hand_says")), asked.room, form))
	p.h.Canvas().Focus(asked.entry)
}

// highLayout gives its one object a height of its own, and the width of a table that is not a phone's.
type highLayout struct{ height float32 }

func (l *highLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(kit.PhoneWidth+40, l.height)
}

func (l *highLayout) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }
