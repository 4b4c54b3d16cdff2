package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// GuestDay is the first day: when, where, who.
type GuestDay struct {
	Said      string // already there, today, or how many days to go
	Where     []Row
	People    []Row
	Pending   string // not set yet: what follows
	Courses   []string
	Plan      []Row
	CheckedIn bool
}

// GuestDay words the first day; nil before the signature.
func (r Reader) GuestDay(j *office.Journey) *GuestDay {
	d := j.FirstDay
	if d == nil {
		return nil
	}
	out := &GuestDay{Courses: d.Courses, Plan: r.dayPlan(d.Plan), CheckedIn: !d.CheckedIn.IsZero()}
	switch days := hiring.DateOf(r.Now).DaysUntil(d.Start); {
	case out.CheckedIn:
		out.Said = r.Say("guest.day.arrived", "when", r.Moment(d.CheckedIn))
	case days > 0:
		out.Said = r.Say("guest.day.in", "n", strconv.Itoa(days), "date", string(d.Start))
	default:
		out.Said = r.Say("guest.day.today", "date", string(d.Start))
	}
	out.Where = append(out.Where, Row{Label: r.Say("term.start"), Value: string(d.Start)})
	if b := r.Cat.Bank.Branch(j.Branch); b != nil {
		out.Where = append(out.Where, Row{Label: r.Say("guest.address"), Value: b.Address.In(r.Lang)}, Row{Label: r.Say("guest.route"), Value: b.Route.In(r.Lang)})
	}
	add := func(key, value string) {
		if value != "" {
			out.People = append(out.People, Row{Label: r.Say(key), Value: value})
		}
	}
	add("guest.manager", d.Team.Manager)
	add("guest.manager_phone", d.Team.ManagerPhone)
	add("guest.buddy", d.Team.Buddy)
	add("guest.colleagues", strings.Join(d.Team.Colleagues, r.Say("list.comma")))
	add("guest.desk", d.Desk)
	if d.Team.Manager == "" || d.Desk == "" {
		out.Pending = r.Say("guest.day.pending")
	}
	return out
}

// GuestTrial is the probation page: this week's goal and all weeks, newest first.
type GuestTrial struct {
	Said  string
	Goal  string
	This  *GuestWeek
	Weeks []GuestWeek
	May   error
}

// GuestWeek is a week's goal with what was reported.
type GuestWeek struct {
	ID, Days, Says string
	Share          float64
	Now            bool
	Reports        []string // newest first
}

// GuestTrial words the probation; nil before it began. Weeks in the future are left out: nobody can report on them yet.
func (r Reader) GuestTrial(j *office.Journey) *GuestTrial {
	p := j.Probation
	if p == nil {
		return nil
	}
	t := &GuestTrial{Goal: p.Goal, Said: r.Say("guest.trial.dates", "from", string(p.Start), "to", string(p.End))}
	for i := range p.Weeks {
		w := &p.Weeks[i]
		if w.Week > p.ThisWeek {
			continue
		}
		t.Weeks = append(t.Weeks, r.guestWeek(p, w))
	}
	slices.Reverse(t.Weeks)
	for i := range t.Weeks {
		if t.Weeks[i].Now {
			t.This = &t.Weeks[i]
		}
	}
	if len(t.Weeks) > 0 {
		t.May = j.May(hiring.ReportProgress{Week: t.Weeks[0].ID})
	}
	return t
}

func (r Reader) guestWeek(p *office.GuestProbation, w *hiring.Week) GuestWeek {
	out := GuestWeek{ID: w.Week, Days: WeekDays(w.Week), Now: w.Week == p.ThisWeek,
		Says: r.Say("guest.trial.done", "done", r.Score(w.Done()), "target", r.Score(w.Target), "unit", p.Unit)}
	if w.Target > 0 {
		out.Share = w.Done() / w.Target
	}
	for i := len(w.Progress) - 1; i >= 0; i-- {
		said := r.Say("guest.trial.report", "when", r.Moment(w.Progress[i].At), "value", r.Score(w.Progress[i].Value), "unit", p.Unit)
		if w.Progress[i].Note != "" {
			said += r.Say("guide.hint", "hint", w.Progress[i].Note)
		}
		if !w.Progress[i].File.Empty() {
			said += r.Say("guest.trial.file")
		}
		out.Reports = append(out.Reports, said)
	}
	return out
}

// WeekDays are the days of an ISO week, Monday to Sunday: "01-26 – 02-01"; a week that is none is shown as it is.
func WeekDays(week string) string {
	var year, number int
	if n, err := fmt.Sscanf(week, "%d-W%d", &year, &number); n != 2 || err != nil {
		return week
	}
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1 (ISO 8601)
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(number-1))
	return monday.Format("01-02") + " – " + monday.AddDate(0, 0, 6).Format("01-02")
}

// ProgressValue reads the figure a newcomer typed.
func ProgressValue(text string) (float64, error) {
	return strconv.ParseFloat(strings.TrimSpace(text), 64)
}
