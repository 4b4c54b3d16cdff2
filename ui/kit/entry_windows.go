package kit

import (
	"runtime"
	"syscall"
	"unsafe"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

var (
	imm32                   = syscall.NewLazyDLL("imm32.dll")
	immGetContext           = imm32.NewProc("ImmGetContext")
	immReleaseContext       = imm32.NewProc("ImmReleaseContext")
	immSetCompositionWindow = imm32.NewProc("ImmSetCompositionWindow")
	immSetCandidateWindow   = imm32.NewProc("ImmSetCandidateWindow")
)

// The styles of imm.h that place by a point; Windows 10 and 11 input methods read different ones, so both are set.
const (
	cfsPoint        = 0x0002
	cfsCandidatePos = 0x0040
)

type winPoint struct{ x, y int32 }
type winRect struct{ left, top, right, bottom int32 }

// compositionForm is COMPOSITIONFORM.
type compositionForm struct {
	style uint32
	at    winPoint
	area  winRect
}

// candidateForm is CANDIDATEFORM.
type candidateForm struct {
	index uint32
	style uint32
	at    winPoint
	area  winRect
}

// placeCandidates puts the input method's window below the caret of an entry; Fyne leaves it in the window's corner.
func placeCandidates(e *Entry) {
	app := fyne.CurrentApp()
	if app == nil {
		return
	}
	canvas := app.Driver().CanvasForObject(e)
	window := windowOf(app, canvas)
	if window == nil {
		return
	}
	caret := app.Driver().AbsolutePositionForObject(e).Add(e.CursorPosition())
	scale := canvas.Scale()
	at := winPoint{int32(caret.X * scale), int32((caret.Y + e.Theme().Size(SizeBody)*1.5) * scale)}
	window.RunNative(func(context any) {
		if native, ok := context.(driver.WindowsWindowContext); ok {
			placeAt(native.HWND, at)
		}
	})
}

func windowOf(app fyne.App, canvas fyne.Canvas) driver.NativeWindow {
	for _, window := range app.Driver().AllWindows() {
		if canvas != nil && window.Canvas() == canvas {
			native, _ := window.(driver.NativeWindow)
			return native
		}
	}
	return nil
}

func placeAt(hwnd uintptr, at winPoint) {
	context, _, _ := immGetContext.Call(hwnd)
	if context == 0 {
		return
	}
	composition := compositionForm{style: cfsPoint, at: at}
	candidate := candidateForm{style: cfsCandidatePos, at: at}
	_, _, _ = immSetCompositionWindow.Call(context, uintptr(unsafe.Pointer(&composition)))
	_, _, _ = immSetCandidateWindow.Call(context, uintptr(unsafe.Pointer(&candidate)))
	runtime.KeepAlive(&composition)
	runtime.KeepAlive(&candidate)
	_, _, _ = immReleaseContext.Call(hwnd, context)
}
