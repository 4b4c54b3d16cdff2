package staff

import (
	"context"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// privacyPart is until when the case is kept, what stands against erasing it, and what may be done about it.
func (p *filePage) privacyPart() fyne.CanvasObject {
	m := p.read.PrivacyPart(p.file)
	acts := kit.Rows()
	add := func(a model.Act, do func()) {
		if a.ID == "" {
			return
		}
		b := kit.Secondary(a.Word, do)
		sentence := p.words("privacy.act." + a.ID + ".says")
		if a.Why != nil {
			b.Disable()
			sentence = p.h.Fault(a.Why)
		}
		acts.Add(kit.Tight(kit.Line(b), kit.Long(sentence).Sized(kit.SizeNote).In(kit.InkSoft)))
	}
	add(m.Request, func() {
		p.privately(m.Request, "erase", false, func(v map[string]string) hiring.Command {
			return hiring.RequestErasure{Reason: v["reason"], Note: v["note"]}
		})
	})
	add(m.Erase, p.eraseCase)
	add(m.Refuse, func() {
		p.privately(m.Refuse, "", true, func(v map[string]string) hiring.Command { return hiring.RefuseErasure{Note: v["note"]} })
	})
	add(m.Hold, func() {
		p.privately(m.Hold, "keep", false, func(v map[string]string) hiring.Command { return hiring.HoldData{Reason: v["reason"], Note: v["note"]} })
	})
	add(m.Release, func() {
		p.privately(m.Release, "", p.file.Case.Hold.Release == nil, func(v map[string]string) hiring.Command { return hiring.ReleaseHold{Note: v["note"]} })
	})
	add(m.Left, p.recordLeaving)
	if m.Export {
		add(model.Act{ID: "export_subject", Word: p.words("privacy.act.export_subject")}, p.exportSubject)
	}
	return scrolled(kit.Readable(760, kit.Rows(kit.Card(p.words("case.tab.privacy"), pairs(m.Rows)), kit.Card(p.words("privacy.acts"), acts))))
}

// privately asks for a reason of a use, when there is one, and a note, and gives the command.
func (p *filePage) privately(a model.Act, use string, noteNeeded bool, cmd func(v map[string]string) hiring.Command) {
	fields := []kit.Field{{Name: "note", Label: p.words("field.note"), Kind: kit.FieldArea, Rows: 3, Required: noteNeeded}}
	if use != "" {
		fields = append([]kit.Field{reasonField(p.words, p.read.Reasons(use))}, fields...)
	}
	showDialog(p.h, dialog{Title: a.Word, Sentence: p.words("privacy.act." + a.ID + ".says"), Submit: a.Word, Fields: fields,
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := p.h.Staff().Do(ctx, p.id, cmd(v))
			return err
		}, Done: p.done})
}

// eraseCase erases the case for somebody else's request; nothing of it is left to show.
func (p *filePage) eraseCase() {
	word := p.words("privacy.act.erase")
	kit.Ask(p.h.Canvas(), kit.Question{Title: word, Sentence: p.words("privacy.act.erase_case.says"), Yes: word, No: p.words("act.leave"), Danger: true, OnYes: func() {
		p.h.Run(func(ctx context.Context) error {
			_, err := p.h.Staff().Do(ctx, p.id, hiring.EraseCase{Ground: hiring.GroundRequest})
			return err
		}, func(err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Told(p.words("privacy.erased"))
			p.h.Go("retention", "")
		})
	}})
}

func (p *filePage) recordLeaving() {
	showDialog(p.h, dialog{Title: p.words("privacy.act.left"), Sentence: p.words("privacy.act.record_leaving.says"), Submit: p.words("act.save"),
		Fields: []kit.Field{{Name: "on", Label: p.words("privacy.left_on"), Kind: kit.FieldDate, Required: true}},
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := p.h.Staff().Do(ctx, p.id, hiring.RecordLeaving{On: hiring.Date(v["on"])})
			return err
		}, Done: p.done})
}

// exportSubject makes the person's ZIP, once it is said how it was made sure that it is they who ask.
func (p *filePage) exportSubject() {
	var raw []byte
	showDialog(p.h, dialog{Title: p.words("privacy.act.export_subject"), Sentence: p.words("privacy.act.export_subject.says"), Submit: p.words("privacy.act.export_subject"),
		Fields: []kit.Field{{Name: "how", Label: p.words("privacy.how"), Hint: p.words("privacy.how_hint"), Required: true}},
		Do: func(ctx context.Context, v map[string]string) (err error) {
			raw, err = p.h.Staff().ExportSubject(ctx, p.id, v["how"])
			return err
		}, Done: func() { p.h.SaveFile("subject-"+string(p.id)+".zip", raw) }})
}
