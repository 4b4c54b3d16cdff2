// Package check asks sources of background checks: a company register, a vendor over HTTP, a folder where files are dropped; and reads what
// a candidate's own report says.
//
// It refuses to decide about a person: it brings facts and a light, with what they cannot prove. It refuses to take pages of a website apart
// (CHSI, examination authorities): those are for a person to open and confirm. It makes no connections of its own and keeps no orders; what it
// asks costs money, so that what it learnt of a company serves for a day.
//
//	connectors := check.New(check.Ways{Reach: reach, Now: time.Now, Say: say, Read: intake.Checks})
//	answer, err := connectors(outside)["tianyancha"].Order(ctx, request)
package check

import (
	"context"
	"crypto/sha256"
	_ "embed" // the words of registers and reports
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// Do asks one place over HTTP: the whole answer, or a fault; see data/outward.
type Do = func(*http.Request) (*http.Response, error)

// Ways are what connectors are given.
type Ways struct {
	Reach func(address string, perMin int) Do                       // to an address of the configuration; the only connections there are
	Now   func() time.Time                                          // dates of validity and signatures
	Say   func(key string, pairs ...string) string                  // a sentence for people, in the bank's language
	Read  func(name string, r io.Reader) ([]office.CheckRow, error) // reads a file of results; data/intake
}

// made makes the connector of one account. A new one is a file and a line here, and passes the suite.
var made = map[string]func(Ways, *memory, office.ConnectorAccount) office.Connector{
	"tianyancha": newTianyancha,
}

// New makes the connectors of a configuration: by their id, or by what the account has: a folder, or an address that speaks the
// vendors' format (resources/schema/check-vendor.schema.json).
func New(w Ways) office.Connectors {
	known := &memory{now: w.Now}
	return func(o office.Outside) map[string]office.Connector {
		out := map[string]office.Connector{}
		for id, account := range o.Connectors {
			make, named := made[id]
			switch {
			case named:
				out[id] = make(w, known, account)
			case account.Folder != "":
				out[id] = &drop{ways: w, folder: account.Folder}
			case account.Endpoint != "":
				out[id] = &vendor{ways: w, id: id, account: account, seen: known}
			}
		}
		return out
	}
}

//go:embed words.json
var wordsJSON []byte

// words are how registers and reports say things.
var words = func() (w struct {
	Cancelled, Revoked []string
	Roles, Reports     map[string][]string
	Labels, Levels     map[string][]string
}) {
	if err := json.Unmarshal(wordsJSON, &w); err != nil {
		panic(err) // a file inside the program
	}
	return w
}()

// key is a request's name at a source: always the same, and nothing of the case can be read from it.
func key(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// body reads an answer whole; it is bounded and JSON already.
func body(response *http.Response) ([]byte, error) {
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, senseless(response.Request.URL.Hostname())
	}
	return raw, nil
}

// senseless says that an answer is not what its documentation promises.
func senseless(host string) error { return fault.New(fault.Corrupt, "outward.kind", "host", host) }

// at joins an address of the configuration and a path.
func at(endpoint, path string) string { return strings.TrimSuffix(endpoint, "/") + path }

// noCallback is Callback of those who never call.
type noCallback struct{}

func (noCallback) Callback(context.Context, map[string]string, []byte) (office.CheckAnswer, error) {
	return office.CheckAnswer{}, fault.New(fault.Refused, "check.no_callback")
}

// noPoll is Poll of those who answer at once.
type noPoll struct{}

func (noPoll) Poll(context.Context, string) (office.CheckAnswer, error) {
	return office.CheckAnswer{}, fault.New(fault.Missing, "check.unknown_reference")
}
