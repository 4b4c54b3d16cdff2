package intake_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

func TestControl29_ALineOfMillionsOfCellsIsRefusedBeforeItIsTakenApart(t *testing.T) {
	wide := append([]byte("a,b\n"), bytes.Repeat([]byte("a,"), 5<<20)...)
	err := reader.Reports(context.Background(), "w.csv", bytes.NewReader(wide), nil, func(office.Row) bool { return true })
	require.True(t, fault.HasCode(err, "import.too_many_columns"), "%v", err)
	require.Equal(t, "2", fault.Of(err).Params["line"])
	// A long text with many commas in quotes is one cell, and taken.
	head, _ := sampleTable()
	long := csvBytes(head, [][]string{{strings.Repeat("a,", 10_000)}})
	err = reader.Reports(context.Background(), "l.csv", bytes.NewReader(long), nil, func(office.Row) bool { return true })
	require.False(t, fault.HasCode(err, "import.too_many_columns"), "%v", err)
}
