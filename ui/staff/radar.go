package staff

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// radarPage is what waits on whom since when, by hand-over; one chosen shows its cases. Beside it stands what should move by itself and
// does not.
type radarPage struct {
	h       Host
	view    model.RadarView
	items   []model.RadarItem
	chosen  *office.Wait
	summary *kit.Text
	table   *kit.DataTable
	cases   *kit.DataTable
	right   *fyne.Container
	faces   *kit.Faces
	all     fyne.CanvasObject
}

// radarCases is how many cases of a hand-over are listed, the longest waiting.
const radarCases = 200

func openRadar(h Host, _ string) Page {
	p := &radarPage{h: h, summary: kit.Note(""), right: container.NewStack()}
	words := h.Words()
	p.table = kit.NewDataTable(p.columns(), func() int { return len(p.view.Lines) })
	p.table.OnOpen = func(row int) { p.choose(p.view.Lines[row].Of) }
	p.cases = kit.NewDataTable(p.caseColumns(), func() int { return len(p.items) })
	p.cases.OnOpen = func(row int) {
		if readerOf(h).HasScreen("case") {
			h.Go("case", string(p.items[row].Case))
		}
	}
	p.faces = kit.NewFaces(words, kit.Split(0.7, p.table, p.right))
	p.faces.Load(words("radar.loading"), 0, 0)
	p.all = kit.Page(kit.Between(kit.Title(words("screen.radar")), p.summary), kit.Fill(p.faces))
	p.Refresh()
	return p
}

func (p *radarPage) Content() fyne.CanvasObject { return p.all }
func (p *radarPage) Close()                     {}

func (p *radarPage) columns() []kit.Column {
	words := p.h.Words()
	text := func(pick func(model.RadarLine) string) func(int) kit.Cell {
		return func(row int) kit.Cell { return kit.Cell{Text: pick(p.view.Lines[row])} }
	}
	return []kit.Column{
		{Title: words("radar.what"), Weight: 6, Role: kit.RoleLead, Cell: func(row int) kit.Cell { return kit.Cell{Text: p.view.Lines[row].What, Bold: true} }},
		{Title: words("radar.stage"), Weight: 4, Cell: text(func(l model.RadarLine) string { return l.Stage })},
		{Title: words("radar.who"), Width: 100, Cell: text(func(l model.RadarLine) string { return l.Who })},
		{Title: words("radar.count"), Width: 60, Align: fyne.TextAlignTrailing, Cell: text(func(l model.RadarLine) string { return l.Count })},
		{Title: words("radar.late"), Width: 60, Align: fyne.TextAlignTrailing, Cell: func(row int) kit.Cell {
			return kit.Cell{Text: p.view.Lines[row].Late, Tone: toneOf(model.Urgent)}
		}},
		{Title: words("radar.since"), Width: 64, Cell: text(func(l model.RadarLine) string { return l.Since })},
		{Title: words("radar.due"), Width: 136, Role: kit.RoleSide, Cell: func(row int) kit.Cell { return lineCell(p.view.Lines[row].Due) }},
	}
}

func (p *radarPage) caseColumns() []kit.Column {
	words := p.h.Words()
	return []kit.Column{
		{Title: words("today.who"), Weight: 2, Role: kit.RoleLead, Cell: func(row int) kit.Cell { return kit.Cell{Text: p.items[row].Name, Bold: true} }},
		{Title: words("radar.since"), Weight: 2, Cell: func(row int) kit.Cell { return kit.Cell{Text: p.items[row].Since} }},
		{Title: words("radar.due"), Width: 140, Role: kit.RoleSide, Cell: func(row int) kit.Cell { return lineCell(p.items[row].Due) }},
	}
}

// Refresh loads the radar anew, and the cases of the hand-over in view.
func (p *radarPage) Refresh() {
	var got office.Radar
	p.h.Run(func(ctx context.Context) (err error) {
		got, err = p.h.Staff().Radar(ctx)
		return err
	}, func(err error) {
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), p.h.Words()("action.retry_hint"), kit.Secondary(p.h.Words()("action.retry"), p.Refresh))
			return
		}
		p.show(readerOf(p.h).Radar(got))
	})
}

func (p *radarPage) show(v model.RadarView) {
	p.view = v
	p.summary.SetText(v.Summary)
	p.table.Refresh()
	if len(v.Lines) == 0 {
		p.chosen = nil
		p.faces.SetContent(kit.Split(0.7, kit.EmptyFace(theme.ConfirmIcon(), p.h.Words()("radar.empty"), nil), p.right))
	} else {
		p.faces.SetContent(kit.Split(0.7, p.table, p.right))
	}
	if p.chosen != nil {
		p.choose(*p.chosen)
		return
	}
	p.signals()
}

// signals is the right side while no hand-over is chosen.
func (p *radarPage) signals() {
	rows := kit.Tight()
	for _, s := range p.view.Signals {
		line := kit.Long(s.Text)
		if s.Tone == model.Urgent {
			rows.Add(line.Bold().In(kit.Accent))
			continue
		}
		rows.Add(line.In(kit.InkSoft))
	}
	words := p.h.Words()
	put(p.right, scrolled(kit.Rows(kit.Card(words("radar.machinery"), rows), kit.Long(words("radar.hint")).In(kit.InkSoft))))
}

// choose shows the cases of one hand-over.
func (p *radarPage) choose(of office.Wait) {
	p.chosen = &of
	var got []office.WorkItem
	p.h.Run(func(ctx context.Context) (err error) {
		got, err = p.h.Staff().Waiting(ctx, of, radarCases)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		words, r := p.h.Words(), readerOf(p.h)
		p.items = r.RadarItems(got)
		p.cases.Refresh()
		head := kit.Between(kit.Body(words("work."+of.Code)).Clip(), kit.Quiet(words("radar.back_to"), func() { p.chosen = nil; p.signals() }))
		put(p.right, container.NewBorder(head, nil, nil, nil, p.cases))
	})
}
