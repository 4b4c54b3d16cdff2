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

func importQuestions(t *testing.T, s *office.Staff, table string, dry bool) []office.QuestionTaken {
	t.Helper()
	taken, err := s.ImportQuestions(context.Background(), configFile(t, s, bankOfTellers), "teller", "questions.csv", strings.NewReader(table), dry)
	require.NoError(t, err)
	return taken
}

func outcomes(taken []office.QuestionTaken) (out []string) {
	for _, t := range taken {
		out = append(out, t.Outcome)
	}
	return out
}

func TestN05_ATableOfQuestionsComesBackAsItWentOut(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	out, err := hr.ExportQuestions("teller")
	require.NoError(t, err)
	hash := b.office.Catalog().Hash
	taken := importQuestions(t, hr, string(out), false)
	require.Len(t, taken, len(b.office.Catalog().Banks["teller"].Questions))
	for _, q := range taken {
		require.Equal(t, "same", q.Outcome, q.Question.ID)
	}
	require.Equal(t, hash, b.office.Catalog().Hash)
}

func TestN05_EveryRowOfATableOfQuestionsIsAnsweredAndUnlawfulOnesStayOut(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	table := "编号,胜任力,难度,分钟,题目中文,题目英文,追问中文,追问英文\n" +
		",逻辑思维,2,5,请说明你怎样核对一笔差错,Tell how you trace an error,,\n" +
		",逻辑思维,2,5,请介绍你自己,Tell us about yourself,你 打算 什么时候 要 孩子,What then?\n" +
		",逻辑思维,2,5,只有中文,,,\n" +
		",占星,2,5,甲,A,,\n" +
		",逻辑思维,两,5,乙,B,,\n" +
		"t03,语言表达,2,5,换一种说法,In other words,,\n" +
		",逻辑思维,2,500,丙,C,,\n"
	want := []string{"added", "refused", "refused", "refused", "refused", "changed", "refused"}
	before, hash := configFile(t, hr, bankOfTellers), b.office.Catalog().Hash
	dry := importQuestions(t, hr, table, true)
	require.Equal(t, want, outcomes(dry))
	require.Equal(t, before, configFile(t, hr, bankOfTellers), "a dry run keeps nothing")
	require.Equal(t, hash, b.office.Catalog().Hash)
	why := fault.Of(dry[1].Refusal)
	require.Equal(t, "catalog.unlawful_question", why.Code)
	for name, value := range map[string]string{"rule": "childbirth", "file": "questions.csv", "line": "3", "field": "probe_zh"} {
		require.Equal(t, value, why.Params[name])
	}
	require.NotEmpty(t, why.Params["instead"])
	require.Equal(t, "import.unknown_competency", fault.Of(dry[3].Refusal).Code)
	taken := importQuestions(t, hr, "competency,text_zh,text_en,anchor1_zh,anchor1_en\nlogic,甲,A,差,Bad\n", true)
	require.Equal(t, "anchor2_zh", fault.Of(taken[0].Refusal).Params["field"], "an anchor that is missing, by its column")

	require.Equal(t, want, outcomes(importQuestions(t, hr, table, false)))
	bank := b.office.Catalog().Banks["teller"]
	n := len(bank.Questions)
	require.Equal(t, "请说明你怎样核对一笔差错", bank.Questions[n-2].Text["zh"])
	require.True(t, bank.Question("t03").Retired)
	require.Equal(t, "换一种说法", bank.Question("t03.2").Text["zh"])
	history, err := hr.ConfigHistory(context.Background(), bankOfTellers)
	require.NoError(t, err)
	require.Len(t, history, 1, "one file, one version")
	_, err = hr.ImportQuestions(context.Background(), configFile(t, hr, bankOfTellers), "teller", "x.csv", strings.NewReader("a,b\n1,2\n"), true)
	require.Equal(t, "import.no_column", fault.Of(err).Code)
}
