package office

import (
	"context"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Remember lets this machine open the account with a PIN for twelve hours, where the system has a store for keys.
func (s *Session) Remember(ctx context.Context, password, code, pin string) error {
	if err := s.Alive(); err != nil {
		return err
	}
	if s.Account.Is("kiosk") {
		return fault.New(fault.Denied, "vault.use_password")
	}
	me := s.Account.ID
	return s.office.witnessed(ctx, me, Trace{Kind: TraceRemembered, About: me, Facts: map[string]string{"device": s.office.device}}, func(Tx) error {
		return s.office.ports.Vault.Remember(string(me), password, code, pin)
	})
}

// Remembered says whether this machine can open somebody's account with a PIN.
func (o *Office) Remembered() (hiring.AccountID, bool) {
	ids, err := o.ports.Vault.Remembered()
	if err != nil || len(ids) == 0 {
		return "", false
	}
	return hiring.AccountID(ids[len(ids)-1]), true
}

// SignInPIN opens a session of an account that this machine remembers.
func (o *Office) SignInPIN(ctx context.Context, id hiring.AccountID, pin string) (*Session, error) {
	if err := o.ports.Vault.UnlockPIN(string(id), pin); err != nil {
		return nil, err
	}
	s, err := o.begin(ctx, id)
	if err == nil {
		s.proved = time.Time{} // nobody typed a password: what matters asks for it
	}
	return s, err
}
