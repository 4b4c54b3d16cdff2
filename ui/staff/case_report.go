package staff

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// reportPart is the AI report: radar, grounds, style, and what decides nothing said so (Z-03).
func (p *filePage) reportPart() fyne.CanvasObject {
	rep := p.read.CaseReport(p.file)
	if rep == nil {
		return kit.EmptyFace(theme.InfoIcon(), p.words("case.empty.report"), nil)
	}
	rows := []fyne.CanvasObject{}
	if waiting := p.waitingCard(rep); waiting != nil {
		rows = append(rows, waiting)
	}
	if reviews := p.reviewsCard(rep); reviews != nil {
		rows = append(rows, reviews)
	}
	facts := kit.Card(p.words("report.facts"), pairs(rep.Facts))
	rows = append(rows, kit.Split(0.45, radarCard(p.h, rep.Labels, rep.Values), facts))
	rows = append(rows, kit.Section(p.words("report.dimensions")), dimensionCards(p.words, rep.Dimensions))
	if traits := traitsCard(p.words, rep.Traits); traits != nil {
		rows = append(rows, traits)
	}
	if len(rep.Integrity) > 0 {
		signals := kit.Tight()
		for _, s := range rep.Integrity {
			signals.Add(kit.Long(s))
		}
		rows = append(rows, kit.Card(p.words("report.integrity"), kit.Rows(signals, kit.Long(p.words("report.integrity_says")).Sized(kit.SizeNote).In(kit.InkSoft))))
	}
	rows = append(rows, p.reportLists(rep)...)
	return scrolled(rows...)
}

// radarCard is the dimensions as a picture that can be kept.
func radarCard(h Host, labels []string, values []float64) fyne.CanvasObject {
	words := h.Words()
	chart := kit.Radar(kit.Plot{Corner: words("report.dimension"), Labels: labels, Max: 100,
		Series: []kit.Series{{Name: words("report.score"), Values: values}}})
	return kit.ChartCard(words, words("report.radar"), chart, func(ending string, data []byte) { h.SaveFile("radar."+ending, data) })
}

func dimensionCards(words kit.Words, dims []model.ReportDimension) fyne.CanvasObject {
	cards := make([]fyne.CanvasObject, len(dims))
	for i, d := range dims {
		body := kit.Rows()
		if d.Level != "" {
			body.Add(kit.Note(d.Level))
		}
		if d.Rationale != "" {
			body.Add(kit.Long(d.Rationale))
		}
		for _, q := range d.Quotes {
			body.Add(kit.Long(q).In(kit.InkSoft))
		}
		if len(body.Objects) == 0 {
			body.Add(kit.Note(words("report.no_grounds")))
		}
		cards[i] = kit.Card(d.Name, body, kit.Head(d.Score))
	}
	return kit.Grid(330, cards...)
}

// traitsCard is the style words: for staff only.
func traitsCard(words kit.Words, traits []model.ReportTrait) fyne.CanvasObject {
	if len(traits) == 0 {
		return nil
	}
	body := kit.Rows()
	for _, t := range traits {
		line := kit.Line(kit.Badge(t.Name, kit.TonePlain))
		if t.Strength != "" {
			line.Add(kit.Note(words("report.strength", "strength", t.Strength)))
		}
		row := kit.Tight(line)
		if t.Evidence != "" {
			row.Add(kit.Long(t.Evidence).In(kit.InkSoft))
		}
		body.Add(row)
	}
	body.Add(kit.Long(words("report.traits_says")).Sized(kit.SizeNote).In(kit.InkSoft))
	return kit.Card(words("report.traits"), body)
}

func (p *filePage) reportLists(rep *model.CaseReport) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if len(rep.Answers) > 0 {
		body := kit.Rows()
		for _, a := range rep.Answers {
			head := kit.Between(kit.Long(a.Question).Bold())
			if a.Score != "" {
				head = kit.Between(kit.Long(a.Question).Bold(), kit.Body(a.Score))
			}
			body.Add(kit.Tight(head, kit.Long(a.Said)))
		}
		out = append(out, kit.Card(p.words("report.answers"), body))
	}
	for _, list := range []struct {
		title string
		lines []string
	}{{"report.risks", rep.Risks}, {"report.suggestions", rep.Suggestions}} {
		if len(list.lines) == 0 {
			continue
		}
		body := kit.Tight()
		for _, line := range list.lines {
			body.Add(kit.Long(line))
		}
		out = append(out, kit.Card(p.words(list.title), body))
	}
	return out
}

// waitingCard is the decision that only a named human takes about an interview that did not pass.
func (p *filePage) waitingCard(rep *model.CaseReport) fyne.CanvasObject {
	if rep.Fail == nil && rep.Open == nil {
		return nil
	}
	buttons := kit.Line()
	if rep.Open != nil {
		buttons.Add(kit.Secondary(rep.Open.Word, func() {
			p.because("override", false, func(reason, note string) hiring.Command { return hiring.OpenCase{Reason: reason, Note: note} })
		}))
	}
	if rep.Fail != nil {
		buttons.Add(kit.Secondary(rep.Fail.Word, func() {
			p.because("confirm_fail", true, func(reason, note string) hiring.Command { return hiring.ConfirmFail{Reason: reason, Note: note} })
		}))
	}
	return kit.Card(p.words("report.waiting"), kit.Rows(kit.Long(p.words("report.waiting_says")), buttons))
}

// reviewsCard is the candidate's requests that a person looks at the result, with the answers.
func (p *filePage) reviewsCard(rep *model.CaseReport) fyne.CanvasObject {
	if len(rep.Reviews) == 0 {
		return nil
	}
	body := kit.Rows()
	for _, v := range rep.Reviews {
		row := kit.Tight(kit.Note(v.When), kit.Long(p.words("report.review_text", "text", v.Text)))
		if v.Answer != "" {
			row.Add(kit.Long(p.words("report.review_answer", "text", v.Answer)).In(kit.InkSoft))
		}
		body.Add(row)
	}
	if rep.Answer != nil {
		body.Add(kit.Line(kit.Secondary(rep.Answer.Word, p.answerReview)))
	}
	return kit.Card(p.words("report.reviews"), body)
}

func (p *filePage) answerReview() {
	showDialog(p.h, dialog{
		Title: p.words("report.answer_review"), Sentence: p.words("report.answer_says"), Submit: p.words("act.send"),
		Fields: []kit.Field{{Name: "text", Label: p.words("field.text"), Kind: kit.FieldArea, Rows: 5, Required: true}},
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := p.h.Staff().Do(ctx, p.id, hiring.AnswerReview{Text: v["text"]})
			return err
		},
		Done: p.done,
	})
}
