package intake

import (
	"context"
	"io"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

var (
	checkKeys    = []string{"case", "id_no", "phone", "kind", "light", "conclusion", "source", "valid_until", "facts"}
	factKeys     = []string{"education", "employments", "qualifications", "incidents"}
	factEduKeys  = []string{"school", "degree", "major", "from", "to", "number"}
	factWorkKeys = []string{"company", "title", "industry", "from", "to", "internship", "why"}
	factPapKeys  = []string{"name", "number", "on", "issuer"}
	incidentKeys = []string{"kind", "on", "text"}
)

// Checks reads a file of check results; see office.Intake. The error is for a file that cannot be read at all.
func (in *Reader) Checks(name string, r io.Reader) (rows []office.CheckRow, err error) {
	name = base(name)
	defer harmless(name, &err)
	data, err := read(context.Background(), name, r, maxFile)
	if err != nil {
		return nil, err
	}
	answer := func(row office.CheckRow) bool {
		rows = append(rows, row)
		return len(rows) < maxRows
	}
	switch sniff(name, data) {
	case "json":
		err = eachJSON(name, data, "checks", func(s slice) bool {
			return answer(in.checkOf(name, s))
		}, func(code string, line int) {
			answer(office.CheckRow{File: name, Line: line, Refusal: refuse(code, name, line, "")})
		})
	case "csv", "xlsx":
		err = in.checksTable(name, data, answer)
	default:
		err = fileFault("import.unknown_type", name)
	}
	if err != nil {
		return nil, err
	}
	return rows, nil
}

func (in *Reader) checkOf(name string, s slice) office.CheckRow {
	row := office.CheckRow{File: name, Line: s.line}
	if len(s.raw) > maxReport {
		row.Refusal = refuse("import.too_long", name, s.line, "", "max", itoa(maxReport))
		return row
	}
	n, bad := parse(name, s)
	if bad != nil {
		row.Refusal = bad
		return row
	}
	d := &decoding{file: name}
	o := d.object(n, "", false, checkKeys...)
	facts := factsOf(o)
	get := func(key string) string { return o.text(key, maxText) }
	in.check(d, &row, get, func(key string) (int, string) {
		if said, ok := n.get(key); ok {
			return said.line, key
		}
		return n.line, key
	})
	row.Result.Facts = facts
	return answered(row, d)
}

// answered gives the row, or its refusal and nothing of the row.
func answered(row office.CheckRow, d *decoding) office.CheckRow {
	if d.err != nil {
		return office.CheckRow{File: row.File, Line: row.Line, Refusal: d.err}
	}
	return row
}

// check reads what both kinds of file say: about whom, which check, and its result.
func (in *Reader) check(d *decoding, row *office.CheckRow, get func(string) string, where func(string) (int, string)) {
	fail := func(code, key string, pairs ...string) {
		line, field := where(key)
		d.fail(code, line, field, pairs...)
	}
	row.Case = hiring.CaseID(get("case"))
	p := hiring.Person{Name: "-", IDNumber: get("id_no"), Phone: get("phone")}
	switch {
	case row.Case == "" && p.IDNumber == "" && p.Phone == "":
		fail("import.missing", "id_no")
	case p.IDNumber != "" || p.Phone != "":
		person(d, &p, where)
	}
	row.IDNumber, row.Phone = p.IDNumber, p.Phone
	if row.Kind = in.kinds[plain(get("kind"))]; get("kind") == "" {
		fail("import.missing", "kind")
	} else if row.Kind == "" {
		fail("import.unknown_check", "kind", "value", cut(get("kind"), maxName))
	}
	light, known := wordIn(words.Lights, get("light"))
	if get("light") == "" {
		fail("import.missing", "light")
	} else if !known {
		fail("import.bad_light", "light")
	}
	row.Result = hiring.RecordCheck{Light: hiring.Light(light), Conclusion: get("conclusion"), Source: get("source"), Method: "file"}
	if row.Result.Source == "" {
		fail("import.missing", "source")
	}
	if said := get("valid_until"); said != "" {
		if row.Result.ValidUntil = day(said); !row.Result.ValidUntil.Valid() {
			fail("import.bad_date", "valid_until")
		}
	}
}

// dated reads a date of a fact; evidence with a wrong date is refused, since a gap may be judged by it.
func (o object) dated(key string) hiring.Date {
	said := o.text(key, maxName)
	d := day(said)
	if d == "" && said != "" && !isPresent(said) {
		n, _ := o.n.get(key)
		o.d.fail("import.bad_date", n.line, o.at(key))
	}
	return d
}

func factsOf(o object) (f hiring.CheckFacts) {
	c, ok := o.child("facts", false, factKeys...)
	if !ok {
		return f
	}
	for i, n := range c.list("education") {
		e := o.d.object(n, at("facts.education", i), false, factEduKeys...)
		f.Education = append(f.Education, hiring.Education{School: e.text("school", maxName), Degree: degree(e.text("degree", maxName)), Major: e.text("major", maxName),
			From: e.dated("from"), To: e.dated("to"), Number: e.text("number", maxName)})
	}
	for i, n := range c.list("employments") {
		e := o.d.object(n, at("facts.employments", i), false, factWorkKeys...)
		intern := e.flag("internship")
		f.Employments = append(f.Employments, hiring.Employment{Company: e.text("company", maxName), Title: e.text("title", maxName), Industry: e.text("industry", maxName),
			From: e.dated("from"), To: e.dated("to"), Internship: intern != nil && *intern, Why: e.text("why", maxText)})
	}
	for i, n := range c.list("qualifications") {
		e := o.d.object(n, at("facts.qualifications", i), false, factPapKeys...)
		f.Qualifications = append(f.Qualifications, hiring.Qualification{Name: e.text("name", maxName), Number: e.text("number", maxName), On: e.dated("on"), Issuer: e.text("issuer", maxName)})
	}
	for i, n := range c.list("incidents") {
		e := o.d.object(n, at("facts.incidents", i), false, incidentKeys...)
		e.must("kind")
		f.Incidents = append(f.Incidents, hiring.Incident{Kind: e.text("kind", maxName), On: e.dated("on"), Text: e.text("text", maxText)})
	}
	return f
}

// degree maps a word to hiring's degrees; "" stays "", an unknown word is other.
func degree(said string) string {
	id, known := wordIn(words.Degrees, said)
	if found, _ := degreeIn(said); !known && found != "" {
		return found
	}
	if !known && said != "" {
		return "other"
	}
	return id
}

// checksTable reads one result per row; facts stand in flat columns, at most one of each kind in a row.
func (in *Reader) checksTable(name string, data []byte, answer func(office.CheckRow) bool) error {
	t, err := openTable(name, data)
	if err != nil {
		return err
	}
	defer t.close()
	at := map[string]int{}
	for i, column := range t.head {
		field := in.checks[plain(column)]
		if _, taken := at[field]; field != "" && !taken {
			at[field] = i
		}
	}
	for _, field := range []string{"kind", "light", "source"} {
		if _, ok := at[field]; !ok {
			return refuse("import.no_column", name, 0, field)
		}
	}
	for l, ok := t.next(); ok; l, ok = t.next() {
		row := office.CheckRow{File: name, Line: l.number}
		d := &decoding{file: name, err: l.refusal}
		if l.refusal == nil {
			c := cells{d: d, t: t, l: l, at: at}
			in.check(d, &row, c.text, c.where)
			row.Result.Facts = c.facts()
		}
		if !answer(answered(row, d)) || l.last {
			return nil
		}
	}
	return nil
}

// dated reads a cell's date; a blank cell and a word for now are no date.
func (c cells) dated(field string) hiring.Date {
	said := c.text(field)
	d := day(said)
	if d == "" && said != "" && !isPresent(said) {
		c.fail("import.bad_date", field)
	}
	return d
}

func (c cells) facts() (f hiring.CheckFacts) {
	if c.text("school") != "" || c.text("degree") != "" {
		f.Education = []hiring.Education{{School: c.text("school"), Degree: degree(c.text("degree")), Major: c.text("major"), To: c.dated("graduated_on"), Number: c.text("number")}}
	}
	if c.text("company") != "" {
		f.Employments = []hiring.Employment{{Company: c.text("company"), Title: c.text("title"), From: c.dated("from"), To: c.dated("to")}}
	}
	if c.text("qualification") != "" {
		f.Qualifications = []hiring.Qualification{{Name: c.text("qualification"), Number: c.text("number"), On: c.dated("issued_on"), Issuer: c.text("issuer")}}
	}
	if c.text("incident") != "" {
		f.Incidents = []hiring.Incident{{Kind: c.text("incident"), On: c.dated("incident_on"), Text: c.text("incident_text")}}
	}
	return f
}
