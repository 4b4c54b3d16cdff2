package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheWalkLeavesItsPicturesAndPapers walks the whole job through the widgets in both languages and looks at what is left.
func TestY03_TheWalkLeavesItsPicturesAndPapers(t *testing.T) {
	s := newShell(t)
	dir := filepath.Join(t.TempDir(), "walk")
	code, _, errs := s.run("walk", "-o", dir)
	require.Equal(t, exitDone, code, errs)
	page, err := os.ReadFile(filepath.Join(dir, "walk.md"))
	require.NoError(t, err)
	named := regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(page), -1)
	require.Greater(t, len(named), 60)
	for _, n := range named {
		info, err := os.Stat(filepath.Join(dir, n[1]))
		require.NoError(t, err, n[1])
		require.Greater(t, info.Size(), int64(4000), n[1])
	}
	for paper, words := range map[string][]string{
		"offer-zh.pdf": {"林喆堃", "录用通知书", "养老保险", "补充医疗"}, "offer-signed-zh.pdf": {"同意以电子方式签署", "签名能证明什么"}, "evidence-zh.pdf": {"SHA-256"}, "guide-zh.pdf": {"柜台操作流程", "交通路线"},
		"offer-en.pdf": {"Zhekun Lin"}, "guide-en.pdf": {"Welcome guide"},
	} {
		text, err := exec.Command("pdftotext", filepath.Join(dir, paper), "-").Output()
		require.NoError(t, err, "poppler-utils is among what the set-up installs")
		for _, w := range words {
			require.Contains(t, strings.ReplaceAll(string(text), "\n", ""), w, paper)
		}
	}
}
