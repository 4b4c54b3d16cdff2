package kit_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

func stroke(pad *kit.SignaturePad, points ...fyne.Position) {
	pad.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: points[0]}})
	for i := 1; i < len(points); i++ {
		d := points[i].Subtract(points[i-1])
		pad.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: points[i]}, Dragged: fyne.NewDelta(d.X, d.Y)})
	}
	pad.DragEnd()
	pad.MouseUp(nil)
}

func TestSignaturePad_StrokesUndoAndBlank(t *testing.T) {
	start(t, false)
	changes := 0
	pad := kit.NewSignaturePad(zh, func() { changes++ })
	w := open(t, kit.SignatureBox(zh, pad), 500, 300)
	require.True(t, pad.Blank())
	stroke(pad, fyne.NewPos(20, 20))
	require.True(t, pad.Blank(), "a dot is no signature")
	stroke(pad, fyne.NewPos(30, 90), fyne.NewPos(90, 30), fyne.NewPos(900, 90))
	stroke(pad, fyne.NewPos(100, 30), fyne.NewPos(60, 150))
	require.False(t, pad.Blank())
	require.Len(t, pad.Strokes(), 3)
	require.Equal(t, kit.Point{X: pad.Size().Width, Y: 90}, pad.Strokes()[1][2], "a finger over the edge stays on the pad")
	shot(t, w, "signature")
	pad.Undo()
	require.Len(t, pad.Strokes(), 2)
	pad.Clear()
	require.True(t, pad.Blank())
	require.Equal(t, 5, changes)
}

func TestSignaturePNG_InkOnNothing(t *testing.T) {
	cross := []kit.Stroke{{{X: 100, Y: 100}, {X: 200, Y: 200}}, {{X: 200, Y: 100}, {X: 100, Y: 200}}}
	data, err := kit.SignaturePNG(cross, 464)
	require.NoError(t, err)
	picture, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, 464, picture.Bounds().Dx())
	require.Equal(t, 464, picture.Bounds().Dy())
	opaque := func(x, y int) uint32 { _, _, _, a := picture.At(x, y).RGBA(); return a >> 8 }
	for y := range 464 {
		_, _, _, a := picture.At(2, y).RGBA()
		require.Zero(t, a, "row %d beside the ink", y)
	}
	require.Equal(t, uint32(255), opaque(232, 232), "where strokes cross the ink stays")
	require.Equal(t, uint32(255), opaque(132, 132))
	empty, err := kit.SignaturePNG(nil, 100)
	require.NoError(t, err)
	require.Nil(t, empty)
}

func samplePage(shade uint8) []byte {
	sheet := image.NewGray(image.Rect(0, 0, 210, 297))
	for i := range sheet.Pix {
		sheet.Pix[i] = shade
	}
	sheet.Set(1, 1, color.Black)
	var out bytes.Buffer
	if err := png.Encode(&out, sheet); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func TestPageViewer_CountsAndZooms(t *testing.T) {
	start(t, false)
	viewer := kit.NewPageViewer(zh, [][]byte{samplePage(250), samplePage(240), samplePage(230)})
	w := open(t, viewer, 600, 500)
	require.Equal(t, 1, viewer.Page())
	test.Scroll(w.Canvas(), fyne.NewPos(300, 300), 0, -900)
	require.Equal(t, 2, viewer.Page())
	viewer.Zoom(2)
	require.Equal(t, 2, viewer.Page(), "zooming keeps the place")
	shot(t, w, "pages")
	viewer.SetPages([][]byte{[]byte("not a picture")})
	require.Equal(t, 1, viewer.Page())
}

func TestCodeEntry_ScannerTypesAndEnds(t *testing.T) {
	start(t, false)
	var codes []string
	entry := kit.NewCodeEntry(zh, "请扫描或输入入职码", func(code string) { codes = append(codes, code) })
	w := open(t, entry, 800, 600)
	entry.Focus()
	line := w.Canvas().Focused()
	require.NotNil(t, line)
	test.Type(line, "RH1:abc-42\n中")
	line.TypedKey(press(fyne.KeyReturn))
	line.TypedKey(press(fyne.KeyReturn))
	require.Equal(t, []string{"RH1:abc-42"}, codes)
	require.Empty(t, entry.Text(), "nothing stays behind")
	test.TapCanvas(w.Canvas(), fyne.NewPos(40, 110))
	test.TapCanvas(w.Canvas(), fyne.NewPos(140, 110))
	require.Equal(t, "12", entry.Text())
	shot(t, w, "code")
}

func TestPinPad_DigitsOnlyAndForgotten(t *testing.T) {
	start(t, false)
	var pins []string
	pad := kit.NewPinPad(zh, "员工密码", func(pin string) { pins = append(pins, pin) })
	w := open(t, pad, 320, 400)
	pad.Focus()
	test.Type(w.Canvas().Focused(), "12a3456")
	shot(t, w, "pin")
	w.Canvas().Focused().TypedKey(press(fyne.KeyBackspace))
	w.Canvas().Focused().TypedKey(press(fyne.KeyEnter))
	require.Equal(t, []string{"12345"}, pins)
}

func TestAsk_EscapeIsNoAndYesRunsOnce(t *testing.T) {
	start(t, false)
	w := open(t, kit.Page(kit.Title("案件")), 700, 500)
	yes, no := 0, 0
	question := kit.Question{Title: "撤回 offer？", Sentence: "候选人会收到通知，已签署的版本将失效。此操作不能恢复。", Yes: "撤回", No: "保留", Danger: true,
		OnYes: func() { yes++ }, OnNo: func() { no++ }}
	kit.Ask(w.Canvas(), question)
	shot(t, w, "ask")
	w.Canvas().Focused().TypedKey(press(fyne.KeyEscape))
	require.Nil(t, w.Canvas().Overlays().Top())
	kit.Ask(w.Canvas(), question)
	w.Canvas().FocusNext()
	w.Canvas().Focused().TypedKey(press(fyne.KeyReturn))
	require.Equal(t, []int{1, 1}, []int{yes, no})
	require.Nil(t, w.Canvas().Overlays().Top())
}

func TestToaster_LeavesAndTakesBack(t *testing.T) {
	start(t, false)
	toaster := kit.NewToaster()
	var clocks []func()
	toaster.After = func(_ time.Duration, do func()) { clocks = append(clocks, do) }
	w := open(t, toaster, 600, 300)
	undone := 0
	toaster.Say("已发送邀请", "撤销", func() { undone++ })
	shot(t, w, "toast")
	toaster.Say("已保存", "", nil)
	clocks[0]()
	require.Equal(t, "已保存", toaster.Message(), "an old clock does not close a new message")
	clocks[1]()
	require.Empty(t, toaster.Message())
}

func TestPalette_ArrowsEnterEscape(t *testing.T) {
	start(t, true)
	w := open(t, kit.Page(kit.Title("今日")), 900, 600)
	all := []kit.Hit{{"case1", "王小明", "综合柜员 · offer 待签"}, {"case2", "王晓敏", "客户经理 · 背调"}, {"board", "看板", "页面"}}
	find := func(query string) []kit.Hit {
		if query == "x" {
			return nil
		}
		return all
	}
	var gone []string
	palette := kit.ShowPalette(w.Canvas(), zh, find, func(hit kit.Hit) { gone = append(gone, hit.ID) })
	palette.Entry().TypedKey(press(fyne.KeyDown))
	shot(t, w, "palette")
	palette.Entry().TypedKey(press(fyne.KeyReturn))
	require.Equal(t, []string{"case2"}, gone)
	palette = kit.ShowPalette(w.Canvas(), zh, find, func(hit kit.Hit) { gone = append(gone, hit.ID) })
	test.Type(palette.Entry(), "x")
	palette.Entry().TypedKey(press(fyne.KeyReturn))
	palette.Entry().TypedKey(press(fyne.KeyEscape))
	require.Len(t, gone, 1)
	require.Nil(t, w.Canvas().Overlays().Top())
}
