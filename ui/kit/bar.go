package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Bar is a share of a whole as a filled bar; it never stands without words beside it.
type Bar struct {
	widget.BaseWidget
	share float32
	back  *Ground
	front *Ground
}

// NewBar makes an empty bar.
func NewBar() *Bar {
	b := &Bar{back: NewGround(Sunken, "", 4), front: NewGround(Indigo, "", 4)}
	b.ExtendBaseWidget(b)
	return b
}

// Set fills the bar to a share of 0 to 1.
func (b *Bar) Set(share float32, tone Tone) {
	b.share = fyne.Max(0, fyne.Min(1, share))
	ink, _ := tone.inks()
	b.front.Paint(ink, "")
	b.Refresh()
}

// CreateRenderer is Fyne's hook.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer { return &barRenderer{b} }

type barRenderer struct{ bar *Bar }

func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(40, 8) }

func (r *barRenderer) Layout(size fyne.Size) {
	top := (size.Height - 8) / 2
	r.bar.back.Move(fyne.NewPos(0, top))
	r.bar.back.Resize(fyne.NewSize(size.Width, 8))
	r.bar.front.Move(fyne.NewPos(0, top))
	width := size.Width * r.bar.share
	if width > 0 {
		width = fyne.Max(width, 8)
	}
	r.bar.front.Resize(fyne.NewSize(width, 8))
}

func (r *barRenderer) Refresh() {
	r.Layout(r.bar.Size())
	r.bar.back.Refresh()
	r.bar.front.Refresh()
}

func (r *barRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bar.back, r.bar.front}
}
func (r *barRenderer) Destroy() {}
