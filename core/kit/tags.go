package kit

import (
	"slices"

	"ruhang/core/catalog"
)

// How little a question belongs to a case.
const (
	fits    = 0
	distant = 1 // carries the tag of a rule about scores or traits that does not hold
	absurd  = 2 // carries the tag of a rule about facts that are not there: "tell us of your project" to one without
)

// tags says of every tag that belongs to a rule which does not hold how little it belongs to the case.
type tags map[string]int

// sortTags weighs the tags. What probes a core competency or a dimension of the position belongs to every case.
func sortTags(pos *catalog.Position, holding []rule) tags {
	own := append(slices.Clone(pos.Kit.Core), pos.Dimensions...)
	for _, r := range pos.Kit.Rules {
		if len(r.When) == 1 && slices.Contains(own, r.When[0].Dimension) {
			own = append(own, r.Tag)
		}
	}
	for _, r := range holding {
		own = append(own, r.Tag)
	}
	out := tags{}
	for _, r := range pos.Kit.Rules {
		if !slices.Contains(own, r.Tag) {
			out[r.Tag] = max(out[r.Tag], weigh(r.When))
		}
	}
	return out
}

func weigh(when []catalog.Condition) int {
	if slices.ContainsFunc(when, func(w catalog.Condition) bool { return w.CV+w.Industry+w.Flag != "" }) {
		return absurd
	}
	return distant
}

// foreign is how little a question belongs to the case: the worst of its tags.
func (t tags) foreign(q *catalog.Question) int {
	worst := fits
	for _, tag := range q.Tags {
		worst = max(worst, t[tag])
	}
	return worst
}
