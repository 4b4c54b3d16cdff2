package staff

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// retentionPage shows what would be erased on which day, erases what somebody confirms, and keeps the certificates.
type retentionPage struct {
	h     Host
	stop  context.CancelFunc
	plan  *office.Retention
	certs []office.ErasureCertificate
	faces *kit.Faces
	tabs  *kit.Tabs
	all   fyne.CanvasObject
}

// retentionAhead is how many days the preview looks ahead.
const retentionAhead = 90

func openRetention(h Host, _ string) Page {
	p := &retentionPage{h: h, stop: func() {}}
	words := h.Words()
	p.faces = kit.NewFaces(words, kit.Rows())
	p.faces.Load("", 0, 0)
	p.all = kit.Page(kit.Title(words("screen.retention")), kit.Fill(p.faces))
	p.Refresh()
	return p
}

func (p *retentionPage) Content() fyne.CanvasObject { return p.all }
func (p *retentionPage) Close()                     { p.stop() }

// Refresh loads the preview and the certificates anew.
func (p *retentionPage) Refresh() {
	var plan *office.Retention
	var certs []office.ErasureCertificate
	p.h.Run(func(ctx context.Context) (err error) {
		if plan, err = p.h.Staff().Retention(ctx, retentionAhead); err == nil {
			certs, err = p.h.Staff().ErasureCertificates(ctx)
		}
		return err
	}, func(err error) {
		words := p.h.Words()
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), words("action.retry_hint"), kit.Secondary(words("action.retry"), p.Refresh))
			return
		}
		p.plan, p.certs = plan, certs
		p.paint()
	})
}

// paint draws the tabs anew, with the one in view that was.
func (p *retentionPage) paint() {
	words, at := p.h.Words(), 0
	if p.tabs != nil {
		at = p.tabs.At()
	}
	p.tabs = kit.NewTabs(
		kit.Tab{Title: words("retention.due"), Open: p.due},
		kit.Tab{Title: words("retention.certificates"), Open: p.certificates},
		kit.Tab{Title: words("retention.rules"), Open: p.rules},
		kit.Tab{Title: words("retention.uses"), Open: p.uses},
	)
	p.tabs.Turn(at)
	p.faces.SetContent(p.tabs)
	p.faces.Content()
}

// due is what waits for a word, what stands against an erasure, and the days to come.
func (p *retentionPage) due() fyne.CanvasObject {
	words, r := p.h.Words(), readerOf(p.h)
	how := words("retention.by_word")
	if p.plan.Automatic {
		how = words("retention.automatic")
	}
	rows := kit.Rows(kit.Long(how).In(kit.InkSoft))
	work := kit.Tight()
	body := kit.Rows(p.lines(r.ProposedLines(p.plan.Due, p.h.Fault), p.plan.Due), work)
	title := words("retention.waiting", "n", strconv.Itoa(len(p.plan.Due)))
	if len(p.plan.Due) > 0 && r.HasJob("erase") {
		rows.Add(kit.Card(title, body, kit.Primary(words("retention.erase", "n", strconv.Itoa(len(p.plan.Due))), func() { p.askErase(work) })))
	} else {
		rows.Add(kit.Card(title, body))
	}
	if len(p.plan.Exceptions) > 0 {
		rows.Add(kit.Card(words("retention.exceptions"), p.lines(r.ProposedLines(p.plan.Exceptions, p.h.Fault), p.plan.Exceptions)))
	}
	days := r.RetentionDays(p.plan.Days)
	if len(days) == 0 {
		rows.Add(kit.Card(words("retention.ahead", "n", strconv.Itoa(retentionAhead)), kit.Note(words("retention.none_ahead"))))
	} else {
		rows.Add(kit.Card(words("retention.ahead", "n", strconv.Itoa(retentionAhead)), pairs(days)))
	}
	if r.HasJob("settings") {
		rows.Add(p.automatic())
	}
	return scrolled(kit.Readable(860, rows))
}

// linesShown is how many cases a card lists; the count above says the rest.
const linesShown = 50

func (p *retentionPage) lines(all []model.ProposedLine, of []office.Proposed) fyne.CanvasObject {
	words := p.h.Words()
	if len(all) == 0 {
		return kit.Note(words("retention.none_due"))
	}
	rows := kit.Tight()
	for i, l := range all[:min(len(all), linesShown)] {
		line := kit.Between(kit.Long(l.Name).Bold(), kit.Note(words("retention.since", "outcome", l.Outcome, "day", l.Until)))
		if readerOf(p.h).HasScreen("case") {
			id := of[i].Case
			line = kit.Between(kit.Line(kit.Quiet(l.Name, func() { p.h.Go("case", string(id)+"/privacy") })), kit.Note(words("retention.since", "outcome", l.Outcome, "day", l.Until)))
		}
		rows.Add(line)
		if l.Why != "" {
			rows.Add(kit.Long(l.Why).In(kit.InkSoft).Sized(kit.SizeNote))
		}
	}
	if more := len(all) - linesShown; more > 0 {
		rows.Add(kit.Note(words("retention.more", "n", strconv.Itoa(more))))
	}
	return rows
}

// askErase erases what is shown, on the word of who is signed in.
func (p *retentionPage) askErase(room *fyne.Container) {
	words := p.h.Words()
	var ids []hiring.CaseID
	for _, d := range p.plan.Due {
		ids = append(ids, d.Case)
	}
	n := strconv.Itoa(len(ids))
	kit.Ask(p.h.Canvas(), kit.Question{Title: words("retention.erase", "n", n), Sentence: words("retention.erase_ask", "n", n, "days", strconv.Itoa(readerOf(p.h).Cat.Privacy.BackupDays)),
		Yes: words("retention.erase", "n", n), No: words("action.cancel"), Danger: true, OnYes: func() { p.erase(room, ids) }})
}

func (p *retentionPage) erase(room *fyne.Container, ids []hiring.CaseID) {
	words := p.h.Words()
	bar := kit.NewBar()
	put(room, kit.Tight(kit.Between(kit.Body(words("retention.erasing")), kit.Quiet(words("action.cancel"), func() { p.stop() })), bar))
	done := 0
	p.h.Run(func(ctx context.Context) (err error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		p.stop = stop
		done, err = p.h.Staff().EraseDue(ctx, ids, func(i, n int) {
			fyne.Do(func() { bar.Set(float32(i)/float32(max(n, 1)), kit.ToneChosen) })
		})
		return err
	}, func(err error) {
		p.stop = func() {}
		if err != nil && err != context.Canceled {
			p.h.Fail(err)
		}
		p.h.Told(words("retention.erased", "n", strconv.Itoa(done)))
		p.Refresh()
	})
}

// automatic is the switch that lets erasures happen without a word; it is asked about before it is turned on.
func (p *retentionPage) automatic() fyne.CanvasObject {
	words := p.h.Words()
	set := func(on bool) {
		p.h.Run(func(ctx context.Context) error { return p.h.Staff().PutSetting(ctx, office.RetentionAuto, on) }, func(err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Told(words("action.saved"))
			p.Refresh()
		})
	}
	button := kit.Secondary(words("retention.auto_on"), func() {
		kit.Ask(p.h.Canvas(), kit.Question{Title: words("retention.auto_on"), Sentence: words("retention.auto_ask"), Yes: words("retention.auto_on"), No: words("action.cancel"),
			Danger: true, OnYes: func() { set(true) }})
	})
	if p.plan.Automatic {
		button = kit.Secondary(words("retention.auto_off"), func() { set(false) })
	}
	return kit.Card(words("retention.auto"), kit.Long(words("retention.auto_text")).In(kit.InkSoft), button)
}

// certificates are the proofs of what was erased.
func (p *retentionPage) certificates() fyne.CanvasObject {
	words := p.h.Words()
	lines := readerOf(p.h).CertificateLines(p.certs)
	if len(lines) == 0 {
		return kit.EmptyFace(theme.DocumentIcon(), words("retention.no_certificates"), nil)
	}
	table := kit.NewDataTable([]kit.Column{
		{Title: words("certificate.case"), Weight: 2, Role: kit.RoleLead, Cell: func(i int) kit.Cell { return kit.Cell{Text: lines[i].Case} }},
		{Title: words("certificate.ground"), Weight: 2, Cell: func(i int) kit.Cell { return kit.Cell{Text: lines[i].Ground} }},
		{Title: words("retention.backups"), Width: 120, Cell: func(i int) kit.Cell { return kit.Cell{Text: lines[i].Backups} }},
		{Title: words("certificate.at"), Width: 150, Role: kit.RoleSide, Cell: func(i int) kit.Cell {
			if lines[i].Pending {
				return kit.Cell{Text: words("retention.pending"), Tone: kit.ToneNow}
			}
			return kit.Cell{Text: lines[i].When, Soft: true}
		}},
	}, func() int { return len(lines) })
	table.OnOpen = func(row int) { p.open(p.certs[row].Case) }
	return container.NewBorder(kit.Inset(4, kit.Note(words("retention.certificates_hint"))), nil, nil, nil, table)
}

// open shows a certificate as a page, and saves it for programs.
func (p *retentionPage) open(id hiring.CaseID) {
	words := p.h.Words()
	var raw, pdf []byte
	p.h.Run(func(ctx context.Context) (err error) {
		raw, pdf, err = p.h.Staff().ErasureCertificate(ctx, id)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		name := "erasure-" + string(id)
		var closeIt func()
		closeIt = kit.Modal(p.h.Canvas(), 420, kit.Rows(kit.Head(words("certificate.title")), kit.Note(string(id)),
			kit.Line(kit.Primary(words("retention.save_pdf"), func() { p.h.SaveFile(name+".pdf", pdf) }), kit.Secondary(words("retention.save_json"), func() { p.h.SaveFile(name+".json", raw) })),
			kit.Line(kit.Quiet(words("close"), func() { closeIt() }))))
	})
}

// rules are the periods in force.
func (p *retentionPage) rules() fyne.CanvasObject {
	words := p.h.Words()
	return scrolled(kit.Readable(860, kit.Rows(kit.Long(words("retention.rules_text")).In(kit.InkSoft), kit.Card(words("retention.rules"), pairs(readerOf(p.h).RetentionRules())))))
}

// uses are the records of processing, to read and as a PDF.
func (p *retentionPage) uses() fyne.CanvasObject {
	words := p.h.Words()
	save := kit.Secondary(words("retention.save_pdf"), func() {
		var pdf []byte
		p.h.Run(func(ctx context.Context) (err error) {
			pdf, err = p.h.Staff().ProcessingPDF(ctx)
			return err
		}, func(err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.SaveFile("records-of-processing.pdf", pdf)
		})
	})
	rows := kit.Rows(kit.Between(kit.Long(words("retention.uses_text")).In(kit.InkSoft), save))
	for _, u := range readerOf(p.h).UseRows() {
		rows.Add(kit.Card(u.Title, pairs(u.Rows)))
	}
	return scrolled(kit.Readable(860, rows))
}
