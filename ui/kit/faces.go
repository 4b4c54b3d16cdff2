package kit

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Face names the four faces of a page.
type Face uint8

// The faces; exactly one is seen.
const (
	FaceContent Face = iota
	FaceEmpty
	FaceLoading
	FaceRefused
)

// Faces shows exactly one of content, empty, loading and refused.
type Faces struct {
	widget.BaseWidget
	Stop *Button // stands below a loading face, for work that can be cancelled; nil for short work

	words   Words
	content fyne.CanvasObject
	other   fyne.CanvasObject
	face    Face
	room    *fyne.Container
}

// NewFaces starts with the content.
func NewFaces(words Words, content fyne.CanvasObject) *Faces {
	f := &Faces{words: words, content: content, room: container.NewStack(content)}
	f.ExtendBaseWidget(f)
	return f
}

// Face tells which one is seen.
func (f *Faces) Face() Face { return f.face }

// Content shows the content.
func (f *Faces) Content() { f.turn(FaceContent, f.content) }

// SetContent replaces the content and shows it.
func (f *Faces) SetContent(content fyne.CanvasObject) {
	f.content = content
	f.turn(FaceContent, content)
}

// Empty says how the page is filled, with the button that does it; button may be nil.
func (f *Faces) Empty(icon fyne.Resource, sentence string, button *Button) {
	f.turn(FaceEmpty, EmptyFace(icon, sentence, button))
}

// Load shows a skeleton and what is being done; with a total above zero also how far it is. Calling it again with
// another count moves the bar.
func (f *Faces) Load(sentence string, done, total int) {
	if loading, ok := f.other.(*loadingFace); ok && f.face == FaceLoading {
		loading.set(sentence, done, total)
		return
	}
	loading := newLoadingFace(f.words, f.Stop)
	loading.set(sentence, done, total)
	f.turn(FaceLoading, loading)
}

// Refuse says what happened and offers the next step; button may be nil.
func (f *Faces) Refuse(sentence, next string, button *Button) {
	f.turn(FaceRefused, RefusedFace(sentence, next, button))
}

func (f *Faces) turn(face Face, object fyne.CanvasObject) {
	f.face, f.other = face, object
	f.room.Objects = []fyne.CanvasObject{object}
	f.room.Refresh()
}

// CreateRenderer is Fyne's hook.
func (f *Faces) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.room) }

// EmptyFace is the face of a place with nothing in it yet.
func EmptyFace(icon fyne.Resource, sentence string, button *Button) fyne.CanvasObject {
	picture := container.NewGridWrap(fyne.NewSquareSize(40), widget.NewIcon(theme.NewColoredResource(icon, InkSoft)))
	return centered(picture, Long(sentence).In(InkSoft).At(Center), button)
}

// RefusedFace is the face of a place that could not be shown: what happened, and what to do.
func RefusedFace(sentence, next string, button *Button) fyne.CanvasObject {
	icon := widget.NewIcon(theme.NewColoredResource(theme.WarningIcon(), Accent))
	words := Tight(Long(sentence).Bold().At(Center), Long(next).In(InkSoft).At(Center))
	return centered(container.NewGridWrap(fyne.NewSquareSize(40), icon), words, button)
}

func centered(picture, words fyne.CanvasObject, button *Button) fyne.CanvasObject {
	rows := Rows(container.NewCenter(picture), words)
	if button != nil {
		rows.Add(container.NewCenter(button))
	}
	return container.New(&middleLayout{width: 360}, rows)
}

// middleLayout stands in the middle, a little above it, as the eye wants.
type middleLayout struct{ width float32 }

func (l *middleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := objects[0].MinSize()
	return fyne.NewSize(least.Width, least.Height+2*GapWide)
}

func (l *middleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := fyne.Min(l.width, size.Width)
	objects[0].Resize(fyne.NewSize(width, objects[0].MinSize().Height))
	height := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(width, height))
	objects[0].Move(fyne.NewPos((size.Width-width)/2, fyne.Max(GapWide, (size.Height-height)*0.42)))
}

// loadingFace is a skeleton of bars, with a sentence and a count above it.
type loadingFace struct {
	widget.BaseWidget
	words    Words
	sentence *Text
	count    *Text
	bar      *Bar
	box      *fyne.Container
}

func newLoadingFace(words Words, stop *Button) *loadingFace {
	l := &loadingFace{words: words, sentence: Body(""), count: Note(""), bar: NewBar()}
	skeleton := container.New(&skeletonLayout{})
	for range 12 {
		skeleton.Add(NewGround(Sunken, "", 6))
	}
	l.box = Rows(Between(l.sentence, l.count), l.bar)
	if stop != nil {
		l.box.Add(Line(stop))
	}
	l.box.Add(skeleton)
	l.ExtendBaseWidget(l)
	return l
}

func (l *loadingFace) set(sentence string, done, total int) {
	if sentence == "" {
		sentence = l.words("kit.loading")
	}
	l.sentence.SetText(sentence)
	l.bar.Hidden = total <= 0
	l.count.SetText("")
	if total > 0 {
		l.count.SetText(l.words("kit.progress", "done", strconv.Itoa(done), "total", strconv.Itoa(total)))
		l.bar.Set(float32(done)/float32(total), ToneChosen)
	}
	l.box.Refresh()
}

// CreateRenderer is Fyne's hook.
func (l *loadingFace) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.box) }

// skeletonLayout makes lines of uneven length, as text has, in groups of three.
type skeletonLayout struct{}

func (*skeletonLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, float32(len(objects))*26)
}

func (*skeletonLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	shares := []float32{0.34, 0.92, 0.71}
	y := float32(4)
	for i, o := range objects {
		height := float32(12)
		if i%3 == 0 {
			height = 16
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width*shares[i%3], height))
		y += height + 10
		if i%3 == 2 {
			y += 14
		}
	}
}
