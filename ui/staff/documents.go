package staff

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// documentsPage is the queue of documents that wait for an answer: one after the other, with the keyboard alone if one likes.
type documentsPage struct {
	h     Host
	queue []office.WorkItem
	at    int
	one   *casePage // whose document is shown
	view  *kit.PageViewer
	m     model.MaterialView
	head  *fyne.Container
	faces *kit.Faces
	page  fyne.CanvasObject
}

func openDocuments(h Host, _ string) Page {
	p := &documentsPage{h: h, head: container.NewStack()}
	p.faces = kit.NewFaces(h.Words(), kit.Rows())
	p.page = kit.Page(p.head, kit.Fill(p.faces))
	p.title()
	p.faces.Load(h.Words()("documents.loading"), 0, 0)
	p.Refresh()
	return p
}

// Content is the page.
func (p *documentsPage) Content() fyne.CanvasObject { return p.page }

// Close has nothing to let go of.
func (p *documentsPage) Close() {}

// Refresh loads the queue again; the document that is looked at stays where it is.
func (p *documentsPage) Refresh() {
	var queue []office.WorkItem
	p.h.Run(func(ctx context.Context) (err error) {
		queue, err = p.h.Staff().MaterialQueue(ctx)
		return err
	}, func(err error) {
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), p.h.Words()("work_list.again"), kit.Secondary(p.h.Words()("retry"), p.Refresh))
			return
		}
		if p.shown() {
			now := p.queue[p.at]
			if i := slices.IndexFunc(queue, func(w office.WorkItem) bool { return w.Case == now.Case && w.Ref == now.Ref }); i >= 0 {
				p.queue, p.at = queue, i
				p.title()
				return
			}
		}
		p.queue = queue
		p.at = min(p.at, max(0, len(queue)-1))
		p.open()
	})
}

// shown says whether a document is on the page.
func (p *documentsPage) shown() bool { return p.one != nil && p.at < len(p.queue) }

func (p *documentsPage) title() {
	words := p.h.Words()
	if len(p.queue) == 0 {
		p.head.Objects = []fyne.CanvasObject{kit.Title(words("screen.documents"))}
		p.head.Refresh()
		return
	}
	w := p.queue[p.at]
	back, on := kit.Quiet(words("documents.back"), p.back), kit.Secondary(words("documents.next"), p.next)
	if p.at == 0 {
		back.Disable()
	}
	if p.at == len(p.queue)-1 {
		on.Disable()
	}
	toCase := kit.Quiet(words("work_case.file"), func() { p.h.Go("onboarding", string(w.Case)) })
	p.head.Objects = []fyne.CanvasObject{kit.Between(kit.Line(kit.Title(words("screen.documents")),
		kit.Note(words("documents.place", "n", itoa(p.at+1), "of", itoa(len(p.queue))))), toCase, back, on)}
	p.head.Refresh()
}

func (p *documentsPage) next() { p.move(1) }
func (p *documentsPage) back() { p.move(-1) }

func (p *documentsPage) move(by int) {
	if to := p.at + by; to >= 0 && to < len(p.queue) {
		p.at = to
		p.open()
	}
}

// open shows the document at the place in the queue.
func (p *documentsPage) open() {
	p.title()
	p.one = nil
	words := p.h.Words()
	if len(p.queue) == 0 {
		p.faces.Empty(theme.ConfirmIcon(), words("documents.empty"), nil)
		return
	}
	w := p.queue[p.at]
	var file *office.CaseFile
	p.h.Run(func(ctx context.Context) (err error) {
		file, err = p.h.Staff().CaseFile(ctx, w.Case)
		return err
	}, func(err error) {
		if p.at >= len(p.queue) || p.queue[p.at].Case != w.Case || p.queue[p.at].Ref != w.Ref {
			return // one went on meanwhile
		}
		if err != nil {
			p.faces.Refuse(p.h.Fault(err), words("work_list.again"), kit.Secondary(words("retry"), p.open))
			return
		}
		p.show(w, file)
	})
}

func (p *documentsPage) show(w office.WorkItem, file *office.CaseFile) {
	one := &casePage{h: p.h, screen: "documents", id: w.Case, file: file, read: readerOf(p.h), over: true, answered: p.Refresh,
		head: container.NewStack(), scroll: container.NewVScroll(kit.Rows())}
	one.faces = kit.NewFaces(p.h.Words(), one.scroll)
	all := model.Onboarding(one.read, file).Materials
	i := slices.IndexFunc(all, func(m model.MaterialView) bool { return m.ID == w.Ref })
	if i < 0 || !all[i].Queued {
		p.faces.Refuse(p.h.Words()("documents.gone"), "", kit.Secondary(p.h.Words()("retry"), p.Refresh))
		return
	}
	p.one, p.m = one, all[i]
	d := newPaper(p.h, p.h.Words()("material.file_name"), one.stored(p.m.File))
	p.view = d.view
	name := kit.Line(kit.Head(p.m.Name), kit.Body(w.Name), kit.Note(one.read.Position(w.Position)))
	keys := kit.NewHotkeys(kit.Inset(10, container.NewBorder(kit.Between(name, d.buttons()...), kit.Note(p.h.Words()("documents.keys")), nil, nil, one.materialReview(p.m, d))), map[fyne.KeyName]func(){
		fyne.KeyRight: p.next, fyne.KeyDown: p.next, fyne.KeyLeft: p.back, fyne.KeyUp: p.back},
		map[rune]func(){'a': p.accept, 'r': p.giveBack, 't': d.view.Turn, '+': d.view.Closer, '=': d.view.Closer, '-': d.view.Farther})
	p.faces.SetContent(keys)
	p.h.Canvas().Focus(keys)
}

func (p *documentsPage) accept() {
	if p.shown() && p.m.Accept.ID != "" && p.m.Accept.Why == nil {
		p.one.acceptMaterial(p.m)
	}
}

func (p *documentsPage) giveBack() {
	if p.shown() && p.m.Return.ID != "" && p.m.Return.Why == nil {
		p.one.returnMaterial(p.m)
	}
}
