package archive

import (
	"context"
	"io"
	"os"
)

// thousand is what progress is told out of: a backup is copied, measured, written and tried, and the bytes of the next step are
// not known before the last has ended.
const thousand = 1000

// step is a part of the whole work, in thousandths of it.
type step struct{ from, to int64 }

// The steps after the copying of the database: measuring, writing, trying. Restoring has one.
var (
	copyStep     = step{0, 100}
	backupSteps  = []step{{100, 300}, {300, 650}, {650, thousand}}
	restoreSteps = []step{{0, thousand}}
)

// counter counts bytes, tells how far the work is, and ends it when its context ends.
type counter struct {
	ctx   context.Context
	tell  func(done, total int)
	steps []step
	at    step
	done  int64
	total int64
	told  int64
}

// copying is the progress of the database's own copying.
func (c *counter) copying() func(done, total int) {
	c.at, c.steps = copyStep, backupSteps
	return func(done, total int) {
		c.done, c.total = int64(done), int64(total)
		c.say()
	}
}

// next begins the next step, of so many bytes.
func (c *counter) next(bytes int64) {
	if len(c.steps) > 0 {
		c.at, c.steps = c.steps[0], c.steps[1:]
	}
	c.done, c.total = 0, bytes
}

// expect is next with the bytes that some files have.
func (c *counter) expect(all []source) error {
	var bytes int64
	for _, s := range all {
		info, err := os.Stat(s.path)
		if err != nil {
			return err
		}
		bytes += info.Size()
	}
	c.next(bytes)
	return nil
}

func (c *counter) say() {
	now := c.at.from + c.done*(c.at.to-c.at.from)/max(c.total, 1)
	if now = min(now, c.at.to); c.tell != nil && now > c.told {
		c.told = now
		c.tell(int(now), thousand)
	}
}

func (c *counter) reader(r io.Reader) io.Reader { return counted{c, r} }

type counted struct {
	c *counter
	r io.Reader
}

func (r counted) Read(p []byte) (int, error) {
	if err := r.c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.r.Read(p)
	r.c.done += int64(n)
	r.c.say()
	return n, err
}
