package screening_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/screening"
)

var (
	now  = today.Time().Add(10 * time.Hour)
	bank = &catalog.Catalog{Bank: catalog.Bank{GapDays: 30, HopJobs: 3, HopDays: 365}}
)

func screen(c *hiring.Case) []hiring.Finding { return screening.Screen(c, bank, now) }

func only(all []hiring.Finding, kind string) (out []hiring.Finding) {
	for _, f := range all {
		if f.Kind == kind {
			out = append(out, f)
		}
	}
	return out
}

func worked(company string, from, to hiring.Date) hiring.Employment {
	return hiring.Employment{Company: company, From: from, To: to}
}

func withJobs(jobs ...hiring.Employment) *hiring.Case {
	return &hiring.Case{CV: &hiring.CV{Employments: jobs}}
}

// reported is an order of a check with its reports, the oldest first.
func reported(kind string, facts ...hiring.CheckFacts) hiring.CheckOrder {
	o := hiring.CheckOrder{ID: "k-" + kind, Kind: kind}
	for i, f := range facts {
		o.Reports = append(o.Reports, hiring.CheckReport{Stamp: hiring.Stamp{At: now.Add(time.Duration(i) * time.Hour)}, Light: hiring.Green, Facts: f})
	}
	return o
}

func education(school, degree, major string) hiring.Education {
	return hiring.Education{School: school, Degree: degree, Major: major}
}

func TestZ08_EducationThatDiffersIsARiskFlagWithBothValues(t *testing.T) {
	c := &hiring.Case{CV: &hiring.CV{Education: []hiring.Education{education("校A", "bachelor", "会计")}},
		Checks: []hiring.CheckOrder{reported("education", hiring.CheckFacts{Education: []hiring.Education{education("校B", "junior_college", "金融")}})}}
	got := screen(c)
	require.Len(t, got, 3)
	says := map[string][2]string{"education.degree": {"bachelor", "junior_college"}, "education.school": {"校A", "校B"}, "education.major": {"会计", "金融"}}
	for _, f := range got {
		require.Equal(t, says[f.Field], [2]string{f.Says, f.Proof})
		require.Equal(t, "discrepancy", f.Kind)
		require.True(t, f.Flag)
		require.Equal(t, map[string]string{"field": f.Field, "item": "校A"}, f.Values)
		require.Equal(t, f.Field == "education.major", f.Light == hiring.Amber)
		require.Equal(t, f.Field != "education.major", f.Light == hiring.Red)
	}
}

func TestZ08_TheNewestReportCountsAndSilenceSaysNothing(t *testing.T) {
	bad := hiring.CheckFacts{Education: []hiring.Education{education("校B", "junior_college", "")}}
	good := hiring.CheckFacts{Education: []hiring.Education{education(" 校Ａ ", "bachelor", "")}}
	c := &hiring.Case{CV: &hiring.CV{Education: []hiring.Education{education("校A", "bachelor", "会计")}}}
	require.Empty(t, screen(c), "no evidence")
	c.Checks = []hiring.CheckOrder{reported("education", bad, good)}
	require.Empty(t, screen(c), "superseded")
	c.Checks = []hiring.CheckOrder{reported("education", good, bad)}
	require.Len(t, screen(c), 2)
	c.Checks[0].Stopped = &hiring.Stamp{}
	first := reported("education", bad)
	c.Checks = []hiring.CheckOrder{reported("again", good), first}
	c.Checks[0].Reports[0].At = now.Add(time.Minute)
	require.Empty(t, screen(c), "the newest of two orders, wherever it stands")
	c.Checks = []hiring.CheckOrder{reported("education", bad)}
	c.Checks[0].Stopped = &hiring.Stamp{}
	require.Empty(t, screen(c), "stopped")
}

func TestZ08_EachDegreeIsHeldAgainstItsOwnProof(t *testing.T) {
	said := []hiring.Education{education("大学A", "bachelor", ""), education("大学B", "master", ""), education("中学", "high_school", "")}
	prove := func(proved ...hiring.Education) []hiring.Finding {
		return screen(&hiring.Case{CV: &hiring.CV{Education: said}, Checks: []hiring.CheckOrder{reported("education", hiring.CheckFacts{Education: proved})}})
	}
	require.Empty(t, prove(education("大学B", "master", ""), education("大学A", "bachelor", "")))
	require.Empty(t, prove(education("大学B", "master", "")), "the last degree is proof enough")
	got := prove(education("大学A", "bachelor", ""))
	require.Len(t, got, 1, "a degree above everything proved")
	require.Equal(t, []string{"education.degree", "master", "bachelor"}, []string{got[0].Field, got[0].Says, got[0].Proof})
}

func TestK02_ACreditViolationIsRedAndEveryIncidentIsAFlag(t *testing.T) {
	facts := hiring.CheckFacts{Incidents: []hiring.Incident{{Kind: "credit_violation", On: "2023-04-01", Text: "越权放款"}, {Kind: "complaint", Text: "客户投诉"}}}
	got := screen(&hiring.Case{Checks: []hiring.CheckOrder{reported("employment", facts), reported("credit", facts)}})
	require.Len(t, got, 2, "the same incident of two orders is one finding")
	red, amber := only(got, "credit_violation"), only(got, "incident")
	require.Equal(t, []any{true, hiring.Red, "越权放款"}, []any{red[0].Flag, red[0].Light, red[0].Proof})
	require.Equal(t, []any{true, hiring.Amber}, []any{amber[0].Flag, amber[0].Light})
}

func TestK02_EmploymentAndQualificationsAgainstEvidence(t *testing.T) {
	prove := func(cv hiring.Employment, proof ...hiring.Employment) []hiring.Finding {
		return screen(&hiring.Case{CV: &hiring.CV{Employments: []hiring.Employment{cv}},
			Checks: []hiring.CheckOrder{reported("employment", hiring.CheckFacts{Employments: proof})}})
	}
	said := hiring.Employment{Company: "华夏（北京）科技有限公司", Title: "柜员", From: "2020-03", To: "2026-10"}
	same := hiring.Employment{Company: "华夏(北京) 科技股份有限公司", Title: "柜 员", From: "2020-04-15", To: "2026-09"}
	require.Empty(t, prove(said, same), "a month more or less, another legal form, other brackets")
	later := same
	later.From, later.Title = "2020-05", "实习生"
	got := prove(said, later)
	require.Len(t, got, 2)
	require.Equal(t, []any{"employments.from", true, "2020-03", "2020-05"}, []any{got[0].Field, got[0].Flag, got[0].Says, got[0].Proof})
	require.Equal(t, []any{"employments.title", false}, []any{got[1].Field, got[1].Flag}, "a title is only to be verified")
	got = prove(said, worked("别家银行", "2020-03", "2026-10"))
	require.Len(t, got, 1)
	require.Equal(t, []any{"employments.company", false, said.Company, ""}, []any{got[0].Field, got[0].Flag, got[0].Says, got[0].Proof})
	intern := said
	intern.Internship = true
	require.Empty(t, prove(intern, worked("别家银行", "2020-03", "2026-10")))
	present := said
	present.To = ""
	require.Equal(t, "employments.to", prove(present, same)[0].Field, "says that it goes on, left in September")
	same.To = "2028-12"
	require.Empty(t, prove(present, same), "a contract's end that is still to come")

	c := &hiring.Case{CV: &hiring.CV{Qualifications: []hiring.Qualification{{Name: "银行从业资格", Number: "A 1"}, {Name: "理财师", Number: "B2"}, {Name: "会计师"}}},
		Checks: []hiring.CheckOrder{reported("qualification", hiring.CheckFacts{Qualifications: []hiring.Qualification{{Name: "银行从业资格", Number: "A1"}, {Name: "理财师", Number: "B3"}}})}}
	got = screen(c)
	require.Len(t, got, 2)
	require.Equal(t, []any{"qualifications.name", false, "会计师"}, []any{got[0].Field, got[0].Flag, got[0].Says})
	require.Equal(t, []any{"qualifications.number", true, "B2", "B3"}, []any{got[1].Field, got[1].Flag, got[1].Says, got[1].Proof})
}

func TestZ09_AGapLongerThanTheLimitIsToBeVerifiedWithItsDates(t *testing.T) {
	for _, c := range []struct {
		name         string
		end, start   hiring.Date
		found        bool
		gapFrom, gTo hiring.Date
	}{
		{"exactly 30 days", "2023-05-31", "2023-07-01", false, "", ""},
		{"31 days", "2023-05-31", "2023-07-02", true, "2023-06-01", "2023-07-01"},
		{"the next day", "2023-05-31", "2023-06-01", false, "", ""},
		{"months: June is 30 days", "2023-05", "2023-07", false, "", ""},
		{"months: July is 31 days", "2023-06", "2023-08", true, "2023-07-01", "2023-07-31"},
		{"months: February in a leap year", "2024-01", "2024-03", false, "", ""},
		{"over New Year", "2023-11-30", "2024-02-01", true, "2023-12-01", "2024-01-31"},
	} {
		got := only(screen(withJobs(worked("甲", "2020-01", c.end), worked("乙", c.start, ""))), "gap")
		require.Equal(t, c.found, len(got) == 1, c.name)
		if c.found {
			require.Equal(t, []any{c.gapFrom, c.gTo, false, hiring.Amber}, []any{got[0].From, got[0].To, got[0].Flag, got[0].Light}, c.name)
			require.Equal(t, "gap/"+string(c.gapFrom)+"/"+string(c.gTo), got[0].Key)
		}
	}
}

func TestZ09_WhatExplainsAGap(t *testing.T) {
	jobs := []hiring.Employment{worked("乙", "2023-09", ""), worked("甲", "2019-01", "2021-06")}
	gapsOf := func(c *hiring.Case) []hiring.Finding { return only(screen(c), "gap") }
	c := withJobs(jobs...)
	require.Len(t, gapsOf(c), 1, "in whatever order the CV lists them")
	c.CV.Education = []hiring.Education{{School: "校", From: "2021-07", To: "2023-08"}}
	require.Empty(t, gapsOf(c), "studies account for it")
	c.CV.Education[0].From = "2021-09"
	got := gapsOf(c)
	require.Equal(t, []hiring.Date{"2021-07-01", "2021-08-31"}, []hiring.Date{got[0].From, got[0].To}, "only the rest is left")
	c = withJobs(append(jobs, worked("丙", "2020-01", "2023-10"))...)
	require.Empty(t, gapsOf(c), "another job covers it")
	c = withJobs(worked("甲", "2015-01", "2022-12"), worked("乙", "2016-01", "2016-06"), worked("丙", "2023-01", ""))
	require.Empty(t, gapsOf(c), "a short job within a long one leaves no gap behind")
	c = withJobs(worked("甲", "2023-01", ""))
	c.CV.Education = []hiring.Education{{School: "校", From: "2015-09", To: "2019-06"}}
	require.Empty(t, gapsOf(c), "before the first job")
	c = withJobs(append(jobs, hiring.Employment{Company: "丁", From: "2021-07", To: "2023-08", Internship: true})...)
	require.Empty(t, gapsOf(c), "an internship is work too")
}

func TestZ09_LookingForWorkIsNoGapUntilItIsLong(t *testing.T) {
	last := func(days int) []hiring.Finding {
		return only(screening.Screen(withJobs(worked("甲", "2020-01", today.AddDays(-days))), bank, now), "gap")
	}
	require.Empty(t, last(180))
	got := last(181)
	require.Len(t, got, 1)
	require.Equal(t, []hiring.Date{today.AddDays(-180), ""}, []hiring.Date{got[0].From, got[0].To})
	tomorrow := screening.Screen(withJobs(worked("甲", "2020-01", today.AddDays(-181))), bank, now.AddDate(0, 0, 1))
	require.Equal(t, got[0].Key, only(tomorrow, "gap")[0].Key, "the same finding tomorrow")
}

func TestZ35_ThreeJobsBegunWithinAYear(t *testing.T) {
	hops := func(jobs ...hiring.Employment) []hiring.Finding { return only(screen(withJobs(jobs...)), "stability") }
	first, second := worked("甲", "2023-01-01", "2023-05-31"), worked("乙", "2023-06-01", "2023-12-30")
	for start, found := range map[hiring.Date]bool{"2023-12-31": true, "2024-01-01": false} {
		require.Equal(t, found, len(hops(first, second, worked("丙", start, ""))) == 1, "365 days from 1 January end on 31 December: %s", start)
	}
	got := hops(worked("丙", "2023-12-31", ""), first, second)[0]
	require.Equal(t, []any{true, hiring.Amber, hiring.Date("2023-01-01"), hiring.Date("2023-12-31")}, []any{got.Flag, got.Light, got.From, got.To})
	require.Equal(t, map[string]string{"jobs": "3", "days": "365", "from": "2023-01-01", "to": "2023-12-31"}, got.Values)
	require.Empty(t, hops(first, second), "two are none")
	intern := worked("丙", "2023-10", "2023-12")
	intern.Internship = true
	require.Empty(t, hops(first, second, intern), "an internship does not count")
	require.Empty(t, hops(first, second, worked("乙 股份有限公司", "2023-12-31", "")), "nor does a new title in the same company")
	require.Empty(t, hops(first, worked("乙", "2023-06-01", "2023-01-01"), worked("乙", "2023-06-01", "2022-01-01")), "impossible entries of one job are one job")
	require.Len(t, hops(first, second, worked("甲", "2023-12-31", "")), 1, "coming back to a company is beginning anew")
	require.Len(t, hops(worked("甲", "2023-01", "2023-04"), worked("乙", "2023-05", "2023-08"), worked("丙", "2023-12", "")), 1, "months")
	require.Len(t, hops(worked("早", "2015-01", "2022-12"), first, second, worked("丙", "2023-09", "")), 1, "any window, not the first")
}

func TestZ35_BothNumbersAreTheBanks(t *testing.T) {
	c := withJobs(worked("甲", "2023-01-01", "2023-05-31"), worked("乙", "2023-06-01", ""))
	strict := &catalog.Catalog{Bank: catalog.Bank{HopJobs: 2, HopDays: 152}}
	require.Len(t, screening.Screen(c, strict, now), 1, "151 days apart")
	strict.Bank.HopDays = 151
	require.Empty(t, screening.Screen(c, strict, now))
	require.Empty(t, screening.Screen(c, &catalog.Catalog{}, now), "a bank without limits asks nothing")
}

func TestZ09_ImpossibleDatesAreToBeVerified(t *testing.T) {
	c := withJobs(worked("甲", "2022-05", "2022-01"), worked("乙", "2027-01", ""), worked("丙", "2020-13", ""), worked("丁", "2026-11-23", ""))
	c.CV.Education = []hiring.Education{{School: "校", From: "2018", To: "2030-06"}, {School: "夜校", From: "2026-09", To: "2030-06"}}
	whys := map[string]string{}
	for _, f := range only(screen(c), "impossible") {
		require.False(t, f.Flag)
		whys[f.Values["item"]] = f.Values["why"]
	}
	require.Equal(t, map[string]string{"甲": "order", "乙": "future", "丙": "date"}, whys)
}

func TestZ09_TheSameFactsHaveTheSameFindingsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var jobs []hiring.Employment
		for range rapid.IntRange(0, 6).Draw(t, "jobs") {
			from := hiring.Date("2015-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "from"))
			j := worked(rapid.StringMatching(`[甲乙丙丁]`).Draw(t, "company"), from, from.AddDays(rapid.IntRange(-20, 900).Draw(t, "length")))
			if rapid.Bool().Draw(t, "months") {
				j.From, j.To = j.From[:7], j.To[:7]
			}
			jobs = append(jobs, j)
		}
		c := withJobs(jobs...)
		got := screen(c)
		seen := map[string]bool{}
		for _, f := range got {
			require.False(t, seen[f.Key], "no key twice")
			seen[f.Key] = true
			if f.Kind == "gap" && f.To != "" {
				require.Greater(t, f.From.DaysUntil(f.To)+1, 30)
				for _, j := range jobs {
					require.False(t, j.From.First() <= f.To && j.To.Last() >= f.From && j.From.First() <= j.To.Last(), "nobody works in a gap")
				}
			}
		}
		require.Equal(t, got, screen(withJobs(rapid.Permutation(jobs).Draw(t, "order")...)))
	})
}

func TestZ08_CompaniesAreTheSameUnderEveryLegalForm(t *testing.T) {
	for _, same := range []string{"招商银行", "招商银行股份有限公司", "招商银行有限责任公司", " 招商银行　有限公司 ", "招商银行（有限公司）", "招商银行公司"} {
		require.True(t, screening.SameCompany("招商银行股份有限公司", same), same)
	}
	require.True(t, screening.SameCompany("ACME Co., Ltd.", "ＡＣＭＥ　co ltd"))
	for _, other := range []string{"招商证券股份有限公司", "招商银行深圳分行", "招商集团有限公司"} {
		require.False(t, screening.SameCompany("招商银行股份有限公司", other), other)
	}
	require.NotEmpty(t, screening.NormalCompany("股份有限公司"), "a name is never nothing")
}
