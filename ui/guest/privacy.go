package guest

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// drawPrivacy is what was agreed to, what may be taken along, and the way out.
func drawPrivacy(p *page, j *office.Journey) fyne.CanvasObject {
	words := p.h.Words()
	take := kit.Rows(soft(words("guest.export.text")), thumb(kit.Secondary(words("guest.export.do"), func() { askExport(p) })))
	page := append(consentCards(p, j), declareCard(p, j), kit.Card(words("guest.export"), take), keptCard(p, j), kit.Card(words("guest.kept"), soft(words("guest.kept.text"))))
	if reasons := p.reader().WithdrawReasons(); len(reasons) > 0 && j.May(hiring.Withdraw{Reason: reasons[0].Value}) == nil {
		leave := kit.Rows(soft(words("guest.withdraw.text")), thumb(kit.Secondary(words("guest.withdraw"), func() { withdraw(p) })))
		page = append(page, kit.Card(words("guest.withdraw.title"), leave))
	}
	return kit.Page(page...)
}

// consentCards are the permissions, each by itself: asked for when it is needed, withdrawn at any time.
func consentCards(p *page, j *office.Journey) []fyne.CanvasObject {
	words := p.h.Words()
	all := p.reader().GuestConsents(j)
	if len(all) == 0 {
		return []fyne.CanvasObject{kit.Card(words("guest.consent"), soft(words("guest.consent.later")))}
	}
	var out []fyne.CanvasObject
	for _, m := range all {
		out = append(out, consentCard(p, j, m))
	}
	return out
}

// consentCard says what is done, by whom, with which data, what for, how long, and that it may be withdrawn (PIPL Art. 14, 17).
func consentCard(p *page, j *office.Journey, m model.GuestConsent) fyne.CanvasObject {
	words := p.h.Words()
	tone := map[string]kit.Tone{"asked": kit.ToneNow, "given": kit.ToneChosen}[m.State]
	body := kit.Rows(kit.Line(kit.Badge(words("guest.consent."+m.State), tone)))
	if m.Says != "" {
		body.Add(soft(m.Says))
	}
	if m.Sensitive {
		body.Add(kit.Long(words("guest.consent.sensitive")).Bold())
	}
	body.Add(kit.Long(m.Text))
	body.Add(pairs(m.Rows))
	switch {
	case m.State == "asked":
		body.Add(soft(words("guest.consent.rights")))
		body.Add(thumb(kit.Primary(words("guest.consent.give"), func() {
			p.give(m.Give, func() { p.h.Told(words("guest.consent.thanks")) }, nil)
		})))
	case m.State == "given" && j.May(m.Withdraw) == nil:
		body.Add(thumb(kit.Secondary(words("guest.consent.withdraw"), func() { withdrawConsent(p, m) })))
	}
	return kit.Card(m.Title, body)
}

func withdrawConsent(p *page, m model.GuestConsent) {
	words := p.h.Words()
	kit.Ask(p.h.Canvas(), kit.Question{Title: words("guest.consent.withdraw"), Sentence: words("guest.consent.withdraw.text"),
		Yes: words("guest.consent.withdraw"), No: words("guest.not_yet"), Danger: true, OnYes: func() { p.give(m.Withdraw, nil, nil) }})
}

// askExport asks for the last four of a number before anything leaves: a phone left on a table gives nothing away.
func askExport(p *page) {
	words := p.h.Words()
	var form *kit.Form
	form = kit.NewForm(words, kit.FormSpec{Submit: words("guest.export.do"),
		Fields: []kit.Field{{Name: "proof", Label: words("guest.export.proof"), Hint: words("guest.export.proof.hint"), Required: true}},
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			var raw []byte
			p.work(func(ctx context.Context) (err error) {
				raw, err = p.h.Guest().Export(ctx, v["proof"])
				return err
			}, func() {
				p.paint()
				p.h.SaveFile("my-data.zip", raw)
			}, beside(p.h, form))
		}})
	p.enter(words("guest.export"), kit.Page(soft(words("guest.export.text")), form))
}

// keptCard is how long the data is kept, and the wish that it be erased (PIPL Art. 19, 47).
func keptCard(p *page, j *office.Journey) fyne.CanvasObject {
	words, m := p.h.Words(), p.reader().GuestKept(j)
	body := kit.Rows(soft(m.Kept))
	if m.Said != "" {
		body.Add(kit.Long(m.Said).Bold())
	}
	if m.Why == nil {
		body.Add(thumb(kit.Secondary(words("guest.erase.do"), func() { askErasure(p) })))
	}
	return kit.Card(words("guest.erase"), body)
}

func askErasure(p *page) {
	words := p.h.Words()
	var form *kit.Form
	form = kit.NewForm(words, kit.FormSpec{Submit: words("guest.erase.send"),
		Fields: []kit.Field{{Name: "note", Label: words("field.note"), Kind: kit.FieldArea}},
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			p.give(hiring.RequestErasure{Note: v["note"]}, func() {
				p.h.Told(words("guest.erase.sent"))
				p.paint()
			}, beside(p.h, form))
		}})
	p.enter(words("guest.erase.do"), kit.Page(soft(words("guest.erase.text", "days", strconv.Itoa(p.reader().Cat.Privacy.EraseDays))), form))
}

// withdraw ends the candidate's way; it is asked about first.
func withdraw(p *page) {
	words := p.h.Words()
	farewell(p, words("guest.withdraw"), words("guest.withdraw.text"), choices(p.reader().WithdrawReasons()), kit.Question{Title: words("guest.withdraw.sure"),
		Sentence: words("guest.withdraw.sure.text"), Yes: words("guest.withdraw"), No: words("guest.not_yet"), Danger: true},
		func(reason, note string) hiring.Command { return hiring.Withdraw{Reason: reason, Note: note} })
}
