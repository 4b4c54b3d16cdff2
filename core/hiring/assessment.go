package hiring

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
)

// CV is what the candidate says of their life (简历); months are enough for dates ("2024-07" or "2024-07-01").
type CV struct {
	Education      []Education     `json:"education,omitempty"`
	Employments    []Employment    `json:"employments,omitempty"`
	Qualifications []Qualification `json:"qualifications,omitempty"`
	Projects       []Project       `json:"projects,omitempty"`
	Summary        string          `json:"summary,omitempty"`
	File           FileRef         `json:"file"`
	Source         string          `json:"source,omitempty"` // form, json_resume, text
}

// Education is one degree or diploma.
type Education struct {
	School string `json:"school"`
	Degree string `json:"degree"` // junior_college, bachelor, master, doctor, high_school, other
	Major  string `json:"major,omitempty"`
	From   Date   `json:"from,omitempty"`
	To     Date   `json:"to,omitempty"`
	Number string `json:"number,omitempty"` // diploma number
}

// Employment is one job; To is empty for the present one.
type Employment struct {
	Company    string `json:"company"`
	Title      string `json:"title,omitempty"`
	Industry   string `json:"industry,omitempty"`
	From       Date   `json:"from"`
	To         Date   `json:"to,omitempty"`
	Internship bool   `json:"internship,omitempty"`
	Why        string `json:"why,omitempty"` // reason of leaving
}

// Qualification is a certificate.
type Qualification struct {
	Name   string `json:"name"`
	Number string `json:"number,omitempty"`
	On     Date   `json:"on,omitempty"`
	Issuer string `json:"issuer,omitempty"`
}

// Project is something done.
type Project struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
	Text string `json:"text,omitempty"`
	From Date   `json:"from,omitempty"`
	To   Date   `json:"to,omitempty"`
}

// KitItem is one question of the interview kit (面试包) with the reasons why it is in.
type KitItem struct {
	Bank       string   `json:"bank"`
	Question   string   `json:"question"` // id in the bank; empty for one written by hand
	Text       string   `json:"text,omitempty"`
	Competency string   `json:"competency"`
	Reasons    []Reason `json:"reasons"`
}

// Reason says what caused a question: a rule of the position with the values that made it true, or a person.
type Reason struct {
	Rule   string            `json:"rule"`   // id of the kit rule, "core", "fill" or "hand"
	Kind   string            `json:"kind"`   // dimension, trait, cv, industry, flag, core, fill, hand
	Values map[string]string `json:"values"` // for the reason's text: score, trait, item, industry
}

// AttachCV puts a CV into the case; a newer one replaces it.
type AttachCV struct {
	CV CV `json:"cv"`
}

// CVAttached is that.
type CVAttached AttachCV

// DrawKit draws the kit by the position's rules.
type DrawKit struct{}

// EditKit replaces the kit by a person's own choice and order.
type EditKit struct {
	Items []KitItem `json:"items"`
}

// KitDrawn is the kit as drawn by rule.
type KitDrawn struct {
	Items []KitItem `json:"items"`
}

// KitEdited is the kit as a person left it.
type KitEdited struct {
	Items []KitItem `json:"items"`
}

// CompleteTask ticks a task of the case's stage or fills its form.
type CompleteTask struct {
	Stage  string            `json:"stage"`
	Task   string            `json:"task"`
	Fields map[string]string `json:"fields,omitempty"`
}

// TaskCompleted is that.
type TaskCompleted CompleteTask

// AddNote is a remark about the case, for those who may read evaluations.
type AddNote struct {
	Text string  `json:"text"`
	File FileRef `json:"file"`
}

// NoteAdded is that.
type NoteAdded AddNote

// Note is a remark.
type Note struct {
	Stamp
	Text string
	File FileRef
}

func (AttachCV) Name() string       { return "attach_cv" }
func (AttachCV) Nature() Nature     { return Fact }
func (DrawKit) Name() string        { return "draw_kit" }
func (DrawKit) Nature() Nature      { return Decisive }
func (EditKit) Name() string        { return "edit_kit" }
func (EditKit) Nature() Nature      { return Decisive }
func (CompleteTask) Name() string   { return "complete_task" }
func (CompleteTask) Nature() Nature { return Fact }
func (AddNote) Name() string        { return "note" }
func (AddNote) Nature() Nature      { return Fact }

func (CVAttached) Wire() string    { return "cv_attached.1" }
func (CVAttached) Class() Class    { return Basic }
func (KitDrawn) Wire() string      { return "kit_drawn.1" }
func (KitDrawn) Class() Class      { return Evaluation }
func (KitEdited) Wire() string     { return "kit_edited.1" }
func (KitEdited) Class() Class     { return Evaluation }
func (TaskCompleted) Wire() string { return "task_completed.1" }
func (TaskCompleted) Class() Class { return Basic }
func (NoteAdded) Wire() string     { return "note_added.1" }
func (NoteAdded) Class() Class     { return Evaluation }

func (cmd AttachCV) decide(c *Case, env Env) ([]Body, error) {
	for i, e := range cmd.CV.Employments {
		if e.Company == "" {
			return nil, fault.New(fault.Invalid, "field.empty", "field", "employments."+strconv.Itoa(i)+".company")
		}
		if e.From.month() == "" || (e.To != "" && e.To.month() == "") || (e.To != "" && e.To.Last() < e.From.First()) {
			return nil, fault.New(fault.Invalid, "field.dates", "field", "employments."+strconv.Itoa(i)+".from")
		}
	}
	for i, e := range cmd.CV.Education {
		if e.School == "" {
			return nil, fault.New(fault.Invalid, "field.empty", "field", "education."+strconv.Itoa(i)+".school")
		}
	}
	return []Body{CVAttached(cmd)}, nil
}

// month is the yyyy-mm of a day or a month, "" when it is neither.
func (d Date) month() string {
	s := string(d)
	if len(s) == len("2006-01") {
		s += "-01"
	}
	if !Date(s).Valid() {
		return ""
	}
	return s[:7]
}

// First is the first day a possibly day-less date can mean: "2024-07" is 2024-07-01.
func (d Date) First() Date {
	if len(d) == len("2006-01") {
		return d + "-01"
	}
	return d
}

// Last is the last day a possibly day-less date can mean: "2024-07" is 2024-07-31.
func (d Date) Last() Date {
	if len(d) == len("2006-01") {
		return (d + "-01").AddMonths(1).AddDays(-1)
	}
	return d
}

func (e CVAttached) apply(c *Case, at Stamp) { c.CV = &e.CV }

func (DrawKit) decide(c *Case, env Env) ([]Body, error) {
	if c.Status != Open {
		return nil, fault.New(fault.Refused, "case.not_open", "status", string(c.Status))
	}
	if c.KitBy != "" && env.Who.Account == System {
		return nil, fault.New(fault.Refused, "kit.by_hand")
	}
	if c.cardsStarted() {
		return nil, fault.New(fault.Refused, "kit.in_use")
	}
	items := env.Advice.Kit(c, env.Catalog)
	if len(items) == 0 {
		return nil, fault.New(fault.Refused, "kit.empty")
	}
	if c.KitBy == "" && reflect.DeepEqual(items, c.Kit) {
		return nil, nil
	}
	return []Body{KitDrawn{Items: items}}, nil
}

func (e KitDrawn) apply(c *Case, at Stamp) { c.Kit, c.KitBy = e.Items, "" }

func (cmd EditKit) decide(c *Case, env Env) ([]Body, error) {
	if c.cardsStarted() {
		return nil, fault.New(fault.Refused, "kit.in_use")
	}
	if len(cmd.Items) == 0 {
		return nil, fault.New(fault.Invalid, "kit.empty", "field", "items")
	}
	seen := map[string]bool{}
	for _, it := range cmd.Items {
		if it.Question == "" && strings.TrimSpace(it.Text) == "" {
			return nil, fault.New(fault.Invalid, "kit.blank_question", "field", "items")
		}
		if err := env.Catalog.Unlawful.Refuse("items", it.Text); err != nil {
			return nil, err
		}
		if it.Question != "" {
			bank := env.Catalog.Banks[it.Bank]
			if bank == nil || bank.Question(it.Question) == nil {
				return nil, missing("question", "items")
			}
			if bank.Question(it.Question).Retired && !c.drew(it) {
				return nil, fault.New(fault.Refused, "kit.retired", "field", "items", "question", it.Question)
			}
			if seen[it.Question] {
				return nil, fault.New(fault.Invalid, "kit.twice", "field", "items", "question", it.Question)
			}
			seen[it.Question] = true
		}
	}
	return []Body{KitEdited(cmd)}, nil
}

// drew says whether a question is in the case's kit already: then it may stay, also when it was retired since.
func (c *Case) drew(it KitItem) bool {
	return slices.ContainsFunc(c.Kit, func(k KitItem) bool { return k.Bank == it.Bank && k.Question == it.Question })
}

func (e KitEdited) apply(c *Case, at Stamp) { c.Kit, c.KitBy = e.Items, at.By }

func (cmd CompleteTask) decide(c *Case, env Env) ([]Body, error) {
	if c.Status != Open { // no plan yet, so no such task
		return nil, fault.New(fault.Missing, "case.not_open", "status", string(c.Status))
	}
	plan := env.Catalog.Plan(c.Plan)
	if plan == nil {
		return nil, fault.New(fault.Corrupt, "case.plan_missing")
	}
	stage := plan.Stage(cmd.Stage)
	if stage == nil || stage.Task(cmd.Task) == nil {
		return nil, missing("task", "task")
	}
	task := stage.Task(cmd.Task)
	if env.Who.Account != System && !env.Who.Is(task.Role) && !env.Who.Is("hr") {
		return nil, fault.New(fault.Denied, "task.denied", "task", task.ID)
	}
	for _, f := range task.Fields {
		if f.Required && strings.TrimSpace(cmd.Fields[f.ID]) == "" {
			return nil, fault.New(fault.Invalid, "field.empty", "field", f.ID)
		}
	}
	return []Body{TaskCompleted(cmd)}, nil
}

func (e TaskCompleted) apply(c *Case, at Stamp) {
	c.Tasks = with(c.Tasks, e.Stage+"/"+e.Task, TaskDone{Stamp: at, Fields: e.Fields})
}

func (cmd AddNote) decide(c *Case, env Env) ([]Body, error) {
	if strings.TrimSpace(cmd.Text) == "" && cmd.File.Empty() {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "text")
	}
	return []Body{NoteAdded(cmd)}, nil
}

func (e NoteAdded) apply(c *Case, at Stamp) {
	c.Notes = add(c.Notes, Note{Stamp: at, Text: e.Text, File: e.File})
}

func count(n int) string { return strconv.Itoa(n) }

// instant writes a time for a message's parameter; whoever renders the message shows it in the bank's civil time.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
