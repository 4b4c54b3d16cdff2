package staff

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// planForm is a round as it is planned: the panel, when and where, and what is in its way while one types.
type planForm struct {
	p       *interviewsPage
	file    *office.CaseFile
	iv      *hiring.Interview // the round that is moved; nil for a new one
	plan    model.RoundPlan
	panel   *kit.Chips
	wrong   map[string]*kit.LongText
	clash   *fyne.Container
	closeIt func()
	room    *widget.SelectEntry
}

func (p *interviewsPage) showPlan(file *office.CaseFile, iv *hiring.Interview) *planForm {
	f := &planForm{p: p, file: file, iv: iv, plan: p.read.PlanOf(file.Case.Position, file.Case.Branch, iv), wrong: map[string]*kit.LongText{}, clash: kit.Tight()}
	words := p.words
	var people []kit.Option
	for _, a := range p.people {
		label := a.Name
		if a.Title != "" {
			label += " · " + a.Title
		}
		people = append(people, kit.Option{Value: string(a.ID), Label: label})
	}
	f.panel = kit.NewChips(people, true, func(chosen []string) { f.plan.Panel = chosen; f.check() })
	f.panel.Choose(f.plan.Panel...)
	f.room = widget.NewSelectEntry(p.read.Rooms(file.Case.Branch))
	f.room.SetText(f.plan.Place)
	f.room.OnChanged = func(text string) { f.plan.Place = text; f.check() }
	title, says := words("interview.plan"), words("interview.plan_says")
	if iv != nil {
		title, says = words("interview.act.move"), words("interview.move_says")
	}
	submit := kit.Primary(title, f.submit)
	leave := kit.Quiet(words("act.leave"), func() { f.closeIt() })
	leave.OnEscape = leave.OnTapped
	rows := kit.Rows(
		kit.Head(title+" · "+file.Person.Name), kit.Long(says).In(kit.InkSoft),
		f.field("panel", words("interview.panel_label"), f.panel),
		kit.Grid(150, f.field("date", words("interview.date"), f.entry(&f.plan.Date)), f.field("time", words("interview.time"), f.entry(&f.plan.Time)),
			f.field("minutes", words("interview.minutes"), f.entry(&f.plan.Minutes))),
		f.field("place", words("interview.place"), f.room),
		f.clash, kit.Line(submit, kit.Secondary(words("preview.show"), f.preview), leave))
	f.check()
	f.closeIt = kit.Modal(p.h.Canvas(), 560, rows)
	return f
}

// entry is a text that is checked while it is typed.
func (f *planForm) entry(value *string) *kit.Entry {
	e := kit.NewEntry("")
	e.SetText(*value)
	e.OnChanged = func(text string) { *value = text; f.check() }
	e.OnSubmitted = func(string) { f.submit() }
	e.OnEscape = func() { f.closeIt() }
	return e
}

func (f *planForm) field(name, label string, input fyne.CanvasObject) fyne.CanvasObject {
	f.wrong[name] = kit.Long("").Sized(kit.SizeNote).In(kit.Bad)
	f.wrong[name].Hide()
	return kit.Tight(kit.Note(label), input, f.wrong[name])
}

// check shows what is in the way of the plan as typed; conflicts warn, they do not forbid.
func (f *planForm) check() {
	slot, wrong := f.plan.Slot()
	f.clash.RemoveAll()
	if len(wrong) > 0 && (wrong["date"] != "" || wrong["minutes"] != "") {
		f.clash.Refresh()
		return
	}
	slot.Case = f.file.Case.ID
	if f.iv != nil {
		slot.Interview = f.iv.ID
	}
	clashes := f.p.read.Conflicts(slot, f.p.rounds, f.p.names)
	if len(clashes) > 0 {
		f.clash.Add(kit.Light(f.p.words("interview.conflict"), kit.ToneNow))
	}
	for _, c := range clashes {
		f.clash.Add(kit.Long(c))
	}
	f.clash.Refresh()
}

// show puts sentences below their fields.
func (f *planForm) show(wrong map[string]string) {
	for name, line := range f.wrong {
		line.SetText(wrong[name])
		line.Hidden = wrong[name] == ""
		line.Refresh()
	}
}

func (f *planForm) submit() {
	slot, wrong := f.plan.Slot()
	said := map[string]string{}
	for name, key := range wrong {
		said[name] = f.p.words(key)
	}
	f.show(said)
	if len(wrong) > 0 {
		return
	}
	f.p.near(slot.Start, func() { f.ask(slot) })
}

// near loads the rounds around a day outside the weeks that are known, so that its conflicts are seen before the plan is made.
func (p *interviewsPage) near(day time.Time, then func()) {
	if !day.Before(p.monday.AddDate(0, 0, -7)) && day.Before(p.monday.AddDate(0, 0, 14)) {
		then()
		return
	}
	var rounds []office.Round
	p.h.Run(func(ctx context.Context) (err error) {
		rounds, err = p.h.Staff().Rounds(ctx, day.AddDate(0, 0, -1), day.AddDate(0, 0, 1))
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.rounds = append(p.rounds, rounds...)
		then()
	})
}

// ask makes sure of a plan that something is in the way of.
func (f *planForm) ask(slot model.RoundSlot) {
	slot.Case = f.file.Case.ID
	if f.iv != nil {
		slot.Interview = f.iv.ID
	}
	clashes := f.p.read.Conflicts(slot, f.p.rounds, f.p.names)
	if len(clashes) == 0 {
		f.give(slot)
		return
	}
	words := f.p.words
	kit.Ask(f.p.h.Canvas(), kit.Question{Title: words("interview.conflict"), Sentence: clashes[0], Yes: words("interview.plan_anyway"),
		No: words("act.leave"), OnYes: func() { f.give(slot) }})
}

// command is the plan as it is given.
func (f *planForm) command(slot model.RoundSlot) hiring.Command {
	if f.iv != nil {
		return hiring.MoveInterview{Interview: f.iv.ID, Panel: slot.Panel, Start: slot.Start, End: slot.End, Place: slot.Place}
	}
	return hiring.PlanInterview{Panel: slot.Panel, Start: slot.Start, End: slot.End, Place: slot.Place}
}

func (f *planForm) give(slot model.RoundSlot) {
	cmd := f.command(slot)
	f.p.h.Run(func(ctx context.Context) error {
		_, err := f.p.h.Staff().Do(ctx, f.file.Case.ID, cmd)
		return err
	}, func(err error) {
		if err != nil {
			f.refuse(err)
			return
		}
		f.closeIt()
		f.p.monday = model.Monday(slot.Start)
		f.p.done()
	})
}

// refuse shows a refusal beside its field, or as a message when it has none.
func (f *planForm) refuse(err error) {
	field := fault.Of(err).Params["field"]
	if field == "start" || field == "end" {
		field = "date"
	}
	if !slices.Contains([]string{"panel", "date", "minutes", "place"}, field) {
		f.p.h.Fail(err)
		return
	}
	f.show(map[string]string{field: f.p.h.Fault(err)})
}
