package staff

import (
	"context"
	"io"
	"time"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// repliesView is what was answered to a round's invitations, and the way to record an answer that came by telephone.
func (p *filePage) repliesView(round model.CaseRound) fyne.CanvasObject {
	rows := kit.Tight(kit.Note(p.words("answer.title")))
	for _, l := range round.Replies {
		rows.Add(kit.Line(kit.Light(p.words("answer.line", "who", l.Who, "says", l.Says), toneOf(l.Tone))))
		if l.Note != "" {
			rows.Add(kit.Long(l.Note).Sized(kit.SizeNote).In(kit.InkSoft))
		}
	}
	if len(round.MayAnswer) > 0 {
		rows.Add(kit.Flow(kit.Quiet(p.words("answer.record"), func() { p.recordAnswer(round) }),
			kit.Quiet(p.words("outbox.take_reply"), func() {
				p.h.PickFile([]string{".ics"}, func(_ string, content io.ReadCloser) { takeReply(p.h, content, p.done) })
			})))
	}
	return rows
}

// recordAnswer records an answer by hand.
func (p *filePage) recordAnswer(round model.CaseRound) {
	words := p.words
	showDialog(p.h, dialog{Title: words("answer.record"), Sentence: words("answer.record_says"), Submit: words("action.save"),
		Fields: []kit.Field{{Name: "who", Label: words("field.who"), Kind: kit.FieldSelect, Options: options(round.MayAnswer), Required: true},
			{Name: "answer", Label: words("field.answer"), Kind: kit.FieldSelect, Required: true, Options: choices(words, "answer.state.", hiring.AnswerAccepted, hiring.AnswerDeclined, hiring.AnswerProposed)},
			{Name: "date", Label: words("answer.date"), Kind: kit.FieldDate, Hint: words("answer.date_hint")}, {Name: "time", Label: words("answer.time"), Kind: kit.FieldTime},
			{Name: "note", Label: words("field.note"), Kind: kit.FieldArea, Rows: 2}},
		Do: func(ctx context.Context, v map[string]string) error {
			cmd := hiring.AnswerInvitation{Interview: round.ID, Revision: round.Revision, Who: v["who"], Answer: v["answer"], Note: v["note"]}
			if cmd.Answer == hiring.AnswerProposed {
				cmd.Start, _ = time.ParseInLocation("2006-01-02 15:04", v["date"]+" "+v["time"], hiring.China)
				cmd.End = cmd.Start.Add(round.Lasts)
			}
			_, err := p.h.Staff().Do(ctx, p.id, cmd)
			return err
		}, Done: p.done})
}
