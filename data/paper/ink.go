package paper

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// ink draws the laid out pages.
func (p *Press) ink(doc office.Document, pages [][]placed) ([]byte, []office.Field, error) {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(doc.Made.UTC())
	pdf.SetModificationDate(doc.Made.UTC())
	pdf.SetProducer("Ruhang", false)
	pdf.SetTitle(utf16Text(doc.Title), false) // encoded here: the library's own encoder fails above U+FFFF
	pdf.SetSubject(utf16Text(doc.Subject), false)
	letters, rare := encoded(inkedRunes(doc))
	pdf.AddUTF8FontFromBytes("paper", "", p.regular.part(letters))
	pdf.AddUTF8FontFromBytes("paper", "B", p.bold.part(letters))

	pen := &pen{pdf: pdf, press: p, codes: map[rune]rune{}}
	for _, l := range rare {
		pen.codes[l.char] = l.code
	}
	for i, page := range pages {
		pdf.AddPage()
		for _, s := range page {
			s.draw(pen, top+s.at)
		}
		pen.footer(doc.Footer, i+1, len(pages))
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, nil, fault.Wrap(err, fault.Internal, "paper.draw_failed", "paper.ink")
	}
	data, err := withMeanings(out.Bytes(), rare)
	return data, pen.fields, err
}

// inkedRunes are the characters of a document and its page numbers, each once, in order.
func inkedRunes(doc office.Document) []rune {
	var all strings.Builder
	all.WriteString("0123456789/ " + doc.Title + doc.Footer)
	for _, b := range doc.Blocks {
		if !coded(b) {
			all.WriteString(b.Text)
		}
		all.WriteString(b.Caption)
		for _, row := range b.Rows {
			all.WriteString(strings.Join(row, " "))
		}
	}
	runes := []rune(all.String())
	slices.Sort(runes)
	return slices.Compact(runes)
}

// utf16Text is a PDF text string.
func utf16Text(text string) string {
	if text == "" {
		return ""
	}
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(strings.Map(meaning, text))) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return string(out)
}

// pen draws on the current page. Places are millimetres from its top left corner.
type pen struct {
	pdf   *gofpdf.Fpdf
	press *Press
	codes map[rune]rune // of the rare characters

	fields []office.Field // places for signatures
}

// footer is the document's own line and the page number, under a light rule.
func (p *pen) footer(words string, page, pages int) {
	p.rule(side, footerLine-1.5, bodyWidth, hair, line)
	number := fmt.Sprintf("%d / %d", page, pages)
	p.text(side, footerLine, strings.ReplaceAll(words, "\n", " "), footerStyle)
	p.text(side+bodyWidth-p.press.width(number, footerStyle), footerLine, number, footerStyle)
}

// cell writes one line of a column's cell.
func (p *pen) cell(c column, at float64, text string, s style) {
	x := c.x + cellX
	if c.right {
		x = c.x + c.width - cellX - p.press.width(text, s)
	}
	p.text(x, at, text, s)
}

// text writes one line whose top is at.
func (p *pen) text(x, at float64, text string, s style) { p.spread(x, at, text, s, 0) }

// spread writes one line with some more space between its characters.
func (p *pen) spread(x, at float64, text string, s style, space float64) {
	if text == "" {
		return
	}
	if space > 0 {
		p.pdf.RawWriteStr(fmt.Sprintf("%.4f Tc", space/mmPerPoint))
		defer p.pdf.RawWriteStr("0 Tc")
	}
	p.pdf.SetTextColor(s.tone.r, s.tone.g, s.tone.b)
	for _, run := range p.runs(text, s) {
		p.font(run.bold, s.size)
		p.pdf.Text(x, at+s.baseline(), string(run.codes))
		x += run.width + space*float64(len(run.codes))
	}
}

func (p *pen) font(bold bool, size float64) {
	if bold {
		p.pdf.SetFont("paper", "B", size)
		return
	}
	p.pdf.SetFont("paper", "", size)
}

// run is a part of a line that one font draws.
type run struct {
	codes []rune
	bold  bool
	width float64
}

// runs parts a line by the font that draws it.
func (p *pen) runs(text string, s style) []run {
	var out []run
	for _, r := range text {
		f := p.press.faceFor(r, s.bold)
		if f == nil {
			continue // checked before: no such character comes here
		}
		bold := f == p.press.bold
		if len(out) == 0 || out[len(out)-1].bold != bold {
			out = append(out, run{bold: bold})
		}
		last := &out[len(out)-1]
		last.width += float64(f.advance(r)) / f.em * s.size * mmPerPoint
		if code, rare := p.codes[r]; rare {
			r = code
		}
		last.codes = append(last.codes, r)
	}
	return out
}

// outline fills a glyph's shape, scale millimetres to the font unit.
func (p *pen) outline(segments sfnt.Segments, x, y, scale float64) {
	point := func(a fixed.Point26_6) (float64, float64) {
		return x + float64(a.X)/64*scale, y + float64(a.Y)/64*scale
	}
	var fromX, fromY float64
	for i, s := range segments {
		toX, toY := point(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				p.pdf.ClosePath()
			}
			p.pdf.MoveTo(toX, toY)
		case sfnt.SegmentOpLineTo:
			p.pdf.LineTo(toX, toY)
		case sfnt.SegmentOpQuadTo: // as the cubic curve that is the same
			cx, cy := toX, toY
			toX, toY = point(s.Args[1])
			p.pdf.CurveBezierCubicTo(fromX+2*(cx-fromX)/3, fromY+2*(cy-fromY)/3, toX+2*(cx-toX)/3, toY+2*(cy-toY)/3, toX, toY)
		case sfnt.SegmentOpCubeTo:
			ax, ay := toX, toY
			bx, by := point(s.Args[1])
			toX, toY = point(s.Args[2])
			p.pdf.CurveBezierCubicTo(ax, ay, bx, by, toX, toY)
		}
		fromX, fromY = toX, toY
	}
	p.pdf.ClosePath()
	p.pdf.DrawPath("F")
}

// seal is the house's mark: the first character of its name, "enter", white on a vermilion square.
func (p *pen) seal(x, y, size float64) {
	p.fill(vermilion)
	p.pdf.RoundedRect(x, y, size, size, size*0.14, "1234", "F")
	segments, err := p.press.bold.outline('\u5165')
	if err != nil {
		return // another font's choice: the square alone is the mark
	}
	p.fill(white)
	em := size * 0.76
	p.outline(segments, x+(size-em)/2, y+(size-em)/2+0.88*em, em/p.press.bold.em)
}

func (p *pen) rule(x, y, width, weight float64, c tone) {
	p.box(x, y-weight/2, width, weight, c)
}

func (p *pen) box(x, y, width, height float64, c tone) {
	p.fill(c)
	p.pdf.Rect(x, y, width, height, "F")
}

func (p *pen) dot(x, y, radius float64, c tone) {
	p.fill(c)
	p.pdf.Circle(x, y, radius, "F")
}

func (p *pen) fill(c tone) { p.pdf.SetFillColor(c.r, c.g, c.b) }

// image places a PNG of ours.
func (p *pen) image(png []byte, x, y, width, height float64) {
	name := fmt.Sprintf("%x", sha256.Sum256(png))
	options := gofpdf.ImageOptions{ImageType: "PNG"}
	p.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(png))
	p.pdf.ImageOptions(name, x, y, width, height, false, options, 0, "")
}

// squares draws a QR code, each dark run of a row as one rectangle: sharp at every size.
func (p *pen) squares(dark [][]bool, x, y, size float64) {
	p.fill(ink)
	for b := range bars(dark, x, y, size) {
		p.pdf.Rect(b.x, b.y, b.width, b.height, "F")
	}
}
