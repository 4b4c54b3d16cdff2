package model_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

// workReader reads in a language with the shipped words and an empty catalog.
func workReader(t *testing.T, lang string, now time.Time) model.Reader {
	t.Helper()
	words, err := model.LoadWords(resources.Lang)
	require.NoError(t, err)
	return model.Reader{Lang: lang, Say: words.In(lang), Cat: &catalog.Catalog{}, Now: now}
}

var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func TestLastingNamesTheTwoUnitsThatMatter(t *testing.T) {
	zh, en := workReader(t, "zh", noon), workReader(t, "en", noon)
	for d, want := range map[time.Duration][2]string{
		5 * time.Minute:                {"5 分钟", "5 min"},
		3*time.Hour + 20*time.Minute:   {"3 小时", "3 h"},
		51 * time.Hour:                 {"2 天 3 小时", "2 d 3 h"},
		48 * time.Hour:                 {"2 天", "2 d"},
		12*24*time.Hour + 5*time.Hour:  {"12 天", "12 d"},
		-time.Minute + 61*time.Second:  {"0 分钟", "0 min"},
		24*time.Hour + 59*time.Minute:  {"1 天", "1 d"},
		365*24*time.Hour + 2*time.Hour: {"365 天", "365 d"},
	} {
		require.Equal(t, want[0], zh.Lasting(d))
		require.Equal(t, want[1], en.Lasting(d))
	}
}

func TestTimingTurnsOverAtItsDeadline(t *testing.T) {
	r := workReader(t, "zh", noon)
	half := r.Timing("x", noon.Add(-12*time.Hour), noon.Add(12*time.Hour))
	require.InDelta(t, 0.5, half.Share, 1e-9)
	require.Empty(t, half.Over)
	require.Empty(t, r.Timing("x", noon.Add(-time.Hour), noon).Over, "the instant itself is in time")
	late := r.Timing("x", noon.Add(-3*time.Hour), noon.Add(-time.Hour))
	require.Equal(t, "1 小时", late.Over)
}

func TestLinesFallIntoTheGroupOfTheirNextStep(t *testing.T) {
	r := workReader(t, "zh", noon)
	today := hiring.DateOf(noon)
	for _, c := range []struct {
		list, group string
		row         office.CaseRow
	}{
		{"checks", "flagged", office.CaseRow{Flags: 1, DueAt: noon.Add(-time.Hour)}},
		{"checks", "flagged", office.CaseRow{ToVerify: 2}},
		{"checks", "overdue", office.CaseRow{DueAt: noon.Add(-time.Second)}},
		{"checks", "running", office.CaseRow{DueAt: noon}},
		{"offers", "draft", office.CaseRow{}},
		{"offers", "draft", office.CaseRow{Offer: hiring.OfferRefused}},
		{"offers", "approving", office.CaseRow{Offer: hiring.OfferApproving}},
		{"offers", "out", office.CaseRow{Offer: hiring.OfferViewed}},
		{"offers", "negotiating", office.CaseRow{Offer: hiring.OfferNegotiating}},
		{"offers", "ended", office.CaseRow{Offer: hiring.OfferExpired}},
		{"offers", "ended", office.CaseRow{Offer: hiring.OfferReneged}},
		{"onboarding", "late", office.CaseRow{StartOn: today.AddDays(-1)}},
		{"onboarding", "today", office.CaseRow{StartOn: today}},
		{"onboarding", "week", office.CaseRow{StartOn: today.AddDays(7)}},
		{"onboarding", "later", office.CaseRow{StartOn: today.AddDays(8)}},
		{"probation", "due", office.CaseRow{EndsOn: today.AddDays(60), DueAt: noon.AddDate(0, 0, 6)}},
		{"probation", "soon", office.CaseRow{EndsOn: today.AddDays(30), DueAt: noon.AddDate(0, 0, 9)}},
		{"probation", "running", office.CaseRow{EndsOn: today.AddDays(31), DueAt: noon.AddDate(0, 0, 9)}},
	} {
		l := model.WorkLists[c.list]
		line := l.Line(r, office.BoardRow{CaseRow: c.row})
		require.Equal(t, c.group, line.Group, "%s %+v", c.list, c.row)
		require.Contains(t, l.Groups, line.Group)
		require.Len(t, line.Cells, len(l.Heads))
	}
}

func TestEveryWordOfTheFourListsIsInBothLanguages(t *testing.T) {
	words, err := model.LoadWords(resources.Lang)
	require.NoError(t, err)
	keys := []string{}
	for id, l := range model.WorkLists {
		keys = append(keys, "screen."+id, id+".empty")
		for _, g := range l.Groups {
			keys = append(keys, id+".group."+g)
		}
		for _, h := range l.Heads {
			keys = append(keys, "work_list."+h)
		}
	}
	for _, s := range []hiring.OfferState{hiring.OfferDraft, hiring.OfferApproving, hiring.OfferRefused, hiring.OfferApproved, hiring.OfferIssued, hiring.OfferViewed,
		hiring.OfferNegotiating, hiring.OfferVoid, hiring.OfferSigned, hiring.OfferDeclined, hiring.OfferExpired, hiring.OfferRescinded, hiring.OfferReneged} {
		keys = append(keys, "offer.state."+string(s))
	}
	for _, code := range []string{"draft_offer", "submit_offer", "approve_offer", "issue_offer", "answer_change", "sign_offer"} {
		keys = append(keys, "offer.waits."+code)
	}
	for _, d := range model.Degrees {
		keys = append(keys, "degree."+d)
	}
	for _, kind := range model.Incidents {
		keys = append(keys, "incident."+kind)
	}
	for _, a := range hiring.WelcomeActions {
		keys = append(keys, "welcome."+a)
	}
	for _, key := range keys {
		for _, lang := range []string{"zh", "en"} {
			require.True(t, words.Has(lang, key), "%s lacks %s", lang, key)
		}
	}
}

func TestN12_FactsAreOnlyWhatWasTyped(t *testing.T) {
	r := workReader(t, "zh", noon)
	cv := &hiring.CV{Employments: []hiring.Employment{{Company: "甲公司", From: "2021-07"}, {Company: "乙公司"}}}
	groups := model.FactForm(r, "employment", cv)
	require.Len(t, groups, 4, "one for each entry of the CV, an empty one, and an incident")
	require.Equal(t, "简历：甲公司", groups[0].Fields[0].Prompt, "a hint, never a value")
	require.Equal(t, hiring.CheckFacts{}, model.Facts(map[string]string{"employment0.company": "  "}))
	got := model.Facts(map[string]string{"employment1.company": " 乙公司 ", "employment1.from": "2022-06", "incident0.kind": "credit_violation", "incident0.text": "违规放贷",
		"education0.degree": "bachelor", "qualification2.name": "银行从业"})
	require.Equal(t, hiring.CheckFacts{Employments: []hiring.Employment{{Company: "乙公司", From: "2022-06"}}, Education: []hiring.Education{{Degree: "bachelor"}},
		Qualifications: []hiring.Qualification{{Name: "银行从业"}}, Incidents: []hiring.Incident{{Kind: "credit_violation", Text: "违规放贷"}}}, got)
	many := &hiring.CV{Employments: make([]hiring.Employment, 40)}
	require.Len(t, model.FactForm(r, "employment", many), 13, "a form is bounded")
	require.Len(t, model.FactForm(r, "credit", nil), 1, "other kinds report incidents only")
}

func TestCoarseDatesAreMonthsOrDays(t *testing.T) {
	for value, ok := range map[string]bool{"2024-07": true, "2024-07-01": true, "2024-02-30": false, "2024.7": false, "2024-13": false, "x": false, "": false} {
		require.Equal(t, ok, model.CoarseDate(value), value)
	}
}

func TestY02_AnUntouchedSalaryStaysTheBands(t *testing.T) {
	was := map[string]string{"monthly": "6800", "grade": "T1", "start": "2026-12-14", "branch": "zhengdong", "contract_months": "36", "probation_months": "3", "clauses": ""}
	with := func(name, value string) map[string]string {
		out := map[string]string{}
		for k, v := range was {
			out[k] = v
		}
		out[name] = value
		return out
	}
	for _, c := range []struct {
		values map[string]string
		want   hiring.EditOffer
	}{
		{was, hiring.EditOffer{}},
		{with("start", "2027-01-04"), hiring.EditOffer{Start: "2027-01-04"}},
		{with("monthly", "7,000.50"), hiring.EditOffer{Monthly: 700050}},
		{with("probation_months", "6"), hiring.EditOffer{ProbationMonths: 6}},
		{with("clauses", " a \n\n b"), hiring.EditOffer{Clauses: []string{"a", "b"}}},
	} {
		got, err := model.EditOffer(was, c.values)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
	for name, value := range map[string]string{"monthly": "NaN", "contract_months": "3.5", "probation_months": "0"} {
		_, err := model.EditOffer(was, with(name, value))
		require.Equal(t, name, fault.Of(err).Params["field"], "%s=%s", name, value)
	}
	for _, bad := range []string{"", "-1", "0", "1.234", "Inf", "1e12", "x"} {
		_, err := model.ReadYuan(bad)
		require.Error(t, err, bad)
	}
}

func TestPlainYuanReadsBackAsItself(t *testing.T) {
	for _, f := range []hiring.Fen{1, 99, 100, 680000, 680050, 123456789} {
		back, err := model.ReadYuan(model.PlainYuan(f))
		require.NoError(t, err)
		require.Equal(t, f, back)
	}
}

func TestN16_ADiffIsInTheReadersWords(t *testing.T) {
	r := workReader(t, "en", noon)
	old := hiring.Terms{Monthly: hiring.Yuan(6800), Start: "2026-12-14", ProbationMonths: 3}
	fresh := old
	fresh.Start, fresh.ProbationMonths = "2027-01-04", 6
	require.Equal(t, []model.DiffRow{{Term: "Start date", Old: "2026-12-14", New: "2027-01-04"}, {Term: "Probation", Old: "3 months", New: "6 months"}}, model.Diff(r, old, fresh))
	require.Empty(t, model.Diff(r, old, old))
}

func TestZ40_ColleaguesArePartedByEitherScriptsComma(t *testing.T) {
	got := model.Team(map[string]string{"manager": " 何伟 ", "manager_phone": "19900002001", "colleagues": "沈悦、高翔，丁宁, Ann\n、"})
	require.Equal(t, hiring.Team{Manager: "何伟", ManagerPhone: "19900002001", Colleagues: []string{"沈悦", "高翔", "丁宁", "Ann"}}, got)
	require.True(t, got.Ready())
	require.False(t, model.Team(map[string]string{"manager": "何伟", "manager_phone": "1", "colleagues": "，"}).Ready())
}

func TestReviewNeedsARating(t *testing.T) {
	_, err := model.Review("mid", map[string]string{"text": "x"})
	require.Equal(t, "rating", fault.Of(err).Params["field"])
	cmd, err := model.Review("mid", map[string]string{"rating": "4", "text": " good "})
	require.NoError(t, err)
	require.Equal(t, hiring.ReviewProbation{Review: "mid", Rating: 4, Text: "good"}, cmd)
}
