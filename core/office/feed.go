package office

import (
	"sync"

	"ruhang/core/hiring"
)

// Change says that something is different now: which case, and which parts of it. An empty Case means people, accounts,
// settings or a whole import: everything reloads.
type Change struct {
	Case  hiring.CaseID
	Parts []string
}

// feed tells open pages of changes. A slow listener misses none: changes it has not read yet are kept as one
// "everything".
type feed struct {
	mu   sync.Mutex
	next int
	to   map[int]chan Change
}

func (f *feed) publish(c Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, ch := range f.to {
		select {
		case ch <- c:
		default:
			select {
			case <-ch:
			default:
			}
			select {
			case ch <- Change{}:
			default:
			}
		}
	}
}

// Changes is a stream of changes until stop is called.
func (o *Office) Changes() (changes <-chan Change, stop func()) {
	f := &o.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.to == nil {
		f.to = map[int]chan Change{}
	}
	f.next++
	id, ch := f.next, make(chan Change, 64)
	f.to[id] = ch
	return ch, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.to[id] != nil {
			delete(f.to, id)
			close(ch)
		}
	}
}
