package office

import (
	"context"

	"ruhang/core/hiring"
)

// Scanner looks at documents that come as pictures and PDFs from telephones and scanners. Implemented by data/scan. It measures and
// reads; what that means, rules and people say.
type Scanner interface {
	// Look takes a file from outside: its type by its bytes, its size before it is unpacked, written anew upright and without what stood in
	// or behind it. Errors say what to do instead: scan.heic, scan.type, scan.locked, paper.image_too_large, paper.bad_image…
	Look(ctx context.Context, raw []byte, rule string) (Scanned, error)
	// Read looks for the fields that a rule of materials.yaml knows. Without an engine for letters it still reads codes and a PDF's own words.
	Read(ctx context.Context, s Scanned, rule string) (hiring.Reading, error)
	// Engine says what reads letters here, "tesseract 5.3.0"; "" when nothing does.
	Engine() string
}

// Scanned is a document as it would be kept, and how well it can be seen.
type Scanned struct {
	Clean         []byte
	Ending        string   // the ending its name should have: .jpg, .png, .pdf
	Pages         [][]byte // the first pages as PNGs; a picture is one page
	Width, Height int      // of the first page, pixels
	Count         int      // of all pages
	Flaws         []string // hiring.FlawBlurred…, the worst first
}
