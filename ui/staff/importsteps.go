package staff

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// showMapping lets a person correct what each column is taken for; the correction is remembered for the next such file.
func (p *importPage) showMapping() {
	words, r := p.h.Words(), readerOf(p.h)
	fields := r.FieldChoices()
	labels, value, label := make([]string, len(fields)), map[string]string{}, map[string]string{}
	for i, c := range fields {
		labels[i], value[c.Label], label[c.Value] = c.Label, c.Value, c.Label
	}
	gap := kit.Long("").In(kit.Accent)
	var onward *kit.Button
	judge := func() {
		missing := r.MappingGap(p.mapping)
		gap.SetText(missing)
		onward.Enable()
		if missing != "" {
			onward.Disable()
		}
	}
	onward = kit.Primary(words("import.try"), p.try)
	rows := kit.Rows()
	columns := map[string]string{}
	for _, c := range r.Columns(p.sheet) {
		columns[c.Name] = c.Field
		pick := widget.NewSelect(labels, nil)
		pick.SetSelected(label[c.Field])
		pick.OnChanged = func(chosen string) {
			p.mapping.Columns[c.Name] = value[chosen]
			judge()
		}
		rows.Add(kit.Split(0.55, kit.Tight(kit.Body(c.Name).Bold().Clip(), kit.Note(c.Sample).Clip()), container.NewVBox(pick)))
		rows.Add(kit.Rule())
	}
	p.mapping = office.Mapping{Head: p.mapping.Head, Columns: columns}
	judge()
	p.faces.SetContent(container.NewBorder(
		kit.Rows(kit.Between(kit.Head(words("import.columns_title", "file", p.name)), kit.Secondary(words("import.another"), p.begin), onward),
			kit.Long(words("import.columns_text", "rows", strconv.Itoa(p.sheet.Rows))).In(kit.InkSoft), gap),
		nil, nil, nil, scrolled(rows)))
}

// showDry is every row's answer before anything is kept.
func (p *importPage) showDry(err error) {
	words, r := p.h.Words(), readerOf(p.h)
	lines := r.Answers(p.dry, p.h.Fault)
	n := p.dry.Count(office.RowTaken)
	take := kit.Primary(words("import.take", "n", strconv.Itoa(n)), p.real)
	if n == 0 {
		take.Disable()
	}
	buttons := []fyne.CanvasObject{kit.Quiet(words("import.another"), p.begin)}
	if p.table {
		buttons = append(buttons, kit.Secondary(words("import.columns"), p.showMapping))
	}
	if d := p.doubts(); len(d) > 0 {
		buttons = append(buttons, kit.Secondary(words("import.decide", "n", strconv.Itoa(len(d))), func() { p.decide(d) }))
	}
	head := kit.Rows(kit.Between(kit.Head(words("import.dry_title")), append(buttons, take)...), kit.Long(r.ImportSummary(p.dry)))
	if err != nil {
		head.Add(kit.Long(p.h.Fault(err)).In(kit.Accent))
	}
	p.faces.SetContent(container.NewBorder(kit.Inset(4, head), nil, nil, nil, p.answers(lines)))
}

// doubts are the rows whose person may be somebody known and about whom nobody has decided.
func (p *importPage) doubts() []office.Answer {
	var out []office.Answer
	for _, a := range p.dry.Answers {
		if _, known := p.decided[a.Line]; a.State == office.RowDoubtful && !known {
			out = append(out, a)
		}
	}
	return out
}

// decide asks about doubtful persons one by one; nothing is merged silently. After the last the rows are tried again.
func (p *importPage) decide(left []office.Answer) {
	if len(left) == 0 {
		p.try()
		return
	}
	words, a := p.h.Words(), left[0]
	var closeIt func()
	answer := func(who hiring.PersonID) func() {
		return func() {
			if p.decided == nil {
				p.decided = map[int]hiring.PersonID{}
			}
			p.decided[a.Line] = who
			closeIt()
			p.decide(left[1:])
		}
	}
	rows := kit.Rows(kit.Head(words("import.doubt_title", "name", a.Name)), kit.Long(words("import.doubt_text", "line", strconv.Itoa(a.Line))).In(kit.InkSoft))
	for _, known := range a.Doubt {
		rows.Add(kit.Panel(kit.Between(kit.Tight(kit.Body(known.Name).Bold(), kit.Note(maskedTail(known))), kit.Secondary(words("import.same"), answer(known.ID)))))
	}
	rows.Add(kit.Between(kit.Note(""), kit.Quiet(words("import.later"), func() { closeIt() }), kit.Secondary(words("import.new_person"), answer(office.NewPerson))))
	closeIt = kit.Modal(p.h.Canvas(), 520, rows)
}

// maskedTail tells two people apart without showing a whole number.
func maskedTail(who hiring.Person) string {
	tail := func(s string) string {
		if len(s) > 4 {
			return "…" + s[len(s)-4:]
		}
		return s
	}
	return tail(who.IDNumber) + "   " + tail(who.Phone)
}

// showDone is what was taken, with the way back.
func (p *importPage) showDone(res office.ImportResult, err error) {
	words, r := p.h.Words(), readerOf(p.h)
	buttons := []fyne.CanvasObject{kit.Secondary(words("import.another"), p.begin)}
	if n := res.Count(office.RowTaken); n > 0 {
		buttons = append([]fyne.CanvasObject{kit.Quiet(words("import.undo"), func() { p.askUndo(pastImport{Batch: res.Batch, Taken: n}) })}, buttons...)
	}
	if r.HasScreen("board") {
		buttons = append(buttons, kit.Primary(words("import.to_board"), func() { p.h.Go("board", "") }))
	}
	head := kit.Rows(kit.Between(kit.Head(words("import.done_title")), buttons...), kit.Long(r.ImportSummary(res)))
	if err != nil {
		sentence := p.h.Fault(err)
		if fault.Of(err).Kind == fault.Internal {
			sentence = words("import.stopped")
		}
		head.Add(kit.Long(sentence).In(kit.Accent))
	}
	p.faces.SetContent(container.NewBorder(kit.Inset(4, head), nil, nil, nil, p.answers(r.Answers(res, p.h.Fault))))
}
