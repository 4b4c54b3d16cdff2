package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Ground is a rounded rectangle in named colours, the paper everything lies on. It follows the theme, which a bare
// canvas.Rectangle does not.
type Ground struct {
	widget.BaseWidget
	fill, border fyne.ThemeColorName
	radius       float32
}

// NewGround makes a ground; an empty border name draws none.
func NewGround(fill, border fyne.ThemeColorName, radius float32) *Ground {
	g := &Ground{fill: fill, border: border, radius: radius}
	g.ExtendBaseWidget(g)
	return g
}

// Paint changes the colours.
func (g *Ground) Paint(fill, border fyne.ThemeColorName) {
	if g.fill != fill || g.border != border {
		g.fill, g.border = fill, border
		g.Refresh()
	}
}

// CreateRenderer is Fyne's hook.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{ground: g, rect: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type groundRenderer struct {
	ground *Ground
	rect   *canvas.Rectangle
}

func (r *groundRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *groundRenderer) Layout(size fyne.Size)        { r.rect.Resize(size) }
func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *groundRenderer) Destroy()                     {}

func (r *groundRenderer) Refresh() {
	g := r.ground
	r.rect.FillColor = theme.ColorForWidget(g.fill, g)
	r.rect.CornerRadius = g.radius
	r.rect.StrokeWidth, r.rect.StrokeColor = 0, nil
	if g.border != "" {
		r.rect.StrokeWidth, r.rect.StrokeColor = 1, theme.ColorForWidget(g.border, g)
	}
	r.rect.Refresh()
}

// Panel is a card without a title.
func Panel(content fyne.CanvasObject) *fyne.Container {
	return container.NewStack(NewGround(CardColor, Hairline, 12), Inset(16, content))
}

// Card is a sheet of paper with a title, actions at its right end, and a body.
func Card(title string, body fyne.CanvasObject, actions ...fyne.CanvasObject) *fyne.Container {
	return Panel(container.New(&cardLayout{}, Between(Head(title).Clip(), actions...), body))
}

// cardLayout puts the head above a body that takes the rest.
type cardLayout struct{}

func (l *cardLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, body := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(fyne.Max(head.Width, body.Width), head.Height+Gap+body.Height)
}

func (l *cardLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, objects[0].MinSize().Height))
	height := objects[0].MinSize().Height
	objects[1].Move(fyne.NewPos(0, height+Gap))
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-height-Gap))
}

// Section is a heading inside a page or card with a rule below it, and actions at its right end.
func Section(title string, actions ...fyne.CanvasObject) *fyne.Container {
	return container.New(&sectionLayout{}, Between(Head(title).Clip(), actions...), Rule())
}

// Rule is a hairline.
func Rule() fyne.CanvasObject {
	return container.New(&ruleLayout{}, NewGround(Hairline, "", 0))
}

type ruleLayout struct{}

func (*ruleLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }
func (*ruleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, 1))
}

type sectionLayout struct{}

func (*sectionLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head := objects[0].MinSize()
	return fyne.NewSize(head.Width, head.Height+7)
}

func (*sectionLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, size.Height-7))
	objects[1].Move(fyne.NewPos(0, size.Height-1))
	objects[1].Resize(fyne.NewSize(size.Width, 1))
}

// Tap is a panel that opens something: it lights up under the pointer, takes the focus, and Enter or Space tap it.
type Tap struct {
	widget.BaseWidget
	OnTapped func()

	ground  *Ground
	content fyne.CanvasObject
	hovered bool
	focused bool
}

// TapPanel makes a panel that can be tapped.
func TapPanel(content fyne.CanvasObject, tapped func()) *Tap {
	t := &Tap{OnTapped: tapped, ground: NewGround(CardColor, Hairline, 12), content: Inset(16, content)}
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
		t.ground.Paint(CardColor, Indigo)
	case t.hovered:
		t.ground.Paint(IndigoSoft, Hairline)
	default:
		t.ground.Paint(CardColor, Hairline)
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
