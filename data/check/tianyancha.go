package check

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/screening"
)

// tianyancha asks Tianyancha's open API (https://open.tianyancha.com) what the register holds of companies: whether an employer existed at the
// claimed time, and who holds posts or shares. It never shows that somebody worked there.
type tianyancha struct {
	noCallback
	noPoll
	ways    Ways
	known   *memory
	account office.ConnectorAccount
	paid    int // calls of this order
}

func newTianyancha(w Ways, known *memory, a office.ConnectorAccount) office.Connector {
	return &tianyancha{ways: w, known: known, account: a}
}

// The calls, by the numbers of the API's pages: 1116, 820, 821.
const (
	tycCompany = "/services/open/ic/baseinfo/normal"
	tycStaff   = "/services/open/ic/staff/2.0"
	tycHolder  = "/services/open/ic/holder/2.0"
)

// The page size is the largest there is; more pages of one company than these are not paid for.
const (
	tycPage  = 20
	tycPages = 5
)

// tycDay is how long an answer about a company serves: the register changes by the day.
const tycDay = 24 * time.Hour

// Calls is how many calls an order takes at most: one for each company, and for a conflict of interest the pages of its people.
func (t *tianyancha) Calls(r office.CheckRequest) int {
	each := 1
	if r.Kind == "conflict" {
		each += 2 * tycPages
	}
	return each * len(distinct(r.Employments))
}

// Order asks about every company of the request once, and counts what it asked: each call is paid for.
func (t *tianyancha) Order(ctx context.Context, r office.CheckRequest) (office.CheckAnswer, error) {
	one := *t
	answer, err := one.order(ctx, r)
	answer.Calls = one.paid
	return answer, err
}

func (t *tianyancha) order(ctx context.Context, r office.CheckRequest) (office.CheckAnswer, error) {
	people := r.Kind == "conflict"
	var companies []hiring.Company
	var files []office.Enclosure
	var notes []string
	for _, name := range distinct(r.Employments) {
		found, err := t.company(ctx, name, people)
		if err != nil {
			return office.CheckAnswer{}, err
		}
		companies = append(companies, found.company)
		notes = append(notes, found.notes...)
		for _, raw := range found.raw {
			files = append(files, office.Enclosure{Name: "tianyancha-" + strconv.Itoa(len(files)+1) + ".json", Type: "application/json", Data: raw})
		}
	}
	if len(companies) == 0 {
		return office.CheckAnswer{State: "incomplete", Note: "nothing"}, nil
	}
	result := hiring.RecordCheck{Facts: hiring.CheckFacts{Companies: companies}}
	if people {
		result.Light, result.Conclusion = t.interests(r, companies)
	} else {
		result.Light, result.Conclusion = t.existed(r, companies, notes)
	}
	return office.CheckAnswer{State: "done", Result: &result, Files: files}, nil
}

// distinct are the companies of a request, each once, in its order.
func distinct(jobs []hiring.Employment) []string {
	var out []string
	seen := map[string]bool{}
	for _, e := range jobs {
		if name := screening.NormalCompany(e.Company); name != "" && !seen[name] {
			seen[name] = true
			out = append(out, strings.TrimSpace(e.Company))
		}
	}
	return out
}

// found is what the register holds of one company, with its answers as they came.
type found struct {
	company hiring.Company
	raw     [][]byte
	notes   []string // what only people can weigh
}

func (t *tianyancha) company(ctx context.Context, name string, people bool) (found, error) {
	raw, err := t.ask(ctx, tycCompany, url.Values{"keyword": {name}})
	if fault.Is(err, fault.Missing) {
		return found{company: hiring.Company{Asked: name, Unknown: true}}, nil
	}
	if err != nil {
		return found{}, err
	}
	var c tycBase
	if json.Unmarshal(raw, &c) != nil || strings.TrimSpace(c.Name) == "" {
		return found{}, senseless(t.host())
	}
	f := found{company: c.company(name), raw: [][]byte{raw}}
	if f.company.Live() && c.Insured != nil && *c.Insured == 0 {
		f.notes = append(f.notes, t.ways.Say("check.register.uninsured", "company", f.company.Name))
	}
	if !people || !f.company.Live() {
		return f, nil
	}
	for _, path := range []string{tycStaff, tycHolder} {
		if err := t.people(ctx, path, &f); err != nil {
			return found{}, err
		}
	}
	return f, nil
}

// people adds those whom the register names with a company.
func (t *tianyancha) people(ctx context.Context, path string, f *found) error {
	for page := 1; page <= tycPages; page++ {
		raw, err := t.ask(ctx, path, url.Values{"keyword": {f.company.Name}, "pageSize": {strconv.Itoa(tycPage)}, "pageNum": {strconv.Itoa(page)}})
		if fault.Is(err, fault.Missing) {
			return nil // nobody is registered
		}
		if err != nil {
			return err
		}
		var list tycPeople
		if json.Unmarshal(raw, &list) != nil {
			return senseless(t.host())
		}
		f.raw = append(f.raw, raw)
		for _, p := range list.Items {
			if officer, ok := p.officer(path == tycHolder); ok {
				f.company.People = append(f.company.People, officer)
			}
		}
		if page*tycPage >= list.Total {
			return nil
		}
	}
	return nil
}

// ask gives the result of a call, from this day's memory where it is known; Missing when the register knows nothing.
func (t *tianyancha) ask(ctx context.Context, path string, query url.Values) (json.RawMessage, error) {
	name := t.account.Endpoint + path + "?" + query.Encode()
	raw, known := t.known.get(name)
	if !known {
		answer, err := t.call(ctx, path, query)
		if err != nil {
			return nil, err
		}
		t.paid++
		raw = answer
		t.known.put(name, raw, tycDay)
	}
	return result(raw, t.host())
}

func (t *tianyancha) call(ctx context.Context, path string, query url.Values) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at(t.account.Endpoint, path)+"?"+query.Encode(), http.NoBody)
	if err != nil {
		return nil, fault.New(fault.Invalid, "outward.address")
	}
	r.Header.Set("Authorization", t.account.Token) // raw: this API knows no scheme
	r.Header.Set("Accept", "application/json")
	response, err := t.ways.Reach(t.account.Endpoint, t.account.PerMin)(r)
	if err != nil {
		return nil, err
	}
	raw, err := body(response)
	if err != nil {
		return nil, err
	}
	if _, err := result(raw, t.host()); err != nil && !fault.Is(err, fault.Missing) {
		return nil, err // only what is true of the company is remembered
	}
	return raw, nil
}

// Try asks about nothing at all: who has an account is told that a word is missing, and pays nothing.
func (t *tianyancha) Try(ctx context.Context) error {
	_, err := t.call(ctx, tycCompany, url.Values{"keyword": {""}})
	if fault.HasCode(err, "check.tianyancha.asked_wrong") {
		return nil
	}
	return err
}

func (t *tianyancha) host() string {
	u, err := url.Parse(t.account.Endpoint)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// existed is the light and the words about employers: the worst that screening finds in their facts.
func (t *tianyancha) existed(r office.CheckRequest, companies []hiring.Company, notes []string) (hiring.Light, string) {
	light, lines := hiring.Green, []string{}
	today := hiring.DateOf(t.ways.Now())
	for _, c := range companies {
		said := screening.Registered(r.Employments, c, today)
		light = light.Worse(said.Light)
		lines = append(lines, t.line(c, said))
	}
	if len(notes) > 0 {
		light = light.Worse(hiring.Amber)
	}
	return light, strings.Join(append(append(lines, notes...), t.ways.Say("check.register.proves_not")), "\n")
}

func (t *tianyancha) line(c hiring.Company, said screening.RegisterVerdict) string {
	pairs := []string{"company", c.Asked, "name", c.Name, "code", c.Code, "founded", string(c.Founded), "ended", string(c.Ended),
		"status", t.ways.Say("check.register.status_" + c.Status)}
	if c.Unknown {
		return t.ways.Say("check.register.unknown", pairs...)
	}
	line := t.ways.Say("check.register.known", pairs...)
	if c.Ended != "" {
		line = t.ways.Say("check.register.over", pairs...)
	}
	if said.Former {
		line += t.ways.Say("check.register.former")
	}
	if said.Outside {
		line += t.ways.Say("check.register.outside")
	}
	return line
}

// interests is the light and the words about posts and shares: a name that the register has too is for compliance to settle.
func (t *tianyancha) interests(r office.CheckRequest, companies []hiring.Company) (hiring.Light, string) {
	light, lines := hiring.Green, []string{}
	for _, c := range companies {
		hits := 0
		for _, p := range c.People {
			for _, name := range append([]string{r.Name}, r.Relatives...) {
				if c.Live() && name != "" && screening.CompareNames(name, p.Name) != screening.Other {
					hits++
				}
			}
		}
		key := "check.register.no_namesake"
		switch {
		case c.Unknown:
			key, light = "check.register.unknown", light.Worse(hiring.Amber)
		case hits > 0:
			key, light = "check.register.namesake", light.Worse(hiring.Amber)
		}
		lines = append(lines, t.ways.Say(key, "company", c.Asked, "count", strconv.Itoa(hits), "people", strconv.Itoa(len(c.People))))
	}
	return light, strings.Join(append(lines, t.ways.Say("check.register.names_only")), "\n")
}
