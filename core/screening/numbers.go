package screening

import (
	"regexp"
	"strconv"
	"strings"

	"ruhang/core/fault"
)

const (
	usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // no I O S V Z
	orgAlphabet  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// USCC checks a unified social credit code (GB 32100-2015) and the organisation code inside it (GB 11714). The errors:
// uscc.shape, uscc.checksum, uscc.organisation.
func USCC(s string) error {
	s = strings.ToUpper(compact(s))
	refuse := func(code string) error { return fault.New(fault.Invalid, code, "field", "uscc") }
	if len(s) != 18 {
		return refuse("uscc.shape")
	}
	sum, weight := 0, 1
	for i := range 17 {
		value := strings.IndexByte(usccAlphabet, s[i])
		if value < 0 {
			return refuse("uscc.shape")
		}
		sum, weight = sum+value*weight, weight*3%31
	}
	switch {
	case strings.IndexByte(usccAlphabet, s[17]) != (31-sum%31)%31:
		return refuse("uscc.checksum")
	case !organisation(s[8:17]):
		return refuse("uscc.organisation")
	}
	return nil
}

// organisation checks the nine characters of an organisation code.
func organisation(s string) bool {
	sum := 0
	for i, weight := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += strings.IndexByte(orgAlphabet, s[i]) * weight
	}
	return s[8] == "0X987654321"[sum%11]
}

var chsi = regexp.MustCompile(`^(?:[0-9]{12}|[0-9A-Z]{16})$`)

// CHSICode says whether a code has the shape of an online verification code of 学信网: 12 digits or 16 capitals and
// digits. There is no public checksum.
func CHSICode(s string) bool { return chsi.MatchString(strings.ToUpper(compact(s))) }

// CHSIHost is the only place that an online verification code is checked at.
const CHSIHost = "www.chsi.com.cn"

var chsiLink = regexp.MustCompile(`^(?i:https://www\.chsi\.com\.cn)/[A-Za-z0-9/._-]*\?([^#]*)`)

// CHSILink takes the code out of what a report's QR code says: https://www.chsi.com.cn/xlcx/bg.do?vcode=…. The errors: chsi.link for what leads
// anywhere else, be it as like as www.chsi.com.cn.example.org, and chsi.code for a code of another shape.
func CHSILink(payload string) (string, error) {
	m := chsiLink.FindStringSubmatch(strings.TrimSpace(payload))
	if m == nil {
		return "", fault.New(fault.Invalid, "chsi.link")
	}
	for pair := range strings.SplitSeq(m[1], "&") {
		if code, ok := strings.CutPrefix(pair, "vcode="); ok && CHSICode(code) {
			return strings.ToUpper(compact(code)), nil
		}
	}
	return "", fault.New(fault.Invalid, "chsi.code", "field", "chsi_code")
}

// Diploma is what a diploma's number says by itself: 5 digits school, 1 kind, 4 year, 2 level, then a sequence.
type Diploma struct {
	School string
	Year   int // of graduation
	Level  string
}

// DiplomaNumber reads a diploma's electronic registration number: 17 digits in 2001, 18 from 2002 on. Diplomas before
// have none of this form. The errors: diploma.shape, diploma.year.
func DiplomaNumber(s string) (Diploma, error) {
	s = compact(s)
	if !digits(s) || (len(s) != 17 && len(s) != 18) {
		return Diploma{}, fault.New(fault.Invalid, "diploma.shape", "field", "number")
	}
	year, _ := strconv.Atoi(s[6:10])
	if (len(s) == 17 && year != 2001) || (len(s) == 18 && (year < 2002 || year > 2099)) {
		return Diploma{}, fault.New(fault.Invalid, "diploma.year", "field", "number")
	}
	return Diploma{School: s[:5], Year: year, Level: s[10:12]}, nil
}

// BankCard says whether a number can be a bank card's: 13 to 19 digits with Luhn's check digit (ISO/IEC 7812-1).
func BankCard(s string) bool {
	s = compact(s)
	if !digits(s) || len(s) < 13 || len(s) > 19 || strings.Trim(s, "0") == "" {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}

var mobile = regexp.MustCompile(`^(?:\+86|0086|86)?(1[3-9][0-9]{9})$`)

// Mobile gives the eleven digits of a mobile number of the mainland, with or without +86; false for anything else.
func Mobile(s string) (string, bool) {
	m := mobile.FindStringSubmatch(compact(s))
	if m == nil {
		return "", false
	}
	return m[1], true
}

// MaskID shows the region and the last four of an identity number: 110105********002X. Anything that is no identity
// number is hidden whole.
func MaskID(s string) string {
	s = NormalID(s)
	if !shaped(s) {
		return strings.Repeat("*", len([]rune(s)))
	}
	return masked(s, 6, len(s)-4)
}

// MaskPhone shows the first three and the last four digits: 138****1234. What is too short for that is hidden whole.
func MaskPhone(s string) string {
	s = compact(s)
	if n, ok := Mobile(s); ok {
		s = n
	}
	if len([]rune(s)) < 9 {
		return strings.Repeat("*", len([]rune(s)))
	}
	return masked(s, 3, len([]rune(s))-4)
}

func masked(s string, from, to int) string {
	r := []rune(s)
	for i := from; i < to; i++ {
		r[i] = '*'
	}
	return string(r)
}

// Tail is the last n characters, the whole when there are no more.
func Tail(s string, n int) string {
	r := []rune(s)
	return string(r[max(len(r)-max(n, 0), 0):])
}
