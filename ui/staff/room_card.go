package staff

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// cardPart is the card while it is written: one question at a time, and at the end the whole.
func (p *roomPage) cardPart() fyne.CanvasObject {
	p.question = container.NewStack()
	p.turn(min(p.draft.At, len(p.room.Questions)))
	return p.question
}

// turn shows a question, or after the last one the recommendation.
func (p *roomPage) turn(i int) {
	last := len(p.room.Questions)
	if i < 0 || i > last {
		return
	}
	p.draft.At = i
	row := kit.Flow()
	for k := range p.room.Questions {
		row.Add(p.numberButton(k, k == i))
	}
	row.Add(p.endButton(i == last))
	body := p.endPart()
	if i < last {
		body = p.questionPart(i)
	}
	p.showRated()
	p.question.Objects = []fyne.CanvasObject{container.NewBorder(kit.Rows(row, p.rated), p.steps(i), nil, nil, scrolled(body))}
	p.question.Refresh()
}

func (p *roomPage) numberButton(k int, here bool) fyne.CanvasObject {
	show := func() { p.turn(k); p.keep() }
	if here {
		return kit.Secondary(p.number(k), show)
	}
	return kit.Quiet(p.number(k), show)
}

func (p *roomPage) endButton(here bool) fyne.CanvasObject {
	end := func() { p.turn(len(p.room.Questions)); p.keep() }
	if here {
		return kit.Secondary(p.words("room.end"), end)
	}
	return kit.Quiet(p.words("room.end"), end)
}

// steps are back and on; at the end the card is handed in.
func (p *roomPage) steps(i int) fyne.CanvasObject {
	back := kit.Quiet(p.words("room.back"), func() { p.turn(i - 1); p.keep() })
	if i == 0 {
		back.Disable()
	}
	on := kit.Primary(p.words("room.next"), func() { p.turn(i + 1); p.keep() })
	if i == len(p.room.Questions) {
		on = kit.Primary(p.words("room.submit"), p.submit)
	}
	return kit.Rows(kit.Rule(), kit.Between(kit.Line(back), on))
}

// questionPart is one question with its anchors and a note.
func (p *roomPage) questionPart(i int) fyne.CanvasObject {
	q := p.room.Questions[i]
	draft := p.draft.Ratings[q.Key]
	picker := kit.NewScorePicker(p.words, q.Anchors, draft.Level, func(level int) {
		p.draft.Rate(q.Key, level)
		p.showRated()
		p.keep()
	})
	note := kit.NewArea(p.words("room.note_prompt"), 4)
	note.SetText(draft.Note)
	note.OnChanged = func(text string) {
		p.draft.Note(q.Key, text)
		p.keep()
	}
	anchors := kit.Tight()
	for k, a := range q.Anchors {
		anchors.Add(kit.Long(strconv.Itoa(k+1) + "  " + a).Sized(kit.SizeNote).In(kit.InkSoft))
	}
	return kit.Rows(
		questionCard(p.words, q.KitQuestion),
		kit.Card(p.words("room.score"), kit.Rows(picker, kit.Section(p.words("room.anchors")), anchors)),
		kit.Card(p.words("room.note"), note),
	)
}

// endPart is the recommendation and the summary.
func (p *roomPage) endPart() fyne.CanvasObject {
	var choices []kit.Option
	for _, c := range p.room.Recommend {
		choices = append(choices, kit.Option{Value: c.Value, Label: c.Label})
	}
	pick := kit.NewChips(choices, false, func(chosen []string) {
		p.draft.Recommendation = ""
		if len(chosen) > 0 {
			p.draft.Recommendation = chosen[0]
		}
		p.keep()
	})
	if p.draft.Recommendation != "" {
		pick.Choose(p.draft.Recommendation)
	}
	summary := kit.NewArea(p.words("room.summary_prompt"), 6)
	summary.SetText(p.draft.Summary)
	summary.OnChanged = func(text string) {
		p.draft.Summary = text
		p.keep()
	}
	return kit.Rows(kit.Card(p.words("room.recommendation"), pick), kit.Card(p.words("room.summary"), summary))
}

// submit asks first: a card that is in stands.
func (p *roomPage) submit() {
	cmd, missing := p.read.Card(p.room, p.interview, p.draft)
	if missing != "" {
		kit.Ask(p.h.Canvas(), kit.Question{Title: p.words("room.incomplete"), Sentence: missing, Yes: p.words("room.go_there"), No: p.words("action.close"),
			OnYes: func() { p.turn(p.firstOpen()) }})
		return
	}
	kit.Ask(p.h.Canvas(), kit.Question{Title: p.words("room.submit"), Sentence: p.words("room.submit_says"), Yes: p.words("room.submit"),
		No: p.words("act.leave"), Danger: true, OnYes: func() { p.give(cmd) }})
}

// firstOpen is the first question without a level, else the end.
func (p *roomPage) firstOpen() int {
	for i, q := range p.room.Questions {
		if p.draft.Ratings[q.Key].Level == 0 {
			return i
		}
	}
	return len(p.room.Questions)
}

func (p *roomPage) give(cmd hiring.SubmitScorecard) {
	p.h.Run(func(ctx context.Context) error {
		if _, err := p.h.Staff().Do(ctx, p.id, cmd); err != nil {
			return err
		}
		return p.h.Staff().PutSetting(ctx, model.DraftKey(p.id, p.interview), model.CardDraft{})
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.dirty = false
		p.h.Told(p.words("room.submitted"))
		p.Refresh()
	})
}
