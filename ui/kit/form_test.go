package kit_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

func day(text string) time.Time {
	d, err := time.Parse("2006-01-02", text)
	if err != nil {
		panic(err)
	}
	return d
}

func sampleSpec() kit.FormSpec {
	return kit.FormSpec{Submit: "保存", Cancel: "取消", Columns: 2, Fields: []kit.Field{
		{Name: "name", Label: "姓名", Required: true, Value: "王小明"},
		{Name: "post", Label: "岗位", Kind: kit.FieldSelect, Options: []kit.Option{{"teller", "综合柜员"}, {"rm", "客户经理"}}},
		{Name: "date", Label: "到岗日期", Kind: kit.FieldDate, Value: "2026/12/1"},
		{Name: "time", Label: "时间", Kind: kit.FieldTime, Hint: "以支行营业时间为准"},
		{Name: "pay", Label: "月薪（元）", Kind: kit.FieldNumber},
		{Name: "agree", Label: "已取得授权", Kind: kit.FieldCheck, Beside: true},
		{Name: "note", Label: "备注", Kind: kit.FieldArea},
	}}
}

func sampleForm(say kit.Words) *kit.Form { return kit.NewForm(say, sampleSpec()) }

func TestForm_EnterSubmitsNormalValues(t *testing.T) {
	start(t, false)
	var got map[string]string
	spec := sampleSpec()
	spec.OnSubmit = func(values map[string]string) { got = values }
	form := kit.NewForm(zh, spec)
	open(t, form, 700, 700)
	form.Set("post", "rm")
	form.Set("time", "930")
	form.Set("time", "0930")
	form.Set("pay", "８５００")
	form.Set("agree", "true")
	form.Input("name").(*kit.Entry).TypedKey(press(fyne.KeyReturn))
	require.Equal(t, map[string]string{"name": "王小明", "post": "rm", "date": "2026-12-01", "time": "09:30", "pay": "8500", "agree": "true", "note": ""}, got)
}

func TestForm_ErrorsStandAtTheirFieldAndTheFirstIsFocused(t *testing.T) {
	start(t, false)
	spec := sampleSpec()
	spec.OnSubmit = func(map[string]string) { t.Fatal("a wrong form was submitted") }
	form := kit.NewForm(zh, spec)
	w := open(t, form, 700, 700)
	form.Set("name", "  ")
	form.Set("date", "2026-02-30")
	form.Set("time", "25:00")
	form.Submit()
	require.Equal(t, "必填", form.Error("name"))
	require.Equal(t, "日期写作 2026-11-23", form.Error("date"))
	require.Equal(t, "时间写作 09:30", form.Error("time"))
	require.Same(t, form.Input("name"), w.Canvas().Focused())
	form.SetErrors(map[string]string{"pay": "超出薪资带"})
	require.Equal(t, "", form.Error("name"))
	require.Equal(t, "超出薪资带", form.Error("pay"))
}

func TestForm_EscapeLeaves(t *testing.T) {
	start(t, false)
	left := false
	spec := sampleSpec()
	spec.OnCancel = func() { left = true }
	form := kit.NewForm(zh, spec)
	open(t, form, 700, 700)
	form.Input("note").(*kit.Entry).TypedKey(press(fyne.KeyEscape))
	require.True(t, left)
}

func TestCalendar_PicksADayAndDoesNotSkipShortMonths(t *testing.T) {
	start(t, false)
	var picked time.Time
	calendar := kit.NewCalendar(zh, day("2026-01-31"), day("2026-01-15"), func(d time.Time) { picked = d })
	w := open(t, calendar, 288, 300)
	test.TapCanvas(w.Canvas(), fyne.NewPos(270, 15))
	test.TapCanvas(w.Canvas(), fyne.NewPos(60, 160))
	require.Equal(t, time.February, picked.Month())
	require.Equal(t, time.Tuesday, picked.Weekday())
}

func TestForm_KnowsWhatChanged(t *testing.T) {
	start(t, false)
	var told []string
	spec := sampleSpec()
	spec.Fields[0].OnChange = func(value string) { told = append(told, value) }
	spec.Fields[1].Value = "rm"
	spec.Fields[1].OnChange = func(value string) { told = append(told, value) }
	form := kit.NewForm(zh, spec)
	require.Empty(t, told, "the first filling is no change")
	require.False(t, form.Changed())
	form.Set("post", "teller")
	form.Set("name", "李昇")
	require.True(t, form.Changed())
	require.Equal(t, []string{"teller", "李昇"}, told)
}
