package model

import (
	"slices"
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/kit"
	"ruhang/core/office"
)

// KitPage is the interview kit of a case: questions with why each is asked, and how well they probe.
type KitPage struct {
	Questions []KitQuestion
	Covers    []KitCover
	Summary   string // questions and minutes
	ByHand    string // who arranged it, "" for drawn by rule
	Edit      error  // nil when the kit may be edited now
	Redraw    error
	MayEdit   bool // a role of the account may at all
}

// KitQuestion is one question with its reasons in words (Z-04).
type KitQuestion struct {
	Number       string
	Text         string
	Probe        string
	Competency   string
	CompetencyID string
	Minutes      string
	Reasons      []string
}

// KitCover is how a competency is probed.
type KitCover struct {
	Name  string
	Note  string
	Share float64 // of the interview's minutes
	Tone  Tone
}

// KitPage is the kit as it stands.
func (r Reader) KitPage(f *office.CaseFile) KitPage {
	c := f.Case
	page := r.KitOf(c, c.Kit)
	if c.KitBy != "" {
		page.ByHand = r.Say("kit.by", "who", r.Who(f, c.KitBy))
	}
	page.Edit, page.Redraw = f.May(hiring.EditKit{Items: editable(c.Kit)}), f.May(hiring.DrawKit{})
	page.MayEdit = !fault.Is(page.Edit, fault.Denied)
	return page
}

// editable stands for a kit that is not empty, so that Decide answers whether editing is possible and not that it is empty.
func editable(items []hiring.KitItem) []hiring.KitItem {
	if len(items) == 0 {
		return []hiring.KitItem{{Text: "-"}}
	}
	return items
}

// KitOf is the view of a list of items that need not be saved yet.
func (r Reader) KitOf(c *hiring.Case, items []hiring.KitItem) KitPage {
	var page KitPage
	minutes := 0
	for i, it := range items {
		q := KitQuestion{Number: strconv.Itoa(i + 1), Text: r.QuestionText(it), Competency: r.Dimension(it.Competency, ""), CompetencyID: it.Competency}
		if found := r.question(it); found != nil {
			q.Probe = found.Probe.In(r.Lang)
			q.Minutes = r.Say("kit.minutes", "minutes", strconv.Itoa(found.Minutes))
		}
		for _, why := range it.Reasons {
			q.Reasons = append(q.Reasons, r.ReasonWords(c.Position, why))
		}
		page.Questions = append(page.Questions, q)
	}
	covers := kit.Coverage(c, r.Cat, items)
	for _, v := range covers {
		minutes += v.Minutes
	}
	for _, v := range covers {
		page.Covers = append(page.Covers, r.cover(v, minutes))
	}
	page.Summary = r.Say("kit.summary", "count", strconv.Itoa(len(items)), "minutes", strconv.Itoa(minutes))
	return page
}

func (r Reader) cover(v kit.Cover, all int) KitCover {
	out := KitCover{Name: r.Dimension(v.Competency, ""), Note: r.Say("kit.cover", "count", strconv.Itoa(v.Count), "minutes", strconv.Itoa(v.Minutes))}
	if all > 0 {
		out.Share = float64(v.Minutes) / float64(all)
	}
	if v.Core && v.Count == 0 {
		out.Note, out.Tone = r.Say("kit.not_probed"), Urgent
	}
	return out
}

// ReasonWords is a reason of a question in words; an industry's id becomes its word first.
func (r Reader) ReasonWords(position string, why hiring.Reason) string {
	if id := why.Values["industry"]; id != "" {
		values := map[string]string{}
		for k, v := range why.Values {
			values[k] = v
		}
		values["industry"] = r.known("industry."+id, id)
		why.Values = values
	}
	said := kit.ReasonText(r.Cat, position, why, r.Lang)
	if said.Text != "" {
		return said.Text
	}
	var pairs []string
	for k, v := range said.Params {
		pairs = append(pairs, k, v)
	}
	return r.Say(said.Code, pairs...)
}

// BankQuestion is a question that could be added.
type BankQuestion struct {
	Item hiring.KitItem
	Text string
	Note string
}

// Bank are the questions of the position's bank that are not in the kit, found by words of the text or competency.
func (r Reader) Bank(c *hiring.Case, items []hiring.KitItem, find string) []BankQuestion {
	pos := r.Cat.Positions[c.Position]
	if pos == nil || r.Cat.Banks[pos.Questions] == nil {
		return nil
	}
	var out []BankQuestion
	for _, q := range r.Cat.Banks[pos.Questions].Asked() {
		taken := slices.ContainsFunc(items, func(it hiring.KitItem) bool { return it.Question == q.ID })
		text, competency := q.Text.In(r.Lang), r.Dimension(q.Competency, "")
		hit := strings.Contains(strings.ToLower(text+" "+competency), strings.ToLower(strings.TrimSpace(find)))
		if !taken && hit {
			out = append(out, BankQuestion{Text: text, Note: competency + " · " + r.Say("kit.minutes", "minutes", strconv.Itoa(q.Minutes)),
				Item: hiring.KitItem{Bank: pos.Questions, Question: q.ID, Competency: q.Competency, Reasons: byHand(r)}})
		}
	}
	return out
}

func byHand(r Reader) []hiring.Reason {
	return []hiring.Reason{{Rule: kit.Hand, Kind: kit.Hand, Values: map[string]string{"by": string(r.Me.Account)}}}
}

// HandQuestion is a question written by hand.
func (r Reader) HandQuestion(c *hiring.Case, text, competency string) hiring.KitItem {
	bank := ""
	if pos := r.Cat.Positions[c.Position]; pos != nil {
		bank = pos.Questions
	}
	return hiring.KitItem{Bank: bank, Text: strings.TrimSpace(text), Competency: competency, Reasons: byHand(r)}
}

// Competencies are what a question written by hand may probe: what the position's bank has levels for.
func (r Reader) Competencies(c *hiring.Case) []Choice {
	var out []Choice
	pos := r.Cat.Positions[c.Position]
	if pos == nil || r.Cat.Banks[pos.Questions] == nil {
		return nil
	}
	for _, rubric := range r.Cat.Banks[pos.Questions].Rubrics {
		out = append(out, Choice{rubric.Competency, r.Dimension(rubric.Competency, "")})
	}
	return out
}

// Moved is a list of items with one of them moved by so many places; at the ends it stays.
func Moved(items []hiring.KitItem, i, by int) []hiring.KitItem {
	to := i + by
	if i < 0 || i >= len(items) || to < 0 || to >= len(items) {
		return items
	}
	out := slices.Clone(items)
	it := out[i]
	return slices.Insert(slices.Delete(out, i, i+1), to, it)
}
