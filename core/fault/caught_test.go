package fault_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

func TestControl41_APanicTellsItsPlaceAndNoValue(t *testing.T) {
	for name, die := range map[string]func(){
		"text":  func() { panic("a name") },
		"error": func() { panic(errors.New("a name")) },
		"value": func() { panic(struct{ Name string }{"a name"}) },
	} {
		err := fault.Caught(func() error { die(); return nil })
		require.True(t, fault.Is(err, fault.Internal), name)
		require.NotContains(t, err.Error(), "a name")
		require.Contains(t, err.Error(), "caught_test.go:")
	}
	var list []int
	require.ErrorContains(t, fault.Caught(func() error { list[3] = 1; return nil }), "index out of range")
	require.NoError(t, fault.Caught(func() error { return nil }))
	refusal := fault.New(fault.Refused, "x")
	require.Equal(t, refusal, fault.Caught(func() error { return refusal }), "what was returned is passed on")
}
