package intake

import (
	"slices"
	"strings"
	"unicode"

	"ruhang/core/hiring"
)

// maxEntries bounds how many entries of one kind are read from a text; further lines are kept in the summary.
const maxEntries = 200

// breaks makes one line break of all the ways programs end a line or a page.
var breaks = strings.NewReplacer("\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// cvText reads a pasted CV, Chinese or English, into the form that a person then corrects. A line is taken apart only when
// every piece of it finds a field; every other line stays whole in the summary.
func cvText(text string) hiring.CV {
	r := &textReader{cv: hiring.CV{Source: "text"}}
	for _, raw := range strings.FieldsFunc(clean(breaks.Replace(text)), func(r rune) bool { return r == '\n' }) {
		if said := strings.TrimSpace(raw); said != "" {
			r.line(said)
		}
	}
	r.cv.Summary = strings.Join(r.rest, "\n")
	return r.cv
}

// textReader goes through a CV line by line, knowing which section it is in.
type textReader struct {
	cv      hiring.CV
	section string
	project bool // the last line began a project: prose that follows is about it
	intern  bool // the section is one of internships
	rest    []string
}

func (r *textReader) line(said string) {
	if section := heading(said); section != "" {
		r.section, r.project, r.intern = section, false, contains(strings.ToLower(said), words.Internship)
		r.keep(said)
		return
	}
	taken := false
	switch e := takeApart(said); r.section {
	case "education":
		taken = r.education(e)
	case "employment":
		taken = r.employment(e)
	case "qualification":
		taken = r.qualification(e)
	case "project":
		taken = r.projectLine(e, said)
	case "":
		taken = e.dated && (r.education(e) || r.employment(e))
	}
	if !taken {
		r.keep(said)
	}
}

func (r *textReader) keep(said string) { r.rest = append(r.rest, said) }

// education takes a line with a school and at most a degree, a major and dates.
func (r *textReader) education(e entry) bool {
	i := slices.IndexFunc(e.pieces, func(p string) bool { return contains(strings.ToLower(p), words.Schools) })
	if i < 0 || len(r.cv.Education) >= maxEntries {
		return false
	}
	out := hiring.Education{School: e.pieces[i], Degree: "other", From: e.from, To: e.to}
	if !e.dated {
		out.From, out.To = "", e.from // one day is that of the diploma
	}
	for j, p := range e.pieces {
		degree, left := degreeIn(p)
		switch {
		case j == i:
		case degree != "" && left == "" && out.Degree == "other":
			out.Degree = degree
		case out.Major == "" && (degree == "" || out.Degree == "other"):
			out.Major = p
			if degree != "" {
				out.Degree = degree
			}
		default:
			return false
		}
	}
	if !e.dated && out.Degree == "other" {
		return false // a sentence that happens to name a school
	}
	r.cv.Education = append(r.cv.Education, out)
	return true
}

// employment takes a dated line with a company and at most a title.
func (r *textReader) employment(e entry) bool {
	if !e.dated || len(e.pieces) == 0 || len(e.pieces) > 3 || len(r.cv.Employments) >= maxEntries {
		return false
	}
	out := hiring.Employment{Company: e.pieces[0], From: e.from, To: e.to, Internship: r.intern || contains(strings.ToLower(e.said), words.Internship)}
	if len(e.pieces) > 1 {
		out.Title = strings.Join(e.pieces[1:], " ")
	}
	r.cv.Employments = append(r.cv.Employments, out)
	return true
}

// qualification takes each line of its section as one certificate, with its day and number when they stand there.
func (r *textReader) qualification(e entry) bool {
	if len(e.pieces) == 0 || len(e.pieces) > 3 || e.dated || len(r.cv.Qualifications) >= maxEntries {
		return false
	}
	q := hiring.Qualification{Name: e.pieces[0], On: e.from}
	if more := strings.Join(e.pieces[1:], " "); strings.ContainsFunc(more, unicode.IsDigit) {
		q.Number = more
	} else {
		q.Issuer = more
	}
	r.cv.Qualifications = append(r.cv.Qualifications, q)
	return true
}

// projectLine begins a project by a dated line; what follows is its text.
func (r *textReader) projectLine(e entry, said string) bool {
	if e.dated && len(e.pieces) > 0 && len(e.pieces) < 3 && len(r.cv.Projects) < maxEntries {
		p := hiring.Project{Name: e.pieces[0], From: e.from, To: e.to}
		if len(e.pieces) == 2 {
			p.Role = e.pieces[1]
		}
		r.cv.Projects = append(r.cv.Projects, p)
		r.project = true
		return true
	}
	if r.project {
		last := &r.cv.Projects[len(r.cv.Projects)-1]
		last.Text = lines(last.Text, said)
	}
	return r.project
}

// heading says which section a line opens; "" for any other line.
func heading(said string) string {
	key := strings.ToLower(strings.Join(strings.Fields(narrow(said)), " "))
	key = strings.TrimSpace(strings.Trim(key, "#*=-_:.[]<>|\u3010\u3011\u300a\u300b\u3001\u25a0\u25cf\u25c6\u2022 "))
	if len(key) > 60 {
		return ""
	}
	key = strings.TrimSpace(strings.TrimLeft(key, numerals))
	for section, names := range words.Headings {
		if slices.Contains(names, key) {
			return section
		}
	}
	return ""
}

// numerals number the sections of a CV, in both scripts.
const numerals = "0123456789.\u3001\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341)("

func contains(s string, any []string) bool {
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(s, w) })
}
