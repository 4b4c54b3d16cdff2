package office

import (
	"context"
	"io"
	"reflect"
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Accounts lists everybody who may sign in, by login.
func (s *Staff) Accounts(ctx context.Context) ([]Account, error) {
	if err := s.mayOffice("accounts"); err != nil {
		return nil, err
	}
	return s.accountsWhere(ctx, func(Account) bool { return true })
}

func (s *Staff) accountsWhere(ctx context.Context, keep func(Account) bool) ([]Account, error) {
	if err := s.Alive(); err != nil {
		return nil, err
	}
	all, err := s.office.directory(ctx)
	var out []Account
	for _, a := range all {
		if keep(a) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b Account) int { return strings.Compare(a.Login, b.Login) })
	return out, err
}

// Interviewers are the accounts that may sit on a panel.
func (s *Staff) Interviewers(ctx context.Context) ([]Account, error) {
	return s.accountsWhere(ctx, Account.sits)
}

// AddAccount makes an account with a first password.
func (s *Staff) AddAccount(ctx context.Context, a Account, password string) (Account, error) {
	if err := s.mayAdd(a); err != nil {
		return a, err
	}
	return s.office.addAccount(ctx, a, password, s.Account.ID)
}

// mayAdd refuses a new account that is not this one's to make.
func (s *Staff) mayAdd(a Account) error {
	if err := s.mayOffice("accounts"); err != nil {
		return err
	}
	if err := s.proven("accounts"); err != nil {
		return err
	}
	if a.Email != "" && !mailAddress(a.Email) {
		return fault.New(fault.Invalid, "outside.address", "field", "email")
	}
	if a.Is("candidate") {
		return fault.New(fault.Invalid, "account.candidate_by_case", "field", "roles")
	}
	me, err := s.me()
	if err != nil {
		return err
	}
	if me.samePerson(a) && slices.ContainsFunc(a.Roles, func(role string) bool { return !me.Is(role) }) {
		return fault.New(fault.Denied, "account.own_roles")
	}
	return nil
}

// ChangeAccount changes an account's profile; nobody changes their own roles.
func (s *Staff) ChangeAccount(ctx context.Context, a Account) error {
	if err := s.mayOffice("accounts"); err != nil {
		return err
	}
	if err := s.proven("accounts"); err != nil {
		return err
	}
	all, err := s.office.directory(ctx)
	if err != nil {
		return err
	}
	old, ok := all[a.ID]
	if !ok {
		return fault.New(fault.Missing, "account.missing")
	}
	me, err := s.me()
	if err != nil {
		return err
	}
	if a.ID == me.ID && a.Closed || me.samePerson(old) && !slices.Equal(old.Roles, a.Roles) {
		return fault.New(fault.Denied, "account.own_roles")
	}
	if a.Email != "" && a.Email != old.Email && !mailAddress(a.Email) {
		return fault.New(fault.Invalid, "outside.address", "field", "email")
	}
	a.Login, a.Case, a.InvitedUntil = old.Login, old.Case, old.InvitedUntil
	if old.Closed && !a.Closed && a.invited() {
		return fault.New(fault.Refused, "invite.again")
	}
	told := Trace{Kind: TraceAccountEdited, About: a.ID, Changed: differ(old, a)}
	switch {
	case a.Closed && !old.Closed:
		told.Kind = TraceAccountClosed
	case old.Closed && !a.Closed:
		told.Kind = TraceAccountAgain
	}
	return s.office.saveAccount(ctx, a, s.Account.ID, told)
}

// ChangePassword changes the account's own password; who was invited gives their code for the old one. No password is a code.
func (s *Session) ChangePassword(old, fresh string) error {
	a, err := s.present()
	if err != nil {
		return err
	}
	if _, code := asCode(fresh); code {
		return fault.New(fault.Invalid, "invite.no_password")
	}
	if a.invited() {
		return s.choose(a, typedSecret(old), fresh)
	}
	me := s.Account.ID
	return s.office.witnessed(context.Background(), me, Trace{Kind: TracePassword, About: me}, func(Tx) error {
		return s.office.ports.Vault.ChangePassword(string(me), old, fresh)
	})
}

// EditPerson corrects a candidate's own data; the row before goes to its history.
func (s *Staff) EditPerson(ctx context.Context, id hiring.CaseID, change func(*hiring.Person)) error {
	if err := s.mayOffice("reveal"); err != nil {
		return err
	}
	o := s.office
	err := o.ports.Store.Update(ctx, func(tx Tx) error {
		c, _, keys, err := s.reach(tx, id)
		if err != nil {
			return err
		}
		p, err := o.person(tx, c.Person)
		if err != nil || p == nil {
			return fault.New(fault.Missing, "person.erased")
		}
		fresh := *p
		change(&fresh)
		fresh = normal(fresh)
		if fresh.Name == "" {
			return fault.New(fault.Invalid, "field.empty", "field", "name")
		}
		if fresh.Email != "" && fresh.Email != p.Email && !mailAddress(fresh.Email) {
			return fault.New(fault.Invalid, "outside.address", "field", "email")
		}
		if err := o.putPerson(tx, fresh, s.Account.ID); err != nil {
			return err
		}
		told := Trace{Kind: TracePersonEdited, Case: id, Facts: map[string]string{"fields": strings.Join(editedFields(*p, fresh), ",")}}
		if err := o.trace(tx, s.Account.ID, told); err != nil {
			return err
		}
		env := o.env(s.actor())
		env.Person = &fresh
		o.finder.stale()
		return o.project(tx, keys, c, c, env)
	})
	if err != nil {
		o.people.clear() // what was undone is not remembered
	}
	return err
}

// editedFields are the names of a person's fields that are different; the values stand in the person's own history.
func editedFields(before, after hiring.Person) []string {
	var out []string
	old, fresh := reflect.ValueOf(before), reflect.ValueOf(after)
	for i := range old.NumField() {
		if !reflect.DeepEqual(old.Field(i).Interface(), fresh.Field(i).Interface()) {
			name, _, _ := strings.Cut(old.Type().Field(i).Tag.Get("json"), ",")
			out = append(out, name)
		}
	}
	return out
}

// ImportChecks brings results of background checks in from a file; every row is answered.
func (s *Staff) ImportChecks(ctx context.Context, name string, r io.Reader) (ImportResult, error) {
	if err := s.Alive(); err != nil {
		return ImportResult{}, err
	}
	rows, err := s.office.intake().Checks(name, r)
	if err != nil {
		return ImportResult{}, err
	}
	var result ImportResult
	for _, row := range rows {
		a := Answer{State: RowRefused, File: row.File, Line: row.Line, Err: row.Refusal}
		if row.Refusal == nil {
			a.Case, a.Err = s.recordCheck(ctx, row)
			if a.Err == nil {
				a.State = RowTaken
			}
		}
		if a.Err != nil {
			a.Err = fault.Of(a.Err).With("file", row.File).With("line", num(uint64(row.Line)))
		}
		result.Answers = append(result.Answers, a)
	}
	return result, nil
}

// recordCheck finds the open order that a row answers.
func (s *Staff) recordCheck(ctx context.Context, row CheckRow) (hiring.CaseID, error) {
	o := s.office
	var id hiring.CaseID
	cmd := row.Result
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		ids := []string{string(row.Case)}
		if row.Case == "" {
			var err error
			if ids, err = o.casesOf(r, row); err != nil {
				return err
			}
		}
		for _, cand := range ids {
			c, _, _, err := s.reach(r, hiring.CaseID(cand))
			if err != nil {
				continue
			}
			for _, order := range c.Checks {
				if order.Kind == row.Kind && order.Stopped == nil {
					id, cmd.Order = c.ID, order.ID
				}
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if id == "" {
		return "", fault.New(fault.Missing, "import.no_order", "field", "kind")
	}
	_, err = o.settle(ctx, job{id: id, who: s.actor(), cmd: cmd})
	return id, err
}

func (o *Office) casesOf(r Reader, row CheckRow) ([]string, error) {
	p := normal(hiring.Person{IDNumber: row.IDNumber, Phone: row.Phone})
	persons, err := o.lookup(r, lookIDNumber, p.IDNumber)
	if err == nil && len(persons) == 0 {
		persons, err = o.lookup(r, lookPhone, p.Phone)
	}
	var ids []string
	for _, person := range persons {
		found, err := o.lookup(r, lookCase, person)
		if err != nil {
			return nil, err
		}
		ids = append(ids, found...)
	}
	return ids, err
}

// OfferPDF is an offer version as the candidate has it, or a draft as they would: issued versions are the stored bytes.
func (s *Staff) OfferPDF(ctx context.Context, id hiring.CaseID, version int) ([]byte, error) {
	o := s.office
	c, p, of, err := s.offerOf(ctx, id, version)
	if err != nil {
		return nil, err
	}
	if of.Signed != nil {
		return o.readFile(ctx, id, of.SignedPDF)
	}
	if of.Issued != nil {
		return o.readFile(ctx, id, of.PDF)
	}
	doc, err := o.offerLetter(c, p, of, o.now(), s.Lang)
	if err != nil {
		return nil, err
	}
	return o.ports.Paper.Draw(doc)
}

// EvidencePDF is the evidence sheet of the candidate's signature on an offer version.
func (s *Staff) EvidencePDF(ctx context.Context, id hiring.CaseID, version int) ([]byte, error) {
	_, _, of, err := s.offerOf(ctx, id, version)
	if err != nil {
		return nil, err
	}
	if of.Evidence.Empty() {
		return nil, fault.New(fault.Missing, "offer.no_evidence")
	}
	return s.office.readFile(ctx, id, of.Evidence)
}

// offerOf is an offer version of a case, for those who may read salaries; version 0 is the newest.
func (s *Staff) offerOf(ctx context.Context, id hiring.CaseID, version int) (c *hiring.Case, p *hiring.Person, of *hiring.Offer, err error) {
	o := s.office
	err = o.ports.Store.Read(ctx, func(r Reader) (err error) {
		if c, _, _, err = s.reach(r, id); err == nil {
			p, err = o.person(r, c.Person)
		}
		return err
	})
	if err != nil {
		return nil, nil, nil, err
	}
	if !hiring.Compartments(s.actor(), o.Catalog().Roles)[hiring.Salary] {
		return nil, nil, nil, fault.New(fault.Denied, "command.denied", "command", "offer_pdf")
	}
	if version == 0 {
		version = len(c.Offers)
	}
	if version < 1 || version > len(c.Offers) {
		return nil, nil, nil, fault.New(fault.Missing, "offer.none")
	}
	return c, p, &c.Offers[version-1], nil
}

// GuidePDF is the newcomer's guide as they have it.
func (s *Staff) GuidePDF(ctx context.Context, id hiring.CaseID) ([]byte, error) {
	o := s.office
	var doc Document
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		c, _, _, err := s.reach(r, id)
		if err != nil {
			return err
		}
		p, err := o.person(r, c.Person)
		if err != nil {
			return err
		}
		doc, err = o.guideBook(c, p, s.Lang)
		return err
	})
	if err != nil {
		return nil, err
	}
	return o.ports.Paper.Draw(doc)
}

// HoldsChecks says whether a file holds results of checks rather than AI reports: it reads as such, row for row.
func (s *Staff) HoldsChecks(name string, r io.Reader) (bool, error) {
	rows, err := s.office.intake().Checks(name, r)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	for _, row := range rows {
		if row.Refusal == nil {
			return true, nil
		}
	}
	return false, nil
}

// AddCandidate makes the account of a case's candidate with a chosen login and password, as the demo bank needs.
func (o *Office) AddCandidate(ctx context.Context, id hiring.CaseID, login, password string) error {
	var name string
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		row, ok, err := r.Case(id)
		if err != nil || !ok {
			return fault.New(fault.Missing, "case.missing")
		}
		p, err := o.person(r, row.Person)
		if p != nil {
			name = p.Name
		}
		return err
	})
	if err != nil {
		return err
	}
	_, err = o.addAccount(ctx, Account{Login: login, Name: name, Roles: []string{"candidate"}, Case: id}, password, hiring.System)
	return err
}
