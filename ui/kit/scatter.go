package kit

import (
	"fmt"
	"math"

	"fyne.io/fyne/v2"
	"github.com/go-analyze/charts"
)

// Dot is one case in a scatter.
type Dot struct{ X, Y float64 }

// Cloud is score against score with the lines that cut: AI score along, result up.
type Cloud struct {
	XName, YName string
	Dots         []Dot
	XMax, YMax   float64 // the ends of the scales; both begin at 0
	XCut, YCut   float64 // where the lines cut; 0 draws none
}

// Scatter shows a cloud.
func Scatter(cloud Cloud) *Chart {
	plot := Plot{Corner: cloud.XName, Series: []Series{{Name: cloud.YName}}}
	for _, dot := range cloud.Dots {
		plot.Labels = append(plot.Labels, fmt.Sprint(dot.X))
		plot.Series[0].Values = append(plot.Series[0].Values, dot.Y)
	}
	return newChart(plot, func(b *board, _ Plot) error { return drawCloud(b, cloud) }, fyne.NewSize(260, 280))
}

func drawCloud(b *board, c Cloud) error {
	note := b.font(12, InkSoft)
	left, right, top, bottom := b.px(40), b.Width()-b.px(12), b.px(24), b.Height()-b.px(40)
	place := func(dot Dot) charts.Point {
		return charts.Point{X: left + int(float64(right-left)*dot.X/c.XMax), Y: bottom - int(float64(bottom-top)*dot.Y/c.YMax)}
	}
	for i := range 5 {
		x, y := c.XMax*float64(i)/4, c.YMax*float64(i)/4
		b.LineStroke([]charts.Point{place(Dot{0, y}), place(Dot{c.XMax, y})}, b.color(Hairline), float64(b.scale))
		b.write(plain(y), left-b.px(6), place(Dot{0, y}).Y, note, Right)
		tick := plain(x)
		b.write(tick, place(Dot{x, 0}).X-b.MeasureText(tick, 0, note).Width()/2, bottom+b.px(12), note, Left)
	}
	b.write(c.YName, b.px(4), b.px(8), note, Left)
	b.write(c.XName, right, bottom+b.px(30), note, Right)
	b.drawCuts(c, place)
	for _, dot := range c.Dots {
		at := place(dot)
		b.Circle(3*float64(b.scale), at.X, at.Y, b.color(Indigo).WithAlpha(150), b.color(Indigo), 0)
	}
	return nil
}

// drawCuts draws the lines that cut, dashed, in structure's soft ink.
func (b *board) drawCuts(c Cloud, place func(Dot) charts.Point) {
	dash := []float64{float64(b.px(4)), float64(b.px(4))}
	if c.XCut > 0 {
		b.DashedLineStroke([]charts.Point{place(Dot{c.XCut, 0}), place(Dot{c.XCut, c.YMax})}, b.color(InkSoft), float64(b.scale), dash)
	}
	if c.YCut > 0 {
		b.DashedLineStroke([]charts.Point{place(Dot{0, c.YCut}), place(Dot{c.XMax, c.YCut})}, b.color(InkSoft), float64(b.scale), dash)
	}
}

func plain(v float64) string { return fmt.Sprintf("%.4g", v) }

// Span is an estimate with its interval, and on how many cases it stands.
type Span struct {
	Label     string
	Low, High float64
	Value     float64
	N         int
}

// Intervals shows estimates with their intervals on one scale, with n beside them; a line stands at zero.
func Intervals(corner, lowName, valueName, highName string, spans []Span) *Chart {
	plot := Plot{Corner: corner, Series: []Series{{Name: lowName}, {Name: valueName}, {Name: highName}, {Name: "n"}}}
	for _, s := range spans {
		plot.Labels = append(plot.Labels, s.Label)
		for i, value := range []float64{s.Low, s.Value, s.High, float64(s.N)} {
			plot.Series[i].Values = append(plot.Series[i].Values, value)
		}
	}
	return newChart(plot, func(b *board, p Plot) error { return drawSpans(b, p, spans) }, fyne.NewSize(260, float32(len(spans))*34+40))
}

func drawSpans(b *board, plot Plot, spans []Span) error {
	label, note := b.font(12, Ink), b.font(12, InkSoft)
	left, right := b.labelRoom(plot.Labels, label), b.Width()-b.px(72)
	low, high := 0.0, 0.0
	for _, s := range spans {
		low, high = math.Min(low, s.Low), math.Max(high, s.High)
	}
	if high <= low {
		high = low + 1
	}
	at := func(v float64) int { return left + int(float64(right-left)*(v-low)/(high-low)) }
	bottom := b.Height() - b.px(28)
	b.LineStroke([]charts.Point{{X: at(0), Y: b.px(4)}, {X: at(0), Y: bottom}}, b.color(InkSoft), float64(b.scale))
	for _, v := range []float64{low, 0, high} {
		tick := plain(math.Round(v*100) / 100)
		b.write(tick, at(v)-b.MeasureText(tick, 0, note).Width()/2, bottom+b.px(14), note, Left)
	}
	height := float64(bottom) / float64(max(1, len(spans)))
	for i, s := range spans {
		y := int(height * (float64(i) + 0.5))
		b.write(b.cut(s.Label, left-b.px(10), label), left-b.px(10), y, label, Right)
		b.LineStroke([]charts.Point{{X: at(s.Low), Y: y}, {X: at(s.High), Y: y}}, b.color(Indigo), 2*float64(b.scale))
		b.Circle(4*float64(b.scale), at(s.Value), y, b.color(Indigo), b.color(Indigo), 0)
		b.write("n="+Figure(s.N), right+b.px(12), y, note, Left)
	}
	return nil
}
