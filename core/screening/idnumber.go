// Package screening holds what a person says against itself and against evidence: identity numbers and other
// identifiers by their checksums, a CV against check reports and against the calendar, a document's fields against
// the person.
//
// It refuses to decide: it finds, and a named human judges. It asks nobody outside, and it keeps personal data out of
// its errors and verdicts. What it finds of a case has the same key for ever, so nothing is found twice.
//
//	facts, err := screening.IDNumber("11010519491231002X", "2026-11-23") // err: id.checksum, id.birth_date…
package screening

import (
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// MinimumAge is the age in years from which one may be employed (劳动法 Art. 15).
const MinimumAge = 16

// IDKind is which document a number of GB 11643's scheme belongs to.
type IDKind string

// The kinds of identity numbers.
const (
	Resident IDKind = "resident"  // 居民身份证
	HongKong IDKind = "hong_kong" // 港澳台居民居住证, address code 81…
	Macao    IDKind = "macao"     // 82…
	Taiwan   IDKind = "taiwan"    // 83…
	Foreign  IDKind = "foreign"   // 外国人永久居留身份证 since 2023-12-01, first digit 9
)

// IDFacts is what an identity number says by itself.
type IDFacts struct {
	Kind   IDKind
	Region string // six digits of GB/T 2260; never a ground to refuse, codes are retired
	Birth  hiring.Date
	Female bool
	Old    bool // 15 digits, without a check digit
}

// IDNumber reads an identity number (GB 11643-1999). The errors, in the order they are looked for: id.shape,
// id.checksum, id.birth_date (no such day), id.birth_future, id.too_young (with the facts, on the day of today).
func IDNumber(s string, today hiring.Date) (IDFacts, error) {
	s = NormalID(s)
	old := len(s) == 15
	if !shaped(s) {
		return IDFacts{}, invalid("id.shape")
	}
	if old {
		s = lengthened(s)
	}
	if checkDigit(s[:17]) != s[17] {
		return IDFacts{}, invalid("id.checksum")
	}
	birth := hiring.Date(s[6:10] + "-" + s[10:12] + "-" + s[12:14])
	facts := IDFacts{Kind: kindOf(s), Region: s[:6], Birth: birth, Female: (s[16]-'0')%2 == 0, Old: old}
	switch {
	case !birth.Valid() || birth < "1800":
		return IDFacts{}, invalid("id.birth_date")
	case birth > today:
		return IDFacts{}, invalid("id.birth_future")
	case facts.Age(today) < MinimumAge:
		return facts, fault.New(fault.Invalid, "id.too_young", "field", "id_no", "age", strconv.Itoa(MinimumAge))
	}
	return facts, nil
}

func invalid(code string) error { return fault.New(fault.Invalid, code, "field", "id_no") }

// Age is the age in full years on a day; the birthday itself counts.
func (f IDFacts) Age(on hiring.Date) int {
	b, o := f.Birth.Time().In(hiring.China), on.Time().In(hiring.China)
	years := o.Year() - b.Year()
	if o.Month() < b.Month() || (o.Month() == b.Month() && o.Day() < b.Day()) {
		years--
	}
	return years
}

// NormalID writes an identity number as its standard does: no spaces, half width, X in upper case.
func NormalID(s string) string { return strings.ToUpper(compact(s)) }

// SameID says whether two identity numbers are the same, be one of them of the 15-digit form.
func SameID(a, b string) bool { return long(NormalID(a)) == long(NormalID(b)) }

func long(s string) string {
	if len(s) == 15 && digits(s) {
		return lengthened(s)
	}
	return s
}

// lengthened is the 18-digit form of a 15-digit number; those were issued to people born in the twentieth century.
func lengthened(s string) string {
	s = s[:6] + "19" + s[6:]
	return s + string(checkDigit(s))
}

func shaped(s string) bool {
	switch len(s) {
	case 15:
		return digits(s)
	case 18:
		return digits(s[:17]) && (digits(s[17:]) || s[17] == 'X')
	}
	return false
}

// checkDigit is ISO 7064 MOD 11-2 over 17 digits.
func checkDigit(s string) byte {
	p := 0
	for i := range len(s) {
		p = (p + int(s[i]-'0')) * 2 % 11
	}
	return "0123456789X"[(12-p)%11]
}

func kindOf(s string) IDKind {
	switch {
	case s[0] == '9':
		return Foreign
	case s[:2] == "81":
		return HongKong
	case s[:2] == "82":
		return Macao
	case s[:2] == "83":
		return Taiwan
	}
	return Resident
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
