package demo

import (
	"fmt"

	"ruhang/core/hiring"
)

// cv is a CV that says nothing odd, unless the plan wants it to.
func (s *story) cv() hiring.CV {
	w := s.bank.words
	today := hiring.DateOf(s.start)
	graduated := today.AddMonths(-between(s.rng, [2]int{40, 90}))
	year := string(graduated[:4])
	cv := hiring.CV{Source: "form", Summary: w.Summary}
	cv.Education = []hiring.Education{{School: pick(s.rng, w.Schools), Degree: "bachelor", Major: pick(s.rng, w.Majors),
		From: graduated.AddMonths(-46), To: graduated, Number: fmt.Sprintf("990001%s05%06d", year, s.rng.IntN(1e6))}}
	cv.Qualifications = []hiring.Qualification{{Name: pick(s.rng, w.Qualifications), Number: fmt.Sprintf("99%s%08d", year, s.rng.IntN(1e8)), On: graduated.AddMonths(8)}}
	if s.rng.IntN(2) == 0 {
		cv.Projects = []hiring.Project{{Name: pick(s.rng, w.Projects), From: graduated.AddMonths(-20), To: graduated.AddMonths(-16)}}
	}
	switch s.CV {
	case "hops":
		cv.Employments = s.jobs(today.AddMonths(-36), today.AddMonths(-14), today.AddMonths(-11).AddDays(1), today.AddMonths(-6), today.AddMonths(-2))
	case "gap":
		cv.Employments = s.jobs(graduated, today.AddMonths(-18))
		cv.Employments[0].To = today.AddMonths(-22)
	default:
		cv.Employments = s.jobs(graduated, graduated.AddMonths(18))
	}
	return cv
}

// jobs are one job after the other without a day between, the last one still held.
func (s *story) jobs(starts ...hiring.Date) []hiring.Employment {
	w := s.bank.words
	industries := sortedKeys(w.Companies)
	first := s.rng.IntN(len(industries))
	var out []hiring.Employment
	for i, from := range starts {
		industry := industries[(first+i)%len(industries)]
		e := hiring.Employment{Company: w.Companies[industry][i%2], Title: w.Titles[industry], Industry: industry, From: from}
		if i+1 < len(starts) {
			e.To, e.Why = starts[i+1].AddDays(-1), pick(s.rng, w.Leaving)
		}
		out = append(out, e)
	}
	return out
}

// facts are what the evidence of a check says.
func (s *story) facts(kind string) (hiring.Light, hiring.CheckFacts) {
	cv := s.c.CV
	light, facts := hiring.Green, hiring.CheckFacts{}
	switch kind {
	case "education":
		facts.Education = append([]hiring.Education{}, cv.Education...)
		if s.Evidence == "degree" {
			facts.Education[0].Degree, light = "junior_college", hiring.Red
		}
	case "employment":
		facts.Employments = append([]hiring.Employment{}, cv.Employments...)
		if s.Evidence == "violation" {
			facts.Incidents, light = []hiring.Incident{{Kind: "credit_violation", On: cv.Employments[0].To, Text: s.bank.words.Violation}}, hiring.Red
		}
	case "qualification":
		facts.Qualifications = append([]hiring.Qualification{}, cv.Qualifications...)
	}
	return light, facts
}
