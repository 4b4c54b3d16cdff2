package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

func weekPage(open func(i int)) fyne.CanvasObject {
	days := []string{"周一 11-23", "周二 11-24", "周三 11-25", "周四 11-26", "周五 11-27"}
	slots := []kit.Slot{
		{Day: 0, From: 9 * 60, To: 10 * 60, Title: "王小明 · 一面", Note: "静安支行 301"},
		{Day: 0, From: 9*60 + 30, To: 10*60 + 30, Title: "李昇 · 一面", Note: "与上一场冲突", Tone: kit.ToneNow},
		{Day: 2, From: 14 * 60, To: 15*60 + 30, Title: "欧阳喆堃 · 终面", Note: "总行 12 楼"},
		{Day: 3, From: 7 * 60, To: 7*60 + 30, Title: "视频面试", Note: "清晨"},
		{Day: 4, From: 11 * 60, To: 11*60 + 30, Title: "陈珺 · 一面", Note: "视频"},
	}
	for i := range slots {
		slots[i].Open = func() {
			if open != nil {
				open(i)
			}
		}
	}
	return kit.Page(kit.Between(kit.Title("面试"), kit.Primary("安排一轮", nil)), kit.NewWeek(days, 8, 18, slots))
}

func TestWeek_OverlappingSlotsStandBesideEachOther(t *testing.T) {
	start(t, false)
	var opened []int
	w := open(t, weekPage(func(i int) { opened = append(opened, i) }), 1200, 760)
	test.TapCanvas(w.Canvas(), fyne.NewPos(110, 205))
	test.TapCanvas(w.Canvas(), fyne.NewPos(250, 230))
	test.TapCanvas(w.Canvas(), fyne.NewPos(850, 125))
	require.Equal(t, []int{0, 1, 3}, opened, "also the one before eight is there, at the edge")
}

func TestFaces_ExactlyOneIsSeen(t *testing.T) {
	start(t, false)
	stopped, filled := false, false
	faces := kit.NewFaces(zh, kit.Primary("内容", func() { t.Fatal("the content is not in view") }))
	w := open(t, faces, 400, 400)
	require.Equal(t, kit.FaceContent, faces.Face())
	faces.Stop = kit.Secondary("停止", func() { stopped = true })
	faces.Load("", 1, 4)
	faces.Load("", 2, 4)
	settle(w)
	require.Equal(t, kit.FaceLoading, faces.Face())
	test.TapCanvas(w.Canvas(), fyne.NewPos(30, 70))
	require.True(t, stopped)
	faces.Empty(theme.FolderIcon(), "没有", kit.Primary("导入", func() { filled = true }))
	settle(w)
	for y := float32(150); y < 300 && !filled; y += 10 {
		test.TapCanvas(w.Canvas(), fyne.NewPos(200, y))
	}
	require.True(t, filled)
	faces.Refuse("不行", "再试", nil)
	require.Equal(t, kit.FaceRefused, faces.Face())
	faces.SetContent(kit.Body("新"))
	require.Equal(t, kit.FaceContent, faces.Face())
}
