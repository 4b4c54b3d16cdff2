package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// lineLayout is a row in which everything keeps its own height and stands centred; a spare width goes to nobody.
type lineLayout struct{ gap float32 }

func (l *lineLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range visible(objects) {
		least := o.MinSize()
		if size.Width > 0 {
			size.Width += l.gap
		}
		size = fyne.NewSize(size.Width+least.Width, fyne.Max(size.Height, least.Height))
	}
	return size
}

func (l *lineLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, o := range visible(objects) {
		least := o.MinSize()
		o.Resize(least)
		o.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		x += least.Width + l.gap
	}
}

// betweenLayout has a left and a right end.
type betweenLayout struct{ width float32 }

func (l *betweenLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[1].MinSize()
	if l.stacked(objects[0], right) {
		return fyne.NewSize(fyne.Max(left.Width, right.Width), left.Height+8+right.Height)
	}
	return fyne.NewSize(fyne.Max(left.Width, right.Width), fyne.Max(left.Height, right.Height))
}

// stacked asks for the whole of a text that could be clipped: two lines are better than half a title.
func (l *betweenLayout) stacked(object fyne.CanvasObject, right fyne.Size) bool {
	left := object.MinSize().Width
	if text, ok := object.(*Text); ok {
		left = text.whole().Width
	}
	return l.width > 0 && right.Width > 0 && left+right.Width+16 > l.width
}

func (l *betweenLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	left, right := objects[0].MinSize(), objects[1].MinSize()
	if l.stacked(objects[0], right) {
		objects[0].Move(fyne.NewPos(0, 0))
		objects[0].Resize(fyne.NewSize(size.Width, left.Height))
		objects[1].Move(fyne.NewPos(0, left.Height+8))
		objects[1].Resize(right)
		return
	}
	objects[0].Move(fyne.NewPos(0, (size.Height-left.Height)/2))
	objects[0].Resize(fyne.NewSize(size.Width-right.Width-16, left.Height))
	objects[1].Move(fyne.NewPos(size.Width-right.Width, (size.Height-right.Height)/2))
	objects[1].Resize(right)
}

// flowLayout wraps; its height follows the width it was last given.
type flowLayout struct{ gap, width float32 }

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := l.width
	if width == 0 {
		width = 480
	}
	return l.place(objects, width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, s fyne.Size) {
		o.Move(at)
		o.Resize(s)
	})
}

// place walks the objects and answers the size needed: the widest object, all rows high.
func (l *flowLayout) place(objects []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) fyne.Size {
	var x, y, row, widest float32
	for _, o := range visible(objects) {
		s := o.MinSize()
		if x > 0 && x+s.Width > width+0.5 {
			x, y, row = 0, y+row+l.gap, 0
		}
		put(o, fyne.NewPos(x, y), s)
		x, row, widest = x+s.Width+l.gap, fyne.Max(row, s.Height), fyne.Max(widest, s.Width)
	}
	return fyne.NewSize(widest, y+row)
}

// gridLayout has equal columns and rows as high as their highest.
type gridLayout struct{ least, gap, width float32 }

func (l *gridLayout) columns(width float32) int {
	return max(1, int((width+l.gap)/(l.least+l.gap)))
}

func (l *gridLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := l.width
	if width == 0 {
		width = l.least
	}
	widest := float32(0)
	for _, o := range visible(objects) {
		widest = fyne.Max(widest, o.MinSize().Width)
	}
	return fyne.NewSize(fyne.Min(widest, l.least), l.place(visible(objects), width, nil))
}

func (l *gridLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(visible(objects), size.Width, func(o fyne.CanvasObject, at fyne.Position, s fyne.Size) {
		o.Move(at)
		o.Resize(s)
	})
}

func (l *gridLayout) place(objects []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	n := min(l.columns(width), max(1, len(objects)))
	cell := (width - float32(n-1)*l.gap) / float32(n)
	y := float32(0)
	for start := 0; start < len(objects); start += n {
		row := objects[start:min(start+n, len(objects))]
		height := float32(0)
		for _, o := range row {
			height = fyne.Max(height, o.MinSize().Height)
		}
		for i, o := range row {
			if put != nil {
				put(o, fyne.NewPos(float32(i)*(cell+l.gap), y), fyne.NewSize(cell, height))
			}
		}
		y += height + l.gap
	}
	return fyne.Max(0, y-l.gap)
}

// splitLayout has two columns, or two rows on a phone.
type splitLayout struct{ share, gap, width float32 }

func (l *splitLayout) stacked() bool { return l.width > 0 && l.width < PhoneWidth }

func (l *splitLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	if l.stacked() {
		return fyne.NewSize(fyne.Max(a.Width, b.Width), a.Height+l.gap+b.Height)
	}
	return fyne.NewSize(fyne.Max(a.Width, b.Width), fyne.Max(a.Height, b.Height))
}

func (l *splitLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	a, b := objects[0], objects[1]
	if l.stacked() {
		height := a.MinSize().Height
		a.Move(fyne.NewPos(0, 0))
		a.Resize(fyne.NewSize(size.Width, height))
		b.Move(fyne.NewPos(0, height+l.gap))
		b.Resize(fyne.NewSize(size.Width, fyne.Max(b.MinSize().Height, size.Height-height-l.gap)))
		return
	}
	first := (size.Width - l.gap) * l.share
	a.Move(fyne.NewPos(0, 0))
	a.Resize(fyne.NewSize(first, size.Height))
	b.Move(fyne.NewPos(first+l.gap, 0))
	b.Resize(fyne.NewSize(size.Width-first-l.gap, size.Height))
}

// readableLayout keeps to a width and centres.
type readableLayout struct{ width float32 }

func (l *readableLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l *readableLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := fyne.Min(l.width, size.Width)
	objects[0].Move(fyne.NewPos((size.Width-width)/2, 0))
	objects[0].Resize(fyne.NewSize(width, size.Height))
}

// pageLayout has margins that follow the width.
type pageLayout struct{ width float32 }

func (l *pageLayout) margin() float32 {
	if l.width > 0 && l.width < PhoneWidth {
		return 16
	}
	return GapWide
}

func (l *pageLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 2*l.margin())
	for i, o := range visible(objects) {
		least := o.MinSize()
		size = fyne.NewSize(fyne.Max(size.Width, least.Width), size.Height+least.Height)
		if i > 0 {
			size.Height += 16
		}
	}
	size.Width += 2 * l.margin()
	return size
}

func (l *pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	margin := l.margin()
	spare := size.Height - l.MinSize(objects).Height
	y := margin
	for _, o := range visible(objects) {
		height := o.MinSize().Height
		if _, ok := o.(*filler); ok {
			height += fyne.Max(0, spare)
		}
		o.Move(fyne.NewPos(margin, y))
		o.Resize(fyne.NewSize(size.Width-2*margin, height))
		y += height + 16
	}
}

// filler marks the part of a page that grows.
type filler struct {
	widget.BaseWidget
	object fyne.CanvasObject
}

func (f *filler) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.object) }

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	shown := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o.Visible() {
			shown = append(shown, o)
		}
	}
	return shown
}
