// Package outward is the one way out of the house over HTTP. Whoever asks something outside names the address from the bank's configuration
// and gets a function that reaches this scheme, host and port and nothing else.
//
// It refuses to follow a redirect to anywhere else, to speak http to another machine, to use a proxy that some variable of the environment
// names, to connect to where a name must not lead (this machine, link-local, multicast, the clouds' metadata services: what a
// hijacked name server would answer), to read more than was agreed, and to repeat in an error what was asked: addresses carry tokens.
//
// Private addresses (RFC 1918, 4193) are reached: a bank's own gateway stands there. What a rebound name could steal from them is held
// off by TLS, since no server inside the house has a certificate for a name outside.
//
//	gate := outward.New(outward.Options{})
//	do := gate.To("https://open.api.tianyancha.com", outward.Terms{PerMin: 60})
//	response, err := do(request) // the body is read already, whole and no larger than agreed
package outward

import (
	"crypto/x509"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options are how patient the gate is. What is zero has the value in brackets.
type Options struct {
	Connect  time.Duration  // until a connection stands [5 s]
	Answer   time.Duration  // for one try, to the last byte [20 s]
	Wait     time.Duration  // at most before a try: one's turn, or what the server asked for by Retry-After [30 s]
	Pause    time.Duration  // before the second try; it doubles [500 ms]
	Tries    int            // of what may be asked twice [3]
	Failures uint32         // in a row that rest a way [5]
	Rest     time.Duration  // of a way that only fails, before one call may try it again [1 min]
	Roots    *x509.CertPool // who vouches for servers [the system's]
	Names    *net.Resolver  // who knows the addresses of names [the system's]
}

// Terms are what one way is used for.
type Terms struct {
	PerMin  int   // calls in any minute; 0: as many as there are
	Largest int64 // bytes of an answer, unpacked [1 MiB]
	Plain   bool  // http to other machines as well: for answers that prove themselves, timestamps (RFC 3161)
}

// Do asks and gives the whole answer, or a fault: Offline (silence, 429, 5xx, a way at rest; "after" says in how many seconds to come
// back), Denied (401, 403), Corrupt (cut off, too large, of another kind than Accept names, no JSON), Refused (an address nobody named). Other
// answers of 4xx are the caller's to read.
type Do = func(*http.Request) (*http.Response, error)

// Gate keeps the ways, so that pace and rest of a place outlive whoever asks. It is safe for concurrent use.
type Gate struct {
	options Options
	mu      sync.Mutex
	ways    map[way]Do
}

// way names a way in the gate's memory.
type way struct {
	address string
	terms   Terms
}

// New makes a gate without ways.
func New(o Options) *Gate {
	preset(&o.Connect, 5*time.Second)
	preset(&o.Answer, 20*time.Second)
	preset(&o.Wait, 30*time.Second)
	preset(&o.Pause, 500*time.Millisecond)
	preset(&o.Tries, 3)
	preset(&o.Failures, 5)
	preset(&o.Rest, time.Minute)
	return &Gate{options: o, ways: map[way]Do{}}
}

// To is the way to an address. One that may not be named gives a way that says so at every call.
func (g *Gate) To(address string, t Terms) Do {
	preset(&t.Largest, 1<<20)
	g.mu.Lock()
	defer g.mu.Unlock()
	name := way{address: address, terms: t}
	do, known := g.ways[name]
	if !known {
		do = g.path(address, t)
		g.ways[name] = do
	}
	return do
}

func (g *Gate) path(address string, t Terms) Do {
	to, err := named(address, t.Plain)
	if err != nil {
		return func(*http.Request) (*http.Response, error) { return nil, err }
	}
	return newPath(to, g.options, t).ask
}

func preset[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
