package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Tab is one part of a page; Open makes its content when it is first looked at.
type Tab struct {
	Title string
	Open  func() fyne.CanvasObject
}

// Tabs are the parts of one page behind a row of words. Arrows move while the row has the focus.
type Tabs struct {
	widget.BaseWidget
	OnTurned func(i int)

	tabs    []Tab
	heads   []*tabHead
	opened  []fyne.CanvasObject
	at      int
	room    *fyne.Container
	content *fyne.Container
}

// NewTabs makes tabs and opens the first.
func NewTabs(tabs ...Tab) *Tabs {
	t := &Tabs{tabs: tabs, at: -1, opened: make([]fyne.CanvasObject, len(tabs)), content: container.NewStack()}
	row := container.New(&lineLayout{gap: 4})
	for i, tab := range tabs {
		head := newTabHead(t, i, tab.Title)
		t.heads = append(t.heads, head)
		row.Add(head)
	}
	head := container.NewStack(container.NewVBox(row), container.NewBorder(nil, Rule(), nil, nil))
	t.room = container.NewBorder(container.NewHScroll(head), nil, nil, nil, container.New(&belowLayout{}, t.content))
	t.ExtendBaseWidget(t)
	t.Turn(0)
	return t
}

// Turn opens a part.
func (t *Tabs) Turn(i int) {
	if i < 0 || i >= len(t.tabs) || i == t.at {
		return
	}
	t.at = i
	for k, head := range t.heads {
		head.paint(k == i)
	}
	if t.opened[i] == nil {
		t.opened[i] = t.tabs[i].Open()
	}
	t.content.Objects = []fyne.CanvasObject{t.opened[i]}
	t.content.Refresh()
	if t.OnTurned != nil {
		t.OnTurned(i)
	}
}

// At is the part in view.
func (t *Tabs) At() int { return t.at }

// CreateRenderer is Fyne's hook.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.room) }

// belowLayout leaves air between the row and the part.
type belowLayout struct{}

func (belowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(0, Gap)
}

func (belowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(0, Gap))
	o[0].Resize(fyne.NewSize(size.Width, size.Height-Gap))
}

// tabHead is a word with a line below it when its part is in view.
type tabHead struct {
	widget.BaseWidget
	tabs  *Tabs
	index int
	word  *Text
	line  *Ground
	back  *Ground
}

func newTabHead(tabs *Tabs, index int, title string) *tabHead {
	h := &tabHead{tabs: tabs, index: index, word: Body(title).At(Center), line: NewGround("", "", 1), back: NewGround("", "", 6)}
	h.ExtendBaseWidget(h)
	return h
}

func (h *tabHead) paint(chosen bool) {
	ink, line := InkSoft, fyne.ThemeColorName("")
	if chosen {
		ink, line = Indigo, Indigo
	}
	h.word.bold = chosen
	h.word.color = ink
	h.word.Refresh()
	h.line.Paint(line, "")
}

func (h *tabHead) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&tabHeadLayout{}, h.back, h.word, h.line))
}

// Tapped turns, and takes the keyboard.
func (h *tabHead) Tapped(*fyne.PointEvent) {
	h.tabs.Turn(h.index)
	h.focus()
}

func (h *tabHead) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(h); c != nil && !fyne.CurrentDevice().IsMobile() {
		c.Focus(h)
	}
}

// FocusGained shows the focus.
func (h *tabHead) FocusGained() { h.back.Paint(IndigoSoft, "") }

// FocusLost hides it.
func (h *tabHead) FocusLost() { h.back.Paint("", "") }

// TypedRune is not used.
func (h *tabHead) TypedRune(rune) {}

// TypedKey turns with the arrows, and opens with Enter or Space.
func (h *tabHead) TypedKey(key *fyne.KeyEvent) {
	next := h.index
	switch key.Name {
	case fyne.KeyRight:
		next++
	case fyne.KeyLeft:
		next--
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
	default:
		return
	}
	if next < 0 || next >= len(h.tabs.heads) {
		return
	}
	h.tabs.Turn(next)
	h.tabs.heads[next].focus()
}

// Cursor is a hand.
func (h *tabHead) Cursor() desktop.Cursor { return desktop.PointerCursor }

type tabHeadLayout struct{}

func (tabHeadLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[1].MinSize().Width+24, 40)
}

func (tabHeadLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(0, 3))
	o[0].Resize(fyne.NewSize(size.Width, size.Height-8))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-2))
	o[2].Move(fyne.NewPos(8, size.Height-3))
	o[2].Resize(fyne.NewSize(size.Width-16, 3))
}
