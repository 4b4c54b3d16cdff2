package office

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"ruhang/core/hiring"
)

// CalendarEntry is an interview as a calendar keeps it. A moved or cancelled interview has the same UID and a higher revision,
// so that the same entry moves or goes (Z-26).
type CalendarEntry struct {
	UID                string
	Revision           int
	Start, End, Made   time.Time
	Title, Place, Text string
	Host, Phone        string // who invites, and how to reach them …
	HostMail           string // … where answers go; without it they are told by telephone
	Guest, GuestMail   string
	Cancelled          bool
}

// EntryUID names a round's calendar entry for ever, the same in every mail and on the candidate's page.
func EntryUID(id hiring.CaseID, round string) string { return string(id) + "-" + round + entryHost }

const entryHost = "@ruhang"

// EntryRound is the case and round that a calendar entry's UID names; false for an entry of somebody else's.
func EntryRound(uid string) (id hiring.CaseID, round string, ok bool) {
	name, ours := strings.CutSuffix(uid, entryHost)
	at := strings.LastIndexByte(name, '-')
	if !ours || at <= 0 || at == len(name)-1 {
		return "", "", false
	}
	return hiring.CaseID(name[:at]), name[at+1:], true
}

// Method is what the entry asks a calendar for (RFC 5546).
func (i CalendarEntry) Method() string {
	if i.Cancelled {
		return "CANCEL"
	}
	return "REQUEST"
}

// ICS is the entry as a calendar file (RFC 5545): UTC times, which need no table of zones, CRLF, lines of at most 75 octets. The same
// entry gives the same bytes.
func (i CalendarEntry) ICS() []byte {
	status, guest := "CONFIRMED", "invalid:nomail"
	if i.Cancelled {
		status = "CANCELLED"
	}
	host := "tel:" + strings.ReplaceAll(i.Phone, " ", "")
	if i.HostMail != "" {
		host = "mailto:" + i.HostMail
	}
	answer := ""
	if i.GuestMail != "" {
		guest = "mailto:" + i.GuestMail
		if !i.Cancelled {
			answer = ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
		}
	}
	lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ruhang//Ruhang//EN", "CALSCALE:GREGORIAN", "METHOD:" + i.Method(), "BEGIN:VEVENT",
		"UID:" + i.UID, "DTSTAMP:" + icsTime(i.Made), "DTSTART:" + icsTime(i.Start), "DTEND:" + icsTime(i.End), "SEQUENCE:" + strconv.Itoa(i.Revision),
		"STATUS:" + status, "SUMMARY:" + icsText(i.Title), "LOCATION:" + icsText(i.Place), "DESCRIPTION:" + icsText(i.Text),
		"ORGANIZER;CN=" + icsName(i.Host) + ":" + host,
		"ATTENDEE;CN=" + icsName(i.Guest) + ";ROLE=REQ-PARTICIPANT" + answer + ":" + guest, "END:VEVENT", "END:VCALENDAR"}
	var out bytes.Buffer
	for _, line := range lines {
		fold(&out, line)
	}
	return out.Bytes()
}

func icsTime(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

var icsEscape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// icsText is a text value: escaped, and without the control characters that RFC 5545 has no place for.
func icsText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, icsEscape.Replace(s))
}

// icsName is a parameter's value: quoted, without what would end the quotes or the line.
func icsName(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		if r == '"' || r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s) + `"`
}

// fold breaks a line after at most 75 octets, never inside a character; what follows begins with a space.
func fold(out *bytes.Buffer, line string) {
	room := 75
	for len(line) > room {
		at := room
		for !utf8.RuneStart(line[at]) {
			at--
		}
		out.WriteString(line[:at] + "\r\n ")
		line, room = line[at:], 74
	}
	out.WriteString(line + "\r\n")
}

// entry is the calendar entry of a message about a round, as its reader's calendar keeps it; nil for other messages.
func (o *Office) entry(c *hiring.Case, m *hiring.Message, to receiver, words Parcel) *CalendarEntry {
	start, err := time.Parse(time.RFC3339, m.Params["interview_time"])
	minutes, wrong := strconv.Atoi(m.Params["minutes"])
	if !m.Invites() || err != nil || wrong != nil {
		return nil
	}
	revision := m.Revision()
	bank, title := o.Catalog().Bank, words.Values["position"]
	if m.To == "candidate" {
		title = o.ports.Words(to.lang, "guest.round", "position", title)
	} else {
		title = o.ports.Words(to.lang, "entry.panel", "position", title, "name", words.Values["name"])
	}
	return &CalendarEntry{UID: EntryUID(c.ID, m.Params["item"]), Revision: revision, Start: start, End: start.Add(time.Duration(minutes) * time.Minute), Made: m.At,
		Title: title, Place: words.Values["interview_place"], Text: words.Body, Host: bank.Short.In(to.lang), Phone: bank.Hotline, HostMail: to.host,
		Guest: to.name, GuestMail: to.address, Cancelled: strings.HasPrefix(m.Template, "interview_cancelled")}
}
