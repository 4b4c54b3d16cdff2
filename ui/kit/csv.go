package kit

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
)

// byteOrderMark makes spreadsheets on Chinese systems read UTF-8.
const byteOrderMark = "\ufeff"

func plotCSV(plot Plot) []byte {
	head := []string{plot.Corner}
	for _, series := range plot.Series {
		head = append(head, series.Name)
	}
	rows := [][]string{neutral(head)}
	for i, label := range plot.Labels {
		row := neutral([]string{label})
		for _, series := range plot.Series {
			figure := ""
			if i < len(series.Values) {
				figure = strconv.FormatFloat(series.Values[i], 'f', -1, 64)
			}
			row = append(row, figure)
		}
		rows = append(rows, row)
	}
	return WriteCSV(rows)
}

// CSVText makes a text safe for a spreadsheet: what would begin a formula there is kept as text by an apostrophe
// (OWASP, CSV injection). Figures that we write ourselves do not pass through it.
func CSVText(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") || strings.HasPrefix(text, "\uff1d") {
		return "'" + text
	}
	return text
}

func neutral(row []string) []string {
	safe := make([]string, len(row))
	for i, text := range row {
		safe[i] = CSVText(text)
	}
	return safe
}

// WriteCSV is rows as a file that spreadsheets open without asking.
func WriteCSV(rows [][]string) []byte {
	var out bytes.Buffer
	out.WriteString(byteOrderMark)
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	// Writing into memory does not fail.
	_ = w.WriteAll(rows)
	return out.Bytes()
}
