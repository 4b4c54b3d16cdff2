package check

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// result takes the answer out of its envelope, or says why there is none. The codes are on every page of the API.
func result(raw []byte, host string) (json.RawMessage, error) {
	var answer struct {
		Result json.RawMessage `json:"result"`
		Code   *int            `json:"error_code"`
	}
	if json.Unmarshal(raw, &answer) != nil || answer.Code == nil {
		return nil, senseless(host)
	}
	code := *answer.Code
	said := strconv.Itoa(code)
	switch code {
	case 0:
		if len(answer.Result) == 0 || string(answer.Result) == "null" {
			return nil, senseless(host)
		}
		return answer.Result, nil
	case 300000: // nothing found: an answer, not an error
		return nil, fault.New(fault.Missing, "check.tianyancha.unknown")
	case 300001, 300012: // failed at their side; the report is being made
		return nil, fault.New(fault.Offline, "check.tianyancha.later", "status", said, "after", "60")
	case 300004: // too often
		return nil, fault.New(fault.Offline, "check.tianyancha.later", "status", said, "after", "60")
	case 300002, 300003, 300005, 300009, 300011: // account void, expired, without right, wrong, not from this address
		return nil, fault.New(fault.Denied, "check.tianyancha.account", "status", said)
	case 300006, 300007: // no money, no calls left
		return nil, fault.New(fault.Refused, "check.tianyancha.money", "status", said)
	case 300008, 300010: // a word is missing, no such address
		return nil, fault.New(fault.Invalid, "check.tianyancha.asked_wrong", "status", said)
	}
	return nil, fault.New(fault.Corrupt, "check.tianyancha.unheard_of", "status", said)
}

// tycBase is what is read of a company's basic facts (1116). Times are milliseconds; the spelling is theirs.
type tycBase struct {
	Name           string   `json:"name"`
	Code           string   `json:"creditCode"`
	Representative string   `json:"legalPersonName"`
	Type           int      `json:"type"` // of the representative: 1 a person, 2 a company
	Status         string   `json:"regStatus"`
	Founded        tycTime  `json:"estiblishTime"`
	Cancelled      tycTime  `json:"cancelDate"`
	Revoked        tycTime  `json:"revokeDate"`
	Insured        *int     `json:"socialStaffNum"`
	Former         []string `json:"historyNameList"`
	FormerText     string   `json:"historyNames"`
}

func (b tycBase) company(asked string) hiring.Company {
	c := hiring.Company{Asked: asked, Name: strings.TrimSpace(b.Name), Code: b.Code, Status: status(b.Status), Founded: hiring.Date(b.Founded)}
	for _, end := range []tycTime{b.Cancelled, b.Revoked} {
		if end != "" && (c.Ended == "" || hiring.Date(end) < c.Ended) {
			c.Ended = hiring.Date(end)
		}
	}
	if c.Status == "live" && c.Ended != "" {
		c.Status = "cancelled"
	}
	for _, name := range append(b.Former, strings.FieldsFunc(b.FormerText, func(r rune) bool { return strings.ContainsRune(";,\uff1b\uff0c\u3001\t", r) })...) {
		if name = strings.TrimSpace(name); name != "" && name != "-" && !slices.Contains(c.Former, name) {
			c.Former = append(c.Former, name)
		}
	}
	if b.Type != 2 && strings.TrimSpace(b.Representative) != "" {
		c.People = []hiring.Officer{{Name: strings.TrimSpace(b.Representative), Role: "representative"}}
	}
	return c
}

func status(said string) string {
	contains := func(word string) bool { return strings.Contains(said, word) }
	switch {
	case slices.ContainsFunc(words.Cancelled, contains):
		return "cancelled"
	case slices.ContainsFunc(words.Revoked, contains):
		return "revoked"
	}
	return "live"
}

// tycTime is an instant as the API writes it: milliseconds, as a number or in quotes, sometimes a day; a civil day in China, "" for none.
type tycTime hiring.Date

// UnmarshalJSON never fails: a time that cannot be read is one that is not known.
func (t *tycTime) UnmarshalJSON(raw []byte) error {
	said := strings.Trim(string(raw), `" `)
	if ms, err := strconv.ParseInt(said, 10, 64); err == nil && (len(said) > 8 || ms < 0) {
		*t = tycTime(hiring.DateOf(time.UnixMilli(ms)))
		return nil
	}
	if day := hiring.Date(said[:min(len(said), 10)]); day.Valid() {
		*t = tycTime(day)
	}
	return nil
}

// tycPeople is a page of officers (820) or shareholders (821).
type tycPeople struct {
	Total int         `json:"total"`
	Items []tycPerson `json:"items"`
}

type tycPerson struct {
	Name  string          `json:"name"`
	Type  int             `json:"type"` // officers: 1 a company, 2 a person; shareholders the same
	Posts json.RawMessage `json:"typeJoin"`
	Post  string          `json:"staffTypeName"`
}

// officer gives a person; companies that hold shares are none.
func (p tycPerson) officer(holder bool) (hiring.Officer, bool) {
	name := strings.TrimSpace(p.Name)
	if name == "" || p.Type == 1 {
		return hiring.Officer{}, false
	}
	if holder {
		return hiring.Officer{Name: name, Role: "shareholder"}, true
	}
	var posts []string
	_ = json.Unmarshal(p.Posts, &posts) // a list, or nothing that can be read: then staffTypeName has to do
	said := p.Post + " " + strings.Join(posts, " ")
	for _, role := range []string{"director", "supervisor", "manager"} {
		if slices.ContainsFunc(words.Roles[role], func(word string) bool { return strings.Contains(said, word) }) {
			return hiring.Officer{Name: name, Role: role}, true
		}
	}
	return hiring.Officer{Name: name, Role: "other"}, true
}
