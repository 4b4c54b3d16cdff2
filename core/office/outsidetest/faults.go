// Package outsidetest holds what every client of the world outside must pass, whatever it speaks: the troubles a server can make, and what a
// channel of messages promises. The servers are real ones on this machine.
//
// It refuses to be imported by programs, and to know any provider: stand-ins of those live beside their clients' tests.
//
//	outsidetest.Troubles(t, func(address string) error { _, err := connector(address).Order(ctx, request); return err }, "token", "a name")
package outsidetest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

// trouble is one way in which a server fails those who ask it, and what they may make of it.
type trouble struct {
	name  string
	kind  fault.Kind
	serve func(w http.ResponseWriter, r *http.Request, elsewhere string)
}

// patience is how long a client under test may take for one trouble; real seconds are not slept.
const patience = 5 * time.Second

var troubles = []trouble{
	{"slow", fault.Offline, func(_ http.ResponseWriter, r *http.Request, _ string) {
		select {
		case <-r.Context().Done():
		case <-time.After(patience):
		}
	}},
	{"hangs up", fault.Offline, func(http.ResponseWriter, *http.Request, string) { panic(http.ErrAbortHandler) }},
	{"cut off", fault.Corrupt, func(w http.ResponseWriter, _ *http.Request, _ string) {
		say(w, "Content-Type", "application/json", "Content-Length", "400")
		_, _ = io.WriteString(w, `{"error_code":0,"Code":"OK","errcode":0,"result":{"name":"`)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}},
	{"wrong type", fault.Corrupt, func(w http.ResponseWriter, _ *http.Request, _ string) {
		say(w, "Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<html><title>Sign in to the guest network</title></html>")
	}},
	{"no JSON", fault.Corrupt, func(w http.ResponseWriter, _ *http.Request, _ string) {
		say(w, "Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"error_code":0,"Code":"OK",`)
	}},
	{"huge", fault.Corrupt, func(w http.ResponseWriter, _ *http.Request, _ string) {
		say(w, "Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"x":"`)
		block := strings.Repeat("x", 1<<20)
		for range 64 {
			if _, err := io.WriteString(w, block); err != nil {
				return
			}
		}
		_, _ = io.WriteString(w, `"}`)
	}},
	{"401", fault.Denied, status(http.StatusUnauthorized)},
	{"403", fault.Denied, status(http.StatusForbidden)},
	{"429", fault.Offline, status(http.StatusTooManyRequests)},
	{"500", fault.Offline, status(http.StatusInternalServerError)},
	{"503", fault.Offline, status(http.StatusServiceUnavailable)},
	{"redirect elsewhere", fault.Refused, func(w http.ResponseWriter, r *http.Request, elsewhere string) {
		http.Redirect(w, r, elsewhere, http.StatusTemporaryRedirect)
	}},
	{"redirect to metadata", fault.Refused, func(w http.ResponseWriter, r *http.Request, _ string) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	}},
	{"redirect in circles", fault.Corrupt, func(w http.ResponseWriter, r *http.Request, _ string) {
		http.Redirect(w, r, r.URL.Path+"x", http.StatusTemporaryRedirect)
	}},
}

// retryAfter is what busy servers of the troubles ask for.
const retryAfter = 7

func status(code int) func(http.ResponseWriter, *http.Request, string) {
	return func(w http.ResponseWriter, _ *http.Request, _ string) {
		say(w, "Retry-After", strconv.Itoa(retryAfter))
		http.Error(w, "no", code)
	}
}

func say(w http.ResponseWriter, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		w.Header().Set(pairs[i], pairs[i+1])
	}
}

// Troubles runs a client against a server with each trouble: the fault is of the right kind, comes in time, repeats none of the marks (tokens,
// names, numbers that were in the request), and nothing was sent to where the server pointed.
func Troubles(t *testing.T, ask func(t *testing.T, address string) error, marks ...string) {
	for _, c := range troubles {
		t.Run(c.name, func(t *testing.T) {
			var astray atomic.Int32
			elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { astray.Add(1) }))
			defer elsewhere.Close()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice that the client has gone
				c.serve(w, r, elsewhere.URL)
			}))
			defer server.Close()
			server.Config.ErrorLog = nil
			begun := time.Now()
			err := ask(t, server.URL)
			require.Less(t, time.Since(begun), patience)
			require.Error(t, err)
			require.Equal(t, c.kind.String(), fault.Of(err).Kind.String(), "%v", err)
			require.Zero(t, astray.Load(), "the server pointed elsewhere, and something was sent there")
			if c.name == "429" || c.name == "503" {
				require.Equal(t, strconv.Itoa(retryAfter), fault.Of(err).Params["after"], "when to come back is passed on")
			}
			Unmarked(t, err, marks...)
		})
	}
}

// Unmarked fails when an error repeats one of the marks.
func Unmarked(t *testing.T, err error, marks ...string) {
	for _, mark := range marks {
		require.NotContains(t, err.Error(), mark, "an error repeats what was asked")
	}
}
