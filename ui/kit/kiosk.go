package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// BigButton is a kiosk's button: large words, high enough for a thumb, pressed without aiming.
type BigButton struct {
	widget.BaseWidget
	OnTapped func()

	label   *Text
	ground  *Ground
	primary bool
	height  float32
}

// BigPrimary is the one thing to do on a kiosk's page.
func BigPrimary(label string, tapped func()) *BigButton { return newBig(label, true, 72, tapped) }

// BigSecondary is any other.
func BigSecondary(label string, tapped func()) *BigButton { return newBig(label, false, 72, tapped) }

func newBig(label string, primary bool, height float32, tapped func()) *BigButton {
	b := &BigButton{OnTapped: tapped, primary: primary, height: height}
	b.label = newText(label, SizeTitle, Ink, true).At(Center)
	b.ground = NewGround(CardColor, Hairline, 14)
	if primary {
		b.label.In(OnIndigo)
		b.ground = NewGround(Indigo, "", 14)
	}
	b.ExtendBaseWidget(b)
	return b
}

// Tapped does it.
func (b *BigButton) Tapped(*fyne.PointEvent) {
	if b.OnTapped != nil {
		b.OnTapped()
	}
}

// MouseIn, MouseMoved and MouseOut show the pointer.
func (b *BigButton) MouseIn(*desktop.MouseEvent) {
	if !b.primary {
		b.ground.Paint(IndigoSoft, Hairline)
	}
}

// MouseMoved is not used.
func (b *BigButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut goes back.
func (b *BigButton) MouseOut() {
	if !b.primary {
		b.ground.Paint(CardColor, Hairline)
	}
}

// MinSize is a thumb's.
func (b *BigButton) MinSize() fyne.Size {
	return fyne.NewSize(fyne.Max(b.height, b.label.MinSize().Width+48), b.height)
}

// CreateRenderer is Fyne's hook.
func (b *BigButton) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(b.ground, b.label))
}

// typed is what a code or a PIN collects, from the keyboard, a scanner that types, or the pad on the screen.
type typed struct {
	widget.BaseWidget
	text   []rune
	limit  int
	allow  func(r rune) bool
	ground *Ground
	shown  *Text
	mask   bool
	prompt string
	done   func(text string)
}

// maxCode is longer than any code of ours, QR payloads included.
const maxCode = 512

func (t *typed) start(prompt string, done func(string)) {
	t.prompt, t.done = prompt, done
	t.ground, t.shown = NewGround(CardColor, Hairline, 14), Title("").At(Center).Clip()
}

func (t *typed) paint() {
	switch {
	case len(t.text) == 0:
		t.shown.In(InkSoft).SetText(t.prompt)
	case t.mask:
		t.shown.In(Ink).SetText(strings.TrimSpace(strings.Repeat("● ", len(t.text))))
	default:
		t.shown.In(Ink).SetText(string(t.text))
	}
	t.shown.Refresh()
}

// TypedRune collects.
func (t *typed) TypedRune(r rune) {
	if t.allow(r) && len(t.text) < t.limit {
		t.text = append(t.text, r)
		t.paint()
	}
}

// TypedKey ends with Enter, as a scanner does, and takes back with Backspace.
func (t *typed) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyBackspace, fyne.KeyDelete:
		t.text = t.text[:max(0, len(t.text)-1)]
		t.paint()
	case fyne.KeyReturn, fyne.KeyEnter:
		t.finish()
	case fyne.KeyEscape:
		t.clear()
	}
}

func (t *typed) clear() {
	clear(t.text)
	t.text = t.text[:0]
	t.paint()
}

// finish hands over and forgets.
func (t *typed) finish() {
	if len(t.text) == 0 {
		return
	}
	text := string(t.text)
	t.clear()
	t.done(text)
}

// FocusGained shows the focus.
func (t *typed) FocusGained() { t.ground.Paint(CardColor, Indigo) }

// FocusLost hides it.
func (t *typed) FocusLost() { t.ground.Paint(CardColor, Hairline) }

func (t *typed) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(t.ground, Inset(16, t.shown)))
}

func isPrintable(r rune) bool { return r < unicode.MaxASCII && unicode.IsPrint(r) }
func isDigit(r rune) bool     { return r >= '0' && r <= '9' }
