package staff

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// historyDialog is every version of one configuration file that the trail knows, each against the file as it stands.
type historyDialog struct {
	h        Host
	file     office.ConfigFile // as it stands
	versions []office.ConfigVersion
	side     *fyne.Container
	closeIt  func()
}

// historyHeight is how high the dialog's lists are.
const historyHeight = 420

// showHistory opens it.
func showHistory(h Host, file office.ConfigFile) {
	d := &historyDialog{h: h, file: file, side: container.NewStack()}
	h.Run(func(ctx context.Context) (err error) {
		d.versions, err = h.Staff().ConfigHistory(ctx, file.Path)
		return err
	}, func(err error) {
		if err != nil {
			h.Fail(err)
			return
		}
		d.show()
	})
}

func (d *historyDialog) show() {
	words := d.h.Words()
	leave := kit.Quiet(words("action.close"), func() { d.closeIt() })
	if len(d.versions) == 0 {
		sentence := words("config.no_history")
		if d.file.Own {
			sentence = words("config.by_hand")
		}
		d.closeIt = kit.Modal(d.h.Canvas(), 560, kit.Rows(kit.Head(words("config.history")), kit.Note(catalogPath(d.file)), kit.Long(sentence), kit.Line(leave)))
		return
	}
	table := kit.NewDataTable([]kit.Column{
		{Title: words("config.when"), Width: 150, Role: kit.RoleLead, Cell: func(i int) kit.Cell {
			return kit.Cell{Text: readerOf(d.h).Moment(d.versions[i].At), Bold: d.current(i)}
		}},
		{Title: words("config.who"), Weight: 1, Role: kit.RoleSide, Cell: func(i int) kit.Cell { return kit.Cell{Text: d.who(i), Soft: true} }},
	}, func() int { return len(d.versions) })
	table.OnOpen = d.compare
	put(d.side, kit.Panel(kit.Long(words("config.choose_version")).In(kit.InkSoft)))
	room := container.New(&highLayout{height: historyHeight}, kit.Split(0.36, table, d.side))
	d.closeIt = kit.Modal(d.h.Canvas(), 980, kit.Rows(kit.Head(words("config.history")), kit.Note(catalogPath(d.file)), room, kit.Line(leave)))
}

func (d *historyDialog) current(i int) bool { return d.versions[i].ConfigFile == d.file }

func (d *historyDialog) who(i int) string {
	words := d.h.Words()
	switch v := d.versions[i]; {
	case v.By == hiring.System:
		return words("config.found")
	case v.Who != "":
		return v.Who
	}
	return words("config.somebody")
}

// compare shows what is different in the file as it stands, and the way back.
func (d *historyDialog) compare(i int) {
	words, v := d.h.Words(), d.versions[i]
	rows := kit.Rows()
	switch {
	case d.current(i):
		rows.Add(kit.Long(words("config.is_current")).In(kit.InkSoft))
	case !v.Own:
		rows.Add(kit.Long(words("config.was_shipped")).In(kit.InkSoft))
	default:
		rows.Add(diffRows(model.TextDiff(v.Text, d.file.Text)))
	}
	actions := kit.Line()
	if !d.current(i) {
		actions.Add(kit.Secondary(words("config.restore"), func() { d.ask(v) }))
	}
	put(d.side, container.NewBorder(actions, nil, nil, nil, scrolled(rows)))
}

func (d *historyDialog) ask(v office.ConfigVersion) {
	words := d.h.Words()
	kit.Ask(d.h.Canvas(), kit.Question{Title: words("config.restore"), Sentence: words("config.restore_ask", "when", readerOf(d.h).Moment(v.At)),
		Yes: words("config.restore"), No: words("action.cancel"), OnYes: func() { d.restore(v.ConfigFile) }})
}

func (d *historyDialog) restore(f office.ConfigFile) {
	d.h.Run(func(ctx context.Context) error { return d.h.Staff().SaveConfig(ctx, d.file, f) }, func(err error) {
		if err != nil {
			d.h.Fail(err)
			return
		}
		d.closeIt()
		d.h.Told(d.h.Words()("config.restored"))
	})
}

// diffRows are the lines that went and came; a sign stands before each, so that colour is not needed.
func diffRows(lines []model.DiffLine) fyne.CanvasObject {
	const most = 200
	rows := kit.Tight()
	for i, l := range lines {
		if i == most {
			rows.Add(kit.Note(model.LeftOut))
			break
		}
		ink := kit.InkSoft
		switch l.Sign {
		case "-":
			ink = kit.Bad
		case "+":
			ink = kit.Good
		}
		number := ""
		if l.Line > 0 {
			number = strconv.Itoa(l.Line) + " "
		}
		rows.Add(kit.Long(number + l.Sign + " " + l.Text).Sized(kit.SizeNote).In(ink))
	}
	return rows
}
