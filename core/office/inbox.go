package office

import (
	"context"
	"maps"
	"strings"
	"time"

	"ruhang/core/hiring"
)

// Letter is a message as its reader sees it: words filled in, in the reader's language.
type Letter struct {
	Case    hiring.CaseID
	ID      string
	Subject string
	Body    string
	Channel string
	To      string
	At      time.Time
	Read    bool
	Missing string // a value that was not there: the message was not made, HR is told
}

// Inbox is the account's messages, newest first.
func (s *Staff) Inbox(ctx context.Context, limit int) ([]Letter, error) {
	return s.letters(ctx, s.workOf(), limit, func(row CaseRow) bool { return s.scope().sees(row.Branch, row.Panel) })
}

func (s *Session) letters(ctx context.Context, to []string, limit int, sees func(CaseRow) bool) ([]Letter, error) {
	if err := s.Alive(); err != nil {
		return nil, err
	}
	o := s.office
	accounts, err := o.directory(ctx)
	if err != nil {
		return nil, err
	}
	var out []Letter
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Messages(to, limit)
		if err != nil {
			return err
		}
		for _, m := range rows {
			row, ok, err := r.Case(m.Case)
			if err != nil {
				return err
			}
			if !ok || !sees(row) {
				continue
			}
			l, err := s.letter(r, m, accounts)
			if err != nil {
				return err
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

func (s *Session) letter(r Reader, m MessageRow, accounts map[hiring.AccountID]Account) (Letter, error) {
	o := s.office
	keys, err := o.keys(r, m.Case)
	if err != nil {
		return Letter{}, err
	}
	c, err := o.load(r, m.Case, keys)
	if err != nil {
		return Letter{}, err
	}
	p, err := o.person(r, c.Person)
	if err != nil {
		return Letter{}, err
	}
	for i := range c.Messages {
		if c.Messages[i].ID == m.ID {
			return o.render(c, p, &c.Messages[i], s.Account.ID, accounts, s.Lang), nil
		}
	}
	return Letter{Case: m.Case, ID: m.ID, At: m.At}, nil
}

// render fills a message's words; the person's name comes in only here.
func (o *Office) render(c *hiring.Case, p *hiring.Person, m *hiring.Message, reader hiring.AccountID, accounts map[hiring.AccountID]Account, lang string) Letter {
	l := Letter{Case: c.ID, ID: m.ID, At: m.At, To: m.To}
	_, l.Read = m.Read[reader]
	t := o.Catalog().Messages[m.Template]
	if t == nil {
		l.Missing = m.Template
		return l
	}
	l.Channel = t.Channel
	values := o.values(c, p, c.Offer(), lang)
	maps.Copy(values, o.spoken(c, p, m.Params, accounts, lang))
	var err error
	if l.Subject, l.Body, err = letterWords(t, c.Position, values, lang); err != nil {
		l.Missing = m.Template
	}
	if l.Subject == "" {
		l.Subject, _, _ = strings.Cut(l.Body, "\n")
	}
	return l
}

// spoken turns a message's parameters into words: times into the bank's civil time, "material:id_card" into its name.
func (o *Office) spoken(c *hiring.Case, p *hiring.Person, params map[string]string, accounts map[hiring.AccountID]Account, lang string) map[string]string {
	cat := o.Catalog()
	out := map[string]string{}
	for k, v := range params {
		if v == "" {
			continue
		}
		kind, id, tagged := strings.Cut(v, ":")
		switch {
		case k == "interview_time" || k == "deadline" || k == "expires":
			if t, err := time.Parse(time.RFC3339, v); err == nil {
				v = moment(t, lang)
			}
		case k == "date" || k == "start_date":
			v = day(hiring.Date(v).Time(), lang)
		case k == "interview_place":
			v = o.place(v, lang)
		case tagged && kind == "message":
			v = o.subjectOf(c, p, id, accounts, lang)
		case k == "courses":
			v = o.courseNames(v, lang)
		case tagged && kind == "material" && cat.Materials[id] != nil:
			v = cat.Materials[id].Name.In(lang)
		case tagged && kind == "reason" && cat.Reasons[id] != nil:
			v = cat.Reasons[id].Text.In(lang)
		case tagged && kind == "check" && cat.Checks[id] != nil:
			v = cat.Checks[id].Name.In(lang)
		case tagged && kind == "consent" && cat.Privacy.Consent(id) != nil:
			v = cat.Privacy.Consent(id).Title.In(lang)
		case tagged && kind == "account":
			v = o.nameOf(accounts, hiring.AccountID(id), lang)
		case tagged && kind == "term":
			v = o.ports.Words(lang, "term."+id)
		case tagged && kind == "review":
			for _, r := range cat.Positions[c.Position].Probation.Reviews {
				if r.ID == id {
					v = r.Name.In(lang)
				}
			}
		}
		out[k] = v
	}
	return out
}

// place is a room by its name and where it stands, or what a person wrote.
func (o *Office) place(place, lang string) string {
	bank := &o.Catalog().Bank
	for _, room := range bank.Rooms {
		if room.ID != place && room.Name["zh"] != place && room.Name["en"] != place {
			continue
		}
		if b := bank.Branch(room.Branch); b != nil {
			return o.ports.Words(lang, "guest.place", "place", room.Name.In(lang), "address", b.Address.In(lang))
		}
	}
	return place
}

// subjectOf is the subject of another message of the case, for a message about that one.
func (o *Office) subjectOf(c *hiring.Case, p *hiring.Person, id string, accounts map[hiring.AccountID]Account, lang string) string {
	m := c.Message(id)
	if m == nil || strings.HasPrefix(m.Params["item"], "message:") {
		return id
	}
	l := o.render(c, p, m, "", accounts, lang)
	if l.Missing != "" {
		return o.ports.Words(lang, "message.unfilled")
	}
	return l.Subject
}

func (o *Office) courseNames(ids, lang string) string {
	var names []string
	for _, id := range strings.Split(ids, ",") {
		if k := o.Catalog().Courses[id]; k != nil {
			names = append(names, k.Name.In(lang))
		}
	}
	return strings.Join(names, o.ports.Words(lang, "list.comma"))
}
