package office_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/office"
)

// TestT10_Control32_ExportedCellsNeverBeginLikeAFormula reads what was written and looks at every first character.
func TestT10_Control32_ExportedCellsNeverBeginLikeAFormula(t *testing.T) {
	dangerous := []string{`=HYPERLINK("http://x")`, "+1", "-1+cmd|' /C calc'!A0", "-", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1", "\u200b=1"}
	for _, harmless := range []string{"", "王小喆", "85", "-85", "-0.5", "a=b", "阿依古丽·买买提", "<b>"} {
		require.Equal(t, harmless, office.Neutral(harmless))
	}
	var file bytes.Buffer
	table := office.NewCSV(&file, "=head", "姓名")
	for _, cell := range dangerous {
		require.Equal(t, "'"+cell, office.Neutral(cell))
		table.Row(cell, "王小喆")
	}
	require.NoError(t, table.Done())
	have, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, have, len(dangerous)+1)
	for i, row := range have {
		require.True(t, strings.HasPrefix(row[0], "'"), "%q", row[0])
		if i > 0 {
			require.Equal(t, "王小喆", row[1])
		}
	}
}
