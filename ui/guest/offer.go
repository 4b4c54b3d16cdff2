package guest

import (
	"context"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// viewOffer says once that the candidate has opened the offer.
func viewOffer(p *page, j *office.Journey) {
	if j.Offer != nil && j.Offer.State == hiring.OfferIssued {
		p.give(hiring.ViewOffer{}, nil, nil)
	}
}

// drawOffer is how the offer stands, what changed, and the whole letter to read.
func drawOffer(p *page, j *office.Journey) fyne.CanvasObject {
	m := p.reader().GuestPaper(j)
	if m == nil {
		return p.empty()
	}
	page := []fyne.CanvasObject{stateCard(p, m)}
	if len(m.Changes) > 0 {
		page = append(page, changesCard(p, m))
	}
	if len(m.Asked) > 0 {
		page = append(page, kit.Card(p.h.Words()("guest.change"), pairs(m.Asked)))
	}
	page = append(page, letterCard(p, m))
	if m.Ask == nil || m.Decline == nil {
		page = append(page, otherCard(p, m))
	}
	return kit.Page(page...)
}

// stateCard is the state, the time that is left, and the one thing to do.
func stateCard(p *page, m *model.GuestPaper) fyne.CanvasObject {
	words := p.h.Words()
	body := kit.Rows(kit.Long(m.Said))
	if m.Clock != nil {
		body.Add(kit.ClockBar(words, kit.Clock{Label: m.Clock.Label, Elapsed: m.Clock.Elapsed, Limit: m.Clock.Limit, Over: m.Clock.Over, Share: m.Clock.Share}))
	}
	switch {
	case m.Sign == nil:
		body.Add(thumb(kit.Primary(words("guest.sign"), func() { readPDF(p, m.Version, true) })))
	case m.Signed:
		body.Add(thumb(kit.Primary(words("guest.to_guide"), func() { p.h.Go("guide") })))
		body.Add(thumb(kit.Secondary(words("guest.offer.pdf_signed"), func() { readPDF(p, m.Version, false) })))
		if m.Proved {
			body.Add(thumb(kit.Secondary(words("guest.offer.evidence"), func() { readEvidence(p, m.Version) })))
		}
	}
	return kit.Card(p.reader().EarlierName(m.Version), body, kit.Badge(m.State, tones[m.Tone]))
}

// changesCard is what differs from the version before, old beside new (N-16).
func changesCard(p *page, m *model.GuestPaper) fyne.CanvasObject {
	words := p.h.Words()
	body := kit.Rows(soft(words("guest.changes.text")))
	for _, c := range m.Changes {
		body.Add(kit.Tight(kit.Body(c.Term).Bold(), kit.Pairs(
			kit.Pair{Label: words("guest.changes.old"), Value: c.Old}, kit.Pair{Label: words("guest.changes.new"), Value: c.New, Tone: kit.ToneNow})))
	}
	for _, version := range m.Earlier {
		body.Add(thumb(kit.Secondary(words("guest.offer.see_earlier", "version", p.reader().EarlierName(version)), func() { readPDF(p, version, false) })))
	}
	return kit.Card(words("guest.changes"), body)
}

func letterCard(p *page, m *model.GuestPaper) fyne.CanvasObject {
	words := p.h.Words()
	body := kit.Rows(paper(p.h, m.Letter), kit.Rule(), soft(words("guest.offer.exact")))
	if !m.Signed {
		body.Add(thumb(kit.Secondary(words("guest.offer.pdf"), func() { readPDF(p, m.Version, false) })))
	}
	return kit.Panel(body)
}

// otherCard is what else may be done than to sign.
func otherCard(p *page, m *model.GuestPaper) fyne.CanvasObject {
	words := p.h.Words()
	body := kit.Rows()
	if m.Ask == nil {
		body.Add(soft(words("guest.change.text")))
		body.Add(thumb(kit.Secondary(words("guest.change.do"), func() { askChange(p) })))
	}
	if m.Decline == nil {
		body.Add(thumb(kit.Secondary(words("guest.decline"), func() { decline(p) })))
	}
	return kit.Card(words("guest.other"), body)
}

// readPDF shows a version's exact bytes as pages. Whoever goes on to sign signs the bytes that were shown here, and no others.
func readPDF(p *page, version int, signing bool) {
	read(p, "offer.pdf", signing, func(ctx context.Context) ([]byte, error) { return p.h.Guest().OfferPDF(ctx, version) })
}

// readEvidence shows the evidence sheet of the candidate's own signature.
func readEvidence(p *page, version int) {
	read(p, "offer-evidence.pdf", false, func(ctx context.Context) ([]byte, error) { return p.h.Guest().EvidencePDF(ctx, version) })
}

func read(p *page, name string, signing bool, paper func(ctx context.Context) ([]byte, error)) {
	words := p.h.Words()
	var pdf []byte
	var pages [][]byte
	p.enter(words("guest.pdf"), kit.Inset(16, kit.NewFaces(words, kit.Long(words("guest.pdf.loading")))))
	p.h.Run(func(ctx context.Context) (err error) {
		if pdf, err = paper(ctx); err == nil {
			pages, err = p.h.Pages(pdf, pagePixels)
		}
		return err
	}, func(err error) {
		switch {
		case p.closed || !p.inside:
		case err != nil:
			p.leave()
			p.h.Fail(err)
		default:
			p.enter(words("guest.pdf"), pdfPage(p, name, pdf, pages, signing))
		}
	})
}

// pagePixels is how wide a page is drawn: sharp on a phone, and when it is zoomed.
const pagePixels = 1080

func pdfPage(p *page, name string, pdf []byte, pages [][]byte, signing bool) fyne.CanvasObject {
	words := p.h.Words()
	save := thumb(kit.Secondary(words("guest.pdf.save"), func() { p.h.SaveFile(name, pdf) }))
	foot := kit.Rows(save)
	if signing {
		foot = kit.Rows(soft(words("guest.sign.read")), thumb(kit.Primary(words("guest.sign.go_on"), func() { signPage(p, pdf) })), save)
	}
	return kit.Page(kit.Fill(kit.NewPageViewer(words, pages)), foot)
}

// signPage takes the consent and the signature for the bytes that were shown.
func signPage(p *page, shown []byte) {
	words := p.h.Words()
	form := newSigning(p, shown)
	p.enter(words("guest.sign"), kit.Page(soft(words("guest.sign.meaning")), form.agree, kit.SignatureBox(words, form.pad), form.wrong, thumb(form.button),
		soft(words("guest.sign.digest", "digest", model.Digest(shown)))))
}

// signing is the signature page's inputs.
type signing struct {
	p      *page
	shown  []byte
	agree  *consent
	pad    *kit.SignaturePad
	wrong  *kit.LongText
	button *kit.Button
}

func newSigning(p *page, shown []byte) *signing {
	words := p.h.Words()
	s := &signing{p: p, shown: shown, wrong: kit.Long("").In(kit.Accent)}
	s.wrong.Hide()
	s.pad = kit.NewSignaturePad(words, s.clear)
	s.button = kit.Primary(words("guest.sign.do"), s.ask)
	s.agree = newConsent(words("guest.sign.agree"), s.clear)
	return s
}

func (s *signing) clear() {
	s.wrong.Hide()
}

func (s *signing) say(key string) {
	s.wrong.SetText(s.p.h.Words()(key))
	s.wrong.Show()
}

// ask asks once more before anything is signed.
func (s *signing) ask() {
	words := s.p.h.Words()
	switch {
	case !s.agree.Checked:
		s.say("offer.agree_first")
		return
	case s.pad.Blank():
		s.say("offer.no_stroke")
		return
	}
	kit.Ask(s.p.h.Canvas(), kit.Question{Title: words("guest.sign.sure"), Sentence: words("guest.sign.sure.text"), Yes: words("guest.sign.yes"),
		No: words("guest.not_yet"), OnYes: s.sign})
}

func (s *signing) sign() {
	stroke, err := kit.SignaturePNG(s.pad.Strokes(), 640)
	if err != nil {
		s.p.h.Fail(err)
		return
	}
	s.button.Disable()
	agreed := s.agree.Checked
	s.p.work(func(ctx context.Context) error { return s.p.h.Guest().Sign(ctx, s.shown, stroke, agreed) }, s.p.thanks, func(err error) {
		s.button.Enable()
		s.wrong.SetText(s.p.h.Fault(err))
		s.wrong.Show()
	})
}

// thanks is what follows a signature: what it meant, and the guide.
func (p *page) thanks() {
	words := p.h.Words()
	p.enter(words("guest.thanks"), kit.Page(kit.Long(words("guest.thanks.title")).Sized(kit.SizeTitle).Bold(), kit.Long(words("guest.thanks.text")),
		thumb(kit.Primary(words("guest.to_guide"), func() { p.h.Go("guide") })), thumb(kit.Secondary(words("guest.to_offer"), p.leave))))
}
