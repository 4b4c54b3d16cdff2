package paper

import (
	"sync"
	"sync/atomic"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is one font: what it can draw, how wide its characters are, and its tables for embedding a part of it.
type face struct {
	em     float64 // font units to the em
	tables map[string][]byte
	slim   map[int]int // glyphs that have a proportional form, and that form

	mu     sync.Mutex // guards font and buf
	font   *sfnt.Font
	buf    sfnt.Buffer
	widths [1 << 16]atomic.Int32 // 0: not looked up yet, -1: not in the font, else the width plus one
}

func newFace(ttf []byte) (*face, error) {
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, err
	}
	tables, err := readTables(ttf)
	if err != nil {
		return nil, err
	}
	return &face{em: float64(parsed.UnitsPerEm()), tables: tables, slim: proportional(tables["GSUB"]), font: parsed}, nil
}

// advance is a character's width in font units, or -1 when the font lacks it.
func (f *face) advance(r rune) int {
	if r < 0 || int(r) >= len(f.widths) {
		return f.lookUp(r)
	}
	if w := f.widths[r].Load(); w != 0 {
		return int(max(w-1, -1))
	}
	w := f.lookUp(r)
	if w < 0 {
		f.widths[r].Store(-1)
	} else {
		f.widths[r].Store(int32(w) + 1)
	}
	return w
}

func (f *face) lookUp(r rune) int {
	glyph := f.glyph(r)
	if glyph == 0 {
		return -1
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	em := fixed.Int26_6(f.font.UnitsPerEm()) << 6
	width, err := f.font.GlyphAdvance(&f.buf, sfnt.GlyphIndex(glyph), em, font.HintingNone)
	if err != nil {
		return -1
	}
	return width.Round()
}

// glyph is a character's index in the font, zero when it is missing.
func (f *face) glyph(r rune) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	glyph, err := f.font.GlyphIndex(&f.buf, meaning(r))
	if err != nil {
		return 0
	}
	if r >= narrow {
		return f.slim[int(glyph)]
	}
	return int(glyph)
}

// outline is a character's shape in font units, y downwards. The segments are a copy.
func (f *face) outline(r rune) (sfnt.Segments, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	glyph, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil {
		return nil, err
	}
	em := fixed.Int26_6(f.font.UnitsPerEm()) << 6
	segments, err := f.font.LoadGlyph(&f.buf, glyph, em, nil)
	return append(sfnt.Segments(nil), segments...), err
}
