package main

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestControl22_WhatTheViewerWasShownDoesNotStay: the one file in clear goes with its reader, with the bank, and at the latest when a bank
// is opened again whose program was killed.
func TestControl22_WhatTheViewerWasShownDoesNotStay(t *testing.T) {
	s := newShell(t)
	b, _ := s.opened("hr")
	out := filepath.Join(s.dir, shownName)
	require.NoError(t, os.MkdirAll(out, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(out, "left.pdf"), []byte("林喆堃"), 0o600))
	var banks opened
	var shown string
	window := banks.bank(b, func(u *url.URL) error { shown = u.Path; return nil })
	t.Cleanup(banks.closeAll)
	require.NoDirExists(t, out, "what a killed program left")
	require.NoError(t, window.Show("offer.pdf", []byte("%PDF-")))
	require.FileExists(t, shown)
	require.NotContains(t, shown, "offer")
	window.Hide()
	require.NoDirExists(t, out)
	require.NoError(t, window.Show("offer.pdf", []byte("%PDF-")))
	require.NoError(t, window.Close())
	require.NoDirExists(t, out)
}
