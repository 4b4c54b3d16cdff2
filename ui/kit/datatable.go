package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Role is where a column goes in the two lines of a phone's row.
type Role uint8

// The roles: the first line's left and right end, the second line (joined), or not on a phone at all.
const (
	RoleMore Role = iota
	RoleLead
	RoleSide
	RoleHidden
)

// Cell is what a table shows at one place. A tone other than plain puts its shape before the text.
type Cell struct {
	Text string
	Tone Tone
	Bold bool
	Soft bool
}

// Column is one column of a table and one part of a phone's row.
type Column struct {
	Title  string
	Width  float32 // fixed width; 0 takes a share by Weight
	Weight float32 // share of the width left over; 0 with no Width is 1
	Align  fyne.TextAlign
	Role   Role
	Cell   func(row int) Cell
}

// near is how many rows before the end the next page is asked for.
const near = 30

// DataTable is rows from one set of columns: a table on a wide window, a list of two-line rows on a phone. It asks
// for the cells of the rows on the screen only, so 100,000 rows cost as much as 20. Arrows, Page, Home and End move;
// Enter, Space or a tap open a row.
type DataTable struct {
	widget.BaseWidget
	OnOpen  func(row int)
	OnNear  func(row int)                     // a row not ready is in view, or the end is near; load elsewhere, then Refresh
	Ready   func(row int) bool                // false draws a placeholder; nil means every row is ready
	OnSort  func(column int, descending bool) // a title was tapped; nil leaves titles plain
	OnMarks func(marked []int)                // marking is on when it is set: a tap marks a row instead of opening it

	columns []Column
	count   func() int
	list    *rowList
	head    *fyne.Container
	room    *fyne.Container
	narrow  bool
	marked  map[int]bool
	heads   []*headCell

	sorted     int
	descending bool
}

// NewDataTable makes a table; count answers how many rows there are, whether loaded or not.
func NewDataTable(columns []Column, count func() int) *DataTable {
	t := &DataTable{columns: columns, count: count, marked: map[int]bool{}, sorted: -1}
	t.list = newRowList(t)
	titles := make([]fyne.CanvasObject, 0, len(columns)+1)
	titles = append(titles, NewGround(Sunken, "", 8))
	for i := range columns {
		t.heads = append(t.heads, newHeadCell(t, i))
		titles = append(titles, t.heads[i])
	}
	t.head = container.New(&headLayout{t}, titles...)
	t.room = container.New(&tableLayout{t}, t.head, t.list)
	t.ExtendBaseWidget(t)
	return t
}

// Refresh draws the rows anew after the model changed.
func (t *DataTable) Refresh() {
	t.list.Refresh()
	t.BaseWidget.Refresh()
}

// RefreshRow draws one row anew.
func (t *DataTable) RefreshRow(row int) { t.list.RefreshItem(row) }

// Focus gives the keyboard to the rows.
func (t *DataTable) Focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t.list); c != nil {
		c.Focus(t.list)
	}
}

// ScrollTo brings a row into view and moves the keyboard's place to it.
func (t *DataTable) ScrollTo(row int) { t.list.move(row) }

// Marked are the marked rows, in order.
func (t *DataTable) Marked() []int {
	rows := make([]int, 0, len(t.marked))
	for row := range t.count() {
		if t.marked[row] {
			rows = append(rows, row)
		}
	}
	return rows
}

// Mark marks the rows given and no others.
func (t *DataTable) Mark(rows ...int) {
	clear(t.marked)
	for _, row := range rows {
		t.marked[row] = true
	}
	t.list.Refresh()
}

// Narrow tells whether rows are shown as on a phone.
func (t *DataTable) Narrow() bool { return t.narrow }

// Resize turns a table into a list, and back.
func (t *DataTable) Resize(size fyne.Size) {
	narrow := size.Width < PhoneWidth
	changed := narrow != t.narrow
	t.narrow = narrow
	t.BaseWidget.Resize(size)
	if changed {
		t.room.Refresh()
		t.list.Refresh()
	}
}

// CreateRenderer is Fyne's hook.
func (t *DataTable) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.room) }

func (t *DataTable) chosen(row int) {
	if t.OnMarks != nil {
		t.marked[row] = !t.marked[row]
		t.list.RefreshItem(row)
		t.OnMarks(t.Marked())
		return
	}
	if t.OnOpen != nil && t.ready(row) {
		t.OnOpen(row)
	}
}

func (t *DataTable) ready(row int) bool { return t.Ready == nil || t.Ready(row) }

// update fills a row that scrolled into view.
func (t *DataTable) update(row int, shown *tableRow) {
	ready := t.ready(row)
	if t.OnNear != nil && (!ready || row >= t.count()-near) {
		t.OnNear(row)
	}
	shown.show(row, ready)
}

// widths are the columns' widths within a row; the last ones give way when the window is too narrow for all.
func (t *DataTable) widths(total float32) []float32 {
	total -= 2*rowAir + t.markRoom() + float32(len(t.columns)-1)*columnGap
	weights, spare := float32(0), total
	for _, c := range t.columns {
		if c.Width > 0 {
			spare -= c.Width
			continue
		}
		weights += weight(c)
	}
	widths := make([]float32, len(t.columns))
	for i, c := range t.columns {
		widths[i] = c.Width
		if c.Width == 0 {
			widths[i] = fyne.Max(48, spare*weight(c)/weights)
		}
	}
	return widths
}

func weight(c Column) float32 {
	if c.Weight == 0 {
		return 1
	}
	return c.Weight
}

func (t *DataTable) markRoom() float32 {
	if t.OnMarks != nil {
		return 30
	}
	return 0
}

const (
	rowAir    = 14
	columnGap = 16
)

// headLayout puts the titles over their columns.
type headLayout struct{ table *DataTable }

func (l *headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, 34) }

func (l *headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	x := rowAir + l.table.markRoom()
	for i, width := range l.table.widths(size.Width) {
		objects[i+1].Move(fyne.NewPos(x, 0))
		objects[i+1].Resize(fyne.NewSize(width, size.Height))
		x += width + columnGap
	}
}

// tableLayout puts the head above the rows, and takes it away on a phone.
type tableLayout struct{ table *DataTable }

func (l *tableLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 180) }

func (l *tableLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top := float32(0)
	objects[0].(*fyne.Container).Hidden = l.table.narrow
	if !l.table.narrow {
		top = 38
		objects[0].Resize(fyne.NewSize(size.Width, 34))
	}
	objects[1].Move(fyne.NewPos(0, top))
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-top))
}
