package scan

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
)

// code finds a QR code on a page: on the whole of it, then on its quarters and its middle, since a small code on a large page has too few
// pixels once the page is made smaller.
func (s *Scanner) code(page []byte) (string, bool) {
	if text, err := s.tools.Code(page); err == nil {
		return text, true
	}
	img, err := png.Decode(bytes.NewReader(page))
	if err != nil {
		return "", false
	}
	for _, part := range parts(img.Bounds()) {
		cut := image.NewGray(image.Rectangle{Max: part.Size()})
		draw.Draw(cut, cut.Rect, img, part.Min, draw.Src)
		var out bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestSpeed}
		if encoder.Encode(&out, cut) != nil {
			return "", false
		}
		if text, err := s.tools.Code(out.Bytes()); err == nil {
			return text, true
		}
	}
	return "", false
}

// parts are a page's quarters, each reaching a little over its middle, and its middle.
func parts(b image.Rectangle) []image.Rectangle {
	w, h := b.Dx()*6/10, b.Dy()*6/10
	at := func(x, y int) image.Rectangle { return image.Rect(x, y, x+w, y+h).Intersect(b) }
	return []image.Rectangle{at(b.Max.X-w, b.Max.Y-h), at(b.Min.X, b.Max.Y-h), at(b.Max.X-w, b.Min.Y), at(b.Min.X, b.Min.Y),
		at(b.Min.X+b.Dx()/5, b.Min.Y+b.Dy()/5)}
}
