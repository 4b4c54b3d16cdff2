package main

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/data/intake"
	"ruhang/data/pades"
)

// tripwire counts who connects to it, whatever they say.
type tripwire struct {
	listener net.Listener
	mu       sync.Mutex
	count    int
}

func newTripwire(t *testing.T) *tripwire {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	w := &tripwire{listener: listener}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			w.mu.Lock()
			w.count++
			w.mu.Unlock()
			_ = conn.Close()
		}
	}()
	return w
}

func (w *tripwire) tripped() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// shippedReader reads files under the catalog that ships.
func shippedReader(t *testing.T) *intake.Reader {
	cat, wrong, err := loadCatalog(t.TempDir())
	require.NoError(t, err)
	require.NoError(t, wrong)
	return intake.New(cat)
}

// TestT12_NothingLeavesForAnAddressTheConfigurationDoesNotName takes every channel and every connector of the program as it is built. Their servers
// send on to a place that nobody named, and parcels are addressed to it.
func TestT12_NothingLeavesForAnAddressTheConfigurationDoesNotName(t *testing.T) {
	wire := newTripwire(t)
	elsewhere := "http://" + wire.listener.Addr().String()
	asked := 0
	named := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, elsewhere+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	defer named.Close()
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"} {
		t.Setenv(name, elsewhere)
	}
	o := office.Outside{
		SMS:        &office.SMSAccount{Provider: "aliyun", Endpoint: named.URL, Templates: map[string]string{"t": "SMS_1"}},
		Connectors: map[string]office.ConnectorAccount{"tianyancha": {Endpoint: named.URL}, "another": {Endpoint: named.URL, Secret: "s"}},
	}
	for _, kind := range []string{"wecom", "feishu", "dingtalk"} {
		o.Chat = append(o.Chat, office.ChatRoom{Kind: kind, URL: named.URL + "/" + kind})
	}
	world := newOutside(time.Now)
	carriers, connectors := world.carriers()(o), world.connectors(shippedReader(t), mustWords(t))(o)
	require.Len(t, carriers, 2)
	require.Len(t, connectors, 2)
	for _, room := range o.Chat {
		_, err := carriers["chat"].Carry(t.Context(), office.Parcel{To: room.URL, Subject: "x"})
		require.True(t, fault.HasCode(err, "outward.elsewhere"), "%s: %v", room.Kind, err)
	}
	_, err := carriers["chat"].Carry(t.Context(), office.Parcel{To: elsewhere, Subject: "x"})
	require.True(t, fault.HasCode(err, "chat.unknown_room"), "%v", err)
	_, err = carriers["sms"].Carry(t.Context(), office.Parcel{To: "13800138000", Template: "t"})
	require.True(t, fault.HasCode(err, "outward.elsewhere"), "%v", err)
	for id, c := range connectors {
		_, err := c.Order(t.Context(), office.CheckRequest{Key: "k", Kind: "employment", Employments: []hiring.Employment{{Company: "x"}}})
		require.True(t, fault.HasCode(err, "outward.elsewhere"), "%s: %v", id, err)
		require.True(t, fault.HasCode(c.Try(t.Context()), "outward.elsewhere"), id)
	}
	_, err = pades.New(world.stamps).Stamp(t.Context(), office.Authority{URL: named.URL})
	require.True(t, fault.Is(err, fault.Offline), "%v", err)
	require.NotZero(t, asked)
	require.Zero(t, wire.tripped(), "something left for a place that nobody named")

	for host, mail := range map[string]office.MailServer{"open": {Host: "mail.example.com", Port: 25, Security: "none"}, "metadata": {Host: "fd00:ec2::254", Port: 465, Security: "tls"}} {
		mail.From = "hr@example.com"
		_, err := world.carriers()(office.Outside{Mail: &mail})["mail"].Carry(t.Context(), office.Parcel{To: "a@example.com"})
		require.Error(t, err, host)
	}
}

// A file as a partner drops it, in each format that is imported by hand as well, is a connector's answer.
func TestN12_ADroppedFileIsReadByTheReaderOfImports(t *testing.T) {
	for name, file := range map[string]func(reference string) string{
		"results.json": func(r string) string {
			return `{"checks":[{"case":"` + r + `","kind":"education","light":"green","conclusion":"as claimed","source":"the school"}]}`
		},
		"results.csv": func(r string) string {
			return "case,kind,light,conclusion,source\n" + r + ",education,green,as claimed,the school\n"
		},
	} {
		dir := t.TempDir()
		c := newOutside(time.Now).connectors(shippedReader(t), mustWords(t))(office.Outside{Connectors: map[string]office.ConnectorAccount{"partner": {Folder: dir}}})["partner"]
		ordered, err := c.Order(t.Context(), office.CheckRequest{Key: "check/c1/k1", Kind: "education", Name: "somebody"})
		require.NoError(t, err)
		at := filepath.Join(dir, "results", name)
		require.NoError(t, os.WriteFile(at, []byte(file(ordered.Reference)), 0o600))
		require.NoError(t, os.Chtimes(at, time.Now(), time.Now().Add(-time.Minute)))
		answer, err := c.Poll(t.Context(), ordered.Reference)
		require.NoError(t, err)
		if answer.State != "done" {
			entries, _ := filepath.Glob(filepath.Join(dir, "bad", "*.txt"))
			for _, e := range entries {
				raw, _ := os.ReadFile(e)
				t.Log(string(raw))
			}
		}
		require.Equal(t, "done", answer.State, name)
		require.Equal(t, hiring.Green, answer.Result.Light)
		require.Equal(t, "as claimed", answer.Result.Conclusion)
		require.True(t, json.Valid(answer.Files[0].Data))
		require.False(t, strings.Contains(string(answer.Files[0].Data), "somebody"))
	}
}
