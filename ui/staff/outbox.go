package staff

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// outboxPage is the messages that leave the house, newest first, how each fares, and what is done about those that did not arrive.
type outboxPage struct {
	h      Host
	posted []office.Posted
	lines  []model.PostLine
	filter office.OutboxFilter
	more   bool // there may be older ones
	busy   bool
	chips  *kit.Chips
	table  *kit.DataTable
	right  *fyne.Container
	faces  *kit.Faces
	all    fyne.CanvasObject
}

// outboxStep is how many messages are loaded at once.
const outboxStep = 200

// openOutbox lists all messages; with a case's id, as a piece of work gives it, those that did not arrive.
func openOutbox(h Host, arg string) Page {
	p := &outboxPage{h: h, right: container.NewStack()}
	words := h.Words()
	p.chips = kit.NewChips([]kit.Option{{Value: string(office.OutboxWaiting), Label: words("outbox.state.waiting")}, {Value: string(office.OutboxFailed), Label: words("outbox.undelivered")}},
		false, func(chosen []string) {
			p.filter = office.OutboxAll
			if len(chosen) > 0 {
				p.filter = office.OutboxFilter(chosen[0])
			}
			p.Refresh()
		})
	if arg != "" {
		p.filter = office.OutboxFailed
		p.chips.Choose(string(p.filter))
	}
	p.table = p.list()
	p.faces = kit.NewFaces(words, kit.Split(0.56, p.table, scrolled(p.right)))
	p.faces.Load("", 0, 0)
	p.nothingOpen()
	p.all = kit.Page(kit.Between(kit.Title(words("screen.outbox")), kit.Secondary(words("outbox.take_reply"), p.pickReply)), p.chips, kit.Fill(p.faces))
	h.Dropped(p.takeReply)
	p.Refresh()
	return p
}

func (p *outboxPage) list() *kit.DataTable {
	words := p.h.Words()
	soft := func(pick func(model.PostLine) string) func(int) kit.Cell {
		return func(row int) kit.Cell { return kit.Cell{Text: pick(p.lines[row]), Soft: true} }
	}
	table := kit.NewDataTable([]kit.Column{
		{Title: words("inbox.subject"), Weight: 4, Role: kit.RoleLead, Cell: func(row int) kit.Cell { return kit.Cell{Text: p.lines[row].Subject} }},
		{Title: words("outbox.to"), Weight: 1, Cell: soft(func(l model.PostLine) string { return l.To })},
		{Title: words("outbox.made"), Width: 130, Cell: soft(func(l model.PostLine) string { return l.When })},
		{Title: words("outbox.state"), Width: 100, Role: kit.RoleSide, Cell: func(row int) kit.Cell {
			return kit.Cell{Text: p.lines[row].State, Tone: toneOf(p.lines[row].Tone)}
		}},
	}, func() int { return len(p.lines) })
	table.OnOpen = func(row int) { p.read(p.posted[row]) }
	table.OnNear = func(row int) {
		if p.more && !p.busy && row >= len(p.lines)-20 {
			p.load(p.posted[len(p.posted)-1].Row)
		}
	}
	return table
}

func (p *outboxPage) Content() fyne.CanvasObject { return p.all }
func (p *outboxPage) Close()                     {}
func (p *outboxPage) Refresh()                   { p.load(0) }

func (p *outboxPage) nothingOpen() {
	put(p.right, kit.Panel(kit.Note(p.h.Words()("inbox.choose"))))
}

// load loads a page of messages: from the newest on, or those before a row.
func (p *outboxPage) load(before int64) {
	var posted []office.Posted
	filter := p.filter
	p.busy = true
	p.h.Run(func(ctx context.Context) (err error) {
		posted, err = p.h.Staff().Outbox(ctx, filter, before, outboxStep)
		return err
	}, func(err error) {
		p.busy = false
		if filter != p.filter {
			return // another was chosen meanwhile
		}
		words := p.h.Words()
		if before > 0 && err == nil {
			posted = append(p.posted, posted...)
		}
		switch {
		case err != nil:
			p.faces.Refuse(p.h.Fault(err), words("action.retry_hint"), kit.Secondary(words("action.retry"), p.Refresh))
		case len(posted) == 0:
			p.posted, p.lines = nil, nil
			p.nothingOpen()
			p.faces.Empty(theme.MailSendIcon(), words("outbox.empty."+string(filter)), nil)
		default:
			p.more = filter != office.OutboxFailed && len(posted)-len(p.posted) == outboxStep
			p.posted, p.lines = posted, readerOf(p.h).PostLines(posted)
			p.table.Refresh()
			p.faces.Content()
		}
	})
}

// read shows a message, how it fares, and what may be done about it.
func (p *outboxPage) read(m office.Posted) {
	var file *office.CaseFile
	p.h.Run(func(ctx context.Context) (err error) {
		file, err = p.h.Staff().CaseFile(ctx, m.Case)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.show(m, file)
	})
}

func (p *outboxPage) show(m office.Posted, file *office.CaseFile) {
	words, r := p.h.Words(), readerOf(p.h)
	resend, told, bounced := r.PostActs(m, file.May)
	actions := []fyne.CanvasObject{}
	if resend != nil {
		actions = append(actions, kit.Primary(resend.Word, func() {
			previewThen(p.h, m.Case, hiring.ResendMessage{Message: m.ID}, words("outbox.resend"), p.done)
		}))
	}
	if told != nil {
		actions = append(actions, kit.Secondary(told.Word, func() {
			p.ask(m, "outbox.told", func(v string) hiring.Command { return hiring.TellOtherwise{Message: m.ID, Note: v} })
		}))
	}
	if bounced != nil {
		actions = append(actions, kit.Quiet(bounced.Word, func() {
			p.ask(m, "outbox.bounced", func(v string) hiring.Command { return hiring.RecordBounce{Message: m.ID, Note: v} })
		}))
	}
	actions = append(actions, kit.Quiet(words("inbox.to_case"), func() { p.h.Go("case", string(m.Case)) }))
	line := r.PostLines([]office.Posted{m})[0]
	put(p.right, kit.Panel(kit.Rows(kit.Between(kit.Long(line.Subject).Sized(kit.SizeHead).Bold(), kit.Badge(line.State, toneOf(line.Tone))),
		pairs(r.PostRows(m, p.h.Fault)), kit.Flow(actions...), kit.Rule(), kit.Long(r.LetterBody(m.Letter)))))
}

func (p *outboxPage) done() {
	p.nothingOpen()
	p.h.Told(p.h.Words()("action.saved"))
	p.Refresh()
}

// ask asks what there is to say, and records it.
func (p *outboxPage) ask(m office.Posted, title string, made func(note string) hiring.Command) {
	words := p.h.Words()
	showDialog(p.h, dialog{Title: words(title), Sentence: words(title + "_says"), Submit: words("action.save"),
		Fields: []kit.Field{{Name: "note", Label: words("field.note"), Kind: kit.FieldArea, Rows: 2, Required: title == "outbox.told"}},
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := p.h.Staff().Do(ctx, m.Case, made(v["note"]))
			return err
		}, Done: p.done})
}

func (p *outboxPage) pickReply() { p.h.PickFile([]string{".ics"}, p.takeReply) }

// takeReply records the answer in a calendar's file, and says whose and what it was.
func (p *outboxPage) takeReply(_ string, content io.ReadCloser) {
	takeReply(p.h, content, func() { p.Refresh() })
}

// takeReply records the answer in a calendar's file that somebody dropped or chose.
func takeReply(h Host, content io.ReadCloser, done func()) {
	words := h.Words()
	var cmd hiring.AnswerInvitation
	var file *office.CaseFile
	h.Run(func(ctx context.Context) error {
		defer content.Close()
		id, taken, err := h.Staff().TakeReply(ctx, content)
		if err == nil {
			cmd = taken
			file, err = h.Staff().CaseFile(ctx, id)
		}
		return err
	}, func(err error) {
		if err != nil {
			h.Fail(err)
			return
		}
		h.Told(words("answer.taken", "who", readerOf(h).Answerer(file, cmd.Who), "answer", words("answer.state."+cmd.Answer)))
		done()
	})
}
