package guest

import (
	"context"
	"io"
	"strconv"

	"fyne.io/fyne/v2"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// imageFiles are the endings of a picture with a QR code.
var imageFiles = []string{".png", ".jpg", ".jpeg"}

// welcome is the first page: scan, type, or choose a picture of the code.
func (k *kiosk) welcome(said string) fyne.CanvasObject {
	words := k.h.Words()
	k.entry = kit.NewCodeEntry(words, words("kiosk.code"), k.code)
	bank := k.reader().Cat.Bank.Name.In(k.h.Lang())
	head := kit.Rows(kit.Long(bank).In(kit.InkSoft).Sized(kit.SizeHead), kit.Long(words("kiosk.title")).Sized(kit.SizeTitle).Bold(), kit.Long(words("kiosk.text")))
	if said != "" {
		head.Add(kit.Panel(kit.Long(said).In(kit.Accent).Bold()))
	}
	head.Add(kit.BigSecondary(words("kiosk.image"), k.image))
	head.Add(kit.BigSecondary(words("kiosk.verify"), k.verify))
	head.Add(soft(words("kiosk.private")))
	return duo(head, k.entry)
}

// code takes what was scanned or typed.
func (k *kiosk) code(text string) {
	k.ask(func(ctx context.Context) (*office.Newcomer, error) { return k.h.Kiosk().Welcome(ctx, text) }, k.found, nil)
}

func (k *kiosk) image() {
	k.file(imageFiles, func(raw []byte) {
		k.ask(func(ctx context.Context) (*office.Newcomer, error) { return k.h.Kiosk().WelcomeImage(ctx, raw) }, k.found, nil)
	})
}

// file reads a file that somebody chose; whoever left meanwhile gets no answer.
func (k *kiosk) file(endings []string, then func(raw []byte)) {
	k.Touch()
	visitor := k.visitor
	k.h.PickFile(endings, func(_ string, content io.ReadCloser) {
		defer func() { _ = content.Close() }()
		raw, err := io.ReadAll(io.LimitReader(content, uploadLimit))
		switch {
		case k.closed || visitor != k.visitor:
		case err != nil:
			k.clear(k.h.Fault(fault.Wrap(err, fault.Invalid, "file.read", "pick")))
		default:
			then(raw)
		}
	})
}

func (k *kiosk) found(n *office.Newcomer) {
	k.n = n
	k.turn(model.KioskMe)
}

// me asks whether it is they: the name masked, the last four of the ID number typed.
func (k *kiosk) me() fyne.CanvasObject {
	words := k.h.Words()
	wrong := kit.Long("").In(kit.Accent).Bold()
	wrong.Hide()
	k.pad = newTailPad(words, k.Touch, func(tail string) { k.confirm(tail, wrong) })
	head := kit.Rows(kit.Long(words("kiosk.me")).Sized(kit.SizeTitle).Bold(), kit.Long(k.n.Name).Sized(kit.SizeTitle).Bold(), kit.Long(k.n.Position),
		kit.Long(words("kiosk.tail")), wrong, kit.BigSecondary(words("kiosk.not_me"), func() { k.clear("") }))
	return duo(head, k.pad)
}

func (k *kiosk) confirm(tail string, wrong *kit.LongText) {
	k.Touch()
	if err := model.KioskIsMe(k.n, tail); err != nil {
		if k.tries++; k.tries >= kioskTries {
			k.clear(k.h.Fault(err))
			return
		}
		wrong.SetText(k.h.Fault(err))
		wrong.Show()
		return
	}
	step, err := model.KioskAfterMe(k.n)
	if err != nil {
		k.clear(k.h.Fault(err))
		return
	}
	k.tail, k.again = tail, step == model.KioskToday
	k.turn(step)
}

// originals are shown to staff, ticked, and handed back at once; none stays with the bank.
func (k *kiosk) originals() fyne.CanvasObject {
	words := k.h.Words()
	list := kit.Rows(kit.Long(words("kiosk.originals")).Sized(kit.SizeTitle).Bold(), kit.Long(words("kiosk.originals.text")))
	for _, o := range k.n.Originals {
		list.Add(k.original(o))
	}
	return duo(list, kit.Rows(kit.BigPrimary(words("kiosk.check_in"), k.checkIn), kit.BigSecondary(words("kiosk.stop"), func() { k.clear("") })))
}

func (k *kiosk) original(o office.KioskOriginal) fyne.CanvasObject {
	words := k.h.Words()
	if o.Seen {
		return kit.Panel(kit.Between(kit.Body(o.Name).Bold().Clip(), kit.Badge(words("kiosk.seen"), kit.ToneGood)))
	}
	return kit.Panel(kit.Rows(kit.Body(o.Name).Bold().Clip(), kit.BigSecondary(words("kiosk.see"), func() {
		k.ask(func(ctx context.Context) (*office.Newcomer, error) {
			return k.h.Kiosk().SeeOriginal(ctx, k.n.Code, o.Material)
		}, func(n *office.Newcomer) {
			k.n = n
			k.paint()
		}, nil)
	})))
}

// checkIn checks in; when originals are missing it says so first, and that they can be shown later.
func (k *kiosk) checkIn() {
	k.Touch()
	unseen := model.KioskUnseen(k.n)
	if unseen == 0 {
		k.arrive()
		return
	}
	words := k.h.Words()
	kit.Ask(k.h.Canvas(), kit.Question{Title: words("kiosk.unseen", "n", strconv.Itoa(unseen)), Sentence: words("kiosk.unseen.text"),
		Yes: words("kiosk.check_in"), No: words("kiosk.back"), OnYes: k.arrive, OnNo: k.Touch})
}

func (k *kiosk) arrive() {
	code, tail := k.n.Code, k.tail
	k.ask(func(ctx context.Context) (*office.Newcomer, error) { return k.h.Kiosk().CheckIn(ctx, code, tail) }, func(n *office.Newcomer) {
		k.n, k.tail = n, ""
		k.turn(model.KioskToday)
	}, nil)
}

// today is what awaits the newcomer, with the guide's code to take along.
func (k *kiosk) today() fyne.CanvasObject {
	words := k.h.Words()
	m := k.reader().KioskDay(k.n, k.again)
	people := kit.Rows(pairs(m.People))
	if m.Pending != "" {
		people.Add(soft(m.Pending))
	}
	left := kit.Rows(kit.Long(m.Title).Sized(kit.SizeTitle).Bold(), kit.Long(m.Said), kit.Card(words("guest.people"), people), kit.Card(words("kiosk.plan"), dayPlan(m.Plan)))
	right := kit.Rows()
	if len(m.Courses) > 0 {
		right.Add(kit.Card(words("guest.courses"), bullets(m.Courses)))
	}
	right.Add(kit.Panel(kit.Rows(qr(k.h, office.CodePrefix+k.n.Code), kit.Long(words("kiosk.take")).At(kit.Center))))
	right.Add(kit.BigPrimary(words("kiosk.done"), func() { k.clear("") }))
	return duo(left, right)
}

// verify is the place where anybody may hold a PDF against the bank's ledger.
func (k *kiosk) verify() {
	k.step = model.KioskVerify
	k.Touch()
	k.show(k.verifyPage(nil))
}

func (k *kiosk) verifyPage(result fyne.CanvasObject) fyne.CanvasObject {
	words := k.h.Words()
	head := kit.Rows(kit.Long(words("kiosk.verify")).Sized(kit.SizeTitle).Bold(), kit.Long(words("kiosk.verify.text")),
		kit.BigPrimary(words("kiosk.verify.pick"), k.pickPDF), kit.BigSecondary(words("kiosk.home"), func() { k.clear("") }))
	if result == nil {
		result = kit.Rows()
	}
	return duo(head, result)
}

func (k *kiosk) pickPDF() {
	k.file([]string{".pdf"}, func(pdf []byte) {
		var proof office.Proof
		k.ask(func(ctx context.Context) (_ *office.Newcomer, err error) {
			proof, err = k.h.Kiosk().VerifyPDF(ctx, pdf)
			return nil, err
		}, func(*office.Newcomer) {
			k.show(k.verifyPage(proofCard(k.reader(), proof)))
		}, func(err error) {
			k.show(k.verifyPage(kit.Panel(kit.Long(k.h.Fault(err)).In(kit.Accent).Bold())))
		})
	})
}

// proofCard says who signed what when, what it proves, and what it does not.
func proofCard(r model.Reader, proof office.Proof) fyne.CanvasObject {
	m := model.WordProof(r.Say, proof)
	return kit.Card(m.Title, kit.Rows(kit.Claim(m.Who, m.Proves, r.Say("proof.not"), m.Not), kit.Rule(), pairs(r.ProofRows(proof))))
}
