package staff

import (
	"context"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"

	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// sample is a file of the shipped examples.
func sample(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := fs.ReadFile(resources.Demo, "import/"+name)
	require.NoError(t, err)
	return raw
}

func TestZ25_B03_AnImportOpensThoseWhoPassedAndLeavesTheOthersWaiting(t *testing.T) {
	f := uitest.Bank(t)
	h, page := opened(t, f, "import", "hr", "zh")
	uitest.CheckPage(t, page)
	h.Pick("ai-reports.json", sample(t, "ai-reports.json"))
	uitest.Tap(t, page.Content(), "选择文件")
	require.True(t, uitest.Says(page.Content(), "试导入的结果"))
	before := counts(t, f)
	require.Empty(t, before, "a dry run keeps nothing")
	p := page.(*importPage)
	take := p.dry.Count(office.RowTaken)
	require.NotZero(t, take)
	tapFirst(t, page.Content(), "导入 ")
	require.True(t, uitest.Says(page.Content(), "导入完成"))
	after := counts(t, f)
	passed := 0
	for _, a := range p.dry.Answers {
		if a.Passed {
			passed++
		}
	}
	require.Equal(t, passed, after["assessment"], "passed: in the pool at once")
	require.Equal(t, take-passed, after[""], "failed: waits for a person, not in the pool")
}

// tapFirst presses the first button whose word begins so.
func tapFirst(t *testing.T, o fyne.CanvasObject, begins string) {
	t.Helper()
	for _, b := range uitest.Find[*kit.Button](o) {
		if strings.HasPrefix(b.Text, begins) && !b.Disabled() {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("no button begins with %q", begins)
}

func counts(t *testing.T, f *uitest.Fixture) map[string]int {
	t.Helper()
	page, err := f.Staff("hr").Board(context.Background(), office.CaseQuery{})
	require.NoError(t, err)
	out := map[string]int{}
	for stage, n := range page.Counts {
		if n > 0 {
			out[stage] = n
		}
	}
	return out
}

func TestQ04_ATableIsMappedTriedTakenAndTakenBack(t *testing.T) {
	f := uitest.Bank(t)
	h, page := opened(t, f, "import", "hr", "zh")
	require.True(t, h.Drop("ai-reports.csv", sample(t, "ai-reports.csv")))
	require.True(t, uitest.Says(page.Content(), "核对各列"))
	uitest.CheckPage(t, page)
	p := page.(*importPage)
	var name string
	for column, field := range p.mapping.Columns {
		if field == "name" {
			name = column
		}
	}
	choice := selectShowing(t, page.Content(), "姓名")
	choice.SetSelected("不导入")
	require.Equal(t, "ignore", p.mapping.Columns[name])
	require.True(t, uitest.Button(page.Content(), "试导入").Disabled(), "without names nothing can be read")
	choice.SetSelected("姓名")
	uitest.Tap(t, page.Content(), "试导入")
	require.True(t, uitest.Says(page.Content(), "尚未保存"))
	uitest.CheckPage(t, page)
	taken := p.dry.Count(office.RowTaken)
	require.NotZero(t, taken)
	tapFirst(t, page.Content(), "导入 ")
	require.Len(t, p.past, 1)
	uitest.Tap(t, page.Content(), "撤销这一批")
	tapFirst(t, uitest.Overlay(h.Window), "撤销这一批")
	require.Empty(t, counts(t, f))
	require.Empty(t, p.past)
}

func selectShowing(t *testing.T, o fyne.CanvasObject, label string) *widget.Select {
	t.Helper()
	for _, s := range uitest.Find[*widget.Select](o) {
		if s.Selected == label {
			return s
		}
	}
	t.Fatalf("no select shows %q", label)
	return nil
}

func TestQ04_ARefusedRowNamesLineFieldAndReason(t *testing.T) {
	f := uitest.Bank(t)
	h, page := opened(t, f, "import", "hr", "en")
	var docs []map[string]any
	require.NoError(t, json.Unmarshal(f.Report("teller", 85), &docs))
	docs[0]["overall"] = map[string]any{"score": 185, "min": 0, "max": 100}
	raw, err := json.Marshal(docs)
	require.NoError(t, err)
	require.True(t, h.Drop("bad.json", raw))
	p := page.(*importPage)
	require.Equal(t, 1, p.dry.Count(office.RowRefused))
	require.NotEmpty(t, readerOf(h).Answers(p.dry, h.Fault)[0].Why)
	uitest.CheckPage(t, page)
	require.True(t, uitest.Button(page.Content(), "Import 0").Disabled())
}

func TestADoubtfulPersonIsDecidedByAHuman(t *testing.T) {
	f := uitest.Bank(t)
	first := f.Receive("teller", 85)
	raw := f.Report("account_manager", 88)
	var docs []map[string]any
	require.NoError(t, json.Unmarshal(raw, &docs))
	docs[0]["candidate"].(map[string]any)["id_no"] = uitest.IDNumber(0)
	raw, err := json.Marshal(docs)
	require.NoError(t, err)
	h, page := opened(t, f, "import", "hr", "zh")
	require.True(t, h.Drop("doubt.json", raw))
	p := page.(*importPage)
	require.Equal(t, 1, p.dry.Count(office.RowDoubtful))
	tapFirst(t, page.Content(), "逐个确认")
	uitest.CheckObject(t, uitest.Overlay(h.Window))
	tapFirst(t, uitest.Overlay(h.Window), "是同一个人")
	require.Equal(t, 1, p.dry.Count(office.RowTaken))
	tapFirst(t, page.Content(), "导入 ")
	other := p.dry.Answers[0]
	require.NotEqual(t, first, other.Case)
	hits, err := f.Staff("hr").Find(context.Background(), f.File("hr", first).Person.Name, 9)
	require.NoError(t, err)
	require.Len(t, hits, 2, "two cases of one person")
}

func TestAnUnreadableFileSaysSoAndLeavesAWayOn(t *testing.T) {
	f := uitest.Bank(t)
	h, page := opened(t, f, "import", "hr", "zh")
	require.True(t, h.Drop("x.json", []byte("{")))
	uitest.CheckPage(t, page)
	uitest.Tap(t, page.Content(), "换一个文件")
	require.NotNil(t, uitest.Button(page.Content(), "选择文件"))
}
