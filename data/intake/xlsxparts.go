package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

const (
	maxTags = 1_000_000 // tags of a part that is kept in memory: 250,000 shared strings
	maxTag  = 64 << 10  // bytes of one tag with its attributes
)

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
	for _, f := range z.File {
		if err := modest(file, z, f.Name); err != nil {
			return err
		}
	}
	return nil
}

// modest judges one part by its tags before anything is built from them: excelize keeps all shared strings and styles in
// memory at some 400 bytes each, which makes a gigabyte of a small file. Sheets are read row by row and may have more.
func modest(file string, z *zip.Reader, name string) error {
	if strings.HasSuffix(name, "/") {
		return nil
	}
	text, err := unpack(z, name)
	if err != nil {
		return fileFault("import.not_xlsx", file)
	}
	if bytes.Count(text, []byte("<")) > maxTags && !strings.HasPrefix(strings.ToLower(name), "xl/worksheets/") {
		return fileFault("import.too_many", file, "max", itoa(maxTags))
	}
	for isXML(name) {
		i := bytes.IndexByte(text, '<')
		if i < 0 {
			break
		}
		text = text[i+1:]
		if end := bytes.IndexByte(text, '>'); (end < 0 || end > maxTag) && !bytes.HasPrefix(text, []byte("!")) {
			return fileFault("import.not_xlsx", file)
		}
	}
	return nil
}

func isXML(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")
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
