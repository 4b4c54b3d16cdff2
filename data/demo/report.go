package demo

import (
	"strconv"
	"time"

	"ruhang/core/hiring"
)

// arrive is the AI report's arrival.
func (s *story) arrive() {
	s.do(s.start, s.hr(), hiring.ReceiveReport{Person: s.person.ID, Branch: s.Branch, Report: s.report()})
}

// usual are the scores a dimension has where the plan names none; those that the bank's statements count stay below
// their limits.
var usual = map[string][2]int{"service": {62, 79}, "risk": {62, 79}, "learning": {62, 79}, "teamwork": {62, 90}, "finance": {61, 90}}

// everywhere are dimensions that every report has beside the position's own.
var everywhere = []string{"fluency", "consistency", "finance", "learning", "teamwork"}

// report is an AI report as a vendor sends it.
func (s *story) report() hiring.Report {
	passed := s.Fate != "waiting" && s.Fate != "failed"
	overall := s.Overall
	if overall == 0 {
		overall = between(s.rng, map[bool][2]int{true: {80, 93}, false: {56, 78}}[passed])
	}
	w := s.bank.words
	r := hiring.Report{Vendor: "demo-ai", ReportID: "R-" + string(s.c.ID), Position: s.Position, InterviewedAt: s.start.Add(-9 * time.Hour),
		Model: "2.3", Overall: of100(overall), Pass: &passed, Threshold: 80, Source: "json", Suggestions: []string{pick(s.rng, w.Suggestions)}}
	if s.outside > 0 {
		r.InterviewedAt = s.start.Add(-2 * time.Hour)
	}
	r.Advice = w.Advice[map[bool]string{true: "pass", false: "fail"}[passed]]
	if !passed {
		r.Risks = []string{pick(s.rng, w.Risks)}
	}
	for i, q := range w.Questions {
		r.Answers = append(r.Answers, hiring.Answer{ID: "q" + strconv.Itoa(i+1), Text: q, Said: w.Answers[i%len(w.Answers)]})
	}
	for _, code := range append(append([]string{}, s.bank.catalog().Positions[s.Position].Dimensions...), everywhere...) {
		r.Dimensions = append(r.Dimensions, s.dimension(code))
	}
	r.Traits = s.traits()
	return r
}

func of100(v int) hiring.Score { return hiring.Score{Value: float64(v), Max: 100} }

func (s *story) dimension(code string) hiring.Dimension {
	w := s.bank.words
	score, given := s.Scores[code]
	if !given {
		span, ok := usual[code]
		if !ok {
			span = [2]int{68, 92}
		}
		score = between(s.rng, span)
	}
	from := float64(20 + s.rng.IntN(200))
	return hiring.Dimension{Code: code, Name: s.bank.catalog().Dimensions[code].Name.In("zh"), Score: of100(score), Rationale: w.Rationale,
		Evidence: []hiring.Evidence{{Question: "q" + strconv.Itoa(1+s.rng.IntN(len(w.Questions))), Quote: pick(s.rng, w.Quotes), From: from, To: from + 9}}}
}

// traits are style words; "assertive" is rare, so that the rule about it shows something.
func (s *story) traits() []hiring.Trait {
	codes := s.Traits
	if codes == nil {
		codes = []string{pick(s.rng, []string{"meticulous", "patient", "proactive", "empathetic", "cautious", "extravert", "introvert", "optimistic"})}
		if s.rng.IntN(12) == 0 {
			codes = append(codes, "assertive")
		}
	}
	var out []hiring.Trait
	for _, code := range codes {
		out = append(out, hiring.Trait{Code: code, Label: s.bank.catalog().Dimensions[code].Name.In("zh"), Strength: 0.7, Evidence: pick(s.rng, s.bank.words.Quotes)})
	}
	return out
}

// endEarly is what becomes of a report that did not pass, and of a case that goes no further.
func (s *story) endEarly() {
	switch {
	case s.Fate == "failed":
		s.do(s.at(1, 10, 0), s.hr(), hiring.ConfirmFail{Reason: "not_qualified"})
	case s.Fate == "rejected_early":
		s.do(s.at(1, 10, 0), s.hr(), hiring.Reject{Reason: "not_qualified"})
	case s.Review:
		s.do(s.start.Add(5*time.Hour), s.candidate(), hiring.RequestReview{Text: s.bank.words.ReviewRequest})
	}
}
