package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Tone is what a colour means. A tone is never alone: each has its own shape and stands beside a word.
type Tone uint8

// The tones. Good, Warn and Bad are check lights; Now is what needs a person now.
const (
	TonePlain Tone = iota
	ToneGood
	ToneWarn
	ToneBad
	ToneNow
	ToneChosen
)

// inks are a tone's colours: the ink and its quiet ground.
func (t Tone) inks() (ink, ground fyne.ThemeColorName) {
	switch t {
	case ToneGood:
		return Good, GoodSoft
	case ToneWarn:
		return Warn, WarnSoft
	case ToneBad:
		return Bad, BadSoft
	case ToneNow:
		return Accent, AccentSoft
	case ToneChosen:
		return Indigo, IndigoSoft
	}
	return InkSoft, Sunken
}

// sides is a tone's shape: a circle for good, a triangle for a doubt, a square on its tip for bad, a square for now.
func (t Tone) sides() (sides uint, angle float32) {
	switch t {
	case ToneWarn:
		return 3, 0
	case ToneBad:
		return 4, 0
	case ToneNow:
		return 4, 45
	}
	return 0, 0
}

// Mark is a word with a shape in a tone's colours: as a badge on its ground, or as a light without one.
type Mark struct {
	widget.BaseWidget
	word   string
	tone   Tone
	ground bool
}

// Badge is a word on a small coloured ground.
func Badge(word string, tone Tone) *Mark { return newMark(word, tone, true) }

// Light is a check light: its shape and its word.
func Light(word string, tone Tone) *Mark { return newMark(word, tone, false) }

func newMark(word string, tone Tone, ground bool) *Mark {
	m := &Mark{word: word, tone: tone, ground: ground}
	m.ExtendBaseWidget(m)
	return m
}

// Set changes word and tone.
func (m *Mark) Set(word string, tone Tone) {
	if m.word != word || m.tone != tone {
		m.word, m.tone = word, tone
		m.Refresh()
	}
}

// Word is what is written.
func (m *Mark) Word() string { return m.word }

// CreateRenderer is Fyne's hook.
func (m *Mark) CreateRenderer() fyne.WidgetRenderer {
	r := &markRenderer{mark: m, back: canvas.NewRectangle(nil), word: canvas.NewText("", nil),
		dot: canvas.NewCircle(nil), edge: canvas.NewPolygon(4, nil)}
	r.Refresh()
	return r
}

type markRenderer struct {
	mark *Mark
	back *canvas.Rectangle
	word *canvas.Text
	dot  *canvas.Circle
	edge *canvas.Polygon
}

func (r *markRenderer) air() (x, y float32) {
	if r.mark.ground {
		return 9, 3
	}
	return 0, 0
}

// shape is how much room the shape takes before the word; a plain badge has none.
func (r *markRenderer) shape() float32 {
	if r.mark.ground && (r.mark.tone == TonePlain || r.mark.tone == ToneChosen) {
		return 0
	}
	return theme.SizeForWidget(SizeNote, r.mark) + 3
}

func (r *markRenderer) MinSize() fyne.Size {
	x, y := r.air()
	text := fyne.MeasureText(r.mark.word, theme.SizeForWidget(SizeNote, r.mark), r.word.TextStyle)
	return fyne.NewSize(text.Width+r.shape()+2*x, text.Height+2*y)
}

func (r *markRenderer) Layout(size fyne.Size) {
	least := r.MinSize()
	x, _ := r.air()
	top := (size.Height - least.Height) / 2
	r.back.Move(fyne.NewPos(0, top))
	r.back.Resize(least)
	d := theme.SizeForWidget(SizeNote, r.mark) - 3
	at := fyne.NewPos(x, (size.Height-d)/2)
	r.dot.Move(at.AddXY(0.5, 0.5))
	r.dot.Resize(fyne.NewSquareSize(d - 1))
	r.edge.Move(at)
	r.edge.Resize(fyne.NewSquareSize(d))
	r.word.Move(fyne.NewPos(x+r.shape(), top))
	r.word.Resize(fyne.NewSize(least.Width-r.shape(), least.Height))
}

func (r *markRenderer) Refresh() {
	m := r.mark
	ink, ground := m.tone.inks()
	color := theme.ColorForWidget(ink, m)
	r.back.FillColor, r.back.CornerRadius, r.back.Hidden = theme.ColorForWidget(ground, m), 999, !m.ground
	r.word.Text, r.word.Color, r.word.TextSize = m.word, color, theme.SizeForWidget(SizeNote, m)
	r.word.TextStyle = fyne.TextStyle{Bold: m.ground && m.tone != TonePlain}
	sides, angle := m.tone.sides()
	r.dot.FillColor, r.dot.Hidden = color, sides != 0 || r.shape() == 0
	r.edge.FillColor, r.edge.Hidden = color, sides == 0
	if sides != 0 {
		r.edge.Sides, r.edge.Angle = sides, angle
	}
	r.Layout(m.Size())
	canvas.Refresh(m)
}

func (r *markRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.dot, r.edge, r.word}
}

func (r *markRenderer) Destroy() {}
