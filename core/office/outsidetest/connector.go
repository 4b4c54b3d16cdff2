package outsidetest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// Source is a connector with a stand-in of its service behind it.
type Source struct {
	Connector office.Connector
	Request   office.CheckRequest
	Orders    func() int             // how many orders the service has taken; one under one key
	Next      func(outcome string)   // what the service makes of the next call: later, denied, poor (no money left); nil where nobody can say no
	Answered  func(reference string) // makes the service know the result, where it does not at once
}

// TestConnector runs what every source of background checks promises.
func TestConnector(t *testing.T, open func(t *testing.T) Source) {
	for name, test := range map[string]func(*testing.T, Source){
		"an order becomes a result":             ordered,
		"a try asks about nobody":               tried,
		"twice under one key is one order":      twice,
		"what a service says":                   said,
		"nobody's order is known":               unknown,
		"who gave up asks nothing":              gaveUp,
		"what is not signed is not listened to": unsigned,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// Marks are the personal values of a request: they stand in no error.
func Marks(r office.CheckRequest) []string {
	var marks []string
	for _, m := range append([]string{r.Name, r.IDNumber}, r.Relatives...) {
		if m != "" {
			marks = append(marks, m)
		}
	}
	return marks
}

func ordered(t *testing.T, s Source) {
	a, err := s.Connector.Order(t.Context(), s.Request)
	require.NoError(t, err)
	if a.State == "running" {
		require.NotEmpty(t, a.Reference)
		again, err := s.Connector.Poll(t.Context(), a.Reference)
		require.NoError(t, err)
		require.Equal(t, "running", again.State)
		s.Answered(a.Reference)
		a, err = s.Connector.Poll(t.Context(), a.Reference)
		require.NoError(t, err)
	}
	require.Equal(t, "done", a.State)
	require.NotNil(t, a.Result)
	require.Contains(t, []hiring.Light{hiring.Green, hiring.Amber, hiring.Red}, a.Result.Light)
	require.NotEmpty(t, a.Result.Conclusion)
	require.NotEmpty(t, a.Files, "a result has its evidence")
	for _, f := range a.Files {
		require.NotEmpty(t, f.Data)
		for _, mark := range Marks(s.Request) {
			require.NotContains(t, f.Name, mark)
		}
	}
}

func tried(t *testing.T, s Source) {
	require.NoError(t, s.Connector.Try(t.Context()))
	require.Zero(t, s.Orders())
	if s.Next != nil {
		s.Next("denied")
		require.True(t, fault.Is(s.Connector.Try(t.Context()), fault.Denied))
	}
}

func twice(t *testing.T, s Source) {
	first, err := s.Connector.Order(t.Context(), s.Request)
	require.NoError(t, err)
	second, err := s.Connector.Order(t.Context(), s.Request)
	require.NoError(t, err)
	require.Equal(t, first.Reference, second.Reference)
	require.Equal(t, 1, s.Orders())
}

func said(t *testing.T, s Source) {
	if s.Next == nil {
		t.Skip("a folder says nothing")
	}
	for outcome, kind := range map[string]fault.Kind{"later": fault.Offline, "denied": fault.Denied, "poor": fault.Refused} {
		s.Next(outcome)
		_, err := s.Connector.Order(t.Context(), s.Request)
		require.Equal(t, kind.String(), fault.Of(err).Kind.String(), "%s: %v", outcome, err)
		Unmarked(t, err, Marks(s.Request)...)
	}
	_, err := s.Connector.Order(t.Context(), s.Request)
	require.NoError(t, err, "what a service said once is not held against it")
}

func unknown(t *testing.T, s Source) {
	for _, reference := range []string{"", "nobody", "../../etc/passwd", "..", "a/b", "x?y=1", "\x00"} {
		_, err := s.Connector.Poll(t.Context(), reference)
		require.True(t, fault.Is(err, fault.Missing), "%q: %v", reference, err)
	}
}

func gaveUp(t *testing.T, s Source) {
	if s.Next == nil {
		t.Skip("writing a file takes no time")
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := s.Connector.Order(ctx, s.Request)
	require.True(t, fault.Is(err, fault.Offline), "%v", err)
	require.Zero(t, s.Orders())
}

func unsigned(t *testing.T, s Source) {
	body := []byte(`{"reference":"r","state":"done","result":{"light":"green","conclusion":"x","source":"y"}}`)
	for _, header := range []map[string]string{nil, {"X-Ruhang-Signature": "00", "X-Ruhang-Timestamp": "0"}, {"Authorization": "x"}} {
		_, err := s.Connector.Callback(t.Context(), header, body)
		require.True(t, fault.Is(err, fault.Denied) || fault.Is(err, fault.Refused), "%v", err)
	}
}
