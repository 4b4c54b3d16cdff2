package kit

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"ruhang/core/catalog"
)

// sheet is what is the same of a question in every step of a drawing.
type sheet struct {
	q       *catalog.Question
	foreign int   // how little it belongs to the case
	rules   []int // the rules that hold and would use it, by their place
	core    bool  // probes a core competency
	need    int   // how much its competency asks to be probed, before anything is chosen
	chosen  bool
	lot     int // its place among equals, once drawn
	drawn   bool
}

// readBank reads the bank once for the whole drawing.
func (d *drawing) readBank() []sheet {
	users := map[string][]int{}
	for i, r := range d.rules {
		users[r.Tag] = append(users[r.Tag], i)
	}
	needs := map[string]int{}
	asked := d.bank.Asked()
	out := make([]sheet, len(asked))
	for i, q := range asked {
		need, known := needs[q.Competency]
		if !known {
			need = d.needs(q.Competency)
			needs[q.Competency] = need
		}
		out[i] = sheet{q: q, foreign: d.tags.foreign(q), core: slices.Contains(d.pos.Kit.Core, q.Competency), need: need}
		for n, tag := range q.Tags {
			if !slices.Contains(q.Tags[:n], tag) {
				out[i].rules = append(out[i].rules, users[tag]...)
			}
		}
	}
	return out
}

// needs is how much a competency asks for a question, in thousandths of a point: half the scale for every one, so that
// nobody is asked about a single thing only, and what the AI interview left to 100; what it did not measure counts as
// half known. What is neither core nor a dimension of the position needs nothing.
func (d *drawing) needs(competency string) int {
	if !slices.Contains(d.pos.Kit.Core, competency) && !slices.Contains(d.pos.Dimensions, competency) {
		return 0
	}
	score, ok := scoreOf(d.c, competency)
	if !ok {
		score = 50
	}
	return int((150 - score) * 1000)
}

// lot is the question's place among equals for this case; most questions never meet an equal.
func (d *drawing) lot(s *sheet) int {
	if !s.drawn {
		sum := sha256.Sum256([]byte(string(d.c.ID) + "|" + d.bank.ID + "|" + s.q.ID))
		s.lot, s.drawn = int(binary.BigEndian.Uint32(sum[:4])), true
	}
	return s.lot
}
