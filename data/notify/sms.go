package notify

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// smsPerMin keeps a wrong loop from spending the bank's money; the provider allows far more.
const smsPerMin = 300

// smsVersion is the version of Aliyun's Dysmsapi that is spoken.
const smsVersion = "2017-05-25"

// texter sends short messages through Aliyun (Dysmsapi SendSms): a registered template and its values, never free words.
// https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
type texter struct {
	account office.SMSAccount
	ways    Ways
}

func smsOf(w Ways, o office.Outside) office.Carrier {
	if o.SMS == nil || o.SMS.Provider != "aliyun" {
		return nil
	}
	return &texter{account: *o.SMS, ways: w}
}

// mobile is a number of mainland China (YD/T 1.1), with or without the country's code.
var mobile = regexp.MustCompile(`^(?:\+?86)?(1[3-9][0-9]{9})$`)

// smsAnswer is what every call answers.
type smsAnswer struct {
	Code       string
	Message    string
	BizID      string `json:"BizId"`
	SignStatus int    // of QuerySmsSign: 1 is approved
}

// Carry sends one message. The receipt is the provider's BizId, under which it knows what became of it. Sending twice is two messages, and no key
// prevents it: what was asked and not answered is not asked again here.
func (t *texter) Carry(ctx context.Context, p office.Parcel) (string, error) {
	number := mobile.FindStringSubmatch(strings.NewReplacer(" ", "", "-", "").Replace(p.To))
	if number == nil {
		return "", fault.New(fault.Invalid, "sms.number")
	}
	template := t.account.Templates[p.Template]
	if template == "" {
		return "", fault.New(fault.Refused, "sms.no_template", "template", p.Template)
	}
	values, err := json.Marshal(p.Values)
	if err != nil || p.Values == nil {
		values = []byte("{}")
	}
	answer, err := t.call(ctx, "SendSms", url.Values{"PhoneNumbers": {number[1]}, "SignName": {t.account.Sign}, "TemplateCode": {template},
		"TemplateParam": {string(values)}, "OutId": {id(p.Key)}})
	if err != nil {
		return "", err
	}
	return answer.BizID, judged(answer)
}

// Try asks for the state of the registered signature; nothing is sent.
func (t *texter) Try(ctx context.Context) error {
	answer, err := t.call(ctx, "QuerySmsSign", url.Values{"SignName": {t.account.Sign}})
	if err == nil {
		err = judged(answer)
	}
	if err == nil && answer.SignStatus != 1 {
		err = fault.New(fault.Refused, "sms.sign")
	}
	return err
}

func (t *texter) call(ctx context.Context, action string, query url.Values) (smsAnswer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(t.account.Endpoint, "/")+"/?"+canonical(query), http.NoBody)
	if err != nil {
		return smsAnswer{}, fault.New(fault.Invalid, "outward.address")
	}
	signed(r, action, t.account, t.ways)
	return call[smsAnswer](t.ways.Reach(t.account.Endpoint, smsPerMin), r)
}

// permits is how the provider says which of its limits is reached: 1 in a minute, 5 in an hour, 10 a day to one number.
var permits = regexp.MustCompile(`Permits:([0-9]+)`)

// judged reads the provider's code: what passes, what ends the parcel, what a person has to look at.
// https://help.aliyun.com/zh/sms/developer-reference/api-error-codes
func judged(a smsAnswer) error {
	code := a.Code
	switch {
	case code == "OK":
		return nil
	case code == "isv.BUSINESS_LIMIT_CONTROL" || code == "isv.DAY_LIMIT_CONTROL" || code == "isv.MONTH_LIMIT_CONTROL":
		return fault.New(fault.Offline, "sms.limit", "after", until(a))
	case strings.HasPrefix(code, "Throttling") || strings.HasPrefix(code, "isp.SYSTEM") || strings.HasPrefix(code, "isp.GATEWAY") || code == "ServiceUnavailable" ||
		code == "InternalError":
		return fault.New(fault.Offline, "sms.later", "reason", code)
	case code == "isv.MOBILE_NUMBER_ILLEGAL" || code == "isv.MOBILE_COUNT_OVER_LIMIT":
		return fault.New(fault.Invalid, "sms.number")
	case slices.ContainsFunc(accountCodes, func(p string) bool { return strings.HasPrefix(code, p) }):
		return fault.New(fault.Denied, "sms.account", "reason", code)
	case code == "":
		return fault.New(fault.Corrupt, "sms.answer")
	}
	return fault.New(fault.Refused, "sms.refused", "reason", code)
}

// accountCodes begin what says that the account may not, or has no money left.
var accountCodes = []string{"InvalidAccessKeyId", "SignatureDoesNotMatch", "IncompleteSignature", "InvalidTimeStamp", "Forbidden", "NoPermission", "isp.RAM", "isv.RAM",
	"isv.ACCOUNT", "isv.OUT_OF_SERVICE", "isv.AMOUNT_NOT_ENOUGH", "isv.PRODUCT_UN"}

// until is when the limit that was hit lets a message through again, in seconds.
func until(a smsAnswer) string {
	found := permits.FindStringSubmatch(a.Message)
	switch {
	case a.Code == "isv.BUSINESS_LIMIT_CONTROL" && found != nil && found[1] == "1":
		return "60"
	case a.Code == "isv.BUSINESS_LIMIT_CONTROL" && found != nil && found[1] == "5":
		return "3600"
	}
	return "21600" // a day's limit ends at midnight: asking every six hours costs nothing
}

// canonical writes a query as Aliyun signs it: names in order, spaces as %20 (RFC 3986).
func canonical(q url.Values) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(escaped(name) + "=" + escaped(q.Get(name)))
	}
	return b.String()
}

func escaped(s string) string {
	return strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(url.QueryEscape(s))
}
