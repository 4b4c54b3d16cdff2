package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Hotkeys is a place that answers to keys while it has the focus: letters and signs by what they say, others by their name.
type Hotkeys struct {
	widget.BaseWidget
	content fyne.CanvasObject
	keys    map[fyne.KeyName]func()
	runes   map[rune]func()
	ring    *Ground
}

// NewHotkeys wraps what is shown.
func NewHotkeys(content fyne.CanvasObject, keys map[fyne.KeyName]func(), runes map[rune]func()) *Hotkeys {
	h := &Hotkeys{content: content, keys: keys, runes: runes, ring: NewGround("", "", 8)}
	h.ExtendBaseWidget(h)
	return h
}

// TypedKey is Fyne's hook.
func (h *Hotkeys) TypedKey(key *fyne.KeyEvent) {
	if do := h.keys[key.Name]; do != nil {
		do()
	}
}

// TypedRune is Fyne's hook.
func (h *Hotkeys) TypedRune(r rune) {
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	if do := h.runes[r]; do != nil {
		do()
	}
}

// FocusGained is Fyne's hook: a ring says that keys are heard here.
func (h *Hotkeys) FocusGained() { h.ring.Paint("", Indigo) }

// FocusLost is Fyne's hook.
func (h *Hotkeys) FocusLost() { h.ring.Paint("", "") }

// Tapped takes the focus.
func (h *Hotkeys) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(h); c != nil {
		c.Focus(h)
	}
}

// CreateRenderer is Fyne's hook.
func (h *Hotkeys) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(h.content, h.ring))
}
