package hiring_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

func played(t testing.TB, way string) *stage {
	scripts := readScripts(t)
	s := newStage(t, scripts)
	s.run(scripts.ways[way])
	return s
}

// replay is the case that the records hold: every event through its bytes.
func replay(t require.TestingT, events []hiring.Event) *hiring.Case {
	c := &hiring.Case{ID: "c1"}
	for _, e := range events {
		raw, err := hiring.EncodeBody(e.Body)
		require.NoError(t, err)
		body, err := hiring.DecodeBody(e.Body.Wire(), raw)
		require.NoError(t, err)
		c = hiring.Apply(c, hiring.Event{Stamp: e.Stamp, Body: body})
	}
	return c
}

// already are the refusals that a fact may meet on an open case: what it says was said before, or what it speaks of has ended. Everything
// else about a fact is Invalid (it makes no sense), Missing (there is no such thing) or Denied (not by this person).
var already = []string{"report.already", "scorecard.already", "interview.not_planned", "interview.scored", "verify.explained_already",
	"probation.reviewed_already", "consent.none", "material.state"}

var actors = []hiring.Actor{
	{Account: "hr", Roles: []string{"hr"}}, {Account: "hr", Roles: []string{"hr"}}, {Account: "candidate", Roles: []string{"candidate"}, Case: "c1"},
	{Account: "wu", Roles: []string{"interviewer"}}, {Account: "he", Roles: []string{"interviewer"}}, {Account: "chen", Roles: []string{"approver"}},
	{Account: "lin", Roles: []string{"compliance"}}, {Account: "kiosk", Roles: []string{"kiosk"}}, hiring.SystemActor,
}

// TestAnyOrderOfCommands holds what is true of every history: commands of anybody, in any order, from any point of the way.
func TestAnyOrderOfCommands(t *testing.T) {
	scripts := readScripts(t)
	ways := []string{"", "assessment", "interview", "planned", "scored", "check", "offer", "approved", "issued", "signed", "joined", "reviewed"}
	rapid.Check(t, func(r *rapid.T) {
		s := newStage(t, scripts)
		s.now = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
		s.run(scripts.ways[rapid.SampledFrom(ways).Draw(r, "way")])
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			s.now = s.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 24, 72, 900}).Draw(r, "hours")) * time.Hour)
			if rapid.IntRange(0, 5).Draw(r, "clock") == 0 {
				tickOnce(r, s)
				continue
			}
			s.who = rapid.SampledFrom(actors).Draw(r, "who")
			step(r, s, command(r, s.c))
		}
	})
}

func step(r *rapid.T, s *stage, cmd hiring.Command) {
	raw, err := hiring.EncodeCommand(cmd)
	require.NoError(r, err)
	decoded, err := hiring.DecodeCommand(cmd.Name(), raw)
	require.NoError(r, err)
	env, before := s.env(), s.c
	once, err1 := hiring.Decide(before, env, decoded)
	twice, err2 := hiring.Decide(before, env, decoded)
	require.Equal(r, once, twice, "Decide is pure")
	require.Equal(r, err1, err2, "Decide is pure")
	events, after, err := hiring.Settle(before, env, decoded)
	require.Equal(r, err1 == nil, err == nil)
	require.Equal(r, replay(r, s.all), before, "the case before %s is as it was", cmd.Name())
	if err != nil {
		f := fault.Of(err)
		require.NotEqual(r, fault.Internal, f.Kind, "%v", err)
		if cmd.Nature() == hiring.Fact && before.Status == hiring.Open && f.Kind == fault.Refused {
			require.Contains(r, already, f.Code, "a fact was refused: %s", cmd.Name())
		}
		return
	}
	s.c, s.all = after, append(s.all, events...)
	require.Equal(r, replay(r, s.all), after, "replay after %s", cmd.Name())
}

func tickOnce(r *rapid.T, s *stage) {
	s.who = hiring.SystemActor
	for _, cmd := range hiring.Due(s.c, s.env()) {
		step(r, s, cmd)
	}
	require.Empty(r, hiring.Due(s.c, s.env()), "nothing is due twice")
	if next := hiring.NextDue(s.c, s.env()); !next.IsZero() {
		require.True(r, next.After(s.now))
	}
}

// command draws a command that may fit the case, or nearly so.
func command(r *rapid.T, c *hiring.Case) hiring.Command {
	num := func(name string, low, high int) int { return rapid.IntRange(low, high).Draw(r, name) }
	id := func(prefix string) string { return prefix + string(rune('0'+num("id", 1, 4))) }
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(r, name) }
	file := hiring.FileRef{ID: "f", SHA256: "d1", Class: hiring.Basic}
	start := time.Date(2026, 3, num("day", 1, 28), 6, 0, 0, 0, time.UTC)
	var ratings []hiring.Rating
	for i, it := range c.Kit {
		ratings = append(ratings, hiring.Rating{Question: it.Key(i), Level: num("level", 1, 5)})
	}
	next, week := c.Stage, "2026-W13"
	if c.Probation != nil && len(c.Probation.Weeks) > 0 {
		week = c.Probation.Weeks[num("week", 0, len(c.Probation.Weeks)-1)].Week
	}
	report := hiring.Report{Vendor: "v", ReportID: id("r"), Position: "teller", InterviewedAt: start, Overall: hiring.Score{Value: float64(num("score", 0, 100)), Max: 100}}
	job := hiring.Employment{Company: "甲", From: hiring.Date(pick("from", "2020-01", "2024-07-01", "soon")), To: hiring.Date(pick("to", "", "2024-06", "2023-01"))}
	all := []hiring.Command{
		hiring.ReceiveReport{Person: "p1", Branch: "zhengdong", Batch: "b1", Report: report}, hiring.RevealPerson{}, hiring.UndoImport{Batch: "b1"},
		hiring.ConfirmFail{Reason: "not_qualified"}, hiring.OpenCase{Reason: "vendor_error"}, hiring.ReadReport{},
		hiring.PassGate{Stage: next, Outcome: hiring.Outcome(pick("outcome", "pass", "pass", "pass", "fail", "hold")), Reason: pick("gate", "not_qualified", "waiting_panel")},
		hiring.Reject{Reason: "not_qualified"}, hiring.Withdraw{Reason: "withdraw_personal"},
		hiring.AttachCV{CV: hiring.CV{Employments: []hiring.Employment{job, {Company: "乙", From: "2025-01"}}}}, hiring.DrawKit{},
		hiring.EditKit{Items: []hiring.KitItem{{Text: "问题", Competency: "logic"}}}, hiring.AddNote{Text: pick("text", "", "看过")},
		hiring.CompleteTask{Stage: pick("stage", "onboarding", "probation", "check"), Task: pick("task", "insurance", "final", "education"), Fields: map[string]string{"registered_on": "2026-03-10"}},
		hiring.PlanInterview{Panel: []hiring.AccountID{"wu", "he"}[:num("panel", 0, 2)], Start: start, End: start.Add(time.Hour), Place: "301"},
		hiring.MoveInterview{Interview: id("i"), Start: start, End: start.Add(time.Hour)}, hiring.CancelInterview{Interview: id("i")}, hiring.RecordNoShow{Interview: id("i")},
		hiring.SubmitScorecard{Interview: id("i"), Ratings: ratings, Recommendation: "yes"}, hiring.SubmitScorecard{Interview: "i1", Ratings: ratings, Recommendation: "no"},
		hiring.GiveConsent{Purpose: pick("purpose", "check", "credit", "x"), Wording: pick("wording", "", "1"), File: file},
		hiring.WithdrawConsent{Purpose: pick("purpose", "check", "credit")}, hiring.LapseConsent{Purpose: "check"}, hiring.OrderChecks{}, hiring.OrderChecks{Kind: pick("check", "education", "credit", "x"), Source: pick("source", "", "chsi", "x")},
		hiring.RecordCheck{Order: id("k"), Light: hiring.Light(pick("light", "green", "green", "amber", "red")), Source: "x", Method: "file",
			Facts: hiring.CheckFacts{Incidents: []hiring.Incident{{Kind: "credit_violation", Text: "违规"}}[:num("incident", 0, 1)]}},
		hiring.TrackCheck{Order: id("k"), State: hiring.CheckState(pick("state", "running", "incomplete", "done")), Reference: pick("reference", "", "r1"), Note: pick("lacks", "", "缺离职证明")},
		hiring.DeclareInterests{None: num("none", 0, 1) == 1, Relatives: []hiring.Relative{{Relation: "spouse", Name: pick("relative", "李四", "赵六", "")}}[:num("relatives", 0, 1)]},
		hiring.StopCheck{Order: id("k"), Why: "停"}, hiring.Screen{}, hiring.RaiseFlag{Text: "疑"}, hiring.ClearFlag{Flag: id("f"), Reason: "explained", Note: "清"},
		hiring.Explain{Item: id("f"), Text: "说明"},
		hiring.DraftOffer{}, hiring.EditOffer{Monthly: hiring.Yuan(int64(num("yuan", 5000, 8000))), ProbationMonths: num("months", -1, 7)}, hiring.SubmitOffer{}, hiring.ApproveOffer{},
		hiring.RefuseOffer{Note: "高"}, hiring.IssueOffer{PDF: file}, hiring.ViewOffer{},
		hiring.RequestChange{Field: pick("field", "start", "salary", "other"), Value: pick("value", "2026-12-21", "7200")}, hiring.AnswerChange{Accept: num("yes", 0, 1) == 1, Note: "复"},
		hiring.SignOffer{SHA256: "d1", Stroke: file, PDF: file, Agreed: true}, hiring.DeclineOffer{Reason: "salary"}, hiring.ExpireOffer{},
		hiring.RescindOffer{Reason: "rescind_legal_bar", Note: "禁"}, hiring.IssueGuide{},
		hiring.SubmitMaterial{Material: pick("material", "id_card", "diploma", "degree", "x"), File: file,
			Fields: map[string]string{"name": "张三", "school": "甲", "id_no": pick("number", "110105199803070015", "1"), "birth_date": "1998-03-07"}},
		hiring.AcceptMaterial{Material: "id_card"}, hiring.ReturnMaterial{Material: "id_card", Reason: "unreadable"}, hiring.SeeOriginal{Material: "id_card"},
		hiring.SetTeam{Team: hiring.Team{Manager: "李", ManagerPhone: "1", Colleagues: []string{"王"}}}, hiring.AssignDesk{Desk: "1"}, hiring.ArriveAt{Where: "kiosk"}, hiring.ReportAbsence{Reason: "absent_no_word", Note: "无"},
		hiring.DoWelcome{Action: pick("action", hiring.WelcomeActions...)}, hiring.StartProbation{}, hiring.ReportProgress{Week: week, Value: float64(num("done", -1, 9))},
		hiring.ReviewProbation{Review: pick("review", "mid", "final"), Rating: num("rating", 0, 5), Text: "评"}, hiring.Confirm{}, hiring.EndProbation{Reason: "resigned", Note: "离"},
		hiring.RecordOutcome{Kind: pick("kind", hiring.OutcomeKinds...), On: hiring.Date(pick("on", "2026-04-01", "2027-01-01")), Value: 4},
		hiring.Notify{To: "role:hr", Template: "checkin_hr", Cause: id("n")}, hiring.ReadMessage{Message: id("m")}, hiring.Remind{Key: "x"},
		hiring.RecordSent{Message: id("m")}, hiring.RecordUnsent{Message: id("m"), Code: "message.no_address", Dropped: num("dropped", 0, 1) == 1}, hiring.RecordBounce{Message: id("m")},
		hiring.ResendMessage{Message: id("m")}, hiring.TellOtherwise{Message: id("m"), Note: "电话"},
		hiring.AnswerInvitation{Interview: id("i"), Revision: num("revision", 1, 2), Who: pick("who", "candidate", "wu"), Answer: pick("answer", "accepted", "declined", "proposed"), Start: start, End: start.Add(time.Hour)},
		hiring.HoldData{Reason: "hold_dispute"}, hiring.ReleaseHold{Note: pick("release", "", "结案")}, hiring.RecordLeaving{On: hiring.Date(pick("left", "2026-12-31", "2027-12-31"))},
		hiring.RequestErasure{Reason: "erase_subject_request"}, hiring.RefuseErasure{Note: "在办"}, hiring.EraseCase{Ground: pick("ground", "request", "retention")},
		hiring.RequestReview{}, hiring.AnswerReview{Text: "复核"},
	}
	return rapid.SampledFrom(all).Draw(r, "command")
}

// TestTheDrawKnowsEveryCommand keeps the draw above whole.
func TestTheDrawKnowsEveryCommand(t *testing.T) {
	seen := map[string]bool{}
	rapid.Check(t, func(r *rapid.T) {
		for range 60 {
			seen[command(r, &hiring.Case{}).Name()] = true
		}
	})
	for _, name := range hiring.CommandNames() {
		require.True(t, seen[name], name)
	}
}

func TestEveryGateIsReachable(t *testing.T) {
	s := played(t, "reviewed")
	s.do("confirm")
	require.NoError(t, s.err)
	for _, stage := range s.cat.Plans["counter"].Stages {
		require.True(t, slices.ContainsFunc(s.c.Decisions, func(d hiring.GateDecision) bool { return d.Stage == stage.ID && d.Outcome == hiring.Pass }), stage.ID)
	}
}

func BenchmarkSettle(b *testing.B) {
	s := played(b, "check")
	s.who = hiring.Actor{Account: "hr", Roles: []string{"hr"}}
	cmd, env := hiring.RecordCheck{Order: "k1", Light: hiring.Green, Source: "x", Method: "file"}, s.env()
	for b.Loop() {
		if _, _, err := hiring.Settle(s.c, env, cmd); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFold120Events(b *testing.B) {
	s := played(b, "reviewed")
	events := s.all
	for len(events) < 120 {
		events = append(events, hiring.Event{Body: hiring.ProgressReported{Week: "2026-W13", Value: 1}})
	}
	for b.Loop() {
		hiring.Fold(&hiring.Case{ID: "c1"}, events[:120])
	}
}
