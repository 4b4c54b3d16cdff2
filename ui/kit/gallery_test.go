package kit_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/ui/kit"
)

// TestGallery draws every widget in both looks and both languages; with SHOTS_DIR set the pictures are kept.
func TestGallery(t *testing.T) {
	for _, look := range []struct {
		name string
		dark bool
		say  kit.Words
	}{{"light", false, zh}, {"dark", true, en}} {
		t.Run(look.name, func(t *testing.T) {
			start(t, look.dark)
			for _, picture := range gallery(look.say) {
				w := open(t, picture.object, picture.width, picture.height)
				shot(t, w, fmt.Sprintf("%s-%s", picture.name, look.name))
			}
		})
	}
}

type picture struct {
	name          string
	width, height float32
	object        fyne.CanvasObject
}

func gallery(say kit.Words) []picture {
	form := sampleForm(say)
	form.Set("name", "")
	form.Submit()
	return []picture{
		{"board", 1280, 800, boardPage()},
		{"board-phone", 360, 640, boardPage()},
		{"basics", 1000, 760, basics()},
		{"form", 700, 720, kit.Page(kit.Readable(560, kit.Card("候选人资料 Candidate", form)))},
		{"form-phone", 360, 640, kit.Page(sampleForm(say))},
		{"faces", 1100, 420, facesPage(say)},
		{"story", 1280, 900, storyPage(say)},
		{"story-phone", 360, 1700, storyPage(say)},
		{"charts", 1280, 420, chartPage(say)},
		{"charts-phone", 360, 1200, chartPage(say)},
		{"insight", 960, 420, insightPage(say)},
		{"kiosk", 1080, 1200, kioskPage(say)},
		{"week", 1200, 700, weekPage(nil)},
		{"week-phone", 360, 640, weekPage(nil)},
		{"calendar", 320, 330, kit.Inset(16, kit.NewCalendar(say, day("2026-11-23"), day("2026-11-19"), nil))},
	}
}

func basics() fyne.CanvasObject {
	return kit.Page(
		kit.Between(kit.Title("王小明的档案 Case file"), kit.Quiet("导出", nil), kit.Secondary("安排面试", nil), kit.Primary("发出 offer", nil)),
		kit.Flow(kit.Badge("柜员 · 静安支行", kit.TonePlain), kit.Badge("通过", kit.ToneGood), kit.Badge("待核实", kit.ToneWarn),
			kit.Badge("不一致", kit.ToneBad), kit.Badge("需要您处理", kit.ToneNow), kit.Badge("当前阶段", kit.ToneChosen)),
		kit.Grid(280,
			kit.Card("背调灯号", kit.Tight(kit.Light("身份核验 无异常", kit.ToneGood), kit.Light("学历 待核实", kit.ToneWarn), kit.Light("任职 不一致", kit.ToneBad), kit.Light("未开始", kit.TonePlain)), kit.Quiet("查看", nil)),
			kit.Card("长文字", kit.Long("身份证号 110101199003077758 与学信网一致（核验于 2026-11-20）。候选人曾在“上海静安支行”任 Relationship Manager，主要负责个人客户的贷后管理，离职原因：合同到期。")),
			kit.TapPanel(kit.Rows(kit.Head("可点的卡片"), kit.Note("2026-11-23 09:30 · 3 天")), nil),
		),
		kit.NewSearch("姓名、拼音首字母、手机或证件尾号", nil),
		chosen(kit.NewChips([]kit.Option{{"a", "我的工作"}, {"b", "已超时"}, {"c", "有红灯"}, {"d", "上海静安支行"}}, true, nil), "b", "d"),
		kit.Section("面试安排", kit.Quiet("全部", nil)),
		kit.Split(0.6, kit.Panel(kit.Long("一张没有标题的卡片，左侧占六成。")), kit.Panel(kit.Long("右侧占四成。"))),
		kit.Flow(kit.Primary("主要", nil), disabled(kit.Primary("不可用", nil)), kit.Secondary("次要", nil), kit.Quiet("安静", nil), kit.Danger("删除", nil),
			kit.Secondary("带图", nil).WithIcon(theme.DownloadIcon()), kit.IconButton(theme.SettingsIcon(), nil)),
	)
}

func disabled(b *kit.Button) *kit.Button { b.Disable(); return b }

func facesPage(say kit.Words) fyne.CanvasObject {
	empty, loading, refused := kit.NewFaces(say, kit.Body("")), kit.NewFaces(say, kit.Body("")), kit.NewFaces(say, kit.Body(""))
	empty.Empty(theme.FolderOpenIcon(), "还没有候选人。导入 AI 面试系统给出的名单，就从这里开始。", kit.Primary("导入名单", nil))
	loading.Stop = kit.Secondary("停止导入", nil)
	loading.Load("正在导入名单", 320, 1000)
	refused.Refuse("与中心断开了连接", "您的操作已保存在本机，连上后会自动送出。", kit.Secondary("重试", nil))
	cell := func(o fyne.CanvasObject) fyne.CanvasObject {
		return container.NewStack(kit.NewGround(kit.CardColor, kit.Hairline, 12), kit.Inset(16, o))
	}
	return kit.Page(kit.Grid(300, cell(empty), cell(loading), cell(refused)))
}

func kioskPage(say kit.Words) fyne.CanvasObject {
	page := kit.Page(kit.Readable(720, kit.Rows(
		kit.Title("欢迎入行，请扫描二维码"),
		kit.NewCodeEntry(say, "或在此输入入职码", func(string) {}),
		kit.BigSecondary("验证已签署的 offer", nil), kit.BigPrimary("这是我", nil),
		kit.NewDropper("把体检报告拖到这里，或选择文件。接受 PDF、JPG、PNG，20 MB 以内。", kit.Secondary("选择文件", nil)),
	)))
	return container.NewThemeOverride(page, kit.Zoomed(fyne.CurrentApp().Settings().Theme(), 1.3))
}

func chosen(c *kit.Chips, values ...string) *kit.Chips { c.Choose(values...); return c }
