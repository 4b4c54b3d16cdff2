package model

import (
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// GuestRound is an interview as the candidate sees it: when, where, how to get there; who asks is not told.
type GuestRound struct {
	ID, Title, When, Place, Route, State string
	Tone                                 Tone
	Call                                 *office.CalendarEntry // for the calendar; nil once it is over
}

// GuestTalks is the interview page: rounds, the AI result in plain words, and the wish that a person looks at it.
type GuestTalks struct {
	Rounds []GuestRound
	Scores []GuestScore
	Review GuestReview
}

// GuestScore is a dimension in a band, never a figure.
type GuestScore struct {
	Name, Plain, Band string
	Level             int // 1 to 3, as filled marks beside the word
}

// GuestReview is the request for review by a person (PIPL Art. 24) and how it stands.
type GuestReview struct {
	State  string // none, asked, answered
	Said   string
	Answer string
	Why    error // not nil: it may not be asked for now
}

// GuestTalks words the interviews; id makes the calendar's entries of one case their own.
func (r Reader) GuestTalks(j *office.Journey, id hiring.CaseID) GuestTalks {
	t := GuestTalks{Review: r.guestReview(j)}
	for i := len(j.Interviews) - 1; i >= 0; i-- {
		t.Rounds = append(t.Rounds, r.guestRound(j, j.Interviews[i], id))
	}
	level := map[string]int{"strong": 3, "good": 2, "developing": 1}
	for _, s := range j.Summary {
		t.Scores = append(t.Scores, GuestScore{Name: s.Name, Plain: s.Plain, Band: r.Say("band." + s.Band), Level: level[s.Band]})
	}
	return t
}

func (r Reader) guestRound(j *office.Journey, iv office.GuestInterview, id hiring.CaseID) GuestRound {
	out := GuestRound{ID: iv.ID, Title: r.Say("guest.round", "position", r.Position(j.Position)), Place: r.Place(iv.Place),
		When: r.Say("guest.when", "day", r.Day(iv.Start), "from", r.Clock(iv.Start), "to", r.Clock(iv.End))}
	branch := r.Cat.Bank.Branch(r.roomBranch(iv.Place, j.Branch))
	if branch != nil {
		out.Place = r.Say("guest.place", "place", out.Place, "address", branch.Address.In(r.Lang))
		out.Route = branch.Route.In(r.Lang)
	}
	state := string(iv.State)
	switch {
	case iv.State == hiring.Planned && !iv.End.After(r.Now):
		state = "over"
	case iv.State == hiring.Planned:
		out.Tone = Urgent
	}
	out.State = r.Say("guest.round." + state)
	if state == "over" || state == string(hiring.NoShow) {
		return out
	}
	out.Call = &office.CalendarEntry{UID: office.EntryUID(id, iv.ID), Revision: iv.Revision, Start: iv.Start, End: iv.End, Made: r.Now, Title: out.Title,
		Place: out.Place, Text: out.Route, Host: r.Cat.Bank.Short.In(r.Lang), Phone: r.Cat.Bank.Hotline, Guest: j.Name, Cancelled: iv.State == hiring.Cancelled}
	return out
}

// roomBranch is the branch a room is in, else the case's own.
func (r Reader) roomBranch(place, branch string) string {
	for _, room := range r.Cat.Bank.Rooms {
		if room.ID == place || room.Name["zh"] == place || room.Name["en"] == place {
			return room.Branch
		}
	}
	return branch
}

func (r Reader) guestReview(j *office.Journey) GuestReview {
	switch {
	case j.Review == nil:
		return GuestReview{State: "none", Why: j.May(hiring.RequestReview{})}
	case j.Review.Answered == nil:
		return GuestReview{State: "asked", Said: r.Say("guest.review.asked", "when", r.Moment(j.Review.At), "by", r.Moment(j.ReviewBy))}
	}
	return GuestReview{State: "answered", Said: r.Say("guest.review.answered", "asked", r.Moment(j.Review.At), "when", r.Moment(j.Review.Answered.At)), Answer: j.Review.Answer,
		Why: j.May(hiring.RequestReview{})}
}
