package model

import (
	"regexp"
	"strconv"
	"strings"

	"ruhang/core/hiring"
)

// CVForm is a CV as it is typed: sections of rows of texts, so that a half-filled row is kept while a person corrects it.
type CVForm struct {
	Summary  string
	Sections []CVSection
	File     hiring.FileRef
	Source   string
}

// CVSection is one list of a CV.
type CVSection struct {
	ID     string // education, employments, qualifications, projects
	Fields []CVField
	Rows   [][]string
}

// CVField is a column of a section.
type CVField struct {
	ID      string
	Kind    string   // text, month, choice, tick, area
	Choices []string // of a choice: ids, whose words are "cv.<field>.<id>"
	Must    bool
}

func cvSections() []CVSection {
	text := func(id string, must bool) CVField { return CVField{ID: id, Kind: "text", Must: must} }
	month := func(id string, must bool) CVField { return CVField{ID: id, Kind: "month", Must: must} }
	return []CVSection{
		{ID: "education", Fields: []CVField{text("school", true), {ID: "degree", Kind: "choice", Choices: Degrees}, text("major", false),
			month("from", false), month("to", false), text("number", false)}},
		{ID: "employments", Fields: []CVField{text("company", true), text("title", false), text("industry", false),
			month("from", true), month("to", false), text("why", false), {ID: "internship", Kind: "tick"}}},
		{ID: "qualifications", Fields: []CVField{text("name", true), text("issuer", false), text("number", false), month("on", false)}},
		{ID: "projects", Fields: []CVField{text("name", true), text("role", false), month("from", false), month("to", false), {ID: "text", Kind: "area"}}},
	}
}

// FormOf is a CV as a form; nil is an empty one.
func FormOf(cv *hiring.CV) CVForm {
	f := CVForm{Sections: cvSections(), Source: "form"}
	if cv == nil {
		return f
	}
	f.Summary, f.File = cv.Summary, cv.File
	if cv.Source != "" {
		f.Source = cv.Source
	}
	for _, e := range cv.Education {
		f.Sections[0].Rows = append(f.Sections[0].Rows, []string{e.School, e.Degree, e.Major, string(e.From), string(e.To), e.Number})
	}
	for _, e := range cv.Employments {
		f.Sections[1].Rows = append(f.Sections[1].Rows, []string{e.Company, e.Title, e.Industry, string(e.From), string(e.To), e.Why, tick(e.Internship)})
	}
	for _, q := range cv.Qualifications {
		f.Sections[2].Rows = append(f.Sections[2].Rows, []string{q.Name, q.Issuer, q.Number, string(q.On)})
	}
	for _, p := range cv.Projects {
		f.Sections[3].Rows = append(f.Sections[3].Rows, []string{p.Name, p.Role, string(p.From), string(p.To), p.Text})
	}
	return f
}

func tick(on bool) string {
	if on {
		return "true"
	}
	return ""
}

// Add gives a section an empty row.
func (f *CVForm) Add(section int) {
	s := &f.Sections[section]
	s.Rows = append(s.Rows, make([]string, len(s.Fields)))
}

// Remove takes a row out of a section.
func (f *CVForm) Remove(section, row int) {
	s := &f.Sections[section]
	s.Rows = append(s.Rows[:row:row], s.Rows[row+1:]...)
}

// CVKey names an input: "employments.0.from", as faults name fields.
func CVKey(section string, row int, field string) string {
	return section + "." + strconv.Itoa(row) + "." + field
}

// CV is what the form says, with what is wrong by the key of its input: a sentence's key. Rows with nothing in them are
// left out.
func (f CVForm) CV() (hiring.CV, map[string]string) {
	wrong := map[string]string{}
	cv := hiring.CV{Summary: strings.TrimSpace(f.Summary), File: f.File, Source: f.Source}
	for _, s := range f.Sections {
		for i, row := range s.Rows {
			at := s.read(i, row, wrong)
			if at != nil {
				put(&cv, s.ID, at)
			}
		}
	}
	return cv, wrong
}

var monthForm = regexp.MustCompile(`^(19|20)\d{2}-(0[1-9]|1[0-2])(-\d{2})?$`)

// read answers a row by field, nil for an empty one, and notes what is wrong.
func (s CVSection) read(i int, row []string, wrong map[string]string) func(field string) string {
	values, filled := map[string]string{}, false
	for k, f := range s.Fields {
		v := strings.TrimSpace(row[k])
		if f.Kind == "month" {
			v = month(v)
		}
		values[f.ID] = v
		filled = filled || v != ""
	}
	if !filled {
		return nil
	}
	for _, f := range s.Fields {
		switch v := values[f.ID]; {
		case f.Must && v == "":
			wrong[CVKey(s.ID, i, f.ID)] = "field.empty"
		case f.Kind == "month" && v != "" && (!monthForm.MatchString(v) || !hiring.Date(v).First().Valid()):
			wrong[CVKey(s.ID, i, f.ID)] = "cv.bad_month"
		}
	}
	if from, to := values["from"], values["to"]; from != "" && to != "" && hiring.Date(from).First() > hiring.Date(to).Last() {
		wrong[CVKey(s.ID, i, "to")] = "cv.ends_before"
	}
	return func(field string) string { return values[field] }
}

// month brings "2024/7", "2024.07" and the Chinese form with year (年), month (月) and day (日) into the one form 2024-07.
func month(v string) string {
	v = strings.NewReplacer("/", "-", ".", "-", "\u5e74", "-", "\u6708", "", "\u65e5", "").Replace(v)
	parts := strings.Split(v, "-")
	for i := 1; i < len(parts); i++ {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	return strings.Trim(strings.Join(parts, "-"), "-")
}

func put(cv *hiring.CV, section string, at func(string) string) {
	day := func(field string) hiring.Date { return hiring.Date(at(field)) }
	switch section {
	case "education":
		cv.Education = append(cv.Education, hiring.Education{School: at("school"), Degree: at("degree"), Major: at("major"),
			From: day("from"), To: day("to"), Number: at("number")})
	case "employments":
		cv.Employments = append(cv.Employments, hiring.Employment{Company: at("company"), Title: at("title"), Industry: at("industry"),
			From: day("from"), To: day("to"), Why: at("why"), Internship: at("internship") == "true"})
	case "qualifications":
		cv.Qualifications = append(cv.Qualifications, hiring.Qualification{Name: at("name"), Issuer: at("issuer"), Number: at("number"), On: day("on")})
	case "projects":
		cv.Projects = append(cv.Projects, hiring.Project{Name: at("name"), Role: at("role"), Text: at("text"), From: day("from"), To: day("to")})
	}
}

// Empty says that nothing was typed.
func (f CVForm) Empty() bool {
	cv, wrong := f.CV()
	return len(wrong) == 0 && cv.Summary == "" && len(cv.Education)+len(cv.Employments)+len(cv.Qualifications)+len(cv.Projects) == 0
}
