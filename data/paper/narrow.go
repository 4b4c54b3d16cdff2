package paper

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"

	"ruhang/core/office"
)

// A Chinese font draws quotation marks and the ellipsis a whole Han character wide, which tears English words apart.
// Such a font has proportional forms of them too. Inside this package a mark that shall have that form is the character
// plus narrow, in a private plane that no document may use; in the PDF it means the character itself again.
const narrow = 0x100000

// marks are the characters with a proportional form that English uses.
const marks = "\u2018\u2019\u201c\u201d\u2026"

// meaning is the character itself.
func meaning(r rune) rune {
	if r >= narrow {
		return r - narrow
	}
	return r
}

// narrowed is the document with the marks of its English text in their proportional form.
func (p *Press) narrowed(doc office.Document) office.Document {
	english := doc.Lang == "en"
	doc.Title, doc.Footer = p.slim(doc.Title, english), p.slim(doc.Footer, english)
	doc.Blocks = slices.Clone(doc.Blocks)
	for i, b := range doc.Blocks {
		if !coded(b) {
			b.Text = p.slim(b.Text, english)
		}
		b.Caption = p.slim(b.Caption, english)
		b.Rows = slices.Clone(b.Rows)
		for j, row := range b.Rows {
			b.Rows[j] = slices.Clone(row)
			for c, cell := range row {
				b.Rows[j][c] = p.slim(cell, english)
			}
		}
		doc.Blocks[i] = b
	}
	return doc
}

// slim narrows the marks of one text: in English all but those beside a Han character, in Chinese only the apostrophe
// inside a word.
func (p *Press) slim(text string, english bool) string {
	if !strings.ContainsAny(text, marks) {
		return text
	}
	runes := []rune(text)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return ' '
		}
		return meaning(runes[i])
	}
	for i, r := range runes {
		inside := unicode.In(at(i-1), unicode.Latin) && unicode.In(at(i+1), unicode.Latin)
		beside := at(i-1) >= 0x2e80 || at(i+1) >= 0x2e80
		if strings.ContainsRune(marks, r) && (inside || english && !beside) && p.faceFor(r+narrow, false) != nil {
			runes[i] = r + narrow
		}
	}
	return string(runes)
}

// proportional reads the glyph substitution table's feature "pwid" as far as simple fonts need it: single
// substitutions with a list of glyphs (OpenType 1.9, GSUB lookup type 1 format 2). Anything else is left out.
func proportional(gsub []byte) map[int]int {
	out := map[int]int{}
	defer func() { _ = recover() }() // a table that points outside itself: no narrow forms
	word := func(at int) int { return int(binary.BigEndian.Uint16(gsub[at:])) }
	features, lookups := word(6), word(8)
	for i := range word(features) {
		record := features + 2 + 6*i
		if string(gsub[record:record+4]) != "pwid" {
			continue
		}
		feature := features + word(record+4)
		for j := range word(feature + 2) {
			lookup := lookups + word(lookups+2+2*word(feature+4+2*j))
			for k := range word(lookup + 4) {
				if table := lookup + word(lookup+6+2*k); word(lookup) == 1 && word(table) == 2 {
					for n, glyph := range covered(word, table+word(table+2)) {
						out[glyph] = word(table + 6 + 2*n)
					}
				}
			}
		}
	}
	return out
}

// covered is the glyphs of a coverage table, in order.
func covered(word func(int) int, at int) []int {
	var glyphs []int
	for i := range word(at + 2) {
		if word(at) == 1 {
			glyphs = append(glyphs, word(at+4+2*i))
			continue
		}
		for glyph := word(at + 4 + 6*i); glyph <= word(at+6+6*i); glyph++ {
			glyphs = append(glyphs, glyph)
		}
	}
	return glyphs
}
