package kit

import (
	"slices"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// Cover is how well a kit probes one competency (N-04).
type Cover struct {
	Competency string
	Core       bool // every kit must probe it
	Count      int  // questions
	Minutes    int
}

// Coverage is the kit's coverage meter: the position's core competencies in their order, probed or not, then whatever
// else the kit probes. A question written by hand has no minutes of its own; it counts as an even share of the
// interview.
func Coverage(c *hiring.Case, cat *catalog.Catalog, items []hiring.KitItem) []Cover {
	pos := cat.Positions[c.Position]
	if pos == nil {
		return nil
	}
	var out []Cover
	for _, id := range pos.Kit.Core {
		out = append(out, Cover{Competency: id, Core: true})
	}
	for _, item := range items {
		i := slices.IndexFunc(out, func(v Cover) bool { return v.Competency == item.Competency })
		if i < 0 {
			i, out = len(out), append(out, Cover{Competency: item.Competency})
		}
		out[i].Count++
		out[i].Minutes += minutes(cat, pos, item)
	}
	return out
}

func minutes(cat *catalog.Catalog, pos *catalog.Position, item hiring.KitItem) int {
	if bank := cat.Banks[item.Bank]; bank != nil && item.Question != "" {
		if q := bank.Question(item.Question); q != nil {
			return q.Minutes
		}
	}
	if pos.Kit.Size == 0 {
		return 0
	}
	return pos.Kit.Minutes / pos.Kit.Size
}
