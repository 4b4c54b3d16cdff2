package demo

import (
	"time"

	"ruhang/core/hiring"
)

// probation is weeks, reviews and the end, as far as now reaches.
func (s *story) probation() {
	if s.err != nil || s.c.Probation == nil {
		return
	}
	p := s.c.Probation
	days := p.Start.DaysUntil(p.End)
	ends := p.End.AddDays(-3).Time().Add(10 * time.Hour)
	if s.Fate == "separated" {
		ends = p.Start.AddDays(days * 2 / 3).Time().Add(10 * time.Hour)
	}
	s.weeks(ends)
	if s.Fate == "probation" {
		s.review("mid", "good", 4)
		return
	}
	hr := s.hr()
	if s.Fate == "separated" {
		s.review("mid", "poor", 2)
		s.do(ends, hr, hiring.EndProbation{Reason: "not_meeting_criteria", Note: s.bank.words.Separated})
		return
	}
	s.review("mid", "good", 4)
	if s.good {
		s.review("final", "good", 4+s.nth%2)
	} else {
		s.review("final", "fair", 3)
	}
	s.do(ends, hr, hiring.Confirm{Note: s.bank.words.Confirmed})
}

// weeks reports some weeks' progress: every one of the last month of somebody still in probation, every eighth before.
func (s *story) weeks(ends time.Time) {
	p, target := s.c.Probation, s.c.Probation.Weeks[0].Target
	for i, w := range p.Weeks {
		at := p.Start.AddDays(7*i + 4).Time().Add(17*time.Hour + 30*time.Minute)
		if !at.Before(ends) || at.After(s.now()) {
			return
		}
		recent := s.Fate == "probation" && at.After(s.now().AddDate(0, 0, -30))
		if i%8 == 3 || recent || s.Key != "" {
			value := round(target*(0.6+0.05*float64(min(i, 8))+0.1*s.rng.Float64()), 0)
			s.do(at, s.candidate(), hiring.ReportProgress{Week: w.Week, Value: value, Note: pick(s.rng, s.bank.words.Progress)})
		}
	}
}

// review is a review three days before it is due, when that lies in the past.
func (s *story) review(id, words string, rating int) {
	if s.err != nil {
		return
	}
	for _, r := range s.c.Probation.Reviews {
		at := r.Due.AddDays(-3).Time().Add(14 * time.Hour)
		if r.ID == id && at.After(s.c.CheckIn.At) && at.Before(s.now()) {
			s.do(at, s.hr(), hiring.ReviewProbation{Review: id, Rating: rating, Text: s.bank.words.Reviews[words]})
		}
	}
}

// learnt are the outcomes after joining, in the order of their days.
func (s *story) learnt() {
	if s.err != nil {
		return
	}
	w := s.bank.words
	notes := map[string][]string{"award": w.Awards, "promotion": w.Promotions, "conflict": w.Conflicts, "training": w.Training}
	for _, o := range s.outcomes {
		on := s.c.CheckIn.On.AddDays(o.days)
		if o.months > 0 {
			on = s.c.CheckIn.On.AddMonths(o.months)
		}
		note := ""
		if from := notes[o.kind]; from != nil {
			note = pick(s.rng, from)
		}
		s.do(on.Time().Add(16*time.Hour), s.hr(), hiring.RecordOutcome{Kind: o.kind, On: on, Value: o.value, Note: note})
	}
}
