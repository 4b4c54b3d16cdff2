package intake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/office"
	"ruhang/data/intake"
)

const manyReports = 10_000

// BenchmarkIntake reads 10,000 reports from each kind of file.
func BenchmarkIntake(b *testing.B) {
	var docs []map[string]any
	head, _ := sampleTable()
	_, some := sampleTable()
	var rows [][]string
	for i := range manyReports {
		doc := reportMap(i, people()[i%6])
		doc["interviewed_at"] = "2026-03-02T10:30:00+08:00"
		docs = append(docs, doc)
		row := append([]string(nil), some[i%6]...)
		row[0] = fmt.Sprintf("R-%06d", i)
		rows = append(rows, row)
	}
	compact, err := json.Marshal(docs)
	require.NoError(b, err)
	var book bytes.Buffer
	require.NoError(b, intake.WriteXLSX(&book, head, rows))
	in := intake.New(smallCatalog())
	for name, data := range map[string][]byte{"x.json": compact, "x.csv": csvBytes(head, rows), "x.xlsx": book.Bytes()} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				n := 0
				err := in.Reports(context.Background(), name, bytes.NewReader(data), nil, func(r office.Row) bool {
					if r.Refusal == nil {
						n++
					}
					return true
				})
				require.NoError(b, err)
				require.Equal(b, manyReports, n)
			}
			b.ReportMetric(float64(manyReports)*float64(b.N)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}
