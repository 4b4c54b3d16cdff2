package scan

import "ruhang/core/hiring"

// tally counts, field by field, how many looks saw what.
type tally map[string][]ballot

type ballot struct {
	found
	votes int
}

func (t tally) add(field string, f found) {
	for i := range t[field] {
		if t[field][i].text == f.text {
			t[field][i].votes++
			return
		}
	}
	t[field] = append(t[field], ballot{f, 1})
}

// winner is what most looks saw; nothing when two were seen equally often.
func (t tally) winner(field string) (best ballot, ok bool) {
	for _, b := range t[field] {
		switch {
		case b.votes > best.votes:
			best, ok = b, true
		case b.votes == best.votes:
			ok = false
		}
	}
	return best, ok
}

// settled is a value that enough looks saw, and nothing beside it that proves itself too.
func (t tally) settled(field string) bool {
	b, ok := t.winner(field)
	if !ok || b.votes < enough {
		return false
	}
	for _, other := range t[field] {
		if other.text != b.text && other.proven {
			return false
		}
	}
	return true
}

// done says that what must be found was.
func (t tally) done(all []finder) bool {
	for _, f := range all {
		if f.must && !t.settled(f.field) {
			return false
		}
	}
	return true
}

// any says that every word was seen by some look: letters need not be read again for them.
func (t tally) any(all []finder) bool {
	for _, f := range all {
		if !f.digits && len(t[f.field]) == 0 {
			return false
		}
	}
	return true
}

// tell writes down what won. Only what proves itself is sure, and only when it was settled.
func (t tally) tell(r *hiring.Reading, all []finder) {
	for _, f := range all {
		if b, ok := t.winner(f.field); ok {
			put(r, hiring.ReadValue{Field: f.field, Text: b.text, Sure: b.proven && t.settled(f.field), Looks: b.votes})
		}
	}
}
