package demo

import (
	"slices"
	"time"

	"ruhang/core/hiring"
)

// assess is the deep-assessment pool: CV, form, and the gate when the case goes on.
func (s *story) assess(ready bool) {
	if !ready {
		return
	}
	hr := s.hr()
	s.look(s.start.Add(30*time.Minute), hr)
	s.do(s.start.Add(70*time.Minute), hr, hiring.AttachCV{CV: s.cv()})
	s.do(s.start.Add(100*time.Minute), hr, hiring.CompleteTask{Stage: "assessment", Task: "deep", Fields: s.form("assessment", "deep")})
	if s.Fate == "assessment" {
		return
	}
	s.do(s.start.Add(4*time.Hour), hr, hiring.PassGate{Stage: "assessment", Outcome: hiring.Pass})
}

// form answers a task's questions by the kind of each.
func (s *story) form(stage, task string) map[string]string {
	out := map[string]string{}
	for _, f := range s.c.PlanStage(s.bank.catalog()).Task(task).Fields {
		switch word, known := s.bank.words.Deep[f.ID]; {
		case known:
			out[f.ID] = word
		case f.Kind == "number":
			out[f.ID] = "6500"
		case f.Kind == "date":
			out[f.ID] = string(hiring.DateOf(s.start).AddDays(20))
		case f.Kind == "tick":
			out[f.ID] = "true"
		}
	}
	return out
}

// panel are two interviewers, always others.
func (s *story) panel() []hiring.AccountID {
	logins := s.PanelOf
	if logins == nil {
		first := s.rng.IntN(4)
		all := []string{"interviewer1", "interviewer2", "interviewer3", "interviewer4"}
		logins = []string{all[first], all[(first+1+s.rng.IntN(3))%4]}
	}
	var out []hiring.AccountID
	for _, l := range logins {
		out = append(out, s.bank.accounts[l].ID)
	}
	return out
}

// round is when the interview takes place.
func (s *story) round() time.Time {
	today := hiring.DateOf(s.bank.opt.Now).Time()
	switch {
	case s.Interview == "today":
		return today.Add(15 * time.Hour)
	case s.Fate == "interview":
		return today.AddDate(0, 0, 1+s.nth%3).Add(time.Duration(9+s.nth%7) * time.Hour)
	case s.Fate == "overdue":
		return s.bank.opt.Now.Add(-50 * time.Hour).Truncate(time.Hour)
	}
	return s.at(1, 9+s.rng.IntN(3), 0)
}

// meet is the interview stage; false when the story ends in it.
func (s *story) meet() bool {
	hr := s.hr()
	if s.Fate == "withdrawn" {
		s.do(s.at(1, 9, 0), s.candidate(), hiring.Withdraw{Reason: "withdraw_other_job", Note: s.bank.words.Withdrawn})
		return false
	}
	rooms := s.bank.catalog().Bank.Rooms
	start := s.round()
	s.do(s.start.Add(5*time.Hour), hr, hiring.PlanInterview{Panel: s.panel(), Start: start, End: start.Add(45 * time.Minute), Place: rooms[s.rng.IntN(len(rooms))].Name.In("zh")})
	if s.Fate == "interview" {
		if s.err == nil {
			s.look(s.now(), s.interviewer(0))
		}
		return false
	}
	if s.Fate != "overdue" && s.Key == "" && s.nth%17 == 3 { // now and then somebody does not come, and is invited again
		s.do(start.Add(30*time.Minute), hr, hiring.RecordNoShow{Interview: "i1", Why: s.bank.words.NoShow})
		start = start.Add(3 * time.Hour)
		s.do(start.Add(-2*time.Hour), hr, hiring.PlanInterview{Panel: s.panel(), Start: start, End: start.Add(45 * time.Minute), Place: s.bank.words.MovedPlace})
	}
	if s.err != nil {
		return false
	}
	s.score(start)
	if s.Fate == "overdue" {
		return false
	}
	if s.Fate == "rejected" {
		s.do(s.at(1, 17, 0), hr, hiring.PassGate{Stage: "interview", Outcome: hiring.Fail, Reason: "interview_weak", Note: s.bank.words.Rejected})
		return false
	}
	s.do(s.at(1, 17, 0), hr, hiring.PassGate{Stage: "interview", Outcome: hiring.Pass})
	return true
}

// held is the round that is scored: the newest.
func (s *story) held() *hiring.Interview { return &s.c.Interviews[len(s.c.Interviews)-1] }

func (s *story) interviewer(i int) hiring.Actor {
	return hiring.Actor{Account: s.held().Panel[i], Roles: []string{"interviewer"}}
}

// score submits the cards. In an overdue story only the last of the panel does.
func (s *story) score(start time.Time) {
	for i := range s.held().Panel {
		who := s.interviewer(i)
		s.look(start.Add(-20*time.Minute), who)
		if s.Fate == "overdue" && i == 0 {
			continue
		}
		card := hiring.SubmitScorecard{Interview: s.held().ID, Recommendation: "yes", Summary: pick(s.rng, s.bank.words.Cards)}
		for n, it := range s.c.Kit {
			card.Ratings = append(card.Ratings, hiring.Rating{Question: it.Key(n), Competency: it.Competency, Level: s.level(i, n, it),
				Note: pick(s.rng, s.bank.words.CardNotes)})
		}
		if s.Fate == "rejected" {
			card.Recommendation, card.Summary = "no", s.bank.words.Weak
		}
		s.do(start.Add(time.Duration(60+40*i)*time.Minute), who, card)
	}
}

// level is what a question is rated: pairs that make 90, scenes as the plan wants them, else as it falls.
func (s *story) level(card, n int, it hiring.KitItem) int {
	scene := false
	if bank := s.bank.catalog().Banks[it.Bank]; bank != nil {
		if q := bank.Question(it.Question); q != nil {
			scene = slices.Contains(q.Tags, "service_scene")
		}
	}
	switch {
	case s.Panel == 90:
		return 4 + (card+n)%2
	case s.Fate == "rejected":
		return 2 + s.rng.IntN(2)
	case scene && s.scene == "good":
		return 4 + s.rng.IntN(2)
	case scene && s.scene == "weak":
		return 3
	}
	return 3 + s.rng.IntN(3)
}

// verify is the check stage; false when the story ends in it.
func (s *story) verify() bool {
	s.do(s.at(1, 19, 0), s.candidate(), hiring.GiveConsent{Purpose: "check"})
	for i, kind := range []string{"education", "employment", "qualification"} {
		if s.err != nil || (s.Fate == "check" && i == 2) {
			return false
		}
		s.check(i, kind)
	}
	return s.err == nil && s.c.Stage == "offer"
}

func (s *story) check(i int, kind string) {
	light, facts := s.facts(kind)
	w := s.bank.words
	report := hiring.RecordCheck{Order: s.c.Checks[i].ID, Light: light, Conclusion: w.Conclusions[string(light)], Facts: facts, Source: w.Sources[kind], Method: "file",
		ValidUntil: hiring.DateOf(s.start).AddMonths(6)}
	if s.Key != "" {
		report.Method, report.Files = "hand", []hiring.FileRef{s.file(hiring.Background, "evidence.png", scan())}
	}
	s.do(s.at(2, 10+i*2, 0).Add(time.Duration(s.nth%4)*5*time.Minute), s.hr(), report)
}
