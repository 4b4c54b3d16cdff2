package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// ciphers are all sealed bytes that stand for a case in the database: what an erasure has to overwrite where it lies.
func ciphers(t *testing.T, dir, id string) [][]byte {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, dbName))
	require.NoError(t, err)
	defer db.Close()
	var out [][]byte
	for _, query := range []string{`SELECT sealed FROM body JOIN record USING (seq) WHERE case_id = ?`, `SELECT wrapped FROM case_key WHERE case_id = ?`,
		`SELECT sealed FROM intent WHERE case_id = ? AND sealed IS NOT NULL`, `SELECT sealed FROM outbox WHERE case_id = ?`, `SELECT head FROM view_case WHERE id = ?`,
		`SELECT sealed FROM person WHERE id = (SELECT person FROM view_case WHERE id = ?)`, `SELECT sealed FROM person_history WHERE id = (SELECT person FROM view_case WHERE id = ?)`,
		`SELECT value FROM setting WHERE id LIKE '%' || ? || '%'`, `SELECT value FROM setting_history WHERE id LIKE '%' || ? || '%'`} {
		rows, err := db.Query(query, id)
		require.NoError(t, err)
		for rows.Next() {
			var b []byte
			require.NoError(t, rows.Scan(&b))
			out = append(out, b[max(0, len(b)-24):]) // the end of a sealed value is its tag: no two share it
		}
		require.NoError(t, rows.Close())
	}
	return out
}

// foundIn counts how many of the marks lie in any file below a folder.
func foundIn(t *testing.T, dir string, marks [][]byte) (found, files int) {
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		raw, err := os.ReadFile(path)
		for _, m := range marks {
			if bytes.Contains(raw, m) {
				found++
			}
		}
		return err
	}))
	return found, files
}

func filesOf(t *testing.T, dir, id string) []string {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, dbName))
	require.NoError(t, err)
	defer db.Close()
	rows, err := db.Query(`SELECT id FROM file WHERE case_id = ?`, id)
	require.NoError(t, err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var f string
		require.NoError(t, rows.Scan(&f))
		out = append(out, filepath.Join(dir, "files", f[:2], f[2:]))
	}
	return out
}

// ended walks a case through assessment, interview, check, offer and its rescission, with secrets planted at each step.
func (s *shell) ended(id string) {
	s.assess(id)
	s.interview(id)
	s.ok("hr", "do", id, "note", "text=金丝雀备注七七")
	s.check(id)
	login := s.candidate(id)
	s.ok(login, "do", id, "withdraw", "reason=withdraw_personal", "note=金丝雀退出八八")
}

func TestQ10_N11_ErasureLeavesNothingAndTheChainStillVerifies(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	other := s.importOne(reportOf("W-2", "陈旻", idNumber(77), "19900005678"))
	s.assess(other)
	s.ended(id)
	b, hr := s.opened("hr")
	ctx := context.Background()
	require.NoError(t, hr.EditPerson(ctx, hiring.CaseID(id), func(p *hiring.Person) { p.Email = "second@example.com" }))
	require.NoError(t, hr.PutSetting(ctx, "my/card/"+id+"/i1", "金丝雀草稿九九"))
	require.NoError(t, b.close())
	otherBefore := s.show(other)
	marks, files := ciphers(t, s.dir, id), filesOf(t, s.dir, id)
	otherMarks := ciphers(t, s.dir, other)
	require.Greater(t, len(marks), 40)
	require.NotEmpty(t, files)
	found, _ := foundIn(t, s.dir, marks)
	require.GreaterOrEqual(t, found, len(marks), "the search itself can find")
	require.NoError(t, os.MkdirAll(filepath.Join(s.dir, shownName), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, shownName, "shown.pdf"), []byte("林喆堃"), 0o600))

	require.Equal(t, "erase.no_request", s.refused("hr", "do", id, "erase_case", "ground=request"))
	s.ok("hr", "do", id, "request_erasure", "reason=erase_subject_request", "note=来函")
	require.Equal(t, "erase.same_person", s.refused("hr", "do", id, "erase_case", "ground=request"))
	require.Equal(t, "command.denied", s.refused("approver", "do", id, "erase_case", "ground=request"))
	b, compliance := s.opened("compliance")
	hits, err := compliance.Find(ctx, "林喆堃", 9)
	require.NoError(t, err)
	require.Len(t, hits, 1)
	_, err = compliance.Do(ctx, hiring.CaseID(id), hiring.EraseCase{Ground: hiring.GroundRequest})
	require.NoError(t, err)
	hits, err = compliance.Find(ctx, "林喆堃", 9)
	require.NoError(t, err)
	require.Empty(t, hits, "the search in memory forgets too")
	require.FileExists(t, filepath.Join(s.dir, dbName+"-wal"), "the bank is still open")
	found, n := foundIn(t, s.dir, marks)
	require.Zero(t, found, "sealed bytes of the erased case lie in a file")
	require.GreaterOrEqual(t, n, 5)
	require.NoError(t, b.close())
	for _, f := range files {
		require.NoFileExists(t, f)
	}
	canaries := [][]byte{[]byte("林喆堃"), []byte("99000019980725001X"), []byte("19900001234"), []byte("lin@example.com"), []byte("second@example.com"),
		[]byte("金丝雀"), []byte("郑州示例商贸"), []byte("门店服务改进")}
	found, _ = foundIn(t, s.dir, canaries)
	require.Zero(t, found)
	found, _ = foundIn(t, s.dir, otherMarks)
	require.GreaterOrEqual(t, found, len(otherMarks), "the other case's lie where they lay")

	require.Equal(t, "case.missing", s.refused("hr", "case", "show", id))
	_, out, _ := s.run("--json", "--as", "hr", "case", "list", "--find", "林喆堃")
	require.NotContains(t, out, id)
	require.Equal(t, otherBefore, s.show(other))
	report := s.ok("admin", "verify")
	require.Equal(t, true, report["ok"])
	require.Greater(t, report["withheld"], 10.0, "erased bodies are reported as such")
	views := dump(t, s.dir)
	s.ok("admin", "rebuild")
	require.Equal(t, views, dump(t, s.dir), "rebuilt == live")
	raw, err := os.ReadFile(filepath.Join(s.dir, erasedName))
	require.NoError(t, err)
	require.Contains(t, strings.Fields(string(raw)), id)

	_, compliance = s.opened("compliance")
	certificate, pdf, err := compliance.ErasureCertificate(ctx, hiring.CaseID(id))
	require.NoError(t, err)
	var c office.ErasureCertificate
	require.NoError(t, json.Unmarshal(certificate, &c))
	require.Equal(t, "request", c.Ground)
	require.NotEqual(t, c.RequestedBy, c.ErasedBy)
	require.True(t, c.PersonErased)
	require.Equal(t, len(files), c.Files)
	require.Equal(t, 4, c.Dropped.Keys)
	require.Equal(t, 1, c.Dropped.Drafts)
	require.NotZero(t, c.Dropped.Bodies)
	require.False(t, c.FinishedAt.IsZero())
	require.Equal(t, hiring.DateOf(s.now).AddDays(35), c.BackupsUntil)
	require.Less(t, c.Before.Seq, c.After.Seq)
	for _, mark := range canaries {
		require.NotContains(t, string(certificate), string(mark))
	}
	require.True(t, bytes.HasPrefix(pdf, []byte("%PDF")))
	if dir := os.Getenv("SHOTS_DIR"); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "certificate.pdf"), pdf, 0o600))
	}
}

// dump is every row of the views, without the sealed heads, whose nonces differ.
func dump(t *testing.T, dir string) string {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, dbName))
	require.NoError(t, err)
	defer db.Close()
	var all string
	require.NoError(t, db.QueryRow(`SELECT ifnull((SELECT group_concat(id || status || stage || person || version || ifnull(next_due, '') || ifnull(due_at, ''), '|') FROM (SELECT * FROM view_case ORDER BY id)), '')
		|| ifnull((SELECT group_concat(case_id || code || addressee || ifnull(due, '') || ref, '|') FROM (SELECT * FROM view_work ORDER BY case_id, n)), '')
		|| ifnull((SELECT group_concat(case_id || id || addressee || at, '|') FROM (SELECT * FROM view_message ORDER BY case_id, id)), '')
		|| ifnull((SELECT group_concat(account || case_id, '|') FROM (SELECT * FROM view_panel ORDER BY account, case_id)), '')`).Scan(&all))
	return all
}

func TestControl35_NothingIsErasedBeforeItsDayNorWithoutAWord(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	held := s.importOne(reportOf("W-2", "陈旻", idNumber(77), "19900005678"))
	for _, c := range []string{id, held} {
		s.assess(c)
		s.ok("hr", "do", c, "reject", "reason=not_qualified")
	}
	s.ok("hr", "do", held, "hold_data", "reason=hold_dispute")
	rejected := hiring.DateOf(s.now)
	ctx := context.Background()
	look := func(login string) *office.Retention {
		b, staff := s.opened(login)
		defer b.close()
		_, err := b.office.Tick(ctx)
		require.NoError(t, err)
		r, err := staff.Retention(ctx, 400)
		require.NoError(t, err)
		return r
	}
	r := look("hr")
	require.Empty(t, r.Due)
	require.Equal(t, []office.RetentionDay{{On: rejected.AddDays(366), Count: 2, Counts: map[string]int{"rejected": 2}}}, r.Days)
	s.now = rejected.AddDays(366).Time().Add(-time.Minute)
	require.Empty(t, look("compliance").Due, "its last day still counts")
	s.now = rejected.AddDays(366).Time().Add(9 * time.Hour)
	r = look("compliance")
	require.Len(t, r.Due, 1)
	require.Equal(t, hiring.CaseID(id), r.Due[0].Case)
	require.Equal(t, "林喆堃", r.Due[0].Name)
	require.Len(t, r.Exceptions, 1)
	require.ErrorContains(t, r.Exceptions[0].Why, "erase.held")
	require.Empty(t, look("admin").Due[0].Name, "an administrator sees numbers, not people")
	require.Equal(t, "rejected", string(s.show(id).Status), "ticks erase nothing by themselves")

	b, admin := s.opened("admin")
	_, err := admin.EraseDue(ctx, []hiring.CaseID{hiring.CaseID(id)}, nil)
	require.ErrorContains(t, err, "office.denied")
	compliance := s.door(b, "compliance")
	n, err := compliance.EraseDue(ctx, []hiring.CaseID{hiring.CaseID(id), hiring.CaseID(held)}, nil)
	require.NoError(t, err)
	require.Equal(t, 1, n, "the held one stays")
	require.NoError(t, b.close())
	require.Equal(t, "case.missing", s.refused("hr", "case", "show", id))
	require.Equal(t, "rejected", string(s.show(held).Status))
}

func TestControl35_OnlyAnExplicitSwitchErasesWithoutAWord(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	s.ok("hr", "do", id, "reject", "reason=not_qualified")
	b, admin := s.opened("admin")
	ctx := context.Background()
	require.NoError(t, admin.PutSetting(ctx, office.RetentionAuto, true))
	require.NoError(t, b.close())
	require.Equal(t, "rejected", string(s.show(id).Status))
	s.now = s.now.AddDate(0, 0, 366)
	require.Equal(t, "case.missing", s.refused("hr", "case", "show", id), "signing in ticks, and the tick erases")
	_, compliance := s.opened("compliance")
	all, err := compliance.ErasureCertificates(ctx)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, hiring.System, all[0].ErasedBy)
	require.Equal(t, "retention", all[0].Ground)
}

func TestT18_AnOlderBackupDoesNotBringAnErasedPersonBack(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.ended(id)
	s.ok("hr", "do", id, "request_erasure", "reason=erase_subject_request")
	whole := map[string][]byte{}
	for _, name := range []string{dbName, vaultName} {
		raw, err := os.ReadFile(filepath.Join(s.dir, name))
		require.NoError(t, err)
		whole[name] = raw
	}
	s.ok("compliance", "do", id, "erase_case", "ground=request")
	for name, raw := range whole { // as a restore does: the older bank, the newer list
		require.NoError(t, os.WriteFile(filepath.Join(s.dir, name), raw, 0o600))
	}
	marks := ciphers(t, s.dir, id)
	require.NotEmpty(t, marks)
	require.Equal(t, "case.missing", s.refused("hr", "case", "show", id))
	found, _ := foundIn(t, s.dir, marks)
	require.Zero(t, found)
	require.Equal(t, true, s.ok("admin", "verify")["ok"])
	_, compliance := s.opened("compliance")
	all, err := compliance.ErasureCertificates(context.Background())
	require.NoError(t, err)
	require.Equal(t, "restored", all[0].Ground)
	require.False(t, all[0].FinishedAt.IsZero())
	require.Len(t, all, 1)
}
