package catalog

import (
	"regexp"
	"slices"
	"strconv"
)

// MinQuestions is how many questions a position's bank has at least: fewer, and candidates of one week hear the same ones.
const MinQuestions = 30

var (
	cvParts = []string{"education", "employment", "project", "qualification"}
	flags   = []string{"stability", "gap", "discrepancy"}
	// kitPlaceholders may stand in the reason of a kit rule.
	kitPlaceholders = []string{"score", "trait", "item", "industry"}
)

func (b *builder) positionRules(p *Position) {
	within(b, p.Threshold, 0, 100, p, "threshold")
	b.some(p.Dimensions, p, "dimensions")
	for i, id := range p.Dimensions {
		b.measured(id, p, "dimensions", i)
	}
	b.some(p.Materials, p, "materials")
	for i, id := range p.Materials {
		known(b, b.cat.Materials, id, p, "materials", i)
	}
	b.some(p.Courses, p, "courses")
	for i, id := range p.Courses {
		known(b, b.cat.Courses, id, p, "courses", i)
	}
	b.dayRules(p)
	known(b, b.cat.Packages, p.Package, p, "package")
	known(b, b.cat.Letters, p.Letter, p, "letter")
	known(b, b.cat.Guides, p.Guide, p, "guide")
	if known(b, b.cat.Plans, p.Plan, p, "plan") {
		b.positionPlanRules(p, b.cat.Plans[p.Plan])
	}
	if known(b, b.cat.Banks, p.Questions, p, "questions") {
		b.kitRules(p, b.cat.Banks[p.Questions])
	}
	b.bandRules(&p.Band)
	b.probationRules(&p.Probation)
}

// clockShape is a time of day, 00:00–23:59 with both digits, so that times sort as text.
var clockShape = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

// dayRules: a first day has its plan, and goes forward.
func (b *builder) dayRules(p *Position) {
	b.some(p.FirstDay, p, "first_day")
	for i := range p.FirstDay {
		m := &p.FirstDay[i]
		if !clockShape.MatchString(m.Time) {
			b.refuse(b.at(m, "time"), "bad_clock", "id", m.Time)
		} else if i > 0 && m.Time <= p.FirstDay[i-1].Time {
			b.refuse(b.at(m, "time"), "day_goes_back", "id", m.Time)
		}
	}
}

// measured refuses a name that is not a dimension; a trait is not one.
func (b *builder) measured(id string, owner any, steps ...any) {
	if known(b, b.cat.Dimensions, id, owner, steps...) && b.cat.Dimensions[id].Kind != "dimension" {
		b.refuse(b.at(owner, steps...), "not_a_dimension", "id", id)
	}
}

func (b *builder) kitRules(p *Position, bank *QuestionBank) {
	asked := bank.Asked()
	if len(asked) < MinQuestions {
		b.refuse(b.at(p, "questions"), "too_few_questions", "count", number(len(asked)), "low", number(MinQuestions))
	}
	kit := &p.Kit
	within(b, kit.Size, max(1, len(kit.Core)), max(1, len(asked)), kit, "size")
	within(b, kit.Minutes, 10, 240, kit, "minutes")
	b.some(kit.Core, kit, "core")
	for i, id := range kit.Core {
		b.measured(id, kit, "core", i)
		if !slices.ContainsFunc(asked, func(q *Question) bool { return q.Competency == id }) {
			b.refuse(b.at(kit, "core", i), "too_few_questions", "id", id, "count", "0", "low", "1")
		}
	}
	for i := range kit.Rules {
		b.kitRule(&kit.Rules[i], bank)
	}
}

func (b *builder) kitRule(r *KitRule, bank *QuestionBank) {
	have := 0
	for _, q := range bank.Asked() {
		if slices.Contains(q.Tags, r.Tag) {
			have++
		}
	}
	within(b, r.Count, 1, 10, r, "count")
	if have < r.Count {
		b.refuse(b.at(r, "tag"), "too_few_questions", "id", r.Tag, "count", number(have), "low", number(r.Count))
	}
	b.some(r.When, r, "when")
	for i := range r.When {
		b.condition(&r.When[i])
	}
	b.template(r.Reason, kitPlaceholders, r, "reason")
}

// condition: exactly one of the five tests, and a limit where a dimension is one.
func (b *builder) condition(c *Condition) {
	set := 0
	for _, s := range []string{c.Dimension, c.Trait, c.CV, c.Industry, c.Flag} {
		if s != "" {
			set++
		}
	}
	limits := c.AtLeast != nil || c.Below != nil
	if set != 1 || limits != (c.Dimension != "") {
		b.refuse(b.at(c), "bad_condition")
	}
	for key, limit := range map[string]*float64{"at_least": c.AtLeast, "below": c.Below} {
		if limit != nil {
			within(b, *limit, 0, 100, c, key)
		}
	}
	if c.Dimension != "" {
		b.measured(c.Dimension, c, "dimension")
	}
	if c.Trait != "" && known(b, b.cat.Dimensions, c.Trait, c, "trait") && b.cat.Dimensions[c.Trait].Kind != "trait" {
		b.refuse(b.at(c, "trait"), "not_a_trait", "id", c.Trait)
	}
	b.oneOf(cvParts, c.CV, c, "cv")
	b.oneOf(flags, c.Flag, c, "flag")
}

func (b *builder) questionRules(bank *QuestionBank) {
	bank.File = b.at(bank).file
	rubrics := map[string]bool{}
	for i := range bank.Rubrics {
		r := &bank.Rubrics[i]
		b.measured(r.Competency, r, "competency")
		if len(r.Levels) != 5 {
			b.refuse(b.at(r, "levels"), "five_levels", "count", number(len(r.Levels)))
		}
		for n, level := range r.Levels {
			b.askable(level, b.at(r, "levels", n))
		}
		rubrics[r.Competency] = true
	}
	for i := range bank.Questions {
		q := &bank.Questions[i]
		b.measured(q.Competency, q, "competency")
		within(b, q.Level, 1, 3, q, "level")
		within(b, q.Minutes, 1, 60, q, "minutes")
		if n := len(q.Anchors); n != 5 && (n != 0 || !rubrics[q.Competency]) {
			b.refuse(b.at(q, "anchors"), "five_levels", "count", number(n))
		}
		b.askable(q.Text, b.at(q, "text"))
		b.askable(q.Probe, b.at(q, "probe"))
		for n, anchor := range q.Anchors {
			b.askable(anchor, b.at(q, "anchors", n))
		}
	}
}

func (b *builder) bandRules(band *Band) {
	if band.AIPercent < 0 || band.InterviewWeight < 0 || band.AIPercent+band.InterviewWeight != 100 {
		b.refuse(b.at(band, "interview_percent"), "not_hundred", "sum", number(band.AIPercent+band.InterviewWeight))
	}
	b.some(band.Steps, band, "steps")
	for i := range band.Steps {
		s := &band.Steps[i]
		within(b, s.AtLeast, 0, 100, s, "at_least")
		within(b, s.Yuan, 1, 1_000_000, s, "yuan")
		if i == 0 && s.AtLeast != 0 || i > 0 && (s.AtLeast <= band.Steps[i-1].AtLeast || s.Yuan <= band.Steps[i-1].Yuan) {
			b.refuse(b.at(s, "at_least"), "steps_ascend")
		}
	}
	sum := 0
	for i := range band.Components {
		within(b, band.Components[i].Percent, 1, 100, &band.Components[i], "percent")
		sum += band.Components[i].Percent
	}
	if sum != 100 {
		b.refuse(b.at(band, "components"), "not_hundred", "sum", number(sum))
	}
	for i := range band.Allowances {
		within(b, band.Allowances[i].Yuan, 1, 1_000_000, &band.Allowances[i], "yuan")
	}
	within(b, band.Months, 12, 24, band, "months")
}

// probationRules hold the plan of the first months to the law, and name the law.
func (b *builder) probationRules(p *Probation) {
	limit := b.cat.Legal.CapFor(p.ContractMonths)
	if p.Months < 0 || p.Months > limit.MaxMonths {
		b.refuse(b.at(p, "months"), "probation_cap", "months", number(limit.MaxMonths),
			"contract_months", number(p.ContractMonths), "source", limit.Source.In("zh"), "source_en", limit.Source.In("en"))
	}
	if pay := b.cat.Legal.ProbationPay; p.PayPercent < pay.Value || p.PayPercent > 100 {
		b.refuse(b.at(p, "pay_percent"), "probation_pay", "percent", number(pay.Value),
			"source", pay.Source.In("zh"), "source_en", pay.Source.In("en"))
	}
	if p.Goal.Target <= 0 {
		b.refuse(b.at(&p.Goal, "target"), "out_of_range", "low", "0", "high", "")
	}
	days := 28 * p.Months // the shortest that so many months can be
	for i := range p.Reviews {
		within(b, p.Reviews[i].BeforeDays, 0, days, &p.Reviews[i], "before_days")
	}
	for i, d := range p.RemindDays {
		within(b, d, 1, days, p, "remind_days", i)
	}
	b.some(p.Criteria, p, "criteria")
}

func number[N int | int64 | float64](n N) string { return strconv.FormatFloat(float64(n), 'f', -1, 64) }
