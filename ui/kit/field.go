package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// formField is a field on the screen: label, input, hint, error.
type formField struct {
	spec  Field
	input input
	wrong *LongText
	box   *fyne.Container
	first string // the value it began with
	live  bool   // made; from now on changes are a person's
}

// input is what any kind of input can do.
type input interface {
	value() string
	set(value string)
	object() fyne.CanvasObject
	target() fyne.Focusable
}

func newFormField(words Words, spec Field, submit, leave func()) *formField {
	f := &formField{spec: spec}
	changed := spec.OnChange
	spec.OnChange = func(value string) {
		if changed != nil && f.live {
			changed(value)
		}
	}
	f.input = newInput(words, spec, submit, leave)
	f.wrong = Long("").In(Bad).Sized(SizeNote)
	f.wrong.Hide()
	f.box = Tight()
	if spec.Kind != FieldCheck {
		label := []fyne.CanvasObject{Note(spec.Label).In(Ink).Bold()}
		if spec.Required {
			label = append(label, Note(words("kit.required")))
		}
		f.box.Add(Line(label...))
	} else if spec.Beside {
		f.box.Add(Note(" "))
	}
	f.box.Add(f.input.object())
	if spec.Hint != "" {
		f.box.Add(Long(spec.Hint).In(InkSoft).Sized(SizeNote))
	}
	f.box.Add(f.wrong)
	if spec.Value != "" {
		f.input.set(spec.Value)
	}
	f.first, f.live = f.input.value(), true
	return f
}

func (f *formField) setError(sentence string) {
	f.wrong.SetText(sentence)
	f.wrong.Hidden = sentence == ""
	f.box.Refresh()
}

func (f *formField) check(words Words) string {
	value := f.input.value()
	if value == "" {
		if f.spec.Required {
			return words("kit.required")
		}
		return ""
	}
	if key := formFault(f.spec.Kind, value); key != "" {
		return words(key)
	}
	if f.spec.Check != nil {
		return f.spec.Check(value)
	}
	return ""
}

// formFault is the key of what is wrong with the form of a value.
func formFault(kind FieldKind, value string) string {
	switch kind {
	case FieldDate:
		if _, ok := parseDate(value); !ok {
			return "kit.bad_date"
		}
	case FieldTime:
		if _, ok := parseTime(value); !ok {
			return "kit.bad_time"
		}
	case FieldNumber:
		if !isNumber(value) {
			return "kit.bad_number"
		}
	}
	return ""
}

func (f *formField) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.box); c != nil {
		c.Focus(f.input.target())
	}
}

func newInput(words Words, spec Field, submit, leave func()) input {
	switch spec.Kind {
	case FieldSelect:
		return newSelectInput(words, spec)
	case FieldCheck:
		return newCheckInput(spec)
	case FieldDate:
		return newDateInput(words, spec, submit, leave)
	}
	entry := newEntryFor(words, spec)
	entry.OnEscape = leave
	if spec.Kind != FieldArea {
		entry.OnSubmitted = func(string) { submit() }
	}
	entry.OnChanged = spec.OnChange
	return &entryInput{entry, spec.Kind}
}

func newEntryFor(words Words, spec Field) *Entry {
	prompt := spec.Prompt
	switch spec.Kind {
	case FieldArea:
		return NewArea(prompt, max(3, spec.Rows))
	case FieldNumber:
		return NewNumberEntry(prompt)
	case FieldSecret:
		return NewSecretEntry(prompt)
	case FieldTime:
		if prompt == "" {
			prompt = words("kit.time_form")
		}
		return NewNumberEntry(prompt)
	}
	return NewEntry(prompt)
}

type entryInput struct {
	entry *Entry
	kind  FieldKind
}

func (i *entryInput) object() fyne.CanvasObject { return i.entry }
func (i *entryInput) target() fyne.Focusable    { return i.entry }
func (i *entryInput) set(value string)          { i.entry.SetText(value) }

func (i *entryInput) value() string {
	switch i.kind {
	case FieldSecret:
		return i.entry.Text
	case FieldTime:
		if normal, ok := parseTime(i.entry.Text); ok {
			return normal
		}
	case FieldNumber:
		return narrowDigits(strings.TrimSpace(i.entry.Text))
	}
	return strings.TrimSpace(i.entry.Text)
}

type selectInput struct {
	box     *widget.Select
	room    *fyne.Container
	options []Option
}

func newSelectInput(words Words, spec Field) *selectInput {
	labels := make([]string, len(spec.Options))
	for i, option := range spec.Options {
		labels[i] = option.Label
	}
	s := &selectInput{options: spec.Options}
	s.box = widget.NewSelect(labels, func(string) {
		spec.OnChange(s.value())
	})
	s.box.PlaceHolder = spec.Prompt
	if spec.Prompt == "" {
		s.box.PlaceHolder = words("kit.choose")
	}
	// Fyne draws no border around a select; on a white card it would be invisible.
	s.room = container.NewStack(s.box, NewGround("", theme.ColorNameInputBorder, 8))
	return s
}

func (s *selectInput) object() fyne.CanvasObject { return s.room }
func (s *selectInput) target() fyne.Focusable    { return s.box }

func (s *selectInput) value() string {
	if i := s.box.SelectedIndex(); i >= 0 {
		return s.options[i].Value
	}
	return ""
}

func (s *selectInput) set(value string) {
	for i, option := range s.options {
		if option.Value == value {
			s.box.SetSelectedIndex(i)
			return
		}
	}
	s.box.ClearSelected()
}

type checkInput struct{ box *widget.Check }

func newCheckInput(spec Field) *checkInput {
	c := &checkInput{}
	c.box = widget.NewCheck(spec.Label, func(bool) {
		spec.OnChange(c.value())
	})
	return c
}

func (c *checkInput) object() fyne.CanvasObject { return c.box }
func (c *checkInput) target() fyne.Focusable    { return c.box }
func (c *checkInput) set(value string)          { c.box.SetChecked(value == "true") }

func (c *checkInput) value() string {
	if c.box.Checked {
		return "true"
	}
	return ""
}

// dateInput is an entry for a typed date with a calendar behind the button.
type dateInput struct {
	entry *Entry
	room  *fyne.Container
}

func newDateInput(words Words, spec Field, submit, leave func()) *dateInput {
	prompt := spec.Prompt
	if prompt == "" {
		prompt = words("kit.date_form")
	}
	d := &dateInput{entry: NewNumberEntry(prompt)}
	d.entry.OnSubmitted = func(string) { submit() }
	d.entry.OnEscape = leave
	d.entry.OnChanged = spec.OnChange
	button := calendarButton(words, d.entry)
	d.room = container.NewBorder(nil, nil, nil, button, d.entry)
	return d
}

func (d *dateInput) object() fyne.CanvasObject { return d.room }
func (d *dateInput) target() fyne.Focusable    { return d.entry }
func (d *dateInput) set(value string)          { d.entry.SetText(value) }

func (d *dateInput) value() string {
	text := strings.TrimSpace(d.entry.Text)
	if day, ok := parseDate(text); ok {
		return day.Format(dateForm)
	}
	return text
}
