package staff

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// orderCard is one check: its state and clock, where it goes and what that proves, what was told of it, and its results.
func (p *casePage) orderCard(o model.OrderView) fyne.CanvasObject {
	state := kit.Badge(o.State, toneOf(o.StateTone))
	var body []fyne.CanvasObject
	light := fyne.CanvasObject(kit.Note(""))
	if len(o.Results) == 0 || o.Stopped != "" { // each result bears its own
		light = kit.Light(o.Light, toneOf(o.Tone))
	}
	body = append(body, kit.Between(light, state))
	switch {
	case o.Waiting && o.Rests != "":
		body = append(body, small(o.Rests))
	case o.Waiting:
		body = append(body, p.clock(o.Clock))
	}
	if o.Outage != "" {
		body = append(body, kit.Panel(kit.Long(o.Outage)))
	}
	if o.Stopped != "" {
		body = append(body, small(o.Stopped))
	}
	body = append(body, pairs(p.limits(o)))
	for _, line := range o.Trail {
		body = append(body, small(line))
	}
	for _, r := range o.Results {
		body = append(body, p.resultPart(r))
	}
	body = append(body, p.whys(o.Record, o.Stop)...)
	if more := p.orderMore(o); len(more) > 0 {
		body = append(body, kit.Flow(more...))
	}
	acts := append(button(kit.Quiet, o.Stop, func() { p.stopCheck(o) }), button(kit.Secondary, o.Record, func() { p.recordCheck(o) })...)
	return kit.Card(o.Name, kit.Rows(body...), acts...)
}

// limits are the source, what it proves and cannot, what it is sent, and the law an order rests on.
func (p *casePage) limits(o model.OrderView) []model.Row {
	var rows []model.Row
	if o.Source.Name != "" {
		rows = append(rows, model.Row{Label: p.say("check.goes_to"), Value: o.Source.Name})
	}
	rows = append(rows, model.Row{Label: p.say("check.proves"), Value: o.Proves}, model.Row{Label: p.say("check.cannot_prove"), Value: o.CannotProve})
	if o.Source.Sends != "" {
		rows = append(rows, model.Row{Label: p.say("check.sends"), Value: o.Source.Sends})
	}
	if o.Law != "" {
		rows = append(rows, model.Row{Label: p.say("check.law"), Value: o.Law})
	}
	return rows
}

// orderMore is what else may be done about an order.
func (p *casePage) orderMore(o model.OrderView) []fyne.CanvasObject {
	var more []fyne.CanvasObject
	if o.Source.Way == "link" && o.Record.ID != "" && o.Waiting {
		more = append(more, kit.Secondary(p.say("check.page"), func() { p.showSource(o) }).WithIcon(theme.SearchIcon()))
	}
	more = append(more, button(kit.Secondary, o.Ask, func() { p.askAgain(o) })...)
	more = append(more, button(kit.Quiet, o.Track, func() { p.trackCheck(o) })...)
	return append(more, button(kit.Quiet, o.Again, func() {
		p.orderCheck(model.MissingView{Kind: o.Kind, Name: o.Name, Law: p.read.NeedsLaw(o.Kind, p.file.Case.Position), Sources: p.read.Sources(o.Kind)})
	})...)
}

// missingCard is a check of the package that is not ordered.
func (p *casePage) missingCard(m model.MissingView) fyne.CanvasObject {
	says := "check.not_ordered"
	if m.Law {
		says = "check.not_ordered_law"
	}
	return kit.Card(m.Name, kit.Rows(append([]fyne.CanvasObject{small(p.say(says))}, p.whys(m.Order)...)...), button(kit.Secondary, m.Order, func() { p.orderCheck(m) })...)
}

// orderCheck orders one check: where it goes, and the law where only a law allows it.
func (p *casePage) orderCheck(m model.MissingView) {
	var fields []kit.Field
	if len(m.Sources) > 1 {
		fields = append(fields, kit.Field{Name: "source", Label: p.say("check.goes_to"), Kind: kit.FieldSelect, Options: options(m.Sources), Value: m.Sources[0].Value, Required: true})
	}
	if m.Law {
		fields = append(fields, kit.Field{Name: "law", Label: p.say("check.law_name"), Prompt: p.say("check.law_prompt"), Required: true},
			kit.Field{Name: "says", Label: p.say("check.law_text"), Kind: kit.FieldArea, Required: true})
	}
	p.modal(sheet{title: p.say("check.order_title", "check", m.Name), submit: p.say("check.order_one"), told: "check.ordered", about: kit.Long(p.say("check.order_says")), fields: fields,
		command: func(v map[string]string) (hiring.Command, error) {
			return hiring.OrderChecks{Kind: m.Kind, Source: v["source"], Law: v["law"], Says: v["says"]}, nil
		}})
}

// trackCheck puts down by hand how an order stands at its source.
func (p *casePage) trackCheck(o model.OrderView) {
	var states []kit.Option
	for _, s := range []hiring.CheckState{hiring.CheckRunning, hiring.CheckIncomplete} {
		states = append(states, kit.Option{Value: string(s), Label: p.say("check.state." + string(s))})
	}
	p.modal(sheet{title: p.say("check.track_title", "check", o.Name), submit: p.say("check.track"), told: "check.tracked_now", about: kit.Long(p.say("check.track_says")),
		fields: []kit.Field{{Name: "state", Label: p.say("field.state"), Kind: kit.FieldSelect, Options: states, Required: true},
			{Name: "note", Label: p.say("check.track_note"), Kind: kit.FieldArea}, {Name: "reference", Label: p.say("check.reference")}},
		command: func(v map[string]string) (hiring.Command, error) {
			return hiring.TrackCheck{Order: o.ID, State: hiring.CheckState(v["state"]), Note: v["note"], Reference: v["reference"]}, nil
		}})
}

func (p *casePage) askAgain(o model.OrderView) {
	p.h.Run(func(ctx context.Context) error { return p.h.Staff().AskAgain(ctx, p.id, o.ID) }, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.h.Told(p.say("check.asked_again"))
		p.Refresh()
	})
}

// sourceQR is how large a page's address is drawn: a phone reads it off the screen, where the desk has no way to the internet.
const sourceQR float32 = 180

// pageOf is a page's address in three ways.
func (p *casePage) pageOf(page string) fyne.CanvasObject {
	open := kit.Secondary(p.say("check.page_open"), func() {
		u, err := url.Parse(page)
		if err == nil {
			err = fyne.CurrentApp().OpenURL(u)
		}
		if err != nil {
			p.h.Fail(err)
		}
	})
	copyIt := kit.Quiet(p.say("check.page_copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(page)
		p.h.Told(p.say("check.page_copied"))
	})
	out := kit.Rows(kit.Panel(kit.Long(page)), kit.Line(open, copyIt))
	png, err := p.h.QR(page, 2*int(sourceQR))
	if err != nil {
		return out
	}
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("source.png", png))
	picture.FillMode, picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	picture.SetMinSize(fyne.NewSquareSize(sourceQR))
	out.Add(container.NewCenter(picture))
	return out
}
