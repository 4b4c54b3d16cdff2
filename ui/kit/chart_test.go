package kit_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

func sampleRadar() *kit.Chart {
	return kit.Radar(kit.Plot{Corner: "维度", Max: 100, Labels: []string{"沟通表达", "服务意识", "合规意识", "逻辑分析", "抗压", "Learning agility"},
		Series: []kit.Series{{Name: "本人", Values: []float64{88, 76, 92, 64, 81, 70}}, {Name: "同岗位中位数", Values: []float64{70, 72, 75, 70, 66, 74}}}})
}

func sampleFunnel() *kit.Chart {
	return kit.Funnel(kit.Plot{Corner: "阶段", Labels: []string{"AI 面试通过", "人工面试", "背景调查", "offer", "入职"},
		Series: []kit.Series{{Name: "人数", Values: []float64{420, 260, 180, 150, 121}}}})
}

func sampleBars() *kit.Chart {
	return kit.Bars(kit.Plot{Corner: "阶段", Labels: []string{"人工面试", "背景调查", "offer 审批", "签署", "=cmd|' /C calc'!A0"},
		Series: []kit.Series{{Name: "停留天数", Values: []float64{4.5, 9, 2, 6, -1}}}, Tones: []kit.Tone{0, kit.ToneNow},
	})
}

func chartPage(say kit.Words) fyne.CanvasObject {
	save := func(string, []byte) {}
	return kit.Page(kit.Grid(340,
		kit.ChartCard(say, "AI 面试维度", sampleRadar(), save), kit.ChartCard(say, "在办漏斗", sampleFunnel(), save), kit.ChartCard(say, "停留天数", sampleBars(), save)))
}

func TestChart_PictureAtTheSizeAskedAndItsNumbers(t *testing.T) {
	start(t, true)
	for _, chart := range []*kit.Chart{sampleRadar(), sampleFunnel(), sampleBars()} {
		begun := time.Now()
		data, err := chart.PNG(900, 600)
		require.NoError(t, err)
		t.Logf("900x600: %v", time.Since(begun))
		picture, err := png.Decode(bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, 900, picture.Bounds().Dx())
		require.Equal(t, 600, picture.Bounds().Dy())
		r, _, _, _ := picture.At(1, 1).RGBA()
		require.Greater(t, r>>8, uint32(200), "pictures for documents are on light paper, whatever the theme")
	}
	radar := string(sampleRadar().CSV())
	require.True(t, strings.HasPrefix(radar, "\ufeff维度,本人,同岗位中位数\r\n沟通表达,88,70\r\n"), radar)
}

func TestControl32_LabelsOfAChartAreNeutralAndFiguresStayFigures(t *testing.T) {
	bars := string(sampleBars().CSV())
	require.Contains(t, bars, "'=cmd|' /C calc'!A0,-1\r\n", "labels are neutralised, our own figures stay figures")
}
