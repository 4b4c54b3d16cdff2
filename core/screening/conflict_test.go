package screening_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/hiring"
	"ruhang/core/screening"
)

func declaring(d hiring.Declaration, facts ...hiring.Company) *hiring.Case {
	c := &hiring.Case{Declarations: []hiring.Declaration{d}}
	if len(facts) > 0 {
		c.Checks = []hiring.CheckOrder{reported("conflict", hiring.CheckFacts{Companies: facts})}
	}
	return c
}

func conflicts(c *hiring.Case, staff ...hiring.Colleague) []hiring.Finding {
	return screening.Conflicts(c, &hiring.Person{Name: "王小明", Phone: "138 0000 1234"}, staff, bank)
}

func company(name string, people ...hiring.Officer) hiring.Company {
	return hiring.Company{Asked: name, Name: name + "有限公司", Status: "live", Founded: "2015-03-01", People: people}
}

func TestN13_ADeclaredRelativeWhoWorksHereIsAFlagForANamedPerson(t *testing.T) {
	c := declaring(hiring.Declaration{Relatives: []hiring.Relative{{Relation: "spouse", Name: "李 四", Where: "郑东支行"}, {Relation: "parent", Name: "王大明"}}})
	got := conflicts(c, hiring.Colleague{Name: "李四", Where: "郑东支行 柜员"}, hiring.Colleague{Name: "赵六"})
	flags := only(got, screening.Conflict)
	require.Len(t, flags, 1)
	require.True(t, flags[0].Flag)
	require.Equal(t, hiring.Amber, flags[0].Light)
	require.Equal(t, "relative_staff", flags[0].Values["why"])
	require.Equal(t, "spouse", flags[0].Values["relation"])
	require.Equal(t, "李 四", flags[0].Says)
	require.Equal(t, "李四 · 郑东支行 柜员", flags[0].Proof)
	rest := only(got, screening.Declared)
	require.Len(t, rest, 1, "who was declared and met nobody is verified, not forgotten")
	require.False(t, rest[0].Flag)
	require.Equal(t, "王大明", rest[0].Says)
}

func TestN13_ALookalikeNameIsAHitForAPersonsEyes(t *testing.T) {
	c := declaring(hiring.Declaration{Relatives: []hiring.Relative{{Relation: "sibling", Name: "李峯"}}})
	require.Len(t, only(conflicts(c, hiring.Colleague{Name: "李峰"}), screening.Conflict), 1)
}

func TestN13_TheCandidateAmongTheStaffByNameOrNumber(t *testing.T) {
	c := declaring(hiring.Declaration{None: true})
	require.Empty(t, conflicts(c, hiring.Colleague{Name: "王大明", Phone: "13900001234"}))
	require.Len(t, conflicts(c, hiring.Colleague{Name: "王大明", Phone: "+86 138-0000-1234"}), 1)
	require.Len(t, conflicts(c, hiring.Colleague{Name: "王小明"}), 1)
	require.Empty(t, screening.Conflicts(c, nil, []hiring.Colleague{{}}, bank), "nobody is nobody's namesake")
}

func TestN13_PostsAndSharesInCompaniesThatLive(t *testing.T) {
	me := hiring.Officer{Name: "王小明", Role: "shareholder"}
	told := hiring.Declaration{Businesses: []hiring.Business{{Company: "甲商贸有限公司", Role: "持股 30%"}}}
	got := only(conflicts(declaring(told, company("甲商贸", me), company("乙贸易", me, hiring.Officer{Name: "他人", Role: "manager"}))), screening.Conflict)
	require.Len(t, got, 2)
	declared := map[string]string{}
	for _, f := range got {
		require.True(t, f.Flag)
		declared[f.Values["item"]] = f.Values["declared"]
	}
	require.Equal(t, map[string]string{"甲商贸有限公司": "yes", "乙贸易有限公司": "no"}, declared)
	dead := company("丙", me)
	dead.Status = "cancelled"
	require.Empty(t, only(conflicts(declaring(hiring.Declaration{None: true}, dead)), screening.Conflict), "a company that ended is nobody's business")
	relative := hiring.Declaration{Relatives: []hiring.Relative{{Relation: "spouse", Name: "李四"}}}
	got = only(conflicts(declaring(relative, company("丁", hiring.Officer{Name: "李四", Role: "representative"}))), screening.Conflict)
	require.Len(t, got, 1)
	require.Equal(t, "relative_officer", got[0].Values["why"])
}

// TestN13_Conflicts holds what is true of every declaration: judged twice it says the same, no finding has two of a key, a hit is a flag,
// and whatever was declared is found somewhere.
func TestN13_Conflicts(t *testing.T) {
	names := rapid.SampledFrom([]string{"王小明", "李四", "李峯", "李峰", "赵六", ""})
	rapid.Check(t, func(r *rapid.T) {
		var d hiring.Declaration
		for range rapid.IntRange(0, 4).Draw(r, "relatives") {
			d.Relatives = append(d.Relatives, hiring.Relative{Relation: rapid.SampledFrom(hiring.Relations).Draw(r, "relation"), Name: names.Filter(func(s string) bool { return s != "" }).Draw(r, "name")})
		}
		for range rapid.IntRange(0, 2).Draw(r, "businesses") {
			d.Businesses = append(d.Businesses, hiring.Business{Company: rapid.SampledFrom([]string{"甲", "乙"}).Draw(r, "company")})
		}
		var staff []hiring.Colleague
		for range rapid.IntRange(0, 3).Draw(r, "staff") {
			staff = append(staff, hiring.Colleague{Name: names.Draw(r, "colleague")})
		}
		var known []hiring.Company
		for range rapid.IntRange(0, 3).Draw(r, "companies") {
			known = append(known, company(rapid.SampledFrom([]string{"甲", "乙"}).Draw(r, "known"), hiring.Officer{Name: names.Draw(r, "officer"), Role: "director"}))
		}
		c := declaring(d, known...)
		got := conflicts(c, staff...)
		require.Equal(r, got, conflicts(c, staff...))
		keys, told := map[string]bool{}, map[string]bool{}
		for _, f := range got {
			require.False(r, keys[f.Key], f.Key)
			keys[f.Key] = true
			require.Equal(r, f.Kind == screening.Conflict, f.Flag)
			told[f.Says] = true
		}
		for _, rel := range d.Relatives {
			require.True(r, told[rel.Name], rel.Name)
		}
		for _, b := range d.Businesses {
			require.True(r, told[b.Company], b.Company)
		}
	})
}

func TestZ06_AJobOutsideOfTheCompanysLifeIsRed(t *testing.T) {
	known := hiring.Company{Asked: "甲科技有限公司", Name: "甲科技有限公司", Status: "cancelled", Founded: "2019-05-20", Ended: "2021-08-31", Former: []string{"老甲商贸有限公司"}}
	find := func(job hiring.Employment, kind string) []hiring.Finding {
		c := withJobs(job)
		c.Checks = []hiring.CheckOrder{reported("employment", hiring.CheckFacts{Companies: []hiring.Company{known}})}
		return only(screen(c), kind)
	}
	for _, fits := range [][2]hiring.Date{{"2019-05", "2021-08"}, {"2019-04", "2021-09"}, {"2020-01", "2020-12"}, {"", "2020-12"}, {"2019", "2021"}} {
		require.Empty(t, find(worked("甲科技", fits[0], fits[1]), screening.Tenure), "%v", fits)
	}
	for _, not := range [][2]hiring.Date{{"2018-01", "2020-01"}, {"2019-03", "2020-01"}, {"2020-01", "2021-11"}, {"2020-01", ""}} {
		got := find(worked("甲科技", not[0], not[1]), screening.Tenure)
		require.Len(t, got, 1, "%v", not)
		require.Equal(t, hiring.Red, got[0].Light)
		require.True(t, got[0].Flag)
		require.Equal(t, "2019-05-20 – 2021-08-31", got[0].Proof)
	}
	known.Asked = "老甲商贸"
	got := find(worked("老甲商贸", "2020-01", "2020-06"), screening.FormerName)
	require.Len(t, got, 1)
	require.False(t, got[0].Flag)
	known.Unknown, known.Name = true, ""
	require.Len(t, find(worked("老甲商贸", "2020-01", "2020-06"), screening.Unregistered), 1)
}

// TestZ06_ARegisterDoesNotShowThatThePersonWorkedThere: green facts of a company leave the job itself to be verified.
func TestZ06_ARegisterDoesNotShowThatThePersonWorkedThere(t *testing.T) {
	c := withJobs(worked("甲科技", "2020-01", "2020-06"), hiring.Employment{Company: "乙", From: "2020-06", To: "2020-07", Internship: true})
	facts := hiring.CheckFacts{Companies: []hiring.Company{company("甲科技"), company("乙")}}
	c.Checks = []hiring.CheckOrder{reported("employment", facts)}
	open := only(screen(c), screening.Discrepancy)
	require.Len(t, open, 1)
	require.False(t, open[0].Flag)
	require.Equal(t, "甲科技", open[0].Says)
	facts.Employments = []hiring.Employment{worked("甲科技", "2020-01", "2020-06")}
	c.Checks = []hiring.CheckOrder{reported("employment", facts)}
	require.Empty(t, only(screen(c), screening.Discrepancy))
}
