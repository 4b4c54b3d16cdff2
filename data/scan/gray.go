package scan

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// grayOf is a picture in grey on white, its longer side at most most pixels.
func grayOf(img image.Image, most int) *image.Gray {
	img = within(img, most)
	out := image.NewGray(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Over)
	return out
}

// scaled makes the longer side so many pixels.
func scaled(m *image.Gray, longer int) *image.Gray {
	size := m.Rect.Size()
	from := max(size.X, size.Y)
	if from == longer {
		return m
	}
	out := image.NewGray(image.Rect(0, 0, max(1, size.X*longer/from), max(1, size.Y*longer/from)))
	draw.CatmullRom.Scale(out, out.Rect, m, m.Rect, draw.Src, nil)
	return out
}

// sums are a picture's sums from its upper left corner: the mean of any rectangle is then four look-ups.
type sums struct {
	w, h int
	s    []int64
}

func sumsOf(m *image.Gray) sums {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	t := sums{w, h, make([]int64, (w+1)*(h+1))}
	for y := range h {
		row := int64(0)
		for x := range w {
			row += int64(m.Pix[y*m.Stride+x])
			t.s[(y+1)*(w+1)+x+1] = t.s[y*(w+1)+x+1] + row
		}
	}
	return t
}

func (t sums) mean(x, y, radius int) int {
	x0, y0, x1, y1 := max(0, x-radius), max(0, y-radius), min(t.w, x+radius+1), min(t.h, y+radius+1)
	w := t.w + 1
	return int((t.s[y1*w+x1] - t.s[y0*w+x1] - t.s[y1*w+x0] + t.s[y0*w+x0]) / int64((x1-x0)*(y1-y0)))
}

// smooth takes the noise of single pixels away.
func smooth(m *image.Gray) *image.Gray {
	t, out := sumsOf(m), image.NewGray(m.Rect)
	for y := range t.h {
		for x := range t.w {
			out.Pix[y*out.Stride+x] = uint8(t.mean(x, y, 1))
		}
	}
	return out
}

// evened makes the ground white wherever the lamp stood: each pixel against the mean of what lies around it.
func evened(m *image.Gray) *image.Gray {
	t, out := sumsOf(m), image.NewGray(m.Rect)
	radius := max(t.w, t.h) / 24
	for y := range t.h {
		for x := range t.w {
			ground := t.mean(x, y, radius)
			out.Pix[y*out.Stride+x] = uint8(max(0, min(255, int(m.Pix[y*m.Stride+x])*200/max(1, ground))))
		}
	}
	return out
}

// sharpened raises what differs from its neighbours.
func sharpened(m *image.Gray) *image.Gray {
	t, out := sumsOf(m), image.NewGray(m.Rect)
	for y := range t.h {
		for x := range t.w {
			v := int(m.Pix[y*m.Stride+x])
			out.Pix[y*out.Stride+x] = uint8(max(0, min(255, v+2*(v-t.mean(x, y, 2)))))
		}
	}
	return out
}

// spread is the greys between two shares of all pixels, 0 to 1, darkest first.
func spread(m *image.Gray, low, high float64) (from, to int) {
	var counts [256]int
	for y := range m.Rect.Dy() {
		for _, v := range m.Pix[y*m.Stride : y*m.Stride+m.Rect.Dx()] {
			counts[v]++
		}
	}
	all := m.Rect.Dx() * m.Rect.Dy()
	seen := 0
	from = -1
	for v, n := range counts {
		seen += n
		if from < 0 && float64(seen) >= low*float64(all) {
			from = v
		}
		if float64(seen) >= high*float64(all) {
			return from, v
		}
	}
	return max(0, from), 255
}

// turned rotates by degrees to the right, on white.
func turned(m *image.Gray, degrees float64) *image.Gray {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
	ow, oh := math.Ceil(math.Abs(w*cos)+math.Abs(h*sin)), math.Ceil(math.Abs(w*sin)+math.Abs(h*cos))
	out := image.NewGray(image.Rect(0, 0, int(ow), int(oh)))
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{Y: 200}), image.Point{}, draw.Src)
	draw.BiLinear.Transform(out, f64.Aff3{cos, -sin, ow/2 - cos*w/2 + sin*h/2, sin, cos, oh/2 - sin*w/2 - cos*h/2}, m, m.Rect, draw.Over, nil)
	return out
}

// skew is by how many degrees the lines of writing lean to the right, within 12: the angle at which rows differ most from their neighbours.
func skew(m *image.Gray) float64 {
	small := evened(scaled(m, 600))
	best, at := -1.0, 0.0
	for degrees := -12.0; degrees <= 12; degrees += 0.5 {
		if s := rows(small, degrees); s > best {
			best, at = s, degrees
		}
	}
	return at
}

// rows is the sum of squared differences between neighbouring rows' darkness along lines that lean by degrees.
func rows(m *image.Gray, degrees float64) float64 {
	slope := math.Tan(degrees * math.Pi / 180)
	w, h := m.Rect.Dx(), m.Rect.Dy()
	dark := make([]float64, h+2*w)
	for y := h / 20; y < h-h/20; y++ {
		for x := w / 20; x < w-w/20; x++ {
			if m.Pix[y*m.Stride+x] < 150 {
				dark[w+y-int(slope*float64(x-w/2))]++
			}
		}
	}
	sum := 0.0
	for i := 1; i < len(dark); i++ {
		d := dark[i] - dark[i-1]
		sum += d * d
	}
	return sum
}
