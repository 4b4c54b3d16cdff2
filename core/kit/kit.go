// Package kit draws the interview kit (面试包): the questions for one case, each with the reasons why it is asked.
//
// It is a pure function of the case and the catalog: no randomness, no clock, no model. It refuses to score anybody, to
// write questions and to decide; a person may replace every item (hiring.EditKit).
//
//	items := kit.Draw(c, cat)
//	why := kit.ReasonText(cat, c.Position, items[0].Reasons[0], "zh")
package kit

import (
	"crypto/sha256"
	"encoding/binary"
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

// drawing is a kit in the making.
type drawing struct {
	c        *hiring.Case
	cat      *catalog.Catalog
	pos      *catalog.Position
	bank     *catalog.QuestionBank
	rules    []rule // those that hold
	tags     tags
	shortest int // minutes of the bank's shortest question
	chosen   []*catalog.Question
	spent    int             // minutes
	used     map[string]bool // questions chosen, by id
}

// rule is a kit rule that holds for the case, with what made it true.
type rule struct {
	*catalog.KitRule
	causes []cause
}

func newDrawing(c *hiring.Case, cat *catalog.Catalog, pos *catalog.Position) *drawing {
	d := &drawing{c: c, cat: cat, pos: pos, bank: cat.Banks[pos.Questions], used: map[string]bool{}}
	for i := range pos.Kit.Rules {
		if causes, holds := holds(c, pos, pos.Kit.Rules[i].When); holds {
			d.rules = append(d.rules, rule{&pos.Kit.Rules[i], causes})
		}
	}
	d.tags = sortTags(pos, d.rules)
	for _, q := range d.bank.Questions {
		if d.shortest == 0 || q.Minutes < d.shortest {
			d.shortest = q.Minutes
		}
	}
	return d
}

// drawDue chooses until every rule that holds has a question and every core competency is probed: in each step the
// question that suits the case best and settles the most of what is due.
func (d *drawing) drawDue() {
	for d.take(func(q *catalog.Question) (rank, bool) {
		due := d.due(q)
		return rank{d.tags.foreign(q), -due, d.overtime(q), -d.open(q)}, due > 0
	}) {
	}
}

// drawMore chooses the further questions of the rules, in the position's order, while there is room.
func (d *drawing) drawMore() {
	for _, r := range d.rules {
		for d.count(r.Tag) < r.Count && len(d.chosen) < d.pos.Kit.Size {
			if !d.take(func(q *catalog.Question) (rank, bool) {
				return rank{d.tags.foreign(q), d.overtime(q), -d.open(q)}, slices.Contains(q.Tags, r.Tag)
			}) {
				break
			}
		}
	}
}

// fill chooses up to the kit's size. A question about something the CV does not hold is never filled in; one that
// belongs to a rule that does not hold comes last.
func (d *drawing) fill() {
	for len(d.chosen) < d.pos.Kit.Size && d.take(func(q *catalog.Question) (rank, bool) {
		foreign := d.tags.foreign(q)
		return rank{foreign, d.overtime(q), -d.need(q.Competency)}, foreign < absurd
	}) {
	}
}

// due counts what a question would settle: rules without a question, core competencies not probed.
func (d *drawing) due(q *catalog.Question) int {
	n := 0
	for _, r := range d.rules {
		if slices.Contains(q.Tags, r.Tag) && d.count(r.Tag) == 0 {
			n++
		}
	}
	if slices.Contains(d.pos.Kit.Core, q.Competency) && d.probed(q.Competency) == 0 {
		n++
	}
	return n
}

// open counts the rules that would still use the question.
func (d *drawing) open(q *catalog.Question) int {
	n := 0
	for _, r := range d.rules {
		if slices.Contains(q.Tags, r.Tag) && d.count(r.Tag) < r.Count {
			n++
		}
	}
	return n
}

// need is how much a competency asks for one more question, in thousandths of a point: half the scale for every one,
// so that nobody is asked about a single thing only, and what the AI interview left to 100; what it did not measure
// counts as half known. The questions there are already share it. What is neither core nor a dimension of the position
// needs nothing.
func (d *drawing) need(competency string) int {
	if !slices.Contains(d.pos.Kit.Core, competency) && !slices.Contains(d.pos.Dimensions, competency) {
		return 0
	}
	score, ok := scoreOf(d.c, competency)
	if !ok {
		score = 50
	}
	return int((150-score)*1000) / (d.probed(competency) + 1)
}

func (d *drawing) count(tag string) int {
	n := 0
	for _, q := range d.chosen {
		if slices.Contains(q.Tags, tag) {
			n++
		}
	}
	return n
}

func (d *drawing) probed(competency string) int {
	n := 0
	for _, q := range d.chosen {
		if q.Competency == competency {
			n++
		}
	}
	return n
}

// rank orders questions, the smallest first.
type rank []int

// take chooses the best question that is wanted and not chosen yet; false when there is none. Among equals the case's
// digest decides.
func (d *drawing) take(want func(*catalog.Question) (rank, bool)) bool {
	var best *catalog.Question
	var bestRank rank
	for i := range d.bank.Questions {
		q := &d.bank.Questions[i]
		r, wanted := want(q)
		if !wanted || d.used[q.ID] {
			continue
		}
		r = append(r, d.lot(q))
		if best == nil || slices.Compare(r, bestRank) < 0 {
			best, bestRank = q, r
		}
	}
	if best == nil {
		return false
	}
	d.chosen, d.spent, d.used[best.ID] = append(d.chosen, best), d.spent+best.Minutes, true
	return true
}

// overtime is by how many minutes a question would take the time that the rest of the kit needs at least.
func (d *drawing) overtime(q *catalog.Question) int {
	rest := max(d.pos.Kit.Size-len(d.chosen)-1, 0) * d.shortest
	return max(d.spent+q.Minutes+rest-d.pos.Kit.Minutes, 0)
}

// lot is the question's place among equals for this case.
func (d *drawing) lot(q *catalog.Question) int {
	sum := sha256.Sum256([]byte(string(d.c.ID) + "|" + d.bank.ID + "|" + q.ID))
	return int(binary.BigEndian.Uint32(sum[:4]))
}
