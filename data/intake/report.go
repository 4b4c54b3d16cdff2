package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// What a report's objects may hold; resources/schema/ai-report.schema.json says the same to vendors, and a test compares.
var (
	reportKeys    = []string{"schema_version", "vendor", "report_id", "candidate", "position_code", "branch", "interviewed_at", "model_version", "overall", "dimensions", "traits", "questions", "integrity", "risks", "suggestions"}
	candidateKeys = []string{"name", "id_no", "phone", "email"}
	overallKeys   = []string{"score", "min", "max", "recommendation", "pass", "threshold"}
	dimensionKeys = []string{"code", "name", "score", "min", "max", "level", "rationale", "evidence"}
	evidenceKeys  = []string{"question_id", "quote", "t_start", "t_end"}
	traitKeys     = []string{"code", "label", "strength", "evidence"}
	questionKeys  = []string{"id", "text", "answer_text", "score"}
	signalKeys    = []string{"type", "t", "confidence"}
)

const secondsADay = 24 * 60 * 60

// reportsJSON reads one report, an array of them, or {"reports": […]}.
func (in *Reader) reportsJSON(name string, data []byte, answer func(office.Row) bool) error {
	return eachJSON(name, data, "reports", func(s slice) bool {
		return answer(in.reportRow(name, s))
	}, func(code string, line int) {
		answer(office.Row{File: name, Line: line, Refusal: refuse(code, name, line, "")})
	})
}

// eachJSON visits every element of a document: the document itself, its array, or the array under key. broken is told
// where the document cannot be read on; what stood before has been visited.
func eachJSON(name string, data []byte, key string, visit func(slice) bool, broken func(code string, line int)) error {
	w := &walker{data: bytes.TrimPrefix(data, bom), line: 1}
	switch w.peek() {
	case '[':
		return w.top(name, visit, broken)
	case '{':
		if found, err := w.under(name, key, visit, broken); found {
			return err
		}
	default:
		return fileFault("import.not_json", name)
	}
	w.pos, w.line = 0, 1
	s, code := w.value()
	switch {
	case code != "":
		broken(code, w.line)
	case w.peek() != 0:
		broken("import.trailing", w.line)
	default:
		visit(s)
	}
	return nil
}

// top reads the array that is the document.
func (w *walker) top(name string, visit func(slice) bool, broken func(string, int)) error {
	n := 0
	more, code := w.array(func(s slice) bool { n++; return visit(s) })
	switch {
	case !more:
	case code != "":
		broken(code, w.line)
	case w.peek() != 0:
		broken("import.trailing", w.line)
	case n == 0:
		return fileFault("import.empty", name)
	}
	return nil
}

// under looks for the array under a key of the document's object; found is false when the object has no such key, which
// makes the object itself the element.
func (w *walker) under(name, key string, visit func(slice) bool, broken func(string, int)) (found bool, err error) {
	w.pos++
	for {
		k, code := w.value()
		if code != "" || w.peek() != ':' {
			return false, nil
		}
		w.pos++
		if string(k.raw) == `"`+key+`"` && w.peek() == '[' {
			return true, w.rest(name, visit, broken)
		}
		if _, code = w.value(); code != "" || w.peek() != ',' {
			return false, nil
		}
		w.pos++
	}
}

// rest reads the array and then goes over what follows it in the envelope.
func (w *walker) rest(name string, visit func(slice) bool, broken func(string, int)) error {
	n := 0
	more, code := w.array(func(s slice) bool { n++; return visit(s) })
	for more && code == "" && w.peek() == ',' {
		w.pos++
		if _, code = w.value(); code == "" && w.peek() == ':' {
			w.pos++
			_, code = w.value()
		}
	}
	if !more {
		return nil
	}
	if code == "" && w.peek() == 0 {
		code = "import.truncated"
	}
	if code == "" && !w.closes() {
		code = "import.trailing"
	}
	if code != "" {
		broken(code, w.line)
	} else if n == 0 {
		return fileFault("import.empty", name)
	}
	return nil
}

func (w *walker) closes() bool {
	if w.peek() != '}' {
		return false
	}
	w.pos++
	return w.peek() == 0
}

// reportRow reads one report.
func (in *Reader) reportRow(name string, s slice) office.Row {
	row := office.Row{File: name, Line: s.line}
	if len(s.raw) > maxReport {
		row.Refusal = refuse("import.too_long", name, s.line, "", "max", itoa(maxReport))
		return row
	}
	n, err := parse(name, s)
	if err != nil {
		row.Refusal = err
		return row
	}
	d := &decoding{file: name}
	in.report(d, n, &row)
	if d.err != nil {
		return office.Row{File: name, Line: s.line, Refusal: d.err}
	}
	row.Report.Extra = d.extra
	row.Report.Source = "json"
	row.Report.RawSHA256 = digest(s.raw)
	return row
}

func (in *Reader) report(d *decoding, n node, row *office.Row) {
	o := d.object(n, "", true, reportKeys...)
	for _, key := range []string{"schema_version", "vendor", "report_id", "candidate", "position_code", "interviewed_at", "overall", "dimensions"} {
		o.must(key)
	}
	if v := o.text("schema_version", maxName); d.err == nil && v != "1" && !strings.HasPrefix(v, "1.") {
		d.fail("import.bad_version", n.line, "schema_version")
	}
	r := &row.Report
	r.Vendor, r.ReportID = o.text("vendor", maxName), o.text("report_id", maxName)
	r.Model, row.Branch = o.text("model_version", maxName), o.text("branch", maxName)
	row.Person = candidate(o)
	r.Position = in.position(o)
	if said, ok := n.get("interviewed_at"); ok {
		r.InterviewedAt, _ = instant(o.text("interviewed_at", maxName))
		if r.InterviewedAt.IsZero() {
			d.fail("import.bad_date", said.line, "interviewed_at")
		}
	}
	overall(o, r)
	in.measured(o, r)
	in.traits(o, r)
	answers(o, r)
	r.Risks, r.Suggestions = o.texts("risks"), o.texts("suggestions")
}

// candidate reads who was interviewed. What a vendor adds about the person is not kept: a report is seen by people who
// may not see identity.
func candidate(o object) hiring.Person {
	c, ok := o.child("candidate", false, candidateKeys...)
	if !ok {
		return hiring.Person{}
	}
	c.must("name")
	p := hiring.Person{Name: c.text("name", maxText), IDNumber: c.text("id_no", maxName), Phone: c.text("phone", maxName), Email: c.text("email", 254)}
	person(o.d, &p, func(key string) (int, string) {
		if n, ok := c.n.get(key); ok {
			return n.line, c.at(key)
		}
		return c.n.line, c.at(key)
	})
	return p
}

// position finds our position for the vendor's code.
func (in *Reader) position(o object) string {
	said := o.text("position_code", maxName)
	id := in.positions[plain(said)]
	if n, ok := o.n.get("position_code"); ok && id == "" {
		o.d.fail("import.unknown_position", n.line, "position_code", "value", said)
	}
	return id
}

func overall(o object, r *hiring.Report) {
	c, ok := o.child("overall", true, overallKeys...)
	if !ok {
		return
	}
	r.Overall = c.score(c.n.line)
	r.Pass = c.flag("pass")
	r.Threshold = c.between("threshold", r.Overall.Min, r.Overall.Max)
	r.Advice = c.text("recommendation", maxText)
}

func (in *Reader) measured(o object, r *hiring.Report) {
	for i, n := range o.list("dimensions") {
		c := o.d.object(n, at("dimensions", i), true, dimensionKeys...)
		dim := hiring.Dimension{Name: c.text("name", maxName), Level: c.text("level", maxName), Rationale: c.text("rationale", maxText)}
		dim.Code = in.codeOf(c.text("code", maxName), dim.Name)
		if dim.Code == "" {
			o.d.fail("import.missing", n.line, c.at("code"))
		}
		dim.Score = c.score(n.line)
		for j, e := range c.list("evidence") {
			q := o.d.object(e, at(c.at("evidence"), j), true, evidenceKeys...)
			dim.Evidence = append(dim.Evidence, hiring.Evidence{Question: q.text("question_id", maxName), Quote: q.text("quote", maxText),
				From: q.between("t_start", 0, secondsADay), To: q.between("t_end", 0, secondsADay)})
		}
		if _, twice := r.Dimension(dim.Code); twice {
			o.d.fail("import.duplicate_dimension", n.line, c.path, "value", dim.Code)
		}
		r.Dimensions = append(r.Dimensions, dim)
	}
	if len(r.Dimensions) == 0 {
		o.d.fail("import.missing", o.n.line, "dimensions")
	}
}

func (in *Reader) traits(o object, r *hiring.Report) {
	for i, n := range o.list("traits") {
		c := o.d.object(n, at("traits", i), true, traitKeys...)
		t := hiring.Trait{Label: c.text("label", maxName), Evidence: c.text("evidence", maxText), Strength: c.between("strength", 0, 100)}
		if t.Code = in.codeOf(c.text("code", maxName), t.Label); t.Code == "" {
			o.d.fail("import.missing", n.line, c.at("code"))
		}
		r.Traits = append(r.Traits, t)
	}
}

// answers reads what was asked and said, and the integrity signals.
func answers(o object, r *hiring.Report) {
	for i, n := range o.list("questions") {
		c := o.d.object(n, at("questions", i), true, questionKeys...)
		a := hiring.Answer{ID: c.text("id", maxName), Text: c.text("text", maxText), Said: c.text("answer_text", maxText)}
		if v, ok := c.number("score"); ok {
			a.Score = &v
		}
		r.Answers = append(r.Answers, a)
	}
	for i, n := range o.list("integrity") {
		c := o.d.object(n, at("integrity", i), true, signalKeys...)
		c.must("type")
		r.Integrity = append(r.Integrity, hiring.Signal{Type: c.text("type", maxName), At: c.between("t", 0, secondsADay), Confidence: c.between("confidence", 0, 1)})
	}
}

// digest is the SHA-256 of a report's own bytes, hex.
func digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
