package main

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"ruhang/core/hiring"
	"ruhang/core/ledger"
	"ruhang/core/office"
)

// attacked is a filled bank as it lay on the disk one evening, with what its auditor kept elsewhere.
type attacked struct {
	*shell
	whole       []byte // the database
	export      string
	early, late string // files of checkpoints: one of the morning, one of the evening
	key         string
	first, last string // cases: the one that has come far, the one that came after the morning's checkpoint
}

func newAttacked(t *testing.T) *attacked {
	s := newShell(t)
	away := t.TempDir()
	a := &attacked{shell: s, export: filepath.Join(away, "ledger.jsonl"), early: filepath.Join(away, "early.checkpoint"),
		late: filepath.Join(away, "late.checkpoint"), key: filepath.Join(away, "key.pub")}
	a.first = s.importOne(oneReport)
	s.assess(a.first)
	s.ok("admin", "checkpoint", "-o", a.early)
	s.ok("admin", "checkpoint", "key", "-o", a.key)
	s.interview(a.first)
	require.Equal(t, "gate.needs", s.refused("hr", "do", a.first, "pass_gate", "stage=check", "outcome=pass"))
	a.last = s.ok("hr", "import", s.file("two.json", []byte(reportOf("W-2", "陈旻", idNumber(77), "19900005678"))))["taken"].([]any)[0].(string)
	s.ok("admin", "checkpoint", "-o", a.late)
	s.exported(a.export)
	raw, err := os.ReadFile(filepath.Join(s.dir, dbName))
	require.NoError(t, err)
	a.whole = raw
	return a
}

func (s *shell) exported(to string) {
	code, _, errs := s.run("--as", "compliance", "export", "--format", "ledger", "-o", to)
	require.Equal(s.t, exitDone, code, errs)
}

// tamper changes the bank's file as somebody does who has it in their hands and no password.
func (a *attacked) tamper(t *testing.T, change func(t *testing.T, db *sql.DB)) {
	path := filepath.Join(a.dir, dbName)
	require.NoError(t, os.WriteFile(path, a.whole, 0o600))
	db, err := sql.Open("sqlite3", "file:"+path+"?_foreign_keys=0")
	require.NoError(t, err)
	dropTriggers(t, db)
	change(t, db)
	require.NoError(t, db.Close())
}

// changing changes exactly n rows.
func changing(n int64, statement string) func(*testing.T, *sql.DB) {
	return func(t *testing.T, db *sql.DB) {
		r, err := db.Exec(statement)
		require.NoError(t, err)
		got, err := r.RowsAffected()
		require.NoError(t, err)
		require.Equal(t, n, got, statement)
	}
}

// rewrite reads the chain, lets it be changed, and writes it back with fresh hashes, head and peaks: the work of somebody who
// knows the format well.
func rewrite(change func(records []ledger.Record) []ledger.Record) func(*testing.T, *sql.DB) {
	return func(t *testing.T, db *sql.DB) {
		rows, err := db.Query(`SELECT seq, case_id, ver, kind, actor, device, at, intent, class, commitment FROM record ORDER BY seq`)
		require.NoError(t, err)
		var all []ledger.Record
		for rows.Next() {
			var r ledger.Record
			var at int64
			var commitment []byte
			require.NoError(t, rows.Scan(&r.Seq, &r.Case, &r.Ver, &r.Kind, &r.Actor, &r.Device, &at, &r.Intent, &r.Class, &commitment))
			r.At, r.Commitment = time.UnixMicro(at), [32]byte(commitment)
			all = append(all, r)
		}
		require.NoError(t, rows.Err())
		all = change(all)
		for _, statement := range []string{`CREATE TEMP TABLE kept AS SELECT * FROM body`, `DELETE FROM body`, `DELETE FROM record`} {
			_, err = db.Exec(statement)
			require.NoError(t, err)
		}
		var head [32]byte
		var tree ledger.Tree
		for i := range all {
			r := &all[i]
			_, err := db.Exec(`INSERT INTO body SELECT ?, sealed FROM kept WHERE seq = ?`, i+1, r.Seq)
			require.NoError(t, err)
			r.Seq = uint64(i + 1)
			ledger.Link(head, r)
			head = r.Hash
			tree.Append(head[:])
			_, err = db.Exec(`INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.Seq, r.Case, r.Ver, r.Kind, r.Actor, r.Device, r.At.UnixMicro(),
				r.Intent, r.Class, r.Commitment[:], r.Prev[:], r.Hash[:])
			require.NoError(t, err)
		}
		var peaks []byte
		for _, p := range tree.Peaks() {
			peaks = append(peaks, p[:]...)
		}
		_, err = db.Exec(`UPDATE meta SET seq = ?, hash = ?, peaks = ?`, len(all), head[:], peaks)
		require.NoError(t, err)
	}
}

func inOrder(changes ...func(*testing.T, *sql.DB)) func(*testing.T, *sql.DB) {
	return func(t *testing.T, db *sql.DB) {
		for _, c := range changes {
			c(t, db)
		}
	}
}

// onlyCheckpoint marks attacks that no walk over the bank alone can see.
const onlyCheckpoint = "only a checkpoint finds it: "

func TestN02_EveryAttackOnTheBanksFileIsFound(t *testing.T) {
	a := newAttacked(t)
	firstOf := func(r []ledger.Record, id string) int {
		return slices.IndexFunc(r, func(r ledger.Record) bool { return r.Case == id })
	}
	for name, attack := range map[string]struct {
		code string
		do   func(*testing.T, *sql.DB)
	}{
		"body overwritten":        {"ledger.body", changing(1, `UPDATE body SET sealed = zeroblob(length(sealed)) WHERE seq = 30`)},
		"body taken away":         {"ledger.no_body", changing(1, `DELETE FROM body WHERE seq = 30`)},
		"actor changed":           {"ledger.hash", changing(1, `UPDATE record SET actor = 'somebody' WHERE seq = 30`)},
		"time changed":            {"ledger.hash", changing(1, `UPDATE record SET at = at - 1000000 WHERE seq = 30`)},
		"kind changed":            {"ledger.hash", changing(1, `UPDATE record SET kind = 'offer_signed.1' WHERE seq = 30`)},
		"case id changed":         {"ledger.hash", changing(1, `UPDATE record SET case_id = 'another' WHERE seq = 30`)},
		"a middle record deleted": {"ledger.gap", changing(1, `DELETE FROM record WHERE seq = 30`)},
		"the last record deleted": {"ledger.gap", changing(1, `DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)`)},
		"the head set back":       {"ledger.", changing(1, `UPDATE meta SET seq = seq - 1`)},
		"two records swapped": {"ledger.hash", inOrder(changing(1, `UPDATE record SET seq = 999 WHERE seq = 30`),
			changing(1, `UPDATE record SET seq = 30 WHERE seq = 31`), changing(1, `UPDATE record SET seq = 31 WHERE seq = 999`))},
		"two bodies of two cases swapped": {"ledger.body", swapBodies(a.first, a.last)},
		"one record hashed anew":          {"ledger.prev", rehashOne(30)},
		"a record copied to the end":      {"ledger.no_body", rewrite(func(r []ledger.Record) []ledger.Record { return append(r, next(r, r[29])) })},
		"a forged record at the end":      {"ledger.no_body", rewrite(forged)},
		"a forged sign-in in the trail":   {"ledger.no_body", rewrite(forgedTrail)},
		"a record moved to another case": {"ledger.version", rewrite(func(r []ledger.Record) []ledger.Record {
			moved := &r[firstOf(r, a.first)+3]
			moved.Case, moved.Ver = a.last, 99
			return r
		})},
		"removed and the chain closed up":  {"ledger.version", rewrite(func(r []ledger.Record) []ledger.Record { return slices.Delete(r, 29, 30) })},
		"an erased body replaced":          {"ledger.body", inOrder(changing(1, `UPDATE body SET sealed = (SELECT sealed FROM body b WHERE b.seq = 29) WHERE seq = 30`))},
		"a refused attempt made a success": {"ledger.verdict", changing(1, `UPDATE intent SET ok = 1, code = '' WHERE code = 'gate.needs' AND id = (SELECT max(id) FROM intent WHERE code = 'gate.needs')`)},
		"the reason of a refusal changed":  {"ledger.verdict", changing(2, `UPDATE intent SET code = 'offer.none' WHERE code = 'gate.needs'`)},
		"an attempt's record disowned":     {"ledger.verdict", changing(1, `DELETE FROM intent WHERE id = (SELECT intent FROM record WHERE case_id = '`+a.first+`' AND ver = 3)`)},
		"a row of the board changed":       {"ledger.view", changing(1, `UPDATE view_case SET stage = 'probation' WHERE id = '`+a.last+`'`)},
		"a row of the board removed":       {"ledger.view", changing(1, `DELETE FROM view_case WHERE id = '`+a.last+`'`)},
		"the whole chain written anew":     {onlyCheckpoint + "ledger.rewritten", rewrite(func(r []ledger.Record) []ledger.Record { r[5].At = r[5].At.Add(time.Hour); return r })},
		"the end cut off, all else mended": {onlyCheckpoint + "ledger.cut", cutLast(a.last)},
	} {
		t.Run(name, func(t *testing.T) {
			a.tamper(t, attack.do)
			code, onlyThen := strings.CutPrefix(attack.code, onlyCheckpoint)
			if onlyThen {
				whole := a.ok("admin", "verify")
				require.Equal(t, float64(0), whole["checkpoint"], "the walk alone says it is whole, and that nothing proves it")
				a.tamper(t, attack.do)
				found := a.refused("admin", "verify", "--checkpoint", a.early, "--checkpoint", a.late)
				require.Contains(t, []string{code, "ledger.rewritten"}, found)
				a.tamper(t, attack.do)
				found = a.refusedLocked("verify", "--checkpoint", a.late, "--key", a.key)
				require.Contains(t, []string{code, "ledger.rewritten"}, found, "without any password")
				return
			}
			found := a.refused("admin", "verify")
			require.True(t, strings.HasPrefix(found, code), "%s, not %s", found, code)
		})
	}
	require.NoError(t, os.WriteFile(filepath.Join(a.dir, dbName), a.whole, 0o600))
	whole := a.ok("admin", "verify", "--checkpoint", a.early, "--checkpoint", a.late)
	require.Equal(t, false, whole["stale"])
	require.NotZero(t, whole["checkpoint"])
	require.Equal(t, float64(2), whole["views"])
}

// refusedLocked gives a command that nobody signs in for and that must be refused.
func (s *shell) refusedLocked(args ...string) string {
	s.t.Helper()
	code, out, errs := s.run(append([]string{"--json"}, args...)...)
	require.Equal(s.t, exitRefused, code, "%s %s", out, errs)
	_, rest, _ := strings.Cut(out, `"code": "`)
	refusal, _, _ := strings.Cut(rest, `"`)
	return refusal
}

func swapBodies(one, two string) func(*testing.T, *sql.DB) {
	of := func(id string) string { return `(SELECT min(seq) FROM record WHERE case_id = '` + id + `')` }
	return inOrder(changing(1, `UPDATE body SET seq = 998 WHERE seq = `+of(one)), changing(1, `UPDATE body SET seq = `+of(one)+` WHERE seq = `+of(two)),
		changing(1, `UPDATE body SET seq = `+of(two)+` WHERE seq = 998`))
}

// rehashOne changes a record and makes its own hash right again.
func rehashOne(seq int) func(*testing.T, *sql.DB) {
	return func(t *testing.T, db *sql.DB) {
		var r ledger.Record
		var at int64
		var commitment, prev []byte
		require.NoError(t, db.QueryRow(`SELECT seq, case_id, ver, kind, device, at, intent, class, commitment, prev FROM record WHERE seq = ?`, seq).
			Scan(&r.Seq, &r.Case, &r.Ver, &r.Kind, &r.Device, &at, &r.Intent, &r.Class, &commitment, &prev))
		r.At, r.Commitment, r.Actor = time.UnixMicro(at), [32]byte(commitment), "somebody"
		ledger.Link([32]byte(prev), &r)
		_, err := db.Exec(`UPDATE record SET actor = 'somebody', hash = ? WHERE seq = ?`, r.Hash[:], seq)
		require.NoError(t, err)
	}
}

// next is a record as its case's next one.
func next(all []ledger.Record, r ledger.Record) ledger.Record {
	r.Ver, r.Intent, r.Seq = 0, "", 1<<40
	for _, other := range all {
		if other.Case == r.Case {
			r.Ver = max(r.Ver, other.Ver+1)
		}
	}
	return r
}

func forged(r []ledger.Record) []ledger.Record {
	e := next(r, r[29])
	e.Kind, e.Commitment = "offer_approved.1", ledger.Commit([32]byte{1}, []byte("{}"))
	return append(r, e)
}

func forgedTrail(r []ledger.Record) []ledger.Record {
	e := next(r, r[0])
	e.Kind, e.Commitment = office.TraceVerified, ledger.Commit([32]byte{1}, []byte("{}"))
	return append(r, e)
}

// cutLast takes the last case and everything after its beginning away, with every trace that the walk could miss.
func cutLast(id string) func(*testing.T, *sql.DB) {
	return func(t *testing.T, db *sql.DB) {
		rewrite(func(r []ledger.Record) []ledger.Record {
			return r[:slices.IndexFunc(r, func(r ledger.Record) bool { return r.Case == id })]
		})(t, db)
		for _, table := range []string{"intent", "case_key", "view_work", "view_message", "outbox", "file"} {
			_, err := db.Exec(`DELETE FROM `+table+` WHERE case_id = ?`, id)
			require.NoError(t, err, table)
		}
		changing(1, `DELETE FROM view_case WHERE id = '`+id+`'`)(t, db)
	}
}

func TestN02_EveryAttackOnAnExportIsFoundWithoutTheBank(t *testing.T) {
	a := newAttacked(t)
	raw, err := os.ReadFile(a.export)
	require.NoError(t, err)
	require.NoError(t, os.RemoveAll(a.dir), "the bank is not there")
	lines := strings.SplitAfter(strings.TrimSuffix(string(raw), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	verify := func(lines []string, more ...string) (int, string) {
		path := a.file("tampered.jsonl", []byte(strings.Join(lines, "")))
		code, out, errs := a.run(append([]string{"verify", path}, more...)...)
		return code, out + errs
	}
	proofs := []string{"--checkpoint", a.late, "--key", a.key}
	code, said := verify(lines, proofs...)
	require.Equal(t, exitDone, code, said)
	code, said = verify(lines, "--checkpoint", a.early, "--key", a.key)
	require.Equal(t, exitDone, code, said)
	require.Contains(t, said, "不是最新的一份", "an older checkpoint handed over as the newest is told")
	code, said = verify(lines)
	require.Equal(t, exitDone, code)
	require.Contains(t, said, "没有给出检查点", "that nothing proves the end is told")

	relinked := func(change func(r []ledger.Record) []ledger.Record) func([]string) []string {
		return func(lines []string) []string {
			var all []ledger.Record
			for _, l := range lines {
				r, err := ledger.DecodeLine([]byte(l))
				require.NoError(t, err)
				all = append(all, r)
			}
			var head [32]byte
			var out []string
			for i, r := range change(all) {
				r.Seq = uint64(i + 1)
				ledger.Link(head, &r)
				head = r.Hash
				out = append(out, string(ledger.EncodeLine(&r)))
			}
			return out
		}
	}
	for name, attack := range map[string]struct {
		found  string
		do     func([]string) []string
		proven bool // only a checkpoint finds it
	}{
		"a field changed":     {"30", func(l []string) []string { l[29] = strings.Replace(l[29], `"desk"`, `"task"`, 1); return l }, false},
		"a field added":       {"30", func(l []string) []string { l[29] = strings.Replace(l[29], `{`, `{"x":1,`, 1); return l }, false},
		"a line removed":      {"30", func(l []string) []string { return slices.Delete(l, 29, 30) }, false},
		"a line twice":        {"30", func(l []string) []string { return slices.Insert(l, 30, l[29]) }, false},
		"two lines swapped":   {"30", func(l []string) []string { l[29], l[30] = l[30], l[29]; return l }, false},
		"the end cut off":     {"截断", func(l []string) []string { return l[:len(l)-8] }, true},
		"everything cut off":  {"截断", func([]string) []string { return nil }, true},
		"a record taken out":  {"档案内", relinked(func(r []ledger.Record) []ledger.Record { return slices.Delete(r, 29, 30) }), false},
		"the chain rewritten": {"改写", relinked(func(r []ledger.Record) []ledger.Record { r[29].Actor = "x"; return r }), true},
		"a forged end":        {"改写", relinked(func(r []ledger.Record) []ledger.Record { return forged(r[:len(r)-3]) }), true},
	} {
		t.Run(name, func(t *testing.T) {
			changed := attack.do(slices.Clone(lines))
			code, said := verify(changed)
			if attack.proven {
				require.Equal(t, exitDone, code, "the chain alone cannot see it")
				code, said = verify(changed, proofs...)
			}
			require.Equal(t, exitRefused, code, said)
			require.Contains(t, said, attack.found)
		})
	}
}

func TestN02_ACheckpointIsEditedOrSignedByAnotherKeyInVain(t *testing.T) {
	a := newAttacked(t)
	raw, err := os.ReadFile(a.late)
	require.NoError(t, err)
	edited := a.file("edited.checkpoint", []byte(strings.Replace(string(raw), "\nat 2026", "\nat 2027", 1)))
	c, err := ledger.Unsigned(string(raw))
	require.NoError(t, err)
	resigned := a.file("resigned.checkpoint", []byte(ledger.NewSigner([32]byte{9}).Sign(c)))
	for _, how := range [][]string{{"--as", "admin", "verify"}, {"verify", "--key", a.key}, {"verify", a.export, "--key", a.key}} {
		require.Equal(t, "ledger.signature", a.refusedLocked(append(how, "--checkpoint", edited)...))
		require.Equal(t, "ledger.other_key", a.refusedLocked(append(how, "--checkpoint", resigned)...))
		require.Equal(t, "ledger.checkpoint", a.refusedLocked(append(how, "--checkpoint", a.key)...))
	}
	code, _, said := a.run("verify", a.export, "--checkpoint", a.late)
	require.Equal(t, exitUsage, code, "a checkpoint without a key to check it proves nothing")
	require.Contains(t, said, "--key")

	key, err := os.ReadFile(a.key)
	require.NoError(t, err)
	public, err := note.NewVerifier(strings.TrimSpace(string(key)))
	require.NoError(t, err, "the format is Go's own")
	_, err = note.Open(raw, note.VerifierList(public))
	require.NoError(t, err, "any tool for signed notes checks ours")
}

func TestN02_TheDayBeginsWithACheckpointInASecondFolder(t *testing.T) {
	s := newShell(t)
	share := filepath.Join(t.TempDir(), "share")
	_, admin := s.opened("admin")
	ctx := context.Background()
	s.ok("hr", "case", "list")
	own, err := filepath.Glob(filepath.Join(s.dir, checkpointsName, "*"))
	require.NoError(t, err)
	require.Len(t, own, 1, "the first tick of the day")
	s.ok("hr", "case", "list")
	require.NoError(t, admin.PutSetting(ctx, office.CheckpointFolder, share))
	s.ok("hr", "case", "list")
	last, _, err := admin.Checkpoints(ctx)
	require.NoError(t, err)
	require.Equal(t, "checkpoint.folder", last.Trouble, "a share that is not mounted is told, and stops nobody")
	require.NoError(t, os.Mkdir(share, 0o700))
	s.ok("hr", "case", "list")
	last, key, err := admin.Checkpoints(ctx)
	require.NoError(t, err)
	require.Empty(t, last.Trouble)
	require.Equal(t, share, last.Away)
	raw, err := os.ReadFile(filepath.Join(share, filepath.Base(own[0])))
	require.NoError(t, err, "tried again as soon as it is there")
	c, err := key.Open(string(raw))
	require.NoError(t, err)
	require.Equal(t, last.Checkpoint, c)
	r := newest(t, admin, office.TraceCheckpoint)
	require.Equal(t, c.Size, r.Seq, "a checkpoint holds its own record")
	require.Equal(t, hiring.System, r.By)
	s.now = s.now.Add(24 * time.Hour)
	s.ok("hr", "case", "list")
	own, err = filepath.Glob(filepath.Join(s.dir, checkpointsName, "*"))
	require.NoError(t, err)
	require.Len(t, own, 2)
	s.now = s.now.Add(-24 * time.Hour)
	s.ok("hr", "case", "list")
	whole := s.ok("admin", "verify")
	require.NotZero(t, whole["clock_back"], "a clock set back is told")
}
