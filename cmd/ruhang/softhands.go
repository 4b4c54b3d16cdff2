package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ruhang/ui/hand"
	"ruhang/ui/kit"
)

// softHands are hands on the toolkit's software driver: they touch and type as a person does, and the window is laid out
// after every touch as the real driver does it.
type softHands struct {
	hand.Hand
	w *walk
}

func (h softHands) after(err error) error {
	h.Settle()
	return err
}

// Tap presses what says the words.
func (h softHands) Tap(words string) error { return h.after(h.Hand.Tap(words)) }

// Choose presses what asks for a file; the dialog answers with this one.
func (h softHands) Choose(words, name string, content []byte) error {
	h.w.file = walkFile{name, content}
	return h.Tap(words)
}

// Write puts a value into a field of the form in front.
func (h softHands) Write(field, value string) error {
	_, err := h.Where("field:" + field)
	if err == nil {
		h.Form().Set(field, value)
	}
	return err
}

// Send presses the form's button; what the form then says is wrong is an error.
func (h softHands) Send() error {
	button, err := h.Where("send:")
	if err != nil {
		return err
	}
	form := h.Form()
	test.Tap(button.(fyne.Tappable))
	h.Settle()
	for name := range form.Values() {
		if wrong := form.Error(name); wrong != "" && h.Form() == form {
			return fmt.Errorf("%s: %s", name, wrong)
		}
	}
	return nil
}

// Jot writes into the first large field in view.
func (h softHands) Jot(text string) error {
	e, err := h.Where("large:")
	if err != nil {
		return err
	}
	test.Type(e.(fyne.Focusable), text)
	return h.after(nil)
}

// Level presses a level of the scale in view.
func (h softHands) Level(n int) error {
	for _, s := range hand.Find[*kit.ScorePicker](h.Front()) {
		s.TypedRune(rune('0' + n))
		return h.after(nil)
	}
	return fmt.Errorf("no scale in view")
}

// Stroke draws on the signature pad.
func (h softHands) Stroke() error {
	o, err := h.Where("pad:")
	if err != nil {
		return err
	}
	pad := o.(*kit.SignaturePad)
	for i := range 12 {
		at := fyne.NewPos(20+float32(i)*14, 60+float32(i%4)*12)
		pad.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}, Dragged: fyne.NewDelta(14, 4)})
	}
	pad.DragEnd()
	return h.after(nil)
}

// Scan types into the code's field as a scanner does.
func (h softHands) Scan(code string) error { return h.after(h.Hand.Scan(code)) }

// Person opens the menu of whoever is signed in.
func (h softHands) Person() error {
	o, err := h.Where("person:")
	if err == nil {
		test.Tap(o.(fyne.Tappable))
	}
	return h.after(err)
}

// Await looks once: the software driver does everything at once.
func (h softHands) Await(words string) error {
	_, err := h.Pressed(words)
	return err
}

// Texts are all words in view.
func (h softHands) Texts() ([]string, error) { return h.Hand.Texts(), nil }
