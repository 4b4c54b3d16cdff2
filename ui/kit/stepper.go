package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Step is one step in plain words.
type Step struct {
	Title string
	Note  string // what it means, or when; may be ""
	State State
}

// Stepper shows a way in plain words, from top to bottom, with the present step in full ink.
func Stepper(steps ...Step) *fyne.Container {
	rows := container.New(&stepperLayout{})
	for i, step := range steps {
		ink := InkSoft
		if step.State != StateTodo {
			ink = Ink
		}
		title := Long(step.Title).In(ink)
		if step.State == StateNow || step.State == StateStuck {
			title = title.Bold()
		}
		words := Tight(title)
		if step.Note != "" {
			words.Add(Long(step.Note).In(InkSoft).Sized(SizeNote))
		}
		line := NewGround(Hairline, "", 1)
		if i > 0 && step.State != StateTodo {
			line = NewGround(Indigo, "", 1)
		}
		rows.Objects = append(rows.Objects, line, disc(step.State), words)
	}
	return rows
}

// stepperLayout places threes of line, disc and words below each other.
type stepperLayout struct{}

const stepGap float32 = 18

func (stepperLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(160, 0)
	for i := 2; i < len(o); i += 3 {
		size.Height += fyne.Max(discSize, o[i].MinSize().Height) + stepGap
	}
	return fyne.NewSize(size.Width, fyne.Max(0, size.Height-stepGap))
}

func (stepperLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	y, before := float32(0), float32(0)
	for i := 0; i+2 < len(o); i += 3 {
		o[i+2].Resize(fyne.NewSize(size.Width-discSize-12, o[i+2].MinSize().Height))
		height := fyne.Max(discSize, o[i+2].MinSize().Height)
		o[i+2].Move(fyne.NewPos(discSize+12, y))
		o[i+1].Move(fyne.NewPos(0, y))
		o[i+1].Resize(fyne.NewSquareSize(discSize))
		o[i].(*Ground).Hidden = i == 0
		o[i].Move(fyne.NewPos(discSize/2-1, before+discSize+3))
		o[i].Resize(fyne.NewSize(2, fyne.Max(0, y-before-discSize-6)))
		before, y = y, y+height+stepGap
	}
}
