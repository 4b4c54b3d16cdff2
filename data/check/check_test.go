package check

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/office/outsidetest"
	"ruhang/data/outward"
)

// bench is what these tests hand to connectors: the real gate, a clock that is moved, words that show their key.
type bench struct {
	now  time.Time
	gate *outward.Gate
}

func newBench() *bench {
	return &bench{now: time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC),
		gate: outward.New(outward.Options{Answer: 600 * time.Millisecond, Wait: 20 * time.Millisecond, Pause: time.Millisecond, Tries: 2})}
}

func (b *bench) ways() Ways {
	return Ways{Reach: func(address string, perMin int) Do { return b.gate.To(address, outward.Terms{PerMin: perMin}) }, Now: func() time.Time { return b.now },
		Say: func(key string, pairs ...string) string { return key + " " + strings.Join(pairs, "|") }, Read: readJSON}
}

// readJSON is a small reader of the intake format; the real one is tried in cmd/ruhang.
func readJSON(name string, r io.Reader) ([]office.CheckRow, error) {
	var file struct {
		Checks []struct {
			Case, Kind, Conclusion, Source string
			Light                          hiring.Light
			Bad                            bool
		}
	}
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return nil, bad("import.json", 1)
	}
	var rows []office.CheckRow
	for i, c := range file.Checks {
		row := office.CheckRow{File: name, Line: i + 2, Case: hiring.CaseID(c.Case), Kind: c.Kind,
			Result: hiring.RecordCheck{Light: c.Light, Conclusion: c.Conclusion, Source: c.Source, Method: "file"}}
		if c.Bad {
			row = office.CheckRow{File: name, Line: i + 2, Refusal: bad("import.bad_light", i+2)}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// outcomes is what a stand-in makes of its next call.
type outcomes struct {
	mu   sync.Mutex
	next string
}

func (o *outcomes) will(next string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.next = next
}

func (o *outcomes) take() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	next := o.next
	o.next = ""
	return next
}

func serve(t testing.TB, h http.Handler) string {
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func one(w Ways, id string, a office.ConnectorAccount) office.Connector {
	return New(w)(office.Outside{Connectors: map[string]office.ConnectorAccount{id: a}})[id]
}

// request names somebody who does not exist.
var request = office.CheckRequest{Key: "check/c1/k1", Order: "k1", Kind: "employment", Name: "\u738b\u5c0f\u660e", IDNumber: "990105199003071234",
	Consent: strings.Repeat("ab", 32), Employments: []hiring.Employment{{Company: "\u79d1\u8fdc\u6570\u636e\u6709\u9650\u516c\u53f8", From: "2018-03", To: "2020-06"}},
	Relatives: []string{"\u738b\u5927\u660e"}}

func TestEverySourceKeepsItsPromises(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) outsidetest.Source{"tianyancha": tycSource, "vendor": vendorSource, "drop": dropSource} {
		t.Run(name, func(t *testing.T) { outsidetest.TestConnector(t, open) })
	}
}

func TestEverySourceOverHTTPSurvivesEveryTrouble(t *testing.T) {
	marks := append(outsidetest.Marks(request), "secret-token", "secret-of-callbacks", request.Employments[0].Company)
	for _, id := range []string{"tianyancha", "another"} {
		connect := func(address string) office.Connector {
			return one(newBench().ways(), id, office.ConnectorAccount{Endpoint: address, Token: "secret-token", Secret: "secret-of-callbacks"})
		}
		t.Run(id+" order", func(t *testing.T) {
			t.Parallel()
			outsidetest.Troubles(t, func(t *testing.T, address string) error {
				_, err := connect(address).Order(t.Context(), request)
				return err
			}, marks...)
		})
		t.Run(id+" try", func(t *testing.T) {
			t.Parallel()
			outsidetest.Troubles(t, func(t *testing.T, address string) error { return connect(address).Try(t.Context()) }, marks...)
		})
	}
	t.Run("another poll", func(t *testing.T) {
		t.Parallel()
		outsidetest.Troubles(t, func(t *testing.T, address string) error {
			_, err := one(newBench().ways(), "another", office.ConnectorAccount{Endpoint: address, Token: "secret-token"}).Poll(t.Context(), "r1")
			return err
		}, marks...)
	})
}
