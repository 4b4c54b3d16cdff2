package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

// opened opens the shell's bank and signs somebody in; the bank closes with the test.
func (s *shell) opened(login string) (*bank, *office.Staff) {
	s.t.Helper()
	words, err := model.LoadWords(resources.Lang)
	require.NoError(s.t, err)
	b, err := openBank(context.Background(), s.dir, words, func() time.Time { return s.now })
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = b.close() })
	return b, s.door(b, login)
}

func (s *shell) door(b *bank, login string) *office.Staff {
	s.t.Helper()
	session, err := b.office.SignIn(context.Background(), login, testPassword)
	require.NoError(s.t, err)
	staff, err := session.Staff()
	require.NoError(s.t, err)
	return staff
}

// reportOf is one AI report as JSON.
func reportOf(id, name, idNumber, phone string) string {
	r := strings.NewReplacer(`"W-1"`, `"`+id+`"`, "林喆堃", name, "99000019980725001X", idNumber, "19900001234", phone)
	return r.Replace(oneReport)
}

func take(t *testing.T, s *office.Staff, name, content string, opt office.ImportOptions) office.ImportResult {
	t.Helper()
	r, err := s.Import(context.Background(), name, strings.NewReader(content), opt)
	require.NoError(t, err)
	return r
}

func TestQ04_ADryRunKeepsNothingAndABatchIsUndone(t *testing.T) {
	s := newShell(t)
	_, hr := s.opened("hr")
	ctx := context.Background()
	two := "[" + oneReport + "," + reportOf("W-2", "陈旻", idNumber(77), "19900005678") + "]"
	dry := take(t, hr, "two.json", two, office.ImportOptions{DryRun: true})
	require.Equal(t, 2, dry.Count(office.RowTaken), "%+v", dry.Answers)
	board, err := hr.Board(ctx, office.CaseQuery{})
	require.NoError(t, err)
	require.Zero(t, board.Total, "a dry run keeps nothing")

	real := take(t, hr, "two.json", two, office.ImportOptions{})
	require.Equal(t, 2, real.Count(office.RowTaken))
	_, err = hr.Do(ctx, real.Answers[0].Case, hiring.AttachCV{CV: hiring.CV{Summary: "x"}})
	require.NoError(t, err)
	undone, kept, err := hr.UndoImport(ctx, real.Batch)
	require.NoError(t, err)
	require.Equal(t, 1, undone)
	require.Equal(t, []hiring.CaseID{real.Answers[0].Case}, kept, "who was worked on stays")
	again := take(t, hr, "two.json", two, office.ImportOptions{})
	require.Equal(t, 1, again.Count(office.RowTaken), "an undone report may come again")
	require.Equal(t, 1, again.Count(office.RowAlready))
}

func TestZ21_PersonsAreOneByNumberElsePhoneAndADoubtIsAsked(t *testing.T) {
	s := newShell(t)
	_, hr := s.opened("hr")
	first := take(t, hr, "a.json", oneReport, office.ImportOptions{})
	same := take(t, hr, "b.json", reportOf("W-2", "林喆堃", "99000019980725001X", "19900009999"), office.ImportOptions{})
	require.Equal(t, office.RowTaken, same.Answers[0].State)
	require.Equal(t, first.Answers[0].Case, same.Answers[0].Case, "one ID number, one person, one running case")

	doubt := take(t, hr, "c.json", reportOf("W-3", "林吉堃", "99000019980725001X", "19900007777"), office.ImportOptions{})
	require.Equal(t, office.RowDoubtful, doubt.Answers[0].State, "the number under another name")
	require.True(t, fault.HasCode(doubt.Answers[0].Err, office.DoubtCode))
	require.Len(t, doubt.Answers[0].Doubt, 1)

	line := doubt.Answers[0].Line
	decided := take(t, hr, "c.json", reportOf("W-3", "林吉堃", "99000019980725001X", "19900007777"),
		office.ImportOptions{Decided: map[int]hiring.PersonID{line: office.NewPerson}})
	require.Equal(t, office.RowTaken, decided.Answers[0].State)
	require.NotEqual(t, first.Answers[0].Case, decided.Answers[0].Case)
}

func TestZ25_AFailWaitsForANamedHumanAndOpensNothing(t *testing.T) {
	s := newShell(t)
	_, hr := s.opened("hr")
	ctx := context.Background()
	failing := strings.Replace(strings.Replace(oneReport, `"pass":true`, `"pass":false`, 1), `"W-1"`, `"W-9"`, 1)
	r := take(t, hr, "fail.json", failing, office.ImportOptions{})
	require.Equal(t, office.RowTaken, r.Answers[0].State)
	require.False(t, r.Answers[0].Passed)
	f, err := hr.CaseFile(ctx, r.Answers[0].Case)
	require.NoError(t, err)
	require.Equal(t, hiring.Waiting, f.Case.Status)
	require.Empty(t, f.Case.Stage)
	_, err = hr.Do(ctx, f.Case.ID, hiring.PassGate{Stage: "assessment", Outcome: hiring.Pass})
	require.True(t, fault.HasCode(err, "case.not_open"), "%v", err)
}

func TestControl18_AnInterviewerSeesOnlyTheirOwnPanelsAndBlind(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	start := s.now.Add(time.Hour)
	panel := fmt.Sprintf(`panel=[%q,%q]`, s.account("interviewer1"), s.account("interviewer2"))
	require.Equal(t, "case.missing", s.refused("interviewer1", "case", "show", id), "not on a panel: the case does not exist")
	s.ok("hr", "do", id, "plan_interview", panel, "start="+start.Format(time.RFC3339), "end="+start.Add(time.Hour).Format(time.RFC3339), "place=1")
	var ratings []string
	for i, k := range s.show(id).Kit {
		ratings = append(ratings, fmt.Sprintf(`{"question":%q,"competency":%q,"level":4,"note":"机密评语"}`, k.Key(i), k.Competency))
	}
	card := "ratings=[" + strings.Join(ratings, ",") + "]"
	s.ok("interviewer1", "do", id, "submit_scorecard", "interview=i1", card, "recommendation=yes")
	_, out, _ := s.run("--json", "--as", "interviewer2", "case", "show", id)
	require.NotContains(t, out, "机密评语", "the other card is hidden until one's own is in")
	require.NotContains(t, out, "99000019980725001X")
	require.NotContains(t, out, "19900001234", "no contact data")
	for words, n := range map[string]int{"林喆堃": 1, "lzk": 1, "1234": 0, "001x": 0} {
		require.Len(t, s.ok("interviewer2", "case", "list", "--find", words)["cases"], n, "%s: what is hidden is not found by it", words)
	}
	s.ok("interviewer2", "do", id, "submit_scorecard", "interview=i1", card, "recommendation=yes")
	_, out, _ = s.run("--json", "--as", "interviewer2", "case", "show", id)
	require.Contains(t, out, "机密评语")
}

func TestTheSearchFollowsWhatHappens(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	ctx := context.Background()
	found := func(who *office.Staff, words string) (names []string) {
		hits, err := who.Find(ctx, words, 10)
		require.NoError(t, err)
		for _, h := range hits {
			names = append(names, h.Head.Name)
		}
		return names
	}
	require.Empty(t, found(hr, "陈"))
	r := take(t, hr, "one.json", reportOf("W-2", "陈旻", idNumber(77), "19900005678"), office.ImportOptions{})
	require.Equal(t, []string{"陈旻"}, found(hr, "陈旻"))
	require.Equal(t, []string{"陈旻"}, found(hr, "cm 5678"), "initials and the tail of the phone")
	s.importOne(oneReport) // another program on the same bank
	require.Equal(t, []string{"林喆堃"}, found(hr, "林"))
	require.Empty(t, found(s.door(b, "interviewer1"), "陈旻"), "on no panel of it")

	id := r.Answers[0].Case
	require.NoError(t, hr.EditPerson(ctx, id, func(p *hiring.Person) { p.Name = "陈敏" }))
	require.Empty(t, found(hr, "陈旻"))
	require.Equal(t, []string{"陈敏"}, found(hr, "陈敏"))
	_, _, err := hr.UndoImport(ctx, r.Batch)
	require.NoError(t, err)
	require.Empty(t, found(hr, "陈敏"), "undone")
}

func TestAPanelIsOfInterviewersOnly(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	at := func(panel string) []string {
		return []string{"do", id, "plan_interview", "panel=" + panel, "start=2026-03-05T06:00:00Z", "end=2026-03-05T07:00:00Z", "place=1"}
	}
	require.Equal(t, "interview.not_interviewer", s.refused("hr", at("interviewer1,nobody")...))
	require.Equal(t, "interview.not_interviewer", s.refused("hr", at(s.account("approver"))...))
	s.ok("hr", at("interviewer1, "+s.account("interviewer2"))...)
	require.Equal(t, "interview.not_interviewer", s.refused("hr", "do", id, "move_interview", "interview=i1", "panel=kiosk,interviewer1",
		"start=2026-03-06T06:00:00Z", "end=2026-03-06T07:00:00Z"))
}

func TestN02_VerifyFindsEveryTamperingInTheFile(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	whole, err := os.ReadFile(filepath.Join(s.dir, dbName))
	require.NoError(t, err)
	for name, statement := range map[string]string{
		"actor changed":    `UPDATE record SET actor = 'somebody' WHERE seq = 3`,
		"time changed":     `UPDATE record SET at = at - 1000000 WHERE seq = 2`,
		"kind changed":     `UPDATE record SET kind = 'offer_signed.1' WHERE seq = 2`,
		"record removed":   `DELETE FROM record WHERE seq = 2`,
		"bodies swapped":   `UPDATE body SET sealed = (SELECT sealed FROM body b WHERE b.seq = 1) WHERE seq = 2`,
		"tail cut":         `DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)`,
		"body overwritten": `UPDATE body SET sealed = zeroblob(length(sealed)) WHERE seq = 1`,
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(filepath.Join(s.dir, dbName), whole, 0o600))
			db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.dir, dbName)+"?_foreign_keys=0")
			require.NoError(t, err)
			dropTriggers(t, db)
			r, err := db.Exec(statement)
			require.NoError(t, err)
			n, err := r.RowsAffected()
			require.NoError(t, err)
			require.EqualValues(t, 1, n)
			require.NoError(t, db.Close())
			code := s.refused("admin", "verify")
			require.True(t, strings.HasPrefix(code, "ledger."), code)
		})
	}
}

// dropTriggers takes the store's own guard away first, as somebody with the file in their hands would.
func dropTriggers(t *testing.T, db *sql.DB) {
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'trigger'`)
	require.NoError(t, err)
	var names []string
	for rows.Next() {
		var name string
		require.NoError(t, rows.Scan(&name))
		names = append(names, name)
	}
	require.NoError(t, rows.Err())
	require.NoError(t, rows.Close())
	for _, name := range names {
		_, err := db.Exec(`DROP TRIGGER ` + name)
		require.NoError(t, err)
	}
}

func TestTwoProcessesWorkOnOneBank(t *testing.T) {
	s := newShell(t)
	id := hiring.CaseID(s.importOne(oneReport))
	_, one := s.opened("hr")
	_, two := s.opened("hr")
	ctx := context.Background()
	for i := range 6 {
		door := []*office.Staff{one, two}[i%2]
		_, err := door.Do(ctx, id, hiring.AddNote{Text: fmt.Sprint("note ", i)})
		require.NoError(t, err)
	}
	for _, door := range []*office.Staff{one, two} {
		f, err := door.CaseFile(ctx, id)
		require.NoError(t, err)
		require.Len(t, f.Case.Notes, 6)
	}
	hits, err := two.Find(ctx, "林", 5)
	require.NoError(t, err)
	require.Len(t, hits, 1)
	hits, err = two.Find(ctx, "lz", 5)
	require.NoError(t, err)
	require.Len(t, hits, 1, "by pinyin initials")
}

func TestBackupAndRestoreBringTheWholeBankBack(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	s.ok("hr", "do", id, "note", "text=有附件", "file=@"+s.file("n.png", picture()))
	to := filepath.Join(t.TempDir(), "bank.tar")
	code, _, errs := s.run("--as", "admin", "backup", to)
	require.Equal(t, exitDone, code, errs)
	before := s.show(id)
	old := s.dir
	s.dir = filepath.Join(t.TempDir(), "restored")
	code, _, errs = s.run("restore", to)
	require.Equal(t, exitDone, code, errs)
	require.Equal(t, before, s.show(id))
	_, hr := s.opened("hr")
	raw, err := hr.File(context.Background(), hiring.CaseID(id), before.Notes[0].File)
	require.NoError(t, err)
	require.Equal(t, picture(), raw)
	require.Equal(t, true, s.ok("admin", "verify")["ok"])

	s.dir = old
	code, _, _ = s.run("restore", to)
	require.Equal(t, exitRefused, code, "an existing bank is not overwritten")
	torn, err := os.ReadFile(to)
	require.NoError(t, err)
	half := s.file("half.tar", torn[:len(torn)/2])
	s.dir = filepath.Join(t.TempDir(), "never")
	code, _, _ = s.run("restore", half)
	require.Equal(t, exitRefused, code)
	require.NoDirExists(t, s.dir, "nothing half restored")
}

func TestCommandLineExitCodesAndData(t *testing.T) {
	s := newShell(t)
	code, out, errs := s.run("--as", "hr", "case")
	require.Equal(t, exitUsage, code)
	require.Empty(t, out)
	require.Contains(t, errs, "case list")
	code, out, _ = s.run("--json", "--as", "hr", "import", s.file("bad.json", []byte(`[`+oneReport+`,{"vendor":"x"}`)))
	require.Equal(t, exitRefused, code, "partly refused")
	require.Contains(t, out, `"taken"`)
	require.Contains(t, out, `"line"`)
	code, _, errs = s.run("--as", "nobody", "case", "list")
	require.Equal(t, exitRefused, code)
	require.NotContains(t, errs, testPassword)
}

// TestControl21_ASecondAccountApprovesNothing: HR opens no back door through another account of the same person, and no administrator does.
func TestControl21_ASecondAccountApprovesNothing(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	s.interview(id)
	s.check(id)
	ctx := context.Background()
	b, admin := s.opened("admin")
	_, err := admin.AddAccount(ctx, office.Account{Login: "hr2", Name: "hr", Roles: []string{"approver"}}, testPassword)
	require.NoError(t, err, "an administrator may give a colleague a second account")
	_, err = admin.AddAccount(ctx, office.Account{Login: "admin2", Name: "管理员", Roles: []string{"approver"}}, testPassword)
	require.Equal(t, "account.own_roles", fault.Of(err).Code, "but not themselves another role")
	_, err = admin.AddAccount(ctx, office.Account{Login: "namesake", Name: "管理员", Staff: "2002", Roles: []string{"approver"}}, testPassword)
	require.Equal(t, "account.own_roles", fault.Of(err).Code, "while the administrator has no number of their own")
	require.NoError(t, b.close())
	s.ok("hr", "do", id, "submit_offer")
	require.Equal(t, "offer.own_approval", s.refused("hr2", "do", id, "approve_offer"))
	s.ok("approver", "do", id, "approve_offer")
}
