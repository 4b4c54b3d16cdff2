package staff

import (
	"strconv"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// declaredCard is what the candidate declared of relatives in the bank and of business outside.
func (p *casePage) declaredCard(v model.DeclaredView) fyne.CanvasObject {
	acts := button(kit.Quiet, v.Declare, p.declareFor)
	switch {
	case v.Hidden:
		return kit.Card(p.say("declare.title"), small(p.say("declare.hidden")))
	case v.Stamp == "":
		return kit.Card(p.say("declare.title"), small(p.say("declare.none_yet")), acts...)
	}
	body := kit.Tight()
	if v.None {
		body.Add(kit.Long(p.say("declare.nothing")))
	}
	body.Add(pairs(v.Rows))
	body.Add(small(v.Stamp))
	if v.Earlier > 0 {
		body.Add(small(p.say("declare.earlier", "n", strconv.Itoa(v.Earlier))))
	}
	return kit.Card(p.say("declare.title"), body, acts...)
}

// declareFor puts down what the candidate declared on paper or aloud: two of each at a time, which is more than nearly anybody has.
func (p *casePage) declareFor() {
	p.wide(sheet{title: p.say("declare.record"), submit: p.say("save"), told: "declare.kept", columns: 3, about: kit.Long(p.say("declare.says")),
		fields:  declareFields(p.read),
		command: func(v map[string]string) (hiring.Command, error) { return model.Declare(v), nil }})
}

func declareFields(r model.Reader) []kit.Field {
	out := []kit.Field{{Name: "none", Label: r.Say("declare.nothing"), Kind: kit.FieldCheck, Wide: true}}
	for i := range model.DeclareRows {
		n := strconv.Itoa(i)
		out = append(out, kit.Field{Name: "relation" + n, Label: r.Say("declare.relation", "n", strconv.Itoa(i+1)), Kind: kit.FieldSelect, Options: options(r.Relations())},
			kit.Field{Name: "name" + n, Label: r.Say("declare.name", "n", strconv.Itoa(i+1))}, kit.Field{Name: "where" + n, Label: r.Say("declare.where", "n", strconv.Itoa(i+1))})
	}
	for _, name := range []string{"company", "role"} { // a company's role stands below it
		for i := range model.DeclareRows {
			out = append(out, kit.Field{Name: name + strconv.Itoa(i), Label: r.Say("declare."+name, "n", strconv.Itoa(i+1))})
		}
	}
	return out
}
