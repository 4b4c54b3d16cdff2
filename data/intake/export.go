package intake

import (
	"archive/zip"
	"encoding/csv"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"unicode"

	"ruhang/core/fault"
)

// Neutral makes a cell that a spreadsheet shows and does not run: a text that begins like a formula gets an apostrophe in
// front (OWASP, CSV injection; ASVS 1.2.10). Signs of full width count, since spreadsheets read them as the narrow ones.
func Neutral(cell string) string {
	if cell == "" || strings.ContainsRune("\t\r\n", rune(cell[0])) {
		return prefixed(cell)
	}
	for _, r := range cell {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r): // may be skipped by the program that opens the file
			continue
		case strings.ContainsRune("=+-@\uff1d\uff0b\uff0d\uff20", r):
			return prefixed(cell)
		}
		break
	}
	return cell
}

func prefixed(cell string) string {
	if cell == "" {
		return cell
	}
	return "'" + cell
}

// WriteCSV writes a table as UTF-8 with a mark in front, which Excel needs to read Chinese; every cell is neutral.
func WriteCSV(w io.Writer, head []string, rows [][]string) error {
	if _, err := w.Write(bom); err != nil {
		return fault.Wrap(err, fault.Internal, "export.write", "intake.csv")
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, row := range append([][]string{head}, rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = Neutral(cell)
		}
		if err := out.Write(cells); err != nil {
			return fault.Wrap(err, fault.Internal, "export.write", "intake.csv")
		}
	}
	out.Flush()
	return fault.Wrap(out.Error(), fault.Internal, "export.write", "intake.csv")
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// The parts of a workbook with one sheet (ECMA-376), without styles. It is written here and not by excelize, whose writer
// for long sheets puts them in clear into the system's temporary folder.
var workbook = [][2]string{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
}

// WriteXLSX writes a table as a workbook with one sheet; every cell is text and neutral, so that copying it elsewhere is
// safe too.
func WriteXLSX(w io.Writer, head []string, rows [][]string) error {
	z := zip.NewWriter(w)
	for _, part := range workbook {
		if err := put(z, part[0], func(w io.Writer) error {
			_, err := io.WriteString(w, xmlHead+part[1])
			return err
		}); err != nil {
			return err
		}
	}
	err := put(z, "xl/worksheets/sheet1.xml", func(w io.Writer) error { return writeSheet(w, append([][]string{head}, rows...)) })
	if err != nil {
		return err
	}
	return fault.Wrap(z.Close(), fault.Internal, "export.write", "intake.xlsx")
}

func put(z *zip.Writer, name string, write func(io.Writer) error) error {
	part, err := z.Create(name)
	if err == nil {
		err = write(part)
	}
	return fault.Wrap(err, fault.Internal, "export.write", "intake.xlsx")
}

func writeSheet(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`); err != nil {
		return err
	}
	var b strings.Builder
	for i, row := range rows {
		b.Reset()
		b.WriteString(`<row r="` + strconv.Itoa(i+1) + `">`)
		for _, cell := range row {
			b.WriteString(`<c t="inlineStr"><is><t xml:space="preserve">`)
			if err := xml.EscapeText(&b, []byte(Neutral(cell))); err != nil {
				return err
			}
			b.WriteString(`</t></is></c>`)
		}
		b.WriteString(`</row>`)
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, `</sheetData></worksheet>`)
	return err
}
