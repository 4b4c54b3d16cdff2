package paper

// Lengths are millimetres, letter sizes points.
const (
	mmPerPoint = 25.4 / 72
	pageWidth  = 210.0 // A4
	pageHeight = 297.0
	side       = 24.0 // margin on the left and on the right
	top        = 22.0
	bottom     = 27.0
	footerLine = pageHeight - 18
	bodyWidth  = pageWidth - 2*side
	bodyHeight = pageHeight - top - bottom

	cellX, cellY = 2.4, 1.75 // space around the words of a table's cell
	indent       = 5.0       // of a bullet's words
	codeSize     = 34.0      // a QR code's side, at least
	leastSquare  = 0.6       // the side of a QR code's smallest square: a phone reads it from a hand's length
	pictureTall  = 90.0      // a picture's greatest height
	pictureDPI   = 300.0     // at which a picture is printed unless it is wider than the page
	hair         = 0.2       // line widths
	thin         = 0.45

	maxPages = 200
)

// tone is red, green, blue.
type tone struct{ r, g, b int }

var (
	ink       = tone{31, 35, 51}
	muted     = tone{104, 110, 130}
	indigo    = tone{43, 52, 103}
	vermilion = tone{200, 64, 47}
	line      = tone{209, 213, 227}
	tint      = tone{239, 241, 248}
	white     = tone{255, 255, 255}
)

// style is how words look: size in points, leading as a multiple of it.
type style struct {
	bold    bool
	size    float64
	leading float64
	tone    tone
}

// height is the height of one line.
func (s style) height() float64 { return s.size * s.leading * mmPerPoint }

// baseline is how far below a line's top its letters stand. A Han character's box reaches 0.88 em above it.
func (s style) baseline() float64 {
	return (s.height()-s.size*mmPerPoint)/2 + 0.88*s.size*mmPerPoint
}

var (
	titleStyle   = style{bold: true, size: 20, leading: 1.35, tone: indigo}
	headingStyle = style{bold: true, size: 12.5, leading: 1.5, tone: indigo}
	hanStyle     = style{size: 10.5, leading: 1.72, tone: ink}
	latinStyle   = style{size: 10.5, leading: 1.55, tone: ink}
	headStyle    = style{bold: true, size: 9.5, leading: 1.5, tone: indigo}
	cellStyle    = style{size: 9.5, leading: 1.5, tone: ink}
	labelStyle   = style{size: 9.5, leading: 1.5, tone: muted}
	captionStyle = style{size: 8.5, leading: 1.5, tone: muted}
	footerStyle  = style{size: 8, leading: 1.5, tone: muted}
)
