package staff

import (
	"context"
	"io/fs"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// workScreens are the four screens of work at a case: without an argument the list of cases, with a case's id its page.
var workScreens = []Screen{
	{ID: "checks", Icon: workIcon("check"), Menu: true, Needs: touches, Open: openWork("checks", checksPage)},
	{ID: "offers", Icon: workIcon("offer"), Menu: true, Needs: touches, Open: openWork("offers", offersPage)},
	{ID: "onboarding", Icon: workIcon("onboard"), Menu: true, Needs: touches, Open: openWork("onboarding", onboardingPage)},
	{ID: "documents", Icon: workIcon("photo"), Menu: true, Needs: touches, Open: openDocuments},
	{ID: "probation", Icon: workIcon("probation"), Menu: true, Needs: touches, Open: openWork("probation", probationPage)},
}

// touches says whether a change concerns a page: a list is concerned by every case.
func touches(changed office.Change, arg string) bool {
	return arg == "" || changed.Case == "" || changed.Case == hiring.CaseID(arg)
}

func workIcon(name string) func() fyne.Resource {
	return func() fyne.Resource {
		raw, err := fs.ReadFile(resources.Icon, name+".svg")
		if err != nil {
			return theme.FileIcon()
		}
		return theme.NewThemedResource(fyne.NewStaticResource(name+".svg", raw))
	}
}

func openWork(screen string, paint func(*casePage) fyne.CanvasObject) func(Host, string) Page {
	return func(h Host, arg string) Page {
		if arg == "" {
			return openWorkList(h, model.WorkLists[screen])
		}
		return openCasePage(h, screen, hiring.CaseID(arg), paint)
	}
}

func readerOf(h Host) model.Reader { return model.NewReader(h.Staff().Session, h.Lang(), h.Words()) }

// workListPage is the list of cases at one kind of work.
type workListPage struct {
	h      Host
	list   model.WorkList
	all    []model.Line
	lines  []model.Line // those of the chosen group
	last   *office.CaseRow
	more   bool
	busy   bool
	chosen string
	table  *kit.DataTable
	chips  *kit.Chips
	faces  *kit.Faces
	page   fyne.CanvasObject
}

func openWorkList(h Host, list model.WorkList) Page {
	p := &workListPage{h: h, list: list}
	words := h.Words()
	p.table = kit.NewDataTable(p.columns(), func() int { return len(p.lines) })
	p.table.OnOpen = func(row int) { h.Go(list.ID, string(p.lines[row].ID)) }
	p.table.OnNear = func(row int) {
		if p.more && row >= len(p.lines)-10 {
			p.load(p.last)
		}
	}
	var options []kit.Option
	for _, g := range list.Groups {
		options = append(options, kit.Option{Value: g, Label: words(list.ID + ".group." + g)})
	}
	p.chips = kit.NewChips(options, false, func(chosen []string) {
		p.chosen = ""
		if len(chosen) > 0 {
			p.chosen = chosen[0]
		}
		p.filter()
	})
	p.faces = kit.NewFaces(words, p.table)
	head := []fyne.CanvasObject{}
	if list.ID == "checks" {
		head = p.importButton()
	}
	p.page = kit.Page(kit.Between(kit.Title(words("screen."+list.ID)), head...), p.chips, kit.Fill(p.faces))
	p.faces.Load(words("work_list.loading"), 0, 0)
	p.Refresh()
	return p
}

func (p *workListPage) columns() []kit.Column {
	words := p.h.Words()
	text := func(pick func(model.Line) string, bold, soft bool) func(int) kit.Cell {
		return func(row int) kit.Cell { return kit.Cell{Text: pick(p.lines[row]), Bold: bold, Soft: soft} }
	}
	out := []kit.Column{
		{Title: words("work_list.name"), Weight: 2, Role: kit.RoleLead, Cell: text(func(l model.Line) string { return l.Name }, true, false)},
		{Title: words("work_list.position"), Weight: 2, Cell: text(func(l model.Line) string { return l.Position }, false, false)},
		{Title: words("work_list.branch"), Weight: 3, Cell: text(func(l model.Line) string { return l.Branch }, false, true)},
	}
	for i, head := range p.list.Heads {
		column := kit.Column{Title: words("work_list." + head), Weight: 2, Cell: func(row int) kit.Cell {
			cell := p.lines[row].Cells[i]
			return kit.Cell{Text: cell.Text, Tone: toneOf(cell.Tone)}
		}}
		if i == len(p.list.Heads)-1 {
			column.Role = kit.RoleSide
		}
		out = append(out, column)
	}
	return out
}

// Content is the page.
func (p *workListPage) Content() fyne.CanvasObject { return p.page }

// Close has nothing to let go of.
func (p *workListPage) Close() {}

// Refresh loads the list again from its beginning.
func (p *workListPage) Refresh() { p.load(nil) }

func (p *workListPage) load(after *office.CaseRow) {
	if p.busy {
		return
	}
	p.busy = true
	var got office.BoardPage
	q := p.list.Query
	q.Statuses, q.After, q.Limit = []hiring.Status{hiring.Open}, after, 200
	p.h.Run(func(ctx context.Context) (err error) {
		got, err = p.h.Staff().Board(ctx, q)
		return err
	}, func(err error) {
		p.busy = false
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), p.h.Words()("work_list.again"), kit.Secondary(p.h.Words()("retry"), p.Refresh))
			return
		}
		p.take(got, after == nil)
	})
}

func (p *workListPage) take(got office.BoardPage, anew bool) {
	r := readerOf(p.h)
	if anew {
		p.all = nil
	}
	for _, row := range got.Rows {
		p.all = append(p.all, p.list.Line(r, row))
	}
	p.more = got.More
	if n := len(got.Rows); n > 0 {
		p.last = &got.Rows[n-1].CaseRow
	}
	p.filter()
}

// filter shows the lines of the chosen group, and says what to do where there is none.
func (p *workListPage) filter() {
	words := p.h.Words()
	p.lines = p.lines[:0:0]
	for _, l := range p.all {
		if p.chosen == "" || l.Group == p.chosen {
			p.lines = append(p.lines, l)
		}
	}
	switch {
	case len(p.all) == 0:
		p.faces.Empty(workIcon(map[string]string{"checks": "check", "offers": "offer", "onboarding": "onboard", "probation": "probation"}[p.list.ID])(),
			words(p.list.ID+".empty"), kit.Secondary(words("work_list.board"), func() { p.h.Go("board", "") }))
	case len(p.lines) == 0:
		p.faces.Empty(theme.SearchIcon(), words("work_list.none_here"), kit.Secondary(words("work_list.all"), func() {
			p.chips.Choose()
			p.chosen = ""
			p.filter()
		}))
	default:
		p.faces.Content()
	}
	p.table.Refresh()
}
