package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Dropper is the place where files are dropped, with a button for those who would rather choose. The window tells
// where something was dropped; Holds answers whether it was here.
type Dropper struct {
	widget.BaseWidget
	ground *Ground
	room   *fyne.Container
}

// NewDropper says what is accepted; button opens a file dialog and may be nil on a phone.
func NewDropper(sentence string, button *Button) *Dropper {
	d := &Dropper{ground: NewGround(Paper, Indigo, 12)}
	icon := widget.NewIcon(theme.NewColoredResource(theme.UploadIcon(), Indigo))
	rows := Rows(container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(28), icon)), Long(sentence).In(InkSoft).At(Center))
	if button != nil {
		rows.Add(container.NewCenter(button))
	}
	d.room = container.NewStack(d.ground, Inset(GapWide, rows))
	d.ExtendBaseWidget(d)
	return d
}

// Holds tells whether a place on the canvas is within.
func (d *Dropper) Holds(at fyne.Position) bool {
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(d)
	inner := at.Subtract(corner)
	return inner.X >= 0 && inner.Y >= 0 && inner.X < d.Size().Width && inner.Y < d.Size().Height
}

// CreateRenderer is Fyne's hook.
func (d *Dropper) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.room) }
