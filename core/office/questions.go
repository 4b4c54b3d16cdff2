package office

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// QuestionRow is one question read from a table, or why it could not be.
type QuestionRow struct {
	File     string
	Line     int
	Question catalog.Question // without an id: a new one
	Refusal  error            // fault.Invalid with Params file, line, field
}

// QuestionTaken is what an import does, or would do, with a row.
type QuestionTaken struct {
	QuestionRow
	Outcome string // "added", "changed", "same", "refused"
}

// ImportQuestions puts the questions of a table into a bank; dry only says what it would do. Every row is answered, and those that the
// configuration refuses (an unlawful question, a missing anchor) are left out, each with its reason; the others come into force together.
func (s *Staff) ImportQuestions(ctx context.Context, was ConfigFile, bankID, name string, r io.Reader, dry bool) ([]QuestionTaken, error) {
	if err := s.mayConfig(was.Path); err != nil {
		return nil, err
	}
	bank := s.office.Catalog().Banks[bankID]
	if bank == nil || bank.File != was.Path {
		return nil, fault.New(fault.Missing, "config.nowhere")
	}
	rows, err := s.office.intake().Questions(name, r)
	if err != nil {
		return nil, err
	}
	taken := make([]QuestionTaken, len(rows))
	for i, row := range rows {
		taken[i] = answerQuestion(bank, row)
	}
	is, err := s.settleQuestions(bank, was, taken)
	if err != nil || dry || is == was {
		return taken, err
	}
	return taken, s.SaveConfig(ctx, was, is)
}

// answerQuestion says what a row does, as far as the row alone tells.
func answerQuestion(bank *catalog.QuestionBank, row QuestionRow) QuestionTaken {
	was := bank.Question(row.Question.ID)
	t := QuestionTaken{row, "added"}
	switch {
	case row.Refusal != nil:
		t.Outcome = "refused"
	case row.Question.ID != "" && was == nil: // an id of theirs, which says nothing here
		t.Question.ID = ""
	case was != nil && bank.Same(was, &row.Question):
		t.Outcome = "same"
	case was != nil:
		t.Outcome = "changed"
	}
	return t
}

// settleQuestions gives the file with every row in it that the configuration does not refuse. What it refuses is found by building the
// whole once, taking out the rows that are named, and building again.
func (s *Staff) settleQuestions(bank *catalog.QuestionBank, was ConfigFile, taken []QuestionTaken) (ConfigFile, error) {
	for {
		is, rowOf, err := s.withQuestions(bank, was, taken)
		if err != nil || is == was {
			return is, err
		}
		_, err = s.office.overlay().Build(is)
		if err == nil {
			return is, nil
		}
		if !blame(bank, taken, rowOf, err) {
			return was, err
		}
	}
}

// withQuestions is the file with the rows that are taken, and which row stands at which place of its list.
func (s *Staff) withQuestions(bank *catalog.QuestionBank, was ConfigFile, taken []QuestionTaken) (is ConfigFile, rowOf map[int]int, err error) {
	now := *bank // grows with every row, so that two new questions get two ids
	now.Questions = append([]catalog.Question(nil), bank.Questions...)
	is, rowOf = was, map[int]int{}
	for i, t := range taken {
		if t.Outcome != "added" && t.Outcome != "changed" {
			continue
		}
		for _, q := range now.Revised(t.Question) {
			text, err := s.office.overlay().Amend(is.Text, "questions", q.ID, q)
			if err != nil {
				return was, nil, err
			}
			is.Text, is.Own = text, true
			rowOf[now.Put(q)] = i
		}
	}
	return is, rowOf, nil
}

// blame marks the rows that problems name as refused; false when a problem names none.
func blame(bank *catalog.QuestionBank, taken []QuestionTaken, rowOf map[int]int, err error) bool {
	found := false
	for _, p := range catalog.Problems(err) {
		place, field, _ := strings.Cut(strings.TrimPrefix(p.Params["field"], "questions["), "]")
		at, bad := strconv.Atoi(place)
		row, known := rowOf[at]
		if p.Params["file"] != bank.File || bad != nil || !known {
			continue
		}
		found = true
		if t := &taken[row]; t.Outcome != "refused" {
			t.Outcome = "refused"
			t.Refusal = p.With("file", t.File).With("line", strconv.Itoa(t.Line)).With("field", columnOf(strings.TrimPrefix(field, ".")))
		}
	}
	return found
}

// columnOf is the column that a field of a question stands in: "anchors[2].en" in anchor3_en.
func columnOf(field string) string {
	if place, lang, is := strings.Cut(strings.TrimPrefix(field, "anchors["), "]"); is {
		if n, err := strconv.Atoi(place); err == nil {
			field = "anchor" + strconv.Itoa(n+1) + lang
		}
	}
	return strings.ReplaceAll(field, ".", "_")
}

// questionColumns are the columns of a table of questions, by the names that data/intake knows.
func questionColumns() []string {
	out := []string{"id", "competency", "tags", "level", "minutes", "text_zh", "text_en", "probe_zh", "probe_en"}
	for i := range 5 {
		out = append(out, "anchor"+strconv.Itoa(i+1)+"_zh", "anchor"+strconv.Itoa(i+1)+"_en")
	}
	return out
}

// ExportQuestions is a bank as a table that ImportQuestions reads again; retired questions are left out.
func (s *Staff) ExportQuestions(bankID string) ([]byte, error) {
	bank := s.office.Catalog().Banks[bankID]
	if bank == nil {
		return nil, fault.New(fault.Missing, "config.nowhere")
	}
	if err := s.mayConfig(bank.File); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	table := NewCSV(&out, questionColumns()...)
	for _, q := range bank.Asked() {
		row := []string{q.ID, q.Competency, strings.Join(q.Tags, ", "), strconv.Itoa(q.Level), strconv.Itoa(q.Minutes), q.Text["zh"], q.Text["en"], q.Probe["zh"], q.Probe["en"]}
		for i := range 5 {
			anchor := catalog.Text{}
			if all := bank.AnchorsOf(q); i < len(all) {
				anchor = all[i]
			}
			row = append(row, anchor["zh"], anchor["en"])
		}
		table.Row(row...)
	}
	err := table.Done()
	return out.Bytes(), err
}
