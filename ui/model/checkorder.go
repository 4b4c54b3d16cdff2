package model

import (
	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// OrderView is one check: how it stands, where it goes, its clock, what its source proves and cannot, and its results, newest first.
type OrderView struct {
	ID, Kind, Name      string
	State               string // in words
	StateTone           Tone
	Proves, CannotProve string
	Source              SourceView
	Law                 string   // the legal basis, where the kind needs one
	Trail               []string // what was told of it on its way, newest first
	Outage              string   // what holds it up: its connector does not answer, or nothing was declared; "" when nothing does
	Light               string
	Tone                Tone
	Waiting             bool // no result yet: the clock runs, or rests until the candidate consents
	Clock               Timing
	Rests               string // why no clock runs
	Counts              string // how long a result counts that names no day
	Stopped             string
	Results             []ResultView
	Record, Stop        Act
	Track, Ask, Again   Act // its progress by hand; the connector once more; the whole check once more
}

// SourceView is one place where a check may be looked up.
type SourceView struct {
	ID, Name            string
	Way                 string // connector, link, hand
	Proves, CannotProve string
	Sends               string // what a connector is sent, in words
	at                  *catalog.CheckSource
	Coded               bool // its page needs the report's code
}

// Page is the address where a person looks a code up; "" while the code is none of its kind.
func (v SourceView) Page(code string) string {
	if v.at == nil {
		return ""
	}
	return v.at.Page(code)
}

// MissingView is a check of the package that nobody has ordered, and what an order needs.
type MissingView struct {
	Kind, Name string
	Law        bool // the law and its words
	Sources    []Choice
	Order      Act
}

func orderView(r Reader, f *office.CaseFile, o *hiring.CheckOrder) OrderView {
	c := f.Case
	v := OrderView{ID: o.ID, Kind: o.Kind, Name: r.checkName(o.Kind), Light: r.Say("light.none"), Waiting: o.Stopped == nil && o.Latest() == nil}
	state := c.CheckState(o, r.Cat, hiring.DateOf(r.Now))
	v.State, v.StateTone = r.Say("check.state."+string(state)), stateTones[state]
	if k := r.Cat.Checks[o.Kind]; k != nil {
		v.Proves, v.CannotProve = k.Proves.In(r.Lang), k.CannotProve.In(r.Lang)
		v.Counts = r.Say("check.counts_days", "n", itoa(k.ValidityDays))
	}
	if s := o.At(r.Cat); s != nil {
		v.Source = r.source(s)
		v.Proves, v.CannotProve = v.Source.Proves, v.Source.CannotProve
	}
	if o.Law != "" {
		v.Law = r.Say("check.law_says", "law", o.Law, "says", o.Says)
	}
	if begin := c.CheckBegins(o, r.Cat); begin.IsZero() {
		v.Rests = r.Say("check.clock_rests")
	} else {
		v.Clock = r.Timing(r.Say("check.clock"), begin, c.CheckDue(o, r.Cat))
	}
	if standing := f.Sources[o.Source]; v.Waiting && standing != "" && standing != "ready" {
		v.Outage = r.Say("check.outage."+standing, "source", v.Source.Name)
	}
	if o.Kind == "conflict" && v.Waiting && c.Declaration() == nil {
		v.Outage = r.Say("check.waits_declaration")
	}
	for i := len(o.Progress) - 1; i >= 0; i-- {
		v.Trail = append(v.Trail, r.progress(f, o.Progress[i]))
	}
	for i := len(o.Reports) - 1; i >= 0; i-- {
		v.Results = append(v.Results, resultView(r, f, o.Reports[i], i < len(o.Reports)-1))
	}
	if len(v.Results) > 0 {
		v.Light, v.Tone = v.Results[0].Light, v.Results[0].Tone
	}
	if o.Stopped != nil {
		v.Stopped, v.Light, v.Tone = r.Say("check.stopped_by", "stamp", r.stamped(f, *o.Stopped)), r.Say("light.stopped"), Plain
		if o.StopWhy != "" {
			v.Stopped += " " + r.known("check.stop_why."+o.StopWhy, o.StopWhy)
		}
		return v
	}
	v.acts(r, f, o, state)
	return v
}

// acts are what may be done about an order that was not stopped.
func (v *OrderView) acts(r Reader, f *office.CaseFile, o *hiring.CheckOrder, state hiring.CheckState) {
	word := "check.record"
	if state == hiring.CheckDone {
		word = "check.record_again"
		if a := able(f, r.Say("check.again"), hiring.OrderChecks{Kind: o.Kind}); a.Why == nil {
			v.Again = a
		}
	}
	v.Record = able(f, r.Say(word), hiring.RecordCheck{Order: o.ID})
	if state == hiring.CheckDone {
		return
	}
	v.Stop = able(f, r.Say("check.stop"), hiring.StopCheck{Order: o.ID})
	if state == hiring.CheckAwaitsConsent {
		return
	}
	v.Track = able(f, r.Say("check.track"), hiring.TrackCheck{Order: o.ID})
	if v.Source.Way == "connector" && state == hiring.CheckIncomplete {
		v.Ask = able(f, r.Say("check.ask_again"), hiring.TrackCheck{Order: o.ID, State: hiring.CheckRunning, Note: "again"})
	}
}

// stateTones: what needs a person is marked, what runs is not.
var stateTones = map[hiring.CheckState]Tone{hiring.CheckAwaitsConsent: Urgent, hiring.CheckIncomplete: Urgent}

// progress is one line of an order's way.
func (r Reader) progress(f *office.CaseFile, p hiring.CheckProgress) string {
	key := "check.trail"
	if p.Note != "" {
		key = "check.trail_note"
	}
	line := r.Say(key, "state", r.Say("check.state."+string(p.State)), "note", r.known("check.note."+p.Note, p.Note), "stamp", r.stamped(f, p.Stamp))
	if p.Reference != "" {
		line += r.Say("check.trail_reference", "reference", p.Reference)
	}
	return line
}

func (r Reader) source(s *catalog.CheckSource) SourceView {
	v := SourceView{ID: s.ID, Name: s.Name.In(r.Lang), Way: s.Way, Proves: s.Proves.In(r.Lang), CannotProve: s.CannotProve.In(r.Lang), at: s, Coded: s.Code != ""}
	var sends []string
	for _, what := range s.Sends {
		sends = append(sends, r.Say("check.sends."+what))
	}
	v.Sends = r.list(sends)
	return v
}

// Sources are where a kind may be looked up, as choices.
func (r Reader) Sources(kind string) []Choice {
	var out []Choice
	if k := r.Cat.Checks[kind]; k != nil {
		for i := range k.Sources {
			out = append(out, Choice{Value: k.Sources[i].ID, Label: k.Sources[i].Name.In(r.Lang)})
		}
	}
	return out
}

// NeedsLaw says whether an order of a kind needs the law and its words from whoever orders it.
func (r Reader) NeedsLaw(kind, position string) bool {
	k, pos := r.Cat.Checks[kind], r.Cat.Positions[position]
	return k != nil && k.LegalBasis && (pos == nil || pos.Law == nil)
}

func missingViews(r Reader, f *office.CaseFile) []MissingView {
	var out []MissingView
	for _, kind := range f.Case.NotOrdered(r.Cat) {
		a := able(f, r.Say("check.order_one"), hiring.OrderChecks{Kind: kind, Law: "-", Says: "-"})
		if a.ID == "" {
			continue
		}
		out = append(out, MissingView{Kind: kind, Name: r.checkName(kind), Law: r.NeedsLaw(kind, f.Case.Position), Sources: r.Sources(kind), Order: a})
	}
	return out
}

// DeclaredView is what the candidate declared of relatives and business; Hidden when the account may not read it.
type DeclaredView struct {
	Hidden  bool
	Stamp   string // of the newest; "" while there is none
	None    bool
	Rows    []Row
	Earlier int
	Declare Act
}

func declaredView(r Reader, f *office.CaseFile) DeclaredView {
	v := DeclaredView{Hidden: !r.Sees(hiring.Identity), Declare: able(f, r.Say("declare.record"), hiring.DeclareInterests{})}
	d := f.Case.Declaration()
	if d == nil {
		return v
	}
	v.Stamp, v.None, v.Earlier = r.stamped(f, d.Stamp), d.None, len(f.Case.Declarations)-1
	v.Rows = r.DeclaredRows(d)
	return v
}

// DeclaredRows are a declaration's entries.
func (r Reader) DeclaredRows(d *hiring.Declaration) []Row {
	var out []Row
	for _, rel := range d.Relatives {
		out = append(out, Row{Label: r.Say("relation." + rel.Relation), Value: inOneLine(r, rel.Name, rel.Where)})
	}
	for _, b := range d.Businesses {
		out = append(out, Row{Label: r.Say("declare.business"), Value: inOneLine(r, b.Company, b.Role)})
	}
	return out
}

// companyRow is what a register holds of a company; of those whom it names only how many they are: who concerns the case is a flag.
func (r Reader) companyRow(c hiring.Company, span func(from, to hiring.Date) string) Row {
	if c.Unknown {
		return Row{Label: r.Say("fact.register"), Value: r.Say("fact.register_unknown", "company", c.Asked), Tone: Warn}
	}
	former, people := "", ""
	if len(c.Former) > 0 {
		former = r.Say("fact.register_former", "names", r.list(c.Former))
	}
	if len(c.People) > 0 {
		people = r.Say("fact.register_people", "n", itoa(len(c.People)))
	}
	row := Row{Label: r.Say("fact.register"), Value: inOneLine(r, c.Name, c.Code, r.known("fact.status."+c.Status, c.Status), span(c.Founded, c.Ended), former, people)}
	if !c.Live() {
		row.Tone = Warn
	}
	return row
}

// OwnReport is what a candidate's own report says, and how it fits the candidate.
func (r Reader) OwnReport(o office.ReportOfCandidate) []Row {
	tone := map[string]Tone{"same": Good, "lookalike": Warn, "other": Bad}
	rows := []Row{{Label: r.Say("field.name"), Value: inOneLine(r, o.Name, r.Say("check.report_name."+firstWord(o.SameName, "other"))), Tone: tone[o.SameName]}}
	if o.IDNumber != "" && o.SameID != "" {
		rows = append(rows, Row{Label: r.Say("field.id_no"), Value: inOneLine(r, o.IDNumber, r.Say("check.report_id."+o.SameID)), Tone: tone[o.SameID]})
	}
	rows = append(rows, factRows(r, o.Facts)...)
	if o.On != "" {
		rows = append(rows, Row{Label: r.Say("check.report_on"), Value: string(o.On)})
	}
	return rows
}
