package yaml_test

import (
	"bytes"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/data/yaml"
	"ruhang/resources"
)

func load(t *testing.T, fsys fs.FS) []catalog.File {
	t.Helper()
	files, err := yaml.Load(fsys)
	require.NoError(t, err)
	return files
}

func shipped(t *testing.T) *catalog.Catalog {
	t.Helper()
	cat, err := catalog.Build(load(t, resources.Catalog))
	for _, p := range catalog.Problems(err) {
		t.Error(p)
	}
	require.NotNil(t, cat)
	return cat
}

func TestTheShippedCatalogIsRight(t *testing.T) {
	cat := shipped(t)
	require.Len(t, cat.Hash, 64)
	require.Len(t, cat.Positions, 3)
	require.GreaterOrEqual(t, len(cat.Bank.Branches), 12)
	for id, p := range cat.Positions {
		require.GreaterOrEqual(t, len(cat.Banks[p.Questions].Questions), 30, id)
		require.Equal(t, []string{"education", "employment", "qualification"}, cat.Packages[p.Package].Checks, id)
		require.NotNil(t, cat.Plan(cat.Plans[p.Plan].Hash), id)
	}
}

func TestB01_Y01_K01_EachPositionMeasuresItsThree(t *testing.T) {
	cat := shipped(t)
	for name, c := range map[string]struct {
		position string
		names    []string
	}{
		"B-01 teller":          {"柜员", []string{"语言表达", "逻辑思维", "服务意识"}},
		"Y-01 account manager": {"客户经理", []string{"沟通能力", "销售技巧", "抗压能力"}},
		"K-01 credit officer":  {"信贷专员", []string{"风险识别", "逻辑思维", "沟通能力"}},
	} {
		t.Run(name, func(t *testing.T) {
			at := slices.IndexFunc(cat.PositionList(), func(p *catalog.Position) bool { return p.Name["zh"] == c.position })
			require.GreaterOrEqual(t, at, 0)
			var names []string
			for _, id := range cat.PositionList()[at].Dimensions {
				names = append(names, cat.Dimensions[id].Name["zh"])
			}
			require.Equal(t, c.names, names)
		})
	}
}

func TestN06_EveryShippedQuestionHasItsFiveAnchors(t *testing.T) {
	for _, bank := range shipped(t).Banks {
		for _, q := range bank.Questions {
			require.Len(t, q.Anchors, 5, q.ID)
			require.Len(t, bank.Rubric(q.Competency).Levels, 5, q.ID)
		}
	}
}

// all is every word of a guide, in one language.
func all(g *catalog.Guide, lang string) string {
	words := []string{g.Title[lang]}
	for _, b := range g.Blocks {
		words = append(words, b.Title[lang], b.Text[lang])
		for _, item := range b.Items {
			words = append(words, item[lang])
		}
	}
	return strings.Join(words, "\n")
}

func TestZ38_F04_EachPositionReadsItsOwnGuide(t *testing.T) {
	cat := shipped(t)
	teller := all(cat.Guides[cat.Positions["teller"].Guide], "zh")
	manager := all(cat.Guides[cat.Positions["account_manager"].Guide], "zh")
	for _, words := range []string{"柜台操作流程", "服务礼仪"} {
		require.Contains(t, teller, words)
		require.NotContains(t, manager, words)
	}
	for _, words := range []string{"客户开发技巧", "产品知识手册"} {
		require.Contains(t, manager, words)
		require.NotContains(t, teller, words)
	}
}

func TestZ17_EveryGuideHasItsFourBlocks(t *testing.T) {
	for _, g := range shipped(t).Guides {
		for _, id := range []string{"address", "route", "materials", "criteria"} {
			require.True(t, slices.ContainsFunc(g.Blocks, func(b catalog.GuideBlock) bool { return b.ID == id }), g.ID+" "+id)
		}
	}
}

// TestQ01_AFourthPositionIsYAMLOnly adds a logistics company's dispatcher: another industry, its questions and its guide.
func TestQ01_AFourthPositionIsYAMLOnly(t *testing.T) {
	cat, err := catalog.Build(load(t, resources.Catalog), load(t, os.DirFS("testdata/industry")))
	require.NoError(t, err)
	require.Len(t, cat.Positions, 4)
	p := cat.Positions["dispatcher"]
	require.Equal(t, "logistics", p.Industry)
	require.Len(t, cat.Banks[p.Questions].Questions, 30)
	require.NotEqual(t, shipped(t).Hash, cat.Hash)
	require.Equal(t, shipped(t).Plans["counter"].Hash, cat.Plans["counter"].Hash, "plans of open cases are untouched")
}

// with is the shipped catalog with one replacement in one file, and the line it is on.
func with(t *testing.T, path, old, new string) (layer []catalog.File, line int) {
	t.Helper()
	raw, err := fs.ReadFile(resources.Catalog, path)
	require.NoError(t, err)
	at := bytes.Index(raw, []byte(old))
	require.GreaterOrEqual(t, at, 0, "%s has no %q", path, old)
	raw = slices.Concat(raw[:at], []byte(new), raw[at+len(old):])
	file, err := yaml.Parse(path, raw)
	require.NoError(t, err)
	return []catalog.File{file}, 1 + bytes.Count(raw[:at], []byte("\n"))
}

func TestEveryMistakeIsNamedWithFileLineAndField(t *testing.T) {
	base := load(t, resources.Catalog)
	for name, c := range map[string]struct{ path, old, new, code, field string }{
		"unknown field":      {"bank.yaml", "gap_days:", "gapdays:", "unknown_field", "gapdays"},
		"wrong type":         {"bank.yaml", "gap_days: 30", "gap_days: month", "wrong_type", "gap_days"},
		"limit":              {"bank.yaml", "pass_threshold: 80", "pass_threshold: 180", "out_of_range", "pass_threshold"},
		"unknown parent":     {"bank.yaml", "parent: zhengzhou", "parent: nowhere", "unknown_reference", "branches[2].parent"},
		"circle":             {"bank.yaml", "parent: head_office", "parent: zhengdong", "circular", "branches[1].parent"},
		"room nowhere":       {"bank.yaml", "branch: head_office", "branch: nowhere", "unknown_reference", "rooms[0].branch"},
		"city without table": {"bank.yaml", "city: zhengzhou", "city: xinyang", "city_without_benefits", "branches[0].city"},
		"untranslated":       {"legal.yaml", "en: \"Labour Contract Law, Art. 19: none for a term of less than three months\"", "en: \"\"", "untranslated", "probation_caps[0].source.en"},
		"compartment":        {"roles.yaml", "compartments: [basic, evaluation]", "compartments: [basic, gossip]", "unknown_choice", "roles[1].compartments[1]"},
		"trait shown":        {"dimensions.yaml", "{id: assertive, kind: trait,", "{id: assertive, kind: trait, plain: {zh: x, en: x},", "trait_shown", "dimensions[16].plain"},
		"alias of two":       {"dimensions.yaml", "\"FLU\"", "\"LANG\"", "duplicate", "dimensions[0].aliases[3]"},
		"duplicate id":       {"courses.yaml", "id: suitability", "id: compliance", "duplicate", "courses[3]"},
		"topic":              {"courses.yaml", "topic: etiquette", "topic: manners", "unknown_choice", "courses[4].topic"},
		"package":            {"checks.yaml", "checks: [education,", "checks: [horoscope,", "unknown_reference", "packages[0].checks[0]"},
		"check page":         {"checks.yaml", "link: \"https://www.cpta", "link: \"http://www.cpta", "not_https", "kinds[2].sources[0].link"},
		"check page's code":  {"checks.yaml", "code: \"^(?:[0-9]{12}|[0-9A-Z]{16})$\"", "code: \"[0-9A-Z]+\"", "code_shape", "kinds[0].sources[0].code"},
		"check source's way": {"checks.yaml", "- id: issuer\n        way: hand", "- id: issuer\n        way: pigeon", "unknown_choice", "kinds[2].sources[1].way"},
		"N-11 a name goes nowhere without a recipient": {"checks.yaml", "sends: [employments]", "sends: [name, employments]", "unnamed_recipient", "kinds[1].sources[0].sends[0]"},
		"what a source is sent":                        {"checks.yaml", "sends: [employments]", "sends: [diary]", "unknown_choice", "kinds[1].sources[0].sends[0]"},
		"check source's consent":                       {"checks.yaml", "    consent: credit\n", "    consent: credits\n", "unknown_reference", "kinds[4].consent"},
		"reason's ground":                              {"reasons.yaml", "for: return_material", "for: rescind", "missing", "reasons[24].legal"},
		"Z-10 benefit missing":                         {"benefits/kaifeng-2026.yaml", "id: housing", "id: house", "unknown_choice", "items[5].id"},
		"Z-10 extra missing":                           {"benefits/kaifeng-2026.yaml", "extras:\n  - id: supplementary_medical", "extras:\n  - id: dental", "block_missing", "extras"},
		"no date":                                      {"benefits/kaifeng-2026.yaml", "\"2026-01-01\"", "\"2026-13-01\"", "wrong_type", "effective"},
		"task kind":                                    {"plans/counter.yaml", "id: cv, kind: form", "id: cv, kind: chat", "unknown_choice", "stages[0].tasks[0].kind"},
		"task role":                                    {"plans/counter.yaml", "id: cv, kind: form, role: hr", "id: cv, kind: form, role: nobody", "unknown_reference", "stages[0].tasks[0].role"},
		"gate need":                                    {"plans/counter.yaml", "needs: [cv]", "needs: [cvs]", "unknown_reference", "stages[0].gate.needs[0]"},
		"gate nobody passes":                           {"plans/counter.yaml", "gate: {roles: [hr], needs: [cv]", "gate: {needs: [cv]", "gate_without_decision", "stages[0].gate"},
		"unknown plan":                                 {"positions/teller.yaml", "plan: counter", "plan: counters", "unknown_reference", "plan"},
		"unknown dimension":                            {"positions/teller.yaml", "dimensions: [language,", "dimensions: [tongue,", "unknown_reference", "dimensions[0]"},
		"trait as dimension":                           {"positions/teller.yaml", "dimensions: [language,", "dimensions: [assertive,", "not_a_dimension", "dimensions[0]"},
		"unknown material":                             {"positions/teller.yaml", "materials: [id_card,", "materials: [id_cart,", "unknown_reference", "materials[0]"},
		"unknown course":                               {"positions/teller.yaml", "courses: [compliance,", "courses: [cooking,", "unknown_reference", "courses[0]"},
		"first day's clock":                            {"positions/teller.yaml", `time: "08:40"`, `time: "8:40"`, "bad_clock", "first_day[0].time"},
		"first day goes back":                          {"positions/teller.yaml", `time: "09:00"`, `time: "08:10"`, "day_goes_back", "first_day[1].time"},
		"first day's place":                            {"positions/teller.yaml", `place: {zh: "网点大厅", en: "Branch hall"}`, `place: {zh: "网点大厅"}`, "untranslated", "first_day[0].place.en"},
		"kit tag":                                      {"positions/teller.yaml", "tag: teamwork", "tag: teamworks", "too_few_questions", "kit.rules[0].tag"},
		"condition of two":                             {"positions/teller.yaml", "{trait: assertive}", "{trait: assertive, flag: gap}", "bad_condition", "kit.rules[0].when[1]"},
		"dimension without limit":                      {"positions/teller.yaml", "{dimension: logic, at_least: 80}", "{dimension: logic}", "bad_condition", "kit.rules[0].when[0]"},
		"reason's placeholder":                         {"positions/teller.yaml", "逻辑思维 {score} 分", "逻辑思维 {points} 分", "unknown_placeholder", "kit.rules[0].reason.zh"},
		"core unknown":                                 {"positions/teller.yaml", "core: [language,", "core: [fluency,", "too_few_questions", "kit.core[0]"},
		"weights":                                      {"positions/teller.yaml", "interview_percent: 60", "interview_percent: 61", "not_hundred", "band.interview_percent"},
		"components":                                   {"positions/teller.yaml", "percent: 55", "percent: 54", "not_hundred", "band.components"},
		"steps descend":                                {"positions/teller.yaml", "{at_least: 65,", "{at_least: 0,", "steps_ascend", "band.steps[1].at_least"},
		"N-10 probation too long":                      {"positions/teller.yaml", "contract_months: 36\n  months: 3", "contract_months: 24\n  months: 3", "probation_cap", "probation.months"},
		"N-10 probation underpaid":                     {"positions/teller.yaml", "pay_percent: 85", "pay_percent: 79", "probation_pay", "probation.pay_percent"},
		"review after the end":                         {"positions/teller.yaml", "before_days: 45", "before_days: 145", "out_of_range", "probation.reviews[0].before_days"},
		"review without task":                          {"positions/teller.yaml", "id: mid", "id: middle", "unknown_reference", "probation.reviews[0]"},
		"extra checks":                                 {"positions/teller.yaml", "package: basic", "package: middle", "check_without_task", "package"},
		"Z-17 guide without route":                     {"guides/teller.yaml", "- id: route", "- id: roads", "block_missing", "blocks"},
		"letter without salary":                        {"letters/offer.yaml", "kind: \"salary\"", "kind: \"rule\"", "block_missing", "blocks"},
		"guide placeholder":                            {"guides/teller.yaml", "地址：{address}", "地址：{adress}", "unknown_placeholder", "blocks[0].text.zh"},
		"open brace":                                   {"guides/teller.yaml", "地址：{address}", "地址：{address", "unbalanced_braces", "blocks[0].text.zh"},
		"channel":                                      {"messages.yaml", "channel: \"mail\"", "channel: \"pigeon\"", "unknown_choice", "messages[0].channel"},
		"anchors":                                      {"questions/teller.yaml", "      - {zh: \"答非所问或错误较多，听者抓不住要点\", en: \"Off the point or often wrong; the listener cannot follow\"}\n", "", "five_levels", "rubrics[0].levels"},
		"N-05 question":                                {"questions/teller.yaml", "他坚持不答，你依据什么决定办还是不办？", "顺便问一句，你结婚了吗？", "unlawful_question", "questions[2].probe.zh"},
		"N-05 anchor":                                  {"questions/teller.yaml", "Shows the difference with one worked amount, at a fair pace", "Unmarried men preferred", "unlawful_question", "questions[0].anchors[2].en"},
		"N-05 alternative":                             {"unlawful.yaml", "Can you work them as described?", "Are you married?", "unlawful_question", "rules[0].instead.en"},
		"N-05 pattern":                                 {"unlawful.yaml", "\"婚否\", \"婚育\"", "\"(婚否\", \"婚育\"", "bad_pattern", "words[2].any[21]"},
		"N-05 pattern's word":                          {"unlawful.yaml", "\"{you}~{wed}\"", "\"{you}~{wet}\"", "bad_pattern", "rules[0].always[0]"},
		"N-05 pair":                                    {"unlawful.yaml", "\"結结\"", "\"結\"", "bad_pattern", "same[0]"},
		"N-05 law":                                     {"unlawful.yaml", "en: \"Employment Promotion Law, Art. 29; Law on the Protection of Persons with Disabilities, Art. 38; Law on Barrier-free Environments\"", "en: \"\"", "untranslated", "rules[6].law.en"},
		"competency":                                   {"questions/teller.yaml", "- competency: language", "- competency: lingo", "unknown_reference", "rubrics[0].competency"},
	} {
		t.Run(name, func(t *testing.T) {
			layer, line := with(t, c.path, c.old, c.new)
			cat, err := catalog.Build(base, layer)
			require.Nil(t, cat)
			var seen []string
			for _, p := range catalog.Problems(err) {
				seen = append(seen, p.Error())
				if p.Code != "catalog."+c.code || p.Params["field"] != c.field {
					continue
				}
				require.Equal(t, c.path, p.Params["file"])
				got, _ := strconv.Atoi(p.Params["line"])
				switch c.code {
				case "duplicate": // stands at the second by id
				case "block_missing": // stands at the head of the list
					require.LessOrEqual(t, got, line+1, p.Error())
				default: // at the value, or one line up or down: at its key or its owner
					require.InDelta(t, line, got, 1, p.Error())
				}
				return
			}
			require.Fail(t, "not named", strings.Join(seen, "\n"))
		})
	}
}

func TestN10_TheRefusalNamesTheLaw(t *testing.T) {
	layer, _ := with(t, "positions/teller.yaml", "contract_months: 36\n  months: 3", "contract_months: 24\n  months: 3")
	_, err := catalog.Build(load(t, resources.Catalog), layer)
	problems := catalog.Problems(err)
	require.NotEmpty(t, problems)
	require.Equal(t, "catalog.probation_cap", problems[0].Code)
	require.Equal(t, "2", problems[0].Params["months"])
	require.Contains(t, problems[0].Params["source"], "劳动合同法")
	require.Contains(t, problems[0].Params["source_en"], "Art. 19")
}

func TestAllMistakesComeBackAtOnce(t *testing.T) {
	bank, _ := with(t, "bank.yaml", "gap_days: 30", "gap_days: x")
	guide, _ := with(t, "guides/teller.yaml", "- id: route", "- id: roads")
	_, err := catalog.Build(load(t, resources.Catalog), append(bank, guide...))
	var codes []string
	for _, p := range catalog.Problems(err) {
		codes = append(codes, p.Params["file"]+" "+p.Code)
	}
	require.Contains(t, codes, "bank.yaml catalog.wrong_type")
	require.Contains(t, codes, "guides/teller.yaml catalog.block_missing")
}

func TestABadOverlayLeavesTheLastGoodCatalog(t *testing.T) {
	base := load(t, resources.Catalog)
	inForce := shipped(t)
	before := inForce.Hash
	bad, _ := with(t, "bank.yaml", "offer_days: 7", "offer_days: -7")
	if next, err := catalog.Build(base, bad); err == nil {
		inForce = next
	}
	require.Equal(t, before, inForce.Hash)
	require.Equal(t, 7, inForce.Bank.OfferDays)

	good, _ := with(t, "bank.yaml", "offer_days: 7", "offer_days: 5")
	next, err := catalog.Build(base, good)
	require.NoError(t, err)
	require.Equal(t, 5, next.Bank.OfferDays)
	require.NotEqual(t, before, next.Hash)
}

// BenchmarkTheShippedCatalog is part of every start of the app.
func BenchmarkTheShippedCatalog(b *testing.B) {
	for b.Loop() {
		files, err := yaml.Load(resources.Catalog)
		require.NoError(b, err)
		_, err = catalog.Build(files)
		require.NoError(b, err)
	}
}

// TestZ06_ASeniorPostOrdersMoreAndNamesItsLaw: a job family's package is YAML only, and what only a law allows is ordered with the law that
// the position names.
func TestZ06_ASeniorPostOrdersMoreAndNamesItsLaw(t *testing.T) {
	position, _ := with(t, "positions/credit_officer.yaml", `package: "basic"`, `package: "senior"
law:
  name: {zh: "《商业银行法》第二十七条", en: "Commercial Bank Law, Art. 27"}
  says: {zh: "因犯有破坏社会经济秩序罪被判处刑罚的，不得担任高级管理人员", en: "Nobody convicted of crimes against the economic order may be a senior manager"}`)
	plan, _ := with(t, "plans/credit.yaml", `      - {id: qualification, kind: check, role: hr, name: {zh: "职业资格核验", en: "Verify qualification"}, due_days: 5}`,
		`      - {id: qualification, kind: check, role: hr, name: {zh: "职业资格核验", en: "Verify qualification"}, due_days: 5}
      - {id: credit, kind: check, role: hr, name: {zh: "征信核验", en: "Credit report"}, due_days: 5}
      - {id: conflict, kind: check, role: compliance, name: {zh: "利益冲突核验", en: "Conflict of interest"}, due_days: 5}
      - {id: criminal_record, kind: check, role: compliance, name: {zh: "犯罪记录查询", en: "Criminal record"}, due_days: 7}`)
	base := load(t, resources.Catalog)
	cat, err := catalog.Build(base, append(position, plan...))
	require.NoError(t, err)
	require.Equal(t, "《商业银行法》第二十七条", cat.Positions["credit_officer"].Law.Name["zh"])
	for id, checks := range map[string][]string{"basic": {"education", "employment", "qualification"},
		"middle": {"education", "employment", "qualification", "credit", "conflict"},
		"senior": {"education", "employment", "qualification", "credit", "conflict", "criminal_record"}} {
		require.Equal(t, checks, cat.Packages[id].Checks, id)
		for _, kind := range checks {
			require.NotEmpty(t, cat.Checks[kind].Sources, "%s: where it is looked up", kind)
		}
	}
	_, err = catalog.Build(base, position)
	require.ErrorContains(t, err, "check_without_task")
}

func TestWordsOfAMessageForOnePositionAreHeldLikeTheOthers(t *testing.T) {
	change := func(words string) (*catalog.Catalog, []string) {
		layer, _ := with(t, "messages.yaml", "  - id: \"rejected\"\n    channel: \"mail\"\n", "  - id: \"rejected\"\n    channel: \"mail\"\n"+words)
		cat, err := catalog.Build(load(t, resources.Catalog), layer)
		var codes []string
		for _, p := range catalog.Problems(err) {
			codes = append(codes, p.Code)
		}
		return cat, codes
	}
	cat, codes := change("    positions:\n      - {id: teller, body: {zh: \"{name}，柜员另有说法\", en: \"{name}, in other words\"}}\n")
	require.Empty(t, codes)
	subject, body := cat.Messages["rejected"].Words("teller")
	require.Equal(t, "{name}，柜员另有说法", body.In("zh"))
	require.Equal(t, cat.Messages["rejected"].Subject, subject, "what is left out is said as for all")
	_, body = cat.Messages["rejected"].Words("account_manager")
	require.Equal(t, cat.Messages["rejected"].Body, body)
	for words, code := range map[string]string{
		"    positions: [{id: nobody, body: {zh: \"x\", en: \"x\"}}]\n":      "catalog.unknown_reference",
		"    positions: [{id: teller, body: {zh: \"{wage}\", en: \"x\"}}]\n": "catalog.unknown_placeholder",
		"    positions: [{id: teller, body: {zh: \"{name\", en: \"x\"}}]\n":  "catalog.unbalanced_braces",
		"    positions: [{id: teller}]\n":                                    "catalog.missing",
		"    night: \"sometimes\"\n":                                         "catalog.unknown_choice",
	} {
		_, codes := change(words)
		require.Contains(t, codes, code, words)
	}
}

func TestTheShippedCalendarIsTheStateCouncils(t *testing.T) {
	cat, err := catalog.Build(load(t, resources.Catalog))
	require.NoError(t, err)
	for year, want := range map[string][2]int{"2024": {28, 8}, "2025": {28, 5}, "2026": {33, 6}} { // days off in all, and weekend days worked for them
		days := 0
		for _, h := range cat.Years[year].Off {
			from, err := time.Parse("2006-01-02", h.From)
			require.NoError(t, err)
			to, err := time.Parse("2006-01-02", h.To)
			require.NoError(t, err)
			days += int(to.Sub(from).Hours()/24) + 1
		}
		require.Equal(t, want, [2]int{days, len(cat.Years[year].Work)}, year)
		require.NotEmpty(t, cat.Years[year].Source.In("zh"))
	}
	for _, bad := range [][2]string{{`from: "2026-01-01"`, `from: "2025-01-01"`}, {`to: "2026-01-03"`, `to: "2025-12-31"`}, {`"2026-01-04"`, `"2026-01-05"`}, {`"2026-02-14"`, `"2026-02-15"`}} {
		layer, _ := with(t, "calendar.yaml", bad[0], bad[1])
		_, err := catalog.Build(load(t, resources.Catalog), layer)
		require.Equal(t, "catalog.bad_date", catalog.Problems(err)[0].Code, bad)
	}
	for _, bad := range []string{`{from: "08:00", to: "21:00"}`, `{from: "9 pm", to: "08:00"}`} {
		layer, _ := with(t, "bank.yaml", `quiet: {from: "21:00", to: "08:00", days_off: true}`, "quiet: "+bad)
		_, err := catalog.Build(load(t, resources.Catalog), layer)
		require.Equal(t, "catalog.bad_hour", catalog.Problems(err)[0].Code, bad)
	}
}
