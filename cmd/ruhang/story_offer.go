package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

func (s *story) offering() {
	s.of("screen.offers")
	s.picture("walk.offer_draft")
	s.tap("offer.submit", "offer.submit") // the second answers the question
	s.as("approver")
	s.of("screen.offers")
	s.picture("walk.approval")
	s.tap("offer.approve")
	s.fill()
	s.issue()
	s.do("offer", func() error { return s.paper("offer") })
}

// issue is HR's: approved terms go out as a PDF.
func (s *story) issue() {
	s.as("hr")
	s.of("screen.offers")
	s.tap("offer.issue", "offer.issue")
}

func (s *story) signing() {
	s.asCandidate()
	s.tap("nav.offer")
	s.picture("walk.phone_offer")
	s.tap("guest.change.do")
	s.fill("value", string(s.known().Offer().Terms.Start.AddDays(14)), "note", s.words("walk.handover"))
	s.as("hr")
	s.of("screen.offers")
	s.picture("walk.change")
	s.tap("offer.change_accept", "offer.change_accept")
	s.issue()
	s.asCandidate()
	s.tap("nav.offer")
	s.picture("walk.phone_diff")
	s.tap("guest.sign", "guest.sign.go_on", "guest.sign.agree")
	s.do("signature", s.hands.Stroke)
	s.picture("walk.phone_sign")
	s.tap("guest.sign.do", "guest.sign.yes", "guest.to_guide")
	s.do("offer", func() error { return s.paper("offer-signed") })
	s.do("evidence", func() error { return s.paper("evidence") })
	s.do("guide", func() error { return s.paper("guide") })
}

// drawnDocument is a PNG that stands for the picture of a document: dark lines on light paper, a portrait upright.
func drawnDocument(id string) []byte {
	w, h := 900, 640
	if id == "photo" {
		w, h = 590, 826
	}
	m := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetGray(x, y, color.Gray{Y: 236})
			if y%60 > 40 && x > w/10 && x < w*9/10 && (x*x/97+y/60*53)%23 > 6 {
				m.SetGray(x, y, color.Gray{Y: 40})
			}
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m)
	return b.Bytes()
}

// drawnPicture is a PNG that stands for a scan.
func drawnPicture() []byte {
	m := image.NewNRGBA(image.Rect(0, 0, 320, 120))
	for x := 20; x < 300; x++ {
		for y := range 3 {
			m.Set(x, 60+y+(x*x/37)%31-(x%53)/2, color.NRGBA{R: 25, G: 25, B: 70, A: 255})
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m)
	return b.Bytes()
}
