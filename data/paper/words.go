package paper

import (
	"fmt"
	"strings"
	"unicode"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// cleaned is the document with every text made fit to print; the caller's slices are left alone.
func cleaned(doc office.Document) office.Document {
	doc.Title, doc.Footer, doc.Subject = clean(doc.Title), clean(doc.Footer), clean(doc.Subject)
	blocks := make([]office.Block, len(doc.Blocks))
	for i, b := range doc.Blocks {
		if !coded(b) {
			b.Text = clean(b.Text)
		}
		b.Caption = clean(b.Caption)
		rows := make([][]string, len(b.Rows))
		for j, row := range b.Rows {
			for _, cell := range row {
				rows[j] = append(rows[j], clean(cell))
			}
		}
		b.Rows = rows
		blocks[i] = b
	}
	doc.Blocks = blocks
	return doc
}

// coded says whether a block's text is a QR code's payload, which is not read as words.
func coded(b office.Block) bool { return b.Kind == office.Code || b.Kind == office.Fields }

// clean makes a text valid and takes out what has no ink but changes how the rest is read: control characters and
// invisible format characters, the bidirectional ones among them. Newlines stay, a tab becomes a space.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, text)
}

// check refuses the first character that neither font can draw.
func (p *Press) check(doc office.Document) error {
	texts := []string{doc.Title, doc.Footer}
	for _, b := range doc.Blocks {
		if !coded(b) {
			texts = append(texts, b.Text)
		}
		texts = append(texts, b.Caption)
		for _, row := range b.Rows {
			texts = append(texts, row...)
		}
	}
	for _, text := range texts {
		for _, r := range text {
			if r != '\n' && (r >= narrow || p.faceFor(r, false) == nil) {
				return fault.New(fault.Refused, "paper.missing_glyph", "rune", string(r), "code", fmt.Sprintf("%U", r))
			}
		}
	}
	return nil
}
