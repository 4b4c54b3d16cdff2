package notify

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/core/office/outsidetest"
	"ruhang/data/outward"
)

// now is the clock of these tests.
var now = time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)

// out are ways through the real gate, with the patience of a test.
func out() Ways {
	gate := outward.New(outward.Options{Answer: 600 * time.Millisecond, Wait: 20 * time.Millisecond, Pause: time.Millisecond})
	var used atomic.Int64
	return Ways{Reach: func(address string, perMin int) Do { return gate.To(address, outward.Terms{PerMin: perMin}) }, Dial: gate.Dial,
		Now: func() time.Time { return now }, Fresh: func() string { return "nonce" + strconv.FormatInt(used.Add(1), 10) }}
}

// post box of a stand-in: what arrived, and what it makes of the next message.
type postBox struct {
	mu      sync.Mutex
	arrived []string
	next    string
}

func (b *postBox) said() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.arrived...)
}

func (b *postBox) put(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.arrived = append(b.arrived, text)
}

func (b *postBox) will(outcome string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.next = outcome
}

func (b *postBox) take() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	next := b.next
	b.next = ""
	return next
}

func serve(t testing.TB, handler http.HandlerFunc) string {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestEveryChannelKeepsItsPromises(t *testing.T) {
	channels := map[string]func(t *testing.T) outsidetest.Channel{"mail": mailChannel, "sms": smsChannel}
	for kind := range robots {
		channels[kind] = func(t *testing.T) outsidetest.Channel { return chatChannel(t, kind) }
	}
	for name, open := range channels {
		t.Run(name, func(t *testing.T) { outsidetest.TestCarrier(t, open) })
	}
}

// secretPhone and the like stand in requests and in no error.
const (
	secretPhone = "13912345678"
	secretKey   = "LTAI-secret-key"
	secretRoom  = "secret-room-key"
)

func TestEveryChannelOverHTTPSurvivesEveryTrouble(t *testing.T) {
	accounts := map[string]func(address string) (office.Outside, string){
		"sms": func(address string) (office.Outside, string) {
			return office.Outside{SMS: &office.SMSAccount{Provider: "aliyun", Endpoint: address, KeyID: "id", Secret: secretKey, Sign: "Bank",
				Templates: map[string]string{"invited": "SMS_1"}}}, secretPhone
		},
	}
	for kind := range robots {
		accounts[kind] = func(address string) (office.Outside, string) {
			room := address + "/send?key=" + secretRoom
			return office.Outside{Chat: []office.ChatRoom{{Kind: kind, URL: room, Secret: "s"}}}, room
		}
	}
	for name, account := range accounts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			outsidetest.Troubles(t, func(t *testing.T, address string) error {
				o, to := account(address)
				_, err := only(t, New(out())(o)).Carry(t.Context(), office.Parcel{Key: "k", To: to, Template: "invited", Subject: "secret subject", Body: "secret body",
					Values: map[string]string{"name": "secret value"}})
				return err
			}, secretPhone, secretKey, secretRoom, "secret subject", "secret body", "secret value")
		})
	}
}

func only(t testing.TB, carriers map[string]office.Carrier) office.Carrier {
	require.Len(t, carriers, 1)
	for _, c := range carriers {
		return c
	}
	return nil
}

func TestT12_WhatIsNotConfiguredIsNotThere(t *testing.T) {
	require.Empty(t, New(out())(office.Outside{}))
	require.Empty(t, New(out())(office.Outside{SMS: &office.SMSAccount{Provider: "somebody"}}))
	for name, o := range map[string]office.Outside{
		"sms":  {SMS: &office.SMSAccount{Provider: "aliyun", Endpoint: "http://dysmsapi.example.com", Templates: map[string]string{"t": "SMS_1"}}},
		"chat": {Chat: []office.ChatRoom{{Kind: "wecom", URL: "http://qyapi.example.com/send?key=" + secretRoom}}},
		"mail": {Mail: &office.MailServer{Host: "mail.example.com", Port: 25, Security: "none", From: "hr@example.com"}},
	} {
		to := map[string]string{"sms": secretPhone, "chat": "http://qyapi.example.com/send?key=" + secretRoom, "mail": "a@example.com"}[name]
		_, err := New(out())(o)[name].Carry(t.Context(), office.Parcel{To: to, Template: "t", Subject: "s"})
		require.True(t, fault.Is(err, fault.Invalid), "%s: in clear to another machine: %v", name, err)
		outsidetest.Unmarked(t, err, secretPhone, secretRoom)
	}
}
