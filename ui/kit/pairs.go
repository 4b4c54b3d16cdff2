package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Pair is a label and its value.
type Pair struct {
	Label, Value string
	Tone         Tone
}

// Pairs are rows of label and value: beside each other where there is room, below each other on a phone.
func Pairs(pairs ...Pair) *fyne.Container {
	box := container.New(&pairsLayout{})
	for _, pair := range pairs {
		ink := Ink
		if pair.Tone != TonePlain {
			ink, _ = pair.Tone.inks()
		}
		box.Objects = append(box.Objects, Long(pair.Label).In(InkSoft), Long(pair.Tone.glyph()+pair.Value).In(ink))
	}
	return box
}

// pairsLayout gives every label the same width.
type pairsLayout struct{ width float32 }

func (l *pairsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		if l.stacked() {
			height += o[i].MinSize().Height + o[i+1].MinSize().Height + 10
			continue
		}
		height += fyne.Max(o[i].MinSize().Height, o[i+1].MinSize().Height) + 8
	}
	return fyne.NewSize(140, fyne.Max(0, height-8))
}

func (l *pairsLayout) stacked() bool { return l.width > 0 && l.width < 260 }

func (l *pairsLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	label := fyne.Min(160, size.Width*0.34)
	y := float32(0)
	for i := 0; i+1 < len(o); i += 2 {
		if l.stacked() {
			y = l.put(o[i], 0, y, size.Width)
			y = l.put(o[i+1], 0, y, size.Width) + 10
			continue
		}
		a := l.put(o[i], 0, y, label)
		b := l.put(o[i+1], label+12, y, size.Width-label-12)
		y = fyne.Max(a, b) + 8
	}
}

func (*pairsLayout) put(o fyne.CanvasObject, x, y, width float32) float32 {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
	return y + o.MinSize().Height
}

// Claim is what was said by whom, what it means, and below a soft heading what it does not mean.
func Claim(who []string, means, heading string, not []string) fyne.CanvasObject {
	rows := Rows()
	for _, sentence := range who {
		rows.Add(Long(sentence).Bold())
	}
	rows.Add(Long(means))
	limits := Tight(Long(heading).In(InkSoft))
	for _, sentence := range not {
		limits.Add(Long("\u00b7 " + sentence))
	}
	rows.Add(limits)
	return rows
}
