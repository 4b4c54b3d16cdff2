package check

import (
	"encoding/json"
	"fmt"
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
	"ruhang/core/screening"
)

// tycHouse stands in for Tianyancha's open API as its pages and the public programs that use it describe it.
type tycHouse struct {
	outcomes
	mu        sync.Mutex
	companies map[string]string // by name: the result of baseinfo
	staff     map[string][]any  // items of staff
	holders   map[string][]any  // items of holder
	asked     []string          // what was paid for: path, name and page
	code      map[string]int    // answered instead, by path
}

const token = "a-raw-token"

func millis(day string) string {
	d := hiring.Date(day)
	return strconv.FormatInt(d.Time().UnixMilli(), 10)
}

// keyuan is a company that does not exist, of whom the answer has the fields of the documentation.
func keyuan(more string) string {
	return `{"historyNames":"科远软件有限公司;","cancelDate":null,"regStatus":"存续","regCapital":"1000万人民币","city":"杭州市","staffNumRange":"50-99人","bondNum":null,
		"historyNameList":["科远软件有限公司"],"industry":"软件和信息技术服务业","bondName":null,"revokeDate":null,"type":1,"updateTimes":1620622963000,"legalPersonName":"赵一",
		"revokeReason":"","regNumber":"330000000000001","creditCode":"91330100MA0000001X","property3":"Keyuan Data","approvedTime":1582646400000,"fromTime":1300000000000,
		"socialStaffNum":61,"alias":"科远","companyOrgType":"有限责任公司","id":11684584,"cancelReason":"","toTime":null,"actualCapital":"","estiblishTime":` + millis("2010-05-06") + `,
		"regInstitute":"","businessScope":"","taxNumber":"","regLocation":"","tags":"","district":"","name":"科远数据有限公司","percentileScore":8000,"isMicroEnt":0,"base":"zj"` + more + `}`
}

func newTycHouse() *tycHouse {
	return &tycHouse{companies: map[string]string{"科远数据有限公司": keyuan(""), "科远软件有限公司": keyuan("")}, staff: map[string][]any{}, holders: map[string][]any{}, code: map[string]int{}}
}

func (h *tycHouse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	result, code := h.answer(r)
	reason := map[int]string{0: "ok", 300000: "经查无结果", 300002: "账号失效", 300004: "访问频率过快", 300006: "余额不足", 300008: "缺少必要参数"}[code]
	_, _ = fmt.Fprintf(w, `{"result":%s,"reason":%q,"error_code":%d}`, result, reason, code)
}

func (h *tycHouse) answer(r *http.Request) (string, int) {
	outcome := h.take()
	h.mu.Lock()
	defer h.mu.Unlock()
	name, page := r.URL.Query().Get("keyword"), r.URL.Query().Get("pageNum")
	switch {
	case r.Header.Get("Authorization") != token || outcome == "denied":
		return "null", 300002
	case outcome == "later":
		return "null", 300004
	case outcome == "poor":
		return "null", 300006
	case h.code[r.URL.Path] != 0:
		return "null", h.code[r.URL.Path]
	case name == "":
		return "null", 300008
	case r.Method != http.MethodGet:
		return "null", 300010
	}
	h.asked = append(h.asked, r.URL.Path[len("/services/open/ic/"):]+" "+name+page)
	switch r.URL.Path {
	case tycCompany:
		if company, known := h.companies[name]; known {
			return company, 0
		}
	case tycStaff:
		return paged(h.staff[name], page)
	case tycHolder:
		return paged(h.holders[name], page)
	}
	return "null", 300000
}

func paged(items []any, page string) (string, int) {
	n, _ := strconv.Atoi(page)
	from := min((n-1)*20, len(items))
	if from == len(items) {
		return "null", 300000
	}
	raw, _ := json.Marshal(map[string]any{"total": len(items), "items": items[from:min(from+20, len(items))]})
	return string(raw), 0
}

func tycStandIn(t *testing.T) (*tycHouse, *bench, office.Connector) {
	h, b := newTycHouse(), newBench()
	return h, b, one(b.ways(), "tianyancha", office.ConnectorAccount{Endpoint: serve(t, h), Token: token})
}

func tycSource(t *testing.T) outsidetest.Source {
	h, _, c := tycStandIn(t)
	return outsidetest.Source{Connector: c, Request: request, Next: h.will, Orders: func() int { h.mu.Lock(); defer h.mu.Unlock(); return len(h.asked) }}
}

func jobs(company string, from, to hiring.Date) office.CheckRequest {
	return office.CheckRequest{Key: "k", Kind: "employment", Employments: []hiring.Employment{{Company: company, From: from, To: to}}}
}

func TestZ06_ARegisterSaysWhetherTheEmployerExistedAndNoMore(t *testing.T) {
	h, _, c := tycStandIn(t)
	for name, more := range map[string]string{
		"云海贸易有限公司": `,"regStatus":"注销","cancelDate":` + millis("2019-04-30"),
		"云山贸易有限公司": `,"regStatus":"吊销，未注销","revokeDate":"` + millis("2018-01-15") + `","cancelDate":"2020-02-02"`,
		"空壳咨询有限公司": `,"socialStaffNum":0`,
		"无数咨询有限公司": `,"socialStaffNum":null,"estiblishTime":null`,
	} {
		h.companies[name] = strings.Replace(keyuan(more), `"name":"科远数据有限公司"`, `"name":"`+name+`"`, 1)
	}
	for _, line := range []struct {
		company  string
		from, to hiring.Date
		light    hiring.Light
		says     string
	}{
		{"科远数据有限公司", "2018-03", "2020-06", hiring.Green, "check.register.known"},
		{"科远数据有限公司", "2018-03", "", hiring.Green, "check.register.known"},
		{"科远数据有限公司", "2008-03", "2009-06", hiring.Red, "check.register.outside"},
		{"科远软件有限公司", "2018-03", "2020-06", hiring.Amber, "check.register.former"},
		{"云海贸易有限公司", "2017-03", "2018-06", hiring.Green, "check.register.over"},
		{"云海贸易有限公司", "2017-03", "2020-06", hiring.Red, "check.register.outside"},
		{"云山贸易有限公司", "2017-03", "2019-06", hiring.Red, "ended|2018-01-15"},
		{"空壳咨询有限公司", "2018-03", "2020-06", hiring.Amber, "check.register.uninsured"},
		{"无数咨询有限公司", "2018-03", "2020-06", hiring.Green, "check.register.known"},
		{"查无此司有限公司", "2018-03", "2020-06", hiring.Amber, "check.register.unknown"},
	} {
		a, err := c.Order(t.Context(), jobs(line.company, line.from, line.to))
		require.NoError(t, err, line.company)
		require.Equal(t, "done", a.State)
		require.Equal(t, line.light, a.Result.Light, "%s %s", line.company, a.Result.Conclusion)
		require.Contains(t, a.Result.Conclusion, line.says, line.company)
		require.Contains(t, a.Result.Conclusion, "check.register.proves_not", "it never says that the person worked there")
		require.Empty(t, a.Result.Facts.Employments, "a register proves no employment")
	}
	require.NotContains(t, strings.Join(h.asked, " "), "staff", "nobody's posts are looked up to see whether a company existed")
}

func TestZ06_ACompanyOfTheRegisterAsTheDocumentationHasIt(t *testing.T) {
	_, _, c := tycStandIn(t)
	a, err := c.Order(t.Context(), jobs("科远软件有限公司", "2018-03", "2020-06"))
	require.NoError(t, err)
	require.Equal(t, []hiring.Company{{Asked: "科远软件有限公司", Name: "科远数据有限公司", Code: "91330100MA0000001X", Status: "live", Founded: "2010-05-06",
		Former: []string{"科远软件有限公司"}, People: []hiring.Officer{{Name: "赵一", Role: "representative"}}}}, a.Result.Facts.Companies)
	require.Len(t, a.Files, 1)
	require.True(t, json.Valid(a.Files[0].Data), "the answer as it came is the evidence")
}

func TestZ06_ADayIsTheOneInChina(t *testing.T) {
	for raw, day := range map[string]hiring.Date{
		"847900800000": "1996-11-14", `"847900800000"`: "1996-11-14", "-631180800000": "1950-01-01", `"2020-02-02"`: "2020-02-02", `"2020-02-02 10:00:00"`: "2020-02-02",
		"null": "", `""`: "", `"-"`: "", "0": "", "99999999999999999999": "", `"soon"`: "", `{"a":1}`: "", "1.5e12": "",
	} {
		var at tycTime
		require.NoError(t, json.Unmarshal([]byte(raw), &at), raw)
		require.Equal(t, day, hiring.Date(at), raw)
	}
}

func TestN13_OfficersAndShareholdersOfALivingCompany(t *testing.T) {
	h, _, c := tycStandIn(t)
	for i := range 23 {
		h.staff["科远数据有限公司"] = append(h.staff["科远数据有限公司"], map[string]any{"name": "钱" + strconv.Itoa(i), "type": 2, "typeJoin": []string{"董事", "总经理"}})
	}
	h.staff["科远数据有限公司"] = append(h.staff["科远数据有限公司"], map[string]any{"name": "孙二", "type": 2, "staffTypeName": "监事"}, map[string]any{"name": "李三", "type": 2, "typeJoin": "x"})
	h.holders["科远数据有限公司"] = []any{map[string]any{"name": "王小明", "type": 2, "capital": []any{}}, map[string]any{"name": "某某投资有限公司", "type": 1}}
	r := request
	r.Kind = "conflict"
	a, err := c.Order(t.Context(), r)
	require.NoError(t, err)
	people := a.Result.Facts.Companies[0].People
	require.Len(t, people, 1+25+1, "the representative, two pages of officers, one shareholder; companies are nobody")
	require.Contains(t, people, hiring.Officer{Name: "孙二", Role: "supervisor"})
	require.Contains(t, people, hiring.Officer{Name: "李三", Role: "other"})
	require.Contains(t, people, hiring.Officer{Name: "王小明", Role: "shareholder"})
	require.Equal(t, hiring.Amber, a.Result.Light)
	require.Contains(t, a.Result.Conclusion, "check.register.namesake company|科远数据有限公司|count|1|people|27")
	require.Contains(t, a.Result.Conclusion, "check.register.names_only")
	require.Len(t, a.Files, 4)

	found := screening.Conflicts(&hiring.Case{Checks: []hiring.CheckOrder{{Kind: "conflict", Reports: []hiring.CheckReport{{Facts: a.Result.Facts}}}}},
		&hiring.Person{Name: "王小明"}, nil, nil)
	require.Len(t, found, 1, "what the connector brings is what screening finds conflicts in")
	require.Equal(t, screening.Conflict, found[0].Kind)

	r.Name, r.Relatives = "周九", nil
	a, err = c.Order(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, hiring.Green, a.Result.Light)
}

func TestN13_ACompanyThatIsOverHasNoPostsToAskAbout(t *testing.T) {
	h, _, c := tycStandIn(t)
	h.companies["科远数据有限公司"] = keyuan(`,"regStatus":"注销","cancelDate":` + millis("2019-04-30"))
	r := request
	r.Kind = "conflict"
	_, err := c.Order(t.Context(), r)
	require.NoError(t, err)
	require.Len(t, h.asked, 1)
}

func TestWhatTheRegisterSaysInCodes(t *testing.T) {
	for code, kind := range map[int]fault.Kind{300001: fault.Offline, 300004: fault.Offline, 300012: fault.Offline, 300002: fault.Denied, 300003: fault.Denied, 300005: fault.Denied,
		300009: fault.Denied, 300011: fault.Denied, 300006: fault.Refused, 300007: fault.Refused, 300008: fault.Invalid, 300010: fault.Invalid, 399999: fault.Corrupt} {
		h, _, c := tycStandIn(t)
		h.code[tycCompany] = code
		_, err := c.Order(t.Context(), request)
		require.Equal(t, kind.String(), fault.Of(err).Kind.String(), "%d: %v", code, err)
	}
	for _, raw := range []string{`{}`, `[]`, `{"error_code":0}`, `{"error_code":0,"result":null}`, `{"error_code":"0","result":{}}`} {
		_, err := result([]byte(raw), "h")
		require.True(t, fault.Is(err, fault.Corrupt), raw)
	}
	h, _, c := tycStandIn(t)
	h.companies["科远数据有限公司"] = `{"name":""}`
	_, err := c.Order(t.Context(), request)
	require.True(t, fault.Is(err, fault.Corrupt), "%v", err)
}

func TestNothingIsPaidForTwice(t *testing.T) {
	h, b, c := tycStandIn(t)
	r := request
	r.Kind = "conflict"
	h.holders["科远数据有限公司"] = []any{map[string]any{"name": "王小明", "type": 2}}
	h.code[tycHolder] = 300001 // breaks off after two calls
	_, err := c.Order(t.Context(), r)
	require.True(t, fault.Is(err, fault.Offline), "%v", err)
	require.Len(t, h.asked, 2)
	delete(h.code, tycHolder)
	r.Employments = append(r.Employments, hiring.Employment{Company: " 科远数据 有限公司 "}, hiring.Employment{Company: "科远数据（有限公司）"})
	_, err = c.Order(t.Context(), r)
	require.NoError(t, err)
	require.Len(t, h.asked, 3, "only the rest was asked: %v", h.asked)
	b.now = b.now.Add(25 * time.Hour)
	_, err = c.Order(t.Context(), r)
	require.NoError(t, err)
	require.Len(t, h.asked, 6, "a day later the register may have changed")
}

func TestWhoHasNoEmployerIsNotAskedAbout(t *testing.T) {
	h, _, c := tycStandIn(t)
	a, err := c.Order(t.Context(), office.CheckRequest{Key: "k", Kind: "employment", Employments: []hiring.Employment{{Company: " "}, {Company: "()"}}})
	require.NoError(t, err)
	require.Equal(t, "incomplete", a.State)
	require.Equal(t, "nothing", a.Note)
	require.Empty(t, h.asked)
}
