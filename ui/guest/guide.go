package guest

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// drawGuide is the newcomer's guide: the code for the kiosk large on top, the guide's words below.
func drawGuide(p *page, j *office.Journey) fyne.CanvasObject {
	if j.Guide == nil {
		return p.empty()
	}
	words := p.h.Words()
	code := kit.Rows(kit.Long(words("guest.guide.code")).At(kit.Center), qr(p.h, office.CodePrefix+j.Guide.Code),
		kit.Title(spaced(j.Guide.Code)).At(kit.Center), kit.Long(words("guest.guide.code.text")).In(kit.InkSoft).At(kit.Center))
	doc := j.Guide.Document
	doc.Blocks = withoutCode(doc.Blocks)
	save := thumb(kit.Primary(words("guest.guide.save"), func() { saveGuide(p) }))
	return kit.Page(kit.Panel(code), kit.Panel(paper(p.h, doc)), save)
}

// withoutCode leaves the QR out: it stands above, larger.
func withoutCode(blocks []office.Block) []office.Block {
	var out []office.Block
	for _, b := range blocks {
		if b.Kind != office.Code {
			out = append(out, b)
		}
	}
	return out
}

func saveGuide(p *page) {
	var pdf []byte
	p.h.Run(func(ctx context.Context) (err error) {
		pdf, err = p.h.Guest().GuidePDF(ctx)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.h.SaveFile("guide.pdf", pdf)
	})
}

// drawFirstDay is when, where and who.
func drawFirstDay(p *page, j *office.Journey) fyne.CanvasObject {
	m := p.reader().GuestDay(j)
	if m == nil {
		return p.empty()
	}
	words := p.h.Words()
	page := []fyne.CanvasObject{kit.Panel(kit.Rows(kit.Long(m.Said).Sized(kit.SizeHead).Bold(), pairs(m.Where))), peopleCard(p, m)}
	if len(m.Plan) > 0 {
		page = append(page, kit.Card(words("kiosk.plan"), dayPlan(m.Plan)))
	}
	if len(m.Courses) > 0 {
		page = append(page, kit.Card(words("guest.courses"), bullets(m.Courses)))
	}
	if !m.CheckedIn {
		page = append(page, thumb(kit.Primary(words("guest.to_guide"), func() { p.h.Go("guide") })))
	}
	return kit.Page(page...)
}

func peopleCard(p *page, m *model.GuestDay) fyne.CanvasObject {
	body := kit.Rows()
	if len(m.People) > 0 {
		body.Add(pairs(m.People))
	}
	if m.Pending != "" {
		body.Add(soft(m.Pending))
	}
	return kit.Card(p.h.Words()("guest.people"), body)
}

// drawProbation is this week's goal and the weeks before.
func drawProbation(p *page, j *office.Journey) fyne.CanvasObject {
	m := p.reader().GuestTrial(j)
	if m == nil {
		return p.empty()
	}
	words := p.h.Words()
	head := kit.Rows(soft(m.Said), kit.Long(m.Goal).Sized(kit.SizeHead).Bold())
	if m.This != nil {
		head.Add(weekPart(*m.This))
		if m.May == nil {
			head.Add(thumb(kit.Primary(words("guest.trial.do"), func() { reportWeek(p, *m.This) })))
		}
	}
	page := []fyne.CanvasObject{kit.Card(words("guest.trial.this"), head)}
	for _, w := range m.Weeks {
		if !w.Now {
			page = append(page, kit.TapPanel(weekPart(w), func() { reportWeek(p, w) }))
		}
	}
	return kit.Page(page...)
}

func weekPart(w model.GuestWeek) fyne.CanvasObject {
	bar := kit.NewBar()
	bar.Set(float32(min(1, w.Share)), kit.ToneChosen)
	rows := kit.Tight(kit.Between(kit.Body(w.ID).Bold(), kit.Note(w.Days)), kit.Note(w.Says), bar)
	if len(w.Reports) > 0 {
		rows.Add(kit.Long(strings.Join(w.Reports, "\n")).In(kit.InkSoft).Sized(kit.SizeNote))
	}
	return rows
}
