package catalog

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Revised is what a bank keeps of a changed question: the questions to put into its file. One without an id is new and is given one.
// Other words make a question of its own and retire the one they replace, since kits keep what they drew and scorecards what they
// were given for; other tags, minutes or level do not.
func (b *QuestionBank) Revised(q Question) []Question {
	was := b.Question(q.ID)
	switch {
	case q.ID == "":
		q.ID = b.freshID()
	case was != nil && b.sameWords(was, &q):
		q.Anchors, q.Retired = was.Anchors, was.Retired
	case was != nil:
		old := *was
		old.Retired = true
		q.ID = b.nextID(q.ID)
		return []Question{old, q}
	}
	return []Question{q}
}

// Same says whether nothing of a question differs, retirement left aside.
func (b *QuestionBank) Same(x, y *Question) bool {
	return b.sameWords(x, y) && x.Level == y.Level && x.Minutes == y.Minutes && slices.Equal(x.Tags, y.Tags)
}

// Put replaces the question of the same id, or adds it, and says at which place.
func (b *QuestionBank) Put(q Question) int {
	i := slices.IndexFunc(b.Questions, func(x Question) bool { return x.ID == q.ID })
	if i < 0 {
		i, b.Questions = len(b.Questions), append(b.Questions, q)
	}
	b.Questions[i] = q
	return i
}

// sameWords says whether two questions are heard and scored alike; a question without anchors has its competency's.
func (b *QuestionBank) sameWords(x, y *Question) bool {
	return x.Competency == y.Competency && maps.Equal(x.Text, y.Text) && maps.Equal(x.Probe, y.Probe) &&
		slices.EqualFunc(b.AnchorsOf(x), b.AnchorsOf(y), func(a, b Text) bool { return maps.Equal(a, b) })
}

// AnchorsOf are the behaviours that earn each level: the question's own, else its competency's.
func (b *QuestionBank) AnchorsOf(q *Question) []Text {
	if rubric := b.Rubric(q.Competency); len(q.Anchors) == 0 && rubric != nil {
		return rubric.Levels
	}
	return q.Anchors
}

func (b *QuestionBank) freshID() string {
	for n := len(b.Questions) + 1; ; n++ {
		if id := "q" + strconv.Itoa(n); b.Question(id) == nil {
			return id
		}
	}
}

// nextID is the next version of an id: t03, t03.2, t03.3.
func (b *QuestionBank) nextID(id string) string {
	first, _, _ := strings.Cut(id, ".")
	for n := 2; ; n++ {
		if next := first + "." + strconv.Itoa(n); b.Question(next) == nil {
			return next
		}
	}
}
