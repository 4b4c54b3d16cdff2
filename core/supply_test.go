package core_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// floors are the first versions without flaws that were published for what we link.
var floors = map[string]string{
	"golang.org/x/image": "v0.45.0", "golang.org/x/crypto": "v0.52.0", "golang.org/x/net": "v0.56.0", "github.com/xuri/excelize/v2": "v2.11.0", "filippo.io/age": "v1.2.1",
}

var numbered = regexp.MustCompile(`^v\d+\.\d+\.\d+`)

// required reads go.mod: every module with its version, whether we import it ourselves, and the line before it.
func required(t *testing.T) (direct, all map[string]string, reasons map[string]string) {
	raw, err := os.ReadFile("../go.mod")
	require.NoError(t, err)
	direct, all, reasons = map[string]string{}, map[string]string{}, map[string]string{}
	before := ""
	for line := range strings.Lines(string(raw)) {
		words := strings.Fields(line)
		if len(words) >= 2 && numbered.MatchString(words[1]) {
			all[words[0]] = words[1]
			if !strings.HasSuffix(strings.TrimSpace(line), "// indirect") {
				direct[words[0]], reasons[words[0]] = words[1], before
			}
		}
		before = strings.TrimSpace(line)
	}
	return direct, all, reasons
}

// olderThan compares numbered versions.
func olderThan(a, b string) bool {
	number := func(v string) [3]int {
		var out [3]int
		for i, n := range strings.SplitN(strings.SplitN(strings.TrimPrefix(v, "v"), "-", 2)[0], ".", 3) {
			out[i], _ = strconv.Atoi(n)
		}
		return out
	}
	x, y := number(a), number(b)
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

func TestControl40_EveryDependencyIsPinnedExplainedAndNewEnough(t *testing.T) {
	direct, all, reasons := required(t)
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	sums, err := os.ReadFile("../go.sum")
	require.NoError(t, err)
	require.NotEmpty(t, direct)
	for module, version := range direct {
		require.True(t, strings.HasPrefix(reasons[module], "//"), "go.mod does not say why we need %s", module)
		parts := strings.Split(regexp.MustCompile(`/v\d+$`).ReplaceAllString(module, ""), "/")
		name := parts[len(parts)-1]
		require.Contains(t, string(readme), name, "README's table lacks %s", module)
		require.Contains(t, string(sums), fmt.Sprintf("%s %s h1:", module, version))
	}
	for module, floor := range floors {
		if version, linked := all[module]; linked {
			require.False(t, olderThan(version, floor), "%s %s is older than %s", module, version, floor)
		}
	}
	require.True(t, olderThan("v1.2.9", "v1.10.0"))
	require.False(t, olderThan("v2.0.0", "v1.10.0"))
}

func TestControl40_WhatTheToolsFindIsReviewedLineByLine(t *testing.T) {
	check, err := os.ReadFile("../.ci/check")
	require.NoError(t, err)
	for _, tool := range []string{"staticcheck", "gosec", "govulncheck", "licences"} {
		require.Contains(t, string(check), "review "+tool)
		raw, err := os.ReadFile("../.ci/exceptions/" + tool)
		require.NoError(t, err)
		for line := range strings.Lines(string(raw)) {
			if !strings.HasPrefix(line, "#") {
				require.GreaterOrEqual(t, len(strings.Fields(line)), 5, "an exception needs rule, path and a reason: %s", line)
			}
		}
	}
	require.Contains(t, string(check), "-scan package", "what is linked counts, called or not")
	for _, script := range []string{"../.ci/sbom", "../.ci/fuzz"} {
		info, err := os.Stat(script)
		require.NoError(t, err)
		require.NotZero(t, info.Mode()&0o100, script)
	}
}
