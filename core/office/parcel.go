package office

import (
	"maps"
	"slices"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// receiver is who a message goes to, and how it reaches them over one channel.
type receiver struct {
	name    string
	address string
	lang    string
	host    string // the bank's own address, where answers go
}

// receiver finds a message's reader; one without an address stops the message.
func (o *Office) receiver(p *hiring.Person, m *hiring.Message, channel string, accounts map[hiring.AccountID]Account, out Outside) (receiver, error) {
	var r receiver
	var mail, phone string
	if m.To == "candidate" {
		if p == nil {
			return r, fault.New(fault.Missing, "person.erased")
		}
		r.name, r.lang, mail, phone = p.Name, p.Lang, p.Email, p.Phone
	} else {
		a, known := accounts[hiring.AccountID(m.To)]
		if !known || a.Closed {
			return r, fault.New(fault.Missing, "account.missing")
		}
		r.name, r.lang, mail, phone = a.Name, a.Lang, a.Email, a.Phone
	}
	if !slices.Contains(catalog.Languages, r.lang) {
		r.lang = catalog.Languages[0]
	}
	if out.Mail != nil {
		r.host = out.Mail.From
	}
	field := "email"
	if r.address = strings.TrimSpace(mail); channel == "sms" {
		field, r.address = "phone", strings.TrimSpace(phone)
	}
	switch {
	case r.address == "":
		return r, fault.New(fault.Refused, "message.no_address", "field", field)
	case channel != "sms" && !mailAddress(r.address), channel == "sms" && !telephone(r.address):
		return r, fault.New(fault.Refused, "message.bad_address", "field", field)
	}
	return r, nil
}

// telephone says whether a text can be a telephone number.
func telephone(s string) bool {
	digits := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, r == ' ', r == '-':
		default:
			return false
		}
	}
	return digits >= 5 && digits <= 15 // ITU-T E.164
}

// parcel is a message with nothing left to fill in, or the reason why there is none: nothing half-filled is ever made.
func (o *Office) parcel(c *hiring.Case, p *hiring.Person, m *hiring.Message, accounts map[hiring.AccountID]Account, out Outside) (Parcel, receiver, error) {
	t := o.Catalog().Messages[m.Template]
	if t == nil {
		return Parcel{}, receiver{}, fault.New(fault.Missing, "message.no_template")
	}
	to, err := o.receiver(p, m, t.Channel, accounts, out)
	if err != nil {
		return Parcel{}, to, err
	}
	values := o.values(c, p, c.Offer(), to.lang)
	maps.Copy(values, o.spoken(c, p, m.Params, accounts, to.lang))
	words := Parcel{Key: sendingKey(c.ID, m.ID, m.Attempt), To: to.address, Name: to.name, Template: m.Template, Values: values}
	if words.Subject, words.Body, err = letterWords(t, c.Position, values, to.lang); err != nil {
		return Parcel{}, to, err
	}
	if entry := o.entry(c, m, to, words); entry != nil && t.Channel == "mail" {
		words.Files = []Enclosure{{Name: "interview.ics", Type: "text/calendar; method=" + entry.Method(), Data: entry.ICS()}}
	}
	words.Values = used(t, c.Position, values, to.lang)
	return words, to, nil
}

// letterWords fills a message's subject and body for a position; a value that is missing is refused by name.
func letterWords(t *catalog.MessageTemplate, position string, values map[string]string, lang string) (subject, body string, err error) {
	s, b := t.Words(position)
	if subject, err = fill(s.In(lang), values); err != nil {
		return "", "", err
	}
	body, err = fill(b.In(lang), values)
	return strings.Join(strings.Fields(subject), " "), body, err
}

// used are the values that stand in a message's words, and no others: a provider of short messages gets no more.
func used(t *catalog.MessageTemplate, position string, values map[string]string, lang string) map[string]string {
	s, b := t.Words(position)
	out := map[string]string{}
	for _, name := range catalog.PlaceholdersIn(s.In(lang) + b.In(lang)) {
		out[name] = values[name]
	}
	return out
}

// sendingKey names one sending of a message for ever.
func sendingKey(id hiring.CaseID, message string, attempt int) string {
	key := "message/" + string(id) + "/" + message
	if attempt > 0 {
		key += "/" + num(uint64(attempt))
	}
	return key
}

// moments are the parameters that say when what a message is about happens.
var moments = []string{"interview_time", "deadline", "expires"}

// goesAt is when a message may leave, at the earliest now: quiet hours and days off hold it back, but for words that may go at
// night, and for what would be over, or be on the same day, by the time they end. It moves the message and no deadline.
func (o *Office) goesAt(m *hiring.Message, now time.Time) time.Time {
	cat := o.Catalog()
	opens := cat.Outgoing(now, hiring.China)
	t := cat.Messages[m.Template]
	if !opens.After(now) || t == nil || t.Night == "always" {
		return now
	}
	var about time.Time
	for _, name := range moments {
		if at, err := time.Parse(time.RFC3339, m.Params[name]); err == nil && (about.IsZero() || at.Before(about)) {
			about = at
		}
	}
	switch {
	case about.IsZero() && t.Night == "same_day", !about.IsZero() && !about.After(opens):
		return now
	case t.Night == "same_day" && hiring.DateOf(about) <= hiring.DateOf(opens):
		return now
	}
	return opens
}
