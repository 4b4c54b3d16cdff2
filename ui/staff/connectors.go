package staff

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// connectorsPart is the tab of connectors: whom the bank asks through the network, with which account, and how they fare.
type connectorsPart struct {
	h     Host
	rows  *fyne.Container
	faces *kit.Faces
}

func (p *settingsPage) connectors() fyne.CanvasObject {
	c := &connectorsPart{h: p.h, rows: kit.Rows()}
	c.faces = kit.NewFaces(p.h.Words(), scrolled(kit.Readable(860, c.rows)))
	p.connect = c
	c.load()
	return c.faces
}

func (c *connectorsPart) load() {
	words := c.h.Words()
	if len(c.rows.Objects) == 0 {
		c.faces.Load("", 0, 0)
	}
	var all []office.ConnectorState
	c.h.Run(func(ctx context.Context) (err error) {
		all, err = c.h.Staff().Connectors(ctx)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			c.faces.Refuse(c.h.Fault(err), words("action.retry_hint"), kit.Secondary(words("action.retry"), c.load))
			return
		case len(all) == 0:
			c.faces.Empty(theme.ComputerIcon(), words("connector.empty"), nil)
			return
		}
		c.rows.Objects = []fyne.CanvasObject{kit.Long(words("connector.text")).In(kit.InkSoft)}
		for _, v := range readerOf(c.h).Connectors(all) {
			c.rows.Add(c.card(v))
		}
		c.rows.Refresh()
		c.faces.Content()
	})
}

func (c *connectorsPart) card(v model.ConnectorView) fyne.CanvasObject {
	words := c.h.Words()
	body := kit.Rows(pairs(v.Rows))
	if len(v.Health) > 0 {
		body.Add(kit.Panel(pairs(v.Health)))
	}
	edit := words("connector.edit")
	if !v.Set {
		edit = words("connector.set_up")
	}
	acts := []fyne.CanvasObject{kit.Secondary(edit, func() { c.edit(v) })}
	if v.Set {
		acts = append(acts, kit.Secondary(words("connector.try"), func() { c.try(v.ID, v.Account, nil) }))
		onOff := "connector.turn_off"
		if v.Account.Off {
			onOff = "connector.turn_on"
		}
		acts = append(acts, kit.Quiet(words(onOff), func() {
			a := v.Account
			a.Off = !a.Off
			c.change(func(ctx context.Context) error { return c.h.Staff().SetConnector(ctx, v.ID, a) })
		}))
	}
	if v.MayResume {
		acts = append([]fyne.CanvasObject{kit.Primary(words("connector.resume"), func() { c.resume(v) })}, acts...)
	}
	body.Add(kit.Flow(acts...))
	return kit.Card(v.Name, body, kit.Badge(v.Standing, toneOf(v.Tone)))
}

func (c *connectorsPart) resume(v model.ConnectorView) {
	words := c.h.Words()
	kit.Ask(c.h.Canvas(), kit.Question{Title: words("connector.resume"), Sentence: words("connector.resume_ask"), Yes: words("connector.resume"), No: words("action.cancel"),
		OnYes: func() { c.change(func(ctx context.Context) error { return c.h.Staff().ResumeConnector(ctx, v.ID) }) }})
}

func (c *connectorsPart) change(work func(ctx context.Context) error) {
	c.h.Run(work, func(err error) {
		if err != nil {
			c.h.Fail(err)
			return
		}
		c.h.Told(c.h.Words()("action.saved"))
		c.load()
	})
}

// try says whether a connector answers; in a form the answer stands beside it.
func (c *connectorsPart) try(id string, a office.ConnectorAccount, beside func(err error)) {
	c.h.Run(func(ctx context.Context) error { return c.h.Staff().TryConnector(ctx, id, a) }, func(err error) {
		switch {
		case beside != nil:
			beside(err)
		case err != nil:
			c.h.Fail(err)
		default:
			c.h.Told(c.h.Words()("connector.answers"))
		}
	})
}

// edit is the form of an account. Its secrets are never shown: an empty field keeps what is set.
func (c *connectorsPart) edit(v model.ConnectorView) {
	words := c.h.Words()
	a := v.Account
	kept := ""
	if a.Token != "" {
		kept = words("connector.kept")
	}
	fields := []kit.Field{
		{Name: "endpoint", Label: words("field.endpoint"), Prompt: "https://", Hint: words("connector.endpoint_hint"), Value: a.Endpoint, Wide: true},
		{Name: "token", Label: words("connector.token"), Kind: kit.FieldSecret, Hint: kept},
		{Name: "secret", Label: words("connector.secret"), Kind: kit.FieldSecret, Hint: words("connector.secret_hint")},
		{Name: "per_min", Label: words("field.per_min"), Kind: kit.FieldNumber, Value: itoa(a.PerMin), Hint: words("connector.zero")},
		{Name: "price", Label: words("connector.price_field"), Value: model.PlainYuan(hiring.Fen(a.PriceFen))},
		{Name: "daily", Label: words("connector.cap_field"), Value: model.PlainYuan(hiring.Fen(a.DailyFen)), Hint: words("connector.zero")},
		{Name: "folder", Label: words("connector.folder"), Value: a.Folder, Hint: words("connector.folder_hint")},
	}
	kinds := kit.NewChips(options(v.Kinds), true, nil)
	if v.Set {
		kinds.Choose(v.Chosen...)
	} else {
		for _, k := range v.Kinds {
			kinds.Choose(append(kinds.Chosen(), k.Value)...)
		}
	}
	said := kit.Long(words("connector.answers")).In(kit.Good)
	said.Hide()
	var form *kit.Form
	var closeIt func()
	read := func() (office.ConnectorAccount, bool) {
		next, wrong := model.ConnectorAccount(a, form.Values(), kinds.Chosen())
		for name, key := range wrong {
			wrong[name] = words(key)
		}
		form.SetErrors(wrong)
		return next, len(wrong) == 0
	}
	refuse := func(err error) {
		said.Hide()
		form.SetErrors(map[string]string{fault.Of(err).Params["field"]: c.h.Fault(err)})
	}
	form = kit.NewForm(words, kit.FormSpec{Fields: fields, Columns: 2, Submit: words("action.save"), Cancel: words("action.cancel"), OnCancel: func() { closeIt() },
		OnSubmit: func(map[string]string) {
			next, good := read()
			if !good {
				return
			}
			form.Busy(true)
			c.h.Run(func(ctx context.Context) error { return c.h.Staff().SetConnector(ctx, v.ID, next) }, func(err error) {
				form.Busy(false)
				if err != nil {
					refuse(err)
					return
				}
				closeIt()
				c.h.Told(words("action.saved"))
				c.load()
			})
		}})
	try := kit.Secondary(words("connector.try"), func() {
		if next, good := read(); good {
			c.try(v.ID, next, func(err error) {
				if err != nil {
					refuse(err)
					return
				}
				form.SetErrors(nil)
				said.Show()
			})
		}
	})
	closeIt = kit.Modal(c.h.Canvas(), 680, kit.Rows(kit.Head(v.Name), kit.Tight(kit.Note(words("field.kinds")), kinds), form, kit.Line(try), said))
	form.Focus()
}
