package office

import (
	"context"
	"io"
	"slices"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Staff is the door for the bank's people: HR, interviewers, approvers, compliance, administrators.
type Staff struct{ *Session }

// staffRoles are the roles that the staff door opens for.
var staffRoles = []string{"hr", "interviewer", "approver", "compliance", "admin"}

// Staff opens the staff door; candidates and kiosks are sent to theirs.
func (s *Session) Staff() (*Staff, error) {
	a, err := s.me()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(staffRoles, a.Is) {
		return nil, fault.New(fault.Denied, "door.staff_only")
	}
	owes, err := s.OwesFactor(context.Background())
	if err != nil {
		return nil, err
	}
	if owes {
		return nil, fault.New(fault.Denied, "session.enrol")
	}
	return &Staff{s}, nil
}

// scope is which cases an account may see at all.
type scope struct {
	all      bool            // every case of its branches; else only cases with the account on a panel
	branches map[string]bool // nil: the whole bank
	account  hiring.AccountID
}

func (s scope) sees(branch string, panel []hiring.AccountID) bool {
	if s.branches != nil && !s.branches[branch] {
		return false
	}
	return s.all || slices.Contains(panel, s.account)
}

func (s *Staff) scope() scope {
	a, err := s.me()
	if err != nil {
		return scope{branches: map[string]bool{}} // nothing
	}
	sc := scope{account: a.ID, all: s.mayOffice("all_cases") == nil}
	if a.Branch != "" {
		sc.branches = s.office.subtree(a.Branch)
	}
	return sc
}

// subtree is a branch and everything below it.
func (o *Office) subtree(root string) map[string]bool {
	in := map[string]bool{root: true}
	branches := o.Catalog().Bank.Branches
	for grown := true; grown; {
		grown = false
		for _, b := range branches {
			if in[b.Parent] && !in[b.ID] {
				in[b.ID], grown = true, true
			}
		}
	}
	return in
}

// homeBranch is where the account's imports go when a row names no branch: its own, else head office.
func (s *Staff) homeBranch() string {
	if a, err := s.me(); err == nil && a.Branch != "" {
		return a.Branch
	}
	for _, b := range s.office.Catalog().Bank.Branches {
		if b.Parent == "" {
			return b.ID
		}
	}
	return ""
}

// narrow adds the account's scope to a query.
func (s *Staff) narrow(q CaseQuery) CaseQuery {
	sc := s.scope()
	for _, list := range []*[]string{&q.Stages, &q.Positions, &q.Branches} {
		if len(*list) == 0 {
			*list = nil // a filter that chooses nothing is no filter; only IDs may be empty and mean "none"
		}
	}
	if !sc.all {
		q.Panel = s.Account.ID
	}
	q.Flagged = q.Flagged && s.may(hiring.Background) // a filter must not tell what the rows hide
	if sc.branches != nil {
		var in []string
		for b := range sc.branches {
			if len(q.Branches) == 0 || slices.Contains(q.Branches, b) {
				in = append(in, b)
			}
		}
		slices.Sort(in)
		q.Branches = in
		if len(in) == 0 {
			q.Branches = []string{"-"} // nothing
		}
	}
	return q
}

// reach loads a case for this account, or says that there is none: a case out of scope does not exist for it.
func (s *Staff) reach(r Reader, id hiring.CaseID) (*hiring.Case, CaseRow, keyring, error) {
	o := s.office
	if err := s.Alive(); err != nil {
		return nil, CaseRow{}, nil, err
	}
	row, ok, err := r.Case(id)
	if err != nil {
		return nil, row, nil, err
	}
	if !ok || !s.scope().sees(row.Branch, row.Panel) {
		return nil, row, nil, fault.New(fault.Missing, "case.missing")
	}
	keys, err := o.keys(r, id)
	if err != nil {
		return nil, row, nil, err
	}
	c, err := o.load(r, id, keys)
	return c, row, keys, err
}

// Do gives a command: settled at once on this machine, or refused with the reason.
func (s *Staff) Do(ctx context.Context, id hiring.CaseID, cmd hiring.Command) (Outcome, error) {
	if err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		_, _, _, err := s.reach(r, id)
		return err
	}); err != nil {
		return Outcome{}, err
	}
	if err := s.proven(cmd.Name()); err != nil {
		return Outcome{}, err
	}
	if issue, ok := cmd.(hiring.IssueOffer); ok {
		if !issue.PDF.Empty() {
			return Outcome{}, fault.New(fault.Invalid, "offer.own_letter", "field", "pdf")
		}
		return s.issue(ctx, id)
	}
	out, err := s.office.settle(ctx, job{id: id, who: s.actor(), cmd: unread(cmd)})
	if out.Case != nil {
		out.Case = hiring.Show(out.Case, s.actor(), s.office.Catalog().Roles)
	}
	return out, err
}

// issue draws and seals the offer's PDF, stores its exact bytes, and issues the offer with them.
func (s *Staff) issue(ctx context.Context, id hiring.CaseID) (Outcome, error) {
	o := s.office
	var c *hiring.Case
	var p *hiring.Person
	err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		if c, _, _, err = s.reach(r, id); err != nil {
			return err
		}
		p, err = o.person(r, c.Person)
		return err
	})
	if err != nil {
		return Outcome{}, err
	}
	if _, err := hiring.Decide(c, o.env(s.actor()), hiring.IssueOffer{PDF: hiring.FileRef{ID: "-", SHA256: "-"}}); err != nil {
		return Outcome{}, err
	}
	doc, err := o.offerLetter(c, p, c.Offer(), o.now(), s.Lang)
	if err != nil {
		return Outcome{}, err
	}
	pdf, err := o.sealed(ctx, doc, hiring.OfferExpiry(o.env(s.actor())), s.Lang)
	if err != nil {
		return Outcome{}, err
	}
	ref, err := o.putFile(ctx, id, hiring.Salary, "offer.pdf", pdf)
	if err != nil {
		return Outcome{}, err
	}
	return o.settle(ctx, job{id: id, who: s.actor(), cmd: hiring.IssueOffer{PDF: ref}})
}

// Attach stores a file for a case; the reference goes into a command.
func (s *Staff) Attach(ctx context.Context, id hiring.CaseID, class hiring.Class, name string, r io.Reader) (hiring.FileRef, error) {
	if err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		_, _, _, err := s.reach(r, id)
		return err
	}); err != nil {
		return hiring.FileRef{}, err
	}
	return s.office.attach(ctx, id, class, name, r)
}

// File reads a stored file back, if the account may read its compartment and the case names it.
func (s *Staff) File(ctx context.Context, id hiring.CaseID, ref hiring.FileRef) ([]byte, error) {
	var seen *hiring.Case
	err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		c, _, _, err := s.reach(r, id)
		if err == nil {
			seen = hiring.Show(c, s.actor(), s.office.Catalog().Roles)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.office.readNamed(ctx, seen, ref)
}
