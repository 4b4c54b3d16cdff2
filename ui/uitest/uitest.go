// Package uitest is a whole bank for the tests of screens: a real store, vault, press and intake in a folder of the test's
// own, the shipped catalog, one account per role, a clock that the test sets, and cases walked to any stage by the
// commands that people give. Programs never import it.
//
// It refuses to fake an answer: what a page shows here came through the same doors as in the app.
//
//	f := uitest.Bank(t)
//	id := f.CaseAt("check")
//	h := f.StaffHost("hr", "zh")
//	page := openCase(h, string(id))
//	h.Show(page)
//	uitest.CheckPage(t, page)
package uitest

import (
	"context"
	"crypto/rand"
	_ "embed" // bank.json
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/kit"
	"ruhang/core/office"
	"ruhang/core/screening"
	"ruhang/data/archive"
	"ruhang/data/check"
	"ruhang/data/intake"
	"ruhang/data/outward"
	"ruhang/data/pades"
	"ruhang/data/paper"
	"ruhang/data/scan"
	"ruhang/data/sqlite"
	"ruhang/data/vault"
	"ruhang/data/yaml"
	"ruhang/resources"
	"ruhang/ui/model"
)

// Password opens every account of the fixture.
const Password = "a quiet autumn river"

// Start is the morning on which a fixture's clock stands at first: Monday, 2026-11-23, 09:00 in Zhengzhou.
var Start = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// spoken is every Chinese word of the fixture; code holds none.
//
//go:embed bank.json
var spokenJSON []byte

var spoken struct {
	People []office.Account  `json:"people"` // accounts, the administrator first
	Names  []string          `json:"names"`  // of candidates; none is a real person's
	Say    map[string]string `json:"say"`
}

func init() {
	if err := json.Unmarshal(spokenJSON, &spoken); err != nil {
		panic(err)
	}
}

// People are the accounts of the fixture.
func People() []office.Account { return spoken.People }

// StaffLogins are the logins whose screens are the staff's.
var StaffLogins = []string{"hr", "interviewer1", "approver", "compliance", "admin"}

// Fixture is the bank.
type Fixture struct {
	Office  *office.Office
	Catalog *catalog.Catalog
	Words   *model.Words
	Press   *paper.Press
	Store   office.Store
	Archive archive.Archive
	Signer  *pades.Notary
	Dir     string
	// Carriers and Connectors are the way out; the test sets them where its bank reaches the world outside.
	Carriers   office.Carriers
	Connectors office.Connectors

	t        testing.TB
	mu       sync.Mutex
	now      time.Time
	machine  time.Time
	drawn    int // candidates so far
	eyes     eyes
	sessions map[string]*office.Session
	guests   map[hiring.CaseID]*office.Guest
}

// chest stands for the system's store of keys.
type chest map[string][]byte

func (c chest) Put(name string, key []byte) error { c[name] = slices.Clone(key); return nil }
func (c chest) Delete(name string) error          { delete(c, name); return nil }
func (c chest) Get(name string) ([]byte, error) {
	if key, ok := c[name]; ok {
		return slices.Clone(key), nil
	}
	return nil, errors.New("not found")
}

// Empty is a bank without any account: the first start.
func Empty(t testing.TB) *Fixture {
	t.Helper()
	f := &Fixture{t: t, now: Start, machine: Start, Dir: t.TempDir(), Signer: pades.New(stamps), sessions: map[string]*office.Session{}, guests: map[hiring.CaseID]*office.Guest{}}
	files, err := yaml.Load(resources.Catalog)
	require.NoError(t, err)
	f.Catalog, err = catalog.Build(files)
	require.NoError(t, err)
	f.Words, err = model.LoadWords(resources.Lang)
	require.NoError(t, err)
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	f.Press, err = paper.New(resources.Regular, resources.Bold, filepath.Join(cache, "ruhang-tests"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Press.Close() })
	f.see(nil)
	store, err := sqlite.Open(context.Background(), filepath.Join(f.Dir, "bank.db"))
	require.NoError(t, err)
	f.Store = store
	t.Cleanup(func() { _ = store.Close() })
	quick := vault.Argon{Time: 1, MemoryKiB: 64, Threads: 1}
	keys, err := vault.Create(f.Dir, vault.Options{Argon: quick, Floor: quick, Now: f.Now, KeyStore: chest{}})
	require.NoError(t, err)
	f.Archive = archive.Archive{Dir: f.Dir, Bank: "test", Version: "test", Now: f.Now, Copy: store.Backup, Inspect: sqlite.Inspect}
	f.Office, err = office.Open(context.Background(), f.ports(store, keys))
	require.NoError(t, err)
	t.Cleanup(f.Office.Close)
	return f
}

// eyes are a scanner whose engine a test may choose.
type eyes struct{ *scan.Scanner }

// ReadLetters gives the machine its real engine for letters. At first there is none, and what is typed is all that is known.
func (f *Fixture) ReadLetters() { f.see(scan.Installed) }

func (f *Fixture) see(engine func() *scan.Engine) {
	f.eyes.Scanner = scan.New(scan.Tools{Clean: f.Press.Clean, Pages: f.Press.FirstPages, Text: f.Press.FirstWords, Code: f.Press.ReadQR, Engine: engine})
}

func (f *Fixture) ports(store office.Store, keys office.Vault) office.Ports {
	return office.Ports{
		Store: store, Archive: f.Archive, Vault: keys, Paper: f.Press, Scanner: &f.eyes, Signer: f.Signer, Intake: intake.New(f.Catalog), Catalog: f.Catalog, Words: f.Words.Say, Now: f.Now,
		Clock: f.Machine, Overlay: yaml.Folder{Shipped: resources.Catalog, Dir: f.Dir}, Reading: func(cat *catalog.Catalog) office.Intake { return intake.New(cat) },
		Advice: hiring.Advice{Kit: kit.Draw, Screen: screening.Screen, Conflicts: screening.Conflicts, Inspect: screening.Inspect},
		Fresh:  func() string { return ulid.Make().String() },
		Salt:   func() (salt [32]byte) { _, _ = rand.Read(salt[:]); return salt },
		Device: "desk", OwnReport: check.OwnReport,
		Carriers: func(x office.Outside) map[string]office.Carrier {
			if f.Carriers == nil {
				return nil
			}
			return f.Carriers(x)
		},
		Connectors: func(x office.Outside) map[string]office.Connector {
			if f.Connectors == nil {
				return nil
			}
			return f.Connectors(x)
		},
	}
}

// Bank is a bank with an account for every role, and no case.
func Bank(t testing.TB) *Fixture {
	t.Helper()
	f := Empty(t)
	ctx := context.Background()
	admin := spoken.People[0]
	_, err := f.Office.FirstAccount(ctx, admin, Password)
	require.NoError(t, err)
	for _, a := range spoken.People[1:] {
		_, err := f.Staff(admin.Login).AddAccount(ctx, a, Password)
		require.NoError(t, err)
	}
	return f
}

// Now is the fixture's clock.
func (f *Fixture) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Machine is the machine's own clock, which counts how long sessions last; the bank's clock may leap without it.
func (f *Fixture) Machine() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.machine
}

// Pass lets time pass for sessions; nothing happens in the bank.
func (f *Fixture) Pass(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.machine = f.machine.Add(d)
}

// SetNow sets the clock; no clock of a case acts before Office.Tick.
func (f *Fixture) SetNow(now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = now.UTC()
}

// Advance moves the clock on.
func (f *Fixture) Advance(d time.Duration) { f.SetNow(f.Now().Add(d)) }

// Session is the account's session, signed in once and again after a lock.
func (f *Fixture) Session(login string) *office.Session {
	f.t.Helper()
	if s := f.sessions[login]; s != nil && s.Alive() == nil {
		return s
	}
	s, err := f.Office.SignIn(context.Background(), login, Password)
	require.NoError(f.t, err)
	f.sessions[login] = s
	return s
}

// Staff is the staff door for a login.
func (f *Fixture) Staff(login string) *office.Staff {
	f.t.Helper()
	s, err := f.Session(login).Staff()
	require.NoError(f.t, err)
	return s
}

// Guest is the candidate's door for a case: invited by HR the first time and again after a lock.
func (f *Fixture) Guest(id hiring.CaseID) *office.Guest {
	f.t.Helper()
	if g := f.guests[id]; g != nil && g.Alive() == nil {
		return g
	}
	ctx := context.Background()
	s, err := f.Office.SignIn(ctx, f.Candidate(id), Password)
	require.NoError(f.t, err)
	g, err := s.Guest()
	require.NoError(f.t, err)
	f.guests[id] = g
	return g
}

// Candidate invites a case's candidate, who chooses Password as their own; it gives their login.
func (f *Fixture) Candidate(id hiring.CaseID) (login string) {
	f.t.Helper()
	ctx := context.Background()
	in, err := f.Staff("hr").InviteCandidate(ctx, id)
	require.NoError(f.t, err)
	s, err := f.Office.SignIn(ctx, in.Login, in.Code)
	require.NoError(f.t, err)
	require.NoError(f.t, s.ChangePassword(in.Code, Password))
	return in.Login
}

// Kiosk is the kiosk's door.
func (f *Fixture) Kiosk() *office.Kiosk {
	f.t.Helper()
	k, err := f.Session("kiosk").Kiosk()
	require.NoError(f.t, err)
	return k
}

// Do gives a command as somebody and fails the test when it is refused.
func (f *Fixture) Do(login string, id hiring.CaseID, cmd hiring.Command) office.Outcome {
	f.t.Helper()
	out, err := f.Staff(login).Do(context.Background(), id, cmd)
	require.NoError(f.t, err, "%s as %s", cmd.Name(), login)
	return out
}

// File is a case as somebody sees it.
func (f *Fixture) File(login string, id hiring.CaseID) *office.CaseFile {
	f.t.Helper()
	file, err := f.Staff(login).CaseFile(context.Background(), id)
	require.NoError(f.t, err)
	return file
}

// Account is the id of a login.
func (f *Fixture) Account(login string) hiring.AccountID { return f.Session(login).Account.ID }

// stamps is the way to a timestamp authority that tests start.
func stamps(address string) func(*http.Request) (*http.Response, error) {
	return outward.New(outward.Options{}).To(address, outward.Terms{Plain: true})
}
