package ui

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/ui/guest"
	"ruhang/ui/staff"
	"ruhang/ui/uitest"
)

// brokenPage breaks down when it is asked to load again.
type brokenPage struct{ staff.Page }

func (brokenPage) Refresh() { panic("a name") }

// TestControl41_ABrokenPageLeavesTheWindowStanding breaks every screen in turn, on opening, on work behind it and on what follows.
func TestControl41_ABrokenPageLeavesTheWindowStanding(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	sentence := d.fault(fault.New(fault.Internal, "internal"))
	for i, whole := range staff.Screens {
		if !slices.Contains(d.staff(t).allow, whole.ID) {
			continue
		}
		staff.Screens[i].Open = func(staff.Host, string) staff.Page { panic("a name") }
		d.staff(t).Go(whole.ID, "")
		require.True(t, uitest.Says(d.win.Content(), sentence), "%s says that it broke down", whole.ID)
		require.False(t, uitest.Says(d.win.Content(), "a name"))
		d.check(t)
		staff.Screens[i] = whole
	}
	uitest.Shot(t, d.win, "shell_broken-zh-light")
	d.staff(t).Go("today", "")
	require.False(t, uitest.Says(d.win.Content(), sentence), "and the next page opens as ever")
	ended := fault.Caught(func() error {
		d.run(func(context.Context) error { panic("a name") }, func(err error) {
			require.True(t, fault.Is(err, fault.Internal))
			panic("another name")
		})
		u := d.staff(t)
		u.page = brokenPage{u.page}
		f.Receive("teller", 90)
		d.drain()
		return nil
	})
	require.NoError(t, ended)
	uitest.Settle(d.win)
	d.staff(t).Go("today", "")
	d.check(t)
}

func TestControl41_ABrokenPageOfACandidate(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	login := f.Candidate(id)
	d := sit(t, f, nil)
	whole := guest.Screens[0]
	guest.Screens[0].Open = func(guest.Host) guest.Page { panic("a name") }
	t.Cleanup(func() { guest.Screens[0] = whole })
	d.signIn(t, login, uitest.Password)
	require.True(t, uitest.Says(d.win.Content(), d.fault(fault.New(fault.Internal, "internal"))))
	guest.Screens[0] = whole
	uitest.Tap(t, d.win.Content(), "重试")
	require.False(t, uitest.Says(d.win.Content(), d.fault(fault.New(fault.Internal, "internal"))))
}
