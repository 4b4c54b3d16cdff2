package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// partsOf are a mail's parts by their types, read by the standard library and not by what wrote them.
func partsOf(t *testing.T, contentType string, body io.Reader) map[string]string {
	t.Helper()
	out := map[string]string{}
	kind, params, err := mime.ParseMediaType(contentType)
	require.NoError(t, err)
	if !strings.HasPrefix(kind, "multipart/") {
		raw, err := io.ReadAll(body)
		require.NoError(t, err)
		out[kind] = string(raw)
		return out
	}
	for r := multipart.NewReader(body, params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			return out
		}
		require.NoError(t, err)
		for kind, text := range partsOf(t, p.Header.Get("Content-Type"), decoded(p.Header.Get("Content-Transfer-Encoding"), p)) {
			out[kind] += text
		}
	}
}

// decoded is a part's content.
func decoded(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// TestB04_TwoMailsReachTheirServerWithTimePlaceAndCalendar goes the whole way: the command line plans a round, `ruhang deliver` hands the
// mails to an SMTP server on this machine, and what arrived is taken apart.
func TestB04_TwoMailsReachTheirServerWithTimePlaceAndCalendar(t *testing.T) {
	s := newShell(t)
	house := openMailHouse(t)
	ctx := context.Background()
	b, hr := s.opened("hr")
	admin := s.door(b, "admin")
	require.NoError(t, admin.SetOutside(ctx, house.way()))
	accounts, err := admin.Accounts(ctx)
	require.NoError(t, err)
	for _, a := range accounts {
		if a.Login == "interviewer1" {
			a.Email = "interviewer1@bank.example"
			require.NoError(t, admin.ChangeAccount(ctx, a))
		}
	}
	r, err := hr.Import(ctx, "r.json", strings.NewReader(reportOf("M-1", "王一", idNumber(1), "19900000001")), office.ImportOptions{})
	require.NoError(t, err)
	id := r.Answers[0].Case
	require.NoError(t, hr.EditPerson(ctx, id, func(p *hiring.Person) { p.Email = "wang@example.com" }))
	for _, cmd := range []hiring.Command{hiring.AttachCV{CV: hiring.CV{Summary: "cv"}}, hiring.PassGate{Stage: "assessment", Outcome: hiring.Pass}} {
		_, err = hr.Do(ctx, id, cmd)
		require.NoError(t, err)
	}
	require.NoError(t, b.close())
	s.ok("hr", "do", string(id), "plan_interview", `panel=["`+s.account("interviewer1")+`"]`, "start=2026-03-03T14:00:00+08:00", "end=2026-03-03T15:00:00+08:00", "place=zhengzhou_301")
	require.EqualValues(t, 2, s.ok("hr", "deliver")["over"])
	require.EqualValues(t, 0, s.ok("hr", "deliver")["over"], "nothing goes twice")
	require.Len(t, house.mails, 2)
	ids := map[string]bool{}
	for _, m := range house.mails {
		to, err := mail.ParseAddress(m.Header.Get("To"))
		require.NoError(t, err)
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		require.NoError(t, err)
		require.Contains(t, subject, "2026-03-03 14:00")
		parts := partsOf(t, m.Header.Get("Content-Type"), decoded(m.Header.Get("Content-Transfer-Encoding"), m.Body))
		words := parts["text/plain"]
		require.Contains(t, words, "2026-03-03 14:00")
		require.Contains(t, words, "郑州分行 301 会议室（郑州市金水区示范大道 18 号）")
		require.Contains(t, words, "登录")
		ics := lines([]byte(parts["text/calendar"]))
		require.Equal(t, "20260303T060000Z", ics["DTSTART"], "14:00 in China is 06:00 UTC")
		require.Equal(t, "mailto:"+to.Address, ics["ATTENDEE"])
		require.Equal(t, office.EntryUID(id, "i1"), ics["UID"])
		ids[m.Header.Get("Message-ID")] = true
	}
	require.Len(t, ids, 2)
}

// BenchmarkThousandMessages is how long a thousand messages take to an SMTP server on this machine, each with its own connection, its
// claim and its record.
func BenchmarkThousandMessages(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		thousand(b)
	}
}

func thousand(b *testing.B) {
	s, house := &shell{dir: filepath.Join(b.TempDir(), "bank"), now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}, openMailHouse(b)
	ctx := context.Background()
	bank, hr, err := s.made()
	require.NoError(b, err)
	defer bank.close()
	session, err := bank.office.SignIn(ctx, "admin", testPassword)
	require.NoError(b, err)
	admin, err := session.Staff()
	require.NoError(b, err)
	require.NoError(b, admin.SetOutside(ctx, house.way()))
	for i := range 1000 {
		r, err := hr.Import(ctx, "r.json", strings.NewReader(reportOf(fmt.Sprint("T-", i), "王一", idNumber(i), fmt.Sprintf("199%08d", i))), office.ImportOptions{})
		require.NoError(b, err)
		id := r.Answers[0].Case
		require.NoError(b, hr.EditPerson(ctx, id, func(p *hiring.Person) { p.Email = fmt.Sprintf("c%d@example.com", i) }))
		_, err = hr.Do(ctx, id, hiring.Reject{Reason: bank.office.Catalog().ReasonsFor("reject")[0].ID})
		require.NoError(b, err)
	}
	begun := time.Now()
	b.StartTimer()
	over, err := bank.office.Deliver(ctx)
	b.StopTimer()
	require.NoError(b, err)
	require.Equal(b, 1000, over)
	require.Len(b, house.mails, 1000)
	b.StartTimer()
	b.ReportMetric(1000/time.Since(begun).Seconds(), "messages/s")
}
