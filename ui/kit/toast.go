package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Toaster is the layer in which short messages rise at the bottom and leave by themselves; put it over the content:
//
//	container.NewStack(content, toaster)
type Toaster struct {
	widget.BaseWidget
	After func(d time.Duration, do func()) // the clock; replaced where time must stand still

	message *Text
	undo    *Button
	slip    *fyne.Container
	turn    int
}

// toastTime is long enough to read two lines and to reach the button.
const toastTime = 6 * time.Second

// NewToaster makes an empty layer.
func NewToaster() *Toaster {
	t := &Toaster{message: Body("").In(Paper).Clip(), undo: Quiet("", nil)}
	t.After = func(d time.Duration, do func()) { time.AfterFunc(d, func() { fyne.Do(do) }) }
	t.undo.Importance = widget.MediumImportance
	row := container.NewBorder(nil, nil, nil, t.undo, t.message)
	t.slip = container.NewStack(NewGround(Ink, "", 10), Inset(10, row))
	t.slip.Hide()
	t.ExtendBaseWidget(t)
	return t
}

// Say says a sentence; with a label the button beside it does something, usually takes back what was just done.
func (t *Toaster) Say(sentence, label string, do func()) {
	t.turn++
	turn := t.turn
	t.message.SetText(sentence)
	t.undo.Hidden = label == ""
	t.undo.OnTapped = func() {
		t.slip.Hide()
		do()
	}
	t.undo.SetText(label)
	t.slip.Show()
	t.Refresh()
	t.After(toastTime, func() {
		if turn == t.turn {
			t.slip.Hide()
		}
	})
}

// Clear takes away what is said: the next person need not read it.
func (t *Toaster) Clear() { t.slip.Hide() }

// Message is the sentence in view, "" for none.
func (t *Toaster) Message() string {
	if t.slip.Hidden {
		return ""
	}
	return t.message.Text()
}

// CreateRenderer is Fyne's hook.
func (t *Toaster) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(&toastLayout{t}, t.slip))
}

// toastLayout puts the slip at the bottom in the middle, as wide as its words.
type toastLayout struct{ toaster *Toaster }

func (l *toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *toastLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	words := fyne.MeasureText(l.toaster.message.Text(), l.toaster.Theme().Size(SizeBody), fyne.TextStyle{}).Width
	width := words + 44
	if l.toaster.undo.Visible() {
		width += l.toaster.undo.MinSize().Width + 12
	}
	width = fyne.Min(width, size.Width-24)
	height := fyne.Max(44, o[0].MinSize().Height)
	o[0].Move(fyne.NewPos((size.Width-width)/2, size.Height-height-20))
	o[0].Resize(fyne.NewSize(width, height))
}
