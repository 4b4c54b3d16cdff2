package kit_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

func sampleLanes(asked, opened *int) *kit.Lanes {
	var lanes []kit.Lane
	for i, title := range []string{"人工面试", "背景调查", "offer 审批", "待签署", "入职准备"} {
		n := []int{20000, 128, 7, 43, 0}[i]
		lanes = append(lanes, kit.Lane{Title: title, Count: func() int { return n }, Open: func(k int) { *opened = k },
			Card: func(k int) kit.LaneCard {
				*asked++
				card := kit.LaneCard{Title: "欧阳喆堃", Note: "综合柜员 · 上海静安支行营业部", Side: kit.Cell{Text: fmt.Sprintf("%d 天", k*5%17), Soft: true}}
				if k%3 == 1 {
					card.Side = kit.Cell{Text: "超时", Tone: kit.ToneNow}
				}
				return card
			}})
	}
	return kit.NewLanes(lanes...)
}

func TestLanes_OnlyCardsInViewAreAskedFor(t *testing.T) {
	start(t, false)
	asked, opened := 0, -1
	begun := time.Now()
	w := open(t, kit.Page(kit.Title("看板"), kit.Fill(sampleLanes(&asked, &opened))), 1280, 800)
	t.Logf("20,178 cards: %v, %d asked", time.Since(begun), asked)
	require.Less(t, asked, 600)
	shot(t, w, "lanes")
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 240))
	require.Equal(t, 1, opened)
}

func TestTabs_OpenWhenLookedAtAndTurnByArrows(t *testing.T) {
	start(t, false)
	opened := map[string]int{}
	tab := func(title string) kit.Tab {
		return kit.Tab{Title: title, Open: func() fyne.CanvasObject { opened[title]++; return kit.Card(title, kit.Long(title)) }}
	}
	tabs := kit.NewTabs(tab("时间线"), tab("AI 报告"), tab("简历"), tab("面试"), tab("背调"), tab("offer"), tab("入职"), tab("试用期"), tab("审计"))
	w := open(t, tabs, 700, 300)
	test.TapCanvas(w.Canvas(), fyne.NewPos(110, 20))
	require.Equal(t, 1, tabs.At())
	shot(t, w, "tabs")
	w.Canvas().Focused().TypedKey(press(fyne.KeyRight))
	w.Canvas().Focused().TypedKey(press(fyne.KeyLeft))
	require.Equal(t, 1, tabs.At())
	require.Equal(t, map[string]int{"时间线": 1, "AI 报告": 1, "简历": 1}, opened)
}

func insightPage(say kit.Words) fyne.CanvasObject {
	var dots []kit.Dot
	for i := range 60 {
		dots = append(dots, kit.Dot{X: 55 + float64(i*37%45), Y: 50 + float64(i*53%50)})
	}
	save := func(string, []byte) {}
	spans := []kit.Span{{"合规意识", 0.12, 0.48, 0.31, 214}, {"沟通表达", -0.05, 0.33, 0.14, 214}, {"抗压", -0.31, 0.09, -0.11, 1180}}
	return kit.Page(kit.Grid(420,
		kit.ChartCard(say, "AI 分与面试分", kit.Scatter(kit.Cloud{XName: "AI 分", YName: "面试分", Dots: dots, XMax: 100, YMax: 100, XCut: 60, YCut: 70}), save),
		kit.ChartCard(say, "与试用期结果的相关", kit.Intervals("维度", "下限", "相关", "上限", spans), save)))
}

func TestScatterAndIntervals_KeepTheirNumbers(t *testing.T) {
	start(t, false)
	cloud := kit.Scatter(kit.Cloud{XName: "AI", YName: "面试", Dots: []kit.Dot{{60, 72.5}}, XMax: 100, YMax: 100})
	require.Equal(t, "\ufeffAI,面试\r\n60,72.5\r\n", string(cloud.CSV()))
	spans := kit.Intervals("维度", "下", "值", "上", []kit.Span{{"抗压", -0.3, 0.1, -0.1, 12}})
	require.Equal(t, "\ufeff维度,下,值,上,n\r\n抗压,-0.3,-0.1,0.1,12\r\n", string(spans.CSV()))
	require.Equal(t, "1,234,567", kit.Figure(1234567))
	require.Equal(t, "-123", kit.Figure(-123))
	require.Equal(t, "100", kit.Figure(100))
}

func TestChips_OneOrSeveral(t *testing.T) {
	start(t, false)
	options := []kit.Option{{"a", "甲"}, {"b", "乙"}, {"c", "丙"}}
	var told [][]string
	one := kit.NewChips(options, false, func(chosen []string) { told = append(told, chosen) })
	w := open(t, one, 300, 60)
	for _, x := range []float32{15, 70, 70} {
		test.TapCanvas(w.Canvas(), fyne.NewPos(x, 15))
	}
	require.Equal(t, [][]string{{"a"}, {"b"}, nil}, told)
	several := kit.NewChips(options, true, nil)
	w = open(t, several, 300, 60)
	test.TapCanvas(w.Canvas(), fyne.NewPos(70, 15))
	test.TapCanvas(w.Canvas(), fyne.NewPos(15, 15))
	require.Equal(t, []string{"a", "b"}, several.Chosen())
}

func TestDataTable_TitlesSort(t *testing.T) {
	start(t, false)
	asked := 0
	table := kit.NewDataTable(sampleColumns(&asked), func() int { return 5 })
	var told []string
	table.OnSort = func(column int, descending bool) { told = append(told, fmt.Sprint(column, descending)) }
	w := open(t, table, 1280, 400)
	for range 3 {
		test.TapCanvas(w.Canvas(), fyne.NewPos(30, 15))
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(1220, 15))
	require.Equal(t, []string{"0 false", "0 true", "0 false", "5 false"}, told)
}

func TestPage_KeepsTheFocusedFieldAboveThePhonesKeyboard(t *testing.T) {
	start(t, false)
	form := sampleForm(zh)
	w := open(t, kit.Page(form), 360, 640)
	note := form.Input("note").(*kit.Entry)
	w.Canvas().Focus(note)
	w.Resize(fyne.NewSize(360, 320))
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(note)
	require.Less(t, at.Y+note.Size().Height, float32(320))
	require.GreaterOrEqual(t, at.Y, float32(0))
}
