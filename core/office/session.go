package office

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Session is somebody signed in. It ends when anybody signs out, since the keys are the machine's and not its own.
type Session struct {
	office  *Office
	Account Account // as it was at sign-in; what it may do now is asked anew at every call
	Lang    string  // for documents and messages rendered for this person

	era    uint64    // of the office's keys
	began  time.Time // by the machine's clock
	mu     sync.Mutex
	proved time.Time // when the person last showed that it is they, by the machine's clock
}

const (
	// sessionLength is how long a session lasts, whatever is done in it.
	sessionLength = 8 * time.Hour
	// proofLength is how long a password stands for the person who typed it.
	proofLength = 5 * time.Minute
)

// SignIn opens a session; the vault delays and refuses guesses.
func (o *Office) SignIn(ctx context.Context, login, password string) (*Session, error) {
	return o.SignInWith(ctx, login, password, "")
}

// SignInWith is SignIn for an account with a second factor: the code is the phone's or one from paper.
func (o *Office) SignInWith(ctx context.Context, login, password, code string) (*Session, error) {
	id, err := o.ports.Vault.Unlock(strings.TrimSpace(login), typedSecret(password), code)
	if err != nil {
		return nil, o.deadCode(err, password)
	}
	return o.begin(ctx, hiring.AccountID(id))
}

// begin opens the session of an account whose keys the vault has just opened, and tells the trail.
func (o *Office) begin(ctx context.Context, id hiring.AccountID) (*Session, error) {
	if err := o.settleKeys(ctx); err != nil {
		o.lockUnlessUsed()
		return nil, err
	}
	o.accounts.Store(nil) // another program may have invited somebody, or seen them choose their password
	accounts, err := o.directory(ctx)
	if err != nil {
		return nil, err
	}
	a, ok := accounts[id]
	if ok && o.lapsed(a) {
		defer o.lockUnlessUsed()
		if err := o.traceSignIn(ctx, id, TraceSignInRefused); err != nil {
			return nil, err
		}
		return nil, o.refuseExpired(ctx, a)
	}
	how := TraceSignedIn
	if !ok || a.Closed {
		how = TraceSignInRefused
	}
	if err := o.traceSignIn(ctx, id, how); err != nil {
		o.lockUnlessUsed()
		return nil, err
	}
	if how == TraceSignInRefused {
		o.lockUnlessUsed()
		return nil, fault.New(fault.Denied, "account.closed")
	}
	o.signedIn.Store(true)
	now := o.clock()
	s := &Session{office: o, Account: a, Lang: "zh", era: o.era.Load(), began: now, proved: now}
	if s.mayOffice("settings") == nil {
		_, _ = o.certificates(ctx) // a bank's first, when it has none; if they cannot be made now, whoever needs them is told why
	}
	return s, nil
}

// traceSignIn records a sign-in, and the failed ones before it: whoever failed held no keys to seal a record with, so the vault's
// header counts them until somebody does. After a crash in between they are told twice, never lost.
func (o *Office) traceSignIn(ctx context.Context, who hiring.AccountID, how string) error {
	missed, err := o.ports.Vault.Missed()
	if err != nil {
		return err
	}
	err = o.ports.Store.Update(ctx, func(tx Tx) error {
		return o.arrive(tx, who, missed, Trace{Kind: how, About: who, Facts: map[string]string{"device": o.device}})
	})
	if err != nil || len(missed) == 0 {
		return err
	}
	return o.ports.Vault.Told(missed)
}

// lockUnlessUsed drops the keys that a sign-in brought which went no further.
func (o *Office) lockUnlessUsed() {
	if !o.signedIn.Load() {
		o.ports.Vault.Lock()
	}
}

// SignOut drops the keys and everything that was opened with them; every session ends.
func (o *Office) SignOut() {
	o.era.Add(1)
	o.signedIn.Store(false)
	o.forgetAll()
	o.ports.Vault.Lock()
}

// clock is the machine's own clock, for how long a session lasts; the bank's business has another (now), which may be moved.
func (o *Office) clock() time.Time {
	if o.ports.Clock == nil {
		return o.now()
	}
	return o.ports.Clock()
}

// Since is how long ago something was. A machine that slept has a clock that ran on and a counter that stood still, one whose
// clock was set back the other way round: the longer of both counts.
func Since(then, now time.Time) time.Duration {
	return max(now.Sub(then), now.Round(0).Sub(then.Round(0)))
}

// Alive refuses a session that has ended: locked, too old, its account closed or gone.
func (s *Session) Alive() error {
	_, err := s.me()
	return err
}

// me is the account as it is now, so that a change of roles counts from the next call on. Who came with an invitation's code has
// nothing before they chose a password.
func (s *Session) me() (Account, error) {
	a, err := s.present()
	if err == nil && a.invited() {
		return Account{}, fault.New(fault.Denied, "session.choose")
	}
	return a, err
}

// present is the account of a session that has not ended.
func (s *Session) present() (Account, error) {
	o := s.office
	if s.era != o.era.Load() {
		return Account{}, fault.New(fault.Denied, "vault.locked")
	}
	if Since(s.began, o.clock()) > sessionLength {
		return Account{}, fault.New(fault.Denied, "session.expired")
	}
	accounts, err := o.directory(context.Background())
	if err != nil {
		return Account{}, err
	}
	a, ok := accounts[s.Account.ID]
	if !ok || a.Closed {
		return Account{}, fault.New(fault.Denied, "account.closed")
	}
	return a, nil
}

// actor is who gives the command; one without an account has no roles, so that Decide denies.
func (s *Session) actor() hiring.Actor {
	a, err := s.me()
	if err != nil {
		return hiring.Actor{Account: s.Account.ID}
	}
	known, err := s.office.registry(context.Background())
	if err != nil {
		return hiring.Actor{Account: s.Account.ID}
	}
	return hiring.Actor{Account: a.ID, Also: known.also[a.ID], Roles: a.Roles, Case: a.Case}
}

// mayOffice refuses a job outside cases that no role of the account names.
func (s *Session) mayOffice(job string) error {
	a, err := s.me()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(s.office.rolesOf(a), func(r *catalog.Role) bool { return slices.Contains(r.Office, job) }) {
		return nil
	}
	return fault.New(fault.Denied, "office.denied", "job", job)
}

// may says whether the account reads a compartment.
func (s *Session) may(class hiring.Class) bool {
	return hiring.Compartments(s.actor(), s.office.Catalog().Roles)[class]
}

// rolesOf are the roles of an account that the catalog knows.
func (o *Office) rolesOf(a Account) []*catalog.Role {
	var out []*catalog.Role
	for _, id := range a.Roles {
		if r := o.Catalog().Roles[id]; r != nil {
			out = append(out, r)
		}
	}
	return out
}

// Prove shows that the person who signed in is still the one sitting there; it counts for five minutes. Wrong passwords count
// as guesses.
func (s *Session) Prove(password string) error {
	if err := s.Alive(); err != nil {
		return err
	}
	if err := s.office.ports.Vault.Confirm(string(s.Account.ID), password); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proved = s.office.clock()
	return nil
}

// proven refuses a command or job that the account's roles want the password for, when it was typed too long ago.
func (s *Session) proven(what string) error {
	a, err := s.me()
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	asks := slices.ContainsFunc(s.office.rolesOf(a), func(r *catalog.Role) bool { return slices.Contains(r.Prove, what) })
	if asks && Since(s.proved, s.office.clock()) > proofLength {
		return fault.New(fault.Denied, "session.prove")
	}
	return nil
}

// Screens are the ids of the screens that the account's roles name, in the order of roles.yaml.
func (s *Session) Screens() []string {
	a, _ := s.me()
	var out []string
	for _, r := range s.office.rolesOf(a) {
		for _, screen := range r.Screens {
			if !slices.Contains(out, screen) {
				out = append(out, screen)
			}
		}
	}
	return out
}
