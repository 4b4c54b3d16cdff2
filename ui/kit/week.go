package kit

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Slot is an appointment in a week: its day from 0, and its time of day in minutes.
type Slot struct {
	Day      int
	From, To int
	Title    string
	Note     string
	Tone     Tone // ToneNow for a conflict or what waits for an answer
	Open     func()
}

// Week is a week's appointments: days beside each other with the hours at the left, or on a phone day by day.
type Week struct {
	widget.BaseWidget
	days     []string
	from, to int
	slots    []Slot
	wide     *fyne.Container
	narrow   *fyne.Container
	lay      *weekLayout
}

const (
	hourHeight float32 = 56
	hourRoom   float32 = 48
	dayHead    float32 = 34
)

// NewWeek shows days by their names, from one full hour to another; slots outside are moved to the edge, not lost.
func NewWeek(days []string, fromHour, toHour int, slots []Slot) *Week {
	w := &Week{days: days, from: fromHour, to: max(fromHour+1, toHour), slots: slots, lay: &weekLayout{}}
	w.lay.week = w
	w.wide = container.New(w.lay)
	for range w.to - w.from + 1 {
		w.wide.Objects = append(w.wide.Objects, NewGround(Hairline, "", 0))
	}
	for hour := w.from; hour <= w.to; hour++ {
		w.wide.Objects = append(w.wide.Objects, Note(fmt.Sprintf("%02d:00", hour)))
	}
	for _, day := range days {
		w.wide.Objects = append(w.wide.Objects, Body(day).Bold().At(Center))
	}
	w.narrow = Rows()
	for day, name := range days {
		w.narrow.Add(Section(name))
		for _, slot := range slots {
			if slot.Day == day {
				w.narrow.Add(newSlotBox(slot, true))
			}
		}
	}
	for _, slot := range slots {
		w.wide.Objects = append(w.wide.Objects, newSlotBox(slot, false))
	}
	w.narrow.Hide()
	w.ExtendBaseWidget(w)
	return w
}

// Resize turns days into a list on a phone.
func (w *Week) Resize(size fyne.Size) {
	w.narrow.Hidden = size.Width >= PhoneWidth
	w.wide.Hidden = !w.narrow.Hidden
	w.BaseWidget.Resize(size)
}

// CreateRenderer is Fyne's hook.
func (w *Week) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(w.wide, w.narrow))
}

// newSlotBox is an appointment: its tone's ground, title, and time with note.
func newSlotBox(slot Slot, full bool) fyne.CanvasObject {
	tone := slot.Tone
	if tone == TonePlain {
		tone = ToneChosen
	}
	ink, ground := tone.inks()
	time := fmt.Sprintf("%02d:%02d–%02d:%02d", slot.From/60, slot.From%60, slot.To/60, slot.To%60)
	note := slot.Note
	if full {
		note = time + "  " + note
	}
	words := container.New(&slotLayout{}, Note(tone.glyph()+slot.Title).In(ink).Bold().Clip(), Note(note).In(Ink).Clip())
	box := TapPanel(words, slot.Open)
	box.content = Inset(4, words)
	box.plain, box.ground.radius = ground, 6
	box.paint()
	return box
}

// slotLayout shows as many of its lines as there is height for.
type slotLayout struct{}

func (slotLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(40, o[0].MinSize().Height+o[1].MinSize().Height)
}

func (slotLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, line := range o {
		height := line.MinSize().Height
		line.Show()
		if y > 0 && y+height > size.Height+2 {
			line.Hide()
		}
		line.Move(fyne.NewPos(0, y))
		line.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

// weekLayout places hour lines, hours, day names and slots, in that order.
type weekLayout struct{ week *Week }

func (l *weekLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(240, dayHead+hourHeight*float32(l.week.to-l.week.from)+12)
}

func (l *weekLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	w := l.week
	hours := w.to - w.from + 1
	for i := range hours {
		y := dayHead + hourHeight*float32(i)
		o[i].Move(fyne.NewPos(hourRoom, y))
		o[i].Resize(fyne.NewSize(size.Width-hourRoom, 1))
		o[hours+i].Move(fyne.NewPos(0, y-8))
		o[hours+i].Resize(fyne.NewSize(hourRoom-8, 16))
	}
	day := (size.Width - hourRoom) / float32(max(1, len(w.days)))
	for i := range w.days {
		o[2*hours+i].Move(fyne.NewPos(hourRoom+day*float32(i), 0))
		o[2*hours+i].Resize(fyne.NewSize(day, dayHead-8))
	}
	for i, slot := range w.slots {
		lane, lanes := w.lane(i)
		width := (day - 6) / float32(lanes)
		top, bottom := l.y(slot.From), l.y(slot.To)
		box := o[2*hours+len(w.days)+i]
		box.Move(fyne.NewPos(hourRoom+day*float32(slot.Day)+3+width*float32(lane), top+2))
		box.Resize(fyne.NewSize(width-2, fyne.Max(24, bottom-top-3)))
	}
}

func (l *weekLayout) y(minute int) float32 {
	minute = max(l.week.from*60, min(l.week.to*60, minute))
	return dayHead + hourHeight*float32(minute-l.week.from*60)/60
}

// lane is a slot's place among those of its day that overlap it, and how many they are.
func (w *Week) lane(i int) (lane, lanes int) {
	for k, other := range w.slots {
		if k != i && (other.Day != w.slots[i].Day || other.From >= w.slots[i].To || w.slots[i].From >= other.To) {
			continue
		}
		if k < i {
			lane++
		}
		lanes++
	}
	return lane, lanes
}
