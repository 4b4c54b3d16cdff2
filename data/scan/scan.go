// Package scan looks at documents from telephones and scanners: what kind of file it is, whether it can be seen, what its QR codes say, and, where
// an engine is installed (Tesseract), what its letters say.
//
// It refuses to decide: a value is proposed beside the picture, and only one that carries its own proof counts as read. It refuses files that
// claim more pixels than a page has, opens no address that a code names, and hands the engine nothing but PNGs that were written here.
//
//	s := scan.New(scan.Tools{Clean: press.Clean, Pages: press.FirstPages, Text: press.FirstWords, Code: press.ReadQR, Engine: scan.Installed})
//	sheet, err := s.Look(ctx, raw, "id_card")     // err: scan.heic, scan.type, paper.image_too_large…
//	reading, err := s.Read(ctx, sheet, "id_card") // reading.Value("id_no")
package scan

import (
	"bytes"
	"context"
	"image"
	"image/png"

	"golang.org/x/image/draw"

	"ruhang/core/fault"
	"ruhang/core/office"
)

const (
	firstPages = 3    // of a PDF are looked at; a certificate has one or two
	pageWidth  = 1654 // pixels a PDF's page is rendered at: A4 at 200 to the inch
	viewSide   = 2400 // pixels of the longer side of a picture that is looked at
)

// Tools are what this package needs of the one that knows papers: packages of data do not know each other.
type Tools struct {
	Clean  func(data []byte) (clean []byte, ending string, err error) // written anew, upright, without what stood in or behind it
	Pages  func(pdf []byte, width, most int) (pages [][]byte, count int, err error)
	Text   func(pdf []byte, most int) ([]string, error) // the words that a PDF carries
	Code   func(png []byte) (string, error)             // a QR code's payload
	Engine func() *Engine                               // asked when something is read; nil, or an answer of nil, where none is installed
}

// Scanner looks and reads. It may be used by several at once.
type Scanner struct{ tools Tools }

var _ office.Scanner = (*Scanner)(nil)

// New is a scanner with its tools.
func New(tools Tools) *Scanner { return &Scanner{tools} }

// Engine says what reads letters here.
func (s *Scanner) Engine() string {
	if e := s.engine(); e != nil {
		return e.Name
	}
	return ""
}

func (s *Scanner) engine() *Engine {
	if s.tools.Engine == nil {
		return nil
	}
	return s.tools.Engine()
}

// Look takes a file from outside.
func (s *Scanner) Look(ctx context.Context, raw []byte, rule string) (office.Scanned, error) {
	kind, err := kindOf(raw)
	if err != nil {
		return office.Scanned{}, err
	}
	if err := ctx.Err(); err != nil {
		return office.Scanned{}, fault.Wrap(err, fault.Stale, "scan.given_up", "scan.Look")
	}
	sheet := office.Scanned{Clean: raw, Ending: ".pdf"}
	if kind == "pdf" {
		if sheet.Pages, sheet.Count, err = s.tools.Pages(raw, pageWidth, firstPages); err != nil {
			return office.Scanned{}, err
		}
	} else if err = s.picture(&sheet, raw); err != nil {
		return office.Scanned{}, err
	}
	if len(sheet.Pages) == 0 {
		return office.Scanned{}, fault.New(fault.Invalid, "scan.empty")
	}
	first, err := png.Decode(bytes.NewReader(sheet.Pages[0]))
	if err != nil {
		return office.Scanned{}, fault.Wrap(err, fault.Invalid, "paper.bad_image", "scan.Look")
	}
	if sheet.Width == 0 {
		sheet.Width, sheet.Height = first.Bounds().Dx(), first.Bounds().Dy()
	}
	if kind != "pdf" { // what a PDF's page lacks, its maker left out
		sheet.Flaws = flaws(grayOf(first, viewSide), sheet.Width, sheet.Height, rule)
	}
	return sheet, nil
}

// picture writes it anew, and makes the page that is looked at from what is kept: what people and engines see is the same.
func (s *Scanner) picture(sheet *office.Scanned, raw []byte) (err error) {
	if sheet.Clean, sheet.Ending, err = s.tools.Clean(raw); err != nil {
		return err
	}
	img, _, err := image.Decode(bytes.NewReader(sheet.Clean))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "paper.bad_image", "scan.Look")
	}
	sheet.Width, sheet.Height, sheet.Count = img.Bounds().Dx(), img.Bounds().Dy(), 1
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err = encoder.Encode(&out, within(img, viewSide))
	sheet.Pages = [][]byte{out.Bytes()}
	return fault.Wrap(err, fault.Internal, "internal", "scan.Look")
}

// within is the picture itself, or a smaller one with no side longer than most.
func within(img image.Image, most int) image.Image {
	size := img.Bounds().Size()
	longest := max(size.X, size.Y)
	if longest <= most {
		return img
	}
	small := image.NewRGBA(image.Rect(0, 0, max(1, size.X*most/longest), max(1, size.Y*most/longest)))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	return small
}
