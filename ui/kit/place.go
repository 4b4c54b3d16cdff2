package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// The steps of spacing, in device-independent pixels.
const (
	GapTight float32 = 4
	Gap      float32 = 12
	GapWide  float32 = 24
)

// PhoneWidth is the width below which a page is a phone's.
const PhoneWidth float32 = 640

// Rows places things below each other with air between them.
func Rows(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(Gap), objects...)
}

// Tight places things below each other that belong together.
func Tight(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(GapTight), objects...)
}

// Line places things beside each other, centred on one another.
func Line(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&lineLayout{gap: 8}, objects...)
}

// Between places one thing at the left and the rest, in a line, at the right; where both do not fit, below each other.
func Between(left fyne.CanvasObject, right ...fyne.CanvasObject) *fyne.Container {
	return container.New(&betweenLayout{}, left, Line(right...))
}

// Flow places things beside each other and wraps.
func Flow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: 8}, objects...)
}

// Grid places things in as many equal columns as fit when each is at least so wide.
func Grid(least float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&gridLayout{least: least, gap: 16}, objects...)
}

// Split places two things beside each other, the first taking share (0 to 1) of the width; on a phone below each other.
func Split(share float32, first, second fyne.CanvasObject) *fyne.Container {
	return container.New(&splitLayout{share: share, gap: 16}, first, second)
}

// Inset puts air around something.
func Inset(air float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(air, air, air, air), object)
}

// Page is a page: margins that follow the width, things below each other, and the one marked with Fill taking the
// height that is left. A page without Fill scrolls.
func Page(objects ...fyne.CanvasObject) fyne.CanvasObject {
	rows := make([]fyne.CanvasObject, 0, len(objects))
	scrolls := true
	for _, o := range objects {
		if _, ok := o.(*filler); ok {
			scrolls = false
		}
		rows = append(rows, o)
	}
	page := container.New(&pageLayout{}, rows...)
	if scrolls {
		return newPageScroll(page)
	}
	return page
}

// Fill marks the part of a page that takes the height left over: a table, a list, the faces around one.
func Fill(object fyne.CanvasObject) fyne.CanvasObject {
	f := &filler{object: object}
	f.ExtendBaseWidget(f)
	return f
}

// Readable keeps content to a width that is read comfortably and centres it.
func Readable(width float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&readableLayout{width: width}, object)
}
