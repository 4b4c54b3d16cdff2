package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

// register stands in for Tianyancha's open API, as its pages describe it: an envelope with an error_code, times in milliseconds, the raw
// token in Authorization. It knows every company, and me as a shareholder of one.
type register struct {
	mu      sync.Mutex
	token   string
	mine    string // the company
	me      string
	asked   []string
	queries []string
}

func (r *register) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	name := q.URL.Query().Get("keyword")
	r.queries = append(r.queries, q.URL.RawQuery)
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	say := func(result string, code int) {
		_, _ = fmt.Fprintf(w, `{"result":%s,"reason":"x","error_code":%d}`, result, code)
	}
	what := q.URL.Path[strings.LastIndex(strings.TrimSuffix(q.URL.Path, "/2.0"), "/")+1:]
	switch {
	case q.Header.Get("Authorization") != r.token:
		say("null", 300002)
		return
	case name == "":
		say("null", 300008)
		return
	}
	r.asked = append(r.asked, what)
	founded := strconv.FormatInt(hiring.Date("2010-05-06").Time().UnixMilli(), 10)
	switch {
	case what == "normal":
		say(`{"name":`+strconv.Quote(name)+`,"regStatus":"存续","creditCode":"91330100MA0000001X","estiblishTime":`+founded+`,"type":1,"legalPersonName":"赵一","socialStaffNum":61}`, 0)
	case what == "holder/2.0" && name == r.mine:
		say(`{"total":1,"items":[{"name":`+strconv.Quote(r.me)+`,"type":2}]}`, 0)
	default:
		say("null", 300000)
	}
}

// agency stands in for a vendor that takes orders and calls back (resources/schema/check-vendor.schema.json).
type agency struct {
	mu     sync.Mutex
	orders []map[string]any
}

func (a *agency) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if q.Method == http.MethodPost {
		var order map[string]any
		_ = json.NewDecoder(q.Body).Decode(&order)
		a.orders = append(a.orders, order)
	}
	_, _ = w.Write([]byte(`{"reference":"A-1","state":"running","again_seconds":3600}`))
}

const vendorSecret = "a-shared-secret"

func standIns(t *testing.T) (*uitest.Fixture, *register, *agency) {
	f, house, vendor := uitest.Bank(t), &register{token: "tyc-token", mine: "某某商贸有限公司"}, &agency{}
	f.Catalog.Packages["basic"].Checks = []string{"education", "employment", "qualification", "conflict"}
	quals := f.Catalog.Checks["qualification"]
	quals.Sources = append([]catalog.CheckSource{{ID: "agency", Way: "connector", Name: catalog.Text{"zh": "某核验机构", "en": "An agency"}, Sends: []string{"qualifications"}}}, quals.Sources...)
	world := newOutside(f.Now)
	f.Connectors = world.connectors(shippedReader(t), mustWords(t))
	for id, h := range map[string]http.Handler{"tianyancha": house, "agency": vendor} {
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		account := office.ConnectorAccount{Endpoint: server.URL, Token: house.token, Kinds: []string{"employment", "conflict"}, PriceFen: 15, DailyFen: 100000}
		if id == "agency" {
			account.Secret, account.Kinds = vendorSecret, []string{"qualification"}
		}
		require.NoError(t, f.Staff("admin").SetConnector(context.Background(), id, account))
	}
	return f, house, vendor
}

func deliverAll(t *testing.T, f *uitest.Fixture) {
	_, err := f.Office.Deliver(context.Background())
	require.NoError(t, err)
}

func orderOf(f *uitest.Fixture, id hiring.CaseID, kind string) *hiring.CheckOrder {
	checks := f.File("hr", id).Case.Checks
	return &checks[slices.IndexFunc(checks, func(o hiring.CheckOrder) bool { return o.Kind == kind })]
}

// TestZ06_Z07_N12_N13_ChecksRunFromTheOrderToTheFlagOverTheRealClients goes the whole way: consents, a declaration, the real clients against
// stand-ins on this machine, results with their evidence, what a register cannot show, a conflict of interest that compliance decides.
func TestZ06_Z07_N12_N13_ChecksRunFromTheOrderToTheFlagOverTheRealClients(t *testing.T) {
	f, house, vendor := standIns(t)
	ctx := context.Background()
	id := f.CaseAt("check")
	house.me = f.File("hr", id).Person.Name
	deliverAll(t, f)
	require.Empty(t, house.asked, "no order leaves without its consent")
	guest := f.Guest(id)
	require.NoError(t, guest.Do(ctx, hiring.GiveConsent{Purpose: "check"}))
	deliverAll(t, f)
	require.Equal(t, []string{"normal"}, house.asked, "the consent for employment is none for conflicts of interest")
	require.NotContains(t, strings.Join(house.queries, " "), house.me)
	require.Equal(t, "running", string(orderOf(f, id, "qualification").Progress[0].State))
	require.Len(t, vendor.orders, 1)
	require.NotContains(t, fmt.Sprint(vendor.orders[0]), house.me, "only what the catalog says is sent")

	require.NoError(t, guest.Do(ctx, hiring.GiveConsent{Purpose: "conflict"}))
	deliverAll(t, f)
	require.Len(t, house.asked, 1, "not before the declaration")
	require.NoError(t, guest.Do(ctx, hiring.DeclareInterests{Businesses: []hiring.Business{{Company: house.mine, Role: "持股 30%"}}}))
	deliverAll(t, f)

	job := orderOf(f, id, "employment").Latest()
	require.Equal(t, hiring.Green, job.Light)
	require.Equal(t, "http", job.Method)
	require.NotEmpty(t, job.Files)
	raw, err := f.Staff("hr").File(ctx, id, job.Files[0])
	require.NoError(t, err)
	sum := sha256.Sum256(raw)
	require.Equal(t, hex.EncodeToString(sum[:]), job.Files[0].SHA256)
	c := f.File("compliance", id).Case
	require.True(t, slices.ContainsFunc(c.ToVerify, func(v hiring.VerifyItem) bool { return v.Field == "employments.company" }),
		"a green register leaves it to be shown that the person worked there")
	hit := slices.IndexFunc(c.Flags, func(fl hiring.Flag) bool { return fl.Kind == "conflict_of_interest" })
	require.GreaterOrEqual(t, hit, 0)
	require.Equal(t, "candidate_officer", c.Flags[hit].Values["why"])
	require.Equal(t, "yes", c.Flags[hit].Values["declared"])
	f.Do("compliance", id, hiring.ClearFlag{Flag: c.Flags[hit].ID, Reason: "explained", Note: "已申报，与岗位无往来"})

	state := func() office.ConnectorState {
		all, err := f.Staff("admin").Connectors(ctx)
		require.NoError(t, err)
		return all[slices.IndexFunc(all, func(s office.ConnectorState) bool { return s.ID == "tianyancha" })]
	}
	require.EqualValues(t, 15*len(house.asked), state().Health.SpentFen, "every call is paid for, and none that was not made")
}

// TestZ07_ACallbackOverHTTPIsAResultOnlyWithItsSignature: the gateway hands on, the connector checks, the case changes.
func TestZ07_ACallbackOverHTTPIsAResultOnlyWithItsSignature(t *testing.T) {
	f, _, _ := standIns(t)
	id := f.CaseAt("check/consented")
	deliverAll(t, f)
	require.Equal(t, "A-1", orderOf(f, id, "qualification").Reference())
	door := httptest.NewServer(callbacks(f.Staff("hr")))
	defer door.Close()
	body := []byte(`{"reference":"A-1","state":"done","result":{"light":"green","conclusion":"证书有效","source":"某核验机构"},"files":[{"name":"report.txt","type":"text/plain","data":"b2s="}]}`)
	send := func(path, secret string) int {
		instant := strconv.FormatInt(f.Now().Unix(), 10)
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(instant + "."))
		mac.Write(body)
		q, err := http.NewRequest(http.MethodPost, door.URL+path, bytes.NewReader(body))
		require.NoError(t, err)
		q.Header.Set("X-Ruhang-Timestamp", instant)
		q.Header.Set("X-Ruhang-Signature", hex.EncodeToString(mac.Sum(nil)))
		answer, err := http.DefaultClient.Do(q)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		return answer.StatusCode
	}
	require.Equal(t, http.StatusUnauthorized, send("/callback/agency", "another"))
	require.Equal(t, http.StatusNotFound, send("/callback/nobody", vendorSecret))
	require.Equal(t, http.StatusNotFound, send("/elsewhere", vendorSecret))
	require.Nil(t, orderOf(f, id, "qualification").Latest())
	changes, stop := f.Office.Changes()
	defer stop()
	require.Equal(t, http.StatusNoContent, send("/callback/agency", vendorSecret))
	select {
	case change := <-changes:
		require.Equal(t, id, change.Case)
		require.Contains(t, change.Parts, "check_reported")
	case <-time.After(2 * time.Second):
		t.Fatal("no open page heard of it")
	}
	result := orderOf(f, id, "qualification").Latest()
	require.Equal(t, hiring.Green, result.Light)
	require.Len(t, result.Files, 1)
	require.Equal(t, http.StatusUnauthorized, send("/callback/agency", vendorSecret), "the same message again is a replay")
	require.Len(t, orderOf(f, id, "qualification").Reports, 1)
	require.False(t, loopback("0.0.0.0:80"))
	require.False(t, loopback("10.0.0.1:80"))
	require.True(t, loopback("127.0.0.1:8450") && loopback("[::1]:8450"))
}
