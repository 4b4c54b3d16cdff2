package guest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// newest is how many messages the first page shows.
const newest = 3

// drawJourney is the first page: what to do now, how far the way is, what was written.
func drawJourney(p *page, j *office.Journey) fyne.CanvasObject {
	m := p.reader().GuestHome(j)
	words := p.h.Words()
	page := []fyne.CanvasObject{kit.Tight(kit.Long(words("guest.hello", "name", m.Name)).Sized(kit.SizeTitle).Bold(), soft(m.Post)), nextCard(p, m.Next)}
	if len(m.Progress) > 0 {
		page = append(page, kit.Card(words("guest.progress"), steps(m.Progress)))
	}
	page = append(page, lettersCard(p, m.Letters), kit.Card(words("guest.way"), steps(m.Stages)))
	if len(m.More) > 0 {
		page = append(page, moreCard(p, m.More))
	}
	return kit.Page(page...)
}

// nextCard is the one next action.
func nextCard(p *page, next model.GuestNext) fyne.CanvasObject {
	body := kit.Rows(kit.Note(p.h.Words()("guest.next")), kit.Long(next.Title).Sized(kit.SizeHead).Bold(), soft(next.Text))
	if next.Screen != "" {
		body.Add(thumb(kit.Primary(next.Button, func() { p.h.Go(next.Screen) })))
	}
	return kit.Panel(body)
}

func lettersCard(p *page, letters []model.GuestLetter) fyne.CanvasObject {
	words := p.h.Words()
	rows := kit.Rows()
	for _, l := range letters[:min(newest, len(letters))] {
		rows.Add(letterRow(p, l))
	}
	if len(letters) == 0 {
		rows.Add(soft(words("guest.letters.none")))
	}
	if len(letters) > newest {
		rows.Add(thumb(kit.Secondary(words("guest.letters.all"), func() { openLetters(p) })))
	}
	return kit.Card(words("guest.letters"), rows)
}

// letterRow is a message in two lines; a new one says so.
func letterRow(p *page, l model.GuestLetter) fyne.CanvasObject {
	subject := kit.Long(l.Subject).Limit(2)
	when := kit.Line(kit.Note(l.When))
	if l.Unread {
		subject = subject.Bold()
		when.Add(kit.Badge(p.h.Words()("guest.letter.new"), kit.ToneNow))
	}
	return kit.TapPanel(kit.Tight(subject, when), func() { openLetter(p, l) })
}

func openLetters(p *page) {
	rows := kit.Rows()
	for _, l := range p.reader().GuestHome(p.journey).Letters {
		rows.Add(letterRow(p, l))
	}
	p.enter(p.h.Words()("guest.letters"), kit.Page(rows))
}

// openLetter shows a message whole; that it was opened is said once.
func openLetter(p *page, l model.GuestLetter) {
	p.enter(p.h.Words()("guest.letter"), kit.Page(kit.Long(l.Subject).Sized(kit.SizeHead).Bold(), kit.Note(l.When), kit.Long(l.Body)))
	if l.Unread {
		p.give(hiring.ReadMessage{Message: l.ID}, nil, nil)
	}
}

// moreCard leads to what the row below has no room for.
func moreCard(p *page, ids []string) fyne.CanvasObject {
	grid := container.NewGridWithColumns(2)
	for _, id := range ids {
		grid.Add(thumb(kit.Secondary(p.h.Words()("nav."+id), func() { p.h.Go(id) }).WithIcon(icon(iconOf[id]))))
	}
	return kit.Card(p.h.Words()("guest.more"), grid)
}
