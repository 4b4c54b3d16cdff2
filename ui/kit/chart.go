package kit

import (
	"bytes"
	"image"
	"image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Series is one row of figures: one per label.
type Series struct {
	Name   string
	Values []float64
}

// Plot is the figures of a chart and the words around them. Corner heads the labels' column in the CSV.
type Plot struct {
	Corner string
	Labels []string
	Series []Series
	Max    float64              // the end of the scale; 0 takes the greatest value
	Format func(float64) string // how a figure is written; nil writes the shortest
	Tones  []Tone               // of each bar; nil is plain structure
}

// Chart is a picture of a plot, drawn for the pixels it has and in the colours of the theme.
type Chart struct {
	widget.BaseWidget
	plot  Plot
	draw  func(b *board, plot Plot) error
	least fyne.Size
}

// Radar shows values around a centre: one axis per label, one outline per series.
func Radar(plot Plot) *Chart { return newChart(plot, drawRadar, fyne.NewSize(260, 280)) }

// Funnel shows how many are left at each label of the first series, and which share of the label before.
func Funnel(plot Plot) *Chart {
	return newChart(plot, drawFunnel, fyne.NewSize(260, float32(len(plot.Labels))*40+8))
}

// Bars shows the first series as lying bars, with the figure at their end.
func Bars(plot Plot) *Chart {
	return newChart(plot, drawBars, fyne.NewSize(260, float32(len(plot.Labels))*30+8))
}

func newChart(plot Plot, draw func(*board, Plot) error, least fyne.Size) *Chart {
	c := &Chart{plot: plot, draw: draw, least: least}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows other figures.
func (c *Chart) Set(plot Plot) {
	c.plot = plot
	c.Refresh()
}

// PNG is the chart on white paper, so many pixels wide and high, for a document.
func (c *Chart) PNG(width, height int) ([]byte, error) {
	th := fyne.CurrentApp().Settings().Theme()
	if t, ok := th.(*Theme); ok {
		th = newTheme(t.regular, t.bold, false, 1)
	}
	scale := fyne.Max(1, float32(width)/600)
	return paintPlot(c.draw, c.plot, th, width, height, scale)
}

// CSV is the chart's numbers for a spreadsheet.
func (c *Chart) CSV() []byte { return plotCSV(c.plot) }

// ChartCard is a card with a chart and the two ways to keep it; save gets a file's ending and its bytes.
func ChartCard(words Words, title string, chart *Chart, save func(ending string, data []byte)) *fyne.Container {
	picture := Quiet(words("kit.save_picture"), func() {
		if data, err := chart.PNG(1200, 1200*int(chart.least.Height)/int(chart.least.Width*1.6)); err == nil {
			save("png", data)
		}
	})
	return Card(title, chart, picture, Quiet(words("kit.save_numbers"), func() { save("csv", chart.CSV()) }))
}

// CreateRenderer is Fyne's hook.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	picture := canvas.NewImageFromImage(image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	picture.FillMode, picture.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleFastest
	return &chartRenderer{chart: c, picture: picture}
}

type chartRenderer struct {
	chart   *Chart
	picture *canvas.Image
	drawn   drawnFor
}

// drawnFor is what the picture was drawn for; the same again costs nothing.
type drawnFor struct {
	width, height int
	theme         fyne.Theme
}

func (r *chartRenderer) MinSize() fyne.Size { return r.chart.least }

func (r *chartRenderer) Layout(size fyne.Size) {
	r.picture.Resize(size)
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.chart); c != nil {
		scale = c.Scale()
	}
	want := drawnFor{int(size.Width * scale), int(size.Height * scale), r.chart.Theme()}
	if want == r.drawn || want.width < 40 || want.height < 40 {
		return
	}
	r.drawn = want
	data, err := paintPlot(r.chart.draw, r.chart.plot, want.theme, want.width, want.height, scale*want.theme.Size(theme.SizeNameText)/14)
	if err != nil {
		return
	}
	if shown, err := png.Decode(bytes.NewReader(data)); err == nil {
		r.picture.Image = shown
		r.picture.Refresh()
	}
}

func (r *chartRenderer) Refresh() {
	r.drawn = drawnFor{}
	r.Layout(r.chart.Size())
	canvas.Refresh(r.chart)
}

func (r *chartRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.picture} }
func (r *chartRenderer) Destroy()                     {}
