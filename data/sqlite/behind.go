package sqlite

import "sync"

// aheadMost is how many statements may wait to be written: enough that neither side waits for the other's every step.
const aheadMost = 512

// behind writes in the order it was asked to, beside whoever asks: while SQLite writes one case, the office seals the next.
// The first error ends the writing; it is the answer to whatever is asked afterwards, and the transaction is undone.
type behind struct {
	mu      sync.Mutex
	changed sync.Cond
	waiting []func() error
	busy    bool // a statement is being written
	closed  bool
	err     error
}

func newBehind() *behind {
	b := &behind{}
	b.changed.L = &b.mu
	go b.write()
	return b
}

// add lets a statement be written. An error may be of an earlier one.
func (b *behind) add(run func() error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.waiting) >= aheadMost && b.err == nil {
		b.changed.Wait()
	}
	if b.err != nil {
		return b.err
	}
	b.waiting = append(b.waiting, run)
	if len(b.waiting) == 1 && !b.busy {
		b.changed.Broadcast()
	}
	return nil
}

// wait returns when everything is written.
func (b *behind) wait() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for (b.busy || len(b.waiting) > 0) && b.err == nil {
		b.changed.Wait()
	}
	return b.err
}

// close lets what waits be dropped, and returns when nothing is being written any more.
func (b *behind) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting, b.closed = nil, true
	b.changed.Broadcast()
	for b.busy {
		b.changed.Wait()
	}
}

// write takes all that waits at once, so that the two sides meet rarely.
func (b *behind) write() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for {
		for len(b.waiting) == 0 && !b.closed {
			b.changed.Wait()
		}
		if b.closed {
			return
		}
		batch := b.waiting
		b.waiting, b.busy = nil, true
		b.changed.Broadcast()
		b.mu.Unlock()
		err := runAll(batch)
		b.mu.Lock()
		b.busy = false
		if err != nil {
			b.err, b.waiting = err, nil
		}
		b.changed.Broadcast()
	}
}

func runAll(batch []func() error) error {
	for _, run := range batch {
		if err := run(); err != nil {
			return err
		}
	}
	return nil
}
