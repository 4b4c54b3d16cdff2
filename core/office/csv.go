package office

import (
	"encoding/csv"
	"io"
	"regexp"
	"strings"
	"unicode"

	"ruhang/core/fault"
)

// CSV writes rows that spreadsheets open without asking: in UTF-8 with the mark Excel needs to read Chinese, every cell neutral.
// Done says whether all of it was written.
type CSV struct {
	csv *csv.Writer
	err error
}

// NewCSV begins a table with its head.
func NewCSV(w io.Writer, head ...string) *CSV {
	_, err := io.WriteString(w, "\ufeff")
	t := &CSV{csv: csv.NewWriter(w), err: err}
	t.csv.UseCRLF = true
	t.Row(head...)
	return t
}

// Row writes one line; after an error it writes nothing.
func (t *CSV) Row(cells ...string) {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = Neutral(cell)
	}
	if t.err == nil {
		t.err = t.csv.Write(safe)
	}
}

// Done ends the table.
func (t *CSV) Done() error {
	t.csv.Flush()
	if t.err == nil {
		t.err = t.csv.Error()
	}
	return fault.Wrap(t.err, fault.Internal, "export.write", "office.csv")
}

// negative is a figure below zero, which begins like a formula and is none.
var negative = regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?$`)

// Neutral makes a cell that a spreadsheet shows and does not run: a text that begins like a formula gets an apostrophe in
// front (OWASP, CSV injection; ASVS 1.2.10). Signs of full width count, since spreadsheets read them as the narrow ones.
func Neutral(cell string) string {
	if negative.MatchString(cell) {
		return cell
	}
	for i, r := range cell {
		switch {
		case i == 0 && strings.ContainsRune("\t\r\n", r), strings.ContainsRune("=+-@\uff1d\uff0b\uff0d\uff20", r):
			return "'" + cell
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r): // may be skipped by the program that opens the file
			continue
		}
		break
	}
	return cell
}
