package guest

import (
	"bytes"
	"context"
	"io"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// weekReport is a newcomer's word on a week: a figure, a note, perhaps a file (Y-07).
type weekReport struct {
	p     *page
	week  string
	name  string
	raw   []byte
	shown *kit.LongText
	form  *kit.Form
}

func reportWeek(p *page, w model.GuestWeek) {
	words := p.h.Words()
	u := &weekReport{p: p, week: w.ID, shown: kit.Long(words("guest.trial.file_hint")).In(kit.InkSoft)}
	u.form = kit.NewForm(words, kit.FormSpec{Submit: words("guest.trial.send"), OnSubmit: u.send, Fields: []kit.Field{
		{Name: "value", Label: words("guest.trial.value"), Kind: kit.FieldNumber, Required: true},
		{Name: "note", Label: words("field.note"), Kind: kit.FieldArea, Hint: words("guest.trial.note")}}})
	pick := thumb(kit.Secondary(words("guest.trial.attach"), u.pick))
	p.enter(words("guest.trial.do"), kit.Page(weekPart(w), u.form, kit.Rows(pick, u.shown)))
}

func (u *weekReport) pick() {
	u.p.h.PickFile(takenFiles, func(name string, content io.ReadCloser) {
		defer func() { _ = content.Close() }()
		raw, err := io.ReadAll(io.LimitReader(content, uploadLimit+1))
		switch {
		case err != nil:
			u.shown.SetText(u.p.h.Fault(fault.Wrap(err, fault.Invalid, "file.read", "pick")))
		case len(raw) > uploadLimit:
			u.shown.SetText(u.p.h.Words()("guest.file.big"))
		default:
			u.name, u.raw = name, raw
			u.shown.SetText(u.p.h.Words()("guest.file.chosen", "name", name))
		}
	})
}

func (u *weekReport) send(v map[string]string) {
	value, err := model.ProgressValue(v["value"])
	if err != nil {
		u.form.SetErrors(map[string]string{"value": u.p.h.Words()("kit.bad_number")})
		return
	}
	u.form.Busy(true)
	u.p.work(func(ctx context.Context) error {
		report := hiring.ReportProgress{Week: u.week, Value: value, Note: v["note"]}
		if len(u.raw) > 0 {
			file, err := u.p.h.Guest().Attach(ctx, hiring.Basic, u.name, bytes.NewReader(u.raw))
			if err != nil {
				return err
			}
			report.File = file
		}
		return u.p.h.Guest().Do(ctx, report)
	}, func() {
		u.p.h.Told(u.p.h.Words()("guest.trial.sent"))
		u.p.paint()
	}, beside(u.p.h, u.form))
}
