package office

import (
	"context"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Posted is a message that leaves the house, with how it fares.
type Posted struct {
	Letter
	Candidate string // whose case it is in
	Receiver  string // who it goes to
	Row       int64  // its place in the outbox
	State     string // waiting, sent, failed, bounced, dropped, told
	Since     time.Time
	Tries     int
	Next      time.Time    // of a waiting one: not before
	Why       *fault.Error // what stood against it last
	Note      string       // what a person wrote of it
	NoChannel bool         // it waits because the bank has no such channel
}

// OutboxFilter is which messages the outbox lists.
type OutboxFilter string

// The filters.
const (
	OutboxAll     OutboxFilter = ""
	OutboxWaiting OutboxFilter = "waiting"
	OutboxFailed  OutboxFilter = "failed" // failed or came back, and nobody has seen to it
)

// Outbox are the messages that leave the house, newest first, from before a row on (0: from the newest).
func (s *Staff) Outbox(ctx context.Context, filter OutboxFilter, before int64, limit int) ([]Posted, error) {
	if err := s.mayOffice("outbox"); err != nil {
		return nil, err
	}
	r, err := s.office.reachOut(ctx)
	if err != nil {
		return nil, err
	}
	var out []Posted
	err = s.office.ports.Store.Read(ctx, func(tx Reader) error {
		if filter == OutboxFailed {
			out, err = s.undelivered(tx, r)
			return err
		}
		q := OutboxQuery{Kinds: []string{"mail", "sms"}, Before: before, Limit: limit}
		if filter == OutboxWaiting {
			q.States = []EffectState{EffectWaiting}
		}
		rows, err := tx.Outbox(q)
		for _, row := range rows {
			p, ok, err := s.posted(tx, r, row)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, p)
			}
		}
		return err
	})
	return out, err
}

// undelivered are the messages that are somebody's work: their cases' newest sendings.
func (s *Staff) undelivered(tx Reader, r *reach) ([]Posted, error) {
	work, err := tx.Work([]string{"role:hr"}, nil, 0)
	if err != nil {
		return nil, err
	}
	var out []Posted
	for _, w := range work {
		if w.Code != "resend_message" {
			continue
		}
		rows, err := tx.Outbox(OutboxQuery{Kinds: []string{"mail", "sms"}, Case: w.Case})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			p, ok, err := s.posted(tx, r, row)
			if err != nil {
				return nil, err
			}
			if ok && p.ID == w.Ref {
				out = append(out, p)
				break
			}
		}
	}
	return out, nil
}

// states are the outbox's own states as messages have them.
var states = map[EffectState]string{EffectWaiting: "waiting", EffectDone: string(hiring.Sent), EffectFailed: string(hiring.Failed)}

// posted is an outbox row as the account may see it; false when it may not.
func (s *Staff) posted(tx Reader, r *reach, row OutboxRow) (Posted, bool, error) {
	o := s.office
	cr, ok, err := tx.Case(row.Case)
	if err != nil || !ok || !s.scope().sees(cr.Branch, cr.Panel) {
		return Posted{}, false, err
	}
	keys, err := o.keys(tx, row.Case)
	if err != nil {
		return Posted{}, false, err
	}
	body, err := o.ports.Vault.Open(string(row.Case), string(hiring.Basic), keys[hiring.Basic], "outbox", row.Key, row.Body)
	if fault.Is(err, fault.Corrupt) { // that something was there is shown, and why it cannot be
		return Posted{Letter: Letter{Case: row.Case, Channel: row.Kind, At: row.At, Missing: row.Kind}, Row: row.ID, State: states[row.State],
			Since: row.DoneAt, Tries: row.Attempts, Why: fault.Of(err)}, true, nil
	}
	if err != nil {
		return Posted{}, false, err
	}
	l, err := o.loaded(tx, row.Case)
	if err != nil {
		return Posted{}, false, err
	}
	id, attempt := sending(body)
	m := hiring.Show(l.c, s.actor(), o.Catalog().Roles).Message(id)
	if m == nil {
		return Posted{}, false, nil
	}
	p := Posted{Letter: o.render(l.c, l.p, m, s.Account.ID, l.accounts, s.Lang), Row: row.ID, Candidate: nameOf(l.p), Receiver: o.receiverName(l, m, s.Lang)}
	p.fares(row, m, attempt)
	p.NoChannel = p.State == "waiting" && r.carriers[row.Kind] == nil
	return p, true, nil
}

// fares puts together what the case and the outbox know of a sending: the case has the last word on what is over.
func (p *Posted) fares(row OutboxRow, m *hiring.Message, attempt int) {
	p.State, p.Since, p.Tries, p.Next = "waiting", row.At, row.Attempts, row.NextAt
	if row.Code != "" {
		p.Why = fault.New(fault.Offline, row.Code)
	}
	if attempt == m.Attempt && m.Delivery.State != "" {
		d := m.Delivery
		p.State, p.Since, p.Tries, p.Note, p.Next, p.Why = string(d.State), d.At, d.Tries, d.Note, time.Time{}, nil
		if d.Code != "" {
			p.Why = fault.New(fault.Refused, d.Code)
			for name, value := range d.Params {
				p.Why = p.Why.With(name, value)
			}
		}
		return
	}
	if row.State != EffectWaiting || attempt < m.Attempt { // sent anew: this one is history
		p.State, p.Since, p.Next = states[row.State], row.DoneAt, time.Time{}
		if row.State == EffectWaiting {
			p.State = "dropped"
		}
	}
}

func nameOf(p *hiring.Person) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// receiverName is who a message goes to, by name.
func (o *Office) receiverName(l loaded, m *hiring.Message, lang string) string {
	if m.To == "candidate" {
		return nameOf(l.p)
	}
	return o.nameOf(l.accounts, hiring.AccountID(m.To), lang)
}

// Preview is a message as it would leave, before it does.
type Preview struct {
	Template string
	Channel  string
	To       string // the receiver's name
	Address  string
	Lang     string
	Subject  string
	Body     string
	Files    []Enclosure
	At       time.Time // when it may leave
	Why      error     // what stops it
}

// Preview is what a command would send out of the house, word for word; the command is decided and not settled.
func (s *Staff) Preview(ctx context.Context, id hiring.CaseID, cmd hiring.Command) ([]Preview, error) {
	o := s.office
	out, err := o.outside(ctx)
	if err != nil {
		return nil, err
	}
	var previews []Preview
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		if _, _, _, err := s.reach(r, id); err != nil {
			return err
		}
		l, err := o.loaded(r, id)
		if err != nil {
			return err
		}
		env := o.env(s.actor())
		env.Person = l.p
		events, after, err := hiring.Settle(l.c, env, cmd)
		if err != nil {
			return err
		}
		l.c = after
		for _, e := range events {
			switch b := e.Body.(type) {
			case hiring.MessageQueued:
				previews = o.preview(previews, l, b.ID, s.actor(), s.mayOffice("contact") == nil, out)
			case hiring.MessageResent:
				previews = o.preview(previews, l, b.Message, s.actor(), s.mayOffice("contact") == nil, out)
			}
		}
		return nil
	})
	return previews, err
}

// preview adds a message that leaves the house and that the actor may see; tells says whether they may read addresses.
func (o *Office) preview(list []Preview, l loaded, id string, who hiring.Actor, tells bool, out Outside) []Preview {
	m := hiring.Show(l.c, who, o.Catalog().Roles).Message(id)
	if m == nil {
		return list
	}
	t := o.Catalog().Messages[m.Template]
	if t == nil || t.Channel == "inbox" {
		return list
	}
	parcel, to, err := o.parcel(l.c, l.p, m, l.accounts, out)
	if !tells {
		to.address = ""
	}
	return append(list, Preview{Template: m.Template, Channel: t.Channel, To: o.receiverName(l, m, to.lang), Address: to.address, Lang: to.lang, Subject: parcel.Subject,
		Body: parcel.Body, Files: parcel.Files, At: o.goesAt(m, o.now()), Why: err})
}
