package intake

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// table is a grid whose head has been read.
type table struct {
	grid
	file   string
	source string // csv, xlsx
	head   []string
	first  []line // rows already read for guessing
}

// openTable opens a file of rows and reads its head and its first rows. The head is the first row with two cells filled:
// above it stand titles.
func openTable(name string, data []byte) (*table, error) {
	t := &table{file: name, source: sniff(name, data)}
	var err error
	if t.source == "xlsx" {
		t.grid, err = newXLSX(name, data)
	} else {
		t.grid, err = newCSV(name, data)
	}
	if err != nil {
		return nil, err
	}
	if err := t.readHead(); err != nil {
		t.close()
		return nil, err
	}
	for len(t.first) < sampleRows {
		l, ok := t.grid.next()
		if !ok {
			break
		}
		t.first = append(t.first, l)
	}
	return t, nil
}

func (t *table) readHead() error {
	for titles := 0; titles < sampleRows; titles++ {
		l, ok := t.grid.next()
		switch {
		case !ok:
			return fileFault("import.no_head", t.file)
		case l.refusal != nil:
			return l.refusal
		case len(l.cells) > maxColumns:
			return refuse("import.too_many_columns", t.file, l.number, "", "max", itoa(maxColumns))
		case filled(l.cells) > 1:
			return t.setHead(l)
		}
	}
	return fileFault("import.no_head", t.file)
}

func filled(cells []string) (n int) {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// setHead names the columns; one without a name is called by its place, and two of one name cannot be told apart.
func (t *table) setHead(l line) error {
	once := map[string]bool{}
	for i, cell := range l.cells {
		name := cut(strings.Join(strings.Fields(clean(cell)), " "), maxName)
		if name == "" {
			name = "(" + itoa(i+1) + ")"
		}
		if once[name] {
			return refuse("import.duplicate_column", t.file, l.number, name)
		}
		once[name] = true
		t.head = append(t.head, name)
	}
	return nil
}

// next gives the rows after the head, those already read first, each as wide as the head or refused.
func (t *table) next() (line, bool) {
	var l line
	ok := true
	if len(t.first) > 0 {
		l, t.first = t.first[0], t.first[1:]
	} else {
		l, ok = t.grid.next()
	}
	if !ok || l.refusal != nil {
		return l, ok
	}
	return t.fit(l), true
}

// fit makes a row as wide as the head. A workbook leaves out blank cells at the end of a row; in text they must be there.
func (t *table) fit(l line) line {
	for len(l.cells) > len(t.head) && strings.TrimSpace(l.cells[len(l.cells)-1]) == "" {
		l.cells = l.cells[:len(l.cells)-1]
	}
	if len(l.cells) > len(t.head) || len(l.cells) < len(t.head) && t.source == "csv" {
		l.refusal = refuse("import.ragged", t.file, l.number, "", "want", itoa(len(t.head)), "have", itoa(len(l.cells)))
		return l
	}
	for len(l.cells) < len(t.head) {
		l.cells = append(l.cells, "")
	}
	for i, c := range l.cells {
		if len(c) > maxText && len([]rune(c)) > maxText {
			l.refusal = refuse("import.too_long", t.file, l.number, t.head[i], "max", itoa(maxText))
			return l
		}
		l.cells[i] = strings.TrimSpace(clean(c))
	}
	return l
}

// Peek reads the head and the first rows of a table; see office.Intake.
func (in *Reader) Peek(name string, r io.Reader) (shown office.Sheet, ok bool, err error) {
	name = base(name)
	defer harmless(name, &err)
	data, err := read(context.Background(), name, r, maxFile)
	if err != nil {
		return office.Sheet{}, false, err
	}
	if kind := sniff(name, data); kind == "" {
		return office.Sheet{}, false, fileFault("import.unknown_type", name)
	} else if kind == "json" {
		return office.Sheet{}, false, nil
	}
	t, err := openTable(name, data)
	if err != nil {
		return office.Sheet{}, false, err
	}
	defer t.close()
	shown.Guess = in.guess(t)
	for _, column := range t.head {
		if shown.Guess.Columns[column] == "" {
			shown.Unknown = append(shown.Unknown, column)
		}
	}
	for l, more := t.next(); more && shown.Rows < maxRows; l, more = t.next() {
		if len(shown.Sample) < sampleRows && l.refusal == nil {
			shown.Sample = append(shown.Sample, l.cells)
		}
		shown.Rows++
		if l.last {
			break
		}
	}
	return shown, true, nil
}

// guess names the fields of the columns it knows; the first column that fits a field has it.
func (in *Reader) guess(t *table) office.Mapping {
	m := office.Mapping{Head: t.head, Columns: map[string]string{}}
	taken := map[string]bool{}
	for i, column := range t.head {
		field := in.fieldOf(column)
		if field == "pass" && !t.verdicts(i) {
			field = "recommendation"
		}
		if field != "" && !taken[field] {
			m.Columns[column], taken[field] = field, true
		}
	}
	return m
}

func (in *Reader) fieldOf(column string) string {
	key := plain(column)
	if field := in.columns[key]; field != "" {
		return field
	}
	for _, suffix := range words.Suffixes {
		if field := in.columns[strings.TrimSuffix(key, suffix)]; strings.HasPrefix(field, "dimension:") {
			return field
		}
	}
	return ""
}

// verdicts says whether a column's first cells all are words for passed, failed or open.
func (t *table) verdicts(column int) bool {
	for _, l := range t.first {
		if l.refusal != nil || column >= len(l.cells) || strings.TrimSpace(l.cells[column]) == "" {
			continue
		}
		if _, known := wordIn(words.Verdicts, l.cells[column]); !known {
			return false
		}
	}
	return true
}

// places turns a mapping into field → column, after checking it against the file.
func (t *table) places(m office.Mapping) (map[string]int, *fault.Error) {
	if !slices.Equal(m.Head, t.head) {
		return nil, fileFault("import.head_mismatch", t.file)
	}
	at := map[string]int{}
	for _, column := range slices.Sorted(maps.Keys(m.Columns)) {
		field := m.Columns[column]
		i := slices.Index(t.head, column)
		_, twice := at[field]
		switch {
		case field == "" || field == "ignore":
			continue
		case i < 0:
			return nil, fileFault("import.head_mismatch", t.file)
		case twice:
			return nil, refuse("import.mapped_twice", t.file, 0, column, "value", field)
		case words.Columns[field] == nil && (!strings.HasPrefix(field, "dimension:") || field == "dimension:"):
			return nil, refuse("import.bad_mapping", t.file, 0, column, "value", field)
		}
		at[field] = i
	}
	for _, field := range []string{"name", "position", "report_id", "overall", "interviewed_at"} {
		if _, ok := at[field]; !ok {
			return nil, refuse("import.no_column", t.file, 0, field)
		}
	}
	return at, nil
}

// reportsTable reads one report per row.
func (in *Reader) reportsTable(name string, data []byte, mapping *office.Mapping, answer func(office.Row) bool) error {
	t, err := openTable(name, data)
	if err != nil {
		return err
	}
	defer t.close()
	if mapping == nil {
		guess := in.guess(t)
		mapping = &guess
	}
	at, wrong := t.places(*mapping)
	if wrong != nil {
		return wrong
	}
	if len(t.first) == 0 {
		return fileFault("import.empty", name)
	}
	for l, ok := t.next(); ok; l, ok = t.next() {
		row := office.Row{File: name, Line: l.number, Refusal: l.refusal}
		if l.refusal == nil {
			row = in.rowOf(t, l, at, *mapping)
		}
		if !answer(asRow(row, l)) || l.last {
			return nil
		}
	}
	return nil
}

// asRow keeps an absent refusal absent: a nil *fault.Error in an error is not nil.
func asRow(row office.Row, l line) office.Row {
	if l.refusal == nil && row.Refusal == (*fault.Error)(nil) {
		row.Refusal = nil
	}
	return row
}

// rowOf reads one row by its mapping. Its digest is over the cells as they show, since a row of a workbook has no bytes of
// its own; the same row in another file has the same digest.
func (in *Reader) rowOf(t *table, l line, at map[string]int, m office.Mapping) office.Row {
	d := &decoding{file: t.file}
	c := cells{d: d, t: t, l: l, at: at}
	row := office.Row{File: t.file, Line: l.number, Branch: c.text("branch")}
	row.Person = hiring.Person{Name: c.text("name"), IDNumber: c.text("id_no"), Phone: c.text("phone"), Email: c.text("email")}
	person(d, &row.Person, c.where)
	in.reportOf(c, m, &row.Report)
	if d.err != nil {
		return office.Row{File: t.file, Line: l.number, Refusal: d.err}
	}
	row.Report.Source = t.source
	row.Report.RawSHA256 = digest([]byte(strings.Join(l.cells, "\x1f")))
	return row
}
