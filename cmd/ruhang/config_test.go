package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

const bankOfTellers = "questions/teller.yaml"

// configFile is one of the files that an account may change, as it stands.
func configFile(t *testing.T, s *office.Staff, path string) office.ConfigFile {
	t.Helper()
	all, err := s.ConfigFiles(context.Background())
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(f office.ConfigFile) bool { return f.Path == path })
	require.GreaterOrEqual(t, i, 0, path)
	return all[i]
}

// asked is a question of the shipped bank with another follow-up.
func asked(b *bank, probe string) catalog.Question {
	q := *b.office.Catalog().Banks["teller"].Question("t03")
	q.Probe = catalog.Text{"zh": probe, "en": "What now?"}
	return q
}

func TestN05_ASavedQuestionIsInForceAtOnceAndEveryVersionStays(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	ctx := context.Background()
	shipped := configFile(t, hr, bankOfTellers)
	require.False(t, shipped.Own)
	require.NoError(t, hr.SaveQuestion(ctx, shipped, asked(b, "他仍不回答，你怎么办？")))

	first := configFile(t, hr, bankOfTellers)
	require.True(t, first.Own)
	require.Equal(t, "他仍不回答，你怎么办？", b.office.Catalog().Banks["teller"].Question("t03").Probe.In("zh"))
	onDisk, err := os.ReadFile(filepath.Join(s.dir, "catalog", filepath.FromSlash(bankOfTellers)))
	require.NoError(t, err)
	require.Equal(t, first.Text, string(onDisk))
	gone, come := 0, 0
	was, is := strings.Split(shipped.Text, "\n"), strings.Split(first.Text, "\n")
	for _, line := range was {
		if !slices.Contains(is, line) {
			gone++
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			come++
		}
	}
	require.Equal(t, []int{2, 2}, []int{gone, come}, "only the follow-up's two lines differ")

	s.now = s.now.Add(time.Hour)
	require.NoError(t, hr.SaveQuestion(ctx, first, asked(b, "他改口了，你怎么办？")))
	require.True(t, fault.Is(hr.SaveQuestion(ctx, first, asked(b, "旧稿")), fault.Stale), "somebody was quicker")
	second := configFile(t, hr, bankOfTellers)
	history, err := hr.ConfigHistory(ctx, bankOfTellers)
	require.NoError(t, err)
	require.Len(t, history, 2)
	require.Equal(t, []string{second.Text, first.Text}, []string{history[0].Text, history[1].Text}, "newest first")
	require.Equal(t, hr.Account.ID, history[0].By)
	require.Equal(t, s.now.Add(-time.Hour).Unix(), history[1].At.Unix())

	require.NoError(t, hr.SaveConfig(ctx, second, history[1].ConfigFile), "an earlier version again")
	require.Equal(t, first.Text, configFile(t, hr, bankOfTellers).Text)
	require.NoError(t, hr.SaveConfig(ctx, first, office.ConfigFile{Path: bankOfTellers}), "as it shipped")
	require.Equal(t, shipped, configFile(t, hr, bankOfTellers))
	require.NoFileExists(t, filepath.Join(s.dir, "catalog", filepath.FromSlash(bankOfTellers)))
	history, err = hr.ConfigHistory(ctx, bankOfTellers)
	require.NoError(t, err)
	require.Len(t, history, 4)
	require.False(t, history[0].Own)
}

func TestN05_AnUnlawfulQuestionIsNotSavedAndNothingChanges(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	ctx := context.Background()
	before, hash := configFile(t, hr, bankOfTellers), b.office.Catalog().Hash
	err := hr.SaveQuestion(ctx, before, asked(b, "你 结·婚 了 吗"))
	problems := catalog.Problems(err)
	require.Len(t, problems, 1)
	require.Equal(t, "catalog.unlawful_question", problems[0].Code)
	require.Equal(t, "questions[2].probe.zh", problems[0].Params["field"])
	require.Equal(t, err.Error(), hr.TryConfig(ctx, amended(t, before, "他坚持不答，你依据什么决定办还是不办？", "你 结·婚 了 吗")).Error())
	require.Equal(t, before, configFile(t, hr, bankOfTellers))
	require.Equal(t, hash, b.office.Catalog().Hash)
	history, err := hr.ConfigHistory(ctx, bankOfTellers)
	require.NoError(t, err)
	require.Empty(t, history)
}

func amended(t *testing.T, f office.ConfigFile, old, new string) office.ConfigFile {
	t.Helper()
	require.Contains(t, f.Text, old)
	return office.ConfigFile{Path: f.Path, Text: strings.Replace(f.Text, old, new, 1), Own: true}
}

func TestWhoMayChangeWhichConfiguration(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	ctx := context.Background()
	files, err := hr.ConfigFiles(ctx)
	require.NoError(t, err)
	require.Len(t, files, 3, "the banks of questions")
	require.True(t, fault.Is(hr.SaveConfig(ctx, office.ConfigFile{Path: "bank.yaml"}, office.ConfigFile{Path: "bank.yaml", Own: true}), fault.Denied))
	admin := s.door(b, "admin")
	days := configFile(t, admin, "bank.yaml")
	require.NoError(t, admin.SaveConfig(ctx, days, amended(t, days, "offer_days: 7", "offer_days: 5")))
	require.Equal(t, 5, b.office.Catalog().Bank.OfferDays)
	roles := configFile(t, admin, "roles.yaml")
	err = admin.SaveConfig(ctx, roles, amended(t, roles, "commands: [read_message]", "commands: [read_message, approve_offer]"))
	require.Equal(t, "config.roles", fault.Of(err).Code)
	err = admin.SaveConfig(ctx, office.ConfigFile{Path: "../x.yaml"}, office.ConfigFile{Path: "../x.yaml", Text: "a: b", Own: true})
	require.Error(t, err)
	require.NoFileExists(t, filepath.Join(s.dir, "x.yaml"))
}

// TestWhatStoodOnTheDiskIsKept: a file changed by hand, or by a program that died between the disk and the trail, is told at the next sign-in and
// kept when it is replaced.
func TestWhatStoodOnTheDiskIsKept(t *testing.T) {
	s := newShell(t)
	overlay(t, s.dir, "5")
	b, admin := s.opened("admin")
	ctx := context.Background()
	require.Equal(t, 5, b.office.Catalog().Bank.OfferDays)
	found := configFile(t, admin, "bank.yaml")
	require.NoError(t, admin.SaveConfig(ctx, found, amended(t, found, "offer_days: 5", "offer_days: 6")))
	history, err := admin.ConfigHistory(ctx, "bank.yaml")
	require.NoError(t, err)
	require.Len(t, history, 2)
	require.Equal(t, []hiring.AccountID{admin.Account.ID, hiring.System}, []hiring.AccountID{history[0].By, history[1].By})
	require.Equal(t, found.Text, history[1].Text)
}

// TestAFileThatCannotBeWrittenLeavesNoRecord: the disk comes last, so that the trail never tells of what is not in force.
func TestAFileThatCannotBeWrittenLeavesNoRecord(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	ctx := context.Background()
	before := configFile(t, hr, bankOfTellers)
	require.NoError(t, os.MkdirAll(filepath.Join(s.dir, "catalog"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, "catalog", "questions"), nil, 0o600)) // where a folder must be
	require.Error(t, hr.SaveQuestion(ctx, before, asked(b, "他仍不回答，你怎么办？")))
	require.NotContains(t, b.office.Catalog().Banks["teller"].Question("t03").Probe.In("zh"), "他仍不回答")
	history, err := hr.ConfigHistory(ctx, bankOfTellers)
	require.NoError(t, err)
	require.Empty(t, history)
}
