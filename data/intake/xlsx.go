package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

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
		if g := newSheet(file, book, sheet); g != nil {
			g.formulas, err = formulas(file, data, sheet)
			if err != nil {
				g.close()
				return nil, err
			}
			return g, nil
		}
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		if _, err := formulas(file, data, sheet); err != nil {
			return nil, err // not empty: not readable
		}
	}
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

// unpackable judges a workbook by its table of contents, before a byte is unpacked. What is said there is binding:
// archive/zip stops a part that is longer than it says.
func unpackable(file string, data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fileFault("import.not_xlsx", file)
	}
	var sum uint64
	for _, f := range z.File {
		if f.UncompressedSize64 > maxUnzip {
			sum = maxUnzip
		}
		sum += f.UncompressedSize64
		if sum > maxUnzip || len(z.File) > 5000 {
			return fileFault("import.too_big_inside", file, "max_mb", itoa(maxUnzip>>20))
		}
	}
	return nil
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

// formulas goes over a sheet's XML once by itself: for its formulas, and for its end. excelize takes an error in the XML
// for the end of the sheet, which would lose the rows after it without a word.
func formulas(file string, data []byte, sheet string) (map[string]string, error) {
	part, err := sheetPart(data, sheet)
	if err != nil || !bytes.Contains(part, []byte("sheetData")) {
		return nil, fileFault("import.not_xlsx", file)
	}
	found := map[string]string{}
	x := xml.NewDecoder(bytes.NewReader(part))
	cell, inside := "", false
	for depth := 0; ; {
		token, err := x.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return found, nil
		}
		if err != nil || len(found) > maxNodes {
			return nil, refuse("import.not_xlsx", file, 0, "")
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			if e.Name.Local == "c" {
				cell = attr(e, "r")
			}
			inside = e.Name.Local == "f" && cell != ""
			if inside {
				found[cell] = ""
			}
		case xml.EndElement:
			depth--
			inside = false
		case xml.CharData:
			if inside {
				found[cell] += string(e)
			}
		}
	}
}

// sheetPart unpacks the XML of a sheet, found the way the format says: the workbook names a relation, the relation a part.
func sheetPart(data []byte, sheet string) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := errors.Join(unpackXML(z, "xl/workbook.xml", &book), unpackXML(z, "xl/_rels/workbook.xml.rels", &relations)); err != nil {
		return nil, err
	}
	for _, s := range book.Sheets {
		for _, r := range relations.All {
			if s.Name == sheet && r.ID == s.ID {
				return unpack(z, strings.TrimPrefix(path.Join("/xl", r.Target), "/"))
			}
		}
	}
	return nil, errors.New("no such sheet")
}

func unpackXML(z *zip.Reader, name string, to any) error {
	text, err := unpack(z, name)
	if err != nil {
		return err
	}
	return xml.Unmarshal(text, to)
}

// unpack reads one part; unpackable has bounded it.
func unpack(z *zip.Reader, name string) ([]byte, error) {
	part, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	return io.ReadAll(io.LimitReader(part, maxUnzip))
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
