package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Left, Center and Right are where text stands; figures stand right.
const (
	Left   = fyne.TextAlignLeading
	Center = fyne.TextAlignCenter
	Right  = fyne.TextAlignTrailing
)

// Text is one line in one of the four sizes. Its modifiers return it, so that they chain:
//
//	kit.Note("2026-11-23").In(kit.InkSoft)
type Text struct {
	widget.BaseWidget
	text  string
	size  fyne.ThemeSizeName
	color fyne.ThemeColorName
	align fyne.TextAlign
	bold  bool
	clip  bool
}

// Title is a page's heading.
func Title(text string) *Text { return newText(text, SizeTitle, Ink, true) }

// Head is the heading of a card or section.
func Head(text string) *Text { return newText(text, SizeHead, Ink, true) }

// Body is one line of plain text.
func Body(text string) *Text { return newText(text, SizeBody, Ink, false) }

// Note is one line that accompanies something: small and soft.
func Note(text string) *Text { return newText(text, SizeNote, InkSoft, false) }

func newText(text string, size fyne.ThemeSizeName, ink fyne.ThemeColorName, bold bool) *Text {
	t := &Text{text: text, size: size, color: ink, bold: bold}
	t.ExtendBaseWidget(t)
	return t
}

// In sets the colour by name.
func (t *Text) In(ink fyne.ThemeColorName) *Text { t.color = ink; return t }

// Bold sets the weight.
func (t *Text) Bold() *Text { t.bold = true; return t }

// At sets where the text stands in its room.
func (t *Text) At(align fyne.TextAlign) *Text { t.align = align; return t }

// Clip lets the text shrink below its length; what does not fit ends in an ellipsis.
func (t *Text) Clip() *Text { t.clip = true; return t }

// Text is what is written now.
func (t *Text) Text() string { return t.text }

// SetText writes something else.
func (t *Text) SetText(text string) {
	if t.text != text {
		t.text = text
		t.Refresh()
	}
}

// SetColor changes the colour by name.
func (t *Text) SetColor(ink fyne.ThemeColorName) {
	if t.color != ink {
		t.color = ink
		t.Refresh()
	}
}

// CreateRenderer is Fyne's hook.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewText(t.text, theme.ColorForWidget(t.color, t))
	r := &textRenderer{text: t, line: line}
	r.Refresh()
	return r
}

// whole is the size of the text when nothing of it is clipped.
func (t *Text) whole() fyne.Size {
	return fyne.MeasureText(t.text, theme.SizeForWidget(t.size, t), fyne.TextStyle{Bold: t.bold})
}

type textRenderer struct {
	text *Text
	line *canvas.Text
}

func (r *textRenderer) MinSize() fyne.Size {
	t := r.text
	size := t.whole()
	if t.clip {
		size.Width = fyne.Min(size.Width, 3*size.Height)
	}
	return size
}

func (r *textRenderer) Layout(size fyne.Size) {
	r.write(size.Width)
	height := r.MinSize().Height
	r.line.Move(fyne.NewPos(0, (size.Height-height)/2))
	r.line.Resize(fyne.NewSize(size.Width, height))
}

func (r *textRenderer) write(width float32) {
	t := r.text
	shown := t.text
	if t.clip && width > 0 {
		shown = clip(t.text, width, theme.SizeForWidget(t.size, t), fyne.TextStyle{Bold: t.bold})
	}
	r.line.Text = shown
}

func (r *textRenderer) Refresh() {
	t := r.text
	r.line.Color = theme.ColorForWidget(t.color, t)
	r.line.TextSize = theme.SizeForWidget(t.size, t)
	r.line.TextStyle = fyne.TextStyle{Bold: t.bold}
	r.line.Alignment = t.align
	r.Layout(t.Size())
	r.line.Refresh()
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *textRenderer) Destroy()                     {}

// clip shortens a text to a width and ends it with an ellipsis; it halves its way to the length, since measuring is
// the expensive part.
func clip(text string, width, size float32, style fyne.TextStyle) string {
	if fits(text, width, size, style) {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)-1
	for low < high {
		middle := (low + high + 1) / 2
		if fits(string(runes[:middle])+ellipsis, width, size, style) {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return string(runes[:low]) + ellipsis
}

const ellipsis = "…"

func fits(text string, width, size float32, style fyne.TextStyle) bool {
	return fyne.MeasureText(text, size, style).Width <= width+0.5
}
