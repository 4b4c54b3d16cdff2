package model

import (
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// ProbationView is a newcomer's months until confirmation.
type ProbationView struct {
	None       bool
	Start, End string
	Left       LineCell
	Goal, Unit string
	Weeks      []WeekView
	Total      string // what was reached of what was set, in the weeks gone by
	Reviews    []AppraisalView
	Criteria   []string
	Law        []Row
	Grounds    []GroundView
	Closed     string // how it ended
	Confirm    Act
	Separate   Act
}

// WeekView is one ISO week: target, what was reached, and the newcomer's own words.
type WeekView struct {
	Week   string
	Days   string // first and last day
	Says   string // "120 of 150"
	Share  float64
	Now    bool
	Ahead  bool // has not begun
	Missed bool // over, and below the target
	Notes  []NoteView
}

// NoteView is one report of progress.
type NoteView struct {
	Says, When string
	File       hiring.FileRef
}

// AppraisalView is a dated review.
type AppraisalView struct {
	ID, Name, Due string
	Tone          Tone
	Done          string // by whom and when
	Rating        int
	Text          string
	Act           Act
}

// GroundView is a reason to end probation with its ground in law.
type GroundView struct{ ID, Text, Law string }

// Probation is a newcomer's page.
func Probation(r Reader, f *office.CaseFile) ProbationView {
	c := f.Case
	p := c.Probation
	if p == nil {
		return ProbationView{None: true}
	}
	v := ProbationView{Start: string(p.Start), End: string(p.End), Left: r.daysLeft(p.End), Grounds: Grounds(r)}
	pos := r.Cat.Positions[c.Position]
	if pos != nil {
		v.Goal, v.Unit = pos.Probation.Goal.Name.In(r.Lang), pos.Probation.Goal.Unit.In(r.Lang)
		for _, text := range pos.Probation.Criteria {
			v.Criteria = append(v.Criteria, text.In(r.Lang))
		}
	}
	v.Weeks, v.Total = weekViews(r, p, v.Unit)
	for i := range p.Reviews {
		v.Reviews = append(v.Reviews, appraisalView(r, f, &p.Reviews[i]))
	}
	if o := c.Offer(); o != nil {
		v.Law = capRows(r, o.Terms.ContractMonths)[:2]
	}
	if c.Closed() {
		v.Closed = r.Say("probation.closed."+string(c.Status), "when", r.Moment(c.ClosedAt))
		if c.CloseWhy != "" {
			v.Closed += r.Say("list.comma") + r.Reason(c.CloseWhy)
		}
		return v
	}
	v.Confirm = able(f, r.Say("probation.confirm"), hiring.Confirm{})
	v.Separate = able(f, r.Say("probation.end"), hiring.EndProbation{Reason: r.firstReason("end_probation"), Note: "-"})
	return v
}

// weekViews are the goals, the present week first, then back to the beginning, then what lies ahead.
func weekViews(r Reader, p *hiring.Probation, unit string) ([]WeekView, string) {
	today := hiring.DateOf(r.Now)
	var gone, ahead []WeekView
	reached, set := 0.0, 0.0
	days := weekDays(p)
	for i := range p.Weeks {
		w := &p.Weeks[i]
		span := days[w.Week]
		v := WeekView{Week: w.Week, Days: string(span[0]) + " – " + string(span[1]), Now: span[0] <= today && today <= span[1], Ahead: span[0] > today,
			Says: r.Say("probation.reached", "value", r.Score(w.Done()), "target", r.Score(w.Target), "unit", unit)}
		if w.Target > 0 {
			v.Share = w.Done() / w.Target
		}
		v.Missed = span[1] < today && w.Done() < w.Target
		for k := len(w.Progress) - 1; k >= 0; k-- {
			g := w.Progress[k]
			v.Notes = append(v.Notes, NoteView{Says: inOneLine(r, r.Score(g.Value)+" "+unit, g.Note), When: r.Moment(g.At), File: g.File})
		}
		if v.Ahead {
			ahead = append(ahead, v)
			continue
		}
		if !v.Now {
			reached, set = reached+w.Done(), set+w.Target
		}
		gone = append([]WeekView{v}, gone...)
	}
	return append(gone, ahead...), r.Say("probation.total", "value", r.Score(reached), "target", r.Score(set), "unit", unit)
}

// weekDays are the first and last day of each week inside the probation.
func weekDays(p *hiring.Probation) map[string][2]hiring.Date {
	out := map[string][2]hiring.Date{}
	for d := p.Start; d <= p.End && d.Valid(); d = d.AddDays(1) {
		span, known := out[d.ISOWeek()]
		if !known {
			span[0] = d
		}
		span[1] = d
		out[d.ISOWeek()] = span
	}
	return out
}

func appraisalView(r Reader, f *office.CaseFile, a *hiring.Appraisal) AppraisalView {
	v := AppraisalView{ID: a.ID, Name: r.reviewName(f.Case, a.ID), Due: string(a.Due), Rating: a.Rating, Text: a.Text}
	if a.Done != nil {
		v.Done = r.stamped(f, *a.Done)
		return v
	}
	if a.Due <= hiring.DateOf(r.Now) {
		v.Tone = Urgent
	}
	v.Act = able(f, r.Say("probation.review"), hiring.ReviewProbation{Review: a.ID})
	return v
}

// Grounds are the reasons that end a probation, each with its text of law.
func Grounds(r Reader) []GroundView {
	var out []GroundView
	for _, why := range r.Cat.ReasonsFor("end_probation") {
		out = append(out, GroundView{ID: why.ID, Text: why.Text.In(r.Lang), Law: why.Legal.In(r.Lang)})
	}
	return out
}

// Review makes the command from a filled form.
func Review(id string, values map[string]string) (hiring.ReviewProbation, error) {
	rating, err := strconv.Atoi(values["rating"])
	if err != nil {
		return hiring.ReviewProbation{}, fault.New(fault.Invalid, "field.choose", "field", "rating")
	}
	return hiring.ReviewProbation{Review: id, Rating: rating, Text: strings.TrimSpace(values["text"])}, nil
}
