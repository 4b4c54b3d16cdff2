package office

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Invitation is a way in for somebody who has no password yet: the code opens one thing, the choice of a password, and nothing once
// that is chosen or its time is over. It is shown once; the vault knows the code as a password and nothing of invitations.
type Invitation struct {
	Login string    `json:"login"`
	Code  string    `json:"code"`
	Until time.Time `json:"until"`
}

// QR is what a camera reads of an invitation: both lines as they are typed.
func (i Invitation) QR() string { return i.Login + "\n" + i.Code }

// The symbols of a code are Crockford's base32, which has no I, L, O and U: what somebody reads as one of those is
// known to be 1, 0 or V.
const (
	codeSymbols = "0123456789abcdefghjkmnpqrstvwxyz"
	codeRandom  = 26 // symbols of five bits: 130 bits, where ASVS 5.0 asks for 128
	codeCheck   = 2  // symbols that tell a code from a password and find a slip of the finger
	codeGroup   = 4
)

var (
	codeCoding  = base32.NewEncoding(codeSymbols).WithPadding(base32.NoPadding)
	codeReading = strings.NewReplacer("-", "", " ", "", "o", "0", "i", "1", "l", "1", "u", "v")
)

// newCode makes a code from 32 unpredictable bytes.
func newCode(salt [32]byte) string {
	random := codeCoding.EncodeToString(salt[:])[:codeRandom]
	return inGroups(random + checkOf(random))
}

func checkOf(random string) string {
	sum := sha256.Sum256([]byte("ruhang.invitation\x00" + random))
	return codeCoding.EncodeToString(sum[:])[:codeCheck]
}

func inGroups(symbols string) string {
	var groups []string
	for part := range slices.Chunk([]byte(symbols), codeGroup) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, "-")
}

// asCode is what somebody typed as the code that it is, however they wrote it; false when it is none.
func asCode(typed string) (string, bool) {
	symbols := codeReading.Replace(strings.ToLower(strings.TrimSpace(typed)))
	if len(symbols) != codeRandom+codeCheck || checkOf(symbols[:codeRandom]) != symbols[codeRandom:] {
		return "", false
	}
	return inGroups(symbols), true
}

// InviteCandidate makes the candidate's own account for a case. A second invitation replaces the first, and the account that came of
// it: whoever asks for a new one has lost the old.
func (s *Staff) InviteCandidate(ctx context.Context, id hiring.CaseID) (Invitation, error) {
	if err := s.mayOffice("invite"); err != nil {
		return Invitation{}, err
	}
	f, err := s.CaseFile(ctx, id)
	if err != nil {
		return Invitation{}, err
	}
	if f.Case.Status != hiring.Open {
		return Invitation{}, fault.New(fault.Refused, "case.not_open", "status", string(f.Case.Status))
	}
	old, err := s.accountsWhere(ctx, func(a Account) bool { return a.Case == id && !a.Closed })
	if err != nil {
		return Invitation{}, err
	}
	for _, a := range old {
		if err := s.office.shut(ctx, a, s.Account.ID, Trace{Kind: TraceAccountClosed, About: a.ID, Case: id}); err != nil {
			return Invitation{}, err
		}
	}
	fresh := strings.ToLower(s.office.ports.Fresh())
	return s.office.invite(ctx, Account{Login: "c" + fresh[len(fresh)-7:], Name: f.Person.Name, Roles: []string{"candidate"}, Case: id}, s.Account.ID)
}

// InviteAccount is AddAccount for somebody who chooses their own password: whoever made the account never knows it.
func (s *Staff) InviteAccount(ctx context.Context, a Account) (Invitation, error) {
	if err := s.mayAdd(a); err != nil {
		return Invitation{}, err
	}
	return s.office.invite(ctx, a, s.Account.ID)
}

func (o *Office) invite(ctx context.Context, a Account, by hiring.AccountID) (Invitation, error) {
	a.InvitedUntil = o.now().Add(time.Duration(o.Catalog().Bank.InviteHours) * time.Hour).UTC().Truncate(time.Second)
	out := Invitation{Code: newCode(o.ports.Salt()), Until: a.InvitedUntil}
	a, err := o.addAccount(ctx, a, out.Code, by)
	out.Login = a.Login
	if err != nil {
		return Invitation{}, err
	}
	return out, nil
}

// invited says whether the account's password is a code that only leads to choosing a real one.
func (a Account) invited() bool { return !a.InvitedUntil.IsZero() }

// lapsed says whether an invitation is over that nobody has closed yet.
func (o *Office) lapsed(a Account) bool {
	return a.invited() && !a.Closed && !o.now().Before(a.InvitedUntil)
}

// expire closes an account whose invitation is over. The profile says so for good, and the vault forgets the code: a clock that is set
// back afterwards revives nothing.
func (o *Office) expire(ctx context.Context, a Account) error {
	told := Trace{Kind: TraceInviteOver, About: a.ID, Case: a.Case, Facts: map[string]string{"until": a.InvitedUntil.Format(time.RFC3339)}}
	return o.shut(ctx, a, hiring.System, told)
}

// expireInvitations closes what is over, whether or not somebody tries the code.
func (o *Office) expireInvitations(ctx context.Context) error {
	accounts, err := o.directory(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if o.lapsed(a) {
			if err := o.expire(ctx, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// shut closes an account and takes its way in.
func (o *Office) shut(ctx context.Context, a Account, by hiring.AccountID, told Trace) error {
	a.Closed = true
	return o.keepAccount(ctx, a, by, told, func() error {
		if err := o.ports.Vault.RemoveAccount(string(a.ID)); !fault.Is(err, fault.Missing) {
			return err
		}
		return nil
	})
}

// deadCode is the answer to a code that opens nothing, whether or not there is such an account: it depends on what was typed only.
func (o *Office) deadCode(err error, typed string) error {
	if _, code := asCode(typed); code && fault.HasCode(err, "vault.sign_in") {
		return fault.New(fault.Denied, "invite.dead", "phone", o.Catalog().Bank.Hotline)
	}
	return err
}

// Invited says whether the session leads to the choice of a password and to nothing else, and until when.
func (s *Session) Invited() (until time.Time, is bool) {
	a, err := s.present()
	return a.InvitedUntil, err == nil && a.invited()
}

// choose ends an invitation: the person's own password takes the code's place.
func (s *Session) choose(a Account, code, fresh string) error {
	o := s.office
	if o.lapsed(a) {
		return o.refuseExpired(context.Background(), a)
	}
	a.InvitedUntil = time.Time{}
	err := o.keepAccount(context.Background(), a, a.ID, Trace{Kind: TraceInviteUsed, About: a.ID, Case: a.Case}, func() error {
		return o.ports.Vault.ChangePassword(string(a.ID), code, fresh)
	})
	if err == nil {
		s.Account = a
	}
	return err
}

func (o *Office) refuseExpired(ctx context.Context, a Account) error {
	if err := o.expire(ctx, a); err != nil {
		return err
	}
	return fault.New(fault.Denied, "invite.expired", "until", a.InvitedUntil.In(hiring.China).Format("2006-01-02 15:04"), "phone", o.Catalog().Bank.Hotline)
}

// typedSecret is a password as it was typed, and a code as it was made.
func typedSecret(typed string) string {
	if code, is := asCode(typed); is {
		return code
	}
	return typed
}
