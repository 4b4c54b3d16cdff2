package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"github.com/go-analyze/charts"
)

// drawRadar draws rings, axes, one outline per series, and the labels with the first series' figures around them.
func drawRadar(b *board, plot Plot) error {
	if len(plot.Labels) < 3 {
		return drawBars(b, plot)
	}
	legend := b.drawLegend(plot)
	label := b.font(12, Ink)
	center := charts.Point{X: b.Width() / 2, Y: (b.Height() + legend) / 2}
	beside := 0
	for _, name := range plot.Labels {
		beside = max(beside, min(b.px(96), b.MeasureText(name, 0, label).Width())+b.px(10))
	}
	radius := float64(min(b.Width()-2*beside, b.Height()-legend-2*b.px(34))) / 2
	radius = math.Max(radius, float64(b.px(40)))
	for ring := 1; ring <= 4; ring++ {
		b.LineStroke(outline(center, len(plot.Labels), func(int) float64 { return radius * float64(ring) / 4 }), b.color(Hairline), float64(b.scale))
	}
	for i, tip := range outline(center, len(plot.Labels), func(int) float64 { return radius }) {
		if i < len(plot.Labels) {
			b.LineStroke([]charts.Point{center, tip}, b.color(Hairline), float64(b.scale))
			b.writeAround(plot.Labels[i], plot.first()[i], plot, tip, center, label)
		}
	}
	for i := len(plot.Series) - 1; i >= 0; i-- {
		b.drawOutline(plot, i, center, radius)
	}
	return nil
}

func (b *board) drawOutline(plot Plot, i int, center charts.Point, radius float64) {
	values := plot.Series[i].Values
	points := outline(center, len(plot.Labels), func(k int) float64 {
		if k >= len(values) {
			return 0
		}
		return radius * math.Max(0, math.Min(1, values[k]/plot.top()))
	})
	ink := b.color(seriesInk(i))
	b.FillArea(points, ink.WithAlpha(38))
	b.LineStroke(points, ink, 2*float64(b.scale))
	b.Dots(points[:len(points)-1], ink, ink, 1, 2.5*float64(b.scale))
}

// seriesInk tells series apart: structure first, then soft ink.
func seriesInk(i int) fyne.ThemeColorName {
	if i == 0 {
		return Indigo
	}
	return InkSoft
}

// outline is a closed figure with n corners, the first on top.
func outline(center charts.Point, n int, radius func(i int) float64) []charts.Point {
	points := make([]charts.Point, 0, n+1)
	for i := range n + 1 {
		angle := 2*math.Pi*float64(i%n)/float64(n) - math.Pi/2
		r := radius(i % n)
		points = append(points, charts.Point{X: center.X + int(math.Round(math.Cos(angle)*r)), Y: center.Y + int(math.Round(math.Sin(angle)*r))})
	}
	return points
}

// writeAround writes a label and its figure beyond the tip of its axis, on the side it points to.
func (b *board) writeAround(label string, value float64, plot Plot, tip, center charts.Point, style charts.FontStyle) {
	label = b.cut(label, b.px(96), style)
	figure := b.font(12, InkSoft)
	written := plot.write(value)
	x, y := tip.X, tip.Y
	width := max(b.MeasureText(label, 0, style).Width(), b.MeasureText(written, 0, figure).Width())
	switch {
	case tip.X < center.X-b.px(6):
		x -= b.px(8) + width
	case tip.X > center.X+b.px(6):
		x += b.px(8)
	default:
		x -= width / 2
		if tip.Y < center.Y {
			y -= b.px(20)
		} else {
			y += b.px(20)
		}
	}
	line := b.px(8)
	b.write(label, x, y-line, style, Left)
	b.write(written, x, y+line, figure, Left)
}

// drawLegend names the series when there are several, and answers the height it took.
func (b *board) drawLegend(plot Plot) int {
	if len(plot.Series) < 2 {
		return 0
	}
	style := b.font(12, InkSoft)
	x, middle := b.px(4), b.px(10)
	for i, series := range plot.Series {
		ink := b.color(seriesInk(i))
		b.FilledRect(x, middle-b.px(4), x+b.px(12), middle+b.px(4), ink, ink, 0)
		b.write(series.Name, x+b.px(18), middle, style, Left)
		x += b.px(36) + b.MeasureText(series.Name, 0, style).Width()
	}
	return b.px(24)
}
