package staff

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// configPart is the tab of the configuration's files: each as text, checked as a whole before it is saved, with every version kept.
type configPart struct {
	h     Host
	files []office.ConfigFile
	open  *office.ConfigFile // that is edited, as it was when editing began
	text  *kit.Entry
	found *fyne.Container
	side  *fyne.Container
	table *kit.DataTable
	faces *kit.Faces
}

func (p *settingsPage) config() fyne.CanvasObject {
	c := &configPart{h: p.h, side: container.NewStack(), found: kit.Tight()}
	words := p.h.Words()
	c.table = kit.NewDataTable([]kit.Column{
		{Title: words("config.file"), Weight: 2, Role: kit.RoleLead, Cell: func(i int) kit.Cell { return kit.Cell{Text: catalogPath(c.files[i])} }},
		{Title: words("config.origin"), Width: 110, Cell: func(i int) kit.Cell { return c.origin(c.files[i]) }},
	}, func() int { return len(c.files) })
	c.table.OnOpen = func(i int) { c.ask(func() { c.edit(c.files[i]) }) }
	c.faces = kit.NewFaces(words, kit.Split(0.32, c.table, c.side))
	c.faces.Load("", 0, 0)
	put(c.side, kit.Panel(kit.Long(words("config.choose")).In(kit.InkSoft)))
	p.configured = c
	c.load()
	return c.faces
}

func (c *configPart) origin(f office.ConfigFile) kit.Cell {
	if f.Own {
		return kit.Cell{Text: c.h.Words()("config.own"), Bold: true}
	}
	return kit.Cell{Text: c.h.Words()("config.shipped"), Soft: true}
}

// catalogPath is where a file lies in the bank's folder.
func catalogPath(f office.ConfigFile) string { return "catalog/" + f.Path }

func (c *configPart) load() {
	var files []office.ConfigFile
	c.h.Run(func(ctx context.Context) (err error) {
		files, err = c.h.Staff().ConfigFiles(ctx)
		return err
	}, func(err error) {
		words := c.h.Words()
		switch {
		case err != nil:
			c.faces.Refuse(c.h.Fault(err), words("action.retry_hint"), kit.Secondary(words("action.retry"), c.load))
		case len(files) == 0:
			c.faces.Empty(theme.FileTextIcon(), words("config.none"), nil)
		default:
			c.files = files
			c.table.Refresh()
			c.faces.Content()
			c.follow()
		}
	})
}

// follow shows the open file as it stands now, unless something was typed that is not saved.
func (c *configPart) follow() {
	for _, f := range c.files {
		if c.open != nil && f.Path == c.open.Path && f != *c.open && c.text.Text == c.open.Text {
			c.edit(f)
		}
	}
}

// ask asks before what was typed is thrown away.
func (c *configPart) ask(then func()) {
	if c.open == nil || c.text.Text == c.open.Text {
		then()
		return
	}
	words := c.h.Words()
	kit.Ask(c.h.Canvas(), kit.Question{Title: words("questions.unsaved"), Sentence: words("questions.unsaved_ask"), Yes: words("questions.discard"), No: words("action.cancel"), OnYes: then})
}

// edit opens a file as text.
func (c *configPart) edit(f office.ConfigFile) {
	words := c.h.Words()
	c.open, c.text, c.found = &f, kit.NewArea("", 12), kit.Tight()
	c.text.Wrapping = fyne.TextWrapOff
	c.text.SetText(f.Text)
	place := kit.Note(words("config.at_line", "line", "1"))
	placed := c.text.OnCursorChanged
	c.text.OnCursorChanged = func() {
		placed()
		place.SetText(words("config.at_line", "line", strconv.Itoa(c.text.CursorRow+1)))
	}
	buttons := []fyne.CanvasObject{kit.Secondary(words("config.check"), c.check), kit.Quiet(words("config.history"), func() { showHistory(c.h, f) })}
	if f.Own {
		buttons = append(buttons, kit.Quiet(words("config.to_shipped"), c.askShipped))
	}
	head := kit.Rows(kit.Between(kit.Head(catalogPath(f)), place), kit.Flow(append([]fyne.CanvasObject{kit.Primary(words("action.save"), c.save)}, buttons...)...), c.found)
	put(c.side, container.NewBorder(head, nil, nil, nil, c.text))
}

// typed is the file as it would be saved.
func (c *configPart) typed() office.ConfigFile {
	return office.ConfigFile{Path: c.open.Path, Text: c.text.Text, Own: true}
}

// check builds the whole configuration with what is typed, and says what is wrong by line.
func (c *configPart) check() {
	is := c.typed()
	c.h.Run(func(ctx context.Context) error { return c.h.Staff().TryConfig(ctx, is) }, func(err error) { c.tell(err, "config.right") })
}

func (c *configPart) save() { c.put(c.typed(), "config.saved") }

func (c *configPart) askShipped() {
	words := c.h.Words()
	kit.Ask(c.h.Canvas(), kit.Question{Title: words("config.to_shipped"), Sentence: words("config.to_shipped_ask"), Yes: words("config.to_shipped"), No: words("action.cancel"),
		OnYes: func() { c.put(office.ConfigFile{Path: c.open.Path}, "config.saved") }})
}

func (c *configPart) put(is office.ConfigFile, good string) {
	was := *c.open
	c.h.Run(func(ctx context.Context) error { return c.h.Staff().SaveConfig(ctx, was, is) }, func(err error) {
		if err == nil {
			c.reopen(is.Path)
		}
		c.tell(err, good)
	})
}

// reopen shows a file as it stands now.
func (c *configPart) reopen(path string) {
	c.h.Run(func(ctx context.Context) (err error) {
		c.files, err = c.h.Staff().ConfigFiles(ctx)
		return err
	}, func(err error) {
		for _, f := range c.files {
			if f.Path == path && err == nil {
				c.edit(f)
			}
		}
		c.table.Refresh()
	})
}

// tell says what is wrong, each problem with its line; a tap goes there.
func (c *configPart) tell(err error, good string) {
	c.found.Objects = nil
	problems := catalog.Problems(err)
	const most = 8
	for i, p := range problems {
		if i == most {
			c.found.Add(kit.Note(c.h.Words()("config.more", "n", strconv.Itoa(len(problems)-most))))
			break
		}
		c.found.Add(c.problem(p))
	}
	if err == nil {
		c.found.Add(kit.Light(c.h.Words()(good), kit.ToneGood))
	}
	c.found.Refresh()
	c.side.Refresh()
}

func (c *configPart) problem(p *fault.Error) fyne.CanvasObject {
	line, err := strconv.Atoi(p.Params["line"])
	said := kit.Long(c.h.Fault(p)).Sized(kit.SizeNote).In(kit.Bad)
	if err != nil || p.Params["file"] != c.open.Path {
		return said
	}
	there := kit.Quiet(c.h.Words()("config.go_line", "line", strconv.Itoa(line)), func() {
		c.text.CursorRow, c.text.CursorColumn = line-1, 0
		c.text.Refresh()
		c.h.Canvas().Focus(c.text)
	})
	return container.NewBorder(nil, nil, nil, there, said)
}
