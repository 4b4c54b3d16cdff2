package office

import "time"

// Document is a page of words before it becomes a PDF: what the offer letter, the guide and the evidence page
// are made of. It is complete: no placeholder is left in it, and the same Document always gives the same bytes.
type Document struct {
	Title   string    // also the PDF's title
	Lang    string    // "zh" or "en"
	Made    time.Time // the PDF's dates, UTC; never the clock of the machine that draws it
	Blocks  []Block
	Footer  string // on every page, beside the page number
	Subject string // what the PDF is about, in its metadata; no personal data
}

// BlockKind is the closed set of what a page can hold.
type BlockKind string

// The kinds of block.
const (
	Heading   BlockKind = "heading"   // Text
	Paragraph BlockKind = "paragraph" // Text, broken by the line breaker
	Table     BlockKind = "table"     // Rows; the first row is the head; the last column aligns right when Figures is set
	Pairs     BlockKind = "pairs"     // Rows of two: label and value
	Bullets   BlockKind = "bullets"   // Rows of one
	Code      BlockKind = "qr"        // Text is the QR's payload, Caption stands below it
	Picture   BlockKind = "picture"   // Image is a PNG, Caption stands below it
	Rule      BlockKind = "rule"      // a thin line
	Break     BlockKind = "break"     // a new page
	Fields    BlockKind = "fields"    // Rows of two: a signature field's name, and the words above its box; the boxes stand beside each other. Text is a QR's payload for the free place beside a single one, Caption stands above it
)

// Block is one piece of a Document.
type Block struct {
	Kind    BlockKind
	Text    string
	Rows    [][]string
	Image   []byte
	Caption string
	Figures bool
	Marked  []int // rows of a table or pairs that changed since the last version: drawn with a mark beside them
}

// Mark is a signature to be seen: the drawn stroke or the house's seal, lines beside it, and a QR code at the right.
type Mark struct {
	Width, Height float64 // points
	Stroke        []byte  // PNG; none: the seal with Name in it
	Name          string
	Lines         []string
	Code          string // the QR's payload, or nothing
}

// Paper draws documents and reads them back. Implemented by data/paper.
type Paper interface {
	// Draw makes the PDF's bytes, deterministic for equal documents. A rune the font lacks is refused with
	// fault code paper.missing_glyph and the character in Params["rune"].
	Draw(doc Document) ([]byte, error)
	// Form is Draw of a document with signature fields: it says where their boxes stand.
	Form(doc Document) ([]byte, []Field, error)
	// Look draws what a signature looks like in its box.
	Look(mark Mark) (Look, error)
	// Pages renders every page as a PNG, width pixels wide.
	Pages(pdf []byte, width int) ([][]byte, error)
	// Text extracts the words of every page.
	Text(pdf []byte) ([]string, error)
	// QR makes a PNG of a payload, size pixels square.
	QR(payload string, size int) ([]byte, error)
	// Clean gives a picture from outside as plain pixels written anew, upright and without what stood in or behind it, and the ending
	// its name should have; what is no picture comes back as it is, with no ending.
	Clean(data []byte) (clean []byte, ending string, err error)
	// ReadQR finds the payload in a PNG or JPEG image.
	ReadQR(image []byte) (string, error)
}
