package main

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

const ownPassword = "a new morning at sea"

func TestControl13_ACodeHas128BitsAndNoLookAlikes(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	id := f.CaseAt("check")
	seen := map[string]bool{}
	for range 8 {
		in, err := f.Staff("hr").InviteCandidate(ctx, id)
		require.NoError(t, err)
		require.Regexp(t, `^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){6}$`, in.Code)
		random := strings.ReplaceAll(in.Code, "-", "")[:26] // the last two are a check
		require.GreaterOrEqual(t, 5*len(random), 128)
		require.False(t, seen[random[:8]] || seen[random[18:]], "every part of it is fresh")
		seen[random[:8]], seen[random[18:]] = true, true
		require.Equal(t, f.Now().Add(72*time.Hour), in.Until, "bank.yaml")
	}
}

func TestControl13_ACodeLeadsToAPasswordOnlyAndOnlyOnce(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	in, err := f.Staff("hr").InviteCandidate(ctx, f.CaseAt("check"))
	require.NoError(t, err)
	s, err := f.Office.SignIn(ctx, in.Login, " "+strings.ToUpper(strings.NewReplacer("-", " ", "0", "O", "1", "l").Replace(in.Code)))
	require.NoError(t, err, "as people write it down")
	for name, call := range map[string]func() error{
		"the door":         func() error { _, err := s.Guest(); return err },
		"staff":            func() error { _, err := s.Staff(); return err },
		"the kiosk":        func() error { _, err := s.Kiosk(); return err },
		"being alive":      s.Alive,
		"a proof":          func() error { return s.Prove(in.Code) },
		"a factor":         func() error { _, err := s.Enrol(ctx, in.Code, "x", "000000"); return err },
		"being remembered": func() error { return s.Remember(ctx, in.Code, "", "493817") },
		"a journey":        func() error { _, err := (&office.Guest{Session: s}).Journey(ctx); return err },
		"a command":        func() error { return (&office.Guest{Session: s}).Do(ctx, hiring.Withdraw{}) },
		"an export":        func() error { _, err := (&office.Staff{Session: s}).Export(ctx, "json", io.Discard); return err },
	} {
		requireCode(t, call(), "session.choose")
		require.Empty(t, s.Screens(), name)
	}
	requireCode(t, s.ChangePassword(in.Code, in.Code), "invite.no_password")
	requireCode(t, s.ChangePassword(in.Code, "short"), "vault.password_short")
	requireCode(t, s.ChangePassword("not the code", ownPassword), "vault.sign_in")
	requireCode(t, s.Alive(), "session.choose")
	require.NoError(t, s.ChangePassword(in.Code, ownPassword))
	_, err = s.Guest()
	require.NoError(t, err, "the same session goes on")

	_, err = f.Office.SignIn(ctx, in.Login, in.Code)
	requireCode(t, err, "invite.dead")
	_, err = f.Office.SignIn(ctx, "nobody", in.Code)
	requireCode(t, err, "invite.dead") // a name that does not exist hears the same
	_, err = f.Office.SignIn(ctx, in.Login, ownPassword)
	require.NoError(t, err)
	f.Advance(100 * time.Hour)
	_, err = f.Office.Tick(ctx)
	require.NoError(t, err)
	_, err = f.Office.SignIn(ctx, in.Login, ownPassword)
	require.NoError(t, err, "what was used does not expire")

	admin := f.Staff("admin")
	invited, used := newest(t, admin, office.TraceInvited), newest(t, admin, office.TraceInviteUsed)
	require.Equal(t, in.Until.Format(time.RFC3339), invited.Facts["until"])
	require.Equal(t, f.Account("hr"), invited.By)
	require.Equal(t, invited.About, used.About)
	require.Equal(t, s.Account.ID, used.By)
}

func TestControl13_AnExpiredCodeIsRefusedAndNoClockRevivesIt(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	in, err := f.Staff("hr").InviteCandidate(ctx, f.CaseAt("check"))
	require.NoError(t, err)
	made := f.Now()
	f.SetNow(in.Until.Add(-time.Second))
	s, err := f.Office.SignIn(ctx, in.Login, in.Code)
	require.NoError(t, err, "until then it opens the choice")
	f.SetNow(in.Until)
	_, err = f.Office.SignIn(ctx, in.Login, in.Code)
	requireCode(t, err, "invite.expired")
	require.Equal(t, f.Catalog.Bank.Hotline, fault.Of(err).Params["phone"], "it says whom to ask")
	f.SetNow(made)
	_, err = f.Office.SignIn(ctx, in.Login, in.Code)
	requireCode(t, err, "invite.dead")
	requireCode(t, s.ChangePassword(in.Code, ownPassword), "account.closed") // the page that was open meanwhile
	_, err = f.Office.SignIn(ctx, in.Login, ownPassword)
	requireCode(t, err, "vault.sign_in")

	admin := f.Staff("admin")
	over := newest(t, admin, office.TraceInviteOver)
	require.Equal(t, hiring.System, over.By)
	accounts, err := admin.Accounts(ctx)
	require.NoError(t, err)
	for _, a := range accounts {
		if a.ID == over.About {
			require.True(t, a.Closed)
			a.Closed = false
			requireCode(t, admin.ChangeAccount(ctx, a), "invite.again")
		}
	}
}

func TestControl13_WhatExpiresUnusedIsClosedByTheClock(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	in, err := f.Staff("hr").InviteCandidate(ctx, f.CaseAt("check"))
	require.NoError(t, err)
	made := f.Now()
	f.SetNow(in.Until)
	_, err = f.Office.Tick(ctx)
	require.NoError(t, err)
	f.SetNow(made) // nobody tried it, and the clock is set back all the same
	_, err = f.Office.SignIn(ctx, in.Login, in.Code)
	requireCode(t, err, "invite.dead")
	require.Equal(t, "check", string(f.File("hr", f.CaseAt("check")).Case.Stage))
	over := newest(t, f.Staff("admin"), office.TraceInviteOver)
	require.Equal(t, in.Until.Format(time.RFC3339), over.Facts["until"])
}

func TestControl13_ANewInvitationReplacesTheOld(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	id := f.CaseAt("check")
	first, err := f.Staff("hr").InviteCandidate(ctx, id)
	require.NoError(t, err)
	open, err := f.Office.SignIn(ctx, first.Login, first.Code)
	require.NoError(t, err)
	second, err := f.Staff("hr").InviteCandidate(ctx, id)
	require.NoError(t, err)
	require.NotEqual(t, first.Code, second.Code)
	_, err = f.Office.SignIn(ctx, first.Login, first.Code)
	requireCode(t, err, "invite.dead")
	_, err = f.Office.SignIn(ctx, second.Login, first.Code)
	requireCode(t, err, "invite.dead")
	requireCode(t, open.ChangePassword(first.Code, ownPassword), "account.closed")
	s, err := f.Office.SignIn(ctx, second.Login, second.Code)
	require.NoError(t, err)
	require.NoError(t, s.ChangePassword(second.Code, ownPassword))
	third, err := f.Staff("hr").InviteCandidate(ctx, id)
	require.NoError(t, err)
	_, err = f.Office.SignIn(ctx, second.Login, ownPassword)
	requireCode(t, err, "vault.sign_in") // whoever asks for a new one has lost the old
	_, err = f.Office.SignIn(ctx, third.Login, third.Code)
	require.NoError(t, err)
}

func TestControl13_ANewColleagueChoosesTheirOwnPassword(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	qian := office.Account{Login: "qian", Name: "Q", Roles: []string{"hr"}}
	_, err := f.Staff("hr").InviteAccount(ctx, qian)
	requireCode(t, err, "office.denied")
	in, err := f.Staff("admin").InviteAccount(ctx, qian)
	require.NoError(t, err)
	s, err := f.Office.SignIn(ctx, "qian", in.Code)
	require.NoError(t, err)
	_, err = s.Staff()
	requireCode(t, err, "session.choose")
	f.Advance(73 * time.Hour)
	requireCode(t, s.ChangePassword(in.Code, ownPassword), "invite.expired")
	again, err := f.Staff("admin").InviteAccount(ctx, qian)
	require.NoError(t, err, "the name is free again")
	s, err = f.Office.SignIn(ctx, "qian", again.Code)
	require.NoError(t, err)
	require.NoError(t, s.ChangePassword(again.Code, ownPassword))
	_, err = s.Staff()
	require.NoError(t, err)
}

func TestControl13_ByScript_AnInvitationAndAPassword(t *testing.T) {
	s := newShell(t)
	id := s.ok("hr", "import", s.file("one.json", []byte(reportOf("W-1", "陈旻", idNumber(77), "19900005678"))))["taken"].([]any)[0].(string)
	window, _, _, err := (&call{data: s.dir, as: "hr", lang: "zh", words: mustWords(t), now: func() time.Time { return s.now }}).enterBank(context.Background())
	require.NoError(t, err)
	in := s.ok("hr", "invite", id)
	until, err := time.Parse(time.RFC3339, in["until"].(string))
	require.NoError(t, err)
	require.WithinDuration(t, s.now.Add(72*time.Hour), until, time.Second)
	login := in["login"].(string)
	signIn := func(secret string) *office.Session {
		session, err := window.office.SignIn(context.Background(), login, secret)
		require.NoError(t, err)
		return session
	}
	requireCode(t, signIn(in["code"].(string)).Alive(), "session.choose") // at a window that was open all the while
	t.Setenv("RUHANG_PASSWORD", in["code"].(string))
	require.Equal(t, "session.choose", s.refused(login, "do", id, "withdraw"))
	t.Setenv("RUHANG_NEW_PASSWORD", ownPassword)
	s.quiet(login, "password")
	require.Equal(t, "invite.dead", s.refused(login, "password"))
	t.Setenv("RUHANG_PASSWORD", ownPassword)
	s.now = s.now.Add(73 * time.Hour)
	require.NoError(t, signIn(ownPassword).Alive(), "the window sees that a password was chosen elsewhere")
	require.NoError(t, window.close())
	s.ok(login, "do", id, "withdraw", "reason=withdraw_other_job")
}
