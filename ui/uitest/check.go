package uitest

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

// Settle lays a window out twice, as the real driver does when a text's height followed its width.
func Settle(w fyne.Window) {
	size := w.Canvas().Size()
	for range 2 {
		w.Resize(size.AddWidthHeight(1, 1))
		w.Resize(size)
	}
}

// Shot keeps a picture of a window when SHOTS_DIR is set: <screen>-<lang>-<variant>.png.
func Shot(t testing.TB, w fyne.Window, name string) {
	t.Helper()
	dir := os.Getenv("SHOTS_DIR")
	if dir == "" {
		return
	}
	Settle(w)
	file, err := os.Create(filepath.Join(dir, name+".png"))
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, w.Canvas().Capture()))
	require.NoError(t, file.Close())
}

// CheckPage walks a page that is shown and fails for what a person would stumble over: a translation key, a button without a word
// or picture, a text that does not fit, something outside the window.
func CheckPage(t testing.TB, page Page) {
	t.Helper()
	CheckObject(t, page.Content())
}

// CheckObject is CheckPage for anything on a canvas.
func CheckObject(t testing.TB, object fyne.CanvasObject) {
	t.Helper()
	c := fyne.CurrentApp().Driver().CanvasForObject(object)
	require.NotNil(t, c, "show it first")
	for _, wrong := range Blemishes(object, c.Size()) {
		t.Error(wrong)
	}
}

// Blemishes are the same as sentences.
func Blemishes(object fyne.CanvasObject, window fyne.Size) []string {
	w := &walk{window: window}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	w.visit(object, at, scope{})
	return w.wrong
}

// key is what an untranslated sentence looks like; an address on the net or a file's name does not count.
var (
	key     = regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z0-9_]+)+$`)
	address = regexp.MustCompile(`\.(cn|com|org|pdf|json|csv|xlsx|txt|png|db)$`)
)

type walk struct {
	window fyne.Size
	wrong  []string
}

// scope is what holds inside a scroll: what lies outside the window can be brought into it.
type scope struct{ freeX, freeY bool }

func (w *walk) say(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

func (w *walk) visit(o fyne.CanvasObject, at fyne.Position, in scope) {
	if o == nil || !o.Visible() {
		return
	}
	w.judge(o, at, in)
	if s, ok := o.(*container.Scroll); ok {
		in.freeX = in.freeX || s.Direction == container.ScrollBoth || s.Direction == container.ScrollHorizontalOnly
		in.freeY = in.freeY || s.Direction == container.ScrollBoth || s.Direction == container.ScrollVerticalOnly
	} else if _, ok := o.(interface{ ScrollToOffset(fyne.Position) }); ok { // a scroll of a widget's own
		in.freeY = true
	}
	for _, child := range Children(o) {
		if child != nil {
			w.visit(child, at.Add(child.Position()), in)
		}
	}
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

func (w *walk) judge(o fyne.CanvasObject, at fyne.Position, in scope) {
	switch o := o.(type) {
	case *canvas.Text:
		w.text(o, at, in)
	case *widget.Button:
		if o.Text == "" && o.Icon == nil {
			w.say("a button without a word or picture at %v", at)
		}
	case *kit.Button:
		if o.Text == "" && o.Icon == nil {
			w.say("a button without a word or picture at %v", at)
		}
	}
}

func (w *walk) text(o *canvas.Text, at fyne.Position, in scope) {
	text := strings.TrimSpace(o.Text)
	if text == "" {
		return
	}
	if key.MatchString(text) && !address.MatchString(text) {
		w.say("the key %q is shown", text)
	}
	if need := o.MinSize().Width; need > o.Size().Width+1.5 {
		w.say("%q needs %.0f and has %.0f at %v", text, need, o.Size().Width, at)
	}
	end := at.AddXY(o.MinSize().Width, o.MinSize().Height)
	if o.Alignment == fyne.TextAlignLeading && !in.freeX && (at.X < -1 || end.X > w.window.Width+1.5) {
		w.say("%q lies outside the window: %.0f to %.0f of %.0f", text, at.X, end.X, w.window.Width)
	}
	if !in.freeY && (at.Y < -1 || end.Y > w.window.Height+1.5) {
		w.say("%q lies below the window: %.0f to %.0f of %.0f", text, at.Y, end.Y, w.window.Height)
	}
}
