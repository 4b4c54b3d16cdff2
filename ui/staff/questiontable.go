package staff

import (
	"bytes"
	"context"
	"io"
	"strconv"

	"fyne.io/fyne/v2/container"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// export writes the bank as a table that can be imported again.
func (p *questionsPage) export() {
	if p.bank() == nil {
		return
	}
	id := p.bankID
	var table []byte
	p.h.Run(func(context.Context) (err error) {
		table, err = p.h.Staff().ExportQuestions(id)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.h.SaveFile("questions-"+id+".csv", table)
	})
}

func (p *questionsPage) choose() {
	if p.bank() == nil {
		return
	}
	p.h.PickFile([]string{".csv", ".xlsx"}, func(name string, content io.ReadCloser) {
		defer content.Close()
		raw, err := io.ReadAll(io.LimitReader(content, office.MaxFile))
		if err != nil {
			p.h.Fail(fault.Wrap(err, fault.Invalid, "file.read", "staff.choose"))
			return
		}
		p.take(name, raw, true, p.preview)
	})
}

// take imports a table, or says what an import would do.
func (p *questionsPage) take(name string, raw []byte, dry bool, then func(name string, raw []byte, taken []office.QuestionTaken)) {
	file, id := p.file(), p.bankID
	var taken []office.QuestionTaken
	p.h.Run(func(ctx context.Context) (err error) {
		taken, err = p.h.Staff().ImportQuestions(ctx, file, id, name, bytes.NewReader(raw), dry)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		then(name, raw, taken)
	})
}

// preview shows every row with what would become of it, and imports when somebody says so.
func (p *questionsPage) preview(name string, raw []byte, taken []office.QuestionTaken) {
	words, r := p.h.Words(), readerOf(p.h)
	count := map[string]int{}
	for _, t := range taken {
		count[t.Outcome]++
	}
	table := kit.NewDataTable([]kit.Column{
		{Title: words("questions.line"), Width: 60, Role: kit.RoleHidden, Cell: func(i int) kit.Cell { return kit.Cell{Text: strconv.Itoa(taken[i].Line), Soft: true} }},
		{Title: words("kit.question"), Weight: 2, Role: kit.RoleLead, Cell: func(i int) kit.Cell { return kit.Cell{Text: taken[i].Question.Text.In(r.Lang)} }},
		{Title: words("questions.outcome"), Width: 110, Role: kit.RoleSide, Cell: func(i int) kit.Cell {
			return kit.Cell{Text: words("questions.row." + taken[i].Outcome), Tone: outcomeTone(taken[i].Outcome)}
		}},
	}, func() int { return len(taken) })
	why := kit.Long("").In(kit.Bad)
	table.OnOpen = func(i int) {
		why.SetText("")
		if taken[i].Refusal != nil {
			why.SetText(p.h.Fault(taken[i].Refusal))
		}
	}
	var closeIt func()
	act := kit.Primary(words("questions.take", "n", strconv.Itoa(count["added"]+count["changed"])), func() {
		closeIt()
		p.take(name, raw, false, func(string, []byte, []office.QuestionTaken) {
			p.h.Told(words("questions.saved"))
			p.Refresh()
		})
	})
	if count["added"]+count["changed"] == 0 {
		act.Disable()
	}
	summary := words("questions.preview", "added", strconv.Itoa(count["added"]), "changed", strconv.Itoa(count["changed"]), "same", strconv.Itoa(count["same"]), "refused", strconv.Itoa(count["refused"]))
	for i := len(taken) - 1; i >= 0; i-- { // the first reason stands there at once
		if taken[i].Refusal != nil {
			table.OnOpen(i)
		}
	}
	closeIt = kit.Modal(p.h.Canvas(), 860, kit.Rows(kit.Head(words("questions.import")), kit.Note(name), kit.Long(summary),
		container.New(&highLayout{height: 320}, table), why, kit.Line(act, kit.Quiet(words("action.cancel"), func() { closeIt() }))))
}

func outcomeTone(outcome string) kit.Tone {
	return map[string]kit.Tone{"added": kit.ToneGood, "changed": kit.ToneGood, "refused": kit.ToneBad}[outcome]
}
