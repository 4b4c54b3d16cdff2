package notify

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// realServer is aiosmtpd in a process of its own, as any server of that kind; its words are read line by line.
type realServer struct {
	port  int
	root  []byte
	lines *bufio.Scanner
	input io.Closer
}

// start needs python3-aiosmtpd and python3-icalendar; make test installs them, and a machine without is told.
func start(t testing.TB, mode string) *realServer {
	dir := t.TempDir()
	certificate, root := selfSigned(t, time.Now().Add(time.Hour))
	der, err := x509.MarshalPKCS8PrivateKey(certificate.PrivateKey)
	require.NoError(t, err)
	for name, raw := range map[string][]byte{"cert.pem": root, "key.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), raw, 0o600))
	}
	if exec.Command(python, "-c", "import aiosmtpd, icalendar").Run() != nil {
		t.Skip("python3-aiosmtpd and python3-icalendar are not here; make test installs them on Debian")
	}
	command := exec.Command(python, "testdata/mailserver.py", filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), mode)
	var muttered bytes.Buffer
	command.Stderr = &muttered
	output, err := command.StdoutPipe()
	require.NoError(t, err)
	input, err := command.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = input.Close()
		_ = command.Wait()
		if t.Failed() {
			t.Log(muttered.String())
		}
	})
	s := &realServer{root: root, lines: bufio.NewScanner(output), input: input}
	s.lines.Buffer(nil, 1<<20)
	s.port, err = strconv.Atoi(s.line(t))
	require.NoError(t, err)
	return s
}

// python is the system's own: Debian's packages are for that one.
var python = func() string {
	if _, err := os.Stat("/usr/bin/python3"); err == nil {
		return "/usr/bin/python3"
	}
	return "python3"
}()

func (s *realServer) line(t testing.TB) string {
	require.True(t, s.lines.Scan(), "the mail server says nothing more")
	return s.lines.Text()
}

func (s *realServer) account() office.Outside {
	return office.Outside{Mail: &office.MailServer{Host: "127.0.0.1", Port: s.port, Security: "starttls", User: "bank", Password: "secret-password",
		From: "\u4eba\u529b\u8d44\u6e90\u90e8 <hr@bank.example>", Roots: s.root}}
}

// heard is a message as Python's e-mail package and the icalendar package read it.
type heard struct {
	TLS                bool
	User               string
	MailFrom           string `json:"mail_from"`
	Rcpt               []string
	Defects            []string
	Subject            string
	Receivers, Senders [][]string
	MessageID          string `json:"Message-ID"`
	Date, Bcc          string
	Auto               string `json:"Auto-Submitted"`
	MIME               string `json:"MIME-Version"`
	Longest            int
	Parts              []struct {
		Type, Disposition, Name, Charset, Method, Text string
		Entry                                          map[string]any
	}
}

const calendarEntry = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ruhang//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:round-1@bank.example\r\nSEQUENCE:2\r\nDTSTAMP:20261125T093000Z\r\n" +
	"DTSTART;TZID=Asia/Shanghai:20261127T143000\r\nDTEND;TZID=Asia/Shanghai:20261127T153000\r\nSUMMARY:\u9762\u8bd5\r\nORGANIZER:mailto:hr@bank.example\r\n" +
	"ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:wang@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestARealServerTakesTheInvitationAndAnIndependentReaderReadsIt(t *testing.T) {
	s := start(t, "tell")
	p := office.Parcel{Key: "round/1", To: "wang@example.com", Name: "\u738b\u5c0f\u660e, \"\U00020bb7\"", Subject: strings.Repeat("\u9762\u8bd5\u901a\u77e5 ", 20) + "end",
		Body:  "\u8bf7\u4e8e\u5468\u4e94 14:30 \u5230\u573a\u3002\n.\n.." + strings.Repeat("\u957f", 2000) + "\nFrom here",
		Files: []office.Enclosure{{Name: "\u9762\u8bd5.ics", Type: "text/calendar; method=REQUEST", Data: []byte(calendarEntry)}}}
	receipt, err := New(out())(s.account())["mail"].Carry(t.Context(), p)
	require.NoError(t, err)
	require.Contains(t, receipt, "queued as 1")
	var h heard
	require.NoError(t, json.Unmarshal([]byte(s.line(t)), &h))
	require.Empty(t, h.Defects, "the reader found nothing wrong with it")
	require.True(t, h.TLS)
	require.Equal(t, "bank", h.User)
	require.Equal(t, "hr@bank.example", h.MailFrom)
	require.Equal(t, []string{"wang@example.com"}, h.Rcpt)
	require.Equal(t, [][]string{{p.Name, "wang@example.com"}}, h.Receivers)
	require.Equal(t, [][]string{{"\u4eba\u529b\u8d44\u6e90\u90e8", "hr@bank.example"}}, h.Senders)
	require.Equal(t, p.Subject, h.Subject)
	require.Regexp(t, `^<[0-9a-f]{32}@bank\.example>$`, h.MessageID)
	require.Equal(t, "auto-generated", h.Auto)
	require.Contains(t, h.Date, "25 Nov 2026 09:30:00")
	require.Equal(t, "1.0", h.MIME)
	require.LessOrEqual(t, h.Longest, 998, "RFC 5322, 2.1.1")

	require.Len(t, h.Parts, 5)
	kinds := []string{"multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "text/calendar"}
	for i, kind := range kinds {
		require.Equal(t, kind, h.Parts[i].Type)
	}
	require.Equal(t, p.Body, strings.ReplaceAll(h.Parts[2].Text, "\r\n", "\n"))
	inline, attached := h.Parts[3], h.Parts[4]
	require.Equal(t, "REQUEST", inline.Method, "what mail programs show as an invitation")
	require.Empty(t, inline.Disposition)
	require.Equal(t, "attachment", attached.Disposition)
	require.Equal(t, "\u9762\u8bd5.ics", attached.Name)
	for _, part := range []map[string]any{inline.Entry, attached.Entry} {
		require.Equal(t, map[string]any{"method": "REQUEST", "uid": "round-1@bank.example", "sequence": 2.0, "summary": "\u9762\u8bd5", "start": "2026-11-27T14:30:00+08:00",
			"attendee": "mailto:wang@example.com"}, part)
	}
}

func TestARealServerIsToldApart(t *testing.T) {
	s := start(t, "tell")
	require.NoError(t, New(out())(s.account())["mail"].Try(t.Context()))
	wrong := s.account()
	wrong.Mail.Password = "wrong"
	_, err := New(out())(wrong)["mail"].Carry(t.Context(), invitation)
	require.True(t, fault.HasCode(err, "mail.denied"), "%v", err)
	wrong = s.account()
	wrong.Mail.User = ""
	_, err = New(out())(wrong)["mail"].Carry(t.Context(), invitation)
	require.True(t, fault.HasCode(err, "mail.denied"), "it wants to know who: %v", err)
	wrong = s.account()
	wrong.Mail.Security = "tls"
	_, err = New(out())(wrong)["mail"].Carry(t.Context(), invitation)
	require.True(t, fault.Is(err, fault.Offline), "the wrong port: %v", err)
}

// BenchmarkMailThroughARealServer hands 1,000 messages in, one connection each, as the outbox does; beside it the same by the standard library.
func BenchmarkMailThroughARealServer(b *testing.B) {
	const messages = 1000
	s := start(b, "count")
	carrier := New(out())(s.account())["mail"]
	pool := x509.NewCertPool()
	require.True(b, pool.AppendCertsFromPEM(s.root))
	var ours, bare time.Duration
	for b.Loop() {
		begun := time.Now()
		for i := range messages {
			p := invitation
			p.Key = fmt.Sprint("bench/", i)
			_, err := carrier.Carry(b.Context(), p)
			require.NoError(b, err)
		}
		ours += time.Since(begun)
		begun = time.Now()
		for range messages {
			require.NoError(b, bareMail(s.port, pool))
		}
		bare += time.Since(begun)
	}
	b.ReportMetric(float64(ours)/float64(bare), "x-bare")
	b.ReportMetric(float64(messages)*float64(b.N)/ours.Seconds(), "messages/s")
}

// bareMail is the least that hands a message in over STARTTLS with a password.
func bareMail(port int, pool *x509.CertPool) error {
	c, err := smtp.Dial("127.0.0.1:" + strconv.Itoa(port))
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.StartTLS(&tls.Config{ServerName: "127.0.0.1", RootCAs: pool, MinVersion: tls.VersionTLS12}); err != nil {
		return err
	}
	if err := c.Auth(smtp.PlainAuth("", "bank", "secret-password", "127.0.0.1")); err != nil {
		return err
	}
	if err := c.Mail("hr@bank.example"); err != nil {
		return err
	}
	if err := c.Rcpt("wang@example.com"); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "Subject: x\r\n\r\nx\r\n"); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}
