package intake

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"ruhang/core/hiring"
)

// CV reads a CV; see office.Intake. What has no field of its own goes to the summary: nothing is lost.
func (in *Reader) CV(name string, r io.Reader) (cv hiring.CV, err error) {
	name = base(name)
	defer harmless(name, &err)
	data, err := read(context.Background(), name, r, maxCV)
	if err != nil {
		return hiring.CV{}, err
	}
	switch sniff(name, data) {
	case "json":
		return resume(name, data)
	case "csv": // any text
		text, err := decode(name, data)
		if err != nil {
			return hiring.CV{}, err
		}
		return cvText(string(text)), nil
	}
	return hiring.CV{}, fileFault("import.unknown_type", name)
}

// resume reads a JSON Resume (jsonresume.org, schema 1.0.0).
func resume(name string, data []byte) (hiring.CV, error) {
	var n node
	var wrong error
	err := eachJSON(name, data, "", func(s slice) bool {
		root, bad := parse(name, s)
		if bad != nil {
			wrong = bad
		} else if n.kind != 0 {
			wrong = fileFault("import.not_resume", name)
		}
		n = root
		return wrong == nil
	}, func(code string, line int) { wrong = refuse(code, name, line, "") })
	if err == nil {
		err = wrong
	}
	if err != nil {
		return hiring.CV{}, err
	}
	d := &decoding{file: name}
	cv := resumeOf(d, n)
	if d.err != nil {
		return hiring.CV{}, d.err
	}
	return cv, nil
}

func resumeOf(d *decoding, n node) hiring.CV {
	root := d.object(n, "", false)
	r := resumeReader{d: d}
	cv := hiring.CV{Source: "json_resume"}
	r.basics(root)
	r.each(root, "work", func(o object) {
		cv.Employments = append(cv.Employments, r.employment(o))
	})
	r.each(root, "education", func(o object) {
		cv.Education = append(cv.Education, r.education(o))
	})
	r.each(root, "certificates", func(o object) {
		cv.Qualifications = append(cv.Qualifications, hiring.Qualification{Name: r.text(o, "name"), On: r.date(o, "date"), Issuer: r.text(o, "issuer"), Number: r.text(o, "number")})
		r.left(o, "name", "date", "issuer", "number")
	})
	r.each(root, "projects", func(o object) {
		text := lines(r.text(o, "description"), strings.Join(o.texts("highlights"), "\n"))
		cv.Projects = append(cv.Projects, hiring.Project{Name: r.text(o, "name"), Role: strings.Join(o.texts("roles"), ", "), Text: text, From: r.date(o, "startDate"), To: r.date(o, "endDate")})
		r.left(o, "name", "description", "highlights", "roles", "startDate", "endDate")
	})
	for _, m := range n.members {
		switch m.key {
		case "basics", "work", "education", "certificates", "projects", "meta", "$schema":
		default:
			r.say(m.key, m.value)
		}
	}
	cv.Summary = lines(r.notes...)
	return cv
}

// resumeReader collects for the summary what has no field.
type resumeReader struct {
	d     *decoding
	notes []string
}

func (r *resumeReader) each(root object, key string, visit func(object)) {
	for i, n := range root.list(key) {
		visit(r.d.object(n, at(key, i), false))
	}
}

func (r *resumeReader) text(o object, key string) string { return o.text(key, maxText) }

// date reads a date; one that is none is kept as a note, since a CV is corrected by a person and not refused for a date.
func (r *resumeReader) date(o object, key string) hiring.Date {
	said := o.text(key, maxName)
	d := day(said)
	if d == "" && said != "" && !isPresent(said) {
		r.notes = append(r.notes, o.at(key)+": "+said)
	}
	return d
}

func (r *resumeReader) basics(root object) {
	n, ok := root.n.get("basics")
	if !ok {
		return
	}
	o := r.d.object(n, "basics", false)
	r.notes = append(r.notes, r.text(o, "summary"))
	r.left(o, "summary", "image")
}

func (r *resumeReader) employment(o object) hiring.Employment {
	e := hiring.Employment{Company: r.text(o, "name"), Title: r.text(o, "position"), Industry: r.text(o, "industry"), From: r.date(o, "startDate"), To: r.date(o, "endDate")}
	e.Internship = contains(strings.ToLower(e.Title+" "+r.text(o, "type")), words.Internship)
	r.left(o, "name", "position", "industry", "startDate", "endDate")
	return e
}

func (r *resumeReader) education(o object) hiring.Education {
	studied := r.text(o, "studyType")
	degree, rest := degreeIn(studied)
	if degree == "" {
		degree = "other"
	}
	if rest != "" {
		r.notes = append(r.notes, o.at("studyType")+": "+studied)
	}
	e := hiring.Education{School: r.text(o, "institution"), Degree: degree, Major: r.text(o, "area"), From: r.date(o, "startDate"), To: r.date(o, "endDate")}
	r.left(o, "institution", "studyType", "area", "startDate", "endDate")
	return e
}

// left notes every member of an object that no field took.
func (r *resumeReader) left(o object, taken ...string) {
	skip := map[string]bool{}
	for _, key := range taken {
		skip[key] = true
	}
	for _, m := range o.n.members {
		if !skip[m.key] {
			r.say(o.at(m.key), m.value)
		}
	}
}

// say notes a value and everything within it, one line each.
func (r *resumeReader) say(path string, n node) {
	switch n.kind {
	case '{':
		for _, m := range n.members {
			r.say(join(path, m.key), m.value)
		}
	case '[':
		for i, item := range n.items {
			r.say(at(path, i), item)
		}
	case 'n':
	default:
		if text := strings.TrimSpace(clean(n.text)); text != "" && utf8.ValidString(text) {
			r.notes = append(r.notes, path+": "+text)
		}
	}
}

// lines joins what is not blank.
func lines(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n")
}
