package paper

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // decodes what phones save

	"ruhang/core/fault"
)

const (
	maxKeptSide = 4000 // pixels of a picture that is kept: a page of small print is readable
	keptQuality = 92   // of a JPEG that is written anew
)

// Clean gives a picture from outside as plain pixels, written anew: upright as its camera meant it, without place, time, names of
// devices, and whatever stood behind its end. A JPEG stays one, others become PNG; a very large one is made smaller. What is no
// picture is given back as it is. A picture that does not decode is Invalid, paper.bad_image.
func (p *Press) Clean(data []byte) (clean []byte, ending string, err error) {
	kind := pictureKind(data)
	if kind == "" {
		return data, "", nil
	}
	img, err := open(data)
	if err != nil {
		return nil, "", err
	}
	if kind != "jpeg" {
		var out bytes.Buffer
		err := png.Encode(&out, within(img, maxKeptSide))
		return out.Bytes(), ".png", fault.Wrap(err, fault.Internal, "paper.draw_failed", "paper.Clean")
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, upright(within(img, maxKeptSide), orientation(data)), &jpeg.Options{Quality: keptQuality})
	return out.Bytes(), ".jpg", fault.Wrap(err, fault.Internal, "paper.draw_failed", "paper.Clean")
}

// pictureKind goes by the first bytes, as the decoders do.
func pictureKind(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "png"
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "jpeg"
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "webp"
	}
	return ""
}

// within is the picture itself, or a smaller one with no side longer than most.
func within(img image.Image, most int) image.Image {
	size := img.Bounds().Size()
	longest := max(size.X, size.Y)
	if longest <= most {
		return img
	}
	small := image.NewNRGBA(image.Rect(0, 0, max(1, size.X*most/longest), max(1, size.Y*most/longest)))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	return small
}

// unpacked is how many bytes a picture takes while it is decoded, by what its head says. A progressive JPEG is kept as coefficients of
// four bytes before it becomes pixels.
func unpacked(config image.Config, data []byte) int64 {
	each := int64(4)
	switch config.ColorModel {
	case color.GrayModel:
		each = 1
	case color.Gray16Model:
		each = 2
	case color.YCbCrModel:
		each = 3
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	}
	if _, palette := config.ColorModel.(color.Palette); palette {
		each = 1
	}
	if pictureKind(data) == "jpeg" && progressive(data) {
		each *= 5
	}
	return int64(config.Width) * int64(config.Height) * each
}

// segments calls visit with each marker of a JPEG and what it holds, up to the pixels; visit answers whether to go on.
func segments(data []byte, visit func(marker byte, body []byte) bool) {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker := data[at+1]
		if marker == 0xff { // filling
			at++
			continue
		}
		length := int(binary.BigEndian.Uint16(data[at+2:]))
		if length < 2 || at+2+length > len(data) || marker == 0xda || !visit(marker, data[at+4:at+2+length]) {
			return
		}
		at += 2 + length
	}
}

func progressive(data []byte) (yes bool) {
	segments(data, func(marker byte, _ []byte) bool {
		yes = yes || marker == 0xc2
		return true
	})
	return yes
}

// orientation is how the camera was held, 1 to 8 (Exif 2.32, tag 0x0112); 1 is upright, and so is what says nothing.
func orientation(data []byte) int {
	way := 1
	segments(data, func(marker byte, body []byte) bool {
		tiff, exif := bytes.CutPrefix(body, []byte("Exif\x00\x00"))
		if marker != 0xe1 || !exif || len(tiff) < 8 {
			return true
		}
		var order binary.ByteOrder = binary.BigEndian
		if string(tiff[:2]) == "II" {
			order = binary.LittleEndian
		}
		at := int64(order.Uint32(tiff[4:]))
		if at+2 > int64(len(tiff)) {
			return false
		}
		entries := int64(order.Uint16(tiff[at:]))
		for i := range entries {
			e := at + 2 + 12*i
			if e+12 > int64(len(tiff)) {
				return false
			}
			if v := int(order.Uint16(tiff[e+8:])); order.Uint16(tiff[e:]) == 0x0112 && v >= 1 && v <= 8 {
				way = v
			}
		}
		return false
	})
	return way
}

// upright turns a picture as its camera meant it.
func upright(img image.Image, way int) image.Image {
	if way == 1 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	// Where the pixel at x, y of the upright picture lies in the one that was stored.
	from := map[int]func(x, y int) (int, int){
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, h - 1 - x },
		7: func(x, y int) (int, int) { return w - 1 - y, h - 1 - x },
		8: func(x, y int) (int, int) { return w - 1 - y, x },
	}[way]
	size := image.Pt(w, h)
	if way >= 5 {
		size = image.Pt(h, w)
	}
	out := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			fx, fy := from(x, y)
			out.Set(x, y, img.At(b.Min.X+fx, b.Min.Y+fy))
		}
	}
	return out
}
