package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Button is Fyne's button that Enter presses as well as Space.
type Button struct {
	widget.Button
	OnEscape func() // what Escape does while the button has the focus
}

// Primary is the one thing to do on a screen; there is at most one.
func Primary(label string, tapped func()) *Button {
	return newButton(label, nil, widget.HighImportance, tapped)
}

// Secondary is any other action.
func Secondary(label string, tapped func()) *Button {
	return newButton(label, nil, widget.MediumImportance, tapped)
}

// Quiet is an action in a row of many: words only until the pointer is on it.
func Quiet(label string, tapped func()) *Button {
	return newButton(label, nil, widget.LowImportance, tapped)
}

// Danger is for what cannot be undone, inside a dialog that asks first.
func Danger(label string, tapped func()) *Button {
	return newButton(label, nil, widget.DangerImportance, tapped)
}

// IconButton is a quiet picture; use it only where the picture is known to everybody.
func IconButton(icon fyne.Resource, tapped func()) *Button {
	return newButton("", icon, widget.LowImportance, tapped)
}

// WithIcon puts a picture before the label.
func (b *Button) WithIcon(icon fyne.Resource) *Button {
	b.SetIcon(icon)
	return b
}

func newButton(label string, icon fyne.Resource, weight widget.Importance, tapped func()) *Button {
	b := &Button{Button: widget.Button{Text: label, Icon: icon, Importance: weight, OnTapped: tapped}}
	b.ExtendBaseWidget(b)
	return b
}

// MinSize gives a label air at both sides; a quiet one has no ground that would need it.
func (b *Button) MinSize() fyne.Size {
	least := b.Button.MinSize()
	if b.Text != "" && b.Importance != widget.LowImportance {
		least.Width += buttonAir
	}
	return least
}

const buttonAir = 16

// TypedKey presses with Enter too.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter {
		b.Tapped(nil)
		return
	}
	if key.Name == fyne.KeyEscape && b.OnEscape != nil {
		b.OnEscape()
		return
	}
	b.Button.TypedKey(key)
}
