package staff

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// turnView shows the board as lanes, or as a table again.
func (p *boardPage) turnView(button *kit.Button) {
	words := p.h.Words()
	p.lanes = !p.lanes
	if !p.lanes {
		button.SetText(words("board.as_lanes"))
		put(p.body, p.table)
		return
	}
	button.SetText(words("board.as_table"))
	p.showLanes(readerOf(p.h))
}

// showLanes puts what is loaded into a lane per stage; lanes load on with the table's pages.
func (p *boardPage) showLanes(r model.Reader) {
	byStage := map[string][]int{}
	for i, row := range p.rows {
		byStage[row.Stage] = append(byStage[row.Stage], i)
	}
	var lanes []kit.Lane
	for _, c := range r.BoardStages(p.counts)[1:] {
		rows := byStage[c.Value]
		if c.Value == "" && len(rows) == 0 {
			continue
		}
		lanes = append(lanes, kit.Lane{Title: r.StageName(c.Value), Count: func() int { return len(rows) },
			Card: func(i int) kit.LaneCard {
				l := p.lines[rows[i]]
				return kit.LaneCard{Title: l.Name, Note: l.Position, Side: laneSide(l)}
			},
			Open: func(i int) { p.h.Go("case", string(p.lines[rows[i]].ID)) }})
	}
	objects := []fyne.CanvasObject{kit.NewLanes(lanes...)}
	p.body.Objects = objects
	if p.more {
		more := kit.Secondary(p.h.Words()("board.more"), p.next)
		p.body.Objects = []fyne.CanvasObject{container.NewBorder(nil, kit.Line(more), nil, nil, objects[0])}
	}
	p.body.Refresh()
}

// laneSide is the one thing to know of a case: that it is late, else for how long it is there.
func laneSide(l model.BoardLine) kit.Cell {
	if l.Due.Tone == model.Urgent {
		return kit.Cell{Text: l.Days, Tone: kit.ToneNow}
	}
	return kit.Cell{Text: l.Days, Soft: true}
}
