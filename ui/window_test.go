package ui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// desk is a window over a fixture, with a clock for locking that the test moves. Work runs where it is asked for.
type desk struct {
	*Window
	f   *uitest.Fixture
	now time.Time
}

func sit(t *testing.T, f *uitest.Fixture, change func(*Start)) *desk {
	t.Helper()
	d := &desk{f: f, now: uitest.Start}
	bank := &Bank{Office: f.Office, Folder: f.Dir, Pages: f.Press.Pages, QR: f.Press.QR, Show: func(string, []byte) error { return nil }}
	start := Start{Words: f.Words, Lang: "zh", Now: func() time.Time { return d.now }, Work: func(work func()) { work() },
		Open:   func(context.Context) (*Bank, error) { return bank, nil },
		Create: func(context.Context) (*Bank, error) { return bank, nil },
		Demo: func(_ context.Context, progress func(done, total int)) (*Bank, error) {
			progress(1, 2)
			bank.Demo = []DemoAccount{{Login: "hr", Password: uitest.Password, Role: "hr", Name: "HR"}}
			return bank, nil
		},
		Files: Files{Pick: func(_ fyne.Window, endings []string, chosen func(string, io.ReadCloser), _ func(error)) {
			chosen("x"+endings[0], io.NopCloser(bytes.NewReader([]byte("{"))))
		}}}
	if change != nil {
		change(&start)
	}
	d.Window = New(test.NewTempApp(t), start)
	t.Cleanup(d.Close)
	uitest.Settle(d.win)
	return d
}

// signIn types into the sign-in page.
func (d *desk) signIn(t *testing.T, login, password string) {
	t.Helper()
	form := uitest.Find[*kit.Form](d.win.Content())[0]
	form.Set("login", login)
	form.Set("password", password)
	form.Submit()
	uitest.Settle(d.win)
}

func (d *desk) staff(t *testing.T) *staffSurface {
	t.Helper()
	u, ok := d.surface.(*staffSurface)
	require.True(t, ok, "nobody of the bank is signed in")
	return u
}

func (d *desk) check(t *testing.T) {
	t.Helper()
	uitest.Settle(d.win)
	uitest.CheckObject(t, d.win.Content())
}

func TestFirstStartMakesTheFirstAccount(t *testing.T) {
	f := uitest.Empty(t)
	d := sit(t, f, func(s *Start) {
		s.Open = func(context.Context) (*Bank, error) { return nil, fault.New(fault.Missing, "bank.none") }
	})
	d.check(t)
	uitest.Shot(t, d.win, "first-zh-light")
	uitest.Tap(t, d.win.Content(), "新建空白银行")
	d.check(t)
	form := uitest.Find[*kit.Form](d.win.Content())[0]
	for name, value := range map[string]string{"name": "林一", "login": "lin", "password": "morning light here", "again": "evening light here"} {
		form.Set(name, value)
	}
	form.Submit()
	require.NotEmpty(t, form.Error("again"))
	form.Set("password", "short")
	form.Set("again", "short")
	form.Submit()
	require.NotEmpty(t, form.Error("password"))
	form.Set("password", "morning light here")
	form.Set("again", "morning light here")
	d.check(t)
	uitest.Shot(t, d.win, "first-account-zh")
	form.Submit()
	require.Nil(t, d.surface, "a new bank recommends a second factor and sets it up at once")
	d.fill(t, map[string]string{"code": d.shows(t, d.scan(t))})
	uitest.Tap(t, d.win.Content(), d.words("enrol.kept"))
	require.Equal(t, "today", d.staff(t).at.screen)
	d.check(t)
}

func TestQ15_TheDemoBankIsOneTapAway(t *testing.T) {
	d := sit(t, uitest.Bank(t), func(s *Start) { s.StartDemo = true })
	d.check(t)
	uitest.Tap(t, d.win.Content(), "招聘专员 HR")
	require.Equal(t, "hr", d.session.Account.Login)
}

func TestSignInRefusesAndOpens(t *testing.T) {
	d := sit(t, uitest.Bank(t), nil)
	d.check(t)
	uitest.Shot(t, d.win, "signin-zh-light")
	d.signIn(t, "hr", "not the password")
	require.Nil(t, d.session)
	form := uitest.Find[*kit.Form](d.win.Content())[0]
	require.NotEmpty(t, form.Error("password"))
	d.signIn(t, "hr", uitest.Password)
	require.Equal(t, []string{"today", "board", "import", "inbox", "verify"}, keep(d.staff(t).order, "today", "board", "import", "inbox", "verify"))
	d.check(t)
}

func keep(list []string, wanted ...string) []string {
	var out []string
	for _, id := range list {
		if contains(wanted, id) {
			out = append(out, id)
		}
	}
	return out
}

func TestEveryRoleSeesItsOwnScreensInBothLanguages(t *testing.T) {
	f := uitest.Bank(t)
	f.CaseAt("interview/planned")
	d := sit(t, f, nil)
	for _, login := range uitest.StaffLogins {
		d.signIn(t, login, uitest.Password)
		u := d.staff(t)
		require.NotEmpty(t, u.order)
		for range 2 {
			for _, id := range u.order {
				u.Go(id, "")
				require.Equal(t, id, u.at.screen)
				d.check(t)
			}
			d.SetLang(d.otherLang())
		}
		u.Go("settings", "")
		if login != "admin" {
			require.NotEqual(t, "settings", u.at.screen, "%s", login)
		}
		d.SignOut(false)
	}
}

func TestTheLanguageTurnsAtOnceAndIsRemembered(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	uitest.Tap(t, d.win.Content(), "English")
	require.True(t, uitest.Says(d.win.Content(), "Sign in"))
	d.signIn(t, "hr", uitest.Password)
	d.staff(t).Go("board", "")
	require.True(t, uitest.Says(d.win.Content(), "Board"))
	d.SetLang("zh")
	require.True(t, uitest.Says(d.win.Content(), "看板"))
	require.Equal(t, "board", d.staff(t).at.screen, "the same page, in another language")
	require.Equal(t, "zh", d.session.Lang)
	require.Equal(t, "zh", d.app.Preferences().String(prefLang))
	d.SetDark(true)
	require.True(t, kit.Dark(d.app.Settings().Theme()))
	require.True(t, d.app.Preferences().Bool(prefDark))
}

func TestNobodyThereForFiveMinutesLocksAndTheSamePersonComesBackToTheSamePage(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("assessment")
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	hr := d.staff(t).staff
	d.staff(t).Go("case", string(id))
	d.beat()
	d.now = d.now.Add(4 * time.Minute)
	d.beat()
	require.NotNil(t, d.session)
	d.root.MouseMoved(nil)
	d.now = d.now.Add(4 * time.Minute)
	d.beat()
	require.NotNil(t, d.session, "the pointer moved meanwhile")
	d.now = d.now.Add(2 * time.Minute)
	d.beat()
	require.Nil(t, d.session)
	_, err := hr.Today(context.Background())
	require.Error(t, err, "the keys are gone")
	require.True(t, uitest.Says(d.win.Content(), "已锁定"))
	d.signIn(t, "hr", uitest.Password)
	require.Equal(t, place{screen: "case", arg: string(id)}, place{screen: d.staff(t).at.screen, arg: d.staff(t).at.arg})
}

func TestSomebodyElseAfterALockDoesNotSeeThatPage(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("assessment")
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	d.staff(t).Go("case", string(id))
	d.SignOut(true)
	d.signIn(t, "approver", uitest.Password)
	require.Equal(t, "today", d.staff(t).at.screen)
}

func TestTypingKeepsTheWindowOpen(t *testing.T) {
	f := uitest.Bank(t)
	f.CaseAt("assessment")
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	d.staff(t).Go("board", "")
	entry := uitest.Find[*kit.Entry](d.win.Content())[0]
	d.win.Canvas().Focus(entry)
	d.beat()
	for range 4 {
		d.now = d.now.Add(3 * time.Minute)
		entry.TypedRune('w')
		d.beat()
	}
	require.NotNil(t, d.session)
}

func TestTheBanksOwnIdleTimeWins(t *testing.T) {
	f := uitest.Bank(t)
	require.NoError(t, f.Staff("admin").PutSetting(context.Background(), IdleSetting, 20))
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	d.beat()
	d.now = d.now.Add(19 * time.Minute)
	d.beat()
	require.NotNil(t, d.session)
	d.now = d.now.Add(time.Minute)
	d.beat()
	require.Nil(t, d.session)
}

func TestThePaletteFindsPeopleScreensAndCommands(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("assessment")
	name := f.File("hr", id).Person.Name
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	u := d.staff(t)
	phone, idTail := "0000", strings.ToLower(uitest.IDNumber(0)[14:])
	for _, query := range []string{name, "wxz", "wangxiao", phone, idTail} {
		hits := u.find(query)
		require.NotEmpty(t, hits, query)
		require.Equal(t, "case/"+string(id), hits[0].ID, query)
	}
	u.Palette()
	over := uitest.Overlay(d.win)
	require.NotNil(t, over)
	entry := uitest.Find[*kit.Entry](over)[0]
	entry.SetText("wxz")
	uitest.Shot(t, d.win, "palette-zh-light")
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Equal(t, "case", u.at.screen)
	u.run(u.find("看板")[0])
	require.Equal(t, "board", u.at.screen)
	u.run(u.find("锁定")[0])
	require.Nil(t, d.session)
}

func TestBackAndTheKeyboardMoveThroughTheScreens(t *testing.T) {
	f := uitest.Bank(t)
	f.CaseAt("assessment")
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	u := d.staff(t)
	rail := u.rail["today"]
	d.win.Canvas().Focus(rail)
	rail.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	second := d.win.Canvas().Focused().(*railItem)
	second.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Equal(t, u.order[1], u.at.screen)
	u.Go("inbox", "")
	u.Back()
	require.Equal(t, u.order[1], u.at.screen)
	u.Back()
	require.Equal(t, "today", u.at.screen)
	u.Back()
	require.Equal(t, "today", u.at.screen)
}

func TestAChangeReachesTheOpenPageAndTheInboxCounts(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	u := d.staff(t)
	u.Go("board", "")
	require.True(t, uitest.Says(d.win.Content(), "还没有候选人"))
	f.CaseAt("check/flagged")
	d.session.Lang = "zh"
	u.unread = 0
	said := fmt.Sprintf("有 %d 条新消息，请在站内消息中查看。", unreadOf(t, f))
	test.AssertNotificationSent(t, fyne.NewNotification("入行", said), d.beat)
	require.True(t, uitest.Says(d.win.Content(), "背景调查 1"))
	require.NotZero(t, u.unread)
	test.AssertNotificationSent(t, nil, u.readUnread)
	require.NotEmpty(t, u.rail["inbox"].count.Text())
}

func TestADroppedFileReachesThePage(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	d.staff(t).Go("import", "")
	path := filepath.Join(t.TempDir(), "reports.json")
	require.NoError(t, os.WriteFile(path, f.Report("teller", 90), 0o600))
	d.surface.dropped([]fyne.URI{storage.NewFileURI(path)})
	require.True(t, uitest.Says(d.win.Content(), "试导入的结果"))
}

func TestThePasswordIsChangedByTheOldOne(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	d.changePassword()
	form := uitest.Find[*kit.Form](uitest.Overlay(d.win))[0]
	form.Set("old", "wrong wrong wrong")
	form.Set("fresh", "an unheard of melody")
	form.Set("again", "an unheard of melody")
	form.Submit()
	require.NotEmpty(t, form.Error("old"))
	form.Set("old", uitest.Password)
	form.Submit()
	require.Nil(t, uitest.Overlay(d.win))
	d.SignOut(false)
	d.signIn(t, "hr", "an unheard of melody")
	require.NotNil(t, d.session)
}

func TestABankThatDoesNotOpenSaysSoAndTriesAgain(t *testing.T) {
	f := uitest.Bank(t)
	tries := 0
	var open func(context.Context) (*Bank, error)
	d := sit(t, f, func(s *Start) {
		open = s.Open
		s.Open = func(ctx context.Context) (*Bank, error) {
			if tries++; tries == 1 {
				return nil, fault.New(fault.Corrupt, "store.corrupt")
			}
			return open(ctx)
		}
	})
	d.check(t)
	uitest.Tap(t, d.win.Content(), "重试")
	require.True(t, uitest.Says(d.win.Content(), "登录"))
}

func TestWhatIsBrokenStandsAboveThePageAndARefusalPasses(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	u := d.staff(t)
	u.host.Fail(fault.New(fault.Refused, "case.not_open", "status", string(hiring.Rejected)))
	require.NotEmpty(t, d.toaster.Message())
	require.True(t, u.notice.Hidden)
	u.host.Fail(fault.New(fault.Corrupt, "ledger.body", "seq", "7"))
	require.False(t, u.notice.Hidden)
	d.check(t)
	uitest.Tap(t, u.notice, "关闭")
	require.True(t, u.notice.Hidden)
}

func TestShotsOfTheWindow(t *testing.T) {
	f := uitest.Bank(t)
	for _, stop := range []string{"waiting", "assessment", "interview", "check/flagged", "offer/issued", "onboarding"} {
		f.CaseAt(stop)
	}
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	uitest.Shot(t, d.win, "shell_today-zh-light")
	d.SetLang("en")
	d.SetDark(true)
	d.staff(t).Go("board", "")
	uitest.Shot(t, d.win, "shell_board-en-dark")
}
