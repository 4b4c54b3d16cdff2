package staff

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// verifyPage holds the ledger against itself, and a PDF against the ledger.
type verifyPage struct {
	h      Host
	stop   context.CancelFunc
	ledger *fyne.Container
	points *fyne.Container
	pdf    *fyne.Container
	notes  []string // checkpoints that the walk is held against
	all    fyne.CanvasObject
}

// maxPDF is the largest offer that is looked at.
const maxPDF = office.MaxFile

func openVerify(h Host, _ string) Page {
	p := &verifyPage{h: h, stop: func() {}, ledger: container.NewStack(), points: container.NewStack(), pdf: container.NewStack()}
	words := h.Words()
	p.ledger.Add(kit.Note(words("verify.ledger_hint")))
	p.pdf.Add(kit.NewDropper(words("verify.pdf_drop"), kit.Secondary(words("verify.pdf_choose"), func() { h.PickFile([]string{".pdf"}, p.takePDF) })))
	h.Dropped(p.takePDF)
	p.all = kit.Page(kit.Readable(860, kit.Rows(
		kit.Title(words("screen.verify")),
		kit.Card(words("verify.ledger"), kit.Rows(kit.Long(words("verify.ledger_text")).In(kit.InkSoft), p.ledger,
			kit.Line(kit.Primary(words("verify.start"), p.walk), kit.Secondary(words("checkpoint.against"), p.pickCheckpoint)))),
		kit.Card(words("checkpoint.title"), kit.Rows(kit.Long(words("checkpoint.text")).In(kit.InkSoft), p.points)),
		kit.Card(words("verify.pdf"), kit.Rows(kit.Long(words("verify.pdf_text")).In(kit.InkSoft), p.pdf)),
	)))
	p.loadCheckpoints()
	return p
}

func (p *verifyPage) Content() fyne.CanvasObject { return p.all }
func (p *verifyPage) Refresh()                   {}
func (p *verifyPage) Close()                     { p.stop() }

func put(room *fyne.Container, o fyne.CanvasObject) {
	room.Objects = []fyne.CanvasObject{o}
	room.Refresh()
}

// walk verifies the whole ledger; it can be stopped and changes nothing.
func (p *verifyPage) walk() {
	p.stop()
	words := p.h.Words()
	count := kit.Body(words("verify.running", "n", "0"))
	put(p.ledger, kit.Between(count, kit.Quiet(words("action.cancel"), func() { p.stop() })))
	var report office.Verdict
	p.h.Run(func(ctx context.Context) (err error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		p.stop = stop
		against, err := p.h.Staff().OpenCheckpoints(ctx, p.notes...)
		if err != nil {
			return err
		}
		report, err = p.h.Staff().Verify(ctx, func(done uint64) {
			fyne.Do(func() { count.SetText(words("verify.running", "n", kit.Figure(int(done)))) })
		}, against...)
		return err
	}, func(err error) {
		p.stop = func() {}
		rows := pairs(readerOf(p.h).LedgerRows(report))
		switch {
		case err == context.Canceled:
			put(p.ledger, kit.Note(words("verify.stopped")))
		case err != nil:
			put(p.ledger, kit.Rows(kit.Light(words("verify.broken"), kit.ToneBad), kit.Long(p.h.Fault(err)), rows))
		default:
			put(p.ledger, kit.Rows(kit.Light(words("verify.whole"), kit.ToneGood), rows))
		}
	})
}

// takePDF asks the ledger for a PDF's digest.
func (p *verifyPage) takePDF(_ string, content io.ReadCloser) {
	words := p.h.Words()
	var proof office.Proof
	p.h.Run(func(ctx context.Context) error {
		defer content.Close()
		pdf, err := io.ReadAll(io.LimitReader(content, maxPDF))
		if err != nil {
			return err
		}
		proof, err = p.h.Staff().VerifyPDF(ctx, pdf)
		return err
	}, func(err error) {
		again := kit.Line(kit.Secondary(words("verify.pdf_another"), func() { p.h.PickFile([]string{".pdf"}, p.takePDF) }))
		if err != nil {
			put(p.pdf, kit.Rows(kit.Light(words("verify.pdf_unknown"), kit.ToneBad), kit.Long(p.h.Fault(err)), again))
			return
		}
		put(p.pdf, kit.Rows(p.proof(proof), again))
	})
}

// proof says who signed what when, what it proves, and what it does not; the certificates stand below for those who compare fingerprints.
func (p *verifyPage) proof(proof office.Proof) fyne.CanvasObject {
	r := readerOf(p.h)
	m := model.WordProof(r.Say, proof)
	rows := kit.Rows(kit.Light(m.Title, kit.ToneGood), kit.Claim(m.Who, m.Proves, r.Say("proof.not"), m.Not), kit.Rule(), pairs(r.ProofRows(proof)))
	for _, s := range proof.Signatures {
		rows.Add(kit.Rule())
		rows.Add(kit.Body(r.Say("evidence.by_" + s.Field)).Bold())
		rows.Add(pairs(r.SignatureRows(s)))
	}
	return rows
}
