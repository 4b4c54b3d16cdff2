package check

import (
	"sync"
	"time"
)

// memory keeps for a while what was learnt or seen, in this process only: a register's facts of a company, so that an order that broke off
// half way is not paid for twice; signatures of callbacks, so that none counts twice.
type memory struct {
	now   func() time.Time
	mu    sync.Mutex
	known map[string]remembered
}

type remembered struct {
	value []byte
	until time.Time
}

// most entries are kept; a bank's day has a few hundred.
const mostRemembered = 4096

func (m *memory) get(name string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, known := m.known[name]
	return r.value, known && m.now().Before(r.until)
}

func (m *memory) put(name string, value []byte, stays time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set(name, value, stays)
}

// first says whether a name is new, and remembers it.
func (m *memory) first(name string, stays time.Duration) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, known := m.known[name]; known && m.now().Before(r.until) {
		return false
	}
	m.set(name, nil, stays)
	return true
}

func (m *memory) set(name string, value []byte, stays time.Duration) {
	now := m.now()
	if m.known == nil {
		m.known = map[string]remembered{}
	}
	if len(m.known) >= mostRemembered {
		for n, r := range m.known {
			if !now.Before(r.until) || len(m.known) >= mostRemembered {
				delete(m.known, n)
			}
		}
	}
	m.known[name] = remembered{value: value, until: now.Add(stays)}
}
