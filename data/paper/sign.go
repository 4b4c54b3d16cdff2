package paper

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/font/sfnt"

	"ruhang/core/fault"
	"ruhang/core/office"
)

const (
	boxTall = 36.0 // of a signature's box
	boxGap  = 8.0
)

// fields are boxes for signatures, side by side, each under its words. Beside a single one stands the block's QR code.
func (l *layout) fields(b office.Block) error {
	rows := b.Rows
	var squares [][]bool
	if b.Text != "" {
		var err error
		if squares, err = printed(b.Text); err != nil {
			return err
		}
	}
	wide := (bodyWidth - boxGap) / 2 // also a box that stands alone
	label := labelStyle.height() + 1.5
	l.add(strip{gap: 5, height: label + boxTall, draw: func(p *pen, at float64) {
		for i, row := range rows {
			x := side + float64(i)*(wide+boxGap)
			p.text(x, at, row[1], labelStyle)
			p.frame(x, at+label, wide, boxTall)
			p.fields = append(p.fields, office.Field{Name: row[0], Label: row[1], Page: p.pdf.PageNo(), X: x / mmPerPoint,
				Y: (pageHeight - at - label - boxTall) / mmPerPoint, Width: wide / mmPerPoint, Height: boxTall / mmPerPoint})
		}
		if squares != nil {
			x := side + wide + boxGap
			p.text(x, at, b.Caption, labelStyle)
			p.squares(squares, x, at+label, boxTall)
		}
	}})
	return nil
}

// frame is an empty box with a line to sign on.
func (p *pen) frame(x, y, width, height float64) {
	p.fill(tint)
	p.pdf.RoundedRect(x, y, width, height, 1.2, "1234", "F")
	p.rule(x+4, y+height-6, width-8, hair, line)
}

// Look draws a signature for its box: outlines and squares, so that it is sharp at any size and needs no font of the file's.
func (p *Press) Look(mark office.Mark) (office.Look, error) {
	d := drawing{press: p, tall: mark.Height}
	d.fill(tint)
	d.box(6, 6, mark.Width-12, mark.Height-12) // over the line to sign on
	look := office.Look{Width: mark.Width, Height: mark.Height}
	right := mark.Width - 8
	if mark.Code != "" {
		squares, err := printed(mark.Code)
		if err != nil {
			return look, err
		}
		size := mark.Height - 16
		right -= size
		d.white(right-4, 4, size+8, size+8)
		d.squares(squares, right, 8, size)
		right -= 8
	}
	if err := p.legible(mark.Name + strings.Join(mark.Lines, "")); err != nil {
		return look, err
	}
	foot := mark.Height - 6 - float64(len(mark.Lines))*lineTall
	if len(mark.Stroke) > 0 {
		img, err := open(mark.Stroke)
		if err != nil {
			return look, err
		}
		size := img.Bounds().Size()
		if look.Picture, err = transparent(img); err != nil {
			return look, fault.Wrap(err, fault.Internal, "paper.draw_failed", "paper.Look")
		}
		d.picture(8, 4, right-8, foot-6, float64(size.X), float64(size.Y))
		d.lines(mark.Lines, 10, foot, right-10)
	} else {
		size := mark.Height - 24
		d.stamp(12, 12, size, mark.Name)
		d.lines(mark.Lines, 12+size+10, (mark.Height-float64(len(mark.Lines))*lineTall)/2, right-size-22)
	}
	look.Drawing = d.out.Bytes()
	return look, nil
}

// maxStroke is a stroke's longer side in pixels.
const maxStroke = 900

// transparent is a picture as plain pixels that keep their transparency.
func transparent(img image.Image) ([]byte, error) {
	size := img.Bounds().Size()
	if most := max(size.X, size.Y); most > maxStroke {
		size.X, size.Y = max(1, size.X*maxStroke/most), max(1, size.Y*maxStroke/most)
	}
	out := image.NewNRGBA(image.Rectangle{Max: size})
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	var raw bytes.Buffer
	err := png.Encode(&raw, out)
	return raw.Bytes(), err
}

// legible refuses a character that would be an empty box.
func (p *Press) legible(text string) error {
	for _, r := range text {
		if p.faceFor(r, true) == nil {
			return fault.New(fault.Refused, "paper.missing_glyph", "rune", string(r), "code", fmt.Sprintf("U+%04X", r))
		}
	}
	return nil
}

const (
	markSize = 7.4 // points, of the words in a mark
	lineTall = 11.0
)

// drawing writes the operators of a PDF; places are points from the upper left corner of a box.
type drawing struct {
	press *Press
	tall  float64
	out   bytes.Buffer
}

func (d *drawing) write(format string, args ...any) { fmt.Fprintf(&d.out, format+"\n", args...) }

func (d *drawing) fill(c tone) {
	d.write("%.3f %.3f %.3f rg", float64(c.r)/255, float64(c.g)/255, float64(c.b)/255)
}

func (d *drawing) box(x, y, width, height float64) {
	d.write("%.2f %.2f %.2f %.2f re f", x, d.tall-y-height, width, height)
}

func (d *drawing) white(x, y, width, height float64) {
	d.fill(white)
	d.box(x, y, width, height)
}

func (d *drawing) squares(dark [][]bool, x, y, size float64) {
	d.fill(ink)
	for b := range bars(dark, x, y, size) {
		d.box(b.x, b.y, b.width, b.height)
	}
}

// picture places the one picture, as large as fits, at the left.
func (d *drawing) picture(x, y, width, height, w, h float64) {
	scale := min(width/w, height/h)
	d.write("q %.2f 0 0 %.2f %.2f %.2f cm /Im0 Do Q", w*scale, h*scale, x, d.tall-y-(height+h*scale)/2)
}

// stamp is the seal: the bank's name in a square with a double frame, as a chop is cut, two columns read from the right.
func (d *drawing) stamp(x, y, size float64, name string) {
	d.fill(vermilion)
	d.ring(x, y, size, 2.2)
	d.ring(x+4, y+4, size-8, 0.7)
	runes := []rune(name)
	if !stamped(runes) {
		d.glyph('\u5165', x+size*0.16, y+size*0.16, size*0.68)
		return
	}
	columns := 2
	if len(runes) > 8 {
		columns = 3
	}
	rows := (len(runes) + columns - 1) / columns
	room := size - 14
	em := min(room/float64(columns), room/float64(rows))
	for i, r := range runes {
		column, row := i/rows, i%rows
		cx := x + size/2 + (float64(columns)/2-float64(column)-0.5)*room/float64(columns)
		cy := y + size/2 + (float64(row)-float64(rows)/2+0.5)*room/float64(rows)
		d.glyph(r, cx-em/2, cy-em/2, em*0.94)
	}
}

// stamped says whether a name fits a chop: a few characters of Han.
func stamped(name []rune) bool {
	for _, r := range name {
		if r < 0x3400 {
			return false
		}
	}
	return len(name) >= 2 && len(name) <= 12
}

func (d *drawing) ring(x, y, size, weight float64) {
	d.write("%.2f w %.3f %.3f %.3f RG %.2f %.2f %.2f %.2f re S", weight, float64(vermilion.r)/255, float64(vermilion.g)/255, float64(vermilion.b)/255,
		x, d.tall-y-size, size, size)
}

// lines are words below each other, the first one bold, each cut where the room ends.
func (d *drawing) lines(words []string, x, y, room float64) {
	for i, text := range words {
		s := style{bold: i == 0, size: markSize, leading: 1, tone: muted}
		if i == 0 {
			s.tone = ink
		}
		d.fill(s.tone)
		for d.press.width(text, s)/mmPerPoint > room && text != "" {
			r := []rune(text)
			text = string(r[:len(r)-1])
		}
		at := x
		for _, r := range text {
			d.glyph(r, at, y+float64(i)*lineTall, markSize)
			at += d.press.width(string(r), s) / mmPerPoint
		}
	}
}

// glyph fills a character's outline; y is the top of its em.
func (d *drawing) glyph(r rune, x, y, em float64) {
	f := d.press.faceFor(r, true)
	segments, err := f.outline(r)
	if err != nil || len(segments) == 0 {
		return
	}
	scale := em / f.em
	base := d.tall - y - 0.88*em
	at := func(i int, s sfnt.Segment) (float64, float64) {
		return x + float64(s.Args[i].X)/64*scale, base - float64(s.Args[i].Y)/64*scale
	}
	var px, py float64
	for _, s := range segments {
		ax, ay := at(0, s)
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			d.write("%.2f %.2f m", ax, ay)
		case sfnt.SegmentOpLineTo:
			d.write("%.2f %.2f l", ax, ay)
		case sfnt.SegmentOpQuadTo: // as the cubic curve that is the same
			bx, by := at(1, s)
			d.write("%.2f %.2f %.2f %.2f %.2f %.2f c", px+2*(ax-px)/3, py+2*(ay-py)/3, bx+2*(ax-bx)/3, by+2*(ay-by)/3, bx, by)
			ax, ay = bx, by
		case sfnt.SegmentOpCubeTo:
			bx, by := at(1, s)
			cx, cy := at(2, s)
			d.write("%.2f %.2f %.2f %.2f %.2f %.2f c", ax, ay, bx, by, cx, cy)
			ax, ay = cx, cy
		}
		px, py = ax, ay
	}
	d.write("f")
}
