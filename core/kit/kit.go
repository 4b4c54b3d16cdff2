// Package kit draws the interview kit (面试包): the questions for one case, each with the reasons why it is asked.
//
// It is a pure function of the case and the catalog: no randomness, no clock, no model. It refuses to score anybody, to
// write questions and to decide; a person may replace every item (hiring.EditKit).
//
//	items := kit.Draw(c, cat)
//	why := kit.ReasonText(cat, c.Position, items[0].Reasons[0], "zh")
package kit

import (
	"slices"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// Draw chooses the questions of a case's kit; nothing when the position or its question bank is unknown.
//
// Every rule that holds is represented and every core competency probed, even when that takes more questions than the
// kit's size. Then come the rules' further questions, then questions about what the AI interview left weakest or did
// not measure, up to the size and, where the bank has short enough questions, within the minutes. Candidates get
// different questions where it makes no other difference, by a digest of the case's id.
func Draw(c *hiring.Case, cat *catalog.Catalog) []hiring.KitItem {
	pos := cat.Positions[c.Position]
	if pos == nil || cat.Banks[pos.Questions] == nil {
		return nil
	}
	d := newDrawing(c, cat, pos)
	d.drawDue()
	d.drawMore()
	d.fill()
	return d.items()
}

// drawing is a kit in the making. What is asked of every question in every step is counted once and kept up.
type drawing struct {
	c        *hiring.Case
	cat      *catalog.Catalog
	pos      *catalog.Position
	bank     *catalog.QuestionBank
	rules    []rule // those that hold
	tags     tags
	shortest int     // minutes of the bank's shortest question
	sheets   []sheet // of the bank's questions, by their place
	chosen   []*catalog.Question
	spent    int            // minutes
	served   []int          // questions chosen for each rule that holds
	probed   map[string]int // questions chosen for each competency
}

// rule is a kit rule that holds for the case, with what made it true.
type rule struct {
	*catalog.KitRule
	causes []cause
}

func newDrawing(c *hiring.Case, cat *catalog.Catalog, pos *catalog.Position) *drawing {
	d := &drawing{c: c, cat: cat, pos: pos, bank: cat.Banks[pos.Questions], probed: map[string]int{}}
	for i := range pos.Kit.Rules {
		if causes, holds := holds(c, pos, pos.Kit.Rules[i].When); holds {
			d.rules = append(d.rules, rule{&pos.Kit.Rules[i], causes})
		}
	}
	d.served = make([]int, len(d.rules))
	d.tags = sortTags(pos, d.rules)
	d.sheets = d.readBank()
	for _, q := range d.bank.Asked() {
		if d.shortest == 0 || q.Minutes < d.shortest {
			d.shortest = q.Minutes
		}
	}
	return d
}

// drawDue chooses until every rule that holds has a question and every core competency is probed: in each step the
// question that suits the case best and settles the most of what is due.
func (d *drawing) drawDue() {
	for d.take(func(s *sheet) (rank, bool) {
		due := d.due(s)
		return rank{s.foreign, -due, d.overtime(s), -d.open(s)}, due > 0
	}) {
	}
}

// drawMore chooses the further questions of the rules, in the position's order, while there is room.
func (d *drawing) drawMore() {
	for i, r := range d.rules {
		for d.served[i] < r.Count && len(d.chosen) < d.pos.Kit.Size {
			if !d.take(func(s *sheet) (rank, bool) {
				return rank{s.foreign, d.overtime(s), -d.open(s)}, slices.Contains(s.rules, i)
			}) {
				break
			}
		}
	}
}

// fill chooses up to the kit's size. A question about something the CV does not hold is never filled in; one that
// belongs to a rule that does not hold comes last.
func (d *drawing) fill() {
	for len(d.chosen) < d.pos.Kit.Size && d.take(func(s *sheet) (rank, bool) {
		return rank{s.foreign, d.overtime(s), -d.need(s)}, s.foreign < absurd
	}) {
	}
}

// due counts what a question would settle: rules without a question, core competencies not probed.
func (d *drawing) due(s *sheet) int {
	n := 0
	for _, r := range s.rules {
		if d.served[r] == 0 {
			n++
		}
	}
	if s.core && d.probed[s.q.Competency] == 0 {
		n++
	}
	return n
}

// open counts the rules that would still use the question.
func (d *drawing) open(s *sheet) int {
	n := 0
	for _, r := range s.rules {
		if d.served[r] < d.rules[r].Count {
			n++
		}
	}
	return n
}

// need is how much a question's competency asks for one more; the questions there are already share it.
func (d *drawing) need(s *sheet) int { return s.need / (d.probed[s.q.Competency] + 1) }

// rank orders questions, the smallest first.
type rank [4]int

// take chooses the best question that is wanted and not chosen yet; false when there is none. Among equals the case's
// digest decides.
func (d *drawing) take(want func(*sheet) (rank, bool)) bool {
	var best *sheet
	var bestRank rank
	for i := range d.sheets {
		s := &d.sheets[i]
		if s.chosen {
			continue
		}
		r, wanted := want(s)
		if !wanted {
			continue
		}
		if best == nil || d.before(s, r, best, bestRank) {
			best, bestRank = s, r
		}
	}
	if best == nil {
		return false
	}
	d.choose(best)
	return true
}

func (d *drawing) before(a *sheet, x rank, b *sheet, y rank) bool {
	if o := slices.Compare(x[:], y[:]); o != 0 {
		return o < 0
	}
	return d.lot(a) < d.lot(b)
}

func (d *drawing) choose(s *sheet) {
	s.chosen = true
	d.chosen, d.spent = append(d.chosen, s.q), d.spent+s.q.Minutes
	d.probed[s.q.Competency]++
	for _, r := range s.rules {
		d.served[r]++
	}
}

// overtime is by how many minutes a question would take the time that the rest of the kit needs at least.
func (d *drawing) overtime(s *sheet) int {
	rest := max(d.pos.Kit.Size-len(d.chosen)-1, 0) * d.shortest
	return max(d.spent+s.q.Minutes+rest-d.pos.Kit.Minutes, 0)
}
