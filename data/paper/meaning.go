package paper

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ruhang/core/fault"
)

// The PDF library writes characters as 16-bit codes and fails above U+FFFF, where many a name has a character. Such a
// character gets a code from the private use area, its own glyph under that code, and an entry in the table that tells
// readers what a code means, so that it is drawn, found, copied and read aloud like any other. The narrow marks of
// narrow.go take the same way.

// letter is a character and the code it has in the PDF's fonts.
type letter struct{ code, char rune }

// encoded gives every character its code; rare are those whose code is not their own number. The characters are sorted.
func encoded(chars []rune) (all, rare []letter) {
	var high []rune
	for _, r := range chars {
		if r > 0xffff {
			high = append(high, r)
			continue
		}
		all = append(all, letter{r, r})
	}
	first := rune(0xe000)
	for _, r := range chars { // codes that the document itself uses are passed over
		if r >= first && r < first+rune(len(high)) {
			first = r + 1
		}
	}
	for i, r := range high {
		rare = append(rare, letter{first + rune(i), r})
	}
	return append(all, rare...), rare
}

// stock is the library's own table of meanings: every code is its own number.
const stock = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<</Registry (Adobe)\n" +
	"/Ordering (UCS)\n/Supplement 0\n>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
	"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" + stockRange +
	"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"

const stockRange = "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n"

var errStock = errors.New("the PDF library's table of meanings is not where it was")

// withMeanings puts a table with the rare characters' meanings in place of the stock ones, and moves the file's
// cross-reference table accordingly. Without rare characters the file stays as it is.
func withMeanings(pdf []byte, rare []letter) ([]byte, error) {
	if len(rare) == 0 {
		return pdf, nil
	}
	old, table := stream(stock), stream(strings.Replace(stock, stockRange, ranges(rare), 1))
	parts := bytes.Split(pdf, []byte(old))
	if len(parts) != 3 { // regular and bold
		return nil, fault.Wrap(errStock, fault.Internal, "paper.draw_failed", "paper.withMeanings")
	}
	var ends []int // of the stock tables
	at := 0
	for _, part := range parts[:len(parts)-1] {
		at += len(part) + len(old)
		ends = append(ends, at)
	}
	out, err := moved(bytes.Join(parts, []byte(table)), ends, len(table)-len(old))
	return out, fault.Wrap(err, fault.Internal, "paper.draw_failed", "paper.withMeanings")
}

// stream is a PDF stream as the library writes it.
func stream(data string) string {
	return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(data), data)
}

// ranges are the meanings of all codes: their own numbers but for the rare ones.
func ranges(rare []letter) string {
	first, after := rare[0].code, rare[len(rare)-1].code+1
	out := fmt.Sprintf("2 beginbfrange\n<0000> <%04X> <0000>\n<%04X> <FFFF> <%04X>\nendbfrange\n", first-1, after, after)
	for len(rare) > 0 {
		n := min(len(rare), 100) // the most a section may hold
		out += fmt.Sprintf("%d beginbfchar\n", n)
		for _, l := range rare[:n] {
			out += fmt.Sprintf("<%04X> <%X>\n", l.code, utf16Text(string(l.char))[2:])
		}
		out += "endbfchar\n"
		rare = rare[n:]
	}
	return out
}

// moved corrects the cross-reference table of a file in which delta bytes were put in before each of the old places.
func moved(pdf []byte, places []int, delta int) ([]byte, error) {
	const mark = "\nxref\n"
	at := bytes.LastIndex(pdf, []byte(mark))
	if at < 0 {
		return nil, errStock
	}
	lines := strings.Split(string(pdf[at+len(mark):]), "\n")
	for i, line := range lines {
		digits, entry := strings.CutSuffix(line, " 00000 n ")
		if !entry && (i == 0 || lines[i-1] != "startxref") {
			continue
		}
		offset, err := strconv.Atoi(digits)
		if err != nil {
			return nil, err
		}
		before, _ := slices.BinarySearch(places, offset+1) // how many places lie before it
		lines[i] = fmt.Sprintf("%0*d", len(digits), offset+before*delta) + line[len(digits):]
	}
	return append(pdf[:at+len(mark):at+len(mark)], strings.Join(lines, "\n")...), nil
}
