package check

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// vendor asks a vendor of background checks that speaks the format of resources/schema/check-vendor.schema.json: an order is posted, asked
// about, and the vendor may call back. Every message is signed in both directions.
type vendor struct {
	ways    Ways
	id      string
	account office.ConnectorAccount
	seen    *memory
}

// The bounds of a vendor's answer.
const (
	vendorFiles = 10   // pieces of evidence
	vendorText  = 4000 // characters of a conclusion
	vendorSoon  = 60   // seconds at least until it is asked again
)

// vendorOrder is what a vendor is asked.
type vendorOrder struct {
	Key            string                 `json:"key"` // names the order for ever
	Kind           string                 `json:"kind"`
	Name           string                 `json:"name,omitempty"`
	IDNumber       string                 `json:"id_no,omitempty"`
	Consent        string                 `json:"consent"` // SHA-256 of the wording that the candidate agreed to
	LegalBasis     string                 `json:"legal_basis,omitempty"`
	Education      []hiring.Education     `json:"education,omitempty"`
	Employments    []hiring.Employment    `json:"employments,omitempty"`
	Qualifications []hiring.Qualification `json:"qualifications,omitempty"`
	Relatives      []string               `json:"relatives,omitempty"`
}

// vendorAnswer is what a vendor says, by itself or asked.
type vendorAnswer struct {
	Reference string        `json:"reference"`
	State     string        `json:"state"`
	Note      string        `json:"note"`
	Again     int           `json:"again_seconds"`
	Result    *vendorResult `json:"result"`
	Files     []vendorFile  `json:"files"`
}

type vendorResult struct {
	Light      hiring.Light      `json:"light"`
	Conclusion string            `json:"conclusion"`
	Source     string            `json:"source"`
	ValidUntil hiring.Date       `json:"valid_until"`
	Facts      hiring.CheckFacts `json:"facts"`
}

type vendorFile struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Data []byte `json:"data"` // Base64
}

// Order posts an order; under its key it is one order however often it is posted.
func (v *vendor) Order(ctx context.Context, r office.CheckRequest) (office.CheckAnswer, error) {
	name := key(v.id + "|" + r.Key)
	raw, err := json.Marshal(vendorOrder{Key: name, Kind: r.Kind, Name: r.Name, IDNumber: r.IDNumber, Consent: r.Consent, LegalBasis: r.LegalBasis,
		Education: r.Education, Employments: r.Employments, Qualifications: r.Qualifications, Relatives: r.Relatives})
	if err != nil {
		return office.CheckAnswer{}, fault.Wrap(err, fault.Internal, "internal", "check.Order")
	}
	return v.ask(ctx, http.MethodPost, "/orders", name, raw)
}

// Poll asks what became of an order.
func (v *vendor) Poll(ctx context.Context, reference string) (office.CheckAnswer, error) {
	if !referenceShape.MatchString(reference) {
		return office.CheckAnswer{}, fault.New(fault.Missing, "check.unknown_reference")
	}
	return v.ask(ctx, http.MethodGet, "/orders/"+url.PathEscape(reference), "", nil)
}

// Try asks whether the vendor knows the bank; nobody is asked about.
func (v *vendor) Try(ctx context.Context) error {
	_, err := v.send(ctx, http.MethodGet, "/ping", "", nil)
	return err
}

func (v *vendor) ask(ctx context.Context, method, path, name string, raw []byte) (office.CheckAnswer, error) {
	said, err := v.send(ctx, method, path, name, raw)
	if err != nil {
		return office.CheckAnswer{}, err
	}
	return v.read(said)
}

// send signs a request and gives the answer's body. A POST carries its key, so that it may be repeated.
func (v *vendor) send(ctx context.Context, method, path, name string, raw []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, at(v.account.Endpoint, path), bytes.NewReader(raw))
	if err != nil {
		return nil, fault.New(fault.Invalid, "outward.address")
	}
	r.Header.Set("Accept", "application/json")
	if len(raw) > 0 {
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	if name != "" {
		r.Header.Set("Idempotency-Key", name)
	}
	if v.account.Token != "" {
		r.Header.Set("Authorization", v.account.Token)
	}
	if v.account.Secret != "" {
		instant := strconv.FormatInt(v.ways.Now().Unix(), 10)
		r.Header.Set(headerTime, instant)
		r.Header.Set(headerSignature, signature(v.account.Secret, instant, raw))
	}
	response, err := v.ways.Reach(v.account.Endpoint, v.account.PerMin)(r)
	if err != nil {
		return nil, err
	}
	switch response.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted:
		return body(response)
	case http.StatusNotFound, http.StatusGone:
		return nil, fault.New(fault.Missing, "check.unknown_reference")
	case http.StatusPaymentRequired:
		return nil, fault.New(fault.Refused, "check.vendor.money", "host", r.URL.Hostname())
	}
	return nil, fault.New(fault.Invalid, "check.vendor.refused", "host", r.URL.Hostname(), "status", strconv.Itoa(response.StatusCode))
}

// referenceShape is what a vendor may call an order: it becomes part of an address.
var referenceShape = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._~-]{0,99}$`)

// read holds a vendor's answer against the format. What does not fit is refused whole: half a result is none.
func (v *vendor) read(raw []byte) (office.CheckAnswer, error) {
	var a vendorAnswer
	if err := json.Unmarshal(raw, &a); err != nil || !referenceShape.MatchString(a.Reference) || len(a.Files) > vendorFiles {
		return office.CheckAnswer{}, v.senseless("reference")
	}
	out := office.CheckAnswer{Reference: a.Reference, State: a.State, Note: cut(a.Note), Again: time.Duration(min(max(a.Again, 0), 7*86400)) * time.Second}
	if out.Again > 0 && out.Again < vendorSoon*time.Second {
		out.Again = vendorSoon * time.Second
	}
	for _, f := range a.Files {
		if f.Name == "" || len(f.Data) == 0 {
			return office.CheckAnswer{}, v.senseless("files")
		}
		out.Files = append(out.Files, office.Enclosure{Name: fileName(f.Name), Type: f.Type, Data: f.Data})
	}
	switch {
	case a.State == "running" || a.State == "incomplete" || a.State == "failed":
		return out, nil
	case a.State != "done" || a.Result == nil:
		return office.CheckAnswer{}, v.senseless("state")
	}
	result, err := v.result(a.Result)
	out.Result = result
	return out, err
}

func (v *vendor) result(r *vendorResult) (*hiring.RecordCheck, error) {
	switch {
	case r.Light != hiring.Green && r.Light != hiring.Amber && r.Light != hiring.Red:
		return nil, v.senseless("light")
	case strings.TrimSpace(r.Conclusion) == "" || strings.TrimSpace(r.Source) == "":
		return nil, v.senseless("conclusion")
	case r.ValidUntil != "" && !r.ValidUntil.Valid():
		return nil, v.senseless("valid_until")
	case !dated(r.Facts):
		return nil, v.senseless("facts")
	}
	return &hiring.RecordCheck{Light: r.Light, Conclusion: cut(r.Conclusion), Source: cut(r.Source), ValidUntil: r.ValidUntil, Facts: r.Facts}, nil
}

// dated says whether every date of the facts is one: gaps are judged by them.
func dated(f hiring.CheckFacts) bool {
	var days []hiring.Date
	for _, e := range f.Education {
		days = append(days, e.From, e.To)
	}
	for _, e := range f.Employments {
		days = append(days, e.From, e.To)
	}
	for _, q := range f.Qualifications {
		days = append(days, q.On)
	}
	for _, i := range f.Incidents {
		days = append(days, i.On)
	}
	for _, c := range f.Companies {
		days = append(days, c.Founded, c.Ended)
	}
	for _, d := range days {
		if d != "" && !d.First().Valid() {
			return false
		}
	}
	return true
}

func (v *vendor) senseless(field string) error {
	u, _ := url.Parse(v.account.Endpoint)
	host := v.id
	if u != nil {
		host = u.Hostname()
	}
	return fault.New(fault.Corrupt, "check.vendor.format", "host", host, "field", field)
}

func cut(s string) string {
	runes := []rune(strings.ToValidUTF8(strings.TrimSpace(s), ""))
	return string(runes[:min(len(runes), vendorText)])
}

// fileName is a name without ways into other folders.
func fileName(s string) string {
	s = s[strings.LastIndexAny(s, `/\:`)+1:]
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>"|?*`, r) {
			return -1
		}
		return r
	}, s)
	if s = strings.Trim(s, ". "); s == "" {
		return "evidence"
	}
	return cut(s)
}
