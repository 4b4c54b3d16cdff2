package check

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// The headers of a signed message, in both directions.
const (
	headerTime      = "X-Ruhang-Timestamp" // seconds since 1970
	headerSignature = "X-Ruhang-Signature" // hex
)

// replayWindow is how far a callback's time may be off; within it no signature counts twice.
const replayWindow = 5 * time.Minute

// longestCallback is the largest message that is looked at, in bytes.
const longestCallback = 8 << 20

// signature is HMAC-SHA256 over "<timestamp>.<body>", in hex.
func signature(secret, instant string, raw []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(instant + "."))
	mac.Write(raw)
	return hex.EncodeToString(mac.Sum(nil))
}

// Callback reads what a vendor sent by itself: signed with the shared secret, made within the last minutes, and not seen before. A vendor
// that hears no answer signs anew.
func (v *vendor) Callback(_ context.Context, header map[string]string, raw []byte) (office.CheckAnswer, error) {
	instant, said := named(header, headerTime), strings.ToLower(named(header, headerSignature))
	seconds, err := strconv.ParseInt(instant, 10, 64)
	off := v.ways.Now().Sub(time.Unix(seconds, 0)).Abs()
	switch {
	case v.account.Secret == "" || v.account.Off:
		return office.CheckAnswer{}, fault.New(fault.Refused, "check.no_callback")
	case len(raw) > longestCallback:
		return office.CheckAnswer{}, v.senseless("size")
	case err != nil || !hmac.Equal([]byte(said), []byte(signature(v.account.Secret, instant, raw))):
		return office.CheckAnswer{}, fault.New(fault.Denied, "check.callback.signature")
	case off > replayWindow:
		return office.CheckAnswer{}, fault.New(fault.Denied, "check.callback.late")
	case !v.seen.first("callback|"+v.id+"|"+said, 2*replayWindow):
		return office.CheckAnswer{}, fault.New(fault.Denied, "check.callback.again")
	}
	return v.read(raw)
}

// named finds a header whatever its case.
func named(header map[string]string, name string) string {
	for n, value := range header {
		if strings.EqualFold(n, name) {
			return value
		}
	}
	return ""
}
