package staff

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// previewThen shows word for word what a command will send out of the house, and gives the command once the person has seen it.
func previewThen(h Host, id hiring.CaseID, cmd hiring.Command, yes string, done func()) {
	preview(h, id, cmd, yes, func(closeIt func()) {
		h.Run(func(ctx context.Context) error {
			_, err := h.Staff().Do(ctx, id, cmd)
			return err
		}, func(err error) {
			if err != nil {
				h.Fail(err)
				return
			}
			closeIt()
			done()
		})
	})
}

// preview shows what a command will send; given does it, and is left out where looking is all.
func preview(h Host, id hiring.CaseID, cmd hiring.Command, yes string, given func(closeIt func())) {
	var shown []office.Preview
	h.Run(func(ctx context.Context) (err error) {
		shown, err = h.Staff().Preview(ctx, id, cmd)
		return err
	}, func(err error) {
		if err != nil {
			h.Fail(err)
			return
		}
		words := h.Words()
		var closeIt func()
		rows := kit.Rows()
		for _, line := range readerOf(h).Previews(shown, h.Fault) {
			rows.Add(previewCard(words, line))
		}
		if len(shown) == 0 {
			rows.Add(kit.Long(words("preview.nothing")).In(kit.InkSoft))
		}
		word := words("act.leave")
		if given == nil {
			word = words("action.close")
		}
		leave := kit.Quiet(word, func() { closeIt() })
		leave.OnEscape = leave.OnTapped
		buttons := []fyne.CanvasObject{leave}
		if given != nil {
			buttons = []fyne.CanvasObject{kit.Primary(yes, func() { given(func() { closeIt() }) }), leave}
		}
		room := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, kit.Gap), rows))
		room.SetMinSize(fyne.NewSize(0, min(460, max(120, rows.MinSize().Height))))
		closeIt = kit.Modal(h.Canvas(), 620, kit.Rows(kit.Head(words("preview.title")), kit.Long(words("preview.says")).In(kit.InkSoft), room, kit.Line(buttons...)))
	})
}

func previewCard(words kit.Words, line model.PreviewLine) fyne.CanvasObject {
	head := kit.Tight(kit.Body(line.Title).Bold())
	if line.Address != "" {
		head.Add(kit.Note(line.Address))
	}
	rows := kit.Rows(head)
	if line.Why != "" {
		rows.Add(kit.Light(words("preview.stopped"), kit.ToneBad))
		rows.Add(kit.Long(line.Why).In(kit.Bad))
		return kit.Panel(rows)
	}
	if line.At != "" {
		rows.Add(kit.Light(line.At, kit.ToneNow))
	}
	if line.Subject != "" {
		rows.Add(kit.Long(line.Subject).Bold())
	}
	rows.Add(kit.Long(line.Body))
	if line.Files != "" {
		rows.Add(kit.Note(line.Files))
	}
	return kit.Panel(rows)
}
