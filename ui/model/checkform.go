package model

import (
	"slices"
	"strings"

	"ruhang/core/hiring"
)

// Degrees are the codes of education, lowest first; "degree.<code>" are their words.
var Degrees = []string{"high_school", "junior_college", "bachelor", "master", "doctor", "other"}

// Incidents are the kinds of incident that a check may report; "incident.<kind>" are their words.
var Incidents = []string{"credit_violation", "discipline", "dispute", "other"}

// FactField is one input for a fact of the evidence; Prompt is what the CV says at that place, as a hint to compare
// with and never as a value: evidence that is copied from the CV proves nothing.
type FactField struct {
	Name, Label, Prompt string
	Kind                string // text, date, degree, incident
}

// FactGroup is the inputs of one school, job, certificate or incident.
type FactGroup struct {
	Title  string
	Fields []FactField
}

// maxFacts bounds the rows of one form.
const maxFacts = 12

// FactForm is the inputs for what the evidence of a kind of check says: one group for each entry of the CV and one more,
// and room for an incident.
func FactForm(r Reader, kind string, cv *hiring.CV) []FactGroup {
	if cv == nil {
		cv = &hiring.CV{}
	}
	var out []FactGroup
	add := func(title, prefix string, i int, fields ...FactField) {
		for k := range fields {
			fields[k].Name = prefix + itoa(i) + "." + fields[k].Name
			if fields[k].Prompt != "" {
				fields[k].Prompt = r.Say("fact.cv_says", "value", fields[k].Prompt)
			}
		}
		out = append(out, FactGroup{Title: title, Fields: fields})
	}
	text := func(name, says string) FactField {
		return FactField{Name: name, Label: r.Say("fact." + name), Prompt: says, Kind: "text"}
	}
	date := func(name string, says hiring.Date) FactField {
		return FactField{Name: name, Label: r.Say("fact." + name), Prompt: string(says), Kind: "date"}
	}
	switch kind {
	case "education":
		for i, e := range formRows(cv.Education) {
			degree := FactField{Name: "degree", Label: r.Say("fact.degree"), Prompt: r.known("degree."+e.Degree, e.Degree), Kind: "degree"}
			add(r.Say("fact.education"), "education", i, text("school", e.School), degree, text("major", e.Major), date("from", e.From), date("to", e.To), text("number", e.Number))
		}
	case "employment":
		for i, e := range formRows(cv.Employments) {
			add(r.Say("fact.employment"), "employment", i, text("company", e.Company), text("title", e.Title), date("from", e.From), date("to", e.To))
		}
	case "qualification":
		for i, q := range formRows(cv.Qualifications) {
			add(r.Say("fact.qualification"), "qualification", i, text("name", q.Name), text("number", q.Number), date("on", q.On), text("issuer", q.Issuer))
		}
	}
	add(r.Say("fact.incident"), "incident", 0, FactField{Name: "kind", Label: r.Say("fact.kind"), Kind: "incident"}, date("on", ""), text("text", ""))
	return out
}

// formRows are the CV's entries and an empty one, at most as many as a form holds.
func formRows[T any](said []T) []T {
	var none T
	return append(slices.Clone(said[:min(len(said), maxFacts-1)]), none)
}

// Facts reads a filled FactForm: groups without a word are left out.
func Facts(values map[string]string) hiring.CheckFacts {
	get := func(prefix string, i int, name string) string {
		return strings.TrimSpace(values[prefix+itoa(i)+"."+name])
	}
	var f hiring.CheckFacts
	for i := range maxFacts {
		e := func(name string) string { return get("education", i, name) }
		if school := (hiring.Education{School: e("school"), Degree: e("degree"), Major: e("major"), From: hiring.Date(e("from")), To: hiring.Date(e("to")), Number: e("number")}); school != (hiring.Education{}) {
			f.Education = append(f.Education, school)
		}
		e = func(name string) string { return get("employment", i, name) }
		if job := (hiring.Employment{Company: e("company"), Title: e("title"), From: hiring.Date(e("from")), To: hiring.Date(e("to"))}); job != (hiring.Employment{}) {
			f.Employments = append(f.Employments, job)
		}
		e = func(name string) string { return get("qualification", i, name) }
		if paper := (hiring.Qualification{Name: e("name"), Number: e("number"), On: hiring.Date(e("on")), Issuer: e("issuer")}); paper != (hiring.Qualification{}) {
			f.Qualifications = append(f.Qualifications, paper)
		}
		e = func(name string) string { return get("incident", i, name) }
		if in := (hiring.Incident{Kind: e("kind"), On: hiring.Date(e("on")), Text: e("text")}); in.Kind != "" {
			f.Incidents = append(f.Incidents, in)
		}
	}
	return f
}

// FactValues are the values of a FactForm from what evidence says: every entry stands at the CV's entry that it is about.
func FactValues(r Reader, kind string, cv *hiring.CV, f hiring.CheckFacts) map[string]string {
	out := map[string]string{}
	if kind != "education" {
		return out
	}
	if cv == nil {
		cv = &hiring.CV{}
	}
	for n, e := range f.Education {
		i := slices.IndexFunc(cv.Education, func(said hiring.Education) bool { return said.School == e.School })
		if i < 0 {
			i = min(n, maxFacts-1)
		}
		for name, value := range map[string]string{"school": e.School, "degree": e.Degree, "major": e.Major, "from": string(e.From), "to": string(e.To), "number": e.Number} {
			out["education"+itoa(i)+"."+name] = value
		}
	}
	return out
}

// CoarseDate says whether a date is a month or a day, as evidence has it: 2024-07 or 2024-07-01.
func CoarseDate(value string) bool { return hiring.Date(value).First().Valid() }

// RecordCheck makes the command from a filled form.
func RecordCheck(order string, values map[string]string, files []hiring.FileRef) hiring.RecordCheck {
	return hiring.RecordCheck{Order: order, Light: hiring.Light(values["light"]), Conclusion: strings.TrimSpace(values["conclusion"]),
		Facts: Facts(values), Files: files, Source: strings.TrimSpace(values["source"]), Method: "hand", ValidUntil: hiring.Date(values["valid_until"])}
}
