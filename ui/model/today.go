package model

import (
	"strconv"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// TodayView is the Today page in words.
type TodayView struct {
	Summary  string
	Overdue  int
	Work     []TodayLine
	Stuck    []TodayLine
	Rounds   []TodayLine
	Arrivals []TodayLine
	Stages   []string // names of the funnel's stages
	Counts   []float64
}

// TodayLine is one line of the day: what is to be done with whom until when, and where.
type TodayLine struct {
	What, Name, Note string
	Due              LineCell
	Screen, Arg      string
}

// funnelStages are the stages of every plan, in order.
var funnelStages = []string{"", "assessment", "interview", "check", "offer", "onboarding", "probation"}

// StageName is a stage's name in any plan of the catalog; "" is waiting for a human.
func (r Reader) StageName(id string) string {
	if id == "" {
		return r.Say("stage.waiting")
	}
	for _, plan := range r.Cat.Plans {
		if s := plan.Stage(id); s != nil {
			return s.Name.In(r.Lang)
		}
	}
	return id
}

// Today is the account's day.
func (r Reader) Today(d office.Day) TodayView {
	v := TodayView{Overdue: d.Overdue, Summary: r.Say("today.summary", "open", strconv.Itoa(d.Open), "overdue", strconv.Itoa(d.Overdue))}
	for _, w := range d.Work {
		v.Work = append(v.Work, r.workLine(w))
	}
	for _, b := range d.Stuck {
		v.Stuck = append(v.Stuck, r.caseLine(b, r.StageName(b.Stage), r.Say("today.days", "n", strconv.Itoa(b.Days)), r.dueCell(b.DueAt)))
	}
	for _, b := range d.Rounds {
		v.Rounds = append(v.Rounds, r.caseLine(b, r.Clock(b.NextRound), r.Branch(b.Branch), LineCell{}))
	}
	for _, b := range d.Arrivals {
		v.Arrivals = append(v.Arrivals, r.caseLine(b, r.Position(b.Position), r.Branch(b.Branch), LineCell{}))
	}
	for _, id := range funnelStages {
		if n := d.Counts[id]; id != "" || n > 0 {
			v.Stages = append(v.Stages, r.StageName(id))
			v.Counts = append(v.Counts, float64(n))
		}
	}
	return v
}

func (r Reader) workLine(w office.WorkItem) TodayLine {
	line := TodayLine{What: r.Say("work." + w.Code), Name: w.Name, Note: r.Position(w.Position), Due: r.dueCell(w.Due), Screen: "case", Arg: string(w.Case)}
	switch {
	case w.Code == "submit_scorecard" && r.HasScreen("room"):
		line.Screen, line.Arg = "room", string(w.Case)+"/"+w.Ref
	case !r.HasScreen("case"):
		line.Screen = ""
	}
	return line
}

func (r Reader) caseLine(b office.BoardRow, what, note string, due LineCell) TodayLine {
	line := TodayLine{What: what, Name: b.Name, Note: note, Due: due, Screen: "case", Arg: string(b.ID)}
	if !r.HasScreen("case") {
		line.Screen = ""
	}
	return line
}

// Empty says that there is nothing to show at all: a bank that has just begun.
func (v TodayView) Empty() bool {
	total := 0.0
	for _, n := range v.Counts {
		total += n
	}
	return len(v.Work)+len(v.Stuck)+len(v.Rounds)+len(v.Arrivals) == 0 && total == 0
}

// StatusName is a case's status in words.
func (r Reader) StatusName(s hiring.Status) string { return r.Say("status." + string(s)) }
