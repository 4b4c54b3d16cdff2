package staff

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// roundsPart is the interview rounds with their cards; while others' cards are hidden it says so.
func (p *filePage) roundsPart() fyne.CanvasObject {
	rounds := p.read.CaseRounds(p.file)
	var plan *kit.Button
	if p.file.May(somePlan(p.read)) == nil {
		plan = kit.Secondary(p.words("interview.plan"), func() { p.h.Go("interviews", string(p.id)) })
	}
	if len(rounds) == 0 {
		return kit.EmptyFace(theme.CalendarIcon(), p.words("case.empty.interviews"), plan)
	}
	var rows []fyne.CanvasObject
	if plan != nil {
		rows = append(rows, kit.Line(plan))
	}
	for _, round := range rounds {
		rows = append(rows, p.roundCard(round))
	}
	return scrolled(rows...)
}

// somePlan stands for any plan, to ask whether one may be made now.
func somePlan(r model.Reader) hiring.PlanInterview {
	return hiring.PlanInterview{Panel: []hiring.AccountID{"-"}, Start: r.Now.Add(1), End: r.Now.Add(2), Place: "-"}
}

func (p *filePage) roundCard(round model.CaseRound) fyne.CanvasObject {
	actions := []fyne.CanvasObject{kit.Badge(round.State, kit.TonePlain)}
	for _, act := range []struct {
		act *model.Act
		do  func()
	}{
		{round.Move, func() { p.h.Go("interviews", string(p.id)+"/"+round.ID) }},
		{round.Drop, func() { cancelRound(p.h, p.read, p.id, round.ID, p.done) }},
		{round.Missed, func() { missRound(p.h, p.id, round.ID, p.done) }},
	} {
		if act.act != nil && act.act.Why == nil {
			actions = append(actions, kit.Quiet(act.act.Word, act.do))
		}
	}
	if round.Mine {
		actions = append(actions, kit.Secondary(p.words("interview.enter"), func() { p.h.Go("room", string(p.id)+"/"+round.ID) }))
	}
	body := kit.Rows(kit.Long(p.words("interview.panel", "names", round.Panel)))
	if round.Why != "" {
		body.Add(kit.Long(p.words("interview.why", "text", round.Why)).In(kit.InkSoft))
	}
	if len(round.Replies) > 0 {
		body.Add(p.repliesView(round))
	}
	if round.Blind != "" {
		body.Add(kit.Badge(p.words("interview.blind_word"), kit.ToneChosen))
		body.Add(kit.Long(round.Blind))
	}
	for _, card := range round.Cards {
		body.Add(cardView(p.words, card, round.Blind != ""))
	}
	return kit.Card(round.Title, body, actions...)
}

// cardView is one interviewer's card: in with its ratings, hidden, or still awaited.
func cardView(words kit.Words, card model.RoundCard, blind bool) fyne.CanvasObject {
	if !card.In {
		state := words("interview.awaited")
		if blind && !card.Mine {
			state = words("interview.hidden")
		}
		return kit.Between(kit.Body(card.Who), kit.Note(state))
	}
	head := []fyne.CanvasObject{kit.Badge(card.Says, kit.ToneChosen), kit.Note(card.When)}
	if card.Late {
		head = append(head, kit.Badge(words("interview.late"), kit.ToneNow))
	}
	rows := kit.Rows(kit.Between(kit.Body(card.Who).Bold(), head...))
	if card.Summary != "" {
		rows.Add(kit.Long(card.Summary))
	}
	for _, r := range card.Ratings {
		row := kit.Tight(kit.Between(kit.Long(r.Question), kit.Body(r.Level).Bold()))
		if r.Anchor != "" {
			row.Add(kit.Long(r.Anchor).Sized(kit.SizeNote).In(kit.InkSoft))
		}
		if r.Note != "" {
			row.Add(kit.Long(words("interview.note", "text", r.Note)).Sized(kit.SizeNote))
		}
		rows.Add(row)
	}
	return kit.Panel(rows)
}

// cancelRound asks why, and calls a round off: the candidate and the panel are told.
func cancelRound(h Host, read model.Reader, id hiring.CaseID, interview string, done func()) {
	words := h.Words()
	var reasons []kit.Option
	for _, c := range read.Reasons("withdraw_interview") {
		reasons = append(reasons, kit.Option{Value: c.Label, Label: c.Label})
	}
	showDialog(h, dialog{
		Title: words("interview.act.cancel"), Sentence: words("interview.cancel_says"), Submit: words("interview.act.cancel"),
		Fields: []kit.Field{{Name: "why", Label: words("field.reason"), Kind: kit.FieldSelect, Options: reasons, Required: true}},
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := h.Staff().Do(ctx, id, hiring.CancelInterview{Interview: interview, Why: v["why"]})
			return err
		},
		Done: done,
	})
}

// missRound records that the candidate did not come.
func missRound(h Host, id hiring.CaseID, interview string, done func()) {
	words := h.Words()
	showDialog(h, dialog{
		Title: words("interview.act.no_show"), Sentence: words("interview.no_show_says"), Submit: words("interview.act.no_show"), Final: true,
		Fields: []kit.Field{{Name: "why", Label: words("field.note"), Kind: kit.FieldArea, Rows: 2}},
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := h.Staff().Do(ctx, id, hiring.RecordNoShow{Interview: interview, Why: v["why"]})
			return err
		},
		Done: done,
	})
}
