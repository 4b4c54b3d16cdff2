package intake

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/screening"
)

// What stands between the digits of a phone number, a moment and a day; the Han signs are year, month, day, hour, minute.
var (
	phoneSigns  = strings.NewReplacer("-", "", "(", "", ")", "", ".", "")
	momentSigns = strings.NewReplacer("/", "-", "\u5e74", "-", "\u6708", "-", "\u65e5", " ", "\u65f6", ":", "\u5206", "")
	daySigns    = strings.NewReplacer("/", "-", ".", "-", "\u5e74", "-", "\u6708", "-", "\u65e5", "")
)

// person checks who a row is about and brings the numbers into one shape. where says line and field of a key; no value is
// ever part of the refusal.
func person(d *decoding, p *hiring.Person, where func(key string) (int, string)) {
	fail := func(code, key string, pairs ...string) {
		line, field := where(key)
		d.fail(code, line, field, pairs...)
	}
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	switch {
	case p.Name == "":
		fail("import.missing", "name")
	case utf8.RuneCountInString(p.Name) > maxName:
		fail("import.too_long", "name", "max", itoa(maxName))
	case strings.ContainsRune(p.Name, utf8.RuneError):
		fail("import.bad_text", "name")
	}
	if p.IDNumber == "" && p.Phone == "" {
		fail("import.missing", "id_no")
	}
	if p.IDNumber != "" {
		p.IDNumber = screening.NormalID(p.IDNumber)
		if _, err := screening.IDNumber(p.IDNumber, hiring.DateOf(time.Now())); err != nil {
			fail("import.bad_id_number", "id_no", "rule", fault.Of(err).Code)
		}
	}
	if p.Phone != "" {
		if p.Phone = phone(p.Phone); p.Phone == "" {
			fail("import.bad_phone", "phone")
		}
	}
	if i := strings.IndexByte(p.Email, '@'); p.Email != "" && (i < 1 || i == len(p.Email)-1 || strings.ContainsAny(p.Email, " \n\t<>,;")) {
		fail("import.bad_email", "email")
	}
}

// squeeze makes a number half-width and takes the spaces out.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, narrow(s))
}

// phone is a number without spaces, dashes and +86; "" when it is none: a mobile number of the mainland, or 5 to 15 digits
// (ITU-T E.164), a plus in front for one from abroad.
func phone(s string) string {
	s = phoneSigns.Replace(squeeze(s))
	if mobile, ok := screening.Mobile(s); ok {
		return mobile
	}
	digits := strings.TrimPrefix(s, "+")
	if len(digits) < 5 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return s
}

// layouts are how files write a moment; those without a zone are the bank's civil time.
var layouts = []string{
	time.RFC3339, "2006-1-2T15:04:05", "2006-1-2T15:04", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"20060102150405", "20060102", "2006-1-2 3:04:05 PM", "2006-1-2 3:04 PM",
}

// instant reads a moment; date and time may be written with /, . or the Chinese signs. ok is false for anything else, and
// for a year in which there were no such interviews.
func instant(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(narrow(s)), " ")
	s = momentSigns.Replace(s)
	if i := strings.IndexByte(s, ' '); i > 0 && strings.Count(s[:i], ".") == 2 || i < 0 && strings.Count(s, ".") == 2 {
		s = strings.Replace(s, ".", "-", 2)
	}
	s = strings.TrimSuffix(strings.Join(strings.Fields(s), " "), ":")
	for _, layout := range layouts {
		t, err := time.ParseInLocation(layout, s, hiring.China)
		if err == nil && t.Year() >= 2000 && t.Year() < 2100 {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// day reads yyyy, yyyy-mm or yyyy-mm-dd in any of the usual spellings, keeping how exact it was; "" when it is none.
func day(s string) hiring.Date {
	s = strings.TrimSpace(narrow(s))
	s = daySigns.Replace(s)
	s = strings.TrimSuffix(strings.ReplaceAll(s, " ", ""), "-")
	for _, shape := range [][2]string{{"2006-1-2", "2006-01-02"}, {"2006-1", "2006-01"}, {"2006", "2006"}, {"20060102", "2006-01-02"}, {"200601", "2006-01"}} {
		t, err := time.Parse(shape[0], s)
		if err == nil && t.Year() >= 1900 && t.Year() < 2100 {
			return hiring.Date(t.Format(shape[1]))
		}
	}
	if i := strings.IndexByte(s, 'T'); i == len("2006-01-02") {
		return day(s[:i])
	}
	return ""
}
