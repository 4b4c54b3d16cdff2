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

func sampleColumns(asked *int) []kit.Column {
	names := []string{"王小明", "欧阳喆堃", "李昇", "Alexandra Featherstonehaugh", "陈珺"}
	lights := []kit.Cell{{Text: "无异常", Tone: kit.ToneGood}, {Text: "待核实", Tone: kit.ToneWarn}, {Text: "不一致", Tone: kit.ToneBad}, {Text: "未开始", Soft: true}}
	return []kit.Column{
		{Title: "姓名", Weight: 1.4, Role: kit.RoleLead, Cell: func(row int) kit.Cell {
			*asked++
			return kit.Cell{Text: names[row%5], Bold: true}
		}},
		{Title: "岗位", Weight: 1.6, Cell: func(row int) kit.Cell { return kit.Cell{Text: "综合柜员 · 上海静安支行营业部"} }},
		{Title: "阶段", Width: 120, Cell: func(row int) kit.Cell {
			if row%4 == 1 {
				return kit.Cell{Text: "等您审批", Tone: kit.ToneNow}
			}
			return kit.Cell{Text: "人工面试"}
		}},
		{Title: "背调", Width: 110, Role: kit.RoleSide, Cell: func(row int) kit.Cell { return lights[row%4] }},
		{Title: "AI 分", Width: 64, Align: kit.Right, Role: kit.RoleHidden, Cell: func(row int) kit.Cell { return kit.Cell{Text: fmt.Sprint(60 + row*7%40)} }},
		{Title: "停留天数", Width: 80, Align: kit.Right, Role: kit.RoleMore, Cell: func(row int) kit.Cell { return kit.Cell{Text: fmt.Sprintf("%d 天", row*13%120)} }},
	}
}

func boardPage() fyne.CanvasObject {
	asked := 0
	table := kit.NewDataTable(sampleColumns(&asked), func() int { return 100000 })
	table.Ready = func(row int) bool { return row != 6 }
	return kit.Page(
		kit.Between(kit.Title("看板"), kit.Secondary("筛选", nil), kit.Primary("导入名单", nil)),
		kit.Fill(table),
	)
}

func TestDataTable_HundredThousandRowsCostAScreenful(t *testing.T) {
	start(t, false)
	asked := 0
	table := kit.NewDataTable(sampleColumns(&asked), func() int { return 100000 })
	begun := time.Now()
	w := open(t, table, 1280, 800)
	require.Less(t, asked, 400, "only rows on the screen are asked for")
	t.Logf("open: %v, %d rows asked", time.Since(begun), asked)
	asked, begun = 0, time.Now()
	table.ScrollTo(99999)
	t.Logf("jump to the last row: %v, %d rows asked", time.Since(begun), asked)
	require.Less(t, asked, 200)
	shot(t, w, "table-end")
}

func TestDataTable_KeyboardMovesAndOpens(t *testing.T) {
	start(t, false)
	asked, opened := 0, []int{}
	table := kit.NewDataTable(sampleColumns(&asked), func() int { return 50 })
	table.OnOpen = func(row int) { opened = append(opened, row) }
	w := open(t, table, 1280, 800)
	table.Focus()
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyReturn, fyne.KeyDown, fyne.KeySpace, fyne.KeyHome, fyne.KeyUp, fyne.KeyReturn} {
		w.Canvas().Focused().TypedKey(press(key))
	}
	require.Equal(t, []int{2, 49, 49, 0}, opened)
	test.TapCanvas(w.Canvas(), fyne.NewPos(200, 38+44+20))
	require.Equal(t, 1, opened[len(opened)-1])
}

func TestDataTable_PhoneRowsAndMarks(t *testing.T) {
	start(t, false)
	asked, marks := 0, []int(nil)
	table := kit.NewDataTable(sampleColumns(&asked), func() int { return 20 })
	table.OnMarks = func(marked []int) { marks = marked }
	w := open(t, table, 360, 640)
	require.True(t, table.Narrow())
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 20))
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 100))
	require.Equal(t, []int{0, 1}, marks)
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 20))
	require.Equal(t, []int{1}, marks)
	shot(t, w, "table-phone-marks")
	w.Resize(fyne.NewSize(1280, 800))
	require.False(t, table.Narrow())
}

func TestDataTable_AsksForMoreBeforeTheEnd(t *testing.T) {
	start(t, false)
	asked, nearest := 0, -1
	table := kit.NewDataTable(sampleColumns(&asked), func() int { return 200 })
	table.OnNear = func(row int) { nearest = max(nearest, row) }
	open(t, table, 1280, 800)
	require.Equal(t, -1, nearest, "the beginning is far from the end")
	table.ScrollTo(190)
	require.GreaterOrEqual(t, nearest, 170)
}
