package intake

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// cells is one row of a table, read by field.
type cells struct {
	d  *decoding
	t  *table
	l  line
	at map[string]int
}

// text is a field's cell; "" when no column has it.
func (c cells) text(field string) string {
	i, ok := c.at[field]
	if !ok {
		return ""
	}
	return c.l.cells[i]
}

// where says line and column of a field, by the column's own name.
func (c cells) where(field string) (int, string) {
	if i, ok := c.at[field]; ok {
		return c.l.number, c.t.head[i]
	}
	return c.l.number, field
}

func (c cells) fail(code, field string, pairs ...string) {
	number, column := c.where(field)
	c.d.fail(code, number, column, pairs...)
}

// must is a cell that may not be blank.
func (c cells) must(field string, max int) string {
	s := c.text(field)
	if s == "" {
		c.fail("import.missing", field)
	}
	if len([]rune(s)) > max {
		c.fail("import.too_long", field, "max", itoa(max))
	}
	return s
}

// score reads 85, 85.5, 85/100, 85 % and 85 with a unit; a formula or a word is no score.
func (c cells) score(field string) hiring.Score {
	s := hiring.Score{Min: 0, Max: 100}
	said := strings.ToLower(squeeze(c.text(field)))
	for _, unit := range words.Units {
		said = strings.TrimSuffix(said, unit)
	}
	if value, of, ok := strings.Cut(said, "/"); ok {
		max, ok := decimal(of)
		if !ok || max <= 0 {
			c.fail("import.bad_score", field)
			return s
		}
		said, s.Max = value, max
	}
	value, ok := decimal(said)
	switch {
	case !ok:
		c.fail("import.bad_score", field)
	case value < s.Min || value > s.Max:
		c.fail("import.score_range", field, "min", num(s.Min), "max", num(s.Max))
	}
	s.Value = value
	return s
}

// decimal is a number in digits; NaN, 1e9, 0x1p4 and 1_000 are none.
func decimal(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "+-.0123456789") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && !math.IsInf(v, 0)
}

// reportOf reads a row's report.
func (in *Reader) reportOf(c cells, m office.Mapping, r *hiring.Report) {
	r.ReportID = c.must("report_id", maxName)
	if _, named := c.at["vendor"]; named {
		r.Vendor = c.must("vendor", maxName)
	}
	said := c.must("position", maxName)
	if r.Position = in.positions[plain(said)]; r.Position == "" {
		c.fail("import.unknown_position", "position", "value", said)
	}
	ok := false
	if r.InterviewedAt, ok = instant(c.must("interviewed_at", maxName)); !ok {
		c.fail("import.bad_date", "interviewed_at")
	}
	c.must("overall", maxName)
	r.Overall = c.score("overall")
	r.Pass = c.verdict()
	r.Model, r.Advice = c.text("model_version"), c.text("recommendation")
	in.dimensionColumns(c, r)
	for _, label := range strings.FieldsFunc(narrow(c.text("trait")), separates) {
		label = strings.TrimSpace(label)
		r.Traits = append(r.Traits, hiring.Trait{Code: in.codeOf("", label), Label: label})
	}
	c.extra(m, r)
}

// separates ends one entry of a list within a cell.
func separates(r rune) bool { return strings.ContainsRune(",;/|\n\u3001\uff64", r) }

// verdict is the vendor's own word, nil when it gave none or left it open.
func (c cells) verdict() *bool {
	said := c.text("pass")
	if said == "" {
		return nil
	}
	id, known := wordIn(words.Verdicts, said)
	if !known {
		c.fail("import.bad_verdict", "pass")
	}
	if id == "open" || !known {
		return nil
	}
	yes := id == "pass"
	return &yes
}

// dimensionColumns reads the scores per dimension, in the order of the columns; a blank cell is a dimension not measured.
func (in *Reader) dimensionColumns(c cells, r *hiring.Report) {
	var fields []string
	for field := range c.at {
		if strings.HasPrefix(field, "dimension:") {
			fields = append(fields, field)
		}
	}
	slices.SortFunc(fields, func(a, b string) int { return c.at[a] - c.at[b] })
	for _, field := range fields {
		if c.text(field) == "" {
			continue
		}
		code := in.codeOf(strings.TrimPrefix(field, "dimension:"), "")
		r.Dimensions = append(r.Dimensions, hiring.Dimension{Code: code, Name: c.t.head[c.at[field]], Score: c.score(field)})
	}
	if len(r.Dimensions) == 0 {
		c.fail("import.missing", "dimensions")
	}
}

// extra keeps the columns nobody mapped, as text; those set to ignore are left out.
func (c cells) extra(m office.Mapping, r *hiring.Report) {
	for i, column := range c.t.head {
		value := strings.TrimFunc(c.l.cells[i], unicode.IsSpace)
		if m.Columns[column] == "" && value != "" {
			r.Extra = append(r.Extra, hiring.ExtraColumn{Name: column, Value: value})
		}
	}
}
