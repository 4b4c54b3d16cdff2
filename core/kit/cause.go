package kit

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// otherIndustry is the condition's word for "has worked, and never in the position's own industry".
const otherIndustry = "other"

// cause is what made one condition true: a set of values per thing that did (two projects make two).
type cause struct {
	kind   string // dimension, trait, cv, industry, flag
	values []map[string]string
}

// holds says whether all conditions hold, and why.
func holds(c *hiring.Case, pos *catalog.Position, when []catalog.Condition) ([]cause, bool) {
	var out []cause
	for _, condition := range when {
		why := causeOf(c, pos, condition)
		if len(why.values) == 0 {
			return nil, false
		}
		out = append(out, why)
	}
	return out, len(out) > 0
}

func causeOf(c *hiring.Case, pos *catalog.Position, w catalog.Condition) cause {
	switch {
	case w.Dimension != "":
		return cause{"dimension", inRange(c, w)}
	case w.Trait != "":
		if r := c.Report(); r == nil || !r.HasTrait(w.Trait) {
			return cause{}
		}
		return cause{"trait", each("trait", w.Trait)}
	case w.CV != "":
		return cause{"cv", each("item", inCV(c.CV, w.CV)...)}
	case w.Industry != "":
		return cause{"industry", each("industry", industries(c.CV, pos.Industry, w.Industry)...)}
	case w.Flag != "" && found(c, w.Flag):
		return cause{"flag", each("flag", w.Flag)}
	}
	return cause{}
}

func each(key string, values ...string) []map[string]string {
	out := make([]map[string]string, len(values))
	for i, v := range values {
		out[i] = map[string]string{key: v}
	}
	return out
}

func inRange(c *hiring.Case, w catalog.Condition) []map[string]string {
	score, ok := scoreOf(c, w.Dimension)
	if !ok || (w.AtLeast != nil && score < *w.AtLeast) || (w.Below != nil && score >= *w.Below) {
		return nil
	}
	return []map[string]string{{"dimension": w.Dimension, "score": points(score)}}
}

// scoreOf is a dimension's score on 0–100 in the newest report. It is rounded to a millionth: 57 of 100 is
// 56.99999999999999 in binary, and a limit of 57 must hold.
func scoreOf(c *hiring.Case, dimension string) (float64, bool) {
	r := c.Report()
	if r == nil {
		return 0, false
	}
	d, ok := r.Dimension(dimension)
	return math.Round(d.Score.Of100()*1e6) / 1e6, ok
}

// points writes a score with at most one decimal, rounded down: a sentence must not say "70 (below 70)" of 69.96.
func points(score float64) string {
	return strconv.FormatFloat(math.Floor(score*10)/10, 'f', -1, 64)
}

// inCV names the entries of one kind in the CV's order; entries without a name are left out.
func inCV(cv *hiring.CV, kind string) []string {
	var out []string
	if cv == nil {
		return nil
	}
	switch kind {
	case "education":
		out = names(cv.Education, func(e hiring.Education) string { return e.School })
	case "employment":
		out = names(cv.Employments, func(e hiring.Employment) string { return e.Company })
	case "project":
		out = names(cv.Projects, func(p hiring.Project) string { return p.Name })
	case "qualification":
		out = names(cv.Qualifications, func(q hiring.Qualification) string { return q.Name })
	}
	return out
}

func names[T any](entries []T, name func(T) string) []string {
	var out []string
	for _, e := range entries {
		if n := strings.TrimSpace(name(e)); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// industries names what the candidate has worked in that meets a condition: the industry itself; or, for "other",
// every industry named in the CV, provided none of them is the position's own.
func industries(cv *hiring.CV, own, want string) []string {
	if cv == nil {
		return nil
	}
	all := names(cv.Employments, func(e hiring.Employment) string { return strings.ToLower(e.Industry) })
	if want == otherIndustry {
		if slices.Contains(all, own) {
			return nil
		}
		return all
	}
	if slices.Contains(all, want) {
		return []string{want}
	}
	return nil
}

// found says whether screening found something of that kind. What a person has cleared or explained counts too: that
// decided whether it hinders the case, not that it never was.
func found(c *hiring.Case, kind string) bool {
	return slices.ContainsFunc(c.Flags, func(f hiring.Flag) bool { return f.Kind == kind }) ||
		slices.ContainsFunc(c.ToVerify, func(v hiring.VerifyItem) bool { return v.Kind == kind })
}

// values are what the n-th question of a rule has to say; further projects, qualifications… come in turn.
func (r rule) values(n int) map[string]string {
	out := map[string]string{}
	for _, why := range r.causes {
		for k, v := range why.values[n%len(why.values)] {
			out[k] = v
		}
	}
	return out
}
