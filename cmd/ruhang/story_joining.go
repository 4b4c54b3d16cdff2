package main

import (
	"time"

	"ruhang/core/hiring"
)

func (s *story) onboarding() {
	s.picture("walk.phone_guide")
	s.tap("nav.journey")
	s.picture("walk.phone_journey")
	s.handIn()
	s.as("hr")
	s.of("screen.onboarding")
	s.picture("walk.onboarding")
	s.prepare()
}

// storyIDNumber is the candidate's: well formed, and of nobody (the region 99 is not in use).
const storyIDNumber = "99000019980725001X"

// handIn hands every document in: the identity card first with one wrong digit, which the rules send back.
func (s *story) handIn() {
	s.tap("nav.materials", "guest.material.do")
	s.document("id_card", "990000199807250021")
	s.picture("walk.phone_materials")
	for range s.known().Materials {
		id := s.nextMaterial()
		word := "guest.material.do"
		if id == "id_card" {
			word = "guest.material.again"
		}
		s.tap(word)
		s.document(id, storyIDNumber)
	}
}

func (s *story) nextMaterial() string {
	for _, m := range s.known().Materials {
		if m.State == hiring.Returned || m.State == hiring.Awaited {
			return m.ID
		}
	}
	return ""
}

// document fills the form of a document with what stands on it.
func (s *story) document(id, number string) {
	s.choose("guest.file.pick", id+".png", drawnDocument(id))
	says := map[string]string{"name": s.candidate(), "id_no": number, "birth_date": "1998-07-25", "valid_until": "2040-01-01",
		"school": s.words("walk.school"), "degree": "bachelor", "graduated_on": "2020-06-30", "number": "104751202005012345"}
	if id == "bank_card" {
		says["number"] = "6222020200112233446"
	}
	var fields []string
	if m := s.cat.Materials[id]; m != nil {
		for _, f := range m.Fields {
			fields = append(fields, f, says[f])
		}
	}
	s.fill(fields...)
}

// prepare is HR's part: documents accepted, insurance, desk, team.
func (s *story) prepare() {
	for range s.known().Materials {
		s.acceptNext()
	}
	c := s.known()
	day := string(hiring.DateOf(c.Offer().Terms.Start.Time()))
	s.tap("onboarding.insurance")
	s.fill("registered_on", day, "fund_registered", "true")
	s.tap("onboarding.desk")
	s.fill("desk", s.words("walk.desk"))
	s.tap("onboarding.team")
	s.fill("manager", s.words("walk.manager"), "manager_phone", "19900002001", "buddy", s.words("walk.buddy"), "colleagues", s.words("walk.buddy")+", "+s.words("walk.colleague"))
}

// acceptNext answers the document that stands first; what the rules doubt is asked about.
func (s *story) acceptNext() {
	doubted := false
	for _, m := range s.known().Materials {
		if m.State == hiring.Submitted {
			doubted = len(m.Last().Doubts()) > 0
			break
		}
	}
	s.tap("material.review", "material.accept")
	if doubted {
		s.tap("material.accept_anyway")
	}
}

func (s *story) firstDay() {
	c := s.known()
	s.wait(c.Offer().Terms.Start.Time().Add(30 * time.Minute))
	s.as("kiosk")
	s.do("kiosk", func() error { return s.hands.Await(s.words("kiosk.image")) })
	s.picture("walk.kiosk")
	s.do("scan", func() error { return s.hands.Scan(codeOf(c)) })
	s.picture("walk.kiosk_me")
	for _, key := range storyIDNumber[14:] {
		s.press(string(key))
	}
	s.tap("kit.enter")
	s.picture("walk.kiosk_originals")
	s.tap("kiosk.check_in", "kiosk.check_in") // the second answers that originals may be shown later
	s.picture("walk.kiosk_today")
	s.tap("kiosk.done", "kiosk.leave")
	s.fill("login", "hr", "password", storyPassword)
	s.phone(true)
	s.enter(s.login)
	s.picture("walk.phone_first_day")
}

func (s *story) probation() {
	p := s.known().Probation
	for week := range 2 {
		s.wait(p.Start.AddDays(7*week + 1).Time().Add(2 * time.Hour))
		s.asCandidate()
		s.tap("nav.probation", "guest.trial.do")
		s.fill("value", "140", "note", s.words("walk.week_note"))
	}
	s.wait(p.End.AddDays(-9).Time().Add(3 * time.Hour))
	s.as("hr")
	s.of("screen.probation")
	s.picture("walk.probation")
	for range p.Reviews {
		s.tap("probation.review")
		s.fill("rating", "4", "text", s.words("walk.summary"))
	}
	s.tap("probation.confirm", "probation.confirm")
	s.picture("walk.confirmed")
	s.tap("screen.inbox")
	s.picture("walk.inbox")
}

func (s *story) ledger() {
	s.tap("screen.verify", "verify.start")
	s.picture("walk.verified")
}
