package staff

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// inboxPage is the messages, newest first, and the one that is read.
type inboxPage struct {
	h       Host
	letters []office.Letter
	lines   []model.LetterLine
	table   *kit.DataTable
	reading *fyne.Container
	faces   *kit.Faces
	all     fyne.CanvasObject
}

// inboxLimit is how many messages the inbox looks back.
const inboxLimit = 500

func openInbox(h Host, _ string) Page {
	p := &inboxPage{h: h, reading: container.NewStack()}
	words := h.Words()
	p.table = kit.NewDataTable([]kit.Column{
		{Title: words("inbox.subject"), Weight: 3, Role: kit.RoleLead, Cell: func(row int) kit.Cell {
			l := p.lines[row]
			if l.New {
				return kit.Cell{Text: l.Subject, Bold: true, Tone: kit.ToneNow}
			}
			return kit.Cell{Text: l.Subject}
		}},
		{Title: words("inbox.when"), Width: 150, Role: kit.RoleSide, Cell: func(row int) kit.Cell { return kit.Cell{Text: p.lines[row].When, Soft: true} }},
	}, func() int { return len(p.lines) })
	p.table.OnOpen = p.read
	p.nothingOpen()
	p.faces = kit.NewFaces(words, kit.Split(0.5, p.table, scrolled(p.reading)))
	p.faces.Load("", 0, 0)
	p.all = kit.Page(kit.Title(words("screen.inbox")), kit.Fill(p.faces))
	p.Refresh()
	return p
}

func (p *inboxPage) Content() fyne.CanvasObject { return p.all }
func (p *inboxPage) Close()                     {}

func (p *inboxPage) nothingOpen() {
	p.reading.Objects = []fyne.CanvasObject{kit.Panel(kit.Note(p.h.Words()("inbox.choose")))}
}

// Refresh loads the messages anew; the one that is read stays open.
func (p *inboxPage) Refresh() {
	var letters []office.Letter
	p.h.Run(func(ctx context.Context) (err error) {
		letters, err = p.h.Staff().Inbox(ctx, inboxLimit)
		return err
	}, func(err error) {
		words := p.h.Words()
		switch {
		case err != nil:
			p.faces.Refuse(p.h.Fault(err), words("action.retry_hint"), kit.Secondary(words("action.retry"), p.Refresh))
		case len(letters) == 0:
			p.faces.Empty(theme.MailComposeIcon(), words("inbox.empty"), nil)
		default:
			p.letters, p.lines = letters, readerOf(p.h).LetterLines(letters)
			p.table.Refresh()
			p.faces.Content()
		}
	})
}

// read shows a message and says that it was read.
func (p *inboxPage) read(row int) {
	l, r, words := p.letters[row], readerOf(p.h), p.h.Words()
	var actions []fyne.CanvasObject
	if r.HasScreen("case") {
		actions = append(actions, kit.Secondary(words("inbox.to_case"), func() { p.h.Go("case", string(l.Case)) }))
	}
	p.reading.Objects = []fyne.CanvasObject{kit.Panel(kit.Rows(kit.Long(p.lines[row].Subject).Sized(kit.SizeHead).Bold(), kit.Note(p.lines[row].When),
		kit.Rule(), kit.Long(r.LetterBody(l)), kit.Line(actions...)))}
	p.reading.Refresh()
	if l.Read {
		return
	}
	p.h.Run(func(ctx context.Context) error {
		_, err := p.h.Staff().Do(ctx, l.Case, hiring.ReadMessage{Message: l.ID})
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		if i := slices.IndexFunc(p.letters, func(x office.Letter) bool { return x.Case == l.Case && x.ID == l.ID }); i >= 0 {
			p.letters[i].Read, p.lines[i].New = true, false
			p.table.Refresh()
		}
	})
}
