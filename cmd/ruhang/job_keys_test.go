package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"ruhang/resources"
	"ruhang/ui/model"
)

// quiet runs a command that has nothing to say.
func (s *shell) quiet(as string, args ...string) {
	s.t.Helper()
	code, out, errs := s.run(append([]string{"--as", as}, args...)...)
	require.Equal(s.t, exitDone, code, "%v\n%s\n%s", args, out, errs)
}

func (s *shell) code(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, s.now)
	require.NoError(t, err)
	return code
}

func TestControl12_ByScript_TwoOfficersRestoreAPassword(t *testing.T) {
	s := newShell(t)
	sheet := filepath.Join(t.TempDir(), "kit.pdf")
	one := s.ok("admin", "officer", "add", "Qin Yue")
	require.Regexp(t, "^AGE-SECRET-KEY-PQ-1", one["kit"])
	two := s.ok("admin", "officer", "add", "高琳", "-o", sheet)
	require.NotContains(t, two, "kit", "what is on the sheet is not on the terminal")
	require.Len(t, s.ok("admin", "officer", "list")["officers"], 2)
	require.Equal(t, "office.denied", s.refused("hr", "officer", "add", "Mallory"))
	require.Equal(t, "vault.no_officer", s.refused("admin", "officer", "remove", "x"))

	b, _ := s.opened("hr")
	raw, err := os.ReadFile(sheet)
	require.NoError(t, err)
	pages, err := b.press.Pages(raw, 1200)
	require.NoError(t, err)
	require.Len(t, pages, 1, "a kit is one sheet")
	printed, err := b.press.ReadQR(pages[0])
	require.NoError(t, err)
	text, err := b.press.Text(raw)
	require.NoError(t, err)
	require.Contains(t, strings.Join(strings.Fields(text[0]), ""), printed, "what the camera reads is what the eye reads")
	require.NoError(t, b.close())

	const fresh = "a new morning at sea"
	t.Setenv("RUHANG_NEW_PASSWORD", fresh)
	t.Setenv("RUHANG_KIT_1", one["kit"].(string))
	t.Setenv("RUHANG_KIT_2", one["kit"].(string))
	code, out, _ := s.run("--json", "recover", "hr")
	require.Equal(t, exitRefused, code)
	require.Contains(t, out, "vault.kits")
	t.Setenv("RUHANG_KIT_2", printed)
	s.quiet("", "recover", "hr")
	t.Setenv("RUHANG_PASSWORD", fresh)
	require.Equal(t, "session.enrol", s.refused("hr", "case", "list"))

	secret := "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	t.Setenv("RUHANG_FACTOR", secret)
	t.Setenv("RUHANG_CODE", s.code(t, secret))
	codes := s.ok("hr", "factor")["codes"].([]any)
	require.Len(t, codes, 10)
	require.Equal(t, "vault.code_wrong", s.refused("hr", "case", "list"), "the code was used")
	s.now = s.now.Add(time.Minute)
	t.Setenv("RUHANG_CODE", s.code(t, secret))
	s.ok("hr", "case", "list")
	require.NoError(t, os.Unsetenv("RUHANG_CODE"))
	require.Equal(t, "vault.code_needed", s.refused("hr", "case", "list"))
}

func TestControl4_ByScript_APasswordIsChangedWithTheOldOne(t *testing.T) {
	s := newShell(t)
	t.Setenv("RUHANG_NEW_PASSWORD", "a new morning at sea")
	s.quiet("hr", "password")
	require.Equal(t, "vault.sign_in", s.refused("hr", "case", "list"))
	t.Setenv("RUHANG_PASSWORD", "a new morning at sea")
	s.ok("hr", "case", "list")
	b, session, _, err := (&call{data: s.dir, as: "hr", lang: "zh", words: mustWords(t), now: func() time.Time { return s.now }}).enterBank(context.Background())
	require.NoError(t, err)
	requireCode(t, session.ChangePassword("the wrong old one", "yet another morning"), "vault.sign_in")
	require.NoError(t, b.close())
}

func mustWords(t *testing.T) *model.Words {
	words, err := model.LoadWords(resources.Lang)
	require.NoError(t, err)
	return words
}
