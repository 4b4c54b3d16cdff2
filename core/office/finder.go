package office

import (
	"context"
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
	seq     uint64 // the ledger's head it is up to date with
	entries []found
	at      map[hiring.CaseID]int
}

type found struct {
	id     hiring.CaseID
	status hiring.Status
	branch string
	panel  []hiring.AccountID
	head   Head
	text   string // everything searchable, lower case, separated by a space
}

func (f *finder) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loaded, f.entries, f.at = false, nil, nil
}

func (f *finder) stale() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loaded = false
}

func searchText(h Head) string {
	return strings.ToLower(strings.Join([]string{h.Name, h.Initials, h.Pinyin, h.Phone, h.IDTail}, " "))
}

// fresh loads every head when none is loaded or another process moved the ledger on.
func (o *Office) fresh(ctx context.Context) error {
	f := &o.finder
	return o.ports.Store.Read(ctx, func(r Reader) error {
		seq, _, _, err := r.Head()
		if err != nil {
			return err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.loaded && f.seq == seq {
			return nil
		}
		f.entries, f.at = f.entries[:0], map[hiring.CaseID]int{}
		err = r.Heads(func(row CaseRow) error {
			if row.Status == hiring.Undone {
				return nil
			}
			h, err := o.openHead(row, true)
			if err != nil {
				return err
			}
			f.at[row.ID] = len(f.entries)
			f.entries = append(f.entries, found{id: row.ID, status: row.Status, branch: row.Branch, panel: row.Panel, head: h, text: searchText(h)})
			return ctx.Err()
		})
		f.loaded, f.seq = err == nil, seq
		return err
	})
}

// openHead opens a row's head; once leaves the key cache to the cases that people open.
func (o *Office) openHead(row CaseRow, once bool) (Head, error) {
	open := o.ports.Vault.Open
	if once {
		open = o.ports.Vault.OpenOnce
	}
	raw, err := open(string(row.ID), string(hiring.Basic), row.HeadKey, "head", "head", row.Head)
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
	o := s.office
	if err := o.fresh(ctx); err != nil {
		return nil, err
	}
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 {
		return nil, nil
	}
	scope := s.scope()
	o.finder.mu.RLock()
	defer o.finder.mu.RUnlock()
	type ranked struct {
		rank int
		hit  Hit
	}
	var hits []ranked
	for i := range o.finder.entries {
		e := &o.finder.entries[i]
		if rank, ok := matches(e, words); ok && scope.sees(e.branch, e.panel) {
			hits = append(hits, ranked{rank, Hit{ID: e.id, Head: e.head}})
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].rank < hits[j].rank })
	out := make([]Hit, 0, min(limit, len(hits)))
	for _, h := range hits[:min(limit, len(hits))] {
		out = append(out, s.hide(h.hit))
	}
	return out, nil
}

// matches ranks an entry: whole name, beginning of name or initials, anywhere.
func matches(e *found, words []string) (int, bool) {
	rank := 0
	for _, w := range words {
		switch {
		case e.head.Name == w || e.head.Phone == w || strings.EqualFold(e.head.IDTail, w):
		case strings.HasPrefix(e.text, w) || strings.HasPrefix(e.head.Initials, w) || strings.HasPrefix(e.head.Pinyin, w):
			rank++
		case strings.Contains(e.text, w):
			rank += 2
		default:
			return 0, false
		}
	}
	return rank, true
}
