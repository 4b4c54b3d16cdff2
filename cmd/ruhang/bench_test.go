package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// manyReports is a file of n AI reports about n persons.
func manyReports(n, from int) string {
	var b strings.Builder
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(reportOf(fmt.Sprint("B-", from+i), "王一", idNumber(from+i), fmt.Sprintf("199%08d", from+i)))
	}
	b.WriteByte(']')
	return b.String()
}

// benchShell is a shell for a benchmark: the same bank that tests use.
func benchShell(b *testing.B) (*bank, *office.Staff) {
	s := &shell{dir: filepath.Join(b.TempDir(), "bank"), now: time.Now()}
	bank, hr, err := s.made()
	require.NoError(b, err)
	b.Cleanup(func() { _ = bank.close() })
	return bank, hr
}

// BenchmarkImport takes 10,000 reports and then writes the same number of the same bytes into a bare table in equal batches.
func BenchmarkImport(b *testing.B) {
	const n = 10000
	var took, bare time.Duration
	for i := range b.N {
		bank, hr := benchShell(b)
		content := manyReports(n, i*n)
		start := time.Now()
		r, err := hr.Import(context.Background(), "many.json", strings.NewReader(content), office.ImportOptions{})
		require.NoError(b, err)
		require.Equal(b, n, r.Count(office.RowTaken))
		took += time.Since(start)
		bare += bareInsert(b, bank, n)
	}
	b.ReportMetric(float64(n*b.N)/took.Seconds(), "reports/s")
	b.ReportMetric(took.Seconds()/bare.Seconds(), "x-bare")
}

// bareInsert writes as many rows and bytes as the import left in the database's tables, in transactions of the same size.
func bareInsert(b *testing.B, bank *bank, n int) time.Duration {
	var rows, bytes int64
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(bank.dir, dbName)+"?mode=ro")
	require.NoError(b, err)
	defer db.Close()
	require.NoError(b, db.QueryRow(`SELECT (SELECT count(*) FROM record) + (SELECT count(*) FROM body) + (SELECT count(*) FROM case_key) + (SELECT count(*) FROM lookup)
		+ (SELECT count(*) FROM intent) + (SELECT count(*) FROM view_case) + (SELECT count(*) FROM view_work) + (SELECT count(*) FROM view_message) + (SELECT count(*) FROM person)`).Scan(&rows))
	require.NoError(b, db.QueryRow(`SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`).Scan(&bytes))
	bare, err := sql.Open("sqlite3", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_secure_delete=true")
	require.NoError(b, err)
	defer bare.Close()
	bare.SetMaxOpenConns(1)
	_, err = bare.Exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)`)
	require.NoError(b, err)
	payload := make([]byte, bytes/rows)
	start := time.Now()
	for done := int64(0); done < rows; {
		tx, err := bare.Begin()
		require.NoError(b, err)
		stmt, err := tx.Prepare(`INSERT INTO t (body) VALUES (?)`)
		require.NoError(b, err)
		for range min(rows-done, rows/int64(n/batchSize)) {
			_, err := stmt.Exec(payload)
			require.NoError(b, err)
			done++
		}
		require.NoError(b, tx.Commit())
	}
	return time.Since(start)
}

// batchSize is how many reports one transaction of an import takes.
const batchSize = 500

// BenchmarkSettle gives one command and commits one bare durable row of about the same bytes, in turn.
func BenchmarkSettle(b *testing.B) {
	bank, hr := benchShell(b)
	ctx := context.Background()
	r, err := hr.Import(ctx, "one.json", strings.NewReader(oneReport), office.ImportOptions{})
	require.NoError(b, err)
	id := r.Answers[0].Case
	bare, err := sql.Open("sqlite3", "file:"+filepath.Join(bank.dir, "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_secure_delete=true")
	require.NoError(b, err)
	defer bare.Close()
	bare.SetMaxOpenConns(1)
	_, err = bare.Exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)`)
	require.NoError(b, err)
	payload := make([]byte, 4096)
	var settled, committed time.Duration
	b.ResetTimer()
	for i := range b.N {
		start := time.Now()
		_, err := hr.Do(ctx, id, hiring.AddNote{Text: fmt.Sprint("note ", i%7)})
		settled += time.Since(start)
		require.NoError(b, err)
		start = time.Now()
		_, err = bare.Exec(`INSERT INTO t (body) VALUES (?)`, payload)
		committed += time.Since(start)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(settled.Microseconds())/float64(b.N), "settle-µs")
	b.ReportMetric(settled.Seconds()/committed.Seconds(), "x-bare")
}
