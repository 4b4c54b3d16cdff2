package staff

import (
	"bytes"
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// startMarking turns the table into a list to choose from, with the bar of what may be done to the chosen.
func (p *boardPage) startMarking() {
	words := p.h.Words()
	if p.lanes {
		p.lanes = false
		put(p.body, p.table)
	}
	count := kit.Body(words("bulk.marked", "n", "0"))
	bar := []fyne.CanvasObject{}
	for _, act := range readerOf(p.h).BulkChoices() {
		bar = append(bar, kit.Secondary(act.Label, func() { p.ask(act.Value) }))
	}
	bar = append(bar, kit.Quiet(words("bulk.end"), p.endMarking))
	p.table.OnMarks = func(marked []int) { count.SetText(words("bulk.marked", "n", strconv.Itoa(len(marked)))) }
	put(p.marks, kit.Panel(kit.Between(count, bar...)))
	p.marks.Show()
	p.table.Refresh()
	p.all.Refresh()
}

func (p *boardPage) endMarking() {
	p.table.OnMarks = nil
	p.table.Mark()
	p.marks.Hide()
	p.table.Refresh()
	p.all.Refresh()
}

// ask shows what an act would do to which of the marked cases before anything is done; a rejection needs its reason.
func (p *boardPage) ask(act string) {
	var ids []hiring.CaseID
	for _, row := range p.table.Marked() {
		if row < len(p.lines) {
			ids = append(ids, p.lines[row].ID)
		}
	}
	if len(ids) == 0 {
		p.h.Told(p.h.Words()("bulk.mark_first"))
		return
	}
	b := &bulk{p: p, act: act, ids: ids}
	if reasons := readerOf(p.h).Reasons("reject"); act == "confirm_fail" && len(reasons) > 0 {
		b.reason = reasons[0].Value
	}
	b.preview()
}

// bulk is one act for many cases: its preview, then each case's own result.
type bulk struct {
	p      *boardPage
	act    string
	reason string
	ids    []hiring.CaseID
	lines  []model.BulkLine
	close  func()
}

// preview asks Decide for every case; nothing happens yet.
func (b *bulk) preview() {
	h, r := b.p.h, readerOf(b.p.h)
	b.lines = nil
	h.Run(func(ctx context.Context) error {
		for _, id := range b.ids {
			f, err := h.Staff().CaseFile(ctx, id)
			if err != nil {
				return err
			}
			refusal := ""
			if cmd := model.BulkCommand(b.act, b.reason, "", f.Case); cmd != nil {
				err = f.May(cmd)
			} else if f.Case.Status != hiring.Open {
				err = model.NotOpen(f.Case.Status)
			}
			if err != nil {
				refusal = h.Fault(err)
			}
			b.lines = append(b.lines, r.BulkPreview(b.act, f, b.reason, refusal))
		}
		return nil
	}, func(err error) {
		if err != nil {
			h.Fail(err)
			return
		}
		b.show()
	})
}

func (b *bulk) able() int {
	n := 0
	for _, l := range b.lines {
		if l.Able {
			n++
		}
	}
	return n
}

// show is the question: the cases with what will happen, the reason, and the button that counts.
func (b *bulk) show() {
	h, words := b.p.h, b.p.h.Words()
	if b.close != nil {
		b.close()
	}
	rows := kit.Rows(kit.Head(words("bulk."+b.act)), kit.Long(words("bulk.preview", "able", strconv.Itoa(b.able()), "all", strconv.Itoa(len(b.lines)))).In(kit.InkSoft))
	if b.act == "confirm_fail" {
		rows.Add(kit.Between(kit.Body(words("bulk.reason")), b.reasonChoice()))
	}
	rows.Add(b.table())
	yes := kit.Danger(words("bulk.do", "n", strconv.Itoa(b.able())), b.do)
	if b.act != "confirm_fail" {
		yes = kit.Primary(words("bulk.do", "n", strconv.Itoa(b.able())), b.do)
	}
	if b.able() == 0 {
		yes.Disable()
	}
	rows.Add(kit.Between(kit.Note(""), kit.Secondary(words("action.cancel"), func() { b.close() }), yes))
	b.close = kit.Modal(h.Canvas(), 620, rows)
}

func (b *bulk) reasonChoice() fyne.CanvasObject {
	reasons := readerOf(b.p.h).Reasons("reject")
	for i, c := range reasons {
		if c.Value == b.reason {
			reasons[0], reasons[i] = reasons[i], reasons[0]
		}
	}
	return choose(reasons, func(v string) {
		b.reason = v
		b.preview()
	})
}

// table is the lines in a room of their own.
func (b *bulk) table() fyne.CanvasObject {
	words := b.p.h.Words()
	t := kit.NewDataTable([]kit.Column{
		{Title: words("board.name"), Width: 120, Role: kit.RoleLead, Cell: func(i int) kit.Cell { return kit.Cell{Text: b.lines[i].Name, Bold: true} }},
		{Title: words("bulk.what"), Weight: 1, Cell: func(i int) kit.Cell { return kit.Cell{Text: b.lines[i].Says, Tone: toneOf(b.lines[i].Tone)} }},
	}, func() int { return len(b.lines) })
	return container.NewGridWrap(fyne.NewSize(fyne.Min(580, b.p.h.Canvas().Size().Width-64), 260), t)
}

// do gives the act to each case that it may be given to, and keeps each one's result.
func (b *bulk) do() {
	h, words := b.p.h, b.p.h.Words()
	h.Run(func(ctx context.Context) error {
		for i := range b.lines {
			if b.lines[i].Able && ctx.Err() == nil {
				b.one(ctx, &b.lines[i])
			}
		}
		return ctx.Err()
	}, func(err error) {
		b.close()
		rows := kit.Rows(kit.Head(words("bulk."+b.act)), kit.Long(words("bulk.done", "n", strconv.Itoa(b.done()), "all", strconv.Itoa(len(b.lines)))).In(kit.InkSoft), b.table())
		buttons := []fyne.CanvasObject{kit.Primary(words("action.close"), func() { b.close() })}
		if b.act == "invite" {
			buttons = append([]fyne.CanvasObject{kit.Secondary(words("bulk.save_logins"), b.save)}, buttons...)
		}
		rows.Add(kit.Between(kit.Note(""), buttons...))
		b.close = kit.Modal(h.Canvas(), 620, rows)
		b.p.endMarking()
		b.p.Refresh()
	})
}

func (b *bulk) one(ctx context.Context, line *model.BulkLine) {
	h, words := b.p.h, b.p.h.Words()
	err := func() (err error) {
		if b.act == "invite" {
			line.Invitation, err = h.Staff().InviteCandidate(ctx, line.ID)
			return err
		}
		f, err := h.Staff().CaseFile(ctx, line.ID)
		if err == nil {
			_, err = h.Staff().Do(ctx, line.ID, model.BulkCommand(b.act, b.reason, "", f.Case))
		}
		return err
	}()
	line.Able = err == nil
	switch {
	case err != nil:
		line.Says, line.Tone = h.Fault(err), model.Warn
	case b.act == "invite":
		line.Says = words("bulk.invited", "login", line.Invitation.Login, "code", line.Invitation.Code, "until", readerOf(h).Moment(line.Invitation.Until))
	default:
		line.Says, line.Tone = words("bulk.did."+b.act), model.Good
	}
}

func (b *bulk) done() int { return b.able() }

// save keeps the invitations, which are shown this once.
func (b *bulk) save() {
	words := b.p.h.Words()
	r := readerOf(b.p.h)
	var file bytes.Buffer
	t := office.NewCSV(&file, words("board.name"), words("field.login"), words("person.code"), words("person.until"))
	for _, l := range b.lines {
		if in := l.Invitation; in.Login != "" {
			t.Row(l.Name, in.Login, in.Code, r.Moment(in.Until))
		}
	}
	_ = t.Done() // into memory: it cannot fail
	b.p.h.SaveFile("ruhang-logins.csv", file.Bytes())
}
