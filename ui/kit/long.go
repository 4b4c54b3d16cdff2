package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// LongText is text of any length, broken into lines by the same rules as the PDFs: no line begins with a closing
// mark, numbers and Latin words stay whole.
type LongText struct {
	widget.BaseWidget
	text    string
	size    fyne.ThemeSizeName
	color   fyne.ThemeColorName
	align   fyne.TextAlign
	bold    bool
	limit   int
	width   float32
	lines   []string
	written measured
}

// measured is what the lines were broken for; when it changes they are broken again.
type measured struct {
	text  string
	width float32
	size  float32
	bold  bool
}

// Long is a text of any length in body size.
func Long(text string) *LongText {
	t := &LongText{text: text, size: SizeBody, color: Ink}
	t.ExtendBaseWidget(t)
	return t
}

// In sets the colour by name.
func (t *LongText) In(ink fyne.ThemeColorName) *LongText { t.color = ink; return t }

// Sized sets one of the four sizes.
func (t *LongText) Sized(size fyne.ThemeSizeName) *LongText { t.size = size; return t }

// Bold sets the weight.
func (t *LongText) Bold() *LongText { t.bold = true; return t }

// At sets where the lines stand.
func (t *LongText) At(align fyne.TextAlign) *LongText { t.align = align; return t }

// Limit shows at most so many lines; the last ends in an ellipsis.
func (t *LongText) Limit(lines int) *LongText { t.limit = lines; return t }

// Text is what is written now.
func (t *LongText) Text() string { return t.text }

// SetText writes something else.
func (t *LongText) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// Resize breaks the lines anew when the width changed; the height asked for follows, and the canvas lays out again.
func (t *LongText) Resize(size fyne.Size) {
	t.width = size.Width
	t.BaseWidget.Resize(size)
}

// Lines are the lines as shown.
func (t *LongText) Lines() []string {
	size := theme.SizeForWidget(t.size, t)
	want := measured{t.text, t.width, size, t.bold}
	if want == t.written && t.lines != nil {
		return t.lines
	}
	t.written = want
	t.lines = breakLines(t.text, t.room(), size, fyne.TextStyle{Bold: t.bold})
	if t.limit > 0 && len(t.lines) > t.limit {
		last := t.lines[t.limit-1] + ellipsis
		t.lines = append(t.lines[:t.limit-1:t.limit-1], clip(last, t.room(), size, fyne.TextStyle{Bold: t.bold}))
	}
	return t.lines
}

// room is the width to break for; before the first layout it is a guess that keeps the first picture calm.
func (t *LongText) room() float32 {
	if t.width > 0 {
		return t.width
	}
	return 320
}

// CreateRenderer is Fyne's hook.
func (t *LongText) CreateRenderer() fyne.WidgetRenderer { return &longRenderer{text: t} }

type longRenderer struct {
	text *LongText
	rows []*canvas.Text
}

func (r *longRenderer) pitch() float32 {
	t := r.text
	size := theme.SizeForWidget(t.size, t)
	return fyne.MeasureText("M", size, fyne.TextStyle{Bold: t.bold}).Height + size*0.22
}

func (r *longRenderer) MinSize() fyne.Size {
	t := r.text
	return fyne.NewSize(4*theme.SizeForWidget(t.size, t), r.pitch()*float32(len(t.Lines())))
}

func (r *longRenderer) Layout(size fyne.Size) {
	lines := r.text.Lines()
	for len(r.rows) < len(lines) {
		r.rows = append(r.rows, canvas.NewText("", nil))
	}
	r.rows = r.rows[:len(lines)]
	for i, row := range r.rows {
		r.paint(row, lines[i])
		row.Move(fyne.NewPos(0, float32(i)*r.pitch()))
		row.Resize(fyne.NewSize(size.Width, r.pitch()))
	}
}

func (r *longRenderer) paint(row *canvas.Text, line string) {
	t := r.text
	row.Text, row.Color, row.Alignment = line, theme.ColorForWidget(t.color, t), t.align
	row.TextSize, row.TextStyle = theme.SizeForWidget(t.size, t), fyne.TextStyle{Bold: t.bold}
	row.Refresh()
}

func (r *longRenderer) Refresh() {
	r.Layout(r.text.Size())
	canvas.Refresh(r.text)
}

func (r *longRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.rows))
	for i, row := range r.rows {
		objects[i] = row
	}
	return objects
}

func (r *longRenderer) Destroy() {}
