package office

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sort"
	"strings"
	"sync"

	"ruhang/core/hiring"
)

// finder is the search in memory over opened heads: name, pinyin initials, full pinyin, phone tail, ID tail. No index of
// personal data is ever on disk.
type finder struct {
	mu      sync.RWMutex
	loaded  bool
	seq     uint64  // the ledger's head it is up to date with
	entries []found // by id
}

// found is kept small: there are as many as cases.
type found struct {
	id     hiring.CaseID
	branch string
	panel  []hiring.AccountID
	head   string // as Head.encode writes it
	text   string // head in lower case; the same bytes where it is that already
}

func (f *finder) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loaded, f.entries = false, nil
}

func (f *finder) stale() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loaded = false
}

// drop takes an erased case out of the search.
func (f *finder) drop(id hiring.CaseID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.remove(id)
}

// remove is drop for who holds the lock; what is behind the entries is overwritten.
func (f *finder) remove(id hiring.CaseID) {
	if at, known := f.place(id); known {
		f.entries = slices.Delete(f.entries, at, at+1)
	}
}

func (f *finder) place(id hiring.CaseID) (int, bool) {
	return slices.BinarySearchFunc(f.entries, id, func(e found, id hiring.CaseID) int { return cmp.Compare(e.id, id) })
}

// maxCatchUp is how many records the search looks through for what changed; after more, it loads everything.
const maxCatchUp = 2000

// fresh brings the search up to the ledger's head: every head when none is loaded, else those of the cases that records
// came for, also from another process.
func (o *Office) fresh(ctx context.Context) error {
	f := &o.finder
	return o.ports.Store.Read(ctx, func(r Reader) error {
		seq, _, _, err := r.Head()
		if err != nil {
			return err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		switch {
		case f.loaded && f.seq == seq:
			return nil
		case f.loaded && seq > f.seq && seq-f.seq <= maxCatchUp:
			err = o.catchUp(r)
		default:
			f.loaded, f.entries = false, f.entries[:0]
			once := interner{}
			err = r.Heads(func(row CaseRow) error { return errors.Join(o.enter(row, once), ctx.Err()) })
		}
		if err == nil {
			f.loaded, f.seq = true, seq
		}
		return err
	})
}

// catchUp enters the cases that changed since the last time.
func (o *Office) catchUp(r Reader) error {
	ids, err := r.Touched(o.finder.seq)
	if err != nil || len(ids) == 0 {
		return err
	}
	rows, err := r.Cases(CaseQuery{IDs: ids})
	for _, id := range ids {
		if !slices.ContainsFunc(rows, func(row CaseRow) bool { return row.ID == id }) { // erased, perhaps by another process
			o.finder.remove(id)
			o.people.clear()
			o.forget(id)
		}
	}
	for _, row := range rows {
		err = errors.Join(err, o.enter(row, interner{}))
	}
	return err
}

// enter puts a case in its place by id, anew when it stands there; one that was undone goes.
func (o *Office) enter(row CaseRow, once interner) error {
	raw, err := o.ports.Vault.OpenOnce(string(row.ID), string(hiring.Basic), row.HeadKey, "head", "head", row.Head)
	if err != nil {
		return err
	}
	for i, p := range row.Panel {
		row.Panel[i] = hiring.AccountID(once.of(string(p)))
	}
	head := string(raw)
	e := found{id: row.ID, branch: once.of(row.Branch), panel: row.Panel, head: head, text: strings.ToLower(head)}
	f := &o.finder
	at, known := f.place(row.ID)
	switch {
	case known && row.Status == hiring.Undone:
		f.entries = slices.Delete(f.entries, at, at+1)
	case known:
		f.entries[at] = e
	case row.Status != hiring.Undone:
		f.entries = slices.Insert(f.entries, at, e)
	}
	return nil
}

// interner keeps one copy of what many rows say.
type interner map[string]string

func (in interner) of(s string) string {
	if kept, ok := in[s]; ok {
		return kept
	}
	in[s] = s
	return s
}

// openHead opens a row's head.
func (o *Office) openHead(row CaseRow) (Head, error) {
	raw, err := o.ports.Vault.Open(string(row.ID), string(hiring.Basic), row.HeadKey, "head", "head", row.Head)
	if err != nil {
		return Head{}, err
	}
	return decodeHead(raw), nil
}

// Hit is a case that a search found.
type Hit struct {
	ID   hiring.CaseID
	Head Head
}

// Find is the cases whose name, pinyin, phone tail or ID tail match every word of text, best first; at most limit.
func (s *Staff) Find(ctx context.Context, text string, limit int) ([]Hit, error) {
	if err := s.Alive(); err != nil {
		return nil, err
	}
	o := s.office
	if err := o.fresh(ctx); err != nil {
		return nil, err
	}
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 {
		return nil, nil
	}
	scope, fields := s.scope(), s.searchable()
	o.finder.mu.RLock()
	defer o.finder.mu.RUnlock()
	type ranked struct {
		rank int
		hit  Hit
	}
	var hits []ranked
	for i := range o.finder.entries {
		e := &o.finder.entries[i]
		if rank, ok := matches(e.text, words, fields); ok && scope.sees(e.branch, e.panel) {
			hits = append(hits, ranked{rank, Hit{ID: e.id, Head: decodeHead([]byte(e.head))}})
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].rank < hits[j].rank })
	out := make([]Hit, 0, min(limit, len(hits)))
	for _, h := range hits[:min(limit, len(hits))] {
		out = append(out, s.hide(h.hit))
	}
	return out, nil
}

// searchable is how many fields of a head the account may search by: what is hidden from it is not found either.
func (s *Staff) searchable() int {
	if s.mayOffice("contact") != nil {
		return 3 // name, initials, pinyin
	}
	return 5 // and the tails of phone and ID number
}

// matches ranks a head: each word by its best field: all of it, its beginning, anywhere.
func matches(head string, words []string, fields int) (int, bool) {
	rank := 0
	for _, w := range words {
		best := 3
		for rest, n := head, 0; n < fields && best > 0; n++ {
			var field string
			field, rest, _ = strings.Cut(rest, headSeparator)
			switch {
			case field == w:
				best = 0
			case strings.HasPrefix(field, w):
				best = min(best, 1)
			case strings.Contains(field, w):
				best = min(best, 2)
			}
		}
		if best == 3 {
			return 0, false
		}
		rank += best
	}
	return rank, true
}
