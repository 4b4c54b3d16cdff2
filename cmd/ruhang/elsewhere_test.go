package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/office"
)

// TestZ07_WhatAnotherProgramWroteIsTold: callbacks are taken in by a program of their own, and the window sees what they brought.
func TestZ07_WhatAnotherProgramWroteIsTold(t *testing.T) {
	s := newShell(t)
	b, hr := s.opened("hr")
	ctx := context.Background()
	look := func() bool {
		news, err := b.office.Elsewhere(ctx)
		require.NoError(t, err)
		return news
	}
	require.False(t, look(), "nothing before the first look counts")
	changes, stop := b.office.Changes()
	defer stop()
	s.importOne(oneReport) // another program on the same bank
	require.True(t, look())
	select {
	case change := <-changes:
		require.Empty(t, change.Case, "everything loads again")
	case <-time.After(2 * time.Second):
		t.Fatal("no open page heard of it")
	}
	require.False(t, look(), "told once")
	page, err := hr.Board(ctx, office.CaseQuery{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1)
	take(t, hr, "own.json", reportOf("W-2", "陈旻", idNumber(77), "19900005678"), office.ImportOptions{})
	require.False(t, look(), "what this program wrote is no news")
	s.importOne(reportOf("W-3", "赵六", idNumber(78), "19900005679"))
	take(t, hr, "own.json", reportOf("W-4", "王五", idNumber(79), "19900005680"), office.ImportOptions{})
	require.True(t, look(), "nor does its own writing hide the other's")
}
