package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

func TestControl13_ACandidateChoosesAPasswordBeforeAnythingElse(t *testing.T) {
	f := uitest.Bank(t)
	in, err := f.Staff("hr").InviteCandidate(context.Background(), f.CaseAt("offer/issued"))
	require.NoError(t, err)
	d := sit(t, f, nil)
	d.win.Resize(fyne.NewSize(360, 640))
	d.signIn(t, in.Login, in.Code)
	require.Nil(t, d.surface)
	require.True(t, uitest.Says(d.win.Content(), d.words("choose.text", "login", in.Login, "until", moment(in.Until))))
	for _, lang := range []string{"en", "zh"} {
		d.SetLang(lang)
		require.True(t, uitest.Says(d.win.Content(), d.words("choose.title")))
		d.check(t)
		uitest.Shot(t, d.win, "choose-"+lang+"-light")
	}
	form := uitest.Find[*kit.Form](d.win.Content())[0]
	typing := func(fresh, again string) {
		form.Set("fresh", fresh)
		form.Set("again", again)
		form.Submit()
		uitest.Settle(d.win)
	}
	typing("a long quiet evening", "a long quiet morning")
	require.NotEmpty(t, form.Error("again"))
	typing(in.Code, in.Code)
	require.Equal(t, d.words("invite.no_password"), form.Error("fresh"))
	typing("short", "short")
	require.NotEmpty(t, form.Error("fresh"))
	require.Nil(t, d.surface)
	typing("a long quiet evening", "a long quiet evening")
	require.IsType(t, &guestSurface{}, d.surface)
	d.SignOut(false)
	d.signIn(t, in.Login, in.Code)
	require.Nil(t, d.surface)
	require.True(t, uitest.Says(d.win.Content(), d.words("invite.dead", "phone", f.Catalog.Bank.Hotline)))
	d.check(t)
	uitest.Shot(t, d.win, "invite_dead-zh-light")
	d.signIn(t, in.Login, "a long quiet evening")
	require.IsType(t, &guestSurface{}, d.surface)
}

func TestControl13_AnInvitationThatEndsOnThePage(t *testing.T) {
	f := uitest.Bank(t)
	in, err := f.Staff("admin").InviteAccount(context.Background(), office.Account{Login: "qian", Name: "Q", Roles: []string{"hr"}})
	require.NoError(t, err)
	d := sit(t, f, nil)
	d.signIn(t, "qian", in.Code)
	form := uitest.Find[*kit.Form](d.win.Content())[0]
	f.Advance(73 * time.Hour)
	form.Set("fresh", "a long quiet evening")
	form.Set("again", "a long quiet evening")
	form.Submit()
	uitest.Settle(d.win)
	require.True(t, uitest.Says(d.win.Content(), d.words("invite.expired", "until", moment(in.Until), "phone", f.Catalog.Bank.Hotline)))
	require.True(t, uitest.Says(d.win.Content(), d.words("signin.title")))
	d.signIn(t, "qian", in.Code)
	require.True(t, uitest.Says(d.win.Content(), d.words("invite.dead", "phone", f.Catalog.Bank.Hotline)))
}
