package guest

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"ruhang/ui/kit"
)

// tailPad takes the last four of an ID number, whose last may be an X: on the screen or from a keyboard. It shows dots, since
// others stand behind, and forgets what it handed over.
type tailPad struct {
	widget.BaseWidget
	text    string
	touched func()
	done    func(tail string)
	shown   *kit.Text
	ground  *kit.Ground
	box     fyne.CanvasObject
}

// tailLength is how many characters confirm a person.
const tailLength = 4

func newTailPad(words kit.Words, touched func(), done func(tail string)) *tailPad {
	p := &tailPad{touched: touched, done: done, shown: kit.Title("").At(kit.Center), ground: kit.NewGround(kit.CardColor, kit.Hairline, 14)}
	keys := container.NewGridWithColumns(3)
	for _, r := range "123456789X0" {
		keys.Add(kit.BigSecondary(string(r), func() { p.TypedRune(r) }))
	}
	keys.Add(kit.BigSecondary("←", p.back))
	p.box = kit.Rows(container.NewStack(p.ground, kit.Inset(16, p.shown)), keys, kit.BigPrimary(words("kit.enter"), p.finish))
	p.ExtendBaseWidget(p)
	p.paint()
	return p
}

func (p *tailPad) paint() {
	p.shown.SetText(strings.TrimSpace(strings.Repeat("● ", len(p.text)) + strings.Repeat("○ ", tailLength-len(p.text))))
}

func (p *tailPad) back() {
	p.touched()
	if n := len(p.text); n > 0 {
		p.text = p.text[:n-1]
		p.paint()
	}
}

func (p *tailPad) finish() {
	p.touched()
	if len(p.text) < tailLength {
		return
	}
	tail := p.text
	p.text = ""
	p.paint()
	p.done(tail)
}

// TypedRune takes digits and X.
func (p *tailPad) TypedRune(r rune) {
	p.touched()
	if r == 'x' {
		r = 'X'
	}
	if (r >= '0' && r <= '9' || r == 'X') && len(p.text) < tailLength {
		p.text += string(r)
		p.paint()
	}
}

// TypedKey ends with Enter and takes back with Backspace.
func (p *tailPad) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyBackspace, fyne.KeyDelete:
		p.back()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.finish()
	}
}

// FocusGained shows the focus.
func (p *tailPad) FocusGained() { p.ground.Paint(kit.CardColor, kit.Indigo) }

// FocusLost hides it.
func (p *tailPad) FocusLost() { p.ground.Paint(kit.CardColor, kit.Hairline) }

// CreateRenderer is Fyne's hook.
func (p *tailPad) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.box) }
