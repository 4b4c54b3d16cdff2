package staff

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// never is for pages that only their own buttons change; ofTheHouse for those that changes of no case concern.
func never(office.Change, string) bool { return false }

func ofTheHouse(c office.Change, _ string) bool { return c.Case == "" }

// todayPage is the day: work by clock, what is stuck, interviews and arrivals, the funnel.
type todayPage struct {
	h       Host
	view    model.TodayView
	summary *kit.Text
	work    *kit.DataTable
	faces   *kit.Faces
	all     fyne.CanvasObject
}

func openToday(h Host, _ string) Page {
	p := &todayPage{h: h, summary: kit.Note("")}
	words := h.Words()
	p.work = kit.NewDataTable(p.columns(), func() int { return len(p.view.Work) })
	p.work.OnOpen = func(row int) { p.open(p.view.Work[row]) }
	p.faces = kit.NewFaces(words, kit.Body(""))
	p.faces.Load(words("today.loading"), 0, 0)
	p.all = kit.Page(kit.Between(kit.Title(words("screen.today")), p.summary), kit.Fill(p.faces))
	p.Refresh()
	return p
}

func (p *todayPage) Content() fyne.CanvasObject { return p.all }
func (p *todayPage) Close()                     {}

// columns are the work list's.
func (p *todayPage) columns() []kit.Column {
	words := p.h.Words()
	cell := func(text func(model.TodayLine) string) func(int) kit.Cell {
		return func(row int) kit.Cell { return kit.Cell{Text: text(p.view.Work[row])} }
	}
	return []kit.Column{
		{Title: words("today.what"), Weight: 2, Role: kit.RoleLead, Cell: func(row int) kit.Cell { return kit.Cell{Text: p.view.Work[row].What, Bold: true} }},
		{Title: words("today.who"), Weight: 1, Cell: cell(func(l model.TodayLine) string { return l.Name })},
		{Title: words("today.position"), Weight: 1, Cell: cell(func(l model.TodayLine) string { return l.Note })},
		{Title: words("today.due"), Width: 150, Role: kit.RoleSide, Cell: func(row int) kit.Cell { return lineCell(p.view.Work[row].Due) }},
	}
}

func lineCell(c model.LineCell) kit.Cell { return kit.Cell{Text: c.Text, Tone: toneOf(c.Tone)} }

func (p *todayPage) open(l model.TodayLine) {
	if l.Screen != "" {
		p.h.Go(l.Screen, l.Arg)
	}
}

// Refresh loads the day anew.
func (p *todayPage) Refresh() {
	var day office.Day
	p.h.Run(func(ctx context.Context) (err error) {
		day, err = p.h.Staff().Today(ctx)
		return err
	}, func(err error) {
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), p.h.Words()("action.retry_hint"), kit.Secondary(p.h.Words()("action.retry"), p.Refresh))
			return
		}
		p.show(readerOf(p.h).Today(day))
	})
}

func (p *todayPage) show(v model.TodayView) {
	p.view = v
	words, r := p.h.Words(), readerOf(p.h)
	p.summary.SetText(v.Summary)
	if v.Empty() {
		var button *kit.Button
		if r.HasScreen("import") {
			button = kit.Primary(words("today.import"), func() { p.h.Go("import", "") })
		}
		p.faces.Empty(theme.ConfirmIcon(), words("today.empty"), button)
		return
	}
	p.work.Refresh()
	side := kit.Rows(p.list("today.rounds", "today.no_rounds", v.Rounds), p.list("today.arrivals", "today.no_arrivals", v.Arrivals),
		p.list("today.stuck", "today.none_stuck", v.Stuck))
	if r.HasScreen("radar") {
		side.Add(kit.Line(kit.Quiet(words("today.radar"), func() { p.h.Go("radar", "") })))
	}
	if r.HasScreen("board") {
		side.Add(kit.Card(words("today.funnel"), kit.Bars(kit.Plot{Corner: words("today.stage"), Labels: v.Stages, Series: []kit.Series{{Name: words("today.cases"), Values: v.Counts}}})))
	}
	p.faces.SetContent(kit.Split(0.64, p.workPart(), scrolled(side)))
}

// workPart is the table, or the good word that nothing waits.
func (p *todayPage) workPart() fyne.CanvasObject {
	if len(p.view.Work) == 0 {
		return kit.EmptyFace(theme.ConfirmIcon(), p.h.Words()("today.nothing"), nil)
	}
	return p.work
}

// list is a few lines in a card, each a way to its case.
func (p *todayPage) list(title, none string, lines []model.TodayLine) fyne.CanvasObject {
	words := p.h.Words()
	if len(lines) == 0 {
		return kit.Card(words(title), kit.Note(words(none)))
	}
	rows := kit.Tight()
	for _, l := range lines[:min(len(lines), 8)] {
		word := l.What + "  " + l.Name
		if l.Screen == "" {
			rows.Add(kit.Between(kit.Body(word).Clip(), kit.Note(l.Note)))
			continue
		}
		var right fyne.CanvasObject = kit.Note(l.Note)
		if l.Due.Text != "" {
			right = kit.Light(l.Due.Text, toneOf(l.Due.Tone))
		}
		rows.Add(kit.Between(kit.Line(kit.Quiet(word, func() { p.open(l) })), right))
	}
	return kit.Card(words(title), rows)
}
