package outward

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office/outsidetest"
)

// quick is a gate that loses its patience within a test.
func quick() *Gate {
	return New(Options{Answer: 600 * time.Millisecond, Pause: time.Millisecond, Wait: 20 * time.Millisecond, Tries: 2})
}

func get(t testing.TB, address string) *http.Request {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	r.Header.Set("Accept", "application/json")
	return r
}

func post(t testing.TB, address, body string) *http.Request {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	require.NoError(t, err)
	return r
}

func TestEveryTroubleOfAServerIsAFaultOfItsKind(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		outsidetest.Troubles(t, func(t *testing.T, address string) error {
			r := get(t, address+"/ask?token=secret-token&name=somebody")
			r.Method = method
			_, err := quick().To(address, Terms{})(r)
			return err
		}, "secret-token", "somebody")
	}
}

func TestT12_NoRequestLeavesForAnAddressNobodyNamed(t *testing.T) {
	var reached atomic.Int32
	count := func(w http.ResponseWriter, _ *http.Request) { reached.Add(1) }
	named, other := httptest.NewServer(http.HandlerFunc(count)), httptest.NewServer(http.HandlerFunc(count))
	defer named.Close()
	defer other.Close()
	do := quick().To(named.URL, Terms{})
	secure := "https" + strings.TrimPrefix(named.URL, "http")
	for _, address := range []string{other.URL, other.URL + "/path", secure, "http://localhost" + named.URL[strings.LastIndex(named.URL, ":"):],
		strings.Replace(named.URL, "http://", "http://somebody@", 1), "http://169.254.169.254/", "http://example.com/"} {
		_, err := do(get(t, address))
		require.True(t, fault.HasCode(err, "outward.not_named"), "%s: %v", address, err)
	}
	bent := get(t, named.URL)
	bent.Host = "elsewhere.example"
	_, err := do(bent)
	require.True(t, fault.HasCode(err, "outward.not_named"), "the Host header is part of the address")
	require.Zero(t, reached.Load())
	_, err = do(post(t, named.URL, "x"))
	require.NoError(t, err)
	require.EqualValues(t, 1, reached.Load())
}

func TestT12_AddressesThatMayNotBeNamed(t *testing.T) {
	for address, code := range map[string]string{
		"http://api.example.com": "outward.insecure", "http://10.0.0.8": "outward.insecure", "https://user@api.example.com": "outward.address",
		"ftp://127.0.0.1": "outward.address", "api.example.com": "outward.address", "https://": "outward.address", "": "outward.address",
		"file:///etc/passwd": "outward.address", "https://ex ample.com": "outward.address",
	} {
		_, err := quick().To(address, Terms{})(get(t, "https://api.example.com"))
		require.True(t, fault.HasCode(err, code), "%s: %v", address, err)
	}
	for _, address := range []string{"http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"} {
		_, err := named(address, false)
		require.NoError(t, err, "a server on this machine may be asked in clear")
	}
	_, err := named("http://time.example.com", true)
	require.NoError(t, err)
}

func TestT12_WhereANameMayNotLead(t *testing.T) {
	named := place{scheme: "https", host: "api.example.com", port: "443"}
	lead := func(p place, address string) error { return p.mayLead("tcp4", net.JoinHostPort(address, p.port), nil) }
	for _, address := range []string{"127.0.0.1", "127.9.9.9", "::1", "169.254.169.254", "169.254.1.1", "fe80::1", "224.0.0.1", "ff02::1", "0.0.0.0", "0.1.2.3", "::",
		"255.255.255.255", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"} {
		require.True(t, fault.HasCode(lead(named, address), "outward.astray"), address)
	}
	for _, address := range []string{"8.8.8.8", "2001:db8::1", "10.1.2.3", "192.168.1.9", "fd12::1", "64:ff9b::808:808"} {
		require.NoError(t, lead(named, address), address)
	}
	require.Error(t, named.mayLead("tcp4", "8.8.8.8:80", nil), "another port")
	require.Error(t, named.mayLead("udp4", "8.8.8.8:443", nil))
	for _, own := range []string{"127.0.0.1", "169.254.10.10", "::1"} {
		require.NoError(t, lead(place{host: own, port: "443"}, own), "named as an address by the configuration itself")
	}
	require.NoError(t, lead(place{host: "localhost", port: "443"}, "127.0.0.1"))
	require.Error(t, lead(place{host: "localhost", port: "443"}, "169.254.169.254"))
	require.Error(t, lead(place{host: "127.0.0.1", port: "443"}, "127.0.0.2"))
}

func TestT12_AReboundNameIsNotDialled(t *testing.T) {
	var reached atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer server.Close()
	address := "http://api.example.com:" + server.URL[strings.LastIndex(server.URL, ":")+1:]
	for _, leads := range [][4]byte{{127, 0, 0, 1}, {169, 254, 169, 254}, {100, 100, 100, 200}, {0, 0, 0, 0}, {224, 0, 0, 9}} {
		gate := New(Options{Answer: 2 * time.Second, Tries: 1, Names: bentNames(t, leads)})
		_, err := gate.To(address, Terms{Plain: true})(get(t, address))
		require.True(t, fault.HasCode(err, "outward.astray"), "%v: %v", leads, err)
	}
	require.Zero(t, reached.Load())
}

func TestAServerNobodyVouchesForIsNotAsked(t *testing.T) {
	var reached atomic.Int32
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { reached.Add(1) }))
	defer server.Close()
	server.Config.ErrorLog = nil
	_, err := quick().To(server.URL, Terms{})(get(t, server.URL))
	require.True(t, fault.HasCode(err, "outward.certificate"), "%v", err)
	require.Zero(t, reached.Load())
	pool := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	_, err = New(Options{Roots: pool}).To(server.URL, Terms{})(post(t, server.URL, "x"))
	require.NoError(t, err)
}

func TestTheEnvironmentHasNoSayInTheWay(t *testing.T) {
	var reached atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer proxy.Close()
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"} {
		t.Setenv(name, proxy.URL)
	}
	_, err := quick().To("http://service.invalid", Terms{Plain: true})(get(t, "http://service.invalid"))
	require.True(t, fault.HasCode(err, "outward.silent"), "%v", err)
	require.Zero(t, reached.Load())
}

// scripted answers in turn; the last answer stays.
type scripted struct {
	answers []func(*http.Request) (*http.Response, error)
	asked   []time.Time
}

func (s *scripted) RoundTrip(r *http.Request) (*http.Response, error) {
	s.asked = append(s.asked, time.Now())
	return s.answers[min(len(s.asked), len(s.answers))-1](r)
}

func code(status int, header ...string) func(*http.Request) (*http.Response, error) {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{"Content-Type": {"application/json"}}
		for i := 0; i+1 < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader("{}")), Request: r, ContentLength: 2}, nil
	}
}

func silence(*http.Request) (*http.Response, error) {
	return nil, errors.New("no route to secret-token")
}

func scriptedPath(o Options, terms Terms, answers ...func(*http.Request) (*http.Response, error)) (*path, *scripted) {
	s := &scripted{answers: answers}
	gate := New(o)
	preset(&terms.Largest, 1<<20)
	p := newPath(place{"https", "api.example.com", "443"}, gate.options, terms)
	p.client.Transport = s
	return p, s
}

const service = "https://api.example.com/ask"

func TestWhatMayBeAskedTwiceIsAskedAgainLaterEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := scriptedPath(Options{}, Terms{}, silence, code(500), code(200))
		_, err := p.ask(get(t, service))
		require.NoError(t, err)
		require.Len(t, s.asked, 3)
		first, second := s.asked[1].Sub(s.asked[0]), s.asked[2].Sub(s.asked[1])
		require.True(t, first >= 500*time.Millisecond && first < time.Second, first)
		require.True(t, second >= time.Second && second < 2*time.Second, second)
	})
	synctest.Test(t, func(t *testing.T) {
		p, s := scriptedPath(Options{}, Terms{}, silence)
		_, err := p.ask(post(t, service, "x"))
		require.True(t, fault.HasCode(err, "outward.silent"))
		require.NotContains(t, err.Error(), "secret-token")
		require.Len(t, s.asked, 1, "an order may have arrived: it is not sent twice")
		keyed := post(t, service, "x")
		keyed.Header.Set("Idempotency-Key", "k1")
		p, s = scriptedPath(Options{}, Terms{}, silence, code(200))
		_, err = p.ask(keyed)
		require.NoError(t, err)
		require.Len(t, s.asked, 2, "under a key it is one order")
	})
	for status, tries := range map[int]int{401: 1, 403: 1, 404: 1, 422: 1, 429: 3, 500: 3, 503: 3} {
		synctest.Test(t, func(t *testing.T) {
			p, s := scriptedPath(Options{}, Terms{}, code(status))
			_, _ = p.ask(get(t, service))
			require.Len(t, s.asked, tries, "%d", status)
		})
	}
}

func TestAServerIsWaitedForAsLongAsItAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, said := range []func() string{func() string { return "7" }, func() string { return time.Now().Add(7 * time.Second).UTC().Format(http.TimeFormat) }} {
			p, s := scriptedPath(Options{}, Terms{}, code(429, "Retry-After", said()), code(200))
			_, err := p.ask(get(t, service))
			require.NoError(t, err)
			require.GreaterOrEqual(t, s.asked[1].Sub(s.asked[0]), 6*time.Second)
		}
		for _, said := range []string{"3600", "99999999999", "-5", "soon"} {
			p, s := scriptedPath(Options{Tries: 2}, Terms{}, code(429, "Retry-After", said))
			begun := time.Now()
			_, err := p.ask(get(t, service))
			require.True(t, fault.HasCode(err, "outward.busy"))
			require.Less(t, time.Since(begun), 30*time.Second, "nobody waits for an hour")
			if said == "3600" {
				require.Len(t, s.asked, 1)
				after, known := After(err)
				require.True(t, known)
				require.Equal(t, time.Hour, after)
			}
		}
	})
}

func TestAWayThatOnlyFailsRestsAndIsTriedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := scriptedPath(Options{Tries: 1}, Terms{}, code(500), code(500), code(500), code(500), code(500), code(500), code(200))
		for range 5 {
			_, err := p.ask(get(t, service))
			require.True(t, fault.HasCode(err, "outward.ill"))
		}
		_, err := p.ask(get(t, service))
		require.True(t, fault.HasCode(err, "outward.resting"), "%v", err)
		require.True(t, fault.Is(err, fault.Offline))
		require.Len(t, s.asked, 5)
		time.Sleep(61 * time.Second)
		_, err = p.ask(get(t, service))
		require.True(t, fault.HasCode(err, "outward.ill"), "one call may try it")
		_, err = p.ask(get(t, service))
		require.True(t, fault.HasCode(err, "outward.resting"), "and it rests again")
		time.Sleep(61 * time.Second)
		for range 3 {
			_, err = p.ask(get(t, service))
			require.NoError(t, err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		p, _ := scriptedPath(Options{Tries: 1}, Terms{}, code(403))
		for range 20 {
			_, err := p.ask(get(t, service))
			require.True(t, fault.HasCode(err, "outward.denied"), "a wrong key is no outage")
		}
	})
}

func TestAMinuteHoldsSoManyCallsWhereverItBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := scriptedPath(Options{Wait: time.Hour}, Terms{PerMin: 20}, code(200))
		for range 90 {
			_, err := p.ask(get(t, service))
			require.NoError(t, err)
		}
		for i := 20; i < len(s.asked); i++ {
			require.GreaterOrEqual(t, s.asked[i].Sub(s.asked[i-20]), time.Minute)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		p, s := scriptedPath(Options{Wait: 10 * time.Second}, Terms{PerMin: 1}, code(200))
		_, err := p.ask(get(t, service))
		require.NoError(t, err)
		_, err = p.ask(get(t, service))
		require.True(t, fault.HasCode(err, "outward.pace"), "%v", err)
		after, _ := After(err)
		require.Equal(t, time.Minute, after)
		require.Len(t, s.asked, 1)
		time.Sleep(51 * time.Second)
		_, err = p.ask(get(t, service))
		require.NoError(t, err, "nine seconds are waited for")
	})
}

func TestAWayKeepsItsMemoryWhoeverAsks(t *testing.T) {
	gate := quick()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {}))
	defer server.Close()
	_, err := gate.To(server.URL, Terms{PerMin: 1})(post(t, server.URL, "x"))
	require.NoError(t, err)
	_, err = gate.To(server.URL, Terms{PerMin: 1})(post(t, server.URL, "x"))
	require.True(t, fault.HasCode(err, "outward.pace"), "%v", err)
}

func TestOnlyWhatWasAgreedIsRead(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"told": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 2000)) },
		"packed": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			packed(w, 4<<20)
		},
	} {
		server := httptest.NewServer(serve)
		_, err := quick().To(server.URL, Terms{Largest: 1000})(post(t, server.URL, "x"))
		require.True(t, fault.HasCode(err, "outward.too_large"), "%s: %v", name, err)
		server.Close()
	}
}

func TestDialReachesTheNamedServerOnly(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	to := netip.MustParseAddrPort(listener.Addr().String())
	dial := quick().Dial("127.0.0.1", int(to.Port()))
	conn, err := dial(t.Context(), "tcp", to.String())
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	_, err = dial(t.Context(), "tcp", "127.0.0.1:1")
	require.True(t, fault.HasCode(err, "outward.not_named"))
}
