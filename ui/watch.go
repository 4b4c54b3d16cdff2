package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"ruhang/core/office"
	"ruhang/ui/kit"
)

// watch is the window's ground: the pointer over it means that somebody is there.
type watch struct {
	widget.BaseWidget
	content fyne.CanvasObject
	seen    func()
}

func newWatch(content fyne.CanvasObject, seen func()) *watch {
	w := &watch{content: content, seen: seen}
	w.ExtendBaseWidget(w)
	return w
}

func (w *watch) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(w.content) }

func (w *watch) MouseIn(*desktop.MouseEvent)    { w.seen() }
func (w *watch) MouseMoved(*desktop.MouseEvent) { w.seen() }
func (w *watch) MouseOut()                      {}

// idleness is when somebody was last seen. Fyne tells nobody of a key that goes to a field, so what a hand changes is read
// from the window itself: the focus, the caret, what lies above the page, how far things are scrolled.
type idleness struct {
	since time.Time
	trace []any
}

// touch notes that somebody is there.
func (w *Window) touch() { w.idle.since = w.start.Now() }

// trace is what a hand at this machine changes.
func (w *Window) trace() []any {
	c := w.win.Canvas()
	out := []any{c.Focused(), len(c.Overlays().List())}
	if e := focusedEntry(c.Focused()); e != nil {
		out = append(out, e.Text, e.CursorRow, e.CursorColumn)
	}
	eachScroll(w.room, func(s *container.Scroll) { out = append(out, s.Offset) })
	return out
}

func focusedEntry(f fyne.Focusable) *widget.Entry {
	switch f := f.(type) {
	case *widget.Entry:
		return f
	case *kit.Entry:
		return &f.Entry
	}
	return nil
}

// eachScroll visits the scrolls of a page through containers; those inside widgets move with the focus or the pointer.
func eachScroll(o fyne.CanvasObject, do func(*container.Scroll)) {
	switch o := o.(type) {
	case *container.Scroll:
		do(o)
		eachScroll(o.Content, do)
	case *fyne.Container:
		for _, child := range o.Objects {
			eachScroll(child, do)
		}
	}
}

// beat runs twice a second: it hands changes to the open page, and ends a session that nobody uses.
func (w *Window) beat() {
	w.drain()
	if now := w.trace(); !slices.Equal(now, w.idle.trace) {
		w.idle.trace = now
		w.touch()
	}
	idle := office.Since(w.idle.since, w.start.Now())
	switch {
	case w.half != nil && idle >= w.start.LockAfter:
		w.SignOut(false)
	case w.surface == nil:
	case w.session.Alive() != nil:
		w.SignOut(true) // eight hours are over, the account was closed, or somebody else took the keys
	case w.surface.idleLimit() > 0 && idle >= w.surface.idleLimit():
		w.touch()
		w.surface.idled()
	}
}

// drain hands over what changed since the last beat; many changes become one "everything".
func (w *Window) drain() {
	var got []office.Change
	for w.changes != nil {
		select {
		case c, ok := <-w.changes:
			if !ok {
				w.changes = nil
				break
			}
			got = append(got, c)
			continue
		default:
		}
		break
	}
	switch {
	case len(got) == 0 || w.surface == nil:
	case len(got) == 1:
		w.surface.changed(got[0])
	default:
		w.surface.changed(merged(got))
	}
}

// merged is one change for many: the case when all are of one, else everything.
func merged(all []office.Change) office.Change {
	out := office.Change{Case: all[0].Case}
	for _, c := range all {
		if c.Case != out.Case {
			return office.Change{}
		}
		out.Parts = append(out.Parts, c.Parts...)
	}
	return out
}
