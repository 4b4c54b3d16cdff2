package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"ruhang/core/office"
)

// signedHeaders are in every request, sorted; all of them are signed.
var signedHeaders = []string{"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}

// signed signs a request without a body by ACS3-HMAC-SHA256. The older scheme of the same service is SHA-1.
// https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
func signed(r *http.Request, action string, account office.SMSAccount, w Ways) {
	r.Header.Set("x-acs-action", action)
	r.Header.Set("x-acs-version", smsVersion)
	r.Header.Set("x-acs-date", w.Now().UTC().Format("2006-01-02T15:04:05Z"))
	r.Header.Set("x-acs-signature-nonce", w.Fresh())
	r.Header.Set("x-acs-content-sha256", hexSum(""))
	r.Header.Set("Authorization", acs3(r, account.KeyID, account.Secret))
}

// acs3 is the Authorization of a request that has its x-acs headers.
func acs3(r *http.Request, keyID, secret string) string {
	var headers strings.Builder
	for _, name := range signedHeaders {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.URL.Host
		}
		headers.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	names := strings.Join(signedHeaders, ";")
	request := strings.Join([]string{r.Method, "/", r.URL.RawQuery, headers.String(), names, r.Header.Get("x-acs-content-sha256")}, "\n")
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("ACS3-HMAC-SHA256\n" + hexSum(request)))
	return "ACS3-HMAC-SHA256 Credential=" + keyID + ",SignedHeaders=" + names + ",Signature=" + hex.EncodeToString(mac.Sum(nil))
}

func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
