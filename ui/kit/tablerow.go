package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// rowList is Fyne's list with a keyboard that opens and pages.
type rowList struct {
	widget.List
	table   *DataTable
	current int
}

func newRowList(table *DataTable) *rowList {
	l := &rowList{table: table}
	l.Length = func() int { return table.count() }
	l.CreateItem = func() fyne.CanvasObject { return newTableRow(table) }
	l.UpdateItem = func(row int, item fyne.CanvasObject) { table.update(row, item.(*tableRow)) }
	l.OnSelected = func(row int) {
		l.current = row
		l.UnselectAll()
		table.chosen(row)
	}
	l.ExtendBaseWidget(l)
	return l
}

// move goes to a row, or to the nearest there is.
func (l *rowList) move(row int) {
	if n := l.table.count(); n > 0 {
		l.current = max(0, min(row, n-1))
		l.Highlight(l.current)
	}
}

// TypedKey moves and opens.
func (l *rowList) TypedKey(key *fyne.KeyEvent) {
	page := max(1, int(l.Size().Height/(newTableRow(l.table).MinSize().Height+4))-1)
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.current < l.table.count() {
			l.table.chosen(l.current)
		}
	case fyne.KeyDown:
		l.move(l.current + 1)
	case fyne.KeyUp:
		l.move(l.current - 1)
	case fyne.KeyPageDown:
		l.move(l.current + page)
	case fyne.KeyPageUp:
		l.move(l.current - page)
	case fyne.KeyHome:
		l.move(0)
	case fyne.KeyEnd:
		l.move(l.table.count() - 1)
	}
}

// tableRow is flat: one text per column and nothing nested, since a scrolling list lays out nothing but rows. On a
// phone the first three texts are used: lead, side and the rest.
type tableRow struct {
	widget.BaseWidget
	table *DataTable
	cells []Cell
	mark  bool
	ready bool
}

func newTableRow(table *DataTable) *tableRow {
	r := &tableRow{table: table, ready: true}
	r.ExtendBaseWidget(r)
	return r
}

func (r *tableRow) show(row int, ready bool) {
	r.cells = r.cells[:0]
	r.ready, r.mark = ready, r.table.marked[row]
	if ready {
		r.cells = r.table.cells(row, r.cells)
	}
	r.Refresh()
}

// cells are a row's cells as shown: one per column, or the three of a phone.
func (t *DataTable) cells(row int, into []Cell) []Cell {
	if !t.narrow {
		for _, c := range t.columns {
			into = append(into, c.Cell(row))
		}
		return into
	}
	lead, side := Cell{Bold: true}, Cell{}
	var more []string
	for _, c := range t.columns {
		if c.Role == RoleHidden {
			continue
		}
		cell := c.Cell(row)
		switch {
		case c.Role == RoleLead && lead.Text == "":
			lead = cell
			lead.Bold = true
		case c.Role == RoleSide && side.Text == "":
			side = cell
		case cell.Text != "":
			more = append(more, cell.written())
		}
	}
	return append(into, lead, side, Cell{Text: strings.Join(more, " · "), Soft: true})
}

// CreateRenderer is Fyne's hook.
func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	shown := &tableRowRenderer{row: r, box: canvas.NewRectangle(nil), bone: canvas.NewRectangle(nil)}
	for range max(3, len(r.table.columns)) {
		shown.texts = append(shown.texts, canvas.NewText("", nil))
	}
	shown.Refresh()
	return shown
}

type tableRowRenderer struct {
	row   *tableRow
	texts []*canvas.Text
	box   *canvas.Rectangle
	tick  [2]canvas.Line
	bone  *canvas.Rectangle
}

func (r *tableRowRenderer) MinSize() fyne.Size {
	if r.row.table.narrow {
		return fyne.NewSize(100, 2.2*r.size(SizeBody)+2*r.size(SizeNote)+10)
	}
	return fyne.NewSize(100, r.size(SizeBody)*2.85)
}

func (r *tableRowRenderer) size(name fyne.ThemeSizeName) float32 {
	return theme.SizeForWidget(name, r.row)
}

func (r *tableRowRenderer) Layout(size fyne.Size) {
	t := r.row.table
	r.placeMark(size)
	r.bone.Move(fyne.NewPos(rowAir+t.markRoom(), size.Height/2-6))
	r.bone.Resize(fyne.NewSize(size.Width*0.4, 12))
	if t.narrow {
		r.layoutPhone(size)
		return
	}
	x := rowAir + t.markRoom()
	for i, width := range t.widths(size.Width) {
		r.put(i, fyne.NewPos(x, 0), fyne.NewSize(width, size.Height), t.columns[i].Align)
		x += width + columnGap
	}
}

func (r *tableRowRenderer) layoutPhone(size fyne.Size) {
	x := rowAir + r.row.table.markRoom()
	room := size.Width - x - rowAir
	half := size.Height / 2
	side := float32(0)
	if len(r.row.cells) == 3 {
		side = fyne.Min(room*0.5, r.width(r.row.cells[1])+1)
	}
	r.put(0, fyne.NewPos(x, 4), fyne.NewSize(room-side-8, half-2), Left)
	r.put(1, fyne.NewPos(x+room-side, 4), fyne.NewSize(side, half-2), Right)
	r.put(2, fyne.NewPos(x, half-1), fyne.NewSize(room, half-4), Left)
}

func (r *tableRowRenderer) width(cell Cell) float32 {
	return fyne.MeasureText(cell.written(), r.cellSize(cell), fyne.TextStyle{Bold: cell.Bold}).Width
}

func (r *tableRowRenderer) cellSize(cell Cell) float32 {
	if cell.Soft && r.row.table.narrow {
		return r.size(SizeNote)
	}
	return r.size(SizeBody)
}

// put writes a cell into its room, shortened where it must be.
func (r *tableRowRenderer) put(i int, at fyne.Position, room fyne.Size, align fyne.TextAlign) {
	text := r.texts[i]
	if i >= len(r.row.cells) {
		text.Hidden = true
		return
	}
	cell := r.row.cells[i]
	text.Hidden, text.Alignment = cell.Text == "", align
	text.TextSize, text.TextStyle = r.cellSize(cell), fyne.TextStyle{Bold: cell.Bold}
	text.Color = theme.ColorForWidget(cell.ink(), r.row)
	text.Text = clip(cell.written(), room.Width, text.TextSize, text.TextStyle)
	height := text.MinSize().Height
	text.Move(at.AddXY(0, (room.Height-height)/2))
	text.Resize(fyne.NewSize(room.Width, height))
	text.Refresh()
}

func (r *tableRowRenderer) placeMark(size fyne.Size) {
	marking := r.row.table.OnMarks != nil
	r.box.Hidden, r.bone.Hidden = !marking, r.row.ready
	r.bone.FillColor, r.bone.CornerRadius = theme.ColorForWidget(Sunken, r.row), 6
	r.box.CornerRadius, r.box.StrokeWidth = 4, 1.5
	r.box.StrokeColor, r.box.FillColor = theme.ColorForWidget(InkSoft, r.row), theme.ColorForWidget(CardColor, r.row)
	if r.row.mark {
		r.box.StrokeColor, r.box.FillColor = theme.ColorForWidget(Indigo, r.row), theme.ColorForWidget(Indigo, r.row)
	}
	r.box.Move(fyne.NewPos(rowAir, size.Height/2-8))
	r.box.Resize(fyne.NewSquareSize(16))
	r.placeTick(fyne.NewPos(rowAir, size.Height/2-8))
}

// placeTick draws the two strokes of a tick into the box.
func (r *tableRowRenderer) placeTick(at fyne.Position) {
	ends := [3]fyne.Position{at.AddXY(4, 8.5), at.AddXY(7, 11.5), at.AddXY(12.5, 5)}
	for i := range r.tick {
		line := &r.tick[i]
		line.Hidden = !r.row.mark || r.box.Hidden
		line.StrokeWidth, line.StrokeColor = 2, theme.ColorForWidget(OnIndigo, r.row)
		line.Position1, line.Position2 = ends[i], ends[i+1]
	}
}

func (r *tableRowRenderer) Refresh() {
	r.Layout(r.row.Size())
	canvas.Refresh(r.row)
}

func (r *tableRowRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.box, &r.tick[0], &r.tick[1], r.bone}
	for _, text := range r.texts {
		objects = append(objects, text)
	}
	return objects
}

func (r *tableRowRenderer) Destroy() {}

// glyph is a tone's shape as a character, so that a row stays flat.
func (t Tone) glyph() string {
	switch t {
	case ToneGood:
		return "● "
	case ToneWarn:
		return "▲ "
	case ToneBad:
		return "◆ "
	case ToneNow:
		return "■ "
	}
	return ""
}

func (c Cell) written() string {
	if c.Text == "" {
		return ""
	}
	return c.Tone.glyph() + c.Text
}

func (c Cell) ink() fyne.ThemeColorName {
	if c.Tone != TonePlain {
		ink, _ := c.Tone.inks()
		return ink
	}
	if c.Soft {
		return InkSoft
	}
	return Ink
}
