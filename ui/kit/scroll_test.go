package kit_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

// block is something of a height.
func block(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Black)
	r.SetMinSize(fyne.NewSize(10, height))
	return r
}

// TestWhatComesInAboveMovesNoFieldThatIsInView: a field stays under the finger, and whoever reads the top of a page stays there.
func TestWhatComesInAboveMovesNoFieldThatIsInView(t *testing.T) {
	top, news, field, low := block(200), kit.Rows(), kit.NewEntry(""), block(900)
	page := kit.Page(top, news, field, low)
	w := open(t, page, 360, 640)
	y := func(o fyne.CanvasObject) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y }
	field0, top0 := y(field), y(top)
	kit.Still(page, field, func() { news.Add(block(120)) })
	require.Equal(t, field0, y(field))
	require.Less(t, y(top), top0)
	kit.Still(page, field, func() { news.RemoveAll() })
	require.Equal(t, field0, y(field))
	require.Equal(t, top0, y(top))

	news.Add(block(600)) // now the field is below what can be seen
	settle(w)
	kit.Still(page, field, func() { news.Add(block(120)) })
	require.Equal(t, top0, y(top))
}
