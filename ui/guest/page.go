package guest

import (
	"bytes"
	"context"
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// page is what all of a candidate's pages are: the journey, drawn by one function, with the places to go below it.
type page struct {
	h    Host
	id   string
	draw func(p *page, j *office.Journey) fyne.CanvasObject
	// arrived runs once, after the first journey was drawn.
	arrived func(p *page, j *office.Journey)

	root    *fyne.Container
	faces   *kit.Faces
	journey *office.Journey
	print   []byte // of the journey that is drawn: the same again draws nothing, so that nobody loses their place
	inside  bool   // a form or a document is open above the page
	closed  bool
}

// opener makes a screen's Open from its drawing.
func opener(id string, draw func(p *page, j *office.Journey) fyne.CanvasObject, arrived func(p *page, j *office.Journey)) func(h Host) Page {
	return func(h Host) Page {
		p := &page{h: h, id: id, draw: draw, arrived: arrived, root: container.NewStack()}
		p.faces = kit.NewFaces(h.Words(), kit.Rows())
		p.load()
		return p
	}
}

// Content is the page's place in the window.
func (p *page) Content() fyne.CanvasObject { return p.root }

// Refresh loads anew; what is open above the page stays until it is closed.
func (p *page) Refresh() { p.load() }

// Close lets go of what was loaded.
func (p *page) Close() { p.closed, p.journey, p.print = true, nil, nil }

func (p *page) load() {
	if p.journey == nil {
		p.faces.Load("", 0, 0)
		p.face()
	}
	var j *office.Journey
	p.h.Run(func(ctx context.Context) (err error) {
		j, err = p.h.Guest().Journey(ctx)
		return err
	}, func(err error) {
		switch {
		case p.closed:
		case err != nil:
			p.refuse(err)
		default:
			p.take(j)
		}
	})
}

// take draws a journey unless it is the one that is drawn.
func (p *page) take(j *office.Journey) {
	print, err := printOf(j)
	if err != nil {
		p.refuse(fault.Wrap(err, fault.Internal, "internal", "journey"))
		return
	}
	first, same := p.journey == nil, bytes.Equal(print, p.print)
	p.journey, p.print = j, print
	if !p.inside && !same {
		p.paint()
	}
	if first && p.arrived != nil {
		p.arrived(p, j)
	}
}

// printOf is all that a journey shows; what was reported on a week is not in the week's own JSON.
func printOf(j *office.Journey) ([]byte, error) {
	var reports [][]hiring.Progress
	if j.Probation != nil {
		for _, w := range j.Probation.Weeks {
			reports = append(reports, w.Progress)
		}
	}
	return json.Marshal([]any{j, reports})
}

// paint shows the page itself.
func (p *page) paint() {
	p.inside = false
	p.show(container.NewBorder(nil, newNav(p.h, p.reader(), p.id, model.GuestNav(p.journey)), nil, nil, p.draw(p, p.journey)))
}

func (p *page) refuse(err error) {
	p.inside = false
	again := kit.Secondary(p.h.Words()("guest.again"), p.load)
	p.faces.Refuse(p.h.Fault(err), p.h.Words()("guest.again.text"), again)
	p.face()
}

// empty is the face of a page that has nothing to show yet, with the way back to the first page.
func (p *page) empty() fyne.CanvasObject {
	words := p.h.Words()
	button := kit.Primary(words("guest.home"), func() { p.h.Go("journey") })
	return kit.Inset(16, kit.EmptyFace(icon(iconOf[p.id]), words("guest.empty."+p.id), button))
}

func (p *page) face() { p.show(kit.Inset(16, p.faces)) }

func (p *page) show(o fyne.CanvasObject) {
	p.root.Objects = []fyne.CanvasObject{o}
	p.root.Refresh()
}

// enter opens something above the page, with a way to close it; content brings its own scroll or page.
func (p *page) enter(title string, content fyne.CanvasObject) {
	p.inside = true
	bar := container.NewBorder(nil, kit.Rule(), nil, thumb(kit.IconButton(theme.CancelIcon(), p.leave)), kit.Inset(8, kit.Head(title).Clip()))
	p.show(container.NewBorder(bar, nil, nil, nil, content))
}

// leave closes it and shows the page as it is now.
func (p *page) leave() {
	p.paint()
	p.load()
}

func (p *page) reader() model.Reader {
	return model.NewReader(p.h.Guest().Session, p.h.Lang(), p.h.Words())
}

// give gives a command off the UI thread; then runs when it was taken, and the page loads anew. A refusal is shown by fail, or
// by the window when fail is nil.
func (p *page) give(cmd hiring.Command, then func(), fail func(err error)) {
	p.work(func(ctx context.Context) error { return p.h.Guest().Do(ctx, cmd) }, then, fail)
}

func (p *page) work(work func(ctx context.Context) error, then func(), fail func(err error)) {
	p.h.Run(work, func(err error) {
		switch {
		case p.closed:
		case err == nil:
			if then != nil {
				then()
			}
			p.load()
		case fail != nil:
			fail(err)
		default:
			p.h.Fail(err)
		}
	})
}

// beside puts a refusal beside the field it names, else above the form's buttons.
func beside(h Host, form *kit.Form) func(err error) {
	return func(err error) {
		form.Busy(false)
		form.SetErrors(map[string]string{fault.Of(err).Params["field"]: h.Fault(err)})
	}
}
