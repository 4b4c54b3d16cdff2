package model

import (
	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// GuestPaperwork is a material of the list: what it is, how it stands, why it came back, what is typed with it.
type GuestPaperwork struct {
	ID, Name, Hint string
	State          string
	Tone           Tone
	Reason         string
	Rules          []Row // each rule's verdict in words
	Fields         []GuestField
	Open           bool // it may be handed in (again)
	Button         string
}

// GuestField is something typed beside the file.
type GuestField struct {
	Name, Label, Hint string
	Day               bool
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
	p := GuestPaperwork{ID: m.ID, Name: m.Name, Hint: m.Hint, State: r.Say("material.state." + string(m.State)), Reason: m.Reason,
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
		p.Fields = append(p.Fields, GuestField{Name: f, Label: r.Say("field." + f), Hint: r.known("guest.hint."+f, ""), Day: dayFields[f]})
	}
	p.Open = j.May(hiring.SubmitMaterial{Material: m.ID, File: hiring.FileRef{ID: "-"}, Fields: filled}) == nil
	return p
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
