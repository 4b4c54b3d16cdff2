package staff

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// cvEditor is the CV as a form: sections of rows that are added and removed; what is wrong stands below its input.
type cvEditor struct {
	h     Host
	words kit.Words
	id    hiring.CaseID
	form  model.CVForm
	name  string // of the file that is attached with it
	raw   []byte
	wrong map[string]string // sentences by input
	room  *fyne.Container
	leave func(saved bool)
}

func newCVEditor(h Host, id hiring.CaseID, form model.CVForm, leave func(saved bool)) *cvEditor {
	e := &cvEditor{h: h, words: h.Words(), id: id, form: form, leave: leave, room: container.NewStack()}
	if form.Empty() {
		e.form.Add(0)
		e.form.Add(1)
	}
	e.paint()
	return e
}

func (e *cvEditor) content() fyne.CanvasObject { return e.room }

func (e *cvEditor) paint() {
	summary := kit.NewArea(e.words("cv.summary_prompt"), 3)
	summary.SetText(e.form.Summary)
	summary.OnChanged = func(text string) { e.form.Summary = text }
	rows := []fyne.CanvasObject{kit.Long(e.words("cv.says")).In(kit.InkSoft)}
	if e.name != "" {
		rows = append(rows, kit.Badge(e.words("cv.with_file", "name", e.name), kit.TonePlain))
	}
	for _, sentence := range e.general() {
		rows = append(rows, kit.Long(sentence).In(kit.Bad))
	}
	for i := range e.form.Sections {
		rows = append(rows, e.section(i))
	}
	rows = append(rows, kit.Section(e.words("cv.summary")), summary)
	body := scrolled(rows...)
	save := kit.Line(kit.Secondary(e.words("cv.save"), e.save), kit.Quiet(e.words("act.leave"), func() { e.leave(false) }))
	load := kit.Quiet(e.words("cv.load"), func() { e.h.PickFile([]string{".json", ".txt", ".pdf"}, e.load) })
	bar := kit.Between(save, load, kit.Quiet(e.words("cv.paste"), e.paste))
	e.room.Objects = []fyne.CanvasObject{container.NewBorder(kit.Rows(bar, kit.Rule()), nil, nil, nil, body)}
	e.room.Refresh()
}

// general are the refusals that no input has.
func (e *cvEditor) general() []string {
	shown := map[string]bool{}
	for _, s := range e.form.Sections {
		for i := range s.Rows {
			for _, f := range s.Fields {
				shown[model.CVKey(s.ID, i, f.ID)] = true
			}
		}
	}
	var out []string
	for key, sentence := range e.wrong {
		if !shown[key] {
			out = append(out, sentence)
		}
	}
	return out
}

func (e *cvEditor) section(at int) fyne.CanvasObject {
	s := &e.form.Sections[at]
	rows := kit.Rows(kit.Section(e.words("cv."+s.ID), kit.Quiet(e.words("cv.add"), func() {
		e.form.Add(at)
		e.paint()
	})))
	for i := range s.Rows {
		inputs := make([]fyne.CanvasObject, len(s.Fields))
		for k, f := range s.Fields {
			inputs[k] = e.input(s, i, k, f)
		}
		remove := kit.Quiet(e.words("cv.remove"), func() {
			e.form.Remove(at, i)
			e.wrong = nil
			e.paint()
		})
		rows.Add(kit.Panel(kit.Rows(kit.Grid(180, inputs...), kit.Line(remove))))
	}
	return rows
}

// input is one labelled input of a row.
func (e *cvEditor) input(s *model.CVSection, i, k int, f model.CVField) fyne.CanvasObject {
	label := e.words("cv." + s.ID + "." + f.ID)
	if f.Must {
		label = e.words("cv.must", "field", label)
	}
	box := kit.Tight(kit.Note(label))
	set := func(v string) { s.Rows[i][k] = v }
	switch f.Kind {
	case "choice":
		box.Add(e.choice(f, s.Rows[i][k], set))
	case "tick":
		check := widget.NewCheck(e.words("cv.yes"), func(on bool) {
			set("")
			if on {
				set("true")
			}
		})
		check.Checked = s.Rows[i][k] == "true"
		box.Add(check)
	default:
		prompt := ""
		if f.Kind == "month" {
			prompt = e.words("cv.month_prompt")
		}
		entry := kit.NewEntry(prompt)
		entry.SetText(s.Rows[i][k])
		entry.OnChanged = set
		box.Add(entry)
	}
	if sentence := e.wrong[model.CVKey(s.ID, i, f.ID)]; sentence != "" {
		box.Add(kit.Long(sentence).Sized(kit.SizeNote).In(kit.Bad))
	}
	return box
}

func (e *cvEditor) choice(f model.CVField, value string, set func(string)) fyne.CanvasObject {
	words := make([]string, len(f.Choices))
	ids := map[string]string{}
	for i, id := range f.Choices {
		words[i] = e.words("degree." + id)
		ids[words[i]] = id
	}
	pick := widget.NewSelect(words, nil)
	pick.PlaceHolder = e.words("kit.choose")
	if value != "" {
		pick.SetSelected(e.words("degree." + value))
	}
	pick.OnChanged = func(word string) { set(ids[word]) }
	return container.NewStack(kit.NewGround("", kit.Hairline, 6), pick)
}
