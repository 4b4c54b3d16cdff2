package kit

import (
	"slices"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// The reasons that are not a rule of the position.
const (
	Core = "core" // a competency that every kit probes
	Fill = "fill" // weakest or not measured in the AI interview
	Hand = "hand" // a person's choice
)

// items are the chosen questions, each with every reason it has.
func (d *drawing) items() []hiring.KitItem {
	asked, probed := map[string]int{}, map[string]bool{}
	out := make([]hiring.KitItem, 0, len(d.chosen))
	for _, q := range d.chosen {
		item := hiring.KitItem{Bank: d.bank.ID, Question: q.ID, Competency: q.Competency}
		for _, r := range d.rules {
			if n := asked[r.ID]; slices.Contains(q.Tags, r.Tag) && n < max(r.Count, 1) {
				item.Reasons = append(item.Reasons, hiring.Reason{Rule: r.ID, Kind: r.causes[0].kind, Values: r.values(n)})
				asked[r.ID]++
			}
		}
		if slices.Contains(d.pos.Kit.Core, q.Competency) && !probed[q.Competency] {
			item.Reasons = append(item.Reasons, d.general(Core, q.Competency))
			probed[q.Competency] = true
		}
		if len(item.Reasons) == 0 {
			item.Reasons = []hiring.Reason{d.general(Fill, q.Competency)}
		}
		out = append(out, item)
	}
	return out
}

func (d *drawing) general(kind, competency string) hiring.Reason {
	values := map[string]string{"dimension": competency}
	if score, ok := scoreOf(d.c, competency); ok {
		values["score"] = points(score)
	}
	return hiring.Reason{Rule: kind, Kind: kind, Values: values}
}

// Why is a reason in words: Text where the catalog has them, else Code, a key of the language files, with its Params.
type Why struct {
	Text   string
	Code   string // kit.reason.core, .fill, .fill_unscored, .hand, .gone
	Params fault.Params
}

// ReasonText puts a reason into words. Ids of dimensions and traits become their names in that language; an industry
// stays as the CV has it, so a caller that has a word for it puts that into Values first. A rule that the position no
// longer has is kit.reason.gone with its id.
func ReasonText(cat *catalog.Catalog, position string, reason hiring.Reason, lang string) Why {
	params := fault.Params{}
	for k, v := range reason.Values {
		params[k] = v
	}
	for _, k := range []string{"dimension", "trait"} {
		if dim := cat.Dimensions[params[k]]; dim != nil {
			params[k] = dim.Name.In(lang)
		}
	}
	switch reason.Rule {
	case Core, Hand:
		return Why{Code: "kit.reason." + reason.Rule, Params: params}
	case Fill:
		if params["score"] == "" {
			return Why{Code: "kit.reason.fill_unscored", Params: params}
		}
		return Why{Code: "kit.reason.fill", Params: params}
	}
	if r := ruleOf(cat.Positions[position], reason.Rule); r != nil {
		return Why{Text: filled(r.Reason.In(lang), params)}
	}
	return Why{Code: "kit.reason.gone", Params: fault.Params{"rule": reason.Rule}}
}

func ruleOf(pos *catalog.Position, id string) *catalog.KitRule {
	if pos == nil {
		return nil
	}
	for i := range pos.Kit.Rules {
		if pos.Kit.Rules[i].ID == id {
			return &pos.Kit.Rules[i]
		}
	}
	return nil
}

// filled replaces {name} by its value, in one pass: a value that itself holds braces stays as it is.
func filled(text string, params fault.Params) string {
	pairs := make([]string, 0, 2*len(params))
	for k, v := range params {
		pairs = append(pairs, "{"+k+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
