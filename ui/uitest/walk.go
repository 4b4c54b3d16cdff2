package uitest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// stops are the places a case can be walked to, in order. Each step is what people do to get there from the one before.
var stops = []struct {
	name string
	walk func(f *Fixture, id hiring.CaseID)
}{
	{"assessment", func(*Fixture, hiring.CaseID) {}},
	{"assessment/cv", (*Fixture).attachCV},
	{"interview", func(f *Fixture, id hiring.CaseID) {
		f.Do("hr", id, hiring.PassGate{Stage: "assessment", Outcome: hiring.Pass})
	}},
	{"interview/planned", (*Fixture).plan},
	{"interview/half", func(f *Fixture, id hiring.CaseID) { f.Score("interviewer1", id, 4) }},
	{"interview/scored", func(f *Fixture, id hiring.CaseID) { f.Score("interviewer2", id, 4) }},
	{"check", func(f *Fixture, id hiring.CaseID) {
		f.Do("hr", id, hiring.PassGate{Stage: "interview", Outcome: hiring.Pass})
	}},
	{"check/consented", (*Fixture).consent},
	{"offer", (*Fixture).clear},
	{"offer/approving", func(f *Fixture, id hiring.CaseID) { f.Do("hr", id, hiring.SubmitOffer{}) }},
	{"offer/approved", func(f *Fixture, id hiring.CaseID) { f.Do("approver", id, hiring.ApproveOffer{}) }},
	{"offer/issued", func(f *Fixture, id hiring.CaseID) { f.Do("hr", id, hiring.IssueOffer{}) }},
	{"onboarding", (*Fixture).sign},
	{"onboarding/ready", (*Fixture).prepare},
	{"probation", (*Fixture).arrive},
	{"confirmed", (*Fixture).confirm},
}

func say(key string) string { return spoken.Say[key] }

// Stops are the names that CaseAt knows, in the order of a case's way.
func Stops() []string {
	out := []string{"waiting"}
	for _, s := range stops {
		out = append(out, s.name)
	}
	return append(out, "check/flagged", "offer/negotiating")
}

// CaseAt is a new teller's case walked to a stop: "waiting" (a failed AI interview), "assessment", "interview/planned", "check",
// "check/flagged" (the diploma differs from the CV), "offer/issued", "offer/negotiating", "onboarding", "probation" and the
// others of Stops.
func (f *Fixture) CaseAt(stop string) hiring.CaseID { return f.CaseOf("teller", stop) }

// CaseOf is CaseAt for a position.
func (f *Fixture) CaseOf(position, stop string) hiring.CaseID {
	f.t.Helper()
	require.Contains(f.t, Stops(), stop)
	if stop == "waiting" {
		return f.Receive(position, 60)
	}
	id := f.Receive(position, 85)
	target, last := stop, func() {}
	switch stop {
	case "check/flagged":
		target, last = "check/consented", func() { f.flag(id) }
	case "offer/negotiating":
		target, last = "offer/issued", func() {
			require.NoError(f.t, f.Guest(id).Do(context.Background(), hiring.RequestChange{Field: "start", Value: string(hiring.DateOf(f.Now()).AddDays(28)), Note: say("handover")}))
		}
	}
	for _, s := range stops {
		s.walk(f, id)
		if s.name == target {
			break
		}
	}
	last()
	return id
}

// Receive imports one AI report with an overall score and answers the case it opened.
func (f *Fixture) Receive(position string, overall float64) hiring.CaseID {
	f.t.Helper()
	raw := f.Report(position, overall)
	res, err := f.Staff("hr").Import(context.Background(), "ai.json", bytes.NewReader(raw), office.ImportOptions{Branch: "zhengdong"})
	require.NoError(f.t, err)
	require.Len(f.t, res.Answers, 1)
	require.Equal(f.t, office.RowTaken, res.Answers[0].State, "%v", res.Answers[0].Err)
	return res.Answers[0].Case
}

// Report is the JSON of an AI report about a new candidate.
func (f *Fixture) Report(position string, overall float64) []byte {
	f.t.Helper()
	n := f.drawn
	f.drawn++
	name := spoken.Names[n%len(spoken.Names)]
	var dims []map[string]any
	for i, code := range f.Catalog.Positions[position].Dimensions {
		dims = append(dims, map[string]any{"code": code, "name": f.Catalog.Dimensions[code].Name["zh"], "score": overall - 5 + float64(5*i), "min": 0, "max": 100,
			"rationale": say("rationale"), "evidence": []map[string]any{{"question_id": "q1", "quote": say("quote"), "t_start": 62.5, "t_end": 71}}})
	}
	raw, err := json.Marshal([]map[string]any{{
		"schema_version": "1.0", "vendor": "demo-ai", "report_id": fmt.Sprintf("U-%04d", n), "position_code": position, "model_version": "2026.2",
		"interviewed_at": f.Now().Add(-24 * time.Hour).Format(time.RFC3339), "dimensions": dims,
		"candidate": map[string]any{"name": name, "id_no": IDNumber(n), "phone": fmt.Sprintf("199000%05d", 10000+n), "email": fmt.Sprintf("c%d@example.com", n)},
		"overall":   map[string]any{"score": overall, "min": 0, "max": 100, "pass": overall >= 80, "threshold": 80},
		"traits":    []map[string]any{{"code": "introvert", "label": say("trait"), "strength": 60}},
		"questions": []map[string]any{{"id": "q1", "text": say("question"), "answer_text": say("answer"), "score": overall}},
	}})
	require.NoError(f.t, err)
	return raw
}

// IDNumber is a well-formed identity number of nobody: the region 99 is not in use (GB 11643).
func IDNumber(n int) string {
	body := fmt.Sprintf("990000%s%03d", time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n*37%2500).Format("20060102"), n%1000)
	weights, sum := []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}, 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return body + string("10X98765432"[sum%11])
}

func (f *Fixture) attachCV(id hiring.CaseID) {
	f.Do("hr", id, hiring.AttachCV{CV: hiring.CV{Source: "form",
		Education:   []hiring.Education{{School: say("school"), Degree: "bachelor", Major: say("major"), From: "2017-09", To: "2021-06"}},
		Employments: []hiring.Employment{{Company: say("company"), Title: say("title"), Industry: "retail", From: "2021-07"}},
		Projects:    []hiring.Project{{Name: say("project"), Role: say("project_role"), Text: say("project_text")}}}})
}

func (f *Fixture) plan(id hiring.CaseID) {
	start := f.Now().Add(25 * time.Hour)
	f.Do("hr", id, hiring.PlanInterview{Panel: []hiring.AccountID{f.Account("interviewer1"), f.Account("interviewer2")},
		Start: start, End: start.Add(45 * time.Minute), Place: say("room")})
}

// Score hands in a card with the same level for every question of the kit.
func (f *Fixture) Score(login string, id hiring.CaseID, level int) {
	f.t.Helper()
	c := f.File(login, id).Case
	iv := c.Interviews[len(c.Interviews)-1]
	if f.Now().Before(iv.End) {
		f.SetNow(iv.End)
	}
	card := hiring.SubmitScorecard{Interview: iv.ID, Recommendation: "yes", Summary: say("summary")}
	for i, it := range c.Kit {
		card.Ratings = append(card.Ratings, hiring.Rating{Question: it.Key(i), Competency: it.Competency, Level: level})
	}
	f.Do(login, id, card)
}

func (f *Fixture) consent(id hiring.CaseID) {
	require.NoError(f.t, f.Guest(id).Do(context.Background(), hiring.GiveConsent{Purpose: "check"}))
}

// clear reports every check as green.
func (f *Fixture) clear(id hiring.CaseID) {
	for _, o := range f.File("hr", id).Case.Checks {
		f.Do("hr", id, hiring.RecordCheck{Order: o.ID, Light: hiring.Green, Conclusion: say("clear"), Source: say("platform"), Method: "hand", Files: f.evidence(id)})
	}
}

// flag reports a diploma that is not what the CV says.
func (f *Fixture) flag(id hiring.CaseID) {
	for _, o := range f.File("hr", id).Case.Checks {
		if o.Kind == "education" {
			f.Do("hr", id, hiring.RecordCheck{Order: o.ID, Light: hiring.Red, Conclusion: say("differs"), Source: "chsi.com.cn", Method: "hand", Files: f.evidence(id),
				Facts: hiring.CheckFacts{Education: []hiring.Education{{School: say("school"), Degree: "junior_college", From: "2017-09", To: "2020-06"}}}})
		}
	}
}

func (f *Fixture) evidence(id hiring.CaseID) []hiring.FileRef {
	ref, err := f.Staff("hr").Attach(context.Background(), id, hiring.Background, "evidence.png", bytes.NewReader(Stroke()))
	require.NoError(f.t, err)
	return []hiring.FileRef{ref}
}

func (f *Fixture) sign(id hiring.CaseID) {
	ctx, g := context.Background(), f.Guest(id)
	require.NoError(f.t, g.Do(ctx, hiring.ViewOffer{}))
	pdf, err := g.OfferPDF(ctx, len(f.File("hr", id).Case.Offers))
	require.NoError(f.t, err)
	require.NoError(f.t, g.Sign(ctx, pdf, Stroke(), true))
}

// Stroke is a PNG that can stand for a signature or a scan.
func Stroke() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 240, 80))
	for x := range 200 {
		for y := range 4 {
			img.Set(20+x, 38+y+x%9, color.NRGBA{R: 20, G: 20, B: 60, A: 255})
		}
	}
	var out bytes.Buffer
	_ = png.Encode(&out, img)
	return out.Bytes()
}

func (f *Fixture) prepare(id hiring.CaseID) {
	f.Do("hr", id, hiring.SetTeam{Team: hiring.Team{Manager: say("manager"), ManagerPhone: "19900002001", Buddy: say("buddy"), Colleagues: []string{say("buddy"), say("colleague")}}})
	f.Do("hr", id, hiring.AssignDesk{Desk: say("desk")})
}

func (f *Fixture) arrive(id hiring.CaseID) {
	if start := f.File("hr", id).Case.Offer().Terms.Start.Time().Add(time.Hour); f.Now().Before(start) {
		f.SetNow(start)
	}
	f.Do("hr", id, hiring.ArriveAt{Where: "hr"})
}

func (f *Fixture) confirm(id hiring.CaseID) {
	p := f.File("hr", id).Case.Probation
	for _, r := range slices.Clone(p.Reviews) {
		if due := r.Due.Time().Add(time.Hour); f.Now().Before(due) {
			f.SetNow(due)
		}
		f.Do("hr", id, hiring.ReviewProbation{Review: r.ID, Rating: 4, Text: say("review")})
	}
	f.Do("hr", id, hiring.Confirm{})
}
