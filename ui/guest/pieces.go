package guest

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// thumbSize is the least height of what a thumb presses.
const thumbSize float32 = 48

// thumb makes a button at least as high as a thumb needs, and as wide as its place.
func thumb(o fyne.CanvasObject) *fyne.Container { return container.New(thumbLayout{}, o) }

type thumbLayout struct{}

func (thumbLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[0].MinSize()
	return fyne.NewSize(fyne.Max(thumbSize, least.Width), fyne.Max(thumbSize, least.Height))
}

func (thumbLayout) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// tones are the colours of the model's tones.
var tones = map[model.Tone]kit.Tone{model.Good: kit.ToneGood, model.Warn: kit.ToneWarn, model.Bad: kit.ToneBad, model.Urgent: kit.ToneNow}

// pairs are rows of label and value.
func pairs(rows []model.Row) fyne.CanvasObject {
	out := make([]kit.Pair, len(rows))
	for i, row := range rows {
		out[i] = kit.Pair{Label: row.Label, Value: row.Value, Tone: tones[row.Tone]}
	}
	return kit.Pairs(out...)
}

func choices(list []model.Choice) []kit.Option {
	out := make([]kit.Option, len(list))
	for i, c := range list {
		out[i] = kit.Option{Value: c.Value, Label: c.Label}
	}
	return out
}

// soft is a sentence that accompanies something.
func soft(text string) fyne.CanvasObject { return kit.Long(text).In(kit.InkSoft) }

// bullets are lines with a dot before each; what goes on in a second line stands below the words, not below the dot.
func bullets(lines []string) fyne.CanvasObject {
	rows := kit.Tight()
	for _, line := range lines {
		dot := container.NewVBox(kit.Body("·"))
		rows.Add(container.NewBorder(nil, nil, dot, nil, kit.Long(line)))
	}
	return rows
}

// dayPlan is a day's lines below each other: when and where, then what.
func dayPlan(plan []model.Row) fyne.CanvasObject {
	rows := kit.Rows()
	for _, m := range plan {
		rows.Add(kit.Tight(kit.Long(m.Label).Bold(), kit.Long(m.Value)))
	}
	return rows
}

// steps are the steps of a way.
func steps(list []model.GuestStep) fyne.CanvasObject {
	states := map[string]kit.State{"done": kit.StateDone, "now": kit.StateNow}
	out := make([]kit.Step, len(list))
	for i, s := range list {
		out[i] = kit.Step{Title: s.Title, Note: s.Note, State: states[s.State]}
	}
	return kit.Stepper(out...)
}

// qrSize is how large a code is shown: a scanner reads it from an arm's length.
const qrSize float32 = 220

// qr is a payload's picture, as large as a scanner wants; without a picture the code in letters still serves.
func qr(h Host, payload string) fyne.CanvasObject {
	png, err := h.QR(payload, 2*int(qrSize))
	if err != nil {
		return soft(h.Fault(err))
	}
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("code.png", png))
	picture.FillMode, picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	picture.SetMinSize(fyne.NewSquareSize(qrSize))
	return container.NewCenter(picture)
}

// spaced writes a code in groups of five, as people read it to each other.
func spaced(code string) string {
	var groups []string
	for len(code) > 5 {
		groups, code = append(groups, code[:5]), code[5:]
	}
	return strings.Join(append(groups, code), " ")
}

// paper shows a document without its page: everything fits the width, tables become labels with values (Z-11).
func paper(h Host, doc office.Document) fyne.CanvasObject {
	rows := kit.Rows()
	for _, b := range doc.Blocks {
		if o := block(h, b); o != nil {
			rows.Add(o)
		}
	}
	return rows
}

func block(h Host, b office.Block) fyne.CanvasObject {
	switch b.Kind {
	case office.Heading:
		return kit.Long(b.Text).Sized(kit.SizeHead).Bold()
	case office.Paragraph:
		return kit.Long(b.Text)
	case office.Table:
		return table(h, b)
	case office.Pairs:
		return labelled(h, b.Rows, b.Marked)
	case office.Bullets:
		var lines []string
		for _, row := range b.Rows {
			lines = append(lines, row[0])
		}
		return bullets(lines)
	case office.Code:
		return kit.Rows(qr(h, b.Text), kit.Long(b.Caption).At(kit.Center).In(kit.InkSoft))
	case office.Picture:
		picture := canvas.NewImageFromResource(fyne.NewStaticResource("picture.png", b.Image))
		picture.FillMode = canvas.ImageFillContain
		picture.SetMinSize(fyne.NewSize(160, 80))
		return kit.Rows(picture, kit.Long(b.Caption).At(kit.Center).In(kit.InkSoft))
	case office.Rule, office.Break:
		return kit.Rule()
	}
	return nil
}

// table turns a table on its side: two columns are labels with values, more are a heading per row with the other cells by
// their column's title.
func table(h Host, b office.Block) fyne.CanvasObject {
	if len(b.Rows) == 0 {
		return nil
	}
	head := b.Rows[0]
	rows := kit.Rows()
	if len(head) == 2 {
		rows.Add(kit.Note(head[1]))
		rows.Add(labelled(h, b.Rows[1:], b.Marked))
		return rows
	}
	for _, row := range b.Rows[1:] {
		var cells [][]string
		for i := 1; i < len(row) && i < len(head); i++ {
			cells = append(cells, []string{head[i], row[i]})
		}
		rows.Add(kit.Tight(kit.Long(row[0]).Bold(), labelled(h, cells, nil)))
	}
	return rows
}

// labelled are labels with values; a row that changed since the last version says so.
func labelled(h Host, rows [][]string, marked []int) fyne.CanvasObject {
	out := make([]model.Row, 0, len(rows))
	for _, row := range rows {
		if len(row) >= 2 {
			out = append(out, model.Row{Label: row[0], Value: row[1]})
		}
	}
	for _, i := range marked {
		if i < len(out) {
			out[i].Tone = model.Urgent
			out[i].Value = h.Words()("guest.changed", "value", out[i].Value)
		}
	}
	return pairs(out)
}
