package office

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Audited is one record as an account may see it in an audit: of a case, or of the bank's trail.
type Audited struct {
	Seq      uint64
	At       time.Time
	By       hiring.AccountID
	Kind     string // "offer_issued": key "event.<kind>", or "trail.<kind>" when Trace is there
	Hash     [32]byte
	Back     bool    // dated before its predecessor: the clock was set back
	Withheld bool    // of a compartment that the account may not read: nothing but its place is told
	Erased   bool    // its body was erased
	Cause    *Cause  // of what the workflow did by itself: what it followed
	Values   []Value // what is different in the case afterwards
	Reason   string  // a reason's id, or the words that were given
	Note     string
	Override bool   // somebody decided against a rule's outcome, for that reason (N-15)
	Trace    *Trace // of the bank's trail: refused attempts, corrected persons, accounts
}

// Cause is the record that made the workflow act; the clock when it followed none.
type Cause struct {
	Seq  uint64
	Kind string
	By   hiring.AccountID
}

// Audit is a case's records in the order of the chain.
type Audit struct {
	Case    hiring.CaseID
	Entries []Audited
	People  map[hiring.AccountID]Account // who acts in it
	Name    string                       // the candidate's, as the account may see it
}

// Audit is everything that was recorded of a case, and what was tried in vain, as far as the account may read it.
func (s *Staff) Audit(ctx context.Context, id hiring.CaseID) (Audit, error) {
	o := s.office
	out := Audit{Case: id}
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		c, _, keys, err := s.reach(r, id)
		if err != nil {
			return err
		}
		if p, err := o.person(r, c.Person); err != nil {
			return err
		} else if p != nil {
			out.Name = p.Name
		}
		stored, err := r.History(id, 0, 0)
		if err != nil {
			return err
		}
		if out.Entries, err = s.auditCase(stored, id, keys); err != nil {
			return err
		}
		beside, err := s.auditBeside(r, id)
		out.Entries = append(out.Entries, beside...)
		return err
	})
	if err != nil {
		return out, err
	}
	slices.SortFunc(out.Entries, func(a, b Audited) int { return cmp.Compare(a.Seq, b.Seq) })
	out.People, err = o.directory(ctx)
	return out, err
}

// auditCase folds the case step by step and says what each step changed in what the account may see of it.
func (s *Staff) auditCase(stored []StoredEvent, id hiring.CaseID, keys keyring) ([]Audited, error) {
	may := hiring.Compartments(s.actor(), s.office.Catalog().Roles)
	causes := map[string]*Cause{}
	c := &hiring.Case{ID: id}
	before := map[Fact]string{}
	out := make([]Audited, 0, len(stored))
	for _, st := range stored {
		e, err := s.office.open(st, keys)
		if err != nil {
			return nil, err
		}
		c = hiring.Apply(c, e)
		after := factsOf(hiring.Show(c, s.actor(), s.office.Catalog().Roles))
		a := Audited{Seq: st.Record.Seq, At: st.Record.At, Hash: st.Record.Hash, Back: st.Record.Back(st.PrevAt)}
		if may[hiring.Class(st.Record.Class)] {
			a.By, a.Values = e.By, difference(before, after)
			a.Kind, _, _ = strings.Cut(st.Record.Kind, ".")
			a.Erased = st.Body == nil
			s.reasonOf(&a, e.Body)
			if first := causes[st.Record.Intent]; e.By == hiring.System && first != nil {
				a.Cause = first
			} else if e.By == hiring.System {
				a.Cause = &Cause{}
			}
		} else {
			a.Withheld = true
		}
		if causes[st.Record.Intent] == nil && e.By != hiring.System {
			causes[st.Record.Intent] = &Cause{Seq: a.Seq, Kind: a.Kind, By: a.By} // of a withheld record only its place
		}
		before = after
		out = append(out, a)
	}
	return out, nil
}

// reasonOf finds the reason that an event carries: an id of the catalog's reasons, or words.
func (s *Staff) reasonOf(a *Audited, b hiring.Body) {
	if b == nil {
		return
	}
	raw, err := hiring.EncodeBody(b)
	if err != nil {
		return
	}
	var said struct {
		Reason string `json:"reason"`
		Why    string `json:"why"`
		Note   string `json:"note"`
		Text   string `json:"text"`
	}
	if json.Unmarshal(raw, &said) != nil {
		return
	}
	a.Reason, a.Note = cmp.Or(said.Reason, said.Why), cmp.Or(said.Note, said.Text)
	known := s.office.Catalog().Reasons[a.Reason]
	a.Override = known != nil && known.For == "override"
}

// auditBeside are the bank's own records that touch the case: who tried what and was refused, whose data was corrected.
func (s *Staff) auditBeside(r Reader, id hiring.CaseID) ([]Audited, error) {
	told, err := s.office.tracedAt(r, lookTrail, string(id))
	var out []Audited
	for _, t := range told {
		out = append(out, s.AuditedTrace(t))
	}
	return out, err
}

// AuditedTrace is a record of the bank's trail as it stands in an audit. Why an attempt was refused can hold a figure of the
// attempt: only who may give that command, or reads the trail, is told the parameters.
func (s *Staff) AuditedTrace(t Traced) Audited {
	a := Audited{Seq: t.Seq, At: t.At, By: t.By, Hash: t.Hash, Back: t.Back, Erased: t.Erased}
	a.Kind, _, _ = strings.Cut(t.Kind, ".")
	told := t.Trace
	if t.Kind == TraceRefused && s.mayOffice("trail") != nil && !s.mayGive(t.Facts["command"]) {
		told.Facts = map[string]string{"command": t.Facts["command"], "code": "command.withheld"}
	}
	a.Trace = &told
	return a
}

// mayGive says whether a role of the account names a command.
func (s *Session) mayGive(command string) bool {
	return slices.ContainsFunc(s.Account.Roles, func(id string) bool {
		r := s.office.Catalog().Roles[id]
		return r != nil && slices.Contains(r.Commands, command)
	})
}

// AuditPeriod yields everything that was recorded from one day to another, both included, in the order of the chain: the bank's
// own matters for who may read the trail, and every case in the account's scope. nil days are open ends.
func (s *Staff) AuditPeriod(ctx context.Context, from, to hiring.Date) (Audit, error) {
	o := s.office
	all := Audit{}
	if err := s.mayOffice("trail"); err != nil {
		return all, err
	}
	in := func(t time.Time) bool {
		day := hiring.DateOf(t)
		return (from == "" || day >= from) && (to == "" || day <= to)
	}
	var cases []hiring.CaseID
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		touched := map[string]bool{}
		keys, err := o.keys(r, BankTrail)
		if err != nil {
			return err
		}
		before := time.Time{}
		return r.Records(func(e StoredEvent) error {
			e.PrevAt, before = before, e.Record.At
			switch {
			case !in(e.Record.At):
			case e.Record.Case == string(BankTrail):
				t, err := o.traced(e, keys)
				if err != nil {
					return err
				}
				all.Entries = append(all.Entries, s.AuditedTrace(t))
			case !touched[e.Record.Case]:
				touched[e.Record.Case] = true
				cases = append(cases, hiring.CaseID(e.Record.Case))
			}
			return ctx.Err()
		})
	})
	for _, id := range cases {
		if err != nil {
			break
		}
		var one Audit
		if one, err = s.Audit(ctx, id); fault.Is(err, fault.Missing) {
			err = nil // out of scope
			continue
		}
		for _, e := range one.Entries {
			if in(e.At) && e.Trace == nil { // those of the trail are there already
				all.Entries = append(all.Entries, e)
			}
		}
	}
	if err != nil {
		return all, err
	}
	slices.SortFunc(all.Entries, func(a, b Audited) int { return cmp.Compare(a.Seq, b.Seq) })
	all.People, err = o.directory(ctx)
	return all, err
}

// HandOut records that an audit leaves the house, and draws it when it is a document. It carries the newest checkpoint, so that
// what is on paper can be held against the ledger later.
func (s *Staff) HandOut(ctx context.Context, facts map[string]string, doc *Document) ([]byte, error) {
	if err := s.mayOffice("export"); err != nil {
		if s.mayOffice("trail") != nil {
			return nil, err
		}
	}
	if err := s.witnessed(ctx, Trace{Kind: TraceExported, Case: hiring.CaseID(facts["case"]), Facts: facts}); err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, nil
	}
	return s.office.ports.Paper.Draw(*doc)
}

// People are all accounts by id, for the names and roles that an audit tells.
func (s *Staff) People(ctx context.Context) (map[hiring.AccountID]Account, error) {
	return s.office.directory(ctx)
}
