package office

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Account is who may sign in: its profile is one sealed value; password and keys are the vault's.
type Account struct {
	ID     hiring.AccountID `json:"id"`
	Login  string           `json:"login"`
	Name   string           `json:"name"`
	Roles  []string         `json:"roles"`
	Branch string           `json:"branch,omitempty"` // sees this branch and below; empty: all
	Staff  string           `json:"staff,omitempty"`  // employee number: two accounts with one are one person's
	Title  string           `json:"title,omitempty"`
	Phone  string           `json:"phone,omitempty"`
	Email  string           `json:"email,omitempty"`
	Lang   string           `json:"lang,omitempty"` // of messages: zh unless another was chosen
	Case   hiring.CaseID    `json:"case,omitempty"` // of a candidate
	Closed bool             `json:"closed,omitempty"`
	// InvitedUntil is when the code ends that stands for a password not chosen yet; zero when the person chose theirs.
	InvitedUntil time.Time `json:"invited_until,omitzero"`
}

// Is says whether the account holds a role.
func (a Account) Is(role string) bool { return slices.Contains(a.Roles, role) }

// Empty says whether the bank has no account yet: the first start.
func (o *Office) Empty(ctx context.Context) (bool, error) {
	empty := false
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		accounts, err := r.Accounts()
		empty = len(accounts) == 0
		return err
	})
	return empty, err
}

// FirstAccount makes the bank's first account, an administrator with every staff role it is given, and signs it in.
func (o *Office) FirstAccount(ctx context.Context, a Account, password string) (*Session, error) {
	empty, err := o.Empty(ctx)
	if err != nil {
		return nil, err
	}
	if !empty {
		return nil, fault.New(fault.Refused, "account.not_first")
	}
	if _, err := o.addAccount(ctx, a, password, hiring.System); err != nil {
		return nil, err
	}
	return o.SignIn(ctx, a.Login, password)
}

func (o *Office) addAccount(ctx context.Context, a Account, password string, by hiring.AccountID) (Account, error) {
	a.Login, a.Name = strings.TrimSpace(a.Login), strings.TrimSpace(a.Name)
	if a.Login == "" {
		return a, fault.New(fault.Invalid, "field.empty", "field", "login")
	}
	if a.Name == "" {
		return a, fault.New(fault.Invalid, "field.empty", "field", "name")
	}
	for _, r := range a.Roles {
		if o.Catalog().Roles[r] == nil || r == "system" {
			return a, fault.New(fault.Invalid, "account.unknown_role", "field", "roles", "role", r)
		}
	}
	if len(a.Roles) == 0 {
		return a, fault.New(fault.Invalid, "field.empty", "field", "roles")
	}
	id, err := o.ports.Vault.AddAccount(a.Login, password, classNames())
	if err != nil {
		return a, err
	}
	a.ID = hiring.AccountID(id)
	told := Trace{Kind: TraceAccountAdded, About: a.ID, Case: a.Case, Changed: differ(Account{}, a)}
	if a.invited() {
		told.Kind, told.Facts = TraceInvited, map[string]string{"until": a.InvitedUntil.Format(time.RFC3339)}
	}
	if err := o.saveAccount(ctx, a, by, told); err != nil {
		_ = o.ports.Vault.RemoveAccount(id)
		return a, err
	}
	return a, nil
}

func (o *Office) saveAccount(ctx context.Context, a Account, by hiring.AccountID, told Trace) error {
	return o.keepAccount(ctx, a, by, told, func() error { return nil })
}

// keepAccount is saveAccount with an act of the vault's, which no transaction can undo: it comes last, and its error undoes the rest.
func (o *Office) keepAccount(ctx context.Context, a Account, by hiring.AccountID, told Trace, act func() error) error {
	sealed, err := o.sealJSON("account/"+string(a.ID), a)
	if err != nil {
		return err
	}
	err = o.ports.Store.Update(ctx, func(tx Tx) error {
		if err := errors.Join(tx.PutAccount(a.ID, sealed, o.now(), by), o.trace(tx, by, told)); err != nil {
			return err
		}
		return act()
	})
	if err == nil {
		o.accounts.Store(nil)
		o.feed.publish(Change{})
	}
	return err
}

// differ is what is different between two profiles, as the trail tells it.
func differ(old, a Account) []Changed {
	if a.Is("candidate") { // who they are goes with their case, and the trail stays
		old.Name, old.Phone, old.Email, a.Name, a.Phone, a.Email = "", "", "", "", "", ""
	}
	var out []Changed
	for _, f := range []struct{ name, before, after string }{
		{"login", old.Login, a.Login}, {"name", old.Name, a.Name}, {"roles", strings.Join(old.Roles, ","), strings.Join(a.Roles, ",")},
		{"branch", old.Branch, a.Branch}, {"staff_no", old.Staff, a.Staff}, {"title", old.Title, a.Title}, {"phone", old.Phone, a.Phone}, {"email", old.Email, a.Email},
	} {
		if f.before != f.after {
			out = append(out, Changed{Field: f.name, Before: f.before, After: f.after})
		}
	}
	return out
}

// classNames: on the machine that is the authority every account unlocks every class, because settling needs whole cases;
// roles are enforced by Decide and Show. A joined device will be granted its roles' classes only (design: keys by class).
func classNames() []string {
	out := make([]string, len(hiring.Classes))
	for i, c := range hiring.Classes {
		out[i] = string(c)
	}
	return out
}

// directory is every account, by id.
func (o *Office) directory(ctx context.Context) (map[hiring.AccountID]Account, error) {
	d, err := o.registry(ctx)
	return d.accounts, err
}

// directory is every account, and for each of the bank's people the further accounts of the same person.
type directory struct {
	accounts map[hiring.AccountID]Account
	also     map[hiring.AccountID][]hiring.AccountID
}

// registry reads the accounts once; whoever changes one lets it be read again.
func (o *Office) registry(ctx context.Context) (directory, error) {
	if known := o.accounts.Load(); known != nil {
		return *known, nil
	}
	d := directory{also: map[hiring.AccountID][]hiring.AccountID{}}
	err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		d.accounts, err = o.accountsIn(r)
		return err
	})
	if err != nil {
		return directory{}, err
	}
	var people []Account
	for _, a := range d.accounts {
		if !a.Is("candidate") {
			people = append(people, a)
		}
	}
	for _, a := range people {
		for _, b := range people {
			if a.ID != b.ID && a.samePerson(b) {
				d.also[a.ID] = append(d.also[a.ID], b.ID)
			}
		}
	}
	o.accounts.Store(&d)
	return d, nil
}

// samePerson says whether two accounts are one person's: by employee number, or where one has none by name, since a second account
// without a number would else be a second pair of eyes. Two people of one name are told apart by their numbers.
func (a Account) samePerson(b Account) bool {
	if a.Staff != "" && b.Staff != "" {
		return a.Staff == b.Staff
	}
	return a.Name == b.Name
}

// accountsIn is the directory as a transaction sees it.
func (o *Office) accountsIn(r Reader) (map[hiring.AccountID]Account, error) {
	sealed, err := r.Accounts()
	out := make(map[hiring.AccountID]Account, len(sealed))
	for id, raw := range sealed {
		var a Account
		if err := o.openJSON("account/"+string(id), raw, &a); err != nil {
			return nil, err
		}
		out[id] = a
	}
	return out, err
}

// sits says whether an account may sit on a panel.
func (a Account) sits() bool { return a.Is("interviewer") && !a.Closed }

// nameOf is an account's name for people; the workflow has its own word.
func (o *Office) nameOf(accounts map[hiring.AccountID]Account, id hiring.AccountID, lang string) string {
	if id == hiring.System {
		return o.ports.Words(lang, "actor.system")
	}
	if a, ok := accounts[id]; ok {
		return a.Name
	}
	return o.ports.Words(lang, "actor.unknown")
}
