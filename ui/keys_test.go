package ui

import (
	"context"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// scan reads the QR code on the screen as a phone would.
func (d *desk) scan(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "screen.png")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, d.win.Canvas().Capture()))
	require.NoError(t, file.Close())
	out, err := exec.Command("zbarimg", "-q", "--raw", path).Output()
	require.NoError(t, err, "zbarimg reads the code on the page")
	return strings.TrimSpace(string(out))
}

// shows is what a phone that scanned the seed shows.
func (d *desk) shows(t *testing.T, uri string) string {
	t.Helper()
	_, secret, found := strings.Cut(uri, "secret=")
	require.True(t, found, uri)
	code, err := totp.GenerateCode(secret, d.f.Now())
	require.NoError(t, err)
	return code
}

func (d *desk) fill(t *testing.T, values map[string]string) *kit.Form {
	t.Helper()
	form := uitest.Find[*kit.Form](d.top())[0]
	for name, value := range values {
		form.Set(name, value)
	}
	form.Submit()
	uitest.Settle(d.win)
	return form
}

// top is the dialog, where one is open, else the page.
func (d *desk) top() fyne.CanvasObject {
	if dialog := d.win.Canvas().Overlays().Top(); dialog != nil {
		return dialog
	}
	return d.win.Content()
}

func TestControl7_ASecondFactorIsEnrolledAtTheWindowByScanning(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		f := uitest.Bank(t)
		require.NoError(t, f.Staff("admin").PutSetting(context.Background(), office.FactorSetting, true))
		f.Office.SignOut()
		d := sit(t, f, func(s *Start) { s.Lang = lang })
		d.SetLang(lang)
		d.signIn(t, "hr", uitest.Password)
		require.Nil(t, d.surface, "nothing is shown before the second factor is set up")
		d.check(t)
		uitest.Shot(t, d.win, "enrol-"+lang)
		uri := d.scan(t)
		form := d.fill(t, map[string]string{"code": "000000"})
		require.NotEmpty(t, form.Error("code"))
		d.fill(t, map[string]string{"code": d.shows(t, uri)})
		d.check(t)
		uitest.Shot(t, d.win, "enrol-paper-"+lang)
		uitest.Tap(t, d.win.Content(), d.words("enrol.kept"))
		require.Equal(t, "hr", d.staff(t).staff.Account.Login)

		d.SignOut(false)
		f.Advance(time.Minute)
		d.signIn(t, "hr", uitest.Password)
		require.Nil(t, d.surface)
		d.check(t)
		uitest.Shot(t, d.win, "signin-code-"+lang)
		form = d.fill(t, map[string]string{"code": "000000"})
		require.NotEmpty(t, form.Error("code"))
		d.fill(t, map[string]string{"code": d.shows(t, uri)})
		require.Equal(t, "hr", d.staff(t).staff.Account.Login)
	}
}

func TestControl12_ALostPasswordIsRestoredAtTheWindow(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	one, err := f.Staff("admin").AddOfficer(ctx, "Qin Yue")
	require.NoError(t, err)
	two, err := f.Staff("admin").AddOfficer(ctx, "Gao Lin")
	require.NoError(t, err)
	f.Office.SignOut()
	d := sit(t, f, nil)
	uitest.Tap(t, d.win.Content(), d.words("signin.lost"))
	d.check(t)
	uitest.Shot(t, d.win, "recover-zh")
	d.SetLang("en")
	d.check(t)
	uitest.Shot(t, d.win, "recover-en")
	values := map[string]string{"login": "hr", "kit_1": one.Secret, "kit_2": one.Secret, "fresh": "a new morning at sea", "again": "a new morning at see"}
	require.NotEmpty(t, d.fill(t, values).Error("again"))
	values["again"] = values["fresh"]
	require.NotEmpty(t, d.fill(t, values).Error("kit_2"), "one officer alone")
	values["kit_2"] = two.Secret
	values["login"] = "nobody"
	require.NotEmpty(t, d.fill(t, values).Error("login"))
	values["login"] = "hr"
	d.fill(t, values)
	require.Nil(t, d.surface, "a second factor comes first")
	d.fill(t, map[string]string{"code": d.shows(t, d.scan(t))})
	uitest.Tap(t, d.win.Content(), d.words("enrol.kept"))
	require.Equal(t, "hr", d.staff(t).staff.Account.Login)
}

func TestControl16_TheWindowAsksForThePasswordAndGoesOn(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	d.signIn(t, "admin", uitest.Password)
	f.Pass(6 * time.Minute)
	ran, ended := 0, error(nil)
	run := func() {
		d.staff(t).host.Run(func(ctx context.Context) error {
			ran++
			return d.staff(t).staff.PutSetting(ctx, IdleSetting, 9)
		}, func(err error) { ended = err; ran += 10 })
		uitest.Settle(d.win)
	}
	run()
	require.Equal(t, 1, ran, "asked before it began")
	uitest.Shot(t, d.win, "prove-zh")
	require.NotEmpty(t, d.fill(t, map[string]string{"password": "something else"}).Error("password"))
	d.fill(t, map[string]string{"password": uitest.Password})
	require.Equal(t, 12, ran)
	require.NoError(t, ended)
	f.Pass(6 * time.Minute)
	run()
	uitest.Tap(t, d.top(), d.words("action.cancel"))
	require.Error(t, ended, "who does not answer is refused")
}

func TestControl14_AHalfOpenSessionLocksToo(t *testing.T) {
	f := uitest.Bank(t)
	require.NoError(t, f.Staff("admin").PutSetting(context.Background(), office.FactorSetting, true))
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	require.NotNil(t, d.half)
	session := d.half
	d.beat()
	d.now = d.now.Add(5 * time.Minute)
	d.beat()
	require.Nil(t, d.half)
	require.Error(t, session.Alive())
}

func TestControl14_EightHoursEndASessionThatIsUsed(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	f.Pass(8*time.Hour + time.Second)
	d.touch()
	d.beat()
	require.Nil(t, d.surface)
}

func TestQ14_ThisMachineRemembersAndAPINOpens(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	d.remember()
	uitest.Shot(t, d.win, "remember-zh")
	require.NotEmpty(t, d.fill(t, map[string]string{"password": "something else", "pin": "407193"}).Error("password"))
	require.NotEmpty(t, d.fill(t, map[string]string{"password": uitest.Password, "pin": "123456"}).Error("pin"))
	d.fill(t, map[string]string{"password": uitest.Password, "pin": "407193"})
	d.SignOut(false)
	d.check(t)
	uitest.Shot(t, d.win, "signin-pin-zh")
	require.NotEmpty(t, d.fill(t, map[string]string{"pin": "999999"}).Error("pin"))
	d.fill(t, map[string]string{"pin": "407193"})
	require.Equal(t, "hr", d.staff(t).staff.Account.Login)
	_, err := d.staff(t).staff.Export(context.Background(), "json", io.Discard)
	require.True(t, fault.HasCode(err, "session.prove"), "a PIN is no password: %v", err)
	d.SignOut(false)
	f.Advance(12 * time.Hour)
	d.showSignIn()
	require.Len(t, uitest.Find[*kit.Form](d.win.Content()), 1, "after twelve hours the password is asked again")
}
