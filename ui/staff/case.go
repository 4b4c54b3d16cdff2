package staff

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// caseScreens are the case file and the interviews.
var caseScreens = []Screen{
	{ID: "case", Icon: theme.AccountIcon, Needs: aboutCase, Open: openCase},
	{ID: "interviews", Icon: theme.CalendarIcon, Menu: true, Open: openInterviews},
	{ID: "room", Icon: theme.DocumentCreateIcon, Needs: aboutCase, Open: openRoom},
}

// aboutCase says whether a change concerns a page whose argument begins with a case's id.
func aboutCase(changed office.Change, arg string) bool {
	id, _, _ := strings.Cut(arg, "/")
	return changed.Case == "" || string(changed.Case) == id
}

// filePage is the case file: the head, and its parts behind tabs.
type filePage struct {
	h     Host
	id    hiring.CaseID
	words kit.Words
	read  model.Reader
	file  *office.CaseFile
	tab   string
	tabs  []string
	row   *kit.Tabs
	faces *kit.Faces

	whole *hiring.Person // whole numbers, once they were asked for
	cv    *cvEditor      // kept while it is open, so that a change from elsewhere loses nothing typed
	kit   *kitEditor
}

// openCase opens a case; arg is its id, with "/tab" for a part.
func openCase(h Host, arg string) Page {
	id, tab, _ := strings.Cut(arg, "/")
	p := &filePage{h: h, id: hiring.CaseID(id), words: h.Words(), tab: tab}
	p.faces = kit.NewFaces(p.words, layout.NewSpacer())
	p.faces.Load(p.words("case.loading"), 0, 0)
	p.Refresh()
	return p
}

// Content is the page.
func (p *filePage) Content() fyne.CanvasObject { return kit.Page(kit.Fill(p.faces)) }

// Close forgets the whole numbers.
func (p *filePage) Close() { p.whole = nil }

// Refresh loads the case again.
func (p *filePage) Refresh() {
	var file *office.CaseFile
	p.h.Run(func(ctx context.Context) (err error) {
		file, err = p.h.Staff().CaseFile(ctx, p.id)
		return err
	}, func(err error) {
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), p.words("case.refused_next"), kit.Secondary(p.words("act.again"), p.Refresh))
			return
		}
		p.file, p.read = file, model.NewReader(p.h.Staff().Session, p.h.Lang(), p.words)
		p.paint()
	})
}

func (p *filePage) paint() {
	head := p.read.CaseHead(p.file)
	p.tabs = p.read.CaseTabs(p.file)
	tabs := make([]kit.Tab, len(p.tabs))
	for i, id := range p.tabs {
		tabs[i] = kit.Tab{Title: p.words("case.tab." + id), Open: func() fyne.CanvasObject { return p.part(id) }}
	}
	p.row = kit.NewTabs(tabs...)
	p.row.OnTurned = func(i int) { p.turned(p.tabs[i]) }
	if i := slices.Index(p.tabs, p.tab); i > 0 {
		p.row.Turn(i)
	} else {
		p.turned(p.tabs[0])
	}
	p.faces.SetContent(container.NewBorder(container.New(layout.NewCustomPaddedLayout(0, 12, 0, 0), p.head(head)), nil, nil, nil, p.row))
}

// turned remembers the part in view; opening the AI report is a fact that is recorded (Z-24).
func (p *filePage) turned(tab string) {
	p.tab = tab
	if tab != "report" || p.file.May(hiring.ReadReport{}) != nil {
		return
	}
	if _, read := p.file.Case.ReportReads[p.read.Me.Account]; read {
		return
	}
	p.h.Run(func(ctx context.Context) error {
		_, err := p.h.Staff().Do(ctx, p.id, hiring.ReadReport{})
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
		}
	})
}

// turnTo shows a part by its id.
func (p *filePage) turnTo(tab string) {
	if i := slices.Index(p.tabs, tab); i >= 0 {
		p.row.Turn(i)
	}
}

// do gives a command, says a good word and shows what is different.
func (p *filePage) do(cmd hiring.Command, told string) {
	p.h.Run(func(ctx context.Context) error {
		_, err := p.h.Staff().Do(ctx, p.id, cmd)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.h.Told(p.words(told))
		p.Refresh()
	})
}

func (p *filePage) part(id string) fyne.CanvasObject {
	switch id {
	case "report":
		return p.reportPart()
	case "cv":
		return p.cvPart()
	case "interviews":
		return p.roundsPart()
	case "kit":
		return p.kitPart()
	case "checks":
		return p.shortPart(id, "checks", p.read.ChecksPart(p.file.Case))
	case "offer":
		return p.shortPart(id, "offers", p.read.OfferPart(p.file.Case))
	case "onboarding":
		return p.shortPart(id, "onboarding", p.read.OnboardingPart(p.file.Case))
	case "probation":
		return p.shortPart(id, "probation", p.read.ProbationPart(p.file.Case))
	case "privacy":
		return p.privacyPart()
	case "notes":
		return p.happenings(id, p.read.Notes(p.file))
	case "audit":
		return p.auditPart()
	}
	return p.happenings(id, p.read.Timeline(p.file))
}

// shortPart is a part that has a screen of its own: the facts, and the way there.
func (p *filePage) shortPart(id, screen string, rows []model.Row) fyne.CanvasObject {
	var open *kit.Button
	if p.read.HasScreen(screen) {
		open = kit.Secondary(p.words("case.open."+id), func() { p.h.Go(screen, string(p.id)) })
	}
	if len(rows) == 0 {
		return kit.EmptyFace(theme.InfoIcon(), p.words("case.empty."+id), open)
	}
	card := kit.Card(p.words("case.tab."+id), pairs(rows))
	if open != nil {
		card = kit.Card(p.words("case.tab."+id), pairs(rows), open)
	}
	return scrolled(kit.Readable(760, card))
}

func (p *filePage) happenings(id string, list []model.Happening) fyne.CanvasObject {
	var add *kit.Button
	if id == "notes" {
		add = kit.Secondary(p.words("case.act.note"), p.addNote)
	}
	if len(list) == 0 {
		return kit.EmptyFace(theme.InfoIcon(), p.words("case.empty."+id), add)
	}
	line := kit.NewTimeline(func() int { return len(list) }, func(i int) kit.Moment {
		return kit.Moment{When: list[i].When, Who: list[i].Who, Sentence: list[i].What, Tone: toneOf(list[i].Tone)}
	})
	if add == nil {
		return line
	}
	return container.NewBorder(kit.Line(add), nil, nil, nil, line)
}

// scrolled is a part of a page that scrolls for itself.
func scrolled(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, kit.GapWide, 0, kit.Gap), kit.Rows(objects...)))
}
