package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// CaseFile is a case as one person sees it: everything a case page needs, and the question what they may do.
type CaseFile struct {
	Case     *hiring.Case  // what their compartments allow; blind until their own card is in
	Person   hiring.Person // masked where they have no right to the whole numbers
	Chain    []ChainLink
	Timeline []Moment
	Work     []hiring.Item
	Names    map[hiring.AccountID]string
	Sources  map[string]string // how the connectors stand that its orders wait for, by id; see ConnectorHealth.Standing
	Version  uint64
	ask      func(hiring.Command) error
}

// May asks Decide: nil when the command would be taken now, else why not. Nothing happens.
func (f *CaseFile) May(cmd hiring.Command) error { return f.ask(cmd) }

// ChainLink is one link of the trajectory "AI 85 → interview 90 → checks clear → offer signed" (Z-22).
type ChainLink struct {
	Code  string // ai, interview, check, offer, onboarding, probation: translation key "chain.<code>"
	Value string // a score, a light, a state; "" while it is not reached
	At    time.Time
	State string // done, now, todo, bad
}

// Moment is an entry of the timeline: what happened, when, by whom.
type Moment struct {
	Seq  uint64
	At   time.Time
	By   hiring.AccountID
	Kind string // translation key "event.<kind>"
	Auto bool
}

// CaseFile opens a case for this account; opening is no event, except that reading the AI report is (ReadReport).
func (s *Staff) CaseFile(ctx context.Context, id hiring.CaseID) (*CaseFile, error) {
	o := s.office
	f := &CaseFile{}
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		c, _, _, err := s.reach(r, id)
		if err != nil {
			return err
		}
		p, err := o.person(r, c.Person)
		if err != nil {
			return err
		}
		env := o.env(s.actor())
		env.Person = p
		f.ask = func(cmd hiring.Command) error {
			_, err := hiring.Decide(c, env, cmd)
			return err
		}
		f.Case = hiring.Show(c, s.actor(), o.Catalog().Roles)
		may := hiring.Compartments(s.actor(), o.Catalog().Roles)
		f.Version = c.Version
		f.Work = slices.DeleteFunc(hiring.Work(c, o.Catalog()), func(i hiring.Item) bool { return !may[i.Class()] })
		f.Chain = Chain(f.Case)
		if p != nil {
			f.Person = s.masked(*p)
		}
		if f.Sources, err = o.waitsFor(r, f.Case); err != nil {
			return err
		}
		stored, err := r.Events(id)
		if err != nil {
			return err
		}
		f.Timeline = s.timeline(stored)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if f.Names, err = s.names(ctx); err == nil {
		f.Names[hiring.AccountID(f.Case.Person)] = f.Person.Name // history told anew names the candidate by the person
	}
	return f, err
}

// names are all accounts' names.
func (s *Staff) names(ctx context.Context) (map[hiring.AccountID]string, error) {
	accounts, err := s.office.directory(ctx)
	out := map[hiring.AccountID]string{hiring.System: s.office.ports.Words(s.Lang, "actor.system")}
	for id, a := range accounts {
		out[id] = a.Name
	}
	return out, err
}

// masked hides the middle of numbers, and contact data altogether from who has no right to it.
func (s *Staff) masked(p hiring.Person) hiring.Person {
	if s.mayOffice("contact") != nil {
		p.Phone, p.Email = "", ""
	}
	may := hiring.Compartments(s.actor(), s.office.Catalog().Roles)
	if !may[hiring.Identity] {
		p.IDNumber = ""
	}
	p.IDNumber, p.Phone = mask(p.IDNumber, 6, 4), mask(p.Phone, 3, 4)
	return p
}

// Reveal is a person's whole numbers for who may see them; that somebody looked is recorded (control 34).
func (s *Staff) Reveal(ctx context.Context, id hiring.CaseID) (hiring.Person, error) {
	if err := s.mayOffice("reveal"); err != nil {
		return hiring.Person{}, err
	}
	out, err := s.office.settle(ctx, job{id: id, who: s.actor(), cmd: hiring.RevealPerson{}})
	if err != nil {
		return hiring.Person{}, err
	}
	var p *hiring.Person
	err = s.office.ports.Store.Read(ctx, func(r Reader) (err error) {
		p, err = s.office.person(r, out.Case.Person)
		return err
	})
	if err == nil && p == nil {
		err = fault.New(fault.Missing, "person.erased")
	}
	if err != nil {
		return hiring.Person{}, err
	}
	return *p, nil
}

func mask(s string, head, tail int) string {
	r := []rune(s)
	if len(r) <= head+tail {
		return s
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}

// timeline is the structure of a case's records that the account's compartments allow.
func (s *Staff) timeline(stored []StoredEvent) []Moment {
	may := hiring.Compartments(s.actor(), s.office.Catalog().Roles)
	var out []Moment
	for _, e := range stored {
		if !may[hiring.Class(e.Record.Class)] {
			continue
		}
		kind, _, _ := strings.Cut(e.Record.Kind, ".")
		by := hiring.AccountID(e.Record.Actor)
		out = append(out, Moment{Seq: e.Record.Seq, At: e.Record.At, By: by, Kind: kind, Auto: by == hiring.System})
	}
	return out
}

// Chain is the trajectory of a case as it may be seen.
func Chain(c *hiring.Case) []ChainLink {
	reached := map[string]time.Time{}
	for _, e := range c.Entered {
		reached[e.Stage] = e.At
	}
	link := func(code, stage, value string, at time.Time, bad bool) ChainLink {
		l := ChainLink{Code: code, Value: value, At: at, State: "todo"}
		switch {
		case bad:
			l.State = "bad"
		case !at.IsZero():
			l.State = "done"
		case c.Stage == stage && !c.Closed():
			l.State = "now"
		}
		return l
	}
	var out []ChainLink
	if r := c.Report(); r != nil {
		out = append(out, link("ai", "", score(round1(r.Overall.Of100())), r.InterviewedAt, !c.Passed && c.Status != hiring.Open))
	} else {
		out = append(out, link("ai", "", "", c.ReceivedAt, false))
	}
	panel, at := "", time.Time{}
	if v, ok := c.PanelScore(); ok {
		panel, at = score(round1(v)), lastCard(c)
	}
	out = append(out, link("interview", "interview", panel, at, false))
	light, lightAt := c.CheckLight(), lastCheck(c)
	if c.Stage == "check" && !allIn(c) {
		lightAt = time.Time{}
	}
	out = append(out, link("check", "check", string(light), lightAt, light == hiring.Red))
	out = append(out, offerLink(c, link))
	arrived := time.Time{}
	if c.CheckIn != nil {
		arrived = c.CheckIn.At
	}
	out = append(out, link("onboarding", "onboarding", "", arrived, false))
	ended := time.Time{}
	if c.Status == hiring.Confirmed || c.Status == hiring.Separated {
		ended = c.ClosedAt
	}
	value := ""
	if !ended.IsZero() {
		value = string(c.Status)
	}
	return append(out, link("probation", "probation", value, ended, c.Status == hiring.Separated))
}

func offerLink(c *hiring.Case, link func(code, stage, value string, at time.Time, bad bool) ChainLink) ChainLink {
	o := c.Offer()
	if o == nil {
		return link("offer", "offer", "", time.Time{}, false)
	}
	at := time.Time{}
	if o.Signed != nil {
		at = o.Signed.At
	}
	bad := slices.Contains([]hiring.OfferState{hiring.OfferDeclined, hiring.OfferRescinded, hiring.OfferExpired, hiring.OfferReneged}, o.State)
	return link("offer", "offer", string(o.State), at, bad)
}

func lastCard(c *hiring.Case) time.Time {
	var t time.Time
	for _, iv := range c.Interviews {
		for _, k := range iv.Cards {
			if k.At.After(t) {
				t = k.At
			}
		}
	}
	return t
}

func lastCheck(c *hiring.Case) time.Time {
	var t time.Time
	for _, o := range c.Checks {
		if r := o.Latest(); r != nil && r.At.After(t) {
			t = r.At
		}
	}
	return t
}

func allIn(c *hiring.Case) bool {
	for _, o := range c.Checks {
		if o.Stopped == nil && o.Latest() == nil {
			return false
		}
	}
	return len(c.Checks) > 0
}

func round1(v float64) float64 { return float64(int(v*10+0.5)) / 10 }
