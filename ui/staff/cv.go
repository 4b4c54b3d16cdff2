package staff

import (
	"bytes"
	"context"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// cvLimit is the largest file a CV may be.
const cvLimit = office.MaxFile

// cvPart is the CV: read when there is one, and typed, loaded or pasted by who may.
func (p *filePage) cvPart() fyne.CanvasObject {
	if p.cv != nil {
		return p.cv.content()
	}
	cv := p.file.Case.CV
	may := !fault.Is(p.file.May(hiring.AttachCV{}), fault.Denied) && !p.file.Case.Closed()
	if cv == nil {
		var fill *kit.Button
		if may {
			fill = kit.Secondary(p.words("cv.fill"), p.editCV)
		}
		return kit.EmptyFace(theme.DocumentIcon(), p.words("case.empty.cv"), fill)
	}
	actions := []fyne.CanvasObject{}
	if !cv.File.Empty() {
		actions = append(actions, kit.Quiet(p.words("cv.open_file"), p.openCVFile))
	}
	if may {
		actions = append(actions, kit.Secondary(p.words("cv.edit"), p.editCV))
	}
	form := model.FormOf(cv)
	rows := []fyne.CanvasObject{kit.Section(p.words("cv.source."+form.Source), actions...)}
	if cv.Summary != "" {
		rows = append(rows, kit.Long(cv.Summary))
	}
	for _, s := range form.Sections {
		if len(s.Rows) > 0 {
			rows = append(rows, p.cvSection(s))
		}
	}
	return scrolled(rows...)
}

// cvSection shows a list of the CV as cards.
func (p *filePage) cvSection(s model.CVSection) fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, row := range s.Rows {
		var pairs []kit.Pair
		for i, f := range s.Fields {
			if row[i] != "" && i > 0 {
				pairs = append(pairs, kit.Pair{Label: p.words("cv." + s.ID + "." + f.ID), Value: cvValue(p.words, f, row[i])})
			}
		}
		cards = append(cards, kit.Card(row[0], kit.Pairs(pairs...)))
	}
	return kit.Rows(kit.Section(p.words("cv."+s.ID)), kit.Grid(360, cards...))
}

func cvValue(words kit.Words, f model.CVField, value string) string {
	switch f.Kind {
	case "choice":
		return words("degree." + value)
	case "tick":
		return words("cv.yes")
	}
	return value
}

func (p *filePage) openCVFile() {
	ref := p.file.Case.CV.File
	var raw []byte
	p.h.Run(func(ctx context.Context) (err error) {
		raw, err = p.h.Staff().File(ctx, p.id, ref)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			p.h.Fail(err)
		case ref.MIME == "application/pdf":
			p.h.ShowPDF(ref.Name, raw)
		default:
			p.h.SaveFile(ref.Name, raw)
		}
	})
}

func (p *filePage) editCV() {
	p.cv = newCVEditor(p.h, p.id, model.FormOf(p.file.Case.CV), func(saved bool) {
		p.cv = nil
		if saved {
			p.h.Told(p.words("told.saved"))
		}
		p.Refresh()
	})
	p.tab = "cv"
	p.paint()
}

// load takes a chosen file: a CV in JSON Resume or plain text fills the form, any other is only kept with it.
func (e *cvEditor) load(name string, content io.ReadCloser) {
	raw, err := io.ReadAll(io.LimitReader(content, cvLimit+1))
	_ = content.Close()
	if err != nil || len(raw) > cvLimit {
		e.h.Fail(fault.New(fault.Invalid, "cv.too_large", "field", "file"))
		return
	}
	if strings.HasSuffix(strings.ToLower(name), ".pdf") {
		e.name, e.raw = name, raw
		e.paint()
		return
	}
	e.parse(name, raw)
}

// parse fills the form from a file's words; what a person typed before in sections it does not name stays.
func (e *cvEditor) parse(name string, raw []byte) {
	var cv hiring.CV
	e.h.Run(func(context.Context) (err error) {
		cv, err = e.h.Staff().ReadCV(name, bytes.NewReader(raw))
		return err
	}, func(err error) {
		if err != nil {
			e.h.Fail(err)
			return
		}
		e.form, e.name, e.raw = model.FormOf(&cv), name, raw
		e.wrong = nil
		e.paint()
	})
}

// paste asks for a CV's text.
func (e *cvEditor) paste() {
	showDialog(e.h, dialog{
		Title: e.words("cv.paste"), Sentence: e.words("cv.paste_says"), Submit: e.words("cv.read"),
		Fields: []kit.Field{{Name: "text", Label: e.words("field.text"), Kind: kit.FieldArea, Rows: 10, Required: true}},
		Do: func(_ context.Context, v map[string]string) error {
			cv, err := e.h.Staff().ReadCV("cv.txt", strings.NewReader(v["text"]))
			if err == nil {
				e.form, e.name, e.raw = model.FormOf(&cv), "cv.txt", []byte(v["text"])
			}
			return err
		},
		Done: func() { e.wrong = nil; e.paint() },
	})
}

// save attaches the file, then the CV that names it.
func (e *cvEditor) save() {
	cv, wrong := e.form.CV()
	if len(wrong) > 0 {
		e.wrong = map[string]string{}
		for key, sentence := range wrong {
			e.wrong[key] = e.words(sentence)
		}
		e.paint()
		return
	}
	e.h.Run(func(ctx context.Context) error {
		if e.raw != nil {
			ref, err := e.h.Staff().Attach(ctx, e.id, hiring.Basic, e.name, bytes.NewReader(e.raw))
			if err != nil {
				return err
			}
			cv.File = ref
		}
		_, err := e.h.Staff().Do(ctx, e.id, hiring.AttachCV{CV: cv})
		return err
	}, func(err error) {
		if err != nil {
			e.wrong = map[string]string{fault.Of(err).Params["field"]: e.h.Fault(err)}
			e.paint()
			return
		}
		e.leave(true)
	})
}
