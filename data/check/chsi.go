package check

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/screening"
)

// Report is what a candidate's own report of CHSI (the ministry's student information network) says of itself. It proves nothing until a person has opened the
// page behind its code: a PDF is easily changed.
type Report struct {
	Kind      string // graduation, enrolment, degree, certification
	Code      string // for the page that confirms it
	Name      string
	IDNumber  string // often masked
	Born      hiring.Date
	Education hiring.Education
	Study     string // kind of study: full time, adult, on line
	Outcome   string // graduated, completed without a degree
	Status    string // of one who studies still
	Updated   hiring.Date
}

// OwnReport is ReadCHSI as the office takes it.
func OwnReport(text string) (office.OwnReport, error) {
	r, err := ReadCHSI(text)
	return office.OwnReport{Code: r.Code, Name: r.Name, IDNumber: r.IDNumber, On: r.Updated, Facts: r.Facts()}, err
}

// longestReport is how much of a text is looked at, in bytes; a report is one page.
const longestReport = 64 << 10

// Facts are what the report says, to be held against the CV once a person has confirmed it.
func (r Report) Facts() hiring.CheckFacts {
	return hiring.CheckFacts{Education: []hiring.Education{r.Education}}
}

// ReadCHSI reads the fields of a report from the text of its PDF, wherever they stand: behind their label, or below a row of labels.
func ReadCHSI(text string) (Report, error) {
	text = plainly(text[:min(len(text), longestReport)])
	r := Report{Kind: kindOf(text)}
	if r.Kind == "" {
		return Report{}, fault.New(fault.Invalid, "check.chsi.no_report")
	}
	said := fields(text)
	day := func(names ...string) hiring.Date {
		for _, name := range names {
			if d := civil(said[name]); d != "" {
				return d
			}
		}
		return ""
	}
	r.Code = codeIn(said["code"])
	r.Name, r.IDNumber, r.Study, r.Outcome, r.Status = said["name"], said["id_no"], said["kind"], said["outcome"], said["status"]
	r.Born, r.Updated = day("born"), day("updated")
	r.Education = hiring.Education{School: said["school"], Major: said["major"], Degree: levelOf(said["level"]), From: day("from"), To: day("to", "conferred", "expected"),
		Number: said["number"]}
	switch {
	case r.Code == "":
		return r, fault.New(fault.Invalid, "check.chsi.no_code")
	case r.Name == "" || r.Education.School == "":
		return r, fault.New(fault.Invalid, "check.chsi.unreadable")
	}
	return r, nil
}

// plainly writes a report's text in one width, with line breaks of one kind.
func plainly(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u3000", " ", "\uff1a", ":", "\uff08", "(", "\uff09", ")", "\uff0f", "/").Replace(strings.ToValidUTF8(s, ""))
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, s)
}

func kindOf(text string) string {
	bare := strings.Join(strings.Fields(text), "")
	for _, kind := range []string{"graduation", "enrolment", "degree", "certification"} {
		if slices.ContainsFunc(words.Reports[kind], func(title string) bool { return strings.Contains(bare, title) }) {
			return kind
		}
	}
	return ""
}

// labelled finds any label at the beginning of a line or after a space; its characters may stand apart. fieldOf says which field it names.
var labelled, fieldOf = func() (*regexp.Regexp, map[string]string) {
	of := map[string]string{}
	var names []string
	for field, ways := range words.Labels {
		for _, name := range ways {
			of[name], names = field, append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { // the longest first, so that none is found inside another
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	for i, name := range names {
		var letters []string
		for _, r := range name {
			letters = append(letters, regexp.QuoteMeta(string(r)))
		}
		names[i] = strings.Join(letters, " *")
	}
	return regexp.MustCompile(`(?:^|\s)(` + strings.Join(names, "|") + `)( *:|\s|$)`), of
}()

// hit is a label found in a line.
type hit struct {
	field      string
	begin, end int
}

// fields finds the value of every label; the first one that a report says counts.
func fields(text string) map[string]string {
	out := map[string]string{}
	keep := func(field, value string) {
		if value = strings.Join(strings.Fields(strings.Trim(value, ": ")), " "); value != "" && out[field] == "" {
			out[field] = value
		}
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		hits := hitsIn(line)
		empty := 0
		for n, h := range hits {
			end := len(line)
			if n+1 < len(hits) {
				end = hits[n+1].begin
			}
			value := strings.Trim(line[h.end:end], ": \t")
			if value == "" {
				empty++
			}
			keep(h.field, value)
		}
		if empty > 0 && empty == len(hits) {
			below(hits, lines[i+1:], keep)
		}
	}
	return out
}

// below reads a row of values under a row of labels.
func below(hits []hit, lines []string, keep func(field, value string)) {
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if values := strings.Fields(line); len(hitsIn(line)) == 0 && (len(values) == len(hits) || len(hits) == 1) {
			for n, h := range hits {
				if len(hits) == 1 {
					keep(h.field, line)
				} else {
					keep(h.field, values[n])
				}
			}
		}
		return
	}
}

func hitsIn(line string) []hit {
	var hits []hit
	for from := 0; ; {
		at := labelled.FindStringSubmatchIndex(line[from:])
		if at == nil {
			return hits
		}
		name := strings.ReplaceAll(line[from+at[2]:from+at[3]], " ", "")
		hits = append(hits, hit{fieldOf[name], from + at[2], from + at[3]})
		from += at[3] // what ends one label may begin the next
	}
}

// chsiCode finds a code in a text; older ones are written in groups of four.
var chsiCode = regexp.MustCompile(`[0-9A-Z](?: ?[0-9A-Z]){11,15}`)

func codeIn(s string) string {
	for _, found := range chsiCode.FindAllString(strings.ToUpper(s), -1) {
		if code := strings.ReplaceAll(found, " ", ""); screening.CHSICode(code) {
			return code
		}
	}
	return ""
}

// dayShape is a day as reports write it: 1995-05-03, 1995/5/3, 1995.05.03, or with the characters for year, month and day.
var dayShape = regexp.MustCompile(`(\d{4}) *[-/.\x{5e74}] *(\d{1,2}) *(?:[-/.\x{6708}] *(\d{1,2})?)?`)

// civil reads a day, or a month where a report names no day.
func civil(s string) hiring.Date {
	m := dayShape.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	two := func(part string) string { return strings.Repeat("0", 2-len(part)) + part }
	d := hiring.Date(m[1] + "-" + two(m[2]))
	if m[3] != "" {
		d += hiring.Date("-" + two(m[3]))
	}
	if !d.First().Valid() {
		return ""
	}
	return d
}

func levelOf(said string) string {
	for _, level := range []string{"doctor", "master", "bachelor", "junior_college"} {
		if slices.ContainsFunc(words.Levels[level], func(word string) bool { return strings.Contains(said, word) }) {
			return level
		}
	}
	if said == "" {
		return ""
	}
	return "other"
}
