package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Chips are choices in view, to filter a list or to answer with a few words: one of them, or several.
type Chips struct {
	widget.BaseWidget
	OnChanged func(chosen []string)

	several bool
	chips   []*chip
	room    *fyne.Container
}

// NewChips makes chips; with several more than one may be chosen, and a tap on a chosen one always takes it back.
func NewChips(options []Option, several bool, changed func(chosen []string)) *Chips {
	c := &Chips{OnChanged: changed, several: several, room: Flow()}
	for _, option := range options {
		made := newChip(c, option)
		c.chips = append(c.chips, made)
		c.room.Add(made)
	}
	c.ExtendBaseWidget(c)
	return c
}

// Chosen are the values chosen, in the order shown.
func (c *Chips) Chosen() []string {
	var values []string
	for _, chip := range c.chips {
		if chip.on {
			values = append(values, chip.option.Value)
		}
	}
	return values
}

// Choose takes these values and no others, and tells nobody.
func (c *Chips) Choose(values ...string) {
	for _, chip := range c.chips {
		chip.on = false
		for _, value := range values {
			chip.on = chip.on || chip.option.Value == value
		}
		chip.paint()
	}
}

func (c *Chips) tapped(at *chip) {
	on := !at.on
	if !c.several {
		c.Choose()
	}
	at.on = on
	at.paint()
	if c.OnChanged != nil {
		c.OnChanged(c.Chosen())
	}
}

// CreateRenderer is Fyne's hook.
func (c *Chips) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.room) }

// chip is one choice: chosen it is ringed and bold, so that it is not told by colour alone.
type chip struct {
	widget.BaseWidget
	chips   *Chips
	option  Option
	on      bool
	focused bool
	ground  *Ground
	word    *Text
}

func newChip(chips *Chips, option Option) *chip {
	c := &chip{chips: chips, option: option, ground: NewGround(CardColor, Hairline, 15), word: Body(option.Label).At(Center)}
	c.ExtendBaseWidget(c)
	return c
}

func (c *chip) paint() {
	fill, border, ink := CardColor, Hairline, Ink
	if c.on {
		fill, border, ink = IndigoSoft, Indigo, Indigo
	}
	if c.focused {
		border = Indigo
	}
	c.ground.Paint(fill, border)
	c.word.bold = c.on
	c.word.color = ink
	c.word.Refresh()
}

func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(c.ground, c.word))
}

// MinSize has room for the bold word, so that nothing moves when it is chosen.
func (c *chip) MinSize() fyne.Size {
	bold := fyne.MeasureText(c.option.Label, c.Theme().Size(SizeBody), fyne.TextStyle{Bold: true})
	return fyne.NewSize(bold.Width+26, bold.Height+11)
}

// Tapped chooses or takes back.
func (c *chip) Tapped(*fyne.PointEvent) { c.chips.tapped(c) }

// FocusGained shows the focus.
func (c *chip) FocusGained() { c.focused = true; c.paint() }

// FocusLost hides it.
func (c *chip) FocusLost() { c.focused = false; c.paint() }

// TypedRune is not used.
func (c *chip) TypedRune(rune) {}

// TypedKey chooses with Enter and Space.
func (c *chip) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter || key.Name == fyne.KeySpace {
		c.Tapped(nil)
	}
}

// Cursor is a hand.
func (c *chip) Cursor() desktop.Cursor { return desktop.PointerCursor }
