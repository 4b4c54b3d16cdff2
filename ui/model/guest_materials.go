package model

import (
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/screening"
)

// GuestPaperwork is a material of the list: what it is, how it stands, why it came back, what is typed with it.
type GuestPaperwork struct {
	ID, Name, Hint string
	State          string
	Tone           Tone
	Reason         string
	Note           string // what whoever sent it back wrote
	Rules          []Row  // each rule's verdict in words
	Fields         []GuestField
	Open           bool // it may be handed in (again)
	Button         string
}

// GuestField is something typed beside the file.
type GuestField struct {
	Name, Label, Hint string
	Day               bool
	Optional          bool
}

// dayFields are dates; valid_until is not one, since a card may be valid without end.
var dayFields = map[string]bool{"birth_date": true, "graduated_on": true}

// GuestMaterials words the list: what is to be done first.
func (r Reader) GuestMaterials(j *office.Journey) []GuestPaperwork {
	var todo, rest []GuestPaperwork
	for _, m := range j.Materials {
		p := r.paperwork(j, m)
		if m.State == hiring.Returned || m.State == hiring.Awaited {
			todo = append(todo, p)
		} else {
			rest = append(rest, p)
		}
	}
	return append(todo, rest...)
}

func (r Reader) paperwork(j *office.Journey, m office.GuestMaterial) GuestPaperwork {
	p := GuestPaperwork{ID: m.ID, Name: m.Name, Hint: m.Hint, State: r.Say("material.state." + string(m.State)), Reason: m.Reason, Note: m.Note,
		Button: r.Say("guest.material.do")}
	switch m.State {
	case hiring.Returned:
		p.Tone, p.Button = Urgent, r.Say("guest.material.again")
	case hiring.Submitted:
		p.Button = r.Say("guest.material.replace")
	case hiring.Accepted:
		p.Tone = Good
	}
	for _, v := range m.Verdicts {
		p.Rules = append(p.Rules, Row{Value: r.verdict(v), Tone: verdictTone(v)})
	}
	filled := map[string]string{}
	for _, f := range m.Fields {
		filled[f] = "-"
		p.Fields = append(p.Fields, r.guestField(f, false))
	}
	for _, f := range m.Optional {
		p.Fields = append(p.Fields, r.guestField(f, true))
	}
	p.Open = j.May(hiring.SubmitMaterial{Material: m.ID, File: hiring.FileRef{ID: "-"}, Fields: filled}) == nil
	return p
}

func (r Reader) guestField(id string, optional bool) GuestField {
	return GuestField{Name: id, Label: r.Say("field." + id), Hint: r.known("guest.hint."+id, ""), Day: dayFields[id], Optional: optional}
}

// Proposal is a field as it was read, beside what is typed.
type Proposal struct {
	Field, Label, Text string
	State              string // how the two stand to each other, in words
	Tone               Tone
	Empty              bool // nothing is typed yet: it may be filled in
}

// Proposals are what was read of the fields that are asked for.
func (r Reader) Proposals(m GuestPaperwork, read *hiring.Reading, typed map[string]string) []Proposal {
	var out []Proposal
	for _, f := range m.Fields {
		if v, ok := read.Value(f.Name); ok {
			p := Proposal{Field: f.Name, Label: f.Label, Text: v.Text, Empty: strings.TrimSpace(typed[f.Name]) == ""}
			p.State, p.Tone = r.beside(v, typed[f.Name])
			out = append(out, p)
		}
	}
	return out
}

// beside says how what was read stands to what was typed.
func (r Reader) beside(v hiring.ReadValue, typed string) (string, Tone) {
	if strings.TrimSpace(typed) == "" {
		return r.Say("read.proposed"), Plain
	}
	switch screening.CompareSeen(v, typed) {
	case screening.SeenSame:
		return r.Say("read.same"), Good
	case screening.SeenOther:
		return r.Say("read.other"), Warn
	}
	return r.Say("read.unsure"), Plain
}

func (r Reader) verdict(v hiring.Verdict) string {
	return r.Say(v.Code, r.spoken(&fault.Error{Code: v.Code, Params: v.Params})...)
}

func verdictTone(v hiring.Verdict) Tone {
	switch {
	case v.OK:
		return Good
	case v.Must:
		return Bad
	}
	return Warn
}
