package sqlite

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

func TestAFolderOnAnotherMachineIsRefused(t *testing.T) {
	require.False(t, remote(t.TempDir()))
	const proc = 0x9fa0 // stands in for a server's file system, which a test cannot mount
	far[proc] = true
	defer delete(far, proc)
	_, err := Open(ctx, "/proc/bank.db")
	require.True(t, fault.Is(err, fault.Refused) && fault.HasCode(err, "store.place"), "%v", err)
}
