package check

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/office/outsidetest"
)

// vendorHouse is a vendor that speaks the format.
type vendorHouse struct {
	outcomes
	mu      sync.Mutex
	orders  map[string]string // reference by key
	answers map[string]string // by reference
	bodies  []string
	raw     string // answered instead
}

const vendorSecret = "shared-secret"

func (h *vendorHouse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	outcome := h.take()
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case outcome == "denied" || r.Header.Get("Authorization") != token || r.Header.Get("X-Ruhang-Signature") != signature(vendorSecret, r.Header.Get("X-Ruhang-Timestamp"), raw):
		w.WriteHeader(http.StatusUnauthorized)
		return
	case outcome == "later":
		w.Header().Set("Retry-After", "3600") // nobody waits that long
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case outcome == "poor":
		w.WriteHeader(http.StatusPaymentRequired)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.URL.Path == "/ping":
		_, _ = io.WriteString(w, `{}`)
	case h.raw != "":
		_, _ = io.WriteString(w, h.raw)
	case r.Method == http.MethodPost && r.URL.Path == "/orders":
		name := r.Header.Get("Idempotency-Key")
		if h.orders[name] == "" {
			h.orders[name] = "V-" + strconv.Itoa(len(h.orders)+1)
			h.bodies = append(h.bodies, string(raw))
		}
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, `{"reference":"`+h.orders[name]+`","state":"running"}`)
	default:
		reference := strings.TrimPrefix(r.URL.Path, "/orders/")
		for _, known := range h.orders {
			if known == reference {
				if answer := h.answers[reference]; answer != "" {
					_, _ = io.WriteString(w, answer)
				} else {
					_, _ = io.WriteString(w, `{"reference":"`+reference+`","state":"running","again_seconds":1}`)
				}
				return
			}
		}
		w.WriteHeader(http.StatusNotFound)
	}
}

const vendorDone = `{"reference":"V-1","state":"done","result":{"light":"amber","conclusion":"dates differ by a month","source":"the employer's HR","valid_until":"2027-05-01",
	"facts":{"employments":[{"company":"Keyuan","from":"2018-04","to":"2020-06-30"}]}},"files":[{"name":"../../a\\b/report.pdf","type":"application/pdf","data":"JVBERi0="}]}`

func vendorStandIn(t *testing.T) (*vendorHouse, *bench, office.Connector) {
	h, b := &vendorHouse{orders: map[string]string{}, answers: map[string]string{}}, newBench()
	return h, b, one(b.ways(), "another", office.ConnectorAccount{Endpoint: serve(t, h), Token: token, Secret: vendorSecret})
}

func vendorSource(t *testing.T) outsidetest.Source {
	h, _, c := vendorStandIn(t)
	return outsidetest.Source{Connector: c, Request: request, Orders: func() int { h.mu.Lock(); defer h.mu.Unlock(); return len(h.orders) },
		Next: h.will, Answered: func(reference string) { h.mu.Lock(); defer h.mu.Unlock(); h.answers[reference] = vendorDone }}
}

func TestN12_AVendorsResultComesWithItsEvidence(t *testing.T) {
	h, _, c := vendorStandIn(t)
	a, err := c.Order(t.Context(), request)
	require.NoError(t, err)
	again, err := c.Poll(t.Context(), a.Reference)
	require.NoError(t, err)
	require.Equal(t, time.Minute, again.Again, "nobody is asked every second")
	h.answers["V-1"] = vendorDone
	a, err = c.Poll(t.Context(), "V-1")
	require.NoError(t, err)
	require.Equal(t, &hiring.RecordCheck{Light: hiring.Amber, Conclusion: "dates differ by a month", Source: "the employer's HR", ValidUntil: "2027-05-01",
		Facts: hiring.CheckFacts{Employments: []hiring.Employment{{Company: "Keyuan", From: "2018-04", To: "2020-06-30"}}}}, a.Result)
	require.Equal(t, []office.Enclosure{{Name: "report.pdf", Type: "application/pdf", Data: []byte("%PDF-")}}, a.Files)
	var sent map[string]any
	require.NoError(t, json.Unmarshal([]byte(h.bodies[0]), &sent))
	require.NotContains(t, h.bodies[0], "check/c1/k1", "a vendor does not learn the case's name")
	require.Equal(t, request.Consent, sent["consent"])
}

func TestAVendorIsSentOnlyWhatWasAsked(t *testing.T) {
	h, _, c := vendorStandIn(t)
	_, err := c.Order(t.Context(), office.CheckRequest{Key: "k", Kind: "education", Consent: "c", Education: []hiring.Education{{School: "s"}}})
	require.NoError(t, err)
	var sent map[string]any
	require.NoError(t, json.Unmarshal([]byte(h.bodies[0]), &sent))
	for name := range sent {
		require.Contains(t, []string{"key", "kind", "consent", "education"}, name)
	}
}

func TestHalfAResultIsNone(t *testing.T) {
	h, _, c := vendorStandIn(t)
	for _, raw := range []string{`{}`, `[]`, `{"reference":"V-1"}`, `{"reference":"V-1","state":"finished"}`, `{"reference":"V-1","state":"done"}`, `{"reference":"../x","state":"running"}`,
		`{"reference":"V-1","state":"done","result":{"light":"blue","conclusion":"x","source":"y"}}`,
		`{"reference":"V-1","state":"done","result":{"light":"green","conclusion":" ","source":"y"}}`,
		`{"reference":"V-1","state":"done","result":{"light":"green","conclusion":"x","source":""}}`,
		`{"reference":"V-1","state":"done","result":{"light":"green","conclusion":"x","source":"y","valid_until":"2027-13-01"}}`,
		`{"reference":"V-1","state":"done","result":{"light":"green","conclusion":"x","source":"y","facts":{"employments":[{"company":"a","from":"last year"}]}}}`,
		`{"reference":"V-1","state":"running","files":[{"name":"","data":"eA=="}]}`, `{"reference":"V-1","state":"running","files":[{"name":"a","data":"?"}]}`,
		`{"reference":"V-1","state":"running","files":[` + strings.Repeat(`{"name":"a","data":"eA=="},`, 10) + `{"name":"a","data":"eA=="}]}`} {
		h.raw = raw
		_, err := c.Order(t.Context(), request)
		require.True(t, fault.HasCode(err, "check.vendor.format"), "%s: %v", raw, err)
	}
}

func TestACallbackIsSignedFreshAndCountsOnce(t *testing.T) {
	_, b, c := vendorStandIn(t)
	raw := []byte(vendorDone)
	sign := func(at time.Time, secret string, raw []byte) map[string]string {
		instant := strconv.FormatInt(at.Unix(), 10)
		return map[string]string{"x-ruhang-timestamp": instant, "x-ruhang-signature": strings.ToUpper(signature(secret, instant, raw))}
	}
	call := func(header map[string]string, raw []byte) error {
		_, err := c.Callback(t.Context(), header, raw)
		return err
	}
	a, err := c.Callback(t.Context(), sign(b.now, vendorSecret, raw), raw)
	require.NoError(t, err)
	require.Equal(t, "done", a.State)
	require.True(t, fault.HasCode(call(sign(b.now, vendorSecret, raw), raw), "check.callback.again"))
	require.NoError(t, call(sign(b.now.Add(time.Second), vendorSecret, raw), raw), "who heard no answer signs anew")
	require.True(t, fault.HasCode(call(sign(b.now.Add(-6*time.Minute), vendorSecret, raw), raw), "check.callback.late"))
	require.True(t, fault.HasCode(call(sign(b.now.Add(6*time.Minute), vendorSecret, raw), raw), "check.callback.late"))
	require.True(t, fault.HasCode(call(sign(b.now, "another", raw), raw), "check.callback.signature"))
	require.True(t, fault.HasCode(call(sign(b.now, vendorSecret, raw), append(raw, ' ')), "check.callback.signature"))
	moved := sign(b.now.Add(2*time.Second), vendorSecret, raw)
	moved["x-ruhang-timestamp"] = strconv.FormatInt(b.now.Add(3*time.Second).Unix(), 10)
	require.True(t, fault.HasCode(call(moved, raw), "check.callback.signature"), "the time is signed too")
	b.now = b.now.Add(4 * time.Minute)
	require.True(t, fault.HasCode(call(sign(b.now.Add(-4*time.Minute), vendorSecret, raw), raw), "check.callback.again"), "as long as its time would do, it is remembered")
	for _, none := range []office.ConnectorAccount{{Endpoint: "https://v.example.com"}, {Endpoint: "https://v.example.com", Secret: vendorSecret, Off: true}} {
		_, err := one(b.ways(), "another", none).Callback(t.Context(), sign(b.now, none.Secret, raw), raw)
		require.True(t, fault.HasCode(err, "check.no_callback"), "%v", err)
	}
}

// The example of the format's description, so that a vendor can check its own code.
func TestTheSignatureOfTheFormatsDescription(t *testing.T) {
	require.Equal(t, "602c7843127fc7d6bc8d25a1a97778b7def888acd96138991a45c2fb0e69cc82", signature("shared-secret", "1764063000", []byte(`{"reference":"V-1","state":"running"}`)))
}

func TestNamesOfFilesLeadNowhere(t *testing.T) {
	for said, name := range map[string]string{"a.pdf": "a.pdf", "../../x.pdf": "x.pdf", `C:\x\y.pdf`: "y.pdf", "..": "evidence", "a\x00b?.pdf": "ab.pdf", "/": "evidence", "C:": "evidence"} {
		require.Equal(t, name, fileName(said), said)
	}
}
