package model

import (
	"fmt"
	"strconv"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// CaseReport is the AI report as a person reads it.
type CaseReport struct {
	Facts       []Row // overall, verdict, threshold, vendor, when, model
	Labels      []string
	Values      []float64 // of 100, for the radar
	Dimensions  []ReportDimension
	Traits      []ReportTrait
	Integrity   []string // evidence for a person, which decides nothing
	Answers     []ReportAnswer
	Risks       []string
	Suggestions []string
	Reviews     []ReportReview
	Fail        *Act // confirm that a failed interview stands
	Open        *Act // open the case over it, with a reason
	Answer      *Act // answer the newest request for human review
}

// ReportDimension is one measured dimension with its grounds.
type ReportDimension struct {
	Name, Score, Level, Rationale string
	Quotes                        []string // each with its time in the interview
}

// ReportTrait is a style word with its evidence.
type ReportTrait struct{ Name, Strength, Evidence string }

// ReportAnswer is what was asked and said.
type ReportAnswer struct{ Question, Said, Score string }

// ReportReview is a request for human review with its answer.
type ReportReview struct{ When, Text, Answer string }

// CaseReport is the newest AI report; nil when the account may not read it.
func (r Reader) CaseReport(f *office.CaseFile) *CaseReport {
	rep := f.Case.Report()
	if rep == nil {
		return nil
	}
	out := &CaseReport{Facts: r.reportFacts(f.Case, rep), Risks: rep.Risks, Suggestions: rep.Suggestions}
	for _, d := range rep.Dimensions {
		out.Labels = append(out.Labels, r.Dimension(d.Code, d.Name))
		out.Values = append(out.Values, d.Score.Of100())
		out.Dimensions = append(out.Dimensions, r.reportDimension(d))
	}
	out.Traits = r.Traits(rep)
	for _, s := range rep.Integrity {
		line := r.Say("report.signal", "kind", r.known("signal."+s.Type, s.Type), "at", clockOf(s.At))
		if s.Confidence > 0 {
			line = r.Say("report.signal_sure", "signal", line, "percent", strconv.Itoa(int(s.Confidence*100+0.5)))
		}
		out.Integrity = append(out.Integrity, line)
	}
	for _, a := range rep.Answers {
		answer := ReportAnswer{Question: a.Text, Said: a.Said}
		if a.Score != nil {
			answer.Score = r.Score(*a.Score)
		}
		out.Answers = append(out.Answers, answer)
	}
	r.reviews(f, out)
	r.waiting(f, out)
	return out
}

// Traits are the report's style words: never shown to the candidate.
func (r Reader) Traits(rep *hiring.Report) []ReportTrait {
	var out []ReportTrait
	for _, t := range rep.Traits {
		trait := ReportTrait{Name: r.Dimension(t.Code, t.Label), Evidence: t.Evidence}
		if t.Strength > 0 {
			trait.Strength = r.Score(t.Strength)
		}
		out = append(out, trait)
	}
	return out
}

func (r Reader) reportFacts(c *hiring.Case, rep *hiring.Report) []Row {
	verdict := Row{Label: r.Say("report.verdict"), Value: r.Say("report.not_passed")}
	if c.Passed {
		verdict.Value = r.Say("report.passed")
	}
	by := r.Say("report.by_threshold", "threshold", r.Score(r.threshold(c)))
	if rep.Pass != nil {
		by = r.Say("report.by_vendor")
	}
	rows := []Row{
		{Label: r.Say("report.overall"), Value: r.Score(rep.Overall.Of100()) + " / 100"},
		verdict,
		{Label: r.Say("report.rule"), Value: by},
		{Label: r.Say("report.when"), Value: r.Moment(rep.InterviewedAt)},
		{Label: r.Say("report.vendor"), Value: rep.Vendor},
		{Label: r.Say("report.number"), Value: rep.ReportID},
		{Label: r.Say("report.model"), Value: rep.Model},
		{Label: r.Say("report.advice"), Value: r.known("advice."+rep.Advice, rep.Advice)},
	}
	for _, e := range rep.Extra {
		rows = append(rows, Row{Label: e.Name, Value: e.Value})
	}
	var shown []Row
	for _, row := range rows {
		if row.Value != "" {
			shown = append(shown, row)
		}
	}
	return shown
}

// threshold is the score that passes for the case's position.
func (r Reader) threshold(c *hiring.Case) float64 {
	if p := r.Cat.Positions[c.Position]; p != nil && p.Threshold > 0 {
		return p.Threshold
	}
	return r.Cat.Bank.PassThreshold
}

func (r Reader) reportDimension(d hiring.Dimension) ReportDimension {
	out := ReportDimension{Name: r.Dimension(d.Code, d.Name), Score: r.Score(d.Score.Of100()),
		Level: r.known("level."+d.Level, d.Level), Rationale: d.Rationale}
	for _, e := range d.Evidence {
		quote := r.Say("report.quote", "quote", e.Quote)
		if e.To > 0 {
			quote = r.Say("report.quote_at", "quote", e.Quote, "from", clockOf(e.From), "to", clockOf(e.To))
		}
		out.Quotes = append(out.Quotes, quote)
	}
	return out
}

// clockOf writes seconds from the beginning as minutes and seconds: 3:07.
func clockOf(seconds float64) string {
	return fmt.Sprintf("%d:%02d", int(seconds)/60, int(seconds)%60)
}

func (r Reader) reviews(f *office.CaseFile, out *CaseReport) {
	for _, v := range f.Case.Reviews {
		review := ReportReview{When: r.Moment(v.At), Text: v.Text, Answer: v.Answer}
		if v.Answered == nil {
			if why := f.May(hiring.AnswerReview{Text: "-"}); !fault.Is(why, fault.Denied) {
				out.Answer = &Act{ID: "answer_review", Word: r.Say("report.answer_review"), Why: why}
			}
		}
		out.Reviews = append(out.Reviews, review)
	}
}

// waiting adds what a named human decides about an interview that did not pass.
func (r Reader) waiting(f *office.CaseFile, out *CaseReport) {
	if f.Case.Status != hiring.Waiting {
		return
	}
	if why := f.May(hiring.ConfirmFail{Reason: r.firstReason("reject")}); !fault.Is(why, fault.Denied) {
		out.Fail = &Act{ID: "confirm_fail", Word: r.Say("report.confirm_fail"), Why: why}
	}
	if why := f.May(hiring.OpenCase{Reason: r.firstReason("override")}); !fault.Is(why, fault.Denied) {
		out.Open = &Act{ID: "open_case", Word: r.Say("report.open_over"), Why: why}
	}
}
