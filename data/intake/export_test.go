package intake_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"ruhang/data/intake"
)

var dangerous = []string{`=HYPERLINK("http://x")`, "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1", "\u200b=1"}

// TestT10_Control32_ExportedCellsNeverBeginLikeAFormula opens what was written and looks at every first character.
func TestT10_Control32_ExportedCellsNeverBeginLikeAFormula(t *testing.T) {
	head := []string{"=head", "姓名"}
	var rows [][]string
	for _, cell := range dangerous {
		rows = append(rows, []string{cell, "王小喆"})
		require.Equal(t, "'"+cell, intake.Neutral(cell))
	}
	for _, harmless := range []string{"", "王小喆", "85", "a=b", "阿依古丽·买买提", "<b>"} {
		require.Equal(t, harmless, intake.Neutral(harmless))
	}
	t.Run("control 32 CSV", func(t *testing.T) {
		var b bytes.Buffer
		require.NoError(t, intake.WriteCSV(&b, head, rows))
		have, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
		require.NoError(t, err)
		safe(t, have)
	})
	t.Run("control 32 XLSX", func(t *testing.T) {
		var b bytes.Buffer
		require.NoError(t, intake.WriteXLSX(&b, head, rows))
		f, err := excelize.OpenReader(&b)
		require.NoError(t, err)
		have, err := f.GetRows("Sheet1")
		require.NoError(t, err)
		safe(t, have)
		kind, err := f.GetCellType("Sheet1", "A2")
		require.NoError(t, err)
		require.Equal(t, excelize.CellTypeInlineString, kind)
	})
}

func safe(t *testing.T, have [][]string) {
	require.Len(t, have, len(dangerous)+1)
	for i, row := range have {
		require.True(t, strings.HasPrefix(row[0], "'"), "%q", row[0])
		if i > 0 {
			require.Equal(t, "王小喆", row[1])
		}
	}
}
