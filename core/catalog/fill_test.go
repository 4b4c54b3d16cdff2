package catalog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFill(t *testing.T) {
	values := map[string]string{"name": "林{date}", "date": "2026-03-02", "desk": ""}
	for _, c := range []struct {
		template, want string
		missing        []string
	}{
		{"{name}，您好：{date}", "林{date}，您好：2026-03-02", nil}, // a value is not searched again
		{"{desk}{desk} {salary}", "{desk}{desk} {salary}", []string{"desk", "salary"}},
		{"no braces", "no braces", nil},
		{"", "", nil},
		{"a } b { c", "a } b { c", nil},
		{"{a {date}", "{a 2026-03-02", nil},
	} {
		got, missing := Fill(c.template, values)
		require.Equal(t, c.want, got)
		require.Equal(t, c.missing, missing, c.template)
	}
}

func TestBracesAreBalancedOrNot(t *testing.T) {
	for template, want := range map[string]bool{"{a} b {c}": true, "{a": false, "a}": false, "{a {b}": false, "}{": false, "": true, "{a}}": false} {
		_, balanced := placeholdersIn(template)
		require.Equal(t, want, balanced, template)
	}
}
