package kit

import (
	"bytes"
	"strconv"

	"ruhang/core/office"
)

func plotCSV(plot Plot) []byte {
	head := []string{plot.Corner}
	for _, series := range plot.Series {
		head = append(head, series.Name)
	}
	var out bytes.Buffer
	t := office.NewCSV(&out, head...)
	for i, label := range plot.Labels {
		row := []string{label}
		for _, series := range plot.Series {
			figure := ""
			if i < len(series.Values) {
				figure = strconv.FormatFloat(series.Values[i], 'f', -1, 64)
			}
			row = append(row, figure)
		}
		t.Row(row...)
	}
	_ = t.Done() // into memory: it cannot fail
	return out.Bytes()
}
