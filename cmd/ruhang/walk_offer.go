package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

func (w *walk) offering() error {
	if err := w.tap("screen.offers"); err != nil {
		return err
	}
	if err := w.hand.Open(0); err != nil {
		return err
	}
	if err := w.shot("walk.offer_draft"); err != nil {
		return err
	}
	if err := w.tap("offer.submit", "offer.submit"); err != nil { // the second answers the question
		return err
	}
	if err := w.desk("approver"); err != nil {
		return err
	}
	if err := w.tap("screen.offers"); err != nil {
		return err
	}
	if err := w.hand.Open(0); err != nil {
		return err
	}
	if err := w.shot("walk.approval"); err != nil {
		return err
	}
	if err := w.give("approver", hiring.ApproveOffer{}); err != nil {
		return err
	}
	if err := w.desk("hr"); err != nil {
		return err
	}
	if err := w.give("hr", hiring.IssueOffer{}); err != nil {
		return err
	}
	return w.paper("offer", func(s *office.Staff) ([]byte, error) { return s.OfferPDF(w.ctx, w.id, 0) })
}

// paper keeps a PDF beside the pictures.
func (w *walk) paper(name string, draw func(*office.Staff) ([]byte, error)) error {
	s, err := w.staff("hr")
	if err != nil {
		return err
	}
	pdf, err := draw(s)
	if err != nil {
		return err
	}
	file := name + "-" + w.lang + ".pdf"
	fmt.Fprintf(&w.page, "[%s](%s)\n\n", file, file)
	return os.WriteFile(filepath.Join(w.dir, file), pdf, 0o600)
}

func (w *walk) signing() error {
	if err := w.phone(); err != nil {
		return err
	}
	if err := w.tap("nav.offer"); err != nil {
		return err
	}
	if err := w.shot("walk.phone_offer"); err != nil {
		return err
	}
	if err := w.guest(hiring.RequestChange{Field: "start", Value: string(hiring.DateOf(w.now).AddDays(30)), Note: w.say("walk.handover")}); err != nil {
		return err
	}
	if err := w.desk("hr"); err != nil {
		return err
	}
	if err := w.tap("screen.offers"); err != nil {
		return err
	}
	if err := w.hand.Open(0); err != nil {
		return err
	}
	if err := w.shot("walk.change"); err != nil {
		return err
	}
	if err := w.tap("offer.change_accept", "offer.change_accept"); err != nil {
		return err
	}
	time.Sleep(toastGone)
	if err := w.give("hr", hiring.IssueOffer{}); err != nil {
		return err
	}
	if err := w.phone(); err != nil {
		return err
	}
	if err := w.tap("nav.offer"); err != nil {
		return err
	}
	if err := w.shot("walk.phone_diff"); err != nil {
		return err
	}
	g, err := w.guestDoor()
	if err != nil {
		return err
	}
	j, err := g.Journey(w.ctx)
	if err != nil {
		return err
	}
	shown, err := g.OfferPDF(w.ctx, j.Offer.Version)
	if err != nil {
		return err
	}
	if err := g.Sign(w.ctx, shown, walkPicture(), true); err != nil {
		return err
	}
	if err := w.paper("offer-signed", func(s *office.Staff) ([]byte, error) { return s.OfferPDF(w.ctx, w.id, 0) }); err != nil {
		return err
	}
	return w.paper("guide", func(s *office.Staff) ([]byte, error) { return s.GuidePDF(w.ctx, w.id) })
}

// toastGone is how long a short word stays over the page; the next picture waits for it.
const toastGone = 5 * time.Second

// walkPicture is a PNG that stands for a signature or a scan.
func walkPicture() []byte {
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
