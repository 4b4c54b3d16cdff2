package hiring

import (
	"slices"

	"ruhang/core/catalog"
)

// Show is the case as an actor may see it: compartments their roles lack are withheld, and until an interviewer's own
// card is in, the others' cards are hidden (blind scoring). It is the one place that hides; screens, exports, search and
// scripts show what is left.
func Show(c *Case, who Actor, roles map[string]*catalog.Role) *Case {
	v := *c
	may := Compartments(who, roles)
	if !may[Evaluation] {
		v.Reports, v.Kit, v.Decisions, v.Notes, v.Reviews, v.Outcomes = nil, nil, nil, nil, nil, nil
		v.Interviews = withoutCards(v.Interviews, func(Card) bool { return false })
		v.Probation = withoutRatings(v.Probation)
	}
	if !may[Background] {
		v.Checks, v.Flags, v.ToVerify, v.Hold = nil, nil, nil, nil
	}
	if !may[Salary] {
		v.Offers = withoutMoney(v.Offers)
	} else if !may[Evaluation] {
		v.Offers = withoutBasis(v.Offers)
	}
	if v.closeClass != "" && !may[v.closeClass] {
		v.CloseWhy = ""
	}
	v.Messages = slices.DeleteFunc(slices.Clone(v.Messages), func(m Message) bool {
		return who.Is("candidate") && m.To != "candidate" || !may[MessageQueued{Notify: Notify{Template: m.Template}}.Class()]
	})
	if !may[Identity] {
		v.Materials, v.Declarations = withoutFields(v.Materials), nil
	}
	if blind(c, who) {
		v.Interviews = withoutCards(v.Interviews, func(k Card) bool { return who.Holds(k.By) })
	}
	return &v
}

// Compartments is which bodies an actor may read.
func Compartments(who Actor, roles map[string]*catalog.Role) map[Class]bool {
	may := map[Class]bool{Basic: true, Public: true}
	for _, id := range who.Roles {
		if r := roles[id]; r != nil {
			for _, class := range r.Compartments {
				may[Class(class)] = true
			}
		}
	}
	return may
}

// blind says whether the actor sits on a panel of the case, with whichever account, and still owes a card.
func blind(c *Case, who Actor) bool {
	return slices.ContainsFunc(c.Interviews, func(iv Interview) bool {
		return iv.State == Planned && slices.ContainsFunc(iv.Panel, func(p AccountID) bool { return who.Holds(p) && iv.CardOf(p) == nil })
	})
}

// OnPanel says whether an account sits on any panel of the case: an interviewer sees only such cases.
func OnPanel(c *Case, who AccountID) bool {
	return slices.ContainsFunc(c.Interviews, func(iv Interview) bool { return slices.Contains(iv.Panel, who) })
}

func withoutCards(ivs []Interview, keep func(Card) bool) []Interview {
	out := slices.Clone(ivs)
	for i := range out {
		out[i].Cards = slices.DeleteFunc(slices.Clone(out[i].Cards), func(k Card) bool { return !keep(k) })
	}
	return out
}

func withoutRatings(p *Probation) *Probation {
	if p == nil {
		return nil
	}
	v := *p
	v.Reviews = slices.Clone(p.Reviews)
	for i := range v.Reviews {
		v.Reviews[i].Rating, v.Reviews[i].Text = 0, ""
	}
	return &v
}

// withoutBasis hides what the salary was computed from: scores, which the candidate never sees (Y-02).
func withoutBasis(offers []Offer) []Offer {
	out := slices.Clone(offers)
	for i := range out {
		out[i].Basis = Basis{}
	}
	return out
}

// withoutMoney leaves an offer's state and dates, which everybody who works on the case needs.
func withoutMoney(offers []Offer) []Offer {
	out := make([]Offer, len(offers))
	for i, o := range offers {
		out[i] = Offer{Version: o.Version, State: o.State, Issued: o.Issued, Signed: o.Signed, ExpiresAt: o.ExpiresAt, Printed: o.Printed,
			Terms: Terms{Start: o.Terms.Start, Branch: o.Terms.Branch}}
	}
	return out
}

func withoutFields(ms []Material) []Material {
	out := slices.Clone(ms)
	for i := range out {
		out[i].Tries = nil
	}
	return out
}

// Files are all files that a case names; of a case as somebody may see it: the files they may read.
func Files(c *Case) []FileRef {
	var out []FileRef
	note := func(refs ...FileRef) {
		for _, r := range refs {
			if !r.Empty() {
				out = append(out, r)
			}
		}
	}
	if c.CV != nil {
		note(c.CV.File)
	}
	for _, n := range c.Notes {
		note(n.File)
	}
	for _, o := range c.Checks {
		for _, r := range o.Reports {
			note(r.Files...)
		}
	}
	for _, v := range c.ToVerify {
		note(v.File)
	}
	for _, o := range c.Offers {
		note(o.PDF, o.SignedPDF, o.Stroke, o.Evidence)
	}
	for _, m := range c.Materials {
		for _, t := range m.Tries {
			note(t.File)
		}
	}
	if c.Probation != nil {
		for _, w := range c.Probation.Weeks {
			for _, p := range w.Progress {
				note(p.File)
			}
		}
	}
	for _, k := range c.Consents {
		note(k.File)
	}
	return out
}
