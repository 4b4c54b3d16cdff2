package intake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// outlookNo is an answer as Outlook writes it: with a table of zones, an alarm, a folded line and a comment.
const outlookNo = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:China Standard Time\r\nBEGIN:STANDARD\r\n" +
	"DTSTART:16010101T000000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n" +
	"ATTENDEE;PARTSTAT=DECLINED;CN=\"Wang; Wu: Jr\":mailto:Wang@Exa\r\n mple.com\r\nCOMMENT;LANGUAGE=zh-CN:出差\\, 抱歉\\n下周可以\r\nUID:01JCASE-i1@ruhang\r\nSUMMARY:Declined: x\r\n" +
	"DTSTART;TZID=China Standard Time:20261124T100000\r\nDTEND;TZID=China Standard Time:20261124T104500\r\nSEQUENCE:2\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nUID:other\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// googleYes is one as Gmail writes it.
const googleYes = "BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTART:20261124T020000Z\nDTEND:20261124T024500Z\n" +
	"DTSTAMP:20261123T010000Z\nORGANIZER;CN=Bank:mailto:hr@bank.example\nUID:01JCASE-i1@ruhang\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=w;X-NUM-GUESTS=0:mailto:w@example.com\n" +
	"SEQUENCE:1\nSTATUS:CONFIRMED\nEND:VEVENT\nEND:VCALENDAR\n"

func TestZ26_CalendarsAnswersAreRead(t *testing.T) {
	got, err := reader.Reply(strings.NewReader(outlookNo))
	require.NoError(t, err)
	require.Equal(t, "wang@example.com", got.From)
	require.Equal(t, hiring.AnswerDeclined, got.Answer)
	require.Equal(t, 2, got.Revision)
	require.Equal(t, "01JCASE-i1@ruhang", got.UID, "not the alarm's")
	require.Equal(t, "出差, 抱歉\n下周可以", got.Note)
	got, err = reader.Reply(strings.NewReader("\ufeff" + googleYes))
	require.NoError(t, err)
	require.Equal(t, hiring.AnswerAccepted, got.Answer)
	want := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	for _, moved := range []string{"DTSTART:20261125T020000Z", "DTSTART;TZID=Asia/Shanghai:20261125T100000", `DTSTART;TZID="China Standard Time":20261125T100000`} {
		counter := strings.NewReplacer("METHOD:REPLY", "METHOD:COUNTER", "DTSTART:20261124T020000Z", moved, "DTEND:20261124T024500Z", "DTEND:20261125T024500Z").Replace(googleYes)
		got, err = reader.Reply(strings.NewReader(counter))
		require.NoError(t, err, moved)
		require.Equal(t, hiring.AnswerProposed, got.Answer)
		require.Equal(t, want, got.Start)
		require.Equal(t, want.Add(45*time.Minute), got.End)
	}
}

func TestZ26_WhatIsNoAnswerIsRefusedWithTheReason(t *testing.T) {
	swap := func(old, fresh string) string { return strings.Replace(googleYes, old, fresh, 1) }
	for text, code := range map[string]string{
		"": "reply.no_calendar", "hello": "reply.no_calendar", "\x00": "reply.no_calendar", "\xff\xfe": "reply.no_calendar",
		googleYes + googleYes: "reply.no_calendar",
		strings.Replace(googleYes, "BEGIN:VEVENT", "X:"+strings.Repeat("x", 70<<10)+"\nBEGIN:VEVENT", 1): "reply.no_calendar",
		swap("END:VEVENT\n", ""): "reply.no_calendar",
		swap("END:VEVENT\n", "END:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\n"):                                  "reply.no_calendar",
		swap("METHOD:REPLY", "METHOD:REQUEST"):                                                          "reply.no_answer",
		swap("METHOD:REPLY\n", ""):                                                                      "reply.no_answer",
		swap("METHOD:REPLY\n", "METHOD:REPLY\nMETHOD:COUNTER\n"):                                        "reply.no_answer",
		swap("UID:", "RECURRENCE-ID:20261124T020000Z\nUID:"):                                            "reply.no_answer",
		swap("UID:01JCASE-i1@ruhang\n", ""):                                                             "reply.lacks",
		swap("UID:", "UID:twice\nUID:"):                                                                 "reply.lacks",
		swap("SEQUENCE:1", "SEQUENCE:-1"):                                                               "reply.lacks",
		swap("SEQUENCE:1", "SEQUENCE:one"):                                                              "reply.lacks",
		swap("mailto:w@example.com", "invalid:nomail"):                                                  "reply.lacks",
		swap("PARTSTAT=ACCEPTED", "PARTSTAT=TENTATIVE"):                                                 "reply.undecided",
		swap("PARTSTAT=ACCEPTED;", ""):                                                                  "reply.undecided",
		strings.Replace(swap("METHOD:REPLY", "METHOD:COUNTER"), "T020000Z\nDTEND", "T020000\nDTEND", 1): "reply.zone",
	} {
		got, err := reader.Reply(strings.NewReader(text))
		require.True(t, fault.HasCode(err, code), "%.60q: %v", text, err)
		require.Empty(t, got.Answer)
	}
}

func FuzzReply(f *testing.F) {
	f.Add(outlookNo)
	f.Add(googleYes)
	f.Add(strings.Replace(googleYes, "METHOD:REPLY", "METHOD:COUNTER", 1))
	f.Add("BEGIN:VCALENDAR\n \n\t\nEND:VCALENDAR")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := reader.Reply(strings.NewReader(text))
		if err != nil {
			if !strings.HasPrefix(fault.Of(err).Code, "reply.") || fault.Of(err).Kind != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		proposed := got.Answer == hiring.AnswerProposed
		if got.UID == "" && !strings.Contains(text, "UID") || got.Revision < 0 || !strings.Contains(got.From, "@") || len([]rune(got.Note)) > 500 || proposed == got.Start.IsZero() {
			t.Fatalf("half an answer: %+v", got)
		}
	})
}
