package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// CodeEntry is the kiosk's way in: a code typed on the pad or the keyboard, or scanned by a reader that types like a
// keyboard and ends with Enter. Keep the focus on it: Focus.
type CodeEntry struct {
	widget.BaseWidget
	line *codeLine
	box  *fyne.Container
}

// codeLine is the line itself; it is a widget of its own because it holds the focus.
type codeLine struct{ typed }

// codeKeys leaves out what is mistaken for something else: I, L, O and U.
const codeKeys = "1234567890ABCDEFGHJKMNPQRSTVWXYZ"

// NewCodeEntry makes the entry with its pad; done gets the code as typed or scanned.
func NewCodeEntry(words Words, prompt string, done func(code string)) *CodeEntry {
	c := &CodeEntry{line: &codeLine{}}
	c.line.limit, c.line.allow = maxCode, isPrintable
	c.line.start(prompt, done)
	c.line.ExtendBaseWidget(c.line)
	c.line.paint()
	pad := container.New(&padLayout{columns: 8, key: 52})
	for _, r := range codeKeys {
		pad.Add(padKey(string(r), func() { c.line.TypedRune(r) }))
	}
	enter := newBig(words("kit.enter"), true, 56, c.line.finish)
	back := newBig(words("kit.backspace"), false, 56, func() { c.line.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) })
	c.box = Rows(c.line, pad, container.New(&padLayout{columns: 2, key: 56}, back, enter))
	c.ExtendBaseWidget(c)
	return c
}

// Focus takes the keyboard, and with it the scanner.
func (c *CodeEntry) Focus() { focusOn(c.line, c) }

// Clear forgets what was typed.
func (c *CodeEntry) Clear() { c.line.clear() }

// Text is what is typed so far.
func (c *CodeEntry) Text() string { return string(c.line.text) }

// CreateRenderer is Fyne's hook.
func (c *CodeEntry) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }

// PinPad takes a PIN: shown as dots, forgotten once handed over.
type PinPad struct {
	widget.BaseWidget
	line *codeLine
	box  *fyne.Container
}

// NewPinPad makes a pad; done gets the PIN on Enter.
func NewPinPad(words Words, prompt string, done func(pin string)) *PinPad {
	p := &PinPad{line: &codeLine{}}
	p.line.limit, p.line.allow, p.line.mask = 12, isDigit, true
	p.line.start(prompt, done)
	p.line.ExtendBaseWidget(p.line)
	p.line.paint()
	pad := container.New(&padLayout{columns: 3, key: 60})
	for _, r := range "123456789" {
		pad.Add(padKey(string(r), func() { p.line.TypedRune(r) }))
	}
	pad.Add(newBig("←", false, 60, func() { p.line.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) }))
	pad.Add(padKey("0", func() { p.line.TypedRune('0') }))
	pad.Add(newBig(words("kit.enter"), true, 60, p.line.finish))
	p.box = Rows(p.line, pad)
	p.ExtendBaseWidget(p)
	return p
}

// Focus takes the keyboard.
func (p *PinPad) Focus() { focusOn(p.line, p) }

// Clear forgets what was typed.
func (p *PinPad) Clear() { p.line.clear() }

// CreateRenderer is Fyne's hook.
func (p *PinPad) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.box) }

func focusOn(line *codeLine, within fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(within); c != nil {
		c.Focus(line)
	}
}

func padKey(label string, tapped func()) *BigButton { return newBig(label, false, 52, tapped) }

// padLayout is a grid of keys that fill the width.
type padLayout struct {
	columns int
	key     float32
}

func (l *padLayout) MinSize(keys []fyne.CanvasObject) fyne.Size {
	rows := (len(keys) + l.columns - 1) / l.columns
	return fyne.NewSize(float32(l.columns)*36, float32(rows)*(l.key+8)-8)
}

func (l *padLayout) Layout(keys []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - 8*float32(l.columns-1)) / float32(l.columns)
	for i, key := range keys {
		key.Move(fyne.NewPos(float32(i%l.columns)*(width+8), float32(i/l.columns)*(l.key+8)))
		key.Resize(fyne.NewSize(width, l.key))
	}
}
