package staff

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// interviewsPage is a week of interviews, and the cases that wait for one.
type interviewsPage struct {
	h      Host
	words  kit.Words
	read   model.Reader
	monday time.Time
	faces  *kit.Faces

	rounds  []office.Round // of this week and its neighbours, so that a plan at its edge sees conflicts
	rows    []office.BoardRow
	people  []office.Account
	names   map[hiring.AccountID]string
	mayPlan bool
	wish    string // "case" or "case/interview" that the page was opened for; done once
}

// openInterviews opens the calendar; arg is a case to plan a round for, or "case/interview" to move one.
func openInterviews(h Host, arg string) Page {
	p := &interviewsPage{h: h, words: h.Words(), wish: arg}
	p.read = model.NewReader(h.Staff().Session, h.Lang(), p.words)
	p.monday = model.Monday(p.read.Now)
	p.mayPlan = slices.ContainsFunc(p.read.Me.Roles, func(id string) bool {
		role := p.read.Cat.Roles[id]
		return role != nil && slices.Contains(role.Commands, hiring.PlanInterview{}.Name())
	})
	p.faces = kit.NewFaces(p.words, layout.NewSpacer())
	p.faces.Load(p.words("interviews.loading"), 0, 0)
	p.Refresh()
	return p
}

// Content is the page.
func (p *interviewsPage) Content() fyne.CanvasObject { return kit.Page(kit.Fill(p.faces)) }

// Close has nothing to end.
func (p *interviewsPage) Close() {}

// Refresh loads the rounds around the week, the cases without one, and who may sit on a panel.
func (p *interviewsPage) Refresh() {
	var rounds []office.Round
	var page office.BoardPage
	var people []office.Account
	p.h.Run(func(ctx context.Context) (err error) {
		s := p.h.Staff()
		if rounds, err = s.Rounds(ctx, p.monday.AddDate(0, 0, -7), p.monday.AddDate(0, 0, 14)); err != nil {
			return err
		}
		if people, err = s.Interviewers(ctx); err != nil || !p.mayPlan {
			return err
		}
		page, err = s.Board(ctx, office.CaseQuery{Stages: []string{"interview"}, Sort: office.ByDue, Limit: 200})
		return err
	}, func(err error) {
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), p.words("case.refused_next"), kit.Secondary(p.words("act.again"), p.Refresh))
			return
		}
		p.read = model.NewReader(p.h.Staff().Session, p.h.Lang(), p.words)
		p.rounds, p.rows, p.people, p.names = rounds, page.Rows, people, map[hiring.AccountID]string{}
		for _, a := range people {
			p.names[a.ID] = a.Name
		}
		p.paint()
		p.fulfil()
	})
}

// fulfil opens the form that the page was opened for.
func (p *interviewsPage) fulfil() {
	if p.wish == "" {
		return
	}
	id, interview, _ := strings.Cut(p.wish, "/")
	p.wish = ""
	p.planFor(hiring.CaseID(id), interview)
}

func (p *interviewsPage) paint() {
	week := p.read.InterviewWeek(p.monday, p.rounds, p.names)
	turn := func(days int) func() {
		return func() {
			p.monday = p.monday.AddDate(0, 0, days)
			p.Refresh()
		}
	}
	head := kit.Between(kit.Line(kit.Title(p.words("screen.interviews")), kit.Note(week.Title)),
		kit.Quiet(p.words("interviews.before"), turn(-7)),
		kit.Quiet(p.words("interviews.this_week"), func() {
			p.monday = model.Monday(p.read.Now)
			p.Refresh()
		}),
		kit.Quiet(p.words("interviews.after"), turn(7)))
	slots := make([]kit.Slot, len(week.Items))
	for i, it := range week.Items {
		slots[i] = kit.Slot{Day: it.Day, From: it.From, To: it.To, Title: it.Title, Note: it.Note, Tone: toneOf(it.Tone), Open: func() { p.open(it) }}
	}
	var calendar fyne.CanvasObject = container.NewVScroll(kit.NewWeek(week.Days, week.From, week.To, slots))
	if len(week.Items) == 0 {
		calendar = kit.EmptyFace(theme.CalendarIcon(), p.words("interviews.empty"), nil)
	}
	var body fyne.CanvasObject = calendar
	if side := p.side(week); side != nil {
		body = container.NewBorder(nil, nil, nil, side, calendar)
	}
	p.faces.SetContent(container.NewBorder(container.New(layout.NewCustomPaddedLayout(0, kit.Gap, 0, 0), head), nil, nil, nil, body))
}

// side is the account's own rounds, or the cases that wait for a round.
func (p *interviewsPage) side(week model.InterviewWeek) fyne.CanvasObject {
	rows := kit.Rows()
	if len(week.Own) > 0 {
		rows.Add(kit.Section(p.words("interviews.own")))
		for _, it := range week.Own {
			note := kit.Tight(kit.Body(it.Title).Bold().Clip(), kit.Note(it.When).Clip(), kit.Note(it.Note).Clip())
			if it.Owed {
				note.Add(kit.Light(p.words("interviews.card_due"), kit.ToneNow))
			}
			rows.Add(kit.TapPanel(note, func() { p.h.Go("room", string(it.Case)+"/"+it.Interview) }))
		}
	}
	waiting := p.read.Unplanned(p.rows)
	if p.mayPlan {
		rows.Add(kit.Section(p.words("interviews.unplanned")))
		if len(waiting) == 0 {
			rows.Add(kit.Long(p.words("interviews.all_planned")).In(kit.InkSoft))
		}
	}
	for _, w := range waiting {
		note := kit.Tight(kit.Body(w.Title).Bold().Clip(), kit.Note(w.Note).Clip())
		if w.Late {
			note.Add(kit.Light(p.words("interviews.late"), kit.ToneNow))
		}
		rows.Add(kit.TapPanel(note, func() { p.planFor(w.Case, "") }))
	}
	if len(rows.Objects) == 0 {
		return nil
	}
	return container.New(&wideLayout{width: 280}, container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 16, 4), rows)))
}

// wideLayout gives its one object a width of its own.
type wideLayout struct{ width float32 }

func (l *wideLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(l.width, 100) }

func (l *wideLayout) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// open shows a round: what it is, what is in its way, and what may be done.
func (p *interviewsPage) open(it model.WeekItem) {
	var file *office.CaseFile
	p.h.Run(func(ctx context.Context) (err error) {
		file, err = p.h.Staff().CaseFile(ctx, it.Case)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		rounds := p.read.CaseRounds(file)
		if i := slices.IndexFunc(rounds, func(r model.CaseRound) bool { return r.ID == it.Interview }); i >= 0 {
			p.showRound(it, rounds[i])
		}
	})
}

func (p *interviewsPage) showRound(it model.WeekItem, round model.CaseRound) {
	var closeIt func()
	away := func(do func()) func() {
		return func() {
			closeIt()
			do()
		}
	}
	rows := kit.Rows(kit.Between(kit.Head(it.Title), kit.Badge(round.State, kit.TonePlain)),
		kit.Long(round.Title), kit.Long(p.words("interview.panel", "names", round.Panel)))
	for _, c := range it.Conflicts {
		rows.Add(kit.Tight(kit.Light(p.words("interview.conflict"), kit.ToneNow), kit.Long(c)))
	}
	acts := kit.Flow()
	add := func(act *model.Act, do func()) {
		if act == nil {
			return
		}
		button := kit.Secondary(act.Word, away(do))
		if act.Why != nil {
			button.Disable()
		}
		acts.Add(button)
	}
	add(round.Move, func() { p.planFor(it.Case, it.Interview) })
	add(round.Drop, func() { cancelRound(p.h, p.read, it.Case, it.Interview, p.done) })
	add(round.Missed, func() { missRound(p.h, it.Case, it.Interview, p.done) })
	rows.Add(acts)
	leave := kit.Quiet(p.words("action.close"), func() { closeIt() })
	leave.OnEscape = leave.OnTapped
	last := kit.Line(kit.Secondary(p.words("interview.open_case"), away(func() { p.h.Go("case", string(it.Case)+"/interviews") })), leave)
	if round.Mine {
		last = kit.Line(kit.Primary(p.words("interview.enter"), away(func() { p.h.Go("room", string(it.Case)+"/"+it.Interview) })), leave)
	}
	rows.Add(last)
	closeIt = kit.Modal(p.h.Canvas(), 520, rows)
	p.h.Canvas().Focus(leave)
}

func (p *interviewsPage) done() {
	p.h.Told(p.words("told.done"))
	p.Refresh()
}

// planFor opens the form for a new round of a case, or to move one.
func (p *interviewsPage) planFor(id hiring.CaseID, interview string) {
	var file *office.CaseFile
	p.h.Run(func(ctx context.Context) (err error) {
		file, err = p.h.Staff().CaseFile(ctx, id)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		i := slices.IndexFunc(file.Case.Interviews, func(iv hiring.Interview) bool { return iv.ID == interview })
		switch {
		case interview != "" && i < 0:
			p.h.Fail(fault.New(fault.Missing, "interview.missing"))
		case i >= 0:
			p.showPlan(file, &file.Case.Interviews[i])
		default:
			if why := file.May(somePlan(p.read)); why != nil {
				p.h.Fail(why)
				return
			}
			p.showPlan(file, nil)
		}
	})
}
