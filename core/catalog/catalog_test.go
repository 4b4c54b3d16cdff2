package catalog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func plan() *Plan {
	return &Plan{ID: "counter", Name: Text{"zh": "柜面", "en": "Counter"}, Stages: []Stage{{ID: "offer", Days: 3,
		Tasks: []Task{{ID: "offer", Kind: "paper", Role: "hr"}}, Gate: Gate{Auto: true, Needs: []string{"offer"}}}}}
}

func TestDigestChangesWithContentOnly(t *testing.T) {
	same := plan()
	same.Stages[0].Tasks[0].Fields = []Field{} // an empty list says what none says
	same.Hash = "whatever"
	require.Equal(t, plan().Digest(), same.Digest())
	// Pinned in every case: if this value ever changes, so does the plan of every open case.
	require.Equal(t, "c13d30f2ac5fb8621fa444b2fe16fc2c31b0200991be8a459a1f4faf15a8103f", plan().Digest())
	for name, change := range map[string]func(*Plan){
		"a word":      func(p *Plan) { p.Name["en"] = "Teller" },
		"a language":  func(p *Plan) { p.Name["de"] = "Schalter" },
		"a need":      func(p *Plan) { p.Stages[0].Gate.Needs = nil },
		"a due time":  func(p *Plan) { p.Stages[0].Tasks[0].DueDays = 1 },
		"the kind":    func(p *Plan) { p.Stages[0].Tasks[0].Kind = "form" },
		"a new stage": func(p *Plan) { p.Stages = append(p.Stages, Stage{ID: "x"}) },
	} {
		p := plan()
		change(p)
		require.NotEqual(t, plan().Digest(), p.Digest(), name)
	}
}

func TestPinnedPlansStayFindable(t *testing.T) {
	old := plan()
	old.Hash = old.Digest()
	c := &Catalog{}
	require.Nil(t, c.Plan(old.Hash))
	c.Pin(old)
	require.Same(t, old, c.Plan(old.Hash))
}

func TestBenefitsOfADay(t *testing.T) {
	c := &Catalog{Benefits: []*Benefits{{City: "a", Effective: "2026-01-01", Name: Text{"zh": "甲"}}, {City: "a", Effective: "2025-01-01"}, {City: "b", Effective: "2024-01-01"}}}
	require.Equal(t, "2025-01-01", c.BenefitsFor("a", "2025-12-31").Effective)
	require.Equal(t, "2026-01-01", c.BenefitsFor("a", "2026-01-01").Effective)
	require.Nil(t, c.BenefitsFor("a", "2024-12-31"))
	require.Nil(t, c.BenefitsFor("c", "2026-01-01"))
	require.Equal(t, "甲", c.CityName("a").In("zh"))
	require.Equal(t, "c", c.CityName("c").In("en"))
}

func TestAVendorsDimensionFindsOurs(t *testing.T) {
	c := &Catalog{Dimensions: map[string]*Dimension{"service": {ID: "service", Aliases: []string{"客户服务意识", "SERV"}}}}
	require.Equal(t, "service", c.DimensionOf("service", ""))
	require.Equal(t, "service", c.DimensionOf("SERV", "anything"))
	require.Equal(t, "service", c.DimensionOf("x17", "客户服务意识"))
	require.Equal(t, "x17", c.DimensionOf("x17", "幽默感"), "an unknown dimension is kept")
	require.Equal(t, "幽默感", c.DimensionOf("", "幽默感"))
}

func TestADimensionIsFoundByItsNameInEveryLanguage(t *testing.T) {
	c := &Catalog{Dimensions: map[string]*Dimension{
		"logic":    {ID: "logic", Name: Text{"zh": "逻辑思维", "en": "Reasoning"}, Aliases: []string{"L1"}},
		"language": {ID: "language", Name: Text{"zh": "语言表达", "en": "Expression"}},
		"nameless": {ID: "nameless", Aliases: []string{""}},
	}}
	require.Equal(t, "logic", c.DimensionOf("", "逻辑思维"))
	require.Equal(t, "logic", c.DimensionOf("x9", "Reasoning"))
	require.Equal(t, "language", c.DimensionOf("Expression", ""))
	require.Equal(t, "language", c.DimensionOf("语言表达", "Reasoning"), "the code goes before the name")
	require.Equal(t, "logic", c.DimensionOf("L1", "语言表达"))
	require.Equal(t, "x9", c.DimensionOf("x9", ""), "no name is nobody's name")
	require.Equal(t, "", c.DimensionOf("", ""))
}

func TestN10_TheLongestLawfulProbation(t *testing.T) {
	law := Legal{ProbationCaps: []ProbationCap{{FromMonths: 36, MaxMonths: 6}, {FromMonths: 0}, {FromMonths: 12, MaxMonths: 2}, {FromMonths: 3, MaxMonths: 1}}}
	for contract, want := range map[int]int{0: 0, 2: 0, 3: 1, 11: 1, 12: 2, 35: 2, 36: 6, 600: 6} {
		require.Equal(t, want, law.CapFor(contract).MaxMonths, contract)
	}
}

func TestNextStage(t *testing.T) {
	p := &Plan{Stages: []Stage{{ID: "a"}, {ID: "b"}}}
	require.Equal(t, "a", p.Next("").ID)
	require.Equal(t, "b", p.Next("a").ID)
	require.Nil(t, p.Next("b"))
	require.Nil(t, p.Next("nowhere"))
}
