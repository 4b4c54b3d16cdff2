package hiring

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
)

// Delivery is how a message that leaves the house fared; the zero value while it is on its way.
type Delivery struct {
	Stamp
	State   DeliveryState
	Tries   int               // how often the channel was asked
	Receipt string            // the server's own name for it
	Code    string            // why not: a fault's code …
	Params  map[string]string // … and what its sentence names
	Note    string            // what a person wrote of it
}

// DeliveryState is how a message fared.
type DeliveryState string

// The states of a message that is not on its way. Sent means that the channel took it over, not that somebody read it.
const (
	Sent          DeliveryState = "sent"
	Failed        DeliveryState = "failed"
	Bounced       DeliveryState = "bounced"
	Dropped       DeliveryState = "dropped" // it had no use any more: a later message about the same took its place
	ToldOtherwise DeliveryState = "told"    // it did not arrive, and its receiver was told in another way
)

// RecordSent says that the channel took a message over.
type RecordSent struct {
	Message string `json:"message"`
	Attempt int    `json:"attempt,omitempty"` // which sending: 0 is the first, each resending one more
	Tries   int    `json:"tries,omitempty"`
	Receipt string `json:"receipt,omitempty"`
}

// MessageSent is that.
type MessageSent RecordSent

// RecordUnsent says that a message will not leave by itself any more: the channel refused it, nobody answered for a day, or a value
// or an address is missing. Dropped when it had no use any more.
type RecordUnsent struct {
	Message string            `json:"message"`
	Attempt int               `json:"attempt,omitempty"`
	Tries   int               `json:"tries,omitempty"`
	Code    string            `json:"code"`
	Params  map[string]string `json:"params,omitempty"`
	Dropped bool              `json:"dropped,omitempty"`
}

// MessageFailed is that.
type MessageFailed RecordUnsent

// RecordBounce says that a message which was sent came back.
type RecordBounce struct {
	Message string `json:"message"`
	Note    string `json:"note,omitempty"`
}

// MessageBounced is that.
type MessageBounced RecordBounce

// ResendMessage sends a message once more, the one way to say the same thing twice.
type ResendMessage struct {
	Message string `json:"message"`
}

// MessageResent is that; Attempt names the new sending.
type MessageResent struct {
	Message string `json:"message"`
	Attempt int    `json:"attempt"`
}

// TellOtherwise says that the receiver of a message that did not arrive was told in another way.
type TellOtherwise struct {
	Message string `json:"message"`
	Note    string `json:"note"`
}

// MessageTold is that.
type MessageTold TellOtherwise

func (RecordSent) Name() string      { return "record_sent" }
func (RecordSent) Nature() Nature    { return Fact }
func (RecordUnsent) Name() string    { return "record_unsent" }
func (RecordUnsent) Nature() Nature  { return Fact }
func (RecordBounce) Name() string    { return "record_bounce" }
func (RecordBounce) Nature() Nature  { return Decisive }
func (ResendMessage) Name() string   { return "resend_message" }
func (ResendMessage) Nature() Nature { return Decisive }
func (TellOtherwise) Name() string   { return "tell_otherwise" }
func (TellOtherwise) Nature() Nature { return Decisive }

func (MessageSent) Wire() string    { return "message_sent.1" }
func (MessageSent) Class() Class    { return Basic }
func (MessageFailed) Wire() string  { return "message_failed.1" }
func (MessageFailed) Class() Class  { return Basic }
func (MessageBounced) Wire() string { return "message_bounced.1" }
func (MessageBounced) Class() Class { return Basic }
func (MessageResent) Wire() string  { return "message_resent.1" }
func (MessageResent) Class() Class  { return Basic }
func (MessageTold) Wire() string    { return "message_told.1" }
func (MessageTold) Class() Class    { return Basic }

// Undelivered says that a message did not arrive and nobody has seen to it.
func (m *Message) Undelivered() bool {
	return m.Delivery.State == Failed || m.Delivery.State == Bounced
}

// Message finds a message by id, nil when there is none.
func (c *Case) Message(id string) *Message {
	if i := slices.IndexFunc(c.Messages, func(m Message) bool { return m.ID == id }); i >= 0 {
		return &c.Messages[i]
	}
	return nil
}

// invitations begin the templates of messages about a round, the later of which takes the place of the earlier.
var invitations = []string{"invitation", "interview_moved", "interview_cancelled"}

// Invites says whether a message is about a round's time and place.
func (m *Message) Invites() bool {
	return slices.ContainsFunc(invitations, func(prefix string) bool {
		return strings.HasPrefix(m.Template, prefix+"_candidate") || strings.HasPrefix(m.Template, prefix+"_interviewer")
	})
}

// Revision is the round's revision that a message about it tells of, which orders the entries of calendars.
func (m *Message) Revision() int {
	said := m.Params["revision"]
	if said == "" { // told before messages said it: the cause does
		if parts := strings.Split(m.Cause, "/"); len(parts) == 4 {
			said = parts[2]
		}
	}
	n, _ := strconv.Atoi(said)
	return n
}

// Superseded says whether a later message told the same reader something newer about the same round.
func (c *Case) Superseded(m *Message) bool {
	later := false
	for i := range c.Messages {
		o := &c.Messages[i]
		if o.ID == m.ID {
			later = true
		} else if later && m.Invites() && o.Invites() && o.To == m.To && o.Params["item"] == m.Params["item"] {
			return true
		}
	}
	return false
}

// reported is the message that a report on a sending is about; nil when the report is known already or of an earlier sending.
func (c *Case) reported(id string, attempt int) (*Message, error) {
	m := c.Message(id)
	if m == nil {
		return nil, missing("message", "message")
	}
	if attempt != m.Attempt || m.Delivery.State != "" {
		return nil, nil
	}
	return m, nil
}

func (cmd RecordSent) decide(c *Case, _ Env) ([]Body, error) {
	if m, err := c.reported(cmd.Message, cmd.Attempt); m == nil {
		return nil, err
	}
	return []Body{MessageSent(cmd)}, nil
}

func (cmd RecordUnsent) decide(c *Case, _ Env) ([]Body, error) {
	if m, err := c.reported(cmd.Message, cmd.Attempt); m == nil {
		return nil, err
	}
	return []Body{MessageFailed(cmd)}, nil
}

func (cmd RecordBounce) decide(c *Case, _ Env) ([]Body, error) {
	m := c.Message(cmd.Message)
	switch {
	case m == nil:
		return nil, missing("message", "message")
	case m.Delivery.State == Bounced:
		return nil, nil
	case m.Delivery.State != Sent:
		return nil, fault.New(fault.Refused, "message.not_sent")
	}
	return []Body{MessageBounced(cmd)}, nil
}

func (cmd ResendMessage) decide(c *Case, env Env) ([]Body, error) {
	m := c.Message(cmd.Message)
	if m == nil {
		return nil, missing("message", "message")
	}
	t := env.Catalog.Messages[m.Template]
	switch {
	case t == nil || t.Channel == "inbox":
		return nil, fault.New(fault.Refused, "message.inside")
	case m.Delivery.State == "":
		return nil, fault.New(fault.Refused, "message.on_its_way")
	case c.Superseded(m):
		return nil, fault.New(fault.Refused, "message.superseded")
	}
	return []Body{MessageResent{Message: m.ID, Attempt: m.Attempt + 1}}, nil
}

func (cmd TellOtherwise) decide(c *Case, _ Env) ([]Body, error) {
	m := c.Message(cmd.Message)
	switch {
	case m == nil:
		return nil, missing("message", "message")
	case strings.TrimSpace(cmd.Note) == "":
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	case !m.Undelivered():
		return nil, fault.New(fault.Refused, "message.arrived")
	}
	return []Body{MessageTold(cmd)}, nil
}

// fared writes how a message fared.
func (c *Case) fared(id string, change func(*Message)) {
	if i := slices.IndexFunc(c.Messages, func(m Message) bool { return m.ID == id }); i >= 0 {
		c.Messages = edit(c.Messages, i, change)
	}
}

func (e MessageSent) apply(c *Case, at Stamp) {
	c.fared(e.Message, func(m *Message) {
		m.Delivery = Delivery{Stamp: at, State: Sent, Tries: e.Tries, Receipt: e.Receipt}
	})
}

func (e MessageFailed) apply(c *Case, at Stamp) {
	state := Failed
	if e.Dropped {
		state = Dropped
	}
	c.fared(e.Message, func(m *Message) {
		m.Delivery = Delivery{Stamp: at, State: state, Tries: e.Tries, Code: e.Code, Params: e.Params}
	})
}

func (e MessageBounced) apply(c *Case, at Stamp) {
	c.fared(e.Message, func(m *Message) {
		m.Delivery.Stamp, m.Delivery.State, m.Delivery.Note = at, Bounced, e.Note
	})
}

func (e MessageResent) apply(c *Case, _ Stamp) {
	c.fared(e.Message, func(m *Message) { m.Attempt, m.Delivery = e.Attempt, Delivery{} })
}

func (e MessageTold) apply(c *Case, at Stamp) {
	c.fared(e.Message, func(m *Message) { m.Delivery.Stamp, m.Delivery.State, m.Delivery.Note = at, ToldOtherwise, e.Note })
}

// unsent tells HR once that a sending did not arrive; nothing is said of what was to be said.
func unsent(c *Case, id string) []Command {
	m := c.Message(id)
	if m == nil || !m.Undelivered() {
		return nil
	}
	return []Command{Notify{To: "role:hr", Template: "message_unsent_hr", Cause: "unsent/" + m.ID + "/" + count(m.Attempt) + "/" + string(m.Delivery.State),
		Params: map[string]string{"item": "message:" + m.ID}}}
}

// deliveryWork is every message that did not arrive and that nobody has seen to; one about a round is due before the round begins.
func deliveryWork(c *Case) []Item {
	var out []Item
	for i := range c.Messages {
		m := &c.Messages[i]
		if !m.Undelivered() || c.Superseded(m) {
			continue
		}
		due := time.Time{}
		if iv := c.interview(m.Params["item"]); iv >= 0 && m.Invites() {
			due = c.Interviews[iv].Start
		}
		out = append(out, Item{Code: "resend_message", To: "role:hr", Since: m.Delivery.At, Due: due, Ref: m.ID})
	}
	return out
}
