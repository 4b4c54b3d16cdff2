package uitest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/uitest"
)

func TestEveryStopIsReachedByCommands(t *testing.T) {
	f := uitest.Bank(t)
	stage := map[string]string{"waiting": "", "confirmed": "probation"}
	for _, stop := range uitest.Stops() {
		id := f.CaseAt(stop)
		c := f.File("hr", id).Case
		want, special := stage[stop]
		if !special {
			want = firstPart(stop)
		}
		require.Equal(t, want, c.Stage, stop)
		require.Equal(t, stop == "waiting", c.Status == hiring.Waiting, stop)
		require.Equal(t, stop == "confirmed", c.Status == hiring.Confirmed, stop)
		require.Equal(t, stop == "check/flagged", c.OpenFlags() > 0, stop)
	}
	report, err := f.Staff("admin").Verify(context.Background(), nil)
	require.NoError(t, err)
	require.NotZero(t, report.Records)
}

func firstPart(s string) string {
	for i, r := range s {
		if r == '/' {
			return s[:i]
		}
	}
	return s
}
