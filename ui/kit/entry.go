package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Entry is the one text entry of the app: Escape leaves it, and on Windows the input method's candidates appear at
// the caret. Read Text when it is needed; no two-way binding (it loses characters of an input method).
type Entry struct {
	widget.Entry
	OnEscape func()
	OnArrow  func(key fyne.KeyName) bool // up and down in a single-line entry; true when used
	kind     mobile.KeyboardType
}

// NewEntry makes a single-line entry.
func NewEntry(placeholder string) *Entry {
	e := &Entry{kind: mobile.SingleLineKeyboard}
	e.start(placeholder)
	return e
}

// NewSearch makes an entry to find something by.
func NewSearch(placeholder string, changed func(text string)) *Entry {
	e := NewEntry(placeholder)
	e.Icon = theme.SearchIcon()
	e.OnChanged = changed
	return e
}

// NewNumberEntry makes an entry for a figure: phones show their number keys.
func NewNumberEntry(placeholder string) *Entry {
	e := &Entry{kind: mobile.NumberKeyboard}
	e.start(placeholder)
	return e
}

// NewSecretEntry makes an entry that hides what is typed.
func NewSecretEntry(placeholder string) *Entry {
	e := &Entry{kind: mobile.PasswordKeyboard}
	e.Password = true
	e.start(placeholder)
	return e
}

// NewArea makes an entry of several rows.
func NewArea(placeholder string, rows int) *Entry {
	e := &Entry{kind: mobile.DefaultKeyboard}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.start(placeholder)
	e.SetMinRowsVisible(rows)
	return e
}

func (e *Entry) start(placeholder string) {
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	e.OnCursorChanged = func() { placeCandidates(e) }
}

// FocusGained also moves the candidates to the caret.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	placeCandidates(e)
}

// Keyboard is the keys a phone shows.
func (e *Entry) Keyboard() mobile.KeyboardType { return e.kind }

// TypedShortcut hands the window's own shortcuts on: Fyne gives every one to the entry that has the focus, where Ctrl+K
// would end. The entry's own are on named keys (Left, Home…); the window's are on letters and digits.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if custom, ok := s.(*desktop.CustomShortcut); ok && len(custom.KeyName) == 1 {
		if window, ok := fyne.CurrentApp().Driver().CanvasForObject(e).(fyne.Shortcutable); ok {
			window.TypedShortcut(s)
			return
		}
	}
	e.Entry.TypedShortcut(s)
}

// TypedKey leaves with Escape and hands up and down to whoever listens.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape && e.OnEscape != nil:
		e.OnEscape()
	case e.OnArrow != nil && e.OnArrow(key.Name):
	default:
		e.Entry.TypedKey(key)
	}
}
