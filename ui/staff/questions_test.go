package staff

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

func questionsAt(t *testing.T, f *uitest.Fixture, login, lang string) (*uitest.StaffHost, *questionsPage) {
	t.Helper()
	h, page := opened(t, f, "questions", login, lang)
	p := page.(*questionsPage)
	p.bankID = "teller"
	p.Refresh()
	return h, p
}

func TestN05_TheEditorJudgesWhileOneTypesAndOffersTheAlternative(t *testing.T) {
	f := uitest.Bank(t)
	for _, lang := range []string{"zh", "en"} {
		h, p := questionsAt(t, f, "hr", lang)
		p.open(p.bank().Question("t03"))
		field := p.edit.fields["probe.zh"]
		require.True(t, field.wrong.Hidden)
		field.entry.SetText("对了，你 结·婚 了 吗？")
		require.False(t, field.wrong.Hidden, "live, before anything is saved")
		law := f.Office.Catalog().Unlawful.Rules[0]
		require.Contains(t, field.wrong.Text(), law.Law.In(lang))
		require.Contains(t, field.wrong.Text(), law.Name.In(lang))
		require.Contains(t, field.wrong.Text(), law.Instead.In(lang))
		uitest.Shot(t, h.Window, "questions-"+lang+"-unlawful")

		uitest.Tap(t, p.edit.all, h.Words()("action.save"))
		require.Contains(t, field.wrong.Text(), law.Name.In(lang), "the office refuses it too, beside the field")
		require.Nil(t, p.bank().Question("t03.2"))

		uitest.Tap(t, field.room, h.Words()("questions.use_instead"))
		require.Equal(t, law.Instead.In("zh"), field.entry.Text, "in the language of the text")
		require.True(t, field.wrong.Hidden)
	}
}

func TestN05_ChangedWordsAreANewQuestionAndOpenCasesKeepTheirs(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	before := f.File("hr", id).Case.Kit
	drawn := before[0].Question
	h, p := questionsAt(t, f, "hr", "zh")
	p.open(p.bank().Question(drawn))
	p.edit.fields["text.zh"].entry.SetText("请换一种说法再讲一次。")
	p.edit.fields["anchors[4].zh"].entry.SetText("讲得清楚，并确认对方听懂")
	uitest.Tap(t, p.edit.all, h.Words()("action.save"))
	require.Empty(t, h.Failed)
	require.Equal(t, []string{h.Words()("questions.saved")}, h.Good)
	bank := f.Office.Catalog().Banks["teller"]
	require.True(t, bank.Question(drawn).Retired)
	fresh := bank.Question(drawn + ".2")
	require.Equal(t, "请换一种说法再讲一次。", fresh.Text["zh"])
	require.Equal(t, "讲得清楚，并确认对方听懂", fresh.Anchors[4]["zh"])
	require.Equal(t, before, f.File("hr", id).Case.Kit)
	require.NotEqual(t, fresh.Text, bank.Question(drawn).Text, "the case's question says what it said")

	p.filter.Retired = true
	p.list()
	require.Len(t, p.lines, 1)
	p.open(bank.Question(drawn))
	uitest.Tap(t, p.edit.all, h.Words()("questions.bring_back"))
	require.False(t, f.Office.Catalog().Banks["teller"].Question(drawn).Retired)
}

func TestN05_AQuestionInOnesOwnWordsIsJudgedToo(t *testing.T) {
	f := uitest.Bank(t)
	h, page := caseAt(t, f, "hr", "zh", f.CaseAt("interview"), "kit")
	page.editKit()
	n := len(page.kit.items)
	page.kit.addByHand()
	top := uitest.Overlay(h.Window)
	form, entry := uitest.Find[*kit.Form](top)[0], uitest.Find[*kit.Entry](top)[0]
	form.Set("competency", "logic")
	entry.SetText("未来几年有什么家庭计划吗？")
	form.Submit()
	require.Len(t, page.kit.items, n)
	require.True(t, uitest.Says(top, "第四十三条"))
	uitest.Shot(t, h.Window, "kit-zh-unlawful")
	uitest.Tap(t, top, h.Words()("questions.use_instead"))
	form.Submit()
	require.Len(t, page.kit.items, n+1)
	require.Contains(t, page.kit.items[n].Text, "排班")
	uitest.Tap(t, page.Content(), h.Words()("kit.save"))
	require.Empty(t, h.Failed)
}

func TestN06_AQuestionWithoutAllItsAnchorsIsNotSaved(t *testing.T) {
	f := uitest.Bank(t)
	h, p := questionsAt(t, f, "admin", "zh")
	p.open(nil)
	for _, lang := range catalog.Languages {
		p.edit.fields["text."+lang].entry.SetText("Tell of one case")
		for i := range 4 {
			p.edit.fields["anchors["+string(rune('0'+i))+"]."+lang].entry.SetText("Does something")
		}
	}
	uitest.Tap(t, p.edit.all, h.Words()("action.save"))
	require.False(t, p.edit.fields["anchors[4].zh"].wrong.Hidden, "beside the field that lacks it")
	require.Nil(t, p.bank().Question("q41"))
	for _, lang := range catalog.Languages {
		p.edit.fields["anchors[4]."+lang].entry.SetText("Does it better")
	}
	n := len(p.bank().Questions)
	uitest.Tap(t, p.edit.all, h.Words()("action.save"))
	require.Empty(t, h.Failed)
	require.Len(t, f.Office.Catalog().Banks["teller"].Questions, n+1)
}

func TestN05_ATableIsTriedBeforeItIsImported(t *testing.T) {
	f := uitest.Bank(t)
	for _, lang := range []string{"zh", "en"} {
		h, p := questionsAt(t, f, "hr", lang)
		uitest.Tap(t, p.Content(), h.Words()("questions.export"))
		require.Contains(t, string(h.Saved["questions-teller.csv"]), "anchor5_en")
		n := len(f.Office.Catalog().Banks["teller"].Questions)
		h.Pick("new.csv", []byte("competency,text_zh,text_en\nlogic,说一件你核对过的事"+lang+",Tell of something you verified "+lang+"\nlogic,您 婚 姻 状 况,Are you married?\n"))
		uitest.Tap(t, p.Content(), h.Words()("questions.import"))
		top := uitest.Overlay(h.Window)
		require.True(t, uitest.Says(top, f.Office.Catalog().Unlawful.Rules[0].Name.In(lang)), "the reason stands there at once")
		uitest.Shot(t, h.Window, "questions-"+lang+"-import")
		require.Len(t, f.Office.Catalog().Banks["teller"].Questions, n)
		uitest.Tap(t, top, h.Words()("questions.take", "n", "1"))
		require.Empty(t, h.Failed)
		require.Len(t, f.Office.Catalog().Banks["teller"].Questions, n+1)
	}
}

func TestConfigurationFilesAreCheckedSavedAndBroughtBack(t *testing.T) {
	f := uitest.Bank(t)
	h, page := opened(t, f, "settings", "admin", "zh")
	p := page.(*settingsPage)
	p.config()
	c := p.configured
	open := func(path string) {
		for i, file := range c.files {
			if file.Path == path {
				c.table.OnOpen(i)
				return
			}
		}
		require.Fail(t, path)
	}
	open("bank.yaml")
	words := h.Words()
	c.text.SetText(strings.Replace(c.text.Text, "offer_days: 7", "offer_days: many", 1))
	uitest.Tap(t, c.side, words("config.check"))
	require.NotNil(t, uitest.Button(c.found, words("config.go_line", "line", "9")))
	uitest.Tap(t, c.side, words("action.save"))
	require.Equal(t, 7, f.Office.Catalog().Bank.OfferDays)

	c.text.SetText(strings.Replace(c.text.Text, "offer_days: many", "offer_days: 9", 1))
	uitest.Tap(t, c.side, words("action.save"))
	require.Equal(t, 9, f.Office.Catalog().Bank.OfferDays)
	require.True(t, uitest.Says(c.found, words("config.saved")))

	history, err := f.Staff("admin").ConfigHistory(context.Background(), "bank.yaml")
	require.NoError(t, err)
	require.Len(t, history, 1)
	require.Equal(t, f.Staff("admin").Account.Name, history[0].Who)
	uitest.Tap(t, c.side, words("config.to_shipped"))
	uitest.Tap(t, uitest.Overlay(h.Window), words("config.to_shipped"))
	require.Equal(t, 7, f.Office.Catalog().Bank.OfferDays)

	open("roles.yaml")
	c.text.SetText(c.text.Text + "# mine\n")
	uitest.Tap(t, c.side, words("action.save"))
	require.True(t, uitest.Says(c.found, words("config.roles")))
}

// TestShotsQuestions draws the banks, a question, its history, and a file as text.
func TestShotsQuestions(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	first := true
	for _, lang := range []string{"zh", "en"} {
		h, p := questionsAt(t, f, "hr", lang)
		uitest.CheckPage(t, p)
		uitest.Shot(t, h.Window, "questions-"+lang)
		if first {
			q := *p.bank().Question("t01")
			q.Minutes = 6
			require.NoError(t, f.Staff("hr").SaveQuestion(ctx, p.file(), q))
			p.Refresh()
			q.Probe = catalog.Text{"zh": "还有别的办法吗？", "en": "Is there another way?"}
			require.NoError(t, f.Staff("hr").SaveQuestion(ctx, p.file(), q))
			first = false
			p.Refresh()
		}
		p.open(p.bank().Question("t02"))
		uitest.Settle(h.Window)
		uitest.CheckPage(t, p)
		uitest.Shot(t, h.Window, "questions-"+lang+"-edit")
		p.history()
		d := uitest.Find[*kit.DataTable](uitest.Overlay(h.Window))[0]
		d.OnOpen(1)
		uitest.Shot(t, h.Window, "questions-"+lang+"-history")

		h, page := opened(t, f, "settings", "admin", lang)
		page.(*settingsPage).all.Refresh()
		s := page.(*settingsPage)
		tabs := uitest.Find[*kit.Tabs](s.all)[0]
		tabs.Turn(7)
		uitest.Settle(h.Window)
		uitest.Shot(t, h.Window, "config-"+lang)
		s.configured.edit(office.ConfigFile{Path: "bank.yaml", Text: textOf(s.configured.files, "bank.yaml")})
		s.configured.text.SetText(strings.Replace(s.configured.text.Text, "offer_days: 7", "offer_days: many", 1))
		s.configured.check()
		uitest.Settle(h.Window)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "config-"+lang+"-edit")
	}
}

func textOf(files []office.ConfigFile, path string) string {
	for _, f := range files {
		if f.Path == path {
			return f.Text
		}
	}
	return ""
}
