// Package notify carries messages out of the house: by mail, by short message, into the chat room of a department.
//
// It refuses to know what a message is about, to choose a channel, to try again later or to remember what was sent: the outbox does. It
// refuses to make connections of its own: the ways it is handed reach what the configuration names and nothing else. Its errors say what became
// of the parcel, and never to whom it went.
//
//	carriers := notify.New(notify.Outside{Reach: reach, Dial: dial, Now: time.Now})
//	receipt, err := carriers(outside)["mail"].Carry(ctx, parcel)
package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// Do asks one place over HTTP: the whole answer, or a fault; see data/outward.
type Do = func(*http.Request) (*http.Response, error)

// Ways are how channels get out; the only connections this package has.
type Ways struct {
	Reach func(address string, perMin int) Do                                                              // to an address of the configuration, so often in any minute; 0: no limit
	Dial  func(host string, port int) func(ctx context.Context, network, address string) (net.Conn, error) // to a mail server of the configuration
	Now   func() time.Time
	Fresh func() string // a word nobody used before, for signatures
}

// channels makes the carriers; a channel that is not configured gives nil. A new one is a file and a line here, and passes the suite.
var channels = map[string]func(Ways, office.Outside) office.Carrier{
	"mail": mailOf,
	"sms":  smsOf,
	"chat": chatOf,
}

// New makes the carriers of a configuration.
func New(w Ways) office.Carriers {
	return func(o office.Outside) map[string]office.Carrier {
		out := map[string]office.Carrier{}
		for name, of := range channels {
			if carrier := of(w, o); carrier != nil {
				out[name] = carrier
			}
		}
		return out
	}
}

// call asks and reads a JSON answer, also of one that refuses (4xx).
func call[T any](do Do, r *http.Request) (answer T, err error) {
	r.Header.Set("Accept", "application/json")
	response, err := do(r)
	if err != nil {
		return answer, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err == nil {
		err = json.Unmarshal(raw, &answer)
	}
	if err != nil {
		return answer, fault.New(fault.Corrupt, "outward.kind", "host", r.URL.Hostname())
	}
	return answer, nil
}

// id is a parcel's name outside: always the same for the same key, and nothing of the key can be read from it.
func id(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:16])
}

// line is a text for one line of a header: without line breaks and other signs that command a reader or a terminal.
func line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}
