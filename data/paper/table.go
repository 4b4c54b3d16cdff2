package paper

import (
	"slices"
	"strings"
	"unicode"

	"ruhang/core/office"
)

// column is one column of a table.
type column struct {
	x, width float64
	right    bool // figures stand at the right
}

// table lays out rows under a head.
func (l *layout) table(b office.Block) {
	if len(b.Rows) == 0 {
		return
	}
	columns := l.columns(b)
	head := l.row(b.Rows[0], columns, func(int) style { return headStyle })
	for i := range head {
		under := head[i].draw
		last := i == len(head)-1
		head[i].keep = true
		head[i].draw = func(p *pen, at float64) {
			p.box(side, at, bodyWidth, head[i].height, tint)
			under(p, at)
			if last {
				p.rule(side, at+head[i].height, bodyWidth, thin, indigo)
			}
		}
	}
	head[0].gap = 3
	l.add(slices.Clone(head)...)
	count := len(b.Rows) - 1
	for i, cells := range b.Rows[1:] {
		row := l.bodyRow(cells, columns, slices.Contains(b.Marked, i+1), head, func(int) style { return cellStyle })
		if i < count-1 && (i == 0 || i == count-2) { // a row never stands alone under its head or on the next page
			row[len(row)-1].keep = true
		}
		l.add(row...)
	}
}

// pairs lays out labels and their values.
func (l *layout) pairs(b office.Block) {
	label := 0.0
	for _, row := range b.Rows {
		if len(row) > 0 {
			label = max(label, l.widest(row[0], labelStyle)+2*cellX)
		}
	}
	label = min(max(label, 30), 0.38*bodyWidth)
	columns := []column{{x: side, width: label}, {x: side + label, width: bodyWidth - label, right: b.Figures}}
	for i, cells := range b.Rows {
		if len(cells) > 2 {
			cells = []string{cells[0], strings.Join(cells[1:], " ")}
		}
		row := l.bodyRow(cells, columns, slices.Contains(b.Marked, i), nil, func(c int) style {
			if c == 0 {
				return labelStyle
			}
			return cellStyle
		})
		if i == 0 {
			row[0].gap = 3
		}
		l.add(row...)
	}
}

// bodyRow is a row with a light rule under it and, when it changed, a vermilion mark beside it.
func (l *layout) bodyRow(cells []string, columns []column, marked bool, head []strip, look func(int) style) []strip {
	row := l.row(cells, columns, look)
	for i := range row {
		under, last, height := row[i].draw, i == len(row)-1, row[i].height
		row[i].head = head
		row[i].draw = func(p *pen, at float64) {
			if marked {
				p.box(side-3.4, at, 1.1, height, vermilion)
			}
			under(p, at)
			if last {
				p.rule(side, at+height, bodyWidth, hair, line)
			}
		}
	}
	return row
}

// tallRow is how many lines a row may have and still stay on one page.
const tallRow = 12

// row is one row's cells: one strip, cell after cell, as they are read; a row taller than tallRow is one strip a line,
// so that a page can end inside it, though never after its first line or before its last.
func (l *layout) row(cells []string, columns []column, look func(int) style) []strip {
	broken := make([][]string, len(columns))
	count := 1
	for c := range columns {
		if c < len(cells) {
			broken[c] = flat(l.lines(cells[c], columns[c].width-2*cellX, look(c)))
			count = max(count, len(broken[c]))
		}
	}
	if count <= tallRow {
		return []strip{l.rowLines(broken, columns, look, 0, count, count)}
	}
	strips := make([]strip, count)
	for i := range strips {
		strips[i] = l.rowLines(broken, columns, look, i, i+1, count)
		strips[i].keep = i == 0 || i == count-2
	}
	return strips
}

// rowLines are some of a row's lines, with the space above the first and below the last.
func (l *layout) rowLines(broken [][]string, columns []column, look func(int) style, from, to, count int) strip {
	step, above := look(0).height(), 0.0
	height := float64(to-from) * step
	if from == 0 {
		above = cellY
		height += cellY
	}
	if to == count {
		height += cellY
	}
	return strip{height: height, draw: func(p *pen, at float64) {
		for c, lines := range broken {
			for i := from; i < min(to, len(lines)); i++ {
				p.cell(columns[c], at+above+float64(i-from)*step, lines[i], look(c))
			}
		}
	}}
}

// columns shares the width out: what each column wants, or, when that is too much, what it needs and a part of the rest.
func (l *layout) columns(b office.Block) []column {
	count := 0
	for _, row := range b.Rows {
		count = max(count, len(row))
	}
	want, need := make([]float64, count), make([]float64, count)
	for i, row := range b.Rows {
		s := cellStyle
		if i == 0 {
			s = headStyle
		}
		for c, cell := range row {
			want[c] = max(want[c], l.widest(cell, s)+2*cellX+0.1) // a little more than exact, or rounding wraps it
			need[c] = max(need[c], l.longest(cell, s)+2*cellX+0.1)
		}
	}
	widths := share(want, need, bodyWidth)
	columns := make([]column, count)
	x := side
	for c := range columns {
		columns[c] = column{x: x, width: widths[c], right: b.Figures && (c == count-1 || figures(b.Rows[1:], c))}
		x += widths[c]
	}
	return columns
}

// share divides a width among columns: narrow ones get what they want, wide ones an equal part of what is left, none
// less than it needs.
func share(want, need []float64, width float64) []float64 {
	out := make([]float64, len(want))
	if wanted := sum(want); wanted <= width {
		for c := range out {
			out[c] = want[c] + (width-wanted)/float64(len(out))
		}
		return out
	}
	if needed := sum(need); needed >= width {
		for c := range out {
			out[c] = need[c] * width / needed
		}
		return out
	}
	open := len(out) // columns without a width yet
	for settled := true; settled && open > 0; {
		settled = false
		fair := (width - sum(out)) / float64(open)
		for c := range out {
			if out[c] == 0 && (need[c] > fair || want[c] <= fair) {
				out[c] = need[c]
				if want[c] <= fair {
					out[c] = want[c]
				}
				open, settled = open-1, true
				break
			}
		}
	}
	for c, rest := 0, width-sum(out); c < len(out); c++ {
		if out[c] == 0 {
			out[c] = rest / float64(open)
		}
	}
	return out
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// widest is the width of a text's widest line before it is broken.
func (l *layout) widest(text string, s style) float64 {
	widest := 0.0
	for _, line := range strings.Split(text, "\n") {
		widest = max(widest, l.press.width(line, s))
	}
	return widest
}

// longest is the width of a text's longest piece that should stay whole, at most a third of the page. A few
// characters of Han are such a piece: a column of single characters cannot be read.
func (l *layout) longest(text string, s style) float64 {
	four := 4 * s.size * mmPerPoint
	longest := min(four, l.widest(text, s))
	for _, line := range flat(l.lines(text, four, s)) {
		longest = max(longest, l.press.width(line, s))
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Han, r) }) {
		longest = max(longest, l.press.width(word, s))
	}
	return min(longest, bodyWidth/3)
}

// figures says whether a column holds figures and nothing that is read as words.
func figures(rows [][]string, c int) bool {
	found := false
	for _, row := range rows {
		if c >= len(row) {
			continue
		}
		if strings.IndexFunc(row[c], unicode.IsLetter) >= 0 {
			return false
		}
		found = found || strings.IndexFunc(row[c], unicode.IsDigit) >= 0
	}
	return found
}
