package outward

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/sony/gobreaker/v2"

	"ruhang/core/fault"
)

// path is a way with its memory: how often it was gone this minute, and whether it leads anywhere at present.
type path struct {
	to      place
	options Options
	terms   Terms
	client  *http.Client
	rest    *gobreaker.CircuitBreaker[*http.Response]
	pace    pace
}

func newPath(to place, o Options, t Terms) *path {
	p := &path{to: to, options: o, terms: t, pace: pace{perMin: t.PerMin}}
	p.client = &http.Client{CheckRedirect: p.redirect, Transport: &http.Transport{
		Proxy:             nil, // the environment has no say in where the bank's data goes
		DialContext:       to.dialer(o).DialContext,
		TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots},
		ForceAttemptHTTP2: true, TLSHandshakeTimeout: o.Connect, ResponseHeaderTimeout: o.Answer, IdleConnTimeout: o.Rest,
		MaxResponseHeaderBytes: 64 << 10,
	}}
	p.rest = gobreaker.NewCircuitBreaker[*http.Response](gobreaker.Settings{Timeout: o.Rest,
		ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= o.Failures },
		IsSuccessful: func(err error) bool { return !fault.Is(err, fault.Offline) && !fault.Is(err, fault.Corrupt) },
		IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
	})
	return p
}

// most is how often a server may send elsewhere on itself.
const most = 3

func (p *path) redirect(next *http.Request, before []*http.Request) error {
	switch {
	case placeOf(next.URL) != p.to:
		return fault.New(fault.Refused, "outward.elsewhere", "host", p.to.host)
	case len(before) > most:
		return fault.New(fault.Corrupt, "outward.circles", "host", p.to.host)
	}
	return nil
}

// ask goes the way, again where that does no harm.
func (p *path) ask(r *http.Request) (*http.Response, error) {
	if placeOf(r.URL) != p.to || r.URL.User != nil || r.Host != "" && r.Host != r.URL.Host {
		return nil, fault.New(fault.Refused, "outward.not_named", "host", p.to.host)
	}
	var err error
	for try := range p.options.Tries {
		var response *http.Response
		if response, err = p.once(r); err == nil || !repeatable(r) || !passing(err) {
			return response, err
		}
		if try+1 < p.options.Tries && !p.pause(r.Context(), try, err) {
			break
		}
	}
	return nil, err
}

// repeatable: asking twice is asking once (RFC 9110, 9.2.2), by the method or by a key under which the server knows the request.
func repeatable(r *http.Request) bool {
	read := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Header.Get("Idempotency-Key") != ""
	return read && (r.Body == nil || r.GetBody != nil)
}

// passing: it may be over in a moment.
func passing(err error) bool {
	return fault.Is(err, fault.Offline) && !fault.HasCode(err, "outward.resting") && !fault.HasCode(err, "outward.pace") || fault.HasCode(err, "outward.cut_off")
}

// once goes the way one time, when it is one's turn and the way is not at rest.
func (p *path) once(r *http.Request) (*http.Response, error) {
	if err := p.pace.turn(r.Context(), p.options.Wait); err != nil {
		return nil, err.With("host", p.to.host)
	}
	response, err := p.rest.Execute(func() (*http.Response, error) {
		ctx, stop := context.WithTimeout(r.Context(), p.options.Answer)
		defer stop()
		try := r.Clone(ctx)
		if r.GetBody != nil {
			body, err := r.GetBody()
			if err != nil {
				return nil, fault.Wrap(err, fault.Internal, "internal", "outward.once")
			}
			try.Body = body
		}
		return p.answer(try)
	})
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return nil, fault.New(fault.Offline, "outward.resting", "host", p.to.host, "after", seconds(p.options.Rest))
	}
	return response, err
}

// answer sends one request and reads what comes back.
func (p *path) answer(r *http.Request) (*http.Response, error) {
	response, err := p.client.Do(r)
	if err != nil {
		return nil, p.trouble(r.Context(), err)
	}
	defer response.Body.Close()
	if err := p.status(response); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(response.Body, p.terms.Largest+1))
	switch {
	case err != nil:
		return nil, p.trouble(r.Context(), err)
	case int64(len(raw)) > p.terms.Largest:
		return nil, p.corrupt("outward.too_large")
	case response.StatusCode < 300:
		if err := p.kind(r, response, raw); err != nil {
			return nil, err
		}
	}
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	return response, nil
}

func (p *path) status(response *http.Response) error {
	switch code := response.StatusCode; {
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return fault.New(fault.Denied, "outward.denied", "host", p.to.host)
	case code == http.StatusTooManyRequests:
		return fault.New(fault.Offline, "outward.busy", "host", p.to.host, "after", seconds(later(response.Header)))
	case code >= 500 || code == http.StatusRequestTimeout:
		return fault.New(fault.Offline, "outward.ill", "host", p.to.host, "status", itoa(code), "after", seconds(later(response.Header)))
	case code < 200 || code >= 300 && code < 400:
		return p.corrupt("outward.kind")
	case response.ContentLength > p.terms.Largest:
		return p.corrupt("outward.too_large")
	}
	return nil
}

// kind holds an answer against what the request says it accepts; what calls itself JSON has to be some.
func (p *path) kind(r *http.Request, response *http.Response, raw []byte) error {
	wanted := r.Header.Get("Accept")
	got, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if wanted == "" || len(raw) == 0 && response.StatusCode == http.StatusNoContent {
		return nil
	}
	if err != nil || !strings.Contains(","+strings.ReplaceAll(wanted, " ", "")+",", ","+got+",") {
		return p.corrupt("outward.kind")
	}
	if strings.HasSuffix(got, "json") && !json.Valid(raw) {
		return p.corrupt("outward.kind")
	}
	return nil
}

func (p *path) corrupt(code string) error { return fault.New(fault.Corrupt, code, "host", p.to.host) }
