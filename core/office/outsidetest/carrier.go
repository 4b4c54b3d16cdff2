package outsidetest

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// Channel is a carrier with a stand-in of its provider behind it.
type Channel struct {
	Carrier  office.Carrier
	To       string               // who can be reached there
	Nowhere  []string             // what is no address there
	Template string               // of a message that the provider knows
	Said     func() []string      // what arrived so far, as the receiver reads it
	Next     func(outcome string) // what the provider makes of the next message: later, never, denied
}

// marks stand in every parcel of the suite, and may stand in no error.
var marks = []string{"Wang Xiaoming", "Interview on Friday", "Room 3"}

func (c Channel) parcel(key string) office.Parcel {
	return office.Parcel{Key: key, To: c.To, Name: marks[0], Subject: marks[1], Body: "Come to " + marks[2] + ".", Template: c.Template,
		Values: map[string]string{"subject": marks[1], "place": marks[2]}}
}

// TestCarrier runs what every channel promises.
func TestCarrier(t *testing.T, open func(t *testing.T) Channel) {
	tests := map[string]func(*testing.T, Channel){
		"arrives once":                    arrives,
		"a try says nothing":              tries,
		"what a provider says":            outcomes,
		"who gave up sends nothing":       givenUp,
		"nobody is at no address":         nowhere,
		"commands in words are words":     commands,
		"any word arrives as it was said": words,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func arrives(t *testing.T, c Channel) {
	_, err := c.Carrier.Carry(t.Context(), c.parcel("k1"))
	require.NoError(t, err)
	said := c.Said()
	require.Len(t, said, 1)
	require.Contains(t, said[0], marks[1])
	require.Contains(t, said[0], marks[2])
}

func tries(t *testing.T, c Channel) {
	require.NoError(t, c.Carrier.Try(t.Context()))
	require.Empty(t, c.Said())
	c.Next("denied")
	err := c.Carrier.Try(t.Context())
	require.Equal(t, fault.Denied.String(), fault.Of(err).Kind.String(), "%v", err)
}

func outcomes(t *testing.T, c Channel) {
	for outcome, later := range map[string]bool{"later": true, "never": false, "denied": false} {
		c.Next(outcome)
		_, err := c.Carrier.Carry(t.Context(), c.parcel(outcome))
		require.Error(t, err, outcome)
		require.Equal(t, later, fault.Is(err, fault.Offline), "%s: %v", outcome, err)
		require.Equal(t, outcome == "denied", fault.Is(err, fault.Denied), "%s: %v", outcome, err)
		require.False(t, fault.Is(err, fault.Internal), "%s: %v", outcome, err)
		Unmarked(t, err, append(marks, c.To)...)
	}
	require.Empty(t, c.Said())
	_, err := c.Carrier.Carry(t.Context(), c.parcel("after"))
	require.NoError(t, err, "the next parcel does not suffer")
	require.Len(t, c.Said(), 1)
}

func givenUp(t *testing.T, c Channel) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := c.Carrier.Carry(ctx, c.parcel("k1"))
	require.True(t, fault.Is(err, fault.Offline), "%v", err)
	require.Empty(t, c.Said())
}

func nowhere(t *testing.T, c Channel) {
	for _, to := range append([]string{"", " ", "\r\n", c.To + "\r\nBcc: other@example.com", c.To + " <x>"}, c.Nowhere...) {
		p := c.parcel("k1")
		p.To = to
		_, err := c.Carrier.Carry(t.Context(), p)
		require.True(t, fault.Is(err, fault.Invalid) || fault.Is(err, fault.Refused), "%q: %v", to, err)
		if strings.TrimSpace(to) != "" {
			Unmarked(t, err, to)
		}
	}
	require.Empty(t, c.Said())
}

func commands(t *testing.T, c Channel) {
	p := c.parcel("k1\r\nX-Key: 1")
	p.Name = "A\" <other@example.com>, \"B\r\nBcc: other@example.com\r\n"
	p.Subject = "Hello\r\nBcc: other@example.com\r\n\r\nnew body\u2028\x1b[2J\u202e"
	p.Body = "one\r\n.\r\nMAIL FROM:<x@example.com>\r\nRCPT TO:<other@example.com>\r\nDATA\r\n" + strings.Repeat("\r\n.", 50)
	p.Values = map[string]string{"subject": p.Subject + "\",\"other\":\"", "place": p.Body}
	_, err := c.Carrier.Carry(t.Context(), p)
	require.NoError(t, err)
	require.Len(t, c.Said(), 1)
}

func words(t *testing.T, c Channel) {
	p := c.parcel("k1")
	p.Subject, p.Body = "\u9762\u8bd5\u901a\u77e5 \u2014 \U00020bb7\u91ce\u5bb6 \"&<>%+", "\u8bf7\u4e8e\u5468\u4e94 14:30 \u5230\u573a: 100% a+b=c&d <e>\n\u7b2c\u4e8c\u884c "+strings.Repeat("\u957f", 300)
	p.Name = "\u738b\u5c0f\u660e"
	p.Values = map[string]string{"subject": p.Subject, "place": p.Body}
	_, err := c.Carrier.Carry(t.Context(), p)
	require.NoError(t, err)
	said := strings.ReplaceAll(c.Said()[0], "\r\n", "\n")
	require.Contains(t, said, p.Subject)
	require.Contains(t, said, p.Body)
}
