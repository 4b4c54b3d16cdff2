package paper

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"sort"
)

// The PDF library reads a whole font, 30,000 characters, twice for every letter, writes behind the ends of some tables
// while it does so, and is unsafe for concurrent use because of it. So it gets a small font of its own for each letter:
// the glyphs of that letter only. TrueType outlines only; the tables are those of the OpenType specification 1.9.

var errFont = errors.New("not a TrueType font with glyf outlines")

// copied are the tables a part of a font takes over as they are. Line breaking and shaping tables are of no use in a PDF.
var copied = []string{"OS/2", "name", "post", "prep", "cvt ", "fpgm", "gasp"}

// readTables finds a font's tables.
func readTables(ttf []byte) (map[string][]byte, error) {
	if len(ttf) < 12 || binary.BigEndian.Uint32(ttf) != 0x00010000 {
		return nil, errFont
	}
	tables := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(ttf[4:])) {
		if len(ttf) < 12+16*(i+1) {
			return nil, errFont
		}
		record := ttf[12+16*i:]
		at, size := uint64(binary.BigEndian.Uint32(record[8:])), uint64(binary.BigEndian.Uint32(record[12:]))
		if at+size > uint64(len(ttf)) {
			return nil, errFont
		}
		tables[string(record[:4])] = ttf[at : at+size : at+size]
	}
	for name, least := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "loca": 4, "glyf": 0, "cmap": 4, "OS/2": 78, "name": 6, "post": 32} {
		if table, ok := tables[name]; !ok || len(table) < least {
			return nil, errFont
		}
	}
	return tables, nil
}

// part makes a font of the given characters only, each under its code, none above U+FFFF. What the font lacks is left out.
func (f *face) part(letters []letter) []byte {
	glyphs := []int{0}
	of := map[rune]int{}
	for _, l := range letters {
		if f.advance(l.char) >= 0 {
			of[l.code] = f.glyph(l.char)
			glyphs = append(glyphs, of[l.code])
		}
	}
	glyphs = f.withComponents(glyphs)
	index := make(map[int]int, len(glyphs))
	for i, g := range glyphs {
		index[g] = i
	}
	out := map[string][]byte{"cmap": characters(of, index)}
	out["glyf"], out["loca"] = f.shapes(glyphs, index)
	for _, g := range glyphs {
		out["hmtx"] = append(out["hmtx"], f.metrics(g)...)
	}
	for _, name := range copied {
		if table := f.tables[name]; table != nil {
			out[name] = table
		}
	}
	out["head"] = patched(f.tables["head"], 50, 1) // long offsets
	out["hhea"] = patched(f.tables["hhea"], 34, len(glyphs))
	out["maxp"] = patched(f.tables["maxp"], 4, len(glyphs))
	return assemble(out)
}

// withComponents adds the glyphs that the given ones are made of, and sorts.
func (f *face) withComponents(glyphs []int) []int {
	for i := 0; i < len(glyphs); i++ { // grows while it runs
		if len(glyphs) > 1<<16 {
			break
		}
		for _, at := range components(f.shape(glyphs[i])) {
			part := int(binary.BigEndian.Uint16(f.shape(glyphs[i])[at:]))
			if !slices.Contains(glyphs, part) {
				glyphs = append(glyphs, part)
			}
		}
	}
	sort.Ints(glyphs)
	return slices.Compact(glyphs)
}

// shape is a glyph's outline as the font stores it.
func (f *face) shape(glyph int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var from, to uint32
	if binary.BigEndian.Uint16(f.tables["head"][50:]) == 0 {
		from = 2 * uint32(binary.BigEndian.Uint16(loca[2*glyph:]))
		to = 2 * uint32(binary.BigEndian.Uint16(loca[2*glyph+2:]))
	} else {
		from, to = binary.BigEndian.Uint32(loca[4*glyph:]), binary.BigEndian.Uint32(loca[4*glyph+4:])
	}
	return glyf[from:to]
}

// components are the places of glyph numbers in the outline of a glyph that is made of others.
func components(shape []byte) []int {
	if len(shape) < 10 || int16(binary.BigEndian.Uint16(shape)) >= 0 {
		return nil
	}
	var places []int
	for at, more := 10, true; more; {
		flags := binary.BigEndian.Uint16(shape[at:])
		places = append(places, at+2)
		at += 6
		if flags&0x0001 != 0 { // arguments are words
			at += 2
		}
		switch {
		case flags&0x0008 != 0: // one scale
			at += 2
		case flags&0x0040 != 0: // two scales
			at += 4
		case flags&0x0080 != 0: // a matrix
			at += 8
		}
		more = flags&0x0020 != 0
	}
	return places
}

// shapes are the outlines of the glyphs with their new numbers, and the table of where each begins.
func (f *face) shapes(glyphs []int, index map[int]int) (glyf, loca []byte) {
	for _, g := range glyphs {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		shape := slices.Clone(f.shape(g))
		for _, at := range components(shape) {
			part := int(binary.BigEndian.Uint16(shape[at:]))
			binary.BigEndian.PutUint16(shape[at:], uint16(index[part]))
		}
		glyf = pad(append(glyf, shape...))
	}
	return glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
}

// metrics are a glyph's width and left bearing.
func (f *face) metrics(glyph int) []byte {
	hmtx := f.tables["hmtx"]
	full := int(binary.BigEndian.Uint16(f.tables["hhea"][34:])) // the glyphs after these share the last width
	if glyph < full {
		return hmtx[4*glyph : 4*glyph+4]
	}
	at := 4*full + 2*(glyph-full)
	return append(slices.Clone(hmtx[4*full-4:4*full-2]), hmtx[at:at+2]...)
}

// characters is a character map of format 4: one segment for each run of characters with glyphs in a row.
func characters(of map[rune]int, index map[int]int) []byte {
	type segment struct{ first, last, delta uint16 }
	var segments []segment
	for _, r := range slices.Sorted(maps.Keys(of)) {
		delta := uint16(index[of[r]]) - uint16(r)
		if n := len(segments); n > 0 && segments[n-1].last+1 == uint16(r) && segments[n-1].delta == delta {
			segments[n-1].last = uint16(r)
			continue
		}
		segments = append(segments, segment{uint16(r), uint16(r), delta})
	}
	segments = append(segments, segment{0xffff, 0xffff, 1})
	n := len(segments)
	words := []uint16{0, 1, 3, 1, 0, 12, 4, uint16(16 + 8*n), 0, uint16(2 * n), 0, 0, 0} // searching aids stay zero: read once, by us
	for _, s := range segments {
		words = append(words, s.last)
	}
	words = append(words, 0)
	for _, s := range segments {
		words = append(words, s.first)
	}
	for _, s := range segments {
		words = append(words, s.delta)
	}
	words = append(words, make([]uint16, n)...)
	var out []byte
	for _, w := range words {
		out = binary.BigEndian.AppendUint16(out, w)
	}
	return out
}

// assemble writes the tables as a font file. Its checksums stay zero: the PDF library computes those of what it embeds.
func assemble(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	sort.Strings(names)
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	out = append(out, 0, byte(len(names)), 0, 0, 0, 0, 0, 0)
	at := len(out) + 16*len(names)
	for _, name := range names {
		out = append(out, name...)
		out = append(out, 0, 0, 0, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[name])))
		at += len(pad(slices.Clone(tables[name])))
	}
	for _, name := range names {
		out = pad(append(out, tables[name]...))
	}
	return out
}

// pad fills up to a multiple of four bytes.
func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// patched is a copy of a table with another 16-bit number in it.
func patched(table []byte, at, value int) []byte {
	table = slices.Clone(table)
	binary.BigEndian.PutUint16(table[at:], uint16(value))
	return table
}
