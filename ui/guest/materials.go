package guest

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// uploadLimit is how many bytes a photo or scan may have; the vault has its own limit behind it.
const uploadLimit = office.MaxFile

// takenFiles are the endings of what may be handed in.
var takenFiles = []string{".jpg", ".jpeg", ".png", ".pdf"}

// drawMaterials is the list of documents: what is missing first.
func drawMaterials(p *page, j *office.Journey) fyne.CanvasObject {
	if len(j.Materials) == 0 {
		return p.empty()
	}
	words := p.h.Words()
	page := []fyne.CanvasObject{kit.Panel(kit.Rows(soft(words("guest.materials.text")), steps(p.reader().GuestSteps(j))))}
	for i, m := range p.reader().GuestMaterials(j) {
		page = append(page, materialCard(p, m, i == 0))
	}
	return kit.Page(page...)
}

func materialCard(p *page, m model.GuestPaperwork, first bool) fyne.CanvasObject {
	words := p.h.Words()
	body := kit.Rows(soft(m.Hint))
	if m.Reason != "" {
		body.Add(kit.Long(words("guest.material.returned", "reason", m.Reason)).In(kit.Accent).Bold())
	}
	for _, rule := range m.Rules {
		// The shape of the light, and the sentence beside it on as many lines as a phone needs.
		body.Add(container.NewBorder(nil, nil, container.NewVBox(kit.Light("", tones[rule.Tone])), nil, kit.Long(rule.Value).Sized(kit.SizeNote)))
	}
	if m.Open {
		button := kit.Secondary(m.Button, nil)
		if first && m.Tone != model.Good {
			button = kit.Primary(m.Button, nil)
		}
		button.OnTapped = func() { handIn(p, m) }
		body.Add(thumb(button))
	}
	return kit.Card(m.Name, body, kit.Badge(m.State, tones[m.Tone]))
}

// upload is one material on its way in: the file chosen so far, and where its fault is said.
type upload struct {
	p     *page
	m     model.GuestPaperwork
	name  string
	raw   []byte
	shown *kit.LongText
	form  *kit.Form
}

// handIn takes a photo or a PDF and what is typed with it.
func handIn(p *page, m model.GuestPaperwork) {
	words := p.h.Words()
	u := &upload{p: p, m: m, shown: kit.Long(words("guest.file.none")).In(kit.InkSoft)}
	var fields []kit.Field
	for _, f := range m.Fields {
		field := kit.Field{Name: f.Name, Label: f.Label, Hint: f.Hint, Required: true}
		if f.Day {
			field.Kind = kit.FieldDate
		}
		fields = append(fields, field)
	}
	u.form = kit.NewForm(words, kit.FormSpec{Fields: fields, Submit: words("guest.material.send"), OnSubmit: u.send})
	pick := thumb(kit.Secondary(words("guest.file.pick"), u.pick).WithIcon(icon("photo")))
	p.enter(m.Name, kit.Page(soft(m.Hint), kit.Panel(kit.Rows(pick, u.shown)), u.form))
}

func (u *upload) pick() {
	u.p.h.PickFile(takenFiles, func(name string, content io.ReadCloser) {
		defer func() { _ = content.Close() }()
		raw, err := io.ReadAll(io.LimitReader(content, uploadLimit+1))
		switch {
		case err != nil:
			u.say(u.p.h.Fault(fault.Wrap(err, fault.Invalid, "file.read", "pick")), kit.Accent)
		case len(raw) > uploadLimit:
			u.say(u.p.h.Words()("guest.file.big"), kit.Accent)
		default:
			u.name, u.raw = name, raw
			u.say(u.p.h.Words()("guest.file.chosen", "name", name), kit.Ink)
		}
	})
}

func (u *upload) say(text string, ink fyne.ThemeColorName) {
	u.shown.In(ink).SetText(text)
	u.shown.Refresh()
}

func (u *upload) send(values map[string]string) {
	if len(u.raw) == 0 {
		u.say(u.p.h.Words()("guest.file.first"), kit.Accent)
		return
	}
	u.form.Busy(true)
	u.p.work(func(ctx context.Context) error { return u.p.h.Guest().Upload(ctx, u.m.ID, u.name, u.raw, values) }, func() {
		u.p.h.Told(u.p.h.Words()("guest.material.sent"))
		u.p.paint()
	}, beside(u.p.h, u.form))
}
