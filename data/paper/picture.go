package paper

import (
	"bytes"
	"image"
	_ "image/jpeg" // decodes photographs
	"image/png"
	"strconv"

	"golang.org/x/image/draw"

	"ruhang/core/fault"
	"ruhang/core/office"
)

const (
	maxImageBytes  = 12 << 20
	maxImagePixels = 40_000_000
	maxUnpacked    = 120_000_000 // bytes in memory while a picture is decoded
	maxImageSide   = 2000        // pixels; a bigger picture is made smaller before it is embedded
)

// open decodes a PNG or JPEG whose size it has looked at first: a few hundred bytes can claim gigabytes.
func open(data []byte) (image.Image, error) {
	if len(data) > maxImageBytes {
		return nil, fault.New(fault.Refused, "paper.image_too_large", "limit", strconv.Itoa(maxImageBytes>>20))
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "paper.bad_image", "paper.open")
	}
	if config.Width < 1 || config.Height < 1 || int64(config.Width)*int64(config.Height) > maxImagePixels || unpacked(config, data) > maxUnpacked {
		return nil, fault.New(fault.Refused, "paper.image_too_large", "limit", strconv.Itoa(maxImagePixels/1_000_000))
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "paper.bad_image", "paper.open")
	}
	return img, nil
}

// reencoded is a picture as plain opaque pixels on white: no tail, no metadata, nothing the PDF library trips over.
func reencoded(img image.Image) ([]byte, error) {
	size := img.Bounds().Size()
	if most := max(size.X, size.Y); most > maxImageSide {
		size.X, size.Y = max(1, size.X*maxImageSide/most), max(1, size.Y*maxImageSide/most)
	}
	flat := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(flat, flat.Bounds(), img, img.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err := encoder.Encode(&out, flat)
	return out.Bytes(), err
}

// picture is an image at its own size, or as wide as the page, and its caption.
func (l *layout) picture(b office.Block) error {
	img, err := open(b.Image)
	if err != nil {
		return err
	}
	data, err := reencoded(img)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "paper.draw_failed", "paper.picture")
	}
	size := img.Bounds().Size()
	wide := min(bodyWidth, float64(size.X)/pictureDPI*25.4)
	high := wide * float64(size.Y) / float64(size.X)
	if high > pictureTall {
		wide, high = wide*pictureTall/high, pictureTall
	}
	l.captioned(strip{gap: 4, height: high, draw: func(p *pen, at float64) { p.image(data, side, at, wide, high) }}, b.Caption)
	return nil
}

// code is a QR code to be printed, and its caption.
func (l *layout) code(b office.Block) error {
	squares, err := printed(b.Text)
	if err != nil {
		return err
	}
	size := max(codeSize, leastSquare*float64(len(squares)))
	l.captioned(strip{gap: 4, height: size, draw: func(p *pen, at float64) { p.squares(squares, side, at, size) }}, b.Caption)
	return nil
}

// captioned is a picture with its caption under it, on the same page.
func (l *layout) captioned(s strip, caption string) {
	if caption == "" {
		l.add(s)
		return
	}
	lines := flat(l.lines(caption, bodyWidth, captionStyle))
	strips := []strip{s}
	for _, text := range lines {
		strips[len(strips)-1].keep = true
		strips = append(strips, strip{height: captionStyle.height(), draw: func(p *pen, at float64) {
			p.text(side, at, text, captionStyle)
		}})
	}
	strips[1].gap = 2.4 // and a QR code needs white all around
	l.add(strips...)
}
