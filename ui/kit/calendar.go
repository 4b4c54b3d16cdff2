package kit

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const dateForm = "2006-01-02"

// parseDate reads a date as people type it: 2026-11-23, 2026/11/23, 2026.11.23 or 20261123.
func parseDate(text string) (time.Time, bool) {
	text = strings.NewReplacer("/", "-", ".", "-").Replace(narrowDigits(strings.TrimSpace(text)))
	for _, form := range []string{dateForm, "2006-1-2", "20060102"} {
		if day, err := time.Parse(form, text); err == nil {
			return day, day.Year() > 1900
		}
	}
	return time.Time{}, false
}

// parseTime reads a time of day: 9:30, 09:30 or 0930; the answer is 09:30.
func parseTime(text string) (string, bool) {
	text = strings.ReplaceAll(narrowDigits(strings.TrimSpace(text)), "：", ":")
	for _, form := range []string{"15:04", "1504"} {
		if at, err := time.Parse(form, text); err == nil {
			return at.Format("15:04"), true
		}
	}
	return "", false
}

// isNumber accepts digits with at most one point and a leading minus.
func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.Trim(text, "0123456789.-") == ""
}

// narrowDigits turns the full-width digits and signs of a Chinese keyboard into plain ones.
func narrowDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF0D && r <= 0xFF19 {
			return r - 0xFEE0
		}
		return r
	}, text)
}

// Calendar is a month with our own words; Fyne's has an English head that cannot be changed.
type Calendar struct {
	widget.BaseWidget
	words         Words
	month         time.Time
	chosen, today time.Time
	picked        func(time.Time)
	head          *Text
	days          *fyne.Container
	box           *fyne.Container
}

// NewCalendar shows the month of the chosen day, or today's when chosen is zero.
func NewCalendar(words Words, chosen, today time.Time, picked func(time.Time)) *Calendar {
	c := &Calendar{words: words, chosen: chosen, today: today, picked: picked, head: Body("").Bold().At(Center)}
	c.month = chosen
	if chosen.IsZero() {
		c.month = today
	}
	c.days = container.New(&monthLayout{})
	previous := IconButton(theme.NavigateBackIcon(), func() { c.turn(-1) })
	next := IconButton(theme.NavigateNextIcon(), func() { c.turn(1) })
	c.box = Tight(container.NewBorder(nil, nil, previous, next, c.head), c.days)
	c.ExtendBaseWidget(c)
	c.turn(0)
	return c
}

// turn goes months forth or back. The first of the month is taken, or the 31st would skip a short month.
func (c *Calendar) turn(months int) {
	c.month = time.Date(c.month.Year(), c.month.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	c.head.SetText(c.words("kit.year_month", "year", strconv.Itoa(c.month.Year()), "month", strconv.Itoa(int(c.month.Month()))))
	cells := make([]fyne.CanvasObject, 0, 49)
	for _, name := range strings.Fields(c.words("kit.weekdays")) {
		cells = append(cells, Note(name).At(Center))
	}
	for range (int(c.month.Weekday()) + 6) % 7 {
		cells = append(cells, Note(""))
	}
	for day := c.month; day.Month() == c.month.Month(); day = day.AddDate(0, 0, 1) {
		cells = append(cells, c.day(day))
	}
	c.days.Objects = cells
	c.days.Refresh()
}

func (c *Calendar) day(day time.Time) fyne.CanvasObject {
	button := Quiet(strconv.Itoa(day.Day()), func() { c.picked(day) })
	switch day.Format(dateForm) {
	case c.chosen.Format(dateForm):
		button.Importance = widget.HighImportance
	case c.today.Format(dateForm):
		button.Importance = widget.MediumImportance
	}
	return button
}

// CreateRenderer is Fyne's hook.
func (c *Calendar) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }

// monthLayout is seven columns and always seven rows, so that the popover does not jump between months.
type monthLayout struct{}

const dayWidth, dayHeight = 40, 36

func (monthLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(7*dayWidth, 7*dayHeight)
}

func (monthLayout) Layout(cells []fyne.CanvasObject, size fyne.Size) {
	width := size.Width / 7
	for i, cell := range cells {
		cell.Move(fyne.NewPos(float32(i%7)*width+1, float32(i/7)*dayHeight+1))
		cell.Resize(fyne.NewSize(width-2, dayHeight-2))
	}
}

// calendarButton opens a calendar below an entry and writes the picked day into it.
func calendarButton(words Words, entry *Entry) *Button {
	var button *Button
	button = newButton("", theme.CalendarIcon(), widget.LowImportance, func() {
		canvas := fyne.CurrentApp().Driver().CanvasForObject(button)
		if canvas == nil {
			return
		}
		chosen, _ := parseDate(entry.Text)
		var popup *widget.PopUp
		calendar := NewCalendar(words, chosen, time.Now(), func(day time.Time) {
			popup.Hide()
			entry.SetText(day.Format(dateForm))
			canvas.Focus(entry)
		})
		popup = widget.NewPopUp(Inset(8, calendar), canvas)
		popup.ShowAtRelativePosition(fyne.NewPos(0, entry.Size().Height+4), entry)
	})
	return button
}
