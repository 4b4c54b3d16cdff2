package hiring

import (
	"fmt"
	"time"
)

// Date is a day without a time, yyyy-mm-dd; "" is no day.
type Date string

// China is the civil time of the bank: all days are days in Asia/Shanghai, which has had no summer time since 1991.
var China = time.FixedZone("CST", 8*60*60)

// DateOf is the day of an instant in the bank's civil time.
func DateOf(t time.Time) Date { return Date(t.In(China).Format("2006-01-02")) }

// Time is the day's start as an instant (UTC); the zero time for no day or an impossible one.
func (d Date) Time() time.Time {
	t, err := time.ParseInLocation("2006-01-02", string(d), China)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// Valid says whether it is a real day.
func (d Date) Valid() bool { return !d.Time().IsZero() }

// AddDays is the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// AddMonths is the same day n calendar months later; where that month is shorter, its last day (GB/T 7408 has no rule;
// labour practice counts so).
func (d Date) AddMonths(n int) Date {
	t := d.Time().In(China)
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, China)
	last := first.AddDate(0, 1, -1).Day()
	day := t.Day()
	if day > last {
		day = last
	}
	return Date(fmt.Sprintf("%04d-%02d-%02d", first.Year(), first.Month(), day))
}

// DaysUntil is the number of days from d to later, negative when later is before.
func (d Date) DaysUntil(later Date) int {
	return int(later.Time().Sub(d.Time()).Hours() / 24)
}

// ISOWeek is the ISO 8601 week of the day, "2026-W05".
func (d Date) ISOWeek() string {
	y, w := d.Time().In(China).ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}

// Fen is money in hundredths of a yuan.
type Fen int64

// Yuan makes Fen from whole yuan.
func Yuan(y int64) Fen { return Fen(y * 100) }

// String is the amount in yuan with thousands separators and two decimals: 12,345.60.
func (f Fen) String() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	whole := fmt.Sprintf("%d", f/100)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return fmt.Sprintf("%s%s.%02d", sign, whole, f%100)
}

// basisPoints is bp hundredths of a percent of the amount, rounded half up to a fen.
func (f Fen) basisPoints(bp int64) Fen { return Fen((int64(f)*bp + 5000) / 10000) }

// FileRef names a stored file: the vault's id, its size in bytes, its type, and the SHA-256 of its exact bytes.
type FileRef struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"` // what the person called it; sealed with the body
	Size   int64  `json:"size"`
	MIME   string `json:"mime"`
	SHA256 string `json:"sha256"`
	Class  Class  `json:"class"` // the compartment whose key seals it
}

// Empty says whether no file is named.
func (f FileRef) Empty() bool { return f.ID == "" }

// Person is a candidate's own data (人员信息): the erasable row, never in an event.
type Person struct {
	ID       PersonID `json:"id"`
	Name     string   `json:"name"`
	IDNumber string   `json:"id_no,omitempty"`
	Phone    string   `json:"phone,omitempty"`
	Email    string   `json:"email,omitempty"`
	Lang     string   `json:"lang,omitempty"` // of messages: zh unless the person chose another
}
