package main

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

func requireCode(t *testing.T, err error, code string) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, code, fault.Of(err).Code, "%v", err)
}

// phoneShows is what an authenticator with this secret shows.
func phoneShows(t *testing.T, f *uitest.Fixture, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, f.Now())
	require.NoError(t, err)
	return code
}

func TestControl14_AfterALockEverySessionHasEnded(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check")
	hr, guest, kiosk := f.Staff("hr"), f.Guest(id), f.Kiosk()
	ctx := context.Background()
	calls := map[string]func() error{
		"a case":        func() error { _, err := hr.CaseFile(ctx, id); return err },
		"a command":     func() error { _, err := hr.Do(ctx, id, hiring.AddNote{Text: "x"}); return err },
		"a file":        func() error { _, err := hr.File(ctx, id, hiring.FileRef{ID: "x"}); return err },
		"an export":     func() error { _, err := hr.Export(ctx, "json", io.Discard); return err },
		"the door":      func() error { _, err := hr.Session.Staff(); return err },
		"the journey":   func() error { _, err := guest.Journey(ctx); return err },
		"a guest's act": func() error { return guest.Do(ctx, hiring.Withdraw{}) },
		"the kiosk":     func() error { _, err := kiosk.Welcome(ctx, "X"); return err },
		"the board":     func() error { _, err := hr.Board(ctx, office.CaseQuery{}); return err },
		"the day":       func() error { _, err := hr.Today(ctx); return err },
		"the search":    func() error { _, err := hr.Find(ctx, "1", 1); return err },
		"the inbox":     func() error { _, err := hr.Inbox(ctx, 1); return err },
		"interviewers":  func() error { _, err := hr.Interviewers(ctx); return err },
		"a proof":       func() error { return hr.Prove(uitest.Password) },
		"a setting":     func() error { return hr.PutSetting(ctx, "my/x", 1) },
	}
	f.Office.SignOut()
	for name, call := range calls {
		t.Run(name, func(t *testing.T) { requireCode(t, call(), "vault.locked") })
	}
	_, err := f.Office.SignIn(ctx, "admin", uitest.Password)
	require.NoError(t, err)
	for name, call := range calls {
		t.Run(name+" with another's keys", func(t *testing.T) { requireCode(t, call(), "vault.locked") })
	}
}

func TestControl14_ASessionLastsEightHours(t *testing.T) {
	f := uitest.Bank(t)
	hr := f.Staff("hr")
	f.Advance(30 * 24 * time.Hour)
	require.NoError(t, hr.Alive(), "the bank's clock is not the machine's")
	f.Pass(8 * time.Hour)
	require.NoError(t, hr.Alive())
	f.Pass(time.Second)
	requireCode(t, hr.Alive(), "session.expired")
	_, err := hr.Export(context.Background(), "json", io.Discard)
	requireCode(t, err, "session.expired")
}

func TestControl14_AMachineThatSleptCountsTheTime(t *testing.T) {
	then := time.Now()
	slept := time.Unix(0, then.UnixNano()).Add(9 * time.Hour) // no counter reading: as if it had stood still
	require.Equal(t, 9*time.Hour, office.Since(then, slept))
	require.Less(t, office.Since(then, time.Now()), time.Minute)
}

func TestControl16_WhatMattersAsksForThePasswordAgain(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	id := f.CaseAt("offer/approved")
	hr, admin := f.Staff("hr"), f.Staff("admin")
	accounts, err := admin.Accounts(ctx)
	require.NoError(t, err)
	other := accounts[len(accounts)-1]
	acts := map[string]struct {
		who *office.Staff
		do  func() error
	}{
		"export":   {hr, func() error { _, err := hr.Export(ctx, "json", io.Discard); return err }},
		"an offer": {hr, func() error { _, err := hr.Do(ctx, id, hiring.IssueOffer{}); return err }},
		"a role":   {admin, func() error { return admin.ChangeAccount(ctx, other) }},
		"a new account": {admin, func() error {
			_, err := admin.AddAccount(ctx, office.Account{Login: "n", Name: "N", Roles: []string{"hr"}}, uitest.Password)
			return err
		}},
		"a bank setting": {admin, func() error { return admin.PutSetting(ctx, "idle_minutes", 4) }},
		"an officer":     {admin, func() error { _, err := admin.AddOfficer(ctx, "Q"); return err }},
	}
	f.Pass(5*time.Minute + time.Second)
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			requireCode(t, act.do(), "session.prove")
			requireCode(t, act.who.Prove("not the password"), "vault.sign_in")
			requireCode(t, act.do(), "session.prove")
			require.NoError(t, act.who.Prove(uitest.Password))
			require.NoError(t, act.do())
			f.Pass(5*time.Minute + time.Second)
		})
	}
	require.NoError(t, hr.PutSetting(ctx, "my/draft", 1), "one's own is one's own")
}

func TestControl20_ARoleTakenAwayCountsFromTheNextCall(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	id := f.CaseAt("check")
	hr, admin := f.Staff("hr"), f.Staff("admin")
	change := func(edit func(*office.Account)) {
		accounts, err := admin.Accounts(ctx)
		require.NoError(t, err)
		for _, a := range accounts {
			if a.ID == hr.Account.ID {
				edit(&a)
				require.NoError(t, admin.ChangeAccount(ctx, a))
			}
		}
	}
	_, err := hr.Export(ctx, "json", io.Discard)
	require.NoError(t, err)
	change(func(a *office.Account) { a.Roles = []string{"interviewer"} })
	_, err = hr.Export(ctx, "json", io.Discard)
	requireCode(t, err, "office.denied")
	_, err = hr.CaseFile(ctx, id)
	requireCode(t, err, "case.missing")
	_, err = hr.Do(ctx, id, hiring.AddNote{Text: "x"})
	requireCode(t, err, "case.missing")
	require.NotContains(t, hr.Screens(), "import")
	change(func(a *office.Account) { a.Roles = []string{"hr"}; a.Branch = "luoyang" })
	_, err = hr.CaseFile(ctx, id)
	requireCode(t, err, "case.missing")
	change(func(a *office.Account) { a.Branch = ""; a.Closed = true })
	_, err = hr.CaseFile(ctx, id)
	requireCode(t, err, "account.closed")
	_, err = f.Office.SignIn(ctx, "hr", uitest.Password)
	requireCode(t, err, "account.closed")
}

func TestControl7_ABankMayRequireASecondFactor(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	admin := f.Staff("admin")
	require.NoError(t, admin.PutSetting(ctx, office.FactorSetting, true))
	s, err := f.Office.SignIn(ctx, "hr", uitest.Password)
	require.NoError(t, err)
	_, err = s.Staff()
	requireCode(t, err, "session.enrol")
	other, err := f.Office.SignIn(ctx, "interviewer1", uitest.Password)
	require.NoError(t, err)
	_, err = other.Staff()
	require.NoError(t, err, "roles.yaml asks HR and administrators only")

	seed := s.NewFactor()
	require.Regexp(t, `^otpauth://totp/.+:hr\?issuer=.+&secret=`+seed.Secret+`$`, seed.URI)
	_, err = s.Enrol(ctx, uitest.Password, seed.Secret, "000000")
	requireCode(t, err, "vault.code_wrong")
	paper, err := s.Enrol(ctx, uitest.Password, seed.Secret, phoneShows(t, f, seed.Secret))
	require.NoError(t, err)
	_, err = s.Staff()
	require.NoError(t, err)
	f.Office.SignOut()
	f.Advance(time.Minute)
	_, err = f.Office.SignIn(ctx, "hr", uitest.Password)
	requireCode(t, err, "vault.code_needed")
	s, err = f.Office.SignInWith(ctx, "hr", uitest.Password, phoneShows(t, f, seed.Secret))
	require.NoError(t, err)
	require.NoError(t, s.DropFactor(ctx, uitest.Password, paper[3]))
	owes, err := s.OwesFactor(ctx)
	require.NoError(t, err)
	require.True(t, owes, "the bank still wants one")
}

func TestControl12_TwoOfficersRestoreAPasswordAndTheTrailSaysSo(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	admin := f.Staff("admin")
	one, err := admin.AddOfficer(ctx, " Qin Yue ")
	require.NoError(t, err)
	two, err := admin.AddOfficer(ctx, "Gao Lin")
	require.NoError(t, err)
	officers, err := admin.Officers(ctx)
	require.NoError(t, err)
	require.Equal(t, []office.Officer{two.Officer, one.Officer}, officers)
	_, err = f.Staff("hr").AddOfficer(ctx, "Mallory")
	requireCode(t, err, "office.denied")
	f.Office.SignOut()

	_, err = f.Office.Recover(ctx, [2]string{one.Secret, one.Secret}, "hr", "a new morning at sea")
	requireCode(t, err, "vault.kits")
	s, err := f.Office.Recover(ctx, [2]string{one.Secret, two.Secret}, "hr", "a new morning at sea")
	require.NoError(t, err)
	_, err = s.Staff()
	requireCode(t, err, "session.enrol")
	seed := s.NewFactor()
	_, err = s.Enrol(ctx, "a new morning at sea", seed.Secret, phoneShows(t, f, seed.Secret))
	require.NoError(t, err)
	_, err = s.Staff()
	require.NoError(t, err)

	session, err := f.Office.SignIn(ctx, "admin", uitest.Password)
	require.NoError(t, err)
	admin, err = session.Staff()
	require.NoError(t, err)
	r := newest(t, admin, office.TraceRecovered)
	require.Equal(t, s.Account.ID, r.About)
	require.Equal(t, "Qin Yue, Gao Lin", r.Facts["officers"])
	require.NoError(t, admin.RemoveOfficer(ctx, one.ID))
	require.Equal(t, "Qin Yue", newest(t, admin, office.TraceOfficerGone).Facts["officer"])
}

func TestControl12_AClosedAccountIsNotRestored(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	admin := f.Staff("admin")
	one, err := admin.AddOfficer(ctx, "Qin Yue")
	require.NoError(t, err)
	two, err := admin.AddOfficer(ctx, "Gao Lin")
	require.NoError(t, err)
	accounts, err := admin.Accounts(ctx)
	require.NoError(t, err)
	for _, a := range accounts {
		if a.Login == "hr" {
			a.Closed = true
			require.NoError(t, admin.ChangeAccount(ctx, a))
		}
	}
	f.Office.SignOut()
	_, err = f.Office.Recover(ctx, [2]string{one.Secret, two.Secret}, "hr", "a new morning at sea")
	requireCode(t, err, "account.closed")
	_, err = f.Office.SignIn(ctx, "hr", "a new morning at sea")
	requireCode(t, err, "vault.sign_in")
}
