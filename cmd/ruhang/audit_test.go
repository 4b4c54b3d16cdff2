package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

// trail is the bank's own records as somebody who may read them sees them, oldest first.
func trail(t *testing.T, s *office.Staff) []office.Traced {
	t.Helper()
	var all []office.Traced
	for before := uint64(0); ; before = all[len(all)-1].Ver {
		page, err := s.Trail(context.Background(), before, 50)
		require.NoError(t, err)
		all = append(all, page...)
		if len(page) < 50 {
			slices.Reverse(all)
			return all
		}
	}
}

// newest is the trail's newest record of a kind.
func newest(t *testing.T, s *office.Staff, kind string) office.Traced {
	t.Helper()
	all := trail(t, s)
	for _, r := range slices.Backward(all) {
		if r.Kind == kind {
			return r
		}
	}
	require.Fail(t, "no record of this kind", kind)
	return office.Traced{}
}

func TestN02_TheBankKeepsATrailOfItsOwnMatters(t *testing.T) {
	s := newShell(t)
	_, admin := s.opened("admin")
	ctx := context.Background()
	all := trail(t, admin)
	var kinds []string
	for i, r := range all {
		require.EqualValues(t, i+1, r.Ver)
		kinds = append(kinds, r.Kind)
	}
	require.Equal(t, []string{office.TraceAccountAdded, office.TraceCheckpointKey, office.TraceCatalog, office.TraceSignedIn}, kinds[:4], "the first start")
	require.Equal(t, office.TraceSignedIn, kinds[len(kinds)-1])
	require.Equal(t, admin.Account.ID, all[len(all)-1].By)

	accounts, err := admin.Accounts(ctx)
	require.NoError(t, err)
	one := accounts[slices.IndexFunc(accounts, func(a office.Account) bool { return a.Login == "interviewer1" })]
	one.Roles, one.Branch = []string{"interviewer", "approver"}, "zz"
	require.NoError(t, admin.ChangeAccount(ctx, one))
	r := newest(t, admin, office.TraceAccountEdited)
	require.Equal(t, one.ID, r.About)
	require.Contains(t, r.Changed, office.Changed{Field: "roles", Before: "interviewer", After: "interviewer,approver"})
	require.Contains(t, r.Changed, office.Changed{Field: "branch", Before: "", After: "zz"})
	one.Closed = true
	require.NoError(t, admin.ChangeAccount(ctx, one))
	require.Equal(t, one.ID, newest(t, admin, office.TraceAccountClosed).About)

	require.NoError(t, admin.PutSetting(ctx, "idle_minutes", 7))
	require.NoError(t, admin.PutSetting(ctx, "idle_minutes", 9))
	require.Equal(t, []office.Changed{{Field: "idle_minutes", Before: "7", After: "9"}}, newest(t, admin, office.TraceSetting).Changed)
	require.NoError(t, admin.PutSetting(ctx, "mail_password", "hunter2 and more"))
	require.Empty(t, newest(t, admin, office.TraceSetting).Changed, "a text may be a secret: only that it changed is told")
	before := len(trail(t, admin))
	require.NoError(t, admin.PutSetting(ctx, "my/columns", 3))
	require.Len(t, trail(t, admin), before, "what somebody sets for themselves is no matter of the bank")

	_, err = admin.Rebuild(ctx, nil)
	require.NoError(t, err)
	_, err = admin.Backup(ctx, filepath.Join(t.TempDir(), "bank.tar"), nil)
	require.NoError(t, err)
	newest(t, admin, office.TraceRebuilt)
	newest(t, admin, office.TraceBackedUp)
	require.NoError(t, admin.ChangePassword(testPassword, "another long pass-phrase 7"))
	require.Equal(t, admin.Account.ID, newest(t, admin, office.TracePassword).About)
	_, err = admin.Verify(ctx, nil)
	require.NoError(t, err, "the trail verifies like everything else")
	require.Equal(t, "office.denied", s.refused("interviewer2", "verify"))
}

func TestN02_FailedSignInsStandInTheTrail(t *testing.T) {
	s := newShell(t)
	b, admin := s.opened("admin")
	ctx := context.Background()
	first := s.now
	for _, login := range []string{"hr", "hr", "nobody at all"} {
		_, err := b.office.SignIn(ctx, login, "not the password")
		require.True(t, fault.HasCode(err, "vault.sign_in"), "%v", err)
		s.now = s.now.Add(time.Minute)
	}
	hr := s.door(b, "hr")
	var failed []office.Traced
	for _, r := range trail(t, admin) {
		if r.Kind == office.TraceSignInFailed {
			failed = append(failed, r)
		}
	}
	require.Len(t, failed, 2)
	require.Empty(t, failed[0].About, "of a name that does not exist, which is not written down")
	require.Equal(t, "1", failed[0].Facts["count"])
	require.Equal(t, hr.Account.ID, failed[1].About)
	require.Equal(t, map[string]string{"count": "2", "first": first.Format(time.RFC3339), "last": first.Add(time.Minute).Format(time.RFC3339)}, failed[1].Facts)
	s.door(b, "hr")
	for i, r := range trail(t, admin) {
		if r.Kind == office.TraceSignInFailed {
			require.LessOrEqual(t, r.Seq, failed[1].Seq, "told once: %d", i)
		}
	}
}

func TestControl37_WithoutItsRecordNothingHappens(t *testing.T) {
	s := newShell(t)
	id := hiring.CaseID(s.importOne(oneReport))
	b, hr := s.opened("hr")
	admin := s.door(b, "admin")
	ctx := context.Background()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.dir, dbName)+"?_busy_timeout=5000")
	require.NoError(t, err)
	defer db.Close()
	_, err = db.Exec(`CREATE TRIGGER full BEFORE INSERT ON record BEGIN SELECT RAISE(ABORT, 'the ledger takes no more'); END`)
	require.NoError(t, err)

	f, err := hr.CaseFile(ctx, id)
	require.NoError(t, err)
	_, err = hr.Do(ctx, id, hiring.AddNote{Text: "never"})
	require.Error(t, err)
	require.Error(t, hr.EditPerson(ctx, id, func(p *hiring.Person) { p.Name = "改名" }))
	_, err = hr.Reveal(ctx, id)
	require.Error(t, err, "no whole numbers without the record that somebody looked")
	_, err = hr.Export(ctx, "csv", new(noWriting))
	require.Error(t, err)
	to := filepath.Join(t.TempDir(), "copy.db")
	_, err = admin.Backup(ctx, to, nil)
	require.Error(t, err)
	require.NoFileExists(t, to)
	require.Error(t, admin.ChangePassword(testPassword, "another long pass-phrase 7"))
	require.Error(t, admin.PutSetting(ctx, "idle_minutes", 9))
	_, err = admin.AddAccount(ctx, office.Account{Login: "late", Name: "late", Roles: []string{"hr"}}, testPassword)
	require.Error(t, err)
	_, err = b.office.SignIn(ctx, "hr", testPassword)
	require.Error(t, err, "nobody comes in unseen")

	_, err = db.Exec(`DROP TRIGGER full`)
	require.NoError(t, err)
	admin = s.door(b, "admin") // the old password still is the password
	after, err := s.door(b, "hr").CaseFile(ctx, id)
	require.NoError(t, err)
	require.Equal(t, f.Person, after.Person)
	require.Equal(t, f.Version, after.Version)
	minutes := 0
	known, err := admin.Setting(ctx, "idle_minutes", &minutes)
	require.NoError(t, err)
	require.False(t, known)
	_, err = b.office.SignIn(ctx, "late", testPassword)
	require.True(t, fault.HasCode(err, "vault.sign_in"), "no account was left in the vault: %v", err)
}

// noWriting is a file that nothing may be written to.
type noWriting struct{}

func (*noWriting) Write([]byte) (int, error) { panic("nothing leaves the house unrecorded") }

func TestN02_TheAuditOfACaseTellsEveryRecordInPlainWords(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id) // with an attempt that is refused
	s.interview(id)
	s.check(id)
	s.offer(id)
	s.onboard(id)
	s.probation(id)
	words, err := model.LoadWords(resources.Lang)
	require.NoError(t, err)
	b, hr := s.opened("hr")
	for _, lang := range []string{"zh", "en"} {
		r := model.NewReader(hr.Session, lang, words.In(lang))
		a, err := hr.Audit(context.Background(), hiring.CaseID(id))
		require.NoError(t, err)
		lines := r.AuditLines(a)
		require.Greater(t, len(lines), 60)
		for i, l := range lines {
			whole := l.Text() + l.Who
			require.NotRegexp(t, `\b(audit|trail|event|attempt|status|stage|offer|material|light|recommend|outcome)\.[a-z_]+`, whole, "a word is missing")
			require.NotRegexp(t, `\{[a-z]+\}`, whole, "a placeholder was not filled")
			require.NotEmpty(t, l.Who, "%d: %s", i, whole)
			require.Len(t, l.Hash, 12)
			if i > 0 {
				require.Greater(t, l.Seq, lines[i-1].Seq)
			}
		}
		refused := model.AuditFilter(lines, "", "refused")
		require.NotEmpty(t, refused)
		require.NotEmpty(t, model.AuditFilter(lines, hr.Account.ID, "values"))
		require.Less(t, len(model.AuditFilter(lines, hr.Account.ID, "")), len(lines))
		require.NotEmpty(t, model.AuditFilter(lines, "", "workflow"))
	}
	_, out, _ := s.run("--as", "hr", "case", "audit", id)
	for _, said := range []string{"试图作出关口决议", "被驳回：", "环节：", "月薪：", "系统自动执行，因为", "AI 初面得分：", "hr（招聘专员）", "发出 Offer"} {
		require.Contains(t, out, said)
	}
	_, out, _ = s.run("--as", "interviewer1", "case", "audit", id)
	require.Contains(t, out, "您的角色不能查看这条记录的内容", "a record of another compartment keeps its place and tells nothing")
	require.NotContains(t, out, "月薪")
	require.NotContains(t, out, "核验结果")
	_, err = s.door(b, "interviewer2").Audit(context.Background(), "no such case")
	require.True(t, fault.HasCode(err, "case.missing"))
}

func TestN15_AnOverrideNeedsAReasonAndShowsInTheAudit(t *testing.T) {
	s := newShell(t)
	failing := strings.Replace(strings.Replace(oneReport, `"pass":true`, `"pass":false`, 1), `"W-1"`, `"W-9"`, 1)
	id := s.ok("hr", "import", s.file("fail.json", []byte(failing)))["taken"].([]any)[0].(string)
	require.Equal(t, "reason.unknown", s.refused("hr", "do", id, "open_case"))
	s.ok("hr", "do", id, "open_case", "reason=evidence_stronger", "note=面试官另有举证")
	_, out, _ := s.run("--as", "hr", "case", "audit", id)
	require.Contains(t, out, "人工改判")
	require.Contains(t, out, "原因：其他证据充分，人工判断通过")
	require.Contains(t, out, "说明：面试官另有举证")
	require.Contains(t, out, "试图建立入行档案", "the attempt without a reason too")
	_, hr := s.opened("hr")
	a, err := hr.Audit(context.Background(), hiring.CaseID(id))
	require.NoError(t, err)
	n := 0
	for _, e := range a.Entries {
		if e.Override {
			n++
			require.Equal(t, hr.Account.ID, e.By)
		}
	}
	require.Equal(t, 1, n)
}

func TestControl34_WhoSawWholeNumbersStandsInTheCasesAudit(t *testing.T) {
	s := newShell(t)
	id := hiring.CaseID(s.importOne(oneReport))
	_, hr := s.opened("hr")
	ctx := context.Background()
	f, err := hr.CaseFile(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "990000********001X", f.Person.IDNumber, "masked until somebody asks")
	whole, err := hr.Reveal(ctx, id)
	require.NoError(t, err)
	require.Equal(t, "99000019980725001X", whole.IDNumber)
	require.NoError(t, hr.EditPerson(ctx, id, func(p *hiring.Person) { p.Phone = "19900004321" }))
	_, out, _ := s.run("--as", "hr", "case", "audit", string(id))
	require.Contains(t, out, "查看了完整证件号与联系方式")
	require.Contains(t, out, "更正候选人资料：手机号")
	require.NotContains(t, out, "99000019980725001X")
	require.NotContains(t, out, "19900004321", "which fields, never what they hold")
}

func TestControl38_NamesForgeNoLinesAndTurnNoText(t *testing.T) {
	s := newShell(t)
	evil := "王\n2026-03-02 管理员 批准\x1b[2J\u202e\u2028反\r转"
	id := s.importOne(oneReport) // an import refuses such a name; a correction by hand takes it
	b, admin := s.opened("admin")
	ctx := context.Background()
	require.NoError(t, s.door(b, "hr").EditPerson(ctx, hiring.CaseID(id), func(p *hiring.Person) { p.Name = evil }))
	accounts, err := admin.Accounts(ctx)
	require.NoError(t, err)
	one := accounts[slices.IndexFunc(accounts, func(a office.Account) bool { return a.Login == "hr" })]
	one.Name = evil
	require.NoError(t, admin.ChangeAccount(ctx, one))
	s.ok("hr", "do", id, "note", "text="+evil)
	s.refused("hr", "do", id, "pass_gate", "stage="+evil, "outcome=pass")
	to := filepath.Join(t.TempDir(), "a.csv")
	s.ok("hr", "audit", "--case", id, "--format", "csv", "-o", to)
	table, err := os.ReadFile(to)
	require.NoError(t, err)
	lines := strings.ReplaceAll(strings.TrimPrefix(string(table), "\ufeff"), "\r\n", "\n") // a CSV's lines end so (RFC 4180)
	outputs := map[string]string{"csv": lines}
	for name, args := range map[string][]string{"audit": {"case", "audit", id}, "list": {"case", "list"}, "show": {"case", "show", id},
		"refusal": {"do", id, "pass_gate", "stage=" + evil, "outcome=pass"}} {
		_, out, errs := s.run(append([]string{"--as", "hr"}, args...)...)
		require.NotEmpty(t, out+errs)
		outputs[name] = out + errs
	}
	for name, out := range outputs {
		for _, r := range out {
			require.False(t, r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028'), "%s holds %U\n%s", name, r, out)
		}
		for line := range strings.Lines(out) {
			require.False(t, strings.HasPrefix(strings.TrimSpace(line), "2026-03-02 管理员 批准"), "%s: a forged line:\n%s", name, out)
		}
	}
	require.Contains(t, outputs["audit"], `\u001b[2J\u202e`, "shown, not hidden: an auditor sees what was tried")
}

func TestN02_AnAuditIsHandedOutAsPagesTableAndData(t *testing.T) {
	s := newShell(t)
	id := s.importOne(strings.Replace(oneReport, "林喆堃", "=HYPERLINK林", 1))
	s.assess(id)
	b, hr := s.opened("hr")
	dir := t.TempDir()
	read := func(format string, args ...string) []byte {
		to := filepath.Join(dir, "audit."+format)
		s.ok("compliance", append([]string{"audit", "--format", format, "-o", to}, args...)...)
		raw, err := os.ReadFile(to)
		require.NoError(t, err)
		return raw
	}
	pdf := read("pdf", "--case", id)
	pages, err := b.press.Text(pdf)
	require.NoError(t, err)
	last, err := hr.NewestCheckpoint(context.Background())
	require.NoError(t, err)
	text := strings.Join(pages, "\n")
	require.Contains(t, text, "审计记录")
	require.Contains(t, text, last.Short())
	require.Contains(t, strings.Join(strings.Fields(text), ""), "试图作出关口决议")
	for i, page := range pages {
		require.Contains(t, page, strconv.Itoa(i+1), "page numbers")
	}
	images, err := b.press.Pages(pdf, 1600)
	require.NoError(t, err)
	note, err := b.press.ReadQR(images[0])
	require.NoError(t, err)
	require.Equal(t, last.Text, note, "the signed checkpoint, word for word")

	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(read("csv", "--case", id), []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"序号", "时间", "何人", "何事", "明细", "标注", "哈希"}, rows[0])
	for _, row := range rows[1:] {
		for _, cell := range row {
			require.False(t, cell != "" && strings.ContainsAny(cell[:1], "=+-@"), cell)
		}
	}
	var data struct {
		Checkpoint string
		Records    []struct {
			Seq      uint64
			Kind     string
			Withheld bool
		}
	}
	require.NoError(t, json.Unmarshal(read("json", "--from", "2026-03-01", "--to", "2026-03-02"), &data))
	kinds := map[string]int{}
	for i, r := range data.Records {
		kinds[r.Kind]++
		require.True(t, i == 0 || r.Seq > data.Records[i-1].Seq, "in the order of the chain, each once")
	}
	for _, kind := range []string{"signed_in", "stage_entered", "case_opened", "refused", "account_added", "checkpoint_made"} {
		require.NotZero(t, kinds[kind], kind)
	}
	require.NoError(t, json.Unmarshal(read("json", "--from", "2030-01-01"), &data))
	require.Empty(t, data.Records)
	require.Equal(t, "office.denied", s.refused("hr", "audit", "--from", "2026-03-01", "-o", filepath.Join(dir, "x.pdf")), "a period is for who may read the trail")
	require.Equal(t, "case.missing", s.refused("interviewer1", "audit", "--case", id, "-o", filepath.Join(dir, "x.pdf")), "not on a panel: no case")
	exported := newest(t, s.door(b, "admin"), office.TraceExported)
	require.Equal(t, "audit_period", exported.Facts["what"])
}
