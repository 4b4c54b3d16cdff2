package office

import (
	"context"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// sendTries is about a day of a mail server that does not answer (see backoff).
const sendTries = 30

// beforeChannel is how long before a channel was first configured its messages may be from: what had been owed for longer is not
// poured out on the day that a bank gets a mail server.
const beforeChannel = 24 * time.Hour

// channelKind is how messages of a channel leave.
func (o *Office) channelKind() effectKind {
	return effectKind{ready: func(r *reach, kind string) bool { return r.carriers[kind] != nil }, do: o.send, over: unsentFact, tries: sendTries}
}

// sending is which message an effect sends, and which of its sendings: "m3", or "m3/1" for the first resending.
func sending(body []byte) (message string, attempt int) {
	message, n, _ := strings.Cut(string(body), "/")
	attempt, _ = strconv.Atoi(n)
	return message, attempt
}

func unsentFact(e effect, err error) []hiring.Command {
	message, attempt := sending(e.body)
	f := fault.Of(err)
	return []hiring.Command{hiring.RecordUnsent{Message: message, Attempt: attempt, Tries: e.Attempts, Code: f.Code, Params: f.Params}}
}

// send carries one message out. What it reads is a snapshot: no transaction is open while the network is asked.
func (o *Office) send(ctx context.Context, r *reach, e effect) (effected, error) {
	var l loaded
	err := o.ports.Store.Read(ctx, func(tx Reader) (err error) { l, err = o.loaded(tx, e.Case); return err })
	if err != nil {
		return effected{}, err
	}
	id, attempt := sending(e.body)
	m := l.c.Message(id)
	if m == nil || m.Attempt != attempt || m.Delivery.State != "" {
		return effected{}, nil // erased, told otherwise, or sent anew in the meantime
	}
	drop := func(code string) effected {
		return effected{facts: []hiring.Command{hiring.RecordUnsent{Message: id, Attempt: attempt, Code: code, Dropped: true}}}
	}
	now := o.now()
	switch since := r.outside.since(e.Kind); {
	case l.c.Superseded(m):
		return drop("message.superseded"), nil
	case attempt == 0 && e.At.Before(since.Add(-beforeChannel)):
		return drop("message.before_channel"), nil
	case tooLate(m, now) && l.c.Held(m.Params["item"]):
		return drop("message.too_late"), nil
	case tooLate(m, now):
		return effected{}, fault.New(fault.Refused, "message.too_late")
	}
	if at := o.goesAt(m, now); at.After(now) {
		return effected{again: at.Sub(now)}, nil
	}
	parcel, _, err := o.parcel(l.c, l.p, m, l.accounts, r.outside)
	if err != nil {
		return effected{}, err
	}
	receipt, err := r.carriers[e.Kind].Carry(ctx, parcel)
	if err != nil {
		return effected{}, err
	}
	return effected{facts: []hiring.Command{hiring.RecordSent{Message: id, Attempt: attempt, Tries: e.Attempts, Receipt: receipt}}}, nil
}

// tooLate says that a message invites to what has begun; HR is told, since somebody may be waiting in vain.
func tooLate(m *hiring.Message, now time.Time) bool {
	start, err := time.Parse(time.RFC3339, m.Params["interview_time"])
	return err == nil && m.Invites() && !start.After(now)
}

// loaded is what a message is written from.
type loaded struct {
	c        *hiring.Case
	p        *hiring.Person
	accounts map[hiring.AccountID]Account
}

func (o *Office) loaded(r Reader, id hiring.CaseID) (l loaded, err error) {
	keys, err := o.keys(r, id)
	if err != nil {
		return l, err
	}
	if l.c, err = o.load(r, id, keys); err != nil {
		return l, err
	}
	if l.p, err = o.person(r, l.c.Person); err != nil {
		return l, err
	}
	l.accounts, err = o.accountsIn(r)
	return l, err
}

// queue owes the outside every new message whose template goes out of the house, and every resending; chat rooms of a role get
// word of its inbox. The key is the sending's own, so that no retry sends twice. History told anew was sent, or not, when it
// happened; a rebuild owes nothing.
func (o *Office) queue(tx Tx, keys keyring, c *hiring.Case, events []hiring.Event, env hiring.Env) error {
	for _, e := range events {
		id := ""
		switch b := e.Body.(type) {
		case hiring.MessageQueued:
			id = b.ID
		case hiring.MessageResent:
			id = b.Message
		}
		m := c.Message(id)
		if m == nil {
			continue
		}
		t := env.Catalog.Messages[m.Template]
		if t == nil {
			continue
		}
		if t.Channel == "inbox" {
			if err := o.queueChat(tx, keys, c, m); err != nil {
				return err
			}
			continue
		}
		body := m.ID
		if m.Attempt > 0 {
			body += "/" + strconv.Itoa(m.Attempt)
		}
		if err := o.owe(tx, keys, c.ID, OutboxRow{Key: sendingKey(c.ID, m.ID, m.Attempt), Kind: t.Channel, At: e.At}, body); err != nil {
			return err
		}
	}
	return nil
}

// owe seals an effect's body under the case's key and queues it.
func (o *Office) owe(tx Tx, keys keyring, id hiring.CaseID, row OutboxRow, body string) (err error) {
	row.Case = id
	if row.Body, err = o.seal(tx, keys, id, hiring.Basic, "outbox", row.Key, []byte(body)); err != nil {
		return err
	}
	return tx.Queue(row)
}
