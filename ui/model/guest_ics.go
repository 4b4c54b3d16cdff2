package model

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Invitation is an interview as a calendar keeps it. A moved or cancelled interview has the same UID and a higher revision,
// so that the same entry moves or goes (Z-26).
type Invitation struct {
	UID                string
	Revision           int
	Start, End, Made   time.Time
	Title, Place, Text string
	Host, Phone        string // who invites, and how to reach them
	Guest              string
	Cancelled          bool
}

// ICS is the invitation as a calendar file (RFC 5545): UTC times, CRLF, lines of at most 75 octets.
func (i Invitation) ICS() []byte {
	method, status := "REQUEST", "CONFIRMED"
	if i.Cancelled {
		method, status = "CANCEL", "CANCELLED"
	}
	lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ruhang//Ruhang//EN", "CALSCALE:GREGORIAN", "METHOD:" + method, "BEGIN:VEVENT",
		"UID:" + i.UID, "DTSTAMP:" + icsTime(i.Made), "DTSTART:" + icsTime(i.Start), "DTEND:" + icsTime(i.End), "SEQUENCE:" + strconv.Itoa(i.Revision),
		"STATUS:" + status, "SUMMARY:" + icsText(i.Title), "LOCATION:" + icsText(i.Place), "DESCRIPTION:" + icsText(i.Text),
		"ORGANIZER;CN=" + icsName(i.Host) + ":tel:" + strings.ReplaceAll(i.Phone, " ", ""),
		"ATTENDEE;CN=" + icsName(i.Guest) + ";ROLE=REQ-PARTICIPANT:invalid:nomail", "END:VEVENT", "END:VCALENDAR"}
	var out bytes.Buffer
	for _, line := range lines {
		fold(&out, line)
	}
	return out.Bytes()
}

func icsTime(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

var icsEscape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func icsText(s string) string { return icsEscape.Replace(s) }

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
