package uitest_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/resources"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// narrow gives its object less room than it needs.
type narrow struct{ width float32 }

func (n narrow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(n.width, 20) }
func (n narrow) Layout(o []fyne.CanvasObject, _ fyne.Size) {
	for _, c := range o {
		c.Resize(fyne.NewSize(n.width, 20))
	}
}

func TestWhatAPersonWouldStumbleOverIsFound(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(kit.NewTheme(resources.Regular, resources.Bold, false))
	high := kit.Rows()
	for range 40 {
		high.Add(kit.Body("line"))
	}
	for name, c := range map[string]struct {
		object fyne.CanvasObject
		wrong  bool
	}{
		"a sentence":               {kit.Body("导入 AI 报告"), false},
		"a key":                    {kit.Body("board.empty"), true},
		"an address":               {kit.Body("chsi.com.cn"), false},
		"a file":                   {kit.Body("vault.json"), false},
		"a button without a word":  {kit.Quiet("", nil), true},
		"a text that is clipped":   {container.New(narrow{30}, canvas.NewText("much too long for this", nil)), true},
		"a text that may shrink":   {container.New(narrow{30}, kit.Body("much too long for this").Clip()), false},
		"more than the window":     {high, true},
		"more, but it scrolls":     {container.NewVScroll(high), false},
		"hidden is not looked at":  {hidden(kit.Body("board.empty")), false},
		"inside a widget's widget": {kit.Card("head", kit.Panel(kit.Body("board.empty"))), true},
	} {
		w := test.NewTempWindow(t, container.NewStack(c.object))
		w.Resize(fyne.NewSize(400, 300))
		uitest.Settle(w)
		found := uitest.Blemishes(w.Content(), w.Canvas().Size())
		require.Equal(t, c.wrong, len(found) > 0, "%s: %v", name, found)
	}
}

func hidden(o fyne.CanvasObject) fyne.CanvasObject {
	o.Hide()
	return o
}
