package model

import (
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Fault is an error as a sentence: its code's words with its values, else the words of its kind. Rules know ids, people know
// words: a value that names something is shown by that thing's name in the language. Without a catalog, as before a bank is
// open, what only the catalog names keeps its id.
func (w *Words) Fault(lang string, cat *catalog.Catalog, err error) string {
	if cat == nil {
		cat = &catalog.Catalog{}
	}
	e, r := fault.Of(err), Reader{Lang: lang, Cat: cat, Say: w.In(lang)}
	key := e.Code
	if !w.Has(lang, key) {
		key = "fault." + e.Kind.String()
	}
	return w.Say(lang, key, r.spoken(e)...)
}

// spoken are an error's values as pairs for its sentence.
func (r Reader) spoken(e *fault.Error) []string {
	var pairs []string
	area, _, _ := strings.Cut(e.Code, ".")
	raw := area == "catalog" || area == "command" // what stands in a file or on a command line is called as it stands there
	for name, value := range e.Params {
		if own := e.Params[name+"_"+r.Lang]; own != "" { // words of the catalog, which come in each language
			value = own
		}
		if say := wording[name]; say != nil && value != "" && (!raw || name == "want") {
			value = say(r, e, value)
		}
		pairs = append(pairs, name, value)
	}
	return pairs
}

// wording is how the values that are ids become words, by the value's name; all others are said as they are.
var wording = map[string]func(r Reader, e *fault.Error, id string) string{
	"field":   keyed("field."),
	"status":  keyed("status."),
	"outcome": keyed("status."), // how a case came out, for retention
	"what":    keyed("what."),
	"use":     keyed("reason_use."),
	"job":     keyed("job."),
	"class":   keyed("compartment."),
	"want":    keyed("want."),
	"stage":   func(r Reader, _ *fault.Error, id string) string { return r.StageName(id) },
	"current": func(r Reader, _ *fault.Error, id string) string { return r.StageName(id) },
	"task":    func(r Reader, e *fault.Error, id string) string { return r.taskName(e.Params["stage"], id) },
	"reason":  func(r Reader, _ *fault.Error, id string) string { return r.Reason(id) },
	"kind":    func(r Reader, _ *fault.Error, id string) string { return r.checkName(id) },
	"role":    func(r Reader, _ *fault.Error, id string) string { return r.roleName(id) },
	"city":    func(r Reader, _ *fault.Error, id string) string { return r.cityName(id) },
	// "offer.state" and "material.state" speak of the states of what they are about.
	"state": func(r Reader, e *fault.Error, id string) string {
		about, _, _ := strings.Cut(e.Code, ".")
		return r.known(about+".state."+id, id)
	},
}

func keyed(prefix string) func(Reader, *fault.Error, string) string {
	return func(r Reader, _ *fault.Error, id string) string { return r.known(prefix+id, id) }
}

func (r Reader) taskName(stage, id string) string {
	for _, plan := range r.Cat.Plans {
		for i := range plan.Stages {
			s := &plan.Stages[i]
			if t := s.Task(id); t != nil && (stage == "" || s.ID == stage) {
				return t.Name.In(r.Lang)
			}
		}
	}
	return id
}

func (r Reader) checkName(id string) string {
	if k := r.Cat.Checks[id]; k != nil {
		return k.Name.In(r.Lang)
	}
	return id
}

func (r Reader) roleName(id string) string {
	if role := r.Cat.Roles[id]; role != nil {
		return role.Name.In(r.Lang)
	}
	return id
}

// cityName is a city as its benefit table calls it; a city without a table, as the bank's branch there.
func (r Reader) cityName(id string) string {
	for _, t := range r.Cat.Benefits {
		if t.City == id {
			return t.Name.In(r.Lang)
		}
	}
	for _, b := range r.Cat.Bank.Branches {
		if b.City == id {
			return b.Name.In(r.Lang)
		}
	}
	return id
}
