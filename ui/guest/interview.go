package guest

import (
	"strings"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// drawInterview is when and where, and what the AI interview said in plain words.
func drawInterview(p *page, j *office.Journey) fyne.CanvasObject {
	if len(j.Interviews) == 0 && len(j.Summary) == 0 {
		return p.empty()
	}
	m := p.reader().GuestTalks(j, p.h.Guest().Account.Case)
	var page []fyne.CanvasObject
	for i, round := range m.Rounds {
		page = append(page, roundCard(p, round, i == 0))
	}
	if len(m.Rounds) == 0 {
		page = append(page, kit.Panel(soft(p.h.Words()("guest.rounds.none"))))
	}
	if len(m.Scores) > 0 {
		page = append(page, scoresCard(p, m))
	}
	return kit.Page(page...)
}

func roundCard(p *page, m model.GuestRound, newest bool) fyne.CanvasObject {
	words := p.h.Words()
	body := kit.Rows(pairs([]model.Row{{Label: words("guest.round.when"), Value: m.When}, {Label: words("guest.round.place"), Value: m.Place},
		{Label: words("guest.route"), Value: m.Route}}))
	if m.Call != nil {
		save := kit.Secondary(words("guest.calendar"), nil)
		if newest && !m.Call.Cancelled {
			save = kit.Primary(words("guest.calendar"), nil)
		}
		if m.Call.Cancelled {
			save.SetText(words("guest.calendar.remove"))
		}
		save.OnTapped = func() { p.h.SaveFile("interview.ics", m.Call.ICS()) }
		body.Add(thumb(save))
	}
	return kit.Card(m.Title, body, kit.Badge(m.State, tones[m.Tone]))
}

// scoresCard is the result in bands: no figure, no rank, nothing of others (N-20).
func scoresCard(p *page, m model.GuestTalks) fyne.CanvasObject {
	words := p.h.Words()
	body := kit.Rows(soft(words("guest.summary.text")))
	for _, s := range m.Scores {
		body.Add(kit.Tight(kit.Between(kit.Body(s.Name).Bold().Clip(), kit.Note(bandMarks(s.Level)+" "+s.Band).In(kit.Indigo).Bold()), soft(s.Plain)))
	}
	body.Add(kit.Rule())
	for _, o := range reviewPart(p, m.Review) {
		body.Add(o)
	}
	return kit.Card(words("guest.summary"), body)
}

// bandMarks is a band as a shape beside its word.
func bandMarks(level int) string {
	return strings.Repeat("●", level) + strings.Repeat("○", 3-level)
}

// reviewPart is the right to have a person look at it, and how the request stands.
func reviewPart(p *page, m model.GuestReview) []fyne.CanvasObject {
	words := p.h.Words()
	out := []fyne.CanvasObject{soft(words("guest.review.text"))}
	if m.Said != "" {
		out = append(out, kit.Long(m.Said).Bold())
	}
	if m.Answer != "" {
		out = append(out, kit.Long(m.Answer))
	}
	if m.State == "asked" || m.Why != nil {
		return out
	}
	return append(out, thumb(kit.Secondary(words("guest.review.do"), func() { askReview(p) })))
}

func askReview(p *page) {
	words := p.h.Words()
	var form *kit.Form
	form = kit.NewForm(words, kit.FormSpec{Submit: words("guest.review.send"),
		Fields: []kit.Field{{Name: "text", Label: words("guest.review.why"), Hint: words("guest.review.hint"), Kind: kit.FieldArea}},
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			p.give(hiring.RequestReview{Text: v["text"]}, func() {
				p.h.Told(words("guest.review.sent"))
				p.paint()
			}, beside(p.h, form))
		}})
	p.enter(words("guest.review.do"), kit.Page(soft(words("guest.review.text")), form))
}
