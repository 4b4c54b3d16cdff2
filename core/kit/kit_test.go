package kit_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/kit"
)

func limit(v float64) *float64 { return &v }

func question(id, competency string, minutes int, tags ...string) catalog.Question {
	return catalog.Question{ID: id, Competency: competency, Minutes: minutes, Tags: tags}
}

func name(zh, en string) catalog.Text { return catalog.Text{"zh": zh, "en": en} }

// teller is a small bank's one position: two dimensions, three core competencies, one rule of every kind.
func teller() *catalog.Catalog {
	rules := []catalog.KitRule{
		{ID: "assertive_logic", When: []catalog.Condition{{Dimension: "logic", AtLeast: limit(80)}, {Trait: "assertive"}}, Tag: "teamwork", Count: 2,
			Reason: name("规则“逻辑强且风格强势”：逻辑 {score} 分，特质“{trait}”", "Rule “assertive logic”: {score}, {trait}")},
		{ID: "logic_low", When: []catalog.Condition{{Dimension: "logic", Below: limit(70)}}, Tag: "logic", Count: 2, Reason: name("逻辑 {score} 分", "{score}")},
		{ID: "stability", When: []catalog.Condition{{Flag: "stability"}}, Tag: "career", Count: 1, Reason: name("稳定性风险", "stability risk")},
		{ID: "gap", When: []catalog.Condition{{Flag: "gap"}}, Tag: "gap", Count: 1, Reason: name("空档", "gap")},
		{ID: "discrepancy", When: []catalog.Condition{{Flag: "discrepancy"}}, Tag: "integrity", Count: 1, Reason: name("不一致", "differs")},
		{ID: "project", When: []catalog.Condition{{CV: "project"}}, Tag: "cv_project", Count: 2, Reason: name("项目“{item}”", "“{item}”")},
		{ID: "banking", When: []catalog.Condition{{Industry: "banking"}}, Tag: "industry_banking", Count: 1, Reason: name("曾在{industry}行业", "in {industry}")},
		{ID: "elsewhere", When: []catalog.Condition{{Industry: "other"}}, Tag: "industry_other", Count: 1, Reason: name("曾在{industry}行业", "in {industry}")},
	}
	bank := &catalog.QuestionBank{ID: "b"}
	for i := range 6 {
		n := fmt.Sprint(i)
		bank.Questions = append(bank.Questions,
			question("log"+n, "logic", 5, "logic"), question("lan"+n, "language", 5, "language"), question("com"+n, "compliance", 5, "compliance"),
			question("tea"+n, "teamwork", 5, "teamwork"), question("mix"+n, "language", 5, "language", "teamwork"))
	}
	for i := range 2 {
		n := fmt.Sprint(i)
		bank.Questions = append(bank.Questions, question("car"+n, "career", 5, "career"), question("gap"+n, "career", 5, "gap"),
			question("int"+n, "integrity", 5, "integrity"), question("pro"+n, "logic", 5, "cv_project"),
			question("ban"+n, "compliance", 5, "industry_banking"), question("oth"+n, "learning", 5, "industry_other"))
	}
	return &catalog.Catalog{
		Banks: map[string]*catalog.QuestionBank{"b": bank},
		Dimensions: map[string]*catalog.Dimension{"assertive": {ID: "assertive", Kind: "trait", Name: name("强势", "assertive")},
			"logic": {ID: "logic", Kind: "dimension", Name: name("逻辑思维", "logic")}},
		Positions: map[string]*catalog.Position{"teller": {ID: "teller", Industry: "banking", Questions: "b", Dimensions: []string{"language", "logic"},
			Kit: catalog.Kit{Size: 8, Minutes: 40, Core: []string{"language", "logic", "compliance"}, Rules: rules}}},
	}
}

func candidate(id string, logic float64, traits ...string) *hiring.Case {
	r := hiring.Report{Dimensions: []hiring.Dimension{{Code: "logic", Score: hiring.Score{Value: logic, Max: 100}},
		{Code: "language", Score: hiring.Score{Value: 85, Max: 100}}}}
	for _, t := range traits {
		r.Traits = append(r.Traits, hiring.Trait{Code: t})
	}
	return &hiring.Case{ID: hiring.CaseID(id), Position: "teller", Reports: []hiring.Report{r}}
}

// tagged are the items whose question carries a tag.
func tagged(cat *catalog.Catalog, items []hiring.KitItem, tag string) (out []hiring.KitItem) {
	for _, it := range items {
		if slices.Contains(cat.Banks[it.Bank].Question(it.Question).Tags, tag) {
			out = append(out, it)
		}
	}
	return out
}

func causedBy(it hiring.KitItem, rule string) *hiring.Reason {
	for i := range it.Reasons {
		if it.Reasons[i].Rule == rule {
			return &it.Reasons[i]
		}
	}
	return nil
}

func TestZ05_StrongLogicAndAssertiveStyleAddTeamwork(t *testing.T) {
	cat := teller()
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		items := kit.Draw(candidate(id, 86, "assertive"), cat)
		team := tagged(cat, items, "teamwork")
		require.GreaterOrEqual(t, len(team), 2)
		why := causedBy(team[0], "assertive_logic")
		require.NotNil(t, why)
		require.Equal(t, map[string]string{"dimension": "logic", "score": "86", "trait": "assertive"}, why.Values)
		require.Equal(t, kit.Why{Text: "规则“逻辑强且风格强势”：逻辑 86 分，特质“强势”"}, kit.ReasonText(cat, "teller", *why, "zh"))

		require.Empty(t, tagged(cat, kit.Draw(candidate(id, 86), cat), "teamwork"), "without the trait")
		require.Empty(t, tagged(cat, kit.Draw(candidate(id, 79.9, "assertive"), cat), "teamwork"), "below the threshold")
		require.Len(t, tagged(cat, kit.Draw(candidate(id, 80, "assertive"), cat), "teamwork"), 2, "at the threshold")
	}
}

func TestZ05_AScoreOfFiftySevenMeetsALimitOfFiftySeven(t *testing.T) {
	cat := teller()
	cat.Positions["teller"].Kit.Rules[0].When[0].AtLeast = limit(57)
	require.NotEmpty(t, tagged(cat, kit.Draw(candidate("a", 57, "assertive"), cat), "teamwork"))
}

func TestZ35_AStabilityFindingAsksForCareerPlans(t *testing.T) {
	cat := teller()
	c := candidate("a", 75)
	require.Empty(t, tagged(cat, kit.Draw(c, cat), "career"))
	c.Flags = []hiring.Flag{{Finding: hiring.Finding{Kind: "stability", Flag: true}}}
	items := tagged(cat, kit.Draw(c, cat), "career")
	require.Len(t, items, 1)
	require.Equal(t, "flag", causedBy(items[0], "stability").Kind)
	c.Flags[0].ClearedBy = "compliance-1"
	require.Len(t, tagged(cat, kit.Draw(c, cat), "career"), 1, "a cleared flag did happen")
}

func TestZ04_EveryKindOfConditionNamesItsCause(t *testing.T) {
	cat := teller()
	c := candidate("a", 60)
	c.CV = &hiring.CV{Projects: []hiring.Project{{Name: "网点改造"}, {Name: "反诈宣传"}},
		Employments: []hiring.Employment{{Company: "甲", Industry: "Banking", From: "2020-01"}, {Company: "乙", Industry: "retail", From: "2022-01"}}}
	c.ToVerify = []hiring.VerifyItem{{Finding: hiring.Finding{Kind: "gap"}}}
	c.Flags = []hiring.Flag{{Finding: hiring.Finding{Kind: "discrepancy", Flag: true}}}
	items := kit.Draw(c, cat)
	want := map[string]map[string]string{"logic_low": {"dimension": "logic", "score": "60"}, "gap": {"flag": "gap"}, "discrepancy": {"flag": "discrepancy"},
		"project": {"item": "网点改造"}, "banking": {"industry": "banking"}}
	for rule, values := range want {
		require.True(t, slices.ContainsFunc(items, func(it hiring.KitItem) bool {
			why := causedBy(it, rule)
			return why != nil && fmt.Sprint(why.Values) == fmt.Sprint(values)
		}), rule)
	}
	require.Empty(t, tagged(cat, items, "industry_other"), "whoever knows banking does not come from elsewhere")
	c.CV.Employments = c.CV.Employments[1:]
	other := tagged(cat, kit.Draw(c, cat), "industry_other")
	require.Equal(t, "retail", causedBy(other[0], "elsewhere").Values["industry"])
}

func TestZ04_TheSecondProjectQuestionIsAboutTheSecondProject(t *testing.T) {
	cat := teller()
	c := candidate("a", 75)
	c.CV = &hiring.CV{Projects: []hiring.Project{{Name: "一"}, {Name: "二"}}}
	items := tagged(cat, kit.Draw(c, cat), "cv_project")
	require.Equal(t, "一", causedBy(items[0], "project").Values["item"])
	require.Equal(t, "二", causedBy(items[1], "project").Values["item"])
}

func TestZ04_TwoRulesThatChooseTheSameQuestionMergeTheirReasons(t *testing.T) {
	cat := teller()
	cat.Banks["b"].Questions = append(cat.Banks["b"].Questions, question("both", "compliance", 5, "career", "gap"))
	c := candidate("a", 75)
	c.Flags = []hiring.Flag{{Finding: hiring.Finding{Kind: "stability"}}}
	c.ToVerify = []hiring.VerifyItem{{Finding: hiring.Finding{Kind: "gap"}}}
	items := tagged(cat, kit.Draw(c, cat), "gap")
	require.Len(t, items, 1)
	require.Equal(t, "both", items[0].Question)
	require.Equal(t, []string{"stability", "gap", "core"}, []string{items[0].Reasons[0].Rule, items[0].Reasons[1].Rule, items[0].Reasons[2].Rule})
}

func TestZ04_TheFillGoesWhereTheAIInterviewWasWeakest(t *testing.T) {
	cat := teller()
	cat.Positions["teller"].Kit.Rules = nil
	count := func(logic float64) int {
		n := 0
		for _, it := range kit.Draw(candidate("a", logic), cat) {
			if it.Competency == "logic" {
				n++
			}
		}
		return n
	}
	require.Greater(t, count(20), count(95))
	for _, v := range kit.Coverage(candidate("a", 90), cat, kit.Draw(candidate("a", 90), cat)) {
		if v.Competency == "compliance" {
			require.GreaterOrEqual(t, v.Count, 3, "what was not measured is the least certain")
		}
	}
}

func TestZ04_ALimitBelowIsNotMetByTheLimitItself(t *testing.T) {
	cat := teller()
	for logic, meets := range map[float64]bool{69.96: true, 70: false} {
		items := kit.Draw(candidate("a", logic), cat)
		i := slices.IndexFunc(items, func(it hiring.KitItem) bool { return causedBy(it, "logic_low") != nil })
		require.Equal(t, meets, i >= 0, logic)
		if meets {
			require.Equal(t, "69.9", causedBy(items[i], "logic_low").Values["score"], "not 70, which is not below 70")
		}
	}
}

func TestZ04_NobodyIsAskedAboutWhatTheirCVDoesNotHold(t *testing.T) {
	cat := teller()
	cat.Banks["b"].Questions = []catalog.Question{question("log", "logic", 9, "logic"), question("pro", "logic", 5, "cv_project"),
		question("ban", "language", 5, "industry_banking"), question("tea", "language", 5, "teamwork"), question("gap", "career", 5, "gap")}
	var ids []string
	for _, it := range kit.Draw(candidate("a", 75), cat) {
		ids = append(ids, it.Question)
	}
	require.Equal(t, []string{"log", "tea"}, ids, "rather a shorter kit; another rule's question only where nothing else probes a core competency")
}

func TestZ04_ALongQuestionThatBelongsBeatsAShortOneThatDoesNot(t *testing.T) {
	cat := teller()
	cat.Positions["teller"].Kit.Size, cat.Positions["teller"].Kit.Minutes, cat.Positions["teller"].Kit.Core = 2, 10, nil
	cat.Banks["b"].Questions = []catalog.Question{question("log", "logic", 9, "logic"), question("lan", "language", 9, "language"), question("tea", "logic", 1, "teamwork")}
	require.Empty(t, tagged(cat, kit.Draw(candidate("a", 75), cat), "teamwork"))
}

func TestZ04_CandidatesGetDifferentQuestionsAndTheSameOnesAgain(t *testing.T) {
	cat := teller()
	seen := map[string]bool{}
	for i := range 20 {
		id := fmt.Sprint("case-", i)
		one := kit.Draw(candidate(id, 90), cat)
		require.Equal(t, one, kit.Draw(candidate(id, 90), cat))
		ids := ""
		for _, it := range one {
			ids += it.Question + " "
		}
		seen[ids] = true
	}
	require.Greater(t, len(seen), 15)
}

func TestZ04_ReasonsThatAreNoRuleAreCodes(t *testing.T) {
	cat := teller()
	why := func(rule string, values map[string]string) kit.Why {
		return kit.ReasonText(cat, "teller", hiring.Reason{Rule: rule, Kind: rule, Values: values}, "en")
	}
	require.Equal(t, kit.Why{Code: "kit.reason.core", Params: map[string]string{"dimension": "logic"}}, why(kit.Core, map[string]string{"dimension": "logic"}))
	require.Equal(t, "kit.reason.fill", why(kit.Fill, map[string]string{"dimension": "logic", "score": "61.5"}).Code)
	require.Equal(t, "kit.reason.fill_unscored", why(kit.Fill, map[string]string{"dimension": "new"}).Code)
	require.Equal(t, "kit.reason.hand", why(kit.Hand, nil).Code)
	require.Equal(t, "kit.reason.gone", why("abolished", nil).Code)
	require.Equal(t, "“{score}”", why("project", map[string]string{"item": "{score}", "score": "1"}).Text, "a value's braces are only text")
}

func TestN04_TheCoverageMeterCountsCoreFirstAndHandWrittenToo(t *testing.T) {
	cat := teller()
	items := []hiring.KitItem{{Bank: "b", Question: "log1", Competency: "logic"}, {Text: "by hand", Competency: "career"}}
	require.Equal(t, []kit.Cover{{"language", true, 0, 0}, {"logic", true, 1, 5}, {"compliance", true, 0, 0}, {"career", false, 1, 5}},
		kit.Coverage(candidate("a", 90), cat, items))
}

func TestZ04_AnUnknownPositionHasNoKit(t *testing.T) {
	require.Empty(t, kit.Draw(&hiring.Case{Position: "pilot"}, teller()))
	require.Nil(t, kit.Coverage(&hiring.Case{Position: "pilot"}, teller(), nil))
}

// anyCase makes a case with any scores, traits, CV and findings.
func anyCase(t *rapid.T) *hiring.Case {
	c := candidate(rapid.StringMatching(`[a-z]{8}`).Draw(t, "id"), rapid.Float64Range(0, 100).Draw(t, "logic"),
		rapid.SliceOfN(rapid.Just("assertive"), 0, 1).Draw(t, "traits")...)
	c.CV = &hiring.CV{}
	for _, n := range rapid.SliceOfN(rapid.StringMatching(`[a-c]`), 0, 3).Draw(t, "projects") {
		c.CV.Projects = append(c.CV.Projects, hiring.Project{Name: n})
	}
	for _, in := range rapid.SliceOfN(rapid.SampledFrom([]string{"banking", "retail", ""}), 0, 3).Draw(t, "industries") {
		c.CV.Employments = append(c.CV.Employments, hiring.Employment{Company: "x", Industry: in})
	}
	for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"stability", "gap", "discrepancy"}), 0, 3, rapid.ID).Draw(t, "findings") {
		c.Flags = append(c.Flags, hiring.Flag{Finding: hiring.Finding{Kind: k}})
	}
	return c
}

// holding says independently of the package which rules of teller() hold.
func holding(c *hiring.Case) map[string]bool {
	logic, _ := c.Report().Dimension("logic")
	has := func(k string) bool {
		return slices.ContainsFunc(c.Flags, func(f hiring.Flag) bool { return f.Kind == k })
	}
	in := func(k string) bool {
		return slices.ContainsFunc(c.CV.Employments, func(e hiring.Employment) bool { return e.Industry == k })
	}
	return map[string]bool{
		"assertive_logic": logic.Score.Value >= 80 && c.Report().HasTrait("assertive"), "logic_low": logic.Score.Value < 70,
		"stability": has("stability"), "gap": has("gap"), "discrepancy": has("discrepancy"), "project": len(c.CV.Projects) > 0,
		"banking": in("banking"), "elsewhere": in("retail") && !in("banking"),
	}
}

func TestN04_AnyCaseGetsAWholeKit(t *testing.T) {
	cat := teller()
	pos := cat.Positions["teller"]
	rapid.Check(t, func(t *rapid.T) {
		c := anyCase(t)
		items := kit.Draw(c, cat)
		seen, represented, counted := map[string]bool{}, map[string]bool{}, map[string]int{}
		for _, it := range items {
			require.False(t, seen[it.Question], "never a question twice")
			seen[it.Question] = true
			require.NotEmpty(t, it.Reasons, "every question has a reason (Z-04)")
			for _, r := range it.Reasons {
				require.NotEmpty(t, r.Kind)
				require.NotEmpty(t, r.Values)
				represented[r.Rule] = true
				counted[r.Rule]++
			}
		}
		for _, r := range pos.Kit.Rules {
			require.LessOrEqual(t, counted[r.ID], r.Count, "a rule is no reason for more than it asks for")
		}
		due := len(pos.Kit.Core)
		for id, holds := range holding(c) {
			require.Equal(t, holds, represented[id], id)
			if holds {
				due++
			}
		}
		for _, v := range kit.Coverage(c, cat, items) {
			require.True(t, !v.Core || v.Count >= 1, v.Competency)
		}
		require.GreaterOrEqual(t, len(items), pos.Kit.Size)
		require.LessOrEqual(t, len(items), max(pos.Kit.Size, due), "over the size only for what is due")
	})
}

func TestZ04_TheMinutesAreKeptWhereTheQuestionsAllow(t *testing.T) {
	cat := teller()
	pos := cat.Positions["teller"]
	rapid.Check(t, func(t *rapid.T) {
		bank := &catalog.QuestionBank{ID: "b"}
		for _, competency := range []string{"language", "logic", "compliance"} {
			for i := range 5 {
				m := rapid.IntRange(5, 15).Draw(t, "minutes")
				if i < 3 {
					m = 5
				}
				bank.Questions = append(bank.Questions, question(fmt.Sprint(competency, i), competency, m))
			}
		}
		cat.Banks["b"] = bank
		total := 0
		items := kit.Draw(candidate(rapid.StringMatching(`[a-z]{6}`).Draw(t, "id"), 90), cat)
		for _, it := range items {
			total += bank.Question(it.Question).Minutes
		}
		require.Len(t, items, pos.Kit.Size)
		require.LessOrEqual(t, total, pos.Kit.Minutes)
	})
}

func TestN05_ARetiredQuestionIsNotDrawn(t *testing.T) {
	cat := teller()
	bank := cat.Banks["b"]
	drawn := kit.Draw(candidate("c1", 90), cat)
	bank.Question(drawn[0].Question).Retired = true
	for _, item := range kit.Draw(candidate("c1", 90), cat) {
		require.NotEqual(t, drawn[0].Question, item.Question)
	}
}
