package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// FieldKind is what a field takes.
type FieldKind uint8

// The kinds of field. Values are strings throughout: a date as 2006-01-02, a time as 15:04, a check as "true" or "".
const (
	FieldText FieldKind = iota
	FieldArea
	FieldNumber
	FieldSecret
	FieldSelect
	FieldDate
	FieldTime
	FieldCheck
)

// Option is one choice of a select: the value kept and the words shown.
type Option struct{ Value, Label string }

// Field is one labelled input of a form.
type Field struct {
	Name     string // by which values and errors are addressed
	Label    string
	Hint     string // stands below the input
	Prompt   string // stands in the empty input
	Value    string
	Kind     FieldKind
	Options  []Option
	Rows     int // of an area
	Required bool
	Check    func(value string) string // answers the sentence of what is wrong, or ""
	OnChange func(value string)
}

// FormSpec is what a form is made from.
type FormSpec struct {
	Fields   []Field
	Submit   string
	Cancel   string // "" leaves the button out
	Columns  int    // at most so many fields beside each other; 0 is one
	OnSubmit func(values map[string]string)
	OnCancel func()
}

// Form is a set of labelled inputs. Enter submits, Escape leaves, errors stand below their field.
type Form struct {
	widget.BaseWidget
	words  Words
	spec   FormSpec
	fields []*formField
	submit *Button
	cancel *Button
	wrong  *LongText
	box    *fyne.Container
}

// NewForm makes a form.
func NewForm(words Words, spec FormSpec) *Form {
	f := &Form{words: words, spec: spec, wrong: Long("").In(Bad)}
	f.wrong.Hide()
	f.submit = Primary(spec.Submit, f.Submit)
	buttons := []fyne.CanvasObject{f.submit}
	if spec.Cancel != "" {
		f.cancel = Quiet(spec.Cancel, f.leave)
		buttons = append(buttons, f.cancel)
	}
	grid := container.New(&fieldsLayout{columns: max(1, spec.Columns)})
	for _, field := range spec.Fields {
		made := newFormField(words, field, f.Submit, f.leave)
		f.fields = append(f.fields, made)
		grid.Add(made.box)
	}
	f.box = container.New(&formLayout{}, grid, f.wrong, Line(buttons...))
	f.ExtendBaseWidget(f)
	return f
}

// Submit checks every field and hands the values over; with an error it shows it and goes to the first wrong field.
func (f *Form) Submit() {
	if f.submit.Disabled() {
		return
	}
	wrong := map[string]string{}
	for _, field := range f.fields {
		if sentence := field.check(f.words); sentence != "" {
			wrong[field.spec.Name] = sentence
		}
	}
	f.SetErrors(wrong)
	if len(wrong) == 0 && f.spec.OnSubmit != nil {
		f.spec.OnSubmit(f.Values())
	}
}

func (f *Form) leave() {
	if f.spec.OnCancel != nil {
		f.spec.OnCancel()
	}
}

// Values are all values by field name, trimmed and in normal form.
func (f *Form) Values() map[string]string {
	values := make(map[string]string, len(f.fields))
	for _, field := range f.fields {
		values[field.spec.Name] = field.input.value()
	}
	return values
}

// Set writes a field's value.
func (f *Form) Set(name, value string) {
	for _, field := range f.fields {
		if field.spec.Name == name {
			field.input.set(value)
		}
	}
}

// SetErrors shows a sentence below each named field, clears the others, and goes to the first wrong one. A name that
// no field has is shown above the buttons.
func (f *Form) SetErrors(wrong map[string]string) {
	rest := make(map[string]string, len(wrong))
	for name, sentence := range wrong {
		rest[name] = sentence
	}
	var first *formField
	for _, field := range f.fields {
		field.setError(rest[field.spec.Name])
		if rest[field.spec.Name] != "" && first == nil {
			first = field
		}
		delete(rest, field.spec.Name)
	}
	f.wrong.Hide()
	for _, sentence := range rest {
		f.wrong.SetText(sentence)
		f.wrong.Show()
	}
	if first != nil {
		first.focus()
	}
	f.box.Refresh()
}

// Error is the sentence below a field, "" for none.
func (f *Form) Error(name string) string {
	for _, field := range f.fields {
		if field.spec.Name == name {
			return field.wrong.Text()
		}
	}
	return ""
}

// Busy locks the submit button while the command is under way.
func (f *Form) Busy(busy bool) {
	if busy {
		f.submit.Disable()
		return
	}
	f.submit.Enable()
}

// Focus goes to the first field.
func (f *Form) Focus() {
	if len(f.fields) > 0 {
		f.fields[0].focus()
	}
}

// Input is the entry, select or check of a field, for a screen that has to do more with it; nil for an unknown name.
func (f *Form) Input(name string) fyne.CanvasObject {
	for _, field := range f.fields {
		if field.spec.Name == name {
			return field.input.object()
		}
	}
	return nil
}

// CreateRenderer is Fyne's hook.
func (f *Form) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.box) }

// formLayout puts fields, the general error and the buttons below each other.
type formLayout struct{}

func (l *formLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range visible(objects) {
		least := o.MinSize()
		size = fyne.NewSize(fyne.Max(size.Width, least.Width), size.Height+least.Height)
		if i > 0 {
			size.Height += 18
		}
	}
	return size
}

func (l *formLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range visible(objects) {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		y += o.MinSize().Height + 18
	}
}

// fieldsLayout is a grid whose columns are given up on a narrow window.
type fieldsLayout struct {
	columns int
	grid    gridLayout
}

func (l *fieldsLayout) fit(width float32) *gridLayout {
	l.grid.gap = 16
	n := l.columns
	for n > 1 && width/float32(n) < 220 {
		n--
	}
	l.grid.least = (width - float32(n-1)*l.grid.gap) / float32(n)
	return &l.grid
}

func (l *fieldsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := l.grid.width
	if width == 0 {
		width = 320 * float32(l.columns)
	}
	return fyne.NewSize(200, l.fit(width).MinSize(objects).Height)
}

func (l *fieldsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.fit(size.Width).Layout(objects, size)
}
