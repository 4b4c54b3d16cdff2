package screening

import (
	"slices"
	"strconv"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Inspect is what the rules say of a material's fields (Z-19). A failed Must sends the material back by itself: it is
// only there for what cannot be right. Everything else is advice to whoever looks at the document. A rule whose field
// is empty, or for which the person's data holds nothing to compare with, says nothing.
func Inspect(c *hiring.Case, p *hiring.Person, m *catalog.Material, s hiring.SubmitMaterial, today hiring.Date) []hiring.Verdict {
	in := &inspection{c: c, person: p, fields: s.Fields, read: s.Read, today: today}
	if p == nil {
		in.person = &hiring.Person{}
	}
	switch m.Rule {
	case "id_card":
		in.identity()
	case "diploma":
		in.name()
		in.diploma()
		in.resume()
		in.registry()
	case "bank_card":
		in.name()
		in.bankCard()
	case "certificate":
		in.name()
		in.past("graduated_on")
		in.registry()
	case "photo":
		in.badge()
	}
	if m.Rule != "photo" && m.Rule != "other" {
		in.expiry()
	}
	in.seen(slices.Concat(m.Fields, m.Optional))
	return in.verdicts
}

type inspection struct {
	c        *hiring.Case
	person   *hiring.Person
	fields   map[string]string
	read     *hiring.Reading
	today    hiring.Date
	verdicts []hiring.Verdict
}

func (in *inspection) field(name string) string { return strings.TrimSpace(in.fields[name]) }

func (in *inspection) date(name string) hiring.Date { return hiring.Date(in.field(name)) }

// must records a rule that cannot be broken; its words are verdict.<rule>, and verdict.<rule>_ok when it holds.
func (in *inspection) must(rule string, ok bool, params fault.Params) {
	in.say(hiring.Verdict{Rule: rule, OK: ok, Must: true, Code: "verdict." + rule, Params: params})
}

// advise records a rule that a person may overlook.
func (in *inspection) advise(rule string, ok bool, params fault.Params) {
	in.say(hiring.Verdict{Rule: rule, OK: ok, Code: "verdict." + rule, Params: params})
}

func (in *inspection) say(v hiring.Verdict) {
	if v.OK {
		v.Code += "_ok"
	}
	in.verdicts = append(in.verdicts, v)
}

func (in *inspection) identity() {
	if in.field("id_no") != "" {
		in.number()
	}
	in.name()
}

// number looks at the identity number: its own rules one after the other, each only when the one before holds, then the
// fields that must agree with it.
func (in *inspection) number() {
	facts, err := IDNumber(in.field("id_no"), in.today)
	code := ""
	if err != nil {
		code = fault.Of(err).Code
	}
	for _, step := range []struct {
		rule  string
		codes []string
	}{{"id_shape", []string{"id.shape"}}, {"id_checksum", []string{"id.checksum"}}, {"id_birth", []string{"id.birth_date", "id.birth_future"}}} {
		if broken := slices.Contains(step.codes, code); broken || !(step.rule == "id_checksum" && facts.Old) {
			in.must(step.rule, !broken, nil)
			if broken {
				return
			}
		}
	}
	in.must("minimum_age", code != "id.too_young", fault.Params{"age": strconv.Itoa(MinimumAge)})
	in.agrees(facts)
}

func (in *inspection) agrees(facts IDFacts) {
	if birth := in.date("birth_date"); birth != "" {
		in.must("birth_date", compact(string(birth)) == compact(string(facts.Birth)), nil)
	}
	if known := in.person.IDNumber; known != "" {
		in.must("id_person", SameID(known, in.field("id_no")), nil)
	}
	if female, given := sex(in.field("sex")); given {
		in.must("sex", female == facts.Female, nil)
	}
}

// sex reads female, male, F, M, 女 and 男.
func sex(s string) (female, given bool) {
	switch strings.ToLower(s) {
	case "female", "f", "\u5973":
		return true, true
	case "male", "m", "\u7537":
		return false, true
	}
	return false, false
}

// name holds the name on the document against the person's, code point by code point.
func (in *inspection) name() {
	name := in.field("name")
	if name == "" {
		return
	}
	if in.person.Name != "" {
		switch CompareNames(name, in.person.Name) {
		case Same:
			in.must("name_match", true, nil)
		case Lookalike:
			in.advise("name_lookalike", false, nil)
		case Other:
			in.must("name_match", false, nil)
		}
	}
	if private(name) {
		in.advise("name_unprintable", false, nil)
	}
}

func (in *inspection) diploma() {
	in.past("graduated_on")
	number, on := in.field("number"), in.date("graduated_on")
	if number == "" {
		return
	}
	d, err := DiplomaNumber(number)
	in.advise("diploma_number", err == nil, nil)
	if err == nil {
		in.advise("school_code", d.School[0] != '0', nil)
	}
	if err == nil && on.First().Valid() {
		in.advise("graduation_year", string(on)[:4] == strconv.Itoa(d.Year), fault.Params{"number_year": strconv.Itoa(d.Year), "year": string(on)[:4]})
	}
}

// past holds a day that must exist and must not be in the future.
func (in *inspection) past(field string) {
	if d := in.date(field); d != "" {
		in.must("date", d.First().Valid() && d.First() <= in.today, fault.Params{"field": field})
	}
}

func (in *inspection) bankCard() {
	if number := in.field("number"); number != "" {
		in.must("bank_card", BankCard(number), nil)
	}
}

// expiry warns of a document that is no longer valid; 长期 and other words are no day.
func (in *inspection) expiry() {
	if until := in.date("valid_until"); until.First().Valid() {
		in.advise("valid_until", until.Last() >= in.today, fault.Params{"date": string(until)})
	}
}
