// Package paper turns an office.Document into the PDF of an offer letter or a guide, shows the pages of a PDF as
// pictures, reads its words back, and writes and reads QR codes.
//
// It refuses to be a template engine: a Document comes complete, and the same Document always gives the same bytes.
// It refuses to guess: a character that the fonts lack stops the letter instead of printing an empty box, no character
// is lost where a line ends, and no picture or PDF from outside is opened before its size is known.
//
//	press, err := paper.New(resources.Regular, resources.Bold, cacheDir)
//	defer press.Close()
//	pdf, err := press.Draw(office.Document{Title: "Offer", Lang: "en", Made: day, Blocks: blocks})
package paper

import (
	"fmt"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// Press implements office.Paper. It is safe for concurrent use.
type Press struct {
	regular, bold *face
	viewer        viewer
}

var _ office.Paper = (*Press)(nil)

// New makes a press from the bytes of two TrueType fonts, which it keeps and never changes. The viewer's compiled code
// is kept in cacheDir, which nobody else may write to; with no cacheDir it is compiled anew by every process.
func New(regular, bold []byte, cacheDir string) (*Press, error) {
	r, err := newFace(regular)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "paper.bad_font", "paper.New")
	}
	b, err := newFace(bold)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "paper.bad_font", "paper.New")
	}
	return &Press{regular: r, bold: b, viewer: viewer{cacheDir: cacheDir, patience: viewPatience}}, nil
}

// Draw makes the PDF's bytes. A character that neither font has is refused with paper.missing_glyph, the character in
// Params["rune"] and its number in Params["code"].
func (p *Press) Draw(doc office.Document) ([]byte, error) {
	pdf, _, err := p.Form(doc)
	return pdf, err
}

// Form is Draw, and the places of the document's signature fields.
func (p *Press) Form(doc office.Document) (pdf []byte, fields []office.Field, err error) {
	defer func() { // the PDF library panics on some hostile inputs; a letter is never worth the process
		if r := recover(); r != nil {
			pdf, fields, err = nil, nil, fault.Wrap(fmt.Errorf("panic: %v", r), fault.Internal, "paper.draw_failed", "paper.Draw")
		}
	}()
	doc = cleaned(doc)
	if err := p.check(doc); err != nil {
		return nil, nil, err
	}
	doc = p.narrowed(doc)
	sheet := layout{press: p, doc: doc}
	strips, err := sheet.strips()
	if err != nil {
		return nil, nil, err
	}
	pages := paginate(strips, bodyHeight)
	if len(pages) > maxPages {
		return nil, nil, fault.New(fault.Refused, "paper.too_long", "limit", fmt.Sprint(maxPages))
	}
	return p.ink(doc, pages)
}

// face picks a font by weight.
func (p *Press) face(bold bool) *face {
	if bold {
		return p.bold
	}
	return p.regular
}

// faceFor picks the font that has the character: the wanted weight first, then the other; nil when neither has it.
func (p *Press) faceFor(r rune, bold bool) *face {
	if f := p.face(bold); f.advance(r) >= 0 {
		return f
	}
	if f := p.face(!bold); f.advance(r) >= 0 {
		return f
	}
	return nil
}

// width is a text's width in millimetres.
func (p *Press) width(text string, s style) float64 {
	units := 0.0
	for _, r := range text {
		if f := p.faceFor(r, s.bold); f != nil {
			units += float64(f.advance(r)) / f.em
		}
	}
	return units * s.size * mmPerPoint
}
