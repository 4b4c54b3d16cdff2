package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Tap is a panel that opens something: it lights up under the pointer, takes the focus, and Enter or Space tap it.
type Tap struct {
	widget.BaseWidget
	OnTapped func()

	ground  *Ground
	plain   fyne.ThemeColorName
	content fyne.CanvasObject
	hovered bool
	focused bool
}

// TapPanel makes a panel that can be tapped.
func TapPanel(content fyne.CanvasObject, tapped func()) *Tap {
	t := &Tap{OnTapped: tapped, plain: CardColor, ground: NewGround(CardColor, Hairline, 12), content: Inset(16, content)}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer is Fyne's hook.
func (t *Tap) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(t.ground, t.content))
}

func (t *Tap) paint() {
	switch {
	case t.focused:
		t.ground.Paint(t.plain, Indigo)
	case t.hovered:
		t.ground.Paint(IndigoSoft, Hairline)
	default:
		t.ground.Paint(t.plain, Hairline)
	}
}

// Tapped opens.
func (t *Tap) Tapped(*fyne.PointEvent) {
	if t.OnTapped != nil {
		t.OnTapped()
	}
}

// FocusGained shows the focus.
func (t *Tap) FocusGained() { t.focused = true; t.paint() }

// FocusLost hides it.
func (t *Tap) FocusLost() { t.focused = false; t.paint() }

// TypedRune is not used.
func (t *Tap) TypedRune(rune) {}

// TypedKey taps with Enter and Space.
func (t *Tap) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter || key.Name == fyne.KeySpace {
		t.Tapped(nil)
	}
}

// MouseIn lights up.
func (t *Tap) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.paint() }

// MouseMoved is not used.
func (t *Tap) MouseMoved(*desktop.MouseEvent) {}

// MouseOut goes back.
func (t *Tap) MouseOut() { t.hovered = false; t.paint() }

// Cursor is a hand.
func (t *Tap) Cursor() desktop.Cursor { return desktop.PointerCursor }
