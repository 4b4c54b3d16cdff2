package kit

import (
	"bytes"
	"image"
	"image/png"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// PageViewer shows a document's pages as pictures below each other: fit to the width, or zoomed.
type PageViewer struct {
	widget.BaseWidget
	words  Words
	zoom   float32
	lay    *sheetsLayout
	sheets *fyne.Container
	scroll *container.Scroll
	where  *Text
	room   *fyne.Container
	pages  [][]byte // as they are shown: turned, if they were
}

// NewPageViewer shows pages given as PNGs.
func NewPageViewer(words Words, pages [][]byte) *PageViewer {
	v := &PageViewer{words: words, zoom: 1, lay: &sheetsLayout{zoom: 1}, where: Note("")}
	v.sheets = container.New(v.lay)
	v.scroll = container.NewScroll(v.sheets)
	v.scroll.OnScrolled = func(fyne.Position) { v.tell() }
	bar := Between(v.where,
		IconButton(theme.ViewRefreshIcon(), v.Turn),
		IconButton(theme.ZoomOutIcon(), v.Farther),
		IconButton(theme.ZoomInIcon(), v.Closer),
		Quiet(words("kit.fit"), func() { v.Zoom(1) }))
	v.room = container.NewBorder(bar, nil, nil, nil, container.NewStack(NewGround(Sunken, "", 8), v.scroll))
	v.ExtendBaseWidget(v)
	v.SetPages(pages)
	return v
}

// SetPages shows another document from its beginning.
func (v *PageViewer) SetPages(pages [][]byte) {
	v.sheets.Objects, v.lay.shapes, v.pages = nil, nil, pages
	for i, page := range pages {
		sheet, shape := newSheet(i, page)
		v.sheets.Objects = append(v.sheets.Objects, sheet)
		v.lay.shapes = append(v.lay.shapes, shape)
	}
	v.scroll.ScrollToTop()
	v.sheets.Refresh()
	v.tell()
}

// newSheet is a page's picture and its height over its width; what is no picture is a blank A4 sheet.
func newSheet(i int, page []byte) (sheet fyne.CanvasObject, shape float32) {
	head, err := png.DecodeConfig(bytes.NewReader(page))
	if err != nil || head.Width == 0 {
		return NewGround(CardColor, Hairline, 2), 1.414
	}
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("page"+strconv.Itoa(i)+".png", page))
	picture.FillMode, picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	return picture, float32(head.Height) / float32(head.Width)
}

// Zoom shows the pages so many times the width of the window: 0.5 to 4.
func (v *PageViewer) Zoom(factor float32) {
	middle := v.scroll.Offset.Y / v.zoom
	v.zoom = fyne.Max(0.5, fyne.Min(4, factor))
	v.lay.zoom = v.zoom
	v.sheets.Refresh()
	v.scroll.Refresh()
	v.scroll.ScrollToOffset(fyne.NewPos(v.scroll.Offset.X, middle*v.zoom))
	v.tell()
}

// Turn shows the pages turned by a quarter to the right: telephones do not always know how they were held.
func (v *PageViewer) Turn() {
	turned := make([][]byte, len(v.pages))
	for i, page := range v.pages {
		turned[i] = quarter(page)
	}
	v.SetPages(turned)
	v.Refresh()
}

// Closer and Farther zoom by a step.
func (v *PageViewer) Closer()  { v.Zoom(v.zoom * 1.25) }
func (v *PageViewer) Farther() { v.Zoom(v.zoom / 1.25) }

// quarter is a PNG turned by a quarter to the right; what is none stays as it is.
func quarter(page []byte) []byte {
	from, err := png.Decode(bytes.NewReader(page))
	if err != nil {
		return page
	}
	b := from.Bounds()
	to := image.NewNRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			to.Set(b.Dy()-1-y, x, from.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if encoder.Encode(&out, to) != nil {
		return page
	}
	return out.Bytes()
}

// Page is the page in view, counted from 1; 0 when there is none.
func (v *PageViewer) Page() int {
	eye := v.scroll.Offset.Y + v.scroll.Size().Height*0.4
	page := 0
	for i, sheet := range v.sheets.Objects {
		if i == 0 || sheet.Position().Y <= eye {
			page = i + 1
		}
	}
	return page
}

func (v *PageViewer) tell() {
	v.where.SetText(v.words("kit.page_of", "page", strconv.Itoa(v.Page()), "pages", strconv.Itoa(len(v.sheets.Objects))))
}

// Resize keeps the pages at their share of the width.
func (v *PageViewer) Resize(size fyne.Size) {
	v.lay.window = size.Width
	v.BaseWidget.Resize(size)
	v.sheets.Refresh()
	v.tell()
}

// MinSize leaves room to read.
func (v *PageViewer) MinSize() fyne.Size { return fyne.NewSize(280, 320) }

// CreateRenderer is Fyne's hook.
func (v *PageViewer) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.room) }

// sheetsLayout puts sheets below each other, each as wide as window times zoom and as high as its shape asks.
type sheetsLayout struct {
	window, zoom float32
	shapes       []float32
}

func (l *sheetsLayout) width() float32 { return fyne.Max(40, (l.window-24)*l.zoom) }

func (l *sheetsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	height := float32(12)
	for _, shape := range l.shapes {
		height += l.width()*shape + 12
	}
	return fyne.NewSize(l.width()+24, height)
}

func (l *sheetsLayout) Layout(sheets []fyne.CanvasObject, size fyne.Size) {
	y := float32(12)
	for i, sheet := range sheets {
		height := l.width() * l.shapes[i]
		sheet.Move(fyne.NewPos(fyne.Max(12, (size.Width-l.width())/2), y))
		sheet.Resize(fyne.NewSize(l.width(), height))
		y += height + 12
	}
}
