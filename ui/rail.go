package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhang/ui/kit"
)

// railItem is a line of the navigation: a picture, a word, and how much is new there.
type railItem struct {
	widget.BaseWidget
	tapped  func()
	arrow   func(step int) // to the item above or below
	ground  *kit.Ground
	word    *kit.Text
	count   *kit.Text
	chosen  bool
	hovered bool
	focused bool
	box     fyne.CanvasObject
}

func newRailItem(icon fyne.Resource, word string, tapped func()) *railItem {
	r := &railItem{tapped: tapped, ground: kit.NewGround("", "", 8), word: kit.Body(word).Clip(), count: kit.Note("").In(kit.Accent).Bold()}
	picture := container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(20), widget.NewIcon(tinted(icon))))
	line := container.NewBorder(nil, nil, kit.Inset(2, picture), container.NewCenter(r.count), kit.Inset(2, r.word))
	r.box = container.NewStack(r.ground, kit.Inset(6, line))
	r.ExtendBaseWidget(r)
	return r
}

// tinted draws a screen's picture in the ink of what accompanies; a screen without one gets a plain mark.
func tinted(icon fyne.Resource) fyne.Resource {
	if icon == nil {
		icon = theme.DocumentIcon()
	}
	return theme.NewColoredResource(icon, kit.InkSoft)
}

func (r *railItem) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// choose marks the item as what is open.
func (r *railItem) choose(on bool) {
	r.chosen = on
	r.paint()
}

// tell shows how much is new; 0 nothing.
func (r *railItem) tell(n int) {
	text := ""
	if n > 0 {
		text = strconv.Itoa(n)
	}
	r.count.SetText(text)
	r.Refresh()
}

func (r *railItem) paint() {
	fill, border := fyne.ThemeColorName(""), fyne.ThemeColorName("")
	switch {
	case r.chosen:
		fill = kit.IndigoSoft
	case r.hovered:
		fill = kit.Sunken
	}
	if r.focused {
		border = kit.Indigo
	}
	ink := kit.Ink
	if r.chosen {
		ink = kit.Indigo
	}
	r.word.SetColor(ink)
	r.ground.Paint(fill, border)
}

func (r *railItem) Tapped(*fyne.PointEvent) { r.tapped() }
func (r *railItem) FocusGained()            { r.focused = true; r.paint() }
func (r *railItem) FocusLost()              { r.focused = false; r.paint() }
func (r *railItem) TypedRune(rune)          {}

// TypedKey opens with Enter and Space and moves with the arrows.
func (r *railItem) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.tapped()
	case fyne.KeyDown:
		r.arrow(1)
	case fyne.KeyUp:
		r.arrow(-1)
	}
}

func (r *railItem) MouseIn(*desktop.MouseEvent)    { r.hovered = true; r.paint() }
func (r *railItem) MouseMoved(*desktop.MouseEvent) {}
func (r *railItem) MouseOut()                      { r.hovered = false; r.paint() }
func (r *railItem) Cursor() desktop.Cursor         { return desktop.PointerCursor }
