package notify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	stdmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/core/office/outsidetest"
)

// mailHouse is a mail server on this machine that does what it is told.
type mailHouse struct {
	postBox
	server     *smtp.Server
	port       int
	root       []byte
	raw        []string // whole messages
	rcpt       []string // envelopes
	mechanisms []string
	secured    []bool // whether each message came over TLS
}

// house starts one: "starttls", "tls" or "none" on the line.
func house(t testing.TB, security string) *mailHouse {
	h := &mailHouse{mechanisms: []string{sasl.Plain}}
	certificate, root := selfSigned(t, time.Now().Add(time.Hour))
	h.root = root
	h.server = smtp.NewServer(h)
	h.server.Domain, h.server.AllowInsecureAuth, h.server.EnableSMTPUTF8 = "mail.example.com", security == "none", true
	h.server.ErrorLog = quiet{}
	h.serve(t, security, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
	return h
}

func (h *mailHouse) serve(t testing.TB, security string, secure *tls.Config) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	h.port = listener.Addr().(*net.TCPAddr).Port
	if security == "tls" {
		listener = tls.NewListener(listener, secure)
	} else if security == "starttls" {
		h.server.TLSConfig = secure
	}
	go func() { _ = h.server.Serve(listener) }()
	t.Cleanup(func() { _ = h.server.Close() })
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// selfSigned is a certificate for 127.0.0.1, and the same as the root to trust.
func selfSigned(t testing.TB, until time.Time) (tls.Certificate, []byte) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail"}, NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until,
		IPAddresses: []net.IP{net.ParseIP("127.0.0.1")}, IsCA: true, BasicConstraintsValid: true, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// visit is one connection.
type visit struct {
	h    *mailHouse
	conn *smtp.Conn
	in   bool
}

func (h *mailHouse) NewSession(c *smtp.Conn) (smtp.Session, error) { return &visit{h: h, conn: c}, nil }

func (v *visit) AuthMechanisms() []string { return v.h.mechanisms }
func (v *visit) Reset()                   {}
func (v *visit) Logout() error            { return nil }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if v.h.takeIf("denied") || user != "bank" || password != "secret-password" {
			return smtp.ErrAuthFailed
		}
		v.in = true
		return nil
	}), nil
}

// takeIf uses an outcome up when it is the one asked for.
func (b *postBox) takeIf(outcome string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != outcome {
		return false
	}
	b.next = ""
	return true
}

func (v *visit) Mail(string, *smtp.MailOptions) error {
	if !v.in {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	switch {
	case v.h.takeIf("later"):
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, " + to + " come back"}
	case v.h.takeIf("never"):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no mailbox " + to}
	}
	v.h.rcpt = append(v.h.rcpt, to)
	return nil
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	_, secured := v.conn.TLSConnectionState()
	v.h.secured = append(v.h.secured, secured)
	v.h.raw = append(v.h.raw, string(raw))
	v.h.put(read(string(raw)))
	return nil
}

// read is a message as its receiver sees it, by the standard library's reader: subject, receiver's name, words.
func read(raw string) string {
	m, err := stdmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		return "unreadable: " + err.Error()
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return "unreadable: " + err.Error()
	}
	return subject + "\n" + strings.Join(parts(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body), "\n")
}

func parts(kind, encoding string, body io.Reader) []string {
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		return []string{"unreadable: " + err.Error()}
	}
	if !strings.HasPrefix(media, "multipart/") {
		if encoding == "base64" {
			body = base64.NewDecoder(base64.StdEncoding, body)
		}
		raw, err := io.ReadAll(body)
		if err != nil {
			return []string{"unreadable: " + err.Error()}
		}
		return []string{string(raw)}
	}
	var out []string
	for reader := multipart.NewReader(body, params["boundary"]); ; {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			return append(out, "unreadable: "+err.Error())
		}
		out = append(out, parts(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)...)
	}
}

func (h *mailHouse) account(security string) office.Outside {
	return office.Outside{Mail: &office.MailServer{Host: "127.0.0.1", Port: h.port, Security: security, User: "bank", Password: "secret-password",
		From: "\u4eba\u529b\u8d44\u6e90\u90e8 <hr@bank.example>", Roots: h.root}}
}

func mailChannel(t *testing.T) outsidetest.Channel {
	h := house(t, "starttls")
	return outsidetest.Channel{Carrier: New(out())(h.account("starttls"))["mail"], To: "wang@example.com", Said: h.said, Next: h.will,
		Nowhere: []string{"wang", "wang@", "@example.com", "a@b, c@d", "<wang@example.com>", "Wang <wang@example.com>", "wang@example.com\x00"}}
}

func carry(t testing.TB, o office.Outside, p office.Parcel) (string, error) {
	t.Helper()
	return New(out())(o)["mail"].Carry(t.Context(), p)
}

var invitation = office.Parcel{Key: "round/1", To: "wang@example.com", Name: "\u738b\u5c0f\u660e", Subject: "\u9762\u8bd5\u9080\u8bf7", Body: "\u8bf7\u6309\u65f6\u5230\u573a\u3002"}

func TestMailGoesOverEachKindOfLine(t *testing.T) {
	for _, security := range []string{"starttls", "tls", "none"} {
		h := house(t, security)
		receipt, err := carry(t, h.account(security), invitation)
		require.NoError(t, err, security)
		require.NotEmpty(t, receipt)
		require.Equal(t, []string{"wang@example.com"}, h.rcpt)
		require.Equal(t, []bool{security != "none"}, h.secured, "a password and a person's data are not sent in clear")
	}
}

func TestMailIsNotHandedToWhomItCannotTrust(t *testing.T) {
	h := house(t, "starttls")
	o := h.account("starttls")
	o.Mail.Roots = nil
	_, err := carry(t, o, invitation)
	require.True(t, fault.HasCode(err, "outward.certificate"), "%v", err)
	_, other := selfSigned(t, time.Now().Add(time.Hour))
	o.Mail.Roots = other
	_, err = carry(t, o, invitation)
	require.True(t, fault.HasCode(err, "outward.certificate"), "%v", err)
	o.Mail.Roots = []byte("no PEM")
	_, err = carry(t, o, invitation)
	require.True(t, fault.HasCode(err, "mail.roots"), "%v", err)

	stripped := house(t, "none") // somebody on the line took STARTTLS out of the greeting
	_, err = carry(t, stripped.account("starttls"), invitation)
	require.True(t, fault.HasCode(err, "mail.no_tls"), "%v", err)
	require.Empty(t, stripped.raw)
	require.Empty(t, h.raw)

	out := house(t, "tls")
	certificate, root := selfSigned(t, time.Now().Add(-time.Hour))
	out.root = root
	old := &mailHouse{mechanisms: out.mechanisms, root: root, server: smtp.NewServer(out)}
	old.server.ErrorLog = quiet{}
	old.serve(t, "tls", &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
	_, err = carry(t, old.account("tls"), invitation)
	require.True(t, fault.HasCode(err, "outward.certificate"), "expired: %v", err)
}

func TestWhatAMailServerSays(t *testing.T) {
	h := house(t, "starttls")
	o := h.account("starttls")
	o.Mail.Password = "wrong-password"
	_, err := carry(t, o, invitation)
	require.True(t, fault.HasCode(err, "mail.denied"), "%v", err)
	outsidetest.Unmarked(t, err, "wrong-password", "bank\x00")
	h.will("never")
	_, err = carry(t, h.account("starttls"), invitation)
	require.Equal(t, "550 5.1.1", fault.Of(err).Params["status"], "%v", err)
	outsidetest.Unmarked(t, err, "wang@example.com")
	h.mechanisms = []string{"GSSAPI"}
	_, err = carry(t, h.account("starttls"), invitation)
	require.True(t, fault.HasCode(err, "mail.no_tls"), "no way of signing in: %v", err)
	require.Empty(t, h.raw)
}

func TestAMailServerThatIsIllIsTriedLater(t *testing.T) {
	for name, greet := range map[string]string{"hangs up": "", "full": "421 4.3.2 too many connections\r\n", "talks nonsense": "HTTP/1.1 400 Bad Request\r\n\r\n"} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				_, _ = io.WriteString(conn, greet)
				_ = conn.Close()
			}
		}()
		o := office.Outside{Mail: &office.MailServer{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: "starttls", From: "hr@bank.example"}}
		_, err = carry(t, o, invitation)
		require.True(t, fault.Is(err, fault.Offline), "%s: %v", name, err)
		require.NoError(t, listener.Close())
		_, err = carry(t, o, invitation)
		require.True(t, fault.HasCode(err, "mail.silent"), "nobody listens: %v", err)
	}
}

func TestAMessageKeepsItsNameForEver(t *testing.T) {
	h := house(t, "starttls")
	for _, key := range []string{"round/1", "round/1", "round/2"} {
		p := invitation
		p.Key = key
		_, err := carry(t, h.account("starttls"), p)
		require.NoError(t, err)
	}
	var names []string
	for _, raw := range h.raw {
		m, err := stdmail.ReadMessage(strings.NewReader(raw))
		require.NoError(t, err)
		names = append(names, m.Header.Get("Message-Id"))
		require.Equal(t, "auto-generated", m.Header.Get("Auto-Submitted"))
		require.NotContains(t, raw, "go-mail")
	}
	require.Equal(t, names[0], names[1])
	require.NotEqual(t, names[0], names[2])
	require.Regexp(t, `^<[0-9a-f]{32}@bank\.example>$`, names[0])
}

func TestNobodyWritesHeadersThroughAMessage(t *testing.T) {
	h := house(t, "starttls")
	p := invitation
	p.Name = "A\" <other@example.com>, \"B\r\nBcc: other@example.com\r\n"
	p.Subject = "Hello\r\nBcc: other@example.com\r\n\r\nnew body"
	p.Files = []office.Enclosure{{Name: "a\r\nX-Injected: 1\".ics", Type: "text/calendar; method=REQUEST\r\nX-Injected: 1", Data: []byte("BEGIN:VCALENDAR\r\n")}}
	_, err := carry(t, h.account("starttls"), p)
	require.NoError(t, err)
	require.Equal(t, []string{"wang@example.com"}, h.rcpt)
	m, err := stdmail.ReadMessage(strings.NewReader(h.raw[0]))
	require.NoError(t, err)
	require.Empty(t, m.Header.Get("Bcc"))
	to, err := m.Header.AddressList("To")
	require.NoError(t, err)
	require.Len(t, to, 1)
	require.Equal(t, "wang@example.com", to[0].Address)
	require.NotContains(t, h.raw[0], "\nX-Injected")
}
