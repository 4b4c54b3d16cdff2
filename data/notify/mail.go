package notify

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"net"
	stdmail "net/mail"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wneessen/go-mail"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// mailPatience is how long one step of handing mail in may take; servers that look for spam while one waits take half a minute.
const mailPatience = 30 * time.Second

// mailer hands mail in at one server (RFC 6409): one connection a parcel, so that a server's mood never reaches the next.
type mailer struct {
	server office.MailServer
	ways   Ways
}

func mailOf(w Ways, o office.Outside) office.Carrier {
	if o.Mail == nil {
		return nil
	}
	return &mailer{server: *o.Mail, ways: w}
}

// Carry hands a parcel in. The receipt is the server's answer to it, which names it in the server's own log.
func (m *mailer) Carry(ctx context.Context, p office.Parcel) (string, error) {
	message, err := m.message(p)
	if err != nil {
		return "", err
	}
	err = m.session(ctx, func(c *mail.Client) error { return c.Send(message) })
	if err != nil && !message.IsDelivered() { // what goes wrong after the server took it is not the parcel's trouble
		return "", err
	}
	return line(message.ServerResponse()), nil
}

// Try signs in and leaves.
func (m *mailer) Try(ctx context.Context) error {
	return m.session(ctx, func(*mail.Client) error { return nil })
}

// session connects, secures the connection, signs in and does; whatever happens the connection is closed.
func (m *mailer) session(ctx context.Context, do func(*mail.Client) error) error {
	var conn net.Conn
	client, err := m.client(&conn)
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, 4*mailPatience)
	defer stop()
	if err = client.DialWithContext(ctx); err == nil {
		unhook := context.AfterFunc(ctx, func() { _ = conn.Close() })
		defer unhook()
		err = do(client)
		_ = client.Close()
	}
	if conn != nil {
		_ = conn.Close()
	}
	return m.trouble(ctx, err)
}

// client makes a client whose connections are ours: the way out decides where they lead.
func (m *mailer) client(conn *net.Conn) (*mail.Client, error) {
	s := m.server
	roots, err := rootsOf(s.Roots)
	if err != nil {
		return nil, err
	}
	secure := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: roots}
	dial := m.ways.Dial(s.Host, s.Port)
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(mailPatience), mail.WithTLSConfig(secure), mail.WithoutNoop(), mail.WithoutRset(),
		mail.WithHELO("[127.0.0.1]"), // the machine's name may be its user's (RFC 5321, 4.1.3)
		mail.WithDialContextFunc(func(ctx context.Context, network, address string) (net.Conn, error) {
			plain, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			*conn = plain
			if s.Security != "tls" {
				return plain, nil
			}
			over := tls.Client(plain, secure)
			return over, over.HandshakeContext(ctx)
		})}
	switch {
	case s.Security == "tls", s.Security == "none" && here(s.Host):
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case s.Security == "starttls":
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		return nil, fault.New(fault.Invalid, "mail.insecure", "host", s.Host)
	}
	if s.User != "" {
		options = append(options, mail.WithUsername(s.User), mail.WithPassword(s.Password), mail.WithOpportunisticSMTPAuth(ways(s.Security)...))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "mail.settings", "notify.client")
	}
	return client, nil
}

// ways of signing in, best first. A password goes over an open line only when the line never leaves this machine.
func ways(security string) []mail.SMTPAuthType {
	if security == "none" {
		return []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlainNoEnc, mail.SMTPAuthLoginNoEnc}
	}
	return []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256PLUS, mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin}
}

// here says whether a server was named as one on this machine.
func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func rootsOf(pem []byte) (*x509.CertPool, error) {
	if len(pem) == 0 {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fault.New(fault.Invalid, "mail.roots")
	}
	return pool, nil
}

// message builds the mail: words, and for an entry of a calendar the same entry twice, as an invitation that mail programs offer to answer
// (RFC 6047) and as a file for the others.
func (m *mailer) message(p office.Parcel) (*mail.Msg, error) {
	to, err := address(p.To)
	from, wrong := stdmail.ParseAddress(m.server.From)
	switch {
	case err != nil:
		return nil, err
	case wrong != nil:
		return nil, fault.New(fault.Invalid, "mail.from")
	}
	to.Name = line(p.Name)
	out := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithEncoding(mail.EncodingB64))
	out.SetAddrHeaderFromMailAddress(mail.HeaderFrom, from)
	out.SetAddrHeaderFromMailAddress(mail.HeaderTo, to)
	out.SetGenHeaderPreformatted(mail.HeaderSubject, encoded(line(p.Subject)))
	out.SetDateWithValue(m.ways.Now())
	out.SetMessageIDWithValue(id(p.Key) + from.Address[strings.LastIndex(from.Address, "@"):])
	out.SetGenHeader("Auto-Submitted", "auto-generated") // so that no absence note answers (RFC 3834)
	out.SetBodyString(mail.TypeTextPlain, strings.ToValidUTF8(p.Body, ""))
	for _, e := range p.Files {
		if strings.HasPrefix(e.Type, "text/calendar") {
			out.AddAlternativeString(mail.ContentType(line(e.Type)), string(e.Data))
		}
		if err := out.AttachReader(line(e.Name), bytes.NewReader(e.Data), mail.WithFileContentType(mail.ContentType(line(e.Type)))); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "internal", "notify.message")
		}
	}
	return out, nil
}

// encoded writes a text for a header: words of RFC 2047 that end with a character each, on lines of their own. The library's own breaks the line before the
// first word, and readers then see a text that begins with a space.
func encoded(s string) string {
	if len(s) < 60 && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) && !strings.Contains(s, "=?") {
		return s
	}
	var words []string
	begin := 0
	for i := range s + "." { // the end of the text ends its last word
		if i == len(s) || i-begin > encodedWord-utf8.UTFMax {
			words = append(words, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(s[begin:i]))+"?=")
			begin = i
		}
	}
	return strings.Join(words, "\r\n ")
}

// encodedWord is how many bytes of text one word holds: in Base64 and with the header's name it stays below 76 characters.
const encodedWord = 36

// address reads a receiver's address; it is that and nothing else.
func address(s string) (*stdmail.Address, error) {
	a, err := stdmail.ParseAddress(s)
	if err != nil || a.Address != s || line(s) != s {
		return nil, fault.New(fault.Invalid, "mail.address")
	}
	return a, nil
}

// enhanced is what a server says beyond three digits (RFC 3463): "5.1.1" is a mailbox that is not there.
var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}\b`)

// trouble tells what went wrong by the server's code; its words repeat the address and stay out.
func (m *mailer) trouble(ctx context.Context, err error) error {
	var ours *fault.Error
	var certificate *tls.CertificateVerificationError
	var said *textproto.Error
	var sent *mail.SendError
	code, reason := 0, ""
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ours):
		return ours
	case errors.As(err, &certificate):
		return fault.New(fault.Offline, "outward.certificate", "host", m.server.Host)
	case errors.As(err, &sent):
		code, reason = sent.ErrorCode(), sent.EnhancedStatusCode()
	case errors.As(err, &said):
		code, reason = said.Code, enhanced.FindString(said.Msg)
	case ctx.Err() == nil && unprotected(err):
		return fault.New(fault.Refused, "mail.no_tls", "host", m.server.Host)
	}
	if err := m.coded(code, reason); err != nil {
		return err
	}
	return fault.New(fault.Offline, "mail.silent", "host", m.server.Host)
}

func (m *mailer) coded(code int, reason string) error {
	if reason != "" {
		reason = " " + reason
	}
	said := strconv.Itoa(code) + reason
	switch {
	case code == 530 || code == 534 || code == 535 || code == 538: // RFC 4954: not signed in, not this way, wrong, not without TLS
		return fault.New(fault.Denied, "mail.denied", "host", m.server.Host, "status", said)
	case code >= 500:
		return fault.New(fault.Refused, "mail.refused", "host", m.server.Host, "status", said)
	case code >= 400:
		return fault.New(fault.Offline, "mail.later", "host", m.server.Host, "status", said)
	}
	return nil
}

// unprotected: the server offers no encryption, or no way of signing in that may be used over what it offers.
func unprotected(err error) bool {
	var network net.Error
	if errors.As(err, &network) || errors.Is(err, io.EOF) {
		return false // it hung up
	}
	text := err.Error()
	return strings.Contains(text, "STARTTLS") || strings.Contains(text, "SMTP AUTH") || errors.Is(err, mail.ErrNoSupportedAuthDiscovered)
}
