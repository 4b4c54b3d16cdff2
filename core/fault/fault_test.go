package fault

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOfFindsTheErrorBelowOthers(t *testing.T) {
	inner := New(Refused, "offer.red_flag_open", "count", "2")
	err := fmt.Errorf("settle: %w", inner)
	require.Equal(t, inner, Of(err))
	require.True(t, Is(err, Refused))
	require.False(t, Is(err, Denied))
	require.True(t, HasCode(err, "offer.red_flag_open"))
	require.Equal(t, Internal, Of(errors.New("disk")).Kind)
	require.False(t, Is(nil, Internal))
}

func TestErrorNamesKindCodeParamsPlaceAndCause(t *testing.T) {
	err := Wrap(errors.New("no space"), Internal, "store.full", "sqlite.settle")
	require.EqualError(t, err, "internal: store.full (sqlite.settle): no space")
	require.EqualError(t, New(Invalid, "field.range", "max", "5", "field", "level"), "invalid: field.range field=level max=5")
	require.NoError(t, Wrap(nil, Internal, "x", "y"))
}

func TestWithLeavesTheOriginalAlone(t *testing.T) {
	a := New(Invalid, "import.bad_score", "line", "3")
	b := a.With("line", "4").With("field", "score")
	require.Equal(t, "3", a.Params["line"])
	require.Equal(t, Params{"line": "4", "field": "score"}, b.Params)
}

func TestKindNamesAreFixedByPosition(t *testing.T) {
	for kind, name := range map[Kind]string{Internal: "internal", Invalid: "invalid", Denied: "denied", Missing: "missing",
		Refused: "refused", Stale: "stale", Offline: "offline", Corrupt: "corrupt", 99: "internal"} {
		require.Equal(t, name, kind.String())
	}
}
