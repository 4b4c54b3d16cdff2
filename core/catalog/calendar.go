package catalog

import (
	"slices"
	"time"
)

// Year is what the State Council arranged for one year (calendar.yaml).
type Year struct {
	ID     string   `yaml:"id"` // "2026"
	Source Text     `yaml:"source"`
	Off    []DayOff `yaml:"off"`
	Work   []string `yaml:"work"` // weekend days that are worked (调休), yyyy-mm-dd
}

// DayOff is a holiday with all its days, yyyy-mm-dd.
type DayOff struct {
	ID   string `yaml:"id"`
	Name Text   `yaml:"name"`
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// Quiet are the hours in which no message goes out, in the bank's civil time (bank.yaml).
type Quiet struct {
	From    string `yaml:"from"`     // hh:mm, the evening
	To      string `yaml:"to"`       // hh:mm, the morning after
	DaysOff bool   `yaml:"days_off"` // nor on weekends and holidays
}

const (
	dayShape  = "2006-01-02"
	hourShape = "15:04"
)

// Workday says whether a day (yyyy-mm-dd) is worked. known is false for a year without an arrangement: then it is Monday to Friday.
func (c *Catalog) Workday(day string) (work, known bool) {
	t, err := time.Parse(dayShape, day)
	if err != nil {
		return false, false
	}
	work = t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
	y := c.Years[day[:4]]
	if y == nil {
		return work, false
	}
	if slices.Contains(y.Work, day) {
		return true, true
	}
	off := slices.ContainsFunc(y.Off, func(d DayOff) bool { return d.From <= day && day <= d.To })
	return work && !off, true
}

// Holiday is the holiday that a day belongs to; nil when it is none.
func (c *Catalog) Holiday(day string) *DayOff {
	if len(day) < 4 || c.Years[day[:4]] == nil {
		return nil
	}
	for i, d := range c.Years[day[:4]].Off {
		if d.From <= day && day <= d.To {
			return &c.Years[day[:4]].Off[i]
		}
	}
	return nil
}

// Outgoing is the earliest instant from now on at which a message may go out: now, or when quiet hours and days off are over. It is
// never what moves a deadline.
func (c *Catalog) Outgoing(now time.Time, civil *time.Location) time.Time {
	q := c.Bank.Quiet
	if q == nil {
		return now
	}
	from, to := q.hours()
	t := now.In(civil)
	for range 60 { // no holiday is that long
		y, m, d := t.Date()
		midnight := time.Date(y, m, d, 0, 0, 0, 0, civil)
		work, _ := c.Workday(t.Format(dayShape))
		opens, closes := midnight.Add(to), midnight.Add(from)
		switch {
		case q.DaysOff && !work, !t.Before(closes):
			t = time.Date(y, m, d+1, 0, 0, 0, 0, civil)
		case t.Before(opens):
			t = opens
		default:
			return t.In(now.Location())
		}
	}
	return t.In(now.Location())
}

// hours are from and to as times after midnight.
func (q *Quiet) hours() (from, to time.Duration) {
	after := func(s string) time.Duration {
		t, _ := time.Parse(hourShape, s)
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	return after(q.From), after(q.To)
}

// calendarRules holds every year's days to its year, and work to weekend days that are no holiday.
func (b *builder) calendarRules() {
	for _, y := range sorted(b.cat.Years) {
		for i := range y.Off {
			d := &y.Off[i]
			b.dayOf(y, d.From, d, "from")
			b.dayOf(y, d.To, d, "to")
			if d.To < d.From {
				b.refuse(b.at(d, "to"), "bad_date", "id", d.To)
			}
		}
		for i, day := range y.Work {
			b.dayOf(y, day, y, "work", i)
			t, err := time.Parse(dayShape, day)
			weekend := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
			if err == nil && (!weekend || b.cat.Holiday(day) != nil) {
				b.refuse(b.at(y, "work", i), "bad_date", "id", day)
			}
		}
	}
	q := b.cat.Bank.Quiet
	if q == nil {
		return
	}
	for key, hour := range map[string]string{"from": q.From, "to": q.To} {
		if t, err := time.Parse(hourShape, hour); err != nil || t.Format(hourShape) != hour {
			b.refuse(b.at(q, key), "bad_hour", "id", hour)
			return
		}
	}
	if from, to := q.hours(); from <= to {
		b.refuse(b.at(q, "to"), "bad_hour", "id", q.To)
	}
}

// dayOf refuses what is no day of the year.
func (b *builder) dayOf(y *Year, day string, owner any, steps ...any) {
	if t, err := time.Parse(dayShape, day); err != nil || t.Format("2006") != y.ID {
		b.refuse(b.at(owner, steps...), "bad_date", "id", day)
	}
}
