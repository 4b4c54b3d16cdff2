package demo

import (
	"fmt"
	"time"

	"ruhang/core/hiring"
)

// ready is how long after the signature everything stands ready for the first day.
const readyAfter = 144 * time.Hour

// join is the way from the signature to the end of probation.
func (s *story) join() {
	switch {
	case s.Fate == "materials":
		s.someMaterials()
		return
	case s.Fate == "onboarding" && s.Key == "":
		s.prepare(s.nth % 4)
		return
	}
	s.prepare(4)
	if s.Fate == "onboarding" || s.Fate == "arriving" {
		return
	}
	s.firstDay()
	s.probation()
	s.learnt()
}

// prepare does the first parts of what has to be ready: materials, insurance, desk, team.
func (s *story) prepare(parts int) {
	if s.err != nil {
		return
	}
	signed, hr := s.c.Offer().Signed.At, s.hr()
	s.hand(signed, parts > 0)
	if parts > 1 {
		s.do(signed.Add(96*time.Hour), hr, hiring.CompleteTask{Stage: "onboarding", Task: "insurance", Fields: map[string]string{
			"registered_on": string(hiring.DateOf(signed.Add(96 * time.Hour))), "fund_registered": "true"}})
	}
	if parts > 2 {
		s.do(signed.Add(120*time.Hour), hr, hiring.AssignDesk{Desk: pick(s.rng, s.bank.words.Desks) + fmt.Sprintf(" %02d-%02d", 1+s.rng.IntN(12), 1+s.rng.IntN(40))})
	}
	if parts > 3 {
		w := s.bank.words
		first := s.rng.IntN(len(w.Colleagues))
		s.do(signed.Add(readyAfter+2*s.shift), hr, hiring.SetTeam{Team: hiring.Team{Manager: pick(s.rng, w.Managers), ManagerPhone: fmt.Sprintf("154%08d", s.rng.IntN(10_000)),
			Buddy: pick(s.rng, w.Buddies), Colleagues: []string{w.Colleagues[first], w.Colleagues[(first+1)%len(w.Colleagues)]}}})
	}
}

// hand hands all materials in; they are accepted the day after.
func (s *story) hand(signed time.Time, accepted bool) {
	ref := s.file(hiring.Identity, "scan.png", scan())
	for i, m := range s.c.Materials {
		s.do(signed.Add(time.Duration(20+i)*time.Hour), s.candidate(), hiring.SubmitMaterial{Material: m.ID, File: ref, Fields: s.fields(m.ID)})
	}
	for i := range s.c.Materials {
		if accepted {
			s.do(signed.Add(48*time.Hour+time.Duration(i)*4*time.Minute), s.hr(), s.accepting(i))
		}
	}
}

// accepting accepts a material as somebody does who looked at what the rules doubt.
func (s *story) accepting(i int) hiring.AcceptMaterial {
	cmd := hiring.AcceptMaterial{Material: s.c.Materials[i].ID}
	if last := s.c.Materials[i].Last(); last != nil {
		cmd.Despite = last.Doubts()
	}
	return cmd
}

// someMaterials leaves materials in every state: accepted, returned, under review, awaited.
func (s *story) someMaterials() {
	if s.err != nil {
		return
	}
	signed, hr := s.c.Offer().Signed.At, s.hr()
	ref := s.file(hiring.Identity, "scan.png", scan())
	for i, m := range s.c.Materials[:4] {
		s.do(signed.Add(time.Duration(20+i)*time.Hour), s.candidate(), hiring.SubmitMaterial{Material: m.ID, File: ref, Fields: s.fields(m.ID)})
	}
	s.do(signed.Add(30*time.Hour), hr, s.accepting(1))
	s.do(signed.Add(31*time.Hour), hr, s.accepting(2))
	s.do(signed.Add(32*time.Hour), hr, hiring.ReturnMaterial{Material: s.c.Materials[0].ID, Reason: "unreadable", Note: s.bank.words.Returned})
}

// fields are what stands on a document, as the newcomer types it.
func (s *story) fields(material string) map[string]string {
	edu, out := s.c.CV.Education[0], map[string]string{}
	all := map[string]string{"name": s.person.Name, "id_no": s.person.IDNumber, "birth_date": birthDate(s.person.IDNumber),
		"valid_until": string(hiring.DateOf(s.start).AddMonths(120)), "number": edu.Number, "school": edu.School, "degree": edu.Degree, "graduated_on": string(edu.To)}
	switch material {
	case "bank_card":
		all["number"] = bankCard(s.rng)
	case "qualification":
		all["number"] = s.c.CV.Qualifications[0].Number
	}
	for _, f := range s.bank.catalog().Materials[material].Fields {
		out[f] = all[f]
	}
	return out
}

// firstDay is the arrival at the kiosk, with the originals shown.
func (s *story) firstDay() {
	if s.err != nil {
		return
	}
	at := s.c.Offer().Terms.Start.Time().Add(8*time.Hour + 40*time.Minute + time.Duration(s.rng.IntN(15))*time.Minute)
	kiosk := s.bank.actor("kiosk")
	for _, m := range s.c.Materials {
		if original := s.bank.catalog().Materials[m.ID].Original; original && (s.Key != "" || m.ID == "id_card" || m.ID == "diploma") {
			s.do(at.Add(-2*time.Minute), kiosk, hiring.SeeOriginal{Material: m.ID})
		}
	}
	s.do(at, kiosk, hiring.ArriveAt{Where: "kiosk"})
}
