package model

import (
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// GuestDeclared is a candidate's declaration as they see it.
type GuestDeclared struct {
	When  string // "" while there is none
	Rows  []Row
	Asked bool // it is waited for
	Open  bool // it may be made, or made anew
}

// GuestDeclared words it.
func (r Reader) GuestDeclared(j *office.Journey) GuestDeclared {
	m := GuestDeclared{Asked: j.DeclarationDue, Open: j.May(hiring.DeclareInterests{None: true}) == nil}
	if d := j.Declared; d != nil {
		key := "guest.declare.when"
		if d.None {
			key = "guest.declare.when_nothing"
		}
		m.When, m.Rows = r.Say(key, "when", r.Moment(d.At)), r.DeclaredRows(d)
	}
	return m
}

// Relations are the kinds of relatives to choose from.
func (r Reader) Relations() []Choice {
	var out []Choice
	for _, code := range hiring.Relations {
		out = append(out, Choice{Value: code, Label: r.Say("relation." + code)})
	}
	return out
}
