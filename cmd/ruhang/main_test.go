package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestControl41_ABrokenJobIsASentenceAndAnExitCode(t *testing.T) {
	jobs["break"] = job{run: func(context.Context, *call, []string) error { panic("a name") }}
	t.Cleanup(func() { delete(jobs, "break") })
	var out, errs bytes.Buffer
	code := run(context.Background(), []string{"--json", "--lang", "en", "break"}, strings.NewReader(""), &out, &errs)
	require.Equal(t, exitRefused, code)
	require.Contains(t, out.String(), `"code": "internal"`)
	require.NotContains(t, out.String()+errs.String(), "a name")
	require.NotContains(t, errs.String(), "goroutine")
}
