package staff

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// auditView is recorded matters in plain words: filters above, one record below the other, newest first.
type auditView struct {
	h      Host
	lines  []model.AuditLine // all, oldest first
	shown  []model.AuditLine
	person hiring.AccountID
	group  string
	count  *kit.Text
	list   *kit.Timeline
	people *fyne.Container
	all    fyne.CanvasObject
}

// newAuditView shows lines; beside stands at the right of their count.
func newAuditView(h Host, beside ...fyne.CanvasObject) *auditView {
	v := &auditView{h: h, count: kit.Note(""), people: container.NewStack()}
	v.list = kit.NewTimeline(func() int { return len(v.shown) }, func(i int) kit.Moment {
		l := v.shown[i]
		where := h.Words()("audit.place", "seq", kit.Figure(int(l.Seq)), "hash", l.Hash)
		return kit.Moment{When: l.When, Who: l.Who + "   " + where, Sentence: l.Text(), Tone: toneOf(l.Tone)}
	})
	options := make([]kit.Option, len(model.AuditGroups))
	for i, id := range model.AuditGroups {
		options[i] = kit.Option{Value: id, Label: h.Words()("audit.group." + id)}
	}
	groups := kit.NewChips(options, false, func(chosen []string) { v.choose(&v.group, chosen) })
	v.all = container.NewBorder(container.New(layout.NewCustomPaddedLayout(0, kit.Gap, 0, 0),
		kit.Tight(kit.Between(v.count, kit.Line(beside...)), groups, v.people)), nil, nil, nil, v.list)
	return v
}

func (v *auditView) choose(into *string, chosen []string) {
	*into = ""
	if len(chosen) > 0 {
		*into = chosen[0]
	}
	v.filter()
}

// show puts records into the view; what was chosen stays chosen where it still is there.
func (v *auditView) show(lines []model.AuditLine) {
	v.lines = lines
	var options []kit.Option
	for _, l := range model.AuditPeople(lines) {
		options = append(options, kit.Option{Value: string(l.Person), Label: l.Who})
	}
	person := string(v.person)
	chips := kit.NewChips(options, false, func(chosen []string) {
		v.choose(&person, chosen)
		v.person = hiring.AccountID(person)
		v.filter()
	})
	chips.Choose(person)
	v.people.Objects = []fyne.CanvasObject{chips}
	v.people.Refresh()
	v.filter()
}

func (v *auditView) filter() {
	v.shown = model.AuditFilter(v.lines, v.person, v.group)
	slices.Reverse(v.shown)
	v.count.SetText(v.h.Words()("audit.count", "shown", kit.Figure(len(v.shown)), "all", kit.Figure(len(v.lines))))
	v.list.Refresh()
}

// handOut makes an audit's file and lets the person choose where it goes.
func handOut(h Host, scope model.AuditScope, format string) {
	var raw []byte
	r := readerOf(h)
	h.Run(func(ctx context.Context) (err error) {
		raw, err = r.HandOut(ctx, h.Staff(), scope, format)
		return err
	}, func(err error) {
		if err != nil {
			h.Fail(err)
			return
		}
		h.SaveFile(scope.FileName(format), raw)
	})
}

// handOutButtons are one button for every format.
func handOutButtons(h Host, scope func() (model.AuditScope, bool)) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, format := range model.AuditFormats {
		out = append(out, kit.Quiet(h.Words()("audit.hand_out_"+format), func() {
			if s, ok := scope(); ok {
				handOut(h, s, format)
			}
		}))
	}
	return out
}

// auditPart is everything recorded of the case.
func (p *filePage) auditPart() fyne.CanvasObject {
	var buttons []fyne.CanvasObject
	if p.read.HasJob("export") || p.read.HasJob("trail") {
		buttons = handOutButtons(p.h, func() (model.AuditScope, bool) { return model.AuditScope{Case: p.id}, true })
	}
	view := newAuditView(p.h, buttons...)
	faces := kit.NewFaces(p.words, view.all)
	faces.Load(p.words("case.loading"), 0, 0)
	var load func()
	load = func() {
		var a office.Audit
		p.h.Run(func(ctx context.Context) (err error) {
			a, err = p.h.Staff().Audit(ctx, p.id)
			return err
		}, func(err error) {
			if err != nil {
				faces.Refuse(p.h.Fault(err), p.words("case.refused_next"), kit.Secondary(p.words("act.again"), load))
				return
			}
			view.show(p.read.AuditLines(a))
			faces.Content()
		})
	}
	load()
	return faces
}

// trailPage is the bank's own matters.
type trailPage struct {
	h     Host
	view  *auditView
	faces *kit.Faces
	older *kit.Button
	audit office.Audit // as far as it is loaded, oldest first
	first uint64       // version of the oldest record loaded
	all   fyne.CanvasObject
}

// trailLoad is how many records come at once.
const trailLoad = 200

func openTrail(h Host, _ string) Page {
	p := &trailPage{h: h}
	words := h.Words()
	p.older = kit.Quiet(words("audit.older"), p.more)
	p.view = newAuditView(h, p.older, kit.Secondary(words("audit.hand_out"), p.askPeriod))
	p.faces = kit.NewFaces(words, p.view.all)
	p.faces.Load("", 0, 0)
	p.all = kit.Page(kit.Title(words("screen.trail")), kit.Long(words("trail.text")).In(kit.InkSoft), kit.Fill(p.faces))
	p.Refresh()
	return p
}

func (p *trailPage) Content() fyne.CanvasObject { return p.all }
func (p *trailPage) Close()                     {}

// Refresh begins again with the newest records.
func (p *trailPage) Refresh() { p.load(0) }

func (p *trailPage) more() { p.load(p.first) }

func (p *trailPage) load(before uint64) {
	var page []office.Traced
	var people map[hiring.AccountID]office.Account
	p.h.Run(func(ctx context.Context) (err error) {
		if page, err = p.h.Staff().Trail(ctx, before, trailLoad); err == nil {
			people, err = p.h.Staff().People(ctx)
		}
		return err
	}, func(err error) {
		words := p.h.Words()
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), words("action.retry_hint"), kit.Secondary(words("action.retry"), p.Refresh))
			return
		}
		if before == 0 {
			p.audit, p.first = office.Audit{}, 0
		}
		p.audit.People = people
		older := make([]office.Audited, 0, len(page))
		for _, t := range slices.Backward(page) {
			older = append(older, p.h.Staff().AuditedTrace(t))
		}
		if len(page) > 0 {
			p.first = page[len(page)-1].Ver
		}
		p.audit.Entries = append(older, p.audit.Entries...)
		p.older.Hidden = p.first <= 1
		if len(p.audit.Entries) == 0 {
			p.faces.Empty(theme.InfoIcon(), words("trail.empty"), nil)
			return
		}
		p.view.show(readerOf(p.h).AuditLines(p.audit))
		p.faces.Content()
	})
}

// askPeriod asks for two days and a format.
func (p *trailPage) askPeriod() {
	words := p.h.Words()
	today := hiring.DateOf(p.h.Staff().Now())
	month := hiring.DateOf(p.h.Staff().Now().AddDate(0, -1, 0))
	var formats []kit.Option
	for _, f := range model.AuditFormats {
		formats = append(formats, kit.Option{Value: f, Label: words("trail.format." + f)})
	}
	raw, scope, format := []byte(nil), model.AuditScope{}, ""
	r := readerOf(p.h)
	showDialog(p.h, dialog{Title: words("audit.hand_out"), Sentence: words("audit.hand_out_text"), Submit: words("audit.hand_out_do"),
		Fields: []kit.Field{{Name: "from", Label: words("audit.from"), Kind: kit.FieldDate, Value: string(month), Required: true},
			{Name: "to", Label: words("audit.to"), Kind: kit.FieldDate, Value: string(today), Required: true},
			{Name: "format", Label: words("audit.format"), Kind: kit.FieldSelect, Options: formats, Value: "pdf", Required: true}},
		Do: func(ctx context.Context, v map[string]string) (err error) {
			scope, format = model.AuditScope{From: hiring.Date(v["from"]), To: hiring.Date(v["to"])}, v["format"]
			raw, err = r.HandOut(ctx, p.h.Staff(), scope, format)
			return err
		},
		Done: func() { p.h.SaveFile(scope.FileName(format), raw) }})
}
