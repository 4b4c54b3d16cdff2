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
	Wide     bool                      // takes a whole row of a form with columns, as an area does anyway
	Beside   bool                      // of a check: stands beside a labelled input, on the same line
	Check    func(value string) string // answers the sentence of what is wrong, or ""
	OnChange func(value string)        // after every change but the first filling
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
	fields := &fieldsLayout{columns: max(1, spec.Columns)}
	grid := container.New(fields)
	for _, field := range spec.Fields {
		made := newFormField(words, field, f.Submit, f.leave)
		f.fields = append(f.fields, made)
		fields.wide = append(fields.wide, field.Wide || field.Kind == FieldArea)
		grid.Add(made.box)
	}
	f.box = container.New(&formLayout{}, grid, f.wrong, Line(buttons...))
	f.ExtendBaseWidget(f)
	return f
}

// Spec is a field as it was asked for; false when the form has none of the name.
func (f *Form) Spec(name string) (Field, bool) {
	for _, field := range f.fields {
		if field.spec.Name == name {
			return field.spec, true
		}
	}
	return Field{}, false
}

// Sender is the button that submits the form.
func (f *Form) Sender() *Button { return f.submit }

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

// Changed tells whether anything differs from what the form began with: ask before it is thrown away.
func (f *Form) Changed() bool {
	for _, field := range f.fields {
		if field.input.value() != field.first {
			return true
		}
	}
	return false
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
func (f *Form) Input(name string) fyne.Focusable {
	for _, field := range f.fields {
		if field.spec.Name == name {
			return field.input.target()
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

// fieldsLayout is a grid whose columns are given up on a narrow window; a wide field takes a row of its own.
type fieldsLayout struct {
	columns int
	width   float32
	wide    []bool
}

func (l *fieldsLayout) MinSize(fields []fyne.CanvasObject) fyne.Size {
	width := l.width
	if width == 0 {
		width = 320 * float32(l.columns)
	}
	return fyne.NewSize(200, l.place(fields, width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

func (l *fieldsLayout) Layout(fields []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(fields, size.Width, func(o fyne.CanvasObject, at fyne.Position, s fyne.Size) {
		o.Move(at)
		o.Resize(s)
	})
}

// place walks the fields and answers the height of all rows.
func (l *fieldsLayout) place(fields []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	n := max(1, min(l.columns, int((width+16)/(220+16))))
	cell := (width - float32(n-1)*16) / float32(n)
	y, row, column := float32(0), float32(0), 0
	for i, field := range fields {
		if column == n || (l.wide[i] && column > 0) {
			y, row, column = y+row+14, 0, 0
		}
		room := cell
		if l.wide[i] {
			room = width
		}
		height := field.MinSize().Height
		put(field, fyne.NewPos(float32(column)*(cell+16), y), fyne.NewSize(room, height))
		row, column = fyne.Max(row, height), column+1
		if l.wide[i] {
			column = n
		}
	}
	return y + row
}
