package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// headCell is a column's title; where the table can sort, a tap on it asks for that.
type headCell struct {
	widget.BaseWidget
	table  *DataTable
	column int
	title  *Text
}

func newHeadCell(table *DataTable, column int) *headCell {
	c := table.columns[column]
	h := &headCell{table: table, column: column, title: Note(c.Title).Bold().At(c.Align).Clip()}
	h.ExtendBaseWidget(h)
	return h
}

func (h *headCell) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.title) }

// Tapped asks to sort by this column; the second time the other way round.
func (h *headCell) Tapped(*fyne.PointEvent) {
	t := h.table
	if t.OnSort == nil {
		return
	}
	t.SetSorted(h.column, t.sorted == h.column && !t.descending)
	t.OnSort(t.sorted, t.descending)
}

// Cursor is a hand where a tap does something.
func (h *headCell) Cursor() desktop.Cursor {
	if h.table.OnSort != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// SetSorted shows by which column the rows are in order; -1 shows none. It does not sort: the model does.
func (t *DataTable) SetSorted(column int, descending bool) {
	t.sorted, t.descending = column, descending
	for i, head := range t.heads {
		mark := ""
		if i == column {
			mark = " ↑"
			if descending {
				mark = " ↓"
			}
		}
		head.title.SetText(t.columns[i].Title + mark)
	}
}
