package vault

import (
	"archive/zip"
	"bytes"
	"net/http"
	"path"
	"strings"

	"ruhang/core/fault"
)

// directorySize is how much of an Office file's end is kept to read its table of contents.
const directorySize = 256 << 10

const (
	typeZip  = "application/zip"
	typeDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// accepted is the closed list of types, by what the bytes say; the file's name is not asked.
var accepted = map[string]bool{
	"application/pdf": true, "image/png": true, "image/jpeg": true, "image/webp": true, "text/plain": true, typeZip: true,
}

// sniffer looks at a file that flows by. Only an Office file needs its end: a zip's table of contents is there.
type sniffer struct {
	mime string
	tail []byte
}

// see takes the next piece; a type that is not accepted is refused at the first.
func (s *sniffer) see(piece []byte) error {
	if s.mime == "" {
		if len(piece) == 0 {
			return fault.New(fault.Invalid, "file.empty")
		}
		s.mime, _, _ = strings.Cut(http.DetectContentType(piece), ";")
		if !accepted[s.mime] || bytes.HasPrefix(piece, []byte("#!")) {
			return wrongType()
		}
	}
	if s.mime == typeZip {
		s.tail = append(s.tail, piece...)
		if extra := len(s.tail) - directorySize; extra > 0 {
			s.tail = append(s.tail[:0], s.tail[extra:]...)
		}
	}
	return nil
}

// verdict is the type of the whole. Of zips only Word and Excel files without macros are accepted.
func (s *sniffer) verdict(size int64) (string, error) {
	if s.mime != typeZip {
		return s.mime, nil
	}
	archive, err := zip.NewReader(tailReader{s.tail, size - int64(len(s.tail))}, size)
	if err != nil {
		return "", wrongType()
	}
	mime, contents := "", false
	for _, f := range archive.File {
		switch name := strings.ToLower(f.Name); {
		case path.Base(name) == "vbaproject.bin", strings.Contains(name, ".."), strings.ContainsAny(name, `\:`):
			return "", wrongType()
		case name == "word/document.xml":
			mime = typeDocx
		case name == "xl/workbook.xml":
			mime = typeXlsx
		case name == "[content_types].xml":
			contents = true
		}
	}
	if mime == "" || !contents {
		return "", wrongType()
	}
	return mime, nil
}

// tailReader is a file of which only the end is known; the rest cannot be read.
type tailReader struct {
	tail  []byte
	start int64
}

func (t tailReader) ReadAt(p []byte, at int64) (int, error) {
	if at < t.start {
		return 0, wrongType()
	}
	return bytes.NewReader(t.tail).ReadAt(p, at-t.start)
}

func wrongType() error { return fault.New(fault.Invalid, "file.type") }
