package hiring_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/resources"
)

func text(zh, en string) catalog.Text { return catalog.Text{"zh": zh, "en": en} }

// bank is a small bank with two positions. Roles, reasons and messages are the shipped ones, read as far as rules look at them,
// so that a command without a role, a message without words or a reason without an entry fails here.
func bank(t testing.TB) *catalog.Catalog {
	cat := &catalog.Catalog{
		Hash: "catalog-1",
		Bank: catalog.Bank{PassThreshold: 80, GapDays: 30, HopJobs: 3, HopDays: 365, OfferDays: 7, AnswerHours: 24, GraceHours: 48, ConsentHours: 24, ScoreHours: 24, MaterialDays: []int{7, 3},
			Branches: []catalog.Branch{{ID: "zhengdong", City: "zhengzhou"}, {ID: "binjiang", City: "hangzhou"}, {ID: "nowhere", City: "nowhere"}}},
		Legal: catalog.Legal{ProbationPay: catalog.Rule{Value: 80},
			ProbationCaps: []catalog.ProbationCap{{FromMonths: 0, MaxMonths: 0}, {FromMonths: 3, MaxMonths: 1}, {FromMonths: 12, MaxMonths: 2}, {FromMonths: 36, MaxMonths: 6}}},
		Positions: map[string]*catalog.Position{"teller": teller(), "account_manager": accountManager()},
		Plans:     map[string]*catalog.Plan{"counter": plan("counter"), "sales": plan("sales")},
		Banks:     map[string]*catalog.QuestionBank{"teller": questions("teller"), "account_manager": questions("account_manager")},
		Guides:    map[string]*catalog.Guide{"teller": {ID: "teller"}, "account_manager": {ID: "account_manager"}},
		Benefits:  []*catalog.Benefits{benefits("zhengzhou", "2026-01-01", 1600), benefits("zhengzhou", "2027-01-01", 1500), benefits("hangzhou", "2026-01-01", 1400)},
		Materials: map[string]*catalog.Material{
			"id_card": {ID: "id_card", Rule: "id_card", Fields: []string{"name", "id_no", "birth_date"}, Original: true, Required: true},
			"diploma": {ID: "diploma", Rule: "diploma", Fields: []string{"name", "school"}, Original: true, Required: true},
			"degree":  {ID: "degree", Rule: "certificate", Fields: []string{"name"}}},
		Checks: map[string]*catalog.CheckKind{"education": {ID: "education", SLAHours: 48, ValidityDays: 180}, "employment": {ID: "employment", SLAHours: 72},
			"qualification": {ID: "qualification", SLAHours: 48}, "credit": {ID: "credit", SLAHours: 72, ValidityDays: 30, Consent: "credit"},
			"criminal_record": {ID: "criminal_record", SLAHours: 120, LegalBasis: true}, "conflict": {ID: "conflict", SLAHours: 72}},
		Packages: map[string]*catalog.CheckPackage{"basic": {ID: "basic", Checks: []string{"education", "employment", "qualification"}},
			"middle": {ID: "middle", Checks: []string{"education", "employment", "qualification", "credit"}}},
		Privacy: catalog.Privacy{ReviewHours: 72, RemindDays: 14, EraseDays: 15, Retention: retention(), Consents: []catalog.Consent{{ID: "check", Days: 180, Hash: "words-check"},
			{ID: "credit", Days: 30, Hash: "words-credit", Recipient: text("征信中心", "Credit center"), Sensitive: true}}},
		Unlawful: catalog.Unlawful{Rules: []*catalog.UnlawfulRule{{ID: "marriage", Name: text("婚恋状况", "Marriage"), Law: text("妇女权益保障法第四十三条", "Art. 43"),
			Instead: text("你能否按排班到岗？", "Can you keep the roster?"), Always: []string{"结婚", "married"}}}},
		Roles: roles(t), Reasons: reasons(t), Messages: messages(t),
	}
	require.Empty(t, cat.Unlawful.Compile())
	for _, p := range cat.Plans {
		p.Hash = p.Digest()
		cat.Pin(p)
	}
	return cat
}

func teller() *catalog.Position {
	return &catalog.Position{ID: "teller", Name: text("柜员", "Teller"), Threshold: 80, Dimensions: []string{"language", "logic", "service"}, Plan: "counter",
		Questions: "teller", Package: "basic", Guide: "teller", Materials: []string{"id_card", "diploma", "degree"}, Courses: []string{"compliance", "service_etiquette"},
		Band: catalog.Band{Grade: "T1", AIPercent: 40, InterviewWeight: 60, Months: 13,
			Steps:      []catalog.BandStep{{AtLeast: 0, Yuan: 5200}, {AtLeast: 72, Yuan: 6100}, {AtLeast: 79, Yuan: 6800}, {AtLeast: 86, Yuan: 7600}},
			Components: []catalog.Component{{ID: "base", Percent: 55}, {ID: "position", Percent: 25}, {ID: "performance", Percent: 20}},
			Allowances: []catalog.Allowance{{ID: "meal", Yuan: 440}}},
		Probation: catalog.Probation{ContractMonths: 36, Months: 3, PayPercent: 85, Goal: catalog.Goal{Target: 150}, RemindDays: []int{30, 15, 7},
			Reviews: []catalog.Review{{ID: "mid", BeforeDays: 45}, {ID: "final", BeforeDays: 10}}}}
}

// accountManager orders one more check than the teller, has the bank's own threshold, and a probation over the end of a year.
func accountManager() *catalog.Position {
	p := teller()
	p.ID, p.Name, p.Threshold, p.Plan, p.Package, p.Guide, p.Questions = "account_manager", text("客户经理", "Account manager"), 0, "sales", "middle", "account_manager", "account_manager"
	p.Dimensions = []string{"communication", "sales", "stress"}
	p.Probation.Months, p.Probation.Goal.Target = 6, 5
	return p
}

func plan(id string) *catalog.Plan {
	task := func(id, kind, role string) catalog.Task { return catalog.Task{ID: id, Kind: kind, Role: role} }
	step := func(t catalog.Task) catalog.Task { t.Step = true; return t }
	insurance := step(task("insurance", "form", "hr"))
	insurance.Fields = []catalog.Field{{ID: "registered_on", Kind: "date", Required: true}}
	return &catalog.Plan{ID: id, Stages: []catalog.Stage{
		{ID: "assessment", Days: 3, Tasks: []catalog.Task{task("cv", "form", "hr"), task("deep", "form", "hr")},
			Gate: catalog.Gate{Roles: []string{"hr"}, Needs: []string{"cv"}}},
		{ID: "interview", Days: 5, Tasks: []catalog.Task{task("kit", "review", "hr"), task("scorecard", "scorecard", "interviewer")},
			Gate: catalog.Gate{Roles: []string{"hr"}, Needs: []string{"scorecard"}}},
		{ID: "check", Days: 5, Tasks: []catalog.Task{task("education", "check", "hr"), task("employment", "check", "hr"), task("qualification", "check", "hr")},
			Gate: catalog.Gate{Auto: true, Roles: []string{"compliance", "hr"}, Needs: []string{"education", "employment", "qualification"}}},
		{ID: "offer", Days: 3, Tasks: []catalog.Task{task("offer", "paper", "hr")}, Gate: catalog.Gate{Auto: true, Needs: []string{"offer"}}},
		{ID: "onboarding", Days: 20, Tasks: []catalog.Task{step(task("materials", "checklist", "hr")), insurance, step(task("desk", "form", "hr")),
			task("team", "form", "hr"), task("checkin", "checklist", "kiosk")}, Gate: catalog.Gate{Auto: true, Roles: []string{"hr"}, Needs: []string{"checkin"}}},
		{ID: "probation", Days: 95, Tasks: []catalog.Task{task("mid", "review", "hr"), task("final", "review", "hr")},
			Gate: catalog.Gate{Roles: []string{"hr"}, Needs: []string{"final"}}},
	}}
}

func questions(id string) *catalog.QuestionBank {
	q := func(id, competency string, tags ...string) catalog.Question {
		return catalog.Question{ID: id, Competency: competency, Tags: tags, Minutes: 5, Text: text("请说一件事", "Tell of one case")}
	}
	retired := q("q_retired", "logic")
	retired.Retired = true
	return &catalog.QuestionBank{ID: id, Questions: []catalog.Question{retired, q("q_service", "service"), q("q_logic", "logic"), q("q_team", "teamwork", "assertive"), q("q_gap", "career", "gap")}}
}

func benefits(city, day string, pension int64) *catalog.Benefits {
	return &catalog.Benefits{City: city, Effective: day, BaseMin: 4000, BaseMax: 30000, Extras: []catalog.Extra{{ID: "supplementary_medical"}},
		Items: []catalog.Benefit{{ID: "pension", Employer: pension, Employee: 800}, {ID: "medical", Employer: 800, Employee: 200}, {ID: "unemployment", Employer: 70, Employee: 30},
			{ID: "injury", Employer: 20}, {ID: "maternity", Employer: 80}, {ID: "housing", Employer: 1200, Employee: 1200}}}
}

func retention() []catalog.Retention {
	return []catalog.Retention{{ID: "waiting", Days: 90}, {ID: "failed", Days: 180}, {ID: "rejected", Days: 365}, {ID: "withdrawn", Days: 180}, {ID: "undone", Days: 7},
		{ID: "confirmed", Days: 1095, LeastDays: 730}, {ID: "separated", Days: 1095, LeastDays: 730}}
}

func shipped(t testing.TB, name string) string {
	raw, err := fs.ReadFile(resources.Catalog, name)
	require.NoError(t, err)
	return string(raw)
}

var (
	roleEntry    = regexp.MustCompile(`(?s)- id: (\w+)\n.*?commands: \[(.*?)\].*?compartments: \[(.*?)\]`)
	reasonEntry  = regexp.MustCompile(`- id: (\w+)\s+for: (\w+)`)
	messageEntry = regexp.MustCompile(`- id: "(\w+)"`)
	word         = regexp.MustCompile(`\w+`)
)

func roles(t testing.TB) map[string]*catalog.Role {
	out := map[string]*catalog.Role{}
	for _, m := range roleEntry.FindAllStringSubmatch(shipped(t, "roles.yaml"), -1) {
		out[m[1]] = &catalog.Role{ID: m[1], Commands: word.FindAllString(m[2], -1), Compartments: word.FindAllString(m[3], -1)}
	}
	require.GreaterOrEqual(t, len(out), 8)
	return out
}

func reasons(t testing.TB) map[string]*catalog.Reason {
	out := map[string]*catalog.Reason{}
	for _, m := range reasonEntry.FindAllStringSubmatch(shipped(t, "reasons.yaml"), -1) {
		out[m[1]] = &catalog.Reason{ID: m[1], For: m[2]}
	}
	require.Greater(t, len(out), 20)
	return out
}

func messages(t testing.TB) map[string]*catalog.MessageTemplate {
	out := map[string]*catalog.MessageTemplate{}
	for _, m := range messageEntry.FindAllStringSubmatch(shipped(t, "messages.yaml"), -1) {
		out[m[1]] = &catalog.MessageTemplate{ID: m[1], Body: text(strings.ToUpper(m[1]), m[1])}
	}
	require.Greater(t, len(out), 30)
	return out
}
