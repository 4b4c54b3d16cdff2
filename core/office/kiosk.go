package office

import (
	"context"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Kiosk is the door for the machine in the lobby: it finds one newcomer by the guide's code, and keeps nothing.
type Kiosk struct{ *Session }

// Kiosk opens the kiosk's door.
func (s *Session) Kiosk() (*Kiosk, error) {
	if err := s.Alive(); err != nil {
		return nil, err
	}
	if !s.Account.Is("kiosk") {
		return nil, fault.New(fault.Denied, "door.kiosk_only")
	}
	return &Kiosk{s}, nil
}

// Newcomer is what the kiosk shows: the name masked, the last four of the ID number to confirm, and the day.
type Newcomer struct {
	Case      hiring.CaseID
	Name      string // masked: the family name and stars
	IDTail    string // last four of the ID number
	Position  string
	Start     hiring.Date
	CheckedIn bool
	Originals []KioskOriginal
	Team      hiring.Team
	Desk      string
	Courses   []string
	Plan      []DayMoment
	Code      string
	ask       func(hiring.Command) error
}

// KioskOriginal is an original to be shown to staff and handed back.
type KioskOriginal struct {
	Material string
	Name     string
	Seen     bool
}

// May asks Decide; nothing happens.
func (n *Newcomer) May(cmd hiring.Command) error { return n.ask(cmd) }

// CodePrefix stands before the code in the guide's QR.
const CodePrefix = "RUHANG:GUIDE:"

// Welcome finds the newcomer of a scanned or typed code.
func (k *Kiosk) Welcome(ctx context.Context, code string) (*Newcomer, error) {
	code = strings.ToUpper(strings.TrimSpace(code))
	code = strings.TrimPrefix(code, CodePrefix)
	code = strings.NewReplacer(" ", "", "-", "", "I", "1", "L", "1", "O", "0").Replace(code)
	if strings.Contains(code, ":") || len(code) > 32 {
		return nil, fault.New(fault.Invalid, "kiosk.foreign_code")
	}
	if err := k.Alive(); err != nil {
		return nil, err
	}
	var n *Newcomer
	err := k.office.ports.Store.Read(ctx, func(r Reader) error {
		ids, err := k.office.lookup(r, lookGuide, code)
		if err != nil {
			return err
		}
		if len(ids) != 1 {
			return fault.New(fault.Missing, "kiosk.unknown_code")
		}
		n, err = k.newcomer(r, hiring.CaseID(ids[0]))
		return err
	})
	return n, err
}

// WelcomeImage finds the newcomer of a picture with the guide's QR.
func (k *Kiosk) WelcomeImage(ctx context.Context, image []byte) (*Newcomer, error) {
	code, err := k.office.ports.Paper.ReadQR(image)
	if err != nil {
		return nil, err
	}
	return k.Welcome(ctx, code)
}

func (k *Kiosk) newcomer(r Reader, id hiring.CaseID) (*Newcomer, error) {
	o := k.office
	keys, err := o.keys(r, id)
	if err != nil {
		return nil, err
	}
	c, err := o.load(r, id, keys)
	if err != nil {
		return nil, err
	}
	p, err := o.person(r, c.Person)
	if err != nil {
		return nil, err
	}
	if p == nil || c.Guide == nil {
		return nil, fault.New(fault.Missing, "kiosk.unknown_code")
	}
	if c.Closed() {
		return nil, fault.New(fault.Refused, "case.closed", "status", string(c.Status))
	}
	env := o.env(k.actor())
	env.Person = p
	n := &Newcomer{Case: id, Name: maskName(p.Name), IDTail: tail(p.IDNumber, 4), Position: o.Catalog().Positions[c.Position].Name.In(k.Lang),
		Start: c.Offer().Terms.Start, CheckedIn: c.CheckIn != nil, Code: c.Guide.Code}
	n.ask = func(cmd hiring.Command) error { _, err := hiring.Decide(c, env, cmd); return err }
	for _, m := range c.Materials {
		if known := o.Catalog().Materials[m.ID]; known != nil && known.Original {
			n.Originals = append(n.Originals, KioskOriginal{Material: m.ID, Name: known.Name.In(k.Lang), Seen: m.Original != nil})
		}
	}
	if n.CheckedIn {
		n.Team, n.Desk = c.Team, c.Desk
		n.Plan = o.firstDay(c.Position, k.Lang)
		n.Courses = strings.Split(o.courseNames(strings.Join(o.Catalog().Positions[c.Position].Courses, ","), k.Lang), o.ports.Words(k.Lang, "list.comma"))
	}
	return n, nil
}

// DayMoment is a line of the first day's plan, in the reader's language.
type DayMoment struct{ Time, Place, What string }

// firstDay is a position's plan of the first day.
func (o *Office) firstDay(position, lang string) []DayMoment {
	var out []DayMoment
	for _, m := range o.Catalog().Positions[position].FirstDay {
		out = append(out, DayMoment{Time: m.Time, Place: m.Place.In(lang), What: m.What.In(lang)})
	}
	return out
}

// maskName keeps the first character of a name.
func maskName(name string) string {
	r := []rune(name)
	if len(r) < 2 {
		return name
	}
	return string(r[0]) + strings.Repeat("*", len(r)-1)
}

// CheckIn checks the newcomer in, once; the last four of the ID number confirm that it is they.
func (k *Kiosk) CheckIn(ctx context.Context, code, idTail string) (*Newcomer, error) {
	n, err := k.Welcome(ctx, code)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(strings.TrimSpace(idTail), n.IDTail) || n.IDTail == "" {
		return nil, fault.New(fault.Refused, "kiosk.not_you", "field", "id_tail")
	}
	if _, err := k.office.settle(ctx, job{id: n.Case, who: k.actor(), cmd: hiring.ArriveAt{Where: "kiosk"}}); err != nil {
		return nil, err
	}
	return k.Welcome(ctx, code)
}

// SeeOriginal ticks an original that staff inspected and handed back.
func (k *Kiosk) SeeOriginal(ctx context.Context, code, material string) (*Newcomer, error) {
	n, err := k.Welcome(ctx, code)
	if err != nil {
		return nil, err
	}
	if _, err := k.office.settle(ctx, job{id: n.Case, who: k.actor(), cmd: hiring.SeeOriginal{Material: material}}); err != nil {
		return nil, err
	}
	return k.Welcome(ctx, code)
}

// Do gives one of the kiosk's commands to a case: what its role may, and nothing else.
func (k *Kiosk) Do(ctx context.Context, id hiring.CaseID, cmd hiring.Command) error {
	if err := k.Alive(); err != nil {
		return err
	}
	_, err := k.office.settle(ctx, job{id: id, who: k.actor(), cmd: cmd})
	return err
}
