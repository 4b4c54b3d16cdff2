package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// ScorePicker is an anchored scale: levels from 1, each with the behaviour that earns it. The chosen level's anchor
// is always in view. Digits and arrows work while it has the focus.
type ScorePicker struct {
	widget.BaseWidget
	OnChanged func(score int)

	anchors []string
	score   int
	focused bool
	levels  []*level
	anchor  *LongText
	ring    *Ground
	box     *fyne.Container
}

// NewScorePicker makes a scale from the anchors of level 1, 2 and so on; score 0 is none chosen yet.
func NewScorePicker(words Words, anchors []string, score int, changed func(score int)) *ScorePicker {
	s := &ScorePicker{OnChanged: changed, anchors: anchors, ring: NewGround("", "", 10)}
	s.anchor = Long(words("kit.score_hint")).In(InkSoft)
	row := container.New(&evenLayout{gap: 6})
	for i := range anchors {
		made := newLevel(s, i+1)
		s.levels = append(s.levels, made)
		row.Add(made)
	}
	s.box = Rows(row, s.anchor)
	s.ExtendBaseWidget(s)
	s.paint(score)
	return s
}

// Score is the level chosen, 0 for none.
func (s *ScorePicker) Score() int { return s.score }

// Choose takes a level; one that is not on the scale is ignored.
func (s *ScorePicker) Choose(score int) {
	if score < 1 || score > len(s.anchors) || score == s.score {
		return
	}
	s.paint(score)
	if s.OnChanged != nil {
		s.OnChanged(score)
	}
}

func (s *ScorePicker) paint(score int) {
	s.score = score
	for i, l := range s.levels {
		l.paint(i+1 == score)
	}
	if score > 0 && score <= len(s.anchors) {
		s.anchor.In(Ink).SetText(s.anchors[score-1])
	}
	s.Refresh()
}

// CreateRenderer is Fyne's hook.
func (s *ScorePicker) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(s.ring, Inset(4, s.box)))
}

// FocusGained shows the focus.
func (s *ScorePicker) FocusGained() { s.focused = true; s.ring.Paint("", Indigo) }

// FocusLost hides it.
func (s *ScorePicker) FocusLost() { s.focused = false; s.ring.Paint("", "") }

// TypedRune takes digits.
func (s *ScorePicker) TypedRune(r rune) {
	if r >= '1' && r <= '9' {
		s.Choose(int(r - '0'))
	}
}

// TypedKey moves with the arrows.
func (s *ScorePicker) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyRight, fyne.KeyUp:
		s.Choose(s.score + 1)
	case fyne.KeyLeft, fyne.KeyDown:
		s.Choose(s.score - 1)
	}
}

// level is one step of the scale.
type level struct {
	widget.BaseWidget
	picker *ScorePicker
	value  int
	ground *Ground
	figure *Text
}

func newLevel(picker *ScorePicker, value int) *level {
	l := &level{picker: picker, value: value, ground: NewGround(CardColor, Hairline, 8)}
	l.figure = Head(strconv.Itoa(value)).At(Center)
	l.ExtendBaseWidget(l)
	return l
}

func (l *level) paint(chosen bool) {
	if chosen {
		l.ground.Paint(Indigo, "")
		l.figure.SetColor(OnIndigo)
		return
	}
	l.ground.Paint(CardColor, Hairline)
	l.figure.SetColor(Ink)
}

func (l *level) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(l.ground, l.figure))
}

// MinSize is a finger's.
func (l *level) MinSize() fyne.Size { return fyne.NewSize(44, 44) }

// Tapped chooses, and takes the keyboard.
func (l *level) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && !fyne.CurrentDevice().IsMobile() {
		c.Focus(l.picker)
	}
	l.picker.Choose(l.value)
}

// Cursor is a hand.
func (l *level) Cursor() desktop.Cursor { return desktop.PointerCursor }

// evenLayout gives every object the same width.
type evenLayout struct{ gap float32 }

func (l *evenLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, object := range o {
		size = size.Max(object.MinSize())
	}
	n := float32(len(o))
	return fyne.NewSize(size.Width*n+l.gap*fyne.Max(0, n-1), size.Height)
}

func (l *evenLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(o))
	width := fyne.Min(120, (size.Width-l.gap*(n-1))/n)
	for i, object := range o {
		object.Move(fyne.NewPos(float32(i)*(width+l.gap), 0))
		object.Resize(fyne.NewSize(width, size.Height))
	}
}
