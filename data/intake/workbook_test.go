package intake

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"ruhang/core/fault"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// The parts of a workbook with one sheet (ECMA-376), without styles.
var workbook = [][2]string{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
}

// WriteXLSX writes a table as a workbook with one sheet, every cell a text: what the tests read.
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
			if err := xml.EscapeText(&b, []byte(cell)); err != nil {
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
