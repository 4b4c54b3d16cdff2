package model

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// Automatic is what happens by itself, stage by stage, read out of the table that the code is held against (hiring.Rules). Where plans
// differ at a stage, each has its group.
func (r Reader) Automatic() []RuleGroup {
	out := []RuleGroup{{Title: r.Say("rules.anywhere"), Rules: r.ruleLines(nil, "", nil)}}
	for _, stage := range funnelStages[1:] {
		same := map[string][]*catalog.Plan{} // by what they do there
		for _, id := range sortedKeys(r.Cat.Plans) {
			p := r.Cat.Plans[id]
			if s := p.Stage(stage); s != nil {
				key := strings.Join(r.ruleLines(s, stage, []*catalog.Plan{p}), "\n")
				same[key] = append(same[key], p)
			}
		}
		for _, plans := range slices.SortedFunc(maps.Values(same), func(a, b []*catalog.Plan) int { return strings.Compare(a[0].ID, b[0].ID) }) {
			g := RuleGroup{Title: r.StageName(stage), Rules: r.ruleLines(plans[0].Stage(stage), stage, plans)}
			if len(same) > 1 {
				var names []string
				for _, p := range plans {
					names = append(names, p.Name.In(r.Lang))
				}
				g.Title = r.Say("rules.stage_of", "stage", g.Title, "plans", r.list(names))
			}
			if len(g.Rules) > 0 {
				out = append(out, g)
			}
		}
	}
	return out
}

// ruleLines are the rules of a stage in words: one line for each occasion, with all that follows from it.
func (r Reader) ruleLines(s *catalog.Stage, stage string, plans []*catalog.Plan) (out []string) {
	var whens []string
	what := map[string][]string{}
	for _, rule := range hiring.Rules {
		if rule.Stage == stage && (rule.Does != "pass_gate" || s != nil && s.Gate.Auto) {
			when := r.ruleWhen(rule, plans)
			if what[when] == nil {
				whens = append(whens, when)
			}
			what[when] = append(what[when], r.ruleWhat(rule))
		}
	}
	for _, when := range whens {
		out = append(out, r.Say("rules.line", "when", when, "what", strings.Join(what[when], r.Say("rules.and"))))
	}
	return out
}

func (r Reader) ruleWhen(rule hiring.Rule, plans []*catalog.Plan) string {
	switch {
	case rule.Clock != "":
		return r.Say("rules.clock."+rule.Clock, r.ruleNumbers(plans)...)
	case rule.On == "stage_entered":
		return r.Say("rules.entered")
	}
	return r.Say("rules.after", "event", r.Say("event."+rule.On))
}

// ruleNumbers are the catalog's numbers that clocks name.
func (r Reader) ruleNumbers(plans []*catalog.Plan) []string {
	b, p, n := r.Cat.Bank, r.Cat.Privacy, strconv.Itoa
	var first []string
	days := slices.Sorted(slices.Values(b.MaterialDays))
	for _, d := range slices.Backward(days) {
		first = append(first, n(d))
	}
	last := ""
	if len(first) > 0 {
		last = first[len(first)-1]
		first = first[:len(first)-1]
	}
	var ends []string
	for _, id := range sortedKeys(r.Cat.Positions) {
		pos := r.Cat.Positions[id]
		if !slices.ContainsFunc(plans, func(p *catalog.Plan) bool { return p.ID == pos.Plan }) {
			continue
		}
		var days []string
		for _, d := range pos.Probation.RemindDays {
			days = append(days, n(d))
		}
		if text := strings.Join(days, "/"); !slices.Contains(ends, text) {
			ends = append(ends, text)
		}
	}
	return []string{"score", n(b.ScoreHours), "consent", n(b.ConsentHours), "remind", n(p.RemindDays), "answer", n(b.AnswerHours), "review", n(p.ReviewHours),
		"half", n(p.ReviewHours / 2), "first", strings.Join(first, "/"), "last", last, "days", r.list(ends)}
}

var (
	placeholder = regexp.MustCompile(`\{[a-z_]+\}`)
	afterColon  = regexp.MustCompile(`^([^{]+?)[:\x{ff1a}].*$`) // a subject says what it is before the colon, and whose after it
	trailing    = regexp.MustCompile(`(\pP|\s|\x{2026})+$`)
)

func (r Reader) ruleWhat(rule hiring.Rule) string {
	if rule.Does != "notify" {
		return r.Say("rules.does." + rule.Does)
	}
	to := r.Addressee(rule.To, nil)
	if rule.To == "interviewer" {
		to = r.RoleName("interviewer")
	}
	subject := rule.Says
	if m := r.Cat.Messages[rule.Says]; m != nil {
		subject = trailing.ReplaceAllString(placeholder.ReplaceAllString(afterColon.ReplaceAllString(m.Subject.In(r.Lang), "$1"), "…"), "")
	}
	return r.Say("rules.tells", "to", to, "subject", subject)
}
