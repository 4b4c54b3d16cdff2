package model_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
)

// TestEveryRuleIsReadOut holds the page against the table: every line of it is told, in both languages, in words that are there.
func TestEveryRuleIsReadOut(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		_, r := readerFor(t, "admin", lang)
		rules := 0
		for _, g := range r.Automatic() {
			require.NotEmpty(t, g.Title)
			for _, line := range g.Rules {
				rules += strings.Count(line, r.Say("rules.and")) + 1
				for _, raw := range []string{"rules.", "event.", "{", "}"} {
					require.NotContains(t, line, raw)
				}
				require.NotContains(t, strings.TrimSpace(line), "  ")
			}
		}
		require.GreaterOrEqual(t, rules, len(hiring.Rules))
	}
}
