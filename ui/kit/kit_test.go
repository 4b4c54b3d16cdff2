package kit_test

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

var chinese = map[string]string{
	"kit.loading": "正在载入", "kit.progress": "{done} / {total}", "kit.required": "必填", "kit.choose": "请选择",
	"kit.date_form": "年-月-日，如 2026-11-23", "kit.time_form": "时:分，如 09:30", "kit.bad_date": "日期写作 2026-11-23",
	"kit.bad_time": "时间写作 09:30", "kit.bad_number": "请填数字", "kit.year_month": "{year} 年 {month} 月",
	"kit.weekdays": "一 二 三 四 五 六 日",
	"kit.elapsed":  "已用 {elapsed}，时限 {limit}", "kit.overdue": "已超时 {over}", "kit.clear": "清除", "kit.undo": "撤销一笔",
	"kit.page_of": "第 {page} / {pages} 页", "kit.fit": "适合宽度",
	"kit.save_picture": "存图片", "kit.save_numbers": "存数据", "kit.find": "查找案件、页面或命令", "kit.nothing_found": "没有找到",
	"kit.sign_here": "请在此签名", "kit.backspace": "退格", "kit.enter": "确认", "kit.score_hint": "按 1–5 或方向键选分",
}

var english = map[string]string{
	"kit.loading": "Loading", "kit.progress": "{done} of {total}", "kit.required": "required", "kit.choose": "Choose",
	"kit.date_form": "year-month-day, as 2026-11-23", "kit.time_form": "hour:minute, as 09:30", "kit.bad_date": "Write the date as 2026-11-23",
	"kit.bad_time": "Write the time as 09:30", "kit.bad_number": "Enter a number", "kit.year_month": "{month}/{year}",
	"kit.weekdays": "Mo Tu We Th Fr Sa Su",
	"kit.elapsed":  "{elapsed} of {limit}", "kit.overdue": "Overdue by {over}", "kit.clear": "Clear", "kit.undo": "Undo stroke",
	"kit.page_of": "Page {page} of {pages}", "kit.fit": "Fit width",
	"kit.save_picture": "Save picture", "kit.save_numbers": "Save numbers", "kit.find": "Find a case, a page or a command", "kit.nothing_found": "Nothing found",
	"kit.sign_here": "Sign here", "kit.backspace": "Delete", "kit.enter": "Confirm", "kit.score_hint": "Press 1–5 or the arrow keys",
}

func words(catalog map[string]string) kit.Words {
	return func(key string, params ...string) string {
		text, ok := catalog[key]
		if !ok {
			return "⟦" + key + "⟧"
		}
		for i := 0; i+1 < len(params); i += 2 {
			text = strings.ReplaceAll(text, "{"+params[i]+"}", params[i+1])
		}
		return text
	}
}

var zh, en = words(chinese), words(english)

func fonts(t testing.TB) (regular, bold []byte) {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join("..", "..", "resources", "font", name))
		require.NoError(t, err)
		return data
	}
	return read("NotoSansSC-Regular.ttf"), read("NotoSansSC-Bold.ttf")
}

// start makes a test app in our theme.
func start(t testing.TB, dark bool) fyne.App {
	t.Helper()
	app := test.NewTempApp(t)
	regular, bold := fonts(t)
	app.Settings().SetTheme(kit.NewTheme(regular, bold, dark))
	return app
}

// open shows an object in a window of a size, laid out as the real driver lays out (twice).
func open(t testing.TB, object fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, container.NewStack(kit.NewGround(kit.Paper, "", 0), object))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	settle(w)
	return w
}

func settle(w fyne.Window) {
	size := w.Canvas().Size()
	for range 2 {
		w.Resize(size.AddWidthHeight(1, 1))
		w.Resize(size)
	}
}

// shot keeps a picture for people when SHOTS_DIR is set, and always answers it.
func shot(t testing.TB, w fyne.Window, name string) image.Image {
	t.Helper()
	settle(w)
	img := w.Canvas().Capture()
	if dir := os.Getenv("SHOTS_DIR"); dir != "" {
		file, err := os.Create(filepath.Join(dir, name+".png"))
		require.NoError(t, err)
		require.NoError(t, png.Encode(file, img))
		require.NoError(t, file.Close())
	}
	return img
}

func press(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

func TestWordKeys_AllSpokenInBothSamples(t *testing.T) {
	for _, key := range kit.WordKeys() {
		require.Contains(t, chinese, key)
		require.Contains(t, english, key)
	}
	require.Len(t, chinese, len(kit.WordKeys()))
}
