package model

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// Reader is whose eyes a screen is for: the language, its sentences, the catalog's words, the account and the time.
type Reader struct {
	Lang string
	Say  func(key string, pairs ...string) string
	Cat  *catalog.Catalog
	Me   hiring.Actor
	Now  time.Time
}

// NewReader is the reader of a session.
func NewReader(s *office.Session, lang string, say func(key string, pairs ...string) string) Reader {
	return Reader{Lang: lang, Say: say, Cat: s.Catalog(), Now: s.Now(),
		Me: hiring.Actor{Account: s.Account.ID, Roles: s.Account.Roles}}
}

// Tone is what a colour would mean; a page always shows it beside a word.
type Tone string

// The tones.
const (
	Plain  Tone = ""
	Good   Tone = "good"
	Warn   Tone = "warn"
	Bad    Tone = "bad"
	Urgent Tone = "now" // a person is needed
)

// Row is a label with its value.
type Row struct {
	Label, Value string
	Tone         Tone
}

// Act is something that may be done: its words, and why not when it may not.
type Act struct {
	ID   string // name of the command
	Word string
	Why  error // nil when it may be done now
	To   string
	Arg  string // the screen to go to, with its argument, when the act has a page of its own
}

// LightTone is the tone of a check's light.
func LightTone(l hiring.Light) Tone {
	return map[hiring.Light]Tone{hiring.Green: Good, hiring.Amber: Warn, hiring.Red: Bad}[l]
}

// Sees says whether the account may read a compartment; what it may not read is absent, not empty.
func (r Reader) Sees(class hiring.Class) bool { return hiring.Compartments(r.Me, r.Cat.Roles)[class] }

// HasJob says whether a role of the account names a job outside cases: "reveal", "invite".
func (r Reader) HasJob(job string) bool {
	return slices.ContainsFunc(r.Me.Roles, func(id string) bool {
		role := r.Cat.Roles[id]
		return role != nil && slices.Contains(role.Office, job)
	})
}

// HasScreen says whether a role of the account opens a screen.
func (r Reader) HasScreen(screen string) bool {
	return slices.ContainsFunc(r.Me.Roles, func(id string) bool {
		role := r.Cat.Roles[id]
		return role != nil && slices.Contains(role.Screens, screen)
	})
}

// Day is a day in the bank's civil time: 2026-11-23; "" for none.
func (r Reader) Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return string(hiring.DateOf(t))
}

// Clock is a time of day: 09:30.
func (r Reader) Clock(t time.Time) string { return t.In(hiring.China).Format("15:04") }

// Moment is day and time of day.
func (r Reader) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(hiring.China).Format("2006-01-02 15:04")
}

// Score is a figure with one decimal at most.
func (r Reader) Score(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

// Position is a position's name.
func (r Reader) Position(id string) string {
	if p := r.Cat.Positions[id]; p != nil {
		return p.Name.In(r.Lang)
	}
	return id
}

// Branch is a branch's name.
func (r Reader) Branch(id string) string {
	if b := r.Cat.Bank.Branch(id); b != nil {
		return b.Name.In(r.Lang)
	}
	return id
}

// Dimension is the name of a dimension, trait or competency; what the catalog does not know keeps its own name.
func (r Reader) Dimension(code, name string) string {
	if d := r.Cat.Dimensions[code]; d != nil {
		return d.Name.In(r.Lang)
	}
	if name != "" {
		return name
	}
	return code
}

// Reason is a reason's text.
func (r Reader) Reason(id string) string {
	if why := r.Cat.Reasons[id]; why != nil {
		return why.Text.In(r.Lang)
	}
	return id
}

// Stage is a stage's name in the plan that a case was opened under.
func (r Reader) Stage(plan, id string) string {
	if p := r.Cat.Plan(plan); p != nil {
		if s := p.Stage(id); s != nil {
			return s.Name.In(r.Lang)
		}
	}
	return id
}

// Place is a room's name, or the words that were typed.
func (r Reader) Place(place string) string {
	for _, room := range r.Cat.Bank.Rooms {
		if room.ID == place || room.Name["zh"] == place || room.Name["en"] == place {
			return room.Name.In(r.Lang)
		}
	}
	return place
}

// known says the words of a key when there are any, else the text itself.
func (r Reader) known(key, text string) string {
	if said := r.Say(key); said != key {
		return said
	}
	return text
}
