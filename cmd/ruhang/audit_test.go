package main

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// trail is the bank's own records as somebody who may read them sees them, oldest first.
func trail(t *testing.T, s *office.Staff) []office.Traced {
	t.Helper()
	var all []office.Traced
	for before := uint64(0); ; before = all[len(all)-1].Ver {
		page, err := s.Trail(context.Background(), before, 50)
		require.NoError(t, err)
		all = append(all, page...)
		if len(page) < 50 {
			slices.Reverse(all)
			return all
		}
	}
}

// newest is the trail's newest record of a kind.
func newest(t *testing.T, s *office.Staff, kind string) office.Traced {
	t.Helper()
	all := trail(t, s)
	for _, r := range slices.Backward(all) {
		if r.Kind == kind {
			return r
		}
	}
	require.Fail(t, "no record of this kind", kind)
	return office.Traced{}
}

func TestN02_TheBankKeepsATrailOfItsOwnMatters(t *testing.T) {
	s := newShell(t)
	_, admin := s.opened("admin")
	ctx := context.Background()
	all := trail(t, admin)
	var kinds []string
	for i, r := range all {
		require.EqualValues(t, i+1, r.Ver)
		kinds = append(kinds, r.Kind)
	}
	require.Equal(t, []string{office.TraceAccountAdded, office.TraceCheckpointKey, office.TraceCatalog, office.TraceSignedIn}, kinds[:4], "the first start")
	require.Equal(t, office.TraceSignedIn, kinds[len(kinds)-1])
	require.Equal(t, admin.Account.ID, all[len(all)-1].By)

	accounts, err := admin.Accounts(ctx)
	require.NoError(t, err)
	one := accounts[slices.IndexFunc(accounts, func(a office.Account) bool { return a.Login == "interviewer1" })]
	one.Roles, one.Branch = []string{"interviewer", "approver"}, "zz"
	require.NoError(t, admin.ChangeAccount(ctx, one))
	r := newest(t, admin, office.TraceAccountEdited)
	require.Equal(t, one.ID, r.About)
	require.Contains(t, r.Changed, office.Changed{Field: "roles", Before: "interviewer", After: "interviewer,approver"})
	require.Contains(t, r.Changed, office.Changed{Field: "branch", Before: "", After: "zz"})
	one.Closed = true
	require.NoError(t, admin.ChangeAccount(ctx, one))
	require.Equal(t, one.ID, newest(t, admin, office.TraceAccountClosed).About)

	require.NoError(t, admin.PutSetting(ctx, "idle_minutes", 7))
	require.NoError(t, admin.PutSetting(ctx, "idle_minutes", 9))
	require.Equal(t, []office.Changed{{Field: "idle_minutes", Before: "7", After: "9"}}, newest(t, admin, office.TraceSetting).Changed)
	require.NoError(t, admin.PutSetting(ctx, "mail_password", "hunter2 and more"))
	require.Empty(t, newest(t, admin, office.TraceSetting).Changed, "a text may be a secret: only that it changed is told")
	before := len(trail(t, admin))
	require.NoError(t, admin.PutSetting(ctx, "my/columns", 3))
	require.Len(t, trail(t, admin), before, "what somebody sets for themselves is no matter of the bank")

	_, err = admin.Rebuild(ctx, nil)
	require.NoError(t, err)
	_, err = admin.Backup(ctx, filepath.Join(t.TempDir(), "bank.tar"), nil)
	require.NoError(t, err)
	newest(t, admin, office.TraceRebuilt)
	newest(t, admin, office.TraceBackedUp)
	require.NoError(t, admin.ChangePassword(testPassword, "another long pass-phrase 7"))
	require.Equal(t, admin.Account.ID, newest(t, admin, office.TracePassword).About)
	_, err = admin.Verify(ctx, nil)
	require.NoError(t, err, "the trail verifies like everything else")
	require.Equal(t, "office.denied", s.refused("interviewer2", "verify"))
}

func TestN02_FailedSignInsStandInTheTrail(t *testing.T) {
	s := newShell(t)
	b, admin := s.opened("admin")
	ctx := context.Background()
	first := s.now
	for _, login := range []string{"hr", "hr", "nobody at all"} {
		_, err := b.office.SignIn(ctx, login, "not the password")
		require.True(t, fault.HasCode(err, "vault.sign_in"), "%v", err)
		s.now = s.now.Add(time.Minute)
	}
	hr := s.door(b, "hr")
	var failed []office.Traced
	for _, r := range trail(t, admin) {
		if r.Kind == office.TraceSignInFailed {
			failed = append(failed, r)
		}
	}
	require.Len(t, failed, 2)
	require.Empty(t, failed[0].About, "of a name that does not exist, which is not written down")
	require.Equal(t, "1", failed[0].Facts["count"])
	require.Equal(t, hr.Account.ID, failed[1].About)
	require.Equal(t, map[string]string{"count": "2", "first": first.Format(time.RFC3339), "last": first.Add(time.Minute).Format(time.RFC3339)}, failed[1].Facts)
	s.door(b, "hr")
	for i, r := range trail(t, admin) {
		if r.Kind == office.TraceSignInFailed {
			require.LessOrEqual(t, r.Seq, failed[1].Seq, "told once: %d", i)
		}
	}
}

func TestControl37_WithoutItsRecordNothingHappens(t *testing.T) {
	s := newShell(t)
	id := hiring.CaseID(s.importOne(oneReport))
	b, hr := s.opened("hr")
	admin := s.door(b, "admin")
	ctx := context.Background()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.dir, dbName)+"?_busy_timeout=5000")
	require.NoError(t, err)
	defer db.Close()
	_, err = db.Exec(`CREATE TRIGGER full BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'the ledger takes no more'); END`)
	require.NoError(t, err)

	f, err := hr.CaseFile(ctx, id)
	require.NoError(t, err)
	_, err = hr.Do(ctx, id, hiring.AddNote{Text: "never"})
	require.Error(t, err)
	require.Error(t, hr.EditPerson(ctx, id, func(p *hiring.Person) { p.Name = "改名" }))
	_, err = hr.Reveal(ctx, id)
	require.Error(t, err, "no whole numbers without the record that somebody looked")
	_, err = hr.Export(ctx, "csv", new(noWriting))
	require.Error(t, err)
	to := filepath.Join(t.TempDir(), "copy.db")
	_, err = admin.Backup(ctx, to, nil)
	require.Error(t, err)
	require.NoFileExists(t, to)
	require.Error(t, admin.ChangePassword(testPassword, "another long pass-phrase 7"))
	require.Error(t, admin.PutSetting(ctx, "idle_minutes", 9))
	_, err = admin.AddAccount(ctx, office.Account{Login: "late", Name: "late", Roles: []string{"hr"}}, testPassword)
	require.Error(t, err)
	_, err = b.office.SignIn(ctx, "hr", testPassword)
	require.Error(t, err, "nobody comes in unseen")

	_, err = db.Exec(`DROP TRIGGER full`)
	require.NoError(t, err)
	admin = s.door(b, "admin") // the old password still is the password
	after, err := s.door(b, "hr").CaseFile(ctx, id)
	require.NoError(t, err)
	require.Equal(t, f.Person, after.Person)
	require.Equal(t, f.Version, after.Version)
	minutes := 0
	known, err := admin.Setting(ctx, "idle_minutes", &minutes)
	require.NoError(t, err)
	require.False(t, known)
	_, err = b.office.SignIn(ctx, "late", testPassword)
	require.True(t, fault.HasCode(err, "vault.sign_in"), "no account was left in the vault: %v", err)
}

// noWriting is a file that nothing may be written to.
type noWriting struct{}

func (*noWriting) Write([]byte) (int, error) { panic("nothing leaves the house unrecorded") }
