package sqlite

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

func TestQ09_ACopyIsInspectedWithoutKeys(t *testing.T) {
	s := opened(t, fresh(t))
	fill(t, s, 1, 200, 400)
	path := fresh(t)
	require.NoError(t, s.Backup(ctx, path, nil))
	report, err := Inspect(ctx, path)
	require.NoError(t, err)
	require.Equal(t, verified(t, s), report)

	db := open(path, writing, 1)
	_, err = db.Exec(`DROP TRIGGER record_is_never_changed; UPDATE record SET actor = 'somebody' WHERE seq = 7`)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = Inspect(ctx, path)
	require.True(t, fault.HasCode(err, "ledger.hash"), "%v", err)
}

func TestQ09_ADamagedPageIsFound(t *testing.T) {
	s := opened(t, fresh(t))
	fill(t, s, 1, 300, 2000)
	path := fresh(t)
	require.NoError(t, s.Backup(ctx, path, nil))
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	for i := 8192; i < len(raw); i += 4096 {
		copy(raw[i:], "damaged!")
	}
	require.NoError(t, os.WriteFile(path, raw, 0o600))
	_, err = Inspect(ctx, path)
	require.True(t, fault.HasCode(err, "store.corrupt"), "%v", err)
}

func TestQ09_ABankThatIsOpenIsNotAlone(t *testing.T) {
	path := fresh(t)
	s, err := Open(ctx, path)
	require.NoError(t, err)
	appendOne(t, s, 1)
	err = Alone(ctx, path)
	require.True(t, fault.HasCode(err, "bank.in_use"), "%v", err)
	require.NoError(t, s.Close())
	require.NoError(t, Alone(ctx, path))
	s = opened(t, path)
	require.EqualValues(t, 1, verified(t, s).Records)
}
