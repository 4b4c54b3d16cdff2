package office_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

// register is a source with behaviour: it takes an order once per key, works on it, and answers. It may be down, or say no to the bank.
type register struct {
	mu      sync.Mutex
	orders  map[string]office.CheckRequest // by key
	calls   []string                       // order or poll, in order
	down    bool
	denies  bool
	answers map[string]office.CheckAnswer // by key, and by reference
	secret  string
}

func newRegister() *register {
	return &register{orders: map[string]office.CheckRequest{}, answers: map[string]office.CheckAnswer{}, secret: "s"}
}

func (r *register) trouble() error {
	switch {
	case r.down:
		return fault.New(fault.Offline, "outward.unreachable")
	case r.denies:
		return fault.New(fault.Denied, "outward.denied")
	}
	return nil
}

func (r *register) Order(_ context.Context, q office.CheckRequest) (office.CheckAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, "order "+q.Kind)
	if err := r.trouble(); err != nil {
		return office.CheckAnswer{}, err
	}
	r.orders[q.Key] = q
	if a, known := r.answers[q.Kind]; known {
		return a, nil
	}
	return office.CheckAnswer{State: "running", Reference: "R-" + q.Order}, nil
}

func (r *register) Poll(_ context.Context, reference string) (office.CheckAnswer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, "poll "+reference)
	if err := r.trouble(); err != nil {
		return office.CheckAnswer{}, err
	}
	if a, known := r.answers[reference]; known {
		return a, nil
	}
	return office.CheckAnswer{State: "running", Reference: reference}, nil
}

func (r *register) Callback(_ context.Context, header map[string]string, body []byte) (office.CheckAnswer, error) {
	mac := hmac.New(sha256.New, []byte(r.secret))
	mac.Write(body)
	if !hmac.Equal([]byte(header["X-Signature"]), []byte(hex.EncodeToString(mac.Sum(nil)))) {
		return office.CheckAnswer{}, fault.New(fault.Denied, "outward.denied")
	}
	var a office.CheckAnswer
	err := json.Unmarshal(body, &a)
	return a, err
}

func (r *register) Try(context.Context) error { return r.trouble() }

func (r *register) asked() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.calls)
}

func (r *register) set(change func()) { r.mu.Lock(); defer r.mu.Unlock(); change() }

const admin = "admin"

// connected is a bank whose employment checks go to a register.
func connected(t *testing.T, account office.ConnectorAccount) (*uitest.Fixture, *register) {
	f, source := uitest.Bank(t), newRegister()
	f.Connectors = func(x office.Outside) map[string]office.Connector {
		out := map[string]office.Connector{}
		for id := range x.Connectors {
			out[id] = source
		}
		return out
	}
	if account.Endpoint == "" {
		account.Endpoint = "https://open.api.tianyancha.com"
	}
	if account.Kinds == nil {
		account.Kinds = []string{"employment", "conflict"}
	}
	require.NoError(t, f.Staff(admin).SetConnector(context.Background(), "tianyancha", account))
	return f, source
}

func deliver(t *testing.T, f *uitest.Fixture) {
	_, err := f.Office.Deliver(context.Background())
	require.NoError(t, err)
}

func employment(f *uitest.Fixture, id hiring.CaseID) *hiring.CheckOrder {
	checks := f.File("hr", id).Case.Checks
	return &checks[slices.IndexFunc(checks, func(o hiring.CheckOrder) bool { return o.Kind == "employment" })]
}

func state(f *uitest.Fixture, id hiring.CaseID) hiring.CheckState {
	c := f.File("hr", id).Case
	o := employment(f, id)
	return c.CheckState(o, f.Catalog, hiring.DateOf(f.Now()))
}

func standing(t *testing.T, f *uitest.Fixture) office.ConnectorState {
	all, err := f.Staff(admin).Connectors(context.Background())
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(s office.ConnectorState) bool { return s.ID == "tianyancha" })
	return all[i]
}

func green(companies ...hiring.Company) office.CheckAnswer {
	return office.CheckAnswer{State: "done", Result: &hiring.RecordCheck{Light: hiring.Green, Conclusion: "存续", Facts: hiring.CheckFacts{Companies: companies}},
		Files: []office.Enclosure{{Name: "answer.json", Type: "application/json", Data: []byte(`{"result":{"name":"x"},"error_code":0}`)}}}
}
