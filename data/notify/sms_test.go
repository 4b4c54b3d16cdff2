package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/core/office/outsidetest"
)

// smsHouse stands in for Dysmsapi: it checks the signature from the request alone, as the documentation of V3 describes, fills the registered
// template in, and answers with the documented codes.
type smsHouse struct {
	postBox
	nonces map[string]bool
	code   string // answered instead of OK
	text   string
	status int
}

// registered are the templates of the stand-in; every ${name} needs its value.
var registered = map[string]string{"SMS_1": "${subject}: ${place}"}

func (h *smsHouse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	code, message, answer := h.judge(r)
	if answer == nil {
		answer = map[string]any{}
	}
	answer["Code"], answer["Message"], answer["RequestId"] = code, message, "A1B2"
	switch {
	case h.status != 0:
		w.WriteHeader(h.status)
	case strings.HasPrefix(code, "Signature"):
		w.WriteHeader(http.StatusBadRequest)
	case strings.HasPrefix(code, "InvalidAccessKeyId"):
		w.WriteHeader(http.StatusNotFound)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func (h *smsHouse) judge(r *http.Request) (code, message string, answer map[string]any) {
	q := r.URL.Query()
	if code, message := h.signature(r); code != "" {
		return code, message, nil
	}
	switch h.take() {
	case "later":
		return "isv.BUSINESS_LIMIT_CONTROL", "Permits:1", nil
	case "never":
		return "isv.BLACK_KEY_CONTROL_LIMIT", "no", nil
	case "denied":
		return "InvalidAccessKeyId.NotFound", "Specified access key is not found.", nil
	}
	if h.code != "" {
		return h.code, h.text, nil
	}
	if r.Header.Get("x-acs-action") == "QuerySmsSign" {
		return "OK", "OK", map[string]any{"SignStatus": 1, "SignName": q.Get("SignName")}
	}
	text, known := registered[q.Get("TemplateCode")]
	if !known {
		return "isv.SMS_TEMPLATE_ILLEGAL", "no template", nil
	}
	values := map[string]string{}
	if json.Unmarshal([]byte(q.Get("TemplateParam")), &values) != nil {
		return "isv.INVALID_JSON_PARAM", "JSON", nil
	}
	for name, value := range values {
		text = strings.ReplaceAll(text, "${"+name+"}", value)
	}
	if strings.Contains(text, "${") {
		return "isv.TEMPLATE_MISSING_PARAMETERS", "missing", nil
	}
	h.put(text)
	return "OK", "OK", map[string]any{"BizId": "9006197469364984400"}
}

// signature recomputes what the request claims, from its own list of signed headers.
func (h *smsHouse) signature(r *http.Request) (code, message string) {
	scheme, claims, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	fields := map[string]string{}
	for _, field := range strings.Split(claims, ",") {
		name, value, _ := strings.Cut(field, "=")
		fields[name] = value
	}
	if scheme != "ACS3-HMAC-SHA256" || fields["Credential"] != "testid" {
		return "InvalidAccessKeyId.NotFound", "key"
	}
	names := strings.Split(fields["SignedHeaders"], ";")
	if !sort.StringsAreSorted(names) || len(names) < 6 {
		return "IncompleteSignature", "headers"
	}
	text := r.Method + "\n" + r.URL.Path + "\n" + r.URL.RawQuery + "\n"
	for _, name := range names {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.Host
		}
		text += name + ":" + value + "\n"
	}
	empty := sha256.Sum256(nil)
	text += "\n" + fields["SignedHeaders"] + "\n" + hex.EncodeToString(empty[:])
	digest := sha256.Sum256([]byte(text))
	mac := hmac.New(sha256.New, []byte("testsecret"))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + hex.EncodeToString(digest[:])))
	nonce := r.Header.Get("x-acs-signature-nonce")
	at, err := time.Parse(time.RFC3339, r.Header.Get("x-acs-date"))
	switch {
	case fields["Signature"] != hex.EncodeToString(mac.Sum(nil)):
		return "SignatureDoesNotMatch", "signature"
	case r.Header.Get("x-acs-content-sha256") != hex.EncodeToString(empty[:]):
		return "SignatureDoesNotMatch", "body"
	case nonce == "" || h.nonces[nonce]:
		return "SignatureNonceUsed", "nonce"
	case err != nil || now.Sub(at).Abs() > 15*time.Minute:
		return "InvalidTimeStamp.Expired", "time"
	case r.Header.Get("x-acs-version") != "2017-05-25":
		return "InvalidVersion", "version"
	}
	h.nonces[nonce] = true
	return "", ""
}

func smsStandIn(t *testing.T) (*smsHouse, office.Outside) {
	h := &smsHouse{nonces: map[string]bool{}}
	return h, office.Outside{SMS: &office.SMSAccount{Provider: "aliyun", Endpoint: serve(t, h.ServeHTTP), KeyID: "testid", Secret: "testsecret", Sign: "\u67d0\u94f6\u884c",
		Templates: map[string]string{"invited": "SMS_1", "gone": "SMS_404"}}}
}

func smsChannel(t *testing.T) outsidetest.Channel {
	h, o := smsStandIn(t)
	return outsidetest.Channel{Carrier: New(out())(o)["sms"], To: "13800138000", Template: "invited", Said: h.said, Next: h.will,
		Nowhere: []string{"12345678901", "1380013800", "138001380000", "+1 202 555 0100", "13800138000,13800138001", "wang@example.com"}}
}

// The example of the provider's own page on signature V3, with fixed values.
func TestTheProvidersPublishedSignatureIsMet(t *testing.T) {
	query := url.Values{"RegionId": {"cn-shanghai"}, "ImageId": {"win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://ecs.cn-shanghai.aliyuncs.com/?"+canonical(query), http.NoBody)
	require.NoError(t, err)
	for name, value := range map[string]string{"x-acs-action": "RunInstances", "x-acs-version": "2014-05-26", "x-acs-date": "2023-10-26T10:22:32Z",
		"x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d", "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"} {
		r.Header.Set(name, value)
	}
	require.Equal(t, "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"+
		"Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0", acs3(r, "YourAccessKeyId", "YourAccessKeySecret"))
}

func TestSMSIsARegisteredTemplateWithItsValues(t *testing.T) {
	h, o := smsStandIn(t)
	c := New(out())(o)["sms"]
	for _, number := range []string{"13800138000", "+8613800138000", "86 138 0013 8000", "138-0013-8000"} {
		receipt, err := c.Carry(t.Context(), office.Parcel{Key: number, To: number, Template: "invited", Values: map[string]string{"subject": "\u9762\u8bd5", "place": "a&b=c+d %"}})
		require.NoError(t, err, number)
		require.Equal(t, "9006197469364984400", receipt)
	}
	require.Equal(t, "\u9762\u8bd5: a&b=c+d %", h.said()[0])
	for template, code := range map[string]string{"": "sms.no_template", "unknown": "sms.no_template", "gone": "sms.refused", "invited": "sms.refused"} {
		_, err := c.Carry(t.Context(), office.Parcel{Key: "k", To: "13800138000", Template: template, Values: map[string]string{"other": "x"}})
		require.True(t, fault.HasCode(err, code), "%s: %v", template, err)
	}
	o.SMS.Secret = "wrong"
	_, err := New(out())(o)["sms"].Carry(t.Context(), office.Parcel{To: "13800138000", Template: "invited"})
	require.True(t, fault.HasCode(err, "sms.account"), "%v", err)
	require.Len(t, h.said(), 4)
}

func TestWhatTheSMSProviderSays(t *testing.T) {
	h, o := smsStandIn(t)
	c := New(out())(o)["sms"]
	for _, line := range []struct{ code, text, kind, after string }{
		{"isv.BUSINESS_LIMIT_CONTROL", "Permits:1", "offline", "60"},
		{"isv.BUSINESS_LIMIT_CONTROL", "Permits:5", "offline", "3600"},
		{"isv.BUSINESS_LIMIT_CONTROL", "Permits:10", "offline", "21600"},
		{"isv.DAY_LIMIT_CONTROL", "", "offline", "21600"},
		{"isp.SYSTEM_ERROR", "", "offline", ""},
		{"Throttling.User", "", "offline", ""},
		{"isv.MOBILE_NUMBER_ILLEGAL", "", "invalid", ""},
		{"isv.OUT_OF_SERVICE", "", "denied", ""},
		{"isv.AMOUNT_NOT_ENOUGH", "", "denied", ""},
		{"isv.ACCOUNT_ABNORMAL", "", "denied", ""},
		{"isp.RAM_PERMISSION_DENY", "", "denied", ""},
		{"isv.PRODUCT_UN_SUBSCRIPT", "", "denied", ""},
		{"isv.SMS_SIGNATURE_ILLEGAL", "", "refused", ""},
		{"isv.SMS_TEMPLATE_ILLEGAL", "", "refused", ""},
		{"isv.PARAM_LENGTH_LIMIT", "", "refused", ""},
		{"isv.SOMETHING_NEW", "", "refused", ""},
	} {
		h.code, h.text = line.code, line.text
		_, err := c.Carry(t.Context(), office.Parcel{To: "13800138000", Template: "invited"})
		require.Equal(t, line.kind, fault.Of(err).Kind.String(), "%s: %v", line.code, err)
		require.Equal(t, line.after, fault.Of(err).Params["after"], line.code)
	}
	h.code, h.status = "SignatureDoesNotMatch", http.StatusBadRequest
	_, err := c.Carry(t.Context(), office.Parcel{To: "13800138000", Template: "invited"})
	require.True(t, fault.HasCode(err, "sms.account"), "said with a status of 400: %v", err)
	require.Empty(t, h.said())
}
