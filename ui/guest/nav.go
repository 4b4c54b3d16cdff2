package guest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// newNav is the row of places below a candidate's page: those that exist now, five at most, each as wide as a thumb.
func newNav(h Host, r model.Reader, at string, places []string) fyne.CanvasObject {
	row := container.NewGridWithColumns(max(1, len(places)))
	for _, id := range places {
		row.Add(newPlace(icon(iconOf[id]), r.Say("nav."+id), id == at, func() {
			if id != at {
				h.Go(id)
			}
		}))
	}
	return container.NewStack(kit.NewGround(kit.CardColor, "", 0), container.NewBorder(kit.Rule(), nil, nil, nil, row))
}

// place is one of them: a picture with its word below.
type place struct {
	widget.BaseWidget
	tapped func()
	ground *kit.Ground
	box    fyne.CanvasObject
}

// placeHeight leaves room for picture and word, and more than a thumb needs.
const placeHeight float32 = 58

func newPlace(picture fyne.Resource, word string, here bool, tapped func()) *place {
	ink := kit.InkSoft
	text := kit.Note(word).At(kit.Center).Clip()
	if here {
		ink = kit.Indigo
		text = text.In(kit.Indigo).Bold()
	}
	image := container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(22), widget.NewIcon(theme.NewColoredResource(picture, ink))))
	p := &place{tapped: tapped, ground: kit.NewGround("", "", 8)}
	p.box = container.NewStack(p.ground, container.NewVBox(layout.NewSpacer(), kit.Tight(image, text), layout.NewSpacer()))
	if here {
		p.ground.Paint(kit.IndigoSoft, "")
	}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's hook.
func (p *place) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.box) }

// MinSize is a thumb's.
func (p *place) MinSize() fyne.Size { return fyne.NewSize(56, placeHeight) }

// Tapped goes there.
func (p *place) Tapped(*fyne.PointEvent) { p.tapped() }

// Cursor is a hand.
func (p *place) Cursor() desktop.Cursor { return desktop.PointerCursor }
