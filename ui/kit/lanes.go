package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// LaneCard is one card: who, what, and the one thing to know.
type LaneCard struct {
	Title string
	Note  string
	Side  Cell // at the right of the title: days, a light
}

// Lane is one column of a board: asked for the cards in view only.
type Lane struct {
	Title string
	Count func() int
	Card  func(i int) LaneCard
	Open  func(i int)
}

// Lanes are columns of cards beside each other that scroll together sideways, each for itself downwards.
type Lanes struct {
	widget.BaseWidget
	lanes  []Lane
	counts []*Text
	lists  []*widget.List
	room   *container.Scroll
}

const laneWidth float32 = 236

// NewLanes makes a board.
func NewLanes(lanes ...Lane) *Lanes {
	l := &Lanes{lanes: lanes}
	row := container.New(&lanesLayout{})
	for i := range lanes {
		row.Objects = append(row.Objects, l.column(i))
	}
	l.room = container.NewHScroll(row)
	l.ExtendBaseWidget(l)
	l.count()
	return l
}

func (l *Lanes) column(i int) fyne.CanvasObject {
	lane := l.lanes[i]
	list := widget.NewList(lane.Count, func() fyne.CanvasObject { return newLaneRow() },
		func(k int, o fyne.CanvasObject) { o.(*laneRow).show(lane.Card(k)) })
	list.HideSeparators = true
	list.OnSelected = func(k int) {
		list.UnselectAll()
		if lane.Open != nil {
			lane.Open(k)
		}
	}
	count := Note("")
	l.counts, l.lists = append(l.counts, count), append(l.lists, list)
	head := Between(Body(lane.Title).Bold().Clip(), count)
	return container.NewStack(NewGround(Sunken, "", 12), Inset(8, container.NewBorder(Inset(4, head), nil, nil, nil, list)))
}

func (l *Lanes) count() {
	for i, lane := range l.lanes {
		l.counts[i].SetText(Figure(lane.Count()))
	}
}

// Refresh draws the cards anew after the model changed.
func (l *Lanes) Refresh() {
	l.count()
	for _, list := range l.lists {
		list.Refresh()
	}
	l.BaseWidget.Refresh()
}

// MinSize leaves room for one lane.
func (l *Lanes) MinSize() fyne.Size { return fyne.NewSize(laneWidth, 240) }

// CreateRenderer is Fyne's hook.
func (l *Lanes) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.room) }

// lanesLayout gives lanes an equal share of the width, or their least width when that is more.
type lanesLayout struct{}

func (lanesLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(len(o))*(laneWidth+12)-12, 200)
}

func (lanesLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := fyne.Max(laneWidth, (size.Width+12)/float32(max(1, len(o)))-12)
	for i, column := range o {
		column.Move(fyne.NewPos(float32(i)*(width+12), 0))
		column.Resize(fyne.NewSize(width, size.Height))
	}
}

// laneRow is a flat card: ground, title, side, note.
type laneRow struct {
	widget.BaseWidget
	card LaneCard
}

func newLaneRow() *laneRow {
	r := &laneRow{}
	r.ExtendBaseWidget(r)
	return r
}

func (r *laneRow) show(card LaneCard) {
	if r.card != card {
		r.card = card
		r.Refresh()
	}
}

func (r *laneRow) CreateRenderer() fyne.WidgetRenderer {
	shown := &laneRowRenderer{row: r, back: canvas.NewRectangle(nil), title: canvas.NewText("", nil), side: canvas.NewText("", nil), note: canvas.NewText("", nil)}
	shown.Refresh()
	return shown
}

type laneRowRenderer struct {
	row               *laneRow
	back              *canvas.Rectangle
	title, side, note *canvas.Text
}

func (r *laneRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120, theme.SizeForWidget(SizeBody, r.row)*4.6)
}

func (r *laneRowRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	card, body, note := r.row.card, theme.SizeForWidget(SizeBody, r.row), theme.SizeForWidget(SizeNote, r.row)
	bold := fyne.TextStyle{Bold: true}
	side := fyne.MeasureText(card.Side.written(), note, fyne.TextStyle{}).Width
	room := size.Width - 24
	r.title.Text = clip(card.Title, room-side-8, body, bold)
	r.note.Text = clip(card.Note, room, note, fyne.TextStyle{})
	r.side.Text = card.Side.written()
	half := size.Height / 2
	for _, place := range []struct {
		text *canvas.Text
		x, y float32
	}{{r.title, 12, half - body*1.55}, {r.side, size.Width - 12 - side, half - body*1.55 + 2}, {r.note, 12, half + 2}} {
		place.text.Move(fyne.NewPos(place.x, place.y))
		place.text.Resize(place.text.MinSize())
	}
}

func (r *laneRowRenderer) Refresh() {
	color := func(name fyne.ThemeColorName) { r.back.FillColor = theme.ColorForWidget(name, r.row) }
	color(CardColor)
	r.back.CornerRadius, r.back.StrokeWidth, r.back.StrokeColor = 8, 1, theme.ColorForWidget(Hairline, r.row)
	r.title.TextSize, r.title.TextStyle, r.title.Color = theme.SizeForWidget(SizeBody, r.row), fyne.TextStyle{Bold: true}, theme.ColorForWidget(Ink, r.row)
	r.note.TextSize, r.note.Color = theme.SizeForWidget(SizeNote, r.row), theme.ColorForWidget(InkSoft, r.row)
	r.side.TextSize, r.side.Color = theme.SizeForWidget(SizeNote, r.row), theme.ColorForWidget(r.row.card.Side.ink(), r.row)
	r.Layout(r.row.Size())
	canvas.Refresh(r.row)
}

func (r *laneRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.title, r.side, r.note}
}

func (r *laneRowRenderer) Destroy() {}
