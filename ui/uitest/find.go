package uitest

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

// Texts are all words in view below an object, in order.
func Texts(o fyne.CanvasObject) []string {
	var out []string
	each(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && strings.TrimSpace(t.Text) != "" {
			out = append(out, t.Text)
		}
	})
	return out
}

// Says tells whether some words are in view; a text that is broken into lines is put together again.
func Says(o fyne.CanvasObject, words string) bool {
	return strings.Contains(strings.Join(Texts(o), "\n"), words) || strings.Contains(strings.Join(Texts(o), ""), words)
}

func each(o fyne.CanvasObject, do func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	do(o)
	for _, child := range Children(o) {
		each(child, do)
	}
}

// Find are all objects of a type in view, in order.
func Find[T fyne.CanvasObject](o fyne.CanvasObject) []T {
	var out []T
	each(o, func(o fyne.CanvasObject) {
		if found, ok := o.(T); ok {
			out = append(out, found)
		}
	})
	return out
}

// Button finds a button by its word; nil when there is none.
func Button(o fyne.CanvasObject, label string) *kit.Button {
	for _, b := range Find[*kit.Button](o) {
		if b.Text == label {
			return b
		}
	}
	return nil
}

// Tap presses a button by its word and fails the test when there is none or it cannot be pressed.
func Tap(t testing.TB, o fyne.CanvasObject, label string) {
	t.Helper()
	b := Button(o, label)
	require.NotNil(t, b, "no button %q among %v", label, buttons(o))
	require.False(t, b.Disabled(), "%q cannot be pressed", label)
	test.Tap(b)
}

func buttons(o fyne.CanvasObject) []string {
	var out []string
	for _, b := range Find[*kit.Button](o) {
		out = append(out, b.Text)
	}
	return out
}

// Overlay is what lies over the window: a question, a palette; nil for nothing.
func Overlay(w fyne.Window) fyne.CanvasObject { return w.Canvas().Overlays().Top() }
