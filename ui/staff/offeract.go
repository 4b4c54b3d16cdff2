package staff

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

func itoa(n int) string { return strconv.Itoa(n) }

// columns are cells of one row, all of the same width.
func columns(cells ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&columnsLayout{}, cells...)
}

func (p *casePage) draftOffer() { p.give(hiring.DraftOffer{}, "offer.drafted", nil) }

func (p *casePage) submitOffer() {
	p.ask("offer.submit", p.say("offer.submit_says"), "offer.submit", false, func() { p.give(hiring.SubmitOffer{}, "offer.submitted", nil) })
}

// issueOffer asks first: from then on the bank is bound.
func (p *casePage) issueOffer() {
	until := p.read.Moment(hiring.OfferExpiry(hiring.Env{Now: p.read.Now, Catalog: p.read.Cat}))
	p.ask("offer.issue", p.say("offer.issue_says", "name", p.file.Person.Name, "until", until), "offer.issue", false, func() {
		p.give(hiring.IssueOffer{}, "offer.issued", nil)
	})
}

func (p *casePage) approveOffer() {
	p.modal(sheet{title: p.say("offer.approve"), submit: p.say("offer.approve"), told: "offer.approved", about: kit.Long(p.say("offer.approve_says")),
		fields: []kit.Field{p.note(false)},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.ApproveOffer{Note: values["note"]}, nil
		}})
}

func (p *casePage) refuseOffer() {
	p.modal(sheet{title: p.say("offer.refuse"), submit: p.say("offer.refuse"), told: "offer.refused", about: kit.Long(p.say("offer.refuse_says")),
		fields: []kit.Field{p.note(true)},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.RefuseOffer{Note: values["note"]}, nil
		}})
}

// rescindOffer takes an offer back, for a ground that the law knows.
func (p *casePage) rescindOffer() {
	grounds := kit.Tight()
	for _, why := range p.read.Cat.ReasonsFor("rescind") {
		grounds.Add(kit.Long(why.Text.In(p.h.Lang())).Bold())
		grounds.Add(small(why.Legal.In(p.h.Lang())))
	}
	p.modal(sheet{title: p.say("offer.rescind"), submit: p.say("offer.rescind"), told: "offer.rescinded", width: 620,
		about:  kit.Rows(kit.Long(p.say("offer.rescind_says")).In(kit.Accent), grounds),
		fields: []kit.Field{p.reasons("rescind"), p.note(true)},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.RescindOffer{Reason: values["reason"], Note: values["note"]}, nil
		}})
}

func (p *casePage) acceptChange(k *model.ChangeView) {
	p.ask("offer.change_accept", p.say("offer.change_accept_says", "term", k.Term, "old", k.Old, "new", k.New), "offer.change_accept", false, func() {
		p.give(hiring.AnswerChange{Accept: true}, "offer.change_taken", nil)
	})
}

func (p *casePage) declineChange() {
	p.modal(sheet{title: p.say("offer.change_decline"), submit: p.say("offer.change_decline"), told: "offer.change_answered", about: kit.Long(p.say("offer.change_decline_says")),
		fields: []kit.Field{p.note(true)},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.AnswerChange{Note: values["note"]}, nil
		}})
}

// editOffer is the draft as a form; what the rules refuse stands at its field.
func (p *casePage) editOffer(v model.OfferView) {
	var branches []kit.Option
	for _, b := range p.read.Cat.Bank.Branches {
		branches = append(branches, kit.Option{Value: b.ID, Label: b.Name.In(p.h.Lang())})
	}
	field := func(name string, kind kit.FieldKind, hint string) kit.Field {
		return kit.Field{Name: name, Label: p.say("term." + name), Kind: kind, Value: v.Edit[name], Hint: hint, Required: name != "clauses"}
	}
	branch := field("branch", kit.FieldSelect, "")
	branch.Options = branches
	p.wide(sheet{title: p.say("offer.edit"), submit: p.say("offer.save"), told: "offer.saved", columns: 2, about: kit.Panel(pairs(v.Law)),
		fields: []kit.Field{field("monthly", kit.FieldNumber, v.Band), field("grade", kit.FieldText, ""), field("start", kit.FieldDate, ""), branch,
			field("contract_months", kit.FieldNumber, p.say("offer.in_months")), field("probation_months", kit.FieldNumber, p.say("offer.in_months_cap", "cap", v.Law[0].Label)), field("clauses", kit.FieldArea, p.say("offer.clauses_hint"))},
		command: func(values map[string]string) (hiring.Command, error) {
			return model.EditOffer(v.Edit, values)
		}})
}

// showOffer is the letter as the candidate sees it, inside the app.
func (p *casePage) showOffer(version int) {
	p.showPaper(p.say("offer.letter", "n", itoa(version)), "offer.pdf", func(ctx context.Context) ([]byte, error) {
		return p.h.Staff().OfferPDF(ctx, p.id, version)
	})
}

func (p *casePage) showEvidence(version int) {
	p.showPaper(p.say("offer.evidence"), "offer-evidence.pdf", func(ctx context.Context) ([]byte, error) {
		return p.h.Staff().EvidencePDF(ctx, p.id, version)
	})
}

// columnsLayout gives every cell the same share of the width, and a row the height of its tallest.
type columnsLayout struct{}

const columnGap float32 = 12

func (l *columnsLayout) MinSize(cells []fyne.CanvasObject) fyne.Size {
	var height float32
	for _, c := range cells {
		height = fyne.Max(height, c.MinSize().Height)
	}
	return fyne.NewSize(40*float32(len(cells)), height)
}

func (l *columnsLayout) Layout(cells []fyne.CanvasObject, size fyne.Size) {
	width := (size.Width - columnGap*float32(len(cells)-1)) / float32(len(cells))
	for i, c := range cells {
		c.Move(fyne.NewPos(float32(i)*(width+columnGap), 0))
		c.Resize(fyne.NewSize(width, size.Height))
	}
}
