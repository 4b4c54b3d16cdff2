package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Hit is one thing the command palette found.
type Hit struct {
	ID    string
	Title string
	Note  string
}

// Palette is the box behind Ctrl or Cmd and K: type, move with the arrows, Enter goes, Escape leaves.
type Palette struct {
	entry   *Entry
	list    *widget.List
	none    *Text
	hits    []Hit
	at      int
	find    func(query string) []Hit
	run     func(hit Hit)
	closeIt func()
}

// ShowPalette opens the box; find is asked on every change and must answer from memory.
func ShowPalette(canvas fyne.Canvas, words Words, find func(query string) []Hit, run func(hit Hit)) *Palette {
	p := &Palette{entry: NewEntry(words("kit.find")), none: Note(words("kit.nothing_found")), find: find, run: run}
	p.list = widget.NewList(func() int { return len(p.hits) }, newHitRow, p.fill)
	p.list.HideSeparators = true
	p.list.OnSelected = func(i int) { p.at = i; p.Go() }
	p.entry.Icon = theme.SearchIcon()
	p.entry.OnChanged = p.search
	p.entry.OnSubmitted = func(string) { p.Go() }
	p.entry.OnEscape = func() { p.closeIt() }
	p.entry.OnArrow = p.arrow
	room := container.NewStack(p.list, container.NewCenter(p.none))
	p.closeIt = Modal(canvas, 560, container.New(&paletteLayout{}, p.entry, room))
	canvas.Focus(p.entry)
	p.search("")
	return p
}

func newHitRow() fyne.CanvasObject {
	return container.NewStack(NewGround("", "", 8), container.New(&hitLayout{}, Body("M").Clip(), Note("").Clip()))
}

func (p *Palette) fill(i int, o fyne.CanvasObject) {
	row := o.(*fyne.Container)
	ground := row.Objects[0].(*Ground)
	ground.Paint("", "")
	if i == p.at {
		ground.Paint(IndigoSoft, "")
	}
	texts := row.Objects[1].(*fyne.Container).Objects
	texts[0].(*Text).SetText(p.hits[i].Title)
	texts[1].(*Text).SetText(p.hits[i].Note)
}

func (p *Palette) search(query string) {
	p.hits, p.at = p.find(query), 0
	p.none.Hidden = len(p.hits) > 0
	p.none.Refresh()
	p.list.UnselectAll()
	p.list.ScrollToTop()
	p.list.Refresh()
}

func (p *Palette) arrow(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyDown:
		p.at = min(p.at+1, len(p.hits)-1)
	case fyne.KeyUp:
		p.at = max(p.at-1, 0)
	default:
		return false
	}
	p.list.ScrollTo(p.at)
	p.list.Refresh()
	return true
}

// Go closes the box and runs the chosen hit; without one it does nothing.
func (p *Palette) Go() {
	if p.at < 0 || p.at >= len(p.hits) {
		return
	}
	hit := p.hits[p.at]
	p.closeIt()
	p.run(hit)
}

// Entry is where the query is typed.
func (p *Palette) Entry() *Entry { return p.entry }

type paletteLayout struct{}

func (paletteLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return fyne.NewSize(280, 360) }

func (paletteLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	height := o[0].MinSize().Height
	o[0].Resize(fyne.NewSize(size.Width, height))
	o[1].Move(fyne.NewPos(0, height+8))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-height-8))
}

// hitLayout has the title at the left and its note at the right.
type hitLayout struct{}

func (hitLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, 34) }

func (hitLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(10, 0))
	o[0].Resize(fyne.NewSize(size.Width*0.55-10, size.Height))
	o[1].Move(fyne.NewPos(size.Width*0.55+8, 0))
	o[1].Resize(fyne.NewSize(size.Width*0.45-18, size.Height))
	o[1].(*Text).At(Right)
}
