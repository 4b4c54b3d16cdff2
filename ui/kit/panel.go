package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
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

// NewGround makes a ground; an empty name draws none.
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
	r.rect.FillColor = color.Transparent
	if g.fill != "" {
		r.rect.FillColor = theme.ColorForWidget(g.fill, g)
	}
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

// cardLayout puts the head above a body that takes the rest. A head is as high with actions as without, so that
// titles of cards side by side stand on one line; a button reaches a little beyond it.
type cardLayout struct{}

const headHeight = 26

func (l *cardLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, body := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(fyne.Max(head.Width, body.Width), headRoom(head)+Gap+body.Height)
}

// headRoom is the height a head takes: its own when it is stacked, else that of its title.
func headRoom(head fyne.Size) float32 {
	if head.Height > 2*headHeight {
		return head.Height
	}
	return headHeight
}

func (l *cardLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	putHead(objects[0], size.Width)
	room := headRoom(objects[0].MinSize())
	objects[1].Move(fyne.NewPos(0, room+Gap))
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-room-Gap))
}

// putHead centres a head on its room, over the edges if it is higher.
func putHead(head fyne.CanvasObject, width float32) {
	height := head.MinSize().Height
	head.Move(fyne.NewPos(0, (headRoom(head.MinSize())-height)/2))
	head.Resize(fyne.NewSize(width, height))
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
	return fyne.NewSize(head.Width, headRoom(head)+9)
}

func (*sectionLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	putHead(objects[0], size.Width)
	objects[1].Move(fyne.NewPos(0, size.Height-1))
	objects[1].Resize(fyne.NewSize(size.Width, 1))
}
