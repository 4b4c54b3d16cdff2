package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// pageScroll is a page that scrolls. When a phone's keyboard takes half of the screen, the field with the focus stays
// in view; Fyne leaves it hidden behind the keys.
type pageScroll struct {
	container.Scroll
}

func newPageScroll(content fyne.CanvasObject) *pageScroll {
	s := &pageScroll{}
	s.Content = content
	s.Direction = container.ScrollVerticalOnly
	s.ExtendBaseWidget(s)
	return s
}

// Resize keeps the focused field in view.
func (s *pageScroll) Resize(size fyne.Size) {
	shrunk := size.Height < s.Size().Height
	s.Scroll.Resize(size)
	if shrunk {
		s.reveal()
	}
}

func (s *pageScroll) reveal() {
	driver := fyne.CurrentApp().Driver()
	canvas := driver.CanvasForObject(s)
	if canvas == nil || canvas.Overlays().Top() != nil {
		return
	}
	field, ok := canvas.Focused().(fyne.CanvasObject)
	if !ok {
		return
	}
	top := driver.AbsolutePositionForObject(field).Y - driver.AbsolutePositionForObject(s).Y
	over := top + field.Size().Height + Gap - s.Size().Height
	if over > 0 {
		s.ScrollToOffset(fyne.NewPos(0, s.Offset.Y+fyne.Min(over, top)))
	}
}

// Still makes a change on a page (see Page) and keeps an object of it where it stands on the screen, if it is in view: what comes in above
// must not move a field away under the finger that goes for it.
func Still(page, held fyne.CanvasObject, change func()) {
	s, scrolls := page.(*pageScroll)
	if !scrolls {
		change()
		return
	}
	before := held.Position().Y
	change()
	s.Content.Refresh()
	s.Refresh()
	if moved := held.Position().Y - before; moved != 0 && before < s.Offset.Y+s.Size().Height {
		s.ScrollToOffset(fyne.NewPos(0, fyne.Max(0, s.Offset.Y+moved)))
	}
}
