package staff

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// roomPage is the interview room: an interviewer's own card, written question by question and kept as it is typed.
type roomPage struct {
	h         Host
	id        hiring.CaseID
	interview string
	words     kit.Words
	read      model.Reader
	room      *model.Room
	draft     model.CardDraft
	faces     *kit.Faces
	timer     *kit.Text
	rated     *kit.Text
	question  *fyne.Container
	stop      chan struct{}
	once      sync.Once
	saving    bool // a draft is on its way
	dirty     bool // something was typed since
}

// openRoom opens a round's room; arg is "case/interview".
func openRoom(h Host, arg string) Page {
	id, interview, _ := strings.Cut(arg, "/")
	p := &roomPage{h: h, id: hiring.CaseID(id), interview: interview, words: h.Words(), stop: make(chan struct{})}
	p.faces = kit.NewFaces(p.words, layout.NewSpacer())
	p.faces.Load(p.words("room.loading"), 0, 0)
	p.Refresh()
	return p
}

// Content is the page.
func (p *roomPage) Content() fyne.CanvasObject { return kit.Page(kit.Fill(p.faces)) }

// Close stops the timer.
func (p *roomPage) Close() { p.once.Do(func() { close(p.stop) }) }

// Refresh loads the case and the draft; a card that is being written stays as it is.
func (p *roomPage) Refresh() {
	var file *office.CaseFile
	var draft model.CardDraft
	p.h.Run(func(ctx context.Context) (err error) {
		if file, err = p.h.Staff().CaseFile(ctx, p.id); err != nil {
			return err
		}
		_, err = p.h.Staff().Setting(ctx, model.DraftKey(p.id, p.interview), &draft)
		return err
	}, func(err error) {
		p.read = model.NewReader(p.h.Staff().Session, p.h.Lang(), p.words)
		var room *model.Room
		if err == nil {
			room, err = p.read.Room(file, p.interview)
		}
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), p.words("case.refused_next"), kit.Secondary(p.words("act.again"), p.Refresh))
			return
		}
		if p.room.Writes(room) {
			return // nothing that is being typed is touched
		}
		first := p.room == nil
		p.room, p.draft = room, draft
		p.paint()
		if first {
			p.opened(file)
			go p.tick()
		}
	})
}

// opened records that the interviewer saw the AI report's summary (Z-24).
func (p *roomPage) opened(file *office.CaseFile) {
	if _, read := file.Case.ReportReads[p.read.Me.Account]; read || len(p.room.AI) == 0 || file.May(hiring.ReadReport{}) != nil {
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

// tick moves the timer on every second until the page closes.
func (p *roomPage) tick() {
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		select {
		case <-p.stop:
			return
		case <-every.C:
			fyne.Do(p.showTime)
		}
	}
}

func (p *roomPage) showTime() {
	if p.timer == nil || p.room == nil {
		return
	}
	text, over := p.room.Elapsed(p.h.Staff().Now())
	if over {
		text = p.words("room.over", "time", text)
	}
	p.timer.SetText(text)
}

// keep saves the draft, one at a time: what was typed meanwhile is saved after.
func (p *roomPage) keep() {
	p.dirty = true
	if p.saving {
		return
	}
	p.saving, p.dirty = true, false
	draft := p.draft.Copy()
	p.h.Run(func(ctx context.Context) error {
		return p.h.Staff().PutSetting(ctx, model.DraftKey(p.id, p.interview), draft)
	}, func(err error) {
		p.saving = false
		if err != nil {
			p.h.Fail(err)
			return
		}
		if p.dirty {
			p.keep()
		}
	})
}

func (p *roomPage) paint() {
	p.timer, p.rated = kit.Head(""), kit.Note("")
	name := kit.Line(kit.Title(p.room.Name), kit.Note(p.room.Where))
	head := kit.Rows(kit.Between(name, p.timer), kit.Between(kit.Note(p.room.When), kit.Note(p.room.Late)))
	p.showTime()
	var right fyne.CanvasObject
	switch p.room.State {
	case "open":
		right = p.cardPart()
	default:
		p.timer.SetText("")
		right = p.closedPart()
	}
	left := scrolled(p.summary()...)
	p.faces.SetContent(container.NewBorder(container.New(layout.NewCustomPaddedLayout(0, kit.Gap, 0, 0), head), nil, nil, nil, kit.Split(0.34, left, right)))
}

// summary is what the AI interview says: style too, and never how to reach the candidate (Z-24).
func (p *roomPage) summary() []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if p.room.Blind != "" {
		rows = append(rows, kit.Panel(kit.Tight(kit.Badge(p.words("interview.blind_word"), kit.ToneChosen), kit.Long(p.room.Blind))))
	}
	if len(p.room.AI) > 0 {
		rows = append(rows, kit.Card(p.words("room.ai"), kit.Rows(kit.Radar(kit.Plot{Labels: p.room.Labels, Max: 100,
			Series: []kit.Series{{Name: p.words("report.score"), Values: p.room.Values}}}), pairs(p.room.AI))))
	}
	if traits := traitsCard(p.words, p.room.Traits); traits != nil {
		rows = append(rows, traits)
	}
	return rows
}

// closedPart is the room when there is nothing to write: why, and the cards that may be read.
func (p *roomPage) closedPart() fyne.CanvasObject {
	says := p.words("room.says." + p.room.State)
	if p.room.Why != nil {
		says = p.h.Fault(p.room.Why)
	}
	rows := []fyne.CanvasObject{kit.Panel(kit.Rows(kit.Long(says), kit.Line(kit.Secondary(p.words("interview.open_case"),
		func() { p.h.Go("case", string(p.id)+"/interviews") }))))}
	if p.room.Own != nil {
		rows = append(rows, kit.Section(p.words("room.own")), cardView(p.words, *p.room.Own, false))
	}
	if len(p.room.Others) > 0 {
		rows = append(rows, kit.Section(p.words("room.others")))
	}
	for _, card := range p.room.Others {
		rows = append(rows, cardView(p.words, card, false))
	}
	return scrolled(rows...)
}

func (p *roomPage) showRated() {
	p.rated.SetText(p.words("room.rated", "count", p.draft.Rated(p.room)))
}

// number is a question's place in words of the row of numbers; a rated one carries a tick.
func (p *roomPage) number(i int) string {
	text := strconv.Itoa(i + 1)
	if p.draft.Ratings[p.room.Questions[i].Key].Level > 0 {
		text += " ✓"
	}
	return text
}
