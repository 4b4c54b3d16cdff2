package ui

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

func TestACandidateHasAColumnOfTheirOwn(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/issued")
	login := f.Candidate(id)
	d := sit(t, f, nil)
	d.signIn(t, login, uitest.Password)
	u, ok := d.surface.(*guestSurface)
	require.True(t, ok)
	require.Equal(t, "journey", u.at)
	d.check(t)
	uitest.Shot(t, d.win, "candidate-zh-light")
	u.Go("offer")
	d.check(t)
	u.Back()
	require.Equal(t, "journey", u.at)
	u.Go("kiosk")
	require.Equal(t, "journey", u.at, "a screen of another role stays shut")
	d.SetLang("en")
	d.check(t)
}

func TestTheKioskClearsItselfAndOnlyStaffLeaveIt(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("assessment")
	login := f.Candidate(id)
	d := sit(t, f, func(s *Start) { s.Kiosk = true })
	d.signIn(t, "kiosk", uitest.Password)
	k, ok := d.surface.(*kioskSurface)
	require.True(t, ok)
	d.check(t)
	uitest.Shot(t, d.win, "kiosk-zh-light")
	before := k.page
	d.beat()
	d.now = d.now.Add(kioskIdle)
	d.beat()
	require.NotSame(t, before, k.page, "a fresh welcome page")
	require.NotNil(t, d.session, "the machine stays signed in")
	k.askStaff()
	form := uitest.Find[*kit.Form](uitest.Overlay(d.win))[0]
	form.Set("login", login)
	form.Set("password", uitest.Password)
	form.Submit()
	require.NotNil(t, d.session, "a candidate cannot take the machine")
	form.Set("login", "hr")
	form.Set("password", uitest.Password)
	form.Submit()
	require.Nil(t, d.session)
	require.False(t, d.win.FullScreen())
}
