package staff

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// opened is one of the main screens in a window.
func opened(t *testing.T, f *uitest.Fixture, screen, login, lang string) (*uitest.StaffHost, Page) {
	t.Helper()
	h := f.StaffHost(login, lang)
	s, ok := Find(screen)
	require.True(t, ok)
	page := s.Open(h, "")
	t.Cleanup(page.Close)
	h.Show(page)
	return h, page
}

// full is a bank with a case at every stop.
func full(t *testing.T) *uitest.Fixture {
	f := uitest.Bank(t)
	for _, stop := range []string{"waiting", "assessment", "interview", "interview/planned", "check", "check/flagged", "offer", "offer/issued", "onboarding"} {
		f.CaseAt(stop)
	}
	return f
}

func TestMainScreensOpenForEveryRoleInBothLanguages(t *testing.T) {
	f := full(t)
	for _, s := range slices.Concat(dayScreens, houseScreens) {
		for _, login := range uitest.StaffLogins {
			if !slices.Contains(f.Session(login).Screens(), s.ID) {
				continue
			}
			for _, lang := range []string{"zh", "en"} {
				t.Run(s.ID+" "+login+" "+lang, func(t *testing.T) {
					h, page := opened(t, f, s.ID, login, lang)
					uitest.CheckPage(t, page)
					require.Empty(t, h.Failed)
				})
			}
		}
	}
}

func TestEveryScreenOfTheRolesIsInTheTable(t *testing.T) {
	f := uitest.Bank(t)
	for _, login := range uitest.StaffLogins {
		for _, id := range f.Session(login).Screens() {
			s, ok := Find(id)
			require.True(t, ok, id)
			require.NotNil(t, s.Icon, id)
			require.True(t, f.Words.Has("zh", "screen."+id) && f.Words.Has("en", "screen."+id), id)
		}
	}
}

func TestZ30_WhatIsPastItsTimeStandsInTheStuckList(t *testing.T) {
	f := uitest.Bank(t)
	uninvited, unchecked := f.CaseAt("interview"), f.CaseAt("check/consented")
	h, page := opened(t, f, "today", "hr", "zh")
	require.True(t, uitest.Says(page.Content(), "没有卡住的档案"))
	f.Advance(10 * 24 * time.Hour)
	page.Refresh()
	for _, id := range []hiring.CaseID{uninvited, unchecked} {
		name := f.File("hr", id).Person.Name
		var line *kit.Button
		for _, b := range uitest.Find[*kit.Button](page.Content()) {
			if strings.Contains(b.Text, name) {
				line = b
			}
		}
		require.NotNil(t, line, "%s is not in the list", name)
		test.Tap(line)
		require.Equal(t, uitest.Gone{Screen: "case", Arg: string(id)}, h.Gone[len(h.Gone)-1])
	}
}

func TestTodayOpensWorkWithTheKeyboard(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	h, page := opened(t, f, "today", "interviewer1", "zh")
	page.(*todayPage).work.Focus()
	h.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Equal(t, []uitest.Gone{{Screen: "room", Arg: string(id) + "/i1"}}, h.Gone)
}

func TestAnEmptyBankSaysHowItIsFilled(t *testing.T) {
	f := uitest.Bank(t)
	for _, screen := range []string{"today", "board"} {
		h, page := opened(t, f, screen, "hr", "zh")
		uitest.Tap(t, page.Content(), "导入 AI 报告")
		require.Equal(t, "import", h.Gone[0].Screen)
	}
}

func TestBoardFiltersFindsAndOpens(t *testing.T) {
	f := full(t)
	h, page := opened(t, f, "board", "hr", "zh")
	p := page.(*boardPage)
	require.Len(t, p.lines, 9)
	p.filter.Stage = "check"
	p.Refresh()
	require.Len(t, p.lines, 2)
	require.True(t, uitest.Says(page.Content(), "背景调查 2"))
	p.filter.Stage = ""
	p.Refresh()
	require.Len(t, p.lines, 1)
	require.True(t, uitest.Says(page.Content(), "背景调查 2"), "the other stages keep their counts")
	p.filter.Stage = "*"
	p.find.SetText("wxz") // pinyin initials
	require.Len(t, p.lines, 1)
	p.table.Focus()
	h.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Equal(t, "case", h.Gone[0].Screen)
	p.find.SetText("zzzz")
	require.True(t, uitest.Says(page.Content(), "没有符合条件"))
	p.find.SetText("")
	require.Len(t, p.lines, 9)
	uitest.Tap(t, page.Content(), "看板视图")
	h.Show(page)
	uitest.CheckPage(t, page)
	require.Len(t, uitest.Find[*kit.Lanes](page.Content()), 1)
}

func TestBoardLoadsPageByPage(t *testing.T) {
	f := uitest.Bank(t)
	var reports bytes.Buffer
	reports.WriteString("[")
	for i := range 450 {
		if i > 0 {
			reports.WriteString(",")
		}
		raw := f.Report("teller", 85)
		reports.Write(raw[1 : len(raw)-1])
	}
	reports.WriteString("]")
	_, err := f.Staff("hr").Import(context.Background(), "many.json", &reports, office.ImportOptions{})
	require.NoError(t, err)
	_, page := opened(t, f, "board", "hr", "zh")
	p := page.(*boardPage)
	require.Equal(t, 200, len(p.lines))
	p.table.ScrollTo(250)
	require.GreaterOrEqual(t, len(p.lines), 400)
	p.table.ScrollTo(430)
	require.Equal(t, 450, len(p.lines))
	seen := map[hiring.CaseID]bool{}
	for _, l := range p.lines {
		require.False(t, seen[l.ID], "no row twice")
		seen[l.ID] = true
	}
}

func TestBulkShowsWhatWillHappenAndEachResult(t *testing.T) {
	f := uitest.Bank(t)
	failed, open := f.CaseAt("waiting"), f.CaseAt("assessment")
	h, page := opened(t, f, "board", "hr", "zh")
	p := page.(*boardPage)
	uitest.Tap(t, page.Content(), "批量操作")
	p.table.Mark(0, 1)
	uitest.Tap(t, page.Content(), "确认不通过")
	over := uitest.Overlay(h.Window)
	require.True(t, uitest.Says(over, "其中 1 人可以执行"))
	uitest.CheckObject(t, over)
	require.Equal(t, hiring.Waiting, f.File("hr", failed).Case.Status, "nothing happened yet")
	uitest.Tap(t, over, "执行 1 项")
	require.Equal(t, hiring.Rejected, f.File("hr", failed).Case.Status)
	require.Equal(t, hiring.Open, f.File("hr", open).Case.Status)
	require.True(t, uitest.Says(uitest.Overlay(h.Window), "已确认不通过"))
}

func TestBulkInvitesAndTheListOfLoginsCanBeSaved(t *testing.T) {
	f := uitest.Bank(t)
	f.CaseAt("assessment")
	h, page := opened(t, f, "board", "hr", "en")
	uitest.Tap(t, page.Content(), "Several at once")
	page.(*boardPage).table.Mark(0)
	uitest.Tap(t, page.Content(), "Invite candidates")
	uitest.Tap(t, uitest.Overlay(h.Window), "Do 1")
	uitest.Tap(t, uitest.Overlay(h.Window), "Save the list of logins")
	lines := strings.Split(strings.TrimSpace(string(h.Saved["ruhang-logins.csv"])), "\n")
	require.Len(t, lines, 2)
	cells := strings.Split(strings.TrimSpace(lines[1]), ",")
	s, err := f.Office.SignIn(context.Background(), cells[1], cells[2])
	require.NoError(t, err)
	require.True(t, s.Account.Is("candidate"))
}

func TestInboxReadsAndMarksRead(t *testing.T) {
	f := uitest.Bank(t)
	f.CaseAt("interview/planned")
	_, page := opened(t, f, "inbox", "interviewer1", "zh")
	p := page.(*inboxPage)
	require.NotEmpty(t, p.lines)
	require.True(t, p.lines[0].New)
	p.table.OnOpen(0)
	require.False(t, p.lines[0].New)
	require.NotNil(t, uitest.Button(page.Content(), "打开档案"))
	letters, err := f.Staff("interviewer1").Inbox(context.Background(), 9)
	require.NoError(t, err)
	require.True(t, letters[0].Read)
	uitest.CheckPage(t, page)
}

func TestVerifyWalksTheLedgerAndKnowsItsOwnPDFs(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer/issued")
	h, page := opened(t, f, "verify", "compliance", "zh")
	uitest.Tap(t, page.Content(), "开始验证")
	require.True(t, uitest.Says(page.Content(), "台账完整"))
	pdf, err := f.Staff("hr").OfferPDF(context.Background(), id, 1)
	require.NoError(t, err)
	require.True(t, h.Drop("offer.pdf", pdf))
	require.True(t, uitest.Says(page.Content(), "本行发出的录用通知书"))
	uitest.CheckPage(t, page)
	other := bytes.Clone(pdf)
	other[len(other)-10] ^= 1
	require.True(t, h.Drop("offer.pdf", other))
	require.True(t, uitest.Says(page.Content(), "不是本行的文件"))
}

func TestSettingsAddsAndChangesPeople(t *testing.T) {
	f := uitest.Bank(t)
	h, page := opened(t, f, "settings", "admin", "zh")
	users := page.(*settingsPage).users
	require.Len(t, users.lines, len(uitest.People()))
	uitest.Tap(t, page.Content(), "添加用户")
	over := uitest.Overlay(h.Window)
	form := uitest.Find[*kit.Form](over)[0]
	form.Set("name", "钱进")
	form.Set("login", "qian")
	uitest.Find[*kit.Chips](over)[0].Choose("interviewer")
	form.Set("login", "hr")
	form.Submit()
	require.NotEmpty(t, form.Error("login"), "it is taken")
	form.Set("login", "qian")
	form.Submit()
	require.Len(t, users.lines, len(uitest.People())+1)
	code := after(t, uitest.Texts(uitest.Overlay(h.Window)), "邀请码")
	uitest.Tap(t, uitest.Overlay(h.Window), "已交给本人")
	require.True(t, uitest.Says(page.Content(), "已邀请"))
	s, err := f.Office.SignIn(context.Background(), "qian", code)
	require.NoError(t, err)
	require.NoError(t, s.ChangePassword(code, "a long quiet evening"))
	_, err = s.Staff()
	require.NoError(t, err)
	f.Session("admin")
	for i, a := range users.accounts {
		if a.Login == "qian" {
			users.edit(users.accounts[i])
		}
	}
	over = uitest.Overlay(h.Window)
	uitest.CheckObject(t, over)
	form = uitest.Find[*kit.Form](over)[0]
	form.Set("closed", "true")
	form.Submit()
	_, err = f.Office.SignIn(context.Background(), "qian", "a long quiet evening")
	require.Error(t, err)
}

func TestSettingsBacksUpRebuildsAndReadsTheRules(t *testing.T) {
	f := full(t)
	h, page := opened(t, f, "settings", "admin", "zh")
	tabs := uitest.Find[*kit.Tabs](page.Content())[0]
	for i := 1; i < 4; i++ {
		tabs.Turn(i)
		h.Show(page)
		uitest.CheckPage(t, page)
	}
	before := counts(t, f)
	uitest.Tap(t, page.Content(), "立即备份")
	require.True(t, uitest.Says(page.Content(), "已备份到"))
	uitest.Tap(t, page.Content(), "开始重建")
	uitest.Tap(t, uitest.Overlay(h.Window), "开始重建")
	require.True(t, uitest.Says(page.Content(), "已重建 9 个档案"))
	require.Equal(t, before, counts(t, f))
	tabs.Turn(1)
	form := uitest.Find[*kit.Form](page.Content())[0]
	form.Set("minutes", "90")
	form.Submit()
	require.NotEmpty(t, form.Error("minutes"))
	form.Set("minutes", "12")
	form.Submit()
	minutes := 0
	known, err := f.Staff("admin").Setting(context.Background(), idleSetting, &minutes)
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, 12, minutes)
}

func TestShotsOfTheMainScreens(t *testing.T) {
	f := full(t)
	f.Advance(5 * 24 * time.Hour)
	for _, look := range []struct {
		lang, name string
		dark       bool
	}{{"zh", "light", false}, {"en", "dark", true}} {
		for screen, login := range map[string]string{"today": "hr", "board": "hr", "import": "hr", "inbox": "hr", "verify": "compliance", "settings": "admin"} {
			h, page := opened(t, f, screen, login, look.lang)
			h.Dark(look.dark)
			uitest.Shot(t, h.Window, screen+"-"+look.lang+"-"+look.name)
			shotSteps(t, h, page, look.lang+"-"+look.name)
		}
	}
}

// shotSteps are the pictures of what lies behind a first step.
func shotSteps(t *testing.T, h *uitest.StaffHost, page Page, variant string) {
	switch p := page.(type) {
	case *importPage:
		require.True(t, h.Drop("ai-reports.csv", sample(t, "ai-reports.csv")))
		uitest.Shot(t, h.Window, "import_columns-"+variant)
		p.try()
		uitest.Shot(t, h.Window, "import_dry-"+variant)
	case *boardPage:
		p.turnView(kit.Quiet("", nil))
		uitest.Shot(t, h.Window, "board_lanes-"+variant)
		p.startMarking()
		p.table.Mark(0, 1, 2, 3)
		p.ask("pass_gate")
		uitest.Shot(t, h.Window, "board_bulk-"+variant)
	case *inboxPage:
		p.table.OnOpen(0)
		uitest.Shot(t, h.Window, "inbox_read-"+variant)
	case *settingsPage:
		uitest.Find[*kit.Tabs](page.Content())[0].Turn(2)
		uitest.Shot(t, h.Window, "settings_rules-"+variant)
	}
}
