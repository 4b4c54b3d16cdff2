package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

// deliverChild names the bank whose messages this process sends until it is killed, and its clock.
const deliverChild = "RUHANG_DELIVER_CHILD"

func deliverUntilKilled(how string) {
	dir, clockText, _ := strings.Cut(how, "|")
	now, err := time.Parse(time.RFC3339, clockText)
	must(err)
	ctx := context.Background()
	words, _ := model.LoadWords(resources.Lang)
	b, err := openBank(ctx, dir, words, func() time.Time { return now })
	must(err)
	_, err = b.office.SignIn(ctx, "hr", testPassword)
	must(err)
	n, err := b.office.Deliver(ctx)
	must(err)
	fmt.Println("over", n)
}

// mailHouse is a mail server on this machine that keeps what it takes.
type mailHouse struct {
	mu    sync.Mutex
	port  int
	mails []*mail.Message
	raw   [][]byte
	took  func(n int) // hears the count of each that was taken, before the sender does
}

func openMailHouse(t testing.TB) *mailHouse {
	h := &mailHouse{took: func(int) {}}
	server := smtp.NewServer(h)
	server.Domain, server.EnableSMTPUTF8, server.ErrorLog = "mail.bank.example", true, log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	h.port = listener.Addr().(*net.TCPAddr).Port
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return h
}

// way is the house as a bank's configuration names it.
func (h *mailHouse) way() office.Outside {
	return office.Outside{Mail: &office.MailServer{Host: "127.0.0.1", Port: h.port, Security: "none", From: "hr@bank.example"}}
}

func (h *mailHouse) NewSession(*smtp.Conn) (smtp.Session, error) { return h, nil }
func (h *mailHouse) Reset()                                      {}
func (h *mailHouse) Logout() error                               { return nil }
func (h *mailHouse) Mail(string, *smtp.MailOptions) error        { return nil }
func (h *mailHouse) Rcpt(string, *smtp.RcptOptions) error        { return nil }

func (h *mailHouse) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	h.mu.Lock()
	h.mails, h.raw = append(h.mails, m), append(h.raw, raw)
	n, took := len(h.mails), h.took
	h.mu.Unlock()
	took(n)
	return nil
}

// TestZ27_Z28_NoMessageIsLostOrRepeatedByAKill: a kill between sending and writing it down sends again under the same key, no other
// message is sent twice, and the case counts one.
func TestZ27_Z28_NoMessageIsLostOrRepeatedByAKill(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	ctx := context.Background()
	const n = 12
	house := openMailHouse(t)
	for i := range n {
		r, err := hr.Import(ctx, "r.json", strings.NewReader(reportOf(fmt.Sprint("D-", i), "王一", idNumber(i), fmt.Sprintf("199%08d", i))), office.ImportOptions{})
		require.NoError(t, err)
		id := r.Answers[0].Case
		require.NoError(t, hr.EditPerson(ctx, id, func(p *hiring.Person) { p.Email = fmt.Sprintf("c%d@example.com", i) }))
		_, err = hr.Do(ctx, id, hiring.Reject{Reason: b.office.Catalog().ReasonsFor("reject")[0].ID})
		require.NoError(t, err)
	}
	require.NoError(t, s.door(b, "admin").SetOutside(ctx, house.way()))
	require.NoError(t, b.close())
	kills, done := 0, false
	for run := 0; !done; run++ {
		require.Less(t, run, 3*n, "it comes to an end")
		s.now = s.now.Add(11 * time.Minute) // the lease of what was cut short is over
		if done = sendUntilKilled(t, s, house, run%3+1); !done {
			kills++
		}
	}
	require.NotZero(t, kills)
	sent, repeated := map[string]string{}, 0
	for _, m := range house.mails {
		id, to := m.Header.Get("Message-ID"), m.Header.Get("To")
		if _, again := sent[id]; again {
			repeated++
			require.Equal(t, sent[id], to, "the same message to the same reader")
		}
		sent[id] = to
	}
	require.Len(t, sent, n, "none is lost")
	require.LessOrEqual(t, repeated, kills, "only what a kill cut short was sent again")
	b, hr = s.opened("hr")
	posted, err := hr.Outbox(ctx, office.OutboxAll, 0, 100)
	require.NoError(t, err)
	require.Len(t, posted, n)
	for _, p := range posted {
		require.Equal(t, "sent", p.State)
		page, err := hr.CaseFile(ctx, p.Case)
		require.NoError(t, err)
		require.Equal(t, hiring.Sent, page.Case.Messages[0].Delivery.State)
	}
	require.NoError(t, b.close())
	t.Logf("%d kills, %d messages, %d sent again under their key", kills, n, repeated)
}

// sendUntilKilled lets a child send, and kills it when the server has taken so many and has not said so yet; done when the child came
// to its end before.
func sendUntilKilled(t *testing.T, s *shell, house *mailHouse, after int) (done bool) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), deliverChild+"="+s.dir+"|"+s.now.Format(time.RFC3339))
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	house.mu.Lock()
	last := len(house.mails) + after
	house.took = func(n int) {
		if n == last {
			_ = cmd.Process.Kill()
		}
	}
	house.mu.Unlock()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, _, _ := strings.Cut(lines.Text(), " ")
		require.Equal(t, "over", word, lines.Text())
		done = true
	}
	_ = cmd.Wait()
	return done
}
