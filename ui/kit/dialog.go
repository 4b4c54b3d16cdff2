package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Question is what a person is asked before something that matters.
type Question struct {
	Title    string
	Sentence string
	Yes, No  string
	Danger   bool // the answer cannot be taken back
	OnYes    func()
	OnNo     func()
}

// Ask shows a question over everything. The quiet answer has the focus, and Escape gives it.
func Ask(canvas fyne.Canvas, q Question) {
	var closeIt func()
	answer := func(then func()) func() {
		return func() {
			closeIt()
			if then != nil {
				then()
			}
		}
	}
	yes := Primary(q.Yes, answer(q.OnYes))
	if q.Danger {
		yes = Danger(q.Yes, answer(q.OnYes))
	}
	no := Secondary(q.No, answer(q.OnNo))
	yes.OnEscape, no.OnEscape = no.OnTapped, no.OnTapped
	closeIt = Modal(canvas, 420, Rows(Head(q.Title), Long(q.Sentence), Between(Note(""), no, yes)))
	canvas.Focus(no)
}

// Modal shows something over everything, so wide at most, and answers how to close it.
func Modal(canvas fyne.Canvas, width float32, content fyne.CanvasObject) (closeIt func()) {
	popup := widget.NewModalPopUp(Inset(16, content), canvas)
	width = fyne.Min(width, canvas.Size().Width-24)
	popup.Show()
	// Twice: the first width tells long texts where to break, the second takes the height that follows.
	for range 2 {
		popup.Resize(fyne.NewSize(width, popup.MinSize().Height))
	}
	return popup.Hide
}
