package sqlite

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	sqlite3 "github.com/mattn/go-sqlite3"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/office/officetest"
)

var ctx = context.Background()

// text asks a question with one answer.
func text(t testing.TB, db *sql.DB, query string, args ...any) string {
	t.Helper()
	var out sql.NullString
	require.NoError(t, db.QueryRowContext(ctx, query, args...).Scan(&out), query)
	return out.String
}

func TestControl4_SQLiteIsNewerThanItsKnownFlaws(t *testing.T) {
	_, number, _ := sqlite3.Version()
	require.GreaterOrEqual(t, number, 3_051_003, "before 3.51.3 two connections could damage the log (WAL-reset)")
}

func TestControl4_EveryConnectionIsCarefulAndDurable(t *testing.T) {
	s := opened(t, fresh(t))
	for name, db := range map[string]*sql.DB{"writer": s.writer, "reader": s.reader} {
		for pragma, want := range map[string]string{"secure_delete": "1", "trusted_schema": "0", "cell_size_check": "1", "foreign_keys": "1",
			"synchronous": "2", "journal_mode": "wal", "busy_timeout": "5000", "temp_store": "2"} {
			require.Equal(t, want, text(t, db, "PRAGMA "+pragma), "%s: %s", name, pragma)
		}
		if runtime.GOOS == "darwin" {
			require.Equal(t, "1", text(t, db, "PRAGMA fullfsync"))
			require.Equal(t, "1", text(t, db, "PRAGMA checkpoint_fullfsync"))
		}
	}
	_, err := s.reader.ExecContext(ctx, "DELETE FROM plan")
	require.Error(t, err, "a reader cannot write")
	_, err = s.writer.ExecContext(ctx, "INSERT INTO body (seq, sealed) VALUES (99, x'00')")
	require.Error(t, err, "a body without its record")
	info, err := os.Stat(s.path)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Zero(t, info.Mode().Perm()&0o077, "others may not read the bank")
	}
}

func TestRecordsAreNeverChangedOrDeleted(t *testing.T) {
	s := opened(t, fresh(t))
	appendOne(t, s, 1)
	for _, statement := range []string{"UPDATE record SET actor = 'x'", "DELETE FROM record", "REPLACE INTO record SELECT * FROM record"} {
		_, err := s.writer.ExecContext(ctx, statement)
		require.Error(t, err, statement)
	}
}

func appendOne(t testing.TB, s *Store, ver uint64) {
	require.NoError(t, s.Update(ctx, func(tx office.Tx) error {
		_, err := officetest.Append(tx, "c1", ver, 1, func(int) []byte { return []byte("sealed") })
		return err
	}))
}

// Every TEXT column is on this list with a reason: pseudonyms, codes, dates, keys of ours. A new one must be justified here;
// what names or describes a person is a sealed BLOB.
func TestControl1_NoTextColumnHoldsPersonalData(t *testing.T) {
	s := opened(t, fresh(t))
	rows, err := s.writer.QueryContext(ctx, `SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.type = 'TEXT' ORDER BY 1`)
	require.NoError(t, err)
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var c string
		require.NoError(t, rows.Scan(&c))
		columns = append(columns, c)
	}
	require.NoError(t, rows.Err())
	require.Equal(t, strings.Fields(`
		account.by account.id account_history.by account_history.id
		case_key.case_id case_key.class erasure.case_id
		file.case_id file.id
		intent.actor intent.case_id intent.code intent.device intent.id intent.name
		lookup.id lookup.kind
		outbox.case_id outbox.code outbox.key outbox.kind outbox.state
		person.by person.id person_history.by person_history.id
		plan.hash
		record.actor record.case_id record.class record.device record.intent record.kind
		setting.by setting.id setting_history.by setting_history.id
		view_case.branch view_case.ends_on view_case.id view_case.light view_case.offer view_case.panel view_case.person view_case.position
			view_case.stage view_case.start_on view_case.status
		view_message.addressee view_message.case_id view_message.id view_message.seen
		view_panel.account view_panel.case_id
		view_work.addressee view_work.branch view_work.case_id view_work.code view_work.ref view_work.stage`), columns)
	require.Equal(t, "0", text(t, s.writer, `SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND NOT strict`))
}

// made is a bank of schema n as its release made it, with a record in it.
func made(t *testing.T, n int) string {
	all, err := steps()
	require.NoError(t, err)
	path := fresh(t)
	db := open(path, writing, 1)
	defer db.Close()
	require.NoError(t, migrateTo(ctx, db, all[:n]))
	e := officetest.Record(1, [32]byte{}, "c1", 1, []byte("sealed"))
	r := e.Record
	_, err = db.ExecContext(ctx, `INSERT INTO record (seq, case_id, ver, kind, actor, device, at, intent, class, commitment, prev, hash)
		VALUES (1, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.Case, r.Kind, r.Actor, r.Device, r.At.UnixMicro(), r.Intent, r.Class, r.Commitment[:], r.Prev[:], r.Hash[:])
	require.NoError(t, err)
	_, err = db.ExecContext(ctx, `INSERT INTO body VALUES (1, 'x')`)
	require.Error(t, err, "the tables are strict")
	_, err = db.ExecContext(ctx, `INSERT INTO body VALUES (1, ?)`, e.Body)
	require.NoError(t, err)
	peaks := [1][32]byte{}
	tree := peaksOf(r.Hash)
	copy(peaks[:], tree)
	_, err = db.ExecContext(ctx, `UPDATE meta SET seq = 1, hash = ?, peaks = ?`, r.Hash[:], peaks[0][:])
	require.NoError(t, err)
	return path
}

func TestABankOfEveryReleasedSchemaComesToTheNewest(t *testing.T) {
	all, err := steps()
	require.NoError(t, err)
	const shape = `SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name)`
	newest := text(t, opened(t, fresh(t)).writer, shape)
	for n := 1; n <= len(all); n++ {
		s := opened(t, made(t, n))
		require.Equal(t, newest, text(t, s.writer, shape))
		appendOne(t, s, 2)
		require.NoError(t, s.Read(ctx, func(r office.Reader) error {
			report, err := officetest.Verify(r)
			require.EqualValues(t, 2, report.Records)
			return err
		}))
	}
}

func TestAMigrationIsWholeOrNotAtAll(t *testing.T) {
	all, err := steps()
	require.NoError(t, err)
	path := made(t, len(all))
	db := open(path, writing, 1)
	defer db.Close()
	good, bad := "ALTER TABLE plan ADD COLUMN size INTEGER;", "ALTER TABLE nothing ADD COLUMN size INTEGER;"
	require.Error(t, migrateTo(ctx, db, append(all[:len(all):len(all)], good, bad)))
	require.Equal(t, "0", text(t, db, `SELECT count(*) FROM pragma_table_info('plan') WHERE name = 'size'`))
	require.NoError(t, migrateTo(ctx, db, append(all[:len(all):len(all)], good)))
	require.Equal(t, "1", text(t, db, `SELECT count(*) FROM pragma_table_info('plan') WHERE name = 'size'`))
	_, err = Open(ctx, path)
	require.True(t, fault.Is(err, fault.Refused) && fault.HasCode(err, "store.newer"), "a newer schema: %v", err)
}

func TestWhatIsNotABankIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.db")
	db := open(path, writing, 1)
	_, err := db.ExecContext(ctx, "CREATE TABLE note (x)")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = Open(ctx, path)
	require.True(t, fault.Is(err, fault.Refused) && fault.HasCode(err, "store.foreign"), "another program's file: %v", err)
	path = filepath.Join(t.TempDir(), "letter.db")
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("a letter, not a bank ", 500)), 0o600))
	_, err = Open(ctx, path)
	require.True(t, fault.Is(err, fault.Corrupt) && fault.HasCode(err, "store.corrupt"), "no database at all: %v", err)
	_, err = Open(ctx, filepath.Join(t.TempDir(), "no", "such", "folder", "bank.db"))
	require.True(t, fault.HasCode(err, "store.open"), "%v", err)
}

func TestHistoryKeepsEveryRowBefore(t *testing.T) {
	s := opened(t, fresh(t))
	for _, v := range []string{"one", "two", "three"} {
		require.NoError(t, s.Update(ctx, func(tx office.Tx) error {
			at, by := epoch, hiring.AccountID("acc-"+v)
			return firstOf(tx.PutPerson("p1", []byte(v), at, by), tx.PutAccount("a1", []byte(v), at, by), tx.PutSetting("s1", []byte(v), at, by))
		}))
	}
	for table, column := range map[string]string{"person": "sealed", "account": "sealed", "setting": "value"} {
		require.Equal(t, "one by acc-one, two by acc-two",
			text(t, s.reader, `SELECT group_concat(CAST(`+column+` AS TEXT) || ' by ' || by, ', ') FROM (SELECT * FROM `+table+`_history ORDER BY n)`), table)
	}
}
