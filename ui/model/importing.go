package model

import (
	"slices"
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// importFields are the fields a column can be, beside the catalog's dimensions.
var importFields = []string{"name", "id_no", "phone", "email", "position", "branch", "report_id", "vendor", "overall", "pass", "interviewed_at", "trait", "ignore"}

// FieldChoices are what a column of a table can be.
func (r Reader) FieldChoices() []Choice {
	out := []Choice{{"", r.Say("import.field.keep")}}
	for _, f := range importFields {
		out = append(out, Choice{f, r.Say("import.field." + f)})
	}
	for _, code := range sortedKeys(r.Cat.Dimensions) {
		if d := r.Cat.Dimensions[code]; d.Kind == "dimension" {
			out = append(out, Choice{"dimension:" + code, r.Say("import.field.dimension", "name", d.Name.In(r.Lang))})
		}
	}
	return out
}

// ColumnLine is a column on the mapping page: its name, what it is taken for, its first values.
type ColumnLine struct {
	Name, Field, Sample string
}

// Columns are the columns of a table with the guess.
func (r Reader) Columns(s office.Sheet) []ColumnLine {
	out := make([]ColumnLine, len(s.Guess.Head))
	for i, name := range s.Guess.Head {
		var values []string
		for _, row := range s.Sample {
			if i < len(row) && strings.TrimSpace(row[i]) != "" && len(values) < 3 {
				values = append(values, strings.Join(strings.Fields(row[i]), " "))
			}
		}
		out[i] = ColumnLine{Name: name, Field: s.Guess.Columns[name], Sample: strings.Join(values, r.Say("list.comma"))}
	}
	return out
}

// MappingGap is what a mapping still lacks before any row can be read, "" for nothing.
func (r Reader) MappingGap(m office.Mapping) string {
	var missing []string
	for _, need := range []string{"name", "position", "report_id"} {
		found := false
		for _, field := range m.Columns {
			found = found || field == need
		}
		if !found {
			missing = append(missing, r.Say("import.field."+need))
		}
	}
	if len(missing) == 0 {
		return ""
	}
	return r.Say("import.missing_columns", "columns", strings.Join(missing, r.Say("list.comma")))
}

// AnswerLine is a row's answer in words.
type AnswerLine struct {
	Line, Name, State, Why string
	Tone                   Tone
	At                     int // in the result
}

// Answers are the rows' answers: what needs a person first, then in the order of the file.
func (r Reader) Answers(res office.ImportResult, sentence func(error) string) []AnswerLine {
	out := make([]AnswerLine, 0, len(res.Answers))
	for i, a := range res.Answers {
		line := AnswerLine{Name: a.Name, State: r.Say("import.answer." + answerWord(res, a.State)), At: i}
		if a.Line > 0 {
			line.Line = strconv.Itoa(a.Line)
		}
		switch a.State {
		case office.RowTaken:
			line.Why = r.Say("import.failed_waits")
			if a.Passed {
				line.Why = r.Say("import.passed_opens")
			}
		case office.RowAlready:
			line.Why = r.Say("import.already_there")
		case office.RowRefused:
			line.Tone, line.Why = Bad, r.refusal(a.Err, sentence)
		case office.RowDoubtful:
			line.Tone, line.Why = Urgent, sentence(a.Err)
		}
		out = append(out, line)
	}
	rank := map[Tone]int{Urgent: 0, Bad: 1}
	slices.SortStableFunc(out, func(a, b AnswerLine) int { return placed(rank, a.Tone) - placed(rank, b.Tone) })
	return out
}

func placed(rank map[Tone]int, t Tone) int {
	if n, ok := rank[t]; ok {
		return n
	}
	return len(rank)
}

// answerWord tells what is taken from what a dry run would take.
func answerWord(res office.ImportResult, s office.AnswerState) string {
	if res.Dry && s == office.RowTaken {
		return "takeable"
	}
	return string(s)
}

// refusal names the field before the reason.
func (r Reader) refusal(err error, sentence func(error) string) string {
	field := fault.Of(err).Params["field"]
	if word := r.Say("field." + field); field != "" && word != "field."+field {
		return r.Say("import.field_reason", "field", word, "reason", sentence(err))
	}
	return sentence(err)
}

// ImportSummary counts the answers in one sentence.
func (r Reader) ImportSummary(res office.ImportResult) string {
	n := func(s office.AnswerState) string { return strconv.Itoa(res.Count(s)) }
	return r.Say("import.summary."+answerWord(res, office.RowTaken), "taken", n(office.RowTaken), "already", n(office.RowAlready),
		"refused", n(office.RowRefused), "doubtful", n(office.RowDoubtful))
}
