package intake

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// maxReply is how many bytes an answer of a calendar may be: one event and a table of zones.
const maxReply = 64 << 10

// Reply reads a calendar's answer to an invitation (RFC 5546: REPLY and COUNTER with one event). What is not needed is passed over;
// what is needed must be there once, and whole.
func (in *Reader) Reply(r io.Reader) (office.CalendarReply, error) {
	var out office.CalendarReply
	raw, err := io.ReadAll(io.LimitReader(r, maxReply+1))
	if err != nil {
		return out, fault.Wrap(err, fault.Invalid, "import.unreadable", "intake.Reply")
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if len(raw) > maxReply || !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return out, fault.New(fault.Invalid, "reply.no_calendar")
	}
	p, err := icsParts(string(raw))
	if err != nil {
		return out, err
	}
	return p.reply()
}

// icsLine is one content line: NAME;PARAM=value:value.
type icsLine struct {
	name   string
	params map[string]string
	value  string
}

// icsEvent is a calendar's own lines and its one event's.
type icsEvent struct{ calendar, event []icsLine }

// icsParts takes a file apart: one calendar with one event, everything that begins ends.
func icsParts(text string) (icsEvent, error) {
	bad := fault.New(fault.Invalid, "reply.no_calendar")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.NewReplacer("\n ", "", "\n\t", "").Replace(text) // unfolded
	var out icsEvent
	var open []string
	events := 0
	for _, raw := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		l, ok := icsRead(raw)
		if !ok {
			return out, bad
		}
		switch l.name {
		case "BEGIN":
			if len(open) == 0 && (l.value != "VCALENDAR" || len(out.calendar) > 0) || len(open) > 3 {
				return out, bad
			}
			if open = append(open, l.value); slices.Equal(open, []string{"VCALENDAR", "VEVENT"}) {
				events++
			}
			out.calendar = append(out.calendar, icsLine{name: "BEGIN"})
			continue
		case "END":
			if len(open) == 0 || open[len(open)-1] != l.value {
				return out, bad
			}
			open = open[:len(open)-1]
			continue
		}
		switch {
		case len(open) == 0:
			return out, bad
		case len(open) == 1:
			out.calendar = append(out.calendar, l)
		case slices.Equal(open, []string{"VCALENDAR", "VEVENT"}):
			out.event = append(out.event, l)
		}
	}
	if len(open) != 0 || events != 1 {
		return out, bad
	}
	return out, nil
}

// icsRead takes a line apart; a colon or semicolon in quotes belongs to the parameter.
func icsRead(raw string) (l icsLine, ok bool) {
	quoted, from := false, 0
	var parts []string
	for i := range len(raw) {
		switch c := raw[i]; {
		case c == '"':
			quoted = !quoted
		case c == ';' && !quoted, c == ':' && !quoted:
			parts = append(parts, raw[from:i])
			from = i + 1
			if c == ':' {
				l.value = raw[from:]
				l.name, l.params = strings.ToUpper(parts[0]), map[string]string{}
				for _, p := range parts[1:] {
					name, value, _ := strings.Cut(p, "=")
					l.params[strings.ToUpper(name)] = strings.Trim(value, `"`)
				}
				return l, l.name != ""
			}
		}
	}
	return l, false
}

// only is the one line of a name; false when there is none, or more.
func only(lines []icsLine, name string) (icsLine, bool) {
	var out icsLine
	n := 0
	for _, l := range lines {
		if l.name == name {
			out, n = l, n+1
		}
	}
	return out, n == 1
}

var icsAnswers = map[string]string{"ACCEPTED": hiring.AnswerAccepted, "DECLINED": hiring.AnswerDeclined}

func (p icsEvent) reply() (office.CalendarReply, error) {
	var out office.CalendarReply
	lack := func(field string) error { return fault.New(fault.Invalid, "reply.lacks", "value", field) }
	method, ok := only(p.calendar, "METHOD")
	counter := strings.EqualFold(method.value, "COUNTER")
	if !ok || !counter && !strings.EqualFold(method.value, "REPLY") {
		return out, fault.New(fault.Invalid, "reply.no_answer")
	}
	if slices.ContainsFunc(p.event, func(l icsLine) bool { return l.name == "RECURRENCE-ID" }) {
		return out, fault.New(fault.Invalid, "reply.no_answer")
	}
	uid, ok := only(p.event, "UID")
	if !ok {
		return out, lack("UID")
	}
	sequence, ok := only(p.event, "SEQUENCE")
	n, err := strconv.Atoi(strings.TrimSpace(sequence.value))
	if !ok || err != nil || n < 0 {
		return out, lack("SEQUENCE")
	}
	attendee, ok := only(p.event, "ATTENDEE")
	address := attendee.value
	if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
		address = address[7:]
	}
	if !ok || !strings.Contains(address, "@") {
		return out, lack("ATTENDEE")
	}
	out = office.CalendarReply{UID: strings.TrimSpace(uid.value), Revision: n, From: strings.ToLower(strings.TrimSpace(address)), Note: icsComment(p.event)}
	if counter {
		out.Answer = hiring.AnswerProposed
		if out.Start, err = icsMoment(p.event, "DTSTART"); err == nil {
			out.End, err = icsMoment(p.event, "DTEND")
		}
		if err != nil {
			return office.CalendarReply{}, err
		}
		return out, nil
	}
	if out.Answer, ok = icsAnswers[strings.ToUpper(attendee.params["PARTSTAT"])]; !ok {
		return office.CalendarReply{}, fault.New(fault.Invalid, "reply.undecided")
	}
	return out, nil
}

// icsComment is what the answerer wrote, at most a note's length.
func icsComment(lines []icsLine) string {
	l, _ := only(lines, "COMMENT")
	text := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";").Replace(l.value)
	if r := []rune(strings.TrimSpace(text)); len(r) > 500 {
		text = string(r[:500])
	}
	return strings.TrimSpace(text)
}

// chinaZones are the names under which calendars know the bank's civil time.
var chinaZones = []string{"Asia/Shanghai", "Asia/Chongqing", "PRC", "China Standard Time", "(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi"}

// icsMoment is a date and time in UTC or in China's civil time; another zone's is refused rather than guessed.
func icsMoment(lines []icsLine, name string) (time.Time, error) {
	l, ok := only(lines, name)
	value := strings.TrimSpace(l.value)
	if t, err := time.Parse("20060102T150405Z", value); ok && err == nil {
		return t, nil
	}
	t, err := time.ParseInLocation("20060102T150405", value, hiring.China)
	if !ok || err != nil || !slices.Contains(chinaZones, l.params["TZID"]) {
		return time.Time{}, fault.New(fault.Invalid, "reply.zone")
	}
	return t.UTC(), nil
}
