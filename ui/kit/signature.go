package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Point is a place on the pad, in device-independent pixels from its top left corner.
type Point struct {
	X float32 `json:"x"`
	Y float32 `json:"y"`
}

// Stroke is a line drawn without lifting the finger.
type Stroke []Point

// leastInk is the length of line below which a pad counts as blank: a tap is no signature.
const leastInk = 40

// SignaturePad takes a signature by finger, pen or mouse as strokes.
type SignaturePad struct {
	widget.BaseWidget
	OnChanged func()

	strokes []Stroke
	drawing bool
	ink     *fyne.Container
	hint    *Text
	ground  *Ground
}

// NewSignaturePad makes an empty pad.
func NewSignaturePad(words Words, changed func()) *SignaturePad {
	p := &SignaturePad{OnChanged: changed, ink: container.NewWithoutLayout(), ground: NewGround(CardColor, Hairline, 12)}
	p.hint = Body(words("kit.sign_here")).In(InkSoft).At(Center)
	p.ExtendBaseWidget(p)
	return p
}

// SignatureBox is a pad with its undo and clear buttons.
func SignatureBox(words Words, pad *SignaturePad) *fyne.Container {
	return Rows(pad, Line(Quiet(words("kit.undo"), pad.Undo), Quiet(words("kit.clear"), pad.Clear)))
}

// Strokes are the strokes so far.
func (p *SignaturePad) Strokes() []Stroke {
	copied := make([]Stroke, len(p.strokes))
	for i, stroke := range p.strokes {
		copied[i] = append(Stroke(nil), stroke...)
	}
	return copied
}

// Blank tells that there is no signature yet.
func (p *SignaturePad) Blank() bool {
	length := 0.0
	for _, stroke := range p.strokes {
		for i := 1; i < len(stroke); i++ {
			length += math.Hypot(float64(stroke[i].X-stroke[i-1].X), float64(stroke[i].Y-stroke[i-1].Y))
		}
	}
	return length < leastInk
}

// Clear wipes the pad.
func (p *SignaturePad) Clear() {
	p.strokes, p.drawing = nil, false
	p.redraw()
}

// Undo takes the last stroke back.
func (p *SignaturePad) Undo() {
	if len(p.strokes) > 0 {
		p.strokes, p.drawing = p.strokes[:len(p.strokes)-1], false
		p.redraw()
	}
}

func (p *SignaturePad) redraw() {
	p.ink.Objects = nil
	for _, stroke := range p.strokes {
		for i := range stroke {
			p.draw(stroke, i)
		}
	}
	p.ink.Refresh()
	p.changed()
}

func (p *SignaturePad) changed() {
	p.hint.Hidden = len(p.strokes) > 0
	p.hint.Refresh()
	if p.OnChanged != nil {
		p.OnChanged()
	}
}

// draw adds the i-th piece of a stroke: one line, so that a long signature stays as fast as a short one.
func (p *SignaturePad) draw(stroke Stroke, i int) {
	line := canvas.NewLine(theme.ColorForWidget(Ink, p))
	line.StrokeWidth = 2.6
	from := stroke[max(0, i-1)]
	line.Position1, line.Position2 = fyne.NewPos(from.X, from.Y), fyne.NewPos(stroke[i].X, stroke[i].Y)
	if i == 0 {
		line.Position2 = line.Position2.AddXY(1, 0)
	}
	p.ink.Add(line)
}

func (p *SignaturePad) begin(at fyne.Position) {
	if p.drawing {
		return
	}
	p.drawing = true
	p.strokes = append(p.strokes, Stroke{p.inside(at)})
	p.draw(p.strokes[len(p.strokes)-1], 0)
	p.hint.Hide()
}

// inside keeps a point on the pad when the finger slips over its edge.
func (p *SignaturePad) inside(at fyne.Position) Point {
	size := p.Size()
	return Point{fyne.Max(0, fyne.Min(size.Width, at.X)), fyne.Max(0, fyne.Min(size.Height, at.Y))}
}

// MouseDown begins a stroke where the button went down.
func (p *SignaturePad) MouseDown(event *desktop.MouseEvent) { p.begin(event.Position) }

// MouseUp ends it.
func (p *SignaturePad) MouseUp(*desktop.MouseEvent) { p.DragEnd() }

// Dragged draws on; on a phone the first one also begins.
func (p *SignaturePad) Dragged(event *fyne.DragEvent) {
	p.begin(event.Position.Subtract(event.Dragged))
	last := len(p.strokes) - 1
	point := p.inside(event.Position)
	if point == p.strokes[last][len(p.strokes[last])-1] {
		return
	}
	p.strokes[last] = append(p.strokes[last], point)
	p.draw(p.strokes[last], len(p.strokes[last])-1)
}

// DragEnd ends a stroke.
func (p *SignaturePad) DragEnd() {
	if p.drawing {
		p.drawing = false
		p.changed()
	}
}

// Cursor is a cross.
func (p *SignaturePad) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// MinSize leaves room for a name.
func (p *SignaturePad) MinSize() fyne.Size { return fyne.NewSize(240, 180) }

// CreateRenderer is Fyne's hook.
func (p *SignaturePad) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(p.ground, p.hint, p.ink))
}
