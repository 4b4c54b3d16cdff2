package model

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// InterviewWeek is a week of rounds, Monday first.
type InterviewWeek struct {
	Title    string
	Days     []string
	From, To int // full hours that hold every round
	Items    []WeekItem
	Own      []WeekItem // the account's own rounds, next first
}

// WeekItem is a round in the week.
type WeekItem struct {
	Case      hiring.CaseID
	Interview string
	Day       int
	From, To  int // minutes of the day
	Title     string
	Note      string
	When      string
	Tone      Tone
	State     string
	Owed      bool // the account's own card is due
	Conflicts []string
}

// Monday is the beginning of the week that an instant lies in, in the bank's civil time.
func Monday(t time.Time) time.Time {
	local := t.In(hiring.China)
	back := (int(local.Weekday()) + 6) % 7
	return time.Date(local.Year(), local.Month(), local.Day()-back, 0, 0, 0, 0, hiring.China)
}

// InterviewWeek is the week beginning at monday.
func (r Reader) InterviewWeek(monday time.Time, rounds []office.Round, names map[hiring.AccountID]string) InterviewWeek {
	last := monday.AddDate(0, 0, 6)
	w := InterviewWeek{Title: r.Day(monday) + " – " + r.Day(last), From: 8, To: 19}
	for i := range 7 {
		day := monday.AddDate(0, 0, i)
		w.Days = append(w.Days, r.Say("week.day", "name", r.Say("week.day."+strconv.Itoa(i)), "date", day.Format("01-02")))
	}
	for _, round := range rounds {
		iv := round.Interview
		start, end := iv.Start.In(hiring.China), iv.End.In(hiring.China)
		day := int(start.Sub(monday) / (24 * time.Hour))
		if start.Before(monday) || day > 6 {
			continue
		}
		it := r.weekItem(round, rounds, names)
		it.Day, it.From, it.To = day, minuteOf(start), minuteOf(end)
		if it.To <= it.From {
			it.To = 24 * 60
		}
		w.From, w.To = min(w.From, it.From/60), max(w.To, (it.To+59)/60)
		w.Items = append(w.Items, it)
		if slices.Contains(iv.Panel, r.Me.Account) && iv.State == hiring.Planned {
			w.Own = append(w.Own, it)
		}
	}
	return w
}

func minuteOf(t time.Time) int { return t.Hour()*60 + t.Minute() }

func (r Reader) weekItem(round office.Round, all []office.Round, names map[hiring.AccountID]string) WeekItem {
	iv := round.Interview
	it := WeekItem{Case: round.Case, Interview: iv.ID, Title: round.Name + " · " + r.Position(round.Position), Note: r.Place(iv.Place),
		When: r.Moment(iv.Start) + "–" + r.Clock(iv.End), State: r.Say("interview.state." + r.roundState(iv))}
	it.Owed = iv.State == hiring.Planned && slices.Contains(iv.Panel, r.Me.Account) && iv.CardOf(r.Me.Account) == nil
	if iv.State != hiring.Planned {
		it.Note = it.State
		return it
	}
	slot := RoundSlot{Panel: iv.Panel, Start: iv.Start, End: iv.End, Place: iv.Place, Case: round.Case, Interview: iv.ID}
	it.Conflicts = r.Conflicts(slot, all, names)
	if len(it.Conflicts) > 0 {
		it.Tone = Urgent
	}
	return it
}

// RoundSlot is when, where and with whom a round is meant to be.
type RoundSlot struct {
	Panel      []hiring.AccountID
	Start, End time.Time
	Place      string
	Case       hiring.CaseID // the round itself, which is in nobody's way
	Interview  string
}

// Conflicts are the known rounds that take an interviewer or the room of a slot at an overlapping time, in words.
func (r Reader) Conflicts(slot RoundSlot, known []office.Round, names map[hiring.AccountID]string) []string {
	var out []string
	for _, round := range known {
		iv := round.Interview
		itself := round.Case == slot.Case && iv.ID == slot.Interview
		if itself || iv.State != hiring.Planned || !iv.Start.Before(slot.End) || !slot.Start.Before(iv.End) {
			continue
		}
		when := r.Moment(iv.Start) + "–" + r.Clock(iv.End)
		for _, who := range slot.Panel {
			if slices.Contains(iv.Panel, who) {
				out = append(out, r.Say("interview.conflict_person", "who", nameOf(names, who), "time", when, "candidate", round.Name))
			}
		}
		if samePlace(r, slot.Place, iv.Place) {
			out = append(out, r.Say("interview.conflict_place", "place", r.Place(iv.Place), "time", when, "candidate", round.Name))
		}
	}
	return out
}

func nameOf(names map[hiring.AccountID]string, id hiring.AccountID) string {
	if name := names[id]; name != "" {
		return name
	}
	return string(id)
}

func samePlace(r Reader, a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	return a != "" && strings.EqualFold(r.Place(a), r.Place(b))
}

// RoundPlan is what a person typed to plan or move a round.
type RoundPlan struct {
	Panel   []string
	Date    string // 2006-01-02
	Time    string // 15:04
	Minutes string
	Place   string
}

// Slot is the plan's time and place, with what is wrong by field: a sentence's key.
func (p RoundPlan) Slot() (RoundSlot, map[string]string) {
	wrong := map[string]string{}
	if len(p.Panel) == 0 {
		wrong["panel"] = "interview.no_panel"
	}
	if strings.TrimSpace(p.Place) == "" {
		wrong["place"] = "field.empty"
	}
	start, err := time.ParseInLocation("2006-01-02 15:04", p.Date+" "+p.Time, hiring.China)
	if err != nil {
		wrong["date"] = "interview.bad_time"
	}
	minutes, err := strconv.Atoi(strings.TrimSpace(p.Minutes))
	if err != nil || minutes < 5 || minutes > 480 {
		wrong["minutes"] = "interview.bad_minutes"
	}
	slot := RoundSlot{Start: start.UTC(), End: start.Add(time.Duration(minutes) * time.Minute).UTC(), Place: strings.TrimSpace(p.Place)}
	for _, id := range p.Panel {
		slot.Panel = append(slot.Panel, hiring.AccountID(id))
	}
	return slot, wrong
}

// PlanOf is the form for a round that is moved, or for a new one: the next working day at nine, as long as the position's kit.
func (r Reader) PlanOf(position, branch string, iv *hiring.Interview) RoundPlan {
	if iv != nil {
		p := RoundPlan{Date: r.Day(iv.Start), Time: r.Clock(iv.Start), Minutes: strconv.Itoa(int(iv.End.Sub(iv.Start).Minutes())), Place: r.Place(iv.Place)}
		for _, id := range iv.Panel {
			p.Panel = append(p.Panel, string(id))
		}
		return p
	}
	day := r.Now.In(hiring.China).AddDate(0, 0, 1)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	p := RoundPlan{Date: r.Day(day), Time: "09:00", Minutes: "45"}
	if pos := r.Cat.Positions[position]; pos != nil && pos.Kit.Minutes > 0 {
		p.Minutes = strconv.Itoa(pos.Kit.Minutes)
	}
	if rooms := r.Rooms(branch); len(rooms) > 0 {
		p.Place = rooms[0]
	}
	return p
}

// Rooms are the bank's rooms, the branch's own first.
func (r Reader) Rooms(branch string) []string {
	var own, others []string
	for _, room := range r.Cat.Bank.Rooms {
		if room.Branch == branch {
			own = append(own, room.Name.In(r.Lang))
		} else {
			others = append(others, room.Name.In(r.Lang))
		}
	}
	return append(own, others...)
}

// Unplanned is a case in the interview stage that has no round yet.
type Unplanned struct {
	Case  hiring.CaseID
	Title string
	Note  string
	Late  bool
}

// Unplanned are the cases on a board page that wait for a round.
func (r Reader) Unplanned(rows []office.BoardRow) []Unplanned {
	var out []Unplanned
	for _, row := range rows {
		if row.Stage != "interview" || !row.NextRound.IsZero() || len(row.Panel) > 0 {
			continue
		}
		late := !row.DueAt.IsZero() && row.DueAt.Before(r.Now)
		note := r.Branch(row.Branch) + " · " + r.Say("case.days", "days", strconv.Itoa(row.Days))
		out = append(out, Unplanned{Case: row.ID, Title: row.Name + " · " + r.Position(row.Position), Note: note, Late: late})
	}
	return out
}
