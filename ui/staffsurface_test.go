package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

func TestAWrongConfigurationIsToldToThoseWhoMayMendIt(t *testing.T) {
	f := uitest.Bank(t)
	d := sit(t, f, nil)
	problem := fault.New(fault.Invalid, "catalog.missing", "file", "bank.yaml", "line", "3", "field", "offer_days")
	d.bank.Wrong, d.bank.WrongSince = errors.Join(problem, problem), d.bank.Office.Catalog().Hash
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
	d.SignOut(false)
	admin := f.Staff("admin")
	files, err := admin.ConfigFiles(t.Context())
	require.NoError(t, err)
	mended := files[0]
	mended.Text, mended.Own = mended.Text+"# mended\n", true
	require.NoError(t, admin.SaveConfig(t.Context(), files[0], mended))
	d.signIn(t, "admin", uitest.Password)
	require.NotContains(t, strings.Join(uitest.Texts(d.win.Content()), ""), "bank.yaml", "another configuration is in force")
}

// refusing is a source of checks that does not accept the bank's token.
type refusing struct{}

func (refusing) Order(context.Context, office.CheckRequest) (office.CheckAnswer, error) {
	return office.CheckAnswer{}, fault.New(fault.Denied, "outward.denied", "host", "example.com")
}
func (r refusing) Poll(ctx context.Context, _ string) (office.CheckAnswer, error) {
	return r.Order(ctx, office.CheckRequest{})
}
func (r refusing) Callback(ctx context.Context, _ map[string]string, _ []byte) (office.CheckAnswer, error) {
	return r.Order(ctx, office.CheckRequest{})
}
func (refusing) Try(context.Context) error { return nil }

func TestZ06_AConnectorThatWasStoppedIsToldToThoseWhoMayMendIt(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	f.Connectors = func(office.Outside) map[string]office.Connector {
		return map[string]office.Connector{"tianyancha": refusing{}}
	}
	require.NoError(t, f.Staff("admin").SetConnector(ctx, "tianyancha", office.ConnectorAccount{Endpoint: "https://example.com", Kinds: []string{"employment"}}))
	f.CaseAt("check/consented")
	_, err := f.Office.Deliver(ctx)
	require.NoError(t, err)
	d := sit(t, f, nil)
	told := func() bool { return strings.Contains(strings.Join(uitest.Texts(d.win.Content()), ""), "已停用") }
	d.signIn(t, "hr", uitest.Password)
	require.False(t, told())
	d.SignOut(false)
	d.signIn(t, "admin", uitest.Password)
	require.Eventually(t, told, 5*time.Second, 20*time.Millisecond)
	d.check(t)
	uitest.Shot(t, d.win, "shell_connector-zh-light")
}

// answering is a register that finds nothing amiss.
type answering struct{ refusing }

func (answering) Order(context.Context, office.CheckRequest) (office.CheckAnswer, error) {
	return office.CheckAnswer{State: "done", Result: &hiring.RecordCheck{Light: hiring.Green, Conclusion: "登记信息一致"}}, nil
}

// TestZ07_AResultFromAnAdapterIsOnTheOpenScreenWithinTwoSeconds: nobody touches the page.
func TestZ07_AResultFromAnAdapterIsOnTheOpenScreenWithinTwoSeconds(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	f.Connectors = func(office.Outside) map[string]office.Connector {
		return map[string]office.Connector{"tianyancha": answering{}}
	}
	require.NoError(t, f.Staff("admin").SetConnector(ctx, "tianyancha", office.ConnectorAccount{Endpoint: "https://example.com", Kinds: []string{"employment"}}))
	id := f.CaseAt("check/consented")
	d := sit(t, f, nil)
	d.signIn(t, "hr", uitest.Password)
	d.staff(t).Go("checks", string(id))
	require.False(t, uitest.Says(d.win.Content(), "登记信息一致"))
	begun := time.Now()
	_, err := f.Office.Deliver(ctx)
	require.NoError(t, err)
	d.beat()
	require.True(t, uitest.Says(d.win.Content(), "登记信息一致"))
	require.Less(t, time.Since(begun), 2*time.Second)
	t.Logf("from the request to the painted page: %s", time.Since(begun).Round(time.Millisecond))
}

// unreadOf counts what is new for HR.
func unreadOf(t *testing.T, f *uitest.Fixture) (n int) {
	letters, err := f.Staff("hr").Inbox(t.Context(), 200)
	require.NoError(t, err)
	for _, l := range letters {
		if !l.Read {
			n++
		}
	}
	return n
}
