package office

import (
	"context"
	"slices"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// FactorSetting is the bank's setting that turns second factors on, for the roles whose second_factor is required. The demo bank
// has it off.
const FactorSetting = "second_factor"

// FactorSeed is what an authenticator takes: as text, and as what its QR code says.
type FactorSeed struct{ Secret, URI string }

// NewFactor makes a seed; nothing is kept before Enrol.
func (s *Session) NewFactor() FactorSeed {
	issuer := s.office.Catalog().Bank.Name.In(s.Lang)
	secret, uri := s.office.ports.Vault.NewFactor(issuer, s.Account.Login)
	return FactorSeed{Secret: secret, URI: uri}
}

// Enrol gives the account a second factor, when the code shows that a phone holds the secret; the codes for paper are shown once.
func (s *Session) Enrol(ctx context.Context, password, secret, code string) (paper []string, err error) {
	if err := s.Alive(); err != nil {
		return nil, err
	}
	me := s.Account.ID
	err = s.office.witnessed(ctx, me, Trace{Kind: TraceFactorOn, About: me}, func(Tx) (err error) {
		paper, err = s.office.ports.Vault.Enrol(string(me), password, secret, code)
		return err
	})
	return paper, err
}

// CodesSheet are the codes for paper as a page to be printed.
func (s *Session) CodesSheet(codes []string) ([]byte, error) {
	o, say := s.office, s.office.sayer(s.Lang)
	rows := [][]string{{say("enrol.sheet_number"), say("enrol.sheet_code")}}
	for i, code := range codes {
		rows = append(rows, []string{num(uint64(i + 1)), code})
	}
	bank := o.Catalog().Bank.Name.In(s.Lang)
	return o.ports.Paper.Draw(Document{Title: say("enrol.sheet_title"), Lang: s.Lang, Made: o.now(), Footer: bank, Subject: "recovery codes", Blocks: []Block{
		{Kind: Pairs, Rows: [][]string{{say("field.bank"), bank}, {say("field.login"), s.Account.Login}, {say("field.date"), day(o.now(), s.Lang)}}},
		{Kind: Paragraph, Text: say("enrol.paper_text")},
		{Kind: Table, Rows: rows},
	}})
}

// DropFactor takes the account's second factor off, with a code of it or one from paper.
func (s *Session) DropFactor(ctx context.Context, password, code string) error {
	if err := s.Alive(); err != nil {
		return err
	}
	me := s.Account.ID
	return s.office.witnessed(ctx, me, Trace{Kind: TraceFactorOff, About: me}, func(Tx) error {
		return s.office.ports.Vault.DropFactor(string(me), password, code)
	})
}

// HasFactor says whether the account signs in with a code too.
func (s *Session) HasFactor() (bool, error) {
	has, _, err := s.office.ports.Vault.Factor(string(s.Account.ID))
	return has, err
}

// OwesFactor says whether the account must enrol a second factor before it goes on: its role wants one and the bank has them turned
// on, or its password was restored.
func (s *Session) OwesFactor(ctx context.Context) (bool, error) {
	a, err := s.me()
	if err != nil {
		return false, err
	}
	has, owes, err := s.office.ports.Vault.Factor(string(a.ID))
	if err != nil || has || owes {
		return owes && !has, err
	}
	if !slices.ContainsFunc(s.office.rolesOf(a), func(r *catalog.Role) bool { return r.SecondFactor == "required" }) {
		return false, nil
	}
	on := false
	_, err = s.Setting(ctx, FactorSetting, &on)
	return on, err
}

// Factors says which accounts have a second factor, for the list of accounts.
func (s *Staff) Factors() (map[hiring.AccountID]bool, error) {
	if err := s.mayOffice("accounts"); err != nil {
		return nil, err
	}
	have, err := s.office.ports.Vault.Factors()
	out := map[hiring.AccountID]bool{}
	for _, id := range have {
		out[hiring.AccountID(id)] = true
	}
	return out, err
}
