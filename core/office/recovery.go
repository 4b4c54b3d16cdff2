package office

import (
	"context"
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Officer is a recovery officer: an HR administrator or whoever the bank trusts with half of a way back in. The issue's
// "recovery key of an HR administrator" is an officer's kit; two of them open what one alone cannot.
type Officer struct{ ID, Name string }

// Kit is what a recovery officer keeps on paper. It is shown once and stored nowhere.
type Kit struct {
	Officer
	Secret string
}

// OfficersNeeded is how many kits it takes.
const OfficersNeeded = 2

// Officers are the recovery officers, by name.
func (s *Staff) Officers(ctx context.Context) ([]Officer, error) {
	if err := s.mayOffice("accounts"); err != nil {
		return nil, err
	}
	names, err := s.office.ports.Vault.Officers()
	var out []Officer
	for id, name := range names {
		out = append(out, Officer{ID: id, Name: name})
	}
	slices.SortFunc(out, func(a, b Officer) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return out, err
}

// AddOfficer makes a recovery officer and gives their kit, this once.
func (s *Staff) AddOfficer(ctx context.Context, name string) (Kit, error) {
	k := Kit{Officer: Officer{Name: strings.TrimSpace(name)}}
	if k.Name == "" {
		return k, fault.New(fault.Invalid, "field.empty", "field", "name")
	}
	err := s.overKeys(ctx, Trace{Kind: TraceOfficerAdded, Facts: map[string]string{"officer": k.Name}}, func() (err error) {
		k.ID, k.Secret, err = s.office.ports.Vault.AddOfficer(k.Name)
		return err
	})
	return k, err
}

// RemoveOfficer takes an officer's half away. Rotate the keys afterwards: until then the kit still opens copies made before.
func (s *Staff) RemoveOfficer(ctx context.Context, id string) error {
	names, err := s.office.ports.Vault.Officers()
	if err != nil {
		return err
	}
	return s.overKeys(ctx, Trace{Kind: TraceOfficerGone, Facts: map[string]string{"officer": names[id]}}, func() error {
		return s.office.ports.Vault.RemoveOfficer(id)
	})
}

// overKeys does what an administrator may do about keys, and tells it.
func (s *Staff) overKeys(ctx context.Context, t Trace, act func() error) error {
	if err := s.mayOffice("accounts"); err != nil {
		return err
	}
	if err := s.proven("accounts"); err != nil {
		return err
	}
	return s.office.witnessed(ctx, s.Account.ID, t, func(Tx) error { return act() })
}

// Recover gives an account whose password is lost a new one, with the kits of two officers, and signs it in. It owes a second
// factor then. The trail says who helped.
func (o *Office) Recover(ctx context.Context, kits [2]string, login, password string) (*Session, error) {
	id, err := o.ports.Vault.Recover(kits, strings.TrimSpace(login), password, func(id string, officers []string) error {
		o.forgetAll()
		accounts, err := o.directory(ctx)
		if err != nil {
			return err
		}
		if a, ok := accounts[hiring.AccountID(id)]; !ok || a.Closed {
			return fault.New(fault.Denied, "account.closed")
		}
		told := Trace{Kind: TraceRecovered, About: hiring.AccountID(id), Facts: map[string]string{"officers": strings.Join(officers, ", ")}}
		return o.ports.Store.Update(ctx, func(tx Tx) error { return o.trace(tx, hiring.AccountID(id), told) })
	})
	if err != nil {
		return nil, err
	}
	return o.begin(ctx, hiring.AccountID(id))
}

// KitSheet is a kit as a page to be printed: whose it is, what it is for, the key as text and as a QR code.
func (s *Staff) KitSheet(k Kit) ([]byte, error) {
	o, say := s.office, s.office.sayer(s.Lang)
	bank := o.Catalog().Bank.Name.In(s.Lang)
	return o.ports.Paper.Draw(Document{Title: say("officer.sheet_title"), Lang: s.Lang, Made: o.now(), Footer: bank, Subject: "recovery kit", Blocks: []Block{
		{Kind: Pairs, Rows: [][]string{{say("field.bank"), bank}, {say("officer.name"), k.Name}, {say("field.date"), day(o.now(), s.Lang)}, {say("officer.id"), k.ID[:8]}}},
		{Kind: Paragraph, Text: say("officer.sheet_what")},
		{Kind: Code, Text: k.Secret},
		{Kind: Paragraph, Text: grouped(k.Secret)},
		{Kind: Heading, Text: say("officer.sheet_keep_title")},
		{Kind: Bullets, Rows: [][]string{{say("officer.sheet_keep_1")}, {say("officer.sheet_keep_2")}, {say("officer.sheet_keep_3")}, {say("officer.sheet_keep_4")}}},
	}})
}

// grouped is a key in groups that an eye can follow; spaces do not matter when it is typed.
func grouped(key string) string {
	const prefix, size = len("AGE-SECRET-KEY-PQ-1"), 6
	var groups []string
	for rest := []byte(key[prefix:]); len(rest) > 0; rest = rest[min(size, len(rest)):] {
		groups = append(groups, string(rest[:min(size, len(rest))]))
	}
	return key[:prefix] + " " + strings.Join(groups, " ")
}
