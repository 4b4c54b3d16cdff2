package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// State is how far a step is.
type State uint8

// The states of a step or link. Now is where the case stands; Stuck needs somebody; Bad ended it.
const (
	StateTodo State = iota
	StateDone
	StateNow
	StateStuck
	StateBad
)

func (s State) tone() Tone {
	switch s {
	case StateDone, StateNow:
		return ToneChosen
	case StateStuck:
		return ToneNow
	case StateBad:
		return ToneBad
	}
	return TonePlain
}

// Link is one node of the trajectory: what it is, its outcome, when, and how far it is.
type Link struct {
	Label string // "AI", "offer"
	Value string // "85", a word; "" while there is none
	Date  string
	State State
}

// Chain is a case's trajectory as connected nodes: beside each other where they fit, below each other on a phone.
type Chain struct {
	widget.BaseWidget
	links []Link
	room  *fyne.Container
	lay   *chainLayout
}

// NewChain makes a trajectory.
func NewChain(links ...Link) *Chain {
	c := &Chain{lay: &chainLayout{}}
	c.room = container.New(c.lay)
	c.ExtendBaseWidget(c)
	c.Set(links...)
	return c
}

// Set shows another trajectory.
func (c *Chain) Set(links ...Link) {
	c.links = links
	objects := make([]fyne.CanvasObject, 0, 2*len(links))
	for i, link := range links {
		objects = append(objects, newNode(link), thread(links, i))
	}
	c.room.Objects = objects
	c.room.Refresh()
}

// thread is the line from the node before; it is as strong as what is behind it.
func thread(links []Link, i int) fyne.CanvasObject {
	if links[i].State == StateTodo {
		return NewGround(Hairline, "", 1)
	}
	return NewGround(Indigo, "", 1)
}

// CreateRenderer is Fyne's hook.
func (c *Chain) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.room) }

// newNode is a node: a disc with a sign, and beside or below it label, value and date.
func newNode(link Link) fyne.CanvasObject {
	ink, _ := link.State.tone().inks()
	value := Head(link.Value).In(ink)
	if link.State == StateDone || link.State == StateTodo {
		value = value.In(Ink)
	}
	value.Hidden = link.Value == ""
	return container.New(&nodeLayout{}, disc(link.State), Note(link.Label), value, Note(link.Date))
}

// disc is a step's sign: filled with a tick when done, a ring where the case stands, an empty ring when not begun.
func disc(state State) fyne.CanvasObject {
	ink, soft := state.tone().inks()
	on, sign := OnAccent, "!"
	switch state {
	case StateTodo:
		return container.NewStack(NewGround(CardColor, theme.ColorNameInputBorder, 11))
	case StateDone:
		tick := widget.NewIcon(theme.NewColoredResource(theme.ConfirmIcon(), OnIndigo))
		return container.NewStack(NewGround(ink, "", 11), Inset(4, tick))
	case StateNow:
		return container.NewStack(NewGround(soft, ink, 11), Inset(6, NewGround(ink, "", 5)))
	case StateBad:
		on, sign = CardColor, "×"
	}
	return container.NewStack(NewGround(ink, "", 11), Note(sign).In(on).Bold().At(Center))
}

const discSize float32 = 22

// nodeLayout places disc, label, value and date; upright when it is given little height beside its width.
type nodeLayout struct{ beside bool }

func (l *nodeLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	label, value, date := o[1].MinSize(), o[2].MinSize(), o[3].MinSize()
	if !o[2].Visible() {
		value = fyne.Size{}
	}
	if l.beside {
		return fyne.NewSize(discSize+12+fyne.Max(label.Width+8+date.Width, value.Width), fyne.Max(discSize, label.Height+value.Height))
	}
	width := fyne.Max(fyne.Max(label.Width, value.Width), date.Width)
	return fyne.NewSize(fyne.Max(width, discSize), discSize+6+label.Height+value.Height+date.Height)
}

func (l *nodeLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	put := func(object fyne.CanvasObject, x, y float32) float32 {
		if !object.Visible() {
			return y
		}
		least := object.MinSize()
		object.Move(fyne.NewPos(x, y))
		object.Resize(least)
		return y + least.Height
	}
	o[0].Resize(fyne.NewSquareSize(discSize))
	if l.beside {
		o[0].Move(fyne.NewPos(0, (size.Height-discSize)/2))
		x := discSize + 12
		top := (size.Height - l.MinSize(o).Height) / 2
		y := put(o[1], x, top)
		put(o[3], x+o[1].MinSize().Width+8, top)
		put(o[2], x, y)
		return
	}
	o[0].Move(fyne.NewPos(0, 0))
	y := put(o[1], 0, discSize+6)
	y = put(o[2], 0, y)
	put(o[3], 0, y)
}

// chainLayout places nodes and threads alternately; the first thread leads nowhere and is hidden.
type chainLayout struct{ width float32 }

func (l *chainLayout) upright(objects []fyne.CanvasObject) bool {
	need := float32(0)
	for i := 0; i < len(objects); i += 2 {
		node := objects[i].(*fyne.Container)
		node.Layout.(*nodeLayout).beside = false
		need += node.MinSize().Width + 28
	}
	return l.width > 0 && need > l.width+28
}

func (l *chainLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if len(objects) == 0 {
		return fyne.Size{}
	}
	upright := l.upright(objects)
	var size fyne.Size
	for i := 0; i < len(objects); i += 2 {
		node := objects[i].(*fyne.Container)
		node.Layout.(*nodeLayout).beside = upright
		least := node.MinSize()
		if upright {
			size = fyne.NewSize(fyne.Max(size.Width, least.Width), size.Height+least.Height+14)
			continue
		}
		size = fyne.NewSize(fyne.Max(size.Width, least.Width), fyne.Max(size.Height, least.Height))
	}
	return size
}

func (l *chainLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if len(objects) == 0 {
		return
	}
	objects[1].Hide()
	if l.upright(objects) {
		l.layDown(objects, size)
		return
	}
	n := float32(len(objects) / 2)
	step := fyne.Min(size.Width/n, 240)
	for i := 0; i < len(objects); i += 2 {
		node := objects[i].(*fyne.Container)
		node.Layout.(*nodeLayout).beside = false
		x := float32(i/2) * step
		node.Move(fyne.NewPos(x, 0))
		node.Resize(fyne.NewSize(step-8, size.Height))
		objects[i+1].Move(fyne.NewPos(x-step+discSize+6, discSize/2-1))
		objects[i+1].Resize(fyne.NewSize(step-discSize-12, 2))
	}
}

func (l *chainLayout) layDown(objects []fyne.CanvasObject, size fyne.Size) {
	y, before := float32(0), float32(0)
	for i := 0; i < len(objects); i += 2 {
		node := objects[i].(*fyne.Container)
		node.Layout.(*nodeLayout).beside = true
		height := node.MinSize().Height
		node.Move(fyne.NewPos(0, y))
		node.Resize(fyne.NewSize(size.Width, height))
		middle := y + height/2
		objects[i+1].Move(fyne.NewPos(discSize/2-1, before+discSize/2+3))
		objects[i+1].Resize(fyne.NewSize(2, middle-before-discSize-6))
		before, y = middle, y+height+14
	}
}
