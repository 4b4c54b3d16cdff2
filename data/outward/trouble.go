package outward

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"ruhang/core/fault"
)

// trouble is why nothing came back. Of what lies beneath only the kind is kept: texts of the HTTP library repeat the address, with
// whatever token is in it, and what the server said.
func (p *path) trouble(ctx context.Context, err error) error {
	var ours *fault.Error
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.Is(context.Cause(ctx), context.Canceled):
		return &fault.Error{Kind: fault.Offline, Code: "outward.silent", Params: fault.Params{"host": p.to.host}, Err: context.Canceled}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return p.corrupt("outward.cut_off")
	case errors.As(err, &certificate):
		return p.offline("outward.certificate", certificate)
	}
	return p.offline("outward.silent", err)
}

func (p *path) offline(code string, err error) error {
	return &fault.Error{Kind: fault.Offline, Code: code, Params: fault.Params{"host": p.to.host}, Op: "outward.answer", Err: errors.New(beneath(err))}
}

// beneath names what kind of error it was.
func beneath(err error) string {
	var network *net.OpError
	var name *net.DNSError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.As(err, &name):
		return "name not found"
	case errors.As(err, &network):
		return network.Op + ": " + fmt.Sprintf("%T", network.Err)
	}
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return fmt.Sprintf("%T", err)
}

// pause waits before the next try: as long as the server asked, or longer each time, never quite the same, so that two who failed
// together do not come back together. False when there is no point in waiting.
func (p *path) pause(ctx context.Context, try int, err error) bool {
	wait := p.options.Pause << try
	wait += time.Duration(below(int64(wait)))
	if asked, known := After(err); known {
		wait = max(wait, asked)
	}
	return wait <= p.options.Wait && sleep(ctx, wait)
}

// After is when a fault says to come back.
func After(err error) (time.Duration, bool) {
	n, wrong := strconv.Atoi(fault.Of(err).Params["after"])
	return time.Duration(n) * time.Second, wrong == nil && n > 0
}

// later reads Retry-After (RFC 9110, 10.2.3): seconds or an instant; 0 when the server says nothing, a day at most.
func later(h http.Header) time.Duration {
	said := h.Get("Retry-After")
	wait := time.Duration(0)
	if n, err := strconv.Atoi(said); err == nil {
		wait = time.Duration(min(n, 24*60*60)) * time.Second
	} else if at, err := http.ParseTime(said); err == nil {
		wait = time.Until(at)
	}
	return min(max(wait, 0), 24*time.Hour)
}

// below is a random number in [0, n).
func below(n int64) int64 {
	got, err := rand.Int(rand.Reader, big.NewInt(max(n, 1)))
	if err != nil {
		return n / 2
	}
	return got.Int64()
}

func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// seconds are whole ones, rounded up; "" for none.
func seconds(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return itoa(int((d + time.Second - 1) / time.Second))
}

// pace keeps a way to so many calls in any minute. A token bucket (golang.org/x/time/rate) lets twice as many through in its first minute, and
// robots of chat rooms are silenced for ten minutes by the twenty-first.
type pace struct {
	perMin int
	mu     sync.Mutex
	gone   []time.Time // the calls of the last minute, oldest first; those to come that have their turn already
}

// turn waits for one's turn, unless that takes too long.
func (p *pace) turn(ctx context.Context, longest time.Duration) *fault.Error {
	if p.perMin <= 0 {
		return nil
	}
	wait := p.book(time.Now(), longest)
	if wait > longest {
		return fault.New(fault.Offline, "outward.pace", "after", seconds(wait), "count", itoa(p.perMin))
	}
	if wait > 0 && !sleep(ctx, wait) {
		return &fault.Error{Kind: fault.Offline, Code: "outward.silent", Err: ctx.Err()}
	}
	return nil
}

// book gives the wait for the next free place in the minute, and takes the place when that is not too long.
func (p *pace) book(now time.Time, longest time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := now
	if len(p.gone) >= p.perMin {
		if free := p.gone[len(p.gone)-p.perMin].Add(time.Minute); free.After(now) {
			at = free
		}
	}
	if at.Sub(now) <= longest {
		p.gone = append(p.gone, at)
		p.gone = p.gone[max(0, len(p.gone)-p.perMin):]
	}
	return at.Sub(now)
}
