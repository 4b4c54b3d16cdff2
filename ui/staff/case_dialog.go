package staff

import (
	"context"

	"ruhang/core/fault"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// dialog is a short form over a page: what it is about, what will happen, the fields, and what is done.
type dialog struct {
	Title, Sentence string
	Fields          []kit.Field
	Submit          string
	Final           bool // cannot be taken back: asked once more
	Do              func(ctx context.Context, values map[string]string) error
	Done            func()
}

// showDialog shows a dialog; a refusal stands beside its field and nothing typed is lost.
func showDialog(h Host, d dialog) *kit.Form {
	var form *kit.Form
	var closeIt func()
	words := h.Words()
	run := func(values map[string]string) {
		form.Busy(true)
		h.Run(func(ctx context.Context) error { return d.Do(ctx, values) }, func(err error) {
			form.Busy(false)
			if err != nil {
				form.SetErrors(map[string]string{fault.Of(err).Params["field"]: h.Fault(err)})
				return
			}
			closeIt()
			d.Done()
		})
	}
	form = kit.NewForm(words, kit.FormSpec{Fields: d.Fields, Submit: d.Submit, Cancel: words("act.leave"), OnCancel: func() { closeIt() },
		OnSubmit: func(values map[string]string) {
			if !d.Final {
				run(values)
				return
			}
			kit.Ask(h.Canvas(), kit.Question{Title: d.Title, Sentence: words("dialog.final"), Yes: d.Submit, No: words("act.leave"), Danger: true,
				OnYes: func() { run(values) }})
		}})
	closeIt = kit.Modal(h.Canvas(), 480, kit.Rows(kit.Head(d.Title), kit.Long(d.Sentence), form))
	form.Focus()
	return form
}

// options are a model's choices as a select takes them.
func options(choices []model.Choice) []kit.Option {
	out := make([]kit.Option, len(choices))
	for i, c := range choices {
		out[i] = kit.Option{Value: c.Value, Label: c.Label}
	}
	return out
}

func reasonField(words kit.Words, reasons []model.Choice) kit.Field {
	return kit.Field{Name: "reason", Label: words("field.reason"), Kind: kit.FieldSelect, Options: options(reasons), Required: true}
}
