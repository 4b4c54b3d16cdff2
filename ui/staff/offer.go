package staff

import (
	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// offersPage is a case's offer: its terms at the left, what happened and what may be done at the right.
func offersPage(p *casePage) fyne.CanvasObject {
	v := model.Offers(p.read, p.file, p.read.MayEver(hiring.EditOffer{}))
	if v.None {
		return p.noOffer(v)
	}
	left := []fyne.CanvasObject{p.offerHead(v)}
	if len(v.Diff) > 0 {
		left = append(left, kit.Card(p.say("offer.changed", "version", itoa(v.Version-1)), p.diffTable(v.Diff)))
	}
	left = append(left, kit.Card(p.say("offer.terms"), pairs(v.Terms)), kit.Card(p.say("offer.pay"), sums(v.Pay)))
	if len(v.Benefits) > 0 {
		left = append(left, kit.Card(p.say("offer.benefits"), kit.Rows(sums(v.Benefits), small(v.Table), pairs(v.Extras))))
	}
	right := []fyne.CanvasObject{}
	if v.Change != nil {
		right = append(right, p.changeCard(v.Change))
	}
	if len(v.Basis) > 0 {
		right = append(right, kit.Card(p.say("offer.basis"), kit.Tight(small(p.say("offer.basis_hr")), pairs(v.Basis))))
	}
	right = append(right, p.versionsCard(v), kit.Card(p.say("offer.law"), kit.Tight(pairs(v.Law))))
	return kit.Split(0.56, kit.Rows(left...), kit.Rows(right...))
}

// noOffer says how an offer comes to be.
func (p *casePage) noOffer(v model.OfferView) fyne.CanvasObject {
	var start *kit.Button
	for _, a := range v.Acts {
		if a.ID == "draft_offer" && a.Why == nil {
			start = kit.Primary(a.Word, p.draftOffer)
		}
	}
	return kit.Rows(append([]fyne.CanvasObject{kit.EmptyFace(workIcon("offer")(), p.say("offer.none_yet"), start)}, p.whys(v.Acts...)...)...)
}

// offerHead is the state with its clock, and the buttons: the first act that may be done now is the page's primary one.
func (p *casePage) offerHead(v model.OfferView) fyne.CanvasObject {
	body := []fyne.CanvasObject{kit.Line(kit.Badge(v.State, toneOf(v.Tone)), kit.Note(p.say("offer.version_n", "n", itoa(v.Version))))}
	if v.Clock != nil {
		body = append(body, p.clock(*v.Clock))
	} else if v.Waits != "" {
		body = append(body, small(v.Waits))
	}
	if v.Refusal != "" {
		body = append(body, kit.Long(p.say("offer.refused_because", "note", v.Refusal)).In(kit.Accent))
	}
	acts := []fyne.CanvasObject{}
	primary := false
	for _, a := range v.Acts {
		kind := kit.Secondary
		switch {
		case a.ID == "rescind_offer":
			kind = kit.Quiet
		case !primary && a.Why == nil && a.ID != "edit_offer" && a.ID != "refuse_offer":
			kind, primary = kit.Primary, true
		}
		acts = append(acts, button(kind, a, p.offerAct(a.ID, v))...)
	}
	acts = append(acts, kit.Secondary(p.say("offer.pdf"), func() { p.showOffer(v.Version) }))
	if v.Versions[0].Proved {
		acts = append(acts, kit.Secondary(p.say("offer.evidence"), func() { p.showEvidence(v.Version) }))
	}
	body = append(body, kit.Flow(acts...))
	return kit.Card(p.say("screen.offers"), kit.Rows(append(body, p.whys(v.Acts...)...)...))
}

func (p *casePage) offerAct(id string, v model.OfferView) func() {
	switch id {
	case "approve_offer":
		return p.approveOffer
	case "refuse_offer":
		return p.refuseOffer
	case "issue_offer":
		return p.issueOffer
	case "submit_offer":
		return p.submitOffer
	case "draft_offer":
		return p.draftOffer
	case "edit_offer":
		return func() { p.editOffer(v) }
	}
	return p.rescindOffer
}

// sums are a table whose first row is its head and whose figures stand right.
func sums(rows [][]string) fyne.CanvasObject {
	out := kit.Tight()
	for i, row := range rows {
		var cells []fyne.CanvasObject
		for k, text := range row {
			cell := kit.Body(text).Clip()
			switch {
			case i == 0:
				cell = kit.Note(text).Clip()
			case i == len(rows)-1 && len(row) == 2:
				cell.Bold()
			}
			if k > 0 {
				cell.At(kit.Right)
			}
			cells = append(cells, cell)
		}
		out.Add(columns(cells...))
		if i == 0 {
			out.Add(kit.Rule())
		}
	}
	return out
}

// changeCard is what the candidate asks for, with both values and the answer (Z-14).
func (p *casePage) changeCard(k *model.ChangeView) fyne.CanvasObject {
	state := kit.Badge(p.say("offer.change_open"), kit.ToneNow)
	if k.Answered != "" {
		state = kit.Badge(p.say("offer.change_closed"), kit.TonePlain)
	}
	body := []fyne.CanvasObject{state, p.diffTable([]model.DiffRow{{Term: k.Term, Old: k.Old, New: k.New}})}
	if k.Note != "" {
		body = append(body, kit.Long(k.Note))
	}
	body = append(body, small(k.Asked))
	if k.Answered != "" {
		body = append(body, small(k.Answered))
	}
	acts := append(button(kit.Secondary, k.Decline, p.declineChange), button(kit.Primary, k.Accept, func() { p.acceptChange(k) })...)
	body = append(body, p.whys(k.Accept, k.Decline)...)
	return kit.Card(p.say("offer.change"), kit.Rows(body...), acts...)
}

// diffTable is terms with both values (N-16).
func (p *casePage) diffTable(rows []model.DiffRow) fyne.CanvasObject {
	out := kit.Tight(columns(kit.Note(p.say("offer.term")), kit.Note(p.say("offer.old")), kit.Note(p.say("offer.new"))), kit.Rule())
	for _, d := range rows {
		out.Add(columns(kit.Long(d.Term).In(kit.InkSoft), kit.Long(d.Old).In(kit.InkSoft), kit.Long(d.New).Bold()))
	}
	return out
}

// versionsCard lists every version with what it changed; a void one stays readable.
func (p *casePage) versionsCard(v model.OfferView) fyne.CanvasObject {
	var body []fyne.CanvasObject
	for i, one := range v.Versions {
		if i > 0 {
			body = append(body, kit.Rule())
		}
		show := kit.Line(kit.Quiet(p.say("offer.pdf"), func() { p.showOffer(one.Version) }))
		if one.Proved {
			show.Add(kit.Quiet(p.say("offer.evidence"), func() { p.showEvidence(one.Version) }))
		}
		body = append(body, kit.Between(kit.Line(kit.Body(p.say("offer.version_n", "n", itoa(one.Version))).Bold(), kit.Badge(one.State, toneOf(one.Tone))), show), small(one.When))
		if len(one.Diff) > 0 && i > 0 {
			body = append(body, p.diffTable(one.Diff))
		}
	}
	return kit.Card(p.say("offer.versions"), kit.Tight(body...))
}
