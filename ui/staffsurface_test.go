package ui

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/ui/uitest"
)

func TestAWrongConfigurationIsToldToThoseWhoMayMendIt(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	problem := fault.New(fault.Invalid, "catalog.missing", "file", "bank.yaml", "line", "3", "field", "offer_days")
	d.bank.Wrong = errors.Join(problem, problem)
	d.signIn(t, "interviewer1", uitest.Password)
	require.False(t, uitest.Says(d.win.Content(), d.fault(problem)))
	d.SignOut(false)
	d.signIn(t, "admin", uitest.Password)
	d.check(t)
	require.Contains(t, strings.Join(uitest.Texts(d.win.Content()), ""), "bank.yaml")
	uitest.Shot(t, d.win, "shell_wrong-zh-light")
	d.SetLang("en")
	d.SetDark(true)
	d.check(t)
	uitest.Shot(t, d.win, "shell_wrong-en-dark")
	d.SetLang("zh")
	uitest.Tap(t, d.win.Content(), "关闭")
	require.NotContains(t, strings.Join(uitest.Texts(d.win.Content()), ""), "bank.yaml")
}
