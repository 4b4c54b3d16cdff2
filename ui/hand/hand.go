// Package hand finds things in a window as a person does, by the words they show, and presses them.
//
// It refuses to know what a page is about and to reach behind the widgets: what cannot be seen cannot be pressed.
//
//	h := hand.Of(window)
//	err := h.Tap("Import")
package hand

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"ruhang/ui/kit"
)

// Hand works on one window; what lies over it (a question, a form) is in front.
type Hand struct{ win fyne.Window }

// Of is a hand for a window.
func Of(win fyne.Window) Hand { return Hand{win} }

// Front is what is in front: the topmost overlay, else the window's content.
func (h Hand) Front() fyne.CanvasObject {
	if over := h.win.Canvas().Overlays().Top(); over != nil {
		return over
	}
	return h.win.Content()
}

// Children are the objects directly inside another, through widgets and containers alike.
func Children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// Each visits every visible object below one, in order, with the way down to it.
func Each(o fyne.CanvasObject, visit func(o fyne.CanvasObject, way []fyne.CanvasObject)) {
	each(o, nil, visit)
}

func each(o fyne.CanvasObject, way []fyne.CanvasObject, visit func(fyne.CanvasObject, []fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o, way)
	way = append(way[:len(way):len(way)], o)
	for _, child := range Children(o) {
		each(child, way, visit)
	}
}

// Find are all visible objects of a type, in order.
func Find[T fyne.CanvasObject](root fyne.CanvasObject) []T {
	var out []T
	Each(root, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if found, ok := o.(T); ok {
			out = append(out, found)
		}
	})
	return out
}

// Texts are all words in view, in order.
func (h Hand) Texts() []string {
	var out []string
	for _, t := range Find[*canvas.Text](h.Front()) {
		if strings.TrimSpace(t.Text) != "" {
			out = append(out, t.Text)
		}
	}
	return out
}

// Tap presses the button with these words, else the innermost thing that can be pressed and says them.
func (h Hand) Tap(words string) error {
	o, err := h.Pressed(words)
	if err == nil {
		test.Tap(o.(fyne.Tappable))
	}
	return err
}

// Pressed is what Tap presses.
func (h Hand) Pressed(words string) (fyne.CanvasObject, error) {
	for _, b := range Find[*kit.Button](h.Front()) {
		if b.Text == words && !b.Disabled() {
			return b, nil
		}
	}
	var target fyne.CanvasObject
	off := false
	Each(h.Front(), func(o fyne.CanvasObject, way []fyne.CanvasObject) {
		if target != nil || !says(o, words) {
			return
		}
		for i := len(way) - 1; i >= 0 && target == nil; i-- {
			if _, can := way[i].(fyne.Tappable); !can {
				continue
			}
			if d, can := way[i].(fyne.Disableable); can && d.Disabled() {
				off = true
				return
			}
			target = way[i]
		}
	})
	switch {
	case target != nil:
		return target, nil
	case off:
		return nil, fmt.Errorf("%q cannot be pressed now", words)
	}
	return nil, fmt.Errorf("nothing to press says %q among %q", words, h.Texts())
}

// says tells whether an object is a text with these words, or a paragraph whose lines make them.
func says(o fyne.CanvasObject, words string) bool {
	switch o := o.(type) {
	case *canvas.Text:
		return strings.TrimSpace(o.Text) == words
	case *kit.LongText:
		return o.Text() == words
	}
	return false
}

// Where is what stands for a question: "tap:WORDS" what Tap presses, "field:NAME" a field of the form in front, "send:" its
// button, "person:" the menu of whoever is signed in, "level:3" a level of the scale, "pad:" the signature pad, "large:" the
// first field of several lines that belongs to no form.
func (h Hand) Where(question string) (fyne.CanvasObject, error) {
	what, which, _ := strings.Cut(question, ":")
	var found fyne.CanvasObject
	switch what {
	case "tap":
		return h.Pressed(which)
	case "field":
		if form := h.Form(); form != nil {
			found, _ = form.Input(which).(fyne.CanvasObject)
		}
	case "send":
		if form := h.Form(); form != nil {
			found = form.Sender()
		}
	case "person":
		found = first(h.Front(), func(b *kit.Button) bool { return b.Icon != nil && b.Icon.Name() == theme.AccountIcon().Name() })
	case "level":
		if scale := first(h.Front(), func(*kit.ScorePicker) bool { return true }); scale != nil {
			found = first(scale, func(t *canvas.Text) bool { return strings.TrimSpace(t.Text) == which })
		}
	case "pad":
		found = first(h.Front(), func(*kit.SignaturePad) bool { return true })
	case "large":
		found = first(h.Front(), func(e *kit.Entry) bool { return e.MultiLine })
	}
	if found == nil {
		return nil, fmt.Errorf("no %s among %q", question, h.Texts())
	}
	return found, nil
}

// first is the first visible object of a type that is meant; nil when there is none.
func first[T fyne.CanvasObject](root fyne.CanvasObject, meant func(T) bool) fyne.CanvasObject {
	for _, o := range Find[T](root) {
		if meant(o) {
			return o
		}
	}
	return nil
}

// Form is the first form in front; nil when there is none.
func (h Hand) Form() *kit.Form {
	if forms := Find[*kit.Form](h.Front()); len(forms) > 0 {
		return forms[0]
	}
	return nil
}

// Open opens a row of the first table in front.
func (h Hand) Open(row int) error {
	for _, t := range Find[*kit.DataTable](h.Front()) {
		if t.OnOpen != nil {
			t.OnOpen(row)
			return nil
		}
	}
	return fmt.Errorf("no table in front")
}

// Scan types into the kiosk's code entry as a scanner does: every character, then Enter.
func (h Hand) Scan(code string) error {
	for _, e := range Find[*kit.CodeEntry](h.Front()) {
		e.Focus()
	}
	f := h.win.Canvas().Focused()
	if f == nil {
		return fmt.Errorf("nothing takes the keyboard")
	}
	for _, r := range code {
		f.TypedRune(r)
	}
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	return nil
}

// Settle lays the window out twice, as the real driver does when a text's height followed its width.
func (h Hand) Settle() {
	size := h.win.Canvas().Size()
	for range 2 {
		h.win.Resize(size.AddWidthHeight(1, 1))
		h.win.Resize(size)
	}
}
