package model

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestADiffLeadsFromOneTextToTheOther: what it says went and came makes the newer text of the older one.
func TestADiffLeadsFromOneTextToTheOther(t *testing.T) {
	line := rapid.SampledFrom([]string{"a", "b", "c", "", "d: 1"})
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SliceOfN(line, 1, 12).Draw(t, "a"), rapid.SliceOfN(line, 1, 12).Draw(t, "b")
		diff := TextDiff(strings.Join(a, "\n"), strings.Join(b, "\n"))
		gone, come := map[int]bool{}, map[int]bool{}
		for _, l := range diff {
			switch l.Sign {
			case "-":
				require.Equal(t, a[l.Line-1], l.Text)
				gone[l.Line-1] = true
			case "+":
				require.Equal(t, b[l.Line-1], l.Text)
				come[l.Line-1] = true
			case "":
				require.Equal(t, b[l.Line-1], l.Text)
			}
		}
		require.Equal(t, without(a, gone), without(b, come), "what stays is the same in both")
	})
	require.Empty(t, signs(TextDiff("x\ny", "x\ny")))
}

func without(lines []string, out map[int]bool) []string {
	left := []string{}
	for i, l := range lines {
		if !out[i] {
			left = append(left, l)
		}
	}
	return left
}

func signs(diff []DiffLine) (out []string) {
	for _, l := range diff {
		if l.Sign == "-" || l.Sign == "+" {
			out = append(out, l.Sign)
		}
	}
	return out
}
