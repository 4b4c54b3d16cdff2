package staff

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// The sizes of the board: how many rows a page asks for, and how many cases the find box looks at.
const (
	boardPageRows = 200
	boardFound    = 500
)

// boardPage is all cases: by stage, as a table or in lanes, filtered, found, and worked on together.
type boardPage struct {
	h      Host
	filter model.BoardFilter
	turn   int // of loading: an answer to an older question is thrown away
	busy   bool
	rows   []office.BoardRow
	lines  []model.BoardLine
	counts map[string]int
	total  int
	more   bool

	find   *kit.Entry
	stages *fyne.Container
	marks  *fyne.Container // the bar of what is marked
	table  *kit.DataTable
	lanes  bool
	body   *fyne.Container
	faces  *kit.Faces
	all    fyne.CanvasObject
}

func openBoard(h Host, _ string) Page {
	p := &boardPage{h: h, filter: model.BoardFilter{Stage: model.AllStages}, stages: container.NewStack(), marks: container.NewStack(), body: container.NewStack()}
	words := h.Words()
	p.table = kit.NewDataTable(p.columns(), p.count)
	p.table.OnOpen = func(row int) { h.Go("case", string(p.lines[row].ID)) }
	p.table.Ready = func(row int) bool { return row < len(p.lines) }
	p.table.OnNear = func(int) { p.next() }
	p.body.Add(p.table)
	p.faces = kit.NewFaces(words, p.body)
	p.faces.Load(words("board.loading"), 0, 0)
	p.all = kit.Page(
		kit.Between(kit.Title(words("screen.board")), p.buttons()...),
		p.filters(), p.stages, p.marks, kit.Fill(p.faces))
	p.marks.Hide()
	p.Refresh()
	return p
}

func (p *boardPage) Content() fyne.CanvasObject { return p.all }
func (p *boardPage) Close()                     {}

func (p *boardPage) buttons() []fyne.CanvasObject {
	words, r := p.h.Words(), readerOf(p.h)
	var view *kit.Button
	view = kit.Quiet(words("board.as_lanes"), func() { p.turnView(view) })
	out := []fyne.CanvasObject{view}
	if len(r.BulkChoices()) > 0 {
		out = append(out, kit.Secondary(words("board.bulk"), p.startMarking))
	}
	if r.HasScreen("import") {
		out = append(out, kit.Primary(words("board.import"), func() { p.h.Go("import", "") }))
	}
	return out
}

// filters are the find box, position, branch, and the two that ask for trouble.
func (p *boardPage) filters() fyne.CanvasObject {
	words, r := p.h.Words(), readerOf(p.h)
	p.find = kit.NewSearch(words("board.find"), func(text string) { p.search(text) })
	p.find.OnEscape = func() { p.find.SetText("") }
	wide := container.NewGridWrap(fyne.NewSize(230, p.find.MinSize().Height), p.find)
	position := choose(r.BoardPositions(), func(v string) { p.filter.Position = v; p.Refresh() })
	branch := choose(r.BoardBranches(), func(v string) { p.filter.Branch = v; p.Refresh() })
	flagged := kit.NewChips([]kit.Option{{Value: "flagged", Label: words("board.flagged")}}, true, func(on []string) {
		p.filter.Flagged = len(on) > 0
		p.Refresh()
	})
	overdue := kit.NewChips([]kit.Option{{Value: "overdue", Label: words("board.overdue")}}, true, func(on []string) {
		p.filter.Overdue = len(on) > 0
		p.Refresh()
	})
	return kit.Flow(wide, position, branch, flagged, overdue)
}

func (p *boardPage) columns() []kit.Column {
	words := p.h.Words()
	text := func(get func(model.BoardLine) string) func(int) kit.Cell {
		return func(row int) kit.Cell { return kit.Cell{Text: get(p.lines[row])} }
	}
	return []kit.Column{
		{Title: words("board.name"), Weight: 1, Role: kit.RoleLead, Cell: func(row int) kit.Cell { return kit.Cell{Text: p.lines[row].Name, Bold: true} }},
		{Title: words("board.position"), Weight: 0.9, Cell: text(func(l model.BoardLine) string { return l.Position })},
		{Title: words("board.branch"), Weight: 1.4, Cell: text(func(l model.BoardLine) string { return l.Branch })},
		{Title: words("board.stage"), Weight: 1.4, Cell: text(func(l model.BoardLine) string { return l.Stage })},
		{Title: words("board.days"), Width: 64, Align: kit.Right, Cell: text(func(l model.BoardLine) string { return l.Days })},
		{Title: "AI", Width: 44, Align: kit.Right, Role: kit.RoleHidden, Cell: text(func(l model.BoardLine) string { return l.AI })},
		{Title: words("board.panel"), Width: 56, Align: kit.Right, Role: kit.RoleHidden, Cell: text(func(l model.BoardLine) string { return l.Panel })},
		{Title: words("board.light"), Width: 104, Cell: func(row int) kit.Cell { return lineCell(p.lines[row].Light) }},
		{Title: words("board.open"), Width: 84, Role: kit.RoleHidden, Cell: func(row int) kit.Cell {
			if p.lines[row].Flags == "" {
				return kit.Cell{}
			}
			return kit.Cell{Text: p.lines[row].Flags, Tone: kit.ToneNow}
		}},
		{Title: words("board.due"), Width: 132, Role: kit.RoleSide, Cell: func(row int) kit.Cell { return lineCell(p.lines[row].Due) }},
	}
}

// count is the rows there are: those loaded, and room for the page that comes next.
func (p *boardPage) count() int {
	if p.more {
		return min(p.total, len(p.lines)+boardPageRows)
	}
	return len(p.lines)
}

// search asks for cases by name, pinyin, phone tail or ID tail; from memory, so at every key.
func (p *boardPage) search(text string) {
	if strings.TrimSpace(text) == "" {
		p.filter.Found = nil
		p.Refresh()
		return
	}
	p.turn++
	turn := p.turn
	found := []hiring.CaseID{}
	p.h.Run(func(ctx context.Context) error {
		hits, err := p.h.Staff().Find(ctx, text, boardFound)
		for _, h := range hits {
			found = append(found, h.ID)
		}
		return err
	}, func(err error) {
		if turn != p.turn {
			return
		}
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.filter.Found = found
		p.Refresh()
	})
}

// Refresh loads the first page anew.
func (p *boardPage) Refresh() { p.load(nil) }

func (p *boardPage) next() {
	if p.more && !p.busy && len(p.rows) > 0 {
		p.load(&p.rows[len(p.rows)-1].CaseRow)
	}
}

func (p *boardPage) load(after *office.CaseRow) {
	p.turn++
	turn := p.turn
	p.busy = true
	q := p.filter.Query(readerOf(p.h))
	q.After, q.Limit = after, boardPageRows
	var page office.BoardPage
	p.h.Run(func(ctx context.Context) (err error) {
		if q.IDs != nil && len(q.IDs) == 0 {
			return nil
		}
		if page, err = p.h.Staff().Board(ctx, q); err != nil || p.filter.Stage != "" {
			return err
		}
		all := p.filter
		all.Stage = model.AllStages
		every := all.Query(readerOf(p.h))
		every.Limit = 1
		whole, err := p.h.Staff().Board(ctx, every)
		page.Counts = whole.Counts
		return err
	}, func(err error) {
		if turn != p.turn {
			return
		}
		p.busy = false
		if err != nil {
			words := p.h.Words()
			p.faces.Refuse(p.h.Fault(err), words("action.retry_hint"), kit.Secondary(words("action.retry"), p.Refresh))
			return
		}
		p.take(page, after == nil)
	})
}

// take adds a page to what is shown; the first page replaces it.
func (p *boardPage) take(page office.BoardPage, first bool) {
	r := readerOf(p.h)
	if first {
		p.rows, p.lines = nil, nil
		p.counts = page.Counts
		p.total = page.Total
		if p.filter.Stage != model.AllStages {
			p.total = page.Counts[p.filter.Stage]
		}
		p.showStages(r)
	}
	p.more = page.More
	for _, row := range page.Rows {
		p.rows = append(p.rows, row)
		p.lines = append(p.lines, r.BoardLine(row))
	}
	if len(p.lines) == 0 {
		p.nobody(r)
		return
	}
	p.table.Refresh()
	if p.lanes {
		p.showLanes(r)
	}
	p.faces.Content()
}

// nobody says why there is no row: nothing there at all, or nothing under these filters.
func (p *boardPage) nobody(r model.Reader) {
	words := p.h.Words()
	f := p.filter
	if f.Found == nil && !f.Flagged && !f.Overdue && f.Position == "" && f.Branch == "" && f.Stage == model.AllStages {
		var button *kit.Button
		if r.HasScreen("import") {
			button = kit.Primary(words("board.import"), func() { p.h.Go("import", "") })
		}
		p.faces.Empty(workIcon("board")(), words("board.empty"), button)
		return
	}
	p.faces.Empty(workIcon("board")(), words("board.none_found"), kit.Secondary(words("board.clear"), func() { p.h.Go("board", "") }))
}

// showStages are the stages with their counts.
func (p *boardPage) showStages(r model.Reader) {
	var options []kit.Option
	for _, c := range r.BoardStages(p.counts) {
		options = append(options, kit.Option{Value: c.Value, Label: c.Label})
	}
	chips := kit.NewChips(options, false, func(chosen []string) {
		p.filter.Stage = model.AllStages
		if len(chosen) > 0 {
			p.filter.Stage = chosen[0]
		}
		p.Refresh()
	})
	chips.Choose(p.filter.Stage)
	put(p.stages, chips)
}

// choose is a select of choices; the first is chosen.
func choose(choices []model.Choice, changed func(value string)) fyne.CanvasObject {
	labels := make([]string, len(choices))
	value := map[string]string{}
	for i, c := range choices {
		labels[i], value[c.Label] = c.Label, c.Value
	}
	s := widget.NewSelect(labels, nil)
	s.SetSelectedIndex(0)
	s.OnChanged = func(label string) { changed(value[label]) }
	return s
}
