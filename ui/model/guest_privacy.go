package model

import (
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// GuestKept is how long a candidate's data is kept, and how their wish to have it erased stands.
type GuestKept struct {
	Kept string
	Said string
	Why  error // not nil: it may not be asked for now
}

// GuestKept words it.
func (r Reader) GuestKept(j *office.Journey) GuestKept {
	m := GuestKept{Kept: r.Say("guest.erase.open"), Why: j.May(hiring.RequestErasure{})}
	if j.KeptUntil != "" {
		m.Kept = r.Say("guest.erase.until", "day", string(j.KeptUntil))
	}
	switch {
	case j.Erasure != nil:
		m.Said = r.Say("guest.erase.asked", "when", r.Moment(j.Erasure.At), "by", r.Day(j.Erasure.At.AddDate(0, 0, r.Cat.Privacy.EraseDays)))
	case j.ErasureNo != nil:
		m.Said = r.Say("guest.erase.no", "when", r.Moment(j.ErasureNo.At), "why", j.ErasureNo.Note)
	}
	return m
}
