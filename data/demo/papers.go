package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"sync"
	"time"

	"ruhang/core/hiring"
)

// toDraw stands for a letter until it is drawn from the approved offer.
var toDraw = hiring.FileRef{ID: "to-draw", Name: "offer.pdf", MIME: "application/pdf", SHA256: "to-draw", Class: hiring.Salary}

// file stores one file of a kind for the case; asked again, it names the same.
func (s *story) file(class hiring.Class, name string, raw []byte) hiring.FileRef {
	if ref, ok := s.files[name]; ok || s.err != nil {
		return ref
	}
	ref, err := s.bank.office.StoreFile(s.ctx, s.c.ID, class, name, raw)
	s.files[name], s.err = ref, err
	return ref
}

// issueAt is the step that issues the offer; the number of steps when none does.
func (s *story) issueAt() int {
	for i, step := range s.steps {
		if _, ok := step.Command.(hiring.IssueOffer); ok {
			return i
		}
	}
	return len(s.steps)
}

// drawLetter draws and seals the letter from the approved offer, as HR's own issuing would, and puts it into the steps; a signature that is
// told is made too, each at its own moment. The evidence sheet is made where somebody signs.
func (s *story) drawLetter() error {
	hr, err := s.bank.letters(s.ctx)
	if err != nil {
		return err
	}
	at := s.issueAt()
	s.bank.clock(s.steps[at].At)
	pdf, err := hr.PlayLetter(s.ctx, s.c.ID)
	if err != nil {
		return err
	}
	letter := s.file(hiring.Salary, "offer.pdf", pdf)
	s.steps[at].Command = hiring.IssueOffer{PDF: letter}
	for i := at; i < len(s.steps) && s.err == nil; i++ {
		if sign, ok := s.steps[i].Command.(hiring.SignOffer); ok {
			s.bank.clock(s.steps[i].At)
			signed, err := hr.PlaySignature(s.ctx, s.c.ID, pdf, signature())
			if err != nil {
				return err
			}
			sign.SHA256 = letter.SHA256
			sign.PDF = s.file(hiring.Salary, "offer-signed.pdf", signed)
			s.steps[i].Command = sign
		}
	}
	return s.err
}

// clock moves the office's clock, where it can be moved.
func (b *bank) clock(at time.Time) {
	if b.opt.Clock != nil {
		b.opt.Clock(at)
	}
}

// signature is a drawn stroke.
var signature = sync.OnceValue(func() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 240, 90))
	for x := 20; x < 220; x++ {
		y := 45 + 24*math.Sin(float64(x)/11) - float64(x)/20
		for d := range 3 {
			img.Set(x, int(y)+d, color.Black)
		}
	}
	return encoded(img)
})

// scan is a sheet of paper with lines on it: nobody's document.
var scan = sync.OnceValue(func() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 320, 200))
	for y := range 200 {
		for x := range 320 {
			shade := color.NRGBA{R: 244, G: 241, B: 234, A: 255}
			if y%24 > 20 && x > 24 && x < 296 {
				shade = color.NRGBA{R: 150, G: 150, B: 150, A: 255}
			}
			img.Set(x, y, shade)
		}
	}
	return encoded(img)
})

// encoded cannot fail: a picture in memory has a size.
func encoded(img image.Image) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	return out.Bytes()
}
