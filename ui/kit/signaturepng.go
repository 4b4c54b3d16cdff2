package kit

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/vector"
)

// SignaturePNG renders strokes as dark ink on nothing, cut to the ink with a margin, so many pixels wide. No stroke
// makes no picture: nil.
func SignaturePNG(strokes []Stroke, width int) ([]byte, error) {
	least, most, any := bounds(strokes)
	if !any || width <= 0 {
		return nil, nil
	}
	const margin = 8
	wide, high := float64(most.X-least.X)+2*margin, float64(most.Y-least.Y)+2*margin
	scale := float64(width) / wide
	pen := &pen{raster: vector.NewRasterizer(width, max(1, int(math.Ceil(high*scale)))), half: 1.4 * scale}
	place := func(p Point) (float64, float64) {
		return (float64(p.X-least.X) + margin) * scale, (float64(p.Y-least.Y) + margin) * scale
	}
	for _, stroke := range strokes {
		for i := range stroke {
			x0, y0 := place(stroke[max(0, i-1)])
			x1, y1 := place(stroke[i])
			pen.line(x0, y0, x1, y1)
		}
	}
	picture := image.NewNRGBA(pen.raster.Bounds())
	pen.raster.DrawOp = draw.Over
	pen.raster.Draw(picture, picture.Bounds(), image.NewUniform(hex(lightPalette[Ink], 255)), image.Point{})
	sweep(picture)
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	return out.Bytes(), err
}

// sweep clears what the rasterizer's rounding leaves beside the ink: next to nothing, but not nothing.
func sweep(picture *image.NRGBA) {
	for i := 3; i < len(picture.Pix); i += 4 {
		if picture.Pix[i] < 8 {
			clear(picture.Pix[i-3 : i+1])
		}
	}
}

func bounds(strokes []Stroke) (least, most Point, any bool) {
	least, most = Point{math.MaxFloat32, math.MaxFloat32}, Point{}
	for _, stroke := range strokes {
		for _, p := range stroke {
			least = Point{min(least.X, p.X), min(least.Y, p.Y)}
			most = Point{max(most.X, p.X), max(most.Y, p.Y)}
			any = true
		}
	}
	return least, most, any
}

// pen draws lines with round ends. All outlines turn the same way, so that crossing lines add up instead of
// cancelling out.
type pen struct {
	raster *vector.Rasterizer
	half   float64
}

func (p *pen) line(x0, y0, x1, y1 float64) {
	angle := math.Atan2(y1-y0, x1-x0)
	const steps = 8
	p.point(x0, y0, angle+math.Pi/2, p.raster.MoveTo)
	for i := 1; i <= steps; i++ {
		p.point(x0, y0, angle+math.Pi/2+math.Pi*float64(i)/steps, p.raster.LineTo)
	}
	for i := 0; i <= steps; i++ {
		p.point(x1, y1, angle-math.Pi/2+math.Pi*float64(i)/steps, p.raster.LineTo)
	}
	p.raster.ClosePath()
}

func (p *pen) point(x, y, angle float64, add func(x, y float32)) {
	add(float32(x+math.Cos(angle)*p.half), float32(y+math.Sin(angle)*p.half))
}
