package hiring

import (
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
)

// Message is a message as it was caused: to whom, which words, which values. The person's name is filled in when it is
// shown or sent; it is in no event.
type Message struct {
	Stamp
	ID       string
	To       string // an account's id, "candidate", or "role:hr"
	Template string
	Params   map[string]string
	Cause    string // the same cause never makes a second message
	Read     map[AccountID]time.Time
	Attempt  int      // counts resendings
	Delivery Delivery // of one that leaves the house
}

// Notify makes a message, once per cause.
type Notify struct {
	To       string            `json:"to"`
	Template string            `json:"template"`
	Cause    string            `json:"cause"`
	Params   map[string]string `json:"params,omitempty"`
}

// MessageQueued is that.
type MessageQueued struct {
	ID string `json:"id"`
	Notify
}

// ReadMessage says that its reader opened it.
type ReadMessage struct {
	Message string `json:"message"`
}

// MessageRead is that.
type MessageRead ReadMessage

// Remind acts on a clock once: the message, and the earlier ones of its group that nothing was running to send.
type Remind struct {
	Key    string   `json:"key"`
	Missed []string `json:"missed,omitempty"`
	Notify []Notify `json:"notify"`
}

// Reminded is that.
type Reminded struct {
	Key    string   `json:"key"`
	Missed []string `json:"missed,omitempty"`
}

// RequestReview asks that a person looks at the AI result (PIPL Art. 24).
type RequestReview struct {
	Text string `json:"text,omitempty"`
}

// ReviewRequested is that (人工复核申请).
type ReviewRequested RequestReview

// AnswerReview is the person's answer.
type AnswerReview struct {
	Text string `json:"text"`
}

// ReviewAnswered is that.
type ReviewAnswered AnswerReview

// ReviewRequest is a request with its answer.
type ReviewRequest struct {
	Stamp
	Text     string
	Answered *Stamp
	Answer   string
}

func (Notify) Name() string          { return "notify" }
func (Notify) Nature() Nature        { return Decisive }
func (ReadMessage) Name() string     { return "read_message" }
func (ReadMessage) Nature() Nature   { return Fact }
func (Remind) Name() string          { return "remind" }
func (Remind) Nature() Nature        { return Decisive }
func (RequestReview) Name() string   { return "request_review" }
func (RequestReview) Nature() Nature { return Fact }
func (AnswerReview) Name() string    { return "answer_review" }
func (AnswerReview) Nature() Nature  { return Decisive }

func (MessageQueued) Wire() string   { return "message_queued.1" }
func (MessageRead) Wire() string     { return "message_read.1" }
func (MessageRead) Class() Class     { return Basic }
func (Reminded) Wire() string        { return "reminded.1" }
func (Reminded) Class() Class        { return Basic }
func (ReviewRequested) Wire() string { return "review_requested.1" }
func (ReviewRequested) Class() Class { return Evaluation }
func (ReviewAnswered) Wire() string  { return "review_answered.1" }
func (ReviewAnswered) Class() Class  { return Evaluation }

// Class is the compartment of what the message is about: an offer's messages may quote its terms, and that something was found
// is a finding too.
func (e MessageQueued) Class() Class {
	switch {
	case strings.HasPrefix(e.Template, "offer_"):
		return Salary
	case strings.HasPrefix(e.Template, "check_"), e.Template == "to_verify":
		return Background
	}
	return Basic
}

// message is the event of a message that stands at place more behind the others of its decision.
func (c *Case) message(to, template, cause string, params map[string]string, more int) Body {
	return MessageQueued{ID: "m" + count(len(c.Messages)+1+more), Notify: Notify{To: to, Template: template, Cause: cause, Params: params}}
}

func (c *Case) told(cause string) bool {
	return slices.ContainsFunc(c.Messages, func(m Message) bool { return m.Cause == cause })
}

func (cmd Notify) decide(c *Case, env Env) ([]Body, error) {
	if env.Catalog.Messages[cmd.Template] == nil {
		return nil, missing("template", "template")
	}
	if c.told(cmd.Cause) {
		return nil, fault.New(fault.Refused, "message.told_already")
	}
	return []Body{c.message(cmd.To, cmd.Template, cmd.Cause, cmd.Params, 0)}, nil
}

func (e MessageQueued) apply(c *Case, at Stamp) {
	c.Messages = add(c.Messages, Message{Stamp: at, ID: e.ID, To: e.To, Template: e.Template, Params: e.Params, Cause: e.Cause})
}

func (cmd ReadMessage) decide(c *Case, env Env) ([]Body, error) {
	i := slices.IndexFunc(c.Messages, func(m Message) bool { return m.ID == cmd.Message })
	if i < 0 {
		return nil, missing("message", "message")
	}
	if _, read := c.Messages[i].Read[env.Who.Account]; read {
		return nil, nil
	}
	return []Body{MessageRead(cmd)}, nil
}

func (e MessageRead) apply(c *Case, at Stamp) {
	if i := slices.IndexFunc(c.Messages, func(m Message) bool { return m.ID == e.Message }); i >= 0 {
		c.Messages = edit(c.Messages, i, func(m *Message) { m.Read = with(m.Read, at.By, at.At) })
	}
}

func (cmd Remind) decide(c *Case, env Env) ([]Body, error) {
	// What fell due when it was asked for may be done by now: a card that came in between wants no reminder.
	if !slices.ContainsFunc(Clocks(c, env), func(k Clock) bool { return k.Key == cmd.Key && !k.At.After(env.Now) }) {
		return nil, fault.New(fault.Refused, "message.told_already")
	}
	bodies := []Body{Reminded{Key: cmd.Key, Missed: cmd.Missed}}
	for i, n := range cmd.Notify {
		bodies = append(bodies, c.message(n.To, n.Template, n.Cause, n.Params, i))
	}
	return bodies, nil
}

func (e Reminded) apply(c *Case, at Stamp) {
	c.Reminded = with(c.Reminded, e.Key, at.At)
	for _, k := range e.Missed {
		c.Reminded = with(c.Reminded, k, at.At)
	}
}

func (cmd RequestReview) decide(c *Case, env Env) ([]Body, error) {
	if n := len(c.Reviews); n > 0 && c.Reviews[n-1].Answered == nil {
		return nil, nil
	}
	return []Body{ReviewRequested(cmd)}, nil
}

func (e ReviewRequested) apply(c *Case, at Stamp) {
	c.Reviews = add(c.Reviews, ReviewRequest{Stamp: at, Text: e.Text})
}

func (cmd AnswerReview) decide(c *Case, env Env) ([]Body, error) {
	if n := len(c.Reviews); n == 0 || c.Reviews[n-1].Answered != nil {
		return nil, fault.New(fault.Refused, "review.none")
	}
	if strings.TrimSpace(cmd.Text) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "text")
	}
	if err := c.mayAnswer(env); err != nil {
		return nil, err
	}
	return []Body{ReviewAnswered(cmd)}, nil
}

func (e ReviewAnswered) apply(c *Case, at Stamp) {
	if n := len(c.Reviews); n > 0 {
		c.Reviews = edit(c.Reviews, n-1, func(r *ReviewRequest) { r.Answered, r.Answer = &at, e.Text })
	}
}
