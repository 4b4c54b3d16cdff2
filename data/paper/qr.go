package paper

import (
	"errors"
	"image"
	imagecolor "image/color"
	"iter"
	"strconv"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	goqr "github.com/skip2/go-qrcode"
	"golang.org/x/image/draw"

	"ruhang/core/fault"
)

// QR makes a PNG of a payload, size pixels square, for a screen: the middle level of correction, whose bigger squares a
// telephone reads better than more of smaller ones.
func (p *Press) QR(payload string, size int) ([]byte, error) {
	if size < 64 || size > 2048 {
		return nil, fault.New(fault.Invalid, "paper.bad_qr_size", "least", "64", "most", "2048", "size", strconv.Itoa(size))
	}
	code, err := encode(payload, goqr.Medium)
	if err != nil {
		return nil, err
	}
	png, err := code.PNG(size)
	return png, fault.Wrap(err, fault.Internal, "paper.draw_failed", "paper.QR")
}

// longCode is from how many bytes on squares become too small for the highest level of correction on paper.
const longCode = 200

// printed is the squares of a code for paper: the highest level of correction, since paper is folded and stained; for a long
// payload the middle one, whose bigger squares a camera reads.
func printed(payload string) ([][]bool, error) {
	code, err := encode(payload, goqr.Highest)
	if err != nil || len(payload) > longCode {
		if code, err = encode(payload, goqr.Medium); err != nil {
			return nil, err
		}
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}

func encode(payload string, level goqr.RecoveryLevel) (*goqr.QRCode, error) {
	if payload == "" {
		return nil, fault.New(fault.Invalid, "paper.qr_empty")
	}
	code, err := goqr.New(payload, level)
	if err != nil {
		return nil, fault.Wrap(err, fault.Refused, "paper.qr_too_long", "paper.encode")
	}
	return code, nil
}

// ReadQR finds the payload in a PNG or JPEG image: as it is, with its contrast stretched, and inverted, at full size
// and smaller. An image without a code is refused with paper.no_qr.
func (p *Press) ReadQR(data []byte) (payload string, err error) {
	defer func() {
		if r := recover(); r != nil {
			payload, err = "", fault.Wrap(errors.New("panic in the reader"), fault.Refused, "paper.no_qr", "paper.ReadQR")
		}
	}()
	img, err := open(data)
	if err != nil {
		return "", err
	}
	for _, side := range []int{1200, 600} {
		gray := grayed(img, side)
		for _, pixels := range []*image.Gray{gray, stretched(gray), inverted(gray)} {
			if text, ok := decode(pixels); ok {
				return text, nil
			}
		}
	}
	return "", fault.New(fault.Refused, "paper.no_qr")
}

// decode tries both ways to tell dark from light: by neighbourhood, then by one threshold.
func decode(img *image.Gray) (string, bool) {
	source := gozxing.NewLuminanceSourceFromImage(img)
	hints := map[gozxing.DecodeHintType]interface{}{gozxing.DecodeHintType_TRY_HARDER: true}
	for _, binarizer := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)} {
		bitmap, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		if result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints); err == nil && result.GetText() != "" {
			return result.GetText(), true
		}
	}
	return "", false
}

// grayed is the image in grey on white, its longer side at most most pixels, with a light border all around.
func grayed(img image.Image, most int) *image.Gray {
	size := img.Bounds().Size()
	if longest := max(size.X, size.Y); longest > most {
		size.X, size.Y = max(1, size.X*most/longest), max(1, size.Y*most/longest)
	}
	const border = 16
	out := image.NewGray(image.Rect(0, 0, size.X+2*border, size.Y+2*border))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, image.Rect(border, border, border+size.X, border+size.Y), img, img.Bounds(), draw.Over, nil)
	return out
}

// stretched spreads the greys between the darkest and the lightest twentieth over the whole range.
func stretched(in *image.Gray) *image.Gray {
	var counts [256]int
	for _, v := range in.Pix {
		counts[v]++
	}
	low, high := 0, 255
	for seen := counts[low]; low < 255 && seen < len(in.Pix)/20; seen += counts[low] {
		low++
	}
	for seen := counts[high]; high > low && seen < len(in.Pix)/20; seen += counts[high] {
		high--
	}
	out := image.NewGray(in.Rect)
	for i, v := range in.Pix {
		out.Pix[i] = uint8(min(255, max(0, (int(v)-low)*255/max(1, high-low))))
	}
	return out
}

// inverted swaps dark and light: some screens show codes in white on black.
func inverted(in *image.Gray) *image.Gray {
	out := image.NewGray(in.Rect)
	for i, v := range in.Pix {
		out.Pix[i] = imagecolor.Gray{Y: 255 - v}.Y
	}
	return out
}

// bar is a dark run of a QR code's row, in the units of the page.
type bar struct{ x, y, width, height float64 }

// bars are a QR code's dark runs in a square at x, y: few shapes, sharp at every size, and a hair taller than their row so that no
// viewer shows a seam.
func bars(dark [][]bool, x, y, size float64) iter.Seq[bar] {
	side := size / float64(len(dark))
	return func(yield func(bar) bool) {
		for i, row := range dark {
			for j := 0; j < len(row); j++ {
				from := j
				for j < len(row) && row[j] {
					j++
				}
				if j > from && !yield(bar{x + float64(from)*side, y + float64(i)*side, float64(j-from) * side, side * 1.01}) {
					return
				}
			}
		}
	}
}
