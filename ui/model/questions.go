package model

import (
	"slices"
	"strconv"
	"strings"

	"ruhang/core/catalog"
)

// QuestionLine is a question of a bank in the list.
type QuestionLine struct {
	ID         string
	Text       string
	Competency string
	Note       string
	Retired    bool
}

// BankChoices are the banks of questions, each with the positions that draw from it.
func (r Reader) BankChoices() []Choice {
	var out []Choice
	for id, bank := range r.Cat.Banks {
		var users []string
		for _, p := range r.Cat.PositionList() {
			if p.Questions == id {
				users = append(users, p.Name.In(r.Lang))
			}
		}
		label := bank.Name.In(r.Lang)
		if len(users) > 0 {
			label = strings.Join(users, r.Say("list.comma"))
		}
		out = append(out, Choice{id, label})
	}
	slices.SortFunc(out, func(a, b Choice) int { return strings.Compare(a.Value, b.Value) })
	return out
}

// QuestionFilter chooses questions of a bank; empty fields choose all.
type QuestionFilter struct {
	Competency, Find string
	Retired          bool // those that are retired, instead of those that are asked
}

// BankQuestions are the questions of a bank that a filter chooses, in the file's order.
func (r Reader) BankQuestions(bank *catalog.QuestionBank, f QuestionFilter) []QuestionLine {
	var out []QuestionLine
	find := strings.ToLower(strings.TrimSpace(f.Find))
	for _, q := range bank.Questions {
		text := strings.ToLower(q.ID + " " + q.Text.In("zh") + " " + q.Text.In("en") + " " + strings.Join(q.Tags, " "))
		if q.Retired != f.Retired || f.Competency != "" && q.Competency != f.Competency || !strings.Contains(text, find) {
			continue
		}
		out = append(out, QuestionLine{ID: q.ID, Text: q.Text.In(r.Lang), Competency: r.Dimension(q.Competency, ""), Retired: q.Retired,
			Note: r.Say("questions.level", "level", strconv.Itoa(q.Level)) + " · " + r.Say("kit.minutes", "minutes", strconv.Itoa(q.Minutes))})
	}
	return out
}

// BankCompetencies are what a bank has levels or questions for, in its order.
func (r Reader) BankCompetencies(bank *catalog.QuestionBank) []Choice {
	var out []Choice
	add := func(id string) {
		if !slices.ContainsFunc(out, func(c Choice) bool { return c.Value == id }) {
			out = append(out, Choice{id, r.Dimension(id, "")})
		}
	}
	for _, rubric := range bank.Rubrics {
		add(rubric.Competency)
	}
	for _, q := range bank.Questions {
		add(q.Competency)
	}
	return out
}

// Levels is how many anchors a question has.
const Levels = 5

// QuestionDraft is a question while it is edited: its texts by the name of their field ("text.zh", "anchors[2].en").
type QuestionDraft struct {
	Was   *catalog.Question // nil: a new one
	Texts map[string]string
	Meta  map[string]string // competency, level, minutes, tags
}

// QuestionFields are the names of a question's texts, in the order of the page, without the language.
func QuestionFields() []string {
	out := []string{"text", "probe"}
	for i := range Levels {
		out = append(out, "anchors["+strconv.Itoa(i)+"]")
	}
	return out
}

// NewQuestionDraft begins with a question, or with an empty one of a competency.
func NewQuestionDraft(bank *catalog.QuestionBank, q *catalog.Question, competency string) QuestionDraft {
	d := QuestionDraft{Was: q, Texts: map[string]string{}, Meta: map[string]string{"competency": competency, "level": "2", "minutes": "5"}}
	if q == nil {
		return d
	}
	d.Meta = map[string]string{"competency": q.Competency, "level": strconv.Itoa(q.Level), "minutes": strconv.Itoa(q.Minutes), "tags": strings.Join(q.Tags, ", ")}
	for _, lang := range catalog.Languages {
		d.Texts["text."+lang], d.Texts["probe."+lang] = q.Text[lang], q.Probe[lang]
		for i, a := range bank.AnchorsOf(q) {
			d.Texts["anchors["+strconv.Itoa(i)+"]."+lang] = a[lang]
		}
	}
	return d
}

// Question is the draft as a question with an id; figures that are none are 0, which the catalog refuses.
func (d QuestionDraft) Question(id string) catalog.Question {
	text := func(field string) catalog.Text {
		out := catalog.Text{}
		for _, lang := range catalog.Languages {
			out[lang] = strings.TrimSpace(d.Texts[field+"."+lang])
		}
		return out
	}
	q := catalog.Question{ID: id, Competency: d.Meta["competency"], Text: text("text"), Tags: tagsOf(d.Meta["tags"])}
	q.Level, _ = strconv.Atoi(d.Meta["level"])
	q.Minutes, _ = strconv.Atoi(d.Meta["minutes"])
	if probe := text("probe"); probe["zh"]+probe["en"] != "" {
		q.Probe = probe
	}
	for i := range Levels {
		q.Anchors = append(q.Anchors, text("anchors["+strconv.Itoa(i)+"]"))
	}
	return q
}

func tagsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", ;\uff0c\uff1b\u3001", r) })
}

// Saved are the questions to save for a draft; see QuestionBank.Revised.
func (d QuestionDraft) Saved(bank *catalog.QuestionBank) []catalog.Question {
	id := ""
	if d.Was != nil {
		id = d.Was.ID
	}
	return bank.Revised(d.Question(id))
}

// Verdict is the linter's word on a text as it is typed: nil for a lawful one, else the refusal and what may be asked instead, in the
// language of the text.
func (r Reader) Verdict(text, lang string) (refusal error, instead string) {
	broken := r.Cat.Unlawful.Breaks(text)
	if len(broken) == 0 {
		return nil, ""
	}
	return r.Cat.Unlawful.Refuse("text", text), broken[0].Rule.Instead.In(lang)
}

// QuestionProblems sorts what is wrong with a saved question by the editor's fields; what belongs to none comes under "".
func (r Reader) QuestionProblems(bank *catalog.QuestionBank, err error, say func(error) string) map[string]string {
	out := map[string]string{}
	for _, p := range catalog.Problems(err) {
		field := ""
		if p.Params["file"] == bank.File {
			_, field, _ = strings.Cut(p.Params["field"], "].")
		}
		out[field] = strings.TrimSpace(out[field] + "\n" + say(p))
	}
	return out
}
