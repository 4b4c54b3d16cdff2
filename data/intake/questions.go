package intake

import (
	"context"
	"io"
	"strconv"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/office"
)

// Questions reads a table of questions; see office.Intake. The error is for a file that cannot be read at all; whether a question
// may be asked, and whether it is whole, the catalog says.
func (in *Reader) Questions(name string, r io.Reader) (rows []office.QuestionRow, err error) {
	name = base(name)
	defer harmless(name, &err)
	data, err := read(context.Background(), name, r, maxFile)
	if err != nil {
		return nil, err
	}
	if kind := sniff(name, data); kind != "csv" && kind != "xlsx" {
		return nil, fileFault("import.unknown_type", name)
	}
	t, err := openTable(name, data)
	if err != nil {
		return nil, err
	}
	defer t.close()
	at, err := questionColumns(t)
	if err != nil {
		return nil, err
	}
	for l, ok := t.next(); ok && len(rows) < maxRows; l, ok = t.next() {
		rows = append(rows, in.questionOf(t, l, at))
		if l.last {
			break
		}
	}
	return rows, nil
}

func questionColumns(t *table) (map[string]int, error) {
	fields := known(words.Questions)
	at := map[string]int{}
	for i, column := range t.head {
		field := fields[plain(column)]
		if _, taken := at[field]; field != "" && !taken {
			at[field] = i
		}
	}
	for _, field := range []string{"competency", "text_zh", "text_en"} {
		if _, ok := at[field]; !ok {
			return nil, refuse("import.no_column", t.file, 0, field)
		}
	}
	return at, nil
}

func (in *Reader) questionOf(t *table, l line, at map[string]int) office.QuestionRow {
	d := &decoding{file: t.file, err: l.refusal}
	row := office.QuestionRow{File: t.file, Line: l.number}
	if d.err == nil {
		c := cells{d: d, t: t, l: l, at: at}
		row.Question = in.question(c)
	}
	if d.err != nil {
		return office.QuestionRow{File: row.File, Line: row.Line, Refusal: d.err}
	}
	return row
}

func (in *Reader) question(c cells) catalog.Question {
	text := func(field string) catalog.Text {
		return catalog.Text{"zh": strings.TrimSpace(c.text(field + "_zh")), "en": strings.TrimSpace(c.text(field + "_en"))}
	}
	q := catalog.Question{ID: strings.TrimSpace(c.text("id")), Text: text("text"), Level: c.whole("level", 2), Minutes: c.whole("minutes", 5),
		Tags: strings.FieldsFunc(c.text("tags"), func(r rune) bool { return separates(narrowRune(r)) || r == ' ' })}
	said := c.must("competency", maxName)
	if q.Competency = in.dimensions[plain(said)]; q.Competency == "" && said != "" {
		c.fail("import.unknown_competency", "competency", "value", said)
	}
	if probe := text("probe"); probe["zh"]+probe["en"] != "" {
		q.Probe = probe
	}
	some := false
	for i := range 5 {
		anchor := text("anchor" + strconv.Itoa(i+1))
		some = some || anchor["zh"]+anchor["en"] != ""
		q.Anchors = append(q.Anchors, anchor)
	}
	if !some { // then its competency's levels count
		q.Anchors = nil
	}
	return q
}

// whole is a cell with a whole number; a blank one has the usual value.
func (c cells) whole(field string, usual int) int {
	said := strings.TrimSpace(c.text(field))
	if said == "" {
		return usual
	}
	n, err := strconv.Atoi(narrow(said))
	if err != nil {
		c.fail("import.bad_number", field)
	}
	return n
}

// narrowRune is the half-width form of a sign.
func narrowRune(r rune) rune {
	for _, n := range narrow(string(r)) {
		return n
	}
	return r
}
