package staff

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"

	"fyne.io/fyne/v2"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// importPage brings AI reports in: choose a file, say what its columns are, try it dry, take it, and take it back.
type importPage struct {
	h       Host
	name    string
	raw     []byte
	sheet   office.Sheet
	table   bool // the file has columns
	mapping office.Mapping
	decided map[int]hiring.PersonID
	dry     office.ImportResult
	past    []pastImport
	stop    context.CancelFunc
	faces   *kit.Faces
	all     fyne.CanvasObject
}

// pastImport is an import that can be taken back.
type pastImport struct {
	Batch string `json:"batch"`
	Taken int    `json:"taken"`
	When  string `json:"when"`
}

const (
	importsSetting = "my/imports"
	importsKept    = 8
	maxImport      = 50 << 20
)

var importEndings = []string{".json", ".csv", ".xlsx"}

func openImport(h Host, _ string) Page {
	p := &importPage{h: h, stop: func() {}}
	words := h.Words()
	p.faces = kit.NewFaces(words, kit.Body(""))
	p.all = kit.Page(kit.Title(words("screen.import")), kit.Fill(p.faces))
	h.Dropped(p.take)
	p.begin()
	return p
}

func (p *importPage) Content() fyne.CanvasObject { return p.all }
func (p *importPage) Refresh()                   {}

// Close stops an import under way; the rows it took so far are kept.
func (p *importPage) Close() { p.stop() }

func (p *importPage) pick() { p.h.PickFile(importEndings, p.take) }

// begin is the page before a file is chosen, with the imports that can be taken back.
func (p *importPage) begin() {
	p.h.Run(func(ctx context.Context) error {
		_, err := p.h.Staff().Setting(ctx, importsSetting, &p.past)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
		}
		p.showBegin()
	})
}

func (p *importPage) showBegin() {
	words := p.h.Words()
	rows := kit.Rows(
		kit.NewDropper(words("import.drop"), kit.Primary(words("import.choose"), p.pick)),
		kit.Long(words("import.text")).In(kit.InkSoft))
	if len(p.past) > 0 {
		list := kit.Tight()
		for _, b := range p.past {
			list.Add(kit.Between(kit.Body(words("import.past", "when", b.When, "n", strconv.Itoa(b.Taken))), kit.Quiet(words("import.undo"), func() { p.askUndo(b) })))
		}
		rows.Add(kit.Card(words("import.past_title"), list))
	}
	p.faces.SetContent(scrolled(kit.Readable(760, rows)))
}

// take reads a chosen or dropped file and looks at its columns.
func (p *importPage) take(name string, content io.ReadCloser) {
	p.faces.Load(p.h.Words()("import.reading"), 0, 0)
	p.name, p.decided = name, nil
	p.h.Run(func(ctx context.Context) (err error) {
		defer content.Close()
		if p.raw, err = io.ReadAll(io.LimitReader(content, maxImport+1)); err != nil {
			return fault.Wrap(err, fault.Invalid, "import.unreadable", "staff.import")
		}
		p.sheet, p.table, err = p.h.Staff().PeekImport(ctx, name, bytes.NewReader(p.raw))
		return err
	}, func(err error) {
		switch {
		case err != nil:
			p.refuse(err)
		case p.table:
			p.mapping = p.sheet.Guess
			p.showMapping()
		default:
			p.try()
		}
	})
}

func (p *importPage) refuse(err error) {
	words := p.h.Words()
	p.faces.Refuse(p.h.Fault(err), words("import.refused_next"), kit.Secondary(words("import.another"), p.begin))
}

// options are the importer's choices so far.
func (p *importPage) options(dry bool, progress func(int)) office.ImportOptions {
	opt := office.ImportOptions{DryRun: dry, Decided: p.decided, Progress: progress}
	if p.table {
		m := p.mapping
		opt.Mapping = &m
	}
	return opt
}

// run imports, dry or not, with a count and a way to stop.
func (p *importPage) run(dry bool, sentence string, done func(office.ImportResult, error)) {
	words := p.h.Words()
	p.faces.Stop = kit.Secondary(words("action.cancel"), func() { p.stop() })
	p.faces.Load(sentence, 0, 0)
	total := max(p.sheet.Rows, 0)
	var res office.ImportResult
	p.h.Run(func(ctx context.Context) (err error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		p.stop = stop
		res, err = p.h.Staff().Import(ctx, p.name, bytes.NewReader(p.raw), p.options(dry, func(n int) {
			fyne.Do(func() { p.faces.Load(sentence, n, max(total, n)) })
		}))
		return err
	}, func(err error) {
		p.stop, p.faces.Stop = func() {}, nil
		done(res, err)
	})
}

// try answers every row and keeps nothing.
func (p *importPage) try() {
	p.run(true, p.h.Words()("import.trying"), func(res office.ImportResult, err error) {
		switch {
		case errors.Is(err, context.Canceled):
			p.begin()
		case err != nil && len(res.Answers) == 0:
			p.refuse(err)
		default:
			p.dry = res
			p.showDry(err)
		}
	})
}

// real takes the rows.
func (p *importPage) real() {
	p.run(false, p.h.Words()("import.taking"), func(res office.ImportResult, err error) {
		if err != nil && len(res.Answers) == 0 {
			p.refuse(err)
			return
		}
		p.keep(res)
		p.showDone(res, err)
	})
}

// keep remembers a batch, so that it can be taken back on another day.
func (p *importPage) keep(res office.ImportResult) {
	n := res.Count(office.RowTaken)
	if n == 0 {
		return
	}
	r := readerOf(p.h)
	p.past = append([]pastImport{{Batch: res.Batch, Taken: n, When: r.Moment(r.Now)}}, p.past...)
	p.past = p.past[:min(len(p.past), importsKept)]
	p.remember()
}

func (p *importPage) remember() {
	p.h.Run(func(ctx context.Context) error { return p.h.Staff().PutSetting(ctx, importsSetting, p.past) }, func(err error) {
		if err != nil {
			p.h.Fail(err)
		}
	})
}

// askUndo takes a batch back after a question.
func (p *importPage) askUndo(b pastImport) {
	words := p.h.Words()
	kit.Ask(p.h.Canvas(), kit.Question{Title: words("import.undo_title"), Sentence: words("import.undo_text", "n", strconv.Itoa(b.Taken)),
		Yes: words("import.undo"), No: words("action.cancel"), Danger: true, OnYes: func() { p.undo(b) }})
}

func (p *importPage) undo(b pastImport) {
	words := p.h.Words()
	p.faces.Load(words("import.undoing"), 0, 0)
	undone, kept := 0, []hiring.CaseID(nil)
	p.h.Run(func(ctx context.Context) (err error) {
		undone, kept, err = p.h.Staff().UndoImport(ctx, b.Batch)
		return err
	}, func(err error) {
		if err != nil {
			p.refuse(err)
			return
		}
		var left []pastImport
		for _, x := range p.past {
			if x.Batch != b.Batch {
				left = append(left, x)
			} else if len(kept) > 0 {
				left = append(left, pastImport{Batch: x.Batch, Taken: len(kept), When: x.When})
			}
		}
		p.past = left
		p.remember()
		p.h.Told(words("import.undone", "n", strconv.Itoa(undone), "kept", strconv.Itoa(len(kept))))
		p.showBegin()
	})
}

// answers is the table of rows with their answers.
func (p *importPage) answers(lines []model.AnswerLine) *kit.DataTable {
	words := p.h.Words()
	return kit.NewDataTable([]kit.Column{
		{Title: words("import.line"), Width: 52, Align: kit.Right, Cell: func(i int) kit.Cell { return kit.Cell{Text: lines[i].Line, Soft: true} }},
		{Title: words("board.name"), Width: 130, Role: kit.RoleLead, Cell: func(i int) kit.Cell { return kit.Cell{Text: lines[i].Name, Bold: true} }},
		{Title: words("import.state"), Width: 120, Role: kit.RoleSide, Cell: func(i int) kit.Cell { return kit.Cell{Text: lines[i].State, Tone: toneOf(lines[i].Tone)} }},
		{Title: words("import.why"), Weight: 1, Cell: func(i int) kit.Cell { return kit.Cell{Text: lines[i].Why} }},
	}, func() int { return len(lines) })
}
