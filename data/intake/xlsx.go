package intake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// xlsxGrid reads the first sheet of a workbook that holds something. Values are text as the cells show it; a formula is
// its own text and is never evaluated.
type xlsxGrid struct {
	file     string
	book     *excelize.File
	rows     *excelize.Rows
	number   int
	formulas map[string]string // cell name → formula, of the sheet being read
}

// newXLSX opens a workbook. Both limits of excelize are equal: above the smaller one it would write the sheet, in clear,
// into the system's temporary folder.
func newXLSX(file string, data []byte) (*xlsxGrid, error) {
	if err := unpackable(file, data); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip, ShortDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		return nil, fileFault("import.not_xlsx", file)
	}
	for _, sheet := range book.GetSheetList() {
		formulas, err := scan(file, data, sheet)
		if err != nil {
			book.Close()
			return nil, err
		}
		if g := newSheet(file, book, sheet); g != nil {
			g.formulas = formulas
			return g, nil
		}
	}
	book.Close()
	return nil, fileFault("import.empty", file)
}

// newSheet starts reading a sheet; nil when it holds nothing.
func newSheet(file string, book *excelize.File, sheet string) *xlsxGrid {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil
	}
	probe := &xlsxGrid{file: file, book: book, rows: rows}
	l, ok := probe.next()
	rows.Close()
	if !ok || l.refusal != nil && l.cells == nil && !l.last {
		return nil
	}
	if rows, err = book.Rows(sheet); err != nil {
		return nil
	}
	return &xlsxGrid{file: file, book: book, rows: rows}
}

func (g *xlsxGrid) close() {
	g.rows.Close()
	g.book.Close()
}

func (g *xlsxGrid) next() (line, bool) {
	for g.rows.Next() {
		g.number++
		cells, err := g.rows.Columns()
		if err != nil {
			return line{number: g.number, last: true, refusal: refuse("import.unreadable", g.file, g.number, "")}, true
		}
		if len(cells) > maxColumns { // each further row may cost as much
			return line{number: g.number, last: true, refusal: refuse("import.too_many_columns", g.file, g.number, "", "max", itoa(maxColumns))}, true
		}
		if cells = g.withFormulas(cells); !blank(cells) {
			return line{number: g.number, cells: cells}, true
		}
	}
	if g.rows.Error() != nil {
		return line{number: g.number, last: true, refusal: refuse("import.unreadable", g.file, g.number, "")}, true
	}
	return line{}, false
}

// withFormulas puts the formula's own text where the workbook has one: what a formula showed last is nobody's statement.
func (g *xlsxGrid) withFormulas(cells []string) []string {
	if len(g.formulas) == 0 {
		return cells
	}
	for i := range cells {
		name, err := excelize.CoordinatesToCellName(i+1, g.number)
		if formula, ok := g.formulas[name]; ok && err == nil {
			cells[i] = "=" + formula
		}
	}
	return cells
}

// scan goes over a sheet's XML once by itself, before excelize does: for its formulas, for rows without end, and for its
// own end. excelize takes an error in the XML for the end of the sheet, which would lose the rows after it without a word.
func scan(file string, data []byte, sheet string) (map[string]string, error) {
	part, err := sheetPart(data, sheet)
	if err != nil {
		return nil, fileFault("import.not_xlsx", file)
	}
	s := sheetScan{formulas: map[string]string{}}
	x := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := x.RawToken()
		if errors.Is(err, io.EOF) && s.depth == 0 {
			return s.formulas, nil
		}
		if err != nil {
			return nil, fileFault("import.not_xlsx", file)
		}
		s.take(token)
		if s.cells > maxColumns {
			return nil, refuse("import.too_many_columns", file, s.rows, "", "max", itoa(maxColumns))
		}
		if len(s.formulas) > maxNodes {
			return nil, fileFault("import.too_many", file, "max", itoa(maxNodes))
		}
	}
}

// sheetScan is where a scan stands.
type sheetScan struct {
	formulas    map[string]string // cell name → formula
	depth       int
	rows, cells int // rows so far; cells of this row
	cell        string
	inside      bool // a formula
}

func (s *sheetScan) take(token xml.Token) {
	switch e := token.(type) {
	case xml.StartElement:
		s.depth++
		s.inside = false
		switch e.Name.Local {
		case "row":
			s.rows++
			s.cells = 0
		case "c":
			s.cells++
			s.cell = attr(e, "r")
		case "f":
			if s.inside = s.cell != ""; s.inside {
				s.formulas[s.cell] = ""
			}
		}
	case xml.EndElement:
		s.depth--
		s.inside = false
	case xml.CharData:
		if s.inside {
			s.formulas[s.cell] += string(e)
		}
	}
}
