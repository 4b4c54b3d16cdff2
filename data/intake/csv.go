package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"ruhang/core/fault"
)

// line is one row of a table as it stands in the file.
type line struct {
	number  int
	cells   []string
	refusal *fault.Error // this row cannot be read; the next may
	last    bool         // nothing can be read after this
}

// grid is a table read row by row; ok is false after the last. Blank rows are skipped.
type grid interface {
	next() (l line, ok bool)
	close()
}

// csvGrid reads comma, semicolon or tab separated text.
type csvGrid struct {
	file string
	r    *csv.Reader
}

// newCSV decodes the text (UTF-8, UTF-16 with a mark, GBK, GB18030) and finds its separator.
func newCSV(file string, data []byte) (*csvGrid, error) {
	text, err := decode(file, data)
	if err != nil {
		return nil, err
	}
	comma := separator(text)
	if number, wide := tooWide(text, comma); wide {
		return nil, refuse("import.too_many_columns", file, number, "", "max", itoa(maxColumns))
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.ReuseRecord = false
	return &csvGrid{file: file, r: r}, nil
}

func (g *csvGrid) close() {}

func (g *csvGrid) next() (line, bool) {
	for {
		cells, err := g.r.Read()
		if errors.Is(err, io.EOF) {
			return line{}, false
		}
		if err != nil {
			return g.broken(err), true
		}
		if blank(cells) {
			continue
		}
		number, _ := g.r.FieldPos(0)
		return line{number: number, cells: cells}, true
	}
}

// broken says which row has a quote in the wrong place; one that never closes has swallowed the rest of the file.
func (g *csvGrid) broken(err error) line {
	number, code, last := 0, "import.unreadable", true
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		number, code, last = wrong.StartLine, "import.bad_quote", false
	}
	return line{number: number, last: last, refusal: refuse(code, g.file, number, "")}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// decode makes UTF-8 of what Chinese offices write.
func decode(file string, data []byte) ([]byte, error) {
	var kind encoding.Encoding
	switch {
	case bytes.HasPrefix(data, bom):
		data = data[len(bom):]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		kind = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case !utf8.Valid(data):
		kind = simplifiedchinese.GB18030 // holds all of GBK and GB 2312
	}
	bad := bytes.IndexByte(data, 0)
	if kind != nil {
		var err error
		if data, err = kind.NewDecoder().Bytes(data); err != nil {
			return nil, fileFault("import.encoding", file)
		}
		bad = max(bytes.IndexRune(data, utf8.RuneError), bytes.IndexByte(data, 0))
	}
	if bad >= 0 {
		return nil, refuse("import.encoding", file, 1+bytes.Count(data[:bad], []byte("\n")), "")
	}
	return data, nil
}

// separator is the sign that stands most often in the first lines, outside quotes.
func separator(text []byte) rune {
	counts := map[rune]int{}
	quoted := false
	for i, r := range string(text[:min(len(text), 4096)]) {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == ',' || r == ';' || r == '\t':
			counts[r]++
		case r == '\n' && i > 0 && len(counts) > 0:
			return most(counts)
		}
	}
	return most(counts)
}

func most(counts map[rune]int) rune {
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// tooWide finds a line that no table of ours has, before it is taken apart: each of its cells would cost many times its bytes. Signs
// in quotes are counted too, so the bound is a multiple of the columns that are taken.
func tooWide(text []byte, comma rune) (number int, wide bool) {
	for line := range bytes.Lines(text) {
		number++
		if len(line) > maxColumns && bytes.Count(line, []byte(string(comma))) > 64*maxColumns {
			return number, true
		}
	}
	return 0, false
}
