package main

import (
	"encoding/json"
	"fmt"
	"index/suffixarray"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"ruhang/ui/uitest"
)

// canary begins every planted word.
const canary = "金丝雀"

// canaryReports are AI reports whose every text and number is found nowhere else, and those words.
func canaryReports(t *testing.T, n int) (file []byte, canaries []string) {
	var reports []map[string]any
	for i := range n {
		word := func(kind string) string {
			text := fmt.Sprintf("%s%s%05d", canary, kind, i)
			canaries = append(canaries, text)
			return text
		}
		number := func(text string) string {
			canaries = append(canaries, text)
			return text
		}
		reports = append(reports, map[string]any{"schema_version": "1.0", "vendor": "demo-ai", "report_id": number(fmt.Sprintf("REPORT-%06d", i)),
			"position_code": "teller", "interviewed_at": "2026-02-28T02:00:00Z",
			"candidate": map[string]any{"name": word("name"), "id_no": number(uitest.IDNumber(i)), "phone": number(fmt.Sprintf("1990077%04d", i)), "email": number(fmt.Sprintf("canary%05d@example.com", i))},
			"overall":   map[string]any{"score": 85, "min": 0, "max": 100, "pass": i%3 > 0},
			"dimensions": []map[string]any{{"code": "logic", "score": 88, "rationale": word("rationale"),
				"evidence": []map[string]any{{"question_id": "q1", "quote": word("quote"), "t_start": 1, "t_end": 4}}}},
			"traits": []map[string]any{{"code": "assertive", "label": word("trait"), "strength": 0.8}}})
	}
	file, err := json.Marshal(reports)
	require.NoError(t, err)
	return file, canaries
}

// TestQ07_Control22_Control36_TenThousandCanariesLieInNoFile fills a bank with ten thousand words and numbers, and one case from the report to
// probation, and then reads every byte that the program left anywhere: database, WAL, files, backup, temporary files, and what it said on standard error,
// where a service manager's log would keep it.
func TestQ07_Control22_Control36_TenThousandCanariesLieInNoFile(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := newShell(t)
	reports, canaries := canaryReports(t, 1250)
	require.GreaterOrEqual(t, len(canaries), 10_000)
	code, _, errs := s.run("--json", "--as", "hr", "import", s.file("reports.json", reports))
	require.Equal(t, exitDone, code, errs)
	id := s.importOne(oneReport)
	s.assess(id)
	s.interview(id)
	s.ok("hr", "do", id, "note", "text=金丝雀备注七七")
	s.check(id)
	s.offer(id)
	s.onboard(id)
	canaries = append(canaries, "林喆堃", "99000019980725001X", "19900001234", "lin@example.com", "金丝雀备注七七", "郑州示例商贸", "门店服务改进", testPassword,
		"6222020200112233446", "周岚", "19900009999")
	code, _, errs = s.run("--as", "admin", "backup", filepath.Join(s.dir, "backup.tar"))
	require.Equal(t, exitDone, code, errs)
	s.refused("hr", "do", id, "pass_gate", "stage=interview", "outcome=pass")

	read := 0
	look := func(name string, raw []byte) {
		read += len(raw)
		index := suffixarray.New(raw)
		for _, c := range canaries {
			for _, form := range [][]byte{[]byte(c), wide(c)} {
				require.Empty(t, index.Lookup(form, 1), "%s holds %q", name, c)
			}
		}
	}
	look("what was said on standard error", s.said.Bytes())
	for _, root := range []string{s.dir, temp} {
		require.NoError(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			require.NoError(t, err)
			look(filepath.Base(path), append([]byte(path), raw...))
			return nil
		}))
	}
	require.Greater(t, read, 10<<20)
	_, out, _ := s.run("--json", "--as", "hr", "export")
	shown := suffixarray.New([]byte(out))
	for _, c := range canaries {
		if strings.HasPrefix(c, canary) {
			require.NotEmpty(t, shown.Lookup([]byte(c), 1), "the search itself can find %q", c)
		}
	}
}

// wide is a text in UTF-16, as a careless log or dump would hold it.
func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}
