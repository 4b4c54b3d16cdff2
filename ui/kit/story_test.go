package kit_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

func sampleChain() *kit.Chain {
	return kit.NewChain(
		kit.Link{Label: "AI 面试", Value: "85", Date: "2026-11-02", State: kit.StateDone},
		kit.Link{Label: "人工面试", Value: "90", Date: "2026-11-09", State: kit.StateDone},
		kit.Link{Label: "背调", Value: "无异常", Date: "2026-11-18", State: kit.StateDone},
		kit.Link{Label: "offer", Value: "待签", Date: "到期 11-30", State: kit.StateStuck},
		kit.Link{Label: "入职", Value: "", Date: "预计 12-15", State: kit.StateTodo},
		kit.Link{Label: "试用期", State: kit.StateTodo},
	)
}

func sampleMoments() []kit.Moment {
	return []kit.Moment{
		{When: "2026-11-18 16:20", Who: "张合规", Sentence: "学历核验完成：学信网记录一致，证书编号 106101201905001234。", Tone: kit.ToneGood},
		{When: "2026-11-17 10:05", Who: "李人事", Sentence: "发出背景调查授权书，候选人已签署。", Tone: kit.TonePlain, Icon: theme.DocumentIcon()},
		{When: "2026-11-15 09:00", Who: "系统", Sentence: "任职证明与简历所写的离职时间相差三个月，已列入待核实清单，等待候选人解释；解释须在五个工作日内提交，逾期按未提供处理。", Tone: kit.ToneWarn},
	}
}

func sampleAnchors() []string {
	return []string{"回避客户问题，推给同事。", "能答出问题，但没有确认客户是否理解。", "主动确认需求，按流程处理并告知时限。",
		"能安抚情绪，给出两个以上方案并说明利弊。", "把一次投诉变成改进，并能说出后来流程改了什么。"}
}

func storyPage(say kit.Words) fyne.CanvasObject {
	moments := sampleMoments()
	return kit.Page(
		kit.Between(kit.Title("王小明"), kit.Primary("催签", nil)),
		kit.Panel(sampleChain()),
		kit.Split(0.62,
			kit.Card("时间线", kit.MomentRows(moments...), kit.Quiet("全部", nil)),
			kit.Rows(
				kit.Card("时限", kit.Rows(kit.ClockBar(say, kit.Clock{Label: "offer 签署", Elapsed: "3 天", Limit: "7 天", Share: 0.43}),
					kit.ClockBar(say, kit.Clock{Label: "合规审批", Over: "1 天 4 小时", Share: 1.2}))),
				kit.Card("基本信息", kit.Pairs(kit.Pair{Label: "岗位", Value: "综合柜员（上海静安支行营业部）"}, kit.Pair{Label: "身份证号", Value: "110101199003077758"}, kit.Pair{Label: "背调", Value: "待核实", Tone: kit.ToneWarn})),
			)),
		kit.Split(0.62, kit.Card("客户服务意识", kit.NewScorePicker(say, sampleAnchors(), 4, nil)),
			kit.Card("我的进度", kit.Stepper(
				kit.Step{Title: "AI 面试已通过", Note: "11 月 2 日", State: kit.StateDone},
				kit.Step{Title: "请签署 offer", Note: "11 月 30 日前有效；签署前可以提出修改意见，我们会在两个工作日内答复。", State: kit.StateNow},
				kit.Step{Title: "准备入职材料", State: kit.StateTodo}, kit.Step{Title: "第一天", State: kit.StateTodo}))),
	)
}

func TestChain_FitsADesktopAndStandsUprightOnAPhone(t *testing.T) {
	start(t, false)
	wide, narrow := sampleChain(), sampleChain()
	open(t, wide, 1000, 300)
	open(t, narrow, 328, 600)
	require.Less(t, wide.MinSize().Height, float32(120))
	require.Greater(t, narrow.MinSize().Height, float32(250))
	require.LessOrEqual(t, narrow.MinSize().Width, float32(328))
}

func TestScorePicker_DigitsArrowsAndTaps(t *testing.T) {
	start(t, false)
	var got []int
	picker := kit.NewScorePicker(zh, sampleAnchors(), 0, func(score int) { got = append(got, score) })
	w := open(t, picker, 500, 120)
	w.Canvas().Focus(picker)
	test.Type(picker, "937")
	picker.TypedKey(press(fyne.KeyRight))
	picker.TypedKey(press(fyne.KeyLeft))
	test.TapCanvas(w.Canvas(), fyne.NewPos(30, 25))
	picker.TypedKey(press(fyne.KeyLeft))
	require.Equal(t, []int{3, 4, 3, 1}, got)
	require.Equal(t, 1, picker.Score())
}

func TestTimeline_DrawsOnlyWhatIsSeen(t *testing.T) {
	start(t, false)
	asked := 0
	line := kit.NewTimeline(func() int { return 10000 }, func(i int) kit.Moment {
		asked++
		m := sampleMoments()[i%3]
		m.Who = fmt.Sprint(i)
		return m
	})
	w := open(t, line, 500, 600)
	require.Less(t, asked, 600)
	shot(t, w, "timeline")
}

func TestLong_KeepsMarksAndNumbers(t *testing.T) {
	start(t, false)
	text := kit.Long("身份证号 110101199003077758 与学信网一致（核验于 2026-11-20）。")
	open(t, text, 150, 200)
	joined := ""
	for _, line := range text.Lines() {
		require.NotContains(t, "，。）", string([]rune(line)[0]))
		joined += line + "\n"
	}
	require.Contains(t, joined, "110101199003077758")
	text.Limit(2).SetText("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十")
	require.Len(t, text.Lines(), 2)
	require.Contains(t, text.Lines()[1], "…")
}
