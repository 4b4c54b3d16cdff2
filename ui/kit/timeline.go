package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Moment is one thing that happened.
type Moment struct {
	When     string
	Who      string
	Sentence string
	Tone     Tone
	Icon     fyne.Resource // nil draws the tone's shape
}

// Timeline is what happened, newest first or as given; it draws only what is on the screen, so that ten thousand
// moments cost as much as ten. In a page give it height with Fill.
type Timeline struct {
	widget.BaseWidget
	list  *widget.List
	count func() int
	at    func(i int) Moment
}

// NewTimeline shows count moments, asked for one by one.
func NewTimeline(count func() int, at func(i int) Moment) *Timeline {
	t := &Timeline{count: count, at: at}
	t.list = widget.NewList(count, func() fyne.CanvasObject { return newMomentRow() }, func(i int, o fyne.CanvasObject) {
		row := o.(*momentRow)
		row.show(t.at(i))
		t.list.SetItemHeight(i, row.MinSize().Height)
	})
	t.list.HideSeparators = true
	t.list.OnSelected = func(int) { t.list.UnselectAll() }
	t.ExtendBaseWidget(t)
	return t
}

// Refresh draws anew after the moments changed.
func (t *Timeline) Refresh() { t.list.Refresh() }

// CreateRenderer is Fyne's hook.
func (t *Timeline) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.list) }

// MomentRows shows a few moments below each other without a scroll of their own, for cards.
func MomentRows(moments ...Moment) *fyne.Container {
	rows := Tight()
	for _, moment := range moments {
		row := newMomentRow()
		row.show(moment)
		rows.Add(row)
	}
	return rows
}

// momentRow is a sign, who and when in one line, and the sentence below.
type momentRow struct {
	widget.BaseWidget
	sign     *Mark
	icon     *widget.Icon
	head     *Text
	sentence *LongText
	box      *fyne.Container
}

func newMomentRow() *momentRow {
	m := &momentRow{sign: Light("", TonePlain), icon: widget.NewIcon(nil), head: Note("").Clip(), sentence: Long("")}
	m.box = container.New(&momentLayout{}, container.NewStack(m.sign), m.icon, m.head, m.sentence)
	m.ExtendBaseWidget(m)
	return m
}

func (m *momentRow) show(moment Moment) {
	m.sign.Set("", moment.Tone)
	m.sign.Hidden = moment.Icon != nil
	m.icon.Hidden = moment.Icon == nil
	if moment.Icon != nil {
		ink, _ := moment.Tone.inks()
		m.icon.SetResource(theme.NewColoredResource(moment.Icon, ink))
	}
	m.head.SetText(moment.When + "   " + moment.Who)
	m.sentence.SetText(moment.Sentence)
}

// CreateRenderer is Fyne's hook.
func (m *momentRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.box) }

type momentLayout struct{}

func (momentLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(160, o[2].MinSize().Height+o[3].MinSize().Height+10)
}

func (momentLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(4, 4))
	o[0].Resize(fyne.NewSize(16, 18))
	o[1].Move(fyne.NewPos(0, 3))
	o[1].Resize(fyne.NewSquareSize(18))
	head := o[2].MinSize().Height
	o[2].Move(fyne.NewPos(28, 2))
	o[2].Resize(fyne.NewSize(size.Width-28, head))
	o[3].Move(fyne.NewPos(28, head+4))
	o[3].Resize(fyne.NewSize(size.Width-28, size.Height-head-8))
}
