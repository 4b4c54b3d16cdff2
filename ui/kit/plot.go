package kit

import (
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"github.com/go-analyze/charts"
)

// board is what a plot is drawn on: the painter and our colours and sizes in pixels.
type board struct {
	*charts.Painter
	theme  fyne.Theme
	scale  float32
	family string
}

func paintPlot(draw func(*board, Plot) error, plot Plot, th fyne.Theme, width, height int, scale float32) ([]byte, error) {
	family, err := chartFont(th.Font(fyne.TextStyle{}))
	if err != nil {
		return nil, err
	}
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: width, Height: height, Font: charts.GetFont(family)})
	b := &board{Painter: painter, theme: th, scale: scale, family: family}
	b.FilledRect(0, 0, width, height, b.color(CardColor), b.color(CardColor), 0)
	if err := draw(b, plot); err != nil {
		return nil, err
	}
	return b.Bytes()
}

// fontsKnown are the fonts the chart library was given; parsing ten megabytes once is enough. Only the UI's
// goroutine draws.
var fontsKnown = map[string]bool{}

func chartFont(font fyne.Resource) (family string, err error) {
	family = "kit-" + font.Name() + strconv.Itoa(len(font.Content()))
	if !fontsKnown[family] {
		err = charts.InstallFont(family, font.Content())
		fontsKnown[family] = err == nil
	}
	return family, err
}

func (b *board) color(name fyne.ThemeColorName) charts.Color {
	r, g, bl, a := b.theme.Color(name, 0).RGBA()
	return charts.ColorConvertGo(color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(bl >> 8), A: uint8(a >> 8)})
}

func (b *board) px(dp float32) int { return int(math.Round(float64(dp * b.scale))) }

// pointsPerPixel turns our sizes into the library's, which counts points at 92 dots per inch.
const pointsPerPixel = 72.0 / 92

func (b *board) font(size float32, ink fyne.ThemeColorName) charts.FontStyle {
	return charts.FontStyle{FontSize: float64(size*b.scale) * pointsPerPixel, FontColor: b.color(ink), Font: charts.GetFont(b.family)}
}

// write puts a text at x with its middle at y, to the right of x, or to the left of it.
func (b *board) write(text string, x, y int, style charts.FontStyle, align fyne.TextAlign) {
	box := b.MeasureText(text, 0, style)
	if align == Right {
		x -= box.Width()
	}
	b.Text(text, x, y+int(style.FontSize/pointsPerPixel*0.36), 0, style)
}

// cut shortens a text to a width.
func (b *board) cut(text string, width int, style charts.FontStyle) string {
	runes := []rune(text)
	for len(runes) > 1 && b.MeasureText(text, 0, style).Width() > width {
		runes = runes[:len(runes)-1]
		text = string(runes) + ellipsis
	}
	return text
}

// top is the end of a plot's scale.
func (p Plot) top() float64 {
	top := p.Max
	for _, series := range p.Series {
		for _, value := range series.Values {
			if p.Max == 0 {
				top = math.Max(top, value)
			}
		}
	}
	return math.Max(top, 1e-9)
}

func (p Plot) write(value float64) string {
	if p.Format != nil {
		return p.Format(value)
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}

// first are the values of the first series, one for each label.
func (p Plot) first() []float64 {
	values := make([]float64, len(p.Labels))
	if len(p.Series) > 0 {
		copy(values, p.Series[0].Values)
	}
	return values
}

func (p Plot) tone(i int) fyne.ThemeColorName {
	if i < len(p.Tones) && p.Tones[i] != TonePlain {
		ink, _ := p.Tones[i].inks()
		return ink
	}
	return Indigo
}

// drawBars draws lying bars: the label before, the figure behind.
func drawBars(b *board, plot Plot) error {
	label, figure := b.font(12, Ink), b.font(12, InkSoft)
	room := b.labelRoom(plot.Labels, label)
	end := b.Width() - b.px(64)
	height := float64(b.Height()) / float64(max(1, len(plot.Labels)))
	for i, value := range plot.first() {
		middle := int(height * (float64(i) + 0.5))
		half := int(math.Min(height*0.3, float64(b.px(9))))
		width := int(float64(end-room) * math.Max(0, value) / plot.top())
		b.write(b.cut(plot.Labels[i], room-b.px(10), label), room-b.px(10), middle, label, Right)
		b.FilledRect(room, middle-half, end, middle+half, b.color(Sunken), b.color(Sunken), 0)
		b.FilledRect(room, middle-half, room+width, middle+half, b.color(plot.tone(i)), b.color(plot.tone(i)), 0)
		b.write(plot.write(value), end+b.px(8), middle, figure, Left)
	}
	return nil
}

// labelRoom is as much as the longest label needs, at most two fifths.
func (b *board) labelRoom(labels []string, style charts.FontStyle) int {
	room := 0
	for _, label := range labels {
		room = max(room, b.MeasureText(label, 0, style).Width()+b.px(12))
	}
	return min(room, b.Width()*2/5)
}

// drawFunnel draws centred bars that narrow, joined by a slope, with the count in words and the share of the step
// before at the right.
func drawFunnel(b *board, plot Plot) error {
	label, figure := b.font(12, Ink), b.font(12, InkSoft)
	room := b.labelRoom(plot.Labels, label)
	right := b.Width() - b.px(96)
	values := plot.first()
	height := float64(b.Height()) / float64(max(1, len(values)))
	middle := (room + right) / 2
	half := func(value float64) int {
		return max(1, int(float64(right-room)/2*math.Max(0, value)/plot.top()))
	}
	for i, value := range values {
		top, bottom := int(height*float64(i))+b.px(2), int(height*float64(i+1))-b.px(10)
		b.FilledRect(middle-half(value), top, middle+half(value), bottom, b.color(plot.tone(i)), b.color(plot.tone(i)), 0)
		if i+1 < len(values) {
			next := half(values[i+1])
			b.FillArea([]charts.Point{{X: middle - half(value), Y: bottom}, {X: middle + half(value), Y: bottom},
				{X: middle + next, Y: bottom + b.px(12)}, {X: middle - next, Y: bottom + b.px(12)}, {X: middle - half(value), Y: bottom}}, b.color(IndigoSoft))
		}
		b.write(b.cut(plot.Labels[i], room-b.px(10), label), room-b.px(10), (top+bottom)/2, label, Right)
		b.write(plot.write(value)+share(values, i), right+b.px(12), (top+bottom)/2, figure, Left)
	}
	return nil
}

func share(values []float64, i int) string {
	if i == 0 || values[i-1] <= 0 {
		return ""
	}
	return "  " + strconv.Itoa(int(math.Round(100*values[i]/values[i-1]))) + "%"
}
