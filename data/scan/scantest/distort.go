package scantest

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// desk is what lies around a document.
var desk = color.RGBA{122, 104, 88, 255}

// OnDesk lays a picture on a table that shows around it, edge pixels wide.
func OnDesk(m image.Image, edge int) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()+2*edge, b.Dy()+2*edge))
	draw.Draw(out, out.Rect, image.NewUniform(desk), image.Point{}, draw.Src)
	draw.Draw(out, b.Sub(b.Min).Add(image.Pt(edge, edge)), m, b.Min, draw.Src)
	return out
}

// Turn rotates a picture by degrees to the right, on the table.
func Turn(m image.Image, degrees float64) *image.RGBA {
	b := m.Bounds()
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(b.Dx()), float64(b.Dy())
	ow, oh := math.Ceil(math.Abs(w*cos)+math.Abs(h*sin)), math.Ceil(math.Abs(w*sin)+math.Abs(h*cos))
	out := image.NewRGBA(image.Rect(0, 0, int(ow), int(oh)))
	draw.Draw(out, out.Rect, image.NewUniform(desk), image.Point{}, draw.Src)
	draw.CatmullRom.Transform(out, f64.Aff3{cos, -sin, ow/2 - cos*w/2 + sin*h/2, sin, cos, oh/2 - sin*w/2 - cos*h/2}, m, b, draw.Over, nil)
	return out
}

// Scale makes a picture smaller or larger.
func Scale(m image.Image, by float64) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(b.Dx())*by)), max(1, int(float64(b.Dy())*by))))
	draw.CatmullRom.Scale(out, out.Rect, m, b, draw.Src, nil)
	return out
}

// Lean is a document seen from its foot: its upper edge is by (0 to 0.3) shorter than the lower one.
func Lean(m image.Image, by float64) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	src := OnDesk(m, 0)
	w, h := float64(b.Dx()), float64(b.Dy())
	for y := range b.Dy() {
		near := 1 - by*(1-float64(y)/h) // how wide the row is
		for x := range b.Dx() {
			sx := (float64(x)-w/2)/near + w/2
			sy := float64(y) * (1 - by/2 + by/2*float64(y)/h)
			out.Set(x, y, between(src, sx, sy))
		}
	}
	return out
}

// between reads a picture where no pixel stands.
func between(m *image.RGBA, x, y float64) color.Color {
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= m.Rect.Dx() || y0+1 >= m.Rect.Dy() {
		return desk
	}
	fx, fy := x-float64(x0), y-float64(y0)
	var c [3]float64
	for i := range 4 {
		dx, dy := i%2, i/2
		weight := math.Abs(1-float64(dx)-fx) * math.Abs(1-float64(dy)-fy)
		at := m.PixOffset(x0+dx, y0+dy)
		for k := range c {
			c[k] += weight * float64(m.Pix[at+k])
		}
	}
	return color.RGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), 255}
}

// Blur is a lens out of focus: a Gaussian of sigma pixels.
func Blur(m image.Image, sigma float64) *image.RGBA {
	radius := int(math.Ceil(3 * sigma))
	weights, sum := make([]float64, 2*radius+1), 0.0
	for i := range weights {
		d := float64(i - radius)
		weights[i] = math.Exp(-d * d / (2 * sigma * sigma))
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return smear(smear(OnDesk(m, 0), weights, 1, 0), weights, 0, 1)
}

// Shake is a hand that moved: length pixels along a row.
func Shake(m image.Image, length int) *image.RGBA {
	weights := make([]float64, length|1)
	for i := range weights {
		weights[i] = 1 / float64(len(weights))
	}
	return smear(OnDesk(m, 0), weights, 1, 0)
}

func smear(m *image.RGBA, weights []float64, dx, dy int) *image.RGBA {
	out := image.NewRGBA(m.Rect)
	radius, w, h := len(weights)/2, m.Rect.Dx(), m.Rect.Dy()
	for y := range h {
		for x := range w {
			var c [3]float64
			for i, weight := range weights {
				at := m.PixOffset(min(w-1, max(0, x+(i-radius)*dx)), min(h-1, max(0, y+(i-radius)*dy)))
				for k := range c {
					c[k] += weight * float64(m.Pix[at+k])
				}
			}
			out.SetRGBA(x, y, color.RGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), 255})
		}
	}
	return out
}

// each changes every channel of every pixel.
func each(m image.Image, change func(x, y int, v float64) float64) *image.RGBA {
	out := OnDesk(m, 0)
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			at := out.PixOffset(x, y)
			for k := range 3 {
				out.Pix[at+k] = uint8(math.Max(0, math.Min(255, change(x, y, float64(out.Pix[at+k])))))
			}
		}
	}
	return out
}

// Noise is a sensor in the dark: deviation is that of a normal distribution, in steps of 255.
func Noise(m image.Image, deviation float64, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 7))
	return each(m, func(_, _ int, v float64) float64 { return v + r.NormFloat64()*deviation })
}

// Shade is a lamp on one side: light falls to 1-by on the other.
func Shade(m image.Image, by float64) *image.RGBA {
	w := float64(m.Bounds().Dx())
	return each(m, func(x, _ int, v float64) float64 { return v * (1 - by*float64(x)/w) })
}

// Dim keeps a share of the light.
func Dim(m image.Image, share float64) *image.RGBA {
	return each(m, func(_, _ int, v float64) float64 { return v * share })
}

// Glare burns a spot white.
func Glare(m image.Image, share float64) *image.RGBA {
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	return each(m, func(x, y int, v float64) float64 {
		d := math.Hypot((float64(x)-w/2)/w, (float64(y)-h*0.6)/h) / share
		return v + 400*math.Exp(-d*d*2)
	})
}

// Fade brings all shades nearer to grey: what is left is share of the contrast.
func Fade(m image.Image, share float64) *image.RGBA {
	return each(m, func(_, _ int, v float64) float64 { return 170 + (v-170)*share })
}

// Negative swaps dark and light.
func Negative(m image.Image) *image.RGBA {
	return each(m, func(_, _ int, v float64) float64 { return 255 - v })
}
