package office

import (
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// The kinds of look-up: what a blind index finds.
const (
	lookIDNumber = "id_no"  // → persons
	lookPhone    = "phone"  // → persons
	lookReport   = "report" // vendor and report id → case
	lookCase     = "person" // person → cases
	lookGuide    = "guide"  // the guide's code → case
	lookBatch    = "batch"  // an import → its cases
)

func (o *Office) putLookup(tx Tx, kind, value, id string) error {
	blind, err := o.ports.Vault.Blind(kind, value)
	if err != nil {
		return err
	}
	return tx.PutLookup(kind, blind, id)
}

func (o *Office) lookup(r Reader, kind, value string) ([]string, error) {
	if value == "" {
		return nil, nil
	}
	blind, err := o.ports.Vault.Blind(kind, value)
	if err != nil {
		return nil, err
	}
	return r.Lookup(kind, blind)
}

// person is a candidate's own data; nil when it was erased.
func (o *Office) person(r Reader, id hiring.PersonID) (*hiring.Person, error) {
	if p, ok := o.people.get(id); ok {
		return p, nil
	}
	sealed, ok, err := r.Person(id)
	if err != nil || !ok {
		return nil, err
	}
	p := &hiring.Person{}
	if err := o.openJSON("person/"+string(id), sealed, p); err != nil {
		return nil, err
	}
	o.people.put(id, p)
	return p, nil
}

func (o *Office) putPerson(tx Tx, p hiring.Person, by hiring.AccountID) error {
	sealed, err := o.sealJSON("person/"+string(p.ID), p)
	if err != nil {
		return err
	}
	if err := tx.PutPerson(p.ID, sealed, o.now(), by); err != nil {
		return err
	}
	for kind, value := range map[string]string{lookIDNumber: p.IDNumber, lookPhone: p.Phone} {
		if value != "" {
			if err := o.putLookup(tx, kind, value, string(p.ID)); err != nil {
				return err
			}
		}
	}
	o.people.put(p.ID, &p)
	return nil
}

// phoneSigns takes out what people write between the digits of a number.
var phoneSigns = strings.NewReplacer(" ", "", "-", "")

// normal brings a person's numbers into one form: no spaces, an upper-case X, no country code.
func normal(p hiring.Person) hiring.Person {
	p.Name = strings.TrimSpace(p.Name)
	p.IDNumber = strings.ToUpper(strings.Join(strings.Fields(p.IDNumber), ""))
	phone := phoneSigns.Replace(p.Phone)
	p.Phone = strings.TrimPrefix(strings.TrimPrefix(phone, "+86"), "0086")
	p.Email = strings.TrimSpace(p.Email)
	return p
}

// match finds who a row is about: by ID number, else by phone. Equal numbers under another name, or one phone with two ID
// numbers, are doubtful: doubt holds who it may be, and a person decides.
func (o *Office) match(r Reader, p hiring.Person) (found *hiring.Person, doubt []hiring.Person, err error) {
	byID, err := o.known(r, lookIDNumber, p.IDNumber)
	if err != nil {
		return nil, nil, err
	}
	byPhone, err := o.known(r, lookPhone, p.Phone)
	if err != nil {
		return nil, nil, err
	}
	for i := range byID {
		if byID[i].Name == p.Name {
			return &byID[i], nil, nil
		}
		doubt = append(doubt, byID[i])
	}
	for i := range byPhone {
		same := byPhone[i].Name == p.Name
		numbers := p.IDNumber != "" && byPhone[i].IDNumber != "" && p.IDNumber != byPhone[i].IDNumber
		switch {
		case same && !numbers:
			if len(doubt) == 0 {
				return &byPhone[i], nil, nil
			}
			doubt = append(doubt, byPhone[i])
		case !slices.ContainsFunc(doubt, func(d hiring.Person) bool { return d.ID == byPhone[i].ID }):
			doubt = append(doubt, byPhone[i])
		}
	}
	return nil, doubt, nil
}

func (o *Office) known(r Reader, kind, value string) ([]hiring.Person, error) {
	ids, err := o.lookup(r, kind, value)
	if err != nil {
		return nil, err
	}
	var out []hiring.Person
	for _, id := range ids {
		p, err := o.person(r, hiring.PersonID(id))
		if err != nil {
			return nil, err
		}
		if p != nil {
			out = append(out, *p)
		}
	}
	return out, nil
}

// complete adds to a known person what a new row knows more.
func complete(known, row hiring.Person) (hiring.Person, bool) {
	changed := false
	for _, f := range []struct {
		old *string
		new string
	}{{&known.IDNumber, row.IDNumber}, {&known.Phone, row.Phone}, {&known.Email, row.Email}} {
		if *f.old == "" && f.new != "" {
			*f.old, changed = f.new, true
		}
	}
	return known, changed
}

// Doubt is a row whose person may be somebody known: a human says who (nothing is merged silently).
type Doubt struct {
	File    string
	Line    int
	Row     hiring.Person
	Perhaps []hiring.Person
}

// DoubtCode is the refusal of a doubtful row while nobody has decided.
const DoubtCode = "import.doubtful_person"

func doubtful(row Row) error {
	return fault.New(fault.Refused, DoubtCode, "file", row.File, "line", num(uint64(row.Line)), "field", "name")
}
